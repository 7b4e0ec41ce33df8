"""The items component: what sections of problems, plans and suggestions enumerate."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from typing import Any

from spacy.tokens import Doc

from ..report import Item, OutlineNode, Section
from .paragraphs import Paragraph, in_tables
from .record import get, put, record, text_of

ROLES = ("problems", "plans", "suggestions")
_STOP = re.compile(r"[。！？；：!?;]")
_CLAUSE = re.compile(r"[，,]")
_LONG_HEAD = 45  # characters after which a head ends at its first comma
_SALUTATION = re.compile(r"(?:各位[^，。！!：:]{1,12}|同志们|朋友们)[！!：:，,。]\s*")


def items(
    text: str, parts: Sequence[Paragraph], nodes: Sequence[OutlineNode], sections: Sequence[Section]
) -> list[Item]:
    """The items of all sections, in text order."""
    result: list[Item] = []
    starts = [node.start for node in nodes]
    firsts = [part.start for part in parts]
    for number, section in enumerate(sections):
        if section.role not in ROLES:
            continue
        low, high = bisect_left(starts, section.start), bisect_left(starts, section.end)
        body = section.start + len(section.heading)
        inner = [node for node in nodes[low:high] if node.start >= body]
        begin = max(bisect_left(firsts, section.start) - 1, 0)
        pieces = []
        for part in parts[begin : bisect_left(firsts, section.end)]:
            a, b = _trim(text, max(part.start, body), min(part.end, section.end))
            while a < b and a < body + 2 and text[a] in "。：:； 　":
                a += 1
            if b > a:
                pieces.append((a, b))
        result += _of_section(text, number, section, inner, pieces)
    return result


def _of_section(
    text: str, number: int, section: Section, nodes: Sequence[OutlineNode], pieces: Sequence[tuple[int, int]]
) -> list[Item]:
    numbered = _first_level(nodes, pieces)
    spans: list[tuple[int, int, int, str]] = []
    if not numbered:
        spans += [(a, b, a, "") for a, b in pieces if text[b - 1] not in "：:" or len(pieces) == 1]
    else:
        begins = {a for a, _ in pieces}
        for index, node in enumerate(numbered):
            if index + 1 < len(numbered):
                end = numbered[index + 1].start
            else:
                end = section.end
                if node.start not in begins:
                    end = next((b for a, b in pieces if a <= node.start < b), end)
            spans.append((node.start, end, node.start + len(node.label), node.label))
    result = []
    for start, end, body, label in spans:
        start, end = _trim(text, start, end)
        at = bisect_right(pieces, body, key=lambda one: one[0]) - 1
        line = pieces[at][1] if at >= 0 and pieces[at][1] > body else end  # with its wrapped lines
        head_start, head_end = _head(text, body, min(end, line))
        if end > start and head_end > head_start:
            result.append(
                Item(start, end, section.role or "", number, label, text[head_start:head_end], head_start, head_end)
            )
    return result


def _first_level(nodes: Sequence[OutlineNode], pieces: Sequence[tuple[int, int]]) -> list[OutlineNode]:
    """The nodes of the highest enumerated level, if it enumerates the section and not parts of several paragraphs."""
    labelled = [node for node in nodes if node.label]
    if not labelled:
        return []
    level = min(node.level for node in labelled)
    chosen = [node for node in labelled if node.level == level]
    if len(chosen) == 1 and len(labelled) > 2 and pieces and chosen[0].start == pieces[0][0]:
        # the only one heads all the rest, as in 四、问题及打算 （一）存在的问题 1.…
        return _first_level([node for node in nodes if node.start > chosen[0].start], pieces[1:])
    begins = {a for a, _ in pieces}
    if any(node.start in begins for node in chosen):
        leading = [node for node in chosen if node.start in begins]
        return chosen if len(leading) == len(chosen) or len(leading) < 2 else leading
    homes = {next((a for a, b in pieces if a <= node.start < b), None) for node in chosen}
    return chosen if len(homes) == 1 else []


def _head(text: str, start: int, end: int) -> tuple[int, int]:
    """The first sentence, or its first clause where it is long."""
    salutation = _SALUTATION.match(text, start, end)
    if salutation and salutation.end() < end:
        start = salutation.end()
    while start < end and (text[start].isspace() or text[start] in "，,、：:*#【"):
        start += 1
    stop = _STOP.search(text, start, end)
    last = stop.start() if stop else end
    if last - start > _LONG_HEAD:
        clause = _CLAUSE.search(text, start + 4, last)
        last = clause.start() if clause else last
    while last > start and text[last - 1] in "，,、 　":
        last -= 1
    return start, last


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


class Items:
    """Puts the items of a ``Doc`` on record; it needs outline and sections."""

    def __init__(self, lexicon: Mapping[str, Any] | None = None) -> None:
        self.lexicon = dict(lexicon or {})

    def __call__(self, doc: Doc) -> Doc:
        """The same ``doc``, with items."""
        text = text_of(doc)
        every = [Paragraph(*row) for row in record(doc).get("paragraphs", ())]
        parts = [part for part, inside in zip(every, in_tables(text, every), strict=True) if not inside]
        put(doc, "items", items(text, parts, get(doc, "outline"), get(doc, "sections")))
        return doc
