"""The fill-in sheet: one row for each blank, to be filled in and read back (.xlsx, .csv or .json)."""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from ..errors import DocumentError, reason
from ..report import Blank
from .csv import FORMULA, as_text
from .files import now, replacing, write_text
from .own import AUTHOR, SHEET, is_book, start

# What the column of units says of a date whose other parts stand in the text.
_DATES = {
    "年": "只填年，如 2025；也可填全",
    "月": "只填月，如 12；也可填全",
    "日": "只填日，如 20；也可填全",
    "号": "只填日，如 20；也可填全",
}
KINDS = {"figure": "数字", "name": "名称", "date": "日期", "text": "文字"}
# Key of the JSON form, heading and width of the others; the last ones only tell which blank a row is for.
_COLUMNS = (
    ("number", "序号", 6), ("source", "文件", 24), ("where", "位置", 18), ("section", "所在部分", 20),
    ("sentence", "原句（〖〗处待填）", 60), ("indicator", "指标", 24), ("kind", "缺什么", 8), ("unit", "单位", 12),
    ("value", "填写", 18), ("start", "起", 6), ("end", "止", 6), ("mark", "记号", 8), ("before", "前文", 8),
    ("after", "后文", 8), ("digest", "指纹", 8),
)  # fmt: skip
_HIDDEN = ("start", "end", "mark", "before", "after", "digest")
_NEEDED = ("source", "where", "value", *_HIDDEN)
_NAME = "填写单"  # of the worksheet
_HEAD = 10  # rows among which the headings stand
SUFFIXES = (".xlsx", ".csv", ".json")
MAX_ROWS = 200_000


def write(path: Path, blanks: Iterable[Blank]) -> None:
    """Writes a sheet for ``blanks`` in one step; its kind is what the suffix says. Raises ``WriteError``."""
    rows = [_row(number, blank) for number, blank in enumerate(blanks, 1)]
    if path.suffix.lower() == ".json":
        write_text(path, json.dumps(rows, ensure_ascii=False, indent=2) + "\n")
    elif path.suffix.lower() == ".csv":
        lines = io.StringIO(newline="")
        writer = csv.writer(lines, lineterminator="\r\n")
        writer.writerow([heading for _, heading, _ in _COLUMNS])
        for row in rows:
            writer.writerow([as_text(_for_people(row)[key]) for key, _, _ in _COLUMNS])
        with replacing(path) as written:
            written.write_bytes(lines.getvalue().encode("utf-8-sig", "replace"))
    else:
        _write_workbook(path, [_for_people(row) for row in rows])


def _row(number: int, blank: Blank) -> dict[str, Any]:
    fields = blank._asdict()
    sentence = f"{blank.before}〖{blank.mark}〗{blank.after}"
    fields |= {"number": number, "sentence": sentence, "value": ""}
    return {key: "" if fields[key] is None else fields[key] for key, _, _ in _COLUMNS}


