"""ZJ401–404: what order a reader expects. Gaps and repeats in numbering, order of sections, repeated paragraphs."""

import re
from collections.abc import Iterator

from ..report import Related, Report, Section
from .numbers import Fault, faults
from .rule import Case, Hit, Rule

_SHORTEST = 30  # characters of a paragraph that nobody writes twice
_SENTENCE = 40  # characters of a sentence of which the same holds
_SENTENCES = re.compile(r"[^。！？；\n]+[。！？；]?")
_LABEL = re.compile(r"[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]\s*")
_NOT_SAID = re.compile(r"[\W_]+")
_FORM = re.compile(r"[^：:，。；]{2,10}[：:]")  # 责任单位：… stands under each item of a list
_STOP = re.compile("[。；，]")  # a line without any is no prose
_NAMES = {"achievements": "工作成效", "problems": "存在问题", "plans": "下一步计划"}
_ORDER = tuple(_NAMES)
_MAJOR = 80  # characters of a section that counts


def numbering_gap(case: Case) -> Iterator[Hit]:
    """A number is left out, or a series begins late."""
    for one in case.once(faults):
        if one.kind == "gap":
            missing = "、".join(f"“{label}”" for label in one.missing)
            said = f"“{one.label}”前面缺少{missing}" if one.before else f"编号从“{one.label}”开始，前面没有{missing}"
            yield _hit(case.report, one, said)


def numbering_repeat(case: Case) -> Iterator[Hit]:
    """A number comes twice in one series."""
    for one in case.once(faults):
        if one.kind == "repeat":
            yield _hit(case.report, one, f"编号“{one.label}”重复")


def _hit(report: Report, one: Fault, said: str) -> Hit:
    related: tuple[Related, ...] = ()
    if one.before:
        start, end = one.before
        related = (Related(report.source.name, start, end, report.text[start:end]),)
    return Hit(one.start, one.end, said, one.label, related)


def section_order(case: Case) -> Iterator[Hit]:
    """All that is said of problems, or of plans, stands before what should come first."""
    first: dict[str, Section] = {}
    last: dict[str, Section] = {}
    for one in case.report.sections:
        if one.role in _NAMES and one.heading and one.end - one.start >= _MAJOR:
            first.setdefault(one.role or "", one)
            last[one.role or ""] = one
    for at, role in enumerate(_ORDER):
        behind = [
            early for early in _ORDER[:at] if role in last and early in first and _follows(first[early], last[role])
        ]
        if behind:
            names = "、".join(f"“{_NAMES[early]}”" for early in behind)
            related = tuple(_heading(case.report, first[early]) for early in behind)
            here = _heading(case.report, first[role])
            yield Hit(here.start, here.end, f"“{_NAMES[role]}”写在了{names}前面", first[role].cue, related)


def _follows(one: Section, other: Section) -> bool:
    return one.start > other.start


def _heading(report: Report, section: Section) -> Related:
    end = section.start + len(section.heading)
    return Related(report.source.name, section.start, end, report.text[section.start : end])


def repeated_paragraph(case: Case) -> Iterator[Hit]:
    """A paragraph, or a long sentence, that stands in the document a second time, but for its number and its marks."""
    report = case.report
    seen: dict[str, tuple[int, int]] = {}
    said: dict[str, tuple[int, int]] = {}
    for block in report.blocks:
        if block.kind not in ("paragraph", "textbox") or block.end - block.start < _SHORTEST:
            continue
        line = report.text[block.start : block.end]
        start, end = block.start + len(line) - len(line.lstrip()), block.start + len(line.rstrip())
        label = _LABEL.match(report.text, start, end)
        body = _NOT_SAID.sub("", report.text[label.end() if label else start : end])
        if len(body) < _SHORTEST or _FORM.match(report.text, start, end) or not _STOP.search(report.text, start, end):
            continue
        first = seen.setdefault(body, (start, end))
        if first != (start, end):
            yield _again(report, (start, end), first, "这一段与前面的一段相同")
            continue
        for place, before in _said_before(report.text, start, end, said):
            yield _again(report, place, before, "这句话前面已经写过")


