"""Where the cells of a page's table stand in its grid."""

from itertools import islice

from lxml import etree

from ..document import Cell

CELLS = frozenset({"td", "th"})
_MAX_COLUMNS = 200  # that one cell may span: a page that claims more would only keep the reader busy


class Table:
    """A table that is being read, the ``number``-th of its page.

    ``layout`` says that it is no table to its reader: it holds other tables, or one cell only, or says so itself.
    """

    def __init__(self, element: etree._Element, number: int) -> None:
        self.layout = (
            element.get("role") in ("presentation", "none")
            or element.find(".//table") is not None
            or len(list(islice(element.iter(*CELLS), 2))) < 2
        )
        self._number = number
        self._rows = 0 if self.layout else sum(1 for _ in element.iter("tr"))
        self._row, self._column, self._header = -1, 0, False
        self._taken: dict[int, int] = {}  # column → the row from which on it is free of cells from above

    def open_row(self, row: etree._Element) -> None:
        """Begins a row."""
        self._row, self._column = self._row + 1, 0
        self._header = row.getparent().tag == "thead" or {child.tag for child in row} == {"th"}

    def place(self, cell: etree._Element) -> Cell | None:
        """Where ``cell``, the next of its row, stands; None in a table for the layout."""
        if self.layout:
            return None
        row = max(self._row, 0)  # a cell may stand in no row
        while self._taken.get(self._column, 0) > row:
            self._column += 1
        column, below = self._column, max(self._rows - row, 1)
        columns = min(_span(cell, "colspan") or 1, _MAX_COLUMNS)
        rows = min(_span(cell, "rowspan") or below, below)  # 0 means: to the end
        for number in range(column, column + columns):
            self._taken[number] = row + rows
        self._column += columns
        return Cell(self._number, row, column, rows, columns, self._header)


def _span(cell: etree._Element, name: str) -> int:
    given = cell.get(name, "1").strip()
    return int(given) if given.isdecimal() and len(given) < 9 else 1
