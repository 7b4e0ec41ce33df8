"""Quantities: a number with its unit and bound, found in running text or read from a phrase.

The grammar only: whether a quantity reports work is for the metrics component to say.
"""

import json
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple

from ..lexicon import load
from .numerals import INVISIBLE, NUMBER, RANGE, RANGE_MARKS, Number, first_characters, read
from .patterns import Endings
from .units import UnitMatch, Units, trie_expression, units


class Quantity(NamedTuple):
    """A quantity phrase: ``text[start:end]`` from its first numeral, or a minus, to the last character of its unit.

    ``value`` and ``high`` are scaled (1.2亿元 is 120000000 元); ``unit`` has no scale word, ``unit_text`` has.
    ``bound`` is exact, at_least, at_most or about, ``cue`` the word that says so ("" for exact); ``numeral`` is arabic,
    chinese, part (百分之…) or fraction; ``dimension`` is that of the unit, "" where there is none.
    """

    start: int
    end: int
    value: Decimal
    high: Decimal | None
    scale: int
    unit: str
    unit_text: str
    bound: str
    cue: str
    numeral: str
    dimension: str


class Grammar(NamedTuple):
    """The compiled tables that reading quantities needs."""

    units: Units
    first: re.Pattern[str]
    before: Endings
    after: re.Pattern[str]
    bounds: Mapping[str, str]
    name_before: Endings
    label_before: Endings
    name_after: re.Pattern[str]
    attribute_after: re.Pattern[str]
    determiner: Endings
    bare_scale_before: Endings
    not_numbers: re.Pattern[str]
    result_before: Endings
    set_after: re.Pattern[str]
    structural: frozenset[str]
    not_counted: frozenset[str]


_GAP = re.compile(rf"[ \u3000\u00a0{INVISIBLE}]{{0,3}}")
_DIGITS = frozenset("0123456789０１２３４５６７８９")
_LATIN = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_#&@\\")
_JOINTS = frozenset("+＋-‐–—~/／:：∶.·•")
_YEAR = re.compile(r"(?:1[89]|20)[0-9]{2}$")
_HAN = re.compile(r"[\u4e00-\u9fff“《]")
_TENTHS = re.compile(r"[一二三四五六七八九](?=[^\u4e00-\u9fff]|$|的|以上|以下|左右|是|都|有)")
_SMALL_CHANGE = re.compile(r"([0-9])角(?:([0-9])分)?")
_DATE_LIKE = re.compile(r"(?:1[89]|20)[0-9]{2}[-/. ]?[01][0-9](?:[-/. ]?[0-3][0-9])?$")
_BARE_SCALES = frozenset("百千万亿萬億佰仟")
_TIDY_UNIT = {"％": "%"}
_PLAIN = str.maketrans({**{chr(0xFF10 + i): str(i) for i in range(10)}, **dict.fromkeys(INVISIBLE + " \u3000")})
_COMPOUND = re.compile(r"[/／（(]")
_GAPS = frozenset(" \u3000\u00a0" + INVISIBLE)
_TIMES_BEGIN = frozenset(" ×xX*＊")
_TIMES = re.compile(r" ?[×xX*＊] ?[0-9]")
_RANGE_BEGINS = frozenset(RANGE_MARKS + INVISIBLE + " ")
_CLAUSE_END = re.compile(r"[，。；、,;！\n]|$")
_MINUS, _SIGNED = frozenset("-－−"), frozenset("为是由在至到达于约近长降从率比额润益本速幅温（(：")
_CHINESE = frozenset("〇○零一二三四五六七八九十")
_MORE_OF = re.compile(r"[多余](百分点|月|小时|工作日|星期|学期|季度)")
_AFTER_LATIN = frozenset(
    ["money", "share", "thing", "person", "labour", "lesson", "credit", "event"]
)  # GDP增速, CT1台; not PM2.5, A4


def grammar(overrides: Mapping[str, Any] | None = None) -> Grammar:
    """The grammar of the shipped tables with the user's laid over them."""
    return _compiled(json.dumps(overrides or {}, ensure_ascii=False, sort_keys=True))


