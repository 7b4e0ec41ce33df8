"""The grammar of numbers: Arabic, Chinese and mixed, with scales, fractions and ranges.

``NUMBER`` finds number expressions in a text, ``read`` gives their value. Nothing here knows units or sentences.
"""

import re
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

# Characters of no width that editors leave inside figures.
INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad"
_DIGIT = "0-9０-９"
_CHINESE_DIGITS = {
    **dict(zip("○〇零一二三四五六七八九", (0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9), strict=True)),
    **dict(zip("壹贰叁肆伍陆柒捌玖", range(1, 10), strict=True)),
    **dict(zip("两兩俩貳參陸", (2, 2, 2, 2, 3, 6), strict=True)),
}
_CHINESE_TENS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000, "廿": 20, "卅": 30}
SCALES = {
    "十": 10,
    "百": 100,
    "佰": 100,
    "千": 1000,
    "仟": 1000,
    "万": 10**4,
    "萬": 10**4,
    "十万": 10**5,
    "百万": 10**6,
    "千万": 10**7,
    "亿": 10**8,
    "億": 10**8,
    "十亿": 10**9,
    "百亿": 10**10,
    "千亿": 10**11,
    "万亿": 10**12,
    "万億": 10**12,
    "萬億": 10**12,
}
_PARTS_OF = {"百分之": "%", "千分之": "‰", "万分之": "‱"}

_Z = f"[{INVISIBLE}]*"
_CD = "〇零一二两兩三四五六七八九壹贰貳叁參肆伍陆陸柒捌玖"
_CU = "十百千拾佰仟廿卅"
_CS = "万亿萬億"
_MORE = "[余餘多来几]"

_WHOLE = (
    rf"(?:[{_DIGIT}](?:[ \u3000][{_DIGIT}])+(?![{_DIGIT}])"
    rf"|[{_DIGIT}]{{1,3}}(?:[,，\u00a0 ][{_DIGIT}]{{3}})+(?![{_DIGIT}])"
    rf"|[{_DIGIT}](?:{_Z}[{_DIGIT}])*)"
)
_POINT = rf"(?:{_Z}[.．·]{_Z}| [.．] ?)"
_ARABIC = rf"{_WHOLE}(?:{_POINT}[{_DIGIT}](?:{_Z}[{_DIGIT}])*)?"
# 千 before a physical unit belongs to that unit, 百 before 分 to 百分点; 千克, 千米, 千瓦 keep it.
SCALE = r"(?:[十百千]?[万萬](?:亿|億)?|[十百千]?[亿億]|[千仟](?![瓦米克卡伏焦帕赫安])|[百佰](?!分))"
_MIXED = rf"{_ARABIC}{_Z}(?:{_MORE}?[ \u3000]?{SCALE}(?:零?{_ARABIC}{SCALE}?)*{_MORE}?|{_MORE})?"
_CHINESE = (
    rf"(?:[{_CD}{_CU}][{_CD}{_CU}{_CS}○]*(?:{_MORE}[{_CS}千百]*)?(?:点[{_CD}]+[{_CS}]*)?|[{_CS}]+(?={_MORE}){_MORE}"
    rf"|[{_CS}]+)"
)
_CHINESE_PLAIN = rf"[{_CD}{_CU}][{_CD}{_CU}{_CS}]*(?:点[{_CD}]+)?"
_ONE = rf"(?:{_MIXED}|{_CHINESE})"
RANGE_MARKS = "至到—–－~～〜-"
_RANGE = rf"(?:[{RANGE_MARKS}]|——)"
_PLAIN_ONE = rf"(?:{_ARABIC}|{_CHINESE_PLAIN})"
_PART = rf"(?:百分之|千分之|万分之)[ \u3000]?{_PLAIN_ONE}(?:{_RANGE}(?:百分之)?{_PLAIN_ONE})?"
_FRACTION = rf"{_CHINESE_PLAIN}分之{_CHINESE_PLAIN}|[1-9１-９][/／](?:10|[2-9２-９])(?![{_DIGIT}/／月])"

NUMBER = re.compile(rf"(?P<part>{_PART})|(?P<fraction>{_FRACTION})|(?P<arabic>{_MIXED})|(?P<chinese>{_CHINESE})")
RANGE = re.compile(rf"{_Z} ?{_RANGE} ?(?={_ONE})")


