"""The phrase bank: fragments of summaries with slots, read from ``phrases/*.toml`` (notation: see README.md)."""

import re
import tomllib
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

PHRASES = Path(__file__).with_name("phrases")

# What a list of a field holds → the role of the section that its fragments belong to.
ROLES = {
    "headings": "achievements",
    "openers": "achievements",
    "cores": "achievements",
    "parts": "achievements",
    "changes": "achievements",
    "results": "achievements",
    "experience": "experience",
    "problems": "problems",
    "details": "problems",
    "plan_heads": "plans",
    "plans": "plans",
    "suggestions": "suggestions",
}
WORDS = frozenset(("单位", "上级", "年", "明年", "部门", "人名", "地名", "日期", "月", "数", "低", "高", "领域"))

_TOKEN = re.compile(r"\{([^{}]*)\}|<([^<>]*)>")
_RANGE = re.compile(r"(\d+(?:\.\d+)?)~(\d+(?:\.\d+)?)([^\d#]+)(?:#([a-z]))?")
_FORMULA = re.compile(r"=([a-z])([+-])([a-z])([^\d#a-z+-]+)")
CHOICE = re.compile(r"\[([^\[\]]*\|[^\[\]]*)\]")
_SCALES = {"万": 10**4, "亿": 10**8}


class Slot(NamedTuple):
    """A figure to be filled in: drawn between ``low`` and ``high`` with ``places`` decimals, or reckoned.

    ``formula`` is (label, sign, label) of other slots of the fragment or None; ``indicator`` says what is counted.
    """

    indicator: str
    unit: str
    low: Decimal
    high: Decimal
    places: int
    label: str
    formula: tuple[str, str, str] | None


class Word(NamedTuple):
    """A name, date or the like to be filled in; ``kind`` is one of ``WORDS``."""

    kind: str


class Fragment(NamedTuple):
    """One phrase of the bank: ``list`` is the list of its ``field`` (党建 …) that it stands in."""

    field: str
    list: str
    number: int
    text: str

    @property
    def role(self) -> str:
        """The role of the sections that it belongs to."""
        return ROLES[self.list]


class Field(NamedTuple):
    """One field of work: ``kinds`` are the kinds of units and of documents that report on it."""

    name: str
    kinds: tuple[str, ...]
    lists: dict[str, tuple[str, ...]]


class Bank(NamedTuple):
    """All of it: the fields in the order of their files, and the tables of what all summaries share."""

    fields: tuple[Field, ...]
    common: dict[str, Any]
    units: dict[str, dict[str, Any]]
    tales: tuple[str, ...]

    def fragments(self) -> Iterator[Fragment]:
        """Every fragment of every field."""
        for field in self.fields:
            for name, texts in field.lists.items():
                for number, text in enumerate(texts):
                    yield Fragment(field.name, name, number, text)


@lru_cache(maxsize=1)
def load() -> Bank:
    """The bank of this folder."""
    tables = {path.stem: tomllib.loads(path.read_text("utf-8")) for path in sorted(PHRASES.glob("*.toml"))}
    common, units, tales = tables.pop("common"), tables.pop("units"), tables.pop("tales")
    fields = (
        Field(one["field"], tuple(one["kinds"]), {name: tuple(one[name]) for name in ROLES}) for one in tables.values()
    )
    return Bank(tuple(fields), common, units, tuple(tales["tales"]))


@lru_cache(maxsize=4096)
def parse(text: str) -> tuple[str | Slot | Word, ...]:
    """The pieces of a fragment whose choices ``[a|b]`` have been made: plain text, slots and words.

    A slot takes the indicator in ``<…>`` right behind it, else the last one before it.
    Raises ValueError for a slot that is neither a word nor a range nor a formula, or that has no indicator.
    """
    pieces: list[str | Slot | Word] = []
    at, indicator = 0, ""
    for token in _TOKEN.finditer(text):
        if token.start() > at:
            pieces.append(text[at : token.start()])
        at = token.end()
        if token[2] is not None:
            pieces.append(token[2])
            indicator = token[2]
        elif token[1] in WORDS:
            pieces.append(Word(token[1]))
        else:
            behind = _TOKEN.match(text, at)
            own = behind[2] if behind and behind[2] else indicator
            pieces.append(_slot(token[1], own, text))
    if at < len(text):
        pieces.append(text[at:])
    return tuple(pieces)


def _slot(content: str, indicator: str, text: str) -> Slot:
    if not indicator:
        raise ValueError(f"no indicator for {{{content}}} in {text}")
    if ranged := _RANGE.fullmatch(content):
        low, high = Decimal(ranged[1]), Decimal(ranged[2])
        places = len(ranged[1].partition(".")[2])
        return Slot(indicator, ranged[3], low, high, places, ranged[4] or "", None)
    if formula := _FORMULA.fullmatch(content):
        labels = (formula[1], formula[2], formula[3])
        return Slot(indicator, formula[4], Decimal(0), Decimal(0), 0, "", labels)
    raise ValueError(f"no range and no formula: {{{content}}} in {text}")


def measure(unit: str) -> tuple[int, str]:
    """The factor and the unit without its scale: 万元 → 10000, 元."""
    return (_SCALES[unit[0]], unit[1:]) if unit[0] in _SCALES and len(unit) > 1 else (1, unit)


def faults(bank: Bank) -> list[str]:
    """What is wrong with the bank; nothing if it is sound."""
    found: list[str] = []
    seen: dict[str, Fragment] = {}
    for one in bank.fragments():
        place = f"{one.field}.{one.list}[{one.number}]"
        if one.text in seen and one.list != "plan_heads":
            found.append(f"{place} repeats {seen[one.text].field}: {one.text}")
        seen[one.text] = one
        try:
            slots = [piece for piece in parse(CHOICE.sub(r"", one.text)) if isinstance(piece, Slot)]
        except ValueError as error:
            found.append(f"{place}: {error}")
            continue
        found += [f"{place}: {fault}" for fault in _slot_faults(one.list, slots)]
    return found


def _slot_faults(name: str, slots: list[Slot]) -> Iterator[str]:
    by_label = {slot.label: slot for slot in slots if slot.label}
    if name in ("parts", "changes") and not any(slot.formula for slot in slots):
        yield "nothing is reckoned"
    if name == "cores" and not slots:
        yield "no figure"
    for slot in slots:
        first, sign, second = slot.formula or ("", "", "")
        if slot.formula and (first not in by_label or second not in by_label):
            yield "a formula of unknown slots"
        elif slot.formula and sign == "-" and by_label[first].low <= by_label[second].high:
            yield "a difference that is not above zero"
        elif slot.formula and sign == "+" and slot.unit == "%":
            if by_label[first].high + by_label[second].high > 100:
                yield "a share over 100"
        elif not slot.formula and not 0 < slot.low < slot.high:
            yield f"an empty range of {slot.indicator}"
