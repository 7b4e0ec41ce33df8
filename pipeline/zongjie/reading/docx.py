"""Word files → ``Document``: what a reader sees, one block for each paragraph of the body and of its tables.

The element tree is walked once, in the order of the file. A line break inside a paragraph ends a block as well,
because a block holds no line end; both blocks name the same paragraph.
"""

from collections.abc import Iterator

from lxml import etree

from ..document import Block, Cell, Document, Place, Source
from ..errors import DocumentError
from .package import Package
from .styles import PLAIN, Style, Styles, W, value

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_PARAGRAPH, _RUN, _TEXT, _TABLE, _FIELD = W + "p", W + "r", W + "t", W + "tbl", W + "fldChar"
_RUN_PROPERTIES, _PARAGRAPH_PROPERTIES = W + "rPr", W + "pPr"
_ALTERNATIVES, _CHOICE = _MC + "AlternateContent", _MC + "Choice"
# What a reader does not see, or sees elsewhere than in the line.
_UNSEEN = {W + name for name in ("del", "moveFrom", "rt", "drawing", "pict", "object")}
_PROPERTIES = {W + name for name in ("pPr", "rPr", "sdtPr", "tblPr", "tblGrid", "trPr", "tcPr", "sectPr", "rubyPr")}
_CHARACTERS = {W + "tab": "\t", W + "ptab": "\t", W + "br": "\n", W + "cr": "\n", W + "noBreakHyphen": "-"}
_LINE_ENDS = str.maketrans("\r\n", "  ")


def read(data: bytes, source: Source) -> Document:
    """The document of the Word package ``data``.

    Insertions count, deletions, moved-from and hidden text do not; text of links, fields and content controls is
    read where it stands. Raises ``DocumentError``: see ``Package``; besides no-body, no-text.
    """
    package = Package(data)
    body = package.xml(package.main).find(W + "body")
    if body is None:
        raise DocumentError("no-body", package.main)
    sheets = [name for name in package.related(package.main, "styles") if name in package]
    walk = _Walk(package.main, Styles(package.xml(sheets[0]) if sheets else None), _sound_fields(body))
    walk.content(body, None)
    walk.flush()
    if not walk.blocks:
        raise DocumentError("no-text", package.main)
    return Document("\n".join(walk.lines), tuple(walk.blocks), source, walk.title)


def _sound_fields(body: etree._Element) -> bool:
    kinds = [mark.get(W + "fldCharType") for mark in body.iter(_FIELD)]
    return kinds.count("begin") == kinds.count("end")


