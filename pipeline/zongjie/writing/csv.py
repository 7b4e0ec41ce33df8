"""The table of metrics as CSV in UTF-8 with a byte order mark, by which Excel knows the encoding."""

import csv
import io
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
)  # fmt: skip
# Spreadsheets take a cell that begins so for a formula; a leading apostrophe makes it text.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write(path: str | os.PathLike[str], rows: Iterable["Row"]) -> None:
    """Writes ``rows`` to ``path`` in one step, a heading of ``COLUMNS`` first; unknown values are empty.

    Text that a spreadsheet would take for a formula gets a leading apostrophe. Raises OSError.
    """
    lines = io.StringIO(newline="")
    writer = csv.writer(lines, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in rows:
        values = {**row._asdict(), **row.place._asdict()}
        writer.writerow([as_text(values[name]) for name in COLUMNS])
    with replacing(Path(path)) as written:
        written.write_bytes(lines.getvalue().encode("utf-8-sig", "replace"))


def as_text(value: Any) -> Any:
    """``value`` as a cell of a CSV file: text never reads as a formula."""
    if isinstance(value, str):
        value = value.replace("\0", "")
        return "'" + value if value.startswith(FORMULA) else value
    return plain(value)
