"""ZJ313: parts after 其中 that are more than their total, or nearly all of it, which may be right."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from ...report import Metric
from ..rule import Case, Hit, Rule
from . import figures
from .lists import JOINED, SHARE, Lists, Parts
from .parts import Finder, judged
from .phrases import Phrase
from .plain_lists import AND_SO_ON
from .proportions import rates
from .split_shares import nearly_whole
from .words import words

_PEOPLE = frozenset("人名位")  # who may be of several classes at once: 女, 党员
_ALL, _NEARLY = 3, Decimal("0.9")  # parts that may be meant to be all, and the share of the total that they then are
_TWO = Decimal("0.95")  # the same for two parts


def doubtful_parts(case: Case) -> Iterator[Hit]:
    """Parts that leave open whether a figure is wrong or the list is not what it seems."""
    lists = Lists(case.report.text, words(case.settings.lexicon))
    yield from judged(case, _Doubter(lists))
    yield from rates(lists, case.report)


class _Doubter(Finder):
    """Where ``Finder`` is silent."""

    def bare(self, sentence: Sequence[Phrase], at: int) -> Iterator[Hit]:
        """Nothing: without 其中 too much is no list."""
        yield from ()

    def shares(self, sentence: Sequence[Phrase]) -> Iterator[Hit]:
        """Shares of one whole that are nearly all of it."""
        yield from nearly_whole(self.lists, sentence)

    def shared(self, whole: Metric, parts: Parts, sentence: Sequence[Phrase]) -> Hit | None:
        """Nothing."""
        return None

    def of_parts(self, whole: Metric, parts: Parts, high: Decimal, ends: bool) -> Hit | None:
        """The finding on parts that end their sentence in one list and whose sum others have not judged."""
        metrics = [part for _, part in parts]
        last = self.lists.text_of(parts[-1][0])
        if (
            not ends
            or whole.unit in SHARE
            or len(parts) < 2
            or AND_SO_ON.search(last)
            or self.lists.known.rest.match(last)
        ):
            return None
        if any(phrase.mark not in JOINED for phrase, _ in parts[1:]) or self.lists.complement(parts):
            return None
        if not all(figures.judged(one) and one.high is None for one in metrics):
            return None
        if any(figures.bounds(one).low > high for one in metrics) or self.sum(whole, parts, ends):
            return None
        value, possible = figures.total(metrics)
        own = figures.bounds(whole)
        difference = figures.shown(abs(value - (whole.value or 0)), whole)
        said = f"其中各项之和为{figures.shown(value, whole)}，比总数{figures.written(whole)}"
        if possible.low > own.high and self.lists.known.family(whole.unit) not in _PEOPLE:
            said += f"多{difference}；各项有重叠的请写明"
        elif own.low * (_NEARLY if len(metrics) >= _ALL else _TWO) <= possible.high < own.low:
            said += f"少{difference}；没有列全的请写明"
        else:
            return None
        return Hit(whole.start, metrics[-1].end, said, "其中")


RULES = (
    Rule(
        id="ZJ313",
        name="doubtful-parts",
        severity="warning",
        summary="“其中”各项之和比总数多，或只比总数少一点，看不出是不是列全了、有没有重叠；办结率一类与前面两个数对不上。",
        why="多半有一个数写错了；各项有重叠，或没有列全，也应当让读的人看得出来。",
        bad="一、工作开展情况\n化解矛盾纠纷86起，其中邻里42起、土地28起、劳资30起。",
        good="一、工作开展情况\n化解矛盾纠纷86起，其中邻里42起、土地28起。",
        remedy="核对总数和各项；没有列全的加“等”或“其余”，有重叠的写明。",
        check=doubtful_parts,
    ),
)
