"""What the name of a file tells of its version, the day it was handed in and the year it is about."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from .names import plain

_NUMBER = r"[\s_(第-]*(?:(?P<n>[0-9]{1,2}|[一二三四五六七八九十]{1,3})(?![0-9.\-/年月]))?"
_NEEDED = r"(?P<n>[0-9]{1,2}|[一二三四五六七八九十]{1,3})(?![0-9.\-/年月])"
_EDGES = {"{N}": _NUMBER, "{C}": _NEEDED, "{E}": r"(?<![^\W_0-9])", "{F}": r"(?![^\W_0-9])"}
_RANKS = {"draft": 0, "revised": 2, "final": 3}
_PLAIN = 1

_Y, _M, _D = r"(20\d\d)", r"(0?[1-9]|1[0-2])", r"(0?[1-9]|[12]\d|3[01])"
_DATES = (
    re.compile(r"(?<!\d)(20\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?!\d)"),
    re.compile(rf"(?<!\d){_Y}[.\-_/年]{_M}[.\-_/月]{_D}(?!\d)日?"),
    re.compile(r"(?<!\d)(2\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?!\d)"),
    re.compile(rf"(?<![\d.])(){_M}[.月]{_D}(?![\d.])日?"),
    re.compile(r"(?<!\d)()(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?!\d)"),
)
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)(?!\s*年\s*\d{1,2}\s*月)")
_HANDED_IN_NEXT_YEAR = 4  # months before April are those after the year that is summed up


class Version(NamedTuple):
    """Which version a file is; ``label`` is how its name says so, and of two the greater ``key`` counts.

    ``key`` has the ranks and numbers of its words, then the day and the number of the copy.
    """

    label: str
    key: tuple[tuple[tuple[int, int], ...], tuple[int, int, int], int]


class Versions:
    """Reads the names of files; ``table`` is ``versions`` of the lexicon's table ``collecting``."""

    def __init__(self, table: Mapping[str, Sequence[str]]) -> None:
        self._words = {rank: [_compiled(one) for one in table[name]] for name, rank in _RANKS.items()}
        self._copies = [_compiled(one) for one in table["copies"]]

    def read(self, stem: str, year: int | None = None) -> Version:
        """The version of the file whose name without extension is ``stem``, in the collection about ``year``."""
        name = unicodedata.normalize("NFKC", stem).casefold().strip()
        copy = 0
        for pattern in self._copies:
            if found := pattern.search(name):
                copy = max(copy, _number(found) or 1)
                name = name[: found.start()] + " " + name[found.end() :]
        words: dict[int, tuple[int, int, str]] = {}
        for rank, patterns in self._words.items():
            matches = [match for pattern in patterns for match in pattern.finditer(name)]
            if matches:
                best = max(matches, key=lambda match: (_number(match), -match.start()))
                words[rank] = (best.start(), _number(best), best.group().strip(" _()-"))
        label = "".join(text for _, _, text in sorted(words.values()))
        ranks = tuple((rank, words[rank][1]) for rank in sorted(words, reverse=True)) or ((_PLAIN, 0),)
        return Version(label, (ranks, _day(name, year), copy))


def _compiled(written: str) -> re.Pattern[str]:
    for name, expression in _EDGES.items():
        written = written.replace(name, expression)
    return re.compile(written)


def _number(match: re.Match[str]) -> int:
    found = match.groupdict().get("n")
    return int(plain(found)) if found else 0


def _day(name: str, year: int | None) -> tuple[int, int, int]:
    """The latest day in a file's name; one without a year is after the year summed up if it is early in a year."""
    found = [(0, 0, 0)]
    for pattern in _DATES:
        for match in pattern.finditer(name):
            month, day = int(match[2]), int(match[3])
            written = int(match[1]) + (2000 if len(match[1]) == 2 else 0) if match[1] else 0
            found.append((written or (year or 0) + (month < _HANDED_IN_NEXT_YEAR), month, day))
        name = pattern.sub(" ", name)
    return max(found)


def without_versions(name: str, table: Mapping[str, Sequence[str]]) -> str:
    """The name of a file without the words of versions and copies, and without days."""
    for words in table.values():
        for pattern in map(_compiled, words):
            name = pattern.sub(" ", name)
    for pattern in _DATES:
        name = pattern.sub(" ", name)
    return name


def years(name: str) -> list[int]:
    """The years that the name of a file or folder tells, those of the days in it left out."""
    name = unicodedata.normalize("NFKC", name)
    for pattern in _DATES[:2]:
        name = pattern.sub(" ", name)
    return [int(one) for one in _YEAR.findall(name)]
