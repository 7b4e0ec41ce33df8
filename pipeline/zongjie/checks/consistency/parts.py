"""ZJ301: parts against their total (党员126名，其中正式党员120名、预备党员8名)."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import groupby

from ...report import Metric
from ..rule import Case, Hit, Rule
from . import figures
from .lists import JOINED, MOST, SHARE, WITH, Lists, Parts
from .movements import is_single
from .phrases import Phrase, phrases
from .plain_lists import completed, listed, summed
from .proportions import are_all, of_total, proportions
from .split_shares import shares
from .words import words

_BACK = 8  # phrases before a part in which its total is sought
_NEXT = frozenset("；;")


def parts_against_total(case: Case) -> Iterator[Hit]:
    """Parts whose sum is not their total, or of which one is greater."""
    lists = Lists(case.report.text, words(case.settings.lexicon))
    yield from judged(case, Finder(lists))
    yield from proportions(lists, case.report)


def judged(case: Case, finder: "Finder") -> Iterator[Hit]:
    """What ``finder`` says of the sentences of a report."""
    before: list[Phrase] = []
    for _, group in groupby(phrases(case.report), key=lambda one: one.sentence):
        sentence = list(group)
        yield from finder.judge(sentence, before)
        before = sentence


class Finder:
    """The findings of single sentences."""

    def __init__(self, lists: Lists) -> None:
        self.lists = lists

    def judge(self, sentence: Sequence[Phrase], before: Sequence[Phrase]) -> Iterator[Hit]:
        """The findings in ``sentence``; ``before`` is the sentence before it, whose total may go on in this one."""
        seen = -1
        for at, phrase in enumerate(sentence):
            if at < seen:
                continue
            if WITH.match(self.lists.text, phrase.start, phrase.end):
                hits, seen = self._with(sentence, at, before)
                yield from hits
            elif phrase.metrics:
                yield from self.bare(sentence, at)
        yield from self.shares(sentence)

    def bare(self, sentence: Sequence[Phrase], at: int) -> Iterator[Hit]:
        """The finding on a list without 其中 that phrase ``at`` begins or ends."""
        found = (
            listed(self.lists, sentence, at) or summed(self.lists, sentence, at) or completed(self.lists, sentence, at)
        )
        if found:
            yield found

    def shares(self, sentence: Sequence[Phrase]) -> Iterator[Hit]:
        """The findings on shares of one whole."""
        yield from shares(self.lists, sentence)

    def _with(self, sentence: Sequence[Phrase], at: int, before: Sequence[Phrase]) -> tuple[list[Hit], int]:
        """What is wrong after 其中 at phrase ``at``, and the phrase after the parts."""
        parts, after = self.lists.run(sentence, at)
        if not parts:
            return [], at + 1
        earlier = sentence[max(0, at - _BACK) : at]
        if not any(phrase.metrics for phrase in earlier):
            near = before and sentence[at].start - before[-1].end <= 4
            earlier = before[-_BACK:] if near and at == 0 else []
        whole = self.lists.total(earlier, parts[0][1])
        if whole is None:
            return [], after
        high = max(self.lists.highs(earlier, whole))
        hit = self.of_parts(whole, parts, high, self._ends(parts, sentence[after:]))
        hit = hit or self.shared(whole, parts, sentence[at : at + MOST + 1])
        return [hit] if hit else [], after

    def _ends(self, parts: Parts, rest: Sequence[Phrase]) -> bool:
        """Whether nothing follows the list, or after one with 、 a comma and figures of other units alone."""
        if not rest:
            return True
        if rest[0].mark != "，" or any(phrase.mark not in JOINED for phrase, _ in parts[1:]):
            return False
        family = self.lists.family(parts[0][1])
        return not any(self.lists.family(one) == family or one.unit in SHARE for each in rest for one in each.metrics)

    def shared(self, whole: Metric, parts: Parts, sentence: Sequence[Phrase]) -> Hit | None:
        """The finding on the shares of the total that ``sentence`` tells with the parts, or on parts that are all."""
        if is_single(whole):
            found = of_total(self.lists, sentence, whole, parts)
            return found or (self.lists.compare(whole, parts) if are_all(sentence, parts) else None)
        return None

    def of_parts(self, whole: Metric, parts: Parts, high: Decimal, ends: bool) -> Hit | None:
        """The finding on the parts after 其中: one is more than ``high``, or they make up another whole.

        ``ends`` says that the sentence ends with them.
        """
        for phrase, part in parts:
            if phrase.mark in _NEXT:
                break
            if figures.judged(part) and figures.bounds(part).low > high:
                name = self.lists.name(phrase, part)
                message = f"{name}{figures.written(part)}，超过了总数{figures.written(whole)}"
                return Hit(whole.start, part.end, message, "其中")
        return self.sum(whole, parts, ends)

    def sum(self, whole: Metric, parts: Parts, ends: bool) -> Hit | None:
        """The finding where parts that make up ``whole`` do not; None where they do or need not."""
        first = next((at for at, (phrase, _) in enumerate(parts) if at and phrase.mark in _NEXT), len(parts))
        chosen = self.lists.complement(parts) or self.lists.complement(parts[:first])
        named = [self.lists.text_of(phrase) for phrase, _ in parts]
        if not chosen and len(parts) > 1 and self.lists.known.rest.match(named[-1]):
            chosen = parts
        if chosen:
            return self.lists.compare(whole, chosen)
        if ends and self.lists.are_disjoint(named):
            return self.lists.compare(whole, parts, most=True)
        return None


RULES = (
    Rule(
        id="ZJ301",
        name="parts-against-total",
        severity="error",
        summary="各部分之和与总数不符，其中一项比总数还大，或所占比例与两个数对不上。",
        why="总数与分项对不上，汇总时不知道该用哪个数。",
        bad="一、工作开展情况\n现有党员126名，其中正式党员120名、预备党员8名。",
        good="一、工作开展情况\n现有党员128名，其中正式党员120名、预备党员8名。",
        remedy="核对总数和各分项，改正写错的数。",
        check=parts_against_total,
    ),
)
