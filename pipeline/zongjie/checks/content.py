"""What stands there and tells nothing: cells left empty, achievements without a figure, plans without a measure."""

import json
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from ..language.patterns import any_of
from ..lexicon import load
from ..report import Item
from .rule import PUNCTUATION, Case, Hit, Rule

if TYPE_CHECKING:
    from ..language.tables import Table

_SHOWN = 30  # characters of a quote in a message
_COLUMNS = 4  # columns that a message names
_LEAST = 2  # rows of a column that say that it is one of figures
_FILLED = 0.5  # from this share of its rows on a column is one that is filled in
_LEAD = re.compile(r"^[^，。；：]{2,12}[。：](?=.)")  # the words that head an item (深化隐患治理。)
_SENTENCES = re.compile("[。！？；]")
_GROUP = re.compile(r"[:：]$|^[（(]?[一二三四五六七八九十]{1,3}[)）、.．]|^其中|^[注说备][:：明注]")


class _Words(NamedTuple):
    claims: re.Pattern[str]
    evidence: re.Pattern[str]
    intros: re.Pattern[str]
    vague: re.Pattern[str]
    concrete: re.Pattern[str]
    claim: int
    plan: int


def _words(lexicon: Mapping[str, Any]) -> _Words:
    return _compiled(json.dumps(lexicon.get("content") or {}, ensure_ascii=False, sort_keys=True))


@lru_cache(maxsize=4)
def _compiled(own: str) -> _Words:
    table = load("content", {"content": json.loads(own)})
    claims, plans, lengths = table["claims"], table["plans"], table["lengths"]
    return _Words(
        any_of(claims["words"]), any_of(claims["evidence"]), any_of(claims["intros"]), any_of(plans["vague"]),
        any_of(plans["concrete"]), lengths["claim"], lengths["plan"],
    )  # fmt: skip


def empty_cell(case: Case) -> Iterator[Hit]:
    """A cell of a column of figures that holds nothing, in a row that has a name; a dash or 无 is something."""
    report = case.report
    if all(block.cell is None for block in report.blocks):
        return
    from ..language.labels import compiled
    from ..language.tables import tables

    labels = compiled(case.settings.lexicon)
    for table in tables(report.text, report.blocks, labels):
        if table.head:
            yield from _empty_cells(table, labels.is_total)


def _empty_cells(table: "Table", is_total: Any) -> Iterator[Hit]:
    named = {}  # the name and its place by row
    for row in table.rows:
        cells = table.names_of(row, table.columns[-1] + 1) if row >= table.below else []
        own = [cell for cell in cells if cell.cell.row == row and (cell.label.name or cell.label.time)]
        if own and own[-1].cell.columns < len(table.columns) and not is_total(own[-1].label.name):
            named[row] = own[-1]
    columns = [column for column in sorted(table.figures) if _is_filled_in(table, column, named)]
    for row, cell in named.items():
        empty = [column for column in columns if (row, column) not in table.at]
        rest = [one for one in table.row(row) if one.cell.column not in table.stubs and one is not cell]
        if not empty or not rest and _GROUP.search(cell.text):
            continue
        start, end = cell.spans[0]
        whole = len(empty) == len(columns) > 1
        names = [_headed(table, column) for column in empty]
        shown = "".join(f"“{_shown(name)}”" for name in names[:_COLUMNS]) + ("等" if len(names) > _COLUMNS else "")
        what = "一行的数字都没有填写" if whole else f"的{shown}没有填写"
        yield Hit(start, end, f"“{_shown(cell.text)}”{what}", "、".join(names))


def _headed(table: "Table", column: int) -> str:
    """What the header says of a column: its name, else the words there (完成数)."""
    said = [cell.label.text for row in table.head if (cell := table.at.get((row, column)))]
    return table.named_columns[column].name or (said[-1] if said else "")


def _is_filled_in(table: "Table", column: int, named: Iterable[int]) -> bool:
    """Whether figures are expected in each row of a column: it has a header, and most rows have theirs."""
    rows = list(named)
    if not _headed(table, column):
        return False
    filled = sum((row, column) in table.at for row in rows)
    return filled >= max(_LEAST, _FILLED * len(rows))