def first_characters(after: str) -> re.Pattern[str]:
    """A cheap search for where a number may begin: a digit, or a Chinese numeral before one of ``after``."""
    begin = f"{_DIGIT}{_CD}{_CU}{_CS}"
    following = f"{begin}余餘多来几点分{re.escape(after)}{RANGE_MARKS}"
    return re.compile(rf"[{begin}](?:(?<=[{_DIGIT}])|(?=[{following}]))")


_TIDY = str.maketrans(
    {
        **{chr(0xFF10 + i): str(i) for i in range(10)},
        "．": ".",
        "·": ".",
        "／": "/",
        **dict.fromkeys(INVISIBLE + " \u3000\u00a0,，"),
    }
)
_PIECE = re.compile(
    rf"(?P<digits>[0-9]+(?:\.[0-9]+)?)|(?P<more>{_MORE})|(?P<scale>[十百千]?[万萬](?:亿|億)?|[十百千]?[亿億]|[千仟百佰])"
)
_PLAIN = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_MOST_DIGITS = 40
_ARABIC_DIGITS = frozenset("0123456789")


class Number(NamedTuple):
    """The value of a number expression: ``high`` for 七八, ``scale`` its last scale word's factor, ``unit`` % or ‰ for
    百分之 and 千分之 (None otherwise), ``more`` whether 余, 多, 来 or 几 follows a digit."""

    value: Decimal
    high: Decimal | None = None
    scale: int = 1
    scale_text: str = ""
    unit: str | None = None
    more: bool = False


@lru_cache(maxsize=8192)
def read(text: str) -> Number | None:
    """The value of ``text``, which ``NUMBER`` has matched whole; None where it is no number (一二三, 千万, 十分)."""
    if len(text) > _MOST_DIGITS:
        return None
    if text.isascii() and _PLAIN.fullmatch(text):
        return Number(Decimal(text))
    for prefix, unit in _PARTS_OF.items():
        if text.startswith(prefix):
            return _part(text[len(prefix) :], unit)
    tidy = text.translate(_TIDY)
    if not tidy:
        return None
    if "分之" in tidy or "/" in tidy:
        first, mark, second = tidy.partition("分之") if "分之" in tidy else tidy.partition("/")
        below, above = (first, second) if mark == "分之" else (second, first)
        low, high = _whole(below), _whole(above)
        if low is None or high is None or not low.value or high.value > low.value:
            return None
        return Number((high.value / low.value).quantize(Decimal("0.0001")))
    return _whole(tidy)


def _whole(tidy: str) -> Number | None:
    return _arabic(tidy) if tidy[:1] in _ARABIC_DIGITS else _chinese(tidy)


def _part(text: str, unit: str) -> Number | None:
    ends = re.split(rf"[{RANGE_MARKS}]+(?:百分之)?", text.translate(_TIDY))
    values = [_whole(end) for end in ends if end]
    if not values or any(one is None for one in values):
        return None
    first, *rest = values
    assert first is not None
    return Number(first.value, rest[0].value if rest and rest[0] else None, unit=unit)


