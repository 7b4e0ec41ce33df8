"""Slots that were never filled: empty brackets and quotes, （待补充）, TBD, {{…}}, gaps of blanks before a unit."""

import re
from collections.abc import Iterator
from functools import lru_cache

from .blanks import BLANK, CHINESE_DIGITS, DATE_AFTER, HAN, TAIL, Blanks, Found

_EMPTY = re.compile(rf"[（(【\[［〔“「《『](?:[{BLANK}]*|[.．…]{{2,6}})[）)】\]］〕”」》』]")
_QUOTES = frozenset("“「《『")
_DOTS = frozenset(".．…")  # 〔...〕机关党委
_CHECK_BOX = re.compile(r"(?:^|\n)[ \t]*[-*+] $")
_BRACES = re.compile(r"\{\{[^{}\n]{0,40}\}\}")
_TO_BE_DONE = re.compile(r"T(?:BD|ODO)(?<![A-Za-z]TBD)(?![A-Za-z])")
_CENSORED = re.compile(r"\.(?<=的\.)(?=[\u4e00-\u9fff])")  # 贯彻党的.精神
_FIGURE_BEFORE = re.compile(r"[0-9][\u4e00-\u9fff%％]{0,3}\Z")
_BRACKETED = re.compile("[（(][\u4e00-\u9fff]{1,6}[）)]")
_OPEN, _CLOSE, _INSIDE = r"[（(【\[［〔]", r"[）)】\]］〕]", r"[^（()）【】\[\]［］〔〕\n]"
_GAP = re.compile(rf"[{BLANK}][{BLANK}]*")
_GAP_END = re.compile(r"[，。；、,;！!）)\n以左]|$")
_WIDE = 2  # columns from which a gap may stand before any unit
_DATE_GOES_ON = re.compile(rf"年[{BLANK}]+月")
_LABELLED = 4  # columns from which a gap after a label stands for what it asks for
_LABEL_AFTER = re.compile(rf"\n|$|[{BLANK}]*[\u4e00-\u9fff]{{2,8}}[：:]")
_DATE_GAPS = frozenset([("年", "月"), ("月", "日"), ("0", "年"), ("：", "年"), (":", "年")])


def find_slots(text: str, b: Blanks) -> Iterator[Found]:
    """Empty brackets and quotes, fillers, braces, and a word that was censored into a full stop."""
    for match in _EMPTY.finditer(text):
        start, end = match.span()
        if not _CHECK_BOX.search(text, max(0, start - 8), start):
            kind, cue = _kind(text, start, end, b)
            dotted = match[0][1] in _DOTS and HAN.match(text, end)
            if kind == "text" and (match[0][0] in _QUOTES or dotted or b.nouns_after.match(text, end)):
                kind = "name"
            yield start, end, kind, cue or match[0]
    yield from _weak(text, b)
    for pattern in _fillers(b.filler, b.late_filler, b.awaited):
        for match in pattern.finditer(text):
            start, end = match.span("word") if "word" in pattern.groupindex else match.span()
            kind, cue = _kind(text, start, end, b)
            if _FIGURE_BEFORE.search(text, max(0, start - 6), start):
                kind = "text"
            yield start, end, kind, cue or match[0]
    for match in b.prompt.finditer(text):
        yield *match.span(), *b.labelled(text, match.start())
    for match in _TO_BE_DONE.finditer(text):
        kind, cue = _kind(text, *match.span(), b)
        yield *match.span(), "name" if kind == "text" and HAN.match(text, match.end()) else kind, cue or match[0]
    for match in _BRACES.finditer(text):
        kind, cue = _kind(text, *match.span(), b)
        if kind == "text":
            kind = "date" if b.date_label.search(match[0]) else "name" if b.name_label.search(match[0]) else kind
        yield *match.span(), kind, cue or match[0]
    for match in _CENSORED.finditer(text):
        yield *match.span(), "name", "的."


def _weak(text: str, b: Blanks) -> Iterator[Found]:
    """Words in brackets that stand for a figure only where a unit follows: 积案（略）件, and not 名单（略）."""
    for match in _BRACKETED.finditer(text):
        unit = b.counted(text, match.end()) if b.weak.fullmatch(match[0]) else None
        if unit and b.is_figure(text, *match.span(), unit):
            yield *match.span(), "figure", unit.name


@lru_cache(maxsize=16)
def _fillers(words: str, late: str, awaited: str) -> tuple[re.Pattern[str], ...]:
    return (
        re.compile(rf"{_OPEN}(?:{words}){_INSIDE}{{0,24}}{_CLOSE}"),
        re.compile(rf"{_OPEN}[^（()）【】\[\]［］〔〕，。\n]{{1,10}}(?:{late}){_CLOSE}"),
        re.compile(rf"{_OPEN}[\u4e00-\u9fff]{{0,8}}待(?!遇|业|办|人|命)[\u4e00-\u9fff]{{1,10}}(?:{awaited}){_CLOSE}"),
        re.compile(rf"[：:][{BLANK}]*(?P<word>{words})(?=[，。；、,;！!）)\n]|$)"),
    )


def _kind(text: str, start: int, end: int, b: Blanks) -> tuple[str, str]:
    """The kind of a slot by what follows it, or else by the label before it."""
    if DATE_AFTER.match(text, end):
        return "date", text[end]
    unit = b.counted(text, end)
    if unit and (b.is_figure(text, start, end, unit) or not HAN.match(text, unit.stop)):
        return "figure", unit.name
    return b.labelled(text, start)


def find_gaps(text: str, b: Blanks) -> Iterator[Found]:
    """Blanks where a number or a part of a date belongs (参合率达 %, 2014年 月 日)."""
    for match in _GAP.finditer(text):
        start, end = match.span()
        before, after = text[start - 1 : start], text[end : end + 1]
        if (before, after) in _DATE_GAPS:
            if before in "年月" or before == "0" and text[start - 2 : start] == "20" or end - start > 1:
                yield start, end, "date", after
            continue
        width = end - start + match[0].count("\u3000")
        if after == "年" and _DATE_GOES_ON.match(text, end):
            yield start, end, "date", after
            continue
        if before and before in "：:" and width >= _LABELLED and _LABEL_AFTER.match(text, end):
            kind, cue = b.labelled(text, start)
            if kind != "text":
                yield start, end, kind, cue
            continue
        if not (HAN.match(before) or (before and before in "：:" and width > _WIDE)) or before in CHINESE_DIGITS:
            continue
        unit = b.g.units.match(text, TAIL.match(text, end).end())  # type: ignore[union-attr]
        if (
            unit is None
            or unit.name in b.noun_units
            and unit.name != "处"
            or b.g.units.dimension.get(unit.name) == "time"
        ):
            continue
        if width > _WIDE or _GAP_END.match(text, unit.stop):
            yield start, end, "figure", unit.name
