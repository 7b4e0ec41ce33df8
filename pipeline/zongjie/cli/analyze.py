"""``zongjie analyze``."""

import sys
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from ..report import Failure, Report
from .app import Paths, Profile, app, code_of, results_of, settings_of, sources_of
from .chinese import Command
from .outputs import Force, keep_analysis
from .terminal import emit, note


class AnalyzeFormat(StrEnum):
    """How ``analyze`` prints."""

    JSON = "json"
    JSONL = "jsonl"
    TEXT = "text"


@app.command(cls=Command, help="分析总结：段落、指标、空缺、问题与计划、举措。")
def analyze(
    paths: Paths,
    profile: Profile = None,
    form: Annotated[
        AnalyzeFormat | None, typer.Option("--format", help="输出格式；默认终端上为 text，否则为 json")
    ] = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="文件夹", help="每份总结的分析写到 文件夹/文件名.json")
    ] = None,
    force: Force = False,
) -> int:
    """Prints or writes the whole analysis of each document."""
    from ..writing import json
    from ..writing.console import Screen, show_report

    if output is not None and form not in (None, AnalyzeFormat.JSON):
        raise typer.BadParameter(f"-o 只写 JSON，不能同时用 --format {form}")
    sources = sources_of(paths)
    targets = {} if output is None else _targets(output, sources, force=force)
    results = results_of(sources, settings_of(profile), "分析")
    if output is not None:
        return _write_each(output, targets, sources, results)
    form = form or (AnalyzeFormat.TEXT if sys.stdout.isatty() else AnalyzeFormat.JSON)
    if form is AnalyzeFormat.JSON:
        found = list(results)
        emit(json.document(found if len(found) > 1 else found[0]))
        return code_of(found)
    failures = []
    screen = Screen(sys.stdout)
    for one in results:
        if form is AnalyzeFormat.JSONL:
            emit(json.lines([one]))
        elif isinstance(one, Report):
            show_report(screen, one)
        if isinstance(one, Failure):
            failures.append(one)
    return code_of(failures)


def _targets(folder: Path, sources: list[str | Failure], *, force: bool) -> dict[str, Path]:
    """Where the analysis of each source goes."""
    from ..running.inputs import names

    if folder.exists() and not folder.is_dir():
        raise typer.BadParameter(f"“{folder}”是文件，请给出文件夹", param_hint="--output")
    readable = [one for one in sources if isinstance(one, str)]
    targets = {one: folder / f"{name}.json" for one, name in zip(readable, names(readable), strict=True)}
    same = [one for one in readable if one.lower().endswith(".json")]  # only these can be where an analysis goes
    for target in targets.values():
        keep_analysis(target, same, force=force)
    return targets


def _write_each(
    folder: Path, targets: dict[str, Path], sources: list[str | Failure], results: Iterator[Report | Failure]
) -> int:
    from ..writing import json
    from ..writing.files import write_text

    failures = []
    written = 0
    for source, one in zip(sources, results, strict=True):
        if isinstance(one, Failure):
            failures.append(one)
            continue
        write_text(targets[str(source)], json.document(one))
        written += 1
    note(f"已写出 {written} 份分析到 {folder}")
    return code_of(failures)
