"""The figures of all units and years by indicator: what totals and comparisons are read from.

Rows are streamed twice and never kept: the first time tells which indicators and units of measure there are, the
second fills the cells.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import groupby
from typing import Any, NamedTuple

from ..catalogue import averages, unscaled
from ..season import Season
from ..settings import Indicator
from . import measure
from .choice import Key, of_last_year, of_year, thing_of
from .table import Row

Rows = Callable[[], Iterable[Row]]
Limits = tuple[Decimal | None, Decimal | None]
_NEAR = Decimal("0.1")  # how far a figure with 约 may be from the exact one that it stands for


class Spot(NamedTuple):
    """Where a figure was taken from; ``value`` is in the unit of its column, None where it is missing.

    ``partial`` says that it is about a part of the year, ``wording`` is what the document says it is of;
    ``outside`` says that the figure is not in the range that a profile takes for plausible.
    """

    source: str
    start: int
    end: int
    text: str
    value: Decimal | None
    bound: str
    place_text: str
    partial: bool = False
    wording: str = ""
    outside: bool = False


class Cell(NamedTuple):
    """What one unit reports of one indicator in one year.

    ``value`` is None where the figure is ``missing`` (a mark stands in its place) or there are several that differ:
    of one wording (``conflict``), or each of a wording of its own (``several``), which may count different things.
    ``partial``: it is about a part of the year; ``told``: the next year's document has it; ``outside``: it is beyond
    the plausible range.
    """

    value: Decimal | None
    bound: str
    missing: bool
    conflict: bool
    places: tuple[Spot, ...]
    partial: bool = False
    told: bool = False
    several: bool = False
    outside: bool = False


class Column(NamedTuple):
    """An indicator in one unit of measure; ``known`` says that the name is canonical, ``asked`` that a profile has it.

    ``scale`` is that of the unit in which the profile wants to see it (10000 for 万元), 0 where it does not say;
    ``required`` says that every unit has to report it, ``limits`` are the least and the most that is plausible;
    ``average`` says that figures of several units make no sum although the unit of measure would (人均收入).
    """

    indicator: str
    unit: str
    known: bool
    asked: bool = False
    scale: int = 0
    required: bool = False
    limits: "Limits" = (None, None)
    average: bool = False


class Grid(NamedTuple):
    """``cells`` by column and then by (unit, year); ``submitted`` are the (unit, year) with a document that counts.

    ``year`` is the one that is summed up, ``units`` who is expected to report; ``left`` counts the unknown wordings of
    that year that have no column because but one unit has them.
    """

    year: int | None
    units: tuple[str, ...]
    submitted: frozenset[tuple[str, int | None]]
    columns: tuple[Column, ...]
    cells: Mapping[Column, Mapping[tuple[str, int | None], Cell]]
    left: int


class _Documents:
    """The rows that count, document by document: (unit, year, rows)."""

    def __init__(self, rows: Rows, season: Season | None) -> None:
        self._rows = rows
        self._known = None if season is None else {one.source: one for one in season.submissions}
        self._year = None if season is None else season.year

    def __iter__(self) -> Iterator[tuple[str, int | None, list[Row]]]:
        for source, group in groupby(self._rows(), key=lambda row: row.source):
            if self._known is None:
                rows = list(group)
                yield rows[0].organization, rows[0].year, rows
            elif (one := self._known.get(source)) and one.counts and one.unit is not None:
                yield one.unit, self._year if one.year is None else one.year, list(group)


class _Survey:
    """The first look at the rows: years, who has which unknown wording, how often each unit of measure is used."""

    def __init__(self, documents: _Documents) -> None:
        self.years: Counter[int | None] = Counter()
        self.submitted: set[tuple[str, int | None]] = set()
        self.measures: dict[Key, Counter[str]] = defaultdict(Counter)
        self._owner: dict[tuple[Key, int | None], str | None] = {}  # None: more than one
        for unit, year, rows in documents:
            self.years[year] += 1
            self.submitted.add((unit, year))
            for key, chosen in of_year(rows, year).items():
                if key.known or key.sized:
                    self.measures[key].update(row.unit for row in chosen)
                if not key.known and self._owner.setdefault((key, year), unit) != unit:
                    self._owner[key, year] = None

    def shared(self, year: int | None) -> set[Key]:
        """The unknown wordings that at least two units have in ``year``."""
        return {key for (key, when), owner in self._owner.items() if owner is None and when == year}

    def left(self, year: int | None) -> int:
        """How many unknown wordings only one unit has in ``year``."""
        return sum(owner is not None and when == year for (_, when), owner in self._owner.items())


def grid(
    rows: Rows,
    season: Season | None = None,
    asked: Sequence[Indicator] = (),
    lexicon: Mapping[str, Any] | None = None,
) -> Grid:
    """The figures of ``rows()``, which gives the rows anew each time, those of one document together.

    ``season`` says whose documents they are and which count (without it each counts for its organization); ``asked``
    are the indicators of the profile, which have a column even where nobody reports them; ``lexicon`` are its tables.
    """
    documents = _Documents(rows, season)
    survey = _Survey(documents)
    year = season.year if season and season.year is not None else _main_year(survey.years)
    submitted = survey.submitted
    if season is not None:
        counted = [one for one in season.submissions if one.counts and one.unit is not None]
        submitted = {(one.unit, season.year if one.year is None else one.year) for one in counted if one.unit}
    units = (
        season.units if season and season.units else tuple(sorted({unit for unit, when in submitted if when == year}))
    )
    measures = _measures(survey, asked)
    limits = _limits(asked)
    found = _filled(documents, measures, survey.shared(year), limits)
    names = [one.name for one in asked]
    known_averages, synonyms = averages(lexicon), {one.name: one.synonyms for one in asked}
    required = {one.name for one in asked if one.required}
    scales = {(one.name, unit): scale for one in asked for unit, scale in [unscaled(one.unit)] if unit}
    for one in asked:
        for to in dict.fromkeys(measures.get(Key(one.name, True, ""), {"": ""}).values()):
            found.setdefault(Column(one.name, to, True), {})
    cells: dict[Column, Mapping[tuple[str, int | None], Cell]] = {}
    for column in list(found):
        asks = column.known and column.indicator in names
        scale = scales.get((column.indicator, column.unit), 0) if column.known else 0
        whole = column._replace(
            asked=asks, scale=scale, required=asks and column.indicator in required,
            limits=_limits_of(column, limits),
            average=any(map(known_averages.has, (column.indicator, *synonyms.get(column.indicator, ())))),
        )  # fmt: skip
        cells[whole] = _cells(found.pop(column))
    return Grid(year, units, frozenset(submitted), _ordered(cells, names, units, year), cells, survey.left(year))


_Found = dict[tuple[str, int | None, bool], list[Spot]]  # by unit, year, told by the next year's document


def _limits(asked: Sequence[Indicator]) -> dict[tuple[str, str], Limits]:
    """The plausible ranges, by indicator and unit of measure ("": any)."""
    found: dict[tuple[str, str], Limits] = {}
    for one in asked:
        unit, scale = unscaled(one.unit)
        least, most = (None if end is None else Decimal(str(end)) * scale for end in (one.minimum, one.maximum))
        found[one.name, unit] = least, most
    return found


def _limits_of(column: Column, limits: Mapping[tuple[str, str], Limits]) -> Limits:
    name, unit = column.indicator, column.unit
    found = limits.get((name, unit)) or limits.get((name, ""))
    return found if column.known and found else (None, None)


def _filled(
    documents: _Documents,
    measures: Mapping[Key, Mapping[str, str]],
    shared: set[Key],
    limits: Mapping[tuple[str, str], Limits],
) -> dict[Column, _Found]:
    """The spots of each column: known indicators, and the unknown wordings in ``shared``."""
    found: dict[Column, _Found] = {}
    for unit, year, rows in documents:
        for chosen, told in ((of_year(rows, year), False), (of_last_year(rows, year), True)):
            for key, several in chosen.items():
                if not key.known and key not in shared:
                    continue
                for row in several:
                    targets = measures.get(key)
                    to = key.unit if targets is None else targets.get(row.unit) if key.known else targets[""]
                    if to is None:
                        continue
                    column = Column(key.name, to, key.known)
                    when = year - 1 if told and year is not None else year
                    found.setdefault(column, {}).setdefault((unit, when, told), []).append(
                        _spot(row, to, _limits_of(column, limits))
                    )
    return found


def _cells(found: _Found) -> dict[tuple[str, int | None], Cell]:
    """The cells of one column: what documents of the year itself say goes before what the next year's tell."""
    cells = {(unit, year): _cell(spots, told=False) for (unit, year, told), spots in found.items() if not told}
    for (unit, year, told), spots in found.items():
        if told and (unit, year) not in cells:
            cells[unit, year] = _cell(spots, told=True)
    return cells


