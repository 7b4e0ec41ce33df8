"""Where in a summary a fault can be planted."""

from decimal import Decimal
from random import Random

from ..text import Fault, Para, Piece, Summary
from ..wording import written


def pick(random: Random, choices: list[tuple[Para, Piece]]) -> tuple[Para, Piece] | None:
    """One of ``choices``, if there is any."""
    return random.choice(choices) if choices else None


def words(summary: Summary, *kinds: str) -> list[tuple[Para, Piece]]:
    """Names and dates of ``kinds`` in running text."""
    return [(para, piece) for para in summary.body() for piece in para.pieces if piece.word in kinds]


def figures(summary: Summary, *places: str) -> list[tuple[Para, Piece]]:
    """Figures of what was done that no other figure depends on (or those of ``places``)."""
    return [
        (para, piece)
        for para in summary.body("achievements")
        for piece in para.pieces
        if piece.figure and piece.figure.value is not None and piece.figure.place in (places or ("total",))
    ]


def plain(summary: Summary) -> list[tuple[Para, Piece]]:
    """Figures that are no total of parts in their sentence."""
    chosen = []
    for para, piece in figures(summary):
        inside = para.sentence(piece)
        if "其中" not in inside and not any(one.word == "demanded" and one.text in inside for one in para.pieces):
            chosen.append((para, piece))
    return chosen


def fault_at(rule: str, para: Para, piece: Piece, quote: str = "", **more: object) -> Fault:
    """The fault that ``piece`` now is; ``quote`` is its faulty text, if that is not all of it."""
    para.fragile = True
    return Fault(rule, quote or piece.text, para.sentence(piece), **more)  # type: ignore[arg-type]


def section(summary: Summary, role: str) -> tuple[int, int] | None:
    """First and last (exclusive) paragraph of a section, its heading included, if it has one and no fault in it."""
    inside = [index for index, para in enumerate(summary.paras) if para.role == role]
    if not inside or any(summary.paras[index].fragile for index in inside):
        return None
    return inside[0], inside[-1] + 1


def rewrite(piece: Piece, value: Decimal) -> None:
    """Puts another number (in its unit without the scale) into the piece of a figure."""
    assert piece.figure
    again = written(piece.figure.name, piece.figure.indicator, value, piece.figure.unit_text, "," in piece.text)
    piece.text, piece.figure.value = again.text, value


def demanded(summary: Summary) -> list[tuple[Para, Piece]]:
    """The figures that every summary must report, and their paragraphs."""
    return [
        (para, para.pieces[index + 1])
        for para in summary.body("achievements")
        for index, piece in enumerate(para.pieces)
        if piece.word == "demanded"
    ]


def table_of(summary: Summary, kind: str = "") -> Para | None:
    """Its table, of a certain kind."""
    tables = [para for para in summary.paras if para.style == "table" and not para.fragile]
    return next((para for para in tables if kind in ("", para.field_of)), None) if summary.tables else None


def drop_table(summary: Summary) -> bool:
    """Takes out its table; not possible once a fault sits in it."""
    tables = [para for para in summary.paras if para.style == "table"]
    if any(para.fragile for para in tables):
        return False
    for para in tables:
        summary.paras.remove(para)
    return True
