"""Highlights: the colour behind a run, which is part of its form."""

from collections.abc import Iterable

from lxml import etree

from ...reading.word.styles import W, value

_RUN, _PROPERTIES, _HIGHLIGHT, _VALUE = W + "r", W + "rPr", W + "highlight", W + "val"
COLOURS = {"y": "yellow", "c": "cyan", "g": "green", "m": "magenta", "l": "lightGray", "d": "darkYellow"}
# What the schema puts after a highlight within w:rPr.
_AFTER = frozenset(
    W + name
    for name in (
        *("u", "effect", "bdr", "shd", "fitText", "vertAlign", "rtl", "cs", "em", "lang", "eastAsianLayout"),
        *("specVanish", "oMath", "rPrChange"),
    )
)


def unused(roots: Iterable[etree._Element]) -> str:
    """The key in COLOURS of a colour that the author has not used in any of ``roots``."""
    used = {element.get(_VALUE) for root in roots for element in root.iter(_HIGHLIGHT)}
    return next((key for key, colour in COLOURS.items() if colour not in used), "y")


def put(runs: Iterable[etree._Element], key: str) -> None:
    """Highlights those of ``runs`` that have no colour yet in the colour of that key."""
    for run in runs:
        if run.tag == _RUN and _colour(run) is None:
            _set(run, COLOURS[key])


def remove(runs: Iterable[etree._Element], key: str) -> None:
    """Takes the colour of that key off ``runs``."""
    for run in runs:
        if run.tag == _RUN and _colour(run) == COLOURS[key]:
            properties = run.find(_PROPERTIES)
            properties.remove(properties.find(_HIGHLIGHT))
            if not len(properties):
                run.remove(properties)


def _colour(run: etree._Element) -> str | None:
    properties = run.find(_PROPERTIES)
    return None if properties is None else value(properties, "highlight")


def _set(run: etree._Element, colour: str) -> None:
    properties = run.find(_PROPERTIES)
    if properties is None:
        properties = etree.Element(_PROPERTIES)
        run.insert(0, properties)
    highlight = etree.Element(_HIGHLIGHT, {_VALUE: colour})
    later = (at for at, child in enumerate(properties) if child.tag in _AFTER or not child.tag.startswith(W))
    after = next(later, len(properties))
    properties.insert(after, highlight)