def _arabic(text: str) -> Number | None:
    """25万6千, 3万4000, 1.2亿, 30多万: digits with scales, each smaller than the one before."""
    total, last, more, scale, scale_text, position = Decimal(0), None, False, 1, "", 0
    pending: Decimal | None = None
    while position < len(text):
        if text[position] == "零":
            position += 1
            continue
        piece = _PIECE.match(text, position)
        if piece is None:
            return None
        position = piece.end()
        if piece["digits"]:
            pending = Decimal(piece["digits"])
        elif piece["more"]:
            more = True
        else:
            factor = SCALES[piece["scale"]]
            if pending is None or (last is not None and factor >= last):
                return None
            total += pending * factor
            pending, last, scale, scale_text = None, factor, factor, piece["scale"]
    if pending is not None:
        if last is not None and pending >= last:
            return None
        # 2万5, 3千2: a last digit right after a scale counts in the next lower one.
        short = last is not None and text[-2:-1] == scale_text[-1:] and pending < 10
        total += pending * (last // 10) if last and short else pending
        if last is not None:
            scale, scale_text = 1, ""
    elif scale < 10**4 and total >= 10**4:
        scale, scale_text = 1, ""  # 25万6千 has no one scale word
    return Number(total, scale=scale, scale_text=scale_text, more=more)


def _chinese(text: str) -> Number | None:
    """两千三百余, 三十多万, 一万五千亿, 十二点五, 七八十; None for digit strings without tens (一二三)."""
    more = any(mark in text for mark in "余餘多来几")
    bare = text.translate(str.maketrans("", "", "余餘多来几"))
    if not bare:
        return None
    whole, _, decimals = bare.partition("点")
    low, high = _pair(whole)
    if low is None:
        return None
    if decimals:
        tail = decimals.rstrip(_CS)
        low += Decimal("0." + "".join(str(_CHINESE_DIGITS[c]) for c in tail))
        for mark in decimals[len(tail) :]:
            low *= SCALES[mark]
    suffix = re.search(rf"[{_CS}]+$", bare)
    scale_text = suffix.group() if suffix else ""
    return Number(low, high, SCALES.get(scale_text, 1), scale_text if scale_text in SCALES else "", None, more)


def _pair(text: str) -> tuple[Decimal | None, Decimal | None]:
    """The value of Chinese numerals, or both ends where two digits stand side by side (七八百, 三五, 十七八)."""
    twice = re.search(rf"(?<![{_CD}])([{_CD}])([{_CD}])(?![{_CD}])", text)
    if twice:
        one, two = _CHINESE_DIGITS[twice[1]], _CHINESE_DIGITS[twice[2]]
        if one == 0:
            return _value(text), None
        if not (two == one + 1 or (one, two) == (3, 5)):
            return None, None
        low = _value(text[: twice.start(1)] + twice[1] + text[twice.end() :])
        high = _value(text[: twice.start(1)] + twice[2] + text[twice.end() :])
        return low, high
    return _value(text), None


def _value(text: str) -> Decimal | None:
    if len(text) > 1 and all(c in _CHINESE_DIGITS for c in text):
        # 一二〇 is read by place like Arabic digits, 二〇二二 is a year, 一二三 a list.
        places = "".join(str(_CHINESE_DIGITS[c]) for c in text)
        return Decimal(places) if "0" in places and len(places) != 4 and places[0] != "0" else None
    total, group, digit, last_unit, zero = 0, 0, None, 0, False
    for mark in text:
        if mark in _CHINESE_DIGITS:
            if digit is not None and digit != 0:
                return None
            digit = _CHINESE_DIGITS[mark]
            zero = zero or digit == 0
        elif mark in _CHINESE_TENS:
            unit = _CHINESE_TENS[mark]
            if unit in (20, 30):
                group, last_unit = group + unit, 10
            else:
                group += (digit or 1) * unit
                last_unit = unit
            digit = None
        else:
            factor = SCALES.get(mark, 0)
            if not factor:
                return None
            group += digit or 0
            if not group and total:
                total *= factor
            else:
                total = (
                    (total + (group or 1)) * factor
                    if factor > 10**4 and total < factor
                    else total + (group or 1) * factor
                )
            group, digit, last_unit, zero = 0, None, factor, False
    if digit:
        # 一万五, 三千八: a last digit right after a unit counts in the next lower one.
        group += digit * (last_unit // 10 if last_unit >= 100 and not zero else 1)
    return Decimal(total + group)


def scale_of(text: str) -> int:
    """The factor of one or more scale words: 万 is 10000, 千万 10000000, nothing 1."""
    factor = SCALES.get(text, 0)
    if not factor:
        factor = 1
        for mark in text:
            factor *= SCALES.get(mark, 1)
    return factor


def chinese(value: Decimal | int) -> str:
    """``value`` (not negative, below 10^16) in Chinese numerals: 10050 is 一万零五十, 12.5 is 十二点五.

    ``read`` gives the same value back. Raises ``ValueError`` outside the range.
    """
    number = Decimal(value)
    if not 0 <= number < 10**16:
        raise ValueError(f"{value} is not between 0 and 10^16")
    whole = int(number)
    decimals = format(number - whole, "f").rstrip("0")[2:]
    text = _chinese_whole(whole)
    return text + ("点" + "".join(_NAMES[int(mark)] for mark in decimals) if decimals else "")


_NAMES = "零一二三四五六七八九"


def _chinese_whole(value: int) -> str:
    for size, name in ((10**12, "万亿"), (10**8, "亿"), (10**4, "万")):
        if value >= size:
            high, rest = divmod(value, size)
            gap = "零" if rest and rest < size // 10 else ""
            return _chinese_whole(high) + name + gap + (_chinese_whole(rest) if rest else "")
    if value < 10:
        return _NAMES[value]
    size, name = next(pair for pair in ((1000, "千"), (100, "百"), (10, "十")) if value >= pair[0])
    high, rest = divmod(value, size)
    gap = "零" if rest and rest < size // 10 else ""
    digit = "" if size == 10 and high == 1 else _NAMES[high]
    return digit + name + gap + (_chinese_whole(rest) if rest else "")
