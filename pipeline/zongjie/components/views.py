"""The text without the line ends that only wrap it, and the map between the two.

Files saved from mail or the web break lines in mid-word (新实现提\\n升), figures included. Components that read words
work on the view and hand their spans back in the document's own offsets.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from spacy.tokens import Doc

from . import record

_WRAP = re.compile(r"[ \t\u3000]*\n[ \t\u3000]*")
_SPANS = (("start", "end"), ("head_start", "head_end"), ("indicator_start", "indicator_end"))


class View(NamedTuple):
    """``text`` without the wraps; from ``at[i]`` on, its offsets are ``shift[i]`` short of the document's."""

    text: str
    at: list[int]
    shift: list[int]

    def out(self, position: int) -> int:
        """The document's offset of the character at ``position`` of the view."""
        return position + self.shift[bisect_right(self.at, position) - 1] if self.at else position

    def into(self, position: int) -> int:
        """The view's offset of the document's ``position`` (that of what follows, inside a wrap)."""
        low, high = 0, len(self.at)
        while low < high:
            middle = (low + high) // 2
            if self.at[middle] + self.shift[middle] <= position:
                low = middle + 1
            else:
                high = middle
        return (
            position
            if not low
            else min(position - self.shift[low - 1], self.at[low] if low < len(self.at) else position)
        )

    def enter(self, values: list[Any]) -> list[Any]:
        """``values`` (named tuples with spans) in the view's offsets."""
        return [self._moved(value, self.into) for value in values] if self.at else values

    def leave(self, values: list[Any]) -> list[Any]:
        """``values`` (named tuples with spans) in the document's offsets."""
        return [self._moved(value, self.out) for value in values] if self.at else values

    def leave_spans(self, found: Iterable[tuple[int, int, *tuple[str, ...]]]) -> Iterator[tuple[Any, ...]]:
        """Rows that begin with a span, in the document's offsets."""
        for start, end, *rest in found:
            yield (self.out(start), self.out(end - 1) + 1, *rest) if self.at else (start, end, *rest)

    def _moved(self, value: Any, move: Any) -> Any:
        fields = {}
        for first, last in _SPANS:
            start = getattr(value, first, None)
            if start is not None:
                fields[first] = move(start)
                fields[last] = move(getattr(value, last) - 1) + 1
        return value._replace(**fields)


def of(doc: Doc) -> View:
    """The view of ``doc``: its text where no paragraph is wrapped."""
    text = record.text_of(doc)
    pieces, at, shift, last, removed = [], [], [], 0, 0
    for row in record.record(doc).get("paragraphs", ()):
        start, end = row[0], row[1]
        if "\n" not in text[start:end]:
            continue
        for wrap in _WRAP.finditer(text, start, end):
            pieces.append(text[last : wrap.start()])
            removed += wrap.end() - wrap.start()
            last = wrap.end()
            at.append(wrap.end() - removed)
            shift.append(removed)
    if not at:
        return View(text, at, shift)
    pieces.append(text[last:])
    return View("".join(pieces), [0, *at], [0, *shift])
