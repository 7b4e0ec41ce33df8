"""Markdown → ``Document``: the text stays the file's content, its headings get levels and its tables cells."""

import re
from collections.abc import Iterator

from ..document import Block, Cell, Document, Place, Source
from . import text

_BEFORE_ROW = re.compile(r"(?:[ \t>]|[-*+][ \t])*\|?")  # quote and list marks, and the row's first pipe
_CELL = re.compile(r"(?:\\.|[^|\\])+")


def read(data: bytes, source: Source) -> Document:
    """The document of the Markdown file ``data``; ``source`` comes back with its encoding.

    A heading is a block with its marks, a table's cell one without its pipes; rules and the lines that only mark what
    stands above them are none. Code stays paragraphs. Raises ``DocumentError`` as ``text.read`` does.
    """
    document = text.read(data, source)
    levels, rows, silent = _structure(document.text)
    blocks: list[Block] = []
    for block in document.blocks:
        line = block.place.paragraph
        if line in rows:
            blocks += _cells(document.text, block, rows[line])
        elif line not in silent:
            blocks.append(block._replace(level=levels.get(line, 0)))
    return document._replace(blocks=tuple(blocks) or document.blocks)


def _structure(content: str) -> tuple[dict[int | None, int], dict[int | None, Cell], set[int | None]]:
    """By number of line: levels of headings, the first cells of table rows, and the lines that are but marks."""
    from markdown_it import MarkdownIt

    levels: dict[int | None, int] = {}
    rows: dict[int | None, Cell] = {}
    silent: set[int | None] = set()
    lines = content.split("\n")
    table = -1
    for token in MarkdownIt("commonmark").enable("table").disable("inline").parse(content):
        first, end = token.map or (0, 0)
        if token.type == "heading_open":
            if token.markup[0] == "#":
                levels[first] = int(token.tag[1])
            else:
                silent.add(end - 1)
                if end - first == 2:  # a line under several lines is but a rule
                    levels[first] = int(token.tag[1])
        elif token.type == "hr":
            silent.add(first)
        elif token.type == "thead_open":
            table, row = table + 1, 0
            silent.add(end)
        elif token.type == "tr_open" and "|" in lines[first]:  # else text that follows without a blank line
            rows[first] = Cell(table, row, 0, header=end in silent)
            row += 1
    return levels, rows, silent


def _cells(content: str, line: Block, first: Cell) -> Iterator[Block]:
    """The cells of the table row that is ``line``; empty ones leave nothing."""
    before = _BEFORE_ROW.match(content, line.start, line.end)
    start = before.end() if before else line.start
    column = 0
    while start < line.end:
        match = _CELL.match(content, start, line.end)
        end = match.end() if match else start
        written = content[start:end]
        if written.strip():
            begin = start + len(written) - len(written.lstrip())
            place = Place(line.place.part, line.place.paragraph, None, begin - line.start)
            yield Block(begin, begin + len(written.strip()), "cell", place=place, cell=first._replace(column=column))
        start, column = end + 1, column + 1
