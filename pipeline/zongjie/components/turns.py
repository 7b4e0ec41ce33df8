"""Where a text turns to another role under no heading: whole paragraphs, told by how they begin."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from .cues import CERTAIN, Cues, read_heading, years

Span = tuple[int, int]

_OPENING = 150  # characters of a paragraph that are looked at
_AFTER = 16  # characters after a cue in which words may speak against it
_LINE = 40  # characters of a heading that stands alone
_SENTENCE = re.compile(r"[。！？!?\n]")
_SALUTATION = re.compile(r"(?:各位[^，。！!：:]{1,12}|同志们|朋友们)[！!：:，,。]?\s*")
_LISTED = re.compile(
    r"[一二三四五六七八九十]是|——|[（(]?\d{1,2}[）)、.．]|[（(][一二三四五六七八九十]+[）)]|第[一二三四五六七八九十][，,、]|[①-⑳]"
)
_GOES_ON = re.compile(
    _LISTED.pattern + r"|第[一二三四五六七八九十]|其[一二三次他]|首先|再次|最后|一方面|另一方面|此外|另外|同时"
)
_DATED = re.compile(r"(?:在|到)?[0-9０-９二〇○零一三四五六七八九]{4}年")
_DEED = re.compile("[0-9０-９]")  # in what no longer tells of lessons that a line announced (有几点体会。)
_PROMISES = re.compile(r"将|要(?!求)|目标|任务|计划|确保|力争|继续")


class Draft(NamedTuple):
    """A section that is not yet closed: it runs to the start of the next. Its heading is ``start:body``."""

    start: int
    body: int
    role: str | None
    cue: str
    confidence: float


def unheaded(start: int, role: str, cue: str, confidence: float = 0.85) -> Draft:
    """A draft without a heading."""
    return Draft(start, start, role, cue, confidence)


def opening(text: str, start: int, end: int) -> tuple[str, str]:
    """The first sentence and the first two of a paragraph, without a salutation."""
    head = text[start : min(end, start + _OPENING)]
    salutation = _SALUTATION.match(head)
    if salutation:
        head = head[salutation.end() :]
    first = _SENTENCE.search(head)
    if not first:
        return head, head
    second = _SENTENCE.search(head, first.end())
    return head[: first.end()], head[: second.end()] if second else head


def turn_of(text: str, start: int, end: int, cues: Cues, year: int | None = None) -> tuple[str, str] | None:
    """The role that a paragraph turns to and the words that say so; ``year`` is the report's."""
    first, both = opening(text, start, end)
    dated = _DATED.match(first)
    named = years(dated.group()) if dated and year else []
    past = bool(named) and named[0] <= (year or 0)
    if dated and named and not past and _PROMISES.search(both):
        return "plans", dated.group()
    for role in ("plans", "problems", "experience", "achievements"):
        turn = cues.turns[role]
        match = turn.opens.search(both if role == "problems" else first)
        if not match or (turn.against and turn.against.search(first, 0, match.end() + _AFTER)):
            continue
        if not (role == "plans" and past) and _bears_out(text, start, end, role, cues):
            return role, match.group()
    return None


def _bears_out(text: str, start: int, end: int, role: str, cues: Cues) -> bool:
    """Whether the paragraph is of the role that it begins with."""
    if role == "problems":
        return bool(cues.words["problems"].search(text, start, end))
    return role != "experience" or _teaches(text, start, end, cues)


def _teaches(text: str, start: int, end: int, cues: Cues) -> bool:
    """Whether a paragraph draws lessons and is not one of thanks that speaks of what it feels."""
    if text[end - 1] in "：:":
        return True
    against = cues.turns["experience"].against
    if against and against.search(text, start, end):
        return False
    first = cues.words["experience"].search(text, start, min(end, start + 40))
    return first is not None or len(cues.words["experience"].findall(text, start, end)) > 1


def passages(
    text: str,
    pieces: Sequence[Span],
    home: str,
    cues: Cues,
    year: int | None,
    *,
    numbered: frozenset[int] = frozenset(),
    joined: Sequence[str] = (),
    sentences: bool = False,
) -> list[Draft]:
    """The passages of another role into which paragraphs of the role ``home`` turn.

    ``numbered`` are starts of numbered parts, which do not turn: their own words say what they are. ``joined`` are the
    roles that the heading above names; to those it takes less to turn. ``sentences`` says that the pieces are those of
    one paragraph, which do not turn back.
    """
    result: list[Draft] = []
    now = home
    salutation: int | None = None
    before: Span | None = None
    announced = False
    for start, end in pieces:
        if end - start < 14 and _SALUTATION.fullmatch(text, start, end):
            salutation = start if salutation is None else salutation
            continue
        begin, salutation = (start if salutation is None else salutation), None
        under = before is not None and before[0] in numbered and before[1] - before[0] < _LINE
        turned = None
        if start not in numbered and (joined or not under) and not _LISTED.match(text, start, end):
            turned = turn_of(text, start, end, cues, year) or _named_in(text, start, end, joined, cues)
        if turned is None and before and not sentences and _is_over(text, before, (start, end), now, home, cues):
            turned = None if announced and not _DEED.search(text, start, end) else (home, "")
        before = (start, end)
        if turned and turned[0] != now and _may_turn(now, home, turned[0]):
            now, cue = turned
            announced = now == "experience" and end - start < _LINE
            home = now if now == "plans" else home
            result.append(unheaded(begin, now, cue, 0.85 if cue else 0.5))
    return result


def _may_turn(now: str, home: str, to: str) -> bool:
    if now == "plans":
        return False
    if to == home:
        return True
    if to == "achievements":
        return False
    return to != "experience" or now == "achievements"


def _is_over(text: str, before: Span, piece: Span, now: str, home: str, cues: Cues) -> bool:
    """Whether a passage of problems or lessons ended with the paragraph before."""
    start, end = piece
    if now == home or now not in ("problems", "experience"):
        return False
    if cues.thanks.search(text, max(start, end - 40), end):
        return True
    if _GOES_ON.match(text, start, end):
        return False
    if now == "experience":
        return text[before[1] - 1] not in "：:" and not _teaches(text, start, end, cues)
    if cues.goes_on.search(opening(text, start, end)[0]):
        return False
    stop = min(end, start + 300)
    counts = {role: len(cues.words[role].findall(text, start, stop)) for role in ("problems", "achievements", "plans")}
    return counts["problems"] < 3 or counts["problems"] <= counts["achievements"] + counts["plans"]


def _named_in(text: str, start: int, end: int, roles: Sequence[str], cues: Cues) -> tuple[str, str] | None:
    """The role among ``roles`` that the first sentence names (提出了今后的任务)."""
    if not roles:
        return None
    first = opening(text, start, end)[0][:60]
    reading = read_heading(cues, first)
    if reading is None or reading.roles[-1] not in roles:
        return None
    sure = bool(cues.future.search(first)) if reading.roles[-1] == "plans" else reading.weight >= CERTAIN
    return (reading.roles[-1], reading.cue) if sure else None
