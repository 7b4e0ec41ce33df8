"""From a TOML file to ``Settings``, with the files that it names."""

import tomllib
from os import PathLike
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from .. import lexicon as tables
from ..errors import reason
from . import roster
from .models import Clash, Settings, check_units
from .problems import SettingsError, escaped, find, syntax_error, value_error

S = TypeVar("S", bound=Settings)


def load(kind: type[S], path: str | PathLike[str]) -> S:
    """The settings of ``kind`` in the file ``path`` (see ``Settings.from_file``). Raises ``SettingsError``."""
    name, text = str(path), _read(path)
    try:
        settings = kind.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise syntax_error(name, text, str(error)) from error
    except ValidationError as error:
        raise value_error(name, text, error) from error
    for table in settings.lexicon:
        try:
            tables.load(table, settings.lexicon)
        except tables.LexiconError as error:
            raise SettingsError(name, *find(text, ("lexicon", table)), str(error)) from error
    folder = Path(path).parent
    changed: dict[str, object] = {}
    if settings.dictionary is not None:
        changed["dictionary"] = _dictionary(name, text, folder / settings.dictionary)
    if settings.rules.baseline is not None:
        changed["rules"] = settings.rules.model_copy(update={"baseline": str(folder / settings.rules.baseline)})
    if settings.roster.file is not None:
        changed["roster"] = _roster(settings, name, text, folder / settings.roster.file)
    return settings.model_copy(update=changed) if changed else settings


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
    try:
        check_units(units)
    except Clash as clash:
        keys = ("roster", "units", clash.row - len(listed), clash.key)
        raise SettingsError(name, *find(text, keys), f"{clash}（另一处在名单文件“{path.name}”里）") from clash
    return settings.roster.model_copy(update={"file": str(path), "units": units})
