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
    "B": "[ 　\\n]{0,3}",
    "T": "[一二三四五六七八九十]{1,3}(?:[、季月日线类级产批期号楼]|年级)",
    "U": "[0-9０-９](?![0-9]{3}(?:年|—|-|～))",
}
_DIGIT = {name: value for value, name in enumerate("〇一二三四五六七八九")}
_FORMAL = str.maketrans("壹贰叁肆伍陆柒捌玖拾", "一二三四五六七八九十")
_NUMERAL = re.compile(r"[一二三四五六七八九十]+|[Ⅰ-Ⅻ]|[0-9０-９]+|[①-⑳⑴-⒇⒈-⒛❶-❿㈠-㈩㊀-㊉➀-➉]")
_SENTENCE = re.compile(r"[。，；：！？]")
# a first part that follows a heading without a stop (一、水务工作1.供水……)
_NESTED = re.compile(
    r"[^。；，：！？\s（(①]{2,24}?(?=[（(][一1][）)]|(?<!\d)1[、．.](?!\d)|①|一是|第一[，、]|首先[，、])"
)
_GLUED = 32  # characters that a heading at the end of another paragraph may have
LIST_RANK = 10  # from here on a number counts the parts of a list
_PLACES = ("first", "second", "later", "last")
_SHORTEST = 8  # characters of a paragraph that may hold a number inside
_TOP = 3  # 第一部分 and 一、: what numbers like these can be is never in doubt for long
_LATE = 3  # a series may begin so late, or leave so many out
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
    kinds: dict[str, Mark] = {}
    leading: list[str] = []
    series: list[str] = []
    lists: list[str] = []
    for name, row in table["marks"].items():
        family = row.get("family", name.removesuffix("_loose"))
        kinds[name] = Mark(family, row["rank"], row["inline"], row["alone"])
        pattern = f"(?P<{name}>{row['pattern'].format(**_PARTS)})"
        leading.append(pattern)
        if row["inline"] != "no":
            (series if row["inline"] == "series" else lists).append(pattern)
    words = {word: place for place, listed in table["words"].items() if place in _PLACES for word in listed}
    dashes = "|".join(re.escape(mark) for mark in [*table["words"]["dashes"], *table["words"]["bullets"]])
    context = r"(?:[。！？；：】!?;:”）)][ 　]*|[，, 　\t])(?=[" + table["scan"]["begins"] + "])"
    title, bare = table["title"], table["bare"]
    return Marks(
        kinds=kinds,
        leading=re.compile(r"(?:#{1,6}[ \t]*|\*\*[ ]*)?(?:" + "|".join(leading) + ")[ 　]*"),
        inside=re.compile(context + "(?:" + "|".join(series + lists) + ")[ 　]*"),
        words=words,
        dashes=re.compile(f"(?:{dashes})[ 　]*"),
        title=re.compile("|".join(title["patterns"])),
        subtitle=re.compile("|".join(title["subtitles"])),
        not_title=re.compile(title["not_title"]),
        never=re.compile("|".join(bare["never"])),
        short=bare["short"],
        styled=bare["styled"],
        sentence=bare["sentence"],
    )


def rank_of(label: str, marks: Marks) -> int:
    """The rank of a number as written; 0 for a heading without one, that of a list for a dash."""
    mark = _mark_of(label, marks)
    return mark.rank if mark else LIST_RANK if label else 0


def family_of(label: str, marks: Marks) -> str:
    """The family of a number as written; that of dashes for what is none."""
    mark = _mark_of(label, marks)
    return mark.family if mark else "dash"


def _mark_of(label: str, marks: Marks) -> Mark | None:
    for after in ("某", "【", " 某") if label else ():
        if match := marks.leading.match(label + after):
            return marks.kinds[_kind(match)]
    return None


def numbers(text: str, parts: Sequence[Paragraph], marks: Marks) -> list[Number]:
    """The numbers that hold, in text order."""
    found: list[Number] = []
    for index, part in enumerate(parts):
        if part.kind == "cell":
            continue
        start, end = part.start, part.end
        match = marks.leading.match(text, start, end)
        inside = start
        if match:
            found += _with_nested(text, match, start, end, index, marks)
            inside = match.end() - 1
        if end - inside > _SHORTEST:
            for match in marks.inside.finditer(text, inside, end):
                begin = match.start(_kind(match))
                if not found or begin > found[-1].start:
                    found += _with_nested(text, match, begin, end, index, marks)
    return _holding(text, found, parts, marks)


def _kind(match: re.Match[str]) -> str:
    return match.lastgroup or ""


