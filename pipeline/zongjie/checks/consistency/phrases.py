"""Sentences cut into phrases at their commas, brackets and conjunctions, each with the figures that it holds."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from ...report import Metric, Report
from . import figures

OPEN, CLOSE = frozenset("（("), frozenset("）)")
_MARK = re.compile(r"[，、；：（）()]|[,:;](?![0-9０-９])")
_AND = re.compile(r"以及|和|及|与|跟")


class Phrase(NamedTuple):
    """``text[start:end]``, in the sentence that begins at ``sentence``; ``mark`` stands before it ("" at its start).

    A conjunction between two figures is a mark like a comma: it reads 和.
    """

    start: int
    end: int
    mark: str
    sentence: int
    metrics: tuple[Metric, ...]


def phrases(report: Report) -> Iterator[Phrase]:
    """The phrases of all sentences that hold figures, in order."""
    text, marks = report.text, figures.marks(report.text)
    at, metrics = 0, report.metrics
    while at < len(metrics):
        start = marks.sentence_start(metrics[at].start)
        end = marks.sentence_end(metrics[at].start, len(text))
        last = at
        while last < len(metrics) and metrics[last].start < end:
            last += 1
        yield from _of_sentence(text, start, end, list(metrics[at:last]))
        at = last


def _of_sentence(text: str, start: int, end: int, metrics: list[Metric]) -> Iterator[Phrase]:
    position, mark, at = start, "", 0
    own: list[Metric] = []
    for match in [*_MARK.finditer(text, start, end), None]:
        stop = match.start() if match else end
        while at < len(metrics) and metrics[at].start < stop:
            own.append(metrics[at])
            at += 1
        if own and own[-1].end > stop:
            continue  # a mark inside a unit: 台(套)
        yield from _split(text, position, stop, mark, start, own)
        position, mark, own = (match.end(), match[0], []) if match else (stop, "", [])


def _split(text: str, start: int, end: int, mark: str, sentence: int, metrics: list[Metric]) -> Iterator[Phrase]:
    """The phrase ``text[start:end]``, cut where a conjunction stands between two of its figures."""
    held: list[Metric] = []
    for index, metric in enumerate(metrics):
        held.append(metric)
        if index + 1 == len(metrics):
            break
        cut = _AND.search(text, metric.end, metrics[index + 1].start)
        if cut:
            yield Phrase(start, cut.start(), mark, sentence, tuple(held))
            start, mark, held = cut.end(), "和", []
    yield Phrase(start, end, mark, sentence, tuple(held))
