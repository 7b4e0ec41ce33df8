"""The long table: one row for each metric of each report, with the sentence or the row of a table that it stands in."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import PurePath
from typing import NamedTuple

from ..document import Block, Cell, Place, Places, TableRows, beside, table_rows
from ..report import Metric, Report

_SENTENCE_END = re.compile(r"[。！？!?]+[”’」』）)]*|\n+")
_EVIDENCE = 300  # characters shown at most, so that a text without full stops stays linear
_NO_BLOCK = Block(0, 0)


class Row(NamedTuple):
    """One metric. Field names are the keys of the JSON and CSV forms.

    ``organization`` is the unit, its document's stem where the text does not name it; ``section`` the role of the
    section that holds the metric, or None. ``value`` and ``high`` are in ``unit``; a missing figure has neither.
    ``change`` is from or to for the ends of a change, and up, down or level for its amount.
    ``period_start`` and ``period_end`` are ISO dates or None, ``start`` and ``end`` offsets into the report's text.
    ``evidence`` is the sentence, or the cells of the table's row joined by `` | ``; ``cell`` is None outside tables.
    ``place_text`` is the place as people count (第3段, 表1第4行第2列).
    """

    source: str
    organization: str
    year: int | None
    section: str | None
    indicator: str | None
    canonical: str | None
    value: Decimal | None
    high: Decimal | None
    unit: str
    unit_text: str
    text: str
    bound: str
    status: str
    kind: str
    change: str | None
    period_start: str | None
    period_end: str | None
    evidence: str
    start: int
    end: int
    place: Place
    cell: Cell | None = None
    place_text: str = ""


def rows(reports: Iterable[Report]) -> list[Row]:
    """The metrics of ``reports``, in the order of the reports and of their texts."""
    return [row for report in reports for row in _rows(report)]


def _rows(report: Report) -> Iterator[Row]:
    organization = report.organization or PurePath(report.source.name).stem
    bounds = [0, *(match.end() for match in _SENTENCE_END.finditer(report.text)), len(report.text)]
    block_starts = [block.start for block in report.blocks]
    tables, places = table_rows(report.blocks), Places(report.blocks)
    for index, metric in enumerate(report.metrics):
        at = bisect_right(block_starts, metric.start) - 1
        block = report.blocks[at] if at >= 0 else _NO_BLOCK
        yield Row(
            source=report.source.name,
            organization=organization,
            year=report.year,
            section=None if metric.section is None else report.sections[metric.section].role,
            indicator=metric.indicator,
            canonical=metric.canonical,
            value=metric.value,
            high=metric.high,
            unit=metric.unit,
            unit_text=metric.unit_text,
            text=metric.text,
            bound=metric.bound,
            status=metric.status,
            kind=metric.kind,
            change=_change(metric, index),
            period_start=metric.period.start if metric.period else None,
            period_end=metric.period.end if metric.period else None,
            evidence=_in_row(report.text, tables, block, _evidence(report.text, bounds, metric.start, metric.end)),
            start=metric.start,
            end=metric.end,
            place=block.place,
            cell=block.cell,
            place_text=places.words(metric.start),
        )


def _in_row(text: str, tables: TableRows, block: Block, sentence: str) -> str:
    """A sentence of a cell with the other cells of its row, of long ones what is near."""
    before, after = beside(text, tables, block)
    room = max(_EVIDENCE - len(sentence), 0) // 2
    cut_before, cut_after = before[-room:] if room else "", after[:room]
    return (
        ("…" if cut_before != before else "") + cut_before + sentence + cut_after + ("…" if cut_after != after else "")
    )


def _change(metric: Metric, index: int) -> str | None:
    """What the metric at ``index`` is in its change: from or to, or (the amount) the direction."""
    if metric.change is None:
        return None
    return {metric.change.from_: "from", metric.change.to: "to"}.get(index, metric.change.direction)


def _evidence(text: str, bounds: list[int], start: int, end: int) -> str:
    """The sentence that ``text[start:end]`` stands in; of a very long one what is around it."""
    index = bisect_right(bounds, start) - 1
    first, last = bounds[index], max(bounds[min(index + 1, len(bounds) - 1)], end)
    room = max(_EVIDENCE - (end - start), 0) // 2
    cut_first, cut_last = max(first, start - room), min(last, end + room)
    sentence = text[cut_first:cut_last].strip()
    return ("…" if cut_first > first else "") + sentence + ("…" if cut_last < last else "")
