"""Lists that head the whole text: 第一，… ①… ◆ … as short lines of their own that name the parts of a report."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ..report import OutlineNode
from .cues import CERTAIN, Cues, read_heading
from .looks import BARE, TIDY, Candidate
from .numbering import Marks, family_of, rank_of

LIST_LINE = 8  # from this rank on lines cut no sections unless they head the text
_RANK = 3  # that of 一、
_LONGEST = 28  # characters of such a line
_FEWEST = 2
_OPEN = "。；，、：:;,！？!?…"
_LATE = frozenset(["problems", "plans", "suggestions"])


class Line(NamedTuple):
    """A part of a list at ``start:end``, its own words from ``body``."""

    family: str
    start: int
    body: int
    end: int


def heads(text: str, lines: Iterable[Line], cues: Cues) -> set[int]:
    """Where those of ``lines`` start that head the text: of one family, not side by side, and one names a late part."""
    series: dict[str, list[Line]] = {}
    for one in lines:
        if (
            one.end - one.start <= _LONGEST
            and text[one.end - 1] not in _OPEN
            and "\n" in text[one.end : _next(text, one.end)]
        ):
            series.setdefault(one.family, []).append(one)
    found: set[int] = set()
    for own in series.values():
        starts = {one.start for one in own}
        beside = any(_next(text, one.end) in starts for one in own)
        if len(own) >= _FEWEST and not beside and any(_is_late(text[one.body : one.end], cues) for one in own):
            found |= starts
    return found


def _next(text: str, end: int) -> int:
    """Where the next line that is not empty begins."""
    while end < len(text) and text[end].isspace():
        end += 1
    return end


def _is_late(title: str, cues: Cues) -> bool:
    """Whether a line says that problems, plans or suggestions follow, and no more."""
    title = TIDY.sub("", title)
    said = read_heading(cues, title)
    if said is None or said.open or said.weight < CERTAIN:
        return False
    return said.roles[-1] in _LATE and said.last >= len(title) - 2


def raised(text: str, candidates: Sequence[Candidate], cues: Cues) -> list[Candidate]:
    """``candidates`` with the lists that head the text as headings, where none stands above them."""
    above = min((one.start for one in candidates if one.rank < LIST_LINE and one.family != "weak"), default=len(text))
    families = {one.family for one in candidates if one.rank >= LIST_LINE and one.leading and one.start < above}
    listed = [one for one in candidates if one.family in families and one.leading]
    found = heads(text, (Line(one.family, one.start, one.body, one.end) for one in listed), cues)
    return [_raised(one) if one.start in found else one for one in candidates]


def _raised(one: Candidate) -> Candidate:
    return one._replace(family="bare", rank=BARE) if one.family == "dash" else one._replace(rank=_RANK)


def of_nodes(text: str, nodes: Iterable[OutlineNode], marks: Marks, cues: Cues) -> set[int]:
    """Where those of ``nodes`` start that ``raised`` made headings of the first level."""
    return heads(
        text,
        (
            Line(family_of(node.label, marks), node.start, node.start + len(node.label), node.end)
            for node in nodes
            if node.level == 1 and node.label and rank_of(node.label, marks) >= LIST_LINE
        ),
        cues,
    )
