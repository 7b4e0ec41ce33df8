"""What a command may write over: nothing that it reads, and nothing of the user's own unless that is asked for."""

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Annotated

import typer

from ..report import Failure
from ..settings import Settings

Force = Annotated[bool, typer.Option("--force", help="文件已经存在、又不是 zongjie 写的，也覆盖它")]
Inputs = Iterable[str | Path | Failure | None]


def files_of(settings: Settings, profile: Path | None) -> list[str | Path | None]:
    """The profile, and the files that it names."""
    return [profile, settings.roster.file, settings.dictionary]


def keep_sheet(path: Path, *inputs: Inputs, force: bool) -> None:
    """Refuses a fill-in sheet ``path`` in the place of anything but one without values."""
    from ..writing.fillsheet import held

    def stands(there: Path) -> str:
        values = held(there)
        if values:
            return f"“{there}”里已经填了 {values} 个值，覆盖就丢了"
        return _foreign(there, "填写单") if values is None else ""

    _keep(path, "--fill-sheet", stands, inputs, force=force)


def keep_baseline(path: Path, *inputs: Inputs, force: bool) -> None:
    """Refuses a baseline ``path`` in the place of anything but another one."""
    from ..checks.baseline import SCHEMA
    from ..writing.own import is_json

    _keep(path, "--write-baseline", _unless(lambda there: is_json(there, SCHEMA), "基线文件"), inputs, force=force)


def keep_table(path: Path, *inputs: Inputs, force: bool) -> None:
    """Refuses a table of metrics ``path`` in the place of anything but another one."""
    from ..kpi.table import Row
    from ..writing.own import is_table

    _keep(path, "--output", _unless(lambda there: is_table(there, Row._fields), "指标表"), inputs, force=force)


def keep_word(path: Path, *inputs: Inputs, force: bool) -> None:
    """Refuses a filled Word file ``path`` in the place of anything but one that is as it was filled."""
    from ..writing.own import is_filled

    _keep(path, "--output", _unless(is_filled, "填好的文件，或者填好之后又改过"), inputs, force=force)


def keep_analysis(path: Path, *inputs: Inputs, force: bool) -> None:
    """Refuses the analysis ``path`` of one document in the place of anything but another one."""
    from ..report import REPORT_SCHEMA
    from ..writing.own import is_json

    _keep(path, "--output", _unless(lambda there: is_json(there, REPORT_SCHEMA), "分析"), inputs, force=force)


def apart(path: Path, option: str, *inputs: Inputs) -> None:
    """Refuses to write ``path``, which ``option`` names, where it is one of the ``inputs``, by whatever name."""
    for one in _among(inputs, path):
        raise typer.BadParameter(f"“{one}”是这次要读的文件，不能写到它上面；请换一个文件名", param_hint=option)


def _keep(path: Path, option: str, stands: Callable[[Path], str], inputs: Iterable[Inputs], *, force: bool) -> None:
    """Raises a usage error, before any work is done, where ``path`` cannot be written; ``stands`` says why not."""
    if path.is_dir():
        raise typer.BadParameter(f"“{path}”是文件夹，请给出文件名", param_hint=option)
    if path.exists() and not path.is_file():
        raise typer.BadParameter(f"“{path}”不是普通文件，请换一个文件名", param_hint=option)
    if not path.exists():
        return
    apart(path, option, *inputs)
    if not force and (why := stands(path)):
        raise typer.BadParameter(f"{why}，没有改动；请换一个文件名，要覆盖请加 --force", param_hint=option)


def _unless(ours: Callable[[Path], bool], what: str) -> Callable[[Path], str]:
    return lambda path: "" if ours(path) else _foreign(path, what)


def _foreign(path: Path, what: str) -> str:
    return f"“{path}”已经存在，不是 zongjie 写的{what}"


def _among(inputs: Iterable[Inputs], path: Path) -> Iterator[str]:
    from ..reading.bundle import split

    try:
        target = path.stat()
    except OSError:
        return  # what is not there yet is not read either
    for one in (one for some in inputs for one in some):
        if one is not None and not isinstance(one, Failure):
            member = split(one)
            with suppress(OSError):
                if os.path.samestat(os.stat(member[0] if member else one), target):
                    yield os.fspath(one)
