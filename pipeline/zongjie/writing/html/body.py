"""The blocks of a report → what the page lays out: paragraphs, tables and groups, in the order of the text."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from ...document import ASIDES, Block, Cell, without_marks
from ...report import OutlineNode, Report
from ..console import ROLES
from .marks import Inline, Span, by_range, nest
from .tables import Table, grid

_SHORT = 40  # characters; a longer head of a paragraph is a sentence of it and not set off


class Paragraph(NamedTuple):
    """A block, or the part of it that one section holds.

    ``form`` is title, heading, run-on (goes on after a line break), spaced (brings an indent of its own) or plain;
    ``level`` is that of a heading, else 0; ``section`` indexes ``Report.sections``.
    """

    block: Block
    section: int | None
    form: str
    level: int
    content: Inline


class Group(NamedTuple):
    """Nodes that belong together: ``kind`` is section or that of their blocks, ``role`` a section's (or None)."""

    kind: str
    role: str | None
    label: str
    nodes: list["Node"]


Node = Paragraph | Group | Table


class _Piece(NamedTuple):
    """A range of a block; its first character that is not blank stands at ``visible``."""

    block: Block
    start: int
    visible: int
    end: int
    section: int | None


def body(report: Report, spans: Sequence[Span], prefix: str) -> tuple[list[Node], set[str]]:
    """The nodes of the whole text with ``spans`` and the headings marked, and the ids that occur in them.

    The id of a heading is ``prefix``, ``o-`` and its start.
    """
    pieces = list(_pieces(report))
    heads = [
        Span(one.start, one.end, "heading" if one.end - one.start <= _SHORT else "point", f"{prefix}o-{one.start}")
        for one in report.outline
    ]
    at = {one.start: one for one in report.outline}
    reaching = by_range([(piece.start, piece.end) for piece in pieces], (*heads, *spans))
    used: set[str] = set()
    paragraphs = []
    before = None
    for piece, marked in zip(pieces, reaching, strict=True):
        form, level = _form(report, piece, before, at)
        first, last = without_marks(report.text, piece.block)
        content = nest(report.text, max(piece.start, first), max(min(piece.end, last), first), marked, used)
        paragraphs.append(Paragraph(piece.block, piece.section, form, level, content))
        before = piece
    return _nodes(paragraphs, report, None, None), used


def _pieces(report: Report) -> Iterator[_Piece]:
    """The blocks, cut where a section begins in the middle of one."""
    starts = [section.start for section in report.sections]
    for block in report.blocks:
        first = bisect_right(starts, block.start)
        within = starts[first : bisect_right(starts, block.end - 1)]
        cuts = [cut for cut in within if not report.text[block.start : cut].isspace()]
        for start, end in zip([block.start, *cuts], [*cuts, block.end], strict=True):
            visible = end - len(report.text[start:end].lstrip())
            section = bisect_right(starts, visible) - 1
            inside = section >= 0 and visible < report.sections[section].end
            yield _Piece(block, start, visible, end, section if inside else None)


def _form(report: Report, piece: _Piece, before: _Piece | None, heads: dict[int, OutlineNode]) -> tuple[str, int]:
    head = heads.get(piece.visible)
    text = report.text[piece.visible : piece.end].rstrip()
    if head and head.end >= piece.visible + len(text):
        return "heading", head.level
    if piece.section is None and piece.block.kind == "paragraph" and _squeezed(text) in _squeezed(report.title or ""):
        return "title", 0
    if before and before.section == piece.section and _one_paragraph(before.block, piece.block):
        return "run-on", 0
    return ("plain" if piece.visible == piece.start else "spaced"), 0


def _one_paragraph(first: Block, second: Block) -> bool:
    return second.place.paragraph is not None and first.place[:2] == second.place[:2]


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _nodes(paragraphs: list[Paragraph], report: Report, section: int | None, table: int | None) -> list[Node]:
    """``paragraphs`` with tables, text boxes and notes as nodes, in a group for each section but ``section``.

    Paragraphs of cells of ``table`` stand inside a cell of it already.
    """
    last = {one.block.cell.table: index for index, one in enumerate(paragraphs) if one.block.cell}
    placed: list[tuple[int | None, Node]] = []
    at = 0
    while at < len(paragraphs):
        one = paragraphs[at]
        kind, cell = one.block.kind, one.block.cell
        if cell and cell.table != table:
            until = last[cell.table] + 1
            node: Node = _table(cell.table, paragraphs[at:until], report, one.section)
        elif kind in ASIDES:
            until = next((n for n in range(at, len(paragraphs)) if paragraphs[n].block.kind != kind), len(paragraphs))
            node = Group(kind, None, ASIDES[kind], list(paragraphs[at:until]))
        else:
            until, node = at + 1, one
        placed.append((one.section, node))
        at = until
    nodes: list[Node] = []
    for index, members in groupby(placed, key=lambda pair: pair[0]):
        held = [node for _, node in members]
        if index is None or index == section:
            nodes += held
        else:
            role = report.sections[index].role
            nodes.append(Group("section", role, ROLES[role], held))
    return nodes


def _table(table: int, paragraphs: list[Paragraph], report: Report, section: int | None) -> Table:
    """Table number ``table``, whose first cell begins ``paragraphs``; what is not its own stands in the cell before."""
    held: dict[tuple[int, int], tuple[Cell, list[Paragraph]]] = {}
    key = 0, 0
    for one in paragraphs:
        cell = one.block.cell
        if cell and cell.table == table:
            key = cell.row, cell.column
            held.setdefault(key, (cell, []))
        held[key][1].append(one)
    return grid({cell: _nodes(inside, report, section, table) for cell, inside in held.values()})
