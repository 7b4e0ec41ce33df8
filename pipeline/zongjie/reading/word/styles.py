"""What the styles of a Word file say of a paragraph or run: outline level, bold, hidden, title, number, font."""

import re
from typing import NamedTuple, Self

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_VAL = W + "val"
_HEADING_NAME = re.compile(r"(?:heading|标题)\s*([1-9])", re.I)
_TITLE_NAMES = ("title", "标题")


class Style(NamedTuple):
    """What one style comes to with all that it is based on; None where neither says anything.

    ``level`` is the outline level (1 is the highest, 0 body text). ``number`` is the id of the automatic numbering
    ("0": none), ``depth`` the level in it, from 0, and ``numbered_by`` the id of the style that says so.
    """

    name: str = ""
    level: int | None = None
    bold: bool | None = None
    hidden: bool | None = None
    number: str | None = None
    depth: int | None = None
    numbered_by: str = ""

    @property
    def is_title(self) -> bool:
        """Whether this is the style of the document's own title."""
        return self.name.lower() in _TITLE_NAMES

    def over(self, base: Self) -> Self:
        """This style where it says something, else ``base``."""
        return self._replace(
            level=base.level if self.level is None else self.level,
            bold=base.bold if self.bold is None else self.bold,
            hidden=base.hidden if self.hidden is None else self.hidden,
            number=base.number if self.number is None else self.number,
            depth=base.depth if self.depth is None else self.depth,
            numbered_by=base.numbered_by if self.number is None else self.numbered_by,
        )


PLAIN = Style()


class Styles:
    """The styles of the part ``root`` (None: the file has none) by their ids."""

    def __init__(self, root: etree._Element | None) -> None:
        self._elements: dict[str, etree._Element] = {}
        self._resolved: dict[str, Style] = {}
        self.paragraph_default, self.bold_default = PLAIN, False
        if root is None:
            return
        defaults = root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
        self.bold_default = defaults is not None and bool(_switch(defaults, "b"))
        for element in root.iter(W + "style"):
            self._elements.setdefault(element.get(W + "styleId", ""), element)
        for key, element in self._elements.items():
            if element.get(W + "type") == "paragraph" and is_on(element, W + "default"):
                self.paragraph_default = self[key]

    def __getitem__(self, key: str) -> Style:
        """The style of that id; one that the file does not define is plain."""
        if key not in self._resolved:
            self._resolved[key] = PLAIN  # ends a chain that comes back to itself
            self._resolved[key] = self._resolve(self._elements.get(key))
        return self._resolved[key]

    def _resolve(self, element: etree._Element | None) -> Style:
        if element is None:
            return PLAIN
        own = _read(value(element, "name") or "", element.find(W + "pPr"), element.find(W + "rPr"))
        own = own._replace(numbered_by=element.get(W + "styleId", ""))
        heading = _HEADING_NAME.fullmatch(own.name)
        if own.level is None and heading:
            own = own._replace(level=int(heading[1]))
        base = value(element, "basedOn")
        return own.over(self[base]) if base else own

    def paragraph(self, properties: etree._Element | None) -> Style:
        """The style of a paragraph with the ``w:pPr`` given, its own outline level included."""
        if properties is None:
            return self.paragraph_default
        key = value(properties, "pStyle")
        style = self[key] if key in self._elements else self.paragraph_default
        level, (number, depth) = _level(properties), _number(properties)
        if level is not None:
            style = style._replace(level=level)
        if number is not None:
            # A number of the paragraph's own begins at its own depth, or at the first.
            return style._replace(number=number, depth=depth or 0, numbered_by="")
        return style if depth is None else style._replace(depth=depth)

    def run(self, properties: etree._Element | None, paragraph: Style) -> tuple[bool, bool]:
        """Whether a run with the ``w:rPr`` given, in a paragraph of that style, is (bold, hidden)."""
        own = base = PLAIN
        if properties is not None and len(properties):
            own = _read("", None, properties)
            base = self[value(properties, "rStyle") or ""]
        # Bold is a toggle: a bold word within a bold heading style is set off by being plain.
        styled = bool(paragraph.bold) != bool(base.bold) or self.bold_default
        hidden = next((one for one in (own.hidden, base.hidden, paragraph.hidden) if one is not None), False)
        return (styled if own.bold is None else own.bold), hidden or False


def _read(name: str, paragraph: etree._Element | None, run: etree._Element | None) -> Style:
    level = None if paragraph is None else _level(paragraph)
    number, depth = (None, None) if paragraph is None else _number(paragraph)
    bold, hidden = (None, None) if run is None else (_switch(run, "b"), _switch(run, "vanish"))
    return Style(name, level, bold, hidden, number, depth)


def _level(properties: etree._Element) -> int | None:
    number = value(properties, "outlineLvl")
    if number is None or not number.isdigit():
        return None
    return int(number) + 1 if int(number) < 9 else 0


def _number(properties: etree._Element) -> tuple[str | None, int | None]:
    """The id and the depth of the automatic numbering that ``w:pPr`` itself names."""
    numbering = properties.find(W + "numPr")
    if numbering is None:
        return None, None
    depth = value(numbering, "ilvl") or ""
    return value(numbering, "numId"), min(int(depth), 8) if depth.isdecimal() else None


def _switch(properties: etree._Element, name: str) -> bool | None:
    element = properties.find(W + name)
    return None if element is None else is_on(element, _VAL, absent=True)


def value(element: etree._Element, name: str) -> str | None:
    """The ``w:val`` of the child ``name``, None if there is none."""
    child = element.find(W + name)
    return None if child is None else child.get(_VAL)


def is_on(element: etree._Element, attribute: str, *, absent: bool = False) -> bool:
    """The on/off value of ``attribute``; ``absent`` if it is not there."""
    given = element.get(attribute)
    return absent if given is None else given.lower() not in ("0", "false", "off")
