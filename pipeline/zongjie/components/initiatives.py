"""Initiatives: named mechanisms, schemes, brands and campaigns of the unit itself (guideline, section 4).

A name in quotes or a titled document is one by the noun behind it, by its own last word, by the verb before it, or by
the company that it keeps: names side by side are judged together. Words are read without the line ends that wrap them.
"""

import json
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from spacy.tokens import Doc, Span

from ..language.patterns import Beginnings, Endings
from ..language.units import trie_expression
from ..lexicon import load
from ..report import Initiative
from . import record, views

Found = tuple[int, int, str]

_HAN = "\u4e00-\u9fff"
_LETTERS = re.compile(rf"[{_HAN}A-Za-z0-9＋+]")
_HAN_CHARACTER = re.compile(f"[{_HAN}]")
_TAIL = 10  # characters after a name in which its noun may begin
_CLAUSE = r"[^，。；：！？,;!?\n“”]"
# A name is short, so that unpaired marks cost nothing, and has one line end at most. Plain marks look the same on both
# sides: a long text between two is read over, so that what follows is not taken for the inside.
_SIDED = (("“", "”"), ("《", "》"), ("「", "」"), ("『", "』"), ("‘", "’"))
_NAMES = re.compile(
    "|".join(rf"{a}[^{a}{b}\n]{{1,48}}(?:\n[^{a}{b}\n]{{1,30}})?{b}" for a, b in _SIDED)
    + r"|”[^“”\n]{2,32}”|'[^'\n]{2,32}'|\"[^\"\n]{2,200}\""
)
_CLOSING = dict(_SIDED)
_WRAP = re.compile(r"[ \t\u3000]*\n[ \t\u3000]*")
_LONGEST = 34
_JOINTS = frozenset(["", "、", "和", "与", "及", "以及", "暨", " ", "\u3000", "／", "/"])
# Two characters at least, of which one is Chinese, a digit or a sign of addition; no sentence.
_IS_NAME = re.compile(rf"(?=.*[{_HAN}＋+×\d])[^。！？；;!?]{{2,}}")
_FLAT = str.maketrans("＋", "+", "、，,· \u3000")
_MEANS = re.compile(
    r"，?作为(?![^，。；]{0,12}(?:标准|目标|宗旨|追求|座右铭|准则|尺子|理念|信条|底线|使命))"
    r"|为[^，。；为]{0,4}(?:抓手|载体|牵引|依托|着力点|切入点|突破口|支撑|支点|平台|纽带|切口)"
)
# Names that tell how often or in how many steps something is done, or who goes to whom (每周一训, 日巡查、周通报,
# 一学一练一考, 万名干部助万企).
_SHAPES = re.compile(
    r"每[日天周旬月季年][一二两三四五六七八九十\d].{1,2}|每?[日天周旬月季年].{1,4}、?[周旬月季年].{1,4}(?:、?[旬月季年].{1,4})?"
    r"|一.{1,2}[、，]?一.{1,2}[、，]?一.{1,3}|[走进访联]?[十百千万][名企家户人村校医警支][^，。]{1,6}[企家户人村店校区镇楼院]"
)
_AGAINST = frozenset(["honours", "attending", "joining"])
_COORDINATED = frozenset(["、", "和", "与", "及", "以及", "暨"])
_COUNTED = re.compile(r"[\d○〇×XX＊*_一二两三四五六七八九十百千近约超]|[了出到]")
_OPENS_CLAUSE = frozenset("，。；：！？\n*）)、 \u3000")
# Prizes won in it: a competition of somebody else's.
_WON = re.compile(
    rf"[{_HAN}]{{0,6}}?(?:中(?:荣?获|喜获|斩获|取得|夺得|摘得|获评)|[一二三特]等奖|[金银铜]奖|冠军|亚军|优秀奖|第.名)"
)
_ABSTRACT = re.compile(r"(?:品牌)?内涵")