def claim_without_figure(case: Case) -> Iterator[Hit]:
    """A short paragraph of the achievements that claims one and has neither a figure nor anything to look up."""
    report, words = case.report, _words(case.settings.lexicon)
    metrics = [metric.start for metric in report.metrics]
    nodes = [node.start for node in report.outline]
    starts = [block.start for block in report.blocks]
    for section in report.sections:
        if section.role != "achievements":
            continue
        first, last = bisect_left(starts, section.start), bisect_left(starts, section.end)
        for index, block in enumerate(report.blocks[first:last], first):
            start, end = max(block.start, section.start), min(block.end, section.end)
            if block.kind != "paragraph" or end - start > words.claim or _within(metrics, start, end):
                continue
            at = bisect_right(nodes, start) - 1
            if at >= 0 and report.outline[at].end >= end:
                continue  # a heading: what stands under it may bear it out
            text = report.text[start:end].strip()
            if len(_SENTENCES.findall(text)) < 2 and index + 1 < last:
                after = report.blocks[index + 1]
                if _within(metrics, after.start, after.end):
                    continue  # one sentence that opens a paragraph with figures
            found = words.claims.search(report.text, start, end)
            if found and not words.evidence.search(text) and not words.intros.search(text):
                yield Hit(found.start(), found.end(), f"“{_shown(found[0])}”没有数字或事例支撑", found[0])


def vague_plan(case: Case) -> Iterator[Hit]:
    """An item of a plan that promises more of the same: no measure, no date, no figure, nobody who does it."""
    report, words = case.report, _words(case.settings.lexicon)
    metrics = [metric.start for metric in report.metrics]
    names = [initiative.start for initiative in report.initiatives]
    plans = [item for item in report.items if item.role == "plans"]
    for index, item in enumerate(plans):
        text = report.text[item.start : item.end].strip()
        said = text.removeprefix(item.label).strip(PUNCTUATION)
        if len(said) > words.plan or _heads_next(plans, index):
            continue
        if _within(metrics, item.start, item.end) or _within(names, item.start, item.end):
            continue
        found = words.vague.search(said)
        if found and not words.concrete.search(_LEAD.sub("", said)):
            message = f"“{_shown(said)}”没有写明措施、时限或责任人"
            yield Hit(item.start, item.start + len(text), message, found[0])


def _heads_next(plans: Sequence[Item], index: int) -> bool:
    """Whether an item without a number is only the heading of the longer paragraph after it."""
    item, after = plans[index], plans[index + 1 : index + 2]
    return bool(
        not item.label
        and after
        and not after[0].label
        and after[0].section == item.section
        and after[0].end - after[0].start > item.end - item.start
    )


def _within(starts: Sequence[int], start: int, end: int) -> bool:
    """Whether any of ``starts`` lies in a range."""
    at = bisect_left(starts, start)
    return at < len(starts) and starts[at] < end


def _shown(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN else line[:_SHOWN] + "…"


_TABLE = "一、培训情况\n\n| 车间 | 培训人次 | 投入（万元） |\n| --- | --- | --- |\n"
CELLS = (
    Rule(
        id="ZJ105",
        name="empty-cell",
        severity="warning",
        summary="表格里该填数字的格子空着。",
        why="空格看不出是没有、是零还是忘了填，汇总时就少一个数。",
        bad=_TABLE + "| 第一车间 | 120 | 3.5 |\n| 第二车间 |  | 4 |\n| 第三车间 | 96 | 2.8 |",
        good=_TABLE + "| 第一车间 | 120 | 3.5 |\n| 第二车间 | 0 | — |\n| 第三车间 | 96 | 2.8 |",
        remedy="填上数字；确实没有的写“0”“无”或“—”。",
        check=empty_cell,
    ),
)
CLAIMS = (
    Rule(
        id="ZJ205",
        name="claim-without-figure",
        severity="info",
        summary="说取得了成绩，整段没有一个数字、一件实事：取得显著成效、大幅提升、圆满完成各项任务。",
        why="没有数字和事例的成绩无法核实，也无法与别的单位、与上年比较。",
        bad="一、工作开展情况\n全体职工团结一心，队伍素质明显提升，各项工作取得显著成效。",
        good="一、工作开展情况\n全体职工团结一心，持证上岗率由85%提高到98%，队伍素质明显提升。",
        remedy="补上能说明成绩的数字或事例，如完成了多少、比上年增加多少、办成了哪几件事。",
        check=claim_without_figure,
    ),
    Rule(
        id="ZJ206",
        name="vague-plan",
        severity="info",
        summary="下一步打算里只有“进一步加强”“不断提高”，没有措施、时限、数字或责任人。",
        why="这样的打算到年底无法检查是否做到。",
        bad="三、下一步打算\n1.进一步加强学习，不断提高自身素质。\n2.每季度组织一次应急演练。",
        good="三、下一步打算\n1.每月组织一次业务学习，年底前人人通过岗位考试。\n2.每季度组织一次应急演练。",
        remedy="写明做什么、什么时候完成、做到什么程度、由谁负责。",
        check=vague_plan,
    ),
)
