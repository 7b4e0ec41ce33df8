"""ZJ302: a count that is announced against what is listed (做好三个方面工作：一是…二是…)."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from ...language import numerals
from ...language.numerals import read
from ...report import OutlineNode, Related, Report
from ..rule import Case, Hit, Rule
from . import figures
from .enumerations import of_names, of_things
from .words import Words, words

_C = "一二三四五六七八九十"
# 一是一，二是二 is a saying.
_ITEM = re.compile(
    rf"(?:(?<=^)|(?<=[。；：，、,;:\s（(》”！]))(?P<order>[{_C}]{{1,3}})(?:是|要|则)(?!(?P=order)(?:[，、,。；\s]|$))"
    rf"|(?:(?<=^)|(?<=[。；：\s]))(?P<nth>第[{_C}]{{1,3}})[，、,]"
    rf"|(?:(?<=^)|(?<=[。；：\s]))(?P<turn>首先|其次|再次|再者|最后)(?=[，,是要\u4e00-\u9fff])",
    re.M,
)
_TURNS = {"首先": 1, "其次": 2}
_TAIL = re.compile(r"[。；：:，,\s]*$")
_FAR = 6000  # characters after the last item in which the next is sought
_MARKS = 12  # marks and blanks between an announcement and the first item
_NEAR = 8  # characters before a count that say that it is known already
_SENTENCE = 80  # characters before the first item in which its count is announced
_AFTER = re.compile(r"[^，。；：:！\n]{0,12}(?P<mark>[，。：:；]?)\s*$")
_NO_COUNT = re.compile(r"之一|等|第|几|[到至—-]$|和|以及|个方面中|其中")


class Series(NamedTuple):
    """Items that are counted on: where the first begins, where the last does, how many; the cue is the first."""

    start: int
    last: int
    size: int
    cue: str


def count_mismatch(case: Case) -> Iterator[Hit]:
    """A number of things that is announced, and another that is listed right after it."""
    report, known = case.report, words(case.settings.lexicon)
    for series in (*_of_sentences(report.text), *_of_headings(report)):
        found = _announced(report.text, series, known)
        if found is None:
            continue
        start, end, number, noun = found
        if number != series.size and series.size > 1 and not (number > series.size and _goes_on(report.text, series)):
            message = f"写的是“{report.text[start:end]}”，后面列了{series.size}{_measure(noun)}"
            place = Related(
                report.source.name, series.last, series.last + 1, report.text[series.last : series.last + 1]
            )
            yield Hit(start, end, message, series.cue, (place,))
    yield from of_names(report.text, known)
    yield from of_things(report.text, known)


def _goes_on(text: str, series: Series) -> bool:
    """Whether the next item stands behind the last in a form that was not read as one, and before another series."""
    cue, following = series.cue, numerals.chinese(series.size + 1)
    if re.search(f"[{_C}]", cue):
        later = re.sub(f"[{_C}]+", following, cue)
    else:
        later = re.sub("[0-9]+", str(series.size + 1), cue)
    if len(cue) == 1:
        cue, later = f"{cue}是", f"{later}是"
    found = text.find(later, series.last, series.last + _FAR)
    return found >= 0 and text.find(cue, series.last, found) < 0


def _measure(noun: str) -> str:
    return noun[0] if noun[0] in "个项条点件类种" else "个"


def _of_sentences(text: str) -> Iterator[Series]:
    """The series 一是…二是…, 第一，…第二，… and 首先…其次… of a text; one may stand in an item of another."""
    for group in ("order", "nth", "turn"):
        held: list[Series] = []
        for match in _ITEM.finditer(text):
            if not match[group]:
                continue
            at, value = match.start(group), _value(match[group], held)
            if value == 1:
                if held and held[-1].size == 1:
                    held.pop()
                held.append(Series(at, at, 1, match[group]))
                continue
            while held and held[-1].size != value - 1:
                yield held.pop()
            if held:
                held[-1] = held[-1]._replace(last=at, size=value)
        yield from held


def _value(label: str, held: list[Series]) -> int:
    """The number that a label stands for; 再次 and 最后 are the next, whichever it is."""
    number = read(label.lstrip("第"))
    if number is not None:
        return int(number.value)
    return _TURNS.get(label, held[-1].size + 1 if held else 0)


def _of_headings(report: Report) -> Iterator[Series]:
    """The series of numbered headings of one level that follow one another."""
    open_levels: dict[int, tuple[Series, str]] = {}
    for node in report.outline:
        if not node.label or node.label[-1] in "是要，,":
            continue  # a series of sentences, read from the text
        for level in [one for one in open_levels if one > node.level]:
            yield open_levels.pop(level)[0]
        value = _number(node)
        held = open_levels.get(node.level)
        kind = _kind(node.label)
        if value == 1:
            if held:
                yield held[0]
            open_levels[node.level] = Series(node.start, node.start, 1, node.label), kind
        elif held and value == held[0].size + 1 and kind == held[1]:
            open_levels[node.level] = held[0]._replace(last=node.start, size=value), kind
        elif held:
            open_levels.pop(node.level)  # its numbers go another way: not for this rule to judge
    for series, _ in open_levels.values():
        yield series


def _kind(label: str) -> str:
    return re.sub(rf"[{_C}0-9０-９]+", "1", label)


def _number(node: OutlineNode) -> int | None:
    digits = re.search(rf"[{_C}]+|[0-9]+", node.label or "")
    number = read(digits[0]) if digits else None
    return int(number.value) if number is not None else None


def _announced(text: str, series: Series, known: Words) -> tuple[int, int, int, str] | None:
    """Where the sentence before a series says how many there are, the number and its noun."""
    tail = _TAIL.search(text, max(0, series.start - _MARKS), series.start)
    end = tail.start() if tail else series.start
    if end == series.start or end == 0:
        return None
    low = max(figures.marks(text).sentence_start(max(0, end - 1)), end - _SENTENCE)
    found = list(known.announced.finditer(text, low, end))
    if len(found) != 1 and not (found and known.announces.search(text, found[-2].end(), found[-1].start())):
        return None
    match = found[-1]
    number = read(match["number"])
    after = _AFTER.match(text, match.end(), series.start)
    if number is None or after is None or number.value < 2:
        return None
    clause = text[max(low, figures.marks(text).start(match.start())) : match.start()]
    if known.given.search(clause[-_NEAR:]) or after["mark"] not in (":", "：") and not known.announces.search(clause):
        return None  # 对发现的5个问题，一是立行立改
    if _NO_COUNT.search(text, max(low, match.start() - 1), end) or text[match.end() : match.end() + 1] in "”、":
        return None
    return match.start(), match.end(), int(number.value), match["noun"]


RULES = (
    Rule(
        id="ZJ302",
        name="count-mismatch",
        severity="warning",
        summary="写了有几项，列出来的不是几项：做好三个方面工作，却有一是到四是。",
        why="增删内容以后，前面的总数常常忘了改。",
        bad="一、工作开展情况\n今年重点抓了三个方面工作：一是抓学习，二是抓队伍，三是抓制度，四是抓作风。",
        good="一、工作开展情况\n今年重点抓了四个方面工作：一是抓学习，二是抓队伍，三是抓制度，四是抓作风。",
        remedy="数一数列出的各项，把总数改对，或补上漏写的。",
        check=count_mismatch,
    ),
)
