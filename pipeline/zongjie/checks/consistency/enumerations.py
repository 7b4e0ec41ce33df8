"""ZJ302, further: things that are named one after the other, and how many there are said to be."""

import re
from collections.abc import Iterator

from ...language.numerals import read
from ..rule import Hit
from .words import Words

_C = "一二三四五六七八九十"
_NAMES = 160  # characters before a number in which names are listed
_LONGEST = 10  # characters of a name
_OTHER = re.compile(r"[^\u4e00-\u9fff0-9、“”]|以及|等")
_JOINS = re.compile("和|及|与")
_LIST = 240  # characters before a number in which things are listed
_THINGS = re.compile(
    rf"(?P<list>、[^，。；：、！？\n0-9“”（）《》]{{2,20}}?)(?P<more>等)?(?P<number>[{_C}两]{{1,3}}|[0-9]{{1,2}})"
    r"(?P<noun>个?方面|大类|类(?![型别似])|大(?=[\u4e00-\u9fff]{2})(?!于|约|概|多|力|量)|种(?![植子])|个(?:环节|领域|层面|维度|阶段|板块|步骤))"
)
_BEGINS = re.compile(r"[，。；：！？\n“”（）《》:;,]")
_LABEL = re.compile(rf"\s*[{_C}]{{1,3}}")  # 二、从增加供给和抑制需求两方面
_AND = re.compile("以及|和|与|及")
_FEWEST, _THING = 3, 8  # things of a list, and characters of one but the first


def of_names(text: str, known: Words) -> Iterator[Hit]:
    """Names of one class that are listed, and their number: 东村、西村、南村4个村."""
    for match in known.named.finditer(text):
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


def of_things(text: str, known: Words) -> Iterator[Hit]:
    """Three things and more, and their number that is one off: 改革、开放、创新四大动力.

    What is much off is the number of something else; the first thing may begin with words that are not of it.
    """
    for match in _THINGS.finditer(text):
        number = read(match["number"])
        low = max(0, match.start() - _LIST)
        starts = [cut.end() for cut in _BEGINS.finditer(text, low, match.start())]
        listed = text[starts[-1] if starts else low : match.end("list")]
        things = listed.split("、")
        if number is None or number.high is not None or not (starts or low == 0):
            continue
        verb = known.does.search(things[-1])
        if _LABEL.fullmatch(things[0]) or verb and not things[-2].endswith(verb[0]):
            continue
        if any(len(one) > _THING or _AND.search(one) for one in things[1:-1]):
            continue
        counts = _number_of(things)
        said = int(number.value)
        if not counts or min(counts) < _FEWEST or said in counts or said not in (min(counts) - 1, max(counts) + 1):
            continue
        if match["more"] and said > min(counts):
            continue
        written = text[match.start("number") : match.end()]
        message = f"前面列了{max(counts)}个，写的是“{written}”"
        yield Hit(match.end("list") - len(things[-1]) - len(things[-2]) - 1, match.end(), message, match["noun"])


def _number_of(things: list[str]) -> set[int]:
    """How many things there can be: 和 in the last of them may join two, or be of a name."""
    last = things[-1]
    joined = _AND.search(last)
    if joined is None:
        return {len(things)} if len(last) <= _THING else set()
    ends = last[: joined.start()], last[joined.end() :]
    if any(not 2 <= len(one) <= _THING for one in ends):
        return set()
    middle = [len(one) for one in things[1:-1]] or [len(ends[0])]
    alike = all(min(middle) - 1 <= len(one) <= max(middle) + 1 for one in ends)
    return {len(things) + 1} if alike else {len(things), len(things) + 1}
