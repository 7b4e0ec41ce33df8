"""``zongjie check`` and ``zongjie rule``."""

import re
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from ..report import Failure, Finding, Report
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
    HTML = "html"


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
    annotate: Annotated[
        Path | None,
        typer.Option(
            "--annotate", metavar="文件夹", help="把标出问题的文件写到这里：Word 文件加批注和底色，其余写成网页"
        ),
    ] = None,
    fill_sheet: Annotated[
        Path | None,
        typer.Option(
            "--fill-sheet", metavar="文件", help="把空缺写成填写单（.xlsx、.csv 或 .json），填好后用 fill 填回"
        ),
    ] = None,
    fail_on: Annotated[
        FailOn, typer.Option("--fail-on", help="有这一级及更重的问题时以 1 结束；默认 error")
    ] = FailOn.ERROR,
) -> int:
    """Prints the findings in each document."""
    from ..checks import check as run
    from ..writing.fillsheet import SUFFIXES
    from .marking import Copies, without, write_sheet

    settings = _chosen(settings_of(profile), select, ignore)
    if fill_sheet is not None and fill_sheet.suffix.lower() not in SUFFIXES:
        raise typer.BadParameter(f"填写单不能写成“{fill_sheet.name}”；可用的扩展名：{'、'.join(SUFFIXES)}")
    sources = sources_of(paths)
    copies = None
    if annotate is not None:
        sources = without(sources, annotate, paths)
        copies = Copies(annotate, [one for one in sources if isinstance(one, str)])
    show = _Show(form)
    reports: list[Report] = []
    failed: list[Failure] = []
    grave = False
    for one in results_of(sources, settings, "检查"):
        if isinstance(one, Failure):
            show.failure(one)
            failed.append(one)
            continue
        findings = run(one, settings)
        show.document(one, findings)
        if copies and (failure := copies.add(one, findings)):
            failed.append(failure)
        if fill_sheet is not None:
            reports.append(one)
        grave = grave or _are_grave(findings, fail_on)
    show.end()
    if copies:
        copies.end()
    if fill_sheet is not None:
        write_sheet(fill_sheet, reports)
    return code_of(failed) or (FINDINGS if grave else 0)


class _Show:
    """Prints findings and failures in one form, each as soon as that form allows."""

    def __init__(self, form: CheckFormat) -> None:
        from ..writing.console import Screen

        self._form, self._screen = form, Screen(sys.stdout)
        self._found: list[Finding | Failure] = []
        self._sheets: list[tuple[Report, list[Finding]] | Failure] = []
        self._documents = 0

    def failure(self, failure: Failure) -> None:
        """Shows a document that could not be read (stderr has named it already)."""
        from ..writing import json

        self._found.append(failure)
        self._sheets.append(failure)
        if self._form is CheckFormat.JSONL:
            emit(json.lines([failure]))

    def document(self, report: Report, findings: list[Finding]) -> None:
        """Shows what was found in one document."""
        from ..writing import json
        from ..writing.console import concise, show_findings

        self._documents += 1
        self._found += findings
        if self._form is CheckFormat.FULL:
            show_findings(self._screen, report, findings, _remedies())
        elif self._form is CheckFormat.CONCISE:
            emit("".join(f"{concise(each)}\n" for each in findings))
        elif self._form is CheckFormat.JSONL:
            emit(json.lines(findings))
        elif self._form is CheckFormat.HTML:
            self._sheets.append((report, findings))

    def end(self) -> None:
        """Shows what stands after the last document, or all of it in a form that is one whole."""
        if self._form is CheckFormat.JSON:
            from ..writing import json

            emit(json.document(self._found))
        elif self._form is CheckFormat.FULL:
            from ..writing.console import show_summary

            show_summary(self._screen, self._found, self._documents)
        elif self._form is CheckFormat.HTML:
            from ..checks import RULES
            from ..writing import html  # brings Jinja2

            emit(html.pages(self._sheets, RULES))


def _are_grave(findings: list[Finding], fail_on: FailOn) -> bool:
    counting = () if fail_on is FailOn.NEVER else SEVERITIES[: SEVERITIES.index(fail_on) + 1]
    return any(one.severity in counting for one in findings)


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
