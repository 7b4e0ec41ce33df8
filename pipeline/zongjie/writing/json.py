"""Values as JSON: the published forms of reports, findings and failures.

Keys are the fields of the values in their order, so the same values always give the same bytes.
"""

import json
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from ..document import Block
from ..report import Change, Failure, Report


def plain(value: Any) -> Any:
    """``value`` as dicts, lists, numbers, strings and None, ready for ``json.dumps``.

    Reports and failures begin with their ``schema``; decimals become JSON numbers, integers where they are whole.
    """
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, Block):
        return {key: plain(getattr(value, key)) for key in ("start", "end", "kind", "label", "place")}
    if isinstance(value, Change):
        return {"direction": value.direction, "from": value.from_, "to": value.to, "by": value.by}
    if hasattr(value, "_asdict"):
        row = {key: plain(one) for key, one in value._asdict().items()}
        return {"schema": value.schema, **row} if isinstance(value, (Report, Failure)) else row
    if isinstance(value, dict):
        return {key: plain(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(one) for one in value]
    return value


def document(values: Any) -> str:
    """One value, or a list of them, as indented JSON with a line end."""
    return json.dumps(plain(values), ensure_ascii=False, indent=1) + "\n"


def lines(values: Iterable[Any]) -> str:
    """Each value as one line of JSON (JSONL)."""
    return "".join(json.dumps(plain(value), ensure_ascii=False) + "\n" for value in values)