class Tables:
    """``initiatives.toml``, compiled. What stands before a name, or ends it, is matched in mirror writing."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        terms, nouns, before, titles = table["terms"], table["nouns"], table["before"], table["titles"]
        self.national, self.generic = frozenset(terms["national"]), frozenset(terms["generic"])
        self.national_patterns = re.compile("|".join(terms["national_patterns"]))
        self.begins_otherwise = Beginnings(terms["no_name_beginnings"])
        self.is_sentence = re.compile(
            rf"{trie_expression(terms['sentence_beginnings'])}|[两三四五六七八九十\d]+大|[一两三四五六七八九十\d]+[个项].{{1,6}}$"
        )
        self.ends_otherwise = Endings(terms["no_name_endings"])
        deeds = (word for word in nouns["closing"] if len(word) > 1)
        self.own_noun = Endings([*nouns["heads"], *nouns["last"], *deeds])
        standing = [word for word in nouns["heads"] if word not in nouns["never_last"]]
        self.stands_alone = Endings([*standing, *nouns["last"]])
        self.tail = Tails(nouns)
        self._phrase_ends = Beginnings([*nouns["boundary"], *nouns["stops"], *nouns["verbs"], "等"])
        self.enumerated = re.compile(
            rf"{_CLAUSE}{{0,12}}?(?:{trie_expression(nouns['not_enumerated'])}|(?P<named>{trie_expression(nouns['enumerated'])}))"
        )
        kinds = ("doing", "weak", "joining", "attending", "honours")
        self.cues = {word[::-1]: kind for kind in kinds for word in before[kind]}
        self.before = re.compile(rf"{_CLAUSE}{{0,12}}?({trie_expression(self.cues)})")
        self.apposed = Endings(before["apposed"])
        self.runs = re.compile(trie_expression(table["after"]["runs"]))
        self.makes_own = Endings(nouns["makes_own"])
        made, kept = _mirrored(titles["made"]), _mirrored(titles["kept"])
        self.made = re.compile(rf"{_CLAUSE}{{0,8}}?(?:(?P<made>{made})|(?P<kept>{kept}))")
        self.house = re.compile(trie_expression(titles["house"]))
        self.homely = re.compile(rf"》(?:）[^（）]{{1,8}}（)?”?{_mirrored(titles['homely'])}")
        self.issued = re.compile(trie_expression(titles["issued"]))
        self.document = re.compile(rf"》(?:）[^（）]{{1,8}}（)?”?{_mirrored(titles['kinds'])}")
        self.own = re.compile(trie_expression(titles["own"]))
        self.above = re.compile(trie_expression(titles["above"]))
        self.elsewhere = re.compile(trie_expression(titles["elsewhere"]))

    def is_known(self, name: str, noun: str, *, firm: bool) -> bool:
        """Whether a name is a national slogan or a party term, or a turn of phrase that qualifies no firm ``noun``."""
        flat = name if name.isalnum() else name.translate(_FLAT)
        if not firm and (flat in self.generic or flat.isdecimal()):
            return True
        if flat in self.national:
            return not (noun and self.makes_own.at(noun, len(noun)))
        return self.national_patterns.fullmatch(flat) is not None

    def ends_phrase(self, text: str, position: int) -> bool:
        """Whether a name's phrase ends at ``position``: no character of a noun follows, or the sentence goes on."""
        following = text[position : position + 1]
        return not following or not _HAN_CHARACTER.match(following) or bool(self._phrase_ends.at(text, position))

    def may_stand_alone(self, name: str) -> bool:
        """Whether a name may be an initiative where no noun follows: neither praise nor a metaphor nor a saying."""
        if len(name) < 3 or "，" in name or self.is_sentence.match(name) or self.ends_otherwise.at(name, len(name)):
            return False
        return not self.begins_otherwise.at(name, 0) or bool(self.stands_alone.at(name, len(name)))


def _mirrored(words: list[str]) -> str:
    return trie_expression(word[::-1] for word in words)


class Tail(NamedTuple):
    """What follows a name: ``kind`` is noun, closing (a noun that may be a verb), other (no initiative) or goes-on."""

    kind: str
    start: int
    end: int


