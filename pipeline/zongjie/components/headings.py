"""The outline: numbered headings and parts, headings by their looks, and the title, found in one pass over the text."""

import re
from collections.abc import Sequence

from ..report import OutlineNode
from .cues import Cues
from .heads import raised
from .looks import DASH, LOOKS, RUN_IN, STOP, WEAK, Candidate, by_looks
from .numbering import LIST_RANK, Marks, Number, numbers
from .paragraphs import Paragraph
from .titles import Title, find_title
from .tree import tree

_PART_STOP = re.compile(r"[。；：！？!?;]|:(?!\d)")
_CLAUSE = re.compile(r"[，、；,;\s]")
_LEADER = re.compile(r"(?:…{1,}|\.{4,}|·{4,}|．{3,}|_{4,})\s*\d{1,3}\s*$|\t\d{1,3}$")  # of a table of contents


def outline(text: str, parts: Sequence[Paragraph], marks: Marks, cues: Cues) -> tuple[list[OutlineNode], Title | None]:
    """The nodes in text order with their levels, and the title."""
    found = [
        number
        for number in numbers(text, parts, marks)
        if not _in_contents(text, number.body, parts[number.paragraph].end)
    ]
    title = find_title(text, parts, marks, cues, found)
    taken = {number.paragraph for number in found if number.leading}
    listed = {one.paragraph for one in found if one.leading and marks.kinds[one.kind].rank >= LIST_RANK}
    if title:
        taken |= {i for i, part in enumerate(parts) if any(a <= part.start < b for a, b in title.spans)}
    numbered = _without_agenda(_numbered(text, parts, marks, found), {part.start for part in parts})
    candidates = sorted(numbered + by_looks(text, parts, marks, cues, taken, listed), key=lambda one: one.start)
    candidates = raised(text, candidates, cues)
    return tree(text, _without_letterhead(_of_one_level(candidates))), title


def _in_contents(text: str, start: int, end: int) -> bool:
    """Whether ``text[start:end]`` is a line of a table of contents: it ends in a page number after a leader."""
    return text[end - 1].isdigit() and _LEADER.search(text, start, end) is not None


def _numbered(text: str, parts: Sequence[Paragraph], marks: Marks, found: Sequence[Number]) -> list[Candidate]:
    result = []
    for index, number in enumerate(found):
        mark = marks.kinds[number.kind]
        limit = parts[number.paragraph].end
        if index + 1 < len(found):
            limit = min(limit, found[index + 1].start)
        stop = (STOP if number.leading or mark.rank < LIST_RANK else _PART_STOP).search(text, number.body, limit)
        end = stop.end() if stop else limit
        if not stop and mark.rank < LIST_RANK and end - number.body > 2 * RUN_IN:
            clause = _CLAUSE.search(text, number.body, end)
            end = clause.start() if clause else end
        while end > number.start and text[end - 1].isspace():
            end -= 1
        result.append(Candidate(number.start, number.body, end, mark.family, mark.rank, number.value, number.leading))
    return result


def _without_agenda(candidates: list[Candidate], starts: set[int]) -> list[Candidate]:
    """Numbers inside a paragraph may only announce the headings to come (报告分三部分：一、……；二、……)."""
    firsts: dict[str, int] = {}
    for one in candidates:
        if one.value == 1 and one.start in starts:
            firsts.setdefault(one.family, one.start)
    return [
        one
        for one in candidates
        if one.start in starts or one.rank >= LIST_RANK or one.start > firsts.get(one.family, -1)
    ]


def _of_one_level(candidates: list[Candidate]) -> list[Candidate]:
    """Short lines are of one level unless numbers run on over them or one heads others with no text between."""
    if _run_on(candidates):
        return candidates
    result, over = [], False
    for index, one in enumerate(candidates):
        if one.family == "bare":
            after = candidates[index + 1] if index + 1 < len(candidates) else None
            over = after is not None and after.family == "weak" and after.start - one.end < 4
        same = one.family == "weak" and not over
        result.append(one._replace(family="bare", rank=0) if same else one)
    return result


def _run_on(candidates: list[Candidate]) -> bool:
    """Whether numbers stand above the short lines: before the first of them, or on both sides of one."""
    last: dict[str, int] = {}
    lines = 0
    for one in candidates:
        if one.family in LOOKS:
            lines += 1
        elif one.leading and one.rank < DASH:
            if not lines or one.rank < WEAK or (one.value > 1 and last.get(one.family, lines) != lines):
                return True
            last[one.family] = lines
    return False


def _without_letterhead(candidates: list[Candidate]) -> list[Candidate]:
    """Short lines above the first numbered heading are its letterhead unless the numbers start anew under others."""
    ranks = [one.rank for one in candidates if one.leading and one.family not in (*LOOKS, "dash")]
    top = min(ranks, default=LIST_RANK)
    if top > WEAK + 1:  # 1. and the like may well stand under short lines
        return candidates
    first = next(one for one in candidates if one.rank == top)
    firsts = [one.start for one in candidates if one.rank == top and one.value == 1]
    looks = [one for one in candidates if one.family in LOOKS]
    bare = [one for one in looks if one.family == "bare"]
    heads_numbers = len(firsts) > 1 and len(looks) > 1
    real = len(bare) > 1 or (
        bool(bare) and bare[-1].start > first.start
    )  # headings among the numbers, not a letterhead
    result = []
    for one in candidates:
        above = one.family in LOOKS and one.start < first.start
        kept = not above or (heads_numbers and one.start < firsts[0]) or (one.family == "bare" and real)
        if kept:
            result.append(one)
        elif one.family == "bare" and one.texts:  # a preface stands beside what follows it
            result.append(one._replace(family=first.family, rank=top))
    return result
