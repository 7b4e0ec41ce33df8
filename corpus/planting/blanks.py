"""What was left open: figures, names, dates, notes to the author, cells."""

from random import Random

from ..bank import Bank
from ..text import Fault, Piece, Summary
from .picking import fault_at, pick, plain, table_of, words

FIGURE_MARKS = ("XX", "××", "____", "□□", "X", "xx", "（　）", "**", "*", "***")
TEXT_MARKS = ("（待补充）", "（待核实）", "[请填写]", "【待补充】", "（待补充具体数据）")


def blank_figure(summary: Summary, random: Random, bank: Bank) -> Fault | None:
    """A mark or a gap instead of a number."""
    chosen = pick(random, plain(summary))
    if chosen is None:
        return None
    para, piece = chosen
    assert piece.figure
    mark = random.choice(FIGURE_MARKS if summary.stars else FIGURE_MARKS[:-3])
    piece.text, piece.figure.value = mark + piece.figure.unit_text, None
    return fault_at("ZJ101", para, piece, mark, detail=piece.figure.indicator)


def blank_name(summary: Summary, random: Random, bank: Bank) -> Fault | None:
    """A department, person or place that is masked."""
    chosen = pick(random, words(summary, "部门", "人名", "地名"))
    if chosen is None:
        return None
    para, piece = chosen
    mark = random.choice(("XX", "××"))
    if piece.word == "人名":
        mark = random.choice(("某某", "XX"))
        piece.text = piece.text[0] + mark
    else:
        piece.text = mark + ({"部门": "科", "地名": "县"}[piece.word])
    return fault_at("ZJ102", para, piece, mark)


def blank_date(summary: Summary, random: Random, bank: Bank) -> Fault | None:
    """A day that was left open."""
    chosen = pick(random, words(summary, "日期"))
    if chosen is None:
        return None
    para, piece = chosen
    month = piece.text.partition("月")[0]
    piece.text, mark = random.choice(
        (("X月X日", "X"), (f"{month}月X日", "X"), ("__月__日", "__"), ("××月××日", "××"), (f"{month}月XX日", "XX"))
    )
    return fault_at("ZJ104", para, piece, mark)


def blank_text(summary: Summary, random: Random, bank: Bank) -> Fault | None:
    """A note to the author that was left in."""
    paras = summary.body("achievements", "problems", "experience")
    if not paras:
        return None
    para = random.choice(paras)
    piece = Piece(random.choice(TEXT_MARKS))
    last = para.pieces[-1].text
    if last.endswith("。"):
        para.pieces[-1].text = last[:-1]
        para.pieces += [piece, Piece("。")]
    else:
        para.pieces.append(piece)
    return fault_at("ZJ103", para, piece)


def empty_cell(summary: Summary, random: Random, bank: Bank) -> Fault | None:
    """A cell of a table of figures without its figure."""
    table = table_of(summary)
    if table is None:
        return None
    row = random.choice(table.rows[1:5])
    row[random.randint(len(row) - 2, len(row) - 1)] = ""
    table.fragile = True
    return Fault("ZJ105", row[0], "", detail="empty cell", also=("ZJ311",))
