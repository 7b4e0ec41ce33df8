"""What the finders of left-out things share: the tables, and how what stands around a blank tells its kind.

Each finder yields ``(start, end, kind, cue)``; the kinds are figure, name, date and text (guideline, section 2).
"""

import json
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from ..lexicon import load
from .numerals import INVISIBLE, SCALE
from .patterns import Endings
from .quantity import Grammar, grammar
from .units import UnitMatch, trie_expression

Found = tuple[int, int, str, str]

BLANK = " \u3000\t\u00a0"
CHINESE_DIGITS = "〇○零一二三四五六七八九十两"
DIGITS = frozenset("0123456789０１２３４５６７８９")
SHARES = frozenset("%％‰")
HAN = re.compile("[\u4e00-\u9fff]")
# From a mark to its unit: 余次, 千余万元.
TAIL = re.compile(
    rf"[余餘多来几]?[{BLANK}{INVISIBLE}]*(?P<scale>(?:{SCALE}[余多])?{SCALE})?(?P<more>[余多])?[{INVISIBLE}]*"
)
ZEROS = re.compile("[0０]*")  # 1X0余名: what is left of a number after the masked digit
DATE_AFTER = re.compile(r"[年月日](?!级|轮|货|会|画|光|常|均|报|志|记)")
_PLACES = frozenset(["处", "部", "段", "组", "队", "班"])  # counted where nothing follows (拍摄短片×部，), else a body
_HAMLETS = tuple("湾村沟庄坪坝岭河口屯寨营洼塘桥")  # X家湾
_COUNTS_PEOPLE = frozenset("共有计约达")
_QUOTE = 12  # characters to the end of a quoted name
_LABEL = 10  # characters before a slot that may be its label
_LABELS = re.compile(rf"[^：:]*[：:]|(?:[为是由（(【《“\[/、及和]|[{BLANK}])*$")  # between a label and its slot


class Blanks:
    """The compiled tables of ``masks.toml`` with the grammar of quantities."""

    def __init__(self, table: Mapping[str, Any], g: Grammar) -> None:
        self.g = g
        names, traps, fillers = table["names"], table["traps"], table["fillers"]
        self.people_before = Endings(names["people_before"])
        self.people_after = re.compile(trie_expression(names["people_after"]))
        self.noun_units = frozenset(names["noun_units"])
        self.counted_before = Endings(names["counted_before"])
        self.nouns_after = re.compile(trie_expression(names["nouns_after"]))
        self.mou_after, self.surnames = frozenset(names["mou_after"]), frozenset(names["surnames"])
        self.letter_after = re.compile(trie_expression(traps["letter_after"]))
        self.formula_after = re.compile(trie_expression(traps["formula_after"]))
        self.for_all, self.for_all_units = Endings(traps["for_all"]), frozenset(traps["for_all_units"])
        self.far_units = frozenset(traps["far_units"])
        self.between_masks = frozenset(traps["between_masks"])
        self.drawn_before = Endings(traps["drawn_before"])
        self.legend_line = re.compile(rf"[ \t\u3000（(]*(?:{trie_expression(traps['legend_line'])})[：:]")
        self.legend_after = re.compile(trie_expression(traps["legend_after"]))
        self.hidden = re.compile("|".join(map(re.escape, traps["legend_hidden"])))
        self.filler = trie_expression(fillers["words"])
        self.late_filler = trie_expression(fillers["late_words"])
        self.weak = re.compile(rf"[（(]?(?:{trie_expression([*fillers['weak'], *fillers['words']])})[）)]?")
        self.awaited = trie_expression(fillers["awaited"])
        self.prompt = re.compile(trie_expression(fillers["prompts"]) + "[。.]?")
        self.name_label = re.compile(trie_expression(fillers["name_labels"]))
        self.date_label = re.compile(trie_expression(fillers["date_labels"]))
        self.unit_before = Endings([unit for unit in g.units.dimension if HAN.match(unit) or unit in SHARES])

    def counted(self, text: str, end: int) -> UnitMatch | None:
        """The unit, or else the scale word, that makes the mark before ``end`` a figure (余次, 万元, 万)."""
        tail = TAIL.match(text, ZEROS.match(text, end).end())  # type: ignore[union-attr]
        assert tail is not None
        unit = self.g.units.match(text, tail.end())
        if unit is not None and unit.name != "两":
            return unit
        return UnitMatch(tail[0].strip(), tail.end()) if tail["scale"] else None

    def is_figure(self, text: str, start: int, end: int, unit: UnitMatch) -> bool:
        """Whether the blank ``text[start:end]`` before a unit is a number: 人 may name a kind of people, 队 a body."""
        name, rest = unit
        tail = TAIL.match(text, end)
        if text[start - 1 : start] in DIGITS or tail and tail["scale"]:
            return True
        if text[start - 1 : start] == "“" and text.find("”", rest, rest + _QUOTE) > rest:
            return False  # “X里飘香”: part of a name
        if name == "人":
            named = self.people_after.match(text, rest) and text[start - 1 : start] not in _COUNTS_PEOPLE
            return not (self.people_before.at(text, start) or named)
        if name == "家" and text.startswith(_HAMLETS, rest):
            return False
        if name in _PLACES and not HAN.match(text, rest):
            return True
        return name not in self.noun_units or bool(self.counted_before.at(text, start))

    def labelled(self, text: str, start: int) -> tuple[str, str]:
        """The kind, and its cue, that the label before a slot tells (责任人：____)."""
        low = max(0, start - _LABEL)
        label = text[max(low, text.rfind("\n", low, start) + 1, text.rfind("，", low, start) + 1) : start]
        for kind, labels in (("date", self.date_label), ("name", self.name_label)):
            for found in labels.finditer(label):
                # A word of the sentence (与先进单位相比差距明显[请填写]) labels nothing.
                if _LABELS.match(label, found.end()):
                    return kind, found[0]
        return "text", ""


def compiled(overrides: Mapping[str, Any] | None = None) -> Blanks:
    """The shipped tables with the user's laid over them, compiled."""
    return _compiled(json.dumps(overrides or {}, ensure_ascii=False, sort_keys=True))


@lru_cache(maxsize=16)
def _compiled(overrides: str) -> Blanks:
    own = json.loads(overrides)
    return Blanks(load("masks", own), grammar(own))
