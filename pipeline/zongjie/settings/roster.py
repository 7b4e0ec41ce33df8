"""Rosters: who has to submit, as a table in a .csv or .xlsx file."""

import io
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from .models import Unit, clashes_of_units, same
from .problems import SettingsError, together

# What the columns may be called; of several names in one table the first counts.
COLUMNS = {
    "name": ("单位", "单位名称", "单位全称", "报送单位", "填报单位", "部门", "部门名称", "名称", "全称"),
    "aliases": ("别名", "简称", "单位简称", "别称", "又称", "曾用名"),
    "files": ("文件名", "文件名写法", "文件名称", "文件简称"),
    "contact": ("联系人", "联络员", "经办人"),
}
_HEAD = 20  # rows among which the headers may stand, under a title
_SEVERAL = re.compile(r"[、,，;；/|\n]+")
_ASIDE = re.compile(r"[(（][^()（）]*[)）]|[:：*＊]")
_ROWS = 100_000

_Row = tuple[int, list[str]]


class Heads(NamedTuple):
    """Where a roster's headers stand: the row (counted from 1), and which column each known one is in."""

    row: int
    columns: dict[str, int]


def read(path: Path) -> tuple[Unit, ...]:
    """The units of the roster ``path``, in its order.

    The headers are those of ``COLUMNS``, of which only that of the unit is needed; other columns are left alone.
    Aliases are divided by 、 ; or /. Raises ``SettingsError`` (with the row) for a table that is no roster, OSError
    where the system refuses.
    """
    rows = _rows(path)
    heads = _heads(path, rows)
    units: list[Unit] = []
    numbers: list[int] = []
    wrong: list[SettingsError] = []
    for number, row in rows:
        if number <= heads.row or not any(row):
            continue
        found = {key: row[at] if at < len(row) else "" for key, at in heads.columns.items()}
        if not found["name"]:
            if found.get("aliases") or found.get("files"):
                said = "这一行没有写单位，请补上或删去这一行"
                wrong.append(SettingsError(str(path), number, " | ".join(row), said))
            continue
        units.append(
            Unit(
                name=found["name"],
                aliases=_several(found.get("aliases", "")),
                files=_several(found.get("files", "")),
                contact=found.get("contact", ""),
            )
        )
        numbers.append(number)
    if not units and not wrong:
        raise SettingsError(str(path), None, "", "名单里没有单位，请在“单位”一列里逐行填写")
    for clash in clashes_of_units(units):
        wrong.append(SettingsError(str(path), numbers[clash.row], units[clash.row].name, clash.said))
    if wrong:
        raise together(wrong)
    return tuple(units)


def _several(written: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part.strip() for part in _SEVERAL.split(written) if part.strip()))


def _heads(path: Path, rows: list[_Row]) -> Heads:
    for number, row in rows[:_HEAD]:
        called = [same(_ASIDE.sub("", cell)) for cell in row]
        columns = {
            key: called.index(next(name for name in names if name in called))
            for key, names in COLUMNS.items()
            if any(name in called for name in names)
        }
        if "name" in columns:
            return Heads(number, columns)
    if not any(any(row) for _, row in rows):
        raise SettingsError(str(path), None, "", "名单是空的，请写上表头“单位、别名”，再逐行填写单位")
    seen = next((number, row) for number, row in rows if any(row))
    shown = "、".join(cell for cell in seen[1] if cell)
    message = f"名单里没有“单位”这一列；表头读到的是：{shown[:200]}。请把写单位的那一列命名为“单位”"
    raise SettingsError(str(path), seen[0], "", message)


def _rows(path: Path) -> list[_Row]:
    """The rows with their numbers, counted from 1; cells are trimmed."""
    suffix = path.suffix.lower()
    if suffix == ".csv":
        rows: Iterable[_Row] = _of_csv(path)
    elif suffix == ".xlsx":
        rows = _of_xlsx(path)
    else:
        message = "名单只能是 .csv 或 .xlsx 文件，请用 Excel 或 WPS 另存为其中一种"
        raise SettingsError(str(path), None, "", message)
    found = [(number, [" ".join(cell.split(" ")).strip() for cell in row]) for number, row in rows]
    if len(found) > _ROWS:
        raise SettingsError(str(path), None, "", f"名单过长（上限 {_ROWS} 行），请删去无关的行")
    return found


def _of_csv(path: Path) -> Iterator[_Row]:
    import csv

    data = path.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = data.decode("gb18030")
        except UnicodeDecodeError as error:
            message = "名单的编码认不出，请用 Excel 另存为“CSV UTF-8”"
            raise SettingsError(str(path), None, "", message) from error
    head = text.split("\n", 1)[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(",\t;", key=head.count))
    try:
        for row in reader:
            yield reader.line_num, row
    except csv.Error as error:
        raise SettingsError(str(path), reader.line_num, "", "这一行不是 CSV 的写法，请检查引号") from error


def _of_xlsx(path: Path) -> Iterator[_Row]:
    import warnings
    import zipfile

    data = path.read_bytes()
    try:
        import openpyxl
        from openpyxl.utils.exceptions import InvalidFileException

        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
            sheet = next((one for one in book.worksheets if one.sheet_state == "visible"), book.worksheets[0])
            for number, row in enumerate(sheet.iter_rows(values_only=True), 1):
                yield number, [_cell(value) for value in row]
                if number > _ROWS:
                    break
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, IndexError) as error:
        message = "名单不是能读的 Excel 文件（可能有密码或已损坏），请重新另存为 .xlsx 或 .csv"
        raise SettingsError(str(path), None, "", message) from error


def _cell(value: object) -> str:
    if value is None:
        return ""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
