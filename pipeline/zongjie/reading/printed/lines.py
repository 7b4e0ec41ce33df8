"""Lines of a printed page, put together from what stands on it: characters of a PDF, or boxes that were recognised."""

import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from importlib import resources
from itertools import zip_longest
from typing import NamedTuple

# In the size of the type: what still stands on one line, a gap that is a blank, one that ends a Latin word.
_SAME_LINE, _BLANK, _WORD = 0.6, 0.8, 0.2
_WIDE = 0.75  # a blank of full width
# A character printed again so near to itself makes it look bold.
_AGAIN = 0.25
_COMPATIBLE = re.compile("[\u2e80-\u2fdf\u3b35\uf900-\ufaff\ufb00-\ufb06]")
_UNSEEN = re.compile("[\x00-\x08\x0a-\x1f\x7f-\x9f\u00ad\ufeff]|[\ud800-\udfff]")
_LATIN = re.compile("[0-9A-Za-z]")


class Line(NamedTuple):
    """A printed line or a piece of one: its box and the ``size`` of its type are in points from the page's top left."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    bold: bool = False

    @property
    def middle(self) -> float:
        """Half-way between top and bottom."""
        return (self.top + self.bottom) / 2


def rows(pieces: Iterable[Line]) -> list[Line]:
    """The lines that ``pieces`` make, from top to bottom; each is read from left to right and begins with no blank.

    Type that is raised or lowered stays in its line. A wide gap within a line becomes a blank.
    """
    found: list[list[Line]] = []
    for piece in sorted(pieces, key=lambda one: one.middle):
        row = found[-1] if found else None
        if row and piece.middle - row[0].middle <= _SAME_LINE * max(row[0].size, piece.size):
            row.append(piece)
        else:
            found.append([piece])
    return [line for row in found if (line := _joined(row)) is not None]


def _joined(row: list[Line]) -> Line | None:
    row = sorted(row, key=lambda one: one.x0)
    seen = [piece for piece in row if piece.text.strip()]
    if not seen:
        return None
    sizes: Counter[float] = Counter()
    for piece in seen:
        sizes[round(piece.size, 1)] += len(piece.text)
    size = sizes.most_common(1)[0][0]
    body = [piece for piece in seen if round(piece.size, 1) == size]
    text, last = "", None
    for piece, following in zip_longest(row, row[1:]):
        if last is not None:
            if piece.text == last.text and abs(piece.x0 - last.x0) < _AGAIN * (last.x1 - last.x0):
                continue
            text += _between(last, piece)
        text += _blank(piece, following) if piece.text.isspace() else piece.text
        last = piece
    return Line(
        usual(text).strip(),
        seen[0].x0,
        max(piece.x1 for piece in seen),
        min(piece.top for piece in body),
        max(piece.bottom for piece in body),
        size,
        all(piece.bold for piece in seen),
    )


def _blank(blank: Line, following: Line | None) -> str:
    # Fonts give blanks of any width any name: what stands next tells.
    end = following.x0 if following else blank.x1
    return "　" if end - blank.x0 > _WIDE * blank.size else " "


def _between(left: Line, right: Line) -> str:
    gap = right.x0 - left.x1
    size = max(left.size, right.size)
    if gap <= _WORD * size or left.text[-1:].isspace() or right.text[:1].isspace():
        return ""
    return " " if gap > _BLANK * size or (_LATIN.match(left.text[-1:]) and _LATIN.match(right.text)) else ""


def joined(lines: Iterable[str]) -> str:
    """The text of consecutive lines: a blank comes between two Latin words and nowhere else."""
    text = ""
    for line in lines:
        text += " " + line if text and _LATIN.match(text[-1]) and _LATIN.match(line) else line
    return text


def usual(text: str) -> str:
    """``text`` with the radicals, ligatures and doubles that fonts stand for characters replaced by these.

    What cannot be seen is left out. Full and half width stay as they are.
    """
    text = _UNSEEN.sub("", text)
    if not _COMPATIBLE.search(text):
        return text
    return _COMPATIBLE.sub(lambda found: _radicals().get(found[0]) or unicodedata.normalize("NFKC", found[0]), text)


@lru_cache(maxsize=1)
def _radicals() -> dict[str, str]:
    table = tomllib.loads((resources.files("zongjie") / "resources" / "radicals.toml").read_text("utf-8"))
    return dict(zip(table["radicals"], table["characters"], strict=True))
