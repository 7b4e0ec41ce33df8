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
from .names import Names, own_name, plain
from .roster import assign
from .versions import without_versions

_EDGES = " \t_-—－.·、,，()（）[]【】"


def units_of(reports: Sequence[Report], year: int | None) -> tuple[Unit, ...]:
    """The units of ``reports``, by name; laid against them, each of the reports is its unit's.

    A unit is called as most of its texts call it; one that no text names as its file is named.
    """
    lexicon = load("collecting")
    heads = [head(report) for report in reports]
    groups: dict[str, list[Head]] = {}
    for one in heads:
        groups.setdefault(plain(_name(one, lexicon)), []).append(one)
    units: list[Unit] = []
    for _, found in sorted(groups.items()):
        called = Counter(_name(one, lexicon) for one in found)
        name = min(called, key=lambda word: (-called[word], len(word), word))
        units.append(Unit(name=name, aliases=tuple(word for word in sorted(called) if same(word) != same(name))))
    _name_files(units, groups, lexicon)
    return _told_apart(units, groups, year)


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
    text = re.sub(rf"(?:(?:{words})[\s_\-]*)+$", "", text.strip(_EDGES))
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
