"""``zongjie kpi``."""

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..report import Failure
from ..season import Season
from ..settings import Settings
from .app import UNREADABLE, Paths, Profile, app, code_of, results_of, settings_of, sources_of
from .chinese import Command
from .outputs import Force, files_of, keep_table
from .terminal import emit, note

if TYPE_CHECKING:
    from ..kpi.table import Row

KPI_FILES = (".xlsx", ".csv", ".json", ".parquet")


@app.command(cls=Command, help="把各份总结的指标汇成一张表。")
def kpi(
    paths: Paths,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="文件", help="写到 .xlsx、.csv、.json 或 .parquet；不给则显示在屏幕上"),
    ] = None,
    profile: Profile = None,
    force: Force = False,
) -> int:
    """Writes or shows the table of metrics."""
    from ..collecting.roster import assign, head
    from ..kpi.table import rows as table
    from ..running.spool import Spool
    from ..writing.console import Screen, show_rows

    if output is not None and output.suffix.lower() not in KPI_FILES:
        raise typer.BadParameter(f"不能写成“{output.name}”；可用的扩展名：{'、'.join(KPI_FILES)}")
    settings, failures = settings_of(profile), []
    sources = sources_of(paths)
    if output is not None:
        keep_table(output, paths, sources, files_of(settings, profile), force=force)
    documents = metrics = missing = 0
    heads = []
    with Spool() as rows:
        for one in results_of(sources, settings, "汇总"):
            if isinstance(one, Failure):
                failures.append(one)
                continue
            found = table([one])
            heads.append(head(one))
            rows.add(found)
            documents, metrics = documents + 1, metrics + len(found)
            missing += sum(row.status == "missing" for row in found)
        if output is None:
            show_rows(Screen(sys.stdout), rows)
        elif not heads:
            note(f"没有一份总结可读，没有写出 {output}")
            return code_of(failures) or UNREADABLE
        else:
            season = assign(heads, settings) if settings.roster.units else None
            _write(output, rows, documents, failures, settings, season)
            emit(f"{documents} 份总结，{metrics} 个指标（其中缺数字 {missing} 个），已写到 {output}\n")
    return code_of(failures)


def _write(
    output: Path,
    rows: "Iterable[Row]",
    documents: int,
    failures: Sequence[Failure],
    settings: Settings,
    season: Season | None,
) -> None:
    # The writers of the other kinds load only where they are asked for.
    kind = output.suffix.lower()
    if kind == ".json":
        from ..writing import json

        json.write_list(output, rows)
    elif kind == ".csv":
        from ..writing import csv

        csv.write(output, rows)
    elif kind == ".parquet":
        from ..writing import parquet

        parquet.write(output, rows)
    else:
        from ..kpi.grid import grid
        from ..kpi.totals import totals
        from ..kpi.trend import trends
        from ..writing import excel

        cells = grid(lambda: rows, season, settings.indicators)
        excel.write(
            output,
            excel.Book(
                rows,
                grid=cells,
                totals=totals(cells),
                trends=trends(cells),
                season=season,
                failures=failures,
                documents=documents,
            ),
        )
