"""Printed lines → paragraphs: which line goes on with the one before, also over the end of a page.

A line is full if the next word would not have fitted into it. That, the indents and the distances between lines tell
where a paragraph ends.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from .lines import Line

# In the size of the type: what counts as the same left edge, as an indent, as a line that is full.
_EDGE, _INDENT, _SLACK = 0.7, 1.2, 0.6
_DEEPEST = 3.0  # the first line of a paragraph is indented by no more
_SET_OFF = 0.3  # of the width of the text: a signature or a date begins further right
_SIZES = 1.15  # type that is larger by this belongs to another paragraph
_USUAL_SIZE = 12.0  # points
_APART = 1.4  # lines further apart than so many times the usual
_SHARED = 3  # lines that end at the same place end at the edge of the text
_NARROW = 10  # a cell of a table that holds no more characters in a line
_MARGINS = 1.2  # a right margin is no wider than so many times the left one
_LABEL = re.compile(
    r"[（(]?(?:[一二三四五六七八九十]{1,3}|\d{1,2})[)）、．]|\d{1,2}[.．](?!\d)|[①-⑳⑴-⒇•●■◆\-–]|第[一二三四五六七八九十]{1,3}[，、]"
)
_SENTENCE_END = tuple("。！？；：.!?;:")
# What stands together at the beginning of a line: opening marks, a word or a character, marks that may not begin one.
_FIRST = re.compile(
    r"[“‘（《〈「『【〔\[(]*(?:[0-9A-Za-z.,+\-/*_#@&=]+|—+|…+|.)[，。、；：！？”’）》〉」』】〕％‰℃·,.;:!?)\]%]{0,3}"
)


class Frame(NamedTuple):
    """Where the text begins and ends on a page or in a cell, in points from its left side."""

    left: float
    right: float


class Printed(NamedTuple):
    """A line with its page and the frame in which it stands."""

    page: int
    frame: Frame
    line: Line


class Habits(NamedTuple):
    """How a document is printed: the size of its type, the distance of its lines, whether paragraphs are indented."""

    size: float
    distance: float
    indented: bool


def frames(pages: Sequence[Sequence[Line]], widths: Sequence[float]) -> list[Frame]:
    """The frame of each page, given its lines and the width of its paper; one of few lines has that of the others."""
    size = _size([line for lines in pages for line in lines])
    lefts = [_left(lines, size) for lines in pages]
    known = [left for left in lefts if left is not None]
    usual_left = median(known) if known else 0.0
    usual_right = _right([line for lines in pages for line in lines], size)
    found = []
    for lines, left, width in zip(pages, lefts, widths, strict=True):
        if left is None or _INDENT * size < left - usual_left < _DEEPEST * size:
            left = usual_left  # no line but first lines
        right = _right(lines, size) or usual_right
        if right is None:
            right = max([width - _MARGINS * left, *(line.x1 for line in lines)])
        found.append(Frame(left, right))
    return found


def _size(lines: Sequence[Line]) -> float:
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size, 1)] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _left(lines: Sequence[Line], size: float) -> float | None:
    starts = sorted(line.x0 for line in lines)
    return next((one for one, other in pairwise(starts) if other - one < _EDGE * size), starts[0] if starts else None)


def _right(lines: Sequence[Line], size: float) -> float | None:
    ends = sorted((line.x1 for line in lines), reverse=True)
    last = _SHARED - 1
    return next((one for one, other in zip(ends, ends[last:], strict=False) if one - other < _EDGE * size), None)


def habits(lines: Sequence[Printed]) -> Habits:
    """What most lines have in common."""
    size = _size([one.line for one in lines]) or _USUAL_SIZE  # there may be no lines but those of tables
    distances: Counter[float] = Counter()
    within: Counter[float] = Counter()  # of lines that are full: what follows them is most often the same paragraph
    first = same = 0
    for before, after in pairwise(lines):
        if before.page != after.page or abs(before.line.size - after.line.size) > 1:
            continue
        distance = round(after.line.bottom - before.line.bottom)
        distances[distance] += 1
        if _is_full(before, after.line):
            within[distance] += 1
            step, indent = _indent(after) - _indent(before), _indent(before)
            first += -_DEEPEST * size < step < -_INDENT * size
            same += abs(step) < _EDGE * size and indent > _INDENT * size
    forward = {distance: count for distance, count in (within or distances).items() if distance > 0}
    return Habits(size, max(forward, key=lambda one: (forward[one], -one), default=0.0), 2 * first > same)


def paragraphs(lines: Sequence[Printed], usual: Habits) -> list[list[Printed]]:
    """The lines, in the order in which they are read, grouped to paragraphs."""
    found: list[list[Printed]] = []
    for line in lines:
        if found and _goes_on(found[-1], line, usual):
            found[-1].append(line)
        else:
            found.append([line])
    return found


def _goes_on(paragraph: Sequence[Printed], line: Printed, usual: Habits) -> bool:
    last = paragraph[-1]
    before, after = last.line, line.line
    size = max(before.size, after.size)
    if size > _SIZES * min(before.size, after.size) or _is_apart(last, line, usual, size):
        return False
    if _is_centred(last) and _is_centred(line):
        if size > _SIZES * usual.size or last.frame.right - last.frame.left < _NARROW * size:
            return True  # a title or the head of a column, broken over two lines
    indent = _indent(last)
    if not _is_full(last, after) or indent > _SET_OFF * (last.frame.right - last.frame.left):
        return False
    step = _indent(line) - indent
    if step <= -_EDGE * size:
        return len(paragraph) == 1
    label = _LABEL.match(before.text)
    if step >= _EDGE * size:
        return len(paragraph) == 1 and label is not None and abs(step - _width(label[0]) * size) < _INDENT * size
    if len(paragraph) == 1 and usual.indented and indent > _INDENT * size:
        return False
    if all(one.line.bold for one in paragraph) and not after.bold:
        return False
    return not (_LABEL.match(after.text) and before.text.endswith(_SENTENCE_END))


def _is_apart(last: Printed, line: Printed, usual: Habits, size: float) -> bool:
    if last.page != line.page:
        return False
    distance = line.line.bottom - last.line.bottom
    return distance <= 0 or distance > _APART * usual.distance * max(size / usual.size, 1)


def _is_centred(one: Printed) -> bool:
    off = (one.line.x0 + one.line.x1) / 2 - (one.frame.left + one.frame.right) / 2
    return abs(off) < one.line.size


def _is_full(one: Printed, after: Line) -> bool:
    first = _FIRST.match(after.text)
    needed = _width(first[0]) if first else 1.0
    return one.frame.right - one.line.x1 < (needed + _SLACK) * one.line.size


def _indent(one: Printed) -> float:
    return one.line.x0 - one.frame.left


def _width(text: str) -> float:
    """How wide ``text`` is printed, in the size of its type."""
    return sum(1.0 if unicodedata.east_asian_width(one) in "WFA" else 0.5 for one in text)