class Tails:
    """The words that may follow a name, looked up at one place after the other."""

    def __init__(self, nouns: Mapping[str, list[str]]) -> None:
        self._heads, self._closing = Beginnings(nouns["heads"]), Beginnings(nouns["closing"])
        self._modifiers, self._verbs = Beginnings(nouns["modifiers"]), Beginnings(nouns["verbs"])
        self._others, self._stops = Beginnings(nouns["others"]), Beginnings([*nouns["stops"], "等"])
        self._boundary = Beginnings(nouns["boundary"])
        self._further = Beginnings(word for word in nouns["heads"] if word not in nouns["counted"])
        tables = (self._heads, self._closing, self._others, self._stops, self._verbs)
        self._begins = frozenset[str]().union(*(table.first_characters for table in tables))

    def at(self, text: str, position: int) -> Tail | None:
        """The noun that a name qualifies, one that makes it something else, or the sentence going on; None: neither."""
        for place in range(position, position + _TAIL + 1):
            mark = text[place : place + 1]
            if mark in self._begins and (found := self._here(text, place)):
                return found
            if not _LETTERS.match(mark):
                return None
        return None

    def _here(self, text: str, place: int) -> Tail | None:
        if head := self._heads.at(text, place):
            return Tail("noun", place, self._compound(text, place + len(head)))
        if closing := self._closing_at(text, place):
            return Tail("closing", place, self._compound(text, place + len(closing)))
        if end := self._other_at(text, place):
            return Tail("other", place, end)
        if stop := self._stops.at(text, place):
            return Tail("goes-on", place, place + len(stop))
        for verb in self._verbs.each(text, place):
            end = place + len(verb)
            if not self._noun_within(text, end, 2, closing=True):
                return Tail("goes-on", place, end)
        return None

    def _closing_at(self, text: str, place: int) -> str:
        """A noun that may be a verb (创建, 竞赛) where the phrase ends after it."""
        for word in self._closing.each(text, place):
            after = text[place + len(word) : place + len(word) + 1]
            if not after or not _HAN_CHARACTER.match(after) or self._boundary.at(text, place + len(word)):
                return word
        return ""

    def _compound(self, text: str, end: int) -> int:
        """The end of further nouns with up to two modifiers each (志愿服务|活动)."""
        while True:
            place = end
            for _ in range(3):
                if head := self._further.at(text, place):
                    end = place + len(head)
                    break
                modifier = self._modifiers.at(text, place)
                if not modifier:
                    return end
                place += len(modifier)
            else:
                return end

    def _other_at(self, text: str, place: int) -> int:
        """The end of a noun that makes the name something else (的…思想, 企业), or 0."""
        places = [place]
        if text.startswith("的", place):
            places += [place + 1 + k for k in range(5) if all(map(_LETTERS.match, text[place + 1 : place + 1 + k]))]
        for start in places:
            for other in self._others.each(text, start):
                if not self._noun_within(text, start + len(other), 4, closing=False):
                    return start + len(other)
        return 0

    def _noun_within(self, text: str, place: int, letters: int, *, closing: bool) -> bool:
        for position in range(place, place + letters + 1):
            if self._heads.at(text, position) or closing and self._closing_at(text, position):
                return True
            if not _LETTERS.match(text[position : position + 1]):
                return False
        return False


class Initiatives:
    """spaCy component: ``doc.spans["initiatives"]`` and the report's initiatives."""

    def __init__(self, lexicon: Mapping[str, Any]) -> None:
        self.tables = compiled(lexicon)

    def __call__(self, doc: Doc) -> Doc:
        """Puts the initiatives of ``doc`` on record."""
        text, view = record.text_of(doc), views.of(doc)
        sections = record.get(doc, "sections")
        starts = [section.start for section in sections]
        found = [
            Initiative(start, end, text[start:end], name, record.section_at(starts, sections, start))
            for start, end, name in view.leave_spans(find(view.text, self.tables))
        ]
        record.put(doc, "initiatives", found)
        doc.spans["initiatives"] = [Span(doc, one.start, one.end, label="initiative") for one in found]
        return doc


def find(text: str, tables: Tables) -> list[Found]:
    """(start, end, name) of each initiative of ``text``, in order and disjoint."""
    found: list[Found] = []
    group: list[re.Match[str]] = []
    names = [match for match in _NAMES.finditer(text) if match.end() - match.start() <= _LONGEST or match[0][0] == "《"]
    for match in names:
        if group and not _adjoins(text, group[-1], match):
            found += _judge(text, group, tables, found[-1:])
            group = []
        group.append(match)
    if group:
        found += _judge(text, group, tables, found[-1:])
    return sorted([*found, *_again(text, names, found, tables)])


def _again(text: str, names: list[re.Match[str]], found: list[Found], tables: Tables) -> Iterator[Found]:
    """Further mentions of the initiatives found: with the noun that one of them has, or alone."""
    nouns: dict[str, set[str]] = {}
    for start, end, name in found:
        mark = text[start]
        nouns.setdefault(name, set()).add(text[start + 1 : end].rpartition(_CLOSING.get(mark, mark))[2])
    starts = {start for start, _, _ in found}
    for match in names:
        name, end = _name(match), match.end()
        forms = nouns.get(name)
        if forms is None or match.start() in starts:
            continue
        noun = max((form for form in forms if text.startswith(form, end)), key=len, default="")
        if noun:
            yield match.start(), end + len(noun), name
        elif _ends_phrase(text, end, tables) and not tables.is_known(name, "", firm=False):
            if tables.may_stand_alone(name) and _before(text, match.start(), tables) not in _AGAINST:
                yield _bare(match)


def _ends_phrase(text: str, position: int, tables: Tables) -> bool:
    tail = tables.tail.at(text, position)
    return not (tail and tail.kind == "other") and tables.ends_phrase(text, position)


