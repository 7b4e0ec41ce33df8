"""ZJ303, further: a figure, another with which it is compared, and how far apart they are (比计划的30件多5件)."""

import re
from collections.abc import Sequence
from decimal import Decimal

from ...report import Metric
from ..rule import Hit
from . import figures
from .figures import Bounds
from .movements import POINTS, SHARE, TIMES, between, differ, direction, is_single, ratio, rounded, stated
from .words import Words

_SHORT = 6  # characters between a figure and how far another is from it
_GAP = 96  # characters between a share and the figure of which it is one
_NEAR = 24  # characters before a share that tell of what it is
_BACK = 3  # figures between one and that which it is compared with
THAN = re.compile(r"(?:但|还|也|却)?[比较](?P<whose>[^，。；：、\n]{1,24})\Z")
_OVER = re.compile(r"(?:但|还|也|却)?(?P<verb>超过|超出|超额|高出|多出)(?P<whose>[^，。；：、\n]{0,24})\Z")
_OF_PLAN = re.compile(
    r"(?:完成|为|占|达到?|是)(?:了|全年|年度|年初|原|本年)*(?P<plan>计划|预算|任务|目标)[^，。；：、\n]{0,4}\Z"
)
_WHOLE, _NONE, _ONE = Decimal(100), Decimal(0), Decimal(1)


def compared(text: str, known: Words, metrics: Sequence[Metric], index: int) -> Hit | None:
    """The finding on a figure, another with which it is compared, and how far apart they are: 比计划的30件多5件."""
    other, by = metrics[index], metrics[index + 1]
    if not is_single(other) or not is_single(by) or by.start - other.end > _SHORT:
        return None
    said = known.beyond.fullmatch(text, other.end, by.start)
    low = max(figures.marks(text).start(other.start), metrics[index - 1].end if index else 0)
    over = _OVER.match(text, low, other.start) if text[other.end : by.start] == "的" else None
    if by.unit in TIMES and other.unit not in SHARE and (said or over):
        than = over or THAN.match(text, low, other.start)
        value = _before(text, known, metrics, index) if than else None
        verb = over["verb"] if over else said["verb"] if said else ""
        return _by_share(value, other, by, verb, known) if value and value.unit not in SHARE else None
    points = other.unit in SHARE and by.unit in POINTS
    if said is None or not points and (known.family(other.unit) != known.family(by.unit) or other.unit in SHARE):
        return None
    than = THAN.match(text, low, other.start)
    value = _before(text, known, metrics, index) if than else None
    if than is None or value is None:
        return None
    sign = direction(said["verb"], known)
    if value.unit in SHARE and other.unit not in SHARE:
        return _short_of(text, value, other, by, sign, than["whose"])
    fair, told = between(other, value, sign), stated(by, min(figures.step(value), figures.step(other)))
    if not differ(told, fair, all(one.bound == "exact" for one in (value, other, by))):
        return None
    right = figures.shown(((value.value or _NONE) - (other.value or _NONE)) * sign, by)
    both = f"{figures.written(value)}与{figures.written(other)}相比"
    if fair.high < 0:
        message = f"{both}，不会是“{said['verb']}{figures.written(by)}”"
    else:
        message = f"{both}，应为{said['verb']}{right}，文中写的是{figures.written(by)}"
    return Hit(value.start, by.end, message, said["verb"])


def _by_share(value: Metric, other: Metric, by: Metric, verb: str, known: Words) -> Hit | None:
    """The finding on the share by which a figure is above another, or below it: 比计划的40件多20%."""
    sign = direction(verb, known)
    fair = ratio(other, value, sign, by)
    if fair is None:
        return None
    exact = all(one.bound == "exact" for one in (value, other, by))
    if not differ(stated(by, min(figures.step(value), figures.step(other))), fair, exact):
        return None
    right = rounded(((value.value or _NONE) / (other.value or _ONE) - 1) * sign * TIMES[by.unit], by)
    both = f"{figures.written(value)}与{figures.written(other)}相比"
    return Hit(value.start, by.end, f"{both}，应为{verb}{right}，文中写的是{figures.written(by)}", verb)


def _before(text: str, known: Words, metrics: Sequence[Metric], index: int) -> Metric | None:
    """The figure of the same sentence that is compared with that at ``index``: the nearest but for shares."""
    other = metrics[index]
    start = figures.marks(text).sentence_start(other.start)
    for at in range(index - 1, max(-1, index - 2 - _BACK), -1):
        one = metrics[at]
        if one.start < start or not is_single(one):
            return None
        if known.family(one.unit) == known.family(other.unit):
            by = one.change is not None and one.change.to is None
            return None if by or "；" in text[one.end : other.start] else one
        if one.unit not in SHARE:
            return None
        if at == index - 1 and _OF_PLAN.search(text, max(start, one.start - _NEAR), one.start):
            return one
    return None


def _short_of(text: str, rate: Metric, plan: Metric, by: Metric, sign: int, whose: str) -> Hit | None:
    """The finding on the share of a plan and how far it is from all: 完成计划的95%，比计划数200件少10件."""
    named = _OF_PLAN.search(text, max(0, rate.start - _NEAR), rate.start)
    if named is None or named["plan"] not in whose or by.start - rate.end > _GAP:
        return None
    whole, amount = figures.bounds(plan), figures.bounds(by)
    if whole.low <= 0 or rate.value is None or plan.value is None or by.value is None:
        return None
    part = Bounds(amount.low / whole.high * _WHOLE, amount.high / whole.low * _WHOLE)
    fair = Bounds(_WHOLE + part.low, _WHOLE + part.high) if sign > 0 else Bounds(_WHOLE - part.high, _WHOLE - part.low)
    if not differ(stated(rate, min(figures.step(plan), figures.step(by))), fair, rate.bound == "exact"):
        return None
    right = rounded(_WHOLE + by.value / plan.value * _WHOLE * sign, rate)
    message = f"比{figures.written(plan)}相差{figures.written(by)}，应为{right}，文中写的是{figures.written(rate)}"
    return Hit(rate.start, by.end, message, named["plan"])
