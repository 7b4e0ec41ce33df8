"""A cell's value as Excel shows it, as far as the common number formats go; what is beyond them is shown plainly."""

import datetime
import re
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache

# Formats that a workbook names by number only and that Excel shows by its language, here Chinese.
BY_NUMBER = {
    **dict.fromkeys((27, 36, 50, 52, 57), 'yyyy"年"m"月"'),
    **dict.fromkeys((28, 29, 51, 53, 54, 58), 'm"月"d"日"'),
    30: "m-d-yy",
    31: 'yyyy"年"m"月"d"日"',
    32: 'h"时"mm"分"',
    33: 'h"时"mm"分"ss"秒"',
    **dict.fromkeys((34, 55), '上午/下午h"时"mm"分"'),
    **dict.fromkeys((35, 56), '上午/下午h"时"mm"分"ss"秒"'),
}
_LOCAL = {"mm-dd-yy": "yyyy/m/d", "m/d/yy h:mm": "yyyy/m/d h:mm"}
_LONG_DATE = "[$-F800]"  # at its beginning: whatever follows, the system's long date is shown

_SECTIONS = re.compile(r'((?:"[^"]*"|\\.|[^;])*)(?:;|\Z)', re.S)
_TOKENS = re.compile(
    r'"(?P<quoted>[^"]*)"?|[\\!](?P<escaped>.)|_.|\*.|\[\$(?P<currency>[^-\]]*)[^\]]*\]|\[(?P<elapsed>[hms]+)\]|\[[^\]]*\]'
    r"|(?P<plain>General|G/通用格式|@)|(?P<noon>AM/PM|A/P|上午/下午)|(?P<date>y+|m+|d+|h+|s+|e+|a{3,4})"
    r"|(?P<number>[0#?][0#?.,]*|\.[0#?]+)|(?P<percent>%)|(?P<other>.)",
    re.I | re.S,
)
_LITERAL = ("quoted", "escaped", "currency", "other")
_TOO_SPECIAL = re.compile(r"[0#?]E[+-]|[0#?]\s*/\s*[0#?\d]|\[[<>=]", re.I)  # powers of ten, fractions, conditions
_MOST = 300  # places before or after the point
_ARITHMETIC = Context(prec=2 * _MOST, rounding=ROUND_HALF_UP)
_PLAIN = Context(prec=10, rounding=ROUND_HALF_UP)
_WEEKDAYS = "一二三四五六日"
_Moment = datetime.date | datetime.time | datetime.timedelta
_Tokens = Sequence[tuple[str | None, str]]


def shown(value: object, code: str) -> str:
    """``value`` as a cell in the format ``code`` shows it ("" for None)."""
    if value is None or isinstance(value, str):
        return value or ""
    if isinstance(value, bool):
        return str(value).upper()
    sections = _SECTIONS.findall(_LOCAL.get(code, code))[:-1] or [""]
    if isinstance(value, _Moment):
        return _date(value, 'yyyy"年"m"月"d"日"' if code.startswith(_LONG_DATE) else sections[0])
    number = Decimal(str(value))
    if not number.is_finite() or abs(number.adjusted()) > _MOST:
        return str(value)
    return _number(number, sections)


@lru_cache(maxsize=256)
def _tokens(section: str) -> _Tokens:
    return [(match.lastgroup, match[match.lastgroup]) for match in _TOKENS.finditer(section) if match.lastgroup]


def _number(value: Decimal, sections: Sequence[str]) -> str:
    section = sections[0]
    if value < 0 and len(sections) > 1:
        section, value = sections[1], -value
    elif value == 0 and len(sections) > 2:
        section = sections[2]
    tokens = _tokens(section)
    kinds = [kind for kind, _ in tokens]
    if not section or _TOO_SPECIAL.search(section) or kinds.count("number") > 1 or "date" in kinds:
        return _plain(value) if section or len(sections) == 1 else ""
    size = value.scaleb(2 * kinds.count("percent"), _ARITHMETIC)
    written = "".join(
        _filled(abs(size), text) if kind == "number" else _plain(abs(size)) if kind == "plain" else text
        for kind, text in tokens
    )
    return f"-{written}" if value < 0 and re.search("[1-9]", written) else written


def _plain(value: Decimal) -> str:
    """``value`` in no format: a whole number in full, others to ten digits."""
    if value == value.to_integral_value():
        return f"{value:.0f}"
    return f"{_PLAIN.plus(value).normalize():f}"


def _filled(value: Decimal, pattern: str) -> str:
    """``value``, not negative, in the digits of ``pattern`` (#,##0.00); commas at its end are thousands left away."""
    digits = pattern.rstrip(",")
    whole, _, fraction = digits.partition(".")
    value = value.scaleb(-3 * (len(pattern) - len(digits)), _ARITHMETIC)
    value = value.quantize(Decimal(1).scaleb(-len(fraction)), context=_ARITHMETIC)
    before, _, after = (f"{value:,f}" if "," in whole else f"{value:f}").partition(".")
    needed = len(fraction.rstrip("#?"))
    after = after[:needed] + after[needed:].rstrip("0")
    before = before.zfill(whole.count("0")) if before != "0" or "0" in whole else ""
    return f"{before}.{after}" if after else before


def _date(value: _Moment, section: str) -> str:
    tokens = _tokens(section)
    fields = [text[0].lower() for kind, text in tokens if kind in ("date", "elapsed")]
    if not fields:
        return str(value)
    noon = any(kind == "noon" for kind, _ in tokens)
    written, seen = "", 0
    for kind, text in tokens:
        if kind in ("date", "elapsed"):
            field, before, after = fields[seen], fields[seen - 1 : seen], fields[seen + 1 : seen + 2]
            if field == "m" and (before == ["h"] or after == ["s"]):
                field = "minute"
            written += _field(value, field, len(text), noon)
            seen += 1
        elif kind == "noon":
            written += "上午" if _clock(value)[0] < 12 else "下午"
        elif kind in _LITERAL:
            written += text
    return written


def _field(value: _Moment, field: str, width: int, noon: bool) -> str:
    """One part of a date or time; ``noon`` says that hours are counted to twelve."""
    hours, minutes, seconds = _clock(value)
    if field in ("h", "minute", "s"):
        number = {"h": (hours - 1) % 12 + 1 if noon else hours, "minute": minutes, "s": seconds}[field]
        return f"{number:0{min(width, 2)}}"
    if not isinstance(value, datetime.date):
        return ""
    if field in "ye":
        return f"{value.year % 100:02}" if width == 2 else str(value.year)
    if field == "m":
        return f"{value.month}月" if width > 2 else f"{value.month:0{width}}"
    if field == "d" and width < 3:
        return f"{value.day:0{width}}"
    return ("星期" if width > 3 else "周" if field == "d" else "") + _WEEKDAYS[value.weekday()]


def _clock(value: _Moment) -> tuple[int, int, int]:
    if isinstance(value, datetime.timedelta):
        seconds = int(value.total_seconds())
        return seconds // 3600, seconds // 60 % 60, seconds % 60
    if isinstance(value, datetime.datetime | datetime.time):
        return value.hour, value.minute, value.second
    return 0, 0, 0
