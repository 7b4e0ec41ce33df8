"""What a report tells of the indicators of a profile: which one a metric is about, its figure in that one's unit."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import NamedTuple

from ..report import Metric
from ..settings import Indicator, Settings
from .units import units

_BLANKS = re.compile(r"[\s“”\"'‘’《》]+")
# Words before an indicator that leave it what it is.
_LIGHT = re.compile(
    r"(?:全年度?|本年度?|今年|年内|当年|年度|截至目前|累计|总计|合计|共计|一共|总共|共|已|先后|新增|新|组织|开展|举办|召开|完成|实现|进行|实施)"
)
# Words at its end that say no more than that it is a figure.
_TAIL = re.compile(r"(?:总数量?|总量|平均值|均值|数量|总额|人数|次数|数|量|额|情况)$")
_SCALE = re.compile(r"([十百千]?[万亿]|[百千](?![瓦米克伏卡帕分]))(?=.)")
_SCALES = {"百": 2, "千": 3, "万": 4, "十万": 5, "百万": 6, "千万": 7, "亿": 8, "十亿": 9, "百亿": 10, "千亿": 11}
_COUNTED = frozenset(["thing", "thing_times", "body", "event"])
_SHARES = frozenset("%％‰倍成折") | {"个百分点", "百分点", "个千分点", "番"}
# What units are worth in the first of their line.
_MEASURES = (
    "元 1 元人民币 1 人民币 1 圆 1 块钱 1 角 0.1 毛 0.1 分钱 0.01",
    "吨 1 公斤 0.001 千克 0.001 kg 0.001 斤 0.0005 市斤 0.0005 克 0.000001 公担 0.1",
    "平方米 1 平米 1 ㎡ 1 m² 1 平方公里 1000000 平方千米 1000000 km² 1000000 公顷 10000 hm² 10000 亩 666.6667",
    "米 1 公里 1000 千米 1000 km 1000 里 500 华里 500 延米 1 延长米 1",
    "立方米 1 立方 1 方 1 m³ 1 升 0.001",
    "千瓦时 1 度 1 度电 1 千瓦小时 1 kWh 1 兆瓦时 1000 MWh 1000",
    "千瓦 1 kW 1 兆瓦 1000 MW 1000 吉瓦 1000000 GW 1000000 瓦 0.001",
    "% 1 ％ 1 ‰ 0.1 成 10 倍 100",
    "学时 1 课时 1",
    "人日 1 人天 1 工日 1",
    "分钟 1 小时 60 个小时 60",
)
_FACTORS = {
    unit: Decimal(worth)
    for line in map(str.split, _MEASURES)
    for unit, worth in zip(line[::2], line[1::2], strict=True)
}


def _bare(wording: str) -> str:
    return _BLANKS.sub("", unicodedata.normalize("NFKC", wording).casefold())


def plain(wording: str) -> str:
    """A wording in the form in which wordings are compared: no blanks, quotes or words that add nothing to it."""
    text = _bare(wording)
    start = 0
    while (light := _LIGHT.match(text, start)) and len(text) - light.end() > 1:
        start = light.end()
    text = text[start:]
    tail = _TAIL.search(text)
    return text[: tail.start()] if tail and tail.start() > 1 else text


class Match(NamedTuple):
    """The indicator number ``at`` of a profile that a wording means; not ``exact``: it adds words before the name."""

    at: int
    exact: bool


class Demands:
    """The indicators of a profile, looked up by wording; ``dimension`` gives that of a unit (see ``Units``)."""

    def __init__(self, indicators: Iterable[Indicator], dimension: Mapping[str, str]) -> None:
        self.indicators = tuple(indicators)
        self._dimension = dimension
        self._names = {one.name: index for index, one in enumerate(self.indicators)}
        self._bare: dict[str, int] = {}
        self._plain: dict[str, int] = {}
        for index, one in enumerate(self.indicators):
            for word in (one.name, *one.synonyms):
                self._bare.setdefault(_bare(word), index)
                self._plain.setdefault(plain(word), index)
        self._lengths = sorted({len(word) for word in self._bare}, reverse=True)

    def match(self, metric: Metric) -> Match | None:
        """The indicator that ``metric`` is about: by its canonical name, its wording, or the end of its wording."""
        if metric.canonical in self._names:
            return Match(self._names[metric.canonical], True)
        wording = _bare(metric.indicator or "")
        index = self._bare.get(wording, self._plain.get(plain(wording)))
        if index is not None:
            return Match(index, True)
        for length in self._lengths:
            if 1 < length < len(wording) and wording[-length:] in self._bare:
                return Match(self._bare[wording[-length:]], False)
        return None

    def converted(self, value: Decimal, unit: str, index: int) -> Decimal | None:
        """``value`` (in ``unit``) in the unit of the indicator ``index``; None where one is no form of the other."""
        return self._converted(value, unit, self.indicators[index].unit)

    def fits(self, unit: str, index: int) -> bool:
        """Whether figures in ``unit`` can be told in the unit of the indicator; one without a unit takes any."""
        return self.converted(Decimal(1), unit, index) is not None

    def unknown_units(self) -> list[Indicator]:
        """The indicators whose unit is none that texts are read for."""
        return [one for one in self.indicators if one.unit and _scaled(one.unit)[1] not in self._dimension]

    def _converted(self, value: Decimal, unit: str, to: str) -> Decimal | None:
        if not to:
            return value
        scale, base = _scaled(to)
        if unit != base:
            ours, theirs = self._kind(unit), self._kind(base)
            if not unit or ours != theirs or not ours:
                return None
            if unit in _FACTORS and base in _FACTORS:
                value = value * _FACTORS[unit] / _FACTORS[base]
            elif ours not in ("counted", "person"):
                return None
        return value.scaleb(-scale)

    def _kind(self, unit: str) -> str:
        dimension = self._dimension.get(unit, "")
        return "counted" if dimension in _COUNTED else dimension


def is_share(unit: str) -> bool:
    """Whether ``unit`` is one of shares and growth (%, 个百分点, 倍)."""
    return unit in _SHARES


class Figure(NamedTuple):
    """A metric of an indicator; ``value`` is its (upper) figure in the indicator's unit.

    ``value`` is None where the figure is missing, or in a unit that is no form of the indicator's; ``exact`` says that
    the wording is the indicator's own, ``grows`` that the figure only says by how much it grew or shrank.
    """

    metric: Metric
    exact: bool
    grows: bool
    value: Decimal | None


def figures(metrics: Iterable[Metric], known: Demands) -> dict[int, list[Figure]]:
    """What ``metrics`` report of each indicator, by its number."""
    found: dict[int, list[Figure]] = {}
    for number, metric in enumerate(metrics):
        match = known.match(metric)
        if match is not None:
            grows = metric.change is not None and metric.change.by == number
            value = None if grows else _value(metric, known, match.at)
            found.setdefault(match.at, []).append(Figure(metric, match.exact, grows, value))
    return dict(sorted(found.items()))


def _value(metric: Metric, known: Demands, at: int) -> Decimal | None:
    value = metric.value if metric.high is None else metric.high
    if value is None or (is_share(metric.unit) and not is_share(known.indicators[at].unit)):
        return None
    return known.converted(value, metric.unit, at)


def is_reported(found: Iterable[Figure], known: Demands, at: int) -> bool:
    """Whether one of the figures tells the indicator ``at`` of work done; one that was left open does."""
    return any(
        one.metric.kind == "actual"
        and (one.metric.status == "missing" or not one.metric.unit or known.fits(one.metric.unit, at))
        and not (one.grows and one.metric.status != "missing")
        for one in found
    )


def wrongly_measured(found: Iterable[Figure], known: Demands, at: int) -> Metric | None:
    """The first figure of the indicator ``at`` in a unit that does not convert, if no other is in one that does.

    Shares are none: they tell how it grew, or what part was done.
    """
    if not known.indicators[at].unit or any(known.fits(one.metric.unit, at) for one in found):
        return None
    others = (one.metric for one in found if one.exact and one.metric.unit and not one.grows)
    return next((metric for metric in others if not is_share(metric.unit)), None)


def size(text: str) -> int:
    """How many characters ``text`` has, blanks and line ends left out."""
    return len("".join(text.split()))


def _scaled(unit: str) -> tuple[int, str]:
    """The power of ten and the unit of one that is written with a scale: 万元 is (4, 元)."""
    match = _SCALE.match(unit)
    return (_SCALES[match[1]], unit[match.end() :]) if match and match[1] in _SCALES else (0, unit)


def demands(settings: Settings) -> Demands:
    """The indicators that ``settings`` list."""
    return Demands(settings.indicators, units(settings.lexicon).dimension)
