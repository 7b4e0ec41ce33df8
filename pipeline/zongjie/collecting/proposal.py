"""A profile proposed from good reports: what all of them have, and ranges that all of them keep."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import NamedTuple, get_args

from ..language.demands import Demands, figures, is_reported, is_share, plain, size, wrongly_measured
from ..language.units import units as known_units
from ..report import Metric, Report
from ..settings import Demanded, Indicator, Lengths, Role, Roster, Sections, Settings
from .alike import Alike, alike
from .units import doubtful, subject_of, units_of

_ROLES: tuple[Role, ...] = tuple(role for role in get_args(Role) if role != "closing")
_MOST = 0.8  # of the reports: what so many have is worth a remark
_USUAL = 0.5  # of the reports: what so many report is an indicator of the collection
_INDICATORS = 60  # at most, the commonest
_SYNONYMS = 8  # of one indicator at most
_WORDING = 16  # characters of the name of an indicator at most
_SEVERAL = 1 / 3  # of the units: so many have to hand in a kind of document for it to be one that is asked for
_FEW = 3  # fewer reports do not tell what all have to report
_MANY = 5  # so many tell a range well: a figure may be so many times as small or large again
_NARROW, _WIDE = 3, 10
_LENGTH = Decimal("0.6")  # of the shortest report
_PERCENT = Decimal(100)


class Share(NamedTuple):
    """How many reports have something, and the paths of those that have not; ``seen`` are its least and most."""

    having: int
    without: tuple[str, ...] = ()
    seen: tuple[Decimal, Decimal] | None = None


class Proposal(NamedTuple):
    """A profile with what it was read from: ``total`` reports, and of each role and each indicator how many have it.

    ``roles`` has those of at least four fifths. ``kinds`` are the documents that units hand in with how many units have
    them, where these are several; ``several`` says that a unit has more than one report of a kind.
    ``doubtful`` are units that may be the same, ``like`` the wordings that look like an indicator, by its name, and
    ``pairs`` of them that look alike and are no indicator's.
    """

    settings: Settings
    total: int
    roles: dict[Role, Share]
    indicators: tuple[Share, ...]
    several: bool
    kinds: tuple[tuple[Demanded, int], ...] = ()
    doubtful: tuple[tuple[str, str], ...] = ()
    like: Mapping[str, tuple[Alike, ...]] = {}
    pairs: tuple[Alike, ...] = ()


def propose(reports: Sequence[Report], year: int | None = None, share: float = 1) -> Proposal:
    """The profile that ``reports`` keep, about ``year`` (None: the one that most of them are about).

    A section or an indicator is required that a part of at least ``share`` of the reports has; with 1 the reports
    themselves have none of the faults that the profile's own demands are about.
    """
    ordered = sorted(reports, key=lambda one: one.source.name)
    if year is None:
        years = Counter(one.year for one in ordered if one.year is not None)
        year = max(years, key=lambda one: (years[one], one), default=None)
    roles = {role: _having(ordered, role) for role in _ROLES}
    required = tuple(role for role, found in roles.items() if found.having and found.having >= share * len(ordered))
    indicators, shares = _indicators(ordered, share)
    units, owners = units_of(ordered, year)
    kinds, several = _kinds(ordered, owners)
    settings = Settings(
        year=year,
        sections=Sections(required=required),
        lengths=_lengths(ordered, required),
        roster=Roster(units=units),
        documents=tuple(one for one, _ in kinds),
        indicators=indicators,
    )
    common = {role: found for role, found in roles.items() if found.having >= _MOST * len(ordered)}
    like, pairs = alike(ordered, indicators, _least(ordered))
    return Proposal(settings, len(ordered), common, shares, several, kinds, doubtful(units), like, pairs)


def _kinds(reports: Sequence[Report], owners: Mapping[str, str]) -> tuple[tuple[tuple[Demanded, int], ...], bool]:
    """The documents that units hand in, if a third of the units have more than one kind; and whether any has several.

    What a kind is called is what its files or titles say beside the year and the words that all summaries bear.
    """
    found: dict[str, Counter[str]] = {}
    for report in reports:
        subject = subject_of(report)
        found.setdefault(subject, Counter())[owners[report.source.name]] += 1
    shares = Counter(unit for units in found.values() for unit in units)
    several = any(count > 1 for units in found.values() for count in units.values())
    if sum(count > 1 for count in shares.values()) < _SEVERAL * len(shares):
        return (), several
    usual = sorted(found, key=lambda one: (-len(found[one]), one))
    kinds = tuple(
        (Demanded(name=f"{subject or '年度'}工作总结", words=(subject,) if subject else ()), len(found[subject]))
        for subject in usual
        if len(found[subject]) >= _SEVERAL * len(shares)
    )
    return (kinds if len(kinds) > 1 else ()), several


def _having(reports: Sequence[Report], role: Role) -> Share:
    without = tuple(one.source.name for one in reports if all(part.role != role for part in one.sections))
    return Share(len(reports) - len(without), without)


def _lengths(reports: Sequence[Report], required: Sequence[Role]) -> Lengths:
    """Somewhat less than the shortest report has, and than the shortest section of each required role."""
    sections: dict[Role, int] = {}
    for role in required:
        found = [
            sum(size(report.text[part.start : part.end]) for part in parts)
            for report in reports
            if (parts := [part for part in report.sections if part.role == role])
        ]
        least = _rounded(min(found), 50)
        if least:
            sections[role] = least
    return Lengths(document=_rounded(min(size(one.text) for one in reports), 100), sections=sections)


def _rounded(length: int, step: int) -> int:
    return int(length * _LENGTH) // step * step


def _indicators(reports: Sequence[Report], share: float) -> tuple[tuple[Indicator, ...], tuple[Share, ...]]:
    """The indicators that at least half of the reports have, the commonest first, with how many have each."""
    groups: dict[str, list[tuple[int, Metric]]] = {}
    for number, report in enumerate(reports):
        for at, metric in enumerate(report.metrics):
            grows = metric.change is not None and metric.change.by == at
            if metric.indicator and metric.kind == "actual" and not grows:
                groups.setdefault(metric.canonical or plain(metric.indicator), []).append((number, metric))
    least = _least(reports)
    counted = [(len({number for number, _ in found}), key) for key, found in groups.items()]
    common = sorted((-count, key) for count, key in counted if count >= least)[:_INDICATORS]
    taken: set[str] = set()
    drafts = [one for _, key in common if (one := _draft([metric for _, metric in groups[key]], taken))]
    return _held([one for one in drafts if one], reports, share)


def _least(reports: Sequence[Report]) -> float:
    """In how many reports an indicator of the collection is at least."""
    return max(_USUAL * len(reports), min(2, len(reports)))


def _draft(metrics: Sequence[Metric], taken: set[str]) -> Indicator | None:
    """The indicator that ``metrics`` are about, its words added to ``taken``; None if it has no short name."""
    wordings = Counter(one.indicator or "" for one in metrics)
    ordered = sorted(wordings, key=lambda word: (-wordings[word], len(word), word))
    canonical = metrics[0].canonical
    fitting = [word for word in ordered if len(word) <= _WORDING and plain(word) not in taken]
    if canonical is None and not fitting:
        return None
    name = canonical or fitting[0]
    if plain(name) in taken:
        return None
    others: dict[str, str] = {}
    for word in fitting:  # of wordings that only differ by words that add nothing (共, 合计) the commonest
        if plain(word) != plain(name):
            others.setdefault(plain(word), word)
    synonyms = tuple(others.values())[:_SYNONYMS]
    taken.update(plain(word) for word in (name, *synonyms))
    counts = [one for one in metrics if one.unit and not is_share(one.unit)] or [one for one in metrics if one.unit]
    units = Counter(one.unit_text for one in counts)
    unit = min(units, key=lambda one: (-units[one], one), default="")
    return Indicator(name=name, synonyms=synonyms, unit=unit)


def _held(
    drafts: Sequence[Indicator], reports: Sequence[Report], share: float
) -> tuple[tuple[Indicator, ...], tuple[Share, ...]]:
    """``drafts`` with ranges that all reports keep and required where they have them, and how many have each.

    An indicator that one of them measures in another unit is left without one.
    """
    dimension = known_units().dimension
    known = Demands(drafts, dimension)
    found = [figures(report.metrics, known) for report in reports]
    mixed = {at for told in found for at, those in told.items() if wrongly_measured(those, known, at)}
    known = Demands(
        [one.model_copy(update={"unit": ""}) if at in mixed else one for at, one in enumerate(drafts)], dimension
    )
    found = [figures(report.metrics, known) for report in reports]
    result: list[Indicator] = []
    shares: list[Share] = []
    for at, one in enumerate(known.indicators):
        told = [those.get(at, []) for those in found]
        has = [is_reported(those, known, at) for those in told]
        without = tuple(report.source.name for report, there in zip(reports, has, strict=True) if not there)
        changed: dict[str, object] = {}
        if len(reports) >= _FEW and has.count(True) >= share * len(reports):
            changed["required"] = True
        values = [figure.value for those in told for figure in those if figure.value is not None]
        if one.unit and values:
            least, most = _range(values, one.unit, len(reports))
            changed |= {"minimum": least or None, "maximum": most}  # below 0 there is nothing to look for
        result.append(one.model_copy(update=changed))
        shares.append(Share(has.count(True), without, (min(values), max(values)) if one.unit and values else None))
    return tuple(result), tuple(shares)


def _range(values: Iterable[Decimal], unit: str, reports: int) -> tuple[float, float]:
    """A range with room around ``values``; shares that are all within 100 stay there."""
    found = list(values)
    margin = _NARROW if reports >= _MANY else _WIDE
    least, most = _short(min(found) / margin, ROUND_FLOOR), _short(max(found) * margin, ROUND_CEILING)
    if min(found) < 0:
        least = _short(min(found) * margin, ROUND_FLOOR)
    if all(one == one.to_integral_value() for one in found):
        least, most = least.to_integral_value(ROUND_FLOOR), most.to_integral_value(ROUND_CEILING)
    if unit in ("%", "％") and max(found) <= _PERCENT:
        most = min(most, _PERCENT)
    return float(least), float(most)


def _short(number: Decimal, rounding: str) -> Decimal:
    """``number`` with two digits that count."""
    if not number:
        return number
    return number.quantize(Decimal(1).scaleb(number.adjusted() - 1), rounding=rounding)
