"""``zongjie check`` and ``zongjie rule``."""

import re
import sys
from enum import StrEnum
from typing import Annotated

import typer

from ..report import Failure, Finding
from ..settings import Settings
from .app import FINDINGS, Paths, Profile, app, code_of, results_of, settings_of, sources_of
from .chinese import Command
from .terminal import emit, note

SEVERITIES = ("error", "warning", "info")


class CheckFormat(StrEnum):
    """How ``check`` prints."""

    FULL = "full"
    CONCISE = "concise"
    JSON = "json"
    JSONL = "jsonl"


class FailOn(StrEnum):
    """From which severity on findings make ``check`` end with 1."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"
    NEVER = "never"


@app.command(cls=Command, help="检查总结：缺数字、缺段落等，逐条指出位置和改法。")
def check(
    paths: Paths,
    profile: Profile = None,
    select: Annotated[
        list[str] | None,
        typer.Option(
            "--select",
            metavar="编号",
            help="只查这些规则（编号、编号开头或名称），如 ZJ101 或 ZJ1；可多次，可用逗号分隔",
        ),
    ] = None,
    ignore: Annotated[list[str] | None, typer.Option("--ignore", metavar="编号", help="不查这些规则")] = None,
    form: Annotated[CheckFormat, typer.Option("--format", help="输出格式；默认 full")] = CheckFormat.FULL,
    fail_on: Annotated[
        FailOn, typer.Option("--fail-on", help="有这一级及更重的问题时以 1 结束；默认 error")
    ] = FailOn.ERROR,
) -> int:
    """Prints the findings in each document."""
    from ..checks import check as run
    from ..writing import json
    from ..writing.console import Screen, concise, show_findings, show_summary

    settings = _chosen(settings_of(profile), select, ignore)
    results = results_of(sources_of(paths), settings, "检查")
    screen = Screen(sys.stdout)
    found: list[Finding | Failure] = []
    documents = 0
    for one in results:
        if isinstance(one, Failure):
            found.append(one)
            if form is CheckFormat.JSONL:
                emit(json.lines([one]))
            continue
        documents += 1
        findings = run(one, settings)
        found += findings
        if form is CheckFormat.FULL:
            show_findings(screen, one, findings, _remedies())
        elif form is CheckFormat.CONCISE:
            emit("".join(f"{concise(each)}\n" for each in findings))
        elif form is CheckFormat.JSONL:
            emit(json.lines(findings))
    if form is CheckFormat.JSON:
        emit(json.document(found))
    elif form is CheckFormat.FULL:
        show_summary(screen, found, documents)
    return _code(found, fail_on)


def _code(found: list[Finding | Failure], fail_on: FailOn) -> int:
    if code := code_of(found):
        return code
    grave = () if fail_on is FailOn.NEVER else SEVERITIES[: SEVERITIES.index(fail_on) + 1]
    return FINDINGS if any(isinstance(one, Finding) and one.severity in grave for one in found) else 0


def _remedies() -> dict[str, str]:
    from ..checks import RULES

    return {rule.id: rule.remedy for rule in RULES.values()}


def _chosen(settings: Settings, select: list[str] | None, ignore: list[str] | None) -> Settings:
    """``settings`` with the rules of the command line: what it selects replaces, what it ignores is added.

    An unknown id under select is a usage error, under ignore a warning: it may be one of another version.
    """
    from ..checks import RULES

    rules = settings.rules.model_copy(
        update={
            "select": _ids(select) or settings.rules.select,
            "ignore": (*settings.rules.ignore, *_ids(ignore)),
        }
    )
    unknown = [name for name in (*rules.select, *rules.ignore) if not any(rule.startswith(name) for rule in RULES)]
    for name in unknown:
        message = f"没有规则 {name}；用 zongjie rule 查看全部规则"
        if name in rules.select:
            raise typer.BadParameter(message)
        note(f"提醒：{message}")
    return settings.model_copy(update={"rules": rules})


def _ids(given: list[str] | None) -> tuple[str, ...]:
    """The rule ids, or beginnings of ids, that are given; a rule's name stands for its id."""
    from ..checks import RULES

    called = {rule.name: rule.id for rule in RULES.values()}
    names = [name.strip() for one in given or () for name in re.split("[,，]", one)]
    return tuple(called.get(name.lower(), name.upper()) for name in names if name)


@app.command(cls=Command, help="解释一条规则；不给编号则列出全部规则。")
def rule(
    name: Annotated[str | None, typer.Argument(metavar="[编号]", help="规则的编号或名称，如 ZJ101")] = None,
) -> int:
    """Explains one rule, or lists all."""
    from ..checks import RULES
    from ..writing.console import SEVERITIES, Screen

    screen = Screen(sys.stdout)
    if name is None:
        rows = [(one.id, one.name, SEVERITIES[one.severity][0], one.summary) for one in RULES.values()]
        screen.table("规则", ("编号", "名称", "级别", "查什么"), rows)
        return 0
    one = next((one for one in RULES.values() if name.upper() == one.id or name == one.name), None)
    if one is None:
        raise typer.BadParameter(f"没有规则 {name}；可用的编号：{'、'.join(RULES)}")
    screen.line(f"{one.id} {one.name}（{SEVERITIES[one.severity][0]}）", "bold")
    for title, text in (
        ("查什么", one.summary),
        ("为什么", one.why),
        ("不好的例子", one.bad),
        ("好的例子", one.good),
        ("改法", one.remedy),
    ):
        screen.line(f"\n{title}", "bold")
        screen.line("  " + text.strip().replace("\n", "\n  "))
    return 0
