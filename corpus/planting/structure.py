"""Numbers of headings, order, repetition, marks."""

from random import Random

from ..bank import Bank
from ..text import NUMERALS, Fault, Para, Piece, Summary, number
from .picking import fault_at, pick, section


def _numbered(summary: Summary) -> list[Para]:
    """The headings of the achievements' parts, if they bear typed numbers and no fault."""
    headings = [para for para in summary.paras if para.style == "heading" and para.level == 2]
    return [] if summary.automatic or any(para.fragile for para in headings) else headings


def _shift(summary: Summary, random: Random, step: int, rule: str) -> Fault | None:
    headings = _numbered(summary)
    if len(headings) < 3:
        return None
    at = random.randint(1, len(headings) - 1)
    labels = [para.label for para in headings]
    for index in range(at, len(headings)):
        old, new = (str(index + 1), str(index + 1 + step)) if labels[index][0].isdigit() else (
            NUMERALS[index + 1], NUMERALS[index + 1 + step]
        )  # fmt: skip
        headings[index].label = labels[index].replace(old, new)
    for para in headings:
        para.fragile = True
    here, before = headings[at], headings[at - 1]
    also = ("ZJ402",) if rule == "ZJ401" else ("ZJ401",)
    return Fault(rule, here.label + here.text, here.label + here.text, others=(before.label + before.text,), also=also)


def numbering_gap(summary: Summary, random: Random, bank: Bank) -> Fault | None:
    """One number is left out."""
    return _shift(summary, random, 1, "ZJ401")


def numbering_repeat(summary: Summary, random: Random, bank: Bank) -> Fault | None:
    """One number is there twice."""
    return _shift(summary, random, -1, "ZJ402")


def section_order(summary: Summary, random: Random, bank: Bank) -> Fault | None:
    """The plans stand before the problems."""
    problems, plans = section(summary, "problems"), section(summary, "plans")
    if problems is None or plans is None or problems[1] != plans[0]:
        return None
    first, middle, last = problems[0], plans[0], plans[1]
    summary.paras[first:last] = summary.paras[middle:last] + summary.paras[first:middle]
    number(summary.paras, summary.style)
    headings = [para for para in summary.paras if para.level == 1 and para.role in ("problems", "plans")]
    for para in summary.paras[first:last]:
        para.fragile = True
    return Fault("ZJ403", headings[1].text, headings[1].text, others=(headings[0].text,))


def repeated_paragraph(summary: Summary, random: Random, bank: Bank) -> Fault | None:
    """A paragraph stands there twice."""
    bodies = [para for para in summary.body("achievements") if len(para.text) > 60 and not _has_demanded(para)]
    if not bodies:
        return None
    para = random.choice(bodies)
    para.fragile = True
    again = Para("body", [Piece(para.text)], para.role, fragile=True)
    ends = [index for index, one in enumerate(summary.paras) if one.role == "achievements"]
    summary.paras.insert(ends[-1] + 1, again)
    return Fault("ZJ404", para.text, para.text, also=("ZJ304",))


def _has_demanded(para: Para) -> bool:
    return any(piece.word == "demanded" for piece in para.pieces)


def unbalanced(summary: Summary, random: Random, bank: Bank) -> Fault | None:
    """A closing mark is missing."""
    for para in summary.body("achievements"):
        if para.field_of == "quoted":
            places = [(piece, mark) for piece in para.pieces for mark in "”》）" if mark in piece.text]
            piece, mark = random.choice(places)
            piece.text = piece.text.replace(mark, "", 1)
            return fault_at("ZJ405", para, piece, also=("ZJ407",))
    return None


def doubled_mark(summary: Summary, random: Random, bank: Bank) -> Fault | None:
    """A comma or a full stop twice."""
    places = [
        (para, piece)
        for para in summary.body()
        for piece in para.pieces
        if piece.text[-1:] in ("，", "。") and len(piece.text) > 3 and piece.word != "demanded"
    ]
    chosen = pick(random, places)
    if chosen is None:
        return None
    para, piece = chosen
    piece.text += piece.text[-1]
    return fault_at("ZJ407", para, piece, piece.text[-2:])
