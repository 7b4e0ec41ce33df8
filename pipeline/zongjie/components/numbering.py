"""Numbers of headings and enumerated parts: where one stands, and which of them follow one another.

A number counts only where its shape and its neighbours allow it: 一、二季度 and 1.5亿元 are none, 二． glued to a
sentence is one if 一． came before it, 一是 is one if 二是 follows.
"""

import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from .. import lexicon
from .paragraphs import Paragraph

_PARTS = {
    "N": "[一二三四五六七八九十]{1,3}",
    "B": "[ 　]{0,3}",
    "T": "[一二三四五六七八九十]{1,3}(?:[、季月日线类级产批期号楼]|年级)",
    "U": "[0-9０-９](?![0-9]{3}(?:年|—|-|～))",
}
_DIGIT = {name: value for value, name in enumerate("〇一二三四五六七八九")}
_FORMAL = str.maketrans("壹贰叁肆伍陆柒捌玖拾", "一二三四五六七八九十")
_NUMERAL = re.compile(r"[一二三四五六七八九十]+|[Ⅰ-Ⅻ]|[0-9０-９]+|[①-⑳⑴-⒇⒈-⒛❶-❿㈠-㈩㊀-㊉➀-➉]")
_SENTENCE = re.compile(r"[。，；：！？]")
# a first part that follows a heading without a stop (一、水务工作1.供水……)
_NESTED = re.compile(r"[^。；，：！？\s\d（(①]{2,20}?(?=[（(][一1][）)]|1[、．.](?!\d)|①|一是)")
_GLUED = 32  # characters that a heading at the end of another paragraph may have
_LIST_REACH = 12  # paragraphs that the parts of a list may be apart


class Mark(NamedTuple):
    """One way of numbering, as ``headings.toml`` has it; ``family`` holds the ways that continue one another."""

    family: str
    rank: int
    inline: str
    alone: bool


class Number(NamedTuple):
    """A number at ``start``; what it numbers begins at ``body``. ``paragraph`` indexes the paragraphs."""

    start: int
    body: int
    kind: str
    value: int
    paragraph: int
    leading: bool


class Marks(NamedTuple):
    """``headings.toml``, compiled."""

    kinds: Mapping[str, Mark]
    leading: re.Pattern[str]
    inside: re.Pattern[str]
    words: Mapping[str, str]
    dashes: re.Pattern[str]
    title: re.Pattern[str]
    subtitle: re.Pattern[str]
    not_title: re.Pattern[str]
    never: re.Pattern[str]
    short: int
    styled: int
    sentence: int


def load(overrides: Mapping[str, Any] | None = None) -> Marks:
    """The marks with the user's own table laid over the shipped one."""
    return _compiled(json.dumps((overrides or {}).get("headings") or {}, ensure_ascii=False, sort_keys=True))


@lru_cache(maxsize=8)
def _compiled(own: str) -> Marks:
    table = lexicon.load("headings", {"headings": json.loads(own)})
    kinds, leading, series, lists = {}, [], [], []
    for name, row in table["marks"].items():
        kinds[name] = Mark(name.removesuffix("_loose"), row["rank"], row["inline"], row["alone"])
        pattern = f"(?P<{name}>{row['pattern'].format(**_PARTS)})"
        leading.append(pattern)
        if row["inline"] != "no":
            (series if row["inline"] == "series" else lists).append(pattern)
    words = {word: place for place, listed in table["words"].items() if place in _PLACES for word in listed}
    dashes = "|".join(re.escape(mark) for mark in [*table["words"]["dashes"], *table["words"]["bullets"]])
    context = r"(?:[。！？；：】!?;:”）)][ 　]*|[，, 　\t])(?=[" + table["scan"]["begins"] + "])"
    return Marks(
        kinds,
        re.compile(r"(?:#{1,6}[ \t]*|\*\*[ ]*)?(?:" + "|".join(leading) + ")[ 　]*"),
        re.compile(context + "(?:" + "|".join(series + lists) + ")[ 　]*"),
        words,
        re.compile(f"(?:{dashes})[ 　]*"),
        *(re.compile("|".join(table["title"][name])) for name in ("patterns", "subtitles")),
        re.compile(table["title"]["not_title"]),
        re.compile("|".join(table["bare"]["never"])),
        *(table["bare"][name] for name in ("short", "styled", "sentence")),
    )


def rank_of(label: str, marks: Marks) -> int:
    """The rank of a number as written; 0 for a heading without one, that of a list for a dash."""
    if not label:
        return 0
    match = marks.leading.match(label + "某") or marks.leading.match(label + "【")
    return marks.kinds[match.lastgroup].rank if match else LIST_RANK


LIST_RANK = 10
_PLACES = ("first", "second", "later", "last")


