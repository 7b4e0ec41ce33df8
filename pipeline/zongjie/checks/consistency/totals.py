"""ZJ311: totals of tables that are not the sum of their rows or columns."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from ...document import Block
from ...report import Related, Report
from ..rule import Case, Hit, Rule
from . import figures
from .words import Words, words

_NUMBER = re.compile(
    r"(?P<sign>[-－−])?(?P<whole>[0-9０-９]+(?:[,，][0-9０-９]{3})*)(?:[.．](?P<part>[0-9０-９]+))?(?P<unit>[^0-9０-９%％.．,，\s]{0,3})"
)
_NARROW = str.maketrans("０１２３４５６７８９．，", "0123456789.,")
_NONE = frozenset(["-", "－", "−", "—", "——", "–", "/", "／", "无"])  # a cell that says there is nothing: 0
# A cell whose figure is still to be written, where no other cell of its column or row says that figures stand there.
_VAGUE = re.compile(r"(?:[Xx×✕*＊_＿?？…]{1,20}[^0-9]{0,4}|[待暂未][\u4e00-\u9fff]{1,7})?")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}年?")
_BRACKETS = re.compile(r"[（(][^）)]{0,40}[）)]|\s+|[:：]")
_MOST = 1_000_000  # cells of the grid of one table
_WIDEST = 500  # columns of a table that is looked at
_NESTED = re.compile(r"[（(]?[一二三四五六七八九十1-9][）)、.．]")


class Amount(NamedTuple):
    """A cell that is one number: its block, value and the worth of its last place."""

    block: Block
    value: Decimal
    step: Decimal


class Grid(NamedTuple):
    """A table: the text of each place (merged cells at their first), its amounts, and what heads the columns.

    Of an empty cell there is no text; ``covered`` are the places that a cell further left takes up, ``begin`` is the
    first row with an amount.
    """

    texts: dict[tuple[int, int], str]
    blocks: dict[tuple[int, int], Block]
    amounts: dict[tuple[int, int], Amount]
    rows: list[int]
    columns: list[int]
    heads: dict[int, str]
    covered: frozenset[tuple[int, int]]
    begin: int


def table_total(case: Case) -> Iterator[Hit]:
    """A 合计 of a table that is not the sum of what it sums up."""
    known = words(case.settings.lexicon)
    for grid in _grids(case.report):
        yield from _row_totals(case.report, grid, known)
        yield from _column_totals(case.report, grid, known)


def _grids(report: Report) -> Iterator[Grid]:
    held: dict[int, list[Block]] = {}
    for block in report.blocks:
        if block.cell is not None:
            held.setdefault(block.cell.table, []).append(block)
    for _, blocks in sorted(held.items()):
        texts: dict[tuple[int, int], str] = {}
        first: dict[tuple[int, int], Block] = {}
        for block in blocks:
            cell = block.cell
            assert cell is not None
            at = cell.row, cell.column
            texts[at] = texts.get(at, "") + report.text[block.start : block.end].strip()
            first.setdefault(at, block)
        rows, columns = sorted({row for row, _ in texts}), sorted({column for _, column in texts})
        heading = rows[0], columns[0]
        amounts = {
            at: found
            for at, text in texts.items()
            if (found := _amount(first[at], text, at[0] == heading[0] or at[1] == heading[1])) is not None
        }
        if len(rows) * len(columns) <= _MOST and len(columns) <= _WIDEST:
            yield Grid(
                texts,
                first,
                amounts,
                rows,
                columns,
                _heads(texts, amounts),
                _covered(blocks),
                min(amounts, default=(0, 0))[0],
            )


def _covered(blocks: Sequence[Block]) -> frozenset[tuple[int, int]]:
    """The places of a row that a cell further left takes up."""
    return frozenset(
        (cell.row, column)
        for block in blocks
        if (cell := block.cell) is not None
        for column in range(cell.column + 1, cell.column + min(cell.columns, _WIDEST))
    )


def _heads(texts: dict[tuple[int, int], str], amounts: dict[tuple[int, int], Amount]) -> dict[int, str]:
    """What stands above the first amount of each column."""
    heads: dict[int, str] = {}
    begun: set[int] = set()
    for at in sorted(texts):
        if at in amounts:
            begun.add(at[1])
        elif at[1] not in begun:
            heads[at[1]] = heads.get(at[1], "") + texts[at]
    return heads


def _amount(block: Block, text: str, heads: bool) -> Amount | None:
    """The number that a cell is; one that ``heads`` a row or a column is no amount where it can be a year."""
    found = _NUMBER.fullmatch(text)
    if found is None or _YEAR.fullmatch(text) and (heads or text.endswith("年")):
        return None
    part = (found["part"] or "").translate(_NARROW)
    digits = found["whole"].translate(_NARROW).replace(",", "")
    value = Decimal(f"{digits}.{part}" if part else digits)
    return Amount(block, -value if found["sign"] else value, Decimal((0, (1,), -len(part))))


def _label(text: str) -> str:
    return _BRACKETS.sub("", text)


def _labels(grid: Grid, row: int) -> list[str]:
    """The texts of a row before its first amount."""
    result: list[str] = []
    for column in grid.columns:
        if (row, column) in grid.amounts and result:
            break
        text = _label(grid.texts.get((row, column), ""))
        if text:
            result.append(text)
    return result


def _is_total(labels: Sequence[str], known: Words) -> bool:
    return any(_names_total(one, known) for one in labels[:3])


def _names_total(label: str, known: Words) -> bool:
    """Whether a label is a word for a total, with or without a word for the whole before it (全县合计)."""
    return label in known.table_totals or known.of_all.fullmatch(label) is not None


def _row_totals(report: Report, grid: Grid, known: Words) -> Iterator[Hit]:
    labels = {row: _labels(grid, row) for row in grid.rows}
    figured = [row for row in grid.rows if any((row, column) in grid.amounts for column in grid.columns)]
    totals = [row for row in figured if _is_total(labels[row], known)]
    if len(totals) == 0 or len(figured) < 3:
        return
    subtotals = [row for row in totals if any(one in known.table_subtotals for one in labels[row])]
    grand = [row for row in totals if row not in subtotals]
    begin = next((row for row in figured if row not in totals), None)
    if begin is None:
        return
    start = begin
    with_amounts = set(figured)
    bare = [row for row in grid.rows[1:] if labels[row] and row not in with_amounts]
    for row in subtotals:
        rows = figured[bisect_left(figured, start) : bisect_left(figured, row)]
        blanks = bare[0 if start == begin else bisect_left(bare, start) : bisect_left(bare, row)]
        yield from _judge_row(report, grid, known, row, rows, blanks, labels)
        start = row + 1
    if len(grand) != 1:
        return
    row = grand[0]
    above = [one for one in figured if one < row and one not in subtotals]
    below = [one for one in figured if one > row and one not in subtotals]
    if above and below:
        below = []  # what stands below a total at the foot is a remark on it
    blanks = [one for one in bare if (one < row if above else one > row)]
    yield from _judge_row(report, grid, known, row, above or below, blanks, labels)


def _judge_row(
    report: Report,
    grid: Grid,
    known: Words,
    total: int,
    rows: Sequence[int],
    blanks: Sequence[int],
    labels: dict[int, list[str]],
) -> Iterator[Hit]:
    """The wrong amounts in row ``total``, the sum of ``rows`` and of ``blanks``, which have no amount at all."""
    if any("其中" in "".join(labels[row]) for row in [*rows, *blanks]):
        return
    blanks = [row for row in blanks if not known.apart.search(labels[row][0])]
    parts = [row for row in rows if not known.apart.search("".join(labels[row]))]
    if len(parts) < 2 or len(parts) != len(rows) or _is_nested([labels[row] for row in parts]):
        return
    for column in grid.columns:
        whole = grid.amounts.get((total, column))
        if whole is None or known.apart.search(grid.heads.get(column, "")):
            continue
        unknown = [row for row in parts if not _is_told(grid, row, column)]
        unknown += [row for row in blanks if _lacks(grid, row, column)]
        hit = _compare(report, whole, [grid.amounts.get((row, column)) for row in parts], len(unknown))
        if hit:
            yield hit


def _is_told(grid: Grid, row: int, column: int) -> bool:
    """Whether a cell has an amount, or says that there is nothing."""
    return (row, column) in grid.amounts or grid.texts.get((row, column)) in _NONE


def _lacks(grid: Grid, row: int, column: int) -> bool:
    """Whether an amount should stand in a row that has none; what is before the first amounts may be heads."""
    if (row, column) in grid.covered or _is_told(grid, row, column):
        return False
    return row > grid.begin or _VAGUE.fullmatch(grid.texts.get((row, column), "")) is not None


def _is_nested(labels: Sequence[Sequence[str]]) -> bool:
    """Whether rows are numbered in two ways, so that some are parts of others."""
    kinds = {
        re.sub("[一二三四五六七八九十]+", "一", re.sub("[0-9]+", "1", found[0]))
        for one in labels
        if one and (found := _NESTED.match(one[0]))
    }
    return len(kinds) > 1


def _column_totals(report: Report, grid: Grid, known: Words) -> Iterator[Hit]:
    for at, column in enumerate(grid.columns):
        head = _label(grid.heads.get(column, ""))
        if not _names_total(head, known):
            continue
        before = [one for one in grid.columns[:at] if _adds(grid, one, known)]
        after = [one for one in grid.columns[at + 1 :] if _adds(grid, one, known)]
        columns = before if len(before) > 1 and not after else after if not before else []
        rows = [row for row in grid.rows if (row, column) in grid.amounts]
        if len(columns) < 2 or len(rows) < 2 or any("其中" in grid.heads.get(one, "") for one in columns):
            continue
        blanks = [
            one
            for one in (grid.columns[:at] if before else grid.columns[at + 1 :])
            if one > (before or [at])[0] and _may_add(grid, one, rows, known)
        ]
        found = [
            _compare(
                report,
                grid.amounts[row, column],
                [grid.amounts.get((row, one)) for one in columns],
                sum(not _is_told(grid, row, one) for one in [*columns, *blanks]),
            )
            for row in rows
        ]
        wrong = [hit for hit in found if hit]
        if len(wrong) * 2 <= len(rows):  # else the columns are no parts of it
            yield from wrong


def _adds(grid: Grid, column: int, known: Words) -> bool:
    """Whether a column holds amounts that a total of its row may sum up."""
    head = _label(grid.heads.get(column, ""))
    if not head or known.apart.search(head) or _names_total(head, known):
        return False
    return any((row, column) in grid.amounts for row in grid.rows)


def _may_add(grid: Grid, column: int, rows: Sequence[int], known: Words) -> bool:
    """Whether a column without amounts may be one whose amounts are all still to be written."""
    head = _label(grid.heads.get(column, ""))
    if not head or known.apart.search(head) or any((row, column) in grid.amounts for row in grid.rows):
        return False
    return all(_VAGUE.fullmatch(grid.texts.get((row, column), "")) for row in rows)


def _compare(report: Report, whole: Amount, parts: Sequence[Amount | None], unknown: int) -> Hit | None:
    """What is wrong with a total; ``unknown`` of its parts are not written, the others that are None are nothing.

    With parts unknown only a sum that is too large already is wrong.
    """
    known = [part for part in parts if part is not None]
    if len(known) < 2 or unknown and min(part.value for part in known) < 0:
        return None
    value = sum((part.value for part in known), Decimal(0))
    play = sum(((part.step / 2) for part in [*known, whole] if part.step < 1), Decimal(0))
    difference = value - whole.value
    if abs(difference) <= play or unknown and difference < 0:
        return None
    block = whole.block
    word = "多" if difference > 0 else "少"
    shown = report.text[block.start : block.end].strip()
    message = f"各项之和为{figures.plain(value)}，与合计{shown}不符（{word}{figures.plain(abs(difference))}）"
    if unknown:
        more = figures.plain(difference)
        message = f"还有{unknown}项没有数，已填各项之和{figures.plain(value)}就超过合计{shown}（多{more}）"
    places = tuple(
        Related(report.source.name, part.block.start, part.block.end, report.text[part.block.start : part.block.end])
        for part in known[:20]
    )
    return Hit(block.start, block.end, message, "total", places)


_TABLE = (
    "一、工作开展情况\n\n| 支部 | 发展党员（名） |\n| --- | --- |\n| 第一支部 | 3 |\n| 第二支部 | 4 |\n| 合计 | {} |"
)

RULES = (
    Rule(
        id="ZJ311",
        name="table-total",
        severity="error",
        summary="表格的合计、小计不等于各行或各列之和。",
        why="表格的合计会被直接抄进上级的汇总，一处错，处处错。",
        bad=_TABLE.format(8),
        good=_TABLE.format(7),
        remedy="重新求和；分项有漏的补上（确实没有的填“0”或“—”），合计写错的改正。",
        check=table_total,
    ),
)
