"""ZJ405, ZJ407: quotation marks and brackets without their partners, and marks or words that were typed twice."""

import json
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from ..lexicon import load
from .rule import Case, Hit, Rule

_PAIRS = {"“": "”", "‘": "’", "《": "》", "（": "）", "【": "】", "「": "」", "『": "』", "〔": "〕", "(": ")"}
_CLASS = {"(": "（", ")": "）"}  # a full-width bracket may close a half-width one
_CLOSING = {close: _CLASS.get(open_, open_) for open_, close in _PAIRS.items()}
_MARK = re.compile("[“”‘’《》（）【】「」『』〔〕()]")
# What a closing bracket stands behind in a label (1）, a), 一）), a face or a footnote.
_LABEL = re.compile(
    r"(?:\A|[\s。；;，,：:、！!？?“”（(]|[^\w])(?:[0-9０-９]{1,3}|[一二三四五六七八九十]{1,3}|[A-Za-zａ-ｚＡ-Ｚ])\Z|[:;]-?\Z"
)
_LATIN = re.compile("[A-Za-z0-9]")
_ENDS = "。！？!?"
_LINES = 4  # lines over which a pair that a line break cut may go
_PARAGRAPHS = 12  # that one quotation goes over
_QUOTES = "“‘「『"
_STOP = re.compile("[，。；：！？]")
_INDENT = 12  # blanks that a paragraph may begin with
_NEAR = 40  # characters between two marks that were meant for one another
_SHOWN = 8  # characters of a message's excerpt
_DOUBLED = re.compile(
    r"。{2,}|[，、；：][，、；：。]+|[。][，、；：]+|(?<=[\u4e00-\u9fff]),{2,}|(?<=[\u4e00-\u9fff]);{2,}"
)
# A word said twice at the head of its sentence, to be talked about: 干部干部，干是当头的。
_TOPIC_BEFORE = re.compile(r"(?:\A|[\s。！？；“”])\Z")


class _Left(NamedTuple):
    """A mark without a partner in its paragraph; one that is ``free`` needs none (1）, don’t)."""

    at: int
    mark: str
    paragraph: int
    free: bool = False


def unbalanced_marks(case: Case) -> Iterator[Hit]:
    """Quotation marks and brackets without a partner; one finding for all of a kind in a paragraph."""
    text = case.report.text
    paragraphs = [(one.start, one.end) for one in case.report.blocks]
    left = [one for number, span in enumerate(paragraphs) for one in _unmatched(text, *span, number)]
    waiting: list[_Left] = []
    for one in [*_across(text, paragraphs, left), None]:
        if waiting and (one is None or one.paragraph != waiting[0].paragraph):
            yield from _told(text, waiting)
            waiting = []
        if one is not None:
            waiting.append(one)


def _unmatched(text: str, start: int, end: int, paragraph: int) -> list[_Left]:
    """The marks of ``text[start:end]`` that have no partner there; one inside a pair of another kind stays inside."""
    opened: list[_Left] = []
    counts: dict[str, int] = {}
    left: list[_Left] = []
    for match in _MARK.finditer(text, start, end):
        one = _Left(match.start(), match[0], paragraph)
        kind = _CLOSING.get(one.mark)
        if kind is None:
            opened.append(one)
            counts[_kind(one)] = counts.get(_kind(one), 0) + 1
        elif counts.get(kind):
            while (inner := opened.pop()) and _kind(inner) != kind:
                left.append(inner)
                counts[_kind(inner)] -= 1
            counts[kind] -= 1
        else:
            left.append(one._replace(free=_is_free(text, start, one)))
    return sorted([*left, *opened])


def _kind(one: _Left) -> str:
    return _CLASS.get(one.mark, one.mark)


def _is_free(text: str, start: int, one: _Left) -> bool:
    """Whether a closing mark closes nothing by right: a label (1）), an apostrophe (don’t, ’98)."""
    before = text[max(start, one.at - 5) : one.at]
    if one.mark in "）)":
        return _LABEL.search(before) is not None
    after = text[one.at + 1 : one.at + 2]
    return one.mark == "’" and bool(_LATIN.match(before[-1:]) or _LATIN.match(after))


def _across(text: str, paragraphs: Sequence[tuple[int, int]], left: Sequence[_Left]) -> Iterator[_Left]:
    """Those of ``left`` that have no partner in a paragraph near by either.

    A line break may cut a pair; and of a quotation over several paragraphs each begins with its mark, the last alone
    has the other.
    """
    partners: set[int] = set()
    open_: dict[str, list[_Left]] = {}
    for one in left:
        kind = _CLOSING.get(one.mark)
        if kind is None:
            if _goes_on(text, paragraphs, one):
                partners.add(one.at)
            else:
                open_.setdefault(_kind(one), []).append(one)
            continue
        held = open_.get(kind, [])
        while held and held[-1].paragraph < one.paragraph and one.at not in partners:
            first = held.pop()
            if not _reaches(text, paragraphs, first, one):
                break
            partners |= {first.at, one.at}
    return (one for one in left if not (one.free or one.at in partners or _is_ornament(text, one)))


def _is_ornament(text: str, one: _Left) -> bool:
    """Whether it is one of several that only point at something (》》点击进入《《)."""
    return one.mark in "《》" and one.mark in (text[one.at - 1 : one.at], text[one.at + 1 : one.at + 2])


def _reaches(text: str, paragraphs: Sequence[tuple[int, int]], first: _Left, last: _Left) -> bool:
    """Whether the two may be a pair: so near as a wrapped line, or the marks of a long quotation."""
    between = paragraphs[first.paragraph : last.paragraph]
    if len(between) <= _LINES and all(text[end - 1 : end] not in _ENDS for _, end in between):
        return True
    return first.mark in _QUOTES and len(between) <= _PARAGRAPHS


