"""ZJ303: a change against its two ends (由25%提高到40%，提高15个百分点)."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import islice
from typing import NamedTuple

from ...report import Metric
from ..rule import Case, Hit, Rule
from . import figures
from .figures import Bounds
from .growth import growth_mismatch
from .movements import (
    POINTS,
    SHARE,
    TIMES,
    between,
    differ,
    direction,
    in_other_prices,
    is_single,
    ratio,
    rounded,
    stated,
    year_of,
)
from .words import Words, words

_IN_YEAR = re.compile(r"(?P<when>[^，。；：、\n]*)$")  # 2020年为5件，2025年增加到9件
_FROM = re.compile(r"(?:由|从)(?P<when>[^，。；：、由从\n]*)$")
_REACH = 24  # characters between 由 or 从 and the first figure
_AND_MORE = Decimal("1.1")  # of its value, how far 余 and 以上 are taken to reach
_GAP = 40  # characters between two figures that belong together
_PARALLEL = re.compile(r"\s*(?:、|和|及|与|以及)\s*$")
_NAMED = 24  # characters before two ends that name what changes
_VERB = 12  # characters before a figure in which the verb of its change stands
_FEWEST_YEARS = 2  # between two ends, that have an average
_THAT_IS = re.compile(r"[，,、；]?(?:即|也就是)(?:已)?")
_TIME = re.compile(r"年|月|季度|期|初|末|底")
# What stands between a figure and the earlier one that it is compared with.
_THAN = re.compile(
    r"[，、（(]?(?:比|较)(?:[^，。；：、\n]{1,16}的|(?:上年|去年|年初|上月|上季度|上半年)(?:同期)?|[0-9]{4}年(?:同期|年?底|末|初)?)"
)
_FORMER = re.compile(r"上年|去年|同期|年初|上月|上季度")


class Ends(NamedTuple):
    """The figures from which and to which something changed, told from ``start`` on; ``way`` is that of their verb.

    ``since`` and ``until`` are the words between 由 and the first, and between 到 and the last.
    """

    first: Metric
    last: Metric
    start: int
    way: int
    since: str
    until: str


def change_mismatch(case: Case) -> Iterator[Hit]:
    """A change that its two ends do not give, or a direction that is not theirs."""
    report, known = case.report, words(case.settings.lexicon)
    text, metrics = report.text, report.metrics
    for index in range(len(metrics) - 1):
        first, last = metrics[index], metrics[index + 1]
        if not _can_be_ends(first, last, known) or last.start - first.end > _GAP:
            continue
        if _THAN.fullmatch(text, first.end, last.start):
            hit = _than(text, known, metrics[index : index + 3]) if index + 2 < len(metrics) else None
            if hit:
                yield hit
            continue
        low = max(figures.marks(text).start(first.start), first.start - _REACH, metrics[index - 1].end if index else 0)
        to, since = known.to.fullmatch(text, first.end, last.start), _FROM.search(text, low, first.start)
        if since is None:
            to, since = known.rose.fullmatch(text, first.end, last.start), _IN_YEAR.search(text, low, first.start)
        if to is None or since is None or _is_parallel(text, metrics, index) or _is_rank(text, low, first, known):
            continue
        if since.re is _IN_YEAR and (not year_of(since["when"]) or not year_of(to["when"])):
            continue
        ends = Ends(first, last, since.start(), direction(to["verb"], known), since["when"], to["when"])
        wrong = _against(first, last, ends.way) if ends.way else ""
        if wrong:
            yield Hit(ends.start, last.end, f"写的是“{to['verb']}”，数字却{wrong}：{_both(first, last)}", to["verb"])
        else:
            yield from islice(_beside(text, known, metrics, index, ends), 1)
    yield from growth_mismatch(report, known)


def _than(text: str, known: Words, metrics: tuple[Metric, ...]) -> Hit | None:
    """The finding where a figure is told before the one it is compared with: 达到96%，比上年的85%提高12个百分点."""
    last, first, by = metrics
    if not is_single(by) or by.start - first.end > _GAP:
        return None
    said = known.after_former.fullmatch(text, first.end, by.start)
    return _wrong(text, known, Ends(first, last, last.start, 0, "", ""), by, said["verb"]) if said else None


def _can_be_ends(first: Metric, last: Metric, known: Words) -> bool:
    return is_single(first) and is_single(last) and known.family(first.unit) == known.family(last.unit)


def _is_parallel(text: str, metrics: tuple[Metric, ...], index: int) -> bool:
    """Whether the ends stand in lists (分别由3%、5%提高到4%、6%), where the neighbours are not each other's ends."""
    before = index and _PARALLEL.match(text, metrics[index - 1].end, metrics[index].start)
    after = index + 2 < len(metrics) and _PARALLEL.match(text, metrics[index + 1].end, metrics[index + 2].start)
    return bool(before or after)


def _is_rank(text: str, low: int, metric: Metric, known: Words) -> bool:
    """Whether a figure may be a place in a ranking, which rises as it falls."""
    return metric.unit in known.ranks and re.search("排|位|第", text[max(0, low - 12) : metric.end]) is not None


def _against(first: Metric, last: Metric, way: int) -> str:
    """What two ends do instead of what their verb says; "" where it is right."""
    one, two = figures.bounds(first), figures.bounds(last)
    if first.value == last.value and first.bound == last.bound == "exact":
        return "没有变化"
    high = two.high if last.bound != "at_least" else (last.value or Decimal(0)) * _AND_MORE
    if way > 0 and high < one.low:
        return "变小了"
    return "变大了" if way < 0 and two.low > one.high else ""


