"""What a profile demands of figures and lengths: ZJ204, ZJ207, ZJ310, ZJ312. Without a profile none finds anything."""

import re
from collections.abc import Iterator
from decimal import Decimal

from ..language.demands import Demands, demands, is_share
from ..report import Metric, Report
from ..settings import ROLE_NAMES, Indicator
from .rule import Case, Hit, Rule

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
    found = _by_indicator(case.report, known)
    for index, indicator in wanted:
        metrics = found.get(index, [])
        done = [metric for metric, _ in metrics if metric.kind == "actual"]
        if any(metric.status == "missing" or not metric.unit or known.fits(metric.unit, index) for metric in done):
            continue
        if _wrong(known, index, metrics) is not None or _denied(case.report.text, indicator):
            continue
        if done:
            said = f"“{indicator.name}”只写了{'增幅或比例' if is_share(done[0].unit) else '别的单位的数'}，没有写数量"
        elif metrics:
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
    for index, metrics in _by_indicator(case.report, known).items():
        indicator = known.indicators[index]
        least, most = _decimal(indicator.minimum), _decimal(indicator.maximum)
        low: list[tuple[Decimal, Metric]] = []
        fine = False
        for metric, exact in metrics:
            value = _figure(metric, known, index)
            if value is None:
                continue
            if most is not None and value > most:
                yield _outside(metric, indicator)
            elif not exact:
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
    for index, metrics in _by_indicator(case.report, known).items():
        metric = _wrong(known, index, metrics)
        if metric is not None:
            indicator = known.indicators[index]
            message = f"“{indicator.name}”应以“{indicator.unit}”计，这里写的是“{metric.unit_text}”（{metric.text}）"
            yield Hit(metric.start, metric.end, message, indicator.name)


def too_short(case: Case) -> Iterator[Hit]:
    """A summary, or all sections of one role together, with fewer characters than are demanded."""
    report, lengths = case.report, case.settings.lengths
    if lengths.document:
        size = _size(report.text)
        if size < lengths.document:
            yield Hit(0, 0, f"全文 {size} 字，要求不少于 {lengths.document} 字", "document")
    for role, least in lengths.sections.items():
        sections = [section for section in report.sections if section.role == role]
        size = sum(_size(report.text[section.start : section.end]) for section in sections)
        if sections and size < least:
            first = sections[0]
            end = _line_end(report.text, first.start, first.end)
            yield Hit(first.start, end, f"“{ROLE_NAMES[role]}”部分 {size} 字，要求不少于 {least} 字", role)


def _by_indicator(report: Report, known: Demands) -> dict[int, list[tuple[Metric, bool]]]:
    """The metrics of each indicator, each with whether its wording is the indicator's own."""
    found: dict[int, list[tuple[Metric, bool]]] = {}
    for metric in report.metrics:
        match = known.match(metric)
        if match is not None:
            found.setdefault(match.at, []).append((metric, match.exact))
    return dict(sorted(found.items()))


def _wrong(known: Demands, index: int, metrics: list[tuple[Metric, bool]]) -> Metric | None:
    """The first figure of an indicator that is measured wrongly, if no other is measured rightly.

    Shares are none: they tell how it grew, or what part was done.
    """
    if not known.indicators[index].unit:
        return None
    if any(known.fits(metric.unit, index) for metric, _ in metrics):
        return None
    return next(
        (one for one, exact in metrics if exact and one.unit and one.change is None and not is_share(one.unit)), None
    )


def _figure(metric: Metric, known: Demands, index: int) -> Decimal | None:
    """The figure in the unit of its indicator; None where it is missing, the size of a change, or in another unit."""
    value = metric.value if metric.high is None else metric.high
    unit = known.indicators[index].unit
    if value is None or (is_share(metric.unit) and not is_share(unit)):
        return None
    if not unit and not metric.unit:
        return value
    return known.converted(value, metric.unit, index)


def _outside(metric: Metric, indicator: Indicator) -> Hit:
    least, most = indicator.minimum, indicator.maximum
    if least is not None and most is not None:
        allowed = f"{least:g} 到 {most:g}"
    else:
        allowed = f"不小于 {least:g}" if least is not None else f"不大于 {most:g}"
    message = f"“{indicator.name}”的数值不在合理范围（{metric.text}；应为 {allowed}{indicator.unit}）"
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


def _size(text: str) -> int:
    return len("".join(text.split()))


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
