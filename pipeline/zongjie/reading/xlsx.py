"""Excel workbooks (.xlsx) → ``Document``: each sheet a table of what is seen there, its name before it.

A sheet's name is a paragraph where several sheets hold something. Formulas count by the value that was saved with them;
hidden sheets, rows and columns are left out, and merged cells are read once. ``Place.part`` is the sheet's name and
``Place.paragraph`` the row, counted from 0; ``Cell`` counts the rows and columns that are seen.
"""

import contextlib
import io
import re
import warnings
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from ..document import Block, Cell, Document, Place, Source
from ..errors import DocumentError
from . import archive
from .xlsx_format import BY_NUMBER, shown

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell import Cell as SheetCell
    from openpyxl.worksheet.worksheet import Worksheet

MAX_CELLS = 200_000  # merged ones counted in full: no honest workbook of a summary comes near, and each costs memory

_ONE_CELL = re.compile(rb"<(?:\w+:)?c[ >/]")
_MERGED = re.compile(
    rb"<(?:\w+:)?mergeCell\b[^>]*?\bref=[\"']\$?([A-Z]{1,3})\$?(\d{1,7}):\$?([A-Z]{1,3})\$?(\d{1,7})", re.I
)
_DOCTYPE = (b"<!DOCTYPE", b"<\0!\0D\0O\0C\0T\0Y\0P\0E")
_TITLE_ROWS = re.compile(r"\$?(\d+):\$?(\d+)")


def read(data: bytes, source: Source) -> Document:
    """The document of the workbook ``data``.

    Raises ``DocumentError``: what ``archive.opened`` raises; besides dtd, too-large, corrupt-part, no-text.
    """
    _check(data)
    seen = [(sheet.title, found) for sheet in _sheets(data) if (found := list(_cells(sheet)))]
    if not seen:
        raise DocumentError("no-text")
    lines: list[str] = []
    blocks: list[Block] = []
    position = 0
    for table, (name, cells) in enumerate(seen):
        named = [_Seen(name, Place(name))] if len(seen) > 1 else []
        for one in (*named, *cells):
            end = position + len(one.text)
            cell = one.cell and one.cell._replace(table=table)
            kind = "cell" if cell else "paragraph"
            blocks.append(Block(position, end, kind, place=one.place, bold=one.bold, cell=cell))
            lines.append(one.text)
            position = end + 1
    return Document("\n".join(lines), tuple(blocks), source)


class _Seen(NamedTuple):
    """A line of text in a sheet."""

    text: str
    place: Place
    bold: bool = False
    cell: Cell | None = None


def _check(data: bytes) -> None:
    """Looks at the parts before openpyxl builds them up in memory."""
    package, entries = archive.opened(data)
    cells = 0
    for name, entry in entries.items():
        if not name.endswith((".xml", ".rels")):
            continue
        content = archive.content(package, entry)
        if any(mark in content for mark in _DOCTYPE):
            raise DocumentError("dtd", name)
        cells += len(_ONE_CELL.findall(content)) if name.startswith("xl/worksheets/") else 0
        cells += sum(_area(*match.groups()) for match in _MERGED.finditer(content))
        if cells > MAX_CELLS:
            raise DocumentError(
                "too-large",
                name,
                what="表格",
                size=f"{MAX_CELLS // 10_000} 万格以上",
                limit=f"{MAX_CELLS // 10_000} 万格",
            )


def _area(*corners: bytes) -> int:
    from openpyxl.utils import column_index_from_string as number

    left, top, right, bottom = (one.decode("ascii") for one in corners)
    try:
        width: int = number(right) - number(left) + 1
    except ValueError:  # beyond Excel's last column
        return 0
    return width * (int(bottom) - int(top) + 1)


def _sheets(data: bytes) -> list["Worksheet"]:
    """The sheets that are not hidden."""
    import openpyxl

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it tells of each thing that it does not know
            book: Workbook = openpyxl.load_workbook(io.BytesIO(data), data_only=True, keep_links=False)
    except Exception as error:  # of whatever class: it trusts the file and fails wherever that takes it
        raise DocumentError("corrupt-part") from error
    return [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]


def _cells(sheet: "Worksheet") -> Iterator[_Seen]:
    """What is seen of the sheet's cells, row by row."""
    rows = _Axis(number for number, row in sheet.row_dimensions.items() if row.hidden)
    columns = _Axis(_hidden_columns(sheet))
    headers = list(_headers(sheet))
    merged = {(area.min_row, area.min_col): area for area in sheet.merged_cells.ranges}
    for (row, column), cell in sorted(sheet._cells.items()):  # those that are there; iter_rows would make all others
        area = merged.get((row, column))
        height = rows.seen(row, area.max_row if area else row)
        width = columns.seen(column, area.max_col if area else column)
        text = _text(cell) if height and width else ""
        if text.isspace() or not text:
            continue
        header = any(top <= row <= bottom and left <= column <= right for left, top, right, bottom in headers)
        where = Cell(0, rows.index(row), columns.index(column), height, width, header)
        offset = 0
        for line in text.split("\n"):
            if line and not line.isspace():
                yield _Seen(line, Place(sheet.title, row - 1, None, offset), bool(cell.font.b), where)
            offset += len(line) + 1


def _text(cell: "SheetCell") -> str:
    from openpyxl.utils.datetime import from_excel
    from openpyxl.utils.escape import unescape

    value, code = cell.value, cell.number_format
    if isinstance(value, str):
        return str(unescape(value)).replace("\r\n", "\n").replace("\r", "\n")
    number = cell._style.numFmtId  # openpyxl forgets those that it has no code for
    if isinstance(value, int | float) and not isinstance(value, bool) and number in BY_NUMBER:
        with contextlib.suppress(OverflowError, ValueError):
            value, code = from_excel(value, cell.parent.parent.epoch), BY_NUMBER[number]
    return shown(value, code)


class _Axis:
    """Rows or columns by number, of which some are ``hidden``."""

    def __init__(self, hidden: Iterable[int]) -> None:
        self._hidden = sorted(set(hidden))

    def index(self, number: int) -> int:
        """How many that are seen stand before ``number``."""
        return number - 1 - bisect_left(self._hidden, number)

    def seen(self, first: int, last: int) -> int:
        """How many from ``first`` to ``last`` are seen."""
        return self.index(last + 1) - self.index(first)


def _hidden_columns(sheet: "Worksheet") -> Iterator[int]:
    last = 0
    for column in sorted(sheet.column_dimensions.values(), key=lambda one: one.min or 0):
        if column.min and column.max and column.hidden:
            yield from range(max(column.min, last + 1), column.max + 1)
            last = max(last, column.max)


def _headers(sheet: "Worksheet") -> Iterator[tuple[int, int, int, int]]:
    """Where the file itself says that cells head others: left, top, right, bottom."""
    from openpyxl.utils.cell import range_boundaries

    for table in sheet.tables.values():
        left, top, right, _ = range_boundaries(table.ref)
        count = 1 if table.headerRowCount is None else table.headerRowCount
        yield left, top, right, top + count - 1
    repeated = _TITLE_ROWS.search(sheet.print_title_rows or "")
    if repeated:
        yield 1, int(repeated[1]), 2**14, int(repeated[2])
