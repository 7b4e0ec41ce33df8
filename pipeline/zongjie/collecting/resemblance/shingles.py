"""What is kept of a report to find what others have of it: sentences, their shingles, and keys that like ones share.

A shingle is five characters in a row of the text without spaces and marks, as a hash of 32 bits. The MinHash of a
passage is taken from shingles in which each number is one sign, so that a copy with other figures has nearly the same;
the shingles that are kept hold the figures, so that the same form filled in twice can be told from a copy.
"""

import re
import struct
import unicodedata
import zlib
from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...report import Report

Numbers = NDArray[np.uint32]
Places = NDArray[np.int32]

SIZE = 5  # characters of a shingle
SHORTEST = 20  # characters that a sentence must have to be looked for
BANDS, ROWS = 12, 4  # of two passages half alike every second pair is found, of those 0.8 alike 998 in 1,000
KEYS = BANDS + 1  # the last is that of the very characters
_AT_ONCE = 2_000  # shingles of which the MinHashes are taken together
_LONGEST = 1_000  # characters of a paragraph that is looked for as a whole
_SENTENCE = re.compile(r"[^。！？!?；;\n]{1,200}[。！？!?；;”’」』）)]*")
_FULL = "。！？!?”’」』）)"  # what a sentence ends with, but for a semicolon or a length that is cut
_BESIDE = frozenset({"header", "footer"})
_NO_CHARACTER = re.compile(r"[\W_]+")
_NUMBER = re.compile(r"\d+")
_HEAD = struct.Struct("<4sIII")
_MARK = b"ZJ2\0"  # to be another one as soon as the sketch of any text is
_MIX = np.uint64(0x9E3779B97F4A7C15)


class Sketch(NamedTuple):
    """What is kept of one report.

    Sentence ``i`` stands at ``starts[i]:ends[i]`` of the text, and its shingles at ``shingles[at[i] : at[i + 1] - 4]``;
    those between sentences belong to what holds both. Piece ``p``, a sentence or a paragraph of several, goes from
    sentence ``firsts[p]`` to before ``lasts[p]``; row ``p`` of ``keys`` are its keys, the row after all those of the
    whole document. ``sections[i]`` is the number of the section that holds sentence ``i``, 0 for none;
    ``begins[i]`` is 0 where it goes on with the one before, after a semicolon, and else 1.
    """

    starts: Places
    ends: Places
    sections: Places
    begins: Places
    at: Places
    firsts: Places
    lasts: Places
    keys: Numbers
    shingles: Numbers


def sketch(report: Report) -> bytes:
    """What is kept of ``report`` to find what others have of it, some five bytes a character."""
    starts: list[int] = []
    ends: list[int] = []
    exact: list[str] = []  # the sentences without spaces and marks
    folded: list[str] = []  # the same, each number one sign
    sections: list[int] = []
    begins: list[int] = []
    paragraphs = []
    section_starts = [one.start for one in report.sections]
    for block in report.blocks:
        if block.kind in _BESIDE:
            continue
        first = len(starts)
        for start, end in _sentences(report.text, block.start, block.end):
            if characters := plain(report.text[start:end]):
                section = bisect_right(section_starts, start)
                within = section > 0 and start < report.sections[section - 1].end
                section *= within
                goes_on = len(starts) > first and section == sections[-1] and report.text[ends[-1] - 1] not in _FULL
                starts.append(start)
                ends.append(end)
                sections.append(section)
                begins.append(not goes_on)
                exact.append(characters)
                folded.append(_NUMBER.sub("0", characters))
        if len(starts) - first > 1:
            paragraphs.append((first, len(starts)))
    pieces = [(i, i + 1) for i, text in enumerate(folded) if len(text) >= SHORTEST]
    pieces += [(i, j) for i, j in paragraphs if SHORTEST <= sum(map(len, folded[i:j])) <= _LONGEST]
    return _packed(
        Sketch(
            np.array(starts, "<i4"),
            np.array(ends, "<i4"),
            np.array(sections, "<i4"),
            np.array(begins, "<i4"),
            _places(exact),
            np.array([first for first, _ in pieces], "<i4"),
            np.array([last for _, last in pieces], "<i4"),
            _keys(pieces, exact, folded),
            shingles_of("".join(exact)),
        )
    )


def _sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for match in _SENTENCE.finditer(text, start, end):
        found = match[0]
        yield match.start() + len(found) - len(found.lstrip()), match.start() + len(found.rstrip())


def _places(texts: list[str]) -> Places:
    return np.cumsum([0, *map(len, texts)], dtype="<i4")


def plain(text: str) -> str:
    """``text`` without spaces and marks, full-width and other forms of characters as the usual ones."""
    return unicodedata.normalize("NFKC", _NO_CHARACTER.sub("", text))


