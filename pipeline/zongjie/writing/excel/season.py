"""报送情况, who handed in what, and 近似指标, wordings that may mean the same."""

from collections.abc import Callable, Sequence
from pathlib import Path

import xlsxwriter

from ...report import Failure
from ...season import Absence, Season, Submission
from ..console import PARTIAL, SILENT
from .cells import Forms, Value, file_link
from .table import Table

SUBMITTED, NEAR = "报送情况", "近似指标"
_COLUMNS = (("单位名称", 24), ("材料", 16), ("年度", 7), ("情况", 10), ("版本", 12), ("文件", 40), ("说明", 50))
_NEAR_COLUMNS = (("写法一", 32), ("写法二", 32), ("计量单位", 10), ("相似度", 9))


def write_season(
    book: xlsxwriter.Workbook,
    forms: Forms,
    folder: Path,
    season: Season,
    failures: Sequence[Failure],
    called: Callable[[str], str],
) -> None:
    """Adds the sheet of submissions: units in the order of the roster, then what is nobody's, then what is unread.

    Of a unit first the season's year: what counts, what is not there, what does not count. ``called`` is what a source
    is called.
    """
    table = Table(book, forms, SUBMITTED, _COLUMNS)
    by_unit: dict[str | None, list[Submission]] = {}
    for one in season.submissions:
        by_unit.setdefault(one.unit, []).append(one)
    absent: dict[str | None, list[Absence]] = {}
    for lack in season.absences:
        absent.setdefault(lack.unit, []).append(lack)
    silent = set(season.silent)
    named = [*season.units, *(unit for unit in by_unit if unit is not None and unit not in season.units), None]
    for unit in named:
        lines = [(_order(one), _submission(forms, folder, one, called)) for one in by_unit.get(unit, ())]
        for lack in absent.get(unit, ()):
            shown = (lack.unit, None), (lack.kind or None, None), (lack.year, forms("centre")), ("未交", forms("red"))
            why: Value = SILENT if lack.unit in silent else PARTIAL, forms("wrap")
            lines.append(((-(lack.year or 0), lack.kind, False, ""), [*shown, *[(None, None)] * 2, why]))
        for _, line in sorted(lines, key=lambda line: line[0]):
            table.add(line)
    for failure in failures:
        text = f"{failure.message}。{failure.remedy}。"
        source = file_link(failure.source, folder, called(failure.source))
        table.add(
            [*[(None, None)] * 3, ("读不了", forms("red")), (None, None), _linked(forms, source), (text, forms("wrap"))]
        )
    table.close()


def _order(one: Submission) -> tuple[int, str, bool, str]:
    """Later years first, of each kind what counts first."""
    return -(one.year or 0), one.kind, not one.counts, one.source


def _submission(forms: Forms, folder: Path, one: Submission, called: Callable[[str], str]) -> list[Value]:
    state = "单位不明" if one.unit is None else "已交" if one.counts else "不计入"
    return [
        (one.unit, None), (one.kind or None, None), (one.year, forms("centre")),
        (state, forms("centre" if state == "已交" else "yellow")), (one.version or None, None),
        _linked(forms, file_link(one.source, folder, called(one.source))), (one.note or None, forms("wrap")),
    ]  # fmt: skip


def _linked(forms: Forms, text: str) -> Value:
    return text, forms("link") if getattr(text, "formula", "") else None


def write_near(book: xlsxwriter.Workbook, forms: Forms, near: Sequence[tuple[str, str, str, float]]) -> None:
    """Adds the sheet of proposals: (one wording, another, unit of measure, likeness between 0 and 1)."""
    table = Table(book, forms, NEAR, _NEAR_COLUMNS)
    for first, second, unit, likeness in near:
        table.add([(first, None), (second, None), (unit or None, None), (likeness, forms(pattern="0%"))])
    table.close()
