"""ZJ304, ZJ305: one indicator with two values, in the text or in text and table."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple

from ...report import Metric, Report
from ...settings import Settings
from ..rule import Case, Hit, Rule
from . import figures
from .slips import slips
from .words import Words, words

_SHORTEST = 4  # characters of a wording that names one thing
_SUBJECT = 14  # characters of a sentence that may name its subject
_PREFIX = 40  # characters of a sentence before a figure that say whose it is
_ENDS = re.compile(r"(?:总数|总量|总额|数量|人数|情况|完成|活动|数)$")
_LEFT = re.compile(
    r"^(?:培育|拥有|现有|组建|建成|打造|合计|总计|全(?:国|省|市|县|区|乡|镇|村|校|院|局|厂|所|公司|集团|系统)(?=[\u4e00-\u9fff]{4})|全年|本年度?|累计|实际|完成|共|年度)+"
)
_OWN = re.compile(
    r"(?:[0-9]{4}年|今年|本年度?|全年|年内|一年来|到?年底前?|我(?:们|校|局|所|院|厂|县|市|区|乡|镇|村|单位|支部|公司|部门|中心)?|本(?:单位|支部|公司|局|校)|党?支部|"
    r"共|累计|总计|合计|一共|共计|以来|[，、：:\s]|开展|组织|完成|举办|实现|有|为|达到|达|已|计|的)*"
)
_EACH = re.compile("^(?:每|[人户亩日月年]均|平均).{3}")  # an indicator of its own: 每千吨产品电耗
_SUMMED = re.compile(r"[，、：:\s]*(?:合计|共计|总计|小计|共|一共)[为是有]?$")
_COMMA = re.compile(r"[，。；：、！？（(\n]")
_LISTED = re.compile("[、或和及][0-9０-９一二三四五六七八九十百]")
_BEFORE = frozenset("、或和及")
_NOT_WHOLE = frozenset(["%", "％", "个百分点", "百分点", "倍", "成", "‰", ""])


class Told(NamedTuple):
    """A figure that the text tells, and the heading above it that names a unit of its own; ``whole``: its clause says
    that it is all of the year's."""

    metric: Metric
    unit: str
    whole: bool


def conflicting_values(case: Case) -> Iterator[Hit]:
    """A second value of what the text has told before."""
    report, known = case.report, words(case.settings.lexicon)
    told: dict[tuple[str, str], list[Told]] = {}
    for key, one in _told(report, known, _called(case.settings)):
        told.setdefault(key, []).append(one)
    for (name, _), found in told.items():
        first = found[0]
        for other in found[1:]:
            if first.unit == other.unit and _contradict(first, other):
                message = (
                    f"“{name}”前后不一：前面是{figures.written(first.metric)}，这里是{figures.written(other.metric)}"
                )
                yield Hit(other.metric.start, other.metric.end, message, name, figures.related(report, first.metric))
                break


def _contradict(one: Told, two: Told) -> bool:
    """Whether both cannot be: two values of the whole, or one of something in it that is more than the whole."""
    if not _differ(one.metric, two.metric):
        return False
    if one.whole and two.whole:
        return True
    whole, other = (one, two) if one.whole else (two, one)
    return whole.whole and (other.metric.value or 0) > (whole.metric.value or 0)


def text_against_table(case: Case) -> Iterator[Hit]:
    """A figure of the text that differs from the one that a table has for it."""
    yield from slips(case)
    report, known, called = case.report, words(case.settings.lexicon), _called(case.settings)
    cells: dict[tuple[str, str], list[Metric]] = {}
    for metric in report.metrics:
        if figures.in_cell(report, metric) and _is_whole(metric) and metric.kind == "actual" and _is_of(metric, report):
            for name in {called.get(one, one) for one in _table_names(metric.indicator or "")}:
                cells.setdefault((name, known.family(metric.unit)), []).append(metric)
    if not cells:
        return
    for key, one in _told(report, known, called):
        found = cells.get(key, [])
        if len({cell.value for cell in found}) == 1 and _differ(found[0], one.metric):
            text, table = figures.written(one.metric), figures.shown(found[0].value or Decimal(0), found[0])
            message = f"“{key[0]}”与表格不一致：这里是{text}，表格里是{table}"
            yield Hit(one.metric.start, one.metric.end, message, key[0], figures.related(report, found[0]))


class _Units:
    """The headings that name units, by place."""

    def __init__(self, report: Report, known: Words) -> None:
        self._starts = [0]
        self._names = [""]
        level = 0
        for node in report.outline:
            if known.own_unit.search(node.title):
                name, level = node.title, node.level
            elif self._names[-1] and node.level > level:
                continue
            else:
                name = ""
            self._starts.append(node.start)
            self._names.append(name)

    def at(self, position: int) -> str:
        """The name of the unit under whose heading ``position`` stands; "" where that is the whole."""
        return self._names[bisect_right(self._starts, position) - 1]


def _called(settings: Settings) -> dict[str, str]:
    """What the profile calls its indicators, by their wordings; of others nobody said that they are the same."""
    verbs = words(settings.lexicon).light
    names = {_normal(name): _normal(one.name) for one in settings.indicators for name in (one.name, *one.synonyms)}
    return {verb + name: own for name, own in names.items() for verb in verbs} | names


