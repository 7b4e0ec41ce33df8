"""Two reports that share passages, on one self-contained page: side by side, with what differs marked.

Like the page of a document it needs no network, and nothing but its own style can work in it.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import takewhile
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

from . import digest, environment, resource
from .marks import PICTURES

if TYPE_CHECKING:
    from jinja2 import Template
    from markupsafe import Markup

_STYLES = "page.css", "beside.css"
_LONGEST = 500  # characters that are compared one by one: the time grows with their square
_MOST = 30_000  # characters that are compared at all
_FEWEST = 2  # characters in common that interrupt a difference: single ones make it hard to read
_CLAUSE = re.compile(r"[^，。；：、！？\n]+[，。；：、！？\n]?|[，。；：、！？\n]")

Piece = tuple[str, bool]
Match = tuple[int, int, int]  # as those of difflib: where in the one, where in the other, how long


class Side(NamedTuple):
    """One of the two reports: whose it is (``name``), its file, and the path of its marked copy ("": none)."""

    name: str
    source: str
    copy: str = ""


class Passage(NamedTuple):
    """What both have: the text in the one and in the other, and the part of the report in which each stands.

    ``cut`` characters at its end are not shown.
    """

    one: str
    other: str
    similarity: float
    parts: tuple[str, str] = ("", "")
    cut: int = 0


class Pair(NamedTuple):
    """All that a page shows: the report with the passages and the other one; ``left`` passages are not shown."""

    sides: tuple[Side, Side]
    passages: Sequence[Passage]
    characters: int
    left: int = 0


def page(pair: Pair, overview: str = "") -> str:
    """The page; ``overview`` is the path of the page that leads to it, as the paths of copies from its own place."""
    style = "".join(map(resource, _STYLES))
    return _template().render(
        one=pair,
        shown=[(each, beside(each.one, each.other, called=_called(pair, each))) for each in pair.passages],
        overview=overview,
        style=style,
        policy=f"default-src 'none'; style-src '{digest(style)}'; base-uri 'none'; form-action 'none'",
    )


def _called(pair: Pair, passage: Passage) -> tuple[str, str]:
    one, other = (
        f"{side.name} · {part}" if part else side.name for side, part in zip(pair.sides, passage.parts, strict=True)
    )
    return one, other


def beside(one: str, other: str, *, called: tuple[str, str] = ("本份", "另一份")) -> "Markup":
    """A ``div`` of class ``beside`` with both texts, each under what it is ``called``; ``mark`` is what differs.

    Lines that both have stand at the same height. Beyond 30,000 characters nothing is marked, but all is shown.
    """
    from markupsafe import Markup

    found = Markup().join(map(Markup("<h4>{}</h4>").format, called))
    for row in _rows(one, other):
        for cell in row:
            found += Markup('<p class="passage">{}</p>').format(Markup().join(map(_shown, cell)))
    return Markup('<div class="beside">{}</div>').format(found)


def _shown(piece: Piece) -> "Markup":
    """A piece of a text as HTML; blanks that differ are not marked."""
    from markupsafe import Markup, escape

    text, differs = piece[0].translate(PICTURES), piece[1]
    inner = text.strip()
    if not differs or not inner:
        return escape(text)
    before, after = text.split(inner, 1)
    return Markup("{}<mark>{}</mark>{}").format(before, inner, after)


def _rows(one: str, other: str) -> Iterator[tuple[list[Piece], list[Piece]]]:
    """The pieces of both texts side by side: a row ends where a line of both does."""
    mine: list[Piece] = []
    theirs: list[Piece] = []
    for equal, text, other_text in runs(one, other):
        lines = text.splitlines(keepends=True) if equal and text == other_text else []
        for line in lines:
            mine.append((line, False))
            theirs.append((line, False))
            if line.endswith("\n"):
                yield mine, theirs
                mine, theirs = [], []
        if not lines:
            mine.append((text, not equal))
            theirs.append((other_text, not equal))
    if mine:
        yield mine, theirs


def runs(one: str, other: str) -> Iterator[tuple[bool, str, str]]:
    """What differs and what is equal (True) in both texts, in turn; at the end, what is not compared any more."""
    compared = one[:_MOST], other[:_MOST]
    at = other_at = 0
    for start, other_start, size in [*_joined(_matches(*compared)), (*map(len, compared), 0)]:
        if 0 < size < _FEWEST:
            continue
        if start > at or other_start > other_at:
            yield False, one[at:start], other[other_at:other_start]
        if size:
            yield True, one[start : start + size], other[other_start : other_start + size]
        at, other_at = start + size, other_start + size
    if one[_MOST:] or other[_MOST:]:
        yield True, one[_MOST:], other[_MOST:]


def _matches(one: str, other: str) -> Iterator[Match]:
    """What both have, in order: of longer texts first like clauses, and characters only between these."""
    if max(len(one), len(other)) <= _LONGEST:
        yield from SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks()[:-1]
        return
    mine, theirs = _CLAUSE.findall(one), _CLAUSE.findall(other)
    at = other_at = 0
    for kind, start, end, other_start, other_end in SequenceMatcher(None, mine, theirs).get_opcodes():
        text, other_text = "".join(mine[start:end]), "".join(theirs[other_start:other_end])
        if kind == "equal":
            yield at, other_at, len(text)
        elif kind == "replace":
            within = _matches if max(len(text), len(other_text)) <= _LONGEST else _ends
            for first, second, size in within(text, other_text):
                yield at + first, other_at + second, size
        at, other_at = at + len(text), other_at + len(other_text)


def _ends(one: str, other: str) -> Iterator[Match]:
    """The beginning and the end that both have."""
    first = _alike(one, other)
    last = _alike(reversed(one[first:]), reversed(other[first:]))
    yield 0, 0, first
    yield len(one) - last, len(other) - last, last


def _alike(one: Iterable[str], other: Iterable[str]) -> int:
    """How many characters of both are the same, from the first on."""
    return sum(1 for _ in takewhile(lambda both: both[0] == both[1], zip(one, other, strict=False)))


def _joined(matches: Iterator[Match]) -> Iterator[Match]:
    """Matches that follow one another in both texts as one."""
    start = other_start = size = 0
    for one, other, more in matches:
        if (one, other) == (start + size, other_start + size):
            size += more
        else:
            yield start, other_start, size
            start, other_start, size = one, other, more
    yield start, other_start, size


@lru_cache(maxsize=1)
def _template() -> "Template":
    made = environment()
    made.filters["address"] = quote
    return made.get_template("beside.html")
