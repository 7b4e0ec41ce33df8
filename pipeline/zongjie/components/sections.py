"""Sections: the body cut at its top-level headings and where it turns, each with a role, a confidence and a cue."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

from ..report import OutlineNode, Section
from .cues import CERTAIN, Cues, Heading, read_heading
from .endings import closing_start, debris_after, debris_before
from .heads import LIST_LINE, of_nodes
from .numbering import Marks, rank_of
from .paragraphs import Paragraph, in_tables
from .turns import Draft, Span, passages, turn_of, unheaded

_PREAMBLE = 700  # characters of text before the first heading that may be a preamble, whatever the report's length
_SHARE = 0.35  # of the report that a preamble may be
_TOP_RANK = 3  # that of 一、
_SUB_TITLE = 24  # characters of a sub-heading that names a role
_DOUBT = 100  # characters that count for no role, so that a short text decides little
_LEAN = 0.35  # what the order of the sections counts for against the share of the text
_LATE = ("problems", "plans", "suggestions")
_CONTENT = ("achievements", "problems", "plans")
_WHOLE = re.compile(r"[^。！？\s][^。！？]*[。！？]*")
_SENTENCES = re.compile(r"[^。；！？\n]+")
_GENERAL = re.compile(
    r"在.{2,40}(?:领导|支持|指导|关心|帮助|关怀|带领|配合)下|以.{4,60}为(?:指导|统领|引领|主线|抓手|中心)"
    r"|较好地?(?:完成|履行)|圆满完成|(?:汇报|报告|总结)如下"
)


class Rules(NamedTuple):
    """What all steps need: the wordings, the marks, and the year that the report is about."""

    cues: Cues
    marks: Marks
    year: int | None


class Context(NamedTuple):
    """What stands around a section: the role before it, and those of ``_LATE`` that later headings name."""

    previous: str | None
    later: frozenset[str]


def sections(
    text: str, parts: Sequence[Paragraph], nodes: Sequence[OutlineNode], titles: Sequence[Span], rules: Rules
) -> list[Section]:
    """The sections in text order; they are disjoint and cover all but ``titles`` and blanks."""
    parts = [p for p in parts if not any(a <= p.start < b for a, b in titles)]
    if not parts:
        return []
    pieces = _pieces(text, parts)
    tops = _not_led(text, _tops(text, nodes, rules), pieces, rules)
    first = tops[0].start if tops else pieces[-1][1]
    front, begins = debris_before(text, pieces, titles, first, rules.cues)
    ends, back = debris_after(text, pieces, rules.cues)
    body = _clip(pieces, begins, ends)
    tops = [node for node in tops if begins <= node.start < ends]
    drafts = front + (_of_body(text, body, tops, nodes, rules) if body else []) + back
    return _closed(text, _merged(sorted(drafts, key=lambda one: one.start)), parts[-1].end, titles)


def _pieces(text: str, parts: Sequence[Paragraph]) -> list[Span]:
    """The spans that may begin a section: no tables, which belong to what is above, but one that begins the text."""
    tabled = in_tables(text, parts)
    first = tabled.index(False) if False in tabled else len(parts)
    above = [(parts[0].start, parts[first - 1].end)] if first else []
    return above + [(part.start, part.end) for part, inside in zip(parts, tabled, strict=True) if not inside]


def _of_body(
    text: str, body: list[Span], tops: list[OutlineNode], nodes: Sequence[OutlineNode], rules: Rules
) -> list[Draft]:
    begins, ends = body[0][0], body[-1][1]
    closing = closing_start(text, body, tops[-1] if tops else None, rules.cues)
    stop = closing[0] if closing else ends
    tops = [node for node in tops if node.start < stop]
    first = tops[0].start if tops else stop
    preamble = bool(tops) and first - begins < max(_PREAMBLE, _SHARE * (stop - begins)) and not _is_late(tops[0], rules)
    drafts = _headless(text, _clip(body, begins, first), preamble, rules)
    later: list[frozenset[str]] = [frozenset()]  # from the last heading back
    for node in reversed(tops[1:]):
        later.append(later[-1] | {_named(node, rules)} & set(_LATE))
    for index, node in enumerate(tops):
        until = tops[index + 1].start if index + 1 < len(tops) else stop
        previous = next((draft.role for draft in reversed(drafts) if draft.role), None)
        context = Context(previous, later[len(tops) - 1 - index])
        drafts += _headed(text, node, _clip(body, node.start, until), nodes, context, rules)
    return drafts + ([unheaded(stop, "closing", closing[1], 0.9)] if closing else [])


def _is_late(node: OutlineNode, rules: Rules) -> bool:
    """Whether what comes before a heading must tell of the work done, because it names problems or plans."""
    return _named(node, rules) in _LATE


def _named(node: OutlineNode, rules: Rules) -> str:
    """The role that a heading names for certain, the first of several; "" if none."""
    reading = read_heading(rules.cues, node.title, rules.year)
    return reading.roles[0] if reading is not None and reading.weight >= CERTAIN else ""


def _tops(text: str, nodes: Sequence[OutlineNode], rules: Rules) -> list[OutlineNode]:
    """The headings that cut the body: those of the first level, of its highest way of numbering, and hardly lists."""
    lists = of_nodes(text, nodes, rules.marks, rules.cues)
    first = [
        (0 if node.start in lists else rank_of(node.label, rules.marks), node) for node in nodes if node.level == 1
    ]
    highest = min((rank for rank, _ in first if rank), default=0)
    begins = next((node.start for rank, node in first if rank == highest), 0)
    return [node for rank, node in first if (rank in (0, highest) or node.start > begins) and rank < LIST_LINE]


def _not_led(text: str, tops: list[OutlineNode], pieces: Sequence[Span], rules: Rules) -> list[OutlineNode]:
    """Those of ``tops`` but for lists (1. 2. 3.) that a paragraph leads in which turns to a role (还存在以下问题：)."""
    before = {after[0]: piece for piece, after in pairwise(pieces)}
    starts = {node.start for node in tops}
    kept: list[OutlineNode] = []
    led = ""  # the first number of the list that was led in
    for node in tops:
        start, end = before.get(node.start, (0, 0))
        deep = rank_of(node.label, rules.marks) > _TOP_RANK
        if not deep or node.label == led:
            led = ""
        if deep and end > start and start not in starts and text[end - 1] in "：:":
            turned = turn_of(text, start, end, rules.cues, rules.year)
            led = node.label if turned and turned[0] in _LATE else led
        if not led:
            kept.append(node)
    return kept


def _clip(pieces: Sequence[Span], start: int, end: int) -> list[Span]:
    low = bisect_right(pieces, start, key=lambda one: one[1])
    high = bisect_left(pieces, end, low, key=lambda one: one[0])
    return [(max(a, start), min(b, end)) for a, b in pieces[low:high]]


def _headless(text: str, pieces: list[Span], preamble: bool, rules: Rules) -> list[Draft]:
    """Text before the first heading: the overview, or the whole report where there is no heading."""
    if not pieces:
        return []
    drafts = [unheaded(pieces[0][0], "overview", "篇首", 0.8)]
    if preamble:
        return drafts
    opens = _where_report_opens(text, pieces, rules.cues)
    if opens == 0:
        drafts = []
    if opens < len(pieces):
        drafts.append(unheaded(pieces[opens][0], "achievements", "正文", 0.6))
    rest = pieces[opens:]
    alone = len(rest) == 1 and not preamble  # a report that is one paragraph
    if alone:
        rest = [match.span() for match in _WHOLE.finditer(text, *rest[0])]
    for passage in passages(text, rest, "achievements", rules.cues, rules.year, sentences=alone):
        if drafts[-1].start == passage.start:
            drafts.pop()
        drafts.append(passage)
    return drafts


def _where_report_opens(text: str, pieces: Sequence[Span], cues: Cues) -> int:
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
    text: str, node: OutlineNode, pieces: list[Span], nodes: Sequence[OutlineNode], context: Context, rules: Rules
) -> list[Draft]:
    """The section of a heading, and those of sub-headings and passages under it that are of other roles."""
    end = pieces[-1][1] if pieces else node.end
    body = [piece for piece in _clip(pieces, node.end, end) if text[slice(*piece)].strip()]
    reading = read_heading(rules.cues, node.title, rules.year)
    role, cue, sure = _role(text, node, body, end, reading, context, rules)
    low = bisect_right(nodes, node.start, key=lambda one: one.start)
    inner = nodes[low : bisect_left(nodes, end, low, key=lambda one: one.start)]
    joined = reading.roles if reading and len(reading.roles) > 1 else ()
    draft = Draft(node.start, node.end, joined[0] if joined else role, cue, sure)
    result = _turned(text, _split(text, draft, inner, joined, rules), body, end, inner, joined, rules)
    return result if len(result) > 1 or not joined or result[0].role != joined[0] else [draft._replace(role=role)]


def _turned(
    text: str,
    drafts: Sequence[Draft],
    body: Sequence[Span],
    end: int,
    inner: Sequence[OutlineNode],
    joined: Sequence[str],
    rules: Rules,
) -> list[Draft]:
    """The sections under a heading with those into which their paragraphs turn."""
    numbered = frozenset(one.start for one in inner if one.label)
    result: list[Draft] = []
    for index, draft in enumerate(drafts):
        result.append(draft)
        own = _clip(body, draft.body, drafts[index + 1].start if index + 1 < len(drafts) else end)
        if not own or draft.role not in ("overview", "achievements", "experience", "problems"):
            continue
        for passage in passages(text, own, draft.role, rules.cues, rules.year, numbered=numbered, joined=joined):
            if passage.start > own[0][0]:
                result.append(passage._replace(cue=passage.cue or draft.cue))
            elif joined:
                result[-1] = result[-1]._replace(role=passage.role)
    return result


def _split(text: str, draft: Draft, inner: Sequence[OutlineNode], joined: Sequence[str], rules: Rules) -> list[Draft]:
    """A section parted at the sub-headings that name another role."""
    drafts = [draft]
    for sub in inner:
        if sub.level != 2 or rank_of(sub.label, rules.marks) >= LIST_LINE:
            continue
        to = _named_by(sub, draft.role, joined, rules)
        if to is None or to[0] == drafts[-1].role:
            continue
        if len(drafts) == 1 and not text[draft.body : sub.start].strip():
            drafts = [draft._replace(role=to[0], cue=to[1])]
        else:
            drafts.append(Draft(sub.start, sub.end, *to, 0.85))
    return drafts


def _named_by(sub: OutlineNode, role: str | None, joined: Sequence[str], rules: Rules) -> tuple[str, str] | None:
    """The role that a sub-heading gives what stands under it, where it may differ from that of the section."""
    if len(sub.title) > _SUB_TITLE or "，" in sub.title:
        return None
    said = read_heading(rules.cues, sub.title, rules.year)
    if said is None or said.open or len(said.roles) > 1:
        return None
    to = said.roles[0]
    if to in joined:
        return to, said.cue
    plain = said.weight >= CERTAIN and said.last >= len(sub.title) - 2 and to not in ("overview", "achievements")
    return (to, said.cue) if plain and role not in ("plans", "suggestions", "closing", None) else None


def _role(
    text: str,
    node: OutlineNode,
    pieces: Sequence[Span],
    end: int,
    reading: Heading | None,
    context: Context,
    rules: Rules,
) -> tuple[str, str, float]:
    """The role of a heading: by its words, else by the text under it and the sections around it."""
    cues, previous = rules.cues, context.previous
    if reading and not reading.open:
        if len(reading.roles) == 1:
            return reading.roles[0], reading.cue, 0.95 if reading.weight >= CERTAIN else 0.8
        return _longer_half(text, node.end, end, reading.roles, cues), reading.cue, 0.7
    turns = [turn_of(text, *piece, cues, rules.year) for piece in pieces]
    first = turns[0] if turns else None
    if first and (first[0] == "plans" or (first[0] == "problems" and len(pieces) == 1 and previous != "plans")):
        return *first, 0.8
    end = next((pieces[i][0] for i, turn in enumerate(turns) if i and turn and turn[0] in ("plans", "problems")), end)
    shares = _shares(text, node.end, end, _CONTENT, cues)
    shares["plans" if previous in ("plans", "problems") else "achievements"] += _LEAN
    if reading:
        shares[reading.roles[0]] += _LEAN / 2
    if previous == "plans":  # once a report looks ahead it names no problems under a slogan
        shares["problems"] = 0
    if previous not in _LATE:  # nor are those told before the heading that names them
        shares.update(dict.fromkeys(context.later, 0))
    role = max(shares, key=lambda one: shares[one])
    return role, reading.cue if reading else "内容", round(0.4 + 0.4 * min(1, shares[role]), 2)


def _longer_half(text: str, start: int, end: int, roles: Sequence[str], cues: Cues) -> str:
    """Of the first and the last role that a heading joins, that of the longer part, parted where it fits best."""
    first, last = (cues.words.get(role) for role in (roles[0], roles[-1]))
    if first is None or last is None:
        return roles[-1] if first is None else roles[0]
    sizes, weights = [], []
    for match in _SENTENCES.finditer(text, start, end):
        sentence = match.group()
        sizes.append(len(sentence))
        lean = len(first.findall(sentence)) - len(last.findall(sentence))
        weights.append(len(sentence) * max(-1, min(1, lean)))
    sums = [0, *accumulate(weights)]
    cut = max(range(len(sums)), key=lambda index: (sums[index], index))
    return roles[0] if sum(sizes[:cut]) > sum(sizes[cut:]) else roles[-1]


def _shares(text: str, start: int, end: int, roles: Sequence[str], cues: Cues) -> dict[str, float]:
    """The part of the text whose sentences speak for each role; what speaks for none goes on as before."""
    sizes = dict.fromkeys(roles, 0)
    now = None
    for match in _SENTENCES.finditer(text, start, min(end, start + 3000)):
        sentence = match.group()
        counts = [len(cues.words[role].findall(sentence)) if role in cues.words else 0 for role in roles]
        most = max(counts)
        if most and counts.count(most) == 1:
            now = roles[counts.index(most)]
        if now:
            sizes[now] += len(sentence)
    total = sum(sizes.values()) + _DOUBT
    return {role: size / total for role, size in sizes.items()}


def _merged(drafts: Sequence[Draft]) -> list[Draft]:
    """Drafts of which one that only goes on with the role of the one before it is part of that."""
    result: list[Draft] = []
    for draft in drafts:
        goes_on = result and draft.start == draft.body and draft.role is not None and draft.role == result[-1].role
        if not goes_on:
            result.append(draft)
    return result


def _closed(text: str, drafts: Sequence[Draft], end: int, titles: Sequence[Span]) -> list[Section]:
    """Drafts with their ends: each runs to the next start, less blanks; one that a title parts goes on behind it."""
    result = []
    for index, (start, body, role, cue, confidence) in enumerate(drafts):
        stop = drafts[index + 1].start if index + 1 < len(drafts) else end
        for first, last in _around(start, stop, titles):
            first += len(text[first:last]) - len(text[first:last].lstrip())
            last -= len(text[first:last]) - len(text[first:last].rstrip())
            if last > first:
                heading = text[first : max(body, first)]
                if text[body : body + 1] not in ("", "\n"):  # it shares its line with text
                    heading = heading.rstrip("。：:；; ")
                result.append(Section(first, last, role, heading, confidence, cue))
    return result


def _around(start: int, stop: int, titles: Sequence[Span]) -> list[Span]:
    """The parts of a range that no title takes."""
    parts = []
    for first, last in titles:
        if start < first < stop:
            parts.append((start, first))
            start = last
    return [*parts, (start, stop)]
