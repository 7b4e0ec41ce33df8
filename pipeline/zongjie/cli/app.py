"""The Typer application, and what its commands share: options, sources and results."""

import sys
from collections.abc import Generator, Iterable
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from ..report import Failure, Report
from ..settings import Settings
from . import FAULT
from .chinese import Group
from .terminal import complain, emit, note, progress

FINDINGS, UNREADABLE = 1, 2

app = typer.Typer(
    cls=Group,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="读懂中文工作总结：找出写了什么、漏了什么。\n\n结果写到标准输出，其余（进度、错误）写到标准错误。",
)

Paths = Annotated[
    list[str],
    typer.Argument(metavar="路径…", help="文件、文件夹（含下级）、通配符、.zip 压缩包，或 -（从标准输入读文字）"),
]
Profile = Annotated[Path | None, typer.Option("--profile", metavar="文件", help="这次收总结的要求（TOML）")]


@app.callback(invoke_without_command=True)
def about(
    version: Annotated[bool, typer.Option("--version", help="显示版本")] = False,
) -> None:
    """What stands before the commands."""
    if version:
        from .. import __version__

        emit(f"zongjie {__version__}\n")
        raise typer.Exit()


def settings_of(profile: Path | None) -> Settings:
    """The settings in the file ``profile``, or the usual ones. Raises ``SettingsError``."""
    return Settings() if profile is None else Settings.from_file(profile)


def sources_of(paths: list[str]) -> list[str | Failure]:
    """The documents that ``paths`` mean (see ``running.inputs.expand``)."""
    from ..running.inputs import expand

    return expand(paths)


def results_of(sources: list[str | Failure], settings: Settings, doing: str) -> Generator[Report | Failure, None, None]:
    """The analysis of each source, in order; what cannot be read is named on stderr at once."""
    from ..reading import office
    from ..running.pool import analyses

    given = [sys.stdin.buffer.read() if source == "-" else source for source in sources]
    office.prepare(one for one in given if isinstance(one, str))
    look = partial(office.share, office.store())
    with progress(len(sources), doing) as tick, closing(analyses(given, settings, initializer=look)) as results:
        for source in sources:
            tick(source if isinstance(source, str) else source.source)
            result = next(results)
            if isinstance(result, Failure):
                complain(result)
            elif result.source.review:
                note(f"提醒：{result.source.name} 的文字可能不全或有误，请对照原件")
            yield result


def code_of(results: Iterable[object]) -> int:
    """The exit code for the failures among ``results``: 70 if one is a fault of zongjie's own, 2 if any, else 0."""
    categories = {one.category for one in results if isinstance(one, Failure)}
    return FAULT if "internal" in categories else UNREADABLE if categories else 0
