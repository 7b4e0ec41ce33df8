"""The phrase bank: fragments of summaries with slots, read from ``phrases/*.toml`` (notation: see README.md)."""

import re
import sys
import tomllib
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from .splits import SPLITS, split_of

PHRASES = Path(__file__).with_name("phrases")
GENERAL = "general"  # the file of what all fields share
REGISTERS = ("formal", "plain", "business")

# What a list holds → the role of the section that its fragments belong to.
ROLES = {
    # lists of a field
    "headings": "achievements",
    "openers": "achievements",
    "cores": "achievements",
    "parts": "achievements",
    "changes": "achievements",
    "results": "achievements",
    "experience": "experience",
    "problems": "problems",
    "details": "problems",
    "troubles": "problems",
    "plan_heads": "plans",
    "plans": "plans",
    "aims": "plans",
    "suggestions": "suggestions",
    # lists that all fields share
    "salutations": "overview",
    "leads": "overview",
    "thoughts": "overview",
    "deeds": "overview",
    "announcements": "overview",
    "overviews": "overview",
    "headings_achievements": "achievements",
    "achievement_intros": "achievements",
    "stories": "achievements",
    "practices": "achievements",
    "counted": "achievements",
    "ranges": "achievements",
    "quoted": "achievements",
    "people": "achievements",
    "dated": "achievements",
    "concessions": "achievements",
    "headings_experience": "experience",
    "experience_turns": "experience",
    "headings_problems": "problems",
    "problem_intros": "problems",
    "problem_turns": "problems",
    "problem_tails": "problems",
    "hedges": "problems",
    "causes": "problems",
    "reasons": "problems",
    "headings_plans": "plans",
    "plan_intros": "plans",
    "plan_turns": "plans",
    "plan_tails": "plans",
    "promises": "plans",
    "measures": "plans",
    "headings_suggestions": "suggestions",
    "suggestion_turns": "suggestions",
    "closings": "closing",
}
# Lists whose wordings fit any register.
NEUTRAL = frozenset(("cores", "parts", "changes", "plans"))
WORDS = frozenset(
    ("单位", "上级", "年", "明年", "部门", "人名", "地名", "日期", "月", "数", "低", "高", "领域", "举措")
)

_TOKEN = re.compile(r"\{([^{}]*)\}|<([^<>]*)>|«([^«»]*)»")
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
    """A name, date or the like to be filled in; ``kind`` is one of ``WORDS``; 举措, an initiative, has its ``text``."""

    kind: str
    text: str = ""


class Fragment(NamedTuple):
    """One phrase of the bank: ``list`` is the list of its ``field`` (党建 …) that it stands in."""

    field: str
    list: str
    number: int
    text: str
    register: str = "formal"

    @property
    def role(self) -> str:
        """The role of the sections that it belongs to."""
        return ROLES[self.list]

    @property
    def split(self) -> str:
        """The split that it belongs to: train, dev or test."""
        return split_of(self.text)


class Field(NamedTuple):
    """One field of work: ``kinds`` are the kinds of units and of documents that report on it.

    ``lists`` are its formal wordings, ``others`` those of other registers, which fit the kinds of units in ``reach``;
    ``pairs`` are the formal problems with their details ("": not in this split).
    """

    name: str
    kinds: tuple[str, ...]
    lists: dict[str, tuple[str, ...]]
    others: dict[str, dict[str, tuple[str, ...]]]
    reach: dict[str, tuple[str, ...]]
    pairs: tuple[tuple[str, str], ...]


class Bank(NamedTuple):
    """All of it: the fields in the order of their files, what they share, and tables that are no fragments."""

    fields: tuple[Field, ...]
    general: Field
    common: dict[str, Any]
    units: dict[str, dict[str, Any]]
    tales: tuple[str, ...]

    def fragments(self) -> Iterator[Fragment]:
        """Every fragment of every field and register."""
        for field in (*self.fields, self.general):
            for register, lists in {"formal": field.lists, **field.others}.items():
                for name, texts in lists.items():
                    for number, text in enumerate(texts):
                        yield Fragment(field.name, name, number, text, register)


@lru_cache(maxsize=len(SPLITS) + 1)
def load(split: str | None = None) -> Bank:
    """The bank of this folder, or only the fragments of one ``split`` of it (train, dev, test).

    Raises ValueError for another split.
    """
    if split not in (None, *SPLITS):
        raise ValueError(f"no split {split}: one of {', '.join(SPLITS)}")
    tables = {path.stem: tomllib.loads(path.read_text("utf-8")) for path in sorted(PHRASES.glob("*.toml"))}
    common, units, tales = tables.pop("common"), tables.pop("units"), tables.pop("tales")
    general = _field(tables.pop(GENERAL), split)
    return Bank(tuple(_field(one, split) for one in tables.values()), general, common, units, tuple(tales["tales"]))


def _field(table: dict[str, Any], split: str | None) -> Field:
    def kept(text: str) -> bool:
        return split is None or split_of(text) == split

    def lists(rows: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
        return {name: tuple(filter(kept, rows[name])) for name in ROLES if name in rows}

    pairs = zip(table.get("problems", ()), table.get("details", ()), strict=True)
    held = ((head if kept(head) else "", detail if kept(detail) else "") for head, detail in pairs)
    others = {register: table[register] for register in REGISTERS[1:] if register in table}
    return Field(
        table["field"],
        tuple(table["kinds"]),
        lists(table),
        {register: lists(rows) for register, rows in others.items()},
        {register: tuple(rows["kinds"]) for register, rows in others.items() if "kinds" in rows},
        tuple(filter(any, held)),
    )


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
        elif token[3] is not None:
            pieces.append(Word("举措", token[3]))
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
        place = f"{one.field}.{one.register}.{one.list}[{one.number}]"
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


def counts(bank: Bank) -> dict[str, dict[str, int]]:
    """How many fragments there are, by role (last: all) and there by register, by split, and together."""
    rows: dict[str, dict[str, int]] = {role: {} for role in (*dict.fromkeys(ROLES.values()), "all")}
    for one in bank.fragments():
        for role in (one.role, "all"):
            for column in (one.register, one.split, "total"):
                rows[role][column] = rows[role].get(column, 0) + 1
    return rows


def table(bank: Bank) -> str:
    """``counts`` as the Markdown table of the data card."""
    columns = (*REGISTERS, *SPLITS, "total")
    rows = ((role, *(str(row.get(column, 0)) for column in columns)) for role, row in counts(bank).items())
    head = ("role", *columns)
    return "\n".join(f"| {' | '.join(row)} |" for row in (head, ("---",) * len(head), *rows)) + "\n"


if __name__ == "__main__":
    sys.stdout.write(table(load()))
