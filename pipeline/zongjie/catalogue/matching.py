"""Which indicator of the catalogue a free wording means: 新发展党员 5名 is 发展党员, 消防培训 3期 is 培训期数.

Words have to be equal, after what says nothing of the thing counted is taken away; only rows that name heads take
other words before these. What is like a row but not equal is not matched: ``proposals`` has that.
"""

import itertools
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from ..lexicon import load
from .measures import Measures, measures
from .scales import unscaled

if TYPE_CHECKING:
    from ..settings import Indicator

SURE = 0.9  # from this score on, two wordings name the same thing, not one a kind of the other

_PLAIN = re.compile("[\u4e00-\u9fffA-Za-z0-9]+")
_LONGEST = 40  # characters of a wording that can be an indicator
_LONGEST_KIND = 12  # characters before a head noun
_MOST_KNOWN = 1 << 16  # wordings that are remembered
_STRIPPED = 6  # words that are taken away from one end
_GROUP = re.compile(r"\(([^()]*)\)")
_ASIDE = re.compile(r"[（(\[【][^（()）\[\]【】]*[）)\]】]")
_OPEN = re.compile(r"[（(\[【].*")
_MARKS = re.compile(r"[\s“”‘’\"'「」『』《》〈〉·•：:）)\]】]+")
_WIDTH = {code + 0xFEE0: code for code in range(0x21, 0x7F) if chr(code) not in "()[]:,;"}
_SHARES = ("%", "‰", "成", "倍", "个百分点", "百分点", "个基点", "折", "个点")
_SHARE_NAME = re.compile(r"(?:率|比例?|比[值重]|占比|增[速幅长]|[升降涨跌]幅|强度|进度|度)$")
# Without a unit only numbers of things can be what a row counts: a sum could be in 元 or in 万元.
_COUNTED = frozenset(
    ["人", "名", "人次", "次", "场", "期", "个", "项", "件", "起", "户", "家", "份", "篇", "条", "支", "处"]
)


class Match(NamedTuple):
    """The indicator that a wording means; ``score`` is in (0, 1], ``reason`` (Chinese) says why."""

    name: str
    score: float
    reason: str


class _Row(NamedTuple):
    name: str
    unit: str
    units: frozenset[str]
    words: frozenset[str]
    heads: frozenset[str]
    without: tuple[str, ...]
    own: bool  # a profile asks for it


