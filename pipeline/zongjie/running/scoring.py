"""How well a report agrees with an answer key, in the notions of the annotation guideline.

Spans match one to one: exactly, or with a character in common. What the key marks ``optional`` costs nothing, found or
not. The fields of a span are judged where it matches exactly.
"""

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ..report import Metric, Report

Key = Mapping[str, Any]
_SIMILAR = 0.8  # from here on two wordings of an indicator say the same


@dataclass
class Score:
    """Hits, strays and misses of one notion, and per field how many hits were judged and how many were right."""

    hits: int = 0
    strays: int = 0
    misses: int = 0
    right: Counter[str] = field(default_factory=Counter)
    judged: Counter[str] = field(default_factory=Counter)

    def add(self, other: "Score") -> None:
        """Counts ``other`` in."""
        self.hits += other.hits
        self.strays += other.strays
        self.misses += other.misses
        self.right += other.right
        self.judged += other.judged

    def judge(self, name: str, right: bool) -> None:
        """Counts one judgement of the field ``name``."""
        self.judged[name] += 1
        self.right[name] += right

    @property
    def precision(self) -> float:
        """The share of what was found that is in the key; 1 if nothing was found."""
        return self.hits / (self.hits + self.strays) if self.hits + self.strays else 1.0

    @property
    def recall(self) -> float:
        """The share of the key that was found; 1 if the key is empty."""
        return self.hits / (self.hits + self.misses) if self.hits + self.misses else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        return 2 * self.hits / (2 * self.hits + self.strays + self.misses) if self.hits else float(not self.total)

    @property
    def total(self) -> int:
        """How many spans were found, missed or both."""
        return self.hits + self.strays + self.misses

    def accuracy(self) -> dict[str, float]:
        """The share of right judgements of each field that was judged."""
        return {name: self.right[name] / count for name, count in self.judged.items()}

    def figures(self) -> dict[str, float | int]:
        """All figures, shares rounded to four places."""
        shares = {"precision": self.precision, "recall": self.recall, "f1": self.f1}
        counts = {"tp": self.hits, "fp": self.strays, "fn": self.misses}
        fields = {f"{name}_accuracy": share for name, share in self.accuracy().items()}
        return (
            {name: round(share, 4) for name, share in shares.items()}
            | counts
            | {k: round(v, 4) for k, v in fields.items()}
        )


def score(key: Key, report: Report | None) -> dict[str, Score]:
    """The score of each notion; no report (the document could not be read) found nothing."""
    figures = _kind(key["placeholders"], "figure")
    marks = report.placeholders if report else ()
    metrics = report.metrics if report else ()
    named = report.initiatives if report else ()
    scores = {
        "sections": _sections(key["sections"], report),
        "placeholders": _spans(key["placeholders"], marks, _KIND),
        "missing_figures": _spans(figures, [mark for mark in marks if mark.kind == "figure"]),
        "metrics": _spans(key["metrics"], metrics, _METRIC),
        "metrics_overlap": _spans(key["metrics"], metrics, exact=False),
        "initiatives": _spans(key.get("initiatives", ()), named),
        "initiatives_overlap": _spans(key.get("initiatives", ()), named, exact=False),
    }
    if "items" in key:
        items = report.items if report else ()
        scores["items"] = _spans(key["items"], items)
        scores["items_overlap"] = _spans(key["items"], items, exact=False)
    return scores


def _kind(rows: Iterable[Key], kind: str) -> list[Key]:
    return [row for row in rows if row["kind"] == kind]


Judge = Callable[[Key, Any], bool]


def _equal(name: str) -> tuple[str, Judge]:
    return name, lambda row, found: row.get(name) == getattr(found, name)


def _value(row: Key, found: Metric) -> bool:
    if row.get("value") is None or found.value is None:
        return row.get("value") is found.value
    # Keys round what does not end (a third) to four places.
    return math.isclose(row["value"], found.value, rel_tol=1e-6, abs_tol=5e-5 if abs(row["value"]) < 1 else 1e-9)


def _wordings(row: Key) -> list[str]:
    return [_bare(wording) for wording in (row.get("indicator"), *row.get("indicators", ()))]


def _bare(text: str | None) -> str:
    return "".join((text or "").split())


def _indicator(row: Key, found: Metric) -> bool:
    return any(similarity(wording, _bare(found.indicator)) >= _SIMILAR for wording in _wordings(row))


def _indicator_exact(row: Key, found: Metric) -> bool:
    return _bare(found.indicator) in _wordings(row)


_KIND = dict([_equal("kind")])
_METRIC: dict[str, Judge] = {
    "value": _value,
    **dict(map(_equal, ("unit", "bound", "status"))),
    "indicator": _indicator,
    "indicator_exact": _indicator_exact,
    **dict([_equal("kind")]),
}


def similarity(first: str, second: str) -> float:
    """Twice the longest common subsequence over both lengths; 0 if one is empty."""
    if not first or not second:
        return 0.0
    row = [0] * (len(second) + 1)
    for one in first:
        diagonal = 0
        for index, other in enumerate(second, 1):
            diagonal, row[index] = row[index], diagonal + 1 if one == other else max(row[index], row[index - 1])
    return 2 * row[-1] / (len(first) + len(second))


def _spans(
    rows: Iterable[Key], found: Iterable[Any], fields: Mapping[str, Judge] | None = None, *, exact: bool = True
) -> Score:
    result = Score()
    left = sorted(found, key=lambda one: (one.start, one.end))
    keys = sorted(rows, key=lambda row: (row["start"], row["end"]))
    for row in keys:
        if row.get("optional"):
            continue
        place = next((i for i, one in enumerate(left) if _same(row, one, exact)), None)
        if place is None:
            result.misses += 1
            continue
        result.hits += 1
        one = left.pop(place)
        for name, judge in (fields or {}).items():
            result.judge(name, judge(row, one))
    tolerated = [row for row in keys if row.get("optional")]
    result.strays = sum(not any(_same(row, one, False) for row in tolerated) for one in left)
    return result


def _same(row: Key, one: Any, exact: bool) -> bool:
    if exact:
        return (row["start"], row["end"]) == (one.start, one.end)
    return bool(row["start"] < one.end and one.start < row["end"])


def _sections(rows: Iterable[Key], report: Report | None) -> Score:
    """Where sections start, and the role of each character that is not blank."""
    result = Score()
    text = report.text if report else ""
    sections = report.sections if report else ()
    painted: list[str | None] = [None] * len(text)
    for section in reversed(sections):
        painted[section.start : section.end] = [section.role] * (section.end - section.start)
    for row in rows:
        for position in range(row["start"], row["end"]):
            if position >= len(text):
                result.judge("role", row["role"] is None)
            elif not text[position].isspace():
                result.judge("role", painted[position] == row["role"])
    wanted, got = {row["start"] for row in rows}, {section.start for section in sections}
    result.hits, result.strays, result.misses = len(wanted & got), len(got - wanted), len(wanted - got)
    return result
