"""Cells as they are read: what each one says as a label and is as a content, and what several say together."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from ..document import Block, Cell
from .contents import TEXT, Content, content
from .labels import NO_MEASURE, Label, Labels, Measure

_NAME = 30  # characters of a cell that are read as a name; of a longer one the first clause
_CLAUSE = re.compile(r"[。；;，,！？!?]")


class Entry(NamedTuple):
    """One cell that holds text: where, its paragraphs' spans in the document, what it says and what it is."""

    cell: Cell
    spans: tuple[tuple[int, int], ...]
    text: str
    label: Label
    content: Content

    @property
    def is_prose(self) -> bool:
        """Whether it holds sentences, not a label."""
        return len(self.spans) > 2 or _CLAUSE.search(self.text) is not None

    @property
    def named_span(self) -> tuple[int, int] | None:
        """Where its name stands in the document, where it is one range of it."""
        if self.label.end == 0:
            return None
        first, last = (_placed(self.spans, at) for at in (self.label.start, self.label.end - 1))
        return first, last + 1

    @property
    def is_number(self) -> bool:
        """Whether it is a figure, or marks where one may be missing."""
        return self.content.sort in ("figure", "mark")


class Named(NamedTuple):
    """What the labels of a column or row say together: a name and where it stands (None: in several places)."""

    name: str = ""
    span: tuple[int, int] | None = None
    measure: Measure = NO_MEASURE
    kind: str = ""
    time: str = ""
    sort: str = ""
    whole: str = ""


def together(parts: Sequence[Entry]) -> Named:
    """What the labels of ``parts``, the most general first, say together; of two the more special counts."""
    name, span, places = "", None, 0
    for entry in parts:
        own = entry.label.name
        if not own or own in name:
            continue
        if name and name in own:
            name, places = "", 0
        name, places = name + own, places + 1
        span = entry.named_span
    last = list(reversed([entry.label for entry in parts]))
    return Named(
        name,
        span if places == 1 else None,
        next((label.measure for label in last if label.measure.text), NO_MEASURE),
        next((label.kind for label in last if label.kind), ""),
        "".join(entry.label.time for entry in parts),
        next((label.sort for label in last if label.sort), ""),
        next((label.whole for label in last if label.whole), ""),
    )


def read_cell(text: str, blocks: Sequence[Block], labels: Labels) -> Entry:
    """The cell whose paragraphs are ``blocks`` of a document with ``text``."""
    spans = tuple(trimmed(text, block) for block in blocks)
    whole = "\n".join(text[start:end] for start, end in spans)
    said = whole
    if len(whole) > _NAME:
        clause = _CLAUSE.search(whole)
        said = whole[: min(clause.start() if clause else _NAME, _NAME)]
    held = content(whole, labels.blanks) if len(spans) == 1 else TEXT
    return Entry(blocks[0].cell or Cell(0, 0, 0), spans, whole, labels.read(said), held)


def trimmed(text: str, block: Block) -> tuple[int, int]:
    """The span of a block without blanks around it."""
    line = text[block.start : block.end]
    start = block.start + len(line) - len(line.lstrip())
    return start, max(start, block.start + len(line.rstrip()))


def _placed(spans: Sequence[tuple[int, int]], at: int) -> int:
    """The document's offset of the character ``at`` of a cell's text, its paragraphs joined by line ends."""
    for start, end in spans:
        if at < end - start:
            return start + at
        at -= end - start + 1
    return spans[-1][1]