def numbers(text: str, parts: Sequence[Paragraph], marks: Marks) -> list[Number]:
    """The numbers that hold, in text order."""
    found: list[Number] = []
    for index, part in enumerate(parts):
        if part.kind == "cell":
            continue
        start, end, *_ = part
        match = marks.leading.match(text, start, end)
        at = start
        if match:
            found.append(_number(match, start, index, True, marks))
            at = match.end() - 1
            nested = _NESTED.match(text, match.end(), end) if marks.kinds[match.lastgroup].rank < LIST_RANK else None
            inner = marks.leading.match(text, nested.end(), end) if nested else None
            if inner and marks.kinds[inner.lastgroup].rank > marks.kinds[match.lastgroup].rank:
                found.append(_number(inner, nested.end(), index, True, marks))
        if end - at > 8:
            for match in marks.inside.finditer(text, at, end):
                begin = match.start(match.lastgroup)
                if begin == found[-1].start if found else False:
                    continue
                glued = (
                    end - begin <= _GLUED
                    and text[begin - 1] in "。！？；：”"
                    and not _SENTENCE.search(text, match.end(), end)
                )
                found.append(_number(match, begin, index, glued, marks))
                nested = _NESTED.match(text, match.end(), end) if marks.kinds[match.lastgroup].rank < 5 else None
                inner = marks.leading.match(text, nested.end(), end) if nested else None
                if inner and marks.kinds[inner.lastgroup].rank > marks.kinds[match.lastgroup].rank:
                    found.append(_number(inner, nested.end(), index, True, marks))
    return _holding(text, found, parts, marks)


def _number(match: re.Match[str], start: int, paragraph: int, leading: bool, marks: Marks) -> Number:
    kind = match.lastgroup
    written = match.group(kind)
    return Number(start, match.end(), kind, _value(written, kind, marks), paragraph, leading)


def _value(written: str, kind: str, marks: Marks) -> int:
    """The number as written; 0 for one that takes its place from what stands before it."""
    if kind == "sequence":
        place = next((marks.words[word] for word in marks.words if written.startswith(word)), "later")
        return {"first": 1, "second": 2}.get(place, 0)
    if kind == "dotted":
        return int(re.findall(r"\d+", written)[-1])
    numeral = _NUMERAL.search(written.translate(_FORMAL)).group()
    if numeral[0] in _DIGIT or numeral[0] == "十":
        tens, ten, ones = numeral.rpartition("十")
        return (_DIGIT.get(tens, 1) * 10 if ten else 0) + (_DIGIT.get(ones, 0) if ones else 0)
    return int(unicodedata.numeric(numeral)) if len(numeral) == 1 else int(numeral)


def _holding(text: str, found: Sequence[Number], parts: Sequence[Paragraph], marks: Marks) -> list[Number]:
    """Those that stand in a series or may stand alone."""
    held: dict[int, Number] = {}
    opened: dict[str, Number] = {}  # the last of each family that holds
    waiting: dict[str, Number] = {}  # a first one that waits for its second
    for number in found:
        mark = marks.kinds[number.kind]
        if mark.inline == "list" or number.leading or _may_stand_inside(text, number, mark):
            family = mark.family
            first, last = waiting.get(family), opened.get(family)
            if (
                first
                and number.value in (first.value + 1, 0)
                and _near(first, number, mark)
                and (number.value or last is None)
            ):
                held[first.start] = first
                del waiting[family]
                held[number.start] = opened[family] = number._replace(value=first.value + 1)
            elif last and number.value in (last.value + 1, 0) and _near(last, number, mark):
                held[number.start] = opened[family] = number._replace(value=last.value + 1)
            elif number.kind == "dotted" and _is_under(text, number, opened.get("arabic")):
                held[number.start] = opened[family] = number
            elif number.value == 1:
                waiting[family] = number
                if number.leading and mark.alone:
                    held[number.start] = opened[family] = number
            elif number.leading and mark.alone and number.value:
                if _plausible(last, number) or _stands_alone(text, number, parts):
                    held[number.start] = opened[family] = number
                else:
                    waiting[family] = number
    return [held[start] for start in sorted(held)]


def _is_under(text: str, number: Number, above: Number | None) -> bool:
    """Whether 2.1 follows a heading 2."""
    return above is not None and int(re.match(r"\D*(\d+)", text[number.start : number.body]).group(1)) == above.value


def _near(before: Number, number: Number, mark: Mark) -> bool:
    if mark.inline != "list":
        return True
    reach = _LIST_REACH if number.leading else 1
    return number.paragraph - before.paragraph <= reach


def _plausible(last: Number | None, number: Number) -> bool:
    """A series may begin late or leave a number out, but not by much."""
    return number.value <= 3 if last is None else last.value <= number.value <= last.value + 3


def _stands_alone(text: str, number: Number, parts: Sequence[Paragraph]) -> bool:
    """A short line with a number is a heading whatever came before."""
    end = parts[number.paragraph].end
    return end - number.body <= _GLUED and not _SENTENCE.search(text, number.body, end - 1)


def _may_stand_inside(text: str, number: Number, mark: Mark) -> bool:
    """Inside a paragraph a number follows a sentence, a colon, or a blank."""
    before = text[number.start - 1]
    if before in "，,":
        return mark.family in ("arabic_bracketed", "circled")
    if before in "”）) 　\t":
        return before in " 　\t" or text[number.start - 2] in "。！？；："
    return True
