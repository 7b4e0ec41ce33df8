"""The fill-in sheet: one row for each blank, to be filled in and read back (.xlsx, .csv or .json)."""

import csv
import io
import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from ..errors import DocumentError, reason
from ..report import Blank
from .csv import FORMULA, as_text
from .files import replacing, write_text

KINDS = {"figure": "数字", "name": "名称", "date": "日期", "text": "文字"}
# Key of the JSON form, heading and width of the others; the last ones only tell which blank a row is for.
_COLUMNS = (
    ("number", "序号", 6), ("source", "文件", 24), ("where", "位置", 18), ("section", "所在部分", 20),
    ("sentence", "原句（〖〗处待填）", 60), ("indicator", "指标", 24), ("kind", "缺什么", 8), ("unit", "单位", 8),
    ("value", "填写", 18), ("start", "起", 6), ("end", "止", 6), ("mark", "记号", 8), ("before", "前文", 8),
    ("after", "后文", 8),
)  # fmt: skip
_HIDDEN = ("start", "end", "mark", "before", "after")
_NEEDED = ("source", "value", *_HIDDEN)
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
            writer.writerow([as_text({**row, "kind": KINDS[row["kind"]]}[key]) for key, _, _ in _COLUMNS])
        with replacing(path) as written:
            written.write_bytes(lines.getvalue().encode("utf-8-sig", "replace"))
    else:
        with replacing(path) as written:
            _write_workbook(written, [{**row, "kind": KINDS[row["kind"]]} for row in rows])


def _row(number: int, blank: Blank) -> dict[str, Any]:
    fields = blank._asdict()
    sentence = f"{blank.before}〖{blank.mark}〗{blank.after}"
    fields |= {"number": number, "sentence": sentence, "value": ""}
    return {key: "" if fields[key] is None else fields[key] for key, _, _ in _COLUMNS}


def _write_workbook(path: Path, rows: Sequence[Mapping[str, Any]]) -> None:
    import xlsxwriter

    from .xlsx import clean, created

    with xlsxwriter.Workbook(os.fspath(path)) as book:
        book.set_properties({"title": "工作总结填写单", "author": "zongjie", "created": created()})
        sheet = book.add_worksheet("填写单")
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
    """The rows of the sheet ``path``: source, start, end, mark, before, after, value (text), percent, and row number.

    Raises ``DocumentError``: not-found, unreadable, bad-sheet (no sheet of ours, or columns are missing).
    """
    try:
        rows = list(_READERS.get(path.suffix.lower(), _unknown)(path))
    except FileNotFoundError as error:
        raise DocumentError("not-found") from error
    except OSError as error:
        raise DocumentError("unreadable", reason=reason(error)) from error
    if not rows:
        raise DocumentError("bad-sheet", reason="里面没有一行内容")
    missing = [title for key, title, _ in _COLUMNS if key in _NEEDED and key not in rows[0]]
    if missing:
        raise DocumentError("bad-sheet", reason=f"缺少{'、'.join(f'“{title}”' for title in missing)}列")
    return [_typed(number, row) for number, row in enumerate(rows, 2)]


def _typed(number: int, row: Mapping[str, Any]) -> dict[str, Any]:
    """One row with numbers as text, without the apostrophe that keeps a spreadsheet from reading a formula."""
    try:
        start, end = int(row["start"]), int(row["end"])
    except (TypeError, ValueError) as error:
        raise DocumentError("bad-sheet", reason=f"第 {number} 行的“起”“止”不是数字") from error
    texts = {key: _text(row[key]) for key in ("source", "mark", "before", "after", "value")}
    return {"row": number, "start": start, "end": end, "percent": bool(row.get("percent")), **texts}


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{round(value, 10):f}".rstrip("0").rstrip(".")
    text = str(value)
    return text[1:] if text[:1] == "'" and text[1:].startswith(FORMULA) else text


def _from_json(path: Path) -> Iterator[dict[str, Any]]:
    try:
        rows = json.loads(path.read_bytes().decode("utf-8-sig"))
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise DocumentError("bad-sheet", reason="JSON 写法有误") from error
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise DocumentError("bad-sheet", reason="JSON 里应是一个列表，每行一个对象")
    yield from rows


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

    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except (
        zipfile.BadZipFile,
        KeyError,
        ValueError,
        TypeError,
        openpyxl.utils.exceptions.InvalidFileException,
    ) as error:
        raise DocumentError("bad-sheet", reason="这不是 Excel 工作簿（.xlsx）") from error
    try:
        cells = list(book.worksheets[0].iter_rows(max_row=MAX_ROWS))
    finally:
        book.close()
    values = [[cell.value for cell in row] for row in cells]
    column = next((at for at, title in enumerate(values[0] if values else ()) if title == "填写"), -1)
    shown = [row[column].number_format if 0 <= column < len(row) else "" for row in cells]
    for row, form in zip(_keyed(values), shown[1:], strict=False):
        yield {**row, "percent": isinstance(row.get("value"), (int, float)) and "%" in (form or "")}


def _unknown(path: Path) -> Iterator[dict[str, Any]]:
    raise DocumentError("bad-sheet", reason=f"扩展名应是 {'、'.join(SUFFIXES)}")


def _keyed(rows: Iterable[Sequence[Any]]) -> Iterator[dict[str, Any]]:
    """The rows under the first, by the key of each known heading; blank rows are passed over."""
    keys = {title: key for key, title, _ in _COLUMNS}
    headings: list[str | None] | None = None
    for row in rows:
        if headings is None:
            headings = [keys.get(str(title)) for title in row]
        elif any(value not in (None, "") for value in row):
            yield {key: value for key, value in zip(headings, row, strict=False) if key}


_READERS = {".json": _from_json, ".csv": _from_csv, ".xlsx": _from_workbook}
