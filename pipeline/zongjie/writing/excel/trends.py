"""同比, this year against last by indicator, and 同比明细 by unit; 图表, charts of the most reported indicators."""

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from ..console import BOUNDS
from . import cells
from .cells import Forms, Formula, Value
from .table import Table

if TYPE_CHECKING:
    from ...kpi.grid import Cell
    from ...kpi.trend import Line, Trend

SUMS, LINES, CHARTS = "同比", "同比明细", "图表"
_CHARTS = 6  # indicators that get a chart
_BARS = 80  # units that one chart can show
_MANY = 16  # units from which on a chart takes the width of two
_GREEN, _RED = {"font_color": "#00692F"}, {"font_color": "#9C0006"}


def write(book: xlsxwriter.Workbook, forms: Forms, trends: Sequence["Trend"]) -> None:
    """Adds the three sheets; ``trends`` is not empty."""
    trends = [_scaled(one) for one in trends]
    year = trends[0].years[-1]
    years = sorted({one for trend in trends for one in trend.years})
    sums = Table(book, forms, SUMS, _sum_columns(year))
    lines = Table(book, forms, LINES, _line_columns(years))
    charts = book.add_worksheet(CHARTS)
    ranges = []
    for trend in trends:
        sums.add(_sum(forms, trend, sums.row + 1))
        first, name = lines.row + 1, lines.name
        for line in trend.lines:
            lines.add(_line(forms, trend, line, years, lines.row + 1))
        # A sheet that is full goes on in another; a chart takes the rows of one.
        ranges.append((trend, name, first, lines.row) if name == lines.name else None)
    for table, column in ((sums, 6), (lines, 4 + len(years))):
        table.close()
        table.sheet.conditional_format(1, column, max(table.row, 1), column, _sign("<", book.add_format(_RED)))
        table.sheet.conditional_format(1, column, max(table.row, 1), column, _sign(">", book.add_format(_GREEN)))
    cells.for_print(charts, "今年与去年比较")
    charts.hide_gridlines(2)
    _draw(book, charts, [one for one in ranges if one], years)


def _scaled(trend: "Trend") -> "Trend":
    """The same in the unit of measure in which it is shown, which is that of 汇总."""
    this = [line.cells[-1] for line in trend.lines]
    values = [cell.value for cell in this if cell is not None and cell.value is not None]
    unit, scale = cells.shown_in(trend.unit, trend.scale, values)
    if scale == 1:
        return trend

    def told(cell: "Cell | None") -> "Cell | None":
        return cell if cell is None or cell.value is None else cell._replace(value=cell.value / scale)

    lines = tuple(
        line._replace(
            cells=tuple(map(told, line.cells)),
            difference=None if line.difference is None else line.difference / scale,
        )
        for line in trend.lines
    )
    both = None if trend.both is None else (trend.both[0] / scale, trend.both[1] / scale)
    return trend._replace(unit=unit, lines=lines, both=both)


def _sign(criterion: str, form: object) -> dict[str, object]:
    return {"type": "cell", "criteria": criterion, "value": 0, "format": form}


def _sum_columns(year: int) -> list[tuple[str, float]]:
    return [
        ("指标", 28), ("计量单位", 10), ("两年都有数的单位", 16), (f"{year - 1}年合计", 16), (f"{year}年合计", 16),
        ("增减", 14), ("增幅", 10),
    ]  # fmt: skip


def _line_columns(years: Sequence[int]) -> list[tuple[str, float]]:
    return [("指标", 28), ("单位名称", 20), ("计量单位", 10), *((f"{one}年", 14) for one in years),
            ("增减", 14), ("增幅", 10), ("说明", 24)]  # fmt: skip


def _sum(forms: Forms, trend: "Trend", row: int) -> list[Value]:
    """One indicator: the sums over the units that report it in both years."""
    name = trend.indicator + ("" if trend.known else "＊")
    compared = sum(not line.lacks for line in trend.lines)
    if trend.both is None:
        return [(name, None), (trend.unit, None), (compared, None), *[(None, None)] * 4]
    last, this = trend.both
    places = max(cells.decimals(last), cells.decimals(this))
    shown = forms(pattern=cells.pattern(places, trend.unit))
    return [
        (name, None), (trend.unit, None), (compared, None), (float(last), shown), (float(this), shown),
        *_compared(forms, row, (3, 4), this - last, (this - last) / last if last else None, shown),
    ]  # fmt: skip