def shingles_of(text: str) -> Numbers:
    """The shingles of ``text``, one for each character but the last four."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4").astype(np.uint64)
    count = max(0, len(codes) - SIZE + 1)
    mixed = np.zeros(count, np.uint64)
    for place in range(SIZE):
        mixed = (mixed ^ codes[place : place + count]) * _MIX
        mixed ^= mixed >> np.uint64(29)
    return (mixed >> np.uint64(32)).astype("<u4")


def _keys(pieces: list[tuple[int, int]], exact: list[str], folded: list[str]) -> Numbers:
    """The keys of each piece and, in the last row, of the whole; what is much alike has one of the bands in common."""
    smallest = _smallest(pieces, folded)
    bands = smallest.reshape(len(smallest), BANDS, ROWS).astype(np.uint64)
    mixed = np.zeros((len(smallest), BANDS), np.uint64)
    for row in range(ROWS):
        mixed = (mixed ^ bands[:, :, row]) * _MIX
        mixed ^= mixed >> np.uint64(31)
    texts = ["".join(exact[first:last]) for first, last in (*pieces, (0, len(exact)))]
    own = [zlib.crc32(text.encode("utf-8", "surrogatepass")) for text in texts]
    return np.hstack([(mixed >> np.uint64(32)).astype("<u4"), np.array(own, "<u4").reshape(-1, 1)])


def _smallest(pieces: list[tuple[int, int]], folded: list[str]) -> Numbers:
    """The MinHash of each piece and, in the last row, of the whole, which is the least of all."""
    at, shingles = _places(folded), shingles_of("".join(folded))
    of_pieces = [shingles[at[first] : at[last] - SIZE + 1] for first, last in pieces]
    rows = np.full((len(pieces) + 1, BANDS * ROWS), 0xFFFFFFFF, np.uint32)
    ends = np.cumsum([len(one) for one in of_pieces])
    start = 0
    while start < len(pieces):
        before = ends[start - 1] if start else 0
        end = max(start + 1, int(np.searchsorted(ends, before + _AT_ONCE, "right")))
        rows[start:end] = minhashes(of_pieces[start:end])
        start = end
    if pieces:
        rows[-1] = rows[:-1].min(axis=0)
    return rows


def minhashes(passages: list[Numbers]) -> Numbers:
    """The MinHash of each of ``passages``, none of them empty, with the values that datasketch gives.

    It takes one at a time, and is busier with the call than with the hashing; its permutations here take all at once.
    """
    hashes = np.concatenate(passages)
    for shift, factor in ((16, 0x85EBCA6B), (13, 0xC2B2AE35), (16, 1)):
        hashes = (hashes ^ (hashes >> np.uint32(shift))) * np.uint32(factor)
    slopes, offsets = _permutations()
    starts = np.cumsum([0, *(len(one) for one in passages[:-1])])
    return np.minimum.reduceat(hashes[:, np.newaxis] * slopes + offsets, starts, axis=0)


@lru_cache(maxsize=1)
def _permutations() -> tuple[Numbers, Numbers]:
    from datasketch import MinHash

    slopes, offsets = MinHash(num_perm=BANDS * ROWS, scheme="affine32").permutations
    return slopes, offsets


def distinct(numbers: Numbers) -> Numbers:
    """``numbers`` in rising order, each once; for many times faster than ``np.unique``."""
    found = np.sort(numbers)
    first = np.ones(len(found), np.bool_)
    np.not_equal(found[1:], found[:-1], out=first[1:])
    return found[first]


def _packed(one: Sketch) -> bytes:
    head = _HEAD.pack(_MARK, len(one.starts), len(one.firsts), len(one.shingles))
    return head + b"".join(np.ascontiguousarray(part).tobytes() for part in one)


def comparable(data: bytes) -> bool:
    """Whether ``data`` is a sketch as they are made now; those of other versions cannot be compared with these."""
    return data[:4] == _MARK


def unpacked(data: bytes) -> Sketch:
    """The sketch that ``data`` holds, as views of it. Raises ValueError if it is of another form."""
    if not comparable(data):
        raise ValueError("not a sketch of this version")
    _, sentences, pieces, shingles = _HEAD.unpack_from(data)
    at, parts = _HEAD.size, []
    for kind, count in (
        *(("<i4", count) for count in (*[sentences] * 4, sentences + 1, pieces, pieces)),
        *(("<u4", count) for count in ((pieces + 1) * KEYS, shingles)),
    ):
        parts.append(np.frombuffer(data, kind, count, at))
        at += 4 * count
    parts[7] = parts[7].reshape(pieces + 1, KEYS)
    return Sketch(*parts)
