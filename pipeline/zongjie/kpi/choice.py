"""Which rows of a document stand for a unit's figure of the year, by rules that the workbook states.

What is done counts, not what is planned; the figure, not by how much it changed; the end of a change, not its
beginning; the whole, not what 其中 sets apart of it; the row 合计 of a table, not the rows above it; the whole year,
not a part of it, where both are there.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from . import measure
from .table import Row

_MARKS = str.maketrans("", "", "“”‘’\"'「」『』 \t\n\u3000")
_SUM = re.compile(r"(?:合计|总计|共计|总数)")
_CLAUSE = re.compile(r"[，；;。：:]|(?<![0-9]),")
_RECEIVERS = re.compile(r"([\u4e00-\u9fff]{2,20})[0-9０-９,.．]{1,12}[余多]?(?:人次|人|名|位|户次|户|家)")
_STOP = re.compile(r"[；;。！？!?\n]")


class Key(NamedTuple):
    """What makes two figures comparable: ``name`` is canonical if ``known``, else the wording with its ``unit``.

    ``sized`` says that ``unit`` stands for all those of its measure, which convert into one another (米, 公里).
    """

    name: str
    known: bool
    unit: str
    sized: bool = False


def key_of(row: Row) -> Key | None:
    """The key of a row; the unit of a known indicator is left open (""). None where nothing says what is counted."""
    if row.canonical:
        return Key(row.canonical, True, "")
    wording = wording_of(row)
    family = measure.family(row.unit)
    return Key(wording, False, family or row.unit, bool(family)) if wording else None


def wording_of(row: Row) -> str:
    """What a row calls its indicator, without marks, blanks and a word for a sum before it."""
    wording = unicodedata.normalize("NFKC", row.indicator or "").translate(_MARKS)
    shorn = _SUM.match(wording)
    return wording[shorn.end() :] if shorn and shorn.end() < len(wording) else wording


def thing_of(row: Row) -> str:
    """What the figure of a row is of: its wording, of money with those who got it where the clause before tells them.

    走访困难群众312户，发放慰问金15.6万元: 发放慰问金（走访困难群众）.
    """
    wording = wording_of(row)
    at = _at(row) if row.unit == "元" else None
    if at is None:
        return wording
    before = _CLAUSE.split(row.evidence[:at])
    found = _RECEIVERS.fullmatch(before[-2].strip()) if len(before) > 1 else None
    return f"{wording}（{found[1]}）" if found else wording


def of_year(rows: Iterable[Row], year: int | None) -> dict[Key, list[Row]]:
    """The rows of one document that stand for figures of ``year``, by key; several where the document is at odds."""
    found: dict[Key, list[tuple[Row, bool]]] = {}
    for row in rows:
        span = _span(row, year)
        if span in ("whole", "part") and row.change in (None, "to") and _counts(row):
            key = key_of(row)
            if key is not None:
                found.setdefault(key, []).append((row, span == "whole"))
    return {key: _narrowed(several) for key, several in found.items()}


def of_last_year(rows: Iterable[Row], year: int | None) -> dict[Key, list[Row]]:
    """The rows of one document about ``year`` whose sentence says that they are figures of the year before."""
    found: dict[Key, list[tuple[Row, bool]]] = {}
    for row in rows:
        if row.status == "reported" and row.change in (None, "from") and _counts(row) and _span(row, year) == "last":
            key = key_of(row)
            if key is not None:
                found.setdefault(key, []).append((row, True))
    return {key: _narrowed(several) for key, several in found.items()}


def _counts(row: Row) -> bool:
    return row.kind == "actual" and not measure.is_difference(row.unit)


def _span(row: Row, year: int | None) -> str:
    """How the time of a row lies to ``year``: whole, part, last (all of the year before) or other."""
    if row.period_start is None or row.period_end is None or year is None:
        return "whole"
    first, last = row.period_start, row.period_end
    whole = first.endswith("-01-01") and last.endswith("-12-31")
    if first[:4] == last[:4] == str(year):
        return "whole" if whole else "part"
    return "last" if whole and first[:4] == last[:4] == str(year - 1) else "other"


def _narrowed(several: Sequence[tuple[Row, bool]]) -> list[Row]:
    """Of the rows of one key those that stand for the whole; each bool says that the row is about the whole year."""
    reported = [(row, whole) for row, whole in several if row.status == "reported"]
    if len(reported) < 2:
        return [row for row, _ in reported or several]
    rows = [row for row, whole in reported if whole] or [row for row, _ in reported]
    sums = {(row.cell.table, row.cell.column) for row in rows if row.cell and _is_sum(row)}
    rows = [row for row in rows if not row.cell or (row.cell.table, row.cell.column) not in sums or _is_sum(row)]
    return [row for row in rows if not _is_part(row)] or rows


def _is_sum(row: Row) -> bool:
    return bool(_SUM.match(row.evidence) or _SUM.match(row.indicator or ""))


def _is_part(row: Row) -> bool:
    """Whether the row's figure stands after 其中 in its sentence."""
    at = _at(row)
    if at is None:
        return False
    among = row.evidence.rfind("其中", 0, at)
    return among >= 0 and not _STOP.search(row.evidence, among, at)


def _at(row: Row) -> int | None:
    """Where the figure stands in its sentence."""
    found = re.search(r"(?<![0-9０-９.．])" + re.escape(row.text), row.evidence)
    return None if found is None else found.start()
