"""Leaves headings out of a composed summary, and lets roles turn inside its paragraphs."""

from random import Random

from .composing import Composer
from .text import NUMERALS, Para, Piece

_TURNS = {
    "achievements": "achievement_intros",
    "experience": "experience_turns",
    "problems": "problem_turns",
    "plans": "plan_turns",
    "suggestions": "suggestion_turns",
}


def loosen(by: Composer, paras: list[Para]) -> list[Para]:
    """The paragraphs with fewer headings or with mixed ones; ``by`` composed them."""
    random = by.random
    way = random.choice(("bare", "bare", "slogans", "some", "mixed"))
    if way == "mixed" or random.random() < 0.4:
        mix(by, paras)
    if way == "mixed":
        return paras
    if way == "bare":
        dropped = set(_TURNS)
        paras = [para for para in paras if para.level != 2 or para.style != "heading"]
    elif way == "slogans":
        dropped = set(_TURNS) if random.random() < 0.5 else {"achievements", "problems"}
        for para in paras:
            if para.style == "heading" and para.level == 2:
                para.level = 1
    else:
        free = sorted({para.role for para in paras if para.style == "heading"} - {"achievements"})
        dropped = set(random.sample(free, random.randint(1, len(free)))) if free else set()
    kept: list[Para] = []
    for role in dict.fromkeys(para.role for para in paras):
        here = [para for para in paras if para.role == role]
        named = {"achievements": way == "slogans"}.get(role, False)
        if role in dropped:
            here = [para for para in here if para.style != "heading" or (named and para.field_of)]
            here = _turned(by, here, role)
        kept += here
    return kept


def _turned(by: Composer, paras: list[Para], role: str) -> list[Para]:
    """The paragraphs of a section without its heading: they begin with a turn, or with none."""
    random = by.random
    turn = by.shared(_TURNS[role], 0.8 if role != "achievements" else 0.2)
    if turn:
        paras = [para for para in paras if para.field_of]
    if role not in ("problems", "plans"):
        first = [Para("body", by.pieces(turn), role)] if turn else []
        if turn[-1:] in ("，", "：") and paras:
            paras[0].pieces[:0] = first.pop().pieces
        return first + paras
    for para in paras:
        if para.style == "lead":
            para.style, para.level, para.label = "body", 0, ""
    if random.random() < 0.6:
        return [_joined(by, [para for para in paras if para.field_of], role, turn)] if paras else []
    if turn.endswith("，") and paras:
        paras[0].pieces = [*by.pieces(turn), *_bare(paras[0])]
        for para in paras[1:]:
            para.pieces = _bare(para)
        return paras
    return [Para("body", by.pieces(turn), role), *paras] if turn else paras


def _bare(para: Para) -> list[Piece]:
    return [piece for piece in para.pieces if piece.word != "ordinal"]


def _joined(by: Composer, paras: list[Para], role: str, turn: str) -> Para:
    """One paragraph of all, its parts told by 一是 … or by nothing."""
    random = by.random
    pieces = by.pieces(turn)
    form = random.choice(("{}是", "{}是", "第{}，", "")) if not turn.endswith("，") and len(paras) > 1 else ""
    heads = random.random() < 0.5
    for index, para in enumerate(paras):
        if form:
            pieces.append(Piece(form.format(NUMERALS[index + 1]), word="ordinal"))
        inside = _bare(para)
        pieces += inside if heads or role != "plans" or len(inside) < 3 or inside[0].figure else inside[1:]
        if form and index + 1 < len(paras) and pieces[-1].text.endswith("。"):
            pieces[-1].text = pieces[-1].text[:-1] + "；"
    return Para("body", pieces, role, field_of=paras[0].field_of if paras else "")


def mix(by: Composer, paras: list[Para]) -> None:
    """Adds sentences that turn: a reservation to what was done, what was tried or is planned to a problem."""
    random = by.random
    done = [para for para in paras if para.role == "achievements" and para.style == "body" and len(para.text) > 60]
    hedges = by.some("hedges", 2)
    for para, hedge in zip(random.sample(done, min(len(done), random.choice((1, 2)))), hedges, strict=False):
        para.pieces += [_as(piece, "problems") for piece in by.pieces(hedge)]
    for para in paras:
        if para.role == "problems" and para.style == "body" and para.field_of and random.random() < 0.4:
            name, role = random.choice((("concessions", "achievements"), ("promises", "plans")))
            para.pieces += [_as(piece, role) for piece in by.pieces(by.shared(name), "target")]


def _as(piece: Piece, role: str) -> Piece:
    piece.role = role
    return piece


def renumber(paras: list[Para], random: Random) -> None:
    """Another way of telling the problems of a section apart than 一是."""
    form = random.choice(("{0}是", "{0}是", "第{0}，", "（{0}）", "{1}.", ""))
    index = 0
    for para in paras:
        ordinals = [piece for piece in para.pieces if piece.word == "ordinal"]
        if len(ordinals) == 1 and para.pieces[0] is ordinals[0]:
            index += 1
            ordinals[0].text = form.format(NUMERALS[index], index)
