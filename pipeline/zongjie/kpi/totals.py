"""Units by indicators: what each unit reports for the year, the total, and how many of the units reported."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import NamedTuple

from . import measure
from .grid import Cell, Grid, Limits


class Total(NamedTuple):
    """One indicator in one unit of measure; ``known``, ``asked``, ``scale``, ``required`` and ``limits`` are as there.

    ``cells`` has the units that write of it at all. ``total`` is the sum of their values (None for shares, ratios
    and averages, and where there is none), ``bound`` what those of the values make of it. ``reported`` of
    ``expected`` units have a value: a figure that is missing is none, and not 0.
    """

    indicator: str
    unit: str
    known: bool
    asked: bool
    scale: int
    cells: Mapping[str, Cell]
    total: Decimal | None
    bound: str
    reported: int
    expected: int
    required: bool = False
    limits: Limits = (None, None)

    def conflicting(self) -> list[str]:
        """The units whose figures of one wording differ; they are in no total."""
        return [unit for unit, cell in self.cells.items() if cell.conflict]

    def several(self) -> list[str]:
        """The units that have different figures under different wordings; they are in no total."""
        return [unit for unit, cell in self.cells.items() if cell.several]

    def outside(self) -> list[str]:
        """The units whose figure is beyond the plausible range; they are in the total."""
        return [unit for unit, cell in self.cells.items() if cell.outside]


def totals(grid: Grid) -> tuple[Total, ...]:
    """The totals of the grid's year, in the order of its columns."""
    found = []
    for column in grid.columns:
        by_unit = grid.cells[column]
        cells = {unit: by_unit[unit, grid.year] for unit in grid.units if (unit, grid.year) in by_unit}
        counted = [cell for cell in cells.values() if cell.value is not None]
        values = [cell.value for cell in counted if cell.value is not None]
        add = values and not (column.average or measure.is_rate(column.unit))
        found.append(
            Total(
                column.indicator, column.unit, column.known, column.asked, column.scale, cells,
                sum(values, Decimal(0)) if add else None, joint_bound(cell.bound for cell in counted),
                len(values), len(grid.units), column.required, column.limits,
            )
        )  # fmt: skip
    return tuple(found)


def joint_bound(bounds: Iterable[str]) -> str:
    """The bound of a sum: as its parts' where these agree, about where they do not."""
    kinds = set(bounds) - {"exact"}
    return "exact" if not kinds else kinds.pop() if len(kinds) == 1 else "about"
