"""ZJ303: a change against its two ends (由25%提高到40%，提高15个百分点)."""

import re
from collections.abc import Iterator
from decimal import Decimal

from ...report import Metric
from ..rule import Case, Hit, Rule
from . import figures
from .figures import Bounds
from .words import Words, words

_FROM = re.compile(r"(?:由|从)(?P<when>[^，。；：、由从\n]*)$")
_REACH = 24  # characters between 由 or 从 and the first figure
_AND_MORE = Decimal("1.1")  # of its value, how far 余 and 以上 are taken to reach
_GAP = 40  # characters between two figures that belong together
_PARALLEL = re.compile(r"\s*(?:、|和|及|与|以及)\s*$")
_SHARE = frozenset(["%", "％"])
_POINTS = frozenset(["个百分点", "百分点", "个点"])
_TIMES = {"%": Decimal(100), "％": Decimal(100), "倍": Decimal(1), "成": Decimal(10)}
_TIME = re.compile(r"年|月|季度|期|初|末|底")
# What stands between a figure and the earlier one that it is compared with.
_THAN = re.compile(
    r"[，、（(]?(?:比|较)(?:[^，。；：、\n]{1,16}的|(?:上年|去年|年初|上月|上季度|上半年)(?:同期)?|[0-9]{4}年(?:同期|年?底|末|初)?)"
)
_FORMER = re.compile(r"上年|去年|同期|年初|上月|上季度")


def change_mismatch(case: Case) -> Iterator[Hit]:
    """A change that its two ends do not give, or a direction that is not theirs."""
    report, known = case.report, words(case.settings.lexicon)
    text, metrics = report.text, report.metrics
    clauses = figures.marks(text)
    for index in range(len(metrics) - 1):
        first, last = metrics[index], metrics[index + 1]
        if not _ends(first, last, known) or last.start - first.end > _GAP:
            continue
        if _THAN.fullmatch(text, first.end, last.start):
            hit = _than(text, known, metrics[index : index + 3]) if index + 2 < len(metrics) else None
            if hit:
                yield hit
            continue
        to = known.to.fullmatch(text, first.end, last.start)
        low = max(clauses.start(first.start), first.start - _REACH, metrics[index - 1].end if index else 0)
        since = _FROM.search(text, low, first.start)
        if to is None or since is None or _is_parallel(text, metrics, index):
            continue
        span = since.start()
        direction = _direction(to["verb"], known)
        if _is_rank(text, low, first, known):
            continue
        if direction:
            wrong = _against(first, last, direction)
            if wrong:
                yield Hit(span, last.end, f"写的是“{to['verb']}”，数字却{wrong}：{_both(first, last)}", to["verb"])
                continue
        if index + 2 < len(metrics):
            hit = _by(case, known, index, since, to, direction)
            if hit:
                yield hit


def _than(text: str, known: Words, metrics: tuple[Metric, ...]) -> Hit | None:
    """The finding where a figure is told before the one it is compared with: 达到96%，比上年的85%提高12个百分点."""
    last, first, by = metrics
    if not figures.judged(by) or by.high is not None or by.start - first.end > _GAP:
        return None
    said = known.after_former.fullmatch(text, first.end, by.start)
    return _wrong(text, known, last.start, (first, last), by, said["verb"], 0) if said else None


def _ends(first: Metric, last: Metric, known: Words) -> bool:
    """Whether two figures can be the ends of a change."""
    return (
        figures.judged(first)
        and figures.judged(last)
        and first.high is None
        and last.high is None
        and known.family(first.unit) == known.family(last.unit)
    )


def _is_parallel(text: str, metrics: tuple[Metric, ...], index: int) -> bool:
    """Whether the ends stand in lists (分别由3%、5%提高到4%、6%), where the neighbours are not each other's ends."""
    before = index and _PARALLEL.match(text, metrics[index - 1].end, metrics[index].start)
    after = index + 2 < len(metrics) and _PARALLEL.match(text, metrics[index + 1].end, metrics[index + 2].start)
    return bool(before or after)


def _direction(verb: str, known: Words) -> int:
    return -1 if verb in known.down else 1 if verb in known.up else 0


def _is_rank(text: str, low: int, metric: Metric, known: Words) -> bool:
    """Whether a figure may be a place in a ranking, which rises as it falls."""
    return metric.unit in known.ranks and re.search("排|位|第", text[max(0, low - 12) : metric.end]) is not None


