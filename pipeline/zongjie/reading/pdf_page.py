"""What stands on one page of a PDF: its lines, its ruled tables, and whether it is a picture."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import Any

from pdfplumber.page import Page

from .lines import Line, rows
from .sheet import Grid, Sheet, Slot

# A page is a picture if pictures cover so much of it and there are fewer characters, or if so much of it is garbled.
_COVERED, _FEW, _GARBLED = 0.5, 50, 0.3
_OUTLINED = 200  # shapes without a character: letters that were turned into outlines
_BOLD = re.compile("bold|heavy|black", re.I)
_NO_CHARACTER = re.compile(r"\(cid:\d+\)|[\ue000-\uf8ff\ufffd]")
_UNKNOWN = "\ufffd"
_SNAP = 3.0  # points that lines of a table may be off
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
        doubtful=picture or garbled > 0 or covered >= _COVERED,
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


def _grids(page: Page, pieces: Sequence[Line]) -> tuple[tuple[Grid, ...], list[Line]]:
    """The ruled tables of the page with the pieces in them, and the pieces that stand in none."""
    rest = list(pieces)
    if len(page.vertical_edges) < _RULED or len(page.horizontal_edges) < _RULED:
        return (), rest
    grids = []
    for table in page.find_tables():
        if len(table.cells) < _RULED:
            continue  # a frame around text
        columns, lines = _marks(table.cells, 0), _marks(table.cells, 1)
        slots = []
        for cell in sorted(table.cells, key=lambda one: (one[1], one[0])):
            inside = [piece for piece in rest if _within(piece, cell)]
            rest = [piece for piece in rest if not _within(piece, cell)]
            row, column = _index(lines, cell[1]), _index(columns, cell[0])
            spans = _index(lines, cell[3]) - row, _index(columns, cell[2]) - column
            slots.append(Slot(row, column, *spans, float(cell[0]), float(cell[2]), tuple(rows(inside))))
        grids.append(Grid(float(table.bbox[1]), tuple(slots)))
    return tuple(grids), rest


def _within(piece: Line, cell: tuple[float, float, float, float]) -> bool:
    x0, top, x1, bottom = cell
    return x0 <= (piece.x0 + piece.x1) / 2 < x1 and top <= piece.middle < bottom


def _marks(cells: Sequence[tuple[float, ...]], axis: int) -> list[float]:
    """Where the lines of a table lie along ``axis`` (0: from left to right, 1: from top to bottom)."""
    marks: list[float] = []
    for at in sorted({cell[side] for cell in cells for side in (axis, axis + 2)}):
        if not marks or at - marks[-1] > _SNAP:
            marks.append(at)
    return marks


def _index(marks: Sequence[float], at: float) -> int:
    return bisect_right(marks, at + _SNAP / 2) - 1
