"""What a quantity counts, in the words of its sentence: the wording before it or after it, cut to a phrase.

All spans are half-open code-point offsets into the text given.
"""

import json
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from ..lexicon import load
from .patterns import Beginnings, Endings, any_of, repeated

_ENDING = 10  # characters at the end of the words before a quantity that one ending may take
_COMPARISON = 20
_LONGEST = 34
_FARTHEST = 60  # characters after a quantity that are looked at
_NOTHING = frozenset("，。；、：:；！!？?）)”》】 \n\t　—–～~…（(")
_COMPARES = re.compile(r"[比较于]|[同环]比")
_BLANKS = re.compile(r"[，、：:\s]*(?:全[省市县区国])?")


class Phrases(NamedTuple):
    """The compiled tables of ``indicators.toml``."""

    leading: re.Pattern[str]
    trailing: re.Pattern[str]
    comparison: re.Pattern[str]
    light: re.Pattern[str]
    own_verb: re.Pattern[str]
    inner: re.Pattern[str]
    adverbials: Mapping[str, tuple[tuple[re.Pattern[str], re.Pattern[str] | None], ...]]
    comparing: re.Pattern[str]
    object_verb: Endings
    opening_verb: Beginnings
    right_leading: re.Pattern[str]
    right_stop: re.Pattern[str]
    right_cut: re.Pattern[str]
    verb: re.Pattern[str]
    kind: re.Pattern[str]


def compiled(overrides: Mapping[str, Any] | None = None) -> Phrases:
    """The shipped tables with the user's laid over them, compiled."""
    return _compiled(json.dumps(overrides or {}, ensure_ascii=False, sort_keys=True))


@lru_cache(maxsize=16)
def _compiled(overrides: str) -> Phrases:
    table = load("indicators", json.loads(overrides))
    left, right = table["left"], table["right"]
    trailing, cut = left["trailing"], left["cut"]
    verb_of_value = (
        f"(?:{'|'.join(trailing['adverbs'])})?"
        f"(?:{'|'.join(trailing['reach'])}|(?:{'|'.join(trailing['change'])})(?:{'|'.join(trailing['change_to'])})?)"
    )
    adverbials: dict[str, list[tuple[re.Pattern[str], re.Pattern[str] | None]]] = {}
    for opening, ends in left["adverbials"].items():
        closing = any_of(map(re.escape, ends)) if ends else None
        adverbials.setdefault(opening[0], []).append((re.compile(opening), closing))
    return Phrases(
        leading=repeated(p for group in left["leading"].values() for p in group),
        trailing=any_of([*trailing["words"], verb_of_value], "+$"),
        comparison=any_of(trailing["comparison"], "$"),
        light=any_of(cut["light_verbs"]),
        own_verb=any_of(cut["verbs"]),
        inner=any_of(cut["inner"]),
        adverbials={first: tuple(rows) for first, rows in adverbials.items()},
        comparing=any_of(table["inherit"]["comparing"], "$"),
        object_verb=Endings(right["object_verbs"]),
        opening_verb=Beginnings(right["object_verbs"]),
        right_leading=repeated(right["leading"]),
        right_stop=any_of(right["stop"]),
        right_cut=any_of(right["cut"]),
        verb=any_of(sorted(right["verbs"], key=len, reverse=True)),
        kind=any_of([f"(?P<{kind}>{'|'.join(words)})" for kind, words in table["kind"].items()]),
    )


