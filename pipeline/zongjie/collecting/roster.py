"""Who has submitted what: documents laid against the roster of a collection."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from ..lexicon import load
from ..season import Absence, Around, Season, Submission
from ..settings import Settings, Unit
from .heads import Head, head, root, stem
from .kinds import Kinds, Subjects, year_of
from .names import Names, own_name, plain
from .owners import owner
from .versions import Version, Versions

__all__ = ["Head", "around", "assign", "head"]

_FINAL = 3  # the rank of a final version


class _Found(NamedTuple):
    """A document with what its head tells."""

    head: Head
    unit: str | None
    kind: str
    year: int | None
    version: Version
    note: str


def assign(heads: Iterable[Head], settings: Settings, *, ties: bool = False) -> Season:
    """The season that ``heads`` make up; the same whatever their order.

    What the profile's ``documents`` do not tell apart is of the kind that its name says (党建, 半年; "" where it says
    none). Of several submissions of one unit, kind and year the latest counts: a final version before a revised one
    before one that says nothing before a draft, then the higher number, the later day in the name, the higher number of
    a copy. A document whose unit is not known counts for itself. Without a roster the units are those that the
    documents name, and nobody is absent; without ``documents`` a unit owes one document of any kind.
    Of documents that nothing tells apart but their names the last counts, with ``ties`` each.
    """
    ordered = sorted(heads, key=lambda one: (one.source, one.sha256))
    lexicon = load("collecting", settings.lexicon)
    shared = root(one.source for one in ordered)
    kinds = Kinds(settings.documents, lexicon["kinds"]["generic"])
    versions = Versions(lexicon["versions"])
    units = settings.roster.units
    table = lexicon["names"]
    owners = _by_roster(ordered, units, Names(units, table), shared) if units else _by_organization(ordered, table)
    called = units or tuple(Unit(name=name) for name in dict.fromkeys(unit for unit, _ in owners if unit))
    subjects = Subjects(lexicon["kinds"], Names(called, table))
    found: list[_Found] = []
    for one, (unit, said) in zip(ordered, owners, strict=True):
        kind, year = kinds.of(one, shared), year_of(one, shared, settings.year, lexicon["kinds"]["ahead"])
        notes = [said] if said else []
        if kind is None:
            notes.append(f"看不出是{'、'.join(kinds.names)}中的哪一种")
        if settings.year is not None and year not in (settings.year, settings.year - 1):
            notes.append(f"写的是 {year} 年，这次收的是 {settings.year} 年")
        version = versions.read(stem(one.source), settings.year)
        found.append(_Found(one, unit, kind or subjects.of(one, shared), year, version, "；".join(notes)))
    year = settings.year if settings.year is not None else _usual(one.year for one in found)
    submissions = tuple(_submissions(found, ties))
    named = tuple(unit.name for unit in units) or tuple(dict.fromkeys(one.unit for one in found if one.unit))
    demanded = [one.name for one in settings.documents]
    absences = _absences(named, demanded, year, submissions) if units else ()
    return Season(year, named, submissions, absences)


def around(season: Season, submission: Submission, settings: Settings) -> Around:
    """What the season tells of ``submission``; ``others`` is empty where its unit is not known."""
    if submission.unit is None:
        return Around(year=submission.year)
    units = settings.roster.units or tuple(Unit(name=name) for name in season.units)
    others = [name for unit in units if unit.name != submission.unit for name in (unit.name, *unit.aliases)]
    return Around(unit=submission.unit, year=submission.year, others=tuple(dict.fromkeys(others)))


def _by_roster(heads: Sequence[Head], units: Sequence[Unit], names: Names, shared: int) -> list[tuple[str | None, str]]:
    owners = [owner(one, names, units, shared) for one in heads]
    return [(None if unit is None else units[unit].name, note) for unit, note in owners]


def _by_organization(heads: Sequence[Head], table: Mapping[str, Sequence[str]]) -> list[tuple[str | None, str]]:
    """The organizations of the texts; of several ways to write one (第一支部, 第1支部) the first."""
    called: dict[str, str] = {}
    return [
        (called.setdefault(plain(name), name) if (name := own_name(one.organization, table)) else None, "")
        for one in heads
    ]


def _usual(years: Iterable[int | None]) -> int | None:
    """The year that most documents are about, of several the latest."""
    counted = Counter(year for year in years if year is not None)
    return max(counted, key=lambda year: (counted[year], year), default=None)


def _submissions(found: Sequence[_Found], ties: bool) -> Iterable[Submission]:
    """The submissions in the order of ``found``; of each unit, kind and year one counts (``ties``: and its equals)."""
    groups: dict[tuple[object, ...], list[_Found]] = {}
    for number, one in enumerate(found):
        # Not known whose: it stands for itself.
        key = (one.unit, one.kind, one.year) if one.unit is not None else (None, number)
        groups.setdefault(key, []).append(one)
    best: dict[int, _Found] = {}
    tied: dict[int, str] = {}
    for group in groups.values():
        counting = _best(group)
        equals = {one.head.sha256: one for one in group if ties and _equals(one, counting)}  # of the same file one
        for one in group:
            best[id(one)] = equals[one.head.sha256] if ties and _equals(one, counting) else counting
        tied[id(counting)] = "" if ties else _tied(group, counting)
    twins = _twins(found)
    for one in found:
        counting = best[id(one)]
        notes = [one.note]
        if one is not counting:
            notes.append(_why(one, counting))
        elif tied.get(id(one)):
            notes.append(f"与“{tied[id(one)]}”分不出先后，按文件名的次序取这一份")
        if one.head.sha256 in twins and one is counting:
            notes.append(_twin(one, twins[one.head.sha256]))
        yield Submission(
            source=one.head.source,
            sha256=one.head.sha256,
            unit=one.unit,
            kind=one.kind,
            year=one.year,
            version=one.version.label,
            counts=one is counting,
            note="；".join(note for note in notes if note),
        )


def _best(group: Sequence[_Found]) -> _Found:
    return max(group, key=lambda one: (one.version.key, one.head.source))


def _tied(group: Sequence[_Found], best: _Found) -> str:
    """The name of the file that might as well count as the best of ``group``; "" if there is none."""
    for one in reversed(group):
        if _equals(one, best):
            return _name(one)
    return ""


def _equals(one: _Found, best: _Found) -> bool:
    """Whether ``one`` is another file that might as well count as ``best``."""
    return one is not best and one.version.key == best.version.key and one.head.sha256 != best.head.sha256


def _why(one: _Found, counting: _Found) -> str:
    """Why ``one`` does not count beside ``counting``."""
    name = _name(counting)
    if one.head.sha256 and one.head.sha256 == counting.head.sha256:
        return f"与“{name}”完全相同，以那一份为准"
    (ranks, day, _), (others, other_day, _) = one.version.key, counting.version.key
    if ranks != others:
        final = "终稿" if others[0][0] == _FINAL else "较新的一稿"
        return f"以{counting.version.label or final}“{name}”为准"
    if day != other_day:
        return f"以日期较晚的“{name}”为准"
    if one.version.key != counting.version.key:
        return f"以后存的一份“{name}”为准"
    return f"与“{name}”分不出先后，按文件名的次序取那一份"


def _twins(found: Sequence[_Found]) -> dict[str, list[_Found]]:
    """The documents of different units (or of none) that are the same file, by digest."""
    by_digest: dict[str, list[_Found]] = {}
    for one in found:
        if one.head.sha256:
            by_digest.setdefault(one.head.sha256, []).append(one)
    return {
        digest: same
        for digest, same in by_digest.items()
        if len(same) > 1 and (len({one.unit for one in same}) > 1 or same[0].unit is None)
    }


def _twin(one: _Found, same: Sequence[_Found]) -> str:
    other = next((each for each in same if each is not one and (each.unit is None or each.unit != one.unit)), None)
    if other is None:
        return ""
    whose = f"“{other.unit}”的" if other.unit else ""
    return f"与{whose}“{_name(other)}”是同一个文件"


def _name(one: _Found) -> str:
    return one.head.source.replace("\\", "/").rsplit("/", 1)[-1]


def _absences(
    units: Sequence[str], kinds: Sequence[str], year: int | None, submissions: Iterable[Submission]
) -> tuple[Absence, ...]:
    """What units owe and have not handed in; a document of no known year counts for this one.

    Without ``kinds`` it is one document of any kind.
    """
    counting = [one for one in submissions if one.counts and one.year in (None, year)]
    there = {(one.unit, one.kind if kinds else "") for one in counting}
    return tuple(Absence(unit, kind, year) for unit in units for kind in kinds or ("",) if (unit, kind) not in there)
