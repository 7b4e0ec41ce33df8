"""What a profile demands of figures and lengths: ZJ204, ZJ207, ZJ310, ZJ312. Without a profile none finds anything."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from decimal import Decimal

from ..catalogue import unscaled
from ..language.demands import Demands, demands, figures, is_reported, is_share, plain, wrongly_measured
from ..language.demands import size as length
from ..report import Metric, Report
from ..settings import ROLE_NAMES, Indicator
from .rule import Case, Hit, Rule

_SENTENCE = 60  # characters in which a sentence may go on with another figure of the same
_STOP = re.compile(r"[。！？\n]")
_TAKES_PART = re.compile("参加|参训|参与|参会|参学|受训|受教育|覆盖|惠及")
_PIECES, _APART = 4, 30  # characters of an indicator that is told by its pieces, and between two of them
_NEAR = 4  # characters between an indicator and the word that says there was none of it
_BEFORE = re.compile(rf"(?:无(?!论|疑|人机)|没有|未(?!来)|零)[^，。；：:,;\n]{{0,{_NEAR}}}$")
_AFTER = re.compile(rf"[^，。；,;\n无未零]{{0,{_NEAR}}}(?:无(?!论)|没有|未(?!来)|为?零|为?0(?![0-9.]))")


def missing_indicator(case: Case) -> Iterator[Hit]:
    """A required indicator that no figure of work done is about.

    A missing figure counts (another rule reports it), and so does a text that says there was none.
    """
    wanted = [(at, one) for at, one in enumerate(case.settings.indicators) if one.required]
    if not wanted:
        return
    known = demands(case.settings)
    found = figures(case.report.metrics, known)
    for at, indicator in wanted:
        told = found.get(at, [])
        if is_reported(told, known, at) or wrongly_measured(told, known, at) or _denied(case.report.text, indicator):
            continue
        if not told and _told_apart(case.report, indicator):
            continue
        done = [one.metric for one in told if one.metric.kind == "actual"]
        if done:
            said = f"“{indicator.name}”只写了{'增幅或比例' if is_share(done[0].unit) else '别的单位的数'}，没有写数量"
        elif told:
            said = f"“{indicator.name}”只写了计划，没有写完成情况"
        else:
            said = f"没有写“{indicator.name}”的数字"
        unit = f"（{indicator.unit}）" if indicator.unit else ""
        yield Hit(0, 0, said + unit, indicator.name)


def implausible_value(case: Case) -> Iterator[Hit]:
    """A figure outside the range of its indicator.

    Of figures that are too small only the largest, and only where none is large enough: smaller ones are parts.
    """
    if not case.settings.indicators:
        return
    known = demands(case.settings)
    for at, told in figures(case.report.metrics, known).items():
        indicator = known.indicators[at]
        least, most = _decimal(indicator.minimum), _decimal(indicator.maximum)
        low: list[tuple[Decimal, Metric]] = []
        fine = False
        for metric, exact, _, value in told:
            if value is None:
                continue
            if most is not None and value > most:
                yield _outside(metric, indicator)
            elif not exact and not is_share(metric.unit):
                continue  # what words before the name narrow may be small
            elif least is not None and value < least:
                low.append((value, metric))
            else:
                fine = True
        if low and not fine:
            yield _outside(max(low, key=lambda one: one[0])[1], indicator)


def wrong_unit(case: Case) -> Iterator[Hit]:
    """An indicator whose only figures are in a unit that is no form of the one that is demanded."""
    if not case.settings.indicators:
        return
    known = demands(case.settings)
    for at, told in figures(case.report.metrics, known).items():
        metric = wrongly_measured(told, known, at)
        if metric is not None and not _told_beside(case.report, metric, known, at):
            indicator = known.indicators[at]
            message = f"“{indicator.name}”应以“{indicator.unit}”计，这里写的是“{metric.unit_text}”（{metric.text}）"
            yield Hit(metric.start, metric.end, message, indicator.name)


def _told_beside(report: Report, metric: Metric, known: Demands, at: int) -> bool:
    """Whether its sentence goes on with a figure in a right unit of the same (培训312课时，参训1200人次)."""
    metrics, name = report.metrics, metric.indicator or ""
    for one in metrics[bisect_right(metrics, metric.start, key=lambda one: one.start) :]:
        if one.start - metric.end > _SENTENCE or _STOP.search(report.text, metric.end, one.start):
            return False
        about = one.indicator or name
        if one.unit and known.fits(one.unit, at) and (about in name or _TAKES_PART.search(about)):
            return True
    return False


def too_short(case: Case) -> Iterator[Hit]:
    """A summary, or all sections of one role together, with fewer characters than are demanded."""
    report, lengths = case.report, case.settings.lengths
    if lengths.document:
        count = length(report.text)
        if count < lengths.document:
            yield Hit(0, 0, f"全文 {count} 字，要求不少于 {lengths.document} 字", "document")
    for role, least in lengths.sections.items():
        sections = [section for section in report.sections if section.role == role]
        count = sum(length(report.text[section.start : section.end]) for section in sections)
        if sections and count < least:
            first = sections[0]
            end = _line_end(report.text, first.start, first.end)
            yield Hit(first.start, end, f"“{ROLE_NAMES[role]}”部分 {count} 字，要求不少于 {least} 字", role)


def _outside(metric: Metric, indicator: Indicator) -> Hit:
    least, most = indicator.minimum, indicator.maximum
    if least is not None and most is not None:
        allowed = f"应为 {least:g} 到 {most:g}"
    else:
        allowed = f"应不小于 {least:g}" if least is not None else f"应不大于 {most:g}"
    message = f"“{indicator.name}”的数值不在合理范围（{metric.text}；{allowed}{indicator.unit}）"
    return Hit(metric.start, metric.end, message, indicator.name)


def _decimal(number: float | None) -> Decimal | None:
    return None if number is None else Decimal(repr(number))


def _denied(text: str, indicator: Indicator) -> bool:
    """Whether the text says that there was none: 无新增贷款, 发展党员：无."""
    for word in (indicator.name, *indicator.synonyms):
        at = text.find(word)
        while at >= 0:
            end = at + len(word)
            if _BEFORE.search(text, max(at - _NEAR - 2, 0), at) or _AFTER.match(text, end):
                return True
            at = text.find(word, end)
    return False


def _told_apart(report: Report, indicator: Indicator) -> bool:
    """Whether a sentence tells of the work done in the words of the indicator, though not in a row, with a figure in
    its unit behind them (安全培训班11期，参训1320人次; 志愿服务，计时9800小时)."""
    if not indicator.unit:
        return False
    unit = re.escape(unscaled(indicator.unit)[0])
    plans = [(one.start, one.end) for one in report.sections if one.role in ("plans", "suggestions")]
    for word in (indicator.name, *indicator.synonyms):
        said = plain(word)
        pieces = [re.escape(said[at : at + 2]) for at in range(0, len(said), 2)]
        if len(said) < _PIECES:
            continue
        named = rf"[^，。；\n]{{0,{_APART}}}?".join(pieces)  # 资金安全，培训财务人员 are two things
        pattern = rf"{named}[^。\n]{{0,{_APART}}}?[0-9０-９.,，]+[余多]?[十百千万亿]*{unit}"
        for match in re.finditer(pattern, report.text):
            if not any(start <= match.start() < end for start, end in plans):
                return True
    return False


def _line_end(text: str, start: int, end: int) -> int:
    stop = text.find("\n", start, end)
    return stop if stop > start else end


RULES = (
    Rule(
        id="ZJ204",
        name="missing-indicator",
        severity="warning",
        summary="缺少设置文件要求的指标；写了名称没填数字的不算，另有规则。",
        why="汇总表要这个数，少一份就合计不出来。",
        bad="一、工作开展情况\n全年开展主题党日12次。",
        good="一、工作开展情况\n全年开展主题党日12次，发展党员3名。",
        remedy="补写这个指标的数字；确实没有的写明“无”。",
        check=missing_indicator,
    ),
    Rule(
        id="ZJ207",
        name="too-short",
        severity="warning",
        summary="全文或某一部分的字数少于设置文件的要求。",
        why="太短的总结往往只是应付，看不出做了什么。",
        bad="一、工作开展情况\n各项工作顺利完成。",
        good="一、工作开展情况\n全年开展主题党日12次，走访群众300人次，解决用水、用电问题8个。",
        remedy="把做了什么、做到什么程度、还有什么问题写具体。",
        check=too_short,
    ),
    Rule(
        id="ZJ310",
        name="implausible-value",
        severity="warning",
        summary="指标的数值超出设置文件给的合理范围（先换算成同一单位）。",
        why="多半是单位或小数点写错，如把万元写成元。",
        bad="一、工作开展情况\n全年发展党员300名。",
        good="一、工作开展情况\n全年发展党员3名。",
        remedy="核对数字和单位；确实无误的，请收集的人放宽设置文件里的范围。",
        check=implausible_value,
    ),
    Rule(
        id="ZJ312",
        name="wrong-unit",
        severity="warning",
        summary="指标的单位与设置文件要求的不是一类，换算不了：投资 300 人。",
        why="单位不同的数不能相加，也不能与上年比较。",
        bad="一、工作开展情况\n全年培训12场。",
        good="一、工作开展情况\n全年培训12场，培训300人次。",
        remedy="改用要求的单位；写的若是另一件事，把名称写清楚。",
        check=wrong_unit,
    ),
)
