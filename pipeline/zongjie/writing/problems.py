"""All findings and failures of a season as one table: CSV for spreadsheets, JSONL for programs."""

import csv
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple, TextIO

from ..document import Place
from ..report import Failure, Finding
from .csv import as_text
from .files import replacing
from .json import plain

COLUMNS = (
    "unit", "kind", "year", "source", "rule", "name", "severity", "message", "text", "part", "paragraph", "start",
    "end", "remedy",
)  # fmt: skip


class Problem(NamedTuple):
    """A finding, or why a document could not be read, with whose document it is as far as that is known."""

    unit: str | None
    kind: str
    year: int | None
    what: Finding | Failure


def write_csv(path: Path, problems: Iterable[Problem], remedies: Mapping[str, str]) -> None:
    """Writes a line for each problem, of failures with their code as ``rule``. Raises ``WriteError``."""
    with replacing(path) as written, written.open("w", encoding="utf-8-sig", errors="replace", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow(COLUMNS)
        for one in problems:
            values = _values(one, remedies)
            writer.writerow([as_text(values.get(name)) for name in COLUMNS])


def _values(problem: Problem, remedies: Mapping[str, str]) -> dict[str, object]:
    what = problem.what
    known = {"unit": problem.unit, "kind": problem.kind, "year": problem.year, **what._asdict()}
    if isinstance(what, Failure):
        return known | {"rule": what.code, "name": what.category, "severity": "failure", "part": what.place}
    place = what.place or Place()
    remedy = remedies.get(what.rule, "")
    paragraph = None if place.paragraph is None else place.paragraph + 1  # as people count, and as the messages do
    return known | {"part": place.part, "paragraph": paragraph, "remedy": remedy}


def write_lines(path: Path, problems: Iterable[Problem]) -> None:
    """Writes each problem as a line of JSON: a finding or failure in its published form, with unit, kind and year."""
    with replacing(path) as written, written.open("w", encoding="utf-8", errors="replace", newline="\n") as file:
        for one in problems:
            _line(file, one)


def _line(file: TextIO, problem: Problem) -> None:
    whose = {"unit": problem.unit, "kind": problem.kind, "year": problem.year}
    file.write(json.dumps(plain(problem.what) | whose, ensure_ascii=False) + "\n")
