"""Numbers of headings and of lists in the text: which are left out, and which come twice.

Headings are those of the outline: a series ends where a heading of a higher rank stands, and may go on behind it or
begin anew. Lists (一是…二是…, 第一，…, （1）…, ①…) are looked for in the text and end at the next heading. A series may
stand inside a part of another of the same kind. Numbers in tables are none.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from ..report import Report

_N = "[一二三四五六七八九十]{1,3}"
_DIGITS = "[0-9０-９]{1,2}"
# How headings are numbered, with their ranks: a lower one stands above.
_HEADINGS = (
    ("part", 1, rf"第\s*(?P<n>{_N}|{_DIGITS})\s*(?:部分|章|篇|编|板块).*"),
    ("article", 2, rf"第\s*(?P<n>{_N}|{_DIGITS})\s*节.*"),
    ("chinese", 3, rf"(?P<n>{_N})\s*[、．.：:，,。]?"),
    ("formal", 3, r"(?P<n>[壹贰叁肆伍陆柒捌玖拾])\s*[、．.：:]?"),
    ("roman", 3, r"(?P<n>[Ⅰ-Ⅻ])\s*[、．.：:]?"),
    ("bracketed", 4, rf"[（(〔\[［]\s*(?P<n>{_N})\s*[）)〕\]］].*|(?P<s>[㈠-㈩])"),
    ("arabic", 5, rf"(?P<n>{_DIGITS})\s*[、．.，,：:。]?|(?P<s>[⒈-⒛])"),
)
_HEADING = [(name, rank, re.compile(pattern)) for name, rank, pattern in _HEADINGS]
_LIST = re.compile(
    rf"(?:(?<=[。；;，,：:！？!?\s”）)】])|\A)(?:(?P<is>{_N})(?:是(?![否不非一])|要(?![求素点件义领么务]))"
    rf"|第(?P<ordinal>{_N})(?:[，,：:]|是|个?方面[，,：:是])|[（(]\s?(?P<bracketed>{_DIGITS})\s?[）)]|(?P<circled>[①-⑳]))"
)
_DIGIT = {mark: value for value, mark in enumerate("一二三四五六七八九", 1)}
_FORMAL = "壹贰叁肆伍陆柒捌玖拾"
_CHINESE = ["", *"一二三四五六七八九十"]
_MOST = 3  # numbers that somebody leaves out; of more than these a number is taken for none
_STOPS = r"(?:[\s、.．，,：:）)〕\]］】【。]|(?<=[①-⑳⑴-⒇㈠-㈩]))"  # what stands behind a heading's number
_DEEPEST = 5  # series of one kind inside one another
_FIRST = re.compile("[一1]是|一要|首先|其一|一方面|第一")  # what may begin a list without its first number
_STOPS_OF_ITEMS, _COLONS = frozenset("。；;！!"), frozenset("：:")
# In an item: what leads in a list of its own, and a heading without a number, under which one may begin.
_PARTED = re.compile(r"[:：]\s*\n|\n[ \t　]*[^\n。！？；]{1,28}(?:\n|\Z)")
_INDENT = 20  # characters before the number of an item that begins a line
_ENDED = re.compile("[。；;！!：:]")  # in an item that shares its line with others: it is more than a sentence
_SINGLY = frozenset(["part", "chinese", "bracketed"])  # their first number does not come twice by chance


class Fault(NamedTuple):
    """``text[start:end]`` is a number ``label``; ``kind`` is gap (``missing`` labels) or repeat.

    ``before`` is the range of the number before it, or the first of two; None: the series begins here.
    """

    kind: str
    start: int
    end: int
    label: str
    missing: tuple[str, ...]
    before: tuple[int, int] | None


class _Number(NamedTuple):
    """A number as written at ``start:end``, of a ``family``; ``rank`` is 0 for those of lists."""

    start: int
    end: int
    family: str
    rank: int
    value: int
    numeral: tuple[int, int]


class _Series:
    """The numbers of one family so far: the last of them, the highest, and where each stands."""

    def __init__(self, first: _Number) -> None:
        self.last, self.top, self.seen = first, first.value, {first.value: first}
        self.doubled = False
        self.closed: int | None = None

    def goes_on(self, value: int) -> bool:
        """Whether ``value`` may come next; after a number that came twice, as if that had been another."""
        return value in (self.last.value + 1, self.top + 1) or self.doubled and value == self.top + 2

    def add(self, number: _Number) -> None:
        """Takes ``number`` as the last; the series is open again."""
        self.doubled = number.value in self.seen
        self.last, self.top, self.closed = number, max(self.top, number.value), None
        self.seen.setdefault(number.value, number)


def faults(report: Report) -> list[Fault]:
    """The faults in the numbers of ``report``, in the order of the text."""
    headings = list(_own(list(_headings(report))))
    numbers = sorted([*headings, *_lists(report, headings)], key=lambda one: one.start)
    held: dict[str, list[_Series]] = {}
    lists: dict[str, list[_Series]] = {}
    found: list[Fault | None] = list(_doubled_firsts(report.text, numbers))
    for one in numbers:
        stacks = held if one.rank else lists
        found.append(_taken(report.text, stacks.setdefault(one.family, []), one))
        if one.rank:
            lists.clear()
            _close(held, one)
    return sorted((fault for fault in found if fault is not None), key=lambda fault: (fault.start, fault.end))


def _doubled_firsts(text: str, numbers: Sequence[_Number]) -> Iterator[Fault]:
    """The second 1 of 1, 1, 2: a list may begin anew, or inside an item, but neither straight after a single item.

    Where a second 2 follows, the list stands inside the first item.
    """
    following = _ones_and_twos(numbers)
    for one, two, three, then in zip(numbers, numbers[1:], numbers[2:], following[2:], strict=False):
        values, families = (one.value, two.value, three.value), {one.family, two.family, three.family}
        told = one.rank and one.family in _SINGLY
        if values == (1, 1, 2) and len(families) == 1 and then != 2 and not told and _are_alike(text, one, two, three):
            yield _repeat(text, two, one)


def _ones_and_twos(numbers: Sequence[_Number]) -> list[int]:
    """For each number the next 1 or 2 of its family before a heading of a higher rank; 0 if there is none."""
    found: list[int] = []
    following: dict[tuple[str, int], int] = {}  # by family and rank
    for one in reversed(numbers):
        key = one.family, one.rank
        found.append(following.get(key, 0))
        if one.rank:
            following = {each: value for each, value in following.items() if 0 < each[1] <= one.rank}
        if one.value in (1, 2):
            following[key] = one.value
    return found[::-1]


def _are_alike(text: str, one: _Number, two: _Number, three: _Number) -> bool:
    """Whether the items ``one`` and ``two`` are alike: each a line, or at most a sentence of one, that end alike, or
    each a heading with its text under it and no other heading there."""
    lines = [_begins_line(text, each) for each in (one, two, three)]
    items = [text[each.end : then.start].strip() for each, then in ((one, two), (two, three))]
    if any(lines[1:]) and not all(lines) or any(item[-1:] in _COLONS for item in items):
        return False
    parted = ["\n" in item for item in items]
    if any(parted):
        return all(parted) and one.rank > 0 and not any(_PARTED.search(item) for item in items)
    stops = [item[-1:] in _STOPS_OF_ITEMS for item in items]
    return stops[0] == stops[1] and (lines[1] or stops[0] and not any(_ENDED.search(item[:-1]) for item in items))


def _begins_line(text: str, one: _Number) -> bool:
    before = ("\n" + text[: one.start] if one.start < _INDENT else text[one.start - _INDENT : one.start]).rstrip(
        " \t　"
    )
    return before.endswith("\n")


def _close(held: Mapping[str, list[_Series]], one: _Number) -> None:
    """Ends the series of a rank below that of ``one``; the next number may still go on with the last of them."""
    for stack in held.values():
        if stack and stack[-1].last.rank > one.rank:
            del stack[:-1]
            stack[0].closed = stack[0].closed or one.end


def _headings(report: Report) -> Iterator[_Number]:
    for node in report.outline:
        for family, rank, pattern in _HEADING:
            match = pattern.fullmatch(node.label)
            at = report.text.find(node.label, node.start, node.end) if match else -1
            if match and at >= 0:
                first, last = match.span("n") if match["n"] else match.span("s")
                value = _value(node.label[first:last])
                yield _Number(at, at + len(node.label), family, rank, value, (at + first, at + last))
                break


def _own(headings: Sequence[_Number]) -> Iterator[_Number]:
    """Those of ``headings`` but for such as only take a place in a series of another form (二、 （三） 四、)."""
    following: dict[str, int] = {}  # the value of the next of each family
    kept = []
    for at in range(len(headings) - 1, -1, -1):
        one, before = headings[at], headings[at - 1] if at else None
        fills = before is not None and before.rank < one.rank and before.value + 1 == one.value
        if before is None or not fills or following.get(before.family) != one.value + 1:
            kept.append(one)
        following[one.family] = one.value
    return reversed(kept)


def _lists(report: Report, headings: Sequence[_Number]) -> Iterator[_Number]:
    starts = {one.start for one in headings}
    for match in _LIST.finditer(report.text):
        family = match.lastgroup or ""
        index = bisect_right(report.blocks, match.start(), key=lambda one: one.start) - 1
        if match.start() in starts or index < 0 or report.blocks[index].kind not in ("paragraph", "textbox"):
            continue
        yield _Number(match.start(), match.end(), family, 0, _value(match[family]), match.span(family))


def _taken(text: str, stack: list[_Series], one: _Number) -> Fault | None:
    """Takes ``one`` into the innermost series of its family that it goes on with; those inside that one end."""
    if one.value == 1:
        return _begun(text, stack, one)
    for depth in range(len(stack) - 1, max(-1, len(stack) - 1 - _DEEPEST), -1):
        if stack[depth].goes_on(one.value):
            del stack[depth + 1 :]
            stack[depth].add(one)
            return None
    series = stack[-1] if stack else None
    if series is None or series.closed is not None:
        if not one.rank:
            return None  # what a list begins with need not be a number
        stack[:] = [_Series(one)]
        return _gap(text, one, 0, None, series.closed or 0 if series else 0)
    if not one.rank and _FIRST.search(text, series.last.end, one.start):
        stack.append(_Series(one))
        return None
    fault = None
    if one.value in series.seen:
        fault = _repeat(text, one, series.seen[one.value])
    elif 1 < one.value - series.last.value <= _MOST + 1:
        fault = _gap(text, one, series.last.value, series.last, series.last.end)
    else:
        return None  # of something else
    series.add(one)
    return fault


def _begun(text: str, stack: list[_Series], one: _Number) -> Fault | None:
    """Begins a series with ``one``, inside those that are open."""
    last = stack[-1] if stack else None
    again = last is not None and last.top == 1 and last.closed is None and one.family in _SINGLY and one.rank
    stack.append(_Series(one))
    return _repeat(text, one, last.last) if last is not None and again else None


def _repeat(text: str, one: _Number, first: _Number) -> Fault:
    return Fault("repeat", one.start, one.end, text[one.start : one.end], (), (first.start, first.end))


def _gap(text: str, one: _Number, after: int, before: _Number | None, since: int) -> Fault | None:
    """The numbers between ``after`` and ``one`` that stand nowhere in ``text[since:]`` before it, in any form."""
    values = range(after + 1, one.value)
    if len(values) > _MOST or all(_is_written(text, one, value, since) for value in values):
        return None
    missing = tuple(_label(text, one, value) for value in values)
    label = text[one.start : one.end]
    return Fault("gap", one.start, one.end, label, missing, (before.start, before.end) if before else None)


def _is_written(text: str, one: _Number, value: int, start: int) -> bool:
    """Whether ``value`` stands in ``text[start:]`` before ``one`` as a number of its sort, however it is written.

    One of a heading does not count where its neighbour stands there in the same form: those are parts of a part.
    """
    either = "|".join(_forms(value))
    if not one.rank:
        inner = rf"[（(第]?\s?(?:{either})(?:[是要）)，,、：:．.\s]|方面|(?=\W))"
        listed = re.compile(rf"(?:\A|(?<=[\s。；;，、：:！!？?”）)】])){inner}")
        other = _FIRST if value == 1 else listed
        return bool(listed.search(text, start, one.start) or other.search(text, start, one.start))
    inner = rf"(?:第\s?(?P<a>{either})\s?(?:部分|[章节篇编])|[（(〔\[［]?\s?(?P<b>{either}){_STOPS})"
    match = re.compile(rf"(?:\A|(?<=[\s。；;！!？?”）)】#*])){inner}").search(text, start, one.start)
    if match is None:
        return False
    numeral = match["a"] or match["b"]
    beside = _forms(value + 1 if value == 1 else value - 1)[_forms(value).index(numeral)]
    return text.find(match[0].strip().replace(numeral, beside, 1), start, one.start) < 0


def _forms(value: int) -> list[str]:
    """A number as it may be written."""
    forms = [_chinese(value), str(value), chr(0x2460 + value - 1), chr(0x2474 + value - 1)]
    return forms + ([_FORMAL[value - 1], chr(0x3220 + value - 1), chr(0x2160 + value - 1)] if value <= 10 else [])


def _label(text: str, one: _Number, value: int) -> str:
    """How ``value`` would be written in the manner of ``one``."""
    first, last = one.numeral
    numeral = text[first:last]
    if numeral.isdecimal():
        written = str(value)
    elif len(numeral) == 1 and numeral in _FORMAL:
        written = _FORMAL[value - 1]
    elif numeral[0] in _DIGIT or numeral[0] == "十":
        written = _chinese(value)
    else:
        written = chr(ord(numeral) - one.value + value)
    return text[one.start : first] + written + text[last : one.end]


def _value(numeral: str) -> int:
    if numeral in _FORMAL:
        return _FORMAL.index(numeral) + 1
    if numeral[0] in _DIGIT or numeral[0] == "十":
        tens, ten, ones = numeral.rpartition("十")
        return (_DIGIT.get(tens, 1) * 10 if ten else 0) + _DIGIT.get(ones, 0)
    return int(numeral) if numeral.isdecimal() else int(unicodedata.numeric(numeral))


def _chinese(value: int) -> str:
    tens, ones = divmod(value, 10)
    return f"{_CHINESE[tens] if tens > 1 else ''}{'十' if tens else ''}{_CHINESE[ones]}"
