"""Which of the documents that each unit owes a document is, and which year it is about."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ..language.patterns import any_of
from ..settings import Demanded
from .heads import Head, folders, stem
from .names import Names, plain
from .versions import years

_BREAKS = re.compile(r"\s+|[—―–]{2,}")  # between a motto and what a title calls its document
_YEARS = re.compile(r"(?<!\d)20\d\d(?!\d)")


class Kinds:
    """The documents that a collection asks for; ``generic`` are words that tell none from the others."""

    def __init__(self, documents: Sequence[Demanded], generic: Sequence[str]) -> None:
        self.names = tuple(one.name for one in documents) or ("",)
        self._generic = any_of(_longest_first(generic))
        self._words = [
            (
                [plain(one.name)],
                [rest for word in (one.name, *one.words) if (rest := self._rest(word))],
                [plain(word) for word in one.words],
            )
            for one in documents
        ]

    def _rest(self, word: str) -> str:
        return self._generic.sub("", plain(word))

    def of(self, head: Head, shared: int) -> str | None:
        """The name of the document that ``head`` is; None if nothing tells.

        Looked for in the file's name, its folders below the ``shared`` ones and the title, in this order: a whole name
        before what sets one apart (党建 of 党建工作总结) before words that any may hold (工作总结); of several the
        longest (工作总结 stands in 党建工作总结 too), then the first in the profile. A demanded document that nothing
        sets apart is what no other is.
        """
        if len(self.names) == 1:
            return self.names[0]
        wordings = [plain(one) for one in (stem(head.source), *folders(head.source)[shared:][::-1], head.title or "")]
        for rank in range(3):
            for wording in wordings:
                there = [
                    (max(len(word) for word in found), name)
                    for name, words in zip(self.names, self._words, strict=True)
                    if (found := [word for word in words[rank] if word in wording])
                ]
                if there:
                    return max(there, key=lambda one: one[0])[1]
        return next((name for name, words in zip(self.names, self._words, strict=True) if not words[1]), None)


class Subjects:
    """Tells documents of one unit apart where no profile does; ``table`` is ``kinds`` of ``collecting``."""

    def __init__(self, table: Mapping[str, Any], names: Names) -> None:
        self._names, self._alike, self._reports = names, table["alike"], table["reports"]
        after = any_of(_longest_first((*table["bodies"], *table["slogans"])))
        self._subjects = any_of(_longest_first((*table["subjects"], *table["also"])), f"(?!{after.pattern})")
        ahead = any_of(_longest_first(table["ahead"]))
        self._periods = any_of(table["periods"], f"(?!{ahead.pattern})")
        self._plans = any_of(_longest_first(table["plans"]))

    def of(self, head: Head, shared: int) -> str:
        """What ``head`` is about beside its unit's work in the year as a whole: 党建, 半年, 半年党建; "" for nothing.

        Of the file's name, its folders below the ``shared`` ones and the title the first that says so counts, without
        the names of units (a file of 审计局 is not about 审计).
        """
        title = head.title or ""
        titled = [part for part in _BREAKS.split(title) if any(word in part for word in self._reports)]
        named = (stem(head.source), *folders(head.source)[shared:][::-1], " ".join(titled) or title)
        wordings = [self._names.without(one) for one in named]
        periods = next((found for one in wordings if (found := self._periods.findall(one))), [])
        subjects = next((found for one in wordings if (found := self._subjects.findall(one))), [])
        called = next((one for one in wordings if one.strip() and self._plans.search(one)), "")
        plan = "计划" if called and not any(word in one for one in wordings for word in self._reports) else ""
        return "".join((*self._same(periods[:1]), "、".join(sorted(self._same(subjects))), plan))

    def _same(self, words: Iterable[str]) -> set[str]:
        return {self._alike.get(one, one) for one in words}


def _longest_first(words: Iterable[str]) -> list[str]:
    """Expressions for ``words``."""
    return sorted(map(re.escape, map(plain, words)), key=len, reverse=True)


def year_of(head: Head, shared: int, demanded: int | None, ahead: Sequence[str]) -> int | None:
    """The year that ``head`` sums up in the collection about ``demanded``.

    The demanded one where the file's name, a folder or the title says so or none says anything; else the one that the
    first of them says. ``ahead`` are the words after a year that is only looked ahead to.
    """
    names = (stem(head.source), *folders(head.source)[shared:][::-1])
    named = next((year for name in names if (year := _year(name, ahead, demanded))), None)
    if demanded is None:
        return named or head.year
    titled = head.year if _YEARS.search(plain(head.title or "")) else None
    if demanded in (named, titled) or (named is None and titled is None):
        return demanded
    if named == demanded + 1 and head.year in (demanded, demanded - 1):
        return head.year  # a file that is called by the year in which it was handed in
    return named or titled


def _year(name: str, ahead: Sequence[str], demanded: int | None) -> int | None:
    """The year that the name of a file or folder says, of several the demanded one, else the last."""
    found = years(name)
    if len(found) > 1:
        words = "|".join(map(re.escape, ahead))
        behind = [one for one in found if not re.search(rf"{one}\s*年?度?(?:{words})", name)]
        found = behind or found
    return demanded if demanded in found else max(found, default=None)
