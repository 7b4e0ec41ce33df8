"""What is wrong with a profile, in Chinese: the line that it stands in, and what is allowed there."""

import difflib
import re
import typing
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from pydantic import BaseModel, ValidationError

from .models import Settings

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

Keys = tuple[int | str, ...]
BACKSLASH = "路径里的 \\ 请写成 /，或用单引号括起来"


class SettingsError(ValueError):
    """A profile cannot be used; the message (Chinese) shows the file, the line and what is allowed.

    ``others`` are what else is wrong with it.
    """

    def __init__(self, path: str, line: int | None, shown: str, message: str) -> None:
        self.path, self.line, self.message = path, line, message
        self.others: tuple[SettingsError, ...] = ()
        place = path if line is None else f"{path} 第 {line} 行"
        super().__init__(f"{place}：{message}" + (f"\n    {shown.strip()}" if shown.strip() else ""))

    @property
    def each(self) -> "tuple[SettingsError, ...]":
        """All that is wrong."""
        return (self, *self.others)


def together(wrong: Iterable[SettingsError]) -> SettingsError:
    """The first of ``wrong``, which are not none, with the others, each once; those of a file in the order of lines."""
    found = {str(one): one for each in wrong for one in each.each}
    files = list(dict.fromkeys(one.path for one in found.values()))
    first, *others = sorted(found.values(), key=lambda one: (files.index(one.path), one.line or 0))
    first.others = tuple(others)
    return first


_HEADER = re.compile(r"\s*(\[\[?)([^\[\]]+)\]")
_KEY = re.compile(r"\s*([^#=\[\]{},]+?)\s*=")
_QUOTED = re.compile(r"\"(?:[^\"\\\n]|\\.)*\"|'[^'\n]*'")


def find(text: str, keys: Keys) -> tuple[int | None, str]:
    """The number (from 1) and the text of the line that sets ``keys``, or as much of their beginning as any does."""
    found: tuple[int | None, str] = (None, "")
    depth = 0
    lines = text.splitlines()
    for number, here in _places(lines):
        if len(here) > depth and here == keys[: len(here)]:
            found, depth = (number, lines[number - 1]), len(here)
    row = keys[depth] if len(keys) > depth + 1 else None
    if found[0] is not None and isinstance(row, int):
        return _within(lines, found[0], row, str(keys[depth + 1]))
    return found


def _places(lines: list[str]) -> Iterator[tuple[int, Keys]]:
    """The number of each line that opens a table or sets a key, with the keys that lead there."""
    table: Keys = ()
    counts: dict[tuple[str, ...], int] = {}
    for number, line in enumerate(lines, 1):
        if header := _HEADER.match(line):
            names = _parts(header[2])
            if header[1] == "[[":
                counts[names] = counts.get(names, -1) + 1
            table = _counted(names, counts)
            yield number, table
        elif key := _KEY.match(line):
            yield number, table + _parts(key[1])


def _counted(names: tuple[str, ...], counts: dict[tuple[str, ...], int]) -> Keys:
    """The names of a table with the number of the row after each that is an array of tables."""
    result: list[int | str] = []
    for depth, name in enumerate(names, 1):
        result.append(name)
        if names[:depth] in counts:
            result.append(counts[names[:depth]])
    return tuple(result)


def _within(lines: list[str], number: int, row: int, key: str) -> tuple[int, str]:
    """The line of ``key`` in the table ``{…}`` that is number ``row`` of the list that begins in line ``number``."""
    opened, place = -1, number
    for at in range(number, len(lines) + 1):
        bare = _QUOTED.sub("", lines[at - 1]).split("#")[0]
        if at > number and (_HEADER.match(bare) or (opened < 0 and _KEY.match(bare))):
            break
        before = opened
        opened += bare.count("{")
        if before < row <= opened:
            place = at
        if opened >= row and re.search(rf"(?<![\w-]){re.escape(key)}\s*=", bare):
            return at, lines[at - 1]
        if opened > row:
            break
    return place, lines[place - 1]


def _parts(key: str) -> tuple[str, ...]:
    return tuple(part.strip().strip("\"'") for part in key.split("."))


