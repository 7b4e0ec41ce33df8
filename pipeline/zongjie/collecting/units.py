"""The units that reports are of, with how their texts and files call them: a roster to begin with."""

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from ..lexicon import load
from ..report import Report
from ..settings import Settings, Unit, same
from .heads import Head, head, stem
from .names import Names, own_name, plain, shorter
from .roster import assign
from .versions import without_versions

_COMPARED = 500  # units
_EDGES = " \t_-—－.·、,，()（）[]【】"


def units_of(reports: Sequence[Report], year: int | None) -> tuple[tuple[Unit, ...], dict[str, str]]:
    """The units of ``reports``, by name, and the unit's name by report; laid against them, each of these is its unit's.

    A unit is called as most of its texts call it; one that no text names as its file is named. A name that is another's
    without its place or its ending (民政局 of 云岭县民政局), and no third one's, is an alias of that.
    """
    lexicon = load("collecting")
    heads = [head(report) for report in reports]
    groups: dict[str, list[Head]] = {}
    for one in heads:
        groups.setdefault(plain(_name(one, lexicon)), []).append(one)
    groups = _merged(groups, lexicon["names"])
    units: list[Unit] = []
    for key, found in sorted(groups.items()):
        every = Counter(_name(one, lexicon) for one in found)
        called = {word: count for word, count in every.items() if plain(word) == key}
        name = min(called, key=lambda word: (-called[word], len(word), word))
        units.append(Unit(name=name, aliases=tuple(word for word in sorted(every) if same(word) != same(name))))
    _name_files(units, groups, lexicon)
    owners = {
        one.source: unit.name for unit, (_, found) in zip(units, sorted(groups.items()), strict=True) for one in found
    }
    return _told_apart(units, groups, year), owners


def subject_of(report: Report) -> str:
    """What ``report`` is about beside the unit's work as a whole (党建), by its file or title; "" for nothing."""
    subjects = load("collecting")["kinds"]["subjects"]
    for written in (plain(stem(report.source.name)), plain(report.title or "")):
        if found := next((word for word in subjects if word in written), ""):
            return str(found)
    return ""


def doubtful(units: Sequence[Unit]) -> tuple[tuple[str, str], ...]:
    """Pairs of units that may be one: the shorter name has nothing but characters of the longer one, in its order."""
    names = sorted((unit.name for unit in units[:_COMPARED]), key=lambda name: (len(plain(name)), name))
    return tuple(
        (short, long)
        for index, short in enumerate(names)
        for long in names[index + 1 :]
        if _abridges(plain(short), plain(long))
    )


def _abridges(short: str, long: str) -> bool:
    if len(short) < 2 or len(short) == len(long) or long.startswith(short):
        return False
    at = -1
    for mark in short:
        at = long.find(mark, at + 1)
        if at < 0:
            return False
    return len(long) - at <= 2  # 一中 is 第一中学, and not 第一中心小学


def _merged(groups: Mapping[str, list[Head]], table: Mapping[str, Sequence[str]]) -> dict[str, list[Head]]:
    """``groups``, each whose name is a shorter form of just one other added to that one."""
    owners: dict[str, set[str]] = {}
    for key in groups:
        for form in shorter(key, table):
            owners.setdefault(form, set()).add(key)
    merged: dict[str, list[Head]] = {}
    for key in sorted(groups):
        whole = key
        while len(longer := owners.get(whole, set())) == 1:
            (whole,) = longer
        merged.setdefault(whole, []).extend(groups[key])
    return merged


def _name_files(units: list[Unit], groups: Mapping[str, Sequence[Head]], lexicon: Mapping[str, Any]) -> None:
    """Adds to ``units`` how their files are named, where that is not clear from the names that they have."""
    names = Names(units, lexicon["names"])
    taken = set(groups)
    for index, (_, found) in enumerate(sorted(groups.items())):
        unclear = [stem(one.source) for one in found if names.read(stem(one.source), file=True).units != (index,)]
        words = {word for name in unclear if plain(word := _of_file(name, lexicon))}
        files = tuple(word for word in sorted(words) if plain(word) not in taken)
        taken.update(map(plain, files))
        units[index] = units[index].model_copy(update={"files": files})


def _name(one: Head, lexicon: Mapping[str, Any]) -> str:
    return own_name(one.organization, lexicon["names"]) or _of_file(stem(one.source), lexicon) or stem(one.source)


def _of_file(name: str, lexicon: Mapping[str, Any]) -> str:
    """What is left of a file's name without year, day, version and the words that all summaries bear."""
    text = without_versions(unicodedata.normalize("NFKC", name), lexicon["versions"])
    text = re.sub(r"(?<!\d)20\d\d(?!\d)\s*年?度?", " ", text)
    words = "|".join(sorted(map(re.escape, lexicon["kinds"]["generic"]), key=len, reverse=True))
    subjects = "|".join(sorted(map(re.escape, lexicon["kinds"]["subjects"]), key=len, reverse=True))
    text = re.sub(rf"(?:(?:{words})[\s_\-]*)+$", "", text.strip(_EDGES)).strip(_EDGES)
    text = re.sub(rf"(?<=..)\s*(?:{subjects})$|^(?:{subjects})(?:{words})+[\s_\-(]+", "", text).strip(_EDGES)
    return re.sub(r"\s+", " ", text).strip(_EDGES)


def _told_apart(units: list[Unit], groups: Mapping[str, Sequence[Head]], year: int | None) -> tuple[Unit, ...]:
    """``units`` with whole names of files added where a file would be taken for another unit's."""
    owners = {one.source: index for index, (_, found) in enumerate(sorted(groups.items())) for one in found}
    settings = Settings.model_validate({"year": year, "roster": {"units": [one.model_dump() for one in units]}})
    season = assign([one for found in groups.values() for one in found], settings)
    used = {plain(name) for unit in units for name in (unit.name, *unit.aliases, *unit.files)}
    for submission in season.submissions:
        index = owners[submission.source]
        name = stem(submission.source)
        if submission.unit != units[index].name and plain(name) not in used:
            used.add(plain(name))
            units[index] = units[index].model_copy(update={"files": (*units[index].files, name)})
    return tuple(units)
