"""指标明细, one row for each metric, and 缺数清单, what is missing, each with a link to its row."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from ...season import Season
from ..console import BOUNDS, CHANGES, KINDS, ROLES
from .cells import Forms, Value, address, amount, file_link, link, place_of
from .table import Table

if TYPE_CHECKING:
    from ...kpi.table import Row

DETAIL, MISSING = "指标明细", "缺数清单"
# Heading and width in characters.
_DETAIL_COLUMNS = (
    ("单位名称", 18), ("年度", 7), ("所在部分", 9), ("指标", 24), ("规范指标", 16), ("界限", 6), ("数值", 14),
    ("数值上限", 9), ("计量单位", 9), ("原文写法", 13), ("状态", 7), ("性质", 7), ("增减", 7), ("起始日期", 11),
    ("截止日期", 11), ("依据原句", 50), ("位置", 13), ("文件", 24),
)  # fmt: skip
_COUNTED = ("汇总时", 9)
_PRINTED = 500  # rows that are printed along with the rest of the workbook; more are to be filtered on a screen
_MISSING_COLUMNS = (
    ("单位名称", 18), ("年度", 7), ("所在部分", 9), ("指标", 18), ("规范指标", 14), ("原文写法", 11), ("计量单位", 9),
    ("性质", 6), ("依据原句", 44), ("位置", 10), ("文件", 24), ("明细", 9),
)  # fmt: skip
_VALUE = [title for title, _ in _DETAIL_COLUMNS].index("数值")


class Details:
    """The two sheets in the making; ``folder`` is the one that the workbook will stand in.

    ``link_of`` gives the marked copy of a row's document and the bookmark in it ("" for none), or None;
    ``season`` says whose each document is and whether it counts, None where all count as they are; ``called`` is what
    a source is called. Of a season with a year only what counts for that is in the list of the missing.
    """

    def __init__(
        self,
        book: xlsxwriter.Workbook,
        forms: Forms,
        folder: Path,
        link_of: "Callable[[Row], tuple[str, str] | None]",
        season: Season | None,
        called: Callable[[str], str],
    ) -> None:
        self._forms, self._folder, self._link_of, self._called = forms, folder, link_of, called
        submissions = None if season is None else {one.source: one for one in season.submissions}
        self._submissions, self._year = submissions, None if season is None else season.year
        columns = _DETAIL_COLUMNS if submissions is None else (*_DETAIL_COLUMNS, _COUNTED)
        self._detail = Table(book, forms, DETAIL, columns, printed=_PRINTED)
        self._missing = Table(book, forms, MISSING, _MISSING_COLUMNS)
        self.counts = Counter({"reported": 0, "missing": 0})
        self.counted = Counter({"reported": 0, "missing": 0})
        self.missing_by_unit: Counter[tuple[str, int | None]] = Counter()
        # Of the document of the row before: its copy, its link, those to places in it.
        self._source: str | None = None
        self._copy = ""
        self._file: Value = None, None
        self._places: dict[tuple[str | None, str], Value] = {}

    def add(self, row: "Row") -> None:
        """Adds one metric to the details, and to the list of the missing if it is."""
        self.counts[row.status] += 1
        forms = self._forms
        missing = row.status == "missing"
        role, kind, (place, source) = ROLES[row.section], KINDS[row.kind], self._where(row)
        value: Value = ("缺数", forms("red")) if missing else self._amount(row, high=False)
        unit, year, counts, shown = self._owner(row)
        self._detail.add(
            [
                (unit, None), (year, forms("centre")), (role, None), (row.indicator, None), (row.canonical, None),
                (BOUNDS[row.bound] or None, None), value, self._amount(row, high=True), (row.unit, None),
                (row.text, forms("red") if missing else None), ("缺数" if missing else "已填", None), (kind, None),
                (CHANGES[row.change], None), (row.period_start, None), (row.period_end, None),
                (row.evidence, forms("wrap")), place, source, *shown,
            ]
        )  # fmt: skip
        counts = counts and (self._year is None or year in (None, self._year))  # of no known year: of this one
        if counts:
            self.counted[row.status] += 1
        if missing and counts:
            self.missing_by_unit[unit, year] += 1
            at = self._detail.row + 1
            there = link(f"#'{self._detail.name}'!{xl_col_to_name(_VALUE)}{at}", f"第 {at} 行")
            self._missing.add(
                [
                    (unit, None), (year, forms("centre")), (role, None), (row.indicator, None), (row.canonical, None),
                    (row.text, forms("red")), (row.unit_text, None), (kind, None), (row.evidence, forms("wrap")),
                    place, source, (there, forms("link")),
                ]
            )  # fmt: skip

    def _owner(self, row: "Row") -> tuple[str, int | None, bool, list[Value]]:
        """Unit and year of a row's document, whether it counts, and the cells that say so."""
        if self._submissions is None:
            return row.organization, row.year, True, []
        one = self._submissions.get(row.source)
        if one is None:
            return row.organization, row.year, False, [("不计入", None)]
        unit, year = one.unit or row.organization, one.year if one.year is not None else row.year
        return unit, year, one.counts, [("计入" if one.counts else "不计入", None)]

    def close(self) -> None:
        """Sets the filters."""
        self._detail.close()
        self._missing.close()

    def _where(self, row: "Row") -> tuple[Value, Value]:
        """The place, which leads into the marked copy if there is one, and the file."""
        marked = self._link_of(row)
        if row.source != self._source:
            self._source, self._places = row.source, {}
            self._file = self._linked(file_link(row.source, self._folder, self._called(row.source)))
            self._copy = address(marked[0], self._folder) if marked else ""
        key = place, bookmark = place_of(row), marked[1] if marked else ""
        if key not in self._places:
            there = f"{self._copy}#{bookmark}" if bookmark else self._copy
            self._places[key] = self._linked(link(there, place or "标注稿") if there else place)
        return self._places[key], self._file

    def _linked(self, text: str | None) -> Value:
        return text, self._forms("link") if getattr(text, "formula", "") else None

    def _amount(self, row: "Row", *, high: bool) -> Value:
        value, shown = amount(row.high if high else row.value, row.unit)
        return value, self._forms(pattern=shown) if shown else None
