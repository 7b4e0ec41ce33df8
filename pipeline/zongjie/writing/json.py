"""Values as JSON: the published forms of reports, findings and failures.

Keys are the fields of the values in their order, so the same values always give the same bytes.
"""

import json
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any

from ..document import Block
from ..report import Change, Failure, Report

_BLOCK = ("start", "end", "kind", "label", "place")  # the other fields are for the analysis alone
_ATOMS = (str, int, float, bool, type(None))


def plain(value: Any) -> Any:
    """``value`` as dicts, lists, numbers, strings and None, ready for ``json.dumps``.

    Reports and failures begin with their ``schema``; decimals become JSON numbers, integers where they are whole.
    """
    if isinstance(value, _ATOMS):
        return value
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, Block):
        return {key: plain(getattr(value, key)) for key in _BLOCK}
    if isinstance(value, Change):
        return {"direction": value.direction, "from": value.from_, "to": value.to, "by": value.by}
    if hasattr(value, "_fields"):
        row = {key: plain(one) for key, one in zip(value._fields, value, strict=True)}
        return {"schema": value.schema, **row} if isinstance(value, (Report, Failure)) else row
    if isinstance(value, dict):
        return {key: plain(one) for key, one in value.items()}
    return [plain(one) for one in value]


def document(values: Any) -> str:
    """One value, or a list of them, as JSON with a line end; each key and each member of a list has its own line."""
    return _laid_out(plain(values), 2) + "\n"


def write_list(path: Path, values: Iterable[Any]) -> None:
    """Writes what ``document`` gives for a list of plain rows to ``path`` in one step, without holding them all.

    Raises ``WriteError``.
    """
    from .files import replacing

    with replacing(path) as written, written.open("w", encoding="utf-8", newline="\n") as file:
        before = "[\n"
        for value in values:
            file.write(before + _line(plain(value)))
            before = ",\n"
        file.write("[]\n" if before == "[\n" else "\n]\n")


def lines(values: Iterable[Any]) -> str:
    """Each value as one line of JSON (JSONL)."""
    return "".join(_line(plain(value)) + "\n" for value in values)


def _laid_out(value: Any, depth: int) -> str:
    # json's own indentation costs many times what its compact form does, and puts each number on a line.
    if not value or not depth or not isinstance(value, (dict, list)):
        return _line(value)
    if isinstance(value, dict):
        return "{\n" + ",\n".join(f"{_line(key)}: {_laid_out(one, depth - 1)}" for key, one in value.items()) + "\n}"
    deeper = depth if isinstance(value[0], dict) and "schema" in value[0] else 0
    return "[\n" + ",\n".join(_laid_out(one, deeper) for one in value) + "\n]"


def _line(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
