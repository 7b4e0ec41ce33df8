"""Headings without a number: lines that are headings by their style, their shape or their wording."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from .cues import CERTAIN, Cues, read_heading
from .numbering import Marks
from .paragraphs import Paragraph

BARE, WEAK, DASH = 0, 3.5, 9  # ranks: above every number, below 一、, below every numbered heading
LOOKS = ("bare", "weak")  # families: sure to be a heading of the first level; a heading of some level
STOP = re.compile(r"[。】：！？!?]|:(?!\d)")
TIDY = re.compile(r"^[\s#*【]+|[\s*】。：:！；;，,、—－☆★◆■●=~～]+$|\n\s*")
RUN_IN = 60  # characters after which a heading without a stop is taken to be text
_LINE = 40  # characters of a title or of another heading
_SHORTEST = 8  # characters of a paragraph that may hold a heading and text
_ENDS = "。！？：；”…!?:;）)》】"
_CLOSED = "。；！？，、…!?;,"
_NAMED_INSIDE = re.compile(r"[。！；]\s*(?!现|下面|以下)([^。：，；！、\s]{4,14})(?<!如下)：")
_DASHED_INSIDE = re.compile(r"[。；：！]\s*(——)\s*")
_NAMED = re.compile(r"【([^】\n]{2,24})】|([^。：:，,；\n]{2,18})[：:。]")
# a label or a slogan of two clauses, and text after it
_LABEL = re.compile(
    r"(?:[^。，：；、！？\s]{2,10}(?:工作|建设|管理|方面|情况|教育|服务)|[^。，：；、！？\s\d]{4,8}，[^。，：；、！？\s\d]{4,8})[。：](?=\S)"
)
_SERIES = 3  # so many side by side are no accident


class Candidate(NamedTuple):
    """A heading at ``start:end``, its own words from ``body``; ``rank`` orders levels, ``value`` counts in a series."""

    start: int
    body: int
    end: int
    family: str
    rank: float
    value: int = 0
    leading: bool = True
    texts: bool = False  # a sentence follows, not another heading


def by_looks(
    text: str, parts: Sequence[Paragraph], marks: Marks, cues: Cues, taken: set[int], listed: set[int]
) -> list[Candidate]:
    """The headings without a number among the paragraphs whose indexes are not ``taken``.

    ``listed`` are those that begin with a part of a list (一是), which may have a heading glued to its end.
    """
    result: list[Candidate] = []
    sentences: list[Candidate] = []
    for index, part in enumerate(parts):
        if index in taken or part.kind == "cell":
            result += _glued(text, part, cues) if index in listed else []
            continue
        dash = marks.dashes.match(text, part.start, part.end)
        if dash:
            result += _dashed(text, part, dash.end())
            continue
        result += _glued(text, part, cues)
        if not marks.leading.match(text, part.start, part.end) or part.level:
            found = _line(text, parts, index, marks, cues)
            if found is None:
                result += _run_in(text, part, cues) if part.end - part.start > _SHORTEST else []
            elif text[part.end - 1] == "。" and found.family == "weak":
                sentences.append(found)
            else:
                result.append(found)
    result += sentences if len(sentences) > 1 else []
    return result + _labels(text, parts, result, marks, taken)


def _labels(
    text: str, parts: Sequence[Paragraph], found: Sequence[Candidate], marks: Marks, taken: set[int]
) -> list[Candidate]:
    """Paragraphs side by side that each begin with a label or a slogan (党建工作。……) where no line is a heading."""
    lines = {one.start for one in found if one.start == one.body and text[one.end : one.end + 1] in ("", "\n")}
    series: list[Candidate] = []
    for index, part in enumerate(parts):
        if part.start in lines or (index in taken and marks.leading.match(text, part.start, part.end)):
            break
        label = _LABEL.match(text, part.start, part.end) if part.kind == "paragraph" else None
        if label and part.end - label.end() > label.end() - part.start:
            series.append(Candidate(part.start, part.start, label.end(), "bare", BARE, texts=True))
        elif len(series) >= _SERIES:
            break
        else:
            series = []
    known = {one.start for one in found}
    return [one for one in series if one.start not in known] if len(series) >= _SERIES else []


def _glued(text: str, part: Paragraph, cues: Cues) -> list[Candidate]:
    """Headings that are glued to the sentence before: 。下一步打算：…… and several 。——……"""
    if part.end - part.start <= RUN_IN:
        return []
    result = []
    for match in _NAMED_INSIDE.finditer(text, part.start, part.end):
        if _says_its_role(match.group(1), cues):
            result.append(Candidate(match.start(1), match.start(1), match.end(), "bare", BARE, texts=True))
    dashes = list(_DASHED_INSIDE.finditer(text, part.start, part.end))
    for match in dashes if len(dashes) > 1 else ():
        stop = STOP.search(text, match.end(), part.end)
        result.append(Candidate(match.start(1), match.end(), stop.end() if stop else part.end, "dash", DASH))
    return result


def _dashed(text: str, part: Paragraph, body: int) -> list[Candidate]:
    stop = STOP.search(text, body, part.end)
    if not stop and part.end - part.start > RUN_IN:
        return []
    return [Candidate(part.start, body, stop.end() if stop else part.end, "dash", DASH)]


def _line(text: str, parts: Sequence[Paragraph], index: int, marks: Marks, cues: Cues) -> Candidate | None:
    """The heading that a paragraph of its own is."""
    start, end, _, level, bold = parts[index]
    size = end - start
    if not 1 < size <= marks.styled or index == len(parts) - 1:
        return None
    line = text[start:end]
    bare = TIDY.sub("", line)
    if not bare or marks.never.search(bare) or marks.subtitle.search(line) or cues.signature.search(bare):
        return None
    styled = level > 0 or bold or line[0] in "#【" or line.startswith("**")
    certain = (line[0] == "【" and line.find("】") == size - 1) or (
        (size <= marks.short or styled) and line[-1] not in _CLOSED and _says_its_role(bare, cues)
    )
    if certain or styled:
        family, rank = ("bare", BARE) if certain or level == 1 else ("weak", WEAK)
        return Candidate(start, start, end, family, rank, texts=text[parts[index + 1].end - 1] in "。；：")
    return Candidate(start, start, end, "weak", WEAK) if _stands_out(text, parts, index, marks) else None


def _says_its_role(name: str, cues: Cues) -> bool:
    """Whether a name ends with words that only a heading has."""
    if "，" in name or not cues.ends.search(name):
        return False
    reading = read_heading(cues, name)
    return reading is not None and reading.weight >= CERTAIN and reading.last >= len(name) - 3


def _stands_out(text: str, parts: Sequence[Paragraph], index: int, marks: Marks) -> bool:
    """Whether a line is short, no broken sentence, and followed by text."""
    start, end = parts[index].start, parts[index].end
    before = parts[index - 1] if index else None
    if before and text[before.end - 1] not in _ENDS and before.end - before.start > marks.short:
        return False  # a sentence that a link broke
    size, last = end - start, text[end - 1]
    after = parts[index + 1]
    if after.kind == "cell":
        return False  # the caption of a table
    follows = after.end - after.start
    if last == "。":
        return size <= marks.sentence and "，" not in text[start:end] and follows > 2 * size
    if last in _CLOSED or last in "：:" or size > marks.short:
        return False
    between = before is None or text[before.end - 1] in "。！？" or before.end - before.start <= _LINE
    ratio = 1 if between and text[after.end - 1] in "。！？" else 2
    return follows > ratio * size and (text[after.end - 1] in _ENDS or follows > marks.short)


def _run_in(text: str, part: Paragraph, cues: Cues) -> list[Candidate]:
    """存在问题：…… and 【工作回顾】…… without a number."""
    match = _NAMED.match(text, part.start, part.end)
    if not match or match.end() == part.end:
        return []
    name = match.group(1) or match.group(2)
    if name[-1] in "是为有于在" or cues.signature.match(name + "：") or not cues.ends.search(name):
        return []
    reading = read_heading(cues, name)
    if reading is None or reading.weight < CERTAIN or reading.last < len(name) - 2:
        return []
    return [Candidate(part.start, part.start, match.end(), "bare", BARE, texts=True)]
