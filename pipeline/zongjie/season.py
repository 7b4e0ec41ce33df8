"""A season of submissions: what is known of one report from the others, and who has submitted what.

Frozen values of plain types, like those of ``report``; offsets are code points into the text of a report.
"""

from typing import NamedTuple


class Copy(NamedTuple):
    """A passage ``start:end`` of a report that ``source`` (unit ``unit``, summed-up year ``year``) has as well.

    ``other_start:other_end`` is the passage ``other_text`` there; ``similarity`` is between 0 and 1.
    """

    start: int
    end: int
    similarity: float
    source: str
    unit: str | None
    year: int | None
    other_start: int
    other_end: int
    other_text: str


class Around(NamedTuple):
    """What the documents around a report tell of it.

    ``unit`` is its unit's name in the roster, ``year`` the year that it sums up there; ``others`` are the names and
    aliases of the other units; ``copies`` stand in the order of the text.
    """

    unit: str | None = None
    year: int | None = None
    others: tuple[str, ...] = ()
    copies: tuple[Copy, ...] = ()


class Submission(NamedTuple):
    """One document of a season.

    ``unit`` is the unit's name in the roster (None: no unit of the roster), ``kind`` which of the documents that each
    unit owes, or what its name says that it is about (党建, 半年; "" for nothing), ``version`` how its file names it
    (终稿, 修改稿2, ""). ``counts`` says that it is the one that counts for its unit, kind and year; ``note`` (Chinese)
    says why it does not, or what a reader should know.
    """

    source: str
    sha256: str
    unit: str | None
    kind: str
    year: int | None
    version: str
    counts: bool
    note: str = ""


class Absence(NamedTuple):
    """A document that a unit of the roster owes and did not hand in."""

    unit: str
    kind: str
    year: int | None


class Season(NamedTuple):
    """Who submitted what: ``units`` in the order of the roster, submissions in the order of their sources."""

    year: int | None
    units: tuple[str, ...]
    submissions: tuple[Submission, ...]
    absences: tuple[Absence, ...]

    def has(self, one: Submission) -> bool:
        """Whether ``one`` counts for the season's year; what is of no known year counts for this one."""
        return one.counts and (self.year is None or one.year in (None, self.year))

    @property
    def silent(self) -> tuple[str, ...]:
        """The units of which nothing is there for the season's year."""
        came = {one.unit for one in self.submissions if self.has(one)}
        return tuple(unit for unit in self.units if unit not in came)

    @property
    def partial(self) -> tuple[str, ...]:
        """The units that have handed in some of what they owe."""
        lacking = {one.unit for one in self.absences} - set(self.silent)
        return tuple(unit for unit in self.units if unit in lacking)

    @property
    def complete(self) -> tuple[str, ...]:
        """The units that have handed in all that they owe."""
        others = {*self.silent, *self.partial}
        return tuple(unit for unit in self.units if unit not in others)

    @property
    def several(self) -> tuple[str, ...]:
        """The units with documents of more than one kind for the season's year."""
        kinds: dict[str | None, set[str]] = {}
        for one in self.submissions:
            if self.has(one):
                kinds.setdefault(one.unit, set()).add(one.kind)
        return tuple(unit for unit in self.units if len(kinds.get(unit, ())) > 1)
