"""What stands around a report: debris of web pages before and after it, glossaries, and the closing at its end."""

import re
from collections.abc import Sequence

from ..report import OutlineNode
from .cues import Cues, read_heading

_FRONT = 40  # paragraphs in which the head of a web page may stand
_SHORT = 40
_CEREMONIAL = re.compile(r"[！!]|我们将|我将|更好|更加")


def debris_before(
    text: str, pieces: Sequence[tuple[int, int]], titles: Sequence[tuple[int, int]], limit: int, cues: Cues
) -> tuple[list, int]:
    """Drafts of the debris above the report, and where the report begins."""
    from .sections import Draft

    last = -1
    limit = max(limit, titles[-1][1] if titles else 0)
    for index, (start, end) in enumerate(pieces[:_FRONT]):
        if start >= limit or end - start > 3 * _SHORT or text[end - 1] in "。：":
            if not cues.debris.search(text[start:end]):
                break
        if cues.debris.search(text[start:end]):
            last = index
    begins = pieces[last + 1][0] if last + 1 < len(pieces) else pieces[-1][1]
    drafts, previous = [], None
    for start, end in pieces[: last + 1]:
        if previous is None or any(previous <= a < start for a, _ in titles):
            drafts.append(Draft(start, start, None, "网页", 0.8))
        previous = end
    return drafts, begins


def debris_after(
    text: str, pieces: Sequence[tuple[int, int]], tops: Sequence[OutlineNode], cues: Cues
) -> tuple[int, list]:
    """Where the report ends, and drafts of what follows it: glossary, annex, debris."""
    from .sections import Draft

    half = len(pieces) // 2
    tail = len(pieces)
    kinds: dict[int, str] = {}
    for index in range(len(pieces) - 1, max(half, 0), -1):
        start, end = pieces[index]
        line = text[start : min(end, start + 80)]
        if cues.glossary.search(line) and end - start < 3 * _SHORT:
            tail, kinds[index] = index, "名词解释"
        elif cues.annex.search(line) and end - start < _SHORT:
            tail, kinds[index] = index, "附件"
        elif cues.tail.search(line):
            tail, kinds[index] = index, "网页"
        elif index == tail - 1 and end - start < _SHORT and cues.debris.search(text[start:end]):
            tail, kinds[index] = index, "网页"
    drafts: list = []
    for index in sorted(kinds):
        start = pieces[index][0]
        if not drafts or (
            kinds[index] != drafts[-1].cue and not (kinds[index] == "名词解释" and drafts[-1].cue == "附件")
        ):
            drafts.append(Draft(start, pieces[index][1] if kinds[index] != "网页" else start, None, kinds[index], 0.8))
    return (pieces[tail][0] if tail < len(pieces) else pieces[-1][1]), drafts


def closing_start(
    text: str, body: Sequence[tuple[int, int]], top: OutlineNode | None, cues: Cues
) -> tuple[int, str] | None:
    """Where the closing begins and what told it; None if the report has none."""
    floor = top.end if top else -1
    index, cue = len(body), ""
    while index > 1 and index > len(body) - 8:
        start, end = body[index - 1]
        line = text[start : min(end, start + 120)]
        signed = end - start <= _SHORT and _is_signature(line, cues)
        courtesy = None if signed else cues.courtesy.search(line)
        if start < floor or not (signed or (courtesy and end - start < 200)):
            break
        index, cue = index - 1, courtesy.group()[:20] if courtesy else "落款"
    if index == len(body):
        start, end = body[-1]
        for glued in cues.glued.finditer(text, max(start, end - 120, floor), end):
            if text[glued.start() - 1] in "。！；":
                return glued.start(), glued.group()
    called = _call(text, body[:index], floor, cues)
    if called is not None:
        index, cue = called, "号召"
    if 0 < index < len(body):
        start, end = body[index - 1]
        reading = read_heading(cues, text[start:end]) if end - start < 8 else None
        if reading and reading.roles == ("closing",):
            index -= 1
    return (body[index][0], cue) if index < len(body) else None


def _is_signature(line: str, cues: Cues) -> bool:
    line = line.strip()
    if cues.date.search(line) or cues.signature.search(line):
        return True
    if re.search(r"[。；，：！？]", line):
        return False
    head, _, tail = line.rpartition(" ")
    if head and cues.date.search(tail):
        return True
    return bool(cues.unit.search(line)) or len(line.replace("　", "").replace(" ", "")) <= 4


def _call(text: str, body: Sequence[tuple[int, int]], floor: int, cues: Cues) -> int | None:
    """The first paragraph of a final rallying call."""
    if len(body) < 2:
        return None
    last = len(body) - 1
    start, end = body[last]
    if start < floor or end - start > 700:
        return None
    opened = cues.opens_call.search(text[start : start + 10])
    if not cues.call.search(text, start, end) and not (
        opened and end - start < 300 and _CEREMONIAL.search(text, start, end)
    ):
        return None
    for index in range(last, max(last - 4, 0), -1):
        a, b = body[index]
        if a < floor or end - a > 900:
            break
        if cues.opens_call.search(text[a : a + 10]):
            return index
    return last if re.search("让我们|更加紧密", text[start:end]) else None