@lru_cache(maxsize=16)
def _compiled(overrides: str) -> Grammar:
    own = json.loads(overrides)
    rows = load("quantities", own)
    context, guards = rows["context"], rows["before_guard"]

    def ending(words: list[str]) -> Endings:
        return Endings(words, guards)

    def beginning(words: list[str]) -> re.Pattern[str]:
        return re.compile(trie_expression(words))

    sides = (rows["before"], rows["after"])
    known = units(own)
    return Grammar(
        units=known,
        first=first_characters(known.first_characters),
        before=ending([word for words in rows["before"].values() for word in words]),
        after=beginning([word for words in rows["after"].values() for word in words]),
        bounds={word: bound for side in sides for bound, words in side.items() for word in words},
        name_before=ending(context["name_before"]),
        label_before=ending(context["label_before"]),
        name_after=beginning(context["name_after"]),
        attribute_after=beginning(context["attribute_after"]),
        determiner=ending(context["determiner"]),
        bare_scale_before=ending(context["bare_scale_before"]),
        result_before=ending(context["result_before"]),
        set_after=beginning(context["set_after"]),
        not_numbers=beginning(context["not_numbers"]),
        structural=frozenset(rows["limits"]["structural"]),
        not_counted=frozenset(context["not_counted"]),
    )


def find(text: str, g: Grammar, *, loose: bool = False) -> Iterator[Quantity]:
    """Every quantity of ``text`` in order, not overlapping; ``loose`` takes single phrases (一名, 11年, 7,800) too.

    Left out: dates, ordinals, document and list numbers, and set phrases that begin with a numeral.
    """
    position, search, number = 0, g.first.search, NUMBER.match
    while first := search(text, position):
        match = number(text, first.start())
        if match is None:
            position = first.end()
            continue
        found = _quantity(text, match, g, loose)
        position = match.end() if found is None else max(found.end, match.end())
        if found is not None:
            yield found


def parse_quantity(text: str, lexicon: Mapping[str, Any] | None = None) -> Quantity | None:
    """The one quantity of a phrase such as 近200人次; None where the phrase is none (二十大, 第三名, 2022年).

    ``lexicon`` holds a user's tables laid over the shipped ones.
    """
    if _DATE_LIKE.match(text.strip()):
        return None
    return next(find(text, grammar(lexicon), loose=True), None)


def _quantity(text: str, match: re.Match[str], g: Grammar, loose: bool) -> Quantity | None:
    kind, start, end = str(match.lastgroup), match.start(), match.end()
    chinese = kind == "chinese"
    if chinese and not loose and end - start == 1 and text[start] == "一" and text[end : end + 1] not in ("倍", "成"):
        return None
    number = read(match[0])
    if chinese:
        end, number = _unit_in_numeral(text, start, end, number, g)
    if number is None:
        return None
    unit = g.units.match(text, _after_gap(text, end))
    if _named(text, start, end, kind, unit, g):
        return None
    if number.unit is not None:
        return _bounded(text, start, end, number, number.unit, number.unit, "share", kind, g)
    if kind == "fraction":
        return _bounded(text, start, end, number, "", "", "fraction", kind, g)
    ranged = _range(text, end, unit, number, g, below=kind == "arabic" and _is_negative(text, start))
    if ranged is not None:
        end, number, unit = ranged
    if chinese and not _chinese_counts(text, start, end, number, unit, g, loose):
        return None
    if unit is None:
        return _without_unit(text, start, end, number, kind, g, loose)
    return _measured(text, start, number, unit, kind, match[0], g)


