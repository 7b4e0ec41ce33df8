"""Faults between summaries: copies of another unit's text or of last year's, another unit's name left over."""

from random import Random
from typing import Any

from .text import Fault, Para, Piece, Summary
from .wording import Unit


def plant(summaries: list[Summary], people: list[Unit], tales: tuple[str, ...], random: Random) -> list[dict[str, Any]]:
    """Plants them into summaries that have no fault yet; gives what was copied from where.

    A copied paragraph tells one of ``tales``, so that more than wordings of the bank is copied.
    """
    by_slot = {(one.unit, one.kind, one.year): one for one in summaries}
    called = {unit.name: unit for unit in people}
    last = max(one.year for one in summaries)
    free = random.sample([one for one in summaries if one.year == last], sum(one.year == last for one in summaries))
    each = max(1, len(free) // 12)
    pairs: list[dict[str, Any]] = []
    untold = random.sample(tales, len(tales))
    for _ in range(min(each, len(tales) // 2)):
        pairs += _from_unit(free, called, untold.pop(), random)
        pairs += _from_last_year(free, by_slot, untold.pop(), random)
        _foreign_name(free, called, random)
    for _ in range(max(1, each // 3)):
        pairs += _near_identical(free, called, random)
    return pairs


def _pair(rule: str, one: Summary, other: Summary, text: str) -> dict[str, Any]:
    return {
        "rule": rule,
        "units": [one.unit, other.unit],
        "kind": one.kind,
        "years": [one.year, other.year],
        "text": text,
    }


def _long(summary: Summary) -> list[Para]:
    """Paragraphs that are worth copying: long, and without a figure that all must report."""
    return [
        para
        for para in summary.body("achievements")
        if len(para.text) >= 90 and not any(piece.word == "demanded" for piece in para.pieces)
    ]


def _copied(one: Summary, other: Summary) -> list[Para]:
    """The paragraphs of ``other`` that ``one`` can have as well without telling the same figure twice."""
    told = {figure.indicator for figure in one.figures()}
    return [
        para for para in _long(other) if not told & {piece.figure.indicator for piece in para.pieces if piece.figure}
    ]


def _twin(free: list[Summary], one: Summary, called: dict[str, Unit]) -> Summary | None:
    """Another unit's summary of the same kind; if it can be, of a unit of the same kind."""
    others = [two for two in free if two.unit != one.unit and two.kind == one.kind and _copied(one, two)]
    alike = [two for two in others if called[two.unit].kind == called[one.unit].kind]
    return next(iter(alike or others), None)


def _insert(target: Summary, source: Para) -> Para:
    """Puts a copy of ``source`` in the place of a paragraph of ``target``, or behind its achievements."""
    pieces = [Piece(piece.text) for piece in source.pieces]
    para = Para("body", pieces, "achievements", fragile=True, field_of=source.field_of)
    places = [index for index, one in enumerate(target.paras) if one in _long(target)]
    if places:
        target.paras[places[0]] = para
    else:
        ends = [index for index, one in enumerate(target.paras) if one.role == "achievements"]
        target.paras.insert(ends[-1] + 1, para)
    return para


def _from_unit(free: list[Summary], called: dict[str, Unit], tale: str, random: Random) -> list[dict[str, Any]]:
    one = free.pop()
    two = _twin(free, one, called)
    if two is None:
        return []
    free.remove(two)
    source = random.choice(_copied(one, two))
    source.fragile = True
    source.pieces.append(Piece(tale))
    copy = _insert(one, source)
    one.faults.append(Fault("ZJ501", copy.text, copy.text, detail=two.unit, also=("ZJ504",)))
    two.faults.append(Fault("ZJ501", source.text, source.text, detail=one.unit, also=("ZJ504",), optional=True))
    return [_pair("ZJ501", one, two, copy.text)]


def _from_last_year(
    free: list[Summary], by_slot: dict[tuple[str, str, int], Summary], tale: str, random: Random
) -> list[dict[str, Any]]:
    one = next((two for two in free if (two.unit, two.kind, two.year - 1) in by_slot), None)
    before = by_slot.get((one.unit, one.kind, one.year - 1)) if one else None
    if one is None or before is None or not _copied(one, before):
        return []
    free.remove(one)
    source = random.choice(_copied(one, before))
    source.fragile = True
    source.pieces.append(Piece(tale))
    copy = _insert(one, source)
    one.faults.append(Fault("ZJ502", copy.text, copy.text, detail=str(before.year)))
    return [_pair("ZJ502", one, before, copy.text)]


def _foreign_name(free: list[Summary], called: dict[str, Unit], random: Random) -> None:
    one = next(
        (two for two in free if any(piece.word == "单位" for para in two.body("overview") for piece in para.pieces)),
        None,
    )
    if one is None:
        return
    free.remove(one)
    own = called[one.unit]
    names = [unit.name for unit in called.values() if unit.kind == own.kind and unit.name != own.name]
    names = [name for name in names if name not in own.name and own.name not in name] or [
        unit.name for unit in called.values() if unit.kind != own.kind and unit.name[:2] != own.name[:2]
    ]
    para, piece = next((para, piece) for para in one.body("overview") for piece in para.pieces if piece.word == "单位")
    piece.text = random.choice(names)
    para.fragile = True
    one.faults.append(Fault("ZJ503", piece.text, para.sentence(piece), detail=piece.text))


def _near_identical(free: list[Summary], called: dict[str, Unit], random: Random) -> list[dict[str, Any]]:
    """One summary is another's with the names exchanged."""
    one = free.pop() if free else None
    two = _twin(free, one, called) if one else None
    if one is None or two is None or one.tables != two.tables:
        return []
    free.remove(two)
    own, other = called[one.unit], called[two.unit]
    paras = [para.copy() for para in two.paras]
    shown = random.choice((own.name, *own.aliases))
    for para in paras:
        for piece in para.pieces:
            if piece.word == "单位":
                piece.text = shown
        for name in sorted((other.name, *other.aliases), key=len, reverse=True):
            for piece in para.pieces:
                piece.text = piece.text.replace(name, shown)
    if paras[0].text.count(shown) == 0:
        paras[0].pieces[0].text = shown
    one.paras, one.style, one.automatic = paras, two.style, two.automatic and one.automatic
    one.stars &= two.stars
    one.changed |= {figure.name for figure in one.figures()}
    for summary in (one, two):
        for para in summary.paras:
            para.fragile = True
    also = ("ZJ501",)
    one.faults.append(Fault("ZJ504", "", "", detail=two.unit, also=also))
    two.faults.append(Fault("ZJ504", "", "", detail=one.unit, also=also, optional=True))
    return [_pair("ZJ504", one, two, "")]