def _for_people(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row as a table shows it: the kind in Chinese, and for a part of a date how to fill it in."""
    unit = _DATES.get(row["after"][:1], "") if row["kind"] == "date" else row["unit"]
    return {**row, "kind": KINDS[row["kind"]], "unit": unit}


def _write_workbook(path: Path, rows: Sequence[Mapping[str, Any]]) -> None:
    from .excel.cells import clean
    from .workbook import workbook

    with workbook(path) as book:
        book.set_properties({"title": SHEET, "author": AUTHOR, "created": now()})
        sheet = book.add_worksheet(_NAME)
        heading = book.add_format({"bold": True, "bg_color": "#D9E1F2", "border": 1, "align": "center"})
        wrap = book.add_format({"text_wrap": True, "valign": "top"})
        # Text, so that Excel makes no date of 3-5 and no scientific number of a long one.
        entry = book.add_format({"bg_color": "#FFF2CC", "border": 1, "valign": "top", "num_format": "@"})
        sheet.freeze_panes(1, 0)
        for column, (key, title, width) in enumerate(_COLUMNS):
            sheet.set_column(column, column, width, None, {"hidden": key in _HIDDEN})
            sheet.write_string(0, column, title, heading)
            for row, values in enumerate(rows, 1):
                value = values[key]
                if key == "value":
                    sheet.write_blank(row, column, None, entry)
                elif isinstance(value, int):
                    sheet.write_number(row, column, value, wrap)
                else:
                    sheet.write_string(row, column, clean(value), wrap)
        sheet.autofilter(0, 0, len(rows), len(_COLUMNS) - 1)


def read(path: Path) -> list[dict[str, Any]]:
    """The rows of the sheet ``path`` that are for a blank, as text: number, source, digest, start, end, mark, where,
    before, after, value; with ``row`` (of the file), and ``percent`` for a value that is shown as a percentage.

    Raises ``DocumentError``: not-found, unreadable, bad-sheet (no sheet of ours, or columns are missing).
    """
    try:
        rows = list(_READERS.get(path.suffix.lower(), _unknown)(path))
    except FileNotFoundError as error:
        raise DocumentError("not-found") from error
    except OSError as error:
        raise DocumentError("unreadable", reason=reason(error)) from error
    if not rows:
        raise DocumentError("bad-sheet", reason="里面没有一行空缺")
    missing = [title for key, title, _ in _COLUMNS if key in _NEEDED and key not in rows[0]]
    if missing:
        raise DocumentError("bad-sheet", reason=f"缺少{'、'.join(f'“{title}”' for title in missing)}列")
    return [_typed(row) for row in rows if _is_place(row.get("start")) and _is_place(row.get("end"))]


def held(path: Path) -> int | None:
    """How many values the sheet ``path`` holds, in whatever rows; None where it is no sheet of ours."""
    kind = path.suffix.lower()
    try:
        rows = list(_READERS.get(kind, _unknown)(path))
    except (OSError, DocumentError):
        return None
    if not rows:  # one of documents without a blank
        heading = ",".join(title for _, title, _ in _COLUMNS)
        text = start(path).strip()
        empty = is_book(path, SHEET) if kind == ".xlsx" else text == ("[]" if kind == ".json" else heading)
        return 0 if empty else None
    if not all(key in rows[0] for key in _NEEDED):
        return None
    return sum(bool(_text(row.get("value")).strip()) for row in rows)


def _is_place(value: Any) -> bool:
    return _text(value).isdecimal()


def _typed(row: Mapping[str, Any]) -> dict[str, Any]:
    texts = {key: _text(row.get(key)) for key in ("number", *_NEEDED)}
    places = {"start": int(texts["start"]), "end": int(texts["end"]), "row": row["row"]}
    return {**texts, **places, "percent": bool(row.get("percent"))}


def _text(value: Any) -> str:
    """A cell as text: dates and numbers as they are written, without the apostrophe that keeps text from a formula."""
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{round(value, 10):f}".rstrip("0").rstrip(".")
    if isinstance(value, date):
        return f"{value.year}年{value.month}月{value.day}日"
    text = str(value)
    return text[1:] if text[:1] == "'" and text[1:].startswith(FORMULA) else text


def _from_json(path: Path) -> Iterator[dict[str, Any]]:
    try:
        rows = json.loads(path.read_bytes().decode("utf-8-sig"))
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise DocumentError("bad-sheet", reason="JSON 写法有误") from error
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise DocumentError("bad-sheet", reason="JSON 里应是一个列表，每行一个对象")
    yield from ({**row, "row": number} for number, row in enumerate(rows, 2))


def _from_csv(path: Path) -> Iterator[dict[str, Any]]:
    data = path.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("gb18030", "replace")  # what Excel saves on a Chinese Windows
    yield from _keyed(csv.reader(io.StringIO(text, newline="")))


def _from_workbook(path: Path) -> Iterator[dict[str, Any]]:
    import zipfile

    import openpyxl

    if not zipfile.is_zipfile(path):
        path.stat()  # a file that is not there is another matter
        raise DocumentError("bad-sheet", reason="这不是 Excel 工作簿（.xlsx）")
    try:
        book = openpyxl.load_workbook(path, data_only=True)
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError, OSError) as error:
        raise DocumentError("bad-sheet", reason="这不是 Excel 工作簿（.xlsx）") from error
    sheet = book[_NAME] if _NAME in book.sheetnames else book.worksheets[0]
    cells = list(sheet.iter_rows(max_row=MAX_ROWS))
    for row in _keyed([cell.value for cell in line] for line in cells):
        column = row.pop("column")
        shown = "" if column is None else cells[row["row"] - 1][column].number_format or ""
        yield {**row, "percent": isinstance(row.get("value"), (int, float)) and "%" in shown}


def _unknown(path: Path) -> Iterator[dict[str, Any]]:
    raise DocumentError("bad-sheet", reason=f"扩展名应是 {'、'.join(SUFFIXES)}")


def _keyed(rows: Iterable[Sequence[Any]]) -> Iterator[dict[str, Any]]:
    """The rows under that of the headings, by the key of each; ``row`` counts all rows from 1.

    ``column`` is where the values stand. What people write above and below the list, and blank rows, is passed over.
    """
    keys = {title: key for key, title, _ in _COLUMNS}
    headings: list[str | None] | None = None
    column: int | None = None
    for number, row in enumerate(rows, 1):
        found = [keys.get(str(title).strip()) for title in row]
        if headings is None and (sum(map(bool, found)) > 1 or number == _HEAD):
            headings, column = found, found.index("value") if "value" in found else None
        elif headings is not None and any(value not in (None, "") for value in row):
            values = {key: value for key, value in zip(headings, row, strict=False) if key}
            yield {**values, "row": number, "column": column}


_READERS = {".json": _from_json, ".csv": _from_csv, ".xlsx": _from_workbook}