class Catalogue:
    """The rows of a catalogue, those of a profile before the shipped ones."""

    def __init__(
        self,
        table: Mapping[str, Mapping[str, Any]],
        around: Mapping[str, Any],
        known: Measures,
        extra: Iterable[tuple[str, tuple[str, ...], str]] = (),
    ) -> None:
        self._measures = known
        self._leading, self._trailing = _Edges(around["leading"], behind=False), _Edges(around["trailing"], behind=True)
        self._neutral = _Edges([*around["leading"], *around["neutral"]], behind=False)
        self._apart = tuple(around["apart"])
        self.rows = {name: _row(name, row) for name, row in table.items()}
        self._by_word = _index(self.rows.values(), "words")
        self._by_head = _index((row for row in self.rows.values() if row.heads), "heads")
        self._head_sizes = sorted({len(head) for head in self._by_head}, reverse=True)
        self._renamed: dict[str, str] = {}
        self._add(list(extra))
        self._known: dict[tuple[str, str], Match | None] = {}

    def _add(self, extra: list[tuple[str, tuple[str, ...], str]]) -> None:
        """Adds the indicators of a profile. One that a shipped row names otherwise takes that row's wordings over."""
        taken: dict[str, list[str]] = {}
        extra = [(name, synonyms, unscaled(unit)[0]) for name, synonyms, unit in extra]  # figures have no scale
        for name, synonyms, unit in extra:
            shipped = next(filter(None, (self._shipped(word, unit) for word in (name, *synonyms))), None)
            if shipped:
                taken.setdefault(shipped.name, []).append(name)
                unit = unit or shipped.unit
        claims = {names[0]: shipped for shipped, names in taken.items() if len(set(names)) == 1}
        for name, synonyms, unit in extra:
            base = self.rows.get(claims.get(name, ""))
            words = frozenset(filter(None, map(clean, (name, *synonyms))))
            row = _Row(name, unit or (base.unit if base else ""), base.units if base else frozenset(), words,
                       frozenset(), (), True)  # fmt: skip
            if base and base.name != name:
                self._renamed[base.name] = name
            self.rows[name] = row if base is None else row._replace(heads=base.heads, without=base.without)
            for word in words:
                self._by_word.setdefault(word, []).insert(0, row)

    def _shipped(self, word: str, unit: str) -> _Row | None:
        rows = [
            row for row in self._by_word.get(clean(word), ()) if not row.own and (not unit or self._takes(row, unit))
        ]
        if len(rows) > 1:
            rows = [row for row in rows if row.name == word]
        return rows[0] if rows else None

    def match(self, wording: str | None, unit: str) -> Match | None:
        """The indicator that ``wording`` with figures in ``unit`` (without its scale) means; None if none is known."""
        if not wording or len(wording) > _LONGEST:
            return None
        key = wording, unit
        if key not in self._known:
            if len(self._known) >= _MOST_KNOWN:
                self._known.clear()
            self._known[key] = self._match(wording, unit)
        return self._known[key]

    def unit(self, name: str) -> str:
        """The unit in which the indicator ``name`` is told; "" where none is known."""
        row = self.rows.get(name)
        return row.unit if row else ""

    def convert(self, value: Decimal, unit: str, name: str) -> Decimal | None:
        """``value`` of ``unit`` in the unit of the indicator ``name``; None where it does not convert."""
        row = self.rows.get(name)
        if row is None or not row.unit:
            return None
        return value if unit in row.units else self._measures.convert(value, unit, row.unit)

    def takes(self, name: str, unit: str) -> bool:
        """Whether figures in ``unit`` can be those of the indicator ``name``."""
        return name in self.rows and self._takes(self.rows[name], unit)

    def _takes(self, row: _Row, unit: str) -> bool:
        if not row.unit:
            return unit not in _SHARES or _SHARE_NAME.search(row.name) is not None
        return unit == row.unit or unit in row.units or self._measures.same(unit, row.unit)

    def _fitting(self, rows: Iterable[_Row], unit: str, text: str) -> _Row | None:
        """The row that takes the unit, best one whose own it is; without a unit the only row there, if it counts."""
        kept = [row for row in rows if row.own or not any(word in text for word in row.without)]
        if unit == "":
            sure = [row for row in kept if row.own or row.unit in _COUNTED or row.name == text]
            return next((row for row in sure if row.own or row.name == text), None) or (
                sure[0] if len(sure) == len(kept) == 1 else None
            )
        taking = [row for row in kept if self._takes(row, unit)]
        return min(taking, key=lambda row: (not row.own, row.unit != unit, unit in row.units), default=None)

    def _match(self, wording: str, unit: str) -> Match | None:
        text = clean(wording)
        for words, score, gone in self._forms(text):
            row = self._fitting(self._by_word.get(words, ()), unit, text)
            if row is not None:
                return self._found(row, words, unit, score, gone)
        return self._by_heads(text, unit)

    def _forms(self, text: str) -> Iterator[tuple[str, float, list[str]]]:
        """What is left of a wording, with its score and what was taken away, the most whole first."""
        yield text, 1.0, []
        ends = self._trailing.stripped(text)
        for edges, score in ((self._leading, 0.9), (self._neutral, 0.8)):
            for kept, behind in ends:
                for words, before in edges.stripped(kept):
                    if before or behind:
                        yield words, score, [*before, *behind]

    def _found(self, row: _Row, words: str, unit: str, score: float, gone: list[str]) -> Match:
        name = self._renamed.get(row.name, row.name)
        if gone:
            reason = f"去掉{''.join(f'“{one}”' for one in gone)}后是“{words}”"
        elif words == clean(name):
            reason = "与设置文件里的名称相同" if row.own else "与目录里的名称相同"
        else:
            score, reason = 0.95, f"“{words}”是“{name}”的另一种说法"
        return _unitless(Match(name, score, reason), unit)

    def _by_heads(self, text: str, unit: str) -> Match | None:
        """The row that one of its heads stands for at the end of a wording, whatever kind the words before name."""
        for kept, _ in self._trailing.stripped(text):
            for size in self._head_sizes:
                head, kind = kept[-size:], kept[:-size]
                if not 0 < len(kind) <= _LONGEST_KIND or head not in self._by_head:
                    continue
                row = self._fitting(self._by_head[head], unit, text) if unit else None
                if row is not None and "、" not in kind and not any(word in kind for word in self._apart):
                    return Match(self._renamed.get(row.name, row.name), 0.7, f"中心词“{head}”和单位“{unit}”相符")
        return None


