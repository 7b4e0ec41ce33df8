"""What is not there: sections, text, demanded figures, units of measure, substance."""

from random import Random

from ..bank import CHOICE, Bank
from ..text import Fault, Para, Piece, Summary, number
from .picking import demanded, drop_table, fault_at, pick, plain, section


def missing_section(summary: Summary, random: Random, bank: Bank) -> Fault | None:
    """No problems, or no plans."""
    role = random.choice(("problems", "plans"))
    found = section(summary, role)
    if found is None or any(para.fragile and para.style == "heading" for para in summary.paras):
        return None
    del summary.paras[found[0] : found[1]]
    number(summary.paras, summary.style)
    return Fault("ZJ201", "", "", detail=role)


def empty_section(summary: Summary, random: Random, bank: Bank) -> Fault | None:
    """A heading with nothing under it."""
    for role in random.sample(("experience", "suggestions", "problems"), 3):
        found = section(summary, role)
        if found is not None:
            heading = summary.paras[found[0]]
            del summary.paras[found[0] + 1 : found[1]]
            heading.fragile = True
            return Fault("ZJ202", heading.text, heading.text, detail=role, also=("ZJ201",))
    return None


def too_short(summary: Summary, random: Random, bank: Bank) -> Fault | None:
    """Hardly more than the demanded figures."""
    if any(para.fragile for para in summary.paras):
        return None
    kept: list[Para] = []
    for para in summary.paras:
        is_first = not any(one.role == para.role and one.level != 1 for one in kept)
        starts = [index for index, piece in enumerate(para.pieces) if piece.word == "demanded"]
        if para.role == "achievements" and para.level != 1:
            kept += [Para("body", para.pieces[start : start + 3], para.role) for start in starts]
        elif para.role in ("problems", "plans") and para.level != 1:
            if is_first and para.field_of:  # no introduction, which may count what follows
                kept.append(para)
        elif para.role not in ("experience", "suggestions"):
            kept.append(para)
    for para in kept:
        para.fragile = True
        if para.role == "problems" and para.level != 1:
            para.pieces[0].text = para.pieces[0].text.removeprefix("一是")
    summary.paras[:] = kept
    number(summary.paras, summary.style)
    return Fault("ZJ207", "", "")


def missing_indicator(summary: Summary, random: Random, bank: Bank) -> Fault | None:
    """A figure that the collection demands is nowhere."""
    chosen = pick(random, demanded(summary))
    if chosen is None or not drop_table(summary):
        return None
    para, piece = chosen
    assert piece.figure
    at = next(index for index, one in enumerate(para.pieces) if one is piece)
    del para.pieces[at - 1 : at + 2]
    para.fragile = True
    return Fault("ZJ204", "", "", detail=piece.figure.name)


def no_unit(summary: Summary, random: Random, bank: Bank) -> Fault | None:
    """A number of ten thousands that does not say in what it counts."""
    choices = []
    for para, piece in plain(summary):
        at = next(index for index, one in enumerate(para.pieces) if one is piece)
        after = para.pieces[at + 1].text[:1] if at + 1 < len(para.pieces) else ""
        assert piece.figure
        assert piece.figure.value
        if piece.figure.value >= 3000 and piece.figure.unit not in ("元", "") and after in ("，", "。", "；"):
            choices.append((para, piece))
    chosen = pick(random, choices)
    if chosen is None:
        return None
    para, piece = chosen
    assert piece.figure
    assert piece.figure.value
    piece.text = f"{piece.figure.value / 10000:.1f}万"
    summary.changed.add(piece.figure.name)
    piece.figure = None
    return fault_at("ZJ203", para, piece)


def bare_claim(summary: Summary, random: Random, bank: Bank) -> Fault | None:
    """A paragraph that claims success and has no figure."""
    claim = random.choice(bank.common["special"]["claims"])
    chosen = CHOICE.sub(lambda match: random.choice(match[1].split("|")), claim)
    para = Para("body", [Piece(chosen)], "achievements")
    bodies = [index for index, one in enumerate(summary.paras) if one.style == "body" and one.role == "achievements"]
    summary.paras.insert(bodies[-1] + 1, para)
    return fault_at("ZJ205", para, para.pieces[0])


def vague_plan(summary: Summary, random: Random, bank: Bank) -> Fault | None:
    """A plan without figure, date or owner."""
    leads = [para for para in summary.paras if para.style == "lead" and para.role == "plans" and not para.fragile]
    if not leads:
        return None
    para = random.choice(leads)
    para.pieces[1:] = [Piece(random.choice(bank.common["special"]["vague"]))]
    para.fragile = True
    return Fault("ZJ206", para.text, para.text)
