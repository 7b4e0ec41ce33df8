"""One year against those before, by unit and indicator."""

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from . import measure
from .grid import Cell, Grid


class Line(NamedTuple):
    """What a unit reports over the years (``cells`` beside ``Trend.years``, None where it does not write of it).

    ``difference`` is this year's value less last year's, ``growth`` their ratio less 1 (0.25: a quarter more), each
    None where it is unknown; ``growth`` also for shares, and from 0. ``lacks`` says which value is missing: "", this,
    last or both.
    """

    unit: str
    cells: tuple[Cell | None, ...]
    difference: Decimal | None
    growth: Decimal | None
    lacks: str


class Trend(NamedTuple):
    """An indicator over ``years``, ascending and ending with the one that is summed up.

    ``both`` are the sums over the units that have a value for this year and the last (last, this), None where there are
    none or they are shares or averages. ``scale`` is that of its column.
    """

    indicator: str
    unit: str
    known: bool
    years: tuple[int, ...]
    lines: tuple[Line, ...]
    both: tuple[Decimal, Decimal] | None
    scale: int = 0


def trends(grid: Grid) -> tuple[Trend, ...]:
    """The indicators of which last year's figures are known, in the order of the grid's columns.

    A unit that writes of an indicator in neither year has no line.
    """
    year = grid.year
    if year is None:
        return ()
    found = []
    for column in grid.columns:
        cells = grid.cells[column]
        years = tuple(sorted({when for _, when in cells if when is not None and when <= year} | {year - 1, year}))
        if not any(when == year - 1 and cell.value is not None for (_, when), cell in cells.items()):
            continue
        lines = [
            _line(unit, tuple(cells.get((unit, when)) for when in years), column.unit)
            for unit in grid.units
            if any((unit, when) in cells for when in (year - 1, year))
        ]
        both = None if column.average or measure.is_rate(column.unit) else _both(lines)
        found.append(Trend(column.indicator, column.unit, column.known, years, tuple(lines), both, column.scale))
    return tuple(found)


def _line(unit: str, cells: tuple[Cell | None, ...], measured: str) -> Line:
    last, this = ((None if cell is None else cell.value) for cell in cells[-2:])
    lacks = "both" if last is None and this is None else "last" if last is None else "this" if this is None else ""
    if last is None or this is None:
        return Line(unit, cells, None, None, lacks)
    difference = this - last
    growth = difference / last if last and not measure.is_rate(measured) else None
    return Line(unit, cells, difference, growth, lacks)


def _both(lines: Sequence[Line]) -> tuple[Decimal, Decimal] | None:
    pairs = [
        (last.value, this.value)
        for last, this in (line.cells[-2:] for line in lines)
        if last is not None and this is not None and last.value is not None and this.value is not None
    ]
    if not pairs:
        return None
    return sum((last for last, _ in pairs), Decimal(0)), sum((this for _, this in pairs), Decimal(0))
