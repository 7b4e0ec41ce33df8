"""One walk over a story of a Word file (body, note, header …): paragraphs and tables in order → blocks.

A line break inside a paragraph ends a block as well, because a block holds no line end; both blocks name the same
paragraph. Paragraphs are counted like runs, see ``inline``.
"""

from collections.abc import Iterator
from typing import NamedTuple

from lxml import etree

from ...document import Block, Cell, Place
from .inline import Box, Counts, Inline, Note, endless_fields, seen_children
from .line import Atom, Line
from .numbering import Counter
from .styles import PLAIN, Style, Styles, W, is_on, is_set, value

_PARAGRAPH, _TABLE, _FOREIGN = W + "p", W + "tbl", W + "altChunk"
_PARAGRAPH_PROPERTIES, _RUN_PROPERTIES = W + "pPr", W + "rPr"
_STYLE_SEPARATOR = f"{W}pPr/{W}rPr/{W}specVanish"
_NEW_PAGE = W + "lastRenderedPageBreak"


class Story(NamedTuple):
    """What is to be read: ``root``, in ``part``, after ``counts`` paragraphs and runs, as blocks of ``kind``.

    ``host`` is the element of the body that shows it, None for the body itself and for headers and footers.
    """

    part: str
    root: etree._Element
    counts: Counts
    kind: str = "paragraph"
    host: etree._Element | None = None


class _Merge(NamedTuple):
    """A cell that may go on below: the blocks that it has filled, and its rows so far."""

    first: int
    end: int
    rows: int = 1


