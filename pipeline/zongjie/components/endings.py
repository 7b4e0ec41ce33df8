"""What stands around a report: debris of web pages before and after it, glossaries, and the closing at its end."""

import re
from collections.abc import Sequence

from ..report import OutlineNode
from .cues import Cues, read_heading
from .turns import Draft, Span

_FRONT = 40  # paragraphs in which the head of a web page may stand
_SHORT = 40  # characters of a line that names or signs something
_CALL = 700  # characters of the last paragraph of a call
_CEREMONIAL = re.compile(r"[！!]|我们将|我将|更好|更加")
_UNITES = re.compile(r"让我们|更加紧密")
_MARKS = re.compile(r"[。；，：！？]")


def debris_before(
    text: str, pieces: Sequence[Span], titles: Sequence[Span], limit: int, cues: Cues
) -> tuple[list[Draft], int]:
    """Drafts of the debris above the report, and where the report begins; ``limit`` is its first heading."""
    limit = max(limit, titles[-1][1] if titles else 0)
    last = -1
    for index, (start, end) in enumerate(pieces[:_FRONT]):
        if cues.debris.search(text[start : min(end, start + 4 * _SHORT)]):
            last = index
        elif start >= limit or end - start > 3 * _SHORT or text[end - 1] in "。：":
            break
    begins = pieces[last + 1][0] if last + 1 < len(pieces) else pieces[-1][1]
    drafts: list[Draft] = []
    previous: int | None = None
    for start, end in pieces[: last + 1]:
        if previous is None or any(previous <= a < start for a, _ in titles):
            drafts.append(Draft(start, start, None, "网页", 0.8))
        previous = end
    return drafts, begins


def debris_after(text: str, pieces: Sequence[Span], cues: Cues) -> tuple[int, list[Draft]]:
    """Where the report ends, and drafts of what follows it: glossary, annex, debris."""
    tail = len(pieces)
    kinds: dict[int, str] = {}
    for index in range(len(pieces) - 1, len(pieces) // 2, -1):
        kind = _kind_of_debris(text, *pieces[index], index == tail - 1, cues)
        if kind:
            tail, kinds[index] = index, kind
    drafts: list[Draft] = []
    for index in sorted(kinds):
        start, end = pieces[index]
        kind = kinds[index]
        same = drafts and (kind == drafts[-1].cue or (kind == "名词解释" and drafts[-1].cue == "附件"))
        if not same:
            drafts.append(Draft(start, end if kind != "网页" else start, None, kind, 0.8))
    return (pieces[tail][0] if tail < len(pieces) else pieces[-1][1]), drafts


def _kind_of_debris(text: str, start: int, end: int, at_end: bool, cues: Cues) -> str | None:
    line = text[start : min(end, start + 2 * _SHORT)]
    if end - start < 3 * _SHORT and cues.glossary.search(line):
        return "名词解释"
    if end - start < _SHORT and cues.annex.search(line):
        return "附件"
    if cues.tail.search(line) or (at_end and end - start < _SHORT and cues.debris.search(line)):
        return "网页"
    return None


def closing_start(text: str, body: Sequence[Span], top: OutlineNode | None, cues: Cues) -> tuple[int, str] | None:
    """Where the closing begins and what told it; None if the report has none. ``top`` is its last heading."""
    floor = top.end if top else -1
    index, cue = _signed(text, body, floor, cues)
    if index == len(body):
        glued = _glued(text, body[-1], floor, cues)
        if glued:
            return glued
    called = _call(text, body[:index], floor, cues)
    if called is not None:
        index, cue = called, "号召"
    if 0 < index < len(body):
        start, end = body[index - 1]
        reading = read_heading(cues, text[start:end]) if end - start < 8 else None
        if reading and reading.roles == ("closing",):
            index -= 1
    return (body[index][0], cue) if index < len(body) else None


def _signed(text: str, body: Sequence[Span], floor: int, cues: Cues) -> tuple[int, str]:
    """The index of the first paragraph of courtesy, signature or date at the end."""
    index, cue = len(body), ""
    while index > max(1, len(body) - 8):
        start, end = body[index - 1]
        line = text[start : min(end, start + 3 * _SHORT)]
        signed = end - start <= _SHORT and _is_signature(line, cues)
        courtesy = None if signed or end - start > 5 * _SHORT else cues.courtesy.search(line)
        if start < floor or not (signed or courtesy):
            break
        index, cue = index - 1, courtesy.group()[:20] if courtesy else "落款"
    return index, cue


def _glued(text: str, last: Span, floor: int, cues: Cues) -> tuple[int, str] | None:
    """A courtesy that is glued to the end of the last paragraph."""
    start, end = last
    for match in cues.glued.finditer(text, max(start + 1, end - 3 * _SHORT, floor + 1), end):
        if text[match.start() - 1] in "。！；":
            return match.start(), match.group()
    tail = max(text.rfind(stop, start, end - 1) for stop in "。！；") + 1
    if tail > max(start, floor) and end - tail < 2 * _SHORT and cues.signed.search(text[tail:end]):
        return tail + len(text[tail:end]) - len(text[tail:end].lstrip()), "落款"
    return None


def _is_signature(line: str, cues: Cues) -> bool:
    line = line.strip()
    if cues.date.search(line) or cues.signature.search(line):
        return True
    if _MARKS.search(line):
        return False
    words = line.split()
    if len(words) > 1 and cues.date.search(words[-1]):
        return True
    return bool(cues.unit.search(line)) or len(line.replace("　", "").replace(" ", "")) <= 4


def _call(text: str, body: Sequence[Span], floor: int, cues: Cues) -> int | None:
    """The index of the first paragraph of a final rallying call."""
    if len(body) < 2:
        return None
    last = len(body) - 1
    start, end = body[last]
    if start < floor or end - start > _CALL or cues.wishes.search(text, start, end):
        return None
    opened = bool(cues.opens_call.search(text[start : start + 10])) and end - start < _CALL // 2
    if not cues.call.search(text, start, end) and not (opened and _CEREMONIAL.search(text, start, end)):
        return None
    for index in range(last, max(last - 4, 0), -1):
        begin = body[index][0]
        if begin < floor or end - begin > _CALL + 200:
            break
        if cues.opens_call.search(text[begin : begin + 10]):
            return index
    return last if _UNITES.search(text, start, end) else None
