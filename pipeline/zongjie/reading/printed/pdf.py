"""PDF files → ``Document``: paragraphs and table cells as a reader sees them, with their pages.

Pages that are pictures are read by ``ocr`` where it is installed.
"""

from collections.abc import Iterator, Sequence

from ...document import Block, Cell, Document, Place, Source
from ...errors import DocumentError
from . import margins, ocr
from .file import pages
from .lines import joined
from .page import sheet
from .paragraphs import Frame, Habits, Printed, frames, habits, paragraphs
from .sheet import Grid, Sheet

Paragraph = tuple[list[Printed], Cell | None]


def read(data: bytes, source: Source) -> Document:
    """The document of the PDF ``data``.

    Running heads and page numbers are left out. Where the text of a page is a picture or cannot be told for certain,
    ``source`` comes back with ``review``, and with ``converter`` if it was recognised. Raises ``DocumentError``: see
    ``file.pages``; besides scan, no-text.
    """
    sheets = list(pages(data, sheet))
    pictures = [one.number for one in sheets if one.picture]
    if pictures and ocr.is_installed():
        recognised = {one.number: one for one in ocr.sheets(data, pictures)}
        sheets = [recognised.get(one.number, one) for one in sheets]
        source = source._replace(converter=ocr.name())
    elif len(pictures) == len(sheets):
        raise DocumentError("scan")
    found = list(_paragraphs(margins.without(sheets)))
    if not found:
        raise DocumentError("no-text")
    return _document(found, source._replace(review=any(one.doubtful for one in sheets)))


def _paragraphs(sheets: Sequence[Sheet]) -> Iterator[Paragraph]:
    bounds = frames([one.lines for one in sheets], [one.width for one in sheets])
    printed = [
        [Printed(one.number, frame, line) for line in one.lines] for one, frame in zip(sheets, bounds, strict=True)
    ]
    usual = habits([line for lines in printed for line in lines])
    waiting: list[Printed] = []
    tables = 0
    for one, lines in zip(sheets, printed, strict=True):
        for grid in sorted(one.grids, key=lambda grid: grid.top):
            above = [line for line in lines if line.line.middle < grid.top]
            lines = lines[len(above) :]
            yield from ((lines, None) for lines in paragraphs(waiting + above, usual))
            waiting = []
            yield from _cells(grid, tables, one.number, usual)
            tables += 1
        waiting += lines
    yield from ((lines, None) for lines in paragraphs(waiting, usual))


def _cells(grid: Grid, table: int, page: int, usual: Habits) -> Iterator[Paragraph]:
    for slot in grid.cells:
        if not slot.lines:
            continue
        padding = min(line.x0 for line in slot.lines) - slot.left
        frame = Frame(slot.left + padding, max(slot.right - padding, *(line.x1 for line in slot.lines)))
        cell = Cell(table, slot.row, slot.column, slot.rows, slot.columns)
        for lines in paragraphs([Printed(page, frame, line) for line in slot.lines], usual):
            yield lines, cell


def _document(found: Sequence[Paragraph], source: Source) -> Document:
    blocks, texts, position = [], [], 0
    for number, (lines, cell) in enumerate(found):
        text = joined(one.line.text for one in lines)
        place = Place(paragraph=number, page=lines[0].page)
        bold = all(one.line.bold for one in lines)
        kind = "cell" if cell else "paragraph"
        blocks.append(Block(position, position + len(text), kind, None, place, 0, bold, cell))
        texts.append(text)
        position += len(text) + 1
    return Document("\n".join(texts), tuple(blocks), source)
