"""Where a text turns to another role under no heading: whole paragraphs, told by how they begin."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from .cues import CERTAIN, Cues, read_heading, years

_OPENING = 150  # characters of a paragraph that are looked at
_SENTENCE = re.compile(r"[。！？!?\n]")
_SALUTATION = re.compile(r"^(?:各位[^，。！!：:]{1,12}|同志们|朋友们)[！!：:，,。]?\s*")
_PARTS = re.compile(
    r"[一二三四五六七八九十]是|——|[（(]?\d{1,2}[）)、.．]|[（(][一二三四五六七八九十]+[）)]|第[一二三四五六七八九十]|其[一二三次他]|首先|再次|最后|[①-⑳]|一方面|另一方面|此外|另外|同时"
)


_DATED = re.compile(r"(?:在|到)?[0-9０-９二〇○零一三四五六七八九]{4}年")
_PROMISES = re.compile(r"将|要(?!求)|目标|任务|计划|确保|力争|继续")
_LISTED = re.compile(
    r"[一二三四五六七八九十]是|——|[（(]?\d{1,2}[）)、.．]|[（(][一二三四五六七八九十]+[）)]|第[一二三四五六七八九十][，,、]|[①-⑳]"
)
_AFTER = 16  # characters after a cue in which words may speak against it
_LINE = 40  # characters of a heading that stands alone


class Passage(NamedTuple):
    """Consecutive paragraphs of one role from ``start`` on; ``cue`` is what told it."""

    start: int
    role: str
    cue: str
    confidence: float


def opening(text: str, start: int, end: int) -> tuple[str, str]:
    """The first sentence and the first two of a paragraph, without a salutation."""
    head = text[start : min(end, start + _OPENING)]
    head = head[_SALUTATION.match(head).end() :] if head[:2] in ("各位", "同志", "朋友") else head
    first = _SENTENCE.search(head)
    if not first:
        return head, head
    second = _SENTENCE.search(head, first.end())
    return head[: first.end()], head[: second.end()] if second else head


def turn_of(text: str, start: int, end: int, cues: Cues, year: int | None = None) -> tuple[str, str] | None:
    """The role that a paragraph turns to and the words that say so."""
    first, both = opening(text, start, end)
    dated = _DATED.match(first)
    named = years(dated.group()) if dated and year else []
    if named and named[0] > year and _PROMISES.search(both):
        return "plans", dated.group()
    for role in ("plans", "problems", "experience", "achievements"):
        turn = cues.turns[role]
        looked = both if role == "problems" else first
        match = turn.opens.search(looked)
        if role == "plans" and named and named[0] <= year:
            continue
        if match and not (turn.against and turn.against.search(first, 0, match.end() + _AFTER)):
            if role == "problems" and not cues.words["problems"].search(text, start, end):
                continue
            if role == "experience" and not _teaches(text, start, end, cues):
                continue
            return role, match.group()
    return None


def _teaches(text: str, start: int, end: int, cues: Cues) -> bool:
    """Whether a paragraph draws lessons and is not one of thanks that speaks of what it feels."""
    if text[end - 1] in "：:":
        return True
    lessons = len(cues.words["experience"].findall(text, start, end))
    return lessons >= 2 and not cues.turns["experience"].against.search(text, start, end)


def speaks_for(text: str, start: int, end: int, cues: Cues, limit: int = 600) -> dict[str, int]:
    """How many words of the passage speak for each role."""
    stop = min(end, start + limit)
    return {role: len(pattern.findall(text, start, stop)) for role, pattern in cues.words.items()}


def passages(
    text: str,
    pieces: Sequence[tuple[int, int]],
    role: str,
    cues: Cues,
    year: int | None,
    *,
    numbered: frozenset[int] = frozenset(),
    joined: Sequence[str] = (),
) -> list[Passage]:
    """The passages into which ``pieces`` (paragraphs, the first of role ``role``) fall; the first may start at any.

    ``numbered`` are starts of numbered headings, which do not turn: their own words say what they are. ``joined``
    are the roles that the heading above names; to those it takes less to turn.
    """
    result: list[Passage] = []
    now, home = role, role
    salutation = None
    for index, (start, end) in enumerate(pieces):
        if end - start < 14 and _SALUTATION.fullmatch(text, start, end):
            salutation = start if salutation is None else salutation
            continue
        begin, salutation = (start if salutation is None else salutation), None
        under = index and pieces[index - 1][0] in numbered and pieces[index - 1][1] - pieces[index - 1][0] < _LINE
        if start in numbered or under or _LISTED.match(text, start, end):
            turned = None
        else:
            turned = (
                turn_of(text, start, end, cues, year) or (joined and _named_in(text, start, end, joined, cues)) or None
            )
        if turned is None and now in ("experience", "problems") and cues.thanks.search(text, max(start, end - 40), end):
            turned = ("achievements", "感谢")
        if turned is None:
            lone = now == "experience" and index and text[pieces[index - 1][1] - 1] not in "：:"
            if lone and home != now and not _PARTS.match(text, start, end) and not _teaches(text, start, end, cues):
                now = home
                result.append(Passage(begin, home, "", 0.5))
            if now == "problems" and home != "problems" and index and not _goes_on(text, start, end, cues):
                now = home
                result.append(Passage(begin, home, "", 0.5))
            continue
        to, cue = turned
        if to == now or not _may_turn(now, home, to):
            continue
        now = to
        if to == "plans":
            home = "plans"
        result.append(Passage(begin, to, cue, 0.85))
    return result


def _may_turn(now: str, home: str, to: str) -> bool:
    if now == "plans":
        return False
    if to == "achievements":
        return now in ("experience", "problems") and home == "achievements"
    if to == "experience":
        return now in ("achievements",)
    return True


def _named_in(text: str, start: int, end: int, roles: Sequence[str], cues: Cues) -> tuple[str, str] | None:
    """The role among ``roles`` that the first sentence names (提出了今后的任务)."""
    first = opening(text, start, end)[0][:60]
    reading = read_heading(cues, first)
    looks_ahead = bool(reading) and reading.roles[-1] == "plans"
    sure = cues.future.search(first) if looks_ahead else reading and reading.weight >= CERTAIN
    return (reading.roles[-1], reading.cue) if reading and reading.roles[-1] in roles and sure else None


def _goes_on(text: str, start: int, end: int, cues: Cues) -> bool:
    if _PARTS.match(text, start, end) or cues.goes_on.search(opening(text, start, end)[0]):
        return True
    counts = speaks_for(text, start, end, cues, 300)
    return counts["problems"] >= 3 and counts["problems"] > counts["achievements"] + counts["plans"]