def _goes_on(text: str, paragraphs: Sequence[tuple[int, int]], one: _Left) -> bool:
    """Whether a quotation goes on in the next paragraph, which begins with the same mark then."""
    if one.mark not in _QUOTES or one.paragraph + 1 >= len(paragraphs):
        return False
    start, end = paragraphs[one.paragraph + 1]
    return text[start : min(end, start + _INDENT)].lstrip().startswith(one.mark)


def _told(text: str, them: Sequence[_Left]) -> Iterator[Hit]:
    """One finding for each kind of fault among the marks of a paragraph, at the first of that kind."""
    kinds: dict[tuple[str, str], list[tuple[_Left, _Left | None]]] = {}
    at = 0
    while at < len(them):
        first, second = them[at], them[at + 1] if at + 1 < len(them) else None
        fault = _fault(text, first, second)
        pair = second if fault else None
        kinds.setdefault((fault, first.mark), []).append((first, pair))
        at += 2 if pair else 1
    for (fault, _), found in kinds.items():
        first, second = found[0]
        several = f"；这一段共 {len(found)} 处" if len(found) > 1 else ""
        end = (second or first).at + 1
        yield Hit(first.at, end, _said(text, fault, first, second) + several, first.mark)


def _fault(text: str, first: _Left, second: _Left | None) -> str:
    """What is wrong with two marks together: turned (”甲“), mixed (“甲’), or "" where each is a fault alone."""
    if second is None or second.at - first.at > _NEAR:
        return ""
    kinds = {_CLOSING.get(one.mark, _kind(one)) for one in (first, second)}
    if len(kinds) == 1 and first.mark in "“”‘’":
        around = first.mark in _CLOSING and second.mark not in _CLOSING
        return "turned" if around or not _STOP.search(text, first.at, second.at) else ""
    return "mixed" if first.mark not in _CLOSING and second.mark in _CLOSING else ""


def _said(text: str, fault: str, first: _Left, second: _Left | None) -> str:
    if second is None:
        shown = text[max(0, first.at - _SHOWN) : first.at + 1]
        if first.mark in _CLOSING:
            return f"{first.mark} 前面没有对应的 {_CLOSING[first.mark]}（{_excerpt(shown)}）"
        shown = text[first.at : first.at + 1 + _SHOWN]
        return f"{first.mark} 后面没有对应的 {_PAIRS[first.mark]}（{_excerpt(shown)}）"
    quoted, inside = _excerpt(text[first.at : second.at + 1]), _excerpt(text[first.at + 1 : second.at])
    if fault == "mixed":
        return f"{first.mark} 与 {second.mark} 不是一对（{quoted}）"
    kind = _CLOSING.get(first.mark, first.mark)
    return f"引号的方向不对（{quoted}），应为{kind}{inside}{_PAIRS[kind]}"


def _excerpt(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 2 * _SHOWN else f"{line[:_SHOWN]}…{line[-_SHOWN:]}"


@lru_cache(maxsize=4)
def _words(own: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What finds words that were typed twice, and those of them that are right so."""
    table = load("content", {"content": json.loads(own)})["doubled"]
    once = "|".join(re.escape(word) for word in table["once"])
    particles = "|".join(table["particles"])
    return re.compile(rf"{particles}|(?P<word>{once})(?P=word)(?!再)"), re.compile("|".join(table["right"]))


def doubled_mark(case: Case) -> Iterator[Hit]:
    """A mark or a word that stands twice in a row."""
    text = case.report.text
    for match in _DOUBLED.finditer(text):
        yield Hit(*match.span(), f"标点重复（{match[0][:_SHOWN]}）", match[0])
    words, not_twice = _words(
        json.dumps(case.settings.lexicon.get("content") or {}, ensure_ascii=False, sort_keys=True)
    )
    for match in words.finditer(text):
        if match["word"] and (not_twice.match(text, match.start()) or _is_topic(text, *match.span())):
            continue
        yield Hit(*match.span(), f"“{match[0][: len(match[0]) // 2]}”重复", match[0])


def _is_topic(text: str, start: int, end: int) -> bool:
    """Whether the doubled word at ``start:end`` is a clause alone that heads a sentence, or that the next takes up."""
    if text[end : end + 1] not in ("，", ","):
        return False
    before = text[max(0, start - 1) : start]
    return bool(_TOPIC_BEFORE.search(before)) or before in "，," and text[end + 1 : end + 2] == text[start]


RULES = (
    Rule(
        id="ZJ405",
        name="unbalanced-marks",
        severity="warning",
        summary="引号、书名号、括号不成对，或引号的方向反了。",
        why="少了半边，看不出引文、文件名或说明到哪里为止；多半是修改时删漏了。",
        bad="一、工作开展情况\n学习贯彻《关于加强党支部建设的意见，开展“不忘初心“主题教育12次。",
        good="一、工作开展情况\n学习贯彻《关于加强党支部建设的意见》，开展“不忘初心”主题教育12次。",
        remedy="补上缺少的一半，删去多余的一半，或把引号改成正确的方向。",
        check=unbalanced_marks,
    ),
    Rule(
        id="ZJ407",
        name="doubled-mark",
        severity="warning",
        summary="标点或字词重复：。。、，，、，。、的的、进一步进一步。",
        why="是输入或拼接时留下的错误，显得没有校对。",
        bad="一、工作开展情况\n全年开展主题党日12次，，完成培训300人次。。取得了了较好的的效果。",
        good="一、工作开展情况\n全年开展主题党日12次，完成培训300人次。取得了较好的效果。",
        remedy="删去多余的标点或字。",
        check=doubled_mark,
    ),
)
