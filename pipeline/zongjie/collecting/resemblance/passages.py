"""What two reports have in common, exactly: like sentences are matched, and those that follow one another are one
passage."""

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .shingles import SIZE, Numbers, Sketch

_NEAR = 2  # sentences that may stand between, or be looked at beside, what is matched
_ALIKE = 0.5  # share of the shingles that two sentences, or passages, must have in common
_EVIDENCE = 24  # shingles in common that few units have: some thirty characters in a row
_COUNTS = 2**10, 2**27  # cells of a table of counts, at the least and at the most


class Passage(NamedTuple):
    """Sentences ``one`` (from, to before) of a report that stand as ``other`` in another; ``likeness`` is 0 to 1."""

    one: tuple[int, int]
    other: tuple[int, int]
    likeness: float


class Rarity:
    """How many units have each shingle; what many have is common wording, and no evidence.

    Shingles share cells of a table, some four cells to a shingle, so a few count as more common than they are.
    """

    def __init__(self, sketches: Iterable[Iterable[Sketch]], total: int, limit: int) -> None:
        """``sketches`` are the sketches by unit, ``total`` the number of their shingles; rare is below ``limit``."""
        cells = min(max(4 * total, _COUNTS[0]), _COUNTS[1])
        self._mask = np.uint32(2 ** (cells - 1).bit_length() - 1)
        self._limit = limit
        self._counts = np.zeros(int(self._mask) + 1, np.uint8)
        for of_unit in sketches:
            there = np.unique(np.concatenate([one.shingles for one in of_unit]) & self._mask)
            self._counts[there] += self._counts[there] < limit

    def evidence(self, shingles: Numbers) -> int:
        """How many of ``shingles`` few units have."""
        return int(np.count_nonzero(self._counts[shingles & self._mask] < self._limit))


def passages(one: Sketch, other: Sketch, pieces: NDArray[np.int64], rarity: Rarity) -> list[Passage]:
    """The passages that two reports have in common, in the order of ``one``; none is shorter than evidence is.

    ``pieces`` are rows of (piece of ``one``, piece of ``other``) that may be alike; their neighbours are looked at as
    well.
    """
    mine = _sentences(one, pieces[:, 0])
    theirs = _sentences(other, pieces[:, 1])
    found = []
    for chain in _chains(_matches(one, mine, other, theirs)):
        (first, start), (last, end) = chain[0], chain[-1]
        passage = _judged(one, (first, last + 1), other, (start, end + 1), rarity)
        if passage:
            found.append(passage)
    return found


def likeness(one: Sketch, other: Sketch) -> float:
    """The share of the shingles of two whole reports that both have."""
    shared, most = _shared(np.unique(one.shingles), np.unique(other.shingles))
    return len(shared) / most


def _shared(one: Numbers, other: Numbers) -> tuple[Numbers, int]:
    shared = np.intersect1d(one, other, assume_unique=True)
    return shared, max(1, len(one) + len(other) - len(shared))


def _sentences(sketch: Sketch, pieces: NDArray[np.int64]) -> list[int]:
    """The sentences of ``pieces`` and those beside them, in order."""
    found: set[int] = set()
    for first, last in zip(sketch.firsts[pieces].tolist(), sketch.lasts[pieces].tolist(), strict=True):
        found.update(range(max(0, first - _NEAR), min(len(sketch.starts), last + _NEAR)))
    return sorted(found)


def _of(sketch: Sketch, first: int, last: int) -> Numbers:
    """The shingles of the sentences from ``first`` to before ``last``."""
    return sketch.shingles[sketch.at[first] : max(sketch.at[first], sketch.at[last] - SIZE + 1)]


def _matches(one: Sketch, mine: list[int], other: Sketch, theirs: list[int]) -> list[tuple[int, int]]:
    """For each sentence of ``one`` that has its like in ``other``, which; of several the one that goes on best."""
    places: dict[int, list[int]] = {}
    sizes: dict[int, int] = {}
    for sentence in theirs:
        shingles = set(_of(other, sentence, sentence + 1).tolist())
        sizes[sentence] = len(shingles)
        for shingle in shingles:
            where = places.setdefault(shingle, [])
            if len(where) < 8:  # a form repeated a thousand times in one report tells no more than eight do
                where.append(sentence)
    found: list[tuple[int, int]] = []
    for sentence in mine:
        shingles = set(_of(one, sentence, sentence + 1).tolist())
        counts = Counter(place for shingle in shingles for place in places.get(shingle, ()))
        fitting = [
            (place, count) for place, count in counts.items() if count >= _ALIKE * min(len(shingles), sizes[place])
        ]
        if fitting:
            follows = found[-1][1] + 1 if found else 0
            found.append((sentence, min(fitting, key=lambda it: (-it[1], abs(it[0] - follows), it[0]))[0]))
    return found


def _chains(matches: list[tuple[int, int]]) -> list[list[tuple[int, int]]]:
    """Matches that follow one another in both reports, with at most one sentence between them."""
    chains: list[list[tuple[int, int]]] = []
    for mine, theirs in matches:
        if chains and mine - chains[-1][-1][0] <= _NEAR and 0 <= theirs - chains[-1][-1][1] <= _NEAR:
            chains[-1].append((mine, theirs))
        else:
            chains.append([(mine, theirs)])
    return chains


def _judged(
    one: Sketch, mine: tuple[int, int], other: Sketch, theirs: tuple[int, int], rarity: Rarity
) -> Passage | None:
    shared, most = _shared(np.unique(_of(one, *mine)), np.unique(_of(other, *theirs)))
    if len(shared) < _ALIKE * most or rarity.evidence(shared) < _EVIDENCE:
        return None
    return Passage(mine, theirs, len(shared) / most)