def _line(forms: Forms, trend: "Trend", line: "Line", years: Sequence[int], row: int) -> list[Value]:
    """One unit: its figures by year, what they changed by, and which is not there."""
    by_year = dict(zip(trend.years, line.cells, strict=True))
    places = max((cells.decimals(one.value) for one in line.cells if one and one.value is not None), default=0)
    shown = forms(pattern=cells.pattern(places, trend.unit))
    values = [_figure(forms, by_year.get(year), trend.unit, places) for year in years]
    if line.difference is None:
        change: list[Value] = [(None, None), (None, None)]
    elif cells.is_percent(trend.unit):
        text = f"=({_at(row, 2 + len(years))}-{_at(row, 1 + len(years))})*100"
        points = forms(pattern=cells.pattern(places, "") + '"个百分点"')
        change = [(Formula(text, float(line.difference)), points), (None, None)]
    else:
        change = _compared(forms, row, (1 + len(years), 2 + len(years)), line.difference, line.growth, shown)
    last, this = line.cells[-2:]
    told = last is not None and last.told and last.value is not None
    notes = [_lack("去年", last), _lack("今年", this), "去年的数取自今年的总结" * told]
    note = "；".join(one for one in notes if one) or None
    return [(trend.indicator, None), (line.unit, None), (trend.unit, None), *values, *change, (note, None)]


def _lack(year: str, cell: "Cell | None") -> str:
    """Why there is no figure to compare, or whether it is to be doubted; "" where all is well."""
    if cell is None:
        return f"{year}没有报"
    if cell.value is not None:
        return f"{year}的数超出合理范围" if cell.outside else ""
    return f"{year}的数不一致" if cell.conflict else f"{year}的数有几个写法" if cell.several else f"{year}缺数"


def _figure(forms: Forms, cell: "Cell | None", unit: str, places: int) -> Value:
    if cell is None:
        return None, None
    if cell.value is None:
        if cell.conflict or cell.several:
            return "不一致" if cell.conflict else "多个写法", forms("yellow")
        return "缺数", forms("red")
    return cells.amount(cell.value, unit)[0], forms(pattern=cells.pattern(places, unit, BOUNDS[cell.bound]))


def _compared(
    forms: Forms, row: int, columns: tuple[int, int], difference: Decimal, growth: Decimal | None, shown: object
) -> list[Value]:
    """Difference and growth as formulas over the two columns, of which the first is last year's."""
    last, this = (_at(row, column) for column in columns)
    grown: Value = (None, None)
    if growth is not None:
        grown = Formula(f"={this}/{last}-1", float(growth)), forms(pattern="0.0%")
    return [(Formula(f"={this}-{last}", float(difference)), shown), grown]


def _bar(cell: "Cell | None", unit: str) -> float | str:
    value = None if cell is None else cells.amount(cell.value, unit)[0]
    return "" if value is None else value


def _at(row: int, column: int) -> str:
    return str(xl_rowcol_to_cell(row, column))


def _draw(
    book: xlsxwriter.Workbook, sheet: Worksheet, ranges: Sequence[tuple["Trend", str, int, int]], years: Sequence[int]
) -> None:
    """Column charts, units side by side, for the indicators that most units report in both years."""
    best = sorted(ranges, key=lambda one: -sum(not line.lacks for line in one[0].lines))[:_CHARTS]
    at = 0  # places of half a page's width that are taken
    for trend, name, first, last in best:
        last = min(last, first + _BARS - 1)
        chart = book.add_chart({"type": "column"})
        shown = trend.lines[: last - first + 1]
        for index in (len(years) - 2, len(years) - 1):
            chart.add_series(
                {
                    "name": f"{years[index]}年",
                    "categories": [name, first, 1, last, 1],
                    "values": [name, first, 3 + index, last, 3 + index],
                    # Cells are on the disk by now, so what a chart keeps of them is given.
                    "categories_data": [cells.clean(line.unit) for line in shown],
                    "values_data": [_bar(line.cells[index - len(years)], trend.unit) for line in shown],
                    "fill": {"color": "#A5A5A5" if index == len(years) - 2 else "#2E75B6"},
                }
            )
        cut = f"，前 {_BARS} 个单位" if len(trend.lines) > _BARS else ""
        unit = f"（{trend.unit}）" if trend.unit else ""
        chart.set_title({"name": cells.clean(f"{trend.indicator}{unit}{cut}"), "name_font": {"size": 12}})
        chart.set_legend({"position": "bottom"})
        chart.set_y_axis({"num_format": "0%" if cells.is_percent(trend.unit) else "#,##0", "min": 0})
        wide = last - first >= _MANY
        chart.set_size({"width": 1250 if wide else 620, "height": 330})
        at = at + at % 2 if wide else at
        sheet.insert_chart(17 * (at // 2), 10 * (at % 2), chart)
        at += 2 if wide else 1
