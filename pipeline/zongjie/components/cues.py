"""The wordings of ``roles.toml``, compiled: what a heading says, how a paragraph begins, what speaks for a role."""

import json
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from .. import lexicon
from ..language.patterns import any_of

ROLES = ("overview", "achievements", "experience", "problems", "plans", "suggestions", "closing")
_JOINS = re.compile(r"[及和与、暨跟并／/＆&，]|以及")
_YEAR = re.compile(
    r"(20\d\d|19\d\d)\s*(?:年|—|-|～|~|至)|(二[〇○零OＯ][〇○零OＯ一二三四五六七八九]{2})\s*年|[“\"]?([一二三四五六七八九十]{1,2})五[”\"]?(?=时期|规划|发展|期间|主要|目标|重点|”)"
)
_DIGITS = str.maketrans("〇○零OＯ一二三四五六七八九", "00000123456789")
_NARROW = str.maketrans("０１２３４５６７８９", "0123456789")
_ORDINALS = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
_ORDINALS |= {f"十{name}": 10 + value for name, value in list(_ORDINALS.items())[:9]}
_LAST = re.compile(r"[\u4e00-\u9fff](?=[|)?$\](\[.]|$)")
_BLANKS = re.compile(r"\s+")
CERTAIN, LIKELY, HINT = 3, 2, 1
_CLOSING = ("glued", "signed", "courtesy", "call", "wishes", "opens_call", "signature", "date", "unit")


class Cue(NamedTuple):
    """A role's wording in a heading: ``text`` at ``start:end`` of it."""

    start: int
    end: int
    role: str
    weight: int
    text: str


class Heading(NamedTuple):
    """What a heading says: ``roles`` in its order (two or more where it joins them) and how surely."""

    roles: tuple[str, ...]
    weight: int
    cue: str
    open: bool
    last: int


class Turn(NamedTuple):
    """The wordings with which a paragraph turns to a role, and those that speak against it."""

    opens: re.Pattern[str]
    against: re.Pattern[str] | None


class Cues(NamedTuple):
    """All of ``roles.toml``, compiled."""

    headings: tuple[tuple[str, int, re.Pattern[str]], ...]
    ends: re.Pattern[str]
    not_named: Mapping[str, re.Pattern[str]]
    future: re.Pattern[str]
    past: re.Pattern[str]
    open: re.Pattern[str]
    done: re.Pattern[str]
    thanks: re.Pattern[str]
    goes_on: re.Pattern[str]
    turns: Mapping[str, Turn]
    words: Mapping[str, re.Pattern[str]]
    glued: re.Pattern[str]
    signed: re.Pattern[str]
    courtesy: re.Pattern[str]
    call: re.Pattern[str]
    wishes: re.Pattern[str]
    opens_call: re.Pattern[str]
    signature: re.Pattern[str]
    date: re.Pattern[str]
    unit: re.Pattern[str]
    debris: re.Pattern[str]
    tail: re.Pattern[str]
    glossary: re.Pattern[str]
    annex: re.Pattern[str]


def load(overrides: Mapping[str, Any] | None = None) -> Cues:
    """The cues with the user's own tables laid over the shipped ones."""
    return _compiled(json.dumps((overrides or {}).get("roles") or {}, ensure_ascii=False, sort_keys=True))


@lru_cache(maxsize=8)
def _compiled(own: str) -> Cues:
    rows = lexicon.load("roles", {"roles": json.loads(own)})
    headings = []
    for role, cues in rows["heading"].items():
        headings.append((role, CERTAIN, any_of(cues["certain"])))
        headings.append((role, LIKELY, any_of(cues["likely"])))
    turns = {
        role: Turn(any_of(row["opens"]), any_of(row["not"]) if row["not"] else None)
        for role, row in rows["turn"].items()
    }
    time, closing, debris = rows["time"], rows["closing"], rows["debris"]
    return Cues(
        headings=tuple(headings),
        ends=re.compile("[" + "".join(sorted(_last_characters(rows["heading"]))) + "].{0,2}$"),
        not_named={role: any_of(cues["not"]) for role, cues in rows["heading"].items() if cues.get("not")},
        **{name: any_of(time[name]) for name in ("future", "past", "open", "done", "thanks")},
        goes_on=any_of(rows["turn"]["problems"]["goes_on"]),
        turns=turns,
        words={role: any_of(patterns) for role, patterns in rows["words"].items()},
        **{name: any_of(closing[name]) for name in _CLOSING},
        debris=any_of(debris["lines"]),
        **{name: any_of(debris[name]) for name in ("tail", "glossary", "annex")},
    )


