"""Fills fragments: choices made, figures drawn so that they agree with one another, names and dates put in."""

from collections.abc import Sequence
from decimal import Decimal
from random import Random
from typing import Any, NamedTuple

from .bank import CHOICE, NEUTRAL, REGISTERS, Bank, Field, Slot, Word, measure, parse
from .text import Figure, Piece

# How likely the registers are, in their order, by the kind of unit.
_LIKELY = {
    "镇街": (8, 2, 0),
    "机关": (8, 0, 2),
    "学校": (7, 2, 1),
    "医院": (5, 0, 4),
    "企业": (3, 0, 6),
    "村社": (3, 5, 0),
}
_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


class Unit(NamedTuple):
    """A unit of the roster; ``kind`` is its row in the bank's table of units."""

    name: str
    aliases: tuple[str, ...]
    kind: str


class Subject(NamedTuple):
    """What a summary is about. ``values`` are the demanded figures of the unit and year, ``before`` last year's.

    Without ``values`` there are no demanded figures, and no tables of them. ``register`` is drawn if it is empty.
    """

    unit: Unit
    kind: str
    year: int
    values: dict[str, Decimal]
    before: dict[str, Decimal]
    register: str = ""


class Wording:
    """The choices of one summary and what it has used up."""

    def __init__(self, bank: Bank, subject: Subject, random: Random, taken: set[str]) -> None:
        self.bank, self.subject, self.random, self.taken = bank, subject, random, taken
        self.common = bank.common
        self.table = bank.units[subject.unit.kind]
        self.register = subject.register or random.choices(REGISTERS, _LIKELY[subject.unit.kind])[0]
        self.used: set[str] = set()  # indicators, and stories that have been told
        self.next = random.choice(("明年", f"{subject.year + 1}年"))
        self.commas = random.random() < 0.3
        self.style = random.choice(("chinese", "chinese", "chinese", "parts", "arabic"))
        self.automatic = self.style == "chinese" and random.random() < 0.4
        self.called = random.choice((subject.unit.name, *subject.unit.aliases))

    # -- fragments to pieces ----------------------------------------------------------------------------------

    def pieces(self, text: str, kind: str = "actual", **words: str) -> list[Piece]:
        """``text`` with its choices made and its slots filled."""
        parsed = parse(self.chosen(text))
        values = self._values([one for one in parsed if isinstance(one, Slot)])
        pieces: list[Piece] = []
        for one in parsed:
            if isinstance(one, Slot):
                pieces.append(self._figure(one, values[id(one)], kind, _places(parsed, one)))
            elif isinstance(one, Word):
                pieces.append(Piece(one.text, word=one.kind) if one.text else self._word(one.kind, words))
            else:
                pieces.append(Piece(one))
        return pieces

    def _values(self, slots: list[Slot]) -> dict[int, Decimal]:
        labels: dict[str, Decimal] = {}
        values: dict[int, Decimal] = {}
        for slot in slots:
            if not slot.formula:
                value = values[id(slot)] = draw(self.random, slot.low, slot.high, slot.places)
                labels[slot.label] = value
        for slot in slots:
            if slot.formula:
                first, sign, second = slot.formula
                values[id(slot)] = labels[first] + labels[second] if sign == "+" else labels[first] - labels[second]
        return values

    def _figure(self, slot: Slot, value: Decimal, kind: str, place: str) -> Piece:
        value *= measure(slot.unit)[0]
        return written(slot.indicator, slot.indicator, value, slot.unit, self.commas, kind, place)

    def _word(self, kind: str, words: dict[str, str]) -> Piece:
        random, year = self.random, self.subject.year
        names = self.common["words"]
        month = random.randint(2, 11)
        text = words.get(kind) or {
            "单位": self.called,
            "上级": self.table["superior"],
            "年": f"{year}年",
            "明年": self.next,
            "部门": random.choice(self.table["departments"]),
            "人名": random.choice(names["surnames"]) + random.choice(names["given"]),
            "地名": random.choice(names["places"]),
            "日期": f"{month}月{random.randint(1, _DAYS[month - 1])}日",
            "月": f"{month}月",
        }.get(kind, "")
        return Piece(text, word=kind)

    def texts(self, field: Field, name: str) -> tuple[str, ...]:
        """The list ``name`` of ``field`` in the summary's register; the formal one where it has none that fits."""
        own = field.others.get(self.register, {}).get(name, ()) if self._reaches(field) else ()
        formal = field.lists.get(name, ()) if self.is_own(field) else ()
        return own + formal if name in NEUTRAL else own or formal

    def is_own(self, field: Field) -> bool:
        """Whether units of this kind report on ``field`` in formal words."""
        kinds = (self.subject.unit.kind, self.subject.kind)
        return field is self.bank.general or any(kind in field.kinds for kind in kinds)

    def _reaches(self, field: Field) -> bool:
        return field is self.bank.general or self.subject.unit.kind in field.reach.get(self.register, ())

    def shared(self, name: str, chance: float = 1.0) -> str:
        """One of the wordings that all fields share; with ``chance``, and if there are any, else ""."""
        texts = self._general(name)
        return self.random.choice(texts) if texts and self.random.random() < chance else ""

    def some(self, name: str, count: int) -> list[str]:
        """Up to ``count`` different ones of them, filled up with ""."""
        texts = self._general(name)
        chosen = self.random.sample(texts, min(count, len(texts)))
        return chosen + [""] * (count - len(chosen))

    def _general(self, name: str) -> tuple[str, ...]:
        """What all fields share; in another register where there is nothing else, as may be in a split."""
        general = self.bank.general
        others = (texts for lists in general.others.values() if (texts := lists.get(name)))
        return self.texts(general, name) or next(others, ())

    def fresh(self, texts: Sequence[str], count: int) -> list[str]:
        """``count`` of ``texts`` whose indicators the summary has not used yet, in random order."""
        chosen: list[str] = []
        for text in self.random.sample(texts, len(texts)):
            if len(chosen) < count and self._fresh(text):
                chosen.append(text)
        return chosen

    def unsaid(self, texts: Sequence[str]) -> str:
        """One of ``texts`` that is fresh and that nobody has worded so yet; "" if there is none."""
        for text in self.random.sample(texts, len(texts)):
            if text not in self.taken and self._fresh(text):
                self.taken.add(text)
                return text
        return ""

    def _fresh(self, text: str) -> bool:
        indicators = {one.indicator for one in parse(CHOICE.sub("", text)) if isinstance(one, Slot)}
        if indicators & self.used:
            return False
        self.used |= indicators
        return True

    def turn(self, texts: tuple[Any, ...]) -> tuple[Any, ...]:
        """The half of ``texts`` that is this year's, so that a unit does not repeat itself from year to year."""
        return texts[self.subject.year % 2 :: 2] or texts

    def chosen(self, text: str) -> str:
        """``text`` with its choices made."""
        return CHOICE.sub(lambda match: self.random.choice(match[1].split("|")), text)

    def once(self, text: str) -> bool:
        """Whether nobody has worded it so yet."""
        if text in self.taken:
            return False
        self.taken.add(text)
        return True

    def worded(self, field: Field, name: str, kind: str = "actual") -> list[Piece]:
        """A sentence of the list ``name`` (experience, suggestions) of ``field``; a generic one if all are taken."""
        if text := self.unsaid(self.texts(field, name)):
            return self.pieces(text, kind)
        generic = [text for text in self._general(name) if CHOICE.search(text) or text not in self.taken]
        text = self.random.choice(generic) if generic else ""
        self.taken.add(text)
        return self.pieces(text, kind, 领域=field.name)