def before(text: str, low: int, high: int, p: Phrases, *, among: bool = False) -> tuple[int, int, bool]:
    """The counted thing in ``text[low:high]``, the words between the clause's beginning and a quantity.

    ``among``: they go on with what 其中 began, where times tell one part from the other (其中上半年5场、下半年7场).

    Returns start, end and whether the words only compare with what came before (同比增长); start == end: none are left.
    """
    start, end = low, _without_ending(text, low, high, p)
    light = start
    for match in p.light.finditer(text, start, end):
        if end - match.end() >= 2:
            light = match.end()
    if inner := p.inner.search(text, start, end):
        start = inner.end()
    start = max(start, light)
    if text.startswith("其中", start):
        start = _BLANKS.match(text, start + 2, max(start + 2, end)).end()  # type: ignore[union-attr]
    elif among:
        start = _BLANKS.match(text, start, max(start, end)).end()  # type: ignore[union-attr]
    else:
        start = _led(text, start, end, p)
    if start >= end:
        return end, end, True
    start = _without_subject(text, start, end, p)
    return start, end, end - start == 1 or p.comparing.fullmatch(text, start, end) is not None


def _without_ending(text: str, low: int, end: int, p: Phrases) -> int:
    """The place before the verbs and adverbs that lead to a quantity (…比上年增长, …由年初的)."""
    while end > low and (match := p.trailing.search(text, max(low, end - _ENDING), end)):
        end = match.start()
        window = max(low, end - _COMPARISON)
        if _COMPARES.search(text, window, end) and (compared := p.comparison.search(text, window, end)):
            end = compared.start()
    return end


def _led(text: str, start: int, end: int, p: Phrases) -> int:
    """The place after leading adverbs, times, subjects and adverbial phrases."""
    for _ in range(4):
        moved = p.leading.match(text, start, max(start, end)).end()  # type: ignore[union-attr]
        for opening, closing in p.adverbials.get(text[moved : moved + 1], ()):
            word = opening.match(text, moved, end)
            if word and word.end() < end:
                stop = word.end() if closing is None else _closed(text, word.end(), end, closing)
                if stop is not None:
                    moved = stop
                break
        if moved == start:
            break
        start = moved
    return min(start, end)


def _closed(text: str, start: int, end: int, closing: re.Pattern[str]) -> int | None:
    last = None
    for match in closing.finditer(text, start, end):
        if end - match.end() >= 2:
            last = match.end()
    return last


def _without_subject(text: str, start: int, end: int, p: Phrases) -> int:
    """The place of the last verb with an object, where a subject stands before it."""
    last = -1
    for match in p.own_verb.finditer(text, start + 3, end):
        chained = match.start() == last  # 走访慰问: the verbs stay together
        last = match.end()
        if not chained and end - match.end() >= 2 and text[match.start() - 1] not in "、和与及的未":
            start = match.start()
    return start


def after(text: str, low: int, high: int, followed: bool, p: Phrases) -> tuple[int, int] | None:
    """The counted thing that follows a quantity in ``text[low:high]``; None if nothing counted does.

    ``followed``: another quantity stands at ``high``, so that the noun ends at its verb (31个支部开展集中学习×次).
    """
    high = min(high, low + _FARTHEST)
    if low >= high or text[low] in _NOTHING:
        return None
    start = p.right_leading.match(text, low, high).end()  # type: ignore[union-attr]
    if start >= high or p.right_stop.match(text, start, high):
        return None
    end = high
    if cut := p.right_cut.search(text, start + 2, end):
        end = cut.start()
    while end > start and (
        text[end - 1] in "、和及的， 　\t（(：:“" or text[end - 1] == "与" and text[end - 2] not in "参赠给"
    ):
        end -= 1
    if (followed or end - start > _LONGEST) and (verb := p.verb.search(text, start + 2, end)):
        end = verb.start()
    return (start, end) if end > start else None


def takes_object(text: str, low: int, high: int, p: Phrases) -> bool:
    """Whether the words before a quantity end with a verb whose object follows it (成立5支…)."""
    return bool(p.object_verb.at(text, high, low))


def is_object_verb(text: str, start: int, p: Phrases) -> bool:
    """Whether the words at ``start`` begin with a verb that takes an object (新建, 购置)."""
    return bool(p.opening_verb.at(text, start))


def starts_with_verb(text: str, start: int, p: Phrases) -> bool:
    """Whether what follows a quantity is a verb, so that what is counted stands before (员工60人参加培训)."""
    return p.verb.match(text, start) is not None or is_object_verb(text, start, p)
