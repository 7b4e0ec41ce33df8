"""Units of measure as totals see them: which convert into one another, and which must not be added up."""

from functools import lru_cache

from ..catalogue import convert as convert
from ..catalogue import measures

_RATES = frozenset({"%", "％", "‰", "成", "倍", "折", "", "岁", "周岁", "℃", "摄氏度", "分"})
_POINTS = frozenset({"个百分点", "百分点", "个千分点", "个基点", "个点"})


@lru_cache(maxsize=1 << 12)
def family(unit: str) -> str:
    """What units of one measure but of different sizes (米, 公里) have in common; "" for a unit that stands alone."""
    return measures().family(unit)


def is_rate(unit: str) -> bool:
    """Whether figures in ``unit`` are shares, ratios or scores, whose sum says nothing."""
    return unit in _RATES or "/" in unit


def is_difference(unit: str) -> bool:
    """Whether a figure in ``unit`` is the difference of two others (3个百分点)."""
    return unit in _POINTS
