"""汇总: units by indicators, above them what they add up to and how many of the units reported.

Indicators that the catalogue or the profile names stand there; other wordings stand in 其他指标, of the same form.
"""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from ..console import BOUNDS
from . import cells
from .cells import Forms, Formula, Value, is_percent, put

if TYPE_CHECKING:
    from ...kpi.grid import Cell, Grid
    from ...kpi.totals import Total

PIVOT, OTHERS = "汇总", "其他指标"
TOTAL_ROW, MEAN_ROW, REPORTED_ROW = 3, 4, 5  # as formulas count
NOT_ADDED = "不相加"  # what stands in place of a total of rates and averages
_HEAD = ("指标", "计量单位", "合计", "简单平均", "已报")  # the rows above the units
_SIDE = 2  # the columns before the indicators: the unit, and how many figures it lacks
_WIDE = 12  # so many indicators are legible on the width of one page
_SCALE = 70  # per cent, where they take several
_SPOTS = 8  # places that a note names at most
_AUTHOR = "zongjie"
Lacking = Mapping[tuple[str, int | None], int]


class Part(NamedTuple):
    """A sheet and the indicators that it shows."""

    sheet: Worksheet
    totals: "Sequence[Total]"


def parts(book: xlsxwriter.Workbook, name: str, totals: Sequence["Total"]) -> list[Part]:
    """Adds the sheet ``name``, and further ones where there are more indicators than one can hold."""
    room = cells.MAX_COLUMNS - _SIDE
    return [
        Part(book.add_worksheet(name if number == 1 else f"{name}{number}"), totals[first : first + room])
        for number, first in enumerate(range(0, max(len(totals), 1), room), 1)
    ]


def write(
    forms: Forms, grid: "Grid", made: Sequence[Part], lacking: Lacking, called: Callable[[str], str] = str
) -> None:
    """Fills the sheets; ``lacking`` counts the missing figures by unit and year, ``called`` names a source."""
    for part in made:
        _Pivot(part, forms, grid, called).write(lacking)


def letters(index: int) -> str:
    """The column in which a part has its indicator number ``index``."""
    return str(xl_col_to_name(_SIDE + index))


def shown_in(total: "Total") -> tuple[str, Decimal]:
    """The unit of measure that a column is shown in, and what its values are divided by.

    It is the one that the profile asks for; without one, large sums are shown as 万元.
    """
    return cells.shown_in(total.unit, total.scale, _values(total))


def places(total: "Total") -> int:
    """How many decimals the figures of an indicator are shown with."""
    scale = shown_in(total)[1]
    return max((cells.decimals(value / scale) for value in _values(total)), default=0)


def mean(total: "Total") -> float:
    """The mean of the figures that there are (at least one), as the sheet shows it."""
    unit, scale = shown_in(total)
    counted = [value / scale for value in _values(total)]
    return float(sum(counted, Decimal(0)) / len(counted)) / (100 if is_percent(unit) else 1)


def heading(grid: "Grid", name: str) -> str:
    """What stands above a printed sheet."""
    return f"{grid.year}年工作总结{name}" if grid.year is not None else f"工作总结{name}"


def plain(value: Decimal) -> str:
    """A number in groups, without needless zeros."""
    shown = f"{value:,f}"
    return shown.rstrip("0").rstrip(".") if "." in shown else shown


def name_of(total: "Total") -> str:
    """What heads an indicator: with ＊ where it is no name of the catalogue or the profile."""
    return total.indicator + ("" if total.known else "＊")


def _values(total: "Total") -> list[Decimal]:
    return [cell.value for cell in total.cells.values() if cell.value is not None]


def _range(total: "Total", unit: str, scale: Decimal) -> str:
    """The plausible range in words, in the unit of measure that is shown."""
    least, most = (None if one is None else plain(one / scale) for one in total.limits)
    if least is None or most is None:
        return f"应不大于{most}{unit}" if least is None else f"应不小于{least}{unit}"
    return f"应为{least}到{most}{unit}"


