"""Named tuples ↔ flat rows of a database: which columns a type of value has, its cells in them, and back again."""

import json
from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import cache
from operator import itemgetter
from types import NoneType, UnionType
from typing import Any, NamedTuple, TypeVar, Union, get_args, get_origin, get_type_hints

from .packing import FIELDS, decoder

T = TypeVar("T")
Take = Callable[[Sequence[Any]], Any]

_TYPES = {str: "VARCHAR", int: "BIGINT", float: "DOUBLE", bool: "BOOLEAN"}
# Words of SQL that would have to be quoted.
_NAMES = {"start": "start_at", "end": "end_at", "other_start": "other_start_at", "other_end": "other_end_at"}


class Column(NamedTuple):
    """A column of a table and its type in SQL."""

    name: str
    type: str


class _Field(NamedTuple):
    """How one field of a value becomes cells, written by ``put``; ``taker(at)`` reads them from ``at`` on of a row."""

    columns: list[Column]
    put: Callable[[Any], list[Any]]
    taker: Callable[[int], Take]


def columns(kind: type) -> list[Column]:
    """The columns of a named tuple, one or more for each field in order.

    A nested named tuple has columns of its own (``place_paragraph``), a decimal a number to reckon with and its exact
    form (``value_exact``), a tuple is JSON. ``start`` and ``end`` are called ``start_at`` and ``end_at``.
    """
    return [column for field in _fields(kind) for column in field.columns]


def cells(value: Any) -> list[Any]:
    """The cells of ``value`` in ``columns`` of its type, ready for JSON."""
    row: list[Any] = []
    for field, one in zip(_fields(type(value)), value, strict=True):
        row += field.put(one)
    return row


def value(kind: type[T], row: Sequence[Any]) -> T:
    """The value of the type ``kind`` (a named tuple) whose ``cells`` are ``row``."""
    wanted: Any = kind
    made: T = _taken(wanted, 0)(row)
    return made


@cache
def _taken(kind: Any, at: int) -> Take:
    """What reads a value of the type ``kind`` from the cells of a row from ``at`` on."""
    make, takes = kind._make, []
    for field in _fields(kind):
        takes.append(field.taker(at))
        at += len(field.columns)
    return lambda row: make([take(row) for take in takes])


def _fields(kind: Any) -> list[_Field]:
    return _known(kind)


@cache
def _known(kind: Any) -> list[_Field]:
    hints = get_type_hints(kind)
    return [_field(_NAMES.get(name, name), FIELDS.get((kind, name), hints[name])) for name in kind._fields]


def _field(name: str, hint: Any) -> _Field:
    optional = get_origin(hint) in (Union, UnionType)
    if optional:
        (hint,) = (one for one in get_args(hint) if one is not NoneType)
    if hint in _TYPES:
        return _Field([Column(name, _TYPES[hint])], lambda one: [one], itemgetter)
    if hint is Decimal:
        return _Field([Column(name, "DOUBLE"), Column(f"{name}_exact", "VARCHAR")], _decimal, _exact)
    if hasattr(hint, "_fields"):
        return _nested(name, hint, optional)
    decode = decoder(hint)
    return _Field(
        [Column(name, "VARCHAR")],
        lambda one: [json.dumps(one, ensure_ascii=False)],
        lambda at: lambda row: decode(json.loads(row[at])),
    )


def _nested(name: str, kind: Any, optional: bool) -> _Field:
    """The columns of a value in a value; of one that may be absent the first must never be None where it is there."""
    inner = [Column(f"{name}_{column.name}", column.type) for column in columns(kind)]
    absent = [None] * len(inner)

    def taker(at: int) -> Take:
        take = _taken(kind, at)
        return (lambda row: None if row[at] is None else take(row)) if optional else take

    return _Field(inner, lambda one: absent if one is None else cells(one), taker)


def _decimal(one: Decimal | None) -> list[Any]:
    if one is None:
        return [None, None]
    number = float(one)
    return [number if abs(number) < float("inf") else None, str(one)]


def _exact(at: int) -> Take:
    return lambda row: None if row[at + 1] is None else Decimal(row[at + 1])
