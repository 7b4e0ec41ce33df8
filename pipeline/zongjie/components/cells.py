"""Cells: what each paragraph of a table stands for — a figure with its unit and name, marks where one is missing, text.

The slots of a document are made once, by the first component that asks, and stay on its record for the others.
"""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from spacy.tokens import Doc

from ..document import Block
from ..language.contents import figure
from ..language.durations import reports
from ..language.entries import Entry, Named, together, trimmed
from ..language.labels import NO_MEASURE, Labels, Measure, compiled
from ..language.marks import explained_marks
from ..language.quantity import Grammar, Quantity
from ..language.tables import CAPTION_LENGTH, Table, tables
from . import record

_KEY = "slots"
_NOTES = ("footnote", "endnote", "header", "footer")
_WORDS = ("name", "date")  # what is no figure even where a number stands

Counted = list[tuple[Quantity, str]]


class Slot(NamedTuple):
    """One paragraph of a cell, ``text[start:end]``, or a line of a note, a header or a footer.

    ``sort`` is head (it names columns, or a unit for all), class (of a scale: 35岁以下), page (a page number) or body.
    ``figure`` says that all of it is one figure, ``mark`` the kind of the marks that all of it is ("" if it is none).
    ``unit``, ``unit_text``, ``scale``, ``kind`` (target, actual or "") and ``time`` are what the table says of figures
    there, ``indicator`` is what it names, ``text[indicator_start:indicator_end]`` where that is one range.
    """

    start: int
    end: int
    sort: str = "body"
    figure: bool = False
    mark: str = ""
    unit: str = ""
    unit_text: str = ""
    scale: int = 1
    kind: str = ""
    time: str = ""
    indicator: str = ""
    indicator_start: int | None = None
    indicator_end: int | None = None


_NO_SLOT = Slot(0, 0)


class Slots:
    """The slots of a document, found by place."""

    def __init__(self, rows: Sequence[Slot]) -> None:
        self.rows = rows
        self._starts = [slot.start for slot in rows]

    def at(self, position: int) -> Slot:
        """The slot that holds ``position``; an empty one where none does."""
        if not self.rows:
            return _NO_SLOT
        index = bisect_right(self._starts, position) - 1
        return self.rows[index] if index >= 0 and position < self.rows[index].end else _NO_SLOT

    def with_cells(self, text: str, found: Counted, g: Grammar) -> Counted:
        """The quantities that the text gives with those that whole cells are; labels and page numbers count nothing."""
        if not self.rows:
            return found
        return [
            *(one for slot in self.rows if (one := _whole(text, slot, g))),
            *(one for one in found if not self._is_label(one[0])),
        ]

    def _is_label(self, q: Quantity) -> bool:
        slot = self.at(q.start)
        return slot.sort in ("head", "page", "class") or slot.figure or slot.mark != ""


def _whole(text: str, slot: Slot, g: Grammar) -> tuple[Quantity, str] | None:
    """The quantity that a whole cell is, and its status; its own unit and scale go before those of the table."""
    said = slot.scale, slot.unit, slot.unit_text
    if slot.mark == "figure":
        return Quantity(slot.start, slot.end, Decimal(0), None, *said, "exact", "", "mask", ""), "missing"
    q = figure(text[slot.start : slot.end], g) if slot.figure else None
    if q is None:
        return None
    q = q._replace(start=q.start + slot.start, end=q.end + slot.start)
    if q.unit or not slot.unit_text:
        return q, "reported"
    if q.scale > 1:  # 5.2万 in a column of 万元
        return q._replace(unit=slot.unit, unit_text=q.unit_text + slot.unit), "reported"
    high = None if q.high is None else q.high * slot.scale
    scale, unit, unit_text = said
    return q._replace(value=q.value * scale, high=high, scale=scale, unit=unit, unit_text=unit_text), "reported"


def of(doc: Doc, lexicon: Mapping[str, Any]) -> list[Slot]:
    """The slots of ``doc`` in text order; none for a document of paragraphs alone."""
    kept = record.record(doc)
    if _KEY not in kept:
        blocks = record.blocks_of(doc) if any(row[2] != "paragraph" for row in kept["blocks"]) else []
        kept[_KEY] = sorted(_slots(record.text_of(doc), blocks, compiled(lexicon))) if blocks else []
    return [Slot(*row) for row in kept[_KEY]]


def _slots(text: str, blocks: Sequence[Block], labels: Labels) -> Iterator[Slot]:
    for block in blocks:
        start, end = trimmed(text, block)
        if block.kind in _NOTES:
            yield Slot(start, end, "page" if labels.is_page_line(text[start:end]) else "body")
        elif block.kind == "paragraph" and end - start <= CAPTION_LENGTH and labels.captioned(text[start:end]):
            yield Slot(start, end, "head")
    explained = explained_marks(text, labels.blanks)
    for table in tables(text, blocks, labels):
        reading = _Reading(text, table, labels, explained)
        for entry in table.entries:
            yield from reading.slots(entry)


