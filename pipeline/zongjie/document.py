"""What reading yields: one text, and where each range of it stands in the file.

All offsets are half-open code-point offsets into ``Document.text``.
"""

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


class Block(NamedTuple):
    """One paragraph-like piece of the text: ``text[start:end]`` holds no line end.

    ``kind`` is paragraph, cell, textbox, footnote, endnote, header or footer. ``label`` is the automatic number
    that the reader of the file sees (it is part of the text), or None. ``level`` is the outline level that the
    file itself gives the block (1 is the highest), 0 for none; ``bold`` says that all of it is bold.
    ``row`` and ``column`` count from 0 and are set for cells only.
    """

    start: int
    end: int
    kind: str = "paragraph"
    label: str | None = None
    place: Place = Place()
    level: int = 0
    bold: bool = False
    row: int | None = None
    column: int | None = None


class Source(NamedTuple):
    """What was read: ``name`` is the path as given, ``sha256`` the digest of the file's bytes in hex."""

    name: str
    media_type: str = "text/plain"
    sha256: str = ""
    encoding: str | None = None
    converter: str | None = None
    review: bool = False


class Document(NamedTuple):
    """A document as read. Blocks are in text order and do not overlap; between two stands one line end."""

    text: str
    blocks: tuple[Block, ...]
    source: Source
    title: str | None = None


def from_text(text: str, source: Source) -> Document:
    """The document of a plain text: one paragraph block for each line that is not blank."""
    blocks = []
    start = 0
    for number, line in enumerate(text.split("\n")):
        if line and not line.isspace():
            blocks.append(Block(start, start + len(line), place=Place("text", number, None, 0)))
        start += len(line) + 1
    return Document(text, tuple(blocks), source)