def _is_partial(row: Row) -> bool:
    first, last = row.period_start, row.period_end
    return first is not None and last is not None and not (first.endswith("-01-01") and last.endswith("-12-31"))


def _spot(row: Row, to: str, limits: Limits) -> Spot:
    value, upper = (
        None if one is None else measure.convert(one, row.unit, to)
        for one in (row.value, row.value if row.high is None else row.high)
    )
    least, most = limits
    outside = upper is not None and (least is not None and upper < least or most is not None and upper > most)
    bound = "at_least" if row.high is not None and row.bound == "exact" else row.bound
    return Spot(
        row.source, row.start, row.end, row.text, value, bound, row.place_text, _is_partial(row), thing_of(row), outside
    )


def _cell(spots: Sequence[Spot], *, told: bool) -> Cell:
    """One cell of what a unit says: a value that is repeated counts once, values that differ are not chosen from."""
    places = tuple(spots)
    reported = [spot for spot in spots if spot.value is not None]
    if not reported:
        return Cell(None, "exact", True, False, places, told=told)
    best = _agreed(reported)
    partial = all(spot.partial for spot in reported)
    if best is None:
        several = _differ_by_wording(reported)
        return Cell(None, "exact", False, not several, places, partial, told, several)
    return Cell(best.value, best.bound, False, False, places, partial, told, outside=best.outside)


