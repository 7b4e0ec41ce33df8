"""``zongjie profile init`` and ``zongjie profile check``."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from ..report import Report
from ..settings import ROLE_NAMES, Indicator, Settings, SettingsError
from .app import UNREADABLE, Paths, app, code_of, results_of, sources_of
from .chinese import Command, Group
from .outputs import apart
from .terminal import emit, note

_SHOWN = 12  # units that are listed

profile = typer.Typer(
    cls=Group,
    no_args_is_help=True,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="这次收总结的要求（设置文件）：拟一份，或检查一份。",
)
app.add_typer(profile, name="profile")


@profile.command(cls=Command, help="读一批写得好的总结，拟一份设置文件：应有的部分、指标、单位名单、字数。")
def init(
    paths: Paths,
    output: Annotated[Path, typer.Option("-o", "--output", metavar="文件", help="写到这个文件（.toml）")],
    year: Annotated[
        int | None, typer.Option("--year", metavar="年份", min=1900, max=2999, help="总结的年份；默认取多数总结的年份")
    ] = None,
    roster: Annotated[
        Path | None, typer.Option("--roster", metavar="文件", help="单位名单另写成表格（.csv），便于增删")
    ] = None,
    share: Annotated[
        int, typer.Option("--share", metavar="百分数", min=50, max=100, help="多少份总结都有的才列为必须；默认 100")
    ] = 100,
    force: Annotated[bool, typer.Option("--force", help="文件已经存在时也写，覆盖原来的")] = False,
) -> int:
    """Writes the profile that good reports suggest."""
    from ..collecting.proposal import propose
    from ..writing.files import write_bytes, write_text
    from ..writing.profile import roster_csv, toml

    _check_outputs(output, roster, force=force)
    sources = sources_of(paths)
    apart(output, "--output", paths, sources)
    if roster is not None:
        apart(roster, "--roster", paths, sources)
    results = list(results_of(sources, Settings(), "读取"))
    reports = [one for one in results if isinstance(one, Report)]
    if not reports:
        note("错误：没有一份总结可读，没有写出设置文件。请给出至少一份写得好的总结")
        return code_of(results) or UNREADABLE
    proposal = propose(reports, year, share / 100)
    if roster is not None:
        write_bytes(roster, roster_csv(proposal.settings.roster.units))
    write_text(output, toml(proposal, None if roster is None else _relative(roster, output.parent)))
    settings = Settings.from_file(output)  # what is written can be read
    emit(
        f"读了 {len(reports)} 份总结，拟出 {len(settings.sections.required)} 个必须有的部分、"
        f"{len(settings.indicators)} 个指标、{len(settings.roster.units)} 个单位，已写到 {output}"
        + (f" 和 {roster}" if roster is not None else "")
        + f"。请核对后使用：zongjie profile check {output}\n"
    )
    return code_of(results)


def _check_outputs(output: Path, roster: Path | None, *, force: bool) -> None:
    """Refuses names that cannot be read back, and files that would be lost."""
    if output.suffix.lower() != ".toml":
        raise typer.BadParameter(f"设置文件不能写成“{output.name}”；扩展名要用 .toml")
    if roster is not None and roster.suffix.lower() != ".csv":
        raise typer.BadParameter(f"名单不能写成“{roster.name}”；扩展名要用 .csv")
    for path in (output, roster):
        if path is not None and path.exists() and not force:
            raise typer.BadParameter(f"“{path}”已经存在，没有改动；要覆盖请加 --force，或换一个文件名")


def _relative(path: Path, folder: Path) -> str:
    """``path`` as seen from ``folder``, with / on any system; whole where they have no root in common."""
    try:
        return Path(os.path.relpath(path.resolve(), folder.resolve())).as_posix()
    except ValueError:
        return path.resolve().as_posix()


@profile.command(cls=Command, help="检查设置文件有没有写错，并说明它要求什么。")
def check(
    file: Annotated[Path, typer.Argument(metavar="文件", help="设置文件（TOML）")],
) -> int:
    """Says what a profile demands, or what is wrong with it."""
    from ..writing.console import Screen

    settings = _sound(file)
    screen = Screen(sys.stdout)
    screen.line(f"{file}：可以使用", "bold")
    for line in _demands(settings):
        screen.line(line)
    if settings.indicators:
        rows = [_row(one) for one in settings.indicators]
        screen.line()
        screen.table("指标", ("名称", "单位", "合理范围", "必须", "别的写法"), rows)
    for line in _remarks(settings):
        note(f"提醒：{line}")
    return 0


def _sound(file: Path) -> Settings:
    """The settings in ``file``. Raises ``SettingsError`` with all that is wrong with it, unknown rules too."""
    from ..settings.loading import examined
    from ..settings.problems import find, together

    settings, wrong = examined(Settings, file)
    if settings is not None:
        text = file.read_text("utf-8-sig")
        for at, (key, name) in enumerate(_unknown_rules(settings)):
            message = f"rules.{key} 里没有规则“{name}”；用 zongjie rule 查看全部规则"
            keys = ("rules", key, name) if key == "severity" else ("rules", key)
            wrong.insert(at, SettingsError(str(file), *find(text, keys), message))  # before those of other files
    if settings is None or wrong:
        raise together(wrong)
    return settings


def _unknown_rules(settings: Settings) -> Iterator[tuple[str, str]]:
    from ..checks import RULES, ids_of

    rules = settings.rules
    for key, names in (("select", rules.select), ("ignore", rules.ignore), ("severity", tuple(rules.severity))):
        for name, meant in zip(names, ids_of(names, RULES), strict=True):
            if not any(known.startswith(meant) for known in RULES):
                yield key, name


def _demands(settings: Settings) -> Iterator[str]:
    """What the settings demand, a line for each table; defaults are shown too."""
    yield f"  年份：{settings.year or '不限，以总结为准'}"
    units = settings.roster.units
    if units:
        named = "、".join(unit.name for unit in units[:_SHOWN]) + (" 等" if len(units) > _SHOWN else "")
        aliases = sum(len(unit.aliases) + len(unit.files) for unit in units)
        yield f"  单位：{len(units)} 个（{named}），另有 {aliases} 种别的叫法"
    else:
        yield "  单位：没有名单，不查谁没有报"
    if settings.documents:
        yield f"  每个单位要交：{'、'.join(one.name for one in settings.documents)}"
    required = "、".join(ROLE_NAMES[role] for role in settings.sections.required) or "不要求"
    yield f"  必须有的部分：{required}"
    lengths = [f"全文不少于 {settings.lengths.document} 字"] if settings.lengths.document else []
    lengths += [f"{ROLE_NAMES[role]}不少于 {least} 字" for role, least in settings.lengths.sections.items()]
    yield f"  字数：{'，'.join(lengths) or '不限'}"
    rules = settings.rules
    chosen = [f"只查 {'、'.join(rules.select)}"] if rules.select else []
    chosen += [f"不查 {'、'.join(rules.ignore)}"] if rules.ignore else []
    chosen += [f"{name} 算 {grade}" for name, grade in rules.severity.items()]
    yield f"  规则：{'；'.join(chosen) or '全部'}"
    letters = settings.letters
    if letters.issuer or letters.deadline:
        yield f"  通知：{letters.issuer or '发文单位未写'}，{letters.deadline or '截止日期未写'}"


def _row(one: Indicator) -> tuple[str, ...]:
    least, most = one.minimum, one.maximum
    if least is None and most is None:
        allowed = ""
    elif most is None:
        allowed = f"≥ {least:g}"
    else:
        allowed = f"≤ {most:g}" if least is None else f"{least:g} 到 {most:g}"
    return one.name, one.unit, allowed, "是" if one.required else "", "、".join(one.synonyms)


def _remarks(settings: Settings) -> Iterator[str]:
    """What can be used and may yet be a mistake."""
    from ..language.demands import demands
    from ..writing.letters import doubt

    if said := doubt(settings.letters):
        yield said
    for one in demands(settings).unknown_units():
        yield f"指标“{one.name}”的单位“{one.unit}”不在单位表里，只认写法完全相同的数字"
    baseline = settings.rules.baseline
    if baseline is not None and not Path(baseline).is_file():
        yield f"找不到基线文件“{baseline}”；先用 check 的 --write-baseline 生成它，或删去 rules.baseline"
    for one in settings.indicators:
        if not one.unit and (one.minimum is not None or one.maximum is not None):
            yield f"指标“{one.name}”有范围而没有单位，什么单位的数都会拿来比较；请写上 unit"
