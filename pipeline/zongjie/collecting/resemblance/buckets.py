"""Which passages may be alike: those that share a key, found by sorting.

datasketch's index of the same kind (MinHashLSH) keeps a set for each key: 3 KiB a passage, where a row of keys takes
52 bytes. And sorted keys show how many units share one before a single pair is made, so that what all have in common
costs nothing.
"""

from collections.abc import Iterator
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from .shingles import Numbers

Indexes = NDArray[np.int64]

_MOST = 64  # documents that share a key and are compared each with each


def alike(keys: Numbers, documents: Indexes, units: Indexes, limit: int) -> Indexes:
    """The pairs of rows of ``keys`` that have a key in common, as rows (one, other), each once and in order.

    ``documents`` are the rows' documents, in rising order; each counts once for a key. ``units`` are the documents'
    units. A key that ``limit`` or more units share is that of common wording: it makes no pairs.
    """
    found = [np.empty((0, 2), np.int64)]
    for rows in _buckets(keys):
        there = documents[rows]
        if len(rows) > 2 or there[0] == there[1]:
            rows = rows[np.append(True, there[1:] != there[:-1])]
        if 1 < len(rows) <= _MOST and (len(rows) < limit or len(np.unique(units[documents[rows]])) < limit):
            found.append(rows[_each_with_each(len(rows))])
    return np.unique(np.concatenate(found), axis=0)


def in_a_row(keys: Numbers, reach: int) -> Indexes:
    """Like ``alike``, for any number that share a key: each is paired with the ``reach`` that come next."""
    found = [np.empty((0, 2), np.int64)]
    for rows in _buckets(keys):
        found += [np.column_stack((rows[:-step], rows[step:])) for step in range(1, min(reach, len(rows) - 1) + 1)]
    return np.unique(np.concatenate(found), axis=0)


@lru_cache(maxsize=_MOST + 1)
def _each_with_each(count: int) -> Indexes:
    return np.column_stack(np.triu_indices(count, 1))


def _buckets(keys: Numbers) -> Iterator[Indexes]:
    """The rows that have a key in common, two or more, in rising order."""
    for column in keys.T:
        order = np.argsort(column, kind="stable")
        edges = np.flatnonzero(np.diff(column[order])) + 1
        starts, ends = np.concatenate(([0], edges)), np.concatenate((edges, [len(order)]))
        several = ends - starts > 1
        for start, end in zip(starts[several].tolist(), ends[several].tolist(), strict=True):
            yield order[start:end]
