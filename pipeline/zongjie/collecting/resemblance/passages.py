"""What two reports have in common, exactly: like sentences are matched, and those that follow one another are one
passage."""

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple, SupportsIndex

import numpy as np
from numpy.typing import NDArray

from .shingles import SIZE, Numbers, Sketch, distinct, plain, shingles_of

_NEAR = 2  # sentences that may stand between, or be looked at beside, what is matched
_ALIKE = 0.5  # share of the shingles that two sentences, or passages, must have in common
_EVIDENCE = 24  # shingles in common that few units have: some thirty characters in a row
_HINT = 12  # of these, how many a piece must have to be looked at
_BITS = 10, 26  # of the number of cells in a table of counts, at the least and at the most


Marked = NDArray[np.bool_]
Match = tuple[int, int]
Reach = tuple[int, int]


class Passage(NamedTuple):
    """Sentences ``one`` (from, to before) of a report that stand as ``other`` in another; ``likeness`` is 0 to 1."""

    one: tuple[int, int]
    other: tuple[int, int]
    likeness: float


class Rarity:
    """How many have each shingle: what many have is common wording, what one has is nobody's copy.

    Counts stand in two tables in which shingles may share a cell; the lesser of the two is seldom too high.
    """

    def __init__(self, sketches: Iterable[Iterable[Sketch]], total: int, limit: int) -> None:
        """``sketches`` are those of each unit and year, with ``total`` shingles in all; rare is below ``limit``."""
        self._bits = min(max((3 * total).bit_length(), _BITS[0]), _BITS[1])
        self._limit = min(limit, 255)
        self._tables = np.zeros((2, 2**self._bits), np.uint8)
        for of_one in sketches:
            shingles = distinct(np.concatenate([one.shingles for one in of_one]))
            for table, cells in zip(self._tables, self._cells(shingles), strict=True):
                cells = distinct(cells)
                table[cells] += table[cells] < self._limit

    def discount(self, phrases: Iterable[str]) -> None:
        """Counts what stands in ``phrases`` as common, whoever has it."""
        for phrase in phrases:
            for table, cells in zip(self._tables, self._cells(shingles_of(plain(phrase))), strict=True):
                table[cells] = self._limit

    def evidence(self, shingles: Numbers) -> int:
        """How many of ``shingles`` several have, and not many."""
        return int(np.count_nonzero(self.are_evidence(shingles)))

    def are_evidence(self, shingles: Numbers) -> Marked:
        """Which of ``shingles`` several have, and not many."""
        one, other = (table[cells] for table, cells in zip(self._tables, self._cells(shingles), strict=True))
        counts = np.minimum(one, other)
        found: Marked = (counts > 1) & (counts < self._limit)
        return found

    def _cells(self, shingles: Numbers) -> tuple[Numbers, Numbers]:
        shift = np.uint32(32 - self._bits)
        return shingles >> shift, (shingles * np.uint32(0x9E3779B1)) >> shift


def promising(sketch: Sketch, marked: Marked) -> NDArray[np.int64]:
    """The pieces of ``sketch`` with enough shingles that are evidence, those that are ``marked``."""
    counts = np.concatenate(([0], np.cumsum(marked)))
    starts = sketch.at[sketch.firsts]
    ends = np.maximum(starts, sketch.at[sketch.lasts] - SIZE + 1)
    return np.flatnonzero(counts[ends] - counts[starts] >= _HINT)


def of_piece(sketch: Sketch, marked: Marked, piece: int) -> Numbers:
    """The shingles of a piece that are ``marked``, in rising order."""
    start = sketch.at[sketch.firsts[piece]]
    end = max(start, sketch.at[sketch.lasts[piece]] - SIZE + 1)
    return np.sort(sketch.shingles[start:end][marked[start:end]])


