"""Suppressions at work: which findings the marks in a text and the comments on it silence, and which of them nothing.

What stands in a paragraph, or is a comment on a part of it, is for that paragraph. A mark that has a line for itself
is for what follows; 全文 before the verb is for the whole document, and so is what stands in its first paragraph for
findings that have no place in the text.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import NamedTuple

from ..document import Block
from ..language import suppressions
from ..language.cutting import Cut
from ..language.suppressions import Suppression
from ..report import Finding, Report

_EVERYWHERE = (-1, 1 << 62)
_SHORTEST = 3  # characters of an id's beginning that names a family


class Silence(NamedTuple):
    """Findings of ``rules`` between ``reach`` are silenced by what stands at ``start:end`` (None: nowhere).

    ``remark`` says that it is a comment on that range; ``words`` are its own. Without ``rules`` it names none.
    """

    start: int
    end: int
    reach: tuple[int, int] | None
    rules: tuple[str, ...]
    words: str
    remark: bool


class _Reaches(NamedTuple):
    """Where one rule is silenced: ranges by their starts, the largest end up to each, and which silence it is."""

    ranges: list[tuple[int, int]]
    ends: list[int]
    owners: list[int]


class Silences:
    """All silences of a report; ``cut`` is its text without the marks, None if it has none."""

    def __init__(self, report: Report) -> None:
        marks = suppressions.marks(report.text)
        self.cut = Cut(report.text, [(one.start, one.end) for one in marks]) if marks else None
        self.all = _in_text(report, marks, self.cut) + _in_remarks(report)
        self._used: set[tuple[int, str]] = set()
        places: dict[str, dict[tuple[int, int], int]] = {}
        for number, one in enumerate(self.all):
            for rule in one.rules if one.reach else ():
                places.setdefault(rule, {}).setdefault(one.reach or _EVERYWHERE, number)
        self._reaches = {rule: _ordered(found) for rule, found in places.items()}

    def silence(self, finding: Finding) -> bool:
        """Whether one of them silences ``finding``; the first that does has been of use."""
        if not self.all:
            return False
        beginnings = (finding.rule[:length] for length in range(_SHORTEST, len(finding.rule) + 1))
        for name in (*beginnings, finding.name):
            owner = self._owner(name, finding.start, max(finding.end, finding.start + 1))
            if owner is not None:
                self._used.add((owner, name))
                return True
        return False

    def unused(self) -> list[tuple[Silence, str]]:
        """The silences, each with one of its rules, that have silenced nothing so far."""
        pairs = ((number, one, rule) for number, one in enumerate(self.all) for rule in one.rules)
        return [(one, rule) for number, one, rule in pairs if (number, rule) not in self._used]

    def _owner(self, rule: str, start: int, end: int) -> int | None:
        reaches = self._reaches.get(rule)
        if reaches is None:
            return None
        at = bisect_left(reaches.ranges, (end, 0)) - 1
        while at >= 0 and reaches.ends[at] > start:
            if reaches.ranges[at][1] > start:
                return reaches.owners[at]
            at -= 1
        return None


def _ordered(found: Mapping[tuple[int, int], int]) -> _Reaches:
    ranges = sorted(found)
    return _Reaches(ranges, list(accumulate((end for _, end in ranges), max)), [found[one] for one in ranges])


def _in_text(report: Report, marks: Sequence[Suppression], cut: Cut | None) -> list[Silence]:
    if cut is None:
        return []
    left = [cut.text[cut.into(one.start) : cut.into(one.end)] for one in report.blocks]
    following: list[int | None] = [None] * len(left)  # for each block the first from it on that is not but marks
    for index in range(len(left) - 1, -1, -1):
        later = following[index + 1] if index + 1 < len(left) else None
        following[index] = later if not left[index] or left[index].isspace() else index
    found = []
    for one in marks:
        here = _block(report.blocks, one.start)
        target = None if here is None else following[here]
        reach = None if target is None else _paragraph(report.blocks, target, target)
        words = report.text[one.start : one.end]
        found.append(Silence(one.start, one.end, _EVERYWHERE if one.whole else reach, one.rules, words, False))
    return found


def _in_remarks(report: Report) -> list[Silence]:
    found = []
    for remark in report.remarks:
        spoken = suppressions.said(remark.text)
        first = _block(report.blocks, remark.start) if spoken else None
        if first is None:
            continue
        last = max(first, _block(report.blocks, remark.end - 1) or 0)
        reach = _paragraph(report.blocks, first, last)
        start, end = (remark.start, remark.end) if remark.end > remark.start else reach
        for one in spoken:
            words = remark.text[one.start : one.end].strip()
            found.append(Silence(start, end, _EVERYWHERE if one.whole else reach, one.rules, words, True))
    return found


def _block(blocks: Sequence[Block], position: int) -> int | None:
    """The index of the block that holds ``position`` or stands before it."""
    return max(bisect_right(blocks, position, key=lambda one: one.start) - 1, 0) if blocks else None


def _paragraph(blocks: Sequence[Block], first: int, last: int) -> tuple[int, int]:
    """The range of the paragraphs that those blocks are lines of."""
    while first and _beside(blocks[first - 1], blocks[first]):
        first -= 1
    while last + 1 < len(blocks) and _beside(blocks[last], blocks[last + 1]):
        last += 1
    return blocks[first].start, blocks[last].end


def _beside(one: Block, other: Block) -> bool:
    return one.place.paragraph is not None and one.place[:2] == other.place[:2] and one.cell == other.cell
