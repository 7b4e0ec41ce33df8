"""The figures of running text that tell of the whole unit and year, by what they are called."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from ...report import Metric, Report
from . import figures
from .words import Words

SHORTEST = 4  # characters of a wording that names one thing
RATES = frozenset(["%", "％", "‰"])
_SUBJECT = 14  # characters of a sentence that may name its subject
_PREFIX = 40  # characters of a sentence before a figure that say whose it is
_SUMMED = re.compile(r"[，、：:\s]*(?:合计|共计|总计|小计|共|一共)[为是有]?$")
_COMMA = re.compile(r"[，。；：、！？（(\n]")
_LISTED = re.compile("[、或和及][0-9０-９一二三四五六七八九十百]")
_BEFORE = frozenset("、或和及")
_NOT_WHOLE = frozenset(["个百分点", "百分点", "倍", "成", ""])


class Told(NamedTuple):
    """A figure that the text tells, and the heading above it that names a unit of its own.

    ``whole``: its clause says that it is all of the year's, or all there are.
    """

    metric: Metric
    unit: str
    whole: bool


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


def told(report: Report, known: Words, called: Mapping[str, str]) -> Iterator[tuple[tuple[str, str], Told]]:
    """The figures of running text that may tell of a whole, by what they are ``called`` and unit, in order."""
    units = _Units(report, known)
    for metric in report.metrics:
        if not _may_tell(report, metric):
            continue
        name = known.normal(metric.indicator or "")  # wordings of one canonical name may be different things
        if len(name) < SHORTEST or name[0] in "这该此那" or name[-1] in "中里内":
            continue
        if is_rate(metric) and not known.rate_name.search(name):
            continue
        clause = _clause(report.text, metric, name, known)
        if clause is not None:
            whole = known.total.search(clause) is not None
            yield (called.get(name, name), known.family(metric.unit)), Told(metric, units.at(metric.start), whole)


def _may_tell(report: Report, metric: Metric) -> bool:
    """Whether a figure is one of running text, of this year and no change, and stands in no list of figures."""
    if metric.kind != "actual" or metric.change or figures.in_cell(report, metric):
        return False
    if not is_whole(metric) or not is_of(metric, report):
        return False
    return not _LISTED.match(report.text, metric.end) and report.text[metric.start - 1 : metric.start] not in _BEFORE


def _clause(text: str, metric: Metric, name: str, known: Words) -> str | None:
    """The words before a figure that say of what it is all; None where it is of a part, or of another's."""
    marks = figures.marks(text)
    start = max(marks.sentence_start(metric.start), metric.start - _PREFIX)
    at = max(start, marks.start(metric.start))
    # What is done every month (坚持每月固定时间，全年开展…) is no part of a year; a figure of the month is.
    around = known.habit.sub("", text[start:at]) + _around(text, at, metric)
    if known.partial.search(known.whole.sub("", around)) and not known.each.search(name):
        return None
    clause = text[at : metric.start]
    first = metric.indicator_start if metric.indicator_start is not None else metric.start
    if _SUMMED.match(clause) and first < at:
        return None  # 甲3人、乙4人，合计7人: what it sums up, not what the last of them counts
    own = known.own.match(text, start, max(start, min(first, metric.start)))
    if own and own.end() >= min(first, metric.start):
        return text[start : metric.start]  # 一年来，…
    return clause if _has_no_subject(text, start, at, clause, first, known) else None


def _has_no_subject(text: str, start: int, at: int, clause: str, first: int, known: Words) -> bool:
    """Whether a clause names no other as its subject; one at the start of the sentence goes for all its clauses."""
    begins = known.own.match(clause)
    if begins is not None and begins.end() > 0:
        return True
    starts_with_it = first <= at + len(clause) - len(clause.lstrip("，、：: "))
    return starts_with_it and not _names_a_body(text, start, at, known) or known.leads.match(clause) is not None


def _names_a_body(text: str, start: int, end: int, known: Words) -> bool:
    """Whether a sentence begins with a unit as its subject, and not with what is done."""
    return known.body.search(text, start, min(end, start + _SUBJECT)) is not None and not known.leads.match(text, start)


def is_of(metric: Metric, report: Report) -> bool:
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


def is_whole(metric: Metric) -> bool:
    """Whether a figure is one exact number of things, or a rate."""
    return figures.judged(metric) and metric.high is None and metric.bound == "exact" and metric.unit not in _NOT_WHOLE


def is_rate(metric: Metric) -> bool:
    """Whether a figure is a share."""
    return metric.unit in RATES
