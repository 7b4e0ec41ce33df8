"""Lists of figures and their totals: what stands after 其中, what may be its total, which names make up a whole."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from ...report import Metric
from ..rule import Hit
from . import figures
from .phrases import CLOSE, OPEN, Phrase
from .words import Words

MOST = 40  # parts of one list that are looked at
SHARE = frozenset(["%", "％"])
WITH = re.compile(r"其中")
JOINED = frozenset("、和")  # marks between things of one list
DISTRIBUTED = "分别"
_PAIR = 2
_SEVERAL = re.compile("[、和及与]")
_EDGES = "，、：:（( "
_CHANGED = re.compile(r"(?:增加|增长|减少|下降|降低|提高|多|少|净增|新增|增|减|降)了?(?:约|近|将近|超过|超|逾)?$")
_RATE = re.compile("年均|平均|人均|每|日均|月均|户均")
_COMPARED = re.compile("比(?:上年|去年|年初|上月)|较(?:上年|去年|年初|上月)|[同环]比")

Parts = list[tuple[Phrase, Metric]]


class Lists:
    """The lists of a text, by the words that are known."""

    def __init__(self, text: str, known: Words) -> None:
        self.text, self.known = text, known

    def family(self, metric: Metric) -> str:
        """The unit that stands for all that count the same as that of ``metric``."""
        return self.known.family(metric.unit)

    def run(self, sentence: Sequence[Phrase], at: int) -> tuple[Parts, int]:
        """The parts that stand from phrase ``at`` on, of one unit, and the phrase after them."""
        parts: Parts = []
        family, inside, index = "", 0, at
        for index in range(at, min(len(sentence), at + MOST)):
            phrase = sentence[index]
            if index > at or phrase.mark in CLOSE:
                inside += (phrase.mark in OPEN) - (phrase.mark in CLOSE)
            if inside < 0:
                return parts, index
            if inside or not phrase.metrics:
                words_only = self.text[phrase.start : phrase.end].strip()
                if not inside and parts and words_only and phrase.mark not in CLOSE:
                    return parts, index
                continue
            fitting = [one for one in phrase.metrics if not family or self.family(one) == family]
            if parts and not fitting:
                if all(one.unit in SHARE for one in phrase.metrics):
                    continue  # 正式党员120名，占95%
                return parts, index
            if (
                parts
                and all(map(is_by, fitting))
                and self.known.up_or_down.match(self.text, phrase.start, fitting[0].start)
            ):
                continue  # 中央资金12万元，增加2万元，地方资金8万元
            begins = self.known.verb.match(self.text, phrase.start, phrase.end)
            if parts and (begins and phrase.mark not in JOINED or WITH.match(self.text, phrase.start)):
                return parts, index
            if fitting[0].unit in SHARE or fitting[0].change or len(fitting) > 1:
                return parts, index
            family = family or self.family(fitting[0])
            parts.append((phrase, fitting[0]))
        return parts, index + 1

    def total(self, earlier: Sequence[Phrase], part: Metric) -> Metric | None:
        """The nearest figure before that ``part`` can be a part of; None where there is none, or it is open.

        A figure that says by how much something changed is one only where no other stands before it.
        """
        family = self.family(part)
        changed = None
        for at in range(len(earlier) - 1, -1, -1):
            phrase = earlier[at]
            fitting = [one for one in phrase.metrics if self.family(one) == family]
            if not fitting:
                continue
            whole, text = fitting[-1], self.text[phrase.start : fitting[-1].start]
            if not figures.judged(whole) or DISTRIBUTED in text or len(fitting) > 1 or _RATE.search(text):
                return None
            if is_by(whole) or _CHANGED.search(text) or _COMPARED.search(text):
                near = phrase.sentence == figures.marks(self.text).sentence_start(part.start)
                changed = changed or (whole if near and not _COMPARED.search(text) else None)
                continue
            listed = at and any(self.family(one) == family for one in earlier[at - 1].metrics)
            return None if listed and phrase.mark in JOINED else whole
        return changed

    def highs(self, earlier: Sequence[Phrase], whole: Metric) -> Iterator[Decimal]:
        """The most that the figures before a part can be, as any of them may be what it is a part of."""
        family = self.family(whole)
        yield figures.bounds(whole).high
        for phrase in earlier:
            for one in phrase.metrics:
                if figures.judged(one) and self.family(one) == family and one.start < whole.start:
                    yield figures.bounds(one).high

    def complement(self, parts: Parts) -> Parts:
        """Those of the parts that make up a whole by their names; none where no set is complete, or one comes twice."""
        return [parts[index] for index in self.complete([self.text_of(phrase) for phrase, _ in parts])]

    def complete(self, named: Sequence[str]) -> list[int]:
        """The places of the names that make up a whole together; see ``complement``."""
        found = self.known.completing.findall(named[0]) if named else []
        for names in dict.fromkeys(row for name in found for row in self.known.completed[name]):
            by_name: dict[str, list[int]] = {}
            for index, text in enumerate(named):
                held = [name for name in names if name in text]
                longest = max(held, key=len, default="")
                if longest and all(one in longest for one in held):
                    by_name.setdefault(longest, []).append(index)
            if len(names) == len(named) == _PAIR and len(by_name) == 1 and not _SEVERAL.search("".join(named)):
                other = next(name for name in names if name not in by_name)
                both = [index for index, text in enumerate(named) if all(name in text for name in names)]
                by_name |= {other: both}  # 中央赤字300亿元、由中央代地方发债100亿元
            alone = len(named) == len(names) or names in self.known.complements
            if alone and len(by_name) == len(names) and all(len(found) == 1 for found in by_name.values()):
                return sorted(found[0] for found in by_name.values())
        return []

    def are_disjoint(self, named: Sequence[str]) -> bool:
        """Whether each part has a name of its own of one set of classes that do not overlap."""
        for names in self.known.disjoint:
            held = [[name for name in names if name in text] for text in named]
            if len(named) > 1 and all(len(one) == 1 for one in held) and len({one[0] for one in held}) == len(named):
                return not any(re.search("以上|以下|及", text) for text in named)
        return False

    def compare(self, whole: Metric, parts: Parts, most: bool = False) -> Hit | None:
        """The finding where the sum of ``parts`` is not ``whole``, or is more where they are but ``most`` of it."""
        metrics = [part for _, part in parts]
        if len(metrics) < 2 or not all(figures.judged(one) and one.high is None for one in metrics):
            return None
        value, possible = figures.total(metrics)
        own = figures.bounds(whole)
        if not possible.apart(own) or most and possible.low <= own.high:
            return None
        difference = value - (whole.value or 0)
        start, end = min(whole.start, metrics[0].start), max(whole.end, metrics[-1].end)
        sums = "＋".join(figures.written(one) for one in metrics) if len(metrics) <= 4 else "各项之和"
        word = "多" if difference > 0 else "少"
        message = (
            f"{sums}＝{figures.shown(value, whole)}，与总数{figures.written(whole)}不符"
            f"（{word}{figures.shown(abs(difference), whole)}）"
        )
        return Hit(start, end, message, "sum")

    def text_of(self, phrase: Phrase) -> str:
        """The words of a phrase."""
        return self.text[phrase.start : phrase.end]

    def name(self, phrase: Phrase, part: Metric) -> str:
        """What a part is called, in the marks of a quote."""
        name = (part.indicator or self.text[phrase.start : part.start]).strip(_EDGES).removeprefix("其中").strip(_EDGES)
        return f"“{name}”" if name else "其中的"


def is_by(metric: Metric) -> bool:
    """Whether a figure says by how much something changed."""
    return metric.change is not None and metric.change.to is None
