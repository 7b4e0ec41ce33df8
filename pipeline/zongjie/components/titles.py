"""What names a document: its title, the year that it reports on, and the unit that wrote it."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from ..report import OutlineNode, Section
from .cues import Cues, read_heading, years
from .numbering import Marks, Number
from .paragraphs import Paragraph

_HEAD = 40  # paragraphs among which a title may stand
_LINE = 60  # characters of a title, or of a line that belongs to it
_UNDER = 16  # paragraphs under a title that may belong to it
_SHARPS = re.compile(r"^[ 　]*#{1,6}[ \t　]+|[ \t　]+#+[ 　]*$")
_BLANKS = re.compile(r"\s+")
_SPACED = re.compile(r"\S[ 　]+\S[ 　]")  # 政 府 工 作 报 告
_GOVERNMENTAL = re.compile(r"政府工作报\s*告")  # given early in the year after the one that it is about
_PROMISED = re.compile(r"(?:20\d\d|二[〇○零]..)年[^。]{0,16}(?:将|要(?!求)|打算|计划)")
_OWNER = re.compile(
    r"(?:关于)?(.{2,30}?)(?=(?:19|20)[\dXx×*＊○]{2}|[\dXx×*＊]{2,4}年|二[〇○零OＯ]|关于|年度|上半年|党建|工作|个人|述职|总结|情况)"
)
_OF_YEAR = re.compile(r"\d{4}年(.{2,20}?政府)工作报告")


class Title(NamedTuple):
    """The document's own title at ``start:end``; ``spans`` are all lines that belong to it."""

    start: int
    end: int
    spans: tuple[tuple[int, int], ...]


def find_title(
    text: str, parts: Sequence[Paragraph], marks: Marks, cues: Cues, found: Sequence[Number]
) -> Title | None:
    """The document's own title, with the lines of place and occasion under it, among the first paragraphs."""
    numbered = {number.paragraph for number in found if number.leading}
    first = min(numbered, default=len(parts))
    for index, part in enumerate(parts[: min(first, _HEAD)]):
        line = text[part.start : part.end]
        if cues.debris.search(line[:80]):
            continue
        if len(line) > 2 * _LINE or marks.not_title.search(line):
            return None
        end, following = part.end, index + 1
        if following < len(parts) and _goes_on(text, part, parts[following], marks):
            end, following = parts[following].end, following + 1
        if _names(text[part.start : end], marks):
            spans = _subtitles(text, parts[following : min(first, following + _UNDER)], line, marks)
            start = _motto(text, parts[:index], part) if line[0] in "—－―" else part.start
            return Title(part.start, end, ((start, end), *spans))
    return None


def _motto(text: str, before: Sequence[Paragraph], part: Paragraph) -> int:
    """Where a title begins whose second line names the document (行之力则知愈进 / ——某小学工作总结)."""
    if before and part.start - before[-1].end < 4 and before[-1].end - before[-1].start <= _LINE // 2:
        return before[-1].start
    return part.start


def bare(title: str) -> str:
    """A title without the marks of a Markdown heading."""
    return _SHARPS.sub("", title).strip()


def _names(line: str, marks: Marks) -> bool:
    name = _BLANKS.sub("", line) if "\n" in line or _SPACED.match(line) else line
    return len(line) <= _LINE and bool(marks.title.search(name)) and not marks.never.search(name)


def _goes_on(text: str, part: Paragraph, after: Paragraph, marks: Marks) -> bool:
    """Whether a title is broken over two lines (政府工作报 / 告)."""
    line, more = text[part.start : part.end], text[after.start : after.end]
    whole = len(line) + len(more) <= _LINE and not marks.title.search(line)
    return whole and bool(marks.title.search(line + more)) and not marks.title.search(more)


def _subtitles(text: str, parts: Sequence[Paragraph], line: str, marks: Marks) -> list[tuple[int, int]]:
    result = []
    for part in parts:
        sub = text[part.start : part.end].replace("\n", "")
        if len(sub) > _LINE or sub[-1] in "。！；" or part.kind == "cell":
            break
        if marks.subtitle.search(sub) or sub == line:
            result.append((part.start, part.end))
    return result


def report_year(text: str, title: str | None, nodes: Sequence[OutlineNode], cues: Cues) -> int | None:
    """The year that the report is about: of the headings that look back, else of its title, else of its beginning."""
    past, ahead, reviewed = _years_of_headings(nodes, cues)
    if past:
        return max([one for one in past if one < min(ahead, default=9999)] or past)
    head = years(title or "")
    if head:
        return min(head) - 1 if _GOVERNMENTAL.search(title or "") else min(head)
    if ahead and reviewed:
        return min(ahead) - 1
    named = ahead or years(_PROMISED.sub("", text[:1500]))
    if named:
        return max(set(named), key=lambda one: (named.count(one), one))
    promised = years(text[:1500])
    return min(promised) - 1 if promised else None


def _years_of_headings(nodes: Sequence[OutlineNode], cues: Cues) -> tuple[list[int], list[int], bool]:
    """The years of headings that look back, of the others, and whether there are both kinds of headings."""
    past: list[int] = []
    ahead: list[int] = []
    reviewed = False
    for node in nodes:
        if node.level > 1:
            continue
        named = years(node.title)
        reading = read_heading(cues, node.title)
        looks_back = reading is not None and reading.roles[0] == "achievements" and not reading.open
        reviewed = reviewed or looks_back or (reading is not None and reading.roles[-1] == "plans" and not reading.open)
        if looks_back and reading and "plans" in reading.roles and len(named) > 1:
            ahead.append(max(named))
            named = [min(named)]
        (past if looks_back else ahead).extend(named)
    return past, ahead, reviewed


def organization(text: str, title: str | None, sections: Sequence[Section], cues: Cues) -> str | None:
    """The unit that the report is of, as its title or its signature names it."""
    name = _BLANKS.sub("", title or "").lstrip("—－―-")
    for pattern in (_OF_YEAR, _OWNER):
        match = pattern.match(name)
        if match and cues.unit.search(match.group(1)):
            return match.group(1)
    if not sections or sections[-1].role != "closing":
        return None
    closing = sections[-1]
    for line in text[closing.start : closing.end].split("\n"):
        signed = line.strip().split("  ")[0].strip()
        if 3 < len(signed) <= 30 and cues.unit.search(signed) and not re.search("[。，：；！]", signed):
            return signed
    return None
