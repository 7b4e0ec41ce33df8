"""Which values of a filled-in list fit the blanks of a file: each goes to its blank, or is refused with a reason."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import NamedTuple

from ..language.quantity import parse_quantity
from ..report import Blank

_NUMBER = re.compile(r"-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?")
_STILL_OPEN = re.compile(r"[*＊xXＸｘ×○〇□■_＿?？\s]+|某+|TBD|N|待定|待补充|（待[^）]*）|/|／|—+|-+", re.I)
_LIMITS = {"月": (1, 12), "日": (1, 31), "号": (1, 31), "季": (1, 4), "时": (0, 23), "点": (0, 23)}
_YEARS = (1900, 2100)
_LONGEST = 5_000  # characters of a value
_AROUND, _NEAR = 200, (8, 4)  # characters around a blank by which it is known again


class Entry(NamedTuple):
    """One row of a filled-in list: which blank it is for, the ``value`` as written, and the ``row`` to name it by.

    ``percent`` says that the value comes from a cell that shows it as a percentage (0.95 for 95 %).
    """

    row: int
    source: str
    start: int
    end: int
    mark: str
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
    shown: str
    reason: str


class Fitting(NamedTuple):
    """What fits, what does not, and how many blanks stay open."""

    filled: tuple[Filled, ...]
    refused: tuple[Refused, ...]
    open: int


def fit(entries: Iterable[Entry], blanks: Sequence[Blank], text: str) -> Fitting:
    """Brings ``entries`` to the ``blanks`` of the file that has ``text``; a row without a value leaves its blank open.

    A row belongs to the blank at its place; where the text before was changed since, to the one blank with the same
    words around it.
    """
    filled: dict[int, Filled] = {}
    refused = []
    for entry in entries:
        if not entry.value.strip():
            continue
        blank = _blank_of(entry, blanks)
        if blank is None:
            refused.append(_refused(entry, "文件里找不到这一处空缺：原文已改动，或者这一行不是这份文件的"))
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
    return Refused(entry.row, " ".join(shown.split()), reason)


def _blank_of(entry: Entry, blanks: Sequence[Blank]) -> Blank | None:
    """The blank at the entry's place, else the only one with the same words around it, all of them or the nearest."""
    for one in blanks:
        if (one.start, one.mark, one.before, one.after) == (entry.start, entry.mark, entry.before, entry.after):
            return one
    for before, after in ((_AROUND, _AROUND), _NEAR):
        words = entry.mark, entry.before[-before:], entry.after[:after]
        alike = [one for one in blanks if (one.mark, one.before[-before:], one.after[:after]) == words]
        if len(alike) == 1:
            return alike[0]
    return None


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
    quantity = parse_quantity(plain)
    if quantity is None:
        chinese = parse_quantity(plain + (blank.unit or "个"))
        if chinese is not None and chinese.bound == "exact" and chinese.high is None and blank.mark:
            return value
        raise _Unfit(f"“{value}”不是数字")
    if quantity.bound != "exact" or quantity.high is not None:
        raise _Unfit(f"“{value}”不是一个确数，请只填数字")
    raise _Unfit(f"“{value}”的单位与原文不同，请按“{blank.unit or '无单位'}”填写，只填数字")


def _shown(number: Decimal) -> str:
    return f"{number.quantize(Decimal('1e-6')).normalize():f}"


def _date(value: str, blank: Blank, text: str) -> str:
    """The number of a year, month or day; a date in another form as it stands."""
    unit = text[blank.end : blank.end + 1]
    plain = unicodedata.normalize("NFKC", value).removesuffix(unit)
    if unit == "年":
        given = text[max(blank.start - 4, 0) : blank.start]
        begun = given[len(given.rstrip("0123456789０１２３４５６７８９")) :]
        whole = plain if len(plain) == 4 else begun + plain
        if not whole.isdecimal() or not _YEARS[0] <= int(whole) <= _YEARS[1] or not whole.startswith(begun):
            raise _Unfit(f"“{value}”不是年份")
        return whole[len(begun) :]
    if unit in _LIMITS and unit:
        low, high = _LIMITS[unit]
        if not plain.isdecimal() or not low <= int(plain) <= high:
            raise _Unfit(
                f"“{value}”不是{unit}份（应为 {low} 至 {high}）"
                if unit == "月"
                else f"“{value}”不在 {low} 至 {high} 之间"
            )
        return plain
    return value
