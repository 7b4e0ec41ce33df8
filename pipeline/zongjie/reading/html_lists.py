"""The numbers that a browser puts before the items of an ordered list."""

import re

from lxml import etree

_STYLE = re.compile(
    r"list-style(?:-type)?\s*:[^;]*?\b(none|decimal|lower-alpha|upper-alpha|lower-roman|upper-roman)\b", re.I
)
_TYPES = {"1": "decimal", "a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman", "I": "upper-roman"}
_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
    (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
_ROMAN_END = 4000
_INTEGER = re.compile(r"\s*([+-]?\d{1,9})")
LISTS = frozenset({"ol", "ul", "menu", "dir"})


class List:
    """A list that is being read: counts its items."""

    def __init__(self, element: etree._Element) -> None:
        self._style = _style(element, "decimal" if element.tag == "ol" else "none")
        self._next = _integer(element.get("start"), 1)

    def label(self, item: etree._Element) -> str | None:
        """The number that stands before ``item``, the next of the list (1. b. IV.); None if it has none."""
        number = _integer(item.get("value"), self._next)
        self._next = number + 1
        style = _style(item, self._style)
        return None if style == "none" else f"{_written(number, style)}."


def _style(element: etree._Element, usual: str) -> str:
    css = _STYLE.search(element.get("style", ""))
    return css[1].lower() if css else _TYPES.get(element.get("type", ""), usual)


def _integer(given: str | None, usual: int) -> int:
    match = _INTEGER.match(given or "")
    return int(match[1]) if match else usual


def _written(number: int, style: str) -> str:
    if style.endswith("alpha") and number > 0:
        letters = ""
        while number:
            number, rest = divmod(number - 1, 26)
            letters = chr(ord("a") + rest) + letters
        return letters.upper() if style.startswith("upper") else letters
    if style.endswith("roman") and 0 < number < _ROMAN_END:
        written = ""
        for value, letters in _ROMAN:
            count, number = divmod(number, value)
            written += letters * count
        return written if style.startswith("upper") else written.lower()
    return str(number)