def written(
    name: str, indicator: str, value: Decimal, unit: str, commas: bool, kind: str = "actual", place: str = "total"
) -> Piece:
    """The piece of a figure: ``value`` is without the scale of ``unit`` (万元); ``commas`` part its thousands."""
    factor, bare = measure(unit)
    shown = (value / factor).normalize()
    shown = shown.quantize(Decimal(1)) if shown == shown.to_integral_value() else shown
    return Piece(
        (f"{shown:,f}" if commas else f"{shown:f}") + unit, Figure(name, indicator, value, bare, unit, kind, place)
    )


def draw(random: Random, low: Decimal, high: Decimal, places: int) -> Decimal:
    """A number of ``places`` decimals between ``low`` and ``high``, small ones oftener; no round thousands."""
    step = Decimal(10) ** -places
    first, last = int(low / step), int(high / step)
    at = min(random.randint(first, last), random.randint(first, last)) if last > 20 * first else 0
    return Decimal(at or random.randint(first, last)) * step


def _places(parsed: tuple[Any, ...], slot: Slot) -> str:
    """What ``slot`` is in its fragment: a total and its parts, or the ends of a change and its amount."""
    formulas = [one for one in parsed if isinstance(one, Slot) and one.formula]
    if not formulas or not (slot.formula or slot.label):
        return "total"
    slots = [one for one in parsed if isinstance(one, Slot)]
    is_change = slots[0] is not formulas[0]
    if not is_change:
        return "total" if slot.formula else "part"
    if slot.formula:
        return "to"
    return "from" if slot is slots[0] else "by"
