"""A date as people write it: 2025年12月20日, 12月20日, 2025-12-20, 二〇二五年十二月二十日."""

import re
import unicodedata
from calendar import monthrange
from typing import NamedTuple

from .numerals import read

_CHINESE = "〇○零一二三四五六七八九"
_YEAR = rf"(?P<year>[12][0-9]{{3}}|[一二][{_CHINESE}]{{3}})"
_NUMBER = r"(?:[0-9]{1,2}|[一二三四五六七八九十廿卅]{1,3})"
_MONTH, _DAY = rf"(?P<month>{_NUMBER})", rf"(?P<day>{_NUMBER})"
_FORMS = (
    re.compile(rf"{_YEAR}年{_MONTH}月(?:{_DAY}[日号]?)?"),
    re.compile(rf"{_MONTH}月{_DAY}[日号]?"),
    re.compile(r"(?P<year>[12][0-9]{3})([-./])(?P<month>[0-9]{1,2})\2(?P<day>[0-9]{1,2})"),
)
_BEFORE = re.compile(rf"(?:{_YEAR}年)?(?:{_MONTH}月)?$")
_AFTER = {
    "年": re.compile(rf"年(?:{_MONTH}月(?:{_DAY}[日号])?)?"),
    "月": re.compile(rf"月(?:{_DAY}[日号])?"),
}
_REACH = 8  # characters that a year and a month take at the most
_DIGITS = str.maketrans(_CHINESE, "000123456789")


class Date(NamedTuple):
    """The parts of a date; None for those that are not said."""

    year: int | None = None
    month: int | None = None
    day: int | None = None


def written(text: str) -> Date | None:
    """The date that ``text`` is as a whole, at least a month and a day or a year and a month.

    None for anything else, and for a day that no calendar has.
    """
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    match = next((match for form in _FORMS if (match := form.fullmatch(plain))), None)
    if match is None:
        return None
    found = _parts(match)
    last = monthrange(found.year or 2024, found.month)[1] if found.month and found.month <= 12 else 0
    return found if last and 1 <= (found.day or 1) <= last else None


def around(text: str, start: int, end: int) -> Date:
    """What stands of a date around ``text[start:end]``, a blank before 年, 月 or 日."""
    before = unicodedata.normalize("NFKC", text[max(start - 2 * _REACH, 0) : start])
    match = _BEFORE.search("".join(before.split(" ")))
    known = _parts(match) if match else Date()
    after = _AFTER.get(text[end : end + 1])
    if after and (match := after.match(text[end : end + 2 * _REACH])):
        found = _parts(match)
        known = Date(known.year, found.month or known.month, found.day)
    return known


def number(text: str) -> int | None:
    """The whole number of at most two digits that ``text`` is, in digits or in Chinese."""
    return _number(text) if re.fullmatch(_NUMBER, text) else None


def _parts(match: re.Match[str]) -> Date:
    found = match.groupdict()
    year = found.get("year")
    return Date(int(year.translate(_DIGITS)) if year else None, _number(found.get("month")), _number(found.get("day")))


def _number(text: str | None) -> int | None:
    value = read(text) if text else None
    return None if value is None else int(value.value)