class _Pivot:
    def __init__(self, part: Part, forms: Forms, grid: "Grid", called: Callable[[str], str]) -> None:
        self._called = called
        self._sheet, self._forms, self._grid, self._totals = part.sheet, forms, grid, part.totals
        self._shown = [shown_in(total) for total in part.totals]
        self._places = [places(total) for total in part.totals]

    def write(self, lacking: Lacking) -> None:
        """Writes the heads row by row, then the units."""
        sheet, forms, last = self._sheet, self._forms, len(_HEAD) + len(self._grid.units)

        def lacks(unit: str) -> int:
            return lacking.get((unit, self._grid.year), 0)

        sheet.freeze_panes(len(_HEAD), _SIDE)
        cells.for_print(sheet, heading(self._grid, sheet.name), pages_wide=self._pages())
        if not self._pages():
            sheet.set_print_scale(_SCALE)
        sheet.repeat_rows(0, len(_HEAD) - 1)
        sheet.repeat_columns(0, _SIDE - 1)
        sheet.set_column(0, 0, 22)
        sheet.set_column(1, 1, 8)
        sheet.set_column(_SIDE, _SIDE + max(len(self._totals), 1) - 1, 12)
        sheet.set_row(0, 48)
        for row, name in enumerate(_HEAD):
            sheet.write_string(row, 0, name, forms("side"))
            put(sheet, row, 1, *self._side(row, last, sum(map(lacks, self._grid.units))))
            for index, total in enumerate(self._totals):
                put(sheet, row, _SIDE + index, *self._head(row, index, total, last))
        for row, unit in enumerate(self._grid.units, len(_HEAD)):
            sheet.write_string(row, 0, cells.clean(unit), forms())
            put(sheet, row, 1, lacks(unit) or None, forms("red") if lacks(unit) else None)
            came = (unit, self._grid.year) in self._grid.submitted
            for index, total in enumerate(self._totals):
                self._cell(row, index, total, total.cells.get(unit), came=came)
        sheet.autofilter(len(_HEAD) - 1, 0, max(last, len(_HEAD)) - 1, _SIDE + max(len(self._totals), 1) - 1)

    def _side(self, row: int, last: int, lacking: int) -> Value:
        """What stands above the numbers of missing figures."""
        if row == 0:
            return "缺数（个）", self._forms("heading", wrap=True)
        if row == 2 and self._grid.units:
            return Formula(f"=SUM(B{len(_HEAD) + 1}:B{last})", lacking), self._forms("sum")
        return None, self._forms("sum" if row == 2 else "side")

    def _pages(self) -> int:
        return 1 if len(self._totals) <= _WIDE else 0

    def _head(self, row: int, index: int, total: "Total", last: int) -> Value:
        """What stands above a column in one of the rows of ``_HEAD``."""
        forms, (unit, scale) = self._forms, self._shown[index]
        name = letters(index)
        values = f"{name}{len(_HEAD) + 1}:{name}{last}"
        counted = _values(total)
        if row == 0:
            return name_of(total), forms("heading", wrap=True)
        if row == 1:
            return unit or None, forms("heading")
        if row + 1 == REPORTED_ROW:
            text = f'=COUNT({values})&"/{total.expected}"'
            return Formula(text, f"{total.reported}/{total.expected}"), forms("heading")
        shown = self._pattern(index, BOUNDS[total.bound])
        if row + 1 == TOTAL_ROW and total.total is not None:
            return Formula(f"=SUM({values})", float(total.total / scale)), forms("sum", shown)
        if row + 1 == TOTAL_ROW and counted:
            return NOT_ADDED, forms("sum")
        if row + 1 == MEAN_ROW and total.total is None and counted:
            return Formula(f"=AVERAGE({values})", mean(total)), forms("sum", shown)
        return None, forms("sum")

    def _cell(self, row: int, index: int, total: "Total", cell: "Cell | None", *, came: bool) -> None:
        sheet, forms, column = self._sheet, self._forms, _SIDE + index
        if cell is None:
            if not came:
                sheet.write_string(row, column, "未交", forms("grey"))
            elif total.required:
                sheet.write_string(row, column, "未报", forms("pale"))
            elif total.known:
                sheet.write_string(row, column, "—", forms("faint"))
            return
        if cell.missing:
            sheet.write_string(row, column, "缺数", forms("red"))
        elif cell.conflict:
            sheet.write_string(row, column, "不一致", forms("yellow"))
            self._note(row, column, "同一指标的数值不一致，没有计入合计：", cell)
        elif cell.several:
            sheet.write_string(row, column, "多个写法", forms("yellow"))
            remark = "几处写法不同、数也不同，说的可能不是一回事：没有相加，没有替您选，也没有计入合计："
            self._note(row, column, remark, cell)
        elif cell.value is not None:
            scaled = cell.value / self._shown[index][1]
            number = cells.amount(scaled, total.unit)[0]
            marked = "doubtful" if cell.outside else ""
            put(sheet, row, column, number, forms(marked, self._pattern(index, BOUNDS[cell.bound])))
            remarks = [f"超出合理范围（{_range(total, *self._shown[index])}），已计入合计，请核对"] * cell.outside
            remarks += ["这个数只是一年中部分时段的"] * cell.partial
            if remarks:
                self._note(row, column, "；".join(remarks) + "：", cell)

    def _pattern(self, index: int, bound: str) -> str:
        return cells.pattern(self._places[index], self._shown[index][0], bound)

    def _note(self, row: int, column: int, text: str, cell: "Cell") -> None:
        lines = [
            f"{spot.wording * cell.several}{spot.text}（{self._called(spot.source)} {cells.place_of(spot) or ''}）"
            for spot in cell.places[:_SPOTS]
        ]
        more = len(cell.places) - _SPOTS
        lines += [f"……共 {len(cell.places)} 处"] if more > 0 else []
        shown = cells.clean("\n".join([text, *lines]))
        options = {"author": _AUTHOR, "x_scale": 2.5, "y_scale": 0.4 + 0.25 * len(lines), "font_size": 9}
        self._sheet.write_comment(xl_rowcol_to_cell(row, column), shown, options)
