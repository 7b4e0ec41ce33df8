"""The table of metrics as an Excel workbook that an office can send on.

Sheets: 指标明细 (all rows), 缺数清单 (what is missing, each with a link to its row) and 说明. Rows go to disk as they
are written, so the workbook's size is not bounded by memory. Text is never taken for a formula; the only formulas are
the links, which have no limit in number.
"""

import os
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from ..report import Failure, Report
from .console import BOUNDS, CHANGES, KINDS, ROLES
from .files import now, replacing

if TYPE_CHECKING:
    from ..kpi.table import Row

_DETAIL, _MISSING, _NOTES = "指标明细", "缺数清单", "说明"
# Heading and width in characters.
_DETAIL_COLUMNS = (
    ("单位名称", 20), ("年度", 7), ("所在部分", 10), ("指标", 28), ("界限", 6), ("数值", 14), ("数值上限", 10),
    ("计量单位", 10), ("原文写法", 14), ("状态", 7), ("性质", 7), ("增减", 7), ("起始日期", 12), ("截止日期", 12),
    ("依据原句", 60), ("位置", 12), ("文件", 30),
)  # fmt: skip
_MISSING_COLUMNS = (
    ("单位名称", 20), ("所在部分", 10), ("指标", 28), ("原文写法", 14), ("计量单位", 10), ("性质", 7),
    ("依据原句", 60), ("位置", 12), ("文件", 30), ("明细", 10),
)  # fmt: skip
_MAX_ROWS = 1_048_576
_MAX_TEXT = 32_767
_MAX_LITERAL = 255
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_RED, _RED_INK, _GREY = "#FFC7CE", "#9C0006", "#D9E1F2"


def write(path: str | os.PathLike[str], rows: Iterable["Row"], results: Iterable[Report | Failure] = ()) -> None:
    """Writes ``rows`` to the workbook ``path`` in one step; ``results`` are the documents that they come from.

    Links to documents are relative to the workbook's folder. The bytes depend on the arguments alone if
    SOURCE_DATE_EPOCH (seconds) is set, which then is the workbook's date. Raises OSError.
    """
    target = Path(path)
    options = {"constant_memory": True}
    with replacing(target) as written, xlsxwriter.Workbook(os.fspath(written), options) as book:
        book.set_properties({"title": "工作总结指标汇总", "author": "zongjie", "created": now()})
        tables = _Book(book, target.parent)
        for row in rows:
            tables.add(row)
        tables.finish(list(results))


class _Table:
    """A sheet with a frozen heading and filters, filled row by row; goes on in a further sheet where one ends."""

    def __init__(self, book: xlsxwriter.Workbook, name: str, columns: Sequence[tuple[str, int]]) -> None:
        self._book, self._name, self._columns = book, name, columns
        self._heading = book.add_format({"bold": True, "bg_color": _GREY, "border": 1, "align": "center"})
        self._number = 0
        self._open()

    def _open(self) -> None:
        self._number += 1
        self.name = self._name if self._number == 1 else f"{self._name}{self._number}"
        self._sheet: Worksheet = self._book.add_worksheet(self.name)
        self.row = 0
        self._sheet.freeze_panes(1, 0)
        for column, (title, width) in enumerate(self._columns):
            self._sheet.set_column(column, column, width)
            self._sheet.write_string(0, column, title, self._heading)

    def add(self, cells: Iterable[tuple[Any, Format | None]]) -> None:
        """Writes one row of (value, format): numbers, text, links, or None."""
        if self.row + 1 >= _MAX_ROWS:
            self.close()
            self._open()
        self.row += 1
        for column, (value, form) in enumerate(cells):
            if value is None:
                self._sheet.write_blank(self.row, column, None, form)
            elif isinstance(value, _Link) and value.formula:
                self._sheet.write_formula(self.row, column, value.formula, form, clean(value))
            elif isinstance(value, str):
                self._sheet.write_string(self.row, column, clean(value), form)
            else:
                self._sheet.write_number(self.row, column, value, form)

    def close(self) -> None:
        """Sets the filters, once all rows are there."""
        self._sheet.autofilter(0, 0, self.row, len(self._columns) - 1)


