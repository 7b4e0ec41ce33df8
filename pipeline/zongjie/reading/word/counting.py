"""The numbers that Word's automatic numbering shows: a count in one of its number formats (``w:numFmt``)."""

import unicodedata
from collections.abc import Callable

_DIGITS = "〇一二三四五六七八九"
_FORMAL = "零壹贰叁肆伍陆柒捌玖"
_FORMAL_TRADITIONAL = "零壹貳參肆伍陸柒捌玖"
_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = tuple(
    zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ("M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"),
        strict=True,
    )
)
_LONGEST = 32_767  # Word's own limit; beyond it every format falls back to digits


def shown(count: int, form: str) -> str:
    """``count`` as the number format ``form`` shows it; digits for formats that are unknown or do not reach so far.

    ``custom:3`` stands for Word's own format of leading zeros to so many digits (001).
    """
    if form == "none":
        return ""
    if form.startswith("custom:"):
        return str(count).zfill(int(form.removeprefix("custom:")))
    if not 0 <= count <= _LONGEST or form not in _FORMATS:
        return str(count)
    return _FORMATS[form](count) or str(count)


def _chinese(count: int, digits: str = "零" + _DIGITS[1:], units: str = "十百千万", *, ten: str = "十") -> str:
    """Counting words up to 32767: 十二, 一百零五, 一万二千; ``ten`` is how a number begins that begins with ten."""
    if count == 0:
        return digits[0]
    if count >= 10_000:
        high, low = divmod(count, 10_000)
        gap = digits[0] if 0 < low < 1000 else ""
        return _chinese(high, digits, units, ten=ten) + units[3] + (gap + _below(low, digits, units) if low else "")
    text = _below(count, digits, units)
    return ten + text[2:] if 10 <= count < 20 else text


def _below(count: int, digits: str, units: str) -> str:
    result, gap = "", False
    for power, unit in ((1000, units[2]), (100, units[1]), (10, units[0]), (1, "")):
        digit, count = divmod(count, power)
        if digit:
            result += (digits[0] if gap and result else "") + digits[digit] + unit
        gap = not digit
    return result


def _one_by_one(count: int, digits: str) -> str:
    return "".join(digits[int(digit)] for digit in str(count))


def _member(count: int, members: str) -> str:
    return members[count - 1] if 1 <= count <= len(members) else ""


def _range(first: str, length: int) -> str:
    return "".join(chr(ord(first) + step) for step in range(length))


def _roman(count: int) -> str:
    result = ""
    for value, letters in _ROMAN:
        times, count = divmod(count, value)
        result += letters * times
    return result


def _letters(count: int) -> str:
    # After Z Word doubles the letter: AA, BB … ZZ, AAA.
    return chr(ord("A") + (count - 1) % 26) * ((count - 1) // 26 + 1) if 1 <= count <= 780 else ""


def _ordinal(count: int) -> str:
    suffix = "th" if count % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(count % 10, "th")
    return f"{count}{suffix}"


def _full_width(count: int) -> str:
    return str(count).translate({ord(digit): ord(digit) + 0xFEE0 for digit in "0123456789"})


def _cycle(count: int) -> str:
    return _STEMS[(count - 1) % 10] + _BRANCHES[(count - 1) % 12] if 1 <= count <= 60 else ""


_CIRCLED = _range("①", 20) + _range("㉑", 15) + _range("㊱", 15)
_CHINESE_CIRCLED = _range("㊀", 10)
_FORMATS: dict[str, Callable[[int], str]] = {
    "decimalZero": lambda count: f"{count:02}",
    "upperRoman": _roman,
    "lowerRoman": lambda count: _roman(count).lower(),
    "upperLetter": _letters,
    "lowerLetter": lambda count: _letters(count).lower(),
    "ordinal": _ordinal,
    "hex": lambda count: f"{count:X}",
    "numberInDash": lambda count: f"- {count} -",
    "decimalFullWidth": _full_width,
    "decimalFullWidth2": _full_width,
    "decimalEnclosedCircle": lambda count: _member(count, _CIRCLED[:20]),
    "decimalEnclosedCircleChinese": lambda count: _member(count, _CIRCLED),
    "decimalEnclosedFullstop": lambda count: _member(count, _range("⒈", 20)),
    "decimalEnclosedParen": lambda count: _member(count, _range("⑴", 20)),
    "ideographEnclosedCircle": lambda count: _member(count, _CHINESE_CIRCLED),
    "chineseCounting": _chinese,
    "chineseCountingThousand": _chinese,
    "taiwaneseCounting": _chinese,
    "taiwaneseCountingThousand": _chinese,
    "japaneseCounting": _chinese,
    "chineseLegalSimplified": lambda count: _chinese(count, _FORMAL, "拾佰仟万", ten="壹拾"),
    "ideographLegalTraditional": lambda count: _chinese(count, _FORMAL_TRADITIONAL, "拾佰仟萬", ten="壹拾"),
    "ideographDigital": lambda count: _one_by_one(count, _DIGITS),
    "taiwaneseDigital": lambda count: _one_by_one(count, _DIGITS.replace("〇", "○")),
    "japaneseDigitalTenThousand": lambda count: _one_by_one(count, _DIGITS),
    "ideographTraditional": lambda count: _member(count, _STEMS),
    "ideographZodiac": lambda count: _member(count, _BRANCHES),
    "ideographZodiacTraditional": _cycle,
}

_ENCLOSED = {
    unicodedata.normalize("NFKC", character): character
    for first, last in ("①⑳", "㉑㉟", "㊱㊿", "㊀㊰", "Ⓐⓩ")
    for character in map(chr, range(ord(first), ord(last) + 1))
}


def encircled(text: str) -> str:
    """``text`` in a circle as one character where there is one (1 → ①, 一 → ㊀, 男 → ㊚), else as it stands."""
    return _ENCLOSED.get(text, text)
