"""ZJ304, ZJ305: one indicator with two values, in the text or in text and table."""

from collections.abc import Iterator
from decimal import Decimal

from ...report import Metric
from ...settings import Settings
from ..rule import Case, Hit, Rule
from . import figures
from .slips import slips
from .told import SHORTEST, Told, is_of, is_rate, is_whole, told
from .words import Words, words


def conflicting_values(case: Case) -> Iterator[Hit]:
    """A second value of what the text has told before."""
    report, known = case.report, words(case.settings.lexicon)
    values: dict[tuple[str, str], list[Told]] = {}
    for key, one in told(report, known, _called(case.settings, known)):
        values.setdefault(key, []).append(one)
    for (name, _), found in values.items():
        first = found[0]
        for other in found[1:]:
            if first.unit == other.unit and _contradict(first, other) and _are_apart(report.text, first, other):
                message = (
                    f"“{name}”前后不一：前面是{figures.written(first.metric)}，这里是{figures.written(other.metric)}"
                )
                yield Hit(other.metric.start, other.metric.end, message, name, figures.related(report, first.metric))
                break


def _contradict(one: Told, two: Told) -> bool:
    """Whether both cannot be: two values of the whole, or one of something in it that is more than the whole."""
    if not _differ(one.metric, two.metric):
        return False
    if one.whole and two.whole or is_rate(one.metric):
        return True
    whole, other = (one, two) if one.whole else (two, one)
    return whole.whole and (other.metric.value or 0) > (whole.metric.value or 0)


def _are_apart(text: str, one: Told, two: Told) -> bool:
    """Whether rates stand in different paragraphs; those of one may be of several years."""
    return not is_rate(one.metric) or text.find("\n", one.metric.end, two.metric.start) >= 0


def text_against_table(case: Case) -> Iterator[Hit]:
    """A figure of the text that differs from the one that a table has for it."""
    yield from slips(case)
    report, known = case.report, words(case.settings.lexicon)
    called = _called(case.settings, known)
    cells: dict[tuple[str, str], list[Metric]] = {}
    for metric in report.metrics:
        if (
            figures.in_cell(report, metric)
            and is_whole(metric)
            and not is_rate(metric)
            and metric.kind == "actual"
            and is_of(metric, report)
        ):
            for name in {called.get(one, one) for one in _table_names(metric.indicator or "", known)}:
                cells.setdefault((name, known.family(metric.unit)), []).append(metric)
    if not cells:
        return
    for key, one in told(report, known, called):
        found = cells.get(key, [])
        if len({cell.value for cell in found}) == 1 and _differ(found[0], one.metric):
            text, table = figures.written(one.metric), figures.shown(found[0].value or Decimal(0), found[0])
            message = f"“{key[0]}”与表格不一致：这里是{text}，表格里是{table}"
            yield Hit(one.metric.start, one.metric.end, message, key[0], figures.related(report, found[0]))


def _called(settings: Settings, known: Words) -> dict[str, str]:
    """What the profile calls its indicators, by their wordings; of others nobody said that they are the same."""
    verbs = known.light
    names = {
        known.normal(name): known.normal(one.name) for one in settings.indicators for name in (one.name, *one.synonyms)
    }
    return {verb + name: own for name, own in names.items() for verb in verbs} | names


def _table_names(name: str, known: Words) -> set[str]:
    return {
        found
        for found in (known.normal(name), known.normal(name.removeprefix("合计").removeprefix("总计")))
        if len(found) >= SHORTEST
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
