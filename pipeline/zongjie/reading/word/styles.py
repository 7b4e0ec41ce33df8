"""What the styles of a Word file say of a paragraph or run: outline level, bold, hidden, title, number, font."""

import re
from typing import NamedTuple, Self

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_VAL = W + "val"
_FONTS, _BOLD, _HIDDEN, _STYLE = W + "rFonts", W + "b", W + "vanish", W + "rStyle"
_HEADING_NAME = re.compile(r"(?:heading|标题)\s*([1-9])", re.I)
_TITLE_NAMES = ("title", "标题")
_FIRST_ROW = 0x20  # in the bits that old files write instead of w:firstRow


class Style(NamedTuple):
    """What one style comes to with all that it is based on; None where neither says anything.

    ``level`` is the outline level (1 is the highest, 0 body text). ``number`` is the id of the automatic numbering
    ("0": none), ``depth`` the level in it, from 0, and ``numbered_by`` the id of the style that says so. ``font`` is
    that of letters.
    """

    name: str = ""
    level: int | None = None
    bold: bool | None = None
    hidden: bool | None = None
    number: str | None = None
    depth: int | None = None
    numbered_by: str = ""
    font: str | None = None

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
            font=self.font or base.font,
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

    def run(self, properties: etree._Element | None, paragraph: Style) -> tuple[bool, bool, str | None]:
        """Whether a run with the ``w:rPr`` given, in a paragraph of that style, is (bold, hidden); and its font."""
        bold = hidden = font = None
        base = PLAIN
        for child in properties if properties is not None else ():  # one pass: this is done for each run
            tag = child.tag
            if tag == _FONTS:
                font = _letters(child)
            elif tag == _BOLD:
                bold = is_on(child, _VAL, absent=True)
            elif tag == _HIDDEN:
                hidden = is_on(child, _VAL, absent=True)
            elif tag == _STYLE:
                base = self[child.get(_VAL, "")]
        # Both are toggles: a bold word within a bold heading style is set off by being plain.
        if bold is None:
            bold = bool(paragraph.bold) != bool(base.bold) or self.bold_default
        if hidden is None:
            hidden = bool(paragraph.hidden) != bool(base.hidden)
        return bold, hidden, font or base.font or paragraph.font

    def heads(self, table: etree._Element) -> bool:
        """Whether the style that ``w:tblPr`` names makes the table's first row head it."""
        look = table.find(W + "tblLook")
        first = look is not None and (is_on(look, W + "firstRow") or bool(_hex(look.get(_VAL)) & _FIRST_ROW))
        key, passed = value(table, "tblStyle"), set[str]()
        while first and key in self._elements and key not in passed:
            passed.add(key)
            for part in self._elements[key].iterchildren(W + "tblStylePr"):
                row = part.find(W + "trPr")
                head = None if row is None or part.get(W + "type") != "firstRow" else _switch(row, "tblHeader")
                if head is not None:
                    return head
            key = value(self._elements[key], "basedOn")
        return False


def _read(name: str, paragraph: etree._Element | None, run: etree._Element | None) -> Style:
    level = None if paragraph is None else _level(paragraph)
    number, depth = (None, None) if paragraph is None else _number(paragraph)
    if run is None:
        return Style(name, level, number=number, depth=depth)
    fonts = run.find(_FONTS)
    font = None if fonts is None else _letters(fonts)
    return Style(name, level, _switch(run, "b"), _switch(run, "vanish"), number, depth, font=font)


def _letters(fonts: etree._Element) -> str | None:
    """The font of letters that ``w:rFonts`` names."""
    name: str | None = fonts.get(W + "ascii") or fonts.get(W + "hAnsi")
    return name


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


def _hex(text: str | None) -> int:
    try:
        return int(text or "0", 16)
    except ValueError:
        return 0


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


def is_set(parent: etree._Element, name: str) -> bool:
    """Whether a mark such as ``w:del`` or a switch such as ``w:vanish`` stands in ``parent`` and is not off."""
    element = parent.find(W + name)
    return element is not None and is_on(element, _VAL, absent=True)
