"""Highlights: the colour behind a run, which is part of its form."""

from collections.abc import Iterable

from lxml import etree

from ...reading.word.styles import W, value

_RUN, _PROPERTIES, _HIGHLIGHT, _VALUE = W + "r", W + "rPr", W + "highlight", W + "val"
COLOURS = {"y": "yellow", "c": "cyan", "g": "green", "m": "magenta"}
# What the schema puts after a highlight within w:rPr.
_AFTER = frozenset(
    W + name
    for name in (
        *("u", "effect", "bdr", "shd", "fitText", "vertAlign", "rtl", "cs", "em", "lang", "eastAsianLayout"),
        *("specVanish", "oMath", "rPrChange"),
    )
)


def put(runs: Iterable[etree._Element], own: set[etree._Element]) -> str:
    """Highlights those of ``runs`` that have no colour yet, in one that none of them has; returns its key in COLOURS.

    Runs in ``own`` are highlighted already by us; the new ones are added to it.
    """
    runs = [run for run in runs if run.tag == _RUN]
    taken = {_colour(run) for run in runs if run not in own}
    key = next((key for key, colour in COLOURS.items() if colour not in taken), "y")
    for run in runs:
        if _colour(run) is None:
            _set(run, COLOURS[key])
            own.add(run)
    return key


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
    after = next((at for at, child in enumerate(properties) if child.tag in _AFTER), len(properties))
    properties.insert(after, highlight)
