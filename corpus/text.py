"""A summary in the making: paragraphs of pieces, so that a fault can be planted where its key is known."""

from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any, NamedTuple

NUMERALS = "零一二三四五六七八九十"


@dataclass
class Figure:
    """A figure with its key. ``value`` is in ``unit`` without its scale (None: left open).

    ``place`` is total, part, from, to or by; ``kind`` actual or target; ``name`` is what the season calls the
    indicator.
    """

    name: str
    indicator: str
    value: Decimal | None
    unit: str
    unit_text: str
    kind: str
    place: str = "total"


@dataclass
class Piece:
    """A run of text; ``figure`` or ``word`` (部门, 人名 …) says what it is.

    ``role`` is that of a sentence that turns from the role of its paragraph.
    """

    text: str
    figure: Figure | None = None
    word: str = ""
    role: str = ""

    def copy(self) -> "Piece":
        """A piece of its own that can be changed."""
        figure = None if self.figure is None else Figure(**vars(self.figure))
        return Piece(self.text, figure, self.word, self.role)


@dataclass
class Para:
    """A paragraph; ``style`` is title, salutation, heading, lead (run-in head), body, table, signature or date.

    ``level`` is that of a heading, ``label`` its number as written; ``rows`` are the cells of a table.
    ``field_of`` names the field of work or the special kind of its text.
    ``fragile`` is set once a fault sits in it, so that no second one disturbs its key.
    """

    style: str
    pieces: list[Piece] = field(default_factory=list)
    role: str = ""
    level: int = 0
    label: str = ""
    rows: list[list[str]] = field(default_factory=list)
    fragile: bool = False
    field_of: str = ""

    @property
    def text(self) -> str:
        """What a reader sees, without the number."""
        return "".join(piece.text for piece in self.pieces)

    def copy(self) -> "Para":
        """A paragraph of its own that can be changed."""
        return Para(
            self.style,
            [piece.copy() for piece in self.pieces],
            self.role,
            self.level,
            self.label,
            [list(row) for row in self.rows],
            self.fragile,
            self.field_of,
        )

    def sentence(self, piece: Piece) -> str:
        """The sentence that ``piece`` stands in."""
        start = 0
        for one in self.pieces:
            if one is piece:
                break
            start += len(one.text)
        text = self.text
        first = text.rfind("。", 0, start) + 1
        last = text.find("。", start + len(piece.text))
        return text[first : last + 1 if last >= 0 else len(text)]


class Fault(NamedTuple):
    """A planted fault: ``rule`` finds it, ``also`` are rules that may say something of it as well.

    ``quote`` is the faulty text and ``passage`` a longer piece of the document's text around it ("": the whole
    document, or a cell); ``others`` are further passages where it may be reported. ``optional`` ones need not be
    found (the original of a copy, say).
    """

    rule: str
    quote: str
    passage: str
    detail: str = ""
    others: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    optional: bool = False

    def key(self) -> dict[str, Any]:
        """Its entry in the key."""
        return {**self._asdict(), "also": list(self.also), "others": list(self.others)}


@dataclass
class Summary:
    """One summary of ``unit`` (its name in the roster) for ``year``; ``kind`` is the demanded document that it is.

    ``style`` numbers its headings, ``automatic`` says that Word does; ``tables`` that its file can hold tables,
    ``stars`` that ``*`` is no markup there. ``changed`` are indicators whose sum a fault makes doubtful.
    ``register`` is formal, plain or business.
    """

    unit: str
    kind: str
    year: int
    paras: list[Para]
    style: str = "chinese"
    automatic: bool = False
    tables: bool = True
    stars: bool = True
    faults: list[Fault] = field(default_factory=list)
    changed: set[str] = field(default_factory=set)
    register: str = "formal"

    def copy(self) -> "Summary":
        """A version of its own that can be changed."""
        paras = [para.copy() for para in self.paras]
        return replace(self, paras=paras, faults=list(self.faults), changed=set(self.changed))

    def figures(self) -> list[Figure]:
        """All figures of its running text, in order."""
        return [piece.figure for para in self.paras for piece in para.pieces if piece.figure]

    def body(self, *roles: str) -> list[Para]:
        """Paragraphs of running text of ``roles`` (any, if none is named) that no fault sits in."""
        return [
            para
            for para in self.paras
            if para.style == "body" and not para.fragile and (not roles or para.role in roles)
        ]


def numeral(value: int) -> str:
    """A number from 1 to 19 in Chinese."""
    return NUMERALS[value] if value <= 10 else "十" + NUMERALS[value - 10]


def number(paras: list[Para], style: str) -> None:
    """Gives the headings their numbers: 一、 and （一） (chinese), 第一部分 and 一、 (parts), 一、 and 1. (arabic)."""
    first = second = 0
    for para in paras:
        if para.style == "heading" and para.level == 1:
            first, second = first + 1, 0
            para.label = f"第{numeral(first)}部分　" if style == "parts" else f"{numeral(first)}、"
        elif para.level == 2:
            second += 1
            if para.fragile:
                continue  # its number is the fault
            shown = numeral(second)
            para.label = {"chinese": f"（{shown}）", "parts": f"{shown}、", "arabic": f"{second}."}[style]
