"""The time that a clause is about: years, half-years, quarters, months and plan periods as ISO dates."""

import re
from calendar import monthrange

from ..report import Period
from .numerals import read

_FIRST_PLAN_END = 1957
_TIME = re.compile(
    r"(?P<plan>“?(?P<which>[一二三四五六七八九十]{1,3})五”?(?:时期|期间|以来|规划|末))"
    r"|(?P<year>(?:[12][0-9]{3}|[12１２][０-９0-9]{3}|[一二][一二三四五六七八九〇○零]{3})年)"
    r"|(?P<relative>今年|本年度?|当年|全年|年内|一年来|去年|上年|明年|下年度?|来年)"
    r"|(?P<half>[上下]半年)|(?P<quarter>[一二三四1-4]季度)"
)
_MONTH = re.compile(r"(?P<first>[0-9]{1,2})(?:月?[至到—-](?P<last>[0-9]{1,2}))?月")
_SHIFT = {"去年": -1, "上年": -1, "明年": 1, "下年": 1, "下年度": 1, "来年": 1}
_DIGITS = str.maketrans("０１２３４５６７８９〇○零一二三四五六七八九", "01234567890001234" + "56789")


def period(text: str, start: int, end: int, year: int | None) -> Period | None:
    """The last time named in ``text[start:end]``; relative ones count from ``year``, the report's own.

    None where nothing is named, or a relative time and the year is unknown.
    """
    named, part = year, None
    found = False
    for match in _TIME.finditer(text, start, end):
        kind = str(match.lastgroup)
        if match["plan"]:
            number = read(match["which"])
            if number is None:
                continue
            last = _FIRST_PLAN_END + 5 * (int(number.value) - 1) + (3 if number.value >= 3 else 0)
            return Period(f"{last - 4}-01-01", f"{last}-12-31")
        if match["year"]:
            named, part, found = int(match["year"][:-1].translate(_DIGITS)), None, True
        elif kind == "relative" and year is not None:
            named, part, found = year + _SHIFT.get(match[0], 0), None, True
        elif kind == "half":
            part, found = ((1, 6) if match[0][0] == "上" else (7, 12)), True
        elif kind == "quarter":
            number = read(match[0][0])
            if number is not None and 1 <= number.value <= 4:
                part, found = (int(number.value) * 3 - 2, int(number.value) * 3), True
    month = _MONTH.search(text, start, end)
    if month and part is None and 1 <= int(month["first"]) <= int(month["last"] or month["first"]) <= 12:
        part, found = (int(month["first"]), int(month["last"] or month["first"])), True
    if not found or named is None or not 1900 <= named <= 2100:
        return None
    first, last_month = part or (1, 12)
    return Period(f"{named}-{first:02d}-01", f"{named}-{last_month:02d}-{monthrange(named, last_month)[1]:02d}")
