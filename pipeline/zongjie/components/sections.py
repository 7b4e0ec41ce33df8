"""Sections: the body cut at its top-level headings and where it turns, each with a role, a confidence and a cue."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from ..report import OutlineNode, Section
from .cues import CERTAIN, Cues, Heading, read_heading, years
from .endings import closing_start, debris_after, debris_before
from .numbering import Marks, rank_of
from .paragraphs import Paragraph
from .turns import passages, speaks_for, turn_of

_LONG_PREAMBLE = 700  # characters of text before the first heading that are more than a preamble
_GOVERNMENTAL = re.compile(r"政府工作报\s*告")  # given early in the year after the one that it is about
_SENTENCES = re.compile(r"[^。；！？\n]+")
_CONTENT = ("achievements", "problems", "plans")
_TURNING = ("problems", "plans")
_GENERAL = re.compile(
    r"在.{2,40}(?:领导|支持|指导|关心|帮助|关怀|带领|配合)下|以.{4,60}为(?:指导|统领|引领|主线|抓手|中心)"
    r"|较好地?(?:完成|履行)|圆满完成|(?:汇报|报告|总结)如下"
)
_DOUBT = 100  # characters that count for no role, so that a short text decides little
_PROMISED = re.compile(r"(?:20\d\d|二[〇○零]..)年[^。]{0,16}(?:将|要(?!求)|打算|计划)")
_TOP_RANK = 8  # lists (一是, 第一，, ——) cut no sections


class Draft(NamedTuple):
    """A section that is not yet closed: it runs to the start of the next."""

    start: int
    body: int
    role: str | None
    cue: str
    confidence: float


def report_year(text: str, title: str | None, nodes: Sequence[OutlineNode], cues: Cues) -> int | None:
    """The year that the report is about: of the headings that look back, else of its title, else of its beginning."""
    past, ahead, unclear = [], [], []
    reviewed = False
    for node in nodes:
        if node.level > 1:
            continue
        reading = read_heading(cues, node.title)
        looks_back = bool(reading) and reading.roles[0] == "achievements" and not reading.open
        reviewed = reviewed or looks_back
        named = years(node.title)
        if looks_back and "plans" in reading.roles and len(named) > 1:
            ahead.append(max(named))
            named = [min(named)]
        (
            past if looks_back else ahead if reading and reading.roles[0] == "plans" and not reading.open else unclear
        ).extend(named)
    head = years(title or "")
    if past:
        return max([one for one in past if one < min(ahead + unclear, default=9999)] or past)
    if head:
        return min(head) - 1 if _GOVERNMENTAL.search(title or "") else min(head)
    if ahead or (reviewed and unclear):
        return min(ahead or unclear) - 1
    named = unclear or years(_PROMISED.sub("", text[:1500]))
    if named:
        return max(set(named), key=lambda one: (named.count(one), one))
    promised = years(text[:1500])
    return min(promised) - 1 if promised else None


def sections(
    text: str,
    parts: Sequence[Paragraph],
    nodes: Sequence[OutlineNode],
    title_spans: Sequence[tuple[int, int]],
    cues: Cues,
    marks: Marks,
    year: int | None,
) -> list[Section]:
    """The sections in text order; they are disjoint and cover all but titles and blanks."""
    pieces = [(p.start, p.end) for p in parts if not any(a <= p.start < b for a, b in title_spans)]
    if not pieces:
        return []
    tops = _tops(nodes, marks)
    first_top = tops[0].start if tops else pieces[-1][1]
    front, begins = debris_before(text, pieces, title_spans, first_top, cues)
    ends, back = debris_after(text, pieces, tops, cues)
    tops = [node for node in tops if begins <= node.start < ends]
    body = _clip(pieces, begins, ends)
    drafts: list[Draft] = []
    if body:
        start = closing_start(text, body, tops[-1] if tops else None, cues)
        closing = Draft(start[0], start[0], "closing", start[1], 0.9) if start else None
        stop = closing.start if closing else ends
        body = _clip(body, begins, stop)
        tops = [node for node in tops if node.start < stop]
        first = tops[0].start if tops else stop
        preamble = bool(tops) and first - begins < max(_LONG_PREAMBLE, 0.35 * (stop - begins))
        drafts = _headless(text, _clip(body, begins, first), preamble, cues, year)
        for index, node in enumerate(tops):
            until = tops[index + 1].start if index + 1 < len(tops) else stop
            drafts += _headed(text, node, _clip(body, node.start, until), nodes, drafts, cues, marks, year)
        if closing:
            drafts.append(closing)
    drafts = _merged(sorted(front + drafts + back))
    return _closed(text, drafts, pieces[-1][1], title_spans)


def _merged(drafts: Sequence[Draft]) -> list[Draft]:
    """Drafts of which one that only goes on with the role of the one before it is part of that."""
    result: list[Draft] = []
    for draft in drafts:
        if not (result and draft.start == draft.body and draft.role is not None and draft.role == result[-1].role):
            result.append(draft)
    return result


def _tops(nodes: Sequence[OutlineNode], marks: Marks) -> list[OutlineNode]:
    """The headings that cut the body: those of the first level, of its highest way of numbering, and no lists."""
    first = [(rank_of(node.label, marks), node) for node in nodes if node.level == 1]
    highest = min((rank for rank, _ in first if rank), default=0)
    return [node for rank, node in first if rank in (0, highest) and rank < _TOP_RANK]


def _clip(pieces: Sequence[tuple[int, int]], start: int, end: int) -> list[tuple[int, int]]:
    low = bisect_right(pieces, start, key=lambda one: one[1])
    high = bisect_left(pieces, end, low, key=lambda one: one[0])
    return [(max(a, start), min(b, end)) for a, b in pieces[low:high]]


def _headless(text: str, pieces: list[tuple[int, int]], preamble: bool, cues: Cues, year: int | None) -> list[Draft]:
    """Text before the first heading: the overview, or the whole report where there is no heading."""
    if not pieces:
        return []
    start = pieces[0][0]
    drafts = [Draft(start, start, "overview", "篇首", 0.8)]
    if preamble:
        return drafts
    opens = _where_report_opens(text, pieces, cues)
    if opens == 0:
        drafts = [Draft(start, start, "achievements", "正文", 0.5)]
    elif opens < len(pieces):
        drafts.append(Draft(pieces[opens][0], pieces[opens][0], "achievements", "正文", 0.6))
    rest = pieces[opens:]
    for passage in passages(text, rest, "achievements", cues, year):
        if drafts[-1].start == passage.start:
            drafts.pop()
        drafts.append(Draft(passage.start, passage.start, passage.role, passage.cue, passage.confidence))
    return drafts


def _where_report_opens(text: str, pieces: Sequence[tuple[int, int]], cues: Cues) -> int:
    """The index of the first paragraph that is no preamble."""
    lead = cues.turns["overview"].opens
    for index, (start, end) in enumerate(pieces[:6]):
        if lead.search(text, max(start, end - 60), end):
            return index + 1
    turned = turn_of(text, *pieces[0], cues)
    if turned and turned[0] == "achievements" and not _GENERAL.search(text, *pieces[0]):
        return 0
    index = 0
    while index < len(pieces) - 1 and pieces[index][1] - pieces[index][0] < 30:
        index += 1
    if len(pieces) - index < 3:
        return 0
    turned = turn_of(text, *pieces[index], cues)
    return index + 1 if turned is None or turned[0] == "achievements" else index


def _headed(
    text: str,
    node: OutlineNode,
    pieces: list[tuple[int, int]],
    nodes: Sequence[OutlineNode],
    before: Sequence[Draft],
    cues: Cues,
    marks: Marks,
    year: int | None,
) -> list[Draft]:
    end = pieces[-1][1] if pieces else node.end
    body = [(max(a, node.end), b) for a, b in pieces if b > node.end]
    while body and not text[body[0][0] : body[0][1]].strip():
        body.pop(0)
    reading = read_heading(cues, node.title, year)
    role, cue, sure = _role(text, node, body, end, reading, before, cues, year)
    drafts = [Draft(node.start, node.end, role, cue, sure)]
    low = bisect_right(nodes, node.start, key=lambda one: one.start)
    high = bisect_left(nodes, end, key=lambda one: one.start)
    subs = [one for one in nodes[low:high] if one.level == 2 and rank_of(one.label, marks) < _TOP_RANK]
    joined = reading.roles if reading and len(reading.roles) > 1 else ()
    for sub in subs:
        said = read_heading(cues, sub.title, year)
        if (
            said is None
            or said.open
            or len(said.roles) > 1
            or said.weight < CERTAIN
            and not joined
            or len(sub.title) > 24
            or "，" in sub.title
        ):
            continue
        to = said.roles[0]
        if to in joined or (
            to in ("problems", "plans", "suggestions", "experience")
            and role in ("achievements", "overview", "experience", "problems")
            and to != role
            and said.last >= len(sub.title) - 2
        ):
            if to != drafts[-1].role:
                if len(drafts) == 1 and drafts[0].start == node.start and not text[node.end : sub.start].strip():
                    drafts[0] = drafts[0]._replace(role=to, cue=said.cue)
                else:
                    drafts.append(Draft(sub.start, sub.end, to, said.cue, 0.85))
    starts = frozenset(one.start for one in nodes[low:high] if one.label)
    bounds = [draft.start for draft in drafts[1:]] + [end]
    result = []
    for draft, until in zip(drafts, bounds, strict=True):
        result.append(draft)
        own = _clip(body, draft.body, until)
        if draft.role in ("plans", "suggestions", "closing", None) or not own:
            continue
        for passage in passages(text, own, draft.role, cues, year, numbered=starts, joined=joined):
            if passage.start > own[0][0] or joined:
                if passage.start == own[0][0]:
                    result[-1] = result[-1]._replace(role=passage.role)
                    continue
                result.append(
                    Draft(passage.start, passage.start, passage.role, passage.cue or draft.cue, passage.confidence)
                )
    return result


def _role(
    text: str,
    node: OutlineNode,
    pieces: Sequence[tuple[int, int]],
    end: int,
    reading: Heading | None,
    before: Sequence[Draft],
    cues: Cues,
    year: int | None,
) -> tuple[str, str, float]:
    """The role of a heading: by its words, else by the text under it and what came before."""
    previous = next((draft.role for draft in reversed(before) if draft.role), None)
    if reading and not reading.open:
        if len(reading.roles) == 1:
            return reading.roles[0], reading.cue, 0.95 if reading.weight >= CERTAIN else 0.8
        return _longer_half(text, node.end, end, reading.roles, cues), reading.cue, 0.7
    end = min(
        [start for start, stop in pieces[1:] if (turn_of(text, start, stop, cues, year) or ("",))[0] in _TURNING]
        or [end]
    )
    turned = turn_of(text, max(pieces[0][0], node.end), pieces[0][1], cues, year) if pieces else None
    if turned and (turned[0] == "plans" or turned[0] == "problems" and len(pieces) == 1 and previous != "plans"):
        return turned[0], turned[1], 0.8
    shares = _shares(text, node.end, end, _CONTENT, cues)
    if previous in ("plans", "problems"):
        shares["plans"] += 0.35
    else:
        shares["achievements"] += 0.35
    if reading:
        shares[reading.roles[0]] = shares.get(reading.roles[0], 0) + 0.15
    if previous == "plans":  # once a report looks ahead it names no problems under a slogan
        shares["problems"] = 0
    role = max(shares, key=lambda one: shares[one])
    return role, reading.cue if reading else "内容", round(0.4 + 0.4 * min(1, shares[role]), 2)


def _longer_half(text: str, start: int, end: int, roles: Sequence[str], cues: Cues) -> str:
    shares = _shares(text, start, end, roles, cues)
    return max(roles, key=lambda role: shares[role])


def _shares(text: str, start: int, end: int, roles: Sequence[str], cues: Cues) -> dict[str, float]:
    """The part of the text whose sentences speak for each role; what speaks for none goes on as before."""
    sizes = dict.fromkeys(roles, 0)
    now = None
    for sentence in _SENTENCES.finditer(text, start, min(end, start + 3000)):
        counts = [(len(cues.words[role].findall(sentence.group())) if role in cues.words else 0) for role in roles]
        most = max(counts)
        if most and counts.count(most) == 1:
            now = roles[counts.index(most)]
        if now:
            sizes[now] += len(sentence.group())
    total = sum(sizes.values()) + _DOUBT
    return {role: size / total for role, size in sizes.items()}


def _closed(text: str, drafts: Sequence[Draft], end: int, titles: Sequence[tuple[int, int]]) -> list[Section]:
    """Drafts with their ends: each runs to the next start, or to a title, less blanks."""
    result = []
    stops = sorted(a for a, _ in titles)
    for index, draft in enumerate(drafts):
        stop = drafts[index + 1].start if index + 1 < len(drafts) else end
        at = bisect_right(stops, draft.start)
        if at < len(stops):
            stop = min(stop, stops[at])
        while stop > draft.start and text[stop - 1].isspace():
            stop -= 1
        if stop > draft.start:
            heading = text[draft.start : draft.body]
            if text[draft.body : draft.body + 1] not in ("", "\n"):  # it shares its line with text
                heading = heading.rstrip("。：:；; ")
            result.append(Section(draft.start, stop, draft.role, heading, draft.confidence, draft.cue))
    return result
