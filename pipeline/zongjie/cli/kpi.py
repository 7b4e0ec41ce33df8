"""``zongjie kpi``."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..report import Failure, Report
from .app import Paths, Profile, app, code_of, results_of, settings_of, sources_of
from .chinese import Command
from .terminal import emit

if TYPE_CHECKING:
    from ..kpi.table import Row

KPI_FILES = (".xlsx", ".csv", ".json")


@app.command(cls=Command, help="把各份总结的指标汇成一张表。")
def kpi(
    paths: Paths,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="文件", help="写到 .xlsx、.csv 或 .json；不给则显示在屏幕上"),
    ] = None,
    profile: Profile = None,
) -> int:
    """Writes or shows the table of metrics."""
    from ..kpi.table import rows as table
    from ..writing.console import Screen, show_rows

    if output is not None and output.suffix.lower() not in KPI_FILES:
        raise typer.BadParameter(f"不能写成“{output.name}”；可用的扩展名：{'、'.join(KPI_FILES)}")
    results = list(results_of(sources_of(paths), settings_of(profile), "汇总"))
    reports = [one for one in results if isinstance(one, Report)]
    rows = table(reports)
    if output is None:
        show_rows(Screen(sys.stdout), rows)
    else:
        _write(output, rows, results)
        missing = sum(row.status == "missing" for row in rows)
        emit(f"{len(reports)} 份总结，{len(rows)} 个指标（其中缺数字 {missing} 个），已写到 {output}\n")
    return code_of(results)


def _write(output: Path, rows: list["Row"], results: list[Report | Failure]) -> None:
    # The writers of the other kinds load only where they are asked for.
    kind = output.suffix.lower()
    if kind == ".json":
        from ..writing import json
        from ..writing.files import write_text

        write_text(output, json.document(rows))
    elif kind == ".csv":
        from ..writing import csv

        csv.write(output, rows)
    else:
        from ..writing import xlsx

        xlsx.write(output, rows, results)
