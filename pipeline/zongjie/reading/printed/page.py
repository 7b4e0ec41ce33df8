"""What stands on one page of a PDF: its lines, its ruled tables, and whether it is a picture."""

import re
from bisect import bisect
from collections import defaultdict
from collections.abc import Sequence
from itertools import product
from typing import Any

from pdfplumber.page import Page

from .lines import Line, rows
from .sheet import Grid, Sheet, Slot

Box = tuple[float, float, float, float]  # left, top, right, bottom

# A page is a picture if pictures cover so much of it and there are fewer characters, or if so much of it is garbled.
_COVERED, _FEW, _GARBLED = 0.5, 50, 0.3
_OUTLINED = 200  # shapes without a character: letters that were turned into outlines
_BOLD = re.compile("bold|heavy|black", re.I)
_NO_CHARACTER = re.compile(r"\(cid:\d+\)|[\ue000-\uf8ff\ufffd]")
_UNKNOWN = "\ufffd"
_SNAP = 3.0  # points that lines of a table may be off
_MOST_CELLS, _MOST_EDGES = 10_000, 6_000  # a page with more holds a drawing
_RULED = 2  # lines in each direction that a table has at the least


def sheet(page: Page) -> Sheet:
    """The content of ``page``; text that stands in a table is in none of its lines."""
    characters = [piece for piece in map(_piece, filter(_seen(page), page.chars)) if piece.text]
    garbled = sum(1 for piece in characters if _NO_CHARACTER.match(piece.text))
    pieces = [piece._replace(text=_UNKNOWN) if piece.text.startswith("(cid:") else piece for piece in characters]
    printed = sum(1 for piece in pieces if not piece.text.isspace())
    covered = _covered(page)
    picture = (
        garbled > _GARBLED * printed
        or (printed < _FEW and covered >= _COVERED)
        or (not printed and bool(page.images or len(page.objects.get("curve", ())) >= _OUTLINED))
    )
    grids, rest = _grids(page, pieces)
    return Sheet(
        page.page_number,
        float(page.width),
        float(page.height),
        tuple(rows(rest)),
        grids,
        picture,
        doubtful=picture or _UNKNOWN in {piece.text for piece in pieces} or covered >= _COVERED,
    )


def _seen(page: Page) -> Any:
    x0, top, x1, bottom = page.bbox

    def seen(character: dict[str, Any]) -> bool:
        # Type that is turned is a watermark or a stamp.
        across, down = (character["x0"] + character["x1"]) / 2, (character["top"] + character["bottom"]) / 2
        return bool(character["upright"]) and x0 <= across <= x1 and top <= down <= bottom

    return seen


def _piece(character: dict[str, Any]) -> Line:
    x0, x1, top, bottom, size = (float(character[name]) for name in ("x0", "x1", "top", "bottom", "size"))
    return Line(character["text"], x0, x1, top, bottom, size, bool(_BOLD.search(str(character["fontname"]))))


def _covered(page: Page) -> float:
    """The share of the page that pictures cover; more than 1 where they lie over one another."""
    area = 0.0
    for image in page.images:
        width = min(image["x1"], page.bbox[2]) - max(image["x0"], page.bbox[0])
        height = min(image["bottom"], page.bbox[3]) - max(image["top"], page.bbox[1])
        area += max(width, 0) * max(height, 0)
    return area / float(page.width * page.height)


def _grids(page: Page, pieces: Sequence[Line]) -> tuple[tuple[Grid, ...], Sequence[Line]]:
    """The ruled tables of the page with the pieces in them, and the pieces that stand in none."""
    if not _is_ruled(page):
        return (), pieces
    grids = []
    for table in page.find_tables():
        if len(table.cells) >= _RULED:  # else a frame around text
            grid, pieces = _grid(table.cells, pieces)
            grids.append(grid)
    return tuple(grids), pieces


def _is_ruled(page: Page) -> bool:
    """Whether there are lines enough for a table, and not so many that they are a drawing."""
    down, across = page.vertical_edges, page.horizontal_edges
    columns, lines = {round(edge["x0"]) for edge in down}, {round(edge["top"]) for edge in across}
    few = len(columns) < _RULED or len(lines) < _RULED
    return not few and len(columns) * len(lines) <= _MOST_CELLS and len(down) + len(across) <= _MOST_EDGES


def _grid(cells: Sequence[Box], pieces: Sequence[Line]) -> tuple[Grid, list[Line]]:
    """The table of these cells with the pieces in them, and the pieces outside."""
    columns, lines = _marks(cells, 0), _marks(cells, 1)
    slots: list[Slot] = []
    owner = {}
    for x0, top, x1, bottom in sorted(cells, key=lambda cell: (cell[1], cell[0])):
        row, below = bisect(lines, top + _SNAP) - 1, bisect(lines, bottom + _SNAP) - 1
        column, right = bisect(columns, x0 + _SNAP) - 1, bisect(columns, x1 + _SNAP) - 1
        for at in product(range(row, below), range(column, right)):
            owner[at] = len(slots)
        slots.append(Slot(row, column, below - row, right - column, float(x0), float(x1), ()))
    held: dict[int | None, list[Line]] = defaultdict(list)
    for piece in pieces:
        at = bisect(lines, piece.middle) - 1, bisect(columns, (piece.x0 + piece.x1) / 2) - 1
        held[owner.get(at)].append(piece)
    filled = tuple(slot._replace(lines=tuple(rows(held[number]))) for number, slot in enumerate(slots))
    return Grid(lines[0], filled), held[None]


def _marks(cells: Sequence[Box], axis: int) -> list[float]:
    """Where the lines of a table lie along ``axis`` (0: from left to right, 1: from top to bottom)."""
    marks: list[float] = []
    for at in sorted({cell[side] for cell in cells for side in (axis, axis + 2)}):
        if not marks or at - marks[-1] > _SNAP:
            marks.append(at)
    return marks