def _measured(
    text: str, start: int, number: Number, unit: UnitMatch, kind: str, numeral: str, g: Grammar
) -> Quantity | None:
    """The quantity of a number and its unit; None for years and for what only describes (500千伏变电站)."""
    name, end = unit
    if name == "个" and (more := _MORE_OF.match(text, end)):  # 2个多百分点
        name, end, number = "个" + more[1], more.end(), number._replace(more=True)
    dimension = g.units.dimension.get(name) or g.units.dimension.get(_COMPOUND.split(name, 1)[0], "compound")
    if name == "年" and _YEAR.match(numeral.translate(_PLAIN)):
        return None
    if g.attribute_after.match(text, end):
        return None
    if start and text[start - 1] in _LATIN and not (dimension in _AFTER_LATIN and text[start - 2] in _LATIN):
        return None
    if name == "成" and (tenths := _TENTHS.match(text, end)):
        tenth = read(tenths[0])
        number, end = number._replace(value=number.value + (tenth.value if tenth else Decimal(0)) / 10), tenths.end()
    elif name == "元" and (change := _SMALL_CHANGE.match(text, end)):
        cents = Decimal(change[1]) / 10 + Decimal(change[2] or 0) / 100
        number, end = number._replace(value=number.value + cents), change.end()
    tidy = _TIDY_UNIT.get(name, name)
    return _bounded(text, start, end, number, tidy, number.scale_text + tidy, dimension, kind, g)


def _after_gap(text: str, end: int) -> int:
    return _GAP.match(text, end).end() if text[end : end + 1] in _GAPS else end  # type: ignore[union-attr]


def _named(text: str, start: int, end: int, kind: str, unit: UnitMatch | None, g: Grammar) -> bool:
    """Whether the number at ``start`` is part of a name, a date, an order or a time."""
    if text[end : end + 1] in _TIMES_BEGIN and _TIMES.match(text, end):
        return True
    if start:
        before, earlier = text[start - 1], text[start - 2] if start > 1 else ""
        if before in "×xX*＊" and earlier in _DIGITS:
            return True
        if before in _JOINTS and (before in "+＋" or earlier in _DIGITS or earlier in _LATIN):
            return True
        if kind == "arabic" and (before in _DIGITS or before in "点时" and earlier in _DIGITS):
            return True
        if g.name_before.at(text, start):
            return True
    if kind == "fraction" and text[end : end + 1] in _LATIN:
        return True
    if unit is None and (g.label_before.at(text, start) or g.name_after.match(text, end)):
        return True
    return kind == "chinese" and bool(g.not_numbers.match(text, start))


def _range(
    text: str, end: int, unit: UnitMatch | None, number: Number, g: Grammar, *, below: bool = False
) -> tuple[int, Number, UnitMatch | None] | None:
    """The upper end where a range follows (3至5次, 5%—8%, 8万—9万元): its end, both values and the unit after it.

    ``below`` says that a minus stands before the number, so that it is less than any after it.
    """
    for position in (end, unit.end() if unit else -1):
        if position < 0 or text[position : position + 1] not in _RANGE_BEGINS:
            continue
        between = RANGE.match(text, position)
        if between is None:
            continue
        upper = NUMBER.match(text, between.end())
        high = read(upper[0]) if upper else None
        if upper is None or high is None or high.unit is not None:
            continue
        own = g.units.match(text, _after_gap(text, upper.end()))
        if unit is not None and (own is None or own[0] != unit[0]):
            continue
        low = number.value
        if low < 10 and not number.scale_text and text[upper.start()] in "一二三四五六七八九":
            places = 10 ** (len(str(int(high.value))) - 1)  # 八到九百亿
            low = low * places if high.value // places > low else low
        elif not number.scale_text and high.scale_text and low * high.scale < high.value:
            low *= high.scale
        if low < high.value or below:
            return upper.end(), high._replace(value=low, high=high.value), own
    return None


def _unit_in_numeral(text: str, start: int, end: int, number: Number | None, g: Grammar) -> tuple[int, Number | None]:
    """The numeral without a last character that belongs to its unit: the 千 of 一千瓦, the 两 of 五十两."""
    last, after = text[end - 1], text[end : end + 1]
    if end - start > 1 and (
        last == "千" and after and after in "瓦米克卡伏焦帕赫" or last == "两" and not g.units.match(text, end)
    ):
        return end - 1, read(text[start : end - 1])
    return end, number


