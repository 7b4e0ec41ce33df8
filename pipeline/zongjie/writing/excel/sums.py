"""指标合计: one row for each indicator, its total, how many units reported it, and which did not."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import xlsxwriter

from ..console import BOUNDS
from . import cells, pivot
from .cells import Forms, Formula, Value
from .table import Table

if TYPE_CHECKING:
    from ...kpi.grid import Grid
    from ...kpi.totals import Total

SUMS = "指标合计"
_NAMES = 60  # units that a cell names at most
_COLUMNS = (
    ("指标", 22), ("计量单位", 9), ("合计", 13), ("简单平均", 10), ("已报", 8), ("缺数的单位", 18),
    ("数不一致的单位", 18), ("多个写法的单位", 18), ("超出合理范围的单位", 18), ("没有写的单位", 26),
    ("未交的单位", 18),
)  # fmt: skip


class Sums:
    """The sheet: added at its place among the others, and filled once the sheets that it sums up are known."""

    def __init__(self, book: xlsxwriter.Workbook, forms: Forms, grid: "Grid") -> None:
        self._forms, self._grid = forms, grid
        self._table = Table(book, forms, SUMS, _COLUMNS, heading=pivot.heading(grid, SUMS))

    def write(self, parts: Iterable[pivot.Part]) -> None:
        """A row for each indicator of ``parts``, whose totals are read from there by formulas."""
        for part in parts:
            for index, total in enumerate(part.totals):
                self._table.add(self._line(total, f"={part.sheet.name}!{pivot.letters(index)}"))
        self._table.close()

    def _line(self, total: "Total", there: str) -> list[Value]:
        forms, (unit, scale) = self._forms, pivot.shown_in(total)
        shown = cells.pattern(pivot.places(total), unit, BOUNDS[total.bound])
        added: Value = (None, None)
        mean: Value = (None, None)
        if total.total is not None:
            added = Formula(f"{there}{pivot.TOTAL_ROW}", float(total.total / scale)), forms("bold", shown)
        elif total.reported:
            added = pivot.NOT_ADDED, forms("bold")
            mean = Formula(f"{there}{pivot.MEAN_ROW}", pivot.mean(total)), forms("", shown)
        count = Formula(f"{there}{pivot.REPORTED_ROW}", f"{total.reported}/{total.expected}"), forms("centre")
        came = [one for one in self._grid.units if (one, self._grid.year) in self._grid.submitted]
        silent = [one for one in came if one not in total.cells]
        absent = [one for one in self._grid.units if one not in set(came) and one not in total.cells]
        lists = (
            (_named([unit for unit, cell in total.cells.items() if cell.missing]), "lacking"),
            (_named(total.conflicting()), "differing"), (_named(total.several()), "differing"),
            (_doubtful(total), "differing"), (_named(silent, all_named=total.required), "wrap"),
            (_named(absent, all_named=total.required), "wrap"),
        )  # fmt: skip
        return [
            (pivot.name_of(total), forms("wrap")), (unit or None, forms()), added, mean, count,
            *((text, forms(form) if text else None) for text, form in lists),
        ]  # fmt: skip


def _doubtful(total: "Total") -> str | None:
    """The units with figures beyond the plausible range, and that the total has them."""
    units = total.outside()
    within = "合计" if total.total is not None else "平均"
    return f"{within}里有 {len(units)} 家：{_named(units)}" if units else None


def _named(units: Sequence[str], *, all_named: bool = True) -> str | None:
    """The units by name; of an indicator that nobody asks for only how many they are."""
    if not units:
        return None
    if not all_named:
        return f"{len(units)} 家"
    more = f"等 {len(units)} 家" if len(units) > _NAMES else ""
    return "、".join(units[:_NAMES]) + more
