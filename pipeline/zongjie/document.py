"""What reading yields: one text, and where each range of it stands in the file.

All offsets are half-open code-point offsets into ``Document.text``.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple


class Place(NamedTuple):
    """Where something stands in its file; unknown parts are None.

    ``paragraph`` and ``run`` count from 0 within ``part``; ``offset`` counts code points within the run
    (for plain text, within the paragraph); ``page`` counts from 1.
    """

    part: str | None = None
    paragraph: int | None = None
    run: int | None = None
    offset: int | None = None
    page: int | None = None


class Cell(NamedTuple):
    """Where a block stands in a table; ``table`` counts the document's tables, all counts begin with 0.

    A merged cell spans ``rows`` and ``columns``, and its text is read once, at its first row and column. ``header``
    says that the file itself marks the row as one that heads the table.
    """

    table: int
    row: int
    column: int
    rows: int = 1
    columns: int = 1
    header: bool = False


class Block(NamedTuple):
    """One paragraph-like piece of the text: ``text[start:end]`` holds no line end.

    ``kind`` is paragraph, cell, textbox, footnote, endnote, header or footer. ``label`` is the automatic number
    that the reader of the file sees (it is part of the text), or None. ``level`` is the outline level that the
    file itself gives the block (1 is the highest), 0 for none; ``bold`` says that all of it is bold. ``cell`` is set
    for cells only. ``runs`` holds (start in the text, paragraph, run, offset in the run) for each piece of the text
    that stands in a run of its own (run None: in a formula or the like); what comes before the first (an automatic
    number) stands in none.
    """

    start: int
    end: int
    kind: str = "paragraph"
    label: str | None = None
    place: Place = Place()
    level: int = 0
    bold: bool = False
    cell: Cell | None = None
    runs: tuple[tuple[int, int, int | None, int], ...] = ()


# What people call the kinds of blocks that stand beside the body's own.
ASIDES = {"textbox": "文本框", "footnote": "脚注", "endnote": "尾注", "header": "页眉", "footer": "页脚"}


class Source(NamedTuple):
    """What was read: ``name`` is the path as given, ``sha256`` the digest of the file's bytes in hex.

    ``converter`` names the program that turned the file into what was read, ``review`` says that the text may be
    wrong in places (damaged bytes, text recognised in pictures) and should be looked over.
    """

    name: str
    media_type: str = "text/plain"
    sha256: str = ""
    encoding: str | None = None
    converter: str | None = None
    review: bool = False


class Remark(NamedTuple):
    """What a reader of the file wrote beside ``text[start:end]`` (a Word comment; empty: at that place)."""

    start: int
    end: int
    text: str


class Document(NamedTuple):
    """A document as read. Blocks are in text order and do not overlap; between two stands one line end.

    ``remarks`` are no part of the text; they stand in the order of what they are about.
    """

    text: str
    blocks: tuple[Block, ...]
    source: Source
    title: str | None = None
    remarks: tuple[Remark, ...] = ()


def place_at(blocks: Sequence[Block], position: int) -> Place:
    """Where the character at ``position`` of the text stands in the file; all unknown outside the blocks."""
    index = bisect_right(blocks, position, key=lambda block: block.start) - 1
    if index < 0 or position >= blocks[index].end:
        return Place()
    block = blocks[index]
    if not block.runs:
        offset = block.place.offset
        return block.place._replace(offset=None if offset is None else offset + position - block.start)
    at = bisect_right(block.runs, position, key=lambda run: run[0]) - 1
    if at < 0:
        return block.place._replace(run=None, offset=None)
    start, paragraph, run, offset = block.runs[at]
    where = None if run is None else offset + position - start
    return block.place._replace(paragraph=paragraph, run=run, offset=where)


_HASHES = re.compile(r"#{1,6}[ \t]+")
_CLOSING = re.compile(r"[ \t]#+[ \t]*$")


def without_marks(text: str, block: Block) -> tuple[int, int]:
    """From where to where ``block`` is shown: a heading of Markdown without its number signs."""
    start, end = block.start, block.end
    if not block.level or block.place.part != "text":
        return start, end
    if marks := _HASHES.match(text, start, end):
        start = marks.end()
        if closing := _CLOSING.search(text[start:end]):
            end = start + closing.start()
    return start, end


class Places:
    """Where a reader of the file finds what stands in ``blocks``: counted as people count.

    They count the paragraphs of the body that can be seen: not those of cells, nor empty ones. Of a plain text they
    count the lines, of a table rows and columns; what stands beside the body is known by its kind.
    """

    def __init__(self, blocks: Sequence[Block]) -> None:
        self._blocks = blocks
        self._counts: list[int] = []  # by block: the body's paragraphs up to it
        count, before = 0, None
        for block in blocks:
            if block.kind == "paragraph":
                one = block.place[:2]
                count += block.place.paragraph is None or one != before  # lines of one paragraph are one
                before = one
            self._counts.append(count)

    def number(self, position: int) -> int | None:
        """The number, from 1, of the paragraph (in plain text: of the line) at ``position``; None for all else."""
        found = self._at(position)
        if found is None:
            return None
        block, count = found
        if block.place.part == "text" and block.place.paragraph is not None:
            return block.place.paragraph + 1
        return count if block.kind == "paragraph" and block.place.paragraph is not None else None

    def words(self, position: int) -> str:
        """The place in Chinese (第3段, 表1第4行第2列, 页眉, 第3行 of plain text), its page behind it; "" if unknown."""
        found = self._at(position)
        if found is None:
            return ""
        block, number = found[0], self.number(position)
        page = "" if block.place.page is None else f"第{block.place.page}页"
        if block.cell:
            words = f"表{block.cell.table + 1}第{block.cell.row + 1}行第{block.cell.column + 1}列"
        elif block.kind in ASIDES:
            words = ASIDES[block.kind]
        elif number is None:
            return page
        else:
            words = f"第{number}{'行' if block.place.part == 'text' else '段'}"
        return f"{words}（{page}）" if page else words

    def _at(self, position: int) -> tuple[Block, int] | None:
        index = bisect_right(self._blocks, position, key=lambda block: block.start) - 1
        return (self._blocks[index], self._counts[index]) if index >= 0 else None


_NEAR = 12  # cells on either side
TableRows = Mapping[tuple[int, int], Sequence[Block]]


def table_rows(blocks: Iterable[Block]) -> TableRows:
    """The blocks of each row of a table, by (table, row), from left to right; merged cells stand in all their rows."""
    found: dict[tuple[int, int], list[Block]] = {}
    last: dict[int, int] = {}
    cells = [(block, block.cell) for block in blocks if block.cell is not None]
    for _, cell in cells:
        last[cell.table] = max(last.get(cell.table, 0), cell.row)
    for block, cell in sorted(cells, key=lambda one: (one[1].column, one[0].start)):
        for row in range(cell.row, min(cell.row + cell.rows, last[cell.table] + 1)):
            found.setdefault((cell.table, row), []).append(block)
    return found


def beside(text: str, rows: TableRows, block: Block) -> tuple[str, str]:
    """The cells before and after that of ``block`` in its row, each set off by `` | ``; "" outside tables.

    Of a row of very many cells only those near it.
    """
    if block.cell is None:
        return "", ""
    row = rows[block.cell.table, block.cell.row]
    own = row.index(block)
    before, after = row[max(0, own - _NEAR) : own], row[own + 1 : own + 1 + _NEAR]
    return (
        "".join(" ".join(text[one.start : one.end].split()) + " | " for one in before),
        "".join(" | " + " ".join(text[one.start : one.end].split()) for one in after),
    )


def from_text(text: str, source: Source) -> Document:
    """The document of a plain text: one paragraph block for each line that is not blank."""
    blocks = []
    start = 0
    for number, line in enumerate(text.split("\n")):
        if line and not line.isspace():
            blocks.append(Block(start, start + len(line), place=Place("text", number, None, 0)))
        start += len(line) + 1
    return Document(text, tuple(blocks), source)
