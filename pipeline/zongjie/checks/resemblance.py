"""ZJ5xx: what a report has from another. What was copied is told by ``Case.around``; names left over are found here."""

from collections.abc import Iterator, Sequence
from pathlib import PurePath

from ..report import Related
from ..season import Copy
from .names import left_over
from .rule import Case, Hit, Rule
from .standing import words

_SHARE, _LIKENESS = 0.85, 0.8  # of the text and of the characters that are alike, in a report that is a copy as a whole
_SHOWN = 80  # characters of the other report that stand beside a whole one
_LONG = 50  # characters of a passage that two units do not word alike by chance
_NAMED = 3  # units that a message names
# Who a unit is and what it is for stays the same from year to year, if it is said shortly.
_STANDING, _SHORT = ("overview", "closing"), 200
_WORST = {
    "problems": "问题与去年写的一样，请核对是没有改完，还是没有重新查找",
    "plans": "计划与去年写的一样，请改成明年的打算",
    "achievements": "成绩与去年写的一样，请核对是不是今年的",
}


def copied_from_unit(case: Case) -> Iterator[Hit]:
    """A passage that another unit's report has as well; one passage of several units is one finding."""
    found = [
        one
        for one in case.around.copies
        if not _is_own(case, one) and not _is_whole(case, one) and one.end - one.start >= _LONG
    ]
    for copies in _together(found):
        start, end = min(one.start for one in copies), max(one.end for one in copies)
        best = max(copies, key=lambda one: one.similarity)
        others = list(dict.fromkeys(_of(one) for one in copies))
        names = "、".join(others[:_NAMED]) + (f"等 {len(others)} 份" if len(others) > _NAMED else "")
        message = f"这一段（{end - start} 字）与{names}的总结雷同，相同 {best.similarity:.0%}"
        yield Hit(start, end, message, best.source, tuple(map(_related, copies)))


def copied_from_last_year(case: Case) -> Iterator[Hit]:
    """A passage that the same unit's report of an earlier year has as well, but for who the unit is."""
    sections = case.report.sections
    roles = [(section.start, section.end, section.role) for section in sections]
    for one in case.around.copies:
        if not _is_own(case, one) or _is_whole(case, one):
            continue
        role = next((role for start, end, role in roles if start <= one.start < end), None)
        if role in _STANDING and one.end - one.start < _SHORT:
            continue
        worse = f"：{_WORST[role]}" if role in _WORST else ""
        message = f"这一段（{one.end - one.start} 字）与本单位 {one.year} 年的总结相同 {one.similarity:.0%}{worse}"
        yield Hit(one.start, one.end, message, one.source, (_related(one),))


def foreign_unit_name(case: Case) -> Iterator[Hit]:
    """Another unit's name in a place where one's own belongs; nothing without a roster."""
    roster, around = case.settings.roster, case.around
    if not roster.units and not roster.file:
        return
    own = next((unit for unit in roster.units if unit.name == around.unit), None)
    mine = (around.unit, *(own.aliases if own else ())) if around.unit else ()
    for one in left_over(case.report, mine, around.others, around.copies, words(case.settings.lexicon)):
        yield Hit(one.start, one.end, f"{one.where}是别的单位的名称（{one.name}）", one.where)


def near_identical(case: Case) -> Iterator[Hit]:
    """A report that is another one as a whole."""
    for one in case.around.copies:
        if _is_whole(case, one):
            of = f"本单位 {one.year} 年" if _is_own(case, one) else _of(one)
            related = _related(one)
            beginning = related._replace(end=min(related.end, related.start + _SHOWN), text=related.text[:_SHOWN])
            yield Hit(0, 0, f"整篇与{of}的总结几乎相同（{one.similarity:.0%}）", one.source, (beginning,))


def _is_own(case: Case, copy: Copy) -> bool:
    return copy.unit is not None and copy.unit == case.around.unit


