"""ZJ303, further: a figure, by how much and by what share it changed: any two of them give the third."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from ...report import Metric, Report
from ..rule import Hit
from . import figures
from .figures import Bounds
from .movements import POINTS, SHARE, TIMES, between, differ, direction, is_single, rounded, side_by_side, stated
from .words import Words

_GAP = 48  # characters between two figures that belong together
_NEAR = 24  # characters before the first of them that tell what they are of
_VERB = 12  # characters before a figure in which the verb of its change stands
_SHORT = 6  # characters between a figure and how far another is from it
_BACK = 3  # figures between one and that which it is compared with
_THAN = re.compile(r"(?:但|还|也|却)?[比较](?P<whose>[^，。；：、\n]{1,24})\Z")
_FROM = re.compile(r"[由从自][^，。；：、\n]*\Z")
_OF_PLAN = re.compile(
    r"(?:完成|为|占|达到?|是)(?:了|全年|年度|年初|原|本年)*(?P<plan>计划|预算|任务|目标)[^，。；：、\n]{0,4}\Z"
)
_OPEN = re.compile("年初|年末|年底|月|季|环比")
_YEARLY = re.compile("同比|上年|去年|上一年|前一年")
_LONG = re.compile("(?<![〇○零一二三四五六七八九])[两三四五六七八九十]年")
_WHOLE, _NONE = Decimal(100), Decimal(0)


def growth_mismatch(report: Report, known: Words) -> Iterator[Hit]:
    """What a value, the amount and the share of its change say that cannot all be right."""
    text, metrics = report.text, report.metrics
    for index in range(len(metrics) - 1):
        hit = _compared(text, known, metrics, index)
        if hit is None and index + 2 < len(metrics):
            hit = _grown(text, known, metrics[index : index + 3])
        if hit:
            yield hit


def _grown(text: str, known: Words, three: Sequence[Metric]) -> Hit | None:
    """The finding on three figures that follow one another, if they are such a value and its change."""
    one, two, three_ = three
    if not all(map(is_single, three)) or two.start - one.end > _GAP or three_.start - two.end > _GAP:
        return None
    order = _order(text, known, one, two, three_)
    if order is None:
        return None
    value, by, rate, verbs, told = order
    start = max(figures.marks(text).sentence_start(one.start), one.start - _NEAR)
    around = text[start : three_.end]
    if known.constant.search(around) or known.real.search(around):
        return None
    ways = {direction(verb, known) for verb in verbs}
    if len(ways) != 1 or not _same_time(*told):
        return None
    lead = text[max(figures.marks(text).start(value.start), value.start - _NEAR) : value.start]
    if _FROM.search(lead):
        return None
    former = _THAN.search(lead) is not None  # 比上年的45件减少15件，下降33.3%
    return _judged(value, by, rate, ways.pop(), verbs[-1], (one.start, three_.end), former)


_Order = tuple[Metric, Metric, Metric, tuple[str, ...], tuple[str, ...]]


def _order(text: str, known: Words, one: Metric, two: Metric, three: Metric) -> _Order | None:
    """Which of three figures is the value, which the amount, which the share; the verbs of the change, and its words.

    None where the wording does not make them such.
    """
    first, last = (one.end, two.start), (two.end, three.start)
    rates = [each.unit in TIMES for each in (one, two, three)]
    if rates == [False, False, True] and known.family(one.unit) == known.family(two.unit):
        more, by = known.more.fullmatch(text, *first), known.by.fullmatch(text, *last)
        if more and by:  # 500件，比上年增加100件，增长25%
            return one, two, three, (more["verb"], by["verb"]), (more[0], by[0])
        verb = known.moved_by.search(text, max(0, one.start - _VERB), one.start)
        grown = known.more.fullmatch(text, *last)
        if verb and text[verb.start() - 1] != "新" and known.reached.fullmatch(text, *first) and grown:
            return two, one, three, (verb["verb"], grown["verb"]), ("", grown[0])  # 增设100件，达到500件，比上年增长25%
    if rates == [False, True, False] and known.family(one.unit) == known.family(three.unit):
        more, by = known.more.fullmatch(text, *first), known.by.fullmatch(text, *last)
        if more and by:  # 500件，比上年增长25%，增加100件
            return one, three, two, (more["verb"], by["verb"]), (more[0], by[0])
    if rates == [True, False, False] and known.family(two.unit) == known.family(three.unit):
        verb = known.moved_by.search(text, max(0, one.start - _VERB), one.start)
        said = known.that_is.fullmatch(text, *first)
        if verb and said and known.reached.fullmatch(text, *last):  # 增长25%，即增加100件，达到500件
            return three, two, one, (verb["verb"], said["verb"]), ("", "")
    return None


def _same_time(one: str, two: str) -> bool:
    """Whether two parts of a change can be told against the same time."""
    for pattern in (_OPEN, _LONG):
        if bool(pattern.search(one)) != bool(pattern.search(two)) and (pattern is _LONG or _YEARLY.search(one + two)):
            return False
    return True


def _judged(
    value: Metric, by: Metric, rate: Metric, sign: int, verb: str, span: tuple[int, int], former: bool
) -> Hit | None:
    """The finding where ``rate`` is not what ``value``, which is that before it where ``former``, and ``by`` give."""
    own, amount = side_by_side(value, by)
    if not former and sign > 0 and amount.low > own.high:
        message = f"{figures.written(by)}是{verb}的数，却比现在的{figures.written(value)}还大"
        return Hit(*span, message, verb)
    before = own if former else Bounds(own.low - amount.high, own.high - amount.low) if sign > 0 else own + amount
    if before.low <= 0 or amount.low < 0 or value.value is None or by.value is None:
        return None
    times = TIMES[rate.unit]
    fair = Bounds(amount.low / before.high * times, amount.high / before.low * times)
    said = stated(rate, min(figures.step(value), figures.step(by)))
    exact = all(one.bound == "exact" for one in (value, by, rate))
    if not differ(said, fair, exact):
        return None
    base = value.value if former else value.value - by.value * sign
    if base <= 0:
        return None
    told = f"{'增加' if sign > 0 else '减少'}{figures.written(by)}"
    told = f"由{figures.written(value)}{told}" if former else f"{told}后为{figures.written(value)}"
    right = rounded(by.value / base * times, rate)
    message = f"{told}，应为{verb}{right}，文中写的是{figures.written(rate)}"
    return Hit(*span, message, verb)


def _compared(text: str, known: Words, metrics: Sequence[Metric], index: int) -> Hit | None:
    """The finding on a figure, another with which it is compared, and how far apart they are: 比计划的30件多5件."""
    other, by = metrics[index], metrics[index + 1]
    if not is_single(other) or not is_single(by) or by.start - other.end > _SHORT:
        return None
    said = known.beyond.fullmatch(text, other.end, by.start)
    points = other.unit in SHARE and by.unit in POINTS
    if said is None or not points and (known.family(other.unit) != known.family(by.unit) or other.unit in SHARE):
        return None
    low = max(figures.marks(text).start(other.start), metrics[index - 1].end if index else 0)
    than = _THAN.match(text, low, other.start)
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
    if named is None or named["plan"] not in whose or by.start - rate.end > _GAP * 2:
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
