"""ZJ302: a count that is announced against what is listed (做好三个方面工作：一是…二是…)."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from ...language import numerals
from ...language.numerals import read
from ...report import OutlineNode, Related, Report
from ..rule import Case, Hit, Rule
from . import figures
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
_AFTER = re.compile(r"[^，。；：:！\n]{0,8}(?P<mark>[，。：:；]?)\s*$")
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
    yield from _of_names(report)


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


_CLASSES = (
    "支部",
    "车间",
    "社区",
    "街道",
    "公司",
    "班组",
    "乡镇",
    "中心",
    "学校",
    "医院",
    "部门",
    "村",
    "镇",
    "乡",
    "县",
    "区",
    "市",
    "省",
    "局",
    "站",
    "校",
    "厂",
    "所",
    "科",
    "处",
)
_NAMED = re.compile(rf"(?P<more>等)?(?P<number>[{_C}两]{{1,3}}|[0-9]{{1,3}})个?(?P<noun>{'|'.join(_CLASSES)})")
_NAMES = 160  # characters before a number in which names are listed
_LONGEST = 10  # characters of a name
_OTHER = re.compile(r"[^\u4e00-\u9fff0-9、“”]|以及|等")
_JOINS = re.compile("和|及|与")


def _announced(text: str, series: Series, known: Words) -> tuple[int, int, int, str] | None:
    """Where the sentence before a series says how many there are, the number and its noun."""
    tail = _TAIL.search(text, max(0, series.start - _MARKS), series.start)
    end = tail.start() if tail else series.start
    if end == series.start or end == 0:
        return None
    low = max(figures.marks(text).sentence_start(max(0, end - 1)), end - _SENTENCE)
    found = list(known.announced.finditer(text, low, end))
    if len(found) != 1:
        return None
    match = found[0]
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


def _of_names(report: Report) -> Iterator[Hit]:
    """Names of one class that are listed, and their number: 东村、西村、南村4个村."""
    text = report.text
    for match in _NAMED.finditer(text):
        number = read(match["number"])
        window = text[max(0, match.start() - _NAMES) : match.start()]
        names = _OTHER.split(window)[-1].split("、")
        ending, count = match["noun"], len(names)
        if number is None or number.value < 2 or count < 2 or len(window) == len(names[0]) == _NAMES:
            continue
        if not all(len(name) <= _LONGEST and name.endswith(ending) and not _JOINS.search(name) for name in names[1:]):
            continue
        if not names[0].endswith(ending) or _JOINS.search(names[0]):
            continue
        if count > number.value or count < number.value and not match["more"]:
            written = text[match.start() : match.end()]
            message = f"前面列了{count}个，写的是“{written}”"
            start = match.start() - len("、".join(names[1:])) - 1 - min(len(names[0]), _LONGEST)
            yield Hit(start, match.end(), message, ending)


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
