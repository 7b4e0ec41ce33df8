"""What a quantity counts, in the words of its sentence: the wording before it or after it, cut to a phrase.

All spans are half-open code-point offsets into the text given.
"""

import json
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from ..lexicon import load

_WINDOW = 28
_LONGEST = 34
_BLANKS = re.compile(r"[，、：:\s]*(?:全[省市县区国])?")


class Phrases(NamedTuple):
    """The compiled tables of ``indicators.toml``."""

    leading: re.Pattern[str]
    trailing: re.Pattern[str]
    light: re.Pattern[str]
    inner: re.Pattern[str]
    adverbials: tuple[tuple[str, re.Pattern[str] | None], ...]
    comparing: re.Pattern[str]
    object_verb: re.Pattern[str]
    right_leading: re.Pattern[str]
    right_stop: re.Pattern[str]
    verb: re.Pattern[str]
    own_verb: re.Pattern[str]
    right_cut: re.Pattern[str]
    target: re.Pattern[str]
    actual: re.Pattern[str]


def _any(patterns: Iterable[str]) -> str:
    return "(?:" + "|".join(patterns) + ")"


def compiled(overrides: Mapping[str, Any] | None = None) -> Phrases:
    """The shipped tables with the user's laid over them, compiled."""
    return _compiled(json.dumps(overrides or {}, ensure_ascii=False, sort_keys=True))


@lru_cache(maxsize=16)
def _compiled(overrides: str) -> Phrases:
    table = load("indicators", json.loads(overrides))
    left, right = table["left"], table["right"]
    by_length = sorted(right["verbs"], key=len, reverse=True)
    return Phrases(
        leading=re.compile(f"{_any(left['leading'])}*"),
        trailing=re.compile(f"(?:{_any(left['comparison'])}?{_any(left['trailing'])})+$"),
        light=re.compile(_any(left["light_verbs"])),
        adverbials=tuple(
            (word, re.compile(_any(map(re.escape, ends))) if ends else None) for word, ends in left["adverbials"].items()
        ),
        comparing=re.compile(_any(table["inherit"]["comparing"]) + "$"),
        object_verb=re.compile(_any(sorted(right["object_verbs"], key=len, reverse=True)) + "$"),
        inner=re.compile(_any(left["inner"])),
        right_leading=re.compile(f"{_any(right['leading'])}*"),
        right_stop=re.compile(_any(right["stop"])),
        own_verb=re.compile(_any(left["verbs"])),
        right_cut=re.compile(_any(right["cut"])),
        verb=re.compile(_any(by_length)),
        target=re.compile(_any(table["kind"]["target"])),
        actual=re.compile(_any(table["kind"]["actual"])),
    )


def before(text: str, low: int, high: int, p: Phrases) -> tuple[int, int, bool]:
    """The counted thing in ``text[low:high]``, the words between the clause's beginning and a quantity.

    Returns start, end and whether the words only compare with what came before (同比增长); start == end if none are left.
    """
    start, end = low, high
    trailing = p.trailing.search(text, max(start, end - _WINDOW), end)
    if trailing:
        end = trailing.start()
    last = None
    for match in p.light.finditer(text, start, end):
        if end - match.end() >= 2:
            last = match
    if inner := p.inner.search(text, start, end):
        start = inner.end()
    if last is not None and last.end() > start:
        start = last.end()
    if text.startswith("其中", start):
        start = _BLANKS.match(text, start + 2, max(start + 2, end)).end()  # type: ignore[union-attr]
    else:
        start = _led(text, start, end, p)
    if start >= end:
        return end, end, True
    start = _without_subject(text, start, end, p)
    return start, end, end - start == 1 or p.comparing.fullmatch(text, start, end) is not None


def _without_subject(text: str, start: int, end: int, p: Phrases) -> int:
    """The place of the last verb with an object, where a subject stands before it."""
    for match in p.own_verb.finditer(text, start + 2, end):
        if end - match.end() >= 2 and text[match.start() - 1] not in "、和与及的未":
            start = match.start()
    return start


def _led(text: str, start: int, end: int, p: Phrases) -> int:
    """The place after leading adverbs, times, subjects and adverbial phrases."""
    for _ in range(4):
        moved = p.leading.match(text, start, max(start, end)).end()  # type: ignore[union-attr]
        for word, closing in p.adverbials:
            if text.startswith(word, moved) and moved + len(word) < end:
                stop = moved + len(word) if closing is None else _closed(text, moved + len(word), end, closing)
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


def after(text: str, low: int, high: int, followed: bool, p: Phrases) -> tuple[int, int] | None:
    """The counted thing that follows a quantity in ``text[low:high]``; None if nothing counted does.

    ``followed``: another quantity stands at ``high``, so that the noun ends at its verb (31个支部开展集中学习×次).
    """
    if low >= high:
        return None
    start = p.right_leading.match(text, low, high).end()  # type: ignore[union-attr]
    if start >= high or p.right_stop.match(text, start, high):
        return None
    end = high
    cut = p.right_cut.search(text, start + 2, end)
    if cut:
        end = cut.start()
    while end > start and (text[end - 1] in "、和及的， 　\t（(：:“" or text[end - 1] == "与" and text[end - 2] not in "参赠给"):
        end -= 1
    if followed or end - start > _LONGEST:
        verb = p.verb.search(text, start + 2, end)
        if verb:
            end = verb.start()
    return (start, end) if end - start >= 1 else None


def takes_object(text: str, low: int, high: int, p: Phrases) -> bool:
    """Whether the words before a quantity end with a verb whose object follows it (成立5支…)."""
    return p.object_verb.search(text, max(low, high - 5), high) is not None


def starts_with_verb(text: str, start: int, p: Phrases) -> bool:
    """Whether what follows a quantity is a verb, so that what is counted stands before (员工60人参加培训)."""
    return p.verb.match(text, start) is not None
