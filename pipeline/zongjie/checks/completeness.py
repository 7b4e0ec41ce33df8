"""ZJ2xx: parts that a summary should have and does not."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from ..report import Metric, OutlineNode, Report
from ..settings import ROLE_NAMES
from .bare import bare_figures
from .rule import PUNCTUATION, Case, Hit, Rule

_SENTENCE_ENDS = ("。", "；", "！", "？")
# Not 、, after which comes a number that bears the unit for both (1409万、1305万人次).
_CLAUSE_ENDS = "。，；！？,;!?\n）)"
_SOME = 12  # characters under a heading that are more than another number
_FRACTION = re.compile(r"分之|[/／]")
# A page break may part a figure from its unit.
_CUT = re.compile(
    r"[ \u3000\u200b\ufeff]*\n[\s\u200b\ufeff]*(?:[人名个户件次元吨亩套台座所家项]|公里|平方米)(?=[，。；、])"
)
# Nouns that say what is counted, as a unit would (参保人数达1.17亿, 人口8.14亿).
_COUNT_NOUN = re.compile(r"(?:[人户次件个项台家车]数|人口)(?:规模|总量|总数)?$")


def missing_section(case: Case) -> Iterator[Hit]:
    """A required role that no section has."""
    present = {section.role for section in case.report.sections}
    for role in case.settings.sections.required:
        if role not in present:
            yield Hit(0, 0, f"缺少“{ROLE_NAMES[role]}”部分", role)


def empty_section(case: Case) -> Iterator[Hit]:
    """A section that has a heading and nothing under it; a heading that is a whole sentence says something itself."""
    report = case.report
    for section in report.sections:
        text = report.text[section.start : section.end]
        is_bare = section.role and section.heading and not section.heading.endswith(_SENTENCE_ENDS)
        if is_bare and not text.removeprefix(section.heading).strip(PUNCTUATION):
            end = section.start + len(text.rstrip())
            yield Hit(section.start, end, f"“{section.heading}”下面没有内容", section.cue)
    starts = {section.start for section in report.sections}
    for node in _bare_headings(report):
        if node.start not in starts:
            said = report.text[node.start : node.end].strip()
            yield Hit(node.start, node.start + len(said), f"“{said}”下面没有内容", node.label)


def _bare_headings(report: Report) -> Iterator[OutlineNode]:
    """Headings of a lower level with nothing under them, where most of those beside them have something."""
    beside: dict[int, list[tuple[OutlineNode, str]]] = {}
    following: Sequence[OutlineNode | None] = [*report.outline[1:], None]
    for node, after in zip(report.outline, following, strict=False):
        for level in [one for one in beside if one > node.level]:
            yield from _bare_among(beside.pop(level))
        stop = after.start if after else len(report.text)
        held = "" if after is None else report.text[node.end : stop].strip(PUNCTUATION)
        if after and (after.level > node.level or not after.label):
            held = held or after.title
        around = report.text[max(0, node.start - 1) : node.start] + report.text[node.end : node.end + 1]
        # One that is a whole sentence, or an item of a list of such, says something itself.
        said = report.text[node.start : node.end].rstrip()
        says = not node.label or node.label[-1] in "是要—－-·•" or said[-1:] in PUNCTUATION
        alone = not around.strip() and not says
        beside.setdefault(node.level, []).append((node, held if alone and after else "-"))
    for found in beside.values():
        yield from _bare_among(found)


def _bare_among(beside: Sequence[tuple[OutlineNode, str]]) -> Iterator[OutlineNode]:
    """Those of headings that stand beside one another that have nothing under them; none where most have not."""
    bare = [node for node, held in beside if not held]
    full = [node for node, held in beside if len(held) >= _SOME]
    if bare and len(full) >= max(2, len(bare) + 1):
        yield from bare


def figure_without_unit(case: Case) -> Iterator[Hit]:
    """A number that ends a clause without saying in what it counts.

    A noun right after it is as good as a unit, and so are the headers of a table.
    """
    report = case.report
    for metric in report.metrics:
        after = report.text[metric.end : metric.end + 1]
        said = metric.unit or _FRACTION.search(metric.text) or _COUNT_NOUN.search(metric.indicator or "")
        if metric.status != "reported" or said or _CUT.match(report.text, metric.end):
            continue
        if after in _CLAUSE_ENDS and not _named_by_table(report, metric):
            about = f"“{metric.indicator}”的" if metric.indicator else ""
            yield Hit(metric.start, metric.end, f"{about}数字没有单位（{metric.text}）", metric.cue)
    for one in bare_figures(report, case.settings.lexicon):
        number = report.text[one.start : one.end]
        yield Hit(one.start, one.end, f"“{one.counted}”的数字没有单位（{number}）", one.counted)


def _named_by_table(report: Report, metric: Metric) -> bool:
    """Whether the name of a metric stands in another cell than its figure."""
    if metric.indicator is None:
        return False
    block = report.blocks[bisect_right(report.blocks, metric.start, key=lambda block: block.start) - 1]
    start = metric.indicator_start
    return block.cell is not None and (start is None or not block.start <= start < block.end)


RULES = (
    Rule(
        id="ZJ201",
        name="missing-section",
        severity="warning",
        summary="缺少应有的部分；默认要有工作成效、存在问题和下一步计划，可在设置文件里改。",
        why="只报成绩、不谈问题和打算的总结，通常会被退回。",
        bad="一、工作开展情况\n全年开展主题党日12次，完成培训300人次。\n二、存在问题\n学习方式还比较单一。",
        good="一、工作开展情况\n全年开展主题党日12次，完成培训300人次。\n二、存在问题\n学习方式还比较单一。\n"
        "三、下一步打算\n丰富学习形式，每季度组织一次现场教学。",
        remedy="补写缺少的部分，并加上标题；若已写在别的标题下，请单独成段。",
        check=missing_section,
    ),
    Rule(
        id="ZJ202",
        name="empty-section",
        severity="warning",
        summary="有标题，下面没有内容。",
        why="标题是从模板来的，内容忘了写。",
        bad="一、工作开展情况\n全年开展主题党日12次。\n二、存在问题\n三、下一步打算\n丰富学习形式。",
        good="一、工作开展情况\n全年开展主题党日12次。\n二、存在问题\n学习方式还比较单一。\n三、下一步打算\n丰富学习形式。",
        remedy="补写这一部分；不需要的，删去标题。",
        check=empty_section,
    ),
    Rule(
        id="ZJ203",
        name="figure-without-unit",
        severity="warning",
        summary="数字后面没有单位：受益群众达到5.2万。",
        why="不知道是人、户还是人次，就不能与别的单位相加。",
        bad="一、工作开展情况\n惠民工程受益群众达到5.2万。",
        good="一、工作开展情况\n惠民工程受益群众达到5.2万人。",
        remedy="在数字后面写上单位，如人、户、人次、万元。",
        check=figure_without_unit,
    ),
)
