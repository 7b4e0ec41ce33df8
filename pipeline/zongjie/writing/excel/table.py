"""Tables that are written row by row.

A season has a million cells, of which XlsxWriter asks the same things one by one: whether its row is done, what is
to be escaped, whether a formula has one of thirty newer functions (of which a link has none, though the name of a file
may look like one). Rows without anything that takes care are written here, in the bytes that XlsxWriter makes of them.
"""

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from .cells import MAX_ROWS, Forms, Formula, Value, clean, for_print, put

_CARE = re.compile(r"[&<>\n\r]|_x|^[\s#]|\s$")  # what is to be escaped, would be trimmed, or looks like an error
_LONG = 16_000  # characters that Excel is sure to hold
_WORDS, _KNOWN = 40, 20_000  # characters of what may stand in many cells, how many such texts are kept
_LINE, _MOST_LINES = 15, 27  # points; a row has at most 409
_TO_PRINT = "要打印的，先在“页面布局”里取消打印区域"
_NAMES = [xl_col_to_name(column) for column in range(100)]


class Rows(Worksheet):  # type: ignore[misc]
    """A sheet, of a workbook in constant memory, that takes rows as they will stand in the file."""

    def begin_row(self, row: int) -> None:
        """Lets what waits of the row before go to the file, so that ``row`` can; formats are numbered as they go."""
        self._check_dimensions(row, 0)
        self._write_single_row(row)

    def write_xml(self, xml: str) -> None:
        """Writes the row that was begun as it will stand in the file."""
        self.fh.write(xml)


class Table:
    """A sheet with a frozen heading and filters, filled row by row; goes on in a further sheet where one ends.

    Of one with more than ``printed`` rows only the heading is printed, and above it that the rest is not.
    """

    def __init__(
        self,
        book: xlsxwriter.Workbook,
        forms: Forms,
        name: str,
        columns: Sequence[tuple[str, float]],
        *,
        heading: str = "",
        printed: int = MAX_ROWS,
    ) -> None:
        self._book, self._forms, self._name, self._columns, self._printed = book, forms, name, columns, printed
        self._heading, self._plain = heading or name, forms()
        self._widths = [width for _, width in columns]
        self._known: dict[tuple[Any, str, Format | None], str | None] = {}
        self._number = 0
        self._open()

    def _open(self) -> None:
        self._number += 1
        self.name = self._name if self._number == 1 else f"{self._name}{self._number}"
        self.sheet: Rows = self._book.add_worksheet(self.name, Rows)
        self.row = 0
        self.sheet.freeze_panes(1, 0)
        for_print(self.sheet, self._heading)
        self.sheet.repeat_rows(0)
        for column, (title, width) in enumerate(self._columns):
            self.sheet.set_column(column, column, width)
            self.sheet.write_string(0, column, clean(title), self._forms("heading"))

    def add(self, row: Iterable[Value]) -> None:
        """Writes one row."""
        if self.row + 1 >= MAX_ROWS:
            self.close()
            self._open()
        self.row += 1
        values = [(value, form or self._plain) for value, form in row]
        widths = zip(values, self._widths, strict=False)
        high = max((_lines(text, width) for (text, form), width in widths if form.text_wrap), default=1)
        height = min(high, _MOST_LINES) * _LINE if high > 1 else None  # not all programs fit rows to their text
        self.sheet.begin_row(self.row)
        xml = row_xml(self.row, self._cells(values), height)
        if xml is not None:
            self.sheet.write_xml(xml)
            return
        if height:
            self.sheet.set_row(self.row, height)
        for column, (value, form) in enumerate(values):
            put(self.sheet, self.row, column, value, form)

    def _cells(self, values: Iterable[Value]) -> Iterator[str | None]:
        """``cell_xml`` of each; most values of a table stand in it many times."""
        for value, form in values:
            if isinstance(value, str) and len(value) > _WORDS:
                yield cell_xml(value, form)
                continue
            key = value, getattr(value, "formula", ""), form
            if key not in self._known:
                if len(self._known) == _KNOWN:
                    self._known.clear()
                self._known[key] = cell_xml(value, form)
            yield self._known[key]

    def close(self) -> None:
        """Sets the filters and what is printed, once all rows are there."""
        self.sheet.autofilter(0, 0, self.row, len(self._columns) - 1)
        if self.row > self._printed:
            self.sheet.print_area(0, 0, 0, len(self._columns) - 1)
            self.sheet.set_header(
                f"&C&14 {self._heading}&10\n共 {self.row} 条，只供筛选查阅，没有列入打印；{_TO_PRINT}"
            )


def _lines(text: Any, width: float) -> int:
    """How many lines a cell takes whose text is wrapped; a Chinese character is as wide as two digits."""
    if not isinstance(text, str):
        return 1
    wide = (len(text) + len(text.encode("utf-8", "replace"))) / 2
    return max(1, math.ceil(wide / (width - 1)))


def row_xml(row: int, cells: Iterable[str | None], height: int | None = None) -> str | None:
    """A row of a sheet made of ``cell_xml``, from the first column on; None for XlsxWriter to write it cell by cell.

    ``height`` is in points; None leaves it to the program that shows it.
    """
    high = f' ht="{height}" customHeight="1"' if height else ""
    number, parts = str(row + 1), [f'<row r="{row + 1}"{high}>']
    for at, cell in enumerate(cells):
        if cell is None or at == len(_NAMES):
            return None
        if cell:
            parts.append(f'<c r="{_NAMES[at]}{number}"{cell}')
    return "".join([*parts, "</row>"]) if len(parts) > 1 else None


def cell_xml(value: Any, form: Format | None) -> str | None:
    """What follows the reference of a cell, "" for one that is not there; None for XlsxWriter to write its row."""
    if value is None:
        return "" if form is None else f' s="{form._get_xf_index()}"/>'
    if isinstance(value, Formula):
        return None
    if not isinstance(value, str):
        content = f"><v>{value:.16G}</v></c>"
    else:
        text, formula = clean(value), getattr(value, "formula", "")
        if len(text) > _LONG or _CARE.search(text):
            return None
        if not formula:
            content = f' t="inlineStr"><is><t>{text}</t></is></c>'
        elif text and not _CARE.search(formula):
            content = f' t="str"><f>{formula[1:]}</f><v>{text}</v></c>'
        else:
            return None
    return f' s="{form._get_xf_index()}"{content}' if form is not None else content
