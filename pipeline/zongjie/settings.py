"""What a collection demands and how its documents are read: the TOML file that ``--profile`` names.

Every key has a default, so ``Settings()`` is what runs without a file.
"""

import difflib
import re
import tomllib
from os import PathLike
from pathlib import Path
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from . import lexicon as tables
from .errors import reason

Role = Literal["overview", "achievements", "experience", "problems", "plans", "suggestions", "closing"]
Severity = Literal["error", "warning", "info"]
FailOn = Literal["error", "warning", "info", "never"]


class SettingsError(ValueError):
    """A profile cannot be used; the message (Chinese) shows the file, the line and what is allowed."""

    def __init__(self, path: str, line: int | None, shown: str, message: str) -> None:
        self.path, self.line, self.message = path, line, message
        place = path if line is None else f"{path} 第 {line} 行"
        super().__init__(f"{place}：{message}" + (f"\n    {shown.strip()}" if shown.strip() else ""))


class _Table(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Sections(_Table):
    """Which parts a summary must have."""

    required: tuple[Role, ...] = ("achievements", "problems", "plans")


class Unit(_Table):
    """A unit of the roster: ``name`` is what tables call it, ``aliases`` what texts and files call it as well."""

    name: str
    aliases: tuple[str, ...] = ()


class Roster(_Table):
    """Who has to submit: ``file`` (.csv or .xlsx with columns 单位 and 别名) and ``units`` together."""

    file: str | None = None
    units: tuple[Unit, ...] = ()


class Demanded(_Table):
    """One of several documents that each unit owes; ``words`` are what its title or file name may hold."""

    name: str
    words: tuple[str, ...] = ()


class Indicator(_Table):
    """An indicator that the collection asks for; a plausible figure lies between ``minimum`` and ``maximum``.

    ``synonyms`` are other wordings, ``unit`` is the unit of measure of the figures.
    """

    name: str
    synonyms: tuple[str, ...] = ()
    unit: str = ""
    minimum: float | None = None
    maximum: float | None = None
    required: bool = False


class Lengths(_Table):
    """How many characters a summary, and a section of each role, must have at least."""

    document: int = Field(default=0, ge=0)
    sections: dict[Role, int] = {}


class Letters(_Table):
    """What the letters to the units say: who sends them, and by when to answer."""

    issuer: str = ""
    deadline: str = ""


class Rules(_Table):
    """Which rules run and how grave their findings are; ids may be whole (ZJ101) or a family's beginning (ZJ1).

    ``fail_on`` is the least severity that makes a check fail; ``baseline`` the file of findings that are accepted.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: dict[str, Severity] = {}
    fail_on: FailOn = "error"
    baseline: str | None = None


class Limits(_Table):
    """What the analysis of one file may take: ``seconds``, and ``memory`` in MB (of 2**20 bytes)."""

    seconds: float = Field(default=60, gt=0, le=86_400)
    memory: int = Field(default=2048, ge=1, le=2**20)


class Settings(_Table):
    """All settings. ``year`` is the year that is summed up, ``organization`` the unit; None: taken from the text.

    ``lexicon`` holds tables laid over the shipped word lists (see ``lexicon.load``), ``dictionary`` the path of a
    word list in jieba's ``load_userdict`` format.
    """

    year: int | None = Field(default=None, ge=1900, le=2999)
    organization: str | None = None
    sections: Sections = Sections()
    lengths: Lengths = Lengths()
    roster: Roster = Roster()
    documents: tuple[Demanded, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    letters: Letters = Letters()
    rules: Rules = Rules()
    limits: Limits = Limits()
    lexicon: dict[str, dict[str, Any]] = {}
    dictionary: str | None = None

    @classmethod
    def from_file(cls, path: str | PathLike[str]) -> Self:
        """The settings that the TOML file ``path`` holds; paths in it are relative to its folder.

        Raises ``SettingsError`` for a file that cannot be read, is no TOML, has unknown keys or values of the wrong
        type, or names a dictionary that cannot be read.
        """
        name, text = str(path), _read(path)
        try:
            settings = cls.model_validate(tomllib.loads(text))
        except tomllib.TOMLDecodeError as error:
            raise _syntax_error(name, text, str(error)) from error
        except ValidationError as error:
            raise _value_error(name, text, error) from error
        for table in settings.lexicon:
            try:
                tables.load(table, settings.lexicon)
            except tables.LexiconError as error:
                raise SettingsError(name, *_find(text, ("lexicon", table)), str(error)) from error
        if settings.rules.baseline is not None:
            rules = settings.rules.model_copy(update={"baseline": str(Path(path).parent / settings.rules.baseline)})
            settings = settings.model_copy(update={"rules": rules})
        if settings.dictionary is None:
            return settings
        dictionary = Path(path).parent / settings.dictionary
        try:
            dictionary.read_text("utf-8")
        except OSError as error:
            message = f"词典文件“{dictionary}”无法读取，请检查路径和权限"
            raise SettingsError(name, *_find(text, ("dictionary",)), message) from error
        except UnicodeDecodeError as error:
            message = f"词典文件“{dictionary}”不是 UTF-8 编码，请用记事本另存为 UTF-8"
            raise SettingsError(name, *_find(text, ("dictionary",)), message) from error
        return settings.model_copy(update={"dictionary": str(dictionary)})


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


_HEADER = re.compile(r"\s*\[\[?([^\[\]]+)\]")
_KEY = re.compile(r"\s*([^#=\[\]]+?)\s*=")


def _find(text: str, keys: tuple[int | str, ...]) -> tuple[int | None, str]:
    """The number (from 1) and the text of the line that sets ``keys``, or as much of their beginning as any does."""
    table: tuple[str, ...] = ()
    found: tuple[int | None, str] = (None, "")
    depth = 0
    for number, line in enumerate(text.splitlines(), 1):
        if header := _HEADER.match(line):
            table = here = _parts(header[1])
        elif key := _KEY.match(line):
            here = table + _parts(key[1])
        else:
            continue
        if len(here) > depth and here == keys[: len(here)]:
            found, depth = (number, line), len(here)
    return found


def _parts(key: str) -> tuple[str, ...]:
    return tuple(part.strip().strip("\"'") for part in key.split("."))


def _syntax_error(name: str, text: str, message: str) -> SettingsError:
    lines = text.splitlines() or [""]
    place = re.search(r"at line (\d+), column (\d+)", message)
    line, column = (int(place[1]), f"第 {place[2]} 列") if place else (len(lines), "没有写完")
    return SettingsError(name, line, lines[line - 1], f"TOML 写法有误（{column}），请检查引号、括号和等号")


_WRONG = {
    "int": "应为整数，例如 2025",
    "float": "应为数字，例如 60",
    "string": "应为文字，要加引号",
    "tuple": '应为列表，例如 ["plans"]',
    "dict": "应为表，例如 [rules.severity]",
    "model": "应为表，例如 [rules]",
}


_BOUNDS = {"ge": "不小于", "gt": "应大于", "le": "不大于"}


def _value_error(name: str, text: str, error: ValidationError) -> SettingsError:
    first = error.errors(include_url=False)[0]
    keys, kind = first["loc"], first["type"]
    key = ".".join(str(part) for part in keys if isinstance(part, str))
    if kind == "extra_forbidden":
        allowed = _allowed(keys)
        near = difflib.get_close_matches(str(keys[-1]), allowed, 1, 0.5)
        message = (
            f"没有设置项“{key}”" + (f"，是不是“{near[0]}”？" if near else "；") + f"可用的有：{'、'.join(allowed)}"
        )
    elif kind == "literal_error":
        choices = re.findall(r"'([^']*)'", first["ctx"]["expected"])
        message = f"“{key}”的值“{first['input']}”不可用；可用的有：{'、'.join(choices)}"
    elif kind.startswith(("greater_than", "less_than")):
        (relation,) = first["ctx"].items()
        message = f"“{key}”的值 {first['input']} 超出范围（{_BOUNDS[relation[0]]} {relation[1]:g}）"
    else:
        message = f"“{key}”的值不对：{_WRONG.get(kind.split('_')[0], '类型不符')}"
    return SettingsError(name, *_find(text, keys), message)


def _allowed(keys: tuple[int | str, ...]) -> list[str]:
    """The keys of the table that ``keys[:-1]`` leads to."""
    model: type[BaseModel] = Settings
    for key in keys[:-1]:
        model = model.model_fields[str(key)].annotation  # type: ignore[assignment]
    return list(model.model_fields)
