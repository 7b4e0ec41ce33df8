"""Units of measure as totals see them: which convert into one another, and which must not be added up."""

from decimal import Decimal

_PEOPLE = frozenset({"人", "名", "位"})
_PERCENT = frozenset({"%", "％"})
_RATES = frozenset({"%", "％", "‰", "成", "倍", "折", "", "岁", "周岁", "℃", "摄氏度", "分"})
_POINTS = frozenset({"个百分点", "百分点", "个千分点", "个基点", "个点"})


def convert(value: Decimal, unit: str, to: str) -> Decimal | None:
    """``value`` of ``unit`` in the unit ``to``, None where they do not convert."""
    if unit == to or {unit, to} <= _PEOPLE or {unit, to} <= _PERCENT:
        return value
    return None


def is_rate(unit: str) -> bool:
    """Whether figures in ``unit`` are shares, ratios or scores, whose sum says nothing."""
    return unit in _RATES or "/" in unit


def is_difference(unit: str) -> bool:
    """Whether a figure in ``unit`` is the difference of two others (3个百分点)."""
    return unit in _POINTS
