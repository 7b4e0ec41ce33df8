"""ZJ305, second half: a figure of the text that is that of a table's row but for a digit or two that changed places."""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal

from ...report import Metric, Report
from ..rule import Case, Hit
from . import figures
from .words import Words, words

_REACH = 60  # characters of a sentence before a figure in which its row is named
_NAME = re.compile(r"[^\W\d_][\w（）()—-]{1,19}")
_UNIT = re.compile(r"[（(][^（）()]{1,6}[）)]$")  # 手术（台次）
_DIGITS = 3  # of a figure that is told by them
_MANY = 4  # digits of which one may be wrong
_ROWS = 500  # rows with names; a table of more is a list


def slips(case: Case) -> Iterator[Hit]:
    """Figures of running text, in a sentence that names a row of a table, that are nearly one of that row."""
    report, known = case.report, words(case.settings.lexicon)
    rows = _rows(report, known)
    if not rows:
        return
    named = re.compile("|".join(re.escape(name) for name in sorted(rows, key=lambda one: (-len(one), one))))
    marks = figures.marks(report.text)
    for metric in report.metrics:
        written = _digits(metric)
        if len(written) < _DIGITS or metric.change or figures.in_cell(report, metric):
            continue
        low = max(marks.sentence_start(metric.start), metric.start - _REACH)
        found = [match[0] for match in named.finditer(report.text, low, metric.start)]
        if not found:
            continue
        family = known.family(metric.unit)
        cells = [one for one in rows[found[-1]] if known.family(one.unit) == family]
        near = [one for one in cells if _are_near(written, _digits(one)) and one.scale == metric.scale]
        if len(near) == 1 and all(one.value != metric.value for one in cells):
            text, table = figures.written(metric), figures.shown(near[0].value or Decimal(0), near[0])
            message = f"与表格中“{found[-1]}”一行不一致：这里是{text}，表格里是{table}"
            yield Hit(metric.start, metric.end, message, found[-1], figures.related(report, near[0]))


def _rows(report: Report, known: Words) -> Mapping[str, list[Metric]]:
    """The figures of the rows of tables by the names of the rows, where a name is that of one row alone."""
    names: dict[tuple[int, int], str] = {}
    for block in report.blocks:
        if block.cell is not None:
            text = _UNIT.sub("", "".join(report.text[block.start : block.end].split()))
            if _NAME.fullmatch(text) and text not in known.table_totals:
                names.setdefault((block.cell.table, block.cell.row), text)
    if not names or len(names) > _ROWS:
        return {}
    places: dict[str, set[tuple[int, int]]] = {}
    for at, name in names.items():
        places.setdefault(name, set()).add(at)
    found: dict[str, list[Metric]] = {}
    for metric in report.metrics:
        cell = figures.cell_of(report, metric)
        own = names.get((cell.table, cell.row)) if cell else None
        if own and len(places[own]) == 1 and figures.judged(metric):
            found.setdefault(own, []).append(metric)
    return found


def _digits(metric: Metric) -> str:
    """The digits of a figure as it is written, without its scale; "" of what has no single value."""
    if not figures.judged(metric) or metric.high is not None or metric.bound != "exact":
        return ""
    return figures.plain((metric.value or Decimal(0)) / metric.scale).replace(".", "").replace("-", "")


def _are_near(one: str, other: str) -> bool:
    """Whether two numbers have the same digits in another order, or are long and differ in one."""
    if len(one) != len(other) or one == other:
        return False
    return sorted(one) == sorted(other) or len(one) >= _MANY and sum(map(str.__ne__, one, other)) == 1
