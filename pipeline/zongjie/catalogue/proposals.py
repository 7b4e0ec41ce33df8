"""Wordings that may mean the same: proposed to whoever writes a profile, never merged.

Near-linear: only wordings that share a rare pair of characters are compared.
"""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from ..lexicon import load
from .matching import Catalogue, clean, compiled

_LIKE = 0.7  # Dice of the pairs of characters, from which two wordings look alike
_COMMON = 40  # wordings that share a pair of characters; a pair in more of them tells nothing
_LONGEST = 30
_NUMERALS = frozenset("0123456789一二三四五六七八九十百千甲乙丙丁ⅠⅡⅢ")


class Near(NamedTuple):
    """Two wordings in ``unit`` that look alike, ``score`` in (0, 1]; ``known``: the catalogue has ``second``."""

    first: str
    second: str
    unit: str
    score: float
    known: bool


def near(
    wordings: Iterable[tuple[str | None, str]],
    catalogue: Catalogue | None = None,
    overrides: Mapping[str, Any] | None = None,
) -> list[Near]:
    """Pairs of unknown wordings (each with its unit) that look alike, or one with a wording of the catalogue.

    The likest first, then in the order of the words.
    """
    catalogue = catalogue or compiled(overrides)
    words = load("modifiers", overrides)
    opposed = [(word, word) for word in words["apart"]] + [(left, right) for left, right in words["opposed"]]
    found: list[Near] = []
    by_unit: dict[str, set[str]] = {}
    for wording, unit in wordings:
        if wording and len(wording) <= _LONGEST and len(clean(wording)) > 2 and not catalogue.match(wording, unit):
            by_unit.setdefault(unit, set()).add(clean(wording))
    known = sorted(catalogue.rows)
    for unit in sorted(by_unit):
        unknown = sorted(by_unit[unit])
        found += _alike(unknown, [word for word in known if catalogue.takes(word, unit)], unit, opposed)
    return sorted(found, key=lambda one: (-one.score, one.unit, one.first, one.second))


def _alike(unknown: list[str], known: list[str], unit: str, opposed: list[tuple[str, str]]) -> Iterable[Near]:
    """The pairs of one unit; of two unknown wordings the first in order comes first."""
    words = [*unknown, *known]
    grams = [_pairs(word) for word in words]
    holders: dict[str, list[int]] = {}
    for index, own in enumerate(grams):
        for gram in sorted(own):
            holders.setdefault(gram, []).append(index)
    for index in range(len(unknown)):
        others = {
            other for gram in grams[index] if len(holders[gram]) <= _COMMON for other in holders[gram] if other > index
        }
        for other in sorted(others):
            score = 2 * len(grams[index] & grams[other]) / (len(grams[index]) + len(grams[other]))
            if score >= _LIKE and not _differ(words[index], words[other], opposed):
                yield Near(words[index], words[other], unit, round(score, 2), other >= len(unknown))


def _pairs(word: str) -> frozenset[str]:
    return frozenset(word[at : at + 2] for at in range(len(word) - 1))


def _differ(one: str, two: str, opposed: list[tuple[str, str]]) -> bool:
    """Whether two wordings say different things although they look alike: 一级 and 二级, 收入 and 支出, 未 in one."""
    if (set(one) ^ set(two)) & _NUMERALS:
        return True
    # Of a pair one wording has the one, and the other wording does not; of a word with itself only one has it.
    return any(
        left in one and right in two and right not in one or right in one and left in two and left not in one
        if left != right
        else (left in one) != (left in two)
        for left, right in opposed
    )
