"""A text without some of its ranges: documents and reports as if these were not there, and the way back.

What is analysed is the text without marks that are meant for zongjie (see ``suppressions``); what comes of it is about
the whole text, in its offsets.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import Any

from ..document import Block, Document
from ..report import Report

# The ranges that values have, and the field (if any) that quotes the text there.
_RANGES = (("start", "end", "text"), ("head_start", "head_end", "head"), ("indicator_start", "indicator_end", ""))
_VALUES = ("outline", "sections", "items", "placeholders", "metrics", "initiatives")


class Cut:
    """``whole`` without the disjoint ranges ``away``, which are in order: ``text``, and the offsets of both."""

    def __init__(self, whole: str, away: Sequence[tuple[int, int]]) -> None:
        self.whole = whole
        bounds = [0, *(at for one in away for at in one), len(whole)]
        kept = list(zip(bounds[::2], bounds[1::2], strict=True))
        self.text = "".join(whole[start:end] for start, end in kept)
        self._out = [start for start, _ in kept]  # where each piece begins in the whole text …
        self._in = [0, *accumulate(end - start for start, end in kept)]  # … and in the one without

    def into(self, position: int) -> int:
        """The offset in ``text`` of a position in the whole; of one that is cut out, that of what follows."""
        piece = bisect_right(self._out, position) - 1
        return min(self._in[piece] + position - self._out[piece], self._in[piece + 1])

    def out(self, start: int, end: int) -> tuple[int, int]:
        """The range of the whole that ``text[start:end]`` is; nothing at its ends is cut out."""
        if start == end:
            first = self._at(start) if start else 0
            return first, first
        return self._at(start), self._at(end - 1) + 1

    def _at(self, position: int) -> int:
        piece = (
            min(bisect_right(self._in, position), len(self._out)) - 1
        )  # the last that begins there: not an empty one
        return self._out[piece] + position - self._in[piece]

    def document(self, document: Document) -> Document:
        """``document`` with this text; what is left of a block keeps its place, blank ones are none any more."""
        return document._replace(text=self.text, blocks=tuple(self._blocks(document.blocks)))

    def report(self, report: Report) -> Report:
        """``report``, which is about the whole, as one on this text."""
        entered: dict[str, Any] = {name: self.entered(getattr(report, name)) for name in _VALUES}
        return report._replace(text=self.text, blocks=tuple(self._blocks(report.blocks)), **entered)

    def back(self, report: Report, document: Document) -> Report:
        """``report``, which is about this text, as one on the whole, which ``document`` has."""
        left: dict[str, Any] = {
            name: tuple(self._moved(one, self.out) for one in getattr(report, name)) for name in _VALUES
        }
        return report._replace(text=self.whole, blocks=document.blocks, **left)

    def entered(self, values: Iterable[Any]) -> tuple[Any, ...]:
        """``values`` (named tuples with ``start`` and ``end`` in the whole) in the offsets of ``text``."""
        return tuple(self._moved(one, self._enter) for one in values)

    def _enter(self, start: int, end: int) -> tuple[int, int]:
        return self.into(start), self.into(end)

    def _moved(self, value: Any, move: Any) -> Any:
        fields: dict[str, Any] = {}
        text = self.text if move == self._enter else self.whole
        for first, last, quote in _RANGES:
            start = getattr(value, first, None)
            if start is None:
                continue
            fields[first], fields[last] = start, end = move(start, getattr(value, last))
            if quote and hasattr(value, quote):
                fields[quote] = text[start:end]
        return value._replace(**fields)

    def _blocks(self, blocks: Iterable[Block]) -> Iterable[Block]:
        for block in blocks:
            start, end = self.into(block.start), self.into(block.end)
            if not self.text[start:end].isspace() and start < end:
                runs = tuple((max(self.into(run[0]), start), *run[1:]) for run in block.runs)
                yield block._replace(start=start, end=end, runs=runs)