def _with_nested(text: str, match: re.Match[str], start: int, end: int, paragraph: int, marks: Marks) -> list[Number]:
    """The number that ``match`` is, and the first part of it where that follows without a stop."""
    mark = marks.kinds[_kind(match)]
    at_start = match.start() == start or text[match.start() : start].strip("#* ") == ""
    glued = end - start <= _GLUED and text[start - 1] in "。！？；：”" and not _SENTENCE.search(text, match.end(), end)
    result = [_number(match, start, paragraph, at_start or glued, marks)]
    nested = _NESTED.match(text, match.end(), end) if mark.rank < LIST_RANK else None
    inner = marks.leading.match(text, nested.end(), end) if nested else None
    if inner and marks.kinds[_kind(inner)].rank > mark.rank:
        result.append(_number(inner, inner.start(), paragraph, True, marks))
    return result


def _number(match: re.Match[str], start: int, paragraph: int, leading: bool, marks: Marks) -> Number:
    kind = _kind(match)
    return Number(start, match.end(), kind, _value(match.group(kind), kind, marks), paragraph, leading)


def _value(written: str, kind: str, marks: Marks) -> int:
    """The number as written; 0 for one that takes its place from what stands before it."""
    if kind == "sequence":
        place = next((marks.words[word] for word in marks.words if written.startswith(word)), "later")
        return {"first": 1, "second": 2}.get(place, 0)
    numerals = _NUMERAL.findall(written.translate(_FORMAL))
    if not numerals:
        return 0
    numeral = numerals[-1] if kind == "dotted" else numerals[0]
    if numeral[0] in _DIGIT or numeral[0] == "十":
        tens, ten, ones = numeral.rpartition("十")
        return (_DIGIT.get(tens, 1) * 10 if ten else 0) + (_DIGIT.get(ones, 0) if ones else 0)
    return int(unicodedata.numeric(numeral)) if len(numeral) == 1 else int(numeral)


def _holding(text: str, found: Sequence[Number], parts: Sequence[Paragraph], marks: Marks) -> list[Number]:
    """Those that stand in a series or may stand alone."""
    held: dict[int, Number] = {}
    opened: dict[str, Number] = {}  # the last of each family that holds
    waiting: dict[str, Number] = {}  # one that holds only if its successor comes
    for number in found:
        mark = marks.kinds[number.kind]
        family = mark.family
        if not (mark.inline == "list" or number.leading or _may_stand_inside(text, number, mark)):
            continue
        first, last = waiting.get(family), opened.get(family)
        if first and _succeeds(first, number, mark) and (number.value or last is None):
            held[first.start] = first
            del waiting[family]
            held[number.start] = opened[family] = number._replace(value=first.value + 1)
        elif last and _succeeds(last, number, mark):
            held[number.start] = opened[family] = number._replace(value=last.value + 1)
        elif _holds_alone(text, number, mark, last, opened.get("arabic"), parts):
            held[number.start] = opened[family] = number
            if number.value == 1:
                waiting[family] = number
        elif number.value == 1 or mark.rank <= _TOP or (number.leading and mark.alone):
            waiting[family] = number
    return [held[start] for start in sorted(held)]


def _succeeds(before: Number, number: Number, mark: Mark) -> bool:
    """Whether a number is the next after ``before``, and a part of a list not too far from it."""
    reach = _LIST_REACH if number.leading else 1
    near = mark.inline != "list" or number.paragraph - before.paragraph <= reach
    return near and number.value in (before.value + 1, 0)


def _holds_alone(
    text: str, number: Number, mark: Mark, last: Number | None, arabic: Number | None, parts: Sequence[Paragraph]
) -> bool:
    """A leading number may begin a series, begin it late, leave one out, or stand on a line of its own."""
    if number.kind == "dotted":
        return _is_under(text, number, arabic)
    if not (number.leading and mark.alone and number.value):
        return False
    if number.value == 1 or (number.value <= _LATE if last is None else 0 <= number.value - last.value <= _LATE):
        return True
    end = parts[number.paragraph].end
    return end - number.body <= _GLUED and not _SENTENCE.search(text, number.body, end - 1)


def _is_under(text: str, number: Number, above: Number | None) -> bool:
    """Whether 2.1 follows a heading 2."""
    return above is not None and _NUMERAL.findall(text, number.start, number.body)[:1] == [str(above.value)]


def _may_stand_inside(text: str, number: Number, mark: Mark) -> bool:
    """Inside a paragraph a number follows a sentence, a colon, or a blank."""
    before = text[number.start - 1]
    if before in "，,":
        return mark.family in ("arabic_bracketed", "circled")
    if before in "”）) 　\t":
        return before in " 　\t" or mark.rank <= _TOP or text[number.start - 2] in "。！？；："
    return True
