"""A season on one self-contained page: who has submitted, what is wrong where, and what stands out.

Like the page of a document it needs no network, and nothing but its own style and script can run in it.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

from ...report import Failure
from ...season import Absence
from ..console import SEVERITIES
from ..files import now
from . import digest, resource

if TYPE_CHECKING:
    from jinja2 import Template

_BARS = 30  # units with bars of their own; the table has all


class File(NamedTuple):
    """One document; ``found`` are errors, warnings, hints and missing figures, ``copy`` the path of the marked copy.

    ``current``: it counts, and for the year of the page.
    """

    source: str
    title: str
    year: int | None
    kind: str
    counts: bool
    current: bool
    note: str
    copy: str
    found: tuple[int, ...]


class Unit(NamedTuple):
    """A unit (name "": the documents of none), what it owes (``absent``), and the path of the letter to it."""

    name: str
    files: tuple[File, ...]
    absent: tuple[str, ...]
    letter: str

    def found(self, index: int) -> int:
        """The sum of one of ``File.found`` over the documents that count for the year."""
        return sum(one.found[index] for one in self.files if one.current)


class Rule(NamedTuple):
    """How many findings a rule has."""

    id: str
    severity: str
    summary: str
    number: int


class Similar(NamedTuple):
    """Two documents that share passages: how many, how many characters, how alike, and the longest of them.

    ``copies`` are the paths of their marked copies, ``page`` of the page that shows both; "" where there is none.
    """

    source: str
    other: str
    passages: int
    characters: int
    similarity: float
    text: str
    copies: tuple[str, ...] = ("", "")
    page: str = ""


class Figure(NamedTuple):
    """The total of an indicator (as it is shown): ``reported`` of ``expected`` units have a value.

    ``lacking`` names those that report none, where the profile requires it; ``apart`` those whose figures are in no
    total, by why (不一致, 多个写法); ``doubtful`` counts figures that are in it though beyond the plausible range.
    """

    indicator: str
    total: str
    reported: int
    expected: int
    lacking: tuple[str, ...] = ()
    apart: tuple[tuple[str, tuple[str, ...]], ...] = ()
    doubtful: int = 0


class Overview(NamedTuple):
    """All that the page shows; ``severities`` are errors, warnings and hints, ``links`` (name, path) of other files.

    ``classes`` are the units of a roster by what they have handed in, ``several`` a remark about kinds of documents.
    A baseline held back ``accepted`` more findings; ``unlisted`` more pairs share passages.
    What it counts is of the documents that count for the year; in others there are ``apart`` more findings.
    """

    year: int | None
    documents: int
    roster: bool
    classes: Mapping[str, tuple[str, ...]]
    several: str
    expected: int
    severities: tuple[int, ...]
    missing: int
    apart: int
    absences: tuple[Absence, ...]
    units: tuple[Unit, ...]
    rules: tuple[Rule, ...]
    pairs: tuple[Similar, ...]
    failures: tuple[Failure, ...]
    figures: tuple[Figure, ...]
    links: tuple[tuple[str, str], ...]
    accepted: int = 0
    unlisted: int = 0


class Bar(NamedTuple):
    """A row of a chart: ``parts`` are (class, x, width, number) in units of the drawing, which is 100 wide."""

    name: str
    total: int
    parts: tuple[tuple[str, float, float, int], ...]


def page(overview: Overview) -> str:
    """The page."""
    owed: dict[str, list[str]] = {}
    for one in overview.absences:
        owed.setdefault(one.unit, []).append(one.kind)
    style, script = resource("page.css") + resource("overview.css"), resource("overview.js")
    allowed = f"style-src '{digest(style)}'; script-src '{digest(script)}'"
    return _template().render(
        one=overview,
        owed=owed,
        bars=(bars := _unit_bars(overview.units)),
        cut=len(bars) == _BARS < len(overview.units),
        rule_bars=_rule_bars(overview.rules),
        made=now(local=True).strftime("%Y-%m-%d %H:%M"),
        severities=SEVERITIES,
        style=style,
        script=script,
        policy=f"default-src 'none'; {allowed}; base-uri 'none'; form-action 'none'",
    )


def _unit_bars(units: Sequence[Unit]) -> list[Bar]:
    """The units with most findings, the gravest first."""
    graded = [(one.name or "（认不出单位）", tuple(one.found(at) for at in range(3))) for one in units]
    graded = sorted((one for one in graded if any(one[1])), key=lambda one: tuple(-number for number in one[1]))
    return _bars([(name, tuple(zip(SEVERITIES, numbers, strict=True))) for name, numbers in graded[:_BARS]])


def _rule_bars(rules: Sequence[Rule]) -> list[Bar]:
    return _bars([(f"{one.id} {one.summary}", ((one.severity, one.number),)) for one in rules])


def _bars(rows: Sequence[tuple[str, tuple[tuple[str, int], ...]]]) -> list[Bar]:
    longest = max((sum(number for _, number in parts) for _, parts in rows), default=1)
    bars = []
    for name, parts in rows:
        at, drawn = 0, []
        for kind, number in parts:
            if number:
                drawn.append((kind, round(100 * at / longest, 2), round(100 * number / longest, 2), number))
            at += number
        bars.append(Bar(name, at, tuple(drawn)))
    return bars


def _address(path: str) -> str:
    return quote(path)


@lru_cache(maxsize=1)
def _template() -> "Template":
    from . import environment

    made = environment()
    made.filters["address"] = _address
    return made.get_template("overview.html")
