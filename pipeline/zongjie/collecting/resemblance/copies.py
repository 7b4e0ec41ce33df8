"""The copies in a season: sketches in, for each document the passages that others have as well.

Pieces that may be alike share a key (``buckets``), what two documents have in common is then told exactly
(``passages``). Not compared are the documents of one unit and year, which are drafts of one another.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any, NamedTuple

import numpy as np

from ...lexicon import load
from ...season import Copy, Submission
from .buckets import Indexes, alike, in_a_row
from .passages import Passage, Rarity, hints, likeness, of_piece, passages, promising
from .shingles import Sketch, unpacked

TextOf = Callable[[str, int, int], str]
Document = tuple[str, str, int | None]

# What so many units share is common wording: a tenth of the units, but no fewer and no more than these.
_SHARE, _FEWEST, _MOST = 10, 4, 20
_SAME = 0.8  # share of all shingles that near-identical documents have in common
_WHOLE = 150  # shingles that a document must have to be told near-identical
_REACH = 3  # near-identical documents that are named


class _Found(NamedTuple):
    """A passage of one document in another (their indexes); ``start:end`` and the other's are places in the texts."""

    one: int
    other: int
    start: int
    end: int
    other_start: int
    other_end: int
    likeness: float


def copies(
    sketches: Iterable[tuple[Submission, bytes]], text_of: TextOf, lexicon: Mapping[str, Any] | None = None
) -> Iterator[tuple[str, tuple[Copy, ...]]]:
    """For each document that has any, in the order of sources: its source and the passages that others have as well.

    ``sketches`` are the documents with what ``sketch`` kept of them, in any order; ``text_of(source, start, end)`` is
    asked for the other's text. A passage is told of both documents, but not of the one whose year comes before; within
    one unit only of the later. A copy of nearly all of a document spans the whole of both. The table ``wording``, with
    that of ``lexicon`` laid over it, tells what is nobody's.
    """
    given = sorted(((one, unpacked(data)) for one, data in sketches), key=lambda it: it[0].source)
    if len(given) < 2:
        return
    submissions = [one for one, _ in given]
    parts = [part for _, part in given]
    units = _units(submissions)
    whole = _near_identical(submissions, parts)
    done = {(one.one, one.other) for one in whole}
    limit = min(max(_FEWEST, -(-len(set(units.tolist())) // _SHARE)), _MOST)
    rarity = _rarity(submissions, parts, units, limit)
    rarity.discount(load("set_phrases", lexicon)["common"])
    found = [*whole, *_passages(submissions, parts, units, limit, rarity, done)]
    told = sorted(side for one in found for side in (one, _turned(one)) if _is_told(submissions, side))
    for index, of_one in groupby(told, key=lambda it: it.one):
        kept = _best(list(of_one), submissions)
        yield submissions[index].source, tuple(_copy(one, submissions[one.other], text_of) for one in kept)


def _units(submissions: Sequence[Submission]) -> Indexes:
    """A number for the unit of each; a document that is nobody's is a unit of its own."""
    names = [one.unit or f"\0{one.source}" for one in submissions]
    numbers = {name: number for number, name in enumerate(sorted(set(names)))}
    return np.array([numbers[name] for name in names], np.int64)


def _rarity(submissions: Sequence[Submission], parts: Sequence[Sketch], units: Indexes, limit: int) -> Rarity:
    """How rare shingles are: what a unit has in one year counts once, and is rare as long as few units have it."""
    of = [(unit, one.year or 0) for unit, one in zip(units.tolist(), submissions, strict=True)]
    order = sorted(range(len(parts)), key=lambda index: of[index])
    groups = [[parts[index] for index in group] for _, group in groupby(order, key=lambda index: of[index])]
    years = -(-len(groups) // len(set(units.tolist())))
    return Rarity(groups, sum(len(part.shingles) for part in parts), limit * years)


def _are_compared(one: Submission, other: Submission) -> bool:
    if one.unit is None or one.unit != other.unit:
        return True
    return None not in (one.year, other.year) and one.year != other.year


def _is_told(submissions: Sequence[Submission], side: _Found) -> bool:
    one, other = submissions[side.one], submissions[side.other]
    return one.year is None or other.year is None or other.year <= one.year


def _near_identical(submissions: Sequence[Submission], parts: Sequence[Sketch]) -> list[_Found]:
    long = [index for index, part in enumerate(parts) if len(part.shingles) >= _WHOLE]
    if not long:
        return []
    # Drafts of one document stand side by side: more are looked at than told.
    pairs = in_a_row(np.array([parts[index].keys[-1] for index in long]), 4 * _REACH)
    named: list[set[Document]] = [set() for _ in parts]  # versions of one document are one that is named
    found = []
    for first, second in pairs.tolist():
        one, other = long[first], long[second]
        mine, theirs = _document(submissions[one]), _document(submissions[other])
        known = theirs in named[one] or mine in named[other]
        if not known and min(len(named[one]), len(named[other])) >= _REACH:
            continue
        if not _are_compared(submissions[one], submissions[other]):
            continue
        alike = likeness(parts[one], parts[other])
        if alike >= _SAME:
            named[one].add(theirs)
            named[other].add(mine)
            found.append(_Found(one, other, *_span(parts[one]), *_span(parts[other]), alike))
    return found


def _document(one: Submission) -> Document:
    """What the versions of one document have in common."""
    return one.unit or one.source, one.kind, one.year


def _span(part: Sketch) -> tuple[int, int]:
    return int(part.starts[0]), int(part.ends[-1])


def _passages(
    submissions: Sequence[Submission],
    parts: Sequence[Sketch],
    units: Indexes,
    limit: int,
    rarity: Rarity,
    done: set[tuple[int, int]],
) -> Iterator[_Found]:
    marked = [rarity.are_evidence(part.shingles) for part in parts]
    looked_at = [promising(part, those) for part, those in zip(parts, marked, strict=True)]
    pieces = np.concatenate(looked_at)
    documents = np.repeat(np.arange(len(parts)), [len(some) for some in looked_at])
    keys = np.concatenate([part.keys[some] for part, some in zip(parts, looked_at, strict=True)])
    pairs = alike(keys, documents, units, limit)
    evidence = {}
    for row in np.unique(pairs).tolist():
        document = documents[row]
        evidence[row] = of_piece(parts[document], marked[document], pieces[row])
    pairs = pairs[[hints(evidence[one], evidence[other]) for one, other in pairs.tolist()]]
    between = documents[pairs]
    order = np.lexsort((between[:, 1], between[:, 0]))
    pairs, between = pairs[order], between[order]
    edges = np.flatnonzero(np.any(np.diff(between, axis=0), axis=1)) + 1
    for rows in np.split(np.arange(len(pairs)), edges) if len(pairs) else ():
        one, other = between[rows[0]].tolist()
        if (one, other) in done or not _are_compared(submissions[one], submissions[other]):
            continue
        for passage in passages(parts[one], parts[other], pieces[pairs[rows]], rarity):
            yield _Found(one, other, *_places(passage, parts[one], parts[other]), passage.likeness)


def _places(passage: Passage, one: Sketch, other: Sketch) -> tuple[int, int, int, int]:
    (first, last), (start, end) = passage.one, passage.other
    return int(one.starts[first]), int(one.ends[last - 1]), int(other.starts[start]), int(other.ends[end - 1])


def _turned(one: _Found) -> _Found:
    return _Found(one.other, one.one, one.other_start, one.other_end, one.start, one.end, one.likeness)


def _best(found: list[_Found], submissions: Sequence[Submission]) -> list[_Found]:
    """``found`` in one document; of a passage that several versions of one other document have only the best match.

    That is the one in the version that counts, then the most like one.
    """

    def rank(one: _Found) -> tuple[bool, float, str]:
        other = submissions[one.other]
        return not other.counts, -one.likeness, other.source

    kept: list[_Found] = []
    versions: dict[Document, list[_Found]] = {}
    for one in sorted(found, key=rank):
        other = submissions[one.other]
        same = versions.setdefault(_document(other), [])
        if not any(_is_again(one, each) for each in same):
            same.append(one)
            kept.append(one)
    return sorted(kept, key=lambda one: (one.start, one.end, one.other, one.other_start))


def _is_again(one: _Found, other: _Found) -> bool:
    """Whether two versions of a document have one passage."""
    shared = min(one.end, other.end) - max(one.start, other.start)
    return one.other != other.other and 2 * shared > min(one.end - one.start, other.end - other.start)


def _copy(one: _Found, other: Submission, text_of: TextOf) -> Copy:
    text = text_of(other.source, one.other_start, one.other_end)
    return Copy(
        one.start,
        one.end,
        round(one.likeness, 3),
        other.source,
        other.unit,
        other.year,
        one.other_start,
        one.other_end,
        text,
    )
