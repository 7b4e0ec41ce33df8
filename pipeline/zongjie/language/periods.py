"""The time that a clause is about: years, half-years, quarters, months and plan periods as ISO dates."""

import re
from bisect import bisect_left
from calendar import monthrange
from functools import lru_cache
from typing import NamedTuple

from ..report import Period
from .numerals import read

_MOST = 8  # times of one sentence that are looked at, so that a sentence without end costs no more
_FIRST_PLAN_END = 1957
_TIME = re.compile(
    # The first class lets the engine skip at once what begins no time.
    r"(?=[0-9０-９一二三四五六七八九十“今本当全年去上明下来])(?:(?P<plan>“?(?P<which>[一二三四五六七八九十]{1,3})五”?(?:时期|期间|以来|规划|末))"
    r"|(?P<year>(?:[12][0-9]{3}|[12１２][０-９0-9]{3}|[一二][一二三四五六七八九〇○零]{3})年)"
    r"|(?P<relative>今年|本年度?|当年|全年|年内|一年来|去年|上年|明年|下年度?|来年)"
    r"|(?P<half>[上下]半年)|(?P<quarter>[一二三四1-4]季度)"
    r"|(?P<months>(?<![0-9])(?P<first>[0-9]{1,2})(?:月?[至到—-](?P<last>[0-9]{1,2}))?月))"
)
_SHIFT = {"去年": -1, "上年": -1, "明年": 1, "下年": 1, "下年度": 1, "来年": 1}
_DIGITS = str.maketrans("０１２３４５６７８９〇○零一二三四五六七八九", "01234567890001234" + "56789")


class Times(NamedTuple):
    """The times that a text names, in order, with the place of each."""

    starts: list[int]
    matches: list[re.Match[str]]


def times(text: str) -> Times:
    """Every year, half-year, quarter, month or plan period that ``text`` names."""
    found = list(_TIME.finditer(text))
    return Times([match.start() for match in found], found)


def leading(text: str, start: int = 0) -> int:
    """Where the times end with which ``text`` begins at ``start``; ``start`` itself where it begins with none."""
    while found := _TIME.match(text, start):
        start = found.end()
    return start


def period(named: Times, start: int, end: int, year: int | None) -> Period | None:
    """The time of a clause: what ``named`` holds between the places ``start`` and ``end``, the last of each sort.

    Relative times count from ``year``, the report's own. None where nothing is named, or the year is unknown.
    """
    about, months, found = year, (1, 12), False
    last = bisect_left(named.starts, end)
    for match in named.matches[max(bisect_left(named.starts, start), last - _MOST) : last]:
        kind = str(match.lastgroup)
        if kind == "plan":
            number = read(match["which"])
            if number is not None:
                last = _FIRST_PLAN_END + 5 * (int(number.value) - 1) + (3 if number.value > 2 else 0)
                return Period(f"{last - 4}-01-01", f"{last}-12-31")
        elif kind == "year":
            about, months, found = int(match["year"][:-1].translate(_DIGITS)), (1, 12), True
        elif kind == "relative":
            about = None if year is None else year + _SHIFT.get(match[0], 0)
            months, found = (1, 12), True
        else:
            part = _part(match, kind)
            if part is not None:
                months, found = part, True
    if not found or about is None or not 1900 <= about <= 2100:
        return None
    return _dates(about, *months)


@lru_cache(maxsize=1024)
def _dates(year: int, first: int, last: int) -> Period:
    return Period(f"{year}-{first:02d}-01", f"{year}-{last:02d}-{monthrange(year, last)[1]:02d}")


def _part(match: re.Match[str], kind: str) -> tuple[int, int] | None:
    """The first and last month of a half-year, a quarter or a run of months."""
    if kind == "half":
        return (1, 6) if match[0][0] == "上" else (7, 12)
    if kind == "quarter":
        number = read(match[0][0])
        quarter = int(number.value) if number is not None else 0
        return (quarter * 3 - 2, quarter * 3) if 1 <= quarter <= 4 else None
    first, last = int(match["first"]), int(match["last"] or match["first"])
    return (first, last) if 1 <= first <= last <= 12 else None
