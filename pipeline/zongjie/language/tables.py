"""Tables: the cells of a document as grids, and which of their rows and columns name the others."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from ..document import Block, Cell
from .entries import Entry, Named, read_cell, together
from .labels import Labels, Measure

_MOST_SPANNED = 1_000_000  # places that merged cells may cover; a table that claims more is read without its spans
_SHORT = 15  # characters of a header in a table without figures
CAPTION_LENGTH = 60  # characters of a line that may name the unit of a table
_CAPTION_LINES = 2  # lines above a table that are looked at for it
_COUNT = re.compile(r"[0-9０-９]{1,4}[.、．]?")
_ORDER = frozenset(["甲", "乙", "丙", "丁", "栏次", "行次", "序号", "序", "A", "B", "C"])
_DEEPEST = 6  # rows of a header below its first
_MOST_STUBS = 3  # columns that name a row together
_SERIES = 3  # rows that begin with 1, 2, 3 where no header says that they are counted


class Table:
    """One table. Rows and columns are numbered as in the file; those without text are left out.

    ``captions`` are the units that a line for the whole table names. The rows from ``top`` up to ``below`` name the
    columns; those above them say something of the whole table.
    """

    def __init__(self, entries: Sequence[Entry], captions: tuple[Measure, ...], labels: Labels) -> None:
        self.entries = entries
        self._labels = labels
        self.rows = sorted({entry.cell.row for entry in entries})
        self.columns = sorted({entry.cell.column for entry in entries})
        self.at = self._grid()
        self._by_row, self._by_column = _lines(self.at, 0), _lines(self.at, 1)
        self.top, self.below = self._heads()
        self.captions = captions or self._own_captions()
        self._counted: dict[int, Counter[str]] = {}

    def _grid(self) -> dict[tuple[int, int], Entry]:
        last_row, last_column = self.rows[-1], self.columns[-1]
        covered = [
            (entry, min(entry.cell.rows, last_row - entry.cell.row + 1), min(entry.cell.columns, last_column + 1))
            for entry in self.entries
        ]
        spanned = sum(rows * columns for _, rows, columns in covered) <= _MOST_SPANNED
        at: dict[tuple[int, int], Entry] = {}
        for entry, rows, columns in covered:
            for row in range(rows if spanned else 1):
                for column in range(columns if spanned else 1):
                    at.setdefault((entry.cell.row + row, entry.cell.column + column), entry)
        return at

    def row(self, row: int) -> list[Entry]:
        """The cells of a row from left to right, each once; merged ones from above too."""
        return self._by_row.get(row, [])

    def below_header(self, column: int) -> list[Entry]:
        """The cells of a column below the header, each once."""
        return [entry for entry in self._by_column.get(column, ()) if entry.cell.row >= self.below]

    @cached_property
    def head(self) -> list[int]:
        """The rows that name the columns."""
        return [row for row in self.rows if self.top <= row < self.below]

    def _heads(self) -> tuple[int, int]:
        """The first row of the header and the first below it; the same where the table has no header."""
        top = next((row for row in self.rows if not self._is_caption(row)), self.rows[0])
        rows = [row for row in self.rows if row >= top]
        first = next((row for row in rows if self._has_figures(row)), None)
        unmarked = next((row for row in rows if not self._is_marked(row)), None)
        if unmarked is not None and unmarked > top:
            return top, self._deepened(top, unmarked, first)
        if first == top or len(rows) < 2 or not self._may_head(top, first) or self._is_form(rows):
            return top, top
        return top, self._deepened(top, rows[1], first)

    def _deepened(self, top: int, below: int, first: int | None) -> int:
        """The end of a header with the rows that its merged cells reach, or part; ``first`` is the first of figures."""
        for row in [row for row in self.rows if row >= below][:_DEEPEST]:
            if first is not None and row >= first and not self._is_count_row(row):
                break
            above = [entry for one in self.rows if top <= one < row for entry in self.row(one)]
            reached = any(entry.cell.row + entry.cell.rows > row for entry in above)
            last = max(one for one in self.rows if one < row)
            parted = any(
                1 < entry.cell.columns < len(self.columns) and entry.cell.row == last for entry in self.row(last)
            )
            if not (reached or parted or self._is_count_row(row)) or self._has_figures(row):
                break
            below = row + 1
        return below

    def _is_marked(self, row: int) -> bool:
        """Whether the file itself says that a row heads the table, and it holds no figures that say otherwise."""
        return any(entry.cell.header for entry in self.row(row)) and not self._has_figures(row)

    def _is_caption(self, row: int) -> bool:
        """Whether a row is one cell over the whole width, or names nothing but a unit for the table."""
        cells = self.row(row)
        if len(cells) != 1 or len(self.columns) < 2 or cells[0].is_prose:
            return False
        return cells[0].cell.columns >= len(self.columns) or bool(self._labels.captioned(cells[0].label.text))

    def _has_figures(self, row: int) -> bool:
        figures = (entry.is_number and not entry.content.is_class for entry in self.row(row))
        return any(figures) and not self._is_count_row(row)

    def _is_count_row(self, row: int) -> bool:
        """Whether a row only numbers the columns: 甲 1 2 3."""
        counts = [entry.label.text for entry in self.row(row)]
        numbers = [text for text in counts if _COUNT.fullmatch(text)]
        in_order = [int(text.rstrip(".、．")) for text in numbers] == list(range(1, len(numbers) + 1))
        return len(numbers) > 1 and in_order and all(text in _ORDER for text in counts if text not in numbers)

    def _may_head(self, row: int, first: int | None) -> bool:
        """Whether an unmarked row may name the columns; ``first`` is the first row of figures, if there is one."""
        labels = [entry.label for entry in self.row(row)]
        if len(self.columns) < 2 or len(labels) < 2:
            return False
        last = labels[-1]
        if len(self.columns) == 2 and last.name and not (last.sort or last.time or last.kind or last.measure.text):
            return False  # 基本情况 | 良好: a name and its value
        return first is not None or all(
            len(label.text) <= _SHORT and (label.time or not re.search("[0-9]", label.text)) for label in labels
        )

    def _is_form(self, rows: Sequence[int]) -> bool:
        """Whether labels and slots stand side by side (姓名 | 张三 | 职务 | 书记), in the first row and another."""

        def alternates(row: int) -> bool:
            cells = self.row(row)
            labelled = [self._labels.is_form_label(entry.label) for entry in cells]
            return len(cells) > 1 and len(cells) % 2 == 0 and all(labelled[::2]) and not any(labelled[1::2])

        def begins(row: int) -> bool:
            cells = self.row(row)
            second = cells[1] if len(cells) > 1 else None
            return (
                cells[0].cell.row == row
                and self._labels.is_form_label(cells[0].label)
                and not (second and self._labels.is_form_label(second.label))
            )

        return alternates(rows[0]) and any(begins(row) for row in rows[1:])

    def _own_captions(self) -> tuple[Measure, ...]:
        for entry in self.entries:
            if entry.cell.row < self.below and (found := self._labels.captioned(entry.label.text)):
                return found
        return ()

    @cached_property
    def named_columns(self) -> Mapping[int, Named]:
        """What the header says of each column."""
        return {column: self._named_column(column) for column in self.columns}

    def _named_column(self, column: int) -> Named:
        naming = [row for row in self.head if not self._is_count_row(row)]
        found = {entry.cell: entry for row in naming if (entry := self.at.get((row, column)))}
        parts = [entry for entry in found.values() if not self._labels.captioned(entry.label.text)]
        named = together([entry for entry in parts if not self._labels.is_total(entry.label.name)])
        return together(parts)._replace(name=named.name, span=named.span)

    @cached_property
    def serials(self) -> frozenset[int]:
        """The columns that only number the rows."""
        found = set()
        for place, column in enumerate(self.columns):
            named = self.named_columns[column]
            if named.sort == "serial":
                found.add(column)
            elif place == 0 and len(self.columns) > 1 and not named.measure.text and named.sort != "figure":
                texts = [entry.label.text for entry in self.below_header(column)]
                least = 2 if self.head and not named.name else _SERIES
                counted = [int(text.rstrip(".、．")) for text in texts if _COUNT.fullmatch(text)]
                if len(texts) >= least and counted == list(range(1, len(texts) + 1)):
                    found.add(column)
        return frozenset(found)

    @cached_property
    def units(self) -> frozenset[int]:
        """The columns that hold the units of the rows."""
        found = set()
        for column in self.columns:
            named, below = self.named_columns[column], self.below_header(column)
            measures = [entry for entry in below if self._labels.measure(entry.label.text).text]
            headed = named.sort == "unit" or named.name.endswith("单位") or not self.head and len(below) > 1
            if headed and 2 * len(measures) > len(below):
                found.add(column)
        return frozenset(found)

    @cached_property
    def figures(self) -> frozenset[int]:
        """The columns whose cells are figures: their header says so, or most of them are."""
        found = set()
        for column in self.columns:
            named = self.named_columns[column]
            if column in self.serials or column in self.units:
                continue
            sorts = [entry.content.sort for entry in self.below_header(column)]
            sure, marks, texts = sorts.count("figure"), sorts.count("mark"), sorts.count("text")
            doubtful = sorts.count("doubtful") if sure or named.measure.text else 0
            classes = sum(entry.content.is_class for entry in self.below_header(column))
            if column == self.columns[0] and 2 * classes > len(sorts):
                continue
            most = named.sort in ("", "figure") and sure + doubtful + marks > texts
            headed = named.sort == "figure" or not texts and bool(named.kind or named.time)
            if named.measure.text or most and (sure or headed):
                found.add(column)
        return frozenset(found)

    @cached_property
    def stubs(self) -> tuple[int, ...]:
        """The columns that name the rows: those of text before the first column of figures."""
        first = min(self.figures, default=self.columns[-1] + 1)
        left = [
            column
            for column in self.columns
            if column < first
            and column not in self.serials
            and column not in self.units
            and self.named_columns[column].sort not in ("serial", "note", "unit")
        ]
        return tuple(left if self.figures else left[:1])

    def names_of(self, row: int, column: int) -> list[Entry]:
        """The cells that name a row for a figure in ``column``: as many from the left as tell it from other rows."""
        if not self.head:
            return self._beside(row, column)
        found: list[Entry] = []
        for stub in self._stubs_for(column)[:_MOST_STUBS]:
            entry = self.at.get((row, stub))
            if entry is not None and stub < column and entry.content.sort not in ("nothing", "mark"):
                found.append(entry)
                if entry.label.name and entry.cell.rows <= 1 and self._texts(stub)[entry.label.text] <= 1:
                    break
        return found

    def _stubs_for(self, column: int) -> Sequence[int]:
        """The columns of names for ``column``: where the header begins anew (科室 人数 科室 人数), its own."""
        begin = max((one for one in self._anew if one <= column), default=None)
        if begin is None:
            return self.stubs
        known = self.figures | self.serials
        return [one for one in self.columns if begin <= one < column and one not in known]

    @cached_property
    def _anew(self) -> list[int]:
        """The columns that have the header of the first column of names once more."""
        first = self.at.get((self.top, self.stubs[0])) if self.stubs else None
        heads = [(column, self.at.get((self.top, column))) for column in self.columns]
        return [
            column
            for column, entry in heads
            if entry and first and entry.label.text == first.label.text and entry.cell != first.cell
        ]

    def _texts(self, column: int) -> Counter[str]:
        if column not in self._counted:
            self._counted[column] = Counter(entry.label.text for entry in self.below_header(column))
        return self._counted[column]

    @cached_property
    def texts(self) -> frozenset[int]:
        """The columns that hold text below the header."""
        return frozenset(
            column
            for column in self.columns
            if any(entry.content.sort == "text" for entry in self.below_header(column))
        )

    @cached_property
    def figured(self) -> frozenset[int]:
        """The rows most of whose cells, but for their names, are figures."""
        found = set()
        for row in self.rows:
            sorts = [entry.content.sort for entry in self.row(row) if entry.cell.column not in self.stubs]
            if 2 * sorts.count("figure") > len(sorts):
                found.add(row)
        return frozenset(found)

    def _beside(self, row: int, column: int) -> list[Entry]:
        """The nearest label on the left of a slot of a table without a header."""
        left = [entry for entry in self.row(row) if entry.cell.column < column and entry.content.sort == "text"]
        known = self.serials | self.units
        return [entry for entry in left if entry.cell.column not in known][-1:]


def _lines(at: Mapping[tuple[int, int], Entry], axis: int) -> dict[int, list[Entry]]:
    """The cells by row (``axis`` 0) or by column (1), in order, each once in a line."""
    found: dict[int, dict[Cell, Entry]] = {}
    for place in sorted(at):
        found.setdefault(place[axis], {})[at[place].cell] = at[place]
    return {line: list(entries.values()) for line, entries in found.items()}


def tables(text: str, blocks: Sequence[Block], labels: Labels) -> Iterator[Table]:
    """The tables among ``blocks``, which are those of a document with ``text``."""
    found: dict[int, dict[tuple[int, int], list[Block]]] = {}
    lines: dict[int, tuple[Measure, ...]] = {}
    for index, block in enumerate(blocks):
        if block.kind == "cell" and block.cell is not None:
            if block.cell.table not in found:
                lines[block.cell.table] = _captions(text, blocks, index, labels)
            cells = found.setdefault(block.cell.table, {})
            cells.setdefault((block.cell.row, block.cell.column), []).append(block)
    for number, cells in found.items():
        yield Table([read_cell(text, own, labels) for own in cells.values()], lines[number], labels)


def _captions(text: str, blocks: Sequence[Block], index: int, labels: Labels) -> tuple[Measure, ...]:
    """The units that the lines right above a table name, which begins with block ``index``."""
    for block in reversed(blocks[max(0, index - _CAPTION_LINES) : index]):
        if block.kind != "paragraph" or block.end - block.start > CAPTION_LENGTH:
            break
        if found := labels.captioned(text[block.start : block.end]):
            return found
    return ()