def _is_whole(case: Case, copy: Copy) -> bool:
    return copy.similarity >= _LIKENESS and copy.end - copy.start >= _SHARE * len(case.report.text.strip())


def _of(copy: Copy) -> str:
    """What people call the other report: by its unit, or by its file."""
    return f"“{copy.unit or PurePath(copy.source).name}”" + (f"{copy.year} 年" if copy.year else "")


def _related(copy: Copy) -> Related:
    return Related(copy.source, copy.other_start, copy.other_end, copy.other_text)


def _together(copies: Sequence[Copy]) -> Iterator[list[Copy]]:
    """Copies that share most of their range: what several units have of one passage, in the order of the text."""
    groups: list[list[Copy]] = []
    for one in copies:
        last = groups[-1][0] if groups else None
        if last and 2 * (min(last.end, one.end) - one.start) > max(last.end - last.start, one.end - one.start):
            groups[-1].append(one)
        else:
            groups.append([one])
    yield from groups


RULES = (
    Rule(
        id="ZJ501",
        name="copied-from-unit",
        severity="warning",
        summary="与别的单位的总结雷同的段落；许多单位共有的套话和上级的原文不算。",
        why="抄来的成绩不是本单位的，数字会被重复统计，问题和计划也不切合实际。",
        bad="甲公司2025年工作总结\n组织骨干到省内三家标杆企业跟班学习，回来后每人牵头改一条工序，边改边讲，把体会写成明白纸贴在机台上。",
        good="甲公司2025年工作总结\n请两名退休技师回厂带徒，每周三晚上在工具间开小课，徒弟出师前要独立修好一台旧机床。",
        remedy="改写成本单位自己做的事和自己的数字；确属统一安排的，写明是按上级要求开展。",
        check=copied_from_unit,
        across=True,
    ),
    Rule(
        id="ZJ502",
        name="copied-from-last-year",
        severity="warning",
        summary="与本单位往年的总结相同的段落；简短的单位概况和结尾不算。",
        why="照搬去年，看不出今年做了什么；问题照搬，说明去年的没有改，今年的没有查。",
        bad="甲公司2025年工作总结\n一、存在问题\n台账登记靠手抄，月底对不上库存的情况时有发生，老员工凭经验盘点，新来的不敢动手。",
        good="甲公司2025年工作总结\n一、存在问题\n扫码枪配到了班组，但夜班信号差，扫不上的还要补录，补录又常常拖到第二天。",
        remedy="写今年的情况；问题仍然存在的，写明去年以来改了什么、为什么没有改完。",
        check=copied_from_last_year,
        across=True,
    ),
    Rule(
        id="ZJ503",
        name="foreign-unit-name",
        severity="warning",
        summary="标题、页眉、落款、自称或抄来的段落里，留着名单里别的单位的名称；提到别的单位不算。",
        why="名称没有改过来，说明是套用别人的总结，交上去会当成那个单位的。",
        bad="甲公司2025年工作总结\n一年来，在乙公司党委的坚强领导下，全年安全生产无事故。",
        good="甲公司2025年工作总结\n一年来，在甲公司党委的坚强领导下，与乙公司联合开展应急演练3次。",
        remedy="改成本单位的名称，并核对这一段的事实和数字是不是本单位的。",
        check=foreign_unit_name,
        across=True,
    ),
    Rule(
        id="ZJ504",
        name="near-identical",
        severity="warning",
        summary="整篇与另一份总结几乎相同：别的单位的，或本单位往年的。",
        why="可能是交错了文件，也可能是整篇照抄。",
        bad="全年检修设备42台，更换老化线路1,300米，培训电工16人，没有发生一起停产事故。",
        good="全年走访客户65家，收集意见118条，改进包装3处，退货率降到0.6%。",
        remedy="核对交的是不是本单位今年的总结；确属照抄的，退回重写。",
        check=near_identical,
        across=True,
    ),
)
