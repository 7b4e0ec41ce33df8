"""Documents with tables for tests, as reading would yield them."""

from collections.abc import Iterable, Sequence

from zongjie.document import Block, Cell, Document, Place, Source

Content = str | Sequence  # its text, or (text, rows, columns) of a merged cell


def document(
    rows: Iterable[Iterable[Content]], *, before: Iterable[str] = (), after: Iterable[str] = (), header: int = 0
) -> Document:
    """A document with one table between paragraphs; a line end in a cell parts its paragraphs.

    ``rows`` name only the cells that begin in them; ``header`` of them are marked by the file.
    """
    lines = [(line, "paragraph", None) for line in before]
    taken: set[tuple[int, int]] = set()
    for row, cells in enumerate(rows):
        column = 0
        for one in cells:
            text, down, across = (one, 1, 1) if isinstance(one, str) else one
            while (row, column) in taken:
                column += 1
            taken |= {(row + y, column + x) for y in range(down) for x in range(across)}
            cell = Cell(0, row, column, down, across, row < header)
            lines += [(line, "cell", cell) for line in text.split("\n") if line.strip()]
            column += across
    return of_lines([*lines, *((line, "paragraph", None) for line in after)])


def of_lines(lines: Iterable[tuple[str, str, Cell | None]]) -> Document:
    """A document of lines with their kinds and cells."""
    blocks: list[Block] = []
    start = 0
    texts = []
    for number, (text, kind, cell) in enumerate(lines):
        blocks.append(Block(start, start + len(text), kind, place=Place("word/document.xml", number, 0, 0), cell=cell))
        texts.append(text)
        start += len(text) + 1
    return Document("\n".join(texts), tuple(blocks), Source("表.docx"))
