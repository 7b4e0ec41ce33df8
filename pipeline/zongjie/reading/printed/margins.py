"""Running heads and page numbers, which belong to the paper and not to the text."""

import re
from collections import Counter
from collections.abc import Sequence

from .lines import Line
from .sheet import Sheet

# The share of the page's height that is its head, and its foot; how many lines stand there; points a line may be off.
_ZONE, _LINES, _OFF = 0.13, 2, 4.0
_SHARE = 0.4  # of the pages that have a running head, which may differ on left and right pages
_NUMBER = re.compile(
    r"[\s—–―‐－─\-·•.]*(?:第\s*)?(?:\d{1,3}|[一二三四五六七八九十]{1,4}(?=\s*页)|[ivxIVX]{1,5})(?:\s*页)?"
    r"(?:\s*(?:[/／]\s*共?|[,，、]?\s*共)\s*\d{1,3}(?:\s*页)?)?[\s—–―‐－─\-·•.]*"
)
_DIGITS = re.compile(r"\d+")


def without(sheets: Sequence[Sheet]) -> list[Sheet]:
    """The sheets without page numbers and without lines that most of them repeat at the same place."""
    seen = Counter(key for sheet in sheets for key in {_key(line, sheet) for line in _edges(sheet)})
    often = max(2.0, _SHARE * len(sheets))
    cleaned = []
    for sheet in sheets:
        paper = {
            line
            for line in _edges(sheet)
            if _NUMBER.fullmatch(line.text) or sum(seen[_key(line, sheet, nudge)] for nudge in (-1, 0, 1)) >= often
        }
        cleaned.append(sheet._replace(lines=tuple(line for line in sheet.lines if line not in paper)))
    return cleaned


def _edges(sheet: Sheet) -> list[Line]:
    """The lines at the head and at the foot of the page."""
    head = [line for line in sheet.lines[:_LINES] if line.bottom < _ZONE * sheet.height]
    foot = [line for line in sheet.lines[-_LINES:] if line.top > (1 - _ZONE) * sheet.height]
    return head + foot


def _key(line: Line, sheet: Sheet, nudge: int = 0) -> tuple[str, int]:
    """What lines have in common that are one running head; numbers in them may differ."""
    return _DIGITS.sub("#", line.text.replace(" ", "")), round(line.middle / _OFF) + nudge