def _told(report: Report, known: Words, called: Mapping[str, str]) -> Iterator[tuple[tuple[str, str], Told]]:
    """The figures of running text that may tell of a whole, by what they are ``called`` and unit, in order."""
    units = _Units(report, known)
    text, marks = report.text, figures.marks(report.text)
    for metric in report.metrics:
        if metric.kind != "actual" or not _is_whole(metric) or metric.change or figures.in_cell(report, metric):
            continue
        if not _is_of(metric, report):
            continue
        if _LISTED.match(text, metric.end) or text[metric.start - 1 : metric.start] in _BEFORE:
            continue
        name = _normal(metric.indicator or "")  # wordings of one canonical name may be different things
        if len(name) < _SHORTEST or name[0] in "这该此那" or name[-1] in "中里内":
            continue
        start = max(marks.sentence_start(metric.start), metric.start - _PREFIX)
        at = max(start, marks.start(metric.start))
        # What is done every month (坚持每月固定时间，全年开展…) is no part of a year; a figure of the month is.
        around = known.habit.sub("", text[start:at]) + _around(text, at, metric)
        if known.partial.search(known.whole.sub("", around)) and not _EACH.search(name):
            continue
        clause = text[at : metric.start]
        first = metric.indicator_start if metric.indicator_start is not None else metric.start
        own = _OWN.match(text, start, max(start, min(first, metric.start)))
        if _SUMMED.match(clause) and first < at:
            continue  # 甲3人、乙4人，合计7人: what it sums up, not what the last of them counts
        if own is None or own.end() < min(first, metric.start):
            # The clause names a subject of its own; one at the start of the sentence goes for all its clauses.
            begins = _OWN.match(clause)
            starts_with_it = first <= at + len(clause) - len(clause.lstrip("，、：: "))
            bare = starts_with_it and not _names_a_body(text, start, at, known) or known.leads.match(clause)
            if begins is None or begins.end() == 0 and not bare:
                continue
        else:
            clause = text[start : metric.start]  # 一年来，…
        whole = known.total.search(clause) is not None
        yield (called.get(name, name), known.family(metric.unit)), Told(metric, units.at(metric.start), whole)


def _names_a_body(text: str, start: int, end: int, known: Words) -> bool:
    """Whether a sentence begins with a unit as its subject, and not with what is done."""
    return known.body.search(text, start, min(end, start + _SUBJECT)) is not None and not known.leads.match(text, start)


def _is_of(metric: Metric, report: Report) -> bool:
    """Whether a figure is of the whole year of the report, as far as its period tells."""
    if metric.period is None:
        return True
    start, end = metric.period.start, metric.period.end
    return start[5:] + end[5:] == "01-0112-31" and (not report.year or int(start[:4]) == report.year)


def _around(text: str, start: int, metric: Metric) -> str:
    """What stands around a figure but for its own name: before it from ``start`` on, after it up to a comma."""
    stop = _COMMA.search(text, metric.end, metric.end + _PREFIX)
    after = text[metric.end : stop.start() if stop else metric.end + _PREFIX]
    if metric.indicator_start is None or metric.indicator_end is None or metric.indicator_start < start:
        return text[start : metric.start] + after
    if metric.indicator_start >= metric.end:
        return text[start : metric.start] + text[metric.indicator_end : stop.start() if stop else metric.indicator_end]
    return f"{text[start : metric.indicator_start]} {text[metric.indicator_end : metric.start]}{after}"


def _is_whole(metric: Metric) -> bool:
    return figures.judged(metric) and metric.high is None and metric.bound == "exact" and metric.unit not in _NOT_WHOLE


def _normal(name: str) -> str:
    name = "".join(name.split())
    return _ENDS.sub("", _LEFT.sub("", name))


def _table_names(name: str) -> set[str]:
    return {
        found
        for found in (_normal(name), _normal(name.removeprefix("合计").removeprefix("总计")))
        if len(found) >= _SHORTEST
    }


def _differ(one: Metric, two: Metric) -> bool:
    return figures.bounds(one, Decimal(1)).apart(figures.bounds(two, Decimal(1)))


_TABLE = "\n\n| 指标 | 完成数 |\n| --- | --- |\n| 发展预备党员（名） | 5 |\n| 培训党员（人次） | 300 |"

RULES = (
    Rule(
        id="ZJ304",
        name="conflicting-values",
        severity="warning",
        summary="同一指标在文中有两个数：前面发展党员5名，后面发展党员6名。",
        why="同一件事有两个数，汇总时不知道该用哪一个。",
        bad="一、工作开展情况\n全年共发展预备党员5名。\n二、经验体会\n注重从一线培养骨干，今年共发展预备党员6名。",
        good="一、工作开展情况\n全年共发展预备党员5名。\n二、经验体会\n注重从一线培养骨干，今年共发展预备党员5名。",
        remedy="核对台账，前后统一；口径不同的写明口径。",
        check=conflicting_values,
    ),
    Rule(
        id="ZJ305",
        name="text-against-table",
        severity="warning",
        summary="正文的数与表格里同一指标的数不一致。",
        why="正文和表格各说各的，读的人不知道该信哪一个。",
        bad=f"一、工作开展情况\n全年共发展预备党员6名。{_TABLE}",
        good=f"一、工作开展情况\n全年共发展预备党员5名。{_TABLE}",
        remedy="核对台账，改正正文或表格。",
        check=text_against_table,
    ),
)