def _chinese_counts(
    text: str, start: int, end: int, number: Number, unit: UnitMatch | None, g: Grammar, loose: bool
) -> bool:
    """Whether a number in Chinese numerals counts a result, and is no set phrase, article or determiner."""
    word = text[start:end]
    if word[0] in "万亿萬億" and not number.more and end - start > 1:
        return False
    if all(mark in _BARE_SCALES for mark in word):
        return unit is not None and bool(g.bare_scale_before.at(text, start))
    if unit is None:
        return number.value >= 10000
    small = number.value <= 10 and unit[0] in g.structural
    if loose:
        return text[start - 1 : start] != "个" and not (
            small and _HAN.match(text, unit.end()) and not g.after.match(text, unit.end())
        )
    if g.units.dimension.get(unit[0]) == "time" or word == "二" and unit[0] != "两":
        return False
    if number.value <= 10 and g.set_after.match(text, unit.end()):
        return False
    if small and (word == "一" or not (g.result_before.at(text, start) or _stands_last(text, start, unit.end()))):
        return False
    return not g.determiner.at(text, start)


def _stands_last(text: str, start: int, end: int) -> bool:
    """Whether a small count follows its noun and ends the clause (办培训班三期，), so that it is a result."""
    return bool(
        start > 1
        and _CLAUSE_END.match(text, end)
        and _HAN.match(text, start - 2)
        and text[start - 1] not in "为成有分以下列这那第是共含等这在第前后各上中方面就占达"
        and _HAN.match(text, start - 1)
    )


def _without_unit(
    text: str, start: int, end: int, number: Number, kind: str, g: Grammar, loose: bool
) -> Quantity | None:
    """A bare number: one with a scale (71.3万监测对象), one before the noun it counts, or a phrase by itself."""
    after = text[end : end + 1]
    plain = text[start:end].translate(_PLAIN)
    if start and text[start - 1] in _LATIN or g.name_after.match(text, end):
        return None
    if loose and not after and kind == "arabic":
        return _bounded(text, start, end, number, "", number.scale_text, "", kind, g)
    if number.scale >= 10000 or kind == "chinese":
        counted = kind == "arabic" or number.value >= 10000
        return _bounded(text, start, end, number, "", number.scale_text, "", kind, g) if counted else None
    if not after or not _HAN.match(after) or after in g.not_counted or number.high is not None or "." in plain:
        return None
    if plain[0] == "0" or after in _CHINESE or start and text[start - 1] in _CHINESE:
        return None
    at_line_start = not start or text[start - 1] in "\n 　"
    if _YEAR.match(plain) or len(plain) >= 5 and "," not in plain or at_line_start and number.value < 5:
        return None
    return _bounded(text, start, end, number, "", "", "", kind, g)


def _bounded(
    text: str, start: int, end: int, number: Number, unit: str, unit_text: str, dimension: str, kind: str, g: Grammar
) -> Quantity:
    bound, cue = bound_of(text, start, end, number.more, g, chinese=kind == "chinese")
    if kind == "arabic" and _is_negative(text, start):
        start, number = start - 1, number._replace(value=-number.value)  # 增长-3.2%
    return Quantity(start, end, number.value, number.high, number.scale, unit, unit_text, bound, cue, kind, dimension)


def _is_negative(text: str, start: int) -> bool:
    """Whether a minus stands before the digits at ``start``: after a word that a figure follows, not 3-5 or A-3."""
    return text[start - 1 : start] in _MINUS and text[start - 2 : start - 1] in _SIGNED


def bound_of(text: str, start: int, end: int, more: bool, g: Grammar, *, chinese: bool = False) -> tuple[str, str]:
    """The bound of the quantity at ``text[start:end]`` and the word that says so; ``more``: 余 or 多 stands inside."""
    before = g.before.at(text, start)
    if before and (before != "上" or chinese):
        return g.bounds[before], before
    after = g.after.match(text, end)
    if after and not (after[0] in ("多", "余") and _HAN.match(text[after.end() : after.end() + 1])):
        return g.bounds[after[0]], after[0]
    return ("at_least", "余") if more else ("exact", "")