class Walk:
    """The blocks of the stories read so far; ``lines`` are their texts.

    ``atoms`` are in the order of the text. ``hosts`` names, for the blocks (by start) of text boxes and notes, the
    element of the body that shows them. ``title`` is the first block in the title style. ``foreign`` says that the
    file holds another file's text, which is not read.
    """

    def __init__(self, styles: Styles) -> None:
        self.lines: list[str] = []
        self.blocks: list[Block] = []
        self.atoms: list[Atom] = []
        self.hosts: dict[int, etree._Element] = {}
        self.title: str | None = None
        self.foreign = False
        self._styles = styles
        self._tables = 0
        self._line = Line()
        self._waiting: list[tuple[etree._Element, Style]] = []
        self._style: Style = PLAIN
        self._cell: Cell | None = None
        self._number = 0
        self._page: int | None = None

    def read(self, story: Story, counter: Counter) -> list[Note]:
        """Reads ``story``, its automatic numbers counted by ``counter``; returns the notes that it refers to."""
        self._story, self._counts, self._counter = story, story.counts, counter
        self._box_counter = counter.apart()
        self._inline = Inline(self._styles, self._counts, self._line, self._flush)
        self._inline.endless = endless_fields(story.root)
        if story.kind == "paragraph" and next(story.root.iter(_NEW_PAGE), None) is not None:
            self._counts.page = 1
        self._content(story.root, None)
        self._join()
        return self._inline.notes

    def _content(self, parent: etree._Element, cell: Cell | None) -> None:
        for child in seen_children(parent, self._counts):
            if child.tag == _PARAGRAPH:
                self._paragraph(child, cell)
            elif child.tag == _TABLE:
                self._table(child)
            elif child.tag == _FOREIGN:
                self.foreign = True
            else:
                self._content(child, cell)

    def _paragraph(self, paragraph: etree._Element, cell: Cell | None) -> None:
        """Reads the paragraph, unless its mark is deleted or hidden: then it waits to be one with the next."""
        self._cell = cell
        properties = paragraph.find(_PARAGRAPH_PROPERTIES)
        style = self._styles.paragraph(properties)
        self._waiting.append((paragraph, style))
        mark = None if properties is None else properties.find(_RUN_PROPERTIES)
        if mark is None:
            gone = style.hidden
        else:
            gone = any(is_set(mark, name) for name in ("del", "moveFrom")) or self._styles.run(mark, style)[1]
        if not gone:
            self._join()

    def _join(self) -> None:
        """Reads the paragraphs that wait as one; style and number are those of the last, whose mark is still there.

        A style separator lets a heading stand before its text in one line: that line has the heading's style.
        """
        paragraphs, self._waiting = self._waiting, []
        if not paragraphs:
            return
        headings = (style for paragraph, style in paragraphs[:-1] if paragraph.find(_STYLE_SEPARATOR) is not None)
        self._style = next(headings, paragraphs[-1][1])
        self._number, self._page = self._counts.paragraphs, self._counts.page
        label = self._counter.label(self._style) if self._style.number else None
        if label:
            self._line.label(*label)
        for paragraph, style in paragraphs:
            number, self._counts.paragraphs = self._counts.paragraphs, self._counts.paragraphs + 1
            self._inline.read(paragraph, number, style)
        self._flush()
        boxes, self._inline.boxes = self._inline.boxes, []
        for box in boxes:
            self._box(box)

    def _box(self, box: Box) -> None:
        kept = self._story, self._counts, self._inline, self._cell, self._counter
        story, inline = self._story, self._inline
        counts = Counts(box.paragraphs, box.runs, self._counts.page)
        kind = "textbox" if story.kind == "paragraph" else story.kind
        self._story = Story(story.part, box.content, counts, kind, box.run if story.host is None else story.host)
        self._counts, self._counter = counts, self._box_counter
        self._inline = Inline(self._styles, counts, self._line, self._flush)
        self._inline.endless = inline.endless
        self._content(box.content, None)
        self._join()
        inline.notes += self._inline.notes
        self._story, self._counts, self._inline, self._cell, self._counter = kept

    def _flush(self) -> None:
        """Ends the line that is being read; a blank one leaves nothing."""
        line = self._line.take()
        page, self._page = self._page, self._counts.page
        if line is None:
            return
        first = line.runs[0] if line.runs and line.runs[0][0] == line.start else None
        place = Place(self._story.part, self._number, None, None, page)
        if first:
            place = place._replace(paragraph=first[1], run=first[2], offset=None if first[2] is None else first[3])
        kind, cell = self._story.kind, self._cell
        if kind not in ("paragraph", "textbox"):
            cell = None  # a table in a note or a header is part of that
        elif cell:
            kind = "cell"
        if self.title is None and self._style.is_title and kind == "paragraph":
            self.title = line.text.strip()
        level = self._style.level or 0
        self.blocks.append(Block(line.start, line.end, kind, line.label, place, level, line.bold, cell, line.runs))
        self.lines.append(line.text)
        self.atoms += line.atoms
        if self._story.host is not None:
            self.hosts[line.start] = self._story.host

    def _table(self, table: etree._Element) -> None:
        self._join()  # no paragraph goes on from outside into a cell, or from one cell into another
        index, self._tables = self._tables, self._tables + 1
        merges: dict[int, _Merge] = {}
        look = table.find(W + "tblPr")
        heading, styled = True, look is not None and self._styles.heads(look)
        for number, row in enumerate(self._parts(table, "tr")):
            properties = row.find(W + "trPr")
            if properties is not None and any(is_set(properties, name) for name in ("del", "hidden")):
                self._counts.skip(row)
                continue
            # Word heeds the mark in the first rows only.
            given = None if properties is None else properties.find(W + "tblHeader")
            heading = heading and (styled and not number if given is None else is_on(given, W + "val", absent=True))
            column = 0 if properties is None else _count(properties, "gridBefore", 0)
            beside: tuple[int, int] | None = None
            for element in self._parts(row, "tc"):
                own = element.find(W + "tcPr")
                width = 1 if own is None else _count(own, "gridSpan", 1)
                below, right = _merged(own, "vMerge"), _merged(own, "hMerge")
                if own is not None and own.find(W + "cellDel") is not None:
                    self._counts.skip(element)
                elif below == "continue" and column in merges:
                    self._counts.skip(element)
                    merges[column] = merges[column]._replace(rows=merges[column].rows + 1)
                elif right == "continue" and beside:
                    self._counts.skip(element)
                    self._change(*beside, index, columns=width)
                else:
                    beside = len(self.blocks), len(self.blocks)
                    self._content(element, Cell(index, number, column, 1, width, heading))
                    self._join()
                    beside = beside[0], len(self.blocks)
                    self._close(merges.pop(column, None), index)
                    if below:
                        merges[column] = _Merge(*beside)
                column += width
        for merge in merges.values():
            self._close(merge, index)

    def _close(self, merge: _Merge | None, table: int) -> None:
        """Writes the rows of a merged cell into its blocks."""
        if merge and merge.rows > 1:
            self._change(merge.first, merge.end, table, rows=merge.rows - 1)

    def _change(self, first: int, end: int, table: int, rows: int = 0, columns: int = 0) -> None:
        """Lets the cell that fills those blocks span so many more rows and columns."""
        for at in range(first, end):
            cell = self.blocks[at].cell
            if cell and cell.table == table:
                cell = cell._replace(rows=cell.rows + rows, columns=cell.columns + columns)
                self.blocks[at] = self.blocks[at]._replace(cell=cell)

    def _parts(self, parent: etree._Element, name: str) -> Iterator[etree._Element]:
        """The rows of a table or the cells of a row, through content controls and the like."""
        for child in seen_children(parent, self._counts):
            if child.tag == W + name:
                yield child
            else:
                yield from self._parts(child, name)


def _merged(properties: etree._Element | None, name: str) -> str | None:
    """ "restart" or "continue" (Word's default) for a merged cell, None for another."""
    element = None if properties is None else properties.find(W + name)
    return None if element is None else element.get(W + "val", "continue")


def _count(properties: etree._Element, name: str, default: int) -> int:
    given = value(properties, name) or ""
    return min(int(given), 10_000) if given.isdecimal() and len(given) < 20 else default
