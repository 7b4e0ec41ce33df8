"""A page as printed, whoever read it: lines and ruled tables with their places, in points from the top left corner."""

from typing import NamedTuple

from .lines import Line


class Slot(NamedTuple):
    """One cell of a ruled table: row and column of its first corner, how many it spans, its sides, what it holds."""

    row: int
    column: int
    rows: int
    columns: int
    left: float
    right: float
    lines: tuple[Line, ...]


class Grid(NamedTuple):
    """A ruled table that begins at ``top``; its cells in reading order."""

    top: float
    cells: tuple[Slot, ...]


class Sheet(NamedTuple):
    """One page, counted from 1; ``picture`` says that its text is a picture, ``doubtful`` that it may be wrong."""

    number: int
    width: float
    height: float
    lines: tuple[Line, ...]
    grids: tuple[Grid, ...] = ()
    picture: bool = False
    doubtful: bool = False
