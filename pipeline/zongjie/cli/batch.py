"""``zongjie batch``."""

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Annotated

import typer

from ..errors import DocumentError
from ..report import Failure
from ..season import Season
from ..settings import Settings
from .app import FINDINGS, UNREADABLE, Paths, Profile, app, code_of, settings_of, sources_of
from .chinese import Command
from .outputs import Force, files_of, keep_baseline
from .rules import Accepting, FailOn, Ignore, Select, Severities, WriteAccepted, chosen
from .terminal import complain, note, stage

if TYPE_CHECKING:
    from ..running.batch_outputs import Outputs

_NAMED = 10  # who has not submitted


class Engine(StrEnum):
    """Where the work is done."""

    LOCAL = "local"


@app.command(cls=Command, help="一次处理一季的总结：谁没交、各缺什么、指标汇总、雷同，结果都写到一个文件夹。")
def batch(
    paths: Paths,
    output: Annotated[Path, typer.Option("-o", "--output", metavar="文件夹", help="结果写到这里")],
    profile: Profile = None,
    year: Annotated[
        int | None, typer.Option("--year", min=1900, max=2999, metavar="年", help="收的是哪一年的总结")
    ] = None,
    workers: Annotated[
        int | None, typer.Option("--workers", min=1, max=256, metavar="个数", help="同时用几个进程；默认看 CPU")
    ] = None,
    engine: Annotated[Engine, typer.Option("--engine", help="在哪里运行；目前只有 local（本机）")] = Engine.LOCAL,
    store: Annotated[
        Path | None,
        typer.Option("--store", metavar="文件", help="结果库（DuckDB）；默认是结果文件夹里的 zongjie.duckdb"),
    ] = None,
    resume: Annotated[bool, typer.Option("--resume", help="接着做上次没有做完的")] = False,
    select: Select = None,
    ignore: Ignore = None,
    severity: Severities = None,
    baseline: Accepting = None,
    write_baseline: WriteAccepted = None,
    fail_on: FailOn = None,
    force: Force = False,
) -> int:
    """Does everything for a season of submissions."""
    from ..running import batch as work
    from ..running.batch_analyses import Work
    from ..running.batch_folder import COPIES, STORE, claim
    from ..running.batch_outputs import Outputs
    from ..running.batch_writing import write
    from ..running.store import Store
    from ..writing.letters import doubt
    from .accepted import Baseline

    del engine  # one so far
    settings = chosen(settings_of(profile), select, ignore, severity, fail_on, baseline)
    sources = sources_of(paths)
    if write_baseline is not None:
        keep_baseline(write_baseline, paths, sources, files_of(settings, profile), force=force)
    accepted = Baseline(settings.rules.baseline, write_baseline)
    if year is not None:
        settings = settings.model_copy(update={"year": year})
    if said := doubt(settings.letters):
        note(f"提醒：{said}")
    there = _claimable(output, sources, settings.year, force=force)
    if not any(map(_there, sources)):
        for one in sources:
            complain(one if isinstance(one, Failure) else DocumentError("not-found").failure(one))
        note(f"没有可以处理的总结，没有改动“{output}”")
        return UNREADABLE
    with Store(store or output / STORE) as opened, _resumable():  # where another program has it nothing is touched
        claim(output)
        run = work.start(opened, output, paths, settings, resume=resume)
        if resume and not run.resumed:
            note("提醒：没有可以接着做的运行（文件、设置或程序已变，或上次已做完），重新开始；没有变的文件不再分析")
        shared = Work(opened, run, settings, workers, stage, accepted.accepted)
        try:
            result = work.process(shared, sources, output / COPIES, there)
        except work.OtherYearError as error:
            raise _other_year(output, there, error.year) from error
        if run.resumed:
            note(f"接着上次的做：{result.taken} 份已经分析过，沿用；新分析 {result.analysed} 份")
        for failure in result.failures:
            complain(failure)
        if result.uncompared:
            note(
                f"提醒：结果库里有 {result.uncompared} 份上一年的总结是另一版 zongjie 处理的，没有和它们比对雷同；"
                "要比对，请把它们的文件和今年的一起交给 batch"
            )
        write(shared, result, output)
        outputs = Outputs(opened, settings, result, output)
        known = {} if write_baseline is None else outputs.known()
        accepted.add([one.source for one in result.documents if one.failure is None], result.accepted, known)
        opened.finish(run, result.season.year)
        code = _told(outputs, "never" if write_baseline else settings.rules.fail_on)
        accepted.end()
        return code


