"""What the figures of a report can stand for, and how they are shown in messages."""

import re
from bisect import bisect_right
from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from ...document import Cell
from ...language.clauses import Clauses, clauses
from ...report import Metric, Related, Report

_DIGITS = re.compile(r"[0-9０-９](?:[0-9０-９,，  ]*[0-9０-９])?(?:[.．·](?P<decimals>[0-9０-９]+))?")
_ABOUT = Decimal("0.1")  # of its value, that a figure may differ from 约
_SHARES = frozenset(["%", "％", "‰"])
_ONE = Decimal(1)
_ROUND = 10_000  # from here on a Chinese numeral that ends with a scale word may be rounded


class Bounds(NamedTuple):
    """The least and the greatest value that a figure can stand for."""

    low: Decimal
    high: Decimal

    def __add__(self, other: "Bounds") -> "Bounds":  # type: ignore[override]
        return Bounds(self.low + other.low, self.high + other.high)

    def apart(self, other: "Bounds") -> bool:
        """Whether no value lies in both."""
        return self.high < other.low or other.high < self.low

    def beside(self, other: "Bounds") -> bool:
        """Whether no value lies in both, or but the end of one that is open, as those of rounded figures are."""
        open_ends = self.low < self.high and other.low < other.high
        return self.apart(other) or open_ends and (self.high == other.low or other.high == self.low)


NOTHING = Bounds(Decimal(0), Decimal(0))
_FAR = Decimal("Infinity")


@lru_cache(maxsize=4)
def marks(text: str) -> Clauses:
    """The clauses and sentences of ``text``."""
    return clauses(text)


def step(metric: Metric) -> Decimal:
    """The worth of the last place that is written: 0.1万元 is 1000; of Chinese numerals that of the last digit."""
    written = _DIGITS.match(metric.text)
    value = metric.value or Decimal(0)
    if written is None:
        if metric.unit in _SHARES or not value or value != value.to_integral_value():
            return Decimal((0, (1,), int(value.as_tuple().exponent)))
        whole = int(value)
        if whole < _ROUND:
            return _ONE
        places = len(str(whole)) - len(str(whole).rstrip("0"))
        return Decimal(10) ** places
    decimals = len(written["decimals"] or "")
    return Decimal(metric.scale) * Decimal((0, (1,), -decimals))


_HALF = Decimal("0.5")


def bounds(metric: Metric, slack: Decimal = _HALF, whole: bool = False) -> Bounds:
    """What a reported metric can stand for: its last place may be rounded (by ``slack`` of it), its bound may be open.

    A whole number without a scale is taken as it stands, unless ``whole`` says that it may be rounded too.
    """
    assert metric.value is not None
    worth = step(metric)
    play = worth * slack if worth != 1 or whole else Decimal(0)
    low, high = metric.value - play, (metric.high or metric.value) + play
    if metric.bound == "at_least":
        return Bounds(low, _FAR)
    if metric.bound == "at_most":
        return Bounds(Decimal(0), high)
    if metric.bound == "about":
        more = abs(metric.value) * _ABOUT
        return Bounds(low - more, high + more)
    return Bounds(low, high)


def total(metrics: Iterable[Metric]) -> tuple[Decimal, Bounds]:
    """The sum of reported metrics, and what it can stand for."""
    value, whole = Decimal(0), NOTHING
    for one in metrics:
        value += one.value or 0
        whole += bounds(one)
    return value, whole


def plain(value: Decimal) -> str:
    """A number without exponent and needless zeros."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def shown(value: Decimal, like: Metric) -> str:
    """``value`` in the unit of ``like`` as it is written there: 128名, 3300万元."""
    scaled = value / like.scale
    if scaled != scaled.to_integral_value():
        scaled = +scaled.quantize(Decimal("0.0001"))
    return f"{plain(scaled)}{like.unit_text or like.unit}"


def written(metric: Metric) -> str:
    """The figure as it stands in the text, without blanks."""
    return "".join(metric.text.split())


def related(report: Report, *metrics: Metric) -> tuple[Related, ...]:
    """The places of other figures that a finding is about."""
    return tuple(Related(report.source.name, one.start, one.end, one.text) for one in metrics)


def judged(metric: Metric) -> bool:
    """Whether a metric has one value that sums and comparisons can use."""
    return metric.status == "reported" and metric.value is not None


def cell_of(report: Report, metric: Metric) -> Cell | None:
    """The cell of a table in which a metric stands; None in running text."""
    index = bisect_right(report.blocks, metric.start, key=lambda block: block.start) - 1
    return report.blocks[index].cell if index >= 0 else None


def in_cell(report: Report, metric: Metric) -> bool:
    """Whether a metric stands in a cell of a table."""
    return cell_of(report, metric) is not None
