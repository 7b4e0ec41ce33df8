"""Which unit of a roster a wording names: exact names and aliases, the longest first, never a guess."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fnmatch import translate
from typing import NamedTuple

from ..settings import Unit

_MARKS = re.compile(r"[\s()\[\]{}<>【】〔〕「」『』《》“”\"'‘’\u200b\u200c\u200d\ufeff]+")
_DIGITS = dict(zip("〇○零一二三四五六七八九", (0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9), strict=True))
_TENS = {"十": 10, "百": 100, "千": 1000}
_NUMERAL = re.compile("第?([〇○零一二三四五六七八九十百千]+)|第(?=[0-9])")
_PLACE = "省市县区州镇乡村我本"  # 县政府 is any county's
_PLACED = re.compile(r"^[^省市县区州旗]{2,8}[省市县区州旗](?=..)")
_VILLAGE = re.compile(r"村(?:民委员会|委会|委)$")
_LONGEST = 200  # characters of a wording that are looked at
_SHORT_FORM, _SHORT_COMPANY = 3, 4  # characters that a name must keep when its ending is left out


def plain(text: str) -> str:
    """``text`` in the form in which names are compared: （ as (, no blanks, brackets or quotes, 第十一 as 11.

    ``·`` stands between numbers that would run together (2025第一车间 → 2025·1车间).
    """
    return _NUMERAL.sub(_arabic, _MARKS.sub("", unicodedata.normalize("NFKC", text).casefold()))


def _arabic(match: re.Match[str]) -> str:
    before, after = match.string[match.start() - 1 : match.start()], match.string[match.end() : match.end() + 1]
    opening = "·" if before.isdigit() else ""
    if match[1] is None:
        return opening
    return opening + _value(match[1]) + ("·" if after.isdigit() else "")


def _value(numeral: str) -> str:
    if not any(mark in _TENS for mark in numeral):
        return "".join(str(_DIGITS[mark]) for mark in numeral)
    total, digit = 0, None
    for mark in numeral:
        if mark in _TENS:
            total += (1 if digit is None else digit) * _TENS[mark]
            digit = None
        else:
            digit = _DIGITS[mark]
    return str(total + (digit or 0))


def own_name(name: str | None, table: Mapping[str, Sequence[str]]) -> str | None:
    """``name`` if it names a unit; None if it is what any may be called (政府, 党支部, 有限公司)."""
    rest = plain(name or "")
    while ending := next((one for one in (*table["organs"], *table["companies"]) if rest.endswith(one)), ""):
        rest = rest.removesuffix(ending)
    return name if rest.strip(_PLACE) else None


def shorter(name: str, table: Mapping[str, Sequence[str]]) -> set[str]:
    """What a plain name is called for short: without its place (县教育局, 教育局) or its ending, 村 for 村委会."""
    placed = _PLACED.match(name)
    bare = name[placed.end() :] if placed else ""
    known = placed and len(bare) >= _SHORT_FORM and own_name(bare, table)
    wholes = {name, bare, placed[0][-1] + bare} if placed and known else {name}
    forms = {form for whole in wholes for form in (whole, *_without(whole, table), _VILLAGE.sub("村", whole))}
    return {form for form in forms - {name} if len(form) >= _SHORT_FORM}


class Reading(NamedTuple):
    """The units (indexes in the roster) that a wording names as its own; ``below`` those of which it names a part."""

    units: tuple[int, ...] = ()
    below: tuple[int, ...] = ()


class _Mention(NamedTuple):
    start: int
    end: int
    unit: int
    exact: bool


class Names:
    """The names of the units of a roster; ``table`` is ``names`` of the lexicon's table ``collecting``."""

    def __init__(self, units: Sequence[Unit], table: Mapping[str, Sequence[str]]) -> None:
        exact: dict[str, int] = {}
        files: dict[str, int] = {}
        self._patterns: list[tuple[re.Pattern[str], int]] = []
        for index, unit in enumerate(units):
            exact.update((form, index) for name in (unit.name, *unit.aliases) if (form := plain(name)))
            for name in unit.files:
                if "*" in name or "?" in name:
                    self._patterns.append(
                        (re.compile(translate(unicodedata.normalize("NFKC", name).casefold())), index)
                    )
                elif form := plain(name):
                    files[form] = index
        short = _short(units, exact, table)
        self._forms = {
            **{form: (unit, False) for form, unit in short.items()},
            **{k: (v, True) for k, v in exact.items()},
        }
        self._of_files = {**self._forms, **{form: (unit, True) for form, unit in files.items()}}
        self._lengths = sorted({len(form) for form in self._of_files})
        own = "|".join(sorted(map(re.escape, (*table["organs"], *table["companies"])), key=len, reverse=True))
        follow = "|".join(table["follow"])
        below, within = ("|".join(map(re.escape, table[key])) for key in ("below", "within"))
        self._below = re.compile(
            rf"(?:{own}){{0,2}}+(?:[^0-9_.~·,，、;；:：\-]{{0,8}}?(?:{below})|·?[0-9]{{1,2}}(?:{below}|{within}|党支部)"
            rf"|[^0-9_.~·,，、;；:：\-]{{1,8}}?(?:{within}))(?:(?={follow})|$)"
        )
        self._line = re.compile(rf"(?:(?:{'|'.join(map(re.escape, table['labels']))})[:：])?(.+?)(?:[0-9年月日.·-]*)$")

    def read(self, wording: str, *, file: bool = False) -> Reading:
        """The units that ``wording`` (a title, a file's name without extension if ``file``) names."""
        if file:
            written = unicodedata.normalize("NFKC", wording).casefold()
            matching = {unit for pattern, unit in self._patterns if pattern.match(written)}
            if matching:
                return Reading(tuple(sorted(matching)))
        text = plain(wording[:_LONGEST])
        found = _longest(self._mentions(text, self._of_files if file else self._forms))
        starts = {one.start for one in found}
        # 县教育局实验小学: what stands right before another unit's name only says where that one belongs.
        named = [one for one in found if one.end not in starts]
        below = [one for one in named if self._below.match(text, one.end)]
        own = [one for one in named if one not in below]
        best = [one for one in own if one.exact] or own
        units = tuple(sorted({one.unit for one in best}))
        return Reading(units, tuple(sorted({one.unit for one in below} - set(units))))

    def without(self, wording: str) -> str:
        """The plain form of ``wording``, a blank in the place of each name of a unit."""
        text = plain(wording[:_LONGEST])
        for one in reversed(_longest(self._mentions(text, self._of_files))):
            text = f"{text[: one.start]} {text[one.end :]}"
        return text

    def signed(self, lines: Iterable[str]) -> int | None:
        """The unit whose name alone, with a label or a date, makes up one of ``lines``; None if none or several do."""
        found = set()
        for line in lines:
            match = self._line.match(plain(line[:_LONGEST]))
            known = self._forms.get(match[1]) if match else None
            if known:
                found.add(known[0])
        return found.pop() if len(found) == 1 else None

    def _mentions(self, text: str, forms: Mapping[str, tuple[int, bool]]) -> Iterator[_Mention]:
        for start in range(len(text)):
            for length in self._lengths:
                end = start + length
                if end > len(text):
                    break
                known = forms.get(text[start:end])
                if known and not _joined(text, start) and not _joined(text, end):
                    yield _Mention(start, end, *known)


def _joined(text: str, position: int) -> bool:
    """Whether a number or a Latin word goes on over ``position``: 1|1车间, 支部1|2."""
    pair = text[max(position - 1, 0) : position + 1]
    if position == 0 or len(pair) < 2:
        return False
    return pair.isdigit() or (pair.isascii() and pair.isalpha())


def _longest(mentions: Iterable[_Mention]) -> list[_Mention]:
    """The mentions without those that overlap a longer one, in the order of the text."""
    kept: list[_Mention] = []
    for one in sorted(mentions, key=lambda one: (one.start - one.end, one.start)):
        if all(one.end <= other.start or other.end <= one.start for other in kept):
            kept.append(one)
    return sorted(kept)


def _short(units: Sequence[Unit], exact: Mapping[str, int], table: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """Shorter forms that are one unit's alone: without 人民政府 or 有限公司, and without the place that all have."""
    shared = _shared([plain(unit.name) for unit in units], table["places"])
    owners: dict[str, set[int]] = {}
    for index, unit in enumerate(units):
        name = plain(unit.name)
        for whole in (name, name[shared:]):
            for form in (whole, *_without(whole, table)):
                if len(form) >= _SHORT_FORM:
                    owners.setdefault(form, set()).add(index)
    return {form: min(owner) for form, owner in owners.items() if len(owner) == 1 and form not in exact}


def _without(name: str, table: Mapping[str, Sequence[str]]) -> Iterator[str]:
    for key, least in (("organs", _SHORT_FORM), ("companies", _SHORT_COMPANY)):
        for ending in sorted(table[key], key=len, reverse=True):
            if name.endswith(ending) and len(name) - len(ending) >= least:
                yield name[: -len(ending)]
                break


def _shared(names: Sequence[str], places: Sequence[str]) -> int:
    """How many characters all ``names`` begin with that are a place or a body: 临江县."""
    if len(names) < 2:
        return 0
    first, last = min(names), max(names)
    size = next((at for at, pair in enumerate(zip(first, last, strict=False)) if pair[0] != pair[1]), len(first))
    return max((stop for stop in range(2, size + 1) if first[:stop].endswith(tuple(places))), default=0)