class _Reading:
    """One table with what its cells are read by."""

    def __init__(self, text: str, table: Table, labels: Labels, explained: set[str]) -> None:
        self._text, self._table, self._labels, self._explained = text, table, labels, explained

    def slots(self, entry: Entry) -> Iterator[Slot]:
        """The slots of the paragraphs of one cell."""
        table, cell = self._table, entry.cell
        if cell.row < table.below:
            yield from (Slot(start, end, "head") for start, end in entry.spans)
            return
        column = table.named_columns[cell.column]
        row = together(table.names_of(cell.row, cell.column))
        measure = self._measure(cell.row, cell.column, column, row)
        name, span = _joined(column, row)
        figure = self._is_figure(entry, column, row, measure)
        mark = self._mark(entry, column, row, measure) if entry.content.sort == "mark" else ""
        if entry.content.sort == "filler" and table.head and column.sort not in _WORDS:
            mark = "figure" if measure.text or entry.cell.column in table.figures else ""
        sort = "class" if entry.content.is_class and not figure else "body"
        time = column.time or row.time
        for start, end in entry.spans:
            yield Slot(
                start, end, sort, figure, mark, measure.name, measure.text, measure.scale,
                column.kind or row.kind, time, name, *(span or (None, None)),
            )  # fmt: skip

    def _measure(self, row: int, at: int, column: Named, named_row: Named) -> Measure:
        """The unit of figures in the column ``at``: its own, else that of the row, else the table's where it fits."""
        if column.measure.text:
            return column.measure
        table = self._table
        units = (table.at.get((row, unit)) for unit in table.units)
        own = next((self._labels.measure(entry.label.text) for entry in units if entry), NO_MEASURE)
        for measure in (named_row.measure, own):
            if measure.text and (measure.dimension == "share" or not self._labels.is_share(column.name)):
                return measure
        if at not in table.figures:
            return NO_MEASURE
        return self._labels.fitting(column.name or named_row.name, table.captions)

    def _is_figure(self, entry: Entry, column: Named, row: Named, measure: Measure) -> bool:
        """Whether a cell that is one number counts something, and is no serial number, date or telephone."""
        quantity, table, at = entry.content.quantity, self._table, entry.cell.column
        if quantity is None or at in table.serials or at in table.units:
            return False
        if at in table.stubs and (entry.content.is_class or not quantity.unit):
            return False
        if column.sort in ("serial", "note", "id") or self._sort(row) in ("id", "date", "serial"):
            return False
        if entry.content.sort == "doubtful":
            digits = len(entry.label.text)
            return bool(measure.text) or at in table.figures and digits < 8
        if not reports(quantity, column.name or row.name, ""):
            return False
        measured = bool(measure.text or quantity.unit)
        if not measured and not column.name and not row.name:
            return False
        if column.sort in _WORDS:
            return bool(quantity.unit or column.measure.text)
        counted = at in table.figures or entry.cell.row in table.figured or row.sort == "figure"
        return measured or counted or not table.head

    def _sort(self, row: Named) -> str:
        """What a row's name says of its cells: in a form its last word does, else only a name that is that word."""
        return row.whole if self._table.head else row.sort

    def _mark(self, entry: Entry, column: Named, row: Named, measure: Measure) -> str:
        """The kind of what marks stand for in a cell of their own; "" where that is for the text to say."""
        run = entry.label.text[slice(*entry.content.run)]
        if run in self._explained or entry.cell.column in self._table.serials:
            return ""
        sort = "figure" if column.measure.text else column.sort
        if sort in ("", "figure") and self._sort(row) in ("name", "date", "id", "note"):
            sort = self._sort(row)
        if sort in _WORDS:
            return sort
        if sort in ("id", "note", "serial", "unit"):
            return "text"
        if measure.text or entry.cell.column in self._table.figures:
            return "figure"
        if len(run) < 2:
            return ""  # X beside √ is an answer
        in_figures = entry.cell.row in self._table.figured and entry.cell.column not in self._table.texts
        if row.sort == "figure" or in_figures:
            return "figure"
        return "name" if run[0] in "*＊" else ""


def _joined(column: Named, row: Named) -> tuple[str, tuple[int, int] | None]:
    """What row and column name together, and where it stands if that is one range."""
    if not column.name or row.name.endswith(column.name):
        return row.name, row.span
    if not row.name or column.name.startswith(row.name):
        return column.name, column.span
    return row.name + column.name, None