def _differ_by_wording(spots: Sequence[Spot]) -> bool:
    """Whether figures that differ agree where the wording is the same, so that they may be of different things."""
    by_wording: dict[str, list[Spot]] = defaultdict(list)
    for spot in spots:
        by_wording[spot.wording].append(spot)
    return len(by_wording) > 1 and all(_agreed(some) is not None for some in by_wording.values())


def _agreed(spots: Sequence[Spot]) -> Spot | None:
    """The spot whose value all others repeat, or round (近200 beside 198); None where they differ."""
    exact = [spot for spot in spots if spot.bound == "exact"]
    best = (exact or spots)[0]
    return best if all(_repeats(spot, best) for spot in spots) else None


def _repeats(spot: Spot, best: Spot) -> bool:
    value, whole = spot.value, best.value
    if value is None or whole is None or value == whole:
        return True
    if best.bound != "exact" or spot.bound == "exact":
        return False
    if spot.bound == "at_least":
        return whole * (1 - 2 * _NEAR) <= value <= whole
    if spot.bound == "at_most":
        return whole <= value <= whole * (1 + 2 * _NEAR)
    return abs(value - whole) <= abs(whole) * _NEAR


def _main_year(years: Mapping[int | None, int]) -> int | None:
    """The year of most documents, the later one of two with as many; None where none has a year."""
    named = {year: count for year, count in years.items() if year is not None}
    return max(named, key=lambda year: (named[year], year), default=None)


def _measures(survey: _Survey, asked: Sequence[Indicator]) -> dict[Key, dict[str, str]]:
    """For each indicator and unit of measure the unit to convert to: the one that is asked for or most used."""
    wanted = {Key(one.name, True, ""): unscaled(one.unit)[0] for one in asked if one.unit}
    found: dict[Key, dict[str, str]] = {}
    for key in {*survey.measures, *wanted}:
        counts = survey.measures.get(key, Counter())
        order = sorted((unit for unit in counts if unit), key=lambda unit: (-counts[unit], unit))
        if key in wanted:
            order = [wanted[key], *order]
        targets: list[str] = []
        to = found.setdefault(key, {})
        for unit in order:
            fitting = next((one for one in targets if measure.convert(Decimal(1), unit, one) is not None), None)
            if fitting is None:
                targets.append(unit)
            to.setdefault(unit, fitting or unit)
        to[""] = targets[0] if targets else ""  # a figure that stands without its unit, or is missing with it
    return found


def _ordered(
    cells: Mapping[Column, Mapping[tuple[str, int | None], Cell]],
    names: Sequence[str],
    units: Sequence[str],
    year: int | None,
) -> tuple[Column, ...]:
    """The columns with something to show: those asked for, then known ones, then others, often reported first."""
    expected = set(units)

    def reported(column: Column) -> int:
        return sum(when == year and unit in expected for unit, when in cells[column])

    shown = {column: reported(column) for column in cells}
    return tuple(
        sorted(
            (column for column, count in shown.items() if count or column.asked),
            key=lambda one: (
                names.index(one.indicator) if one.asked else len(names),
                not one.known,
                -shown[one],
                one.indicator,
                one.unit,
            ),
        )
    )
