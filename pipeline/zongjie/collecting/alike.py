"""Wordings that look like an indicator of a proposed profile: shown to whoever writes it, never merged."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from ..catalogue import compiled, near
from ..language.demands import is_share
from ..report import Report
from ..settings import Indicator

_SHOWN = 5  # of one indicator, the likest
_PAIRS = 10
_RARE = 0.05  # of the reports: what fewer have is not worth a remark


class Alike(NamedTuple):
    """``wording`` looks like ``other`` by ``score``; so many ``reports`` have it, a figure of it is in ``unit``."""

    wording: str
    other: str
    unit: str
    score: float
    reports: int


def alike(
    reports: Sequence[Report], indicators: Sequence[Indicator], least: float
) -> tuple[Mapping[str, tuple[Alike, ...]], tuple[Alike, ...]]:
    """By the name of an indicator the unknown wordings that look like it or like a synonym of it.

    Then pairs of wordings that look alike, of which only both together are in ``least`` reports.
    """
    having: dict[str, set[int]] = {}
    wordings: set[tuple[str, str]] = set()  # with shares it is what they are shares of that looks alike
    for number, report in enumerate(reports):
        for metric in report.metrics:
            if metric.indicator and metric.kind == "actual" and metric.canonical is None and not is_share(metric.unit):
                having.setdefault(metric.indicator, set()).add(number)
                wordings.add((metric.indicator, metric.unit))
    owners = {word: one.name for one in indicators for word in (one.name, *one.synonyms)}
    units = {unit for _, unit in wordings}
    # Synonyms stand beside the wordings as if they were unknown: what is like one is like its indicator.
    asked = [(word, unit) for word in owners for unit in units]
    found: dict[str, dict[str, Alike]] = {}
    pairs: list[Alike] = []
    for one in near({*wordings, *asked}, compiled(), None):
        for word, other in ((one.first, one.second), (one.second, one.first)):
            if other in owners and word not in owners and len(having.get(word, ())) >= _RARE * len(reports):
                those = found.setdefault(owners[other], {})
                if word not in those:
                    those[word] = Alike(word, other, one.unit, one.score, len(having[word]))
        if not {one.first, one.second} & owners.keys() and not one.known:
            both = having.get(one.first, set()) | having.get(one.second, set())
            if len(both) >= least:
                pairs.append(Alike(one.first, one.second, one.unit, one.score, len(both)))
    return {name: _first(those.values(), _SHOWN) for name, those in found.items()}, _first(pairs, _PAIRS)


def _first(found: Iterable[Alike], most: int) -> tuple[Alike, ...]:
    return tuple(sorted(found, key=lambda one: (-one.score, -one.reports, one.wording))[:most])
