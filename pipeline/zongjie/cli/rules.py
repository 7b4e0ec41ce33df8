"""``zongjie rule``, and which rules a command runs: the options that choose and grade them."""

import re
import sys
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from ..report import Finding
from ..settings import Settings
from .app import app
from .chinese import Command
from .terminal import note

_GRADES = ("error", "warning", "info")

Select = Annotated[
    list[str] | None,
    typer.Option(
        "--select",
        metavar="编号",
        help="只查这些规则（编号、编号开头或名称），如 ZJ101 或 ZJ1；可多次，可用逗号分隔",
    ),
]
Ignore = Annotated[list[str] | None, typer.Option("--ignore", metavar="编号", help="不查这些规则")]
Severities = Annotated[
    list[str] | None,
    typer.Option(
        "--severity", metavar="编号=级别", help="改变级别，如 ZJ4=info；级别为 error、warning 或 info；可多次"
    ),
]

Accepting = Annotated[Path | None, typer.Option("--baseline", metavar="文件", help="略去这个基线文件里已认可的问题")]
WriteAccepted = Annotated[
    Path | None,
    typer.Option("--write-baseline", metavar="文件", help="认可现有的全部问题，写入基线文件；以 0 结束"),
]


class Grade(StrEnum):
    """From which severity on findings make a command end with 1."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"
    NEVER = "never"


FailOn = Annotated[
    Grade | None,
    typer.Option("--fail-on", help="有这一级及更重的问题时以 1 结束；默认按设置文件，没有则为 error"),
]


def chosen(
    settings: Settings,
    select: list[str] | None = None,
    ignore: list[str] | None = None,
    severity: list[str] | None = None,
    fail_on: Grade | None = None,
    baseline: Path | None = None,
) -> Settings:
    """``settings`` with what the command line says of rules: what it selects replaces, what it ignores is added.

    An unknown id under select is a usage error, under ignore or severity a warning: it may be one of another version.
    """
    from ..checks import RULES, ids_of

    given = settings.rules
    grades = dict(zip(ids_of(given.severity, RULES), given.severity.values(), strict=True))
    rules = given.model_copy(
        update={
            "select": ids_of(_listed(select) or given.select, RULES),
            "ignore": ids_of((*given.ignore, *_listed(ignore)), RULES),
            "severity": {**grades, **_graded(severity)},
            "fail_on": given.fail_on if fail_on is None else fail_on.value,
            "baseline": given.baseline if baseline is None else str(baseline),
        }
    )
    for name in dict.fromkeys((*rules.select, *rules.ignore, *rules.severity)):
        if any(one.startswith(name) for one in RULES):
            continue
        message = f"没有规则 {name}；用 zongjie rule 查看全部规则"
        if name in rules.select:
            raise typer.BadParameter(message)
        note(f"提醒：{message}")
    return settings.model_copy(update={"rules": rules})


def _listed(given: Iterable[str] | None) -> tuple[str, ...]:
    names = [name.strip() for one in given or () for name in re.split("[,，]", one)]
    return tuple(name for name in names if name)


def _graded(given: list[str] | None) -> dict[str, str]:
    from ..checks import RULES, ids_of

    grades = {}
    for one in _listed(given):
        name, _, grade = (part.strip() for part in one.partition("="))
        if not name or grade not in _GRADES:
            raise typer.BadParameter(f"“{one}”应写成 编号=级别，如 ZJ4=info；可用的级别：{'、'.join(_GRADES)}")
        grades[ids_of([name], RULES)[0]] = grade
    return grades


def are_grave(findings: Iterable[Finding], settings: Settings) -> bool:
    """Whether one of ``findings`` is as grave as makes a command fail."""
    fail_on = settings.rules.fail_on
    counting = () if fail_on == "never" else _GRADES[: _GRADES.index(fail_on) + 1]
    return any(one.severity in counting for one in findings)


def remedies() -> dict[str, str]:
    """What to do about the findings of each rule."""
    from ..checks import RULES

    return {one.id: one.remedy for one in RULES.values()}


@app.command(cls=Command, help="解释一条规则；不给编号则列出全部规则。")
def rule(
    name: Annotated[str | None, typer.Argument(metavar="[编号]", help="规则的编号或名称，如 ZJ101")] = None,
) -> int:
    """Explains one rule, or lists all."""
    from ..checks import FAMILIES, RULES, ids_of
    from ..writing.console import SEVERITIES, Screen

    screen = Screen(sys.stdout)
    if name is None:
        columns = ("编号", "名称", "类别", "级别", "查什么")
        rows = [
            (one.id, one.name, FAMILIES[one.id[:3]], SEVERITIES[one.severity][0], _optional(one.optional) + one.summary)
            for one in RULES.values()
        ]
        screen.table("规则", columns, rows)
        return 0
    one = RULES.get(ids_of([name], RULES)[0])
    if one is None:
        raise typer.BadParameter(f"没有规则 {name}；可用的编号：{'、'.join(RULES)}")
    screen.line(f"{one.id} {one.name}（{SEVERITIES[one.severity][0]}，{FAMILIES[one.id[:3]]}）", "bold")
    for title, text in (
        ("查什么", one.summary),
        ("为什么", one.why),
        ("不好的例子", one.bad),
        ("好的例子", one.good),
        ("改法", one.remedy),
        (
            "怎样启用",
            f"默认不查；用 --select {one.id} 或在设置文件的 rules.select 里写明编号。" if one.optional else "",
        ),
        ("何时有用", "要与其他单位或上年的总结比较，在成批检查时才有结果。" if one.across else ""),
        ("怎样忽略", f"在有问题的段落里写【忽略 {one.id}】，或给这一处加一条批注，写“忽略 {one.id}”。"),
    ):
        if text:
            screen.line(f"\n{title}", "bold")
            screen.line("  " + text.strip().replace("\n", "\n  "))
    return 0


def _optional(optional: bool) -> str:
    return "（默认不查）" if optional else ""