def _adjoins(text: str, one: re.Match[str], other: re.Match[str]) -> bool:
    end, start = one.end(), other.start()
    return start - end <= 2 and text[end:start] in _JOINTS and text[end - 1] == text[other.end() - 1]


def _before(text: str, first: int, tables: Tables) -> str:
    """What the nearest cue before a name is."""
    cue = tables.before.match(text[max(0, first - 16) : first][::-1])
    return tables.cues[cue[1]] if cue else ""


def _judge(text: str, group: list[re.Match[str]], tables: Tables, previous: list[Found]) -> Iterator[Found]:
    """Those of a group of adjacent names that are initiatives; the last one takes the noun behind the group."""
    first, last = group[0].start(), group[-1].end()
    if text[first] == "《":
        verb = tables.made.match(text[max(0, first - 14) : first][::-1])
        yield from (_bare(one) for one in group if _is_document(text, one, verb, tables))
        return
    tail = tables.tail.at(text, last)
    alone = _stands_alone(_name(group[-1]), tables)
    end = tail.end if tail and tail.kind in ("noun", "closing") else 0
    if end and alone and tail and tail.kind == "closing" and _COUNTED.match(text, end):
        end = 0  # “青蓝工程”结对9对: a verb
    firm = bool(end and tail and tail.kind == "noun")
    if tail and tail.kind == "other" and not (alone and tail.start - last > 2):
        return
    if not end and not alone and not tables.ends_phrase(text, last) and not tables.runs.match(text, last):
        return
    before = _before(text, first, tables)
    if before in _AGAINST and (before != "joining" or not end):
        return
    if _WON.match(text, end or last):
        return
    joined = any(first - stop <= 2 and text[stop:first] in _COORDINATED for _, stop, _ in previous)
    named = bool(end) or joined or _named_by_context(text, first, last, before, tables)
    noun = text[last:end]
    for one in group:
        name = _name(one)
        qualifies = bool(end) and one is group[-1]
        if tables.is_known(name, noun if qualifies else "", firm=qualifies and firm) or not _IS_NAME.fullmatch(name):
            continue
        if qualifies:
            # What something is to become: “平安柳河”创建.
            if firm or not noun.endswith(("创建", "争创")) or tables.may_stand_alone(name):
                yield one.start(), end, name
        elif (named or _stands_alone(name, tables)) and tables.may_stand_alone(name):
            yield _bare(one)


def _bare(match: re.Match[str]) -> Found:
    return match.start(), match.end(), _name(match)


def _name(match: re.Match[str]) -> str:
    name = match[0][1:-1]
    return _WRAP.sub("", name) if "\n" in name else name


def _stands_alone(name: str, tables: Tables) -> bool:
    """Whether a name says itself what it is (小板凳议事会, 每周一训), whatever follows."""
    return bool(tables.stands_alone.at(name, len(name))) or _SHAPES.fullmatch(name) is not None


def _named_by_context(text: str, first: int, last: int, before: str, tables: Tables) -> bool:
    """Whether the words around names without a noun show that they are initiatives."""
    if text.startswith("等", last):
        listed = tables.enumerated.match(text, last + 1)
        return listed is not None and listed["named"] is not None
    opens = not first or text[first - 1] in _OPENS_CLAUSE
    if before == "doing" or (before and _ABSTRACT.match(text, last)):
        return True
    if (before or opens) and tables.own_noun.at(text, last - 1, first):
        return True
    if text.endswith(("把", "将", "以"), 0, first):
        return _MEANS.match(text, last) is not None
    if tables.apposed.at(text, first):
        return True
    if (before or opens) and tables.runs.match(text, last):
        return True
    return text.endswith("让", 0, first) and text.startswith("成为", last)


def _is_document(text: str, match: re.Match[str], verb: re.Match[str] | None, tables: Tables) -> bool:
    """Whether a title is that of a scheme of the unit's own."""
    title = f"《{_name(match)}》"
    if not tables.document.match(title[::-1]):
        return False
    if tables.above.search(title):
        return False
    if verb and verb["made"]:
        return True
    if tables.elsewhere.search(title):
        return False
    if tables.own.search(title):
        return True
    if verb and (tables.homely.match(title[::-1]) or tables.house.search(verb[0][::-1])):
        return True
    return tables.issued.match(text, match.end()) is not None


def compiled(overrides: Mapping[str, Any] | None = None) -> Tables:
    """The shipped table with the user's laid over it."""
    return _compiled(json.dumps((overrides or {}).get("initiatives") or {}, ensure_ascii=False, sort_keys=True))


@lru_cache(maxsize=16)
def _compiled(own: str) -> Tables:
    return Tables(load("initiatives", {"initiatives": json.loads(own)}))
