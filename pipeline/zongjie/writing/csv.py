"""The table of metrics as CSV in UTF-8 with a byte order mark, by which Excel knows the encoding."""

import csv
import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .files import replacing
from .json import plain

if TYPE_CHECKING:
    from ..kpi.table import Row

# Of a place only what a table needs: the columns are all flat.
COLUMNS = (
    "source", "organization", "year", "section", "indicator", "canonical", "value", "high", "unit", "unit_text", "text",
    "bound", "status", "kind", "change", "period_start", "period_end", "evidence", "start", "end", "part", "paragraph",
    "table", "row", "column", "place_text",
)  # fmt: skip
_NO_CELL = (None, None, None)
_COUNTED = ("paragraph", "table", "row", "column")
# Spreadsheets take a cell that begins so for a formula; a leading apostrophe makes it text.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write(path: str | os.PathLike[str], rows: Iterable["Row"]) -> None:
    """Writes ``rows`` to ``path`` in one step, a heading of ``COLUMNS`` first; unknown values are empty.

    Paragraphs, tables, rows and columns count from 1, as people do and as the findings' CSV does.
    Text that a spreadsheet would take for a formula gets a leading apostrophe. Raises OSError.
    """
    with (
        replacing(Path(path)) as written,
        written.open("w", encoding="utf-8-sig", errors="replace", newline="") as file,
    ):
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow(COLUMNS)
        for row in rows:
            found = values(row)
            found |= {name: found[name] + 1 for name in _COUNTED if found[name] is not None}
            writer.writerow([as_text(found[name]) for name in COLUMNS])


def values(row: "Row") -> dict[str, Any]:
    """What ``COLUMNS`` name, of one row; all counts begin with 0."""
    cell = row.cell or _NO_CELL
    return {**row._asdict(), **row.place._asdict(), "table": cell[0], "row": cell[1], "column": cell[2]}


def as_text(value: Any) -> Any:
    """``value`` as a cell of a CSV file: text never reads as a formula."""
    if isinstance(value, str):
        value = value.replace("\0", "")
        return "'" + value if value.startswith(FORMULA) else value
    return plain(value)