def _said_before(
    text: str, start: int, end: int, said: dict[str, tuple[int, int]]
) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """The long sentences of ``text[start:end]`` that are among ``said``, with where; those that are not join them."""
    for match in _SENTENCES.finditer(text, start, end):
        body = _NOT_SAID.sub("", match[0])
        if len(body) >= _SENTENCE and (before := said.setdefault(body, match.span())) != match.span():
            yield match.span(), before


def _again(report: Report, place: tuple[int, int], before: tuple[int, int], message: str) -> Hit:
    return Hit(*place, message, "", (Related(report.source.name, *before, report.text[slice(*before)]),))


RULES = (
    Rule(
        id="ZJ401",
        name="numbering-gap",
        severity="warning",
        summary="编号不连续：有“一、”“三、”而没有“二、”，或不从一开始。",
        why="不是漏写了一部分，就是删改后没有重新编号，读的人会以为缺页。",
        bad="一、工作开展情况\n全年开展主题党日12次。\n三、存在问题\n学习方式还比较单一。",
        good="一、工作开展情况\n全年开展主题党日12次。\n二、存在问题\n学习方式还比较单一。",
        remedy="补上缺少的部分，或重新编号。",
        check=numbering_gap,
    ),
    Rule(
        id="ZJ402",
        name="numbering-repeat",
        severity="warning",
        summary="编号重复：同一组里有两个“二、”。",
        why="两个部分用了同一个编号，引用时分不清，后面的编号也都错了。",
        bad="一、工作开展情况\n全年开展主题党日12次。\n二、存在问题\n学习方式还比较单一。\n二、下一步打算\n丰富学习形式。",
        good="一、工作开展情况\n全年开展主题党日12次。\n二、存在问题\n学习方式还比较单一。\n三、下一步打算\n丰富学习形式。",
        remedy="从重复的地方起重新编号。",
        check=numbering_repeat,
    ),
    Rule(
        id="ZJ403",
        name="section-order",
        severity="info",
        summary="各部分的顺序与通常的不同：先写了问题或打算，后写成效。",
        why="读的人习惯先看做了什么，再看问题，最后看打算；顺序颠倒，常是粘贴时放错了位置。",
        bad="一、存在的问题\n一是学习方式还比较单一，结合业务不够紧密，部分党员参加活动不够积极。\n"
        "二是调查研究不够深入，掌握基层情况还不够全面，解决实际问题的办法不多，督促落实的力度还需要进一步加大。\n"
        "二、工作开展情况\n全年开展主题党日12次，组织集中学习24次，走访群众300人次，办结群众诉求56件。\n"
        "完成党员活动室改造3处，培训入党积极分子18名，发展党员5名，按期转正4名，收缴党费2.6万元，各项任务如期完成。",
        good="一、工作开展情况\n全年开展主题党日12次，组织集中学习24次，走访群众300人次，办结群众诉求56件。\n"
        "完成党员活动室改造3处，培训入党积极分子18名，发展党员5名，按期转正4名，收缴党费2.6万元，各项任务如期完成。\n"
        "二、存在的问题\n一是学习方式还比较单一，结合业务不够紧密，部分党员参加活动不够积极。\n"
        "二是调查研究不够深入，掌握基层情况还不够全面，解决实际问题的办法不多，督促落实的力度还需要进一步加大。",
        remedy="按成效、问题、打算的顺序调整；确需这样写的不必改。",
        check=section_order,
    ),
    Rule(
        id="ZJ404",
        name="repeated-paragraph",
        severity="warning",
        summary="同一段文字在一份总结里出现两次。",
        why="多半是粘贴时重复了，也可能是该写的另一段没有写。",
        bad="一、工作开展情况\n全年开展主题党日12次，组织集中学习24次，走访群众300人次，办结群众诉求56件。\n"
        "二、主要成效\n全年开展主题党日12次，组织集中学习24次，走访群众300人次，办结群众诉求56件。",
        good="一、工作开展情况\n全年开展主题党日12次，组织集中学习24次，走访群众300人次，办结群众诉求56件。\n"
        "二、主要成效\n党员参加活动的比例由85%提高到96%，群众满意率达到98.5%，连续三年被评为先进支部。",
        remedy="删去重复的一段；若该写的是别的内容，请补写。",
        check=repeated_paragraph,
    ),
)