def syntax_error(name: str, text: str, message: str) -> SettingsError:
    """The error for a text that is no TOML; ``message`` is what ``tomllib`` says."""
    lines = text.splitlines() or [""]
    if re.search("twice|overwrite|mutate", message) and (repeated := _repeated(name, lines)):
        return repeated
    place = re.search(r"at line (\d+), column (\d+)", message)
    line, column = (int(place[1]), f"第 {place[2]} 列") if place else (len(lines), "没有写完")
    wrong = re.search("escape|hex", message, re.IGNORECASE) and "\\" in lines[line - 1]
    remedy = f"双引号里的反斜杠另有含义；{BACKSLASH}" if wrong else "请检查引号、括号和等号"
    return SettingsError(name, line, lines[line - 1], f"TOML 写法有误（{column}），{remedy}")


def _repeated(name: str, lines: list[str]) -> SettingsError | None:
    """The error for the first table or key that is there twice; None if none is found."""
    seen: dict[Keys, int] = {}
    for number, keys in _places(lines):
        line = lines[number - 1]
        if (first := seen.setdefault(keys, number)) != number:
            header = _HEADER.match(line)
            what = f"表 [{header[2].strip()}] " if header else f"“{'.'.join(map(str, keys))}”"
            remedy = "请把两处的内容合到一处" if header else "请删去一处"
            return SettingsError(name, number, line, f"{what}写了两次（第 {first} 行已经有了），{remedy}")
    return None


def escaped(path: str) -> str:
    """What to say of a ``path`` in which a backslash has become a tab or a line break; "" where none has."""
    return "" if path.isprintable() else f"。双引号里的反斜杠另有含义；{BACKSLASH}"


_WRONG = {
    "int": "应为整数，例如 2025",
    "float": "应为数字，例如 60",
    "finite": "应为数字，例如 60",
    "string": "应为文字，要加引号，不能为空",
    "tuple": '应为列表，例如 ["plans"]',
    "dict": "应为表，例如 [rules.severity]",
    "model": "应为表，例如 [rules]",
    "bool": "应为 true 或 false",
}
_BOUNDS = {"ge": "不小于", "gt": "应大于", "le": "不大于"}


def value_errors(name: str, text: str, error: ValidationError) -> Iterator[SettingsError]:
    """The errors for a profile with unknown keys, or with values that cannot be used."""
    for each in error.errors(include_url=False):
        if each["type"] == "clash":
            for keys, said in each["ctx"]["clashes"]:
                yield SettingsError(name, *find(text, keys), said)
        else:
            keys = tuple(key for key in each["loc"] if key != "[key]")
            yield SettingsError(name, *find(text, keys), _value_message(keys, each))


def _value_message(keys: Keys, error: "ErrorDetails") -> str:
    kind = error["type"]
    key = ".".join(str(part) for part in keys if isinstance(part, str))
    if kind == "extra_forbidden":
        return unknown("设置项", key, str(keys[-1]), _allowed(keys))
    if kind == "missing":
        return f"这里缺少“{key}”，请补上"
    if kind == "literal_error":
        choices = re.findall(r"'([^']*)'", error["ctx"]["expected"])
        return f"“{key}”的值“{error['input']}”不可用；可用的有：{'、'.join(choices)}"
    if kind.startswith(("greater_than", "less_than")):
        (relation,) = error["ctx"].items()
        return f"“{key}”的值 {error['input']} 超出范围（{_BOUNDS[relation[0]]} {relation[1]:g}）"
    return f"“{key}”的值不对：{_WRONG.get(kind.split('_')[0], '类型不符')}"


def unknown(what: str, shown: str, name: str, allowed: list[str]) -> str:
    """What is said of a ``name`` (in full: ``shown``) that is none of ``allowed``."""
    near = difflib.get_close_matches(name, allowed, 1, 0.5)
    guess = f"，是不是“{near[0]}”？" if near else "；"
    return f"没有{what}“{shown}”{guess}可用的有：{'、'.join(allowed)}"


def _allowed(keys: Keys) -> list[str]:
    """The keys of the table that ``keys[:-1]`` leads to."""
    model: type[BaseModel] = Settings
    for key in keys[:-1]:
        if isinstance(key, str):
            kind = model.model_fields[key].annotation
            model = (typing.get_args(kind) or (kind,))[0]
    return list(model.model_fields)