def _against(first: Metric, last: Metric, direction: int) -> str:
    """What two ends do instead of what their verb says; "" where it is right."""
    one, two = figures.bounds(first), figures.bounds(last)
    if first.value == last.value and first.bound == last.bound == "exact":
        return "没有变化"
    high = two.high if last.bound != "at_least" else (last.value or Decimal(0)) * _AND_MORE
    if direction > 0 and high < one.low:
        return "变小了"
    return "变大了" if direction < 0 and two.low > one.high else ""


def _by(case: Case, known: Words, index: int, since: re.Match[str], to: re.Match[str], direction: int) -> Hit | None:
    """The finding on the figure that says by how much, if it is wrong."""
    text, (first, last, by) = case.report.text, case.report.metrics[index : index + 3]
    if not figures.judged(by) or by.high is not None or by.start - last.end > _GAP:
        return None
    said = known.by.fullmatch(text, last.end, by.start)
    if said is None:
        return None
    when = since["when"]
    if known.compared.search(said[0]) and _TIME.search(when) and not _FORMER.search(when):
        return None  # 由2020年的5亿元提高到9亿元，同比增长10%
    return _wrong(text, known, since.start(), (first, last), by, said["verb"], direction)


def _wrong(
    text: str, known: Words, start: int, ends: tuple[Metric, Metric], by: Metric, verb: str, direction: int
) -> Hit | None:
    """The finding on ``by``, which says with ``verb`` how far apart two ``ends`` are; they are told from ``start`` on.

    ``direction`` is that of another verb between the ends, 0 if none says one.
    """
    first, last = ends
    own = _direction(verb, known)
    if own and direction and own != direction:
        message = f"前后方向相反：{_both(first, last)}，后面写的是“{verb}”"
        return Hit(start, by.end, message, verb)
    sign = own or direction or 1
    fair = _expected(text, start, first, last, by, sign, known)
    if not fair:
        return None
    finest = min(figures.step(first), figures.step(last))
    slack = Decimal(0 if by.bound == "at_least" else 1)  # 四成多 is no less than 四成
    stated = figures.bounds(by, slack, by.unit in _TIMES or figures.step(by) > finest)
    exact = all(one.bound == "exact" for one in (first, last, by))
    if any(not (stated.beside(one) if exact else stated.apart(one)) for one in fair):
        return None
    value = _shown(first, last, by, sign)
    message = f"{_both(first, last)}，应为{verb}{value}，文中写的是{figures.written(by)}"
    return Hit(start, by.end, message, verb)


def _expected(text: str, start: int, first: Metric, last: Metric, by: Metric, sign: int, known: Words) -> list[Bounds]:
    """What the change can be, in the unit of ``by``; nothing where that cannot be told."""
    one, two = figures.bounds(first), figures.bounds(last)
    if sign < 0:
        difference = Bounds(one.low - two.high, one.high - two.low)
    else:
        difference = Bounds(two.low - one.high, two.high - one.low)
    shares = first.unit in _SHARE
    if by.unit in _POINTS:
        return [difference] if shares else []
    if known.family(by.unit) == known.family(first.unit) and not shares:
        return [difference]
    times = _TIMES.get(by.unit)
    if times is None or one.low <= 0 or two.low < 0:
        return []
    before = text[max(0, start - 24) : start]
    if known.real.search(before) and by.unit in _SHARE:
        return []  # told in constant prices
    ratio = Bounds((two.low / one.high - 1) * sign * times, (two.high / one.low - 1) * sign * times)
    ratio = Bounds(min(ratio), max(ratio))
    return [ratio, difference] if shares else [ratio]


def _shown(first: Metric, last: Metric, by: Metric, sign: int) -> str:
    """The change as it should stand, in the unit of ``by`` and to its places."""
    one, two = first.value or Decimal(0), last.value or Decimal(0)
    if by.unit in _TIMES and (first.unit not in _SHARE or by.unit not in _SHARE):
        value = (two / one - 1) * sign * _TIMES[by.unit]
        places = min(int(figures.step(by).as_tuple().exponent), -1)
        return f"{figures.plain(value.quantize(Decimal((0, (1,), places))))}{by.unit_text}"
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
