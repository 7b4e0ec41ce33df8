"""``zongjie check``."""

from pathlib import Path
from typing import Annotated

import typer

from ..report import Failure, Report
from .app import FINDINGS, Paths, Profile, app, code_of, results_of, settings_of, sources_of
from .chinese import Command
from .outputs import Force, files_of, keep_baseline, keep_sheet
from .rules import Accepting, FailOn, Ignore, Select, Severities, WriteAccepted, are_grave, chosen
from .showing import CheckFormat, Show


@app.command(cls=Command, help="检查总结：缺数字、缺段落等，逐条指出位置和改法。")
def check(
    paths: Paths,
    profile: Profile = None,
    select: Select = None,
    ignore: Ignore = None,
    severity: Severities = None,
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
    baseline: Accepting = None,
    write_baseline: WriteAccepted = None,
    fail_on: FailOn = None,
    force: Force = False,
) -> int:
    """Prints the findings in each document."""
    from ..checks import check as run
    from ..writing.fillsheet import SUFFIXES
    from .accepted import Baseline
    from .marking import Copies, without, write_sheet

    settings = chosen(settings_of(profile), select, ignore, severity, fail_on, baseline)
    if fill_sheet is not None and fill_sheet.suffix.lower() not in SUFFIXES:
        raise typer.BadParameter(f"填写单不能写成“{fill_sheet.name}”；可用的扩展名：{'、'.join(SUFFIXES)}")
    sources = sources_of(paths)
    inputs = (paths, sources, files_of(settings, profile))
    if fill_sheet is not None:
        keep_sheet(fill_sheet, *inputs, [settings.rules.baseline], force=force)
    if write_baseline is not None:
        keep_baseline(write_baseline, *inputs, force=force)
        if fill_sheet is not None and fill_sheet.resolve() == write_baseline.resolve():
            raise typer.BadParameter("填写单和基线文件不能是同一个文件", param_hint="--write-baseline")
    accepted = Baseline(settings.rules.baseline, write_baseline)
    copies = None
    if annotate is not None:
        sources = without(sources, annotate, paths)
        copies = Copies(annotate, [one for one in sources if isinstance(one, str)])
    show = Show(form)
    reports: list[Report] = []
    failed: list[Failure] = []
    grave = False
    for one in results_of(sources, settings, "检查"):
        if isinstance(one, Failure):
            show.failure(one)
            failed.append(one)
            continue
        findings = accepted.left(one, run(one, settings))
        show.document(one, findings)
        if copies and (failure := copies.add(one, findings)):
            failed.append(failure)
        if fill_sheet is not None:
            reports.append(one)
        grave = grave or are_grave(findings, settings)
    show.end()
    accepted.end()
    if copies:
        copies.end()
    if fill_sheet is not None:
        write_sheet(fill_sheet, reports)
    return code_of(failed) or (FINDINGS if grave and write_baseline is None else 0)
