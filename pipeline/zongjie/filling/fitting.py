"""Which values of a filled-in list fit the blanks of a file: each goes to its blank, or is refused with a reason."""

import os
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from pathlib import PurePath
from typing import NamedTuple

from ..language import dates
from ..language.quantity import parse_quantity
from ..report import Blank

_NUMBER = re.compile(r"-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?")
_STILL_OPEN = re.compile(r"[*＊xXＸｘ×○〇□■_＿?？\s]+|某+|TBD|N|待定|待补充|（待[^）]*）|/|／|—+|-+", re.I)
_LIMITS = {"月": (1, 12), "日": (1, 31), "号": (1, 31), "季": (1, 4), "时": (0, 23), "点": (0, 23)}
_PARTS = {"年": (0, 2025), "月": (1, 12), "日": (2, 20), "号": (2, 20)}  # which part of a date; an example
_YEARS = (1900, 2100)
_NONE = ("无", "没有", "暂无")
_IN_TABLE = re.compile(r"表\d+第\d+行第\d+列")
_LONGEST = 5_000  # characters of a value
_REACHES = ((200, 200), (8, 4))  # characters before and after a blank by which it is known again


class Entry(NamedTuple):
    """One row of a filled-in list: which blank it is for (see ``report.Blank``), the ``value`` as written.

    ``row`` and ``number`` are what its users know it by: the row of the file, the number written in it.
    ``percent`` says that the value comes from a cell that shows it as a percentage (0.95 for 95 %).
    """

    row: int
    number: str
    source: str
    digest: str
    start: int
    end: int
    mark: str
    where: str
    before: str
    after: str
    value: str
    percent: bool = False


class Filled(NamedTuple):
    """A blank and the text that goes into it."""

    blank: Blank
    text: str


class Refused(NamedTuple):
    """A row that was not used, and why (Chinese)."""

    row: int
    number: str
    shown: str
    reason: str


class Fitting(NamedTuple):
    """What fits, what does not, and how many blanks stay open."""

    filled: tuple[Filled, ...]
    refused: tuple[Refused, ...]
    open: int


def of_file(entries: Sequence[Entry], path: str, digest: str) -> list[Entry]:
    """Those of ``entries`` that are for the file ``path``, whose text has that ``digest``.

    The text tells; where several documents have the same, or it was changed since, the path does. Raises ValueError
    (Chinese) if neither is certain.
    """
    same = [entry for entry in entries if entry.digest == digest] or entries
    sources = list(dict.fromkeys(entry.source for entry in same))
    fitting = [one for one in sources if os.path.abspath(one) == os.path.abspath(path)] or [
        one for one in sources if _stem(PurePath(one).name) == _stem(PurePath(path).name)
    ]
    if len(sources) == 1:
        fitting = sources  # whatever it is called by now: rows that are not for it find no blank in it
    if not fitting:
        raise ValueError("填写单里没有这份文件的空缺")
    if len(fitting) > 1:
        raise ValueError(f"填写单里有几份文件与它同名（{'、'.join(fitting)}），请在原来的文件夹里填写")
    return [entry for entry in same if entry.source == fitting[0]]


def concerns(entries: Sequence[Entry], path: str, digest: str) -> bool:
    """Whether some of ``entries`` may be for the file ``path``, whose text has that ``digest``."""
    stem = _stem(PurePath(path).name)
    return any(one.digest == digest or _stem(PurePath(one.source).name) == stem for one in entries)


def _stem(name: str) -> str:
    return PurePath(name).stem.removesuffix("（转换稿）")


def fit(entries: Sequence[Entry], blanks: Sequence[Blank], text: str) -> Fitting:
    """Brings ``entries`` to the ``blanks`` of the file that has ``text``; a row without a value leaves its blank open.

    A row belongs to the blank at its place if the text is the one that the list was made of. If not, it belongs to the
    blank with the same words around it, provided that these are the words of one row and of one blank only.
    """
    filled: dict[int, Filled] = {}
    refused = []
    known = _Known(entries, blanks)
    for entry in entries:
        if not entry.value.strip():
            continue
        blank = known.blank_of(entry)
        if blank is None:
            refused.append(_refused(entry, "文件里找不到这一处空缺：已经填过，原文已改动，或者这一行不是这份文件的"))
        elif blank.start in filled:
            refused.append(_refused(entry, "这一处已由前面的行填写"))
        else:
            try:
                filled[blank.start] = Filled(blank, _fitting(entry, blank, text))
            except _Unfit as error:
                refused.append(_refused(entry, str(error)))
    done = tuple(filled[start] for start in sorted(filled))
    return Fitting(done, tuple(refused), len(blanks) - len(done))


def _refused(entry: Entry, reason: str) -> Refused:
    shown = f"{entry.before[-12:]}〖{entry.mark}〗{entry.after[:8]}"
    return Refused(entry.row, entry.number, " ".join(shown.split()), reason)


