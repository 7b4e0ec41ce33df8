"""ZJ306: shares of a whole that are no share: over 100%, or below nothing."""

import re
from collections.abc import Iterator
from decimal import Decimal

from ...report import Metric, Report
from ..rule import Case, Hit, Rule
from . import figures
from .words import Words, words

_REACH = 40  # characters before a figure in which its share is named
_SHARE = frozenset(["%", "％"])
_OF = re.compile(
    r"占(?!比)(?P<whole>[^，。；：、占\n]{1,20}?)(?P<share>的?(?:比重|比例))?(?:的|为|达到|达|约|近|超过|高达|稳定在|保持在|提高到|上升到)*$"
)
_WHOLE = Decimal(100)


def impossible_share(case: Case) -> Iterator[Hit]:
    """A share of more than 100%, or less than 0."""
    report, known = case.report, words(case.settings.lexicon)
    clauses = figures.marks(report.text)
    for metric in report.metrics:
        if metric.unit not in _SHARE or not figures.judged(metric) or metric.value is None:
            continue
        if 0 <= (metric.high or metric.value) <= _WHOLE and metric.value >= 0:
            continue
        low = max(clauses.start(metric.start), metric.start - _REACH)
        name = _named(report, low, metric, known)
        if name and metric.value < 0:
            yield Hit(metric.start, metric.end, f"“{name}”不会小于0（{figures.written(metric)}）", name)
        elif name:
            yield Hit(metric.start, metric.end, f"“{name}”不会超过100%（{figures.written(metric)}）", name)


def _named(report: Report, low: int, metric: Metric, known: Words) -> str:
    """The share that a figure gives; "" where it is none that must end at 100%."""
    text = report.text
    of = _OF.search(text, low, metric.start)
    if of:
        return "" if known.of_economy.search(of[0]) or not of["share"] and known.of_plan.search(of["whole"]) else "占比"
    last = None
    for match in known.bounded.finditer(text, low, metric.start):
        last = match
    if last is not None and known.of_economy.search(text, low, last.end()):
        return ""
    if last is None:  # the name may stand in the header of a table
        name = metric.indicator or ""
        ending = [match for match in known.bounded.finditer(name) if match.end() == len(name)]
        if metric.change or not figures.in_cell(report, metric) or not ending or _is_open(name, len(name), known):
            return ""
        return ending[-1][0]
    if _is_open(text[low : last.end()], last.end() - low, known):
        return ""
    return last[0] if known.between.fullmatch(text, last.end(), metric.start) else ""


def _is_open(text: str, end: int, known: Words) -> bool:
    """Whether the name that ends at ``end`` is of a rate that may be higher."""
    return any(match.end() == end for match in known.unbounded.finditer(text))


RULES = (
    Rule(
        id="ZJ306",
        name="impossible-share",
        severity="error",
        summary="占比、合格率、覆盖率一类的数超过100%，或小于0。",
        why="部分不会大于整体，这样的数不是算错就是写错。",
        bad="一、工作开展情况\n组织理论测试4次，合格率达到102%。",
        good="一、工作开展情况\n组织理论测试4次，合格率达到100%，完成年度计划的102%。",
        remedy="核对分子和分母，重新计算。",
        check=impossible_share,
    ),
)
