"""Frozen values ↔ a few bytes that are kept in a store: exact, and harmless to open, which pickles are not.

Values are named tuples, tuples of them, strings, numbers, ``Decimal`` and None. What is unpacked is told by its type:
the bytes hold no names, so they are read by the version of the code that wrote them (see ``fingerprint``).
"""

import json
import zlib
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from ..document import Place
from ..report import Finding

T = TypeVar("T")
Decoder = Callable[[Any], Any]

_LEVEL = 1  # of zlib's: higher ones take several times as long for a few percent
# What a field holds that its type leaves open.
FIELDS: dict[tuple[type, str], Any] = {(Finding, "place"): Place}
_AS_IT_IS = (str, int, float, bool, object)


def pack(value: Any) -> bytes:
    """``value`` as bytes; lone surrogates, which paths may hold, survive."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=_plain)
    return zlib.compress(text.encode("utf-8", "surrogatepass"), _LEVEL)


def unpack(kind: type[T], data: bytes) -> T:
    """The value of the type ``kind`` (a named tuple, or ``tuple[...]`` of them) that ``pack`` made ``data`` of."""
    wanted: Any = kind
    value: T = decoder(wanted)(json.loads(zlib.decompress(data).decode("utf-8", "surrogatepass")))
    return value


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return str(value)
    raise TypeError(f"cannot be packed: {type(value).__name__}")


@cache
def decoder(kind: Any) -> Decoder:
    """What makes a value of the type ``kind`` of the plain lists that JSON holds."""
    if kind in _AS_IT_IS or kind is Any or kind is NoneType:
        return _same
    if kind is Decimal:
        return Decimal
    origin, arguments = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        (inner,) = (one for one in arguments if one is not NoneType)
        return _optional(decoder(inner))
    if origin is tuple:
        return _tuple(arguments)
    if hasattr(kind, "_fields"):
        hints = get_type_hints(kind)
        return _named(kind, [decoder(FIELDS.get((kind, name), hints[name])) for name in kind._fields])
    raise TypeError(f"cannot be unpacked: {kind}")


def _same(value: Any) -> Any:
    return value


def _optional(decode: Decoder) -> Decoder:
    return _same if decode is _same else lambda value: None if value is None else decode(value)


def _tuple(arguments: tuple[Any, ...]) -> Decoder:
    if arguments[-1] is Ellipsis:
        decode = decoder(arguments[0])
        return tuple if decode is _same else lambda values: tuple(map(decode, values))
    decoders = [decoder(one) for one in arguments]
    if all(one is _same for one in decoders):
        return tuple
    return lambda values: tuple([decode(one) for decode, one in zip(decoders, values, strict=True)])


def _named(kind: Any, decoders: list[Decoder]) -> Decoder:
    make = kind._make
    at = [(index, decode) for index, decode in enumerate(decoders) if decode is not _same]

    def decode(values: list[Any]) -> Any:
        for index, one in at:
            values[index] = one(values[index])
        return make(values)

    return decode
