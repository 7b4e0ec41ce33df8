"""Units of one measure: what converts into what, exactly."""

import json
from collections.abc import Mapping
from decimal import Context, Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any

from ..lexicon import load

# As many digits as any figure has; a third is cut there, whatever the caller's own context is.
_CONTEXT = Context(prec=28)


class Measures:
    """The measures by unit: each unit belongs to one and is worth a fraction of the first unit there."""

    def __init__(self, table: Mapping[str, Mapping[str, int | str]]) -> None:
        self._worth = {unit: (name, Fraction(worth)) for name, units in table.items() for unit, worth in units.items()}
        self._sized = {name: next(iter(units)) for name, units in table.items() if len(set(units.values())) > 1}

    def same(self, unit: str, other: str) -> bool:
        """Whether figures of one unit can be told in the other."""
        if unit == other:
            return True
        one, two = self._worth.get(unit), self._worth.get(other)
        return one is not None and two is not None and one[0] == two[0]

    def convert(self, value: Decimal, unit: str, to: str) -> Decimal | None:
        """``value`` of ``unit`` in the unit ``to``; None where they do not convert."""
        if unit == to:
            return value
        if not self.same(unit, to):
            return None
        factor = self._worth[unit][1] / self._worth[to][1]
        found = _CONTEXT.divide(_CONTEXT.multiply(value, Decimal(factor.numerator)), Decimal(factor.denominator))
        return _plain(found)

    def family(self, unit: str) -> str:
        """The first unit of those of other sizes that ``unit`` converts to; "" where it has none (个, 家, 人)."""
        found = self._worth.get(unit)
        return self._sized.get(found[0], "") if found else ""


def _plain(value: Decimal) -> Decimal:
    """The same number without an exponent or zeros that say nothing (1E+3, 2.50)."""
    short = value.normalize(_CONTEXT)
    exponent = short.as_tuple().exponent
    return (
        short.quantize(Decimal(1), context=_CONTEXT)
        if isinstance(exponent, int) and 0 < exponent < _CONTEXT.prec
        else short
    )


def measures(overrides: Mapping[str, Any] | None = None) -> Measures:
    """The shipped measures with the user's laid over them."""
    return _measures(json.dumps((overrides or {}).get("measures") or {}, ensure_ascii=False, sort_keys=True))


@lru_cache(maxsize=4)
def _measures(own: str) -> Measures:
    return Measures(load("measures", {"measures": json.loads(own)}))


def convert(value: Decimal, unit: str, to: str) -> Decimal | None:
    """``value`` of ``unit`` in the unit ``to`` (公顷 into 亩), both without scale; None where they do not convert."""
    return measures().convert(value, unit, to)
