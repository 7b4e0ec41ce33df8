"""The key of a season: whose each file is, what was planted in it, its figures, and their totals."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, NamedTuple

from .composing import KINDS
from .text import Summary
from .wording import Unit


class File(NamedTuple):
    """One submission; ``path`` is relative to the season's folder, of a member of a ZIP it is ZIP/member."""

    path: str
    summary: Summary
    version: str
    counts: bool
    form: str
    data: bytes


def absences(people: Iterable[Unit], handed: set[tuple[str, str, int]], year: int) -> list[dict[str, Any]]:
    """What units owe for ``year`` and have not handed in (unit, kind, year)."""
    owed = [(unit.name, kind, year) for unit in people for kind in KINDS]
    return [{"unit": unit, "kind": kind, "year": year} for unit, kind, year in owed if (unit, kind, year) not in handed]


def entries(submissions: Iterable[File], hostile: dict[str, str]) -> list[dict[str, Any]]:
    """An entry for each file in the order of the paths; ``hostile`` is path → how it is."""
    nothing: dict[str, Any] = {
        "unit": None,
        "kind": "",
        "year": None,
        "version": "",
        "counts": False,
        "faults": [],
        "metrics": [],
    }
    found = [_entry(file) for file in submissions]
    found += [{"path": path, **nothing, "hostile": kind} for path, kind in hostile.items()]
    return sorted(found, key=lambda one: str(one["path"]))


def _entry(file: File) -> dict[str, Any]:
    summary = file.summary
    metrics = [
        {
            "name": figure.name,
            "indicator": figure.indicator,
            "value": None if figure.value is None else plain(figure.value),
            "unit": figure.unit,
            "unit_text": figure.unit_text,
            "status": "missing" if figure.value is None else "reported",
            "kind": figure.kind,
            "place": figure.place,
        }
        for figure in summary.figures()
    ]
    return {
        "path": file.path,
        "unit": summary.unit,
        "kind": summary.kind,
        "year": summary.year,
        "version": file.version,
        "counts": file.counts,
        "hostile": None,
        "faults": [fault.key() for fault in summary.faults],
        "metrics": metrics,
    }


def totals(summaries: list[Summary], names: set[str] | None = None) -> dict[str, Any]:
    """For each indicator: its unit, the sum, the value of each unit; what a fault makes doubtful is in ``doubtful``.

    Figures that both documents of a unit report, with the same value, count once.
    """
    sums: dict[str, dict[str, Any]] = {}
    for summary in summaries:
        for figure in summary.figures():
            if figure.kind != "actual" or figure.place not in ("total", "to") or (names and figure.name not in names):
                continue
            row = sums.setdefault(figure.name, {"unit": figure.unit, "total": 0, "units": {}, "doubtful": []})
            if figure.name in summary.changed or figure.value is None:
                row["doubtful"] = sorted({*row["doubtful"], summary.unit})
            elif figure.unit == row["unit"]:
                row["units"][summary.unit] = plain(figure.value)
    for row in sums.values():
        row["total"] = plain(sum((Decimal(str(one)) for one in row["units"].values()), Decimal(0)))
    return dict(sorted(sums.items()))


def plain(value: Decimal) -> int | float:
    """A number as JSON has it: whole ones without a point."""
    return int(value) if value == value.to_integral_value() else float(value)
