"""Figures and dates that do not agree, or that cannot be."""

import re
from decimal import Decimal
from random import Random

from ..bank import Bank
from ..text import NUMERALS, Fault, Para, Piece, Summary
from ..wording import written
from .picking import demanded, drop_table, fault_at, figures, pick, rewrite, table_of, words

_BAD_DATES = ("2月30日", "4月31日", "6月31日", "9月31日", "11月31日", "13月5日", "2月31日")


def wrong_parts(summary: Summary, random: Random, bank: Bank) -> Fault | None:
    """Parts that leave nothing out do not add up to their total; or one part is more than the total."""
    chosen = pick(random, [one for one in figures(summary) if "其中" in one[0].sentence(one[1])])
    if chosen is None:
        return None
    para, piece = chosen
    sentence = para.sentence(piece)
    assert piece.figure
    assert piece.figure.value
    parts = [
        one.figure.value
        for one in para.pieces
        if one.figure and one.figure.place == "part" and one.figure.value and one.figure.indicator in sentence
    ]
    factor = 10000 if piece.figure.unit_text.startswith("万") else 1
    if any(word in sentence for word in bank.common["special"]["complete"]):
        rewrite(piece, piece.figure.value + factor * random.randint(2, 9))
    else:
        rewrite(piece, max(max(parts) - factor * random.randint(1, 3), Decimal(1)))
    summary.changed.add(piece.figure.name)
    return fault_at("ZJ301", para, piece)


def wrong_change(summary: Summary, random: Random, bank: Bank) -> Fault | None:
    """A change that its ends do not give."""
    chosen = pick(random, figures(summary, "by"))
    if chosen is None:
        return None
    para, piece = chosen
    assert piece.figure
    assert piece.figure.value
    factor = 10000 if piece.figure.unit_text.startswith("万") else 1
    rewrite(piece, piece.figure.value + factor * random.randint(2, 5))
    return fault_at("ZJ303", para, piece)


def conflict(summary: Summary, random: Random, bank: Bank) -> Fault | None:
    """A demanded figure once more, with another value."""
    chosen = pick(random, demanded(summary))
    if chosen is None or not drop_table(summary):
        return None
    para, piece = chosen
    assert piece.figure
    assert piece.figure.value
    first = para.sentence(piece)
    para.fragile = True
    # What is less than the whole year's may be a part of it; what is more is not.
    sign = random.choice((1, -1)) if re.search("全年|累计|共(?!建)", first) else -1
    value = piece.figure.value + sign * random.randint(2, 5) * (10000 if piece.figure.unit_text == "万元" else 1)
    if value <= 0:
        return None
    again = written(piece.figure.name, piece.figure.indicator, value, piece.figure.unit_text, "," in piece.text)
    before, _, after = random.choice(bank.common["special"]["echoes"]).partition("@")
    echo = Para("body", [Piece(before.replace("{句}", piece.figure.indicator)), again, Piece(after)], "achievements")
    again.figure = None
    at = max(index for index, one in enumerate(summary.paras) if one.role == "achievements")
    summary.paras.insert(at + 1, echo)
    summary.changed.add(piece.figure.name)
    return fault_at("ZJ304", echo, again, others=(first,))


def text_against_table(summary: Summary, random: Random, bank: Bank) -> Fault | None:
    """The table has another figure than the text."""
    table = table_of(summary, "years")
    shown = {piece.figure.name for _, piece in demanded(summary) if piece.figure}
    rows = [row for row in table.rows[1:] if row[0] in shown] if table else []
    if table is None or not rows:
        return None
    row = random.choice(rows)
    row[-1] = str(Decimal(row[-1]) + random.randint(2, 9))
    table.fragile = True
    sentences = [
        para.sentence(piece) for para, piece in demanded(summary) if piece.figure and piece.figure.name == row[0]
    ]
    for para, piece in demanded(summary):
        para.fragile |= bool(piece.figure and piece.figure.name == row[0])
    summary.changed.add(row[0])
    return Fault("ZJ305", row[-1], "", detail=row[0], others=tuple(sentences), also=("ZJ304",))