class _Walk:
    """One pass over a part. ``lines`` are the texts of ``blocks``; ``title`` that of the first in the title style."""

    def __init__(self, part: str, styles: Styles, sound_fields: bool) -> None:
        self.lines: list[str] = []
        self.blocks: list[Block] = []
        self.title: str | None = None
        self._part, self._styles, self._sound_fields = part, styles, sound_fields
        self._paragraphs = self._runs = self._position = 0
        self._fields: list[bool] = []  # for each open field, whether its result has begun
        self._style: Style = PLAIN
        self._cell: Cell | None = None
        self._tables = 0
        self._pieces: list[str] = []
        self._number = self._first_run = self._first_offset = 0
        self._bold = True
        self._run_number = self._offset = 0
        self._run_bold = self._run_hidden = False

    def content(self, parent: etree._Element, cell: Cell | None) -> None:
        """Reads the paragraphs and tables in ``parent``, through whatever wraps them."""
        for child in self._seen(parent):
            if child.tag == _PARAGRAPH:
                self._paragraph(child, cell)
            elif child.tag == _TABLE:
                self._table(child)
            else:
                self.content(child, cell)

    def _seen(self, parent: etree._Element) -> Iterator[etree._Element]:
        """The children of ``parent`` that hold what a reader sees; of alternatives the first."""
        chosen = parent.find(_CHOICE) if parent.tag == _ALTERNATIVES else None
        for child in parent:
            if child.tag in _PROPERTIES:
                continue
            if child.tag in _UNSEEN or (chosen is not None and child is not chosen):
                self._leave_out(child)
            else:
                yield child

    def _leave_out(self, element: etree._Element) -> None:
        # Places count every paragraph and run of the part, so that others can find them without knowing our rules.
        self._paragraphs += sum(1 for _ in element.iter(_PARAGRAPH))
        self._runs += sum(1 for _ in element.iter(_RUN))

    def _table(self, table: etree._Element) -> None:
        self.flush()  # no paragraph goes on from outside into a cell, or from one cell into another
        index, self._tables = self._tables, self._tables + 1
        for number, row in enumerate(self._parts(table, "tr")):
            properties = row.find(W + "trPr")
            if properties is not None and any(properties.find(W + name) is not None for name in ("del", "hidden")):
                self._leave_out(row)
                continue
            column = 0 if properties is None else _count(properties, "gridBefore", 0)
            for cell in self._parts(row, "tc"):
                column += self._table_cell(cell, index, number, column)
                self.flush()

    def _table_cell(self, cell: etree._Element, table: int, row: int, column: int) -> int:
        """Reads one cell; returns how many columns it spans."""
        properties = cell.find(W + "tcPr")
        if properties is None:
            self.content(cell, Cell(table, row, column))
            return 1
        merged = properties.find(W + "vMerge")
        if (merged is not None and merged.get(W + "val") != "restart") or properties.find(W + "cellDel") is not None:
            self._leave_out(cell)
        else:
            self.content(cell, Cell(table, row, column))
        return _count(properties, "gridSpan", 1)

    def _parts(self, parent: etree._Element, name: str) -> Iterator[etree._Element]:
        """The rows of a table or the cells of a row, through content controls and the like."""
        for child in self._seen(parent):
            if child.tag == W + name:
                yield child
            else:
                yield from self._parts(child, name)

    def _paragraph(self, paragraph: etree._Element, cell: Cell | None) -> None:
        properties = paragraph.find(_PARAGRAPH_PROPERTIES)
        self._style, self._cell = self._styles.paragraph(properties), cell
        number, self._paragraphs = self._paragraphs, self._paragraphs + 1
        if not self._pieces:
            self._number = number
        self._inline(paragraph)
        mark = None if properties is None else properties.find(_RUN_PROPERTIES)
        if mark is None or (mark.find(W + "del") is None and mark.find(W + "moveFrom") is None):
            self.flush()  # else the mark is deleted: the next paragraph goes on in the same line

    def _inline(self, parent: etree._Element) -> None:
        for child in self._seen(parent):
            if child.tag == _RUN:
                self._run(child)
            else:
                self._inline(child)

    def _run(self, run: etree._Element) -> None:
        outer = self._run_number, self._offset, self._run_bold, self._run_hidden  # a ruby base is a run within a run
        self._run_number, self._runs = self._runs, self._runs + 1
        self._offset = 0
        self._run_bold, self._run_hidden = self._styles.run(run.find(_RUN_PROPERTIES), self._style)
        self._run_content(run)
        self._run_number, self._offset, self._run_bold, self._run_hidden = outer

    def _run_content(self, parent: etree._Element) -> None:
        for child in self._seen(parent):
            if child.tag == _TEXT:
                text = child.text or ""
                self._put(text.translate(_LINE_ENDS) if "\n" in text or "\r" in text else text)
            elif child.tag in _CHARACTERS:
                self._put(_CHARACTERS[child.tag])
            elif child.tag == _FIELD:
                self._field(child.get(W + "fldCharType"))
            elif child.tag == _RUN:
                self._run(child)
            else:
                self._run_content(child)

    def _field(self, kind: str | None) -> None:
        if kind == "begin":
            self._fields.append(False)
        elif kind == "separate" and self._fields:
            self._fields[-1] = True
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _put(self, text: str) -> None:
        if self._run_hidden or (self._sound_fields and not all(self._fields)):
            return
        if text == "\n":
            self.flush()
        elif text:
            if not self._pieces:
                self._first_run, self._first_offset = self._run_number, self._offset
            self._pieces.append(text)
            self._bold = self._bold and (self._run_bold or text.isspace())
        self._offset += len(text)

    def flush(self) -> None:
        """Ends the line that is being read; a blank one leaves nothing."""
        text = "".join(self._pieces)
        if text and not text.isspace():
            start, end = self._position, self._position + len(text)
            level = self._style.level or 0
            place = Place(self._part, self._number, self._first_run, self._first_offset)
            if self.title is None and self._style.is_title:
                self.title = text.strip()
            kind = "cell" if self._cell else "paragraph"
            self.blocks.append(Block(start, end, kind, None, place, level, self._bold, self._cell))
            self.lines.append(text)
            self._position = end + 1
        self._pieces, self._bold = [], True


def _count(properties: etree._Element, name: str, default: int) -> int:
    given = value(properties, name) or ""
    return int(given) if given.isdecimal() else default
