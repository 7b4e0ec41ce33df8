"""The paragraphs that a reader sees: wrapped lines joined, documents in one line taken apart."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from ..document import Block

BODY = ("paragraph", "cell", "textbox")
BLANK = "\u200b\u200c\u200d\u2060\ufeff"
_LEAD = re.compile(r"[\s\u200b-\u200d\u2060\ufeff]*")
_BREAK = re.compile(r"(?<=[。！？：；”])[ 　\t]+(?=\S)")
_WIDE_BREAK = re.compile(r"(?<=[。！？：；”])(?:[ 　]{2,}|\t)[ 　\t]*(?=\S)")
_GAP = re.compile(r"[。！？：；”](?:[ 　]{2}|\t)")
# a title, or a heading in a text of one line, parted from what follows by a blank
_NAME = re.compile(r"([^\s。！？；：“”]{4,60})[ 　\t]+(?=\S)")
_HEADING = 24  # characters of such a heading, and at least so many follow
# a title with no blank after it
_TITLE = re.compile(
    r"((?:述\s*职\s*报\s*告|政\s*府\s*工\s*作\s*报\s*告|[^。！？；：，、\s]{0,40}?(?:工作总结|年度总结|学期总结|个人总结|总结报告|述职报告|述职述廉报告"
    r"|工作汇报|工作报告|情况的?(?:报告|汇报)))(?:[及和与暨][^。！？；：，、\s]{2,14}?(?:打算|计划|安排|思路|要点|谋划))?(?:（[^）]{1,12}）)?"
    r"(?:[—－]{1,2}[^。！？；：，\s]{4,50}会议上)?)(?![如中的是为了会，。：、以及和与暨（])"
)
_LABEL = re.compile(r"第[一二三四五六七八九十\d]+(?:部分|[章节篇编])|[一二三四五六七八九十\d]+[、.．]?")
_CONTINUES = re.compile(r"[，。；：、》）”’！？,;)]|是[：，]")
_OPEN_END = "《（“‘、，(,的"
_NUMBER = re.compile(
    r"[（(]?[一二三四五六七八九十]{1,3}[）)、.．]|第[一二三四五六七八九十]+[部章，、]|[（(]?\d{1,2}[）)、]|\d{1,2}[.．](?!\d(?!\d?月))|[①-⑳]|——|[一二三四五六七八九十]{1,3}【"
    r"|[一二三四五六七八九十]是"
)
_ENDS = "。！？：；”!?:;）)】"
_WRAP_MIN, _WRAP_MAX = 16, 60  # columns between which a text may have been wrapped
_CUTS = 4  # lines that end at one column inside a sentence: fewer prove no wrap
_GAP_MAX = 12  # characters between two lines of one paragraph
_ORPHAN = 3  # characters of a line that is only the end of the one before it
# a line above a table that names it or its unit
_CAPTION = re.compile(r".{0,40}(?:单位[ 　]*[:：].{0,20}|表[（(]?.{0,8})|附?表[ 　]*[一二三四五六七八九十0-9].{0,40}")
_HAN = re.compile(r"[\u4e00-\u9fff]+")
_SLACK = 4  # columns by which a wrapped line may be short of the full width


class Paragraph(NamedTuple):
    """``text[start:end]`` begins and ends with something visible; ``level`` and ``bold`` are the file's own."""

    start: int
    end: int
    kind: str = "paragraph"
    level: int = 0
    bold: bool = False


def paragraphs(text: str, blocks: Sequence[Block]) -> list[Paragraph]:
    """The body's paragraphs in text order; notes, headers and footers are left out."""
    lines = [line for line in (_trimmed(text, block) for block in blocks if block.kind in BODY) if line is not None]
    return _taken_apart(text, _joined(text, lines))


def in_tables(text: str, parts: Sequence[Paragraph]) -> list[bool]:
    """For each of ``parts`` whether it belongs to a table: a cell, or a line above that names the table or its unit."""
    found = [part.kind == "cell" for part in parts]
    for index in range(len(parts) - 2, -1, -1):
        if found[index + 1] and not found[index]:
            found[index] = _CAPTION.fullmatch(text, parts[index].start, parts[index].end) is not None
    return found


def _trimmed(text: str, block: Block) -> Paragraph | None:
    lead = _LEAD.match(text, block.start, block.end)
    start = lead.end() if lead else block.start
    end = block.end
    while end > start and (text[end - 1].isspace() or text[end - 1] in BLANK):
        end -= 1
    return Paragraph(start, end, block.kind, block.level, block.bold) if end > start else None


def _columns(line: str) -> float:
    return sum(0.5 if char < "\u0100" else 1 for char in line)