def _unitless(found: Match, unit: str) -> Match:
    return found if unit else found._replace(score=round(found.score - 0.1, 2), reason=found.reason + "，没有写单位")


def _row(name: str, row: Mapping[str, Any]) -> _Row:
    words = frozenset(clean(one) for word in (name, *row["words"]) for one in expanded(word)) - {""}
    heads = frozenset(row["heads"])
    return _Row(name, row["unit"], frozenset(row["units"]), words, heads, tuple(row["without"]), False)


def _index(rows: Iterable[_Row], field: str) -> dict[str, list[_Row]]:
    found: dict[str, list[_Row]] = {}
    for row in rows:
        for word in getattr(row, field):
            found.setdefault(word, []).append(row)
    return found


class _Edges:
    """Words that are taken away at one end of a wording, the longest first."""

    def __init__(self, words: Iterable[str], *, behind: bool) -> None:
        self.words = frozenset(words)
        self._any = tuple(sorted(self.words))
        self._sizes = sorted({len(word) for word in self.words}, reverse=True)
        self._behind = behind

    def stripped(self, text: str) -> list[tuple[str, list[str]]]:
        """``text`` and what is left of it as one word after another is taken away, with what was."""
        found: list[tuple[str, list[str]]] = [(text, [])]
        while len(found) <= _STRIPPED:
            rest, gone = found[-1]
            size = self._size(rest)
            if not 0 < size < len(rest):
                break
            kept, word = (rest[:-size], rest[-size:]) if self._behind else (rest[size:], rest[:size])
            found.append((kept, [*gone, word]))
        return found

    def _size(self, text: str) -> int:
        if self._behind:
            return (
                next((size for size in self._sizes if text[-size:] in self.words), 0) if text.endswith(self._any) else 0
            )
        return next((size for size in self._sizes if text[:size] in self.words), 0) if text.startswith(self._any) else 0


def expanded(word: str) -> Iterator[str]:
    """The wordings that a word with alternatives stands for: (新|)发展党员 is 新发展党员 and 发展党员."""
    parts = _GROUP.split(word)
    return map("".join, itertools.product(*(part.split("|") if at % 2 else [part] for at, part in enumerate(parts))))


def clean(wording: str) -> str:
    """A wording without blanks, quotes and asides in brackets, full-width letters and digits made half-width."""
    if _PLAIN.fullmatch(wording):
        return wording
    text = _ASIDE.sub("", wording.translate(_WIDTH))
    return _MARKS.sub("", _OPEN.sub("", text))


def compiled(overrides: Mapping[str, Any] | None = None, extra: Iterable["Indicator"] = ()) -> Catalogue:
    """The shipped catalogue with the user's tables laid over it and the indicators of a profile before it."""
    own = {name: (overrides or {}).get(name) for name in ("catalogue", "modifiers", "measures")}
    asked = [(one.name, list(one.synonyms), one.unit) for one in extra]
    return _compiled(json.dumps([own, asked], ensure_ascii=False, sort_keys=True))


@lru_cache(maxsize=4)
def _compiled(key: str) -> Catalogue:
    own, asked = json.loads(key)
    extra = [(name, tuple(synonyms), unit) for name, synonyms, unit in asked]
    return Catalogue(load("catalogue", own), load("modifiers", own), measures(own), extra)


def match(wording: str, unit: str, extra: Iterable["Indicator"] = ()) -> Match | None:
    """The indicator of the catalogue that ``wording`` means; ``extra`` are those of a profile, which go first."""
    return compiled(None, extra).match(wording, unit)
