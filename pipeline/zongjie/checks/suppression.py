"""ZJ9xx: about the checking itself. Suppressions that name no rule, or one that does not exist, or are of no use."""

from collections.abc import Iterator

from .rule import Case, Hit, Ran, Rule
from .silences import Silence


def unused_suppression(case: Case) -> Iterator[Hit]:
    """What each suppression says in vain; whether it is of use is known only of rules that ran."""
    if case.ran is None:
        return
    for one in case.ran.silences.all:
        if not one.rules:
            yield _hit(one, "没有写明是哪条规则，没有起作用；请写出编号，如“忽略 ZJ301”")
    for one, rule in case.ran.silences.unused():
        meant = _meant(case.ran, rule)
        if not meant:
            yield _hit(one, f"里的 {rule} 不是规则的编号或名称，没有起作用")
        elif _is_judged(case.ran, rule, meant):
            yield _hit(one, f"没有用上：{_where(one)}没有 {rule} 的问题")


def _meant(ran: Ran, rule: str) -> list[Rule]:
    return [one for one in ran.rules.values() if one.id.startswith(rule) or one.name == rule]


def _is_judged(ran: Ran, rule: str, meant: list[Rule]) -> bool:
    """Whether all rules that it means ran; of a family the optional ones need not."""
    whole = any(rule in (one.id, one.name) for one in meant)
    needed = [one.id for one in meant if whole or not one.optional]
    return "ZJ901" not in needed and ran.ids.issuperset(needed)


def _where(one: Silence) -> str:
    if one.reach is None:
        return "后面已没有文字，"
    return "全文都" if one.reach[0] < 0 else "它所管的段落里"


def _hit(one: Silence, said: str) -> Hit:
    return Hit(
        one.start,
        one.end,
        f"{'批注' if one.remark else ''}“{one.words.strip('【】[]〔〕［］（）()<!-> 　')}”{said}",
        one.words,
    )


RULES = (
    Rule(
        id="ZJ901",
        name="unused-suppression",
        severity="warning",
        summary="“忽略 ZJ301”之类的标记或批注没有用：没有写明规则、规则不存在，或者所管的段落里没有这种问题。",
        why="问题改好以后，标记留在文中就会遮住以后的问题；没有写明规则的标记不起作用，作者却以为已经忽略。",
        bad="一、工作开展情况\n全年开展主题党日12次，完成培训300人次。【忽略 ZJ101】",
        good="一、工作开展情况\n全年开展主题党日*次，完成培训300人次。【忽略 ZJ101】",
        remedy="删去用不着的标记或批注；需要的，写明规则的编号，并放在有问题的那一段里。",
        check=unused_suppression,
        last=True,
    ),
)
