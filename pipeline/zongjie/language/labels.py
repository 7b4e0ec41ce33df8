"""Labels: what a column's header or a row's name says — the name itself, a unit, a time, what belongs there.

投资（万元） names 投资 in 万元; 2024年完成数 names nothing but a time, and that its figures are done.
"""

import json
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from ..lexicon import load
from .blanks import Blanks
from .blanks import compiled as compiled_blanks
from .numerals import SCALE, scale_of
from .patterns import any_of
from .periods import leading

_BRACKET = re.compile(r"[（(\[【〔]((?:[^（()）\[\]【】〔〕]|[（(][^（()）]*[）)])*)[）)\]】〕]")
_OPEN_UNIT = re.compile(r"[/／:：,，]([^/／:：,，]+)$")
_PERCENT = re.compile(r"[%％‰]$")
_SCALE = re.compile(SCALE)
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_UNTIL = re.compile(r"截[至止]到?|第(?=[一二三四]季)")
_POINTS = "、，,：:；;。.·—－-/／ *＊"
_TOKENS = re.compile(r"[^、，,；;\s　和及（()）]+")
_TITLED = re.compile(r"表[（(]([^（()）]+)[）)]$")
_STOP = re.compile(r"[）)\]】。]|$")
_LONGEST_UNIT = 6  # characters of a unit with its scale that ends a name without brackets
_NOT_ALONE = frozenset(["time", "body", "age", "voltage"])  # 年 or 村 alone heads a column of years or of villages


class Measure(NamedTuple):
    """A unit with its scale: of 万元 the name is 元, the text 万元, the scale 10000; "" where no unit is named."""

    name: str = ""
    text: str = ""
    scale: int = 1
    dimension: str = ""


NO_MEASURE = Measure()


class Label(NamedTuple):
    """What ``text`` says. ``name`` has no blanks and is "" where only a unit, a time or a general word stands there.

    ``name`` is ``text[start:end]`` but for blanks; both are 0 where it is no one range. ``kind`` is target, actual or
    "", ``time`` the words that name a time. ``sort`` is what belongs there (serial, note, unit, id, date, name, figure
    or ""); ``whole`` is the same where the name is that word and no other (责任人, not 村级责任人).
    """

    text: str
    name: str
    start: int
    end: int
    measure: Measure
    kind: str
    time: str
    sort: str
    whole: str


