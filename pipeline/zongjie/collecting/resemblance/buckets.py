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
    for order, starts, ends in _columns(keys, documents):
        sizes = ends - starts
        for size in range(2, _MOST + 1):
            begins = starts[sizes == size]
            rows = order[begins[:, np.newaxis] + np.arange(size)]
            if size >= limit:
                rows = rows[[len(np.unique(units[documents[one]])) < limit for one in rows]]
            found.append(rows[:, _each_with_each(size)].reshape(-1, 2))
    return _once(found, len(keys))


def in_a_row(keys: Numbers, reach: int) -> Indexes:
    """Like ``alike``, for any number that share a key: each is paired with the ``reach`` that come next."""
    found = [np.empty((0, 2), np.int64)]
    for order, starts, ends in _columns(keys, np.arange(len(keys))):
        for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
            rows = order[start:end]
            found += [np.column_stack((rows[:-step], rows[step:])) for step in range(1, min(reach, len(rows) - 1) + 1)]
    return _once(found, len(keys))


def _once(pairs: list[Indexes], rows: int) -> Indexes:
    """All of ``pairs`` of rows in order, each once."""
    ones, others = np.concatenate(pairs).T
    return np.column_stack(np.divmod(np.unique(ones * rows + others), rows))


@lru_cache(maxsize=_MOST + 1)
def _each_with_each(count: int) -> Indexes:
    return np.column_stack(np.triu_indices(count, 1))


def _columns(keys: Numbers, documents: Indexes) -> Iterator[tuple[Indexes, Indexes, Indexes]]:
    """For each column the rows in the order of its keys, and where those with one key begin and end, if several.

    Of the rows of one document with one key only the first is there.
    """
    for column in keys.T:
        order = np.argsort(column, kind="stable")
        new = np.diff(column[order], prepend=column[order[:1]] + np.uint32(1)) != 0
        other = np.diff(documents[order], prepend=-1) != 0
        order, new = order[new | other], new[new | other]
        starts = np.flatnonzero(new)
        ends = np.append(starts[1:], len(order))
        several = ends - starts > 1
        yield order, starts[several], ends[several]
