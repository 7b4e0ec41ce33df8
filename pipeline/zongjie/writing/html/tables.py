"""The cells of a table that hold text → its rows, with empty cells where nothing stands."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from ...document import Cell

_WIDEST = 1000  # columns that one cell may span in HTML
_MOST_CELLS = 100_000  # a larger table is broken or made to do harm: a gap in it is one wide cell


class Box(NamedTuple):
    """A cell as it is shown; ``nodes`` is what it holds."""

    rows: int = 1
    columns: int = 1
    header: bool = False
    nodes: Sequence = ()


class Table(NamedTuple):
    """A table: the rows that head it, and the others."""

    head: list[list[Box]]
    rows: list[list[Box]]


def grid(cells: Mapping[Cell, Sequence]) -> Table:
    """The table of ``cells``, each with what it holds. Spans that reach beyond the table are cut, no cell is lost."""
    lines: dict[int, list[Cell]] = defaultdict(list)
    for cell in cells:
        lines[cell.row].append(cell)
    height = max(lines) + 1
    width = min(max(cell.column + cell.columns for cell in cells), _WIDEST)
    head = 0
    while head in lines and all(cell.header for cell in lines[head]):
        head += 1
    spread = height * width <= _MOST_CELLS
    rows: list[list[Box]] = []
    above: list[Cell] = []  # those that span into the row
    for row in range(height):
        above = [cell for cell in above if cell.row + cell.rows > row and row != head]
        line: list[Box] = []
        column = 0
        for cell in sorted((*above, *lines.get(row, ())), key=lambda cell: cell.column):
            line += _gap(cell.column - column, spread)
            if cell.row == row:
                last = head if row < head else height
                line.append(Box(min(cell.rows, last - row), min(cell.columns, _WIDEST), cell.header, cells[cell]))
            column = max(column, cell.column + cell.columns)
        line += _gap(width - column, spread)
        rows.append(line)
        above += [cell for cell in lines.get(row, ()) if cell.rows > 1]
    return Table(rows[:head], rows[head:])


def _gap(columns: int, spread: bool) -> list[Box]:
    return [Box()] * columns if spread or columns < 1 else [Box(columns=min(columns, _WIDEST))]