def _last_characters(headings: Mapping[str, Any]) -> set[str]:
    """The characters with which a certain wording can end, and some more: a cheap test before the dear one."""
    return {char for cues in headings.values() for pattern in cues["certain"] for char in _LAST.findall(pattern)}


def years(text: str) -> list[int]:
    """The years that ``text`` names, a five-year plan (“十五五”) by its last year."""
    result = []
    for digits, chinese, plan in _YEAR.findall(text.translate(_NARROW)):
        if digits:
            result.append(int(digits))
        elif chinese:
            result.append(int(chinese.translate(_DIGITS)))
        elif plan in _ORDINALS:
            result.append(1955 + 5 * _ORDINALS[plan])
    return result


def read_heading(cues: Cues, title: str, year: int | None = None) -> Heading | None:
    """What a heading without its number says; ``year`` is the report's. None if it says nothing of a role."""
    title = _BLANKS.sub("", title)
    kept = _named(cues, title)
    named = years(title)
    later = bool(cues.future.search(title)) or (year is not None and bool(named) and min(named) > year)
    earlier = bool(cues.past.search(title)) or (year is not None and bool(named) and max(named) <= year)
    if not kept:
        return Heading(("plans",), HINT, title, False, 0) if later and not earlier else None
    joined = _dated(_joined(kept, title), cues, later, earlier)
    last = joined[-1]
    roles = tuple(dict.fromkeys(cue.role for cue in joined))
    if roles == ("plans",) and not later and cues.done.search(title):
        roles = ("achievements",)
    opening = cues.open.search(title)
    is_open = (
        opening is not None
        and last.text.lstrip("年度的") in opening.group()
        and len(roles) == 1
        and roles[0] in ("achievements", "plans")
        and not later
        and not earlier
    )
    weight = min(cue.weight for cue in joined)
    return Heading(roles, weight, "、".join(cue.text for cue in joined), is_open, last.end)


def _named(cues: Cues, title: str) -> list[Cue]:
    """The wordings in ``title``, in its order; of two that overlap the longer, then the weightier."""
    found = []
    for role, weight, pattern in cues.headings:
        barred = cues.not_named.get(role)
        for match in pattern.finditer(title):
            if barred and barred.search(title):
                break
            if match.end() > match.start():
                found.append(Cue(match.start(), match.end(), role, weight, match.group()))
    kept: list[Cue] = []
    for cue in sorted(found, key=lambda one: (one.start - one.end, -one.weight)):
        if not any(cue.start < other.end and other.start < cue.end for other in kept):
            kept.append(cue)
    return sorted(kept)


def _joined(kept: list[Cue], title: str) -> list[Cue]:
    """The wordings that a heading joins; without a joining word the last counts, or the weightier."""
    joined = [kept[-1]]
    for cue in reversed(kept[:-1]):
        if cue.role == joined[0].role or _JOINS.search(title, cue.end, joined[0].start):
            joined.insert(0, cue)
        elif cue.weight > joined[0].weight:
            joined[0] = cue
    return joined


def _dated(joined: list[Cue], cues: Cues, later: bool, earlier: bool) -> list[Cue]:
    """The wordings with the roles that their time gives them (2026年重点工作 in a report on 2025)."""
    if later or any(cue.role == "plans" for cue in joined):  # 主要目标和2026年重点工作
        joined = [
            cue._replace(role="plans") if cue.role == "achievements" and cues.open.search(cue.text) else cue
            for cue in joined
        ]
    if later and not earlier and {cue.role for cue in joined} == {"achievements"}:
        return [cue._replace(role="plans") for cue in joined]
    return joined