class _Book:
    """The workbook in the making; ``folder`` is the one it will stand in."""

    def __init__(self, book: xlsxwriter.Workbook, folder: Path) -> None:
        self._book, self._folder = book, folder
        self._detail = _Table(book, _DETAIL, _DETAIL_COLUMNS)
        self._missing = _Table(book, _MISSING, _MISSING_COLUMNS)
        self._forms: dict[str, Format] = {}
        self._wrap = book.add_format({"text_wrap": True, "valign": "top"})
        self._link = book.add_format({"font_color": "#0563C1", "underline": 1})
        self._red = book.add_format({"bg_color": _RED, "font_color": _RED_INK, "align": "center"})
        self._title = book.add_format({"bold": True})
        self._counts = {"reported": 0, "missing": 0}

    def add(self, row: "Row") -> None:
        """Adds one metric to the details, and to the list of the missing if it is."""
        self._counts[row.status] += 1
        missing = row.status == "missing"
        role, kind, place = ROLES[row.section], KINDS[row.kind], _place(row)
        source = self._source(row.source)
        value = ("缺数", self._red) if missing else self._amount(row.value, row.unit)
        self._detail.add(
            [
                (row.organization, None), (row.year, None), (role, None), (row.indicator, None),
                (BOUNDS[row.bound] or None, None), value, self._amount(row.high, row.unit), (row.unit, None),
                (row.text, self._red if missing else None), ("缺数" if missing else "已填", None), (kind, None),
                (CHANGES[row.change], None), (row.period_start, None), (row.period_end, None),
                (row.evidence, self._wrap), (place, None), source,
            ]
        )  # fmt: skip
        if missing:
            there = _link(f"#'{self._detail.name}'!F{self._detail.row + 1}", f"第 {self._detail.row + 1} 行")
            self._missing.add(
                [
                    (row.organization, None), (role, None), (row.indicator, None), (row.text, self._red),
                    (row.unit_text, None), (kind, None), (row.evidence, self._wrap), (place, None), source,
                    (there, self._link),
                ]
            )  # fmt: skip

    def finish(self, results: list[Report | Failure]) -> None:
        """Closes the tables and writes the notes."""
        self._detail.close()
        self._missing.close()
        failures = [one for one in results if isinstance(one, Failure)]
        counts = self._counts
        notes = [
            ("总结份数", f"{len(results) - len(failures)} 份" if results else "未统计"),
            ("指标", f"{sum(counts.values())} 个，其中已填 {counts['reported']} 个，缺数 {counts['missing']} 个"),
            ("缺数", "红色单元格表示原文没有填写数字（如 *名、XX万元）；缺数不等于 0，求和时不计入。"),
            ("数值", "已按万、亿等换算为计量单位下的数；百分数按百分比格式显示，30% 的单元格值为 0.3。"),
            ("界限", "≥：不少于（余、以上、超过）；≤：不超过（以内、以下）；≈：约数（近、约、左右）；空白：确数。"),
            ("数值上限", "原文为范围（如 3至5次）时，“数值”是下限，此列是上限。"),
            ("性质", "完成：已经做到的；计划：目标或打算。"),
            ("增减", "增、减：这个数是变化的幅度（同比增长8%），不是总量；起点、终点：由12件降至5件的两头。"),
            ("单位名称", "文中没有写明单位的，用文件名代替。"),
            ("年度", "总结所属的年度；计划和往年的数，另见起止日期。"),
            *((f"未能读取：{one.source}", f"{one.message}。{one.remedy}。") for one in failures),
        ]
        sheet = self._book.add_worksheet(_NOTES)
        sheet.set_column(0, 0, 24)
        sheet.set_column(1, 1, 90)
        for number, (name, text) in enumerate(notes):
            sheet.write_string(number, 0, clean(name), self._title)
            sheet.write_string(number, 1, clean(text), self._wrap)

    def _source(self, source: str) -> tuple[str, Format | None]:
        if source == "-":
            return source, None
        try:
            target = os.path.relpath(source, self._folder)
        except ValueError:  # another drive
            target = os.path.abspath(source)
        link = _link(target.replace("#", "%23"), source)  # after a # stands a place in the file
        return link, self._link if link.formula else None

    def _amount(self, value: Decimal | None, unit: str) -> tuple[Any, Format | None]:
        """The cell for a number: percentages as Excel's own, the decimals that were written, digits grouped."""
        if value is None:
            return None, None
        percent = unit in ("%", "％")
        shown = value / 100 if percent else value
        number = float(shown)
        if abs(number) > 1e300:
            return str(value), None
        decimals = max(-int(value.normalize().as_tuple().exponent), 0)
        pattern = "0." + "0" * min(max(decimals, 1), 6) + "%" if percent else "#,##0" + _decimals(decimals)
        if pattern not in self._forms:
            self._forms[pattern] = self._book.add_format({"num_format": pattern})
        return number, self._forms[pattern]


def _decimals(count: int) -> str:
    return "." + "0" * min(count, 6) if count else ""


class _Link(str):
    """Text that leads somewhere by ``formula``; an address that Excel cannot hold leaves it plain ("")."""

    formula: str


def _link(target: str, text: str) -> _Link:
    link = _Link(text)
    target, text = (clean(one).replace('"', '""') for one in (target, text))
    fits = len(target) <= _MAX_LITERAL and len(text) <= _MAX_LITERAL
    link.formula = f'=HYPERLINK("{target}","{text}")' if fits else ""
    return link


def clean(text: str) -> str:
    """``text`` as a cell can hold it: without control characters, cut to Excel's length."""
    return _FORBIDDEN.sub("", text)[:_MAX_TEXT]


def _place(row: "Row") -> str | None:
    if row.cell is not None:
        return f"表 {row.cell.table + 1} 第 {row.cell.row + 1} 行"
    if row.place.paragraph is None:
        return None
    return f"第 {row.place.paragraph + 1} {'行' if row.place.part == 'text' else '段'}"