def _beside(text: str, known: Words, metrics: Sequence[Metric], index: int, ends: Ends) -> Iterator[Hit]:
    """What is wrong with the figures that say how far apart the ends are, before them (增加5件，即由…) or after."""
    if index and is_single(metrics[index - 1]):
        before = metrics[index - 1]
        verb = known.moved_by.search(text, max(0, before.start - _VERB), before.start)
        if verb and _THAT_IS.fullmatch(text, before.end, ends.start):
            hit = _wrong(text, known, ends._replace(start=before.start), before, verb["verb"])
            if hit:
                yield hit
    end = ends.last.end
    for by in metrics[index + 2 : index + 4]:
        if not is_single(by) or by.start - end > _GAP:
            break
        yearly = known.yearly.fullmatch(text, end, by.start)
        said = yearly or known.by.fullmatch(text, end, by.start) or known.more.fullmatch(text, end, by.start)
        if said is None:
            break
        end = by.end
        if known.compared.search(said[0]) and _TIME.search(ends.since) and not _FORMER.search(ends.since):
            break  # 由2020年的5亿元提高到9亿元，同比增长10%
        if year_of(said[0]) not in (None, year_of(ends.since)):
            break
        hit = _each_year(known, ends, by, said["verb"]) if yearly else _wrong(text, known, ends, by, said["verb"])
        if hit:
            yield hit
        if yearly:
            break  # what follows is told for each year too


def _each_year(known: Words, ends: Ends, by: Metric, verb: str) -> Hit | None:
    """The finding on what is said to have changed each year between two ends of which the years are told."""
    from_year, to_year = year_of(ends.since), year_of(ends.until)
    if known.family(by.unit) != known.family(ends.last.unit) or by.unit in SHARE or not from_year or not to_year:
        return None
    years = to_year - from_year
    if years < _FEWEST_YEARS:
        return None
    whole = between(ends.first, ends.last, direction(verb, known) or 1)
    fair = [Bounds(whole.low / count, whole.high / count) for count in (years, years + 1)]
    said = figures.bounds(by, Decimal(1), whole=True)
    if any(not differ(said, one, by.bound == "exact") for one in fair):
        return None
    one, two = ends.first.value or Decimal(0), ends.last.value or Decimal(0)
    value = (two - one) * (direction(verb, known) or 1) / years
    shown = figures.shown(value.quantize(min(figures.step(by), Decimal(1))), by)
    message = f"{years}年间{_both(ends.first, ends.last)}，应为平均每年{verb}{shown}，文中写的是{figures.written(by)}"
    return Hit(ends.start, by.end, message, verb)


def _wrong(text: str, known: Words, ends: Ends, by: Metric, verb: str) -> Hit | None:
    """The finding on ``by``, which says with ``verb`` how far apart two ends are."""
    first, last = ends.first, ends.last
    own = direction(verb, known)
    stop = max(by.end, last.end)
    if own and ends.way and own != ends.way:
        message = f"前后方向相反：{_both(first, last)}，后面写的是“{verb}”"
        return Hit(ends.start, stop, message, verb)
    sign = own or ends.way or 1
    fair = _expected(text, ends.start, first, last, by, sign, known)
    if not fair:
        return None
    said = stated(by, min(figures.step(first), figures.step(last)))
    exact = all(one.bound == "exact" for one in (first, last, by))
    if not all(differ(said, one, exact) for one in fair):
        return None
    value = _shown(first, last, by, sign)
    message = f"{_both(first, last)}，应为{verb}{value}，文中写的是{figures.written(by)}"
    return Hit(ends.start, stop, message, verb)


def _expected(text: str, start: int, first: Metric, last: Metric, by: Metric, sign: int, known: Words) -> list[Bounds]:
    """What the change can be, in the unit of ``by``; nothing where that cannot be told."""
    difference = between(first, last, sign)
    shares = first.unit in SHARE
    if by.unit in POINTS:
        return [difference] if shares else []
    if known.family(by.unit) == known.family(first.unit) and not shares:
        return [difference]
    fair = ratio(first, last, sign, by) if by.unit in TIMES else None
    if fair is None:
        return []
    before = text[max(figures.marks(text).sentence_start(first.start), start - _NAMED) : first.start]
    if by.unit in SHARE and known.real.search(before):
        fair = in_other_prices(fair)
    return [fair, difference] if shares else [fair]


def _shown(first: Metric, last: Metric, by: Metric, sign: int) -> str:
    """The change as it should stand, in the unit of ``by`` and to its places."""
    one, two = first.value or Decimal(0), last.value or Decimal(0)
    if by.unit in TIMES and (first.unit not in SHARE or by.unit not in SHARE):
        return rounded((two / one - 1) * sign * TIMES[by.unit], by)
    return figures.shown((two - one) * sign, by)


def _both(first: Metric, last: Metric) -> str:
    return f"由{figures.written(first)}到{figures.written(last)}"


RULES = (
    Rule(
        id="ZJ303",
        name="change-mismatch",
        severity="error",
        summary="增减的数量与前后两个数对不上，或方向相反。",
        why="由多少到多少、增减多少，三个数只要错一个，读的人就不知道该信哪一个。",
        bad="一、工作开展情况\n党员参学率由85%提高到96%，提高12个百分点。",
        good="一、工作开展情况\n党员参学率由85%提高到96%，提高11个百分点。",
        remedy="核对前后两个数，重新算一遍增减的数量。",
        check=change_mismatch,
    ),
)