def _claimable(output: Path, sources: "Sequence[str | Failure]", year: int | None, *, force: bool) -> int | None:
    """The year of the results that are in ``output``, if any; raises BadParameter where new ones cannot go there."""
    from ..running.batch_folder import strangers, year_there

    if output.exists() and not output.is_dir():
        raise typer.BadParameter(f"“{output}”是文件，请给出文件夹", param_hint="-o")
    if why := strangers(output, [one for one in sources if isinstance(one, str)]):
        raise typer.BadParameter(why, param_hint="-o")
    there = None if force else year_there(output)
    if None not in (there, year) and year != there:
        raise _other_year(output, there, year)
    return there


@contextmanager
def _resumable() -> Iterator[None]:
    try:
        yield
    except KeyboardInterrupt:
        note("做完的部分已经保存；用同一条命令加 --resume 可以接着做")
        raise


def _other_year(output: Path, there: int | None, year: int | None) -> typer.BadParameter:
    from ..running.batch_folder import STORE

    return typer.BadParameter(
        f"“{output}”里是 {there} 年的结果，这次是 {year} 年的，没有改动；请换一个文件夹"
        f"（要与上年比较，再加 --store {output / STORE}），要覆盖请加 --force",
        param_hint="-o",
    )


def _there(source: str | Failure) -> bool:
    """Whether there is something to read: a path written wrongly must not put an empty season over a full one."""
    from ..reading.bundle import split

    return isinstance(source, str) and (source == "-" or os.path.lexists(source) or split(source) is not None)


def _told(outputs: "Outputs", fail_on: str) -> int:
    """Says on stdout what there is, and gives the exit code."""
    from ..running.batch_folder import BOOK, COPIES, OVERVIEW, PROBLEMS
    from ..writing.console import SEVERITIES as WORDS
    from ..writing.console import Screen

    result, screen = outputs.result, Screen(sys.stdout)
    counts, current = outputs.counts(), outputs.current()
    all_found = [sum(one[at] for one in counts.values()) for at in range(len(WORDS))]
    counted = [one for number, one in counts.items() if number in current]
    totals = [sum(one[at] for one in counted) for at in range(len(WORDS))]
    others = sum(all_found) - sum(totals)
    read = sum(one.failure is None for one in result.documents)
    season = result.season
    screen.line(f"{season.year} 年总结" if season.year else "总结", "bold")
    for line in _units(season, outputs.settings):
        screen.line(line)
    failed = f"，另有 {len(result.failures)} 个文件读不了或标不了" if result.failures else ""
    screen.line(f"总结 {read} 份（新分析 {result.analysed} 份）{failed}")
    found = "，".join(f"{word} {number}" for (word, _), number in zip(WORDS.values(), totals, strict=True))
    apart = f"（只计本年度算数的稿子；往年的和不计入的稿子里另有 {others} 处问题）" if others else ""
    screen.line(f"问题：{found}；缺着的数字 {sum(one.missing for one in counted)} 个{apart}")
    folder = outputs.folder
    screen.line(f"请先看 {folder / OVERVIEW}；指标 {folder / BOOK}，问题 {folder / PROBLEMS}，标注稿 {folder / COPIES}")
    limit = 0 if fail_on == "never" else list(WORDS).index(fail_on) + 1
    return code_of(result.failures) or (FINDINGS if any(all_found[:limit]) else 0)


def _units(season: Season, settings: Settings) -> Iterator[str]:
    """Who has submitted, who has not, and what is nobody's, a line for each."""
    from ..writing.console import PARTIAL, SILENT, classes, several

    roster = bool(settings.roster.units)
    if roster:
        counts = "，".join(f"{word} {len(units)} 个" for word, units in classes(season).items())
        lacking = f"（共缺 {len(season.absences)} 份）" if season.absences else ""
        yield f"单位 {len(season.units)} 个：{counts}{lacking}"
        owed: dict[str, list[str]] = {}
        for one in season.absences:
            owed.setdefault(one.unit, []).append(one.kind)
        if season.partial:
            named = [f"{unit}（缺{'、'.join(owed[unit])}）" for unit in season.partial]
            yield f"{PARTIAL}：{_some(named)}"
        if season.silent:
            yield f"{SILENT}：{_some(season.silent)}"
    else:
        yield f"单位 {len(season.units)} 个（没有名单，看不出谁没交；可在设置文件里给出 [roster]）"
    if not settings.documents and (said := several(season)):
        yield said
    if strange := [one for one in season.submissions if one.unit not in season.units]:
        remedy = "请在名单的“别名”或“文件名”里写上" if roster else "给出名单（[roster]），就能按文件名认出"
        named = [PurePath(one.source).name for one in strange]
        yield f"有 {len(strange)} 份看不出是哪个单位的（见报送情况）；{remedy}：{_some(named)}"


def _some(names: Sequence[str]) -> str:
    return "、".join(names[:_NAMED]) + (" 等" if len(names) > _NAMED else "")
