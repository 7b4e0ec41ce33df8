"""Automatic numbering: the label that Word shows before a paragraph (一、 （一） 1. ①).

``numbering.xml`` holds abstract lists of nine levels and the lists (``w:num``) that use one, with overrides. Lists of
one abstract list count on together; a start override begins anew where its list is first used.
"""

import re
from collections.abc import Mapping
from typing import NamedTuple

from lxml import etree

from .counting import shown
from .styles import Style, Styles, W, is_on, value
from .symbols import is_symbol_font, replaced, seen

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_DEPTHS = 9
_PLACE = re.compile(r"%([1-9])")
_TIGHT = "、。．，：；）】〕》"  # a full-width mark leaves its own gap


class Level(NamedTuple):
    """One level of a list: ``restart`` is the level (from 1) after which it starts anew (None: any above, 0: none)."""

    form: str = "decimal"
    text: str = ""
    start: int = 1
    restart: int | None = None
    legal: bool = False
    suffix: str = "tab"
    font: str | None = None
    hidden: bool = False
    style: str | None = None


class List(NamedTuple):
    """A list: the abstract list it belongs to, its levels by depth, and where it begins anew."""

    abstract: str
    levels: Mapping[int, Level]
    starts: Mapping[int, int]


class Label(NamedTuple):
    """What Word shows before a paragraph; ``gap`` parts it from the text."""

    text: str
    gap: str


class Numbering:
    """The lists of the part ``root`` (None: the file has none) by their ids."""

    def __init__(self, root: etree._Element | None, styles: Styles) -> None:
        self._styles = styles
        self._abstract: dict[str, etree._Element] = {}
        self._lists: dict[str, List] = {}
        self._elements: dict[str, etree._Element] = {}
        if root is None:
            return
        for element in root.iterchildren(W + "abstractNum"):
            self._abstract.setdefault(element.get(W + "abstractNumId", ""), element)
        for element in root.iterchildren(W + "num"):
            self._elements.setdefault(element.get(W + "numId", ""), element)
        for key, element in self._elements.items():
            self._lists[key] = self._read(element)

    def __getitem__(self, key: str | None) -> List | None:
        """The list of that id, None if there is none ("0" is Word's way to say so)."""
        return self._lists.get(key or "0")

    def depth(self, style: Style) -> int:
        """How deep a paragraph of that style stands in its list: as it says, or where the list names the style."""
        if style.depth is not None:
            return style.depth
        found = self[style.number]
        levels = found.levels.items() if found else ()
        return next((depth for depth, level in levels if level.style and level.style == style.numbered_by), 0)

    def _read(self, number: etree._Element) -> List:
        abstract = value(number, "abstractNumId") or ""
        element = self._abstract.get(abstract)
        # A list may only refer to the numbering style that holds its levels.
        linked = value(element, "numStyleLink") if element is not None else None
        holder = self._elements.get(self._styles[linked].number or "") if linked else None
        if holder is not None and holder is not number:
            abstract = value(holder, "abstractNumId") or abstract
            element = self._abstract.get(abstract)
        levels = {} if element is None else _levels(element)
        starts = {}
        for override in number.iterchildren(W + "lvlOverride"):
            depth = _number(override.get(W + "ilvl"), 0)
            own = override.find(W + "lvl")
            if own is not None:
                levels[depth] = _level(own)
            start = value(override, "startOverride")
            if start is not None:
                starts[depth] = _number(start, 1)
        return List(abstract, levels, starts)


class Counter:
    """Counts through one story; ``label`` is to be called for each numbered paragraph in its order."""

    def __init__(self, numbering: Numbering) -> None:
        self._numbering = numbering
        self._counts: dict[str, list[int | None]] = {}
        self._used: set[str] = set()

    def label(self, style: Style) -> Label | None:
        """The label of the next paragraph, whose style (own numbering included) is given; None if it shows none."""
        found = self._numbering[style.number]
        if found is None or style.number is None:
            return None
        depth = self._numbering.depth(style)
        counts = self._counts.setdefault(found.abstract, [None] * _DEPTHS)
        if style.number not in self._used:
            self._used.add(style.number)
            for overridden in found.starts:
                if overridden < _DEPTHS:
                    counts[overridden] = None
        for upper in range(depth + 1):
            count = counts[upper]
            if count is None:
                counts[upper] = found.starts.get(upper, found.levels.get(upper, Level()).start)
            elif upper == depth:
                counts[upper] = count + 1
        for lower in range(depth + 1, _DEPTHS):
            restart = found.levels.get(lower, Level()).restart
            if restart is None or depth < restart:
                counts[lower] = None
        return _label(found, depth, counts)


def _label(found: List, depth: int, counts: list[int | None]) -> Label | None:
    level = found.levels.get(depth)
    if level is None or level.hidden:
        return None
    if level.form == "bullet":
        text = _bullet(level)
    else:

        def number(match: re.Match[str]) -> str:
            place = int(match[1]) - 1
            count = counts[place]
            form = found.levels.get(place, Level()).form
            if place > depth or count is None or form == "bullet":
                return ""
            return shown(count, "decimal" if level.legal and form != "none" else form)

        text = _PLACE.sub(number, level.text)
    if not text.strip():
        return None
    text = text.strip(" \t\r\n")
    gap = "" if level.suffix == "nothing" or (level.suffix == "tab" and text[-1] in _TIGHT) else " "
    return Label(text, gap)


def _bullet(level: Level) -> str:
    if is_symbol_font(level.font):
        return "".join(seen(ord(char), level.font) for char in level.text.strip())
    return replaced(level.text, level.font)


def _levels(abstract: etree._Element) -> dict[int, Level]:
    return {_number(one.get(W + "ilvl"), 0): _level(one) for one in abstract.iterchildren(W + "lvl")}


def _level(element: etree._Element) -> Level:
    restart = value(element, "lvlRestart")
    run = element.find(W + "rPr")
    fonts = None if run is None else run.find(W + "rFonts")
    hidden = None if run is None else run.find(W + "vanish")
    legal = element.find(W + "isLgl")
    return Level(
        form=_form(element),
        text=value(element, "lvlText") or "",
        start=_number(value(element, "start"), 0),
        restart=None if restart is None else _number(restart, 0),
        legal=legal is not None and is_on(legal, W + "val", absent=True),
        suffix=value(element, "suff") or "tab",
        font=None if fonts is None else fonts.get(W + "ascii") or fonts.get(W + "hAnsi"),
        hidden=hidden is not None and is_on(hidden, W + "val", absent=True),
        style=value(element, "pStyle"),
    )


def _form(element: etree._Element) -> str:
    """The number format; Word's own formats of leading zeros stand beside a plainer one for older programs."""
    own = element.find(f"{_MC}AlternateContent/{_MC}Choice/{W}numFmt")
    if own is not None and own.get(W + "val") == "custom":
        first = own.get(W + "format", "").split(",")[0].strip()
        if first.isdecimal():
            return f"custom:{len(first)}"
    usual = element.find(W + "numFmt")
    if usual is None:
        usual = element.find(f"{_MC}AlternateContent/{_MC}Fallback/{W}numFmt")
    return "decimal" if usual is None else usual.get(W + "val", "decimal")


def _number(text: str | None, default: int) -> int:
    return min(int(text), 99_999) if text and text.isdecimal() else default