def hints(one: Numbers, other: Numbers) -> bool:
    """Whether two pieces have as much as a hint of evidence in common; both are in rising order and not empty."""
    there = other.searchsorted(one)
    there[there == len(other)] = 0
    return int((other[there] == one).sum()) >= _HINT


def passages(one: Sketch, other: Sketch, pieces: NDArray[np.int64], rarity: Rarity) -> list[Passage]:
    """The passages that two reports have in common, in the order of ``one``; each lies in one section of both.

    ``pieces`` are rows of (piece of ``one``, piece of ``other``) that may be alike; their neighbours are looked at as
    well.
    """
    mine = _sentences(one, pieces[:, 0])
    theirs = _sentences(other, pieces[:, 1])
    found: list[Passage] = []
    for chain in _chains(_matches(one, mine, other, theirs)):
        if _judged(one, *_reach(chain), other, rarity, _EVIDENCE):
            for piece in _cut(one, other, chain):
                passage, goes_on = _told(one, other, piece, rarity, found[-1] if found else None)
                if goes_on:
                    found.pop()
                found += [passage] if passage else []
    return found


def _reach(chain: list[Match]) -> tuple[Reach, Reach]:
    (first, start), (last, end) = chain[0], chain[-1]
    return (first, last + 1), (start, end + 1)


def _cut(one: Sketch, other: Sketch, chain: list[Match]) -> list[list[Match]]:
    """``chain`` in pieces, none of which goes beyond a section of either report."""
    pieces: list[list[Match]] = []
    for mine, theirs in chain:
        last = pieces[-1][-1] if pieces else None
        same = (
            last is not None
            and one.sections[mine] == one.sections[last[0]]
            and other.sections[theirs] == other.sections[last[1]]
        )
        if same:
            pieces[-1].append((mine, theirs))
        else:
            pieces.append([(mine, theirs)])
    return pieces


def _told(
    one: Sketch, other: Sketch, chain: list[Match], rarity: Rarity, before: Passage | None
) -> tuple[Passage | None, bool]:
    """The passage of ``chain`` from the beginning of a sentence on, as long as it is then still alike.

    One that begins in the passage ``before`` goes on with it (True).
    """
    mine, theirs = _reach(chain)
    whole = (_beginning(one, mine[0]), mine[1]), (_beginning(other, theirs[0]), theirs[1])
    if before and (whole[0][0] < before.one[1] or whole[1][0] < before.other[1]):
        joined = (before.one[0], mine[1]), (before.other[0], theirs[1])
        within = one.sections[mine[0]] == one.sections[before.one[0]]
        if within and other.sections[theirs[0]] == other.sections[before.other[0]]:
            if before.other[0] <= theirs[0] and (passage := _judged(one, *joined, other, rarity, _HINT)):
                return passage, True
        whole = mine, theirs
    return _judged(one, *whole, other, rarity, _HINT) or _judged(one, mine, theirs, other, rarity, _HINT), False


def _beginning(sketch: Sketch, sentence: int) -> int:
    """Where what ``sentence`` is a part of begins, at most two parts before it."""
    for at in range(sentence, max(sentence - _NEAR, 0) - 1, -1):
        if sketch.begins[at]:
            return at
    return sentence


def likeness(one: Sketch, other: Sketch) -> float:
    """The share of the shingles of two whole reports that both have."""
    shared, most = _shared(distinct(one.shingles), distinct(other.shingles))
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


def _of(sketch: Sketch, first: SupportsIndex, last: SupportsIndex) -> Numbers:
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


def _judged(one: Sketch, mine: Reach, theirs: Reach, other: Sketch, rarity: Rarity, least: int) -> Passage | None:
    """The passage, None if it is not alike or has less than ``least`` evidence."""
    shared, most = _shared(distinct(_of(one, *mine)), distinct(_of(other, *theirs)))
    if len(shared) < _ALIKE * most or rarity.evidence(shared) < least:
        return None
    return Passage(mine, theirs, len(shared) / most)
