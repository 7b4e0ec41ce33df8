"""Lists without 其中: before or after their total, and parts that make it up by their names."""

import re
from collections.abc import Sequence
from decimal import Decimal

from ...report import Metric
from ..rule import Hit
from . import figures
from .lists import DISTRIBUTED, JOINED, MOST, SHARE, WITH, Lists, Parts, is_by
from .phrases import CLOSE, OPEN, Phrase

AND_SO_ON = re.compile(r"等[^级次候]|等$")
_COMMA = frozenset("，,、")
_COLON = frozenset("：:")
_ITEMS = JOINED | _COMMA
_NAME = 2  # characters of a name that parts and total share
_NEAR = Decimal("0.1")  # of a total, that parts which bear its name may be off and still be meant to be all of it
_FEW = 6  # parts that make up a whole by their names
_MADE_UP = re.compile("(?:部分|共同)?(?:构成|组成)[。；，]?$")  # 由甲12件和乙18件两部分构成
_OTHER_TIME = re.compile("去年|上年|前年|同期|计划|目标|任务|上月|以来")


def listed(lists: Lists, sentence: Sequence[Phrase], at: int) -> Hit | None:
    """A total before its whole list: 共处理30件：甲12件、乙18件; 共30件（甲12件、乙18件）; 共30件，分别为…."""
    phrase, after = sentence[at], sentence[at + 1] if at + 1 < len(sentence) else None
    if after is None or len(phrase.metrics) != 1:
        return None
    whole = phrase.metrics[0]
    text = lists.text[phrase.start : whole.start]
    if not figures.judged(whole) or whole.unit in SHARE or is_by(whole) or DISTRIBUTED in text:
        return None
    counted = lists.known.sum_words.search(text)
    bracket = after.mark in OPEN
    cue = lists.known.exhaustive.match(lists.text, after.start, after.end)
    last = sentence[at + 2 : at + 2 + MOST]
    made = cue and any(_MADE_UP.search(lists.text_of(one)) for one in last)
    if not (bracket or made or counted and (after.mark in _COLON or cue)):
        return None
    if WITH.match(lists.text, after.start):
        return None
    parts: Parts = []
    closed = not bracket
    for one in sentence[at + 1 : at + 1 + MOST]:
        if bracket and one.mark in CLOSE:
            closed = True
            break
        if parts and (one.mark in OPEN or one.mark in _COLON):
            return None
        if made and parts and _MADE_UP.search(lists.text_of(parts[-1][0])):
            break
        if len(one.metrics) != 1 or AND_SO_ON.search(lists.text_of(one)) or WITH.search(lists.text_of(one)):
            return None
        part = one.metrics[0]
        if lists.family(part) != lists.family(whole) or is_by(part):
            return None
        if _OTHER_TIME.search(lists.text_of(one)):
            return None
        parts.append((one, part))
    return lists.compare(whole, parts) if closed and len(parts) > 1 else None


def summed(lists: Lists, sentence: Sequence[Phrase], at: int) -> Hit | None:
    """A total after its whole list: 甲12件、乙18件，共计30件."""
    phrase = sentence[at]
    whole = phrase.metrics[0]
    said = lists.text[phrase.start : whole.start].strip()
    if len(phrase.metrics) != 1 or not figures.judged(whole) or phrase.mark not in _COMMA:
        return None
    whole_list = lists.known.sum_before.fullmatch(said) is not None
    if not (whole_list or lists.known.added_up.search(said)):
        return None
    named = "" if whole_list else lists.known.added_up.sub("", lists.known.added_up.sub("", said))  # 收入 of 收入总数共
    parts: Parts = []
    added = False
    possible = figures.NOTHING
    before = sentence[max(0, at - MOST) : at]
    for index in range(len(before) - 1, -1, -1):
        one = before[index]
        added = added or lists.known.added.match(lists.text, one.start, one.end) is not None
        if not one.metrics and parts and parts[0][0].mark in JOINED and one.end < parts[0][0].start:
            continue  # a name of several words: 文化、教育12件
        part = one.metrics[0] if len(one.metrics) == 1 else None
        if part is None or not figures.judged(part) or not _adds(lists, one, part, whole):
            break
        parts.insert(0, (one, part))
        possible += figures.bounds(part)
        if len(parts) > 1 and not possible.apart(figures.bounds(whole)):
            return None  # what stands before is another fact
        if one.mark not in _ITEMS or lists.known.sum_before.search(lists.text[one.start : part.start]):
            break
    if len(parts) > 1 and lists.known.sum_before.search(lists.text[parts[0][0].start : parts[0][1].start]):
        # A total of its own, which is a part only where a figure is added or it begins the sentence.
        if not added and any(one.metrics for one in before if one.start < parts[0][0].start):
            parts = parts[1:]
    if whole_list or added:
        return lists.compare(whole, parts)
    return lists.compare(whole, parts) if _are_of(lists, named, whole, parts) else None


def _are_of(lists: Lists, named: str, whole: Metric, parts: Parts) -> bool:
    """Whether all parts bear the name of their total, and come near it: 甲收入5万元，乙收入3万元，收入总额9万元."""
    if len(named) < _NAME or not all(named in lists.text_of(phrase) for phrase, _ in parts):
        return False
    value = figures.total(part for _, part in parts)[0]
    own = whole.value or 0
    return abs(value - own) <= own * _NEAR and all((part.value or 0) < own for _, part in parts)


def _adds(lists: Lists, phrase: Phrase, part: Metric, whole: Metric) -> bool:
    """Whether a figure may be one of those that ``whole`` sums up."""
    text = lists.text_of(phrase)
    return lists.family(part) == lists.family(whole) and not is_by(part) and not WITH.search(text)


def completed(lists: Lists, sentence: Sequence[Phrase], at: int) -> Hit | None:
    """A total and right after it, without 其中, parts that make it up by their names: 126名，男80名，女46名."""
    phrase = sentence[at]
    if len(phrase.metrics) != 1 or at + 2 >= len(sentence):
        return None
    whole = phrase.metrics[0]
    if not figures.judged(whole) or whole.unit in SHARE or is_by(whole):
        return None
    if phrase.mark in JOINED and sentence[at - 1].metrics:
        return None
    if DISTRIBUTED in lists.text[phrase.start : whole.start]:
        return None
    if sentence[at + 1].mark in JOINED:
        return None  # the first of a list: 国家级1项、省级3项、市级5项，共9项
    parts, after = lists.run(sentence[at + 1 : at + 1 + _FEW], 0)
    following = sentence[at + 1 + after : at + 2 + after]
    if any(
        lists.known.sum_before.search(lists.text[one.start : one.metrics[0].start]) for one in following if one.metrics
    ):
        return None  # its total comes after it
    if len(parts) < 2 or lists.family(parts[0][1]) != lists.family(whole):
        return None
    if _is_split(lists, sentence[max(0, at - MOST) : at], whole, parts):
        return lists.compare(whole, parts)
    chosen = lists.complement(parts)
    return lists.compare(whole, chosen) if len(chosen) == len(parts) else None


def _is_split(lists: Lists, before: Sequence[Phrase], whole: Metric, parts: Parts) -> bool:
    """Whether the first figure of a sentence is split in two, the second the rest: 45件，已办结40件，其余5件."""
    if len(parts) != 2 or not lists.known.rest.match(lists.text_of(parts[1][0])):
        return False
    family = lists.family(whole)
    if any(lists.family(one) == family for phrase in before for one in phrase.metrics):
        return False
    return all(figures.judged(part) for _, part in parts) and (parts[1][1].value or 0) < (whole.value or 0)