def _joined(text: str, lines: list[Paragraph]) -> list[Paragraph]:
    """Lines that a wrap or a web page broke, put together again."""
    if len(lines) < 2:
        return lines
    width = _wrap_width(text, [line for line in lines if line.kind != "cell"])
    result = [lines[0]]
    full = bool(width) and _is_full(text, lines[0], width)
    for line in lines[1:]:
        if _belongs(text, result[-1], line, full):
            result[-1] = result[-1]._replace(end=line.end)
        else:
            result.append(line)
        full = bool(width) and _is_full(text, line, width)
    return result


def _belongs(text: str, last: Paragraph, line: Paragraph, full: bool) -> bool:
    """Whether ``line`` goes on with the paragraph before it, whose last line is ``full`` or not."""
    gap = line.start - last.end
    if last.kind != "paragraph" or line.kind != "paragraph" or last.level or line.level or gap >= _GAP_MAX:
        return False
    before = text[last.end - 1]
    if _is_orphan(text, last, line, gap):
        return True
    if _NUMBER.match(text, line.start):
        return False
    indented = gap > 2 or text[line.start - 1] in "　 \t"
    if full and not (indented and before in _ENDS):
        return True
    return before in _OPEN_END or (before not in "。！？!?" and bool(_CONTINUES.match(text, line.start)))


def _is_orphan(text: str, last: Paragraph, line: Paragraph, gap: int) -> bool:
    """Whether a line is only the end of a word of the one before (新实现提 / 升)."""
    short = gap == 1 and line.end - line.start <= _ORPHAN and last.end - last.start >= 4 * _ORPHAN
    return (
        short
        and bool(_HAN.fullmatch(text, last.end - 1, last.end) and _HAN.fullmatch(text, line.start, line.end))
        and text[last.start] not in "—－"
    )


def _is_full(text: str, line: Paragraph, width: float) -> bool:
    lead = _columns(text[text.rfind("\n", 0, line.start) + 1 : line.start])
    slack = 1 if text[line.end - 1] in "。！？" else _SLACK  # a sentence that ends before the edge ends its paragraph
    return lead + _columns(text[line.start : line.end]) >= width - slack


def _wrap_width(text: str, lines: list[Paragraph]) -> float:
    """The column at which the text was wrapped, or 0."""
    if len(lines) < 6 or any(line.end - line.start > 2 * _WRAP_MAX for line in lines):
        return 0
    widths = sorted(_columns(text[line.start : line.end]) for line in lines)
    width = widths[int(len(widths) * 0.9)]
    if not _WRAP_MIN <= width <= _WRAP_MAX:
        return 0
    near = [line for line in lines if _is_full(text, line, width)]
    cut = sum(text[line.end - 1] not in _ENDS for line in near)
    most = len(near) >= 0.35 * len(lines) and cut >= 0.4 * len(near)
    return width if most or (len(near) >= _CUTS and cut >= 0.6 * len(near)) else 0  # many headings, short paragraphs


def _taken_apart(text: str, lines: list[Paragraph]) -> list[Paragraph]:
    """Blanks after a sentence part paragraphs where the document is one line, wide gaps everywhere."""
    total = sum(line.end - line.start for line in lines)
    wide = _WIDE_BREAK if _GAP.search(text) else None  # most texts have none, and a search that stops early is cheap
    result = []
    for line in lines:
        length = line.end - line.start
        if length < 20 or (wide is None and length <= 0.6 * total):
            result.append(line)
            continue
        pattern: re.Pattern[str] | None = _BREAK if length > 0.6 * total and (length > 300 or len(lines) == 1) else wide
        if pattern is _BREAK:
            result += _of_one_line(text, line)
            continue
        start = line.start
        for gap in pattern.finditer(text, start, line.end) if pattern else ():
            result.append(line._replace(start=start, end=gap.start()))
            start = gap.end()
        result.append(line._replace(start=start))
    return result


def _of_one_line(text: str, line: Paragraph) -> list[Paragraph]:
    """The paragraphs of a document in one line: its title, headings and paragraphs are parted by blanks at most."""
    start = line.start
    cuts = []
    name = _NAME.match(text, start, line.end) or _TITLE.match(text, start, line.end)
    if name and not _LABEL.fullmatch(name[1]):
        cuts.append((name.end(1), name.end()))
        start = name.end()
    for gap in _BREAK.finditer(text, start, line.end):
        cuts.append(gap.span())
    result: list[tuple[Paragraph, int]] = []
    for end, following in [*cuts, (line.end, line.end)]:
        begin = result[-1][1] if result else line.start
        heading = _NAME.match(text, begin, end) if result else None
        if heading and heading.end(1) - begin <= _HEADING < end - heading.end() and not _LABEL.fullmatch(heading[1]):
            result.append((line._replace(start=begin, end=heading.end(1)), heading.end()))
            begin = heading.end()
        result.append((line._replace(start=begin, end=end), following))
    return [part for part, _ in result if part.end > part.start]
