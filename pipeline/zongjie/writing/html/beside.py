"""A passage and what another report has in its place, side by side, with what differs marked."""

from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from .marks import PICTURES

if TYPE_CHECKING:
    from markupsafe import Markup

STYLE = "beside.css"  # among the templates: how a pair looks
_LONGEST = 2_000  # characters that are compared: the time grows with their square
_FEWEST = 2  # characters in common that interrupt a difference: single ones make it hard to read

Piece = tuple[str, bool]


def beside(one: str, other: str, *, called: tuple[str, str] = ("本份", "另一份")) -> "Markup":
    """A ``div`` of class ``beside`` with both texts, each under what it is ``called``; ``mark`` is what differs.

    Beyond 2,000 characters nothing is marked, but all is shown.
    """
    from markupsafe import Markup, escape

    columns = Markup()
    for name, pieces in zip(called, differences(one, other), strict=True):
        shown = Markup().join(
            Markup("<mark>{}</mark>").format(text) if differs else escape(text)
            for text, differs in ((text.translate(PICTURES), differs) for text, differs in pieces)
        )
        columns += Markup('<div><h4>{}</h4><p class="passage">{}</p></div>').format(name, shown)
    return Markup('<div class="beside">{}</div>').format(columns)


def differences(one: str, other: str) -> tuple[list[Piece], list[Piece]]:
    """Both texts in pieces, each with whether it differs from the other text; joined, the pieces are the text."""
    matcher = SequenceMatcher(None, one[:_LONGEST], other[:_LONGEST], autojunk=False)
    mine: list[Piece] = []
    theirs: list[Piece] = []
    for equal, (start, end), (other_start, other_end) in _runs(matcher):
        mine.append((one[start:end], not equal))
        theirs.append((other[other_start:other_end], not equal))
    mine.append((one[_LONGEST:], False))
    theirs.append((other[_LONGEST:], False))
    return [piece for piece in mine if piece[0]], [piece for piece in theirs if piece[0]]


def _runs(matcher: "SequenceMatcher[str]") -> Iterator[tuple[bool, tuple[int, int], tuple[int, int]]]:
    """Alternately what differs and what is equal, as ranges of both texts."""
    at, other_at = 0, 0
    for start, other_start, size in matcher.get_matching_blocks():
        if 0 < size < _FEWEST:
            continue
        if start > at or other_start > other_at:
            yield False, (at, start), (other_at, other_start)
        if size:
            yield True, (start, start + size), (other_start, other_start + size)
        at, other_at = start + size, other_start + size
