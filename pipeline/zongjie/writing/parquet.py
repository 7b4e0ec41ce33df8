"""The table of metrics as Parquet, with types: numbers as DECIMAL, dates as DATE, unknown values as NULL."""

import json
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from .csv import COLUMNS, values
from .files import replacing

if TYPE_CHECKING:
    from ..kpi.table import Row

_TYPES = {
    "value": "DECIMAL(38, 10)", "high": "DECIMAL(38, 10)", "period_start": "DATE", "period_end": "DATE",
    **dict.fromkeys(("year", "start", "end", "paragraph", "table", "row", "column"), "INTEGER"),
}  # fmt: skip


def write(path: str | os.PathLike[str], rows: Iterable["Row"]) -> None:
    """Writes ``rows`` to ``path`` in one step, with the columns of the CSV form; all counts begin with 0 as in JSON.

    A number too large for its type is NULL; ``text`` has it as it was written. Raises OSError.
    """
    import duckdb

    names = {name: _TYPES.get(name, "VARCHAR") for name in COLUMNS}
    chosen = ", ".join(f'TRY_CAST("{name}" AS {kind}) AS "{name}"' for name, kind in names.items())
    with replacing(Path(path)) as written, tempfile.TemporaryDirectory(prefix="zongjie-") as folder:
        lines = Path(folder) / "rows.jsonl"
        with lines.open("w", encoding="utf-8", errors="replace", newline="\n") as file:
            for row in rows:
                found = {name: _plain(value) for name, value in values(row).items()}
                file.write(json.dumps([found[name] for name in COLUMNS], ensure_ascii=False) + "\n")
        with duckdb.connect(config={"threads": 1}) as base:
            base.execute("SET preserve_insertion_order = true")
            texts = ", ".join(f'json ->> {index} AS "{name}"' for index, name in enumerate(COLUMNS))
            source = "read_json_objects($lines, format = 'newline_delimited')"
            query = f"SELECT {chosen} FROM (SELECT {texts} FROM {source})"
            base.execute(f"COPY ({query}) TO {_quoted(written)} (FORMAT parquet)", {"lines": str(lines)})


def _plain(value: object) -> str | None:
    return None if value is None else str(value).replace("\0", "")


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"