class Labels:
    """The compiled tables of ``tables.toml`` with the grammar of blanks and quantities."""

    def __init__(self, table: Mapping[str, Any], blanks: Blanks) -> None:
        self.blanks = blanks
        sorts, names, kinds = table["sorts"], table["names"], table["kinds"]
        self._sorts = [
            (sort, _whole(sorts[sort])) for sort in ("serial", "note", "unit", "id", "date", "name", "figure")
        ]
        self._form = _whole([*sorts["labels"], *sorts["whole"]])
        self._plain_ids = _whole(sorts["whole"])
        self._generic, self._total = _whole(names["generic"]), _whole(names["totals"])
        self._lead, self._time_tail = any_of(names["lead"]), any_of(names["time_tail"])
        self._kinds = [
            (kind, any_of(kinds[words]))
            for kind, words in (("target", "promised"), ("actual", "done"), ("target", "target"))
        ]
        self._fits = {sort: _whole(words) for sort, words in table["fits"].items()}
        self._caption = re.compile(rf"(?:{'|'.join(table['caption']['label'])})[ 　]*[:：][ 　]*")
        self._page = _whole(table["page"]["lines"])
        self.read = lru_cache(maxsize=4096)(self._read)

    def measure(self, text: str) -> Measure:
        """The unit that ``text`` is, from its first character to its last; ``NO_MEASURE`` where it is none."""
        known = self.blanks.g.units
        scaled = _SCALE.match(text)
        for at in (0, scaled.end()) if scaled else (0,):
            unit = known.match(text, at)
            if unit is not None and unit.stop == len(text):
                name = "%" if unit.name == "％" else unit.name
                simple = re.split(r"[/／（(]", name, maxsplit=1)[0]
                dimension = known.dimension.get(name) or known.dimension.get(simple, "compound")
                return Measure(name, text[:at] + name, scale_of(text[:at]), dimension)
        return Measure("", text, scale_of(text), "") if scaled and scaled.end() == len(text) else NO_MEASURE

    def captioned(self, text: str) -> tuple[Measure, ...]:
        """The units that a line names for a whole table (单位：万元、%; 收支表（元）); none where it names none."""
        found = self._caption.search(text)
        if found is None:
            titled = _TITLED.search(text.strip())
            measure = self.measure(titled[1]) if titled else NO_MEASURE
            return (measure,) if measure.name else ()
        measures = []
        for token in _TOKENS.findall(text, found.end(), _STOP.search(text, found.end()).start()):  # type: ignore[union-attr]
            measure = self.measure(token)
            if measure is NO_MEASURE:
                break
            measures.append(measure)
        return tuple(measures)

    def fitting(self, name: str, measures: tuple[Measure, ...]) -> Measure:
        """Which of the units of a whole table fits a column or row of that name: no 万元 for a rate or for heads."""
        sort = next((sort for sort, ending in self._fits.items() if ending.search(name)), "")
        if sort == "share":
            measures = tuple(one for one in measures if one.dimension == "share")
        elif sort == "count":
            measures = tuple(one for one in measures if one.dimension not in ("money", "share"))
        elif len(measures) > 1:
            measures = tuple(one for one in measures if one.dimension != "share")
            money = tuple(one for one in measures if one.dimension == "money")
            measures = money if sort == "money" and money else measures
        return measures[0] if len(measures) == 1 else NO_MEASURE

    def is_total(self, name: str) -> bool:
        """Whether a name only says that its figures are sums (合计)."""
        return self._total.fullmatch(name) is not None

    def is_share(self, name: str) -> bool:
        """Whether figures of that name are shares or growths, which have no unit of money or the like."""
        return self._fits["share"].search(name) is not None

    def is_page_line(self, text: str) -> bool:
        """Whether a line only numbers a page (第 1 页 共 3 页, — 2 —)."""
        return self._page.fullmatch("".join(text.split())) is not None

    def is_form_label(self, label: Label) -> bool:
        """Whether it is one of the labels that forms have beside their slots."""
        return bool(label.sort) or self._form.search(label.name) is not None

    def _read(self, text: str) -> Label:
        kept = [at for at, mark in enumerate(text) if not mark.isspace()]
        whole = "".join(text[at] for at in kept)
        measure, time = NO_MEASURE, ""
        for bracket in _BRACKET.finditer(text):
            inside = "".join(bracket[1].split())
            unit = self.measure(self._caption.sub("", inside))
            if unit is not NO_MEASURE:
                measure = unit
            elif self._timed(inside) == len(inside) and inside:
                time += inside
            else:
                continue
            kept = [at for at in kept if not bracket.start() <= at < bracket.end()]
        name = "".join(text[at] for at in kept)
        if measure is NO_MEASURE:
            size, measure = self._unit_at_end(name)
            kept = kept[: len(kept) - size]
        kept, own = self._trimmed(text, kept)
        name = "".join(text[at] for at in kept)
        sort, only = self._sort(name)
        rate = measure.dimension == "share" and name.endswith("完成")  # 完成% is a rate, and no sum
        if not name or self._generic.fullmatch(name) and not rate:
            name, kept = "", []
        one = bool(kept) and "".join(text[kept[0] : kept[-1] + 1].split()) == name
        kind = next((kind for kind, words in self._kinds if words.search(whole)), "")
        start, end = (kept[0], kept[-1] + 1) if one else (0, 0)
        return Label(text, name, start, end, measure, kind, own + time, sort, only)

    def _unit_at_end(self, name: str) -> tuple[int, Measure]:
        """How many characters at the end of a name are its unit (投资/万元, 增长%), and that unit."""
        if percent := _PERCENT.search(name):
            return 1, self.measure(percent[0])
        found = _OPEN_UNIT.search(name)
        if found and (divided := self.measure(found[1])).name:
            return len(found[0]), divided
        for at in range(max(2, len(name) - _LONGEST_UNIT), len(name)):
            if name[at] in "万亿" and (scaled := self.measure(name[at:])).name:
                return len(name) - at, scaled  # 投资额亿元
        alone = self.measure(name)
        usable = alone.name and alone.dimension not in _NOT_ALONE and alone.name not in self.blanks.noun_units
        return (len(name), alone) if usable else (0, NO_MEASURE)

    def _trimmed(self, text: str, kept: list[int]) -> tuple[list[int], str]:
        """The places of a name without list numbers, a time that it begins with and marks around it; and that time."""
        time = ""
        while kept:
            name = "".join(text[at] for at in kept)
            lead = self._lead.match(name)
            if lead and lead.end():
                kept = kept[lead.end() :]
                continue
            timed = 0 if time else self._timed(name)
            if timed:
                time, kept = name[:timed], kept[timed:]
                if _YEAR.fullmatch(time):
                    time += "年"
                continue
            if name[0] in _POINTS:
                kept = kept[1:]
            elif name[-1] in _POINTS:
                kept = kept[:-1]
            else:
                break
        return kept, time

    def _timed(self, name: str) -> int:
        """Where the time ends with which a name begins, 0 where it begins with none."""
        until = _UNTIL.match(name)
        begin = until.end() if until else 0
        end = leading(name, begin)
        if end == begin:
            return 4 if _YEAR.fullmatch(name) else 0
        while tail := self._time_tail.match(name, end):
            end = tail.end()
        return end

    def _sort(self, name: str) -> tuple[str, str]:
        if self._plain_ids.fullmatch(name):
            return "id", "id"
        for sort, ending in self._sorts:
            if found := ending.search(name):
                only = not found.start()
                if sort != "serial" or only:
                    return sort, sort if only else ""
        return "", ""


def _whole(words: list[str]) -> re.Pattern[str]:
    """One of ``words``, up to the end."""
    return any_of(words, "$")


def compiled(overrides: Mapping[str, Any] | None = None) -> Labels:
    """The shipped tables with the user's laid over them, compiled."""
    return _compiled(json.dumps(overrides or {}, ensure_ascii=False, sort_keys=True))


@lru_cache(maxsize=4)
def _compiled(overrides: str) -> Labels:
    own = json.loads(overrides)
    return Labels(load("tables", own), compiled_blanks(own))
