"""``zongjie kpi``."""

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path, PurePath
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
    from ..collecting.roster import Head
    from ..kpi.table import Row

KPI_FILES = (".xlsx", ".csv", ".json", ".parquet")
_NAMED = 5  # documents that do not count


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
    from ..collecting.roster import head
    from ..kpi.table import rows as table
    from ..running.spool import Spool
    from ..writing.console import Screen, show_rows

    if output is not None and output.suffix.lower() not in KPI_FILES:
        raise typer.BadParameter(f"不能写成“{output.name}”；可用的扩展名：{'、'.join(KPI_FILES)}")
    settings, failures = settings_of(profile), []
    counts: dict[str, tuple[int, int]] = {}  # figures, and those of them that are missing
    sources = sources_of(paths)
    if output is not None:
        keep_table(output, paths, sources, files_of(settings, profile), force=force)
    heads = []
    with Spool() as rows:
        for one in results_of(sources, settings, "汇总"):
            if isinstance(one, Failure):
                failures.append(one)
                continue
            found = table([one])
            heads.append(head(one))
            rows.add(found)
            counts[one.source.name] = len(found), sum(row.status == "missing" for row in found)
        season = _season(heads, settings)
        if season is not None and (drafts := [each.source for each in season.submissions if not each.counts]):
            _tell(drafts, None if output is None else output.suffix.lower())
        if output is None:
            show_rows(Screen(sys.stdout), rows)
        elif not heads:
            note(f"没有一份总结可读，没有写出 {output}")
            return code_of(failures) or UNREADABLE
        else:
            _write(output, rows, len(heads), failures, settings, season)
            left = set() if season is None else {each.source for each in season.submissions if not season.has(each)}
            counted = [those for source, those in counts.items() if source not in left]
            metrics, missing = (sum(those[at] for those in counted) for at in (0, 1))
            apart = f"，往年的和不计入的 {len(left)} 份除外" if left else ""
            said = f"{len(heads)} 份总结，{metrics} 个指标（其中缺数字 {missing} 个{apart}）"
            emit(f"{said}，已写到 {output}\n")
    return code_of(failures)


def _season(heads: "Sequence[Head]", settings: Settings) -> Season | None:
    """Whose the documents are and which of them count; None where no roster is given and all of them do.

    Without a roster each document of no known unit is its organization's, or is called by its file, as in the table.
    """
    from ..collecting.roster import assign

    if settings.roster.units:
        return assign(heads, settings)
    season = assign(heads, settings, ties=True)  # units of one name may be several: only what files say is taken for it
    if all(one.counts for one in season.submissions):
        return None
    called = {one.source: one.organization or PurePath(one.source).stem for one in heads}
    submissions = tuple(one._replace(unit=one.unit or called[one.source]) for one in season.submissions)
    units = tuple(dict.fromkeys((*season.units, *(one.unit for one in submissions if one.unit))))
    return season._replace(units=units, submissions=submissions)


def _tell(drafts: Sequence[str], kind: str | None) -> None:
    """Says on stderr which documents do not count beside another of their unit, and where they are still listed."""
    named = "、".join(PurePath(one).name for one in drafts[:_NAMED]) + (" 等" if len(drafts) > _NAMED else "")
    done = {
        ".xlsx": "汇总和缺数清单不计入，指标明细里标为“不计入”，原因见报送情况",
        None: "表里也列着，合计时请除去",
    }.get(kind, "文件里也列着，合计时请除去")
    note(f"提醒：有 {len(drafts)} 份是同一单位同一种总结的旧稿或重复的文件，{done}：{named}")


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

        cells = grid(lambda: rows, season, settings.indicators, settings.lexicon)
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