class _Known:
    """Finds the blank of a row by its place or by its words; words that several rows or blanks share find none."""

    def __init__(self, entries: Sequence[Entry], blanks: Sequence[Blank]) -> None:
        self._at = {(one.digest, one.start, one.mark): one for one in blanks}
        self._rows = [Counter(_words(one, *reach) for one in entries) for reach in _REACHES]
        self._blanks = [Counter(_words(one, *reach) for one in blanks) for reach in _REACHES]
        self._by_words = [{_words(one, *reach): one for one in blanks} for reach in _REACHES]

    def blank_of(self, entry: Entry) -> Blank | None:
        """The blank of ``entry``, None if there is none or it is not certain."""
        if found := self._at.get((entry.digest, entry.start, entry.mark)):
            return found
        for at, reach in enumerate(_REACHES):
            words = _words(entry, *reach)
            if self._rows[at][words] == self._blanks[at][words] == 1:
                return self._by_words[at][words]
        return None


def _words(one: Entry | Blank, before: int, after: int) -> tuple[str, str, str, str]:
    place = _IN_TABLE.search(one.where.replace(" ", ""))  # in a table the words may all be alike
    return place[0] if place else "", one.mark, one.before[-before:], one.after[:after]


class _Unfit(ValueError):
    """Why a value does not fit, in Chinese."""


def _fitting(entry: Entry, blank: Blank, text: str) -> str:
    value = entry.value.strip()
    if len(value) > _LONGEST:
        raise _Unfit(f"内容过长（上限 {_LONGEST} 字）")
    if any(unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp") for char in value):
        raise _Unfit("内容里有换行或控制字符，请改成一行")
    if _STILL_OPEN.fullmatch(value):
        raise _Unfit(f"“{value}”仍是待填的记号")
    if blank.kind == "figure":
        return _figure(value, blank, percent=entry.percent)
    return _date(value, blank, text) if blank.kind == "date" else value


def _figure(value: str, blank: Blank, *, percent: bool) -> str:
    """The number alone: the unit stands in the file."""
    if value in _NONE:
        raise _Unfit(f"“{value}”不是数字：没有就填 0，或者在原文里删去这一句")
    plain = unicodedata.normalize("NFKC", value).replace(" ", "")
    if percent and _NUMBER.fullmatch(plain):
        shown = _shown(Decimal(plain.replace(",", "")) * 100)
        if blank.unit in ("%", "％"):
            return shown
        raise _Unfit(f"填的是百分数（{shown}%），这里的单位是“{blank.unit or '无'}”")
    if _NUMBER.fullmatch(plain):
        return plain
    for unit in {unicodedata.normalize("NFKC", blank.unit), blank.unit} - {""}:
        if plain.endswith(unit) and _NUMBER.fullmatch(plain.removesuffix(unit)):
            return plain.removesuffix(unit)
        if plain.endswith(unit) and (bare := plain.removesuffix(unit)) and _is_chinese_number(bare, blank.unit):
            return bare
    quantity = parse_quantity(plain)
    if quantity is None:
        if _is_chinese_number(plain, blank.unit):
            return value
        raise _Unfit(f"“{value}”不是数字")
    if quantity.bound != "exact" or quantity.high is not None:
        raise _Unfit(f"“{value}”不是一个确数，请只填数字")
    raise _Unfit(f"“{value}”的单位与原文不同，请按“{blank.unit or '无单位'}”填写，只填数字")


def _is_chinese_number(bare: str, unit: str) -> bool:
    """Whether ``bare``, which has no unit of its own, is one exact number of ``unit``."""
    quantity = parse_quantity(bare + (unit or "个"))
    return parse_quantity(bare) is None and quantity is not None and quantity.bound == "exact" and quantity.high is None


def _shown(number: Decimal) -> str:
    return f"{number.quantize(Decimal('1e-6')).normalize():f}"


def _date(value: str, blank: Blank, text: str) -> str:
    """The number of a year, month or day, also out of a whole date; a date in another form as it stands."""
    unit = text[blank.end : blank.end + 1]
    plain = unicodedata.normalize("NFKC", value).replace(" ", "")
    if unit in _PARTS and (whole := dates.written(plain)):
        plain = _part(value, whole, blank, text)
    plain = plain.removesuffix(unit)
    if unit == "年":
        given = text[max(blank.start - 4, 0) : blank.start]
        begun = given[len(given.rstrip("0123456789０１２３４５６７８９")) :]
        year = plain if len(plain) == 4 else begun + plain
        if not year.isdecimal() or not _YEARS[0] <= int(year) <= _YEARS[1] or not year.startswith(begun):
            raise _Unfit(f"“{value}”不是年份")
        return year[len(begun) :]
    if unit in _LIMITS:
        low, high = _LIMITS[unit]
        number = int(plain) if plain.isdecimal() else dates.number(plain)
        if number is None or not low <= number <= high:
            raise _Unfit(
                f"“{value}”不是{unit}份（应为 {low} 至 {high}）"
                if unit == "月"
                else f"“{value}”不在 {low} 至 {high} 之间"
            )
        return plain
    return value


def _part(value: str, whole: dates.Date, blank: Blank, text: str) -> str:
    """What of a ``whole`` date is missing in the text; what stands there already must agree."""
    unit = text[blank.end]
    missing, example = _PARTS[unit]
    known = dates.around(text, blank.start, blank.end)
    for name, said, stands in zip("年月日", whole, known, strict=True):
        if None not in (said, stands) and said != stands:
            raise _Unfit(
                f"“{value}”与原文不一致：原文是{stands}{name}，这里是{said}{name}；请核对，或者只填{unit}，如 {example}"
            )
    part = whole[missing]
    if part is None:
        raise _Unfit(f"“{value}”里没有{unit}，请只填{unit}，如 {example}")
    return str(part)