def impossible_share(summary: Summary, random: Random, bank: Bank) -> Fault | None:
    """More than all of it."""
    rising = [one for one in figures(summary, "to") if one[1].figure and one[1].figure.unit == "%"]
    names = [one for one in rising if one[1].figure and one[1].figure.indicator.endswith("率")]
    # More can be spent than was planned.
    chosen = pick(random, [one for one in names if one[1].figure and not one[1].figure.indicator.endswith("执行率")])
    if chosen is None:
        return None
    para, piece = chosen
    at = next(index for index, one in enumerate(para.pieces) if one is piece)
    by = next(one for one in para.pieces[at:] if one.figure and one.figure.place == "by")
    assert piece.figure
    assert piece.figure.value
    assert by.figure
    assert by.figure.value
    value = Decimal(1000 + random.randint(12, 96)) / 10
    rewrite(by, by.figure.value + value - piece.figure.value)
    rewrite(piece, value)
    return fault_at("ZJ306", para, piece)


def wrong_year(summary: Summary, random: Random, bank: Bank) -> Fault | None:
    """Last year's year left over in the first sentence or under the signature."""
    starts = [para for para in summary.body("overview") if para.pieces[0].word == "年" and not para.fragile]
    ends = [para for para in summary.paras if para.style == "date" and not para.fragile]
    if not starts + ends:
        return None
    para = random.choice(starts + ends)
    piece = para.pieces[0]
    piece.text = piece.text.replace(str(summary.year), str(summary.year - 1), 1)
    if para.style == "date":
        para.fragile = True
        return Fault("ZJ307", piece.text, piece.text)
    return fault_at("ZJ307", para, piece)


def impossible_date(summary: Summary, random: Random, bank: Bank) -> Fault | None:
    """A day that no calendar has."""
    chosen = pick(random, words(summary, "日期"))
    if chosen is None:
        return None
    para, piece = chosen
    piece.text = random.choice(_BAD_DATES)
    return fault_at("ZJ308", para, piece)


def reversed_range(summary: Summary, random: Random, bank: Bank) -> Fault | None:
    """A range whose ends are exchanged."""
    for para in summary.body("achievements"):
        ends = [piece for piece in para.pieces if piece.word in ("低", "高")]
        if len(ends) == 2:
            ends[0].text, ends[1].text = ends[1].text, ends[0].text
            return fault_at("ZJ309", para, ends[0], f"{ends[0].text}至{ends[1].text}")
    return None


def implausible(summary: Summary, random: Random, bank: Bank) -> Fault | None:
    """A demanded figure far above what can be."""
    chosen = pick(random, demanded(summary))
    if chosen is None or not drop_table(summary):
        return None
    para, piece = chosen
    assert piece.figure
    assert piece.figure.value
    rewrite(piece, piece.figure.value * 1000)
    summary.changed.add(piece.figure.name)
    return fault_at("ZJ310", para, piece)


def table_total(summary: Summary, random: Random, bank: Bank) -> Fault | None:
    """A total that is not the sum of its column."""
    table = table_of(summary, "quarters")
    if table is None:
        return None
    row, column = random.choice(table.rows[1:5]), random.choice((1, 2))
    row[column] = str(int(row[column]) + random.randint(2, 9))
    table.fragile = True
    return Fault("ZJ311", table.rows[-1][column], "", detail=table.rows[0][column])


def wrong_measure(summary: Summary, random: Random, bank: Bank) -> Fault | None:
    """A demanded figure in a unit that it cannot have."""
    units = {"安全培训": "场", "志愿服务时长": "次"}
    chosen = pick(random, [one for one in demanded(summary) if one[1].figure and one[1].figure.name in units])
    if chosen is None or not drop_table(summary):
        return None
    para, piece = chosen
    assert piece.figure
    unit = units[piece.figure.name]
    piece.text = f"{random.randint(26, 98)}{unit}"
    summary.changed.add(piece.figure.name)
    piece.figure = None
    return fault_at("ZJ312", para, piece, also=("ZJ204",))


def count_mismatch(summary: Summary, random: Random, bank: Bank) -> Fault | None:
    """So many are announced, and one fewer follows."""
    for para in summary.body("achievements"):
        piece = para.pieces[0]
        for said in ("三项工作", "两个环节", "四个到位"):
            if para.field_of == "counted" and said in piece.text:
                count = 3 if said[0] == "两" else NUMERALS.index(said[0]) + 1
                wrong = NUMERALS[count] + said[1:]
                piece.text = piece.text.replace(said, wrong)
                return fault_at("ZJ302", para, piece, wrong)
    return None
