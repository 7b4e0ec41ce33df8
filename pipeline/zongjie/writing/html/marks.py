"""Ranges of a text that nest and cross → elements that only nest."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from ...report import Finding

# Control characters become their pictures (␀): HTML forbids most of them, and so the reader sees that they are there.
PICTURES = {code: 0x2400 + code for code in range(32) if not chr(code).isspace()} | {0x7F: 0x2421}
_ORDER = ("heading", "point", "metric", "finding", "blank")  # of those with one range the first is outside


class Note(NamedTuple):
    """A finding with its number, from 1; ``id`` is that of its entry in the list, ``target`` its place in the text.

    ``where`` says in words where that is.
    """

    number: int
    id: str
    target: str
    finding: Finding
    remedy: str
    where: str = ""


class Span(NamedTuple):
    """A range to be marked: ``kind`` is heading, point, metric, blank or finding, ``id`` its anchor.

    A point is a heading too long to be set off. ``label`` tells more about a span, ``notes`` are the findings that
    have this range, the gravest first.
    """

    start: int
    end: int
    kind: str
    id: str
    label: str = ""
    notes: tuple[Note, ...] = ()


class Mark(NamedTuple):
    """A piece of a span as an element; ``id`` is set in the first piece only, None in those that go on."""

    span: Span
    id: str | None
    children: list["str | Mark"]


Inline = list[str | Mark]


def by_range(ranges: Sequence[tuple[int, int]], spans: Iterable[Span]) -> Iterator[list[Span]]:
    """For each of ``ranges``, which are in order and disjoint, the spans that reach into it, ready for ``nest``."""
    waiting = sorted(
        (span for span in spans if span.start < span.end),
        key=lambda span: (-span.start, span.end, -_ORDER.index(span.kind)),
    )
    active: list[Span] = []
    for start, end in ranges:
        while waiting and waiting[-1].start < end:
            active.append(waiting.pop())
        active = [span for span in active if span.end > start]
        yield active


def nest(text: str, start: int, end: int, spans: Sequence[Span], used: set[str]) -> Inline:
    """``text[start:end]`` as strings and marks; joined in order, the strings are the text.

    ``spans``, in the order of ``by_range``, may nest and cross: one that crosses another is cut where the other ends.
    ``used`` holds the ids that are given away, and gains those given here.
    """
    content: Inline = []
    opened: list[Mark] = []

    def open_(span: Span) -> None:
        mark = Mark(span, None if span.id in used else span.id, [])
        used.add(span.id)
        (opened[-1].children if opened else content).append(mark)
        opened.append(mark)

    points = sorted({start, end, *(max(one.start, start) for one in spans), *(min(one.end, end) for one in spans)})
    following = iter(spans)
    span = next(following, None)
    for point, until in pairwise(points):
        ended = next((index for index, mark in enumerate(opened) if mark.span.end <= point), len(opened))
        interrupted = [mark.span for mark in opened[ended:] if mark.span.end > point]
        del opened[ended:]
        for one in interrupted:
            open_(one)
        while span is not None and span.start <= point:
            open_(span)
            span = next(following, None)
        (opened[-1].children if opened else content).append(text[point:until].translate(PICTURES))
    return content
