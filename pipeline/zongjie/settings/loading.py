"""From a TOML file to ``Settings``, with the files that it names."""

import tomllib
from collections.abc import Iterator
from os import PathLike
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from .. import lexicon as tables
from ..errors import reason
from . import roster
from .models import CLASHING, Settings, clashes_of_units
from .problems import SettingsError, escaped, find, syntax_error, together, value_errors

S = TypeVar("S", bound=Settings)


def load(kind: type[S], path: str | PathLike[str]) -> S:
    """The settings of ``kind`` in the file ``path`` (see ``Settings.from_file``). Raises ``SettingsError``."""
    settings, wrong = examined(kind, path)
    if settings is None or wrong:
        raise together(wrong)
    return settings


def examined(kind: type[S], path: str | PathLike[str]) -> tuple[S | None, list[SettingsError]]:
    """The settings in the file ``path`` (None: it has other than settings) and all that is wrong with them."""
    name = str(path)
    try:
        text = _read(path)
        data = tomllib.loads(text)
    except SettingsError as error:
        return None, [error]
    except tomllib.TOMLDecodeError as error:
        return None, [syntax_error(name, text, str(error))]
    wrong: list[SettingsError] = []
    try:
        settings = kind.model_validate(data)
    except ValidationError as error:
        wrong += value_errors(name, text, error)
        try:
            settings = kind.model_validate(data, context=CLASHING)
        except ValidationError:
            return None, wrong
    for table in settings.lexicon:
        wrong += _wrong_in_table(settings, name, text, table)
    folder = Path(path).parent
    changed: dict[str, object] = {}
    try:
        if settings.dictionary is not None:
            changed["dictionary"] = _dictionary(name, text, folder / settings.dictionary)
    except SettingsError as error:
        wrong.append(error)
    if settings.rules.baseline is not None:
        changed["rules"] = settings.rules.model_copy(update={"baseline": str(folder / settings.rules.baseline)})
    try:
        if settings.roster.file is not None:
            changed["roster"] = _roster(settings, name, text, folder / settings.roster.file)
    except SettingsError as error:
        wrong.append(error)
    return (settings.model_copy(update=changed) if changed else settings), wrong


def _wrong_in_table(settings: Settings, name: str, text: str, table: str) -> Iterator[SettingsError]:
    """What is wrong with a table of words, the first in each of its keys."""
    try:
        tables.load(table, settings.lexicon)
    except tables.LexiconError as error:
        told = False
        for key, value in settings.lexicon[table].items() if table in tables.TABLES else ():
            try:
                tables.load(table, {table: {key: value}})
            except tables.LexiconError as one:
                yield SettingsError(name, *find(text, ("lexicon", table, key)), str(one))
                told = True
        if not told:
            yield SettingsError(name, *find(text, ("lexicon", table)), str(error))


def _read(path: str | PathLike[str]) -> str:
    try:
        return Path(path).read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        message = "找不到这个设置文件，请检查路径"
    except OSError as error:
        message = f"设置文件无法读取（{reason(error)}），请检查路径和权限"
    except UnicodeDecodeError:
        message = "设置文件不是 UTF-8 编码，请用记事本另存为 UTF-8"
    raise SettingsError(str(path), None, "", message)


def _dictionary(name: str, text: str, path: Path) -> str:
    try:
        path.read_text("utf-8")
    except OSError as error:
        message = f"词典文件“{path}”无法读取，请检查路径和权限{escaped(str(path))}"
        raise SettingsError(name, *find(text, ("dictionary",)), message) from error
    except UnicodeDecodeError as error:
        message = f"词典文件“{path}”不是 UTF-8 编码，请用记事本另存为 UTF-8"
        raise SettingsError(name, *find(text, ("dictionary",)), message) from error
    return str(path)


def _roster(settings: Settings, name: str, text: str, path: Path) -> object:
    """The roster with the units of the file ``path`` before those that the profile itself lists."""
    try:
        listed = roster.read(path)
    except OSError as error:
        message = f"名单文件“{path}”无法读取（{reason(error)}），请检查路径和权限{escaped(str(path))}"
        raise SettingsError(name, *find(text, ("roster", "file")), message) from error
    units = (*listed, *settings.roster.units)
    wrong = []
    for clash in clashes_of_units(units):
        if clash.other < len(listed) <= clash.row:
            keys = ("roster", "units", clash.row - len(listed), clash.key)
            said = f"{clash.said}（另一处在名单文件“{path.name}”里）"
            wrong.append(SettingsError(name, *find(text, keys), said))
    if wrong:
        raise together(wrong)
    return settings.roster.model_copy(update={"file": str(path), "units": units})
