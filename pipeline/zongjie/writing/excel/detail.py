"""指标明细, one row for each metric, and 缺数清单, what is missing, each with a link to its row."""

from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from ..console import BOUNDS, CHANGES, KINDS, ROLES
from .cells import Forms, Table, Value, amount, file_link, link, place_of

if TYPE_CHECKING:
    from ...kpi.table import Row

DETAIL, MISSING = "指标明细", "缺数清单"
# Heading and width in characters.
_DETAIL_COLUMNS = (
    ("单位名称", 20), ("年度", 7), ("所在部分", 10), ("指标", 28), ("规范指标", 20), ("界限", 6), ("数值", 14),
    ("数值上限", 10), ("计量单位", 10), ("原文写法", 14), ("状态", 7), ("性质", 7), ("增减", 7), ("起始日期", 12),
    ("截止日期", 12), ("依据原句", 60), ("位置", 12), ("文件", 30),
)  # fmt: skip
_COUNTED = ("汇总时", 9)
_MISSING_COLUMNS = (
    ("单位名称", 20), ("所在部分", 10), ("指标", 28), ("规范指标", 20), ("原文写法", 14), ("计量单位", 10),
    ("性质", 7), ("依据原句", 60), ("位置", 12), ("文件", 30), ("明细", 10),
)  # fmt: skip
_VALUE = [title for title, _ in _DETAIL_COLUMNS].index("数值")


class Details:
    """The two sheets in the making; ``folder`` is the one that the workbook will stand in.

    ``link_of`` gives the marked copy of a row's document and the bookmark in it ("" for none), or None; ``counted``
    says of each source whether its figures count, None where all do.
    """

    def __init__(
        self,
        book: xlsxwriter.Workbook,
        forms: Forms,
        folder: Path,
        link_of: "Callable[[Row], tuple[str, str] | None]",
        counted: Mapping[str, bool] | None,
    ) -> None:
        self._forms, self._folder, self._link_of, self._counted = forms, folder, link_of, counted
        columns = _DETAIL_COLUMNS if counted is None else (*_DETAIL_COLUMNS, _COUNTED)
        self._detail = Table(book, forms, DETAIL, columns)
        self._missing = Table(book, forms, MISSING, _MISSING_COLUMNS)
        self.counts = Counter({"reported": 0, "missing": 0})
        self.missing_by_unit: Counter[str] = Counter()

    def add(self, row: "Row") -> None:
        """Adds one metric to the details, and to the list of the missing if it is."""
        self.counts[row.status] += 1
        forms = self._forms
        missing = row.status == "missing"
        role, kind, (place, source) = ROLES[row.section], KINDS[row.kind], self._where(row)
        value: Value = ("缺数", forms("red")) if missing else self._amount(row, high=False)
        counts = [] if self._counted is None else [("计入" if self._counted.get(row.source) else "不计入", None)]
        self._detail.add(
            [
                (row.organization, None), (row.year, None), (role, None), (row.indicator, None), (row.canonical, None),
                (BOUNDS[row.bound] or None, None), value, self._amount(row, high=True), (row.unit, None),
                (row.text, forms("red") if missing else None), ("缺数" if missing else "已填", None), (kind, None),
                (CHANGES[row.change], None), (row.period_start, None), (row.period_end, None),
                (row.evidence, forms("wrap")), place, source, *counts,
            ]
        )  # fmt: skip
        if missing and (self._counted is None or self._counted.get(row.source)):
            self.missing_by_unit[row.organization] += 1
            at = self._detail.row + 1
            there = link(f"#'{self._detail.name}'!{xl_col_to_name(_VALUE)}{at}", f"第 {at} 行")
            self._missing.add(
                [
                    (row.organization, None), (role, None), (row.indicator, None), (row.canonical, None),
                    (row.text, forms("red")), (row.unit_text, None), (kind, None), (row.evidence, forms("wrap")),
                    place, source, (there, forms("link")),
                ]
            )  # fmt: skip

    def close(self) -> None:
        """Sets the filters."""
        self._detail.close()
        self._missing.close()

    def _where(self, row: "Row") -> tuple[Value, Value]:
        """The place, which leads into the marked copy if there is one, and the file."""
        place, marked = place_of(row), self._link_of(row)
        shown = place if marked is None else file_link(marked[0], self._folder, place or "标注稿", marked[1])
        source = file_link(row.source, self._folder)
        return self._linked(shown), self._linked(source)

    def _linked(self, text: str | None) -> Value:
        return text, self._forms("link") if getattr(text, "formula", "") else None

    def _amount(self, row: "Row", *, high: bool) -> Value:
        value, shown = amount(row.high if high else row.value, row.unit)
        return value, self._forms(pattern=shown) if shown else None
