"""ZJ1xx: what the author left open. Each rule reports the placeholders of one kind."""

import re
from bisect import bisect_right
from collections.abc import Iterator

from ..language.deletions import VERBS
from ..report import Metric, Placeholder, Report
from .rule import PUNCTUATION, Case, Hit, Rule

# Marks with only this between them are one blank to the reader: X至X次, 2022年X月X日.
_JOINTS = {"figure": re.compile(r"[至到—～~\-－]{1,2}"), "date": re.compile(r"[年月日\d./\-]{1,4}")}
_DATE = re.compile(r"[年月日\d０-９.．/\-至]*")
_BEFORE, _AFTER, _DATE_LENGTH = 2, 4, 8  # characters of context in a message
_NAME = 8  # characters before a verb that lacks its figure


def _blanks(report: Report, kind: str) -> Iterator[tuple[int, int, Placeholder]]:
    """Start, end and first placeholder of each blank of ``kind``."""
    joint = _JOINTS.get(kind)
    held: tuple[int, int, Placeholder] | None = None
    for one in report.placeholders:
        if one.kind != kind:
            continue
        if held and joint and joint.fullmatch(report.text, held[1], one.start):
            held = held[0], one.end, held[2]
            continue
        if held:
            yield held
        held = one.start, one.end, one
    if held:
        yield held


def missing_figure(case: Case) -> Iterator[Hit]:
    """A number that was not filled in, with what it would count."""
    report = case.report
    metrics = [metric for metric in report.metrics if metric.status == "missing"]
    starts = [metric.start for metric in metrics]
    for start, end, blank in _blanks(report, "figure"):
        index = bisect_right(starts, start) - 1
        metric = metrics[index] if index >= 0 and start < metrics[index].end else None
        if blank.text in VERBS:
            message = f"“{_excerpt(report.text, start, end, _NAME)}”后面没有写数字"
        elif metric is None:
            message = f"数字没有填写（{_excerpt(report.text, start, end)}）"
        elif metric.indicator is None:
            message = f"{_quantity(metric)}没有填写（{_written(metric)}）"
        else:
            message = f"“{_shown(metric.indicator)}”的{_quantity(metric)}没有填写（{_written(metric)}）"
        yield Hit(start, end, message, blank.cue)


def masked_name(case: Case) -> Iterator[Hit]:
    """A name or term that is masked."""
    for start, end, blank in _blanks(case.report, "name"):
        yield Hit(start, end, f"名称没有写出（{_excerpt(case.report.text, start, end)}）", blank.cue)


def unfilled_text(case: Case) -> Iterator[Hit]:
    """Anything else that is still open."""
    for start, end, blank in _blanks(case.report, "text"):
        yield Hit(start, end, f"“{_shown(case.report.text[start:end])}”处的内容没有填写", blank.cue)


def missing_date(case: Case) -> Iterator[Hit]:
    """A date, or part of one, that was not filled in."""
    report = case.report
    for start, end, blank in _blanks(report, "date"):
        before = _DATE.match(report.text[max(start - _DATE_LENGTH, 0) : start][::-1])
        first = start - (before.end() if before else 0)
        after = _DATE.match(report.text, end, end + _DATE_LENGTH)
        shown = _shown(report.text[first : after.end() if after else end])
        yield Hit(start, end, f"日期没有填写（{shown}）", blank.cue)


def _written(metric: Metric) -> str:
    """How the figure stands in the text; where nothing but its unit does, that its place is empty."""
    shown = _shown(metric.text)
    return f"“{shown}”前空着" if shown == metric.unit_text else shown


def _quantity(metric: Metric) -> str:
    if metric.unit.endswith("元"):
        return "金额"
    return "数值" if metric.unit in ("%", "％", "‰", "倍", "成", "个百分点") else "数量"


def _excerpt(text: str, start: int, end: int, size: int = _BEFORE) -> str:
    """The marks with the words that they are part of, within their clause."""
    before, after = text[max(start - size, 0) : start], text[end : end + _AFTER]
    first = max(before.rfind(mark) + 1 for mark in PUNCTUATION)
    stop = next((at for at, mark in enumerate(after) if mark in PUNCTUATION), len(after))
    return _shown(before[first:] + text[start:end] + after[:stop])


def _shown(text: str) -> str:
    return " ".join(text.split())[:60] or "空白"


RULES = (
    Rule(
        id="ZJ101",
        name="missing-figure",
        severity="error",
        summary="该写数字的地方没有写：*名、XX万元、____%、参合率达 %。",
        why="指标没有数字就不能汇总，也无法与上年比较；模板里的记号忘了填，交上来就是缺项。",
        bad="一、工作开展情况\n从青年骨干中发展预备党员*名，完成投资XX万元。",
        good="一、工作开展情况\n从青年骨干中发展预备党员5名，完成投资320万元。",
        remedy="填上实际数字；确实没有的写明“无”或删去这一句。",
        check=missing_figure,
    ),
    Rule(
        id="ZJ102",
        name="masked-name",
        severity="error",
        summary="人名、单位名、项目名等用 XX、某某、×× 代替。",
        why="上级看不出是谁、是哪个单位做的，也说明这一段可能是从别处抄来的。",
        bad="一、工作开展情况\n在XX车间设立党员示范岗，由张某某同志负责。",
        good="一、工作开展情况\n在检修车间设立党员示范岗，由张建国同志负责。",
        remedy="写出真实名称；需要保密的，改用不带记号的说法，如“有关单位”。",
        check=masked_name,
    ),
    Rule(
        id="ZJ103",
        name="unfilled-text",
        severity="error",
        summary="留有（待补充）、[请填写]、TBD、空括号等没有写完的地方。",
        why="提示语留在正文里，说明这一部分还没有完成。",
        bad="二、存在问题\n（待补充）",
        good="二、存在问题\n学习方式还比较单一，结合业务不够紧密。",
        remedy="补写内容；不需要的，连同提示语一起删去。",
        check=unfilled_text,
    ),
    Rule(
        id="ZJ104",
        name="missing-date",
        severity="error",
        summary="日期没有写全：2022年X月X日、20**年、截至 月 日。",
        why="没有日期，就不知道数字是哪一段时间的。",
        bad="一、工作开展情况\n2022年X月X日召开支部党员大会。",
        good="一、工作开展情况\n2022年7月1日召开支部党员大会。",
        remedy="填上准确日期。",
        check=missing_date,
    ),
)
