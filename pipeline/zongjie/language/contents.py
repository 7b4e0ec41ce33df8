"""What the whole of a table's cell is: a figure, marks that stand for one, nothing, or text."""

import re
from decimal import Decimal
from typing import NamedTuple

from .blanks import Blanks
from .marks import RUN
from .quantity import Grammar, Quantity, find

_SIGN = re.compile(r"[-－−+＋↑↓]\s*(?=[0-9０-９])")
_COMPARED = dict.fromkeys("≥＞>", "at_least") | dict.fromkeys("≤＜<", "at_most")
_LESS = frozenset("-－−↓")
_PLAIN = re.compile(r"[0-9０-９]+")
_YEAR_LIKE = re.compile(r"(?:19|20)[0-9]{2}(?:[.．/／-][0-9]{1,2}){0,2}")
_LEADING_ZERO = re.compile(r"[0０][0-9０-９]")
_SLASH = re.compile(r"[0-9０-９][/／][0-9０-９]")
_NUMBERED = 8  # digits of a telephone, a date or an id
_MASKED_DIGITS = re.compile(r"[0-9０-９]{0,3}")
_EMPTY_BRACKETS = re.compile(r"[（(【\[［][ \u3000\u00a0]*[）)】\]］]")
_NOTHING = re.compile(r"[-—－–/／\\、.。〃″\s]*|无|空")
_CLASSES = frozenset(["以上", "及以上", "或以上", "以下", "及以下", "以内", "之内"])
_SMALL = 10  # so small a Chinese numeral names as often as it counts
_LONGEST = 40  # characters of a cell that can be one figure


class Content(NamedTuple):
    """What a cell is. ``sort``: figure, doubtful (may be a year, a date, a telephone), mark, filler, nothing or text.

    ``quantity`` is that of a figure, in offsets of the cell; ``run`` are the marks of one that was not filled in. A
    filler is a word that stands for a figure in a column of figures (待核实, 另报), and is text elsewhere.
    """

    sort: str
    quantity: Quantity | None = None
    run: tuple[int, int] = (0, 0)

    @property
    def is_class(self) -> bool:
        """Whether it may name a class of a scale: 35岁以下, 80—90分."""
        return self.quantity is not None and (self.quantity.high is not None or self.quantity.cue in _CLASSES)


TEXT = Content("text")


def content(text: str, blanks: Blanks) -> Content:
    """What ``text``, a cell without blanks around it, is as a whole."""
    if len(text) > _LONGEST:
        return TEXT
    if _NOTHING.fullmatch(text):
        return Content("nothing")
    if _EMPTY_BRACKETS.fullmatch(text):
        return Content("mark", run=(0, len(text)))
    digits = _MASKED_DIGITS.match(text).end()  # type: ignore[union-attr]
    run = RUN.fullmatch(text, digits)
    if run is not None:
        return Content("mark", run=run.span())
    if blanks.weak.fullmatch(text):
        return Content("filler", run=(0, len(text)))
    quantity = figure(text, blanks.g)
    if quantity is None:
        return TEXT
    return Content("doubtful" if _is_doubtful(text, quantity) else "figure", quantity)


def figure(text: str, g: Grammar) -> Quantity | None:
    """The quantity that ``text`` is, but for words of its bound; signs and arrows before a number count as its sign."""
    compared = _COMPARED.get(text[:1])
    sign = _SIGN.match(text)
    low = sign.end() if sign else 1 if compared else 0
    if _LEADING_ZERO.match(text, low) or _SLASH.search(text):
        return None
    body = text[low:]
    found = next(find(body, g, loose=True), None)
    if found is None or found.numeral == "chinese" and found.value <= _SMALL:
        return None  # 二班, 三组
    before, after = body[: found.start].strip(), body[found.end :].strip()
    if (before and g.before.at(body, found.start) != before) or (after and g.after.fullmatch(after) is None):
        return None
    if compared:
        return found._replace(start=low + found.start, end=low + found.end, bound=compared, cue=text[0])
    if sign is None:
        return found
    less = text[0] in _LESS
    return found._replace(
        start=0, end=found.end + low, value=-found.value if less else found.value, high=None if less else found.high
    )


def _is_doubtful(text: str, quantity: Quantity) -> bool:
    """Whether a number without a unit may be a year, a date, a telephone or a span of days."""
    if quantity.unit:
        return False
    plain = _PLAIN.fullmatch(text) is not None
    return (
        bool(quantity.high is not None or plain and len(text) >= _NUMBERED or _YEAR_LIKE.fullmatch(text))
        or quantity.value > Decimal(10) ** 15
    )
