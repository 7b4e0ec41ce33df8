"""ZJ303, further: a figure, by how much and by what share it changed: any two of them give the third."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from ...report import Metric, Report
from ..rule import Hit
from . import figures
from .compared import THAN, compared
from .figures import Bounds
from .movements import SHARE, TIMES, differ, direction, in_other_prices, is_single, ratio, rounded, side_by_side, stated
from .words import Words

_NONE, _ONE = Decimal(0), Decimal(1)
_GAP = 48  # characters between two figures that belong together
_NEAR = 24  # characters before the first of them that tell what they are of
_VERB = 12  # characters before a figure in which the verb of its change stands
_FROM = re.compile(r"[由从自][^，。；：、\n]*\Z")
_OPEN = re.compile("年初|年末|年底|月|季|环比")
_YEARLY = re.compile("同比|上年|去年|上一年|前一年")
_PLAN = re.compile("计划|任务|目标|预算|预期")
_LONG = re.compile("(?<![〇○零一二三四五六七八九])[两三四五六七八九十]年")


def growth_mismatch(report: Report, known: Words) -> Iterator[Hit]:
    """What a value, the amount and the share of its change say that cannot all be right."""
    text, metrics = report.text, report.metrics
    for index in range(len(metrics) - 1):
        hit = compared(text, known, metrics, index)
        if hit is None and index + 2 < len(metrics):
            three = metrics[index : index + 3]
            hit = _grown(text, known, three) or _risen(text, known, three)
        if hit:
            yield hit


def _grown(text: str, known: Words, three: Sequence[Metric]) -> Hit | None:
    """The finding on three figures that follow one another, if they are such a value and its change."""
    one, two, last = three
    if not all(map(is_single, three)) or two.start - one.end > _GAP or last.start - two.end > _GAP:
        return None
    order = _order(text, known, one, two, last)
    if order is None:
        return None
    value, by, rate, verbs, told = order
    start = max(figures.marks(text).sentence_start(one.start), one.start - _NEAR)
    around = text[start : last.end]
    if known.constant.search(around):
        return None
    ways = {direction(verb, known) for verb in verbs}
    if len(ways) != 1 or not _same_time(*told) or _PLAN.search(told[0]):
        return None
    lead = text[max(figures.marks(text).start(value.start), value.start - _NEAR) : value.start]
    if _FROM.search(lead):
        return None
    former = THAN.search(lead) is not None  # 比上年的45件减少15件，下降33.3%
    real = rate.unit in SHARE and known.real.search(around) is not None
    return _judged(value, by, rate, ways.pop(), verbs[-1], (one.start, last.end), former, real)


def _risen(text: str, known: Words, three: Sequence[Metric]) -> Hit | None:
    """The finding on the share by which a figure grew, told between its two ends: 比上年的200件增长40%，达到300件."""
    first, rate, last = three
    if rate.unit not in TIMES or first.unit in TIMES or known.family(first.unit) != known.family(last.unit):
        return None
    if not all(map(is_single, three)) or last.start - rate.end > _GAP:
        return None
    said = known.after_former.fullmatch(text, first.end, rate.start)
    lead = text[max(figures.marks(text).start(first.start), first.start - _NEAR) : first.start]
    if said is None or not known.reached.fullmatch(text, rate.end, last.start) or not THAN.search(lead):
        return None
    start = max(figures.marks(text).sentence_start(first.start), first.start - _NEAR)
    around = text[start : last.end]
    sign = direction(said["verb"], known)
    fair = ratio(first, last, sign, rate)
    if fair is None or known.constant.search(around):
        return None
    if rate.unit in SHARE and known.real.search(around):
        fair = in_other_prices(fair)
    exact = all(one.bound == "exact" for one in three)
    if not differ(stated(rate, min(figures.step(first), figures.step(last))), fair, exact):
        return None
    right = rounded(((last.value or _NONE) / (first.value or _ONE) - 1) * sign * TIMES[rate.unit], rate)
    both = f"由{figures.written(first)}到{figures.written(last)}"
    message = f"{both}，应为{said['verb']}{right}，文中写的是{figures.written(rate)}"
    return Hit(first.start, last.end, message, said["verb"])


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
    value: Metric, by: Metric, rate: Metric, sign: int, verb: str, span: tuple[int, int], former: bool, real: bool
) -> Hit | None:
    """The finding where ``rate`` is not what ``value`` and ``by`` give.

    ``former``: the value is that before the change; ``real``: the rate may be one in constant prices.
    """
    own, amount = side_by_side(value, by)
    if not former and sign > 0 and amount.low > own.high:
        message = f"{figures.written(by)}是{verb}的数，却比现在的{figures.written(value)}还大"
        return Hit(*span, message, verb)
    before = own if former else Bounds(own.low - amount.high, own.high - amount.low) if sign > 0 else own + amount
    if before.low <= 0 or amount.low < 0 or value.value is None or by.value is None:
        return None
    times = TIMES[rate.unit]
    fair = Bounds(amount.low / before.high * times, amount.high / before.low * times)
    fair = in_other_prices(fair) if real else fair
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
