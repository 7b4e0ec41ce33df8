"""ZJ301: parts against their total (党员126名，其中正式党员120名、预备党员8名)."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import groupby

from ...report import Metric
from ..rule import Case, Hit, Rule
from . import figures
from .phrases import CLOSE, OPEN, Phrase, phrases
from .words import Words, words

_MOST = 40  # parts of one list that are looked at
_BACK = 8  # phrases before a part in which its total is sought
_SHARE = frozenset(["%", "％"])
_WITH = re.compile(r"其中")
AND_SO_ON = re.compile(r"等[^级次候]|等$")
_WHOLE = Decimal(100)
_EDGES = "，、：:（( "
JOINED = frozenset("、和")  # marks between things of one list
_COMMA = frozenset("，,、")
_NEXT = frozenset("；;")
_COLON = frozenset("：:")
_ITEMS = JOINED | _COMMA
_FEW = 6  # parts that make up a whole by their names
_CHANGED = re.compile(r"(?:增加|增长|减少|下降|降低|提高|多|少|净增|新增|增|减|降)了?(?:约|近|将近|超过|超|逾)?$")
_RATE = re.compile("年均|平均|人均|每|日均|月均|户均")
_COMPARED = re.compile("比(?:上年|去年|年初|上月)|较(?:上年|去年|年初|上月)|[同环]比")
_MADE_OF = re.compile("结构|构成|组成|比例为|三次产业|一二三产")
_MADE_UP = re.compile("(?:部分|共同)?(?:构成|组成)[。；，]?$")  # 由甲12件和乙18件两部分构成
_OTHER_TIME = re.compile("去年|上年|前年|同期|计划|目标|任务|上月|以来")
_DISTRIBUTED = "分别"

Parts = list[tuple[Phrase, Metric]]


def parts_against_total(case: Case) -> Iterator[Hit]:
    """Parts whose sum is not their total, or of which one is greater."""
    return judged(case, Finder(case.report.text, words(case.settings.lexicon)))


def judged(case: Case, finder: "Finder") -> Iterator[Hit]:
    """What ``finder`` says of the sentences of a report."""
    before: list[Phrase] = []
    for _, group in groupby(phrases(case.report), key=lambda one: one.sentence):
        sentence = list(group)
        yield from finder.judge(sentence, before)
        before = sentence


class Finder:
    """The findings of single sentences."""

    def __init__(self, text: str, known: Words) -> None:
        self.text, self.known = text, known

    def judge(self, sentence: Sequence[Phrase], before: Sequence[Phrase]) -> Iterator[Hit]:
        """The findings in ``sentence``; ``before`` is the sentence before it, whose total may go on in this one."""
        seen = -1
        for at, phrase in enumerate(sentence):
            if at < seen:
                continue
            if _WITH.match(self.text, phrase.start, phrase.end):
                hits, seen = self._with(sentence, at, before)
                yield from hits
            elif phrase.metrics:
                yield from self.bare(sentence, at)
        yield from self.shares(sentence)

    def bare(self, sentence: Sequence[Phrase], at: int) -> Iterator[Hit]:
        """The finding on a list without 其中 that phrase ``at`` begins or ends."""
        found = self._listed(sentence, at) or self._summed(sentence, at) or self._completed(sentence, at)
        if found:
            yield found

    def _with(self, sentence: Sequence[Phrase], at: int, before: Sequence[Phrase]) -> tuple[list[Hit], int]:
        """What is wrong after 其中 at phrase ``at``, and the phrase after the parts."""
        parts, after = self._run(sentence, at)
        if not parts:
            return [], at + 1
        earlier = sentence[max(0, at - _BACK) : at]
        if not any(phrase.metrics for phrase in earlier):
            near = before and sentence[at].start - before[-1].end <= 4
            earlier = before[-_BACK:] if near and at == 0 else []
        whole = self._total(earlier, parts[0][1])
        if whole is None:
            return [], after
        hit = self.of_parts(whole, parts, max(self._highs(earlier, whole)), after == len(sentence))
        return [hit] if hit else [], after

    def of_parts(self, whole: Metric, parts: Parts, high: Decimal, ends: bool) -> Hit | None:
        """The finding on the parts after 其中: one is more than ``high``, or they make up another whole.

        ``ends`` says that the sentence ends with them.
        """
        for phrase, part in parts:
            if phrase.mark in _NEXT:
                break
            if figures.judged(part) and figures.bounds(part).low > high:
                name = self._name(phrase, part)
                message = f"{name}{figures.written(part)}，超过了总数{figures.written(whole)}"
                return Hit(whole.start, part.end, message, "其中")
        return self.sum(whole, parts, ends)

    def _highs(self, earlier: Sequence[Phrase], whole: Metric) -> Iterator[Decimal]:
        """The most that the figures before a part can be, as any of them may be what it is a part of."""
        family = self.known.family(whole.unit)
        yield figures.bounds(whole).high
        for phrase in earlier:
            for one in phrase.metrics:
                if figures.judged(one) and self.known.family(one.unit) == family and one.start < whole.start:
                    yield figures.bounds(one).high

    def _run(self, sentence: Sequence[Phrase], at: int) -> tuple[Parts, int]:
        """The parts that stand from phrase ``at`` on, of one unit, and the phrase after them."""
        parts: Parts = []
        family, inside, index = "", 0, at
        for index in range(at, min(len(sentence), at + _MOST)):
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
            fitting = [one for one in phrase.metrics if not family or self.known.family(one.unit) == family]
            if parts and not fitting:
                if all(one.unit in _SHARE for one in phrase.metrics):
                    continue  # 正式党员120名，占95%
                return parts, index
            begins = self.known.verb.match(self.text, phrase.start, phrase.end)
            if parts and (begins and phrase.mark not in JOINED or _WITH.match(self.text, phrase.start)):
                return parts, index
            if fitting[0].unit in _SHARE or fitting[0].change or len(fitting) > 1:
                return parts, index
            family = family or self.known.family(fitting[0].unit)
            parts.append((phrase, fitting[0]))
        return parts, index + 1

    def _total(self, earlier: Sequence[Phrase], part: Metric) -> Metric | None:
        """The nearest figure before that ``part`` can be a part of; None where there is none, or it is open.

        A figure that says by how much something changed is one only where no other stands before it.
        """
        family = self.known.family(part.unit)
        changed = None
        for at in range(len(earlier) - 1, -1, -1):
            phrase = earlier[at]
            fitting = [one for one in phrase.metrics if self.known.family(one.unit) == family]
            if not fitting:
                continue
            whole, text = fitting[-1], self.text[phrase.start : fitting[-1].start]
            if not figures.judged(whole) or _DISTRIBUTED in text or len(fitting) > 1 or _RATE.search(text):
                return None
            if _by(whole) or _CHANGED.search(text) or _COMPARED.search(text):
                near = phrase.sentence == figures.marks(self.text).sentence_start(part.start)
                changed = changed or (whole if near and not _COMPARED.search(text) else None)
                continue
            listed = at and any(self.known.family(one.unit) == family for one in earlier[at - 1].metrics)
            return None if listed and phrase.mark in JOINED else whole
        return changed

    def sum(self, whole: Metric, parts: Parts, ends: bool) -> Hit | None:
        """The finding where parts that make up ``whole`` do not; None where they do or need not."""
        first = next((at for at, (phrase, _) in enumerate(parts) if at and phrase.mark in _NEXT), len(parts))
        chosen = self.complement(parts) or self.complement(parts[:first])
        named = [self.text_of(phrase) for phrase, _ in parts]
        if not chosen and len(parts) > 1 and self.known.rest.match(named[-1]):
            chosen = parts
        if chosen:
            return self._compare(whole, chosen)
        if ends and self._are_disjoint(named):
            return self._compare(whole, parts, most=True)
        return None

    def complement(self, parts: Parts) -> Parts:
        """Those of the parts that make up a whole by their names; none where no set is complete, or one comes twice."""
        named = [self.text_of(phrase) for phrase, _ in parts]
        found = self.known.completing.findall(named[0]) if named else []
        for names in dict.fromkeys(row for name in found for row in self.known.completed[name]):
            by_name: dict[str, list[int]] = {}
            for index, text in enumerate(named):
                held = [name for name in names if name in text]
                longest = max(held, key=len, default="")
                if longest and all(one in longest for one in held):
                    by_name.setdefault(longest, []).append(index)
            alone = len(parts) == len(names) or names in self.known.complements
            if alone and len(by_name) == len(names) and all(len(found) == 1 for found in by_name.values()):
                return [parts[index] for index in sorted(found[0] for found in by_name.values())]
        return []

    def _are_disjoint(self, named: Sequence[str]) -> bool:
        """Whether each part has a name of its own of one set of classes that do not overlap."""
        for names in self.known.disjoint:
            held = [[name for name in names if name in text] for text in named]
            if len(named) > 1 and all(len(one) == 1 for one in held) and len({one[0] for one in held}) == len(named):
                return not any(re.search("以上|以下|及", text) for text in named)
        return False

    def _compare(self, whole: Metric, parts: Parts, most: bool = False) -> Hit | None:
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

    def _listed(self, sentence: Sequence[Phrase], at: int) -> Hit | None:
        """A total before its whole list: 共处理30件：甲12件、乙18件; 共30件（甲12件、乙18件）; 共30件，分别为…."""
        phrase, after = sentence[at], sentence[at + 1] if at + 1 < len(sentence) else None
        if after is None or len(phrase.metrics) != 1:
            return None
        whole = phrase.metrics[0]
        text = self.text[phrase.start : whole.start]
        if not figures.judged(whole) or whole.unit in _SHARE or _by(whole) or _DISTRIBUTED in text:
            return None
        counted = self.known.sum_words.search(text)
        bracket = after.mark in OPEN
        cue = self.known.exhaustive.match(self.text, after.start, after.end)
        last = sentence[at + 2 : at + 2 + _MOST]
        made = cue and any(_MADE_UP.search(self.text_of(one)) for one in last)
        if not (bracket or made or counted and (after.mark in _COLON or cue)):
            return None
        if _WITH.match(self.text, after.start):
            return None
        parts: Parts = []
        closed = not bracket
        for one in sentence[at + 1 : at + 1 + _MOST]:
            if bracket and one.mark in CLOSE:
                closed = True
                break
            if parts and (one.mark in OPEN or one.mark in _COLON):
                return None
            if made and parts and _MADE_UP.search(self.text_of(parts[-1][0])):
                break
            if len(one.metrics) != 1 or AND_SO_ON.search(self.text_of(one)) or _WITH.search(self.text_of(one)):
                return None
            part = one.metrics[0]
            if self.known.family(part.unit) != self.known.family(whole.unit) or _by(part):
                return None
            if _OTHER_TIME.search(self.text_of(one)):
                return None
            parts.append((one, part))
        return self._compare(whole, parts) if closed and len(parts) > 1 else None

    def _summed(self, sentence: Sequence[Phrase], at: int) -> Hit | None:
        """A total after its whole list: 甲12件、乙18件，共计30件."""
        phrase = sentence[at]
        whole = phrase.metrics[0]
        said = self.text[phrase.start : whole.start].strip()
        if len(phrase.metrics) != 1 or not figures.judged(whole) or phrase.mark not in _COMMA:
            return None
        whole_list = self.known.sum_before.fullmatch(said) is not None
        if not (whole_list or self.known.added_up.search(said)):
            return None
        parts: Parts = []
        added = False
        possible = figures.NOTHING
        before = sentence[max(0, at - _MOST) : at]
        for index in range(len(before) - 1, -1, -1):
            one = before[index]
            added = added or self.known.added.match(self.text, one.start, one.end) is not None
            if not one.metrics and parts and parts[0][0].mark in JOINED and one.end < parts[0][0].start:
                continue  # a name of several words: 文化、教育12件
            part = one.metrics[0] if len(one.metrics) == 1 else None
            if part is None or not figures.judged(part) or not self._adds(one, part, whole):
                break
            parts.insert(0, (one, part))
            possible += figures.bounds(part)
            if len(parts) > 1 and not possible.apart(figures.bounds(whole)):
                return None  # what stands before is another fact
            if one.mark not in _ITEMS or self.known.sum_before.search(self.text[one.start : part.start]):
                break
        if len(parts) > 1 and self.known.sum_before.search(self.text[parts[0][0].start : parts[0][1].start]):
            # A total of its own, which is a part only where a figure is added or it begins the sentence.
            if not added and any(one.metrics for one in before if one.start < parts[0][0].start):
                parts = parts[1:]
        return self._compare(whole, parts) if whole_list or added else None

    def _adds(self, phrase: Phrase, part: Metric, whole: Metric) -> bool:
        """Whether a figure may be one of those that ``whole`` sums up."""
        text = self.text_of(phrase)
        return (
            self.known.family(part.unit) == self.known.family(whole.unit) and not _by(part) and not _WITH.search(text)
        )

    def _completed(self, sentence: Sequence[Phrase], at: int) -> Hit | None:
        """A total and right after it, without 其中, parts that make it up by their names: 126名，男80名，女46名."""
        phrase = sentence[at]
        if len(phrase.metrics) != 1 or at + 2 >= len(sentence):
            return None
        whole = phrase.metrics[0]
        if not figures.judged(whole) or whole.unit in _SHARE or _by(whole) or phrase.mark in JOINED:
            return None
        if _DISTRIBUTED in self.text[phrase.start : whole.start]:
            return None
        if sentence[at + 1].mark in JOINED:
            return None  # the first of a list: 国家级1项、省级3项、市级5项，共9项
        parts, after = self._run(sentence[at + 1 : at + 1 + _FEW], 0)
        following = sentence[at + 1 + after : at + 2 + after]
        if any(
            self.known.sum_before.search(self.text[one.start : one.metrics[0].start])
            for one in following
            if one.metrics
        ):
            return None  # its total comes after it
        if len(parts) < 2 or self.known.family(parts[0][1].unit) != self.known.family(whole.unit):
            return None
        if self._is_split(sentence[:at], whole, parts):
            return self._compare(whole, parts)
        chosen = self.complement(parts)
        return self._compare(whole, chosen) if len(chosen) == len(parts) else None

    def _is_split(self, before: Sequence[Phrase], whole: Metric, parts: Parts) -> bool:
        """Whether the first figure of a sentence is split in two, the second the rest: 45件，已办结40件，其余5件."""
        if len(parts) != 2 or not self.known.rest.match(self.text_of(parts[1][0])):
            return False
        family = self.known.family(whole.unit)
        if any(self.known.family(one.unit) == family for phrase in before for one in phrase.metrics):
            return False
        metrics = [part for _, part in parts]
        return all(figures.judged(one) and (one.value or 0) < (whole.value or 0) for one in metrics)

    def shares(self, sentence: Sequence[Phrase]) -> Iterator[Hit]:
        """Shares of one whole that make more than 100%, or less where the last is all the rest."""
        run: Parts = []
        for phrase in [*sentence, None]:
            one = phrase.metrics[0] if phrase and len(phrase.metrics) == 1 and len(run) < _MOST else None
            if phrase and one and one.unit in _SHARE and not one.change and figures.judged(one) and one.high is None:
                run.append((phrase, one))
                continue
            if len(run) > 1:
                hit = self._whole_of(run)
                if hit:
                    yield hit
            run = []

    def _whole_of(self, run: Parts) -> Hit | None:
        named = [self.text_of(phrase) for phrase, _ in run]
        if not any("占" in text for text in named[:2]) or any(_WITH.search(text) for text in named):
            return None
        metrics = [part for _, part in run]
        if any(not 0 <= (one.value or 0) <= _WHOLE for one in metrics):
            return None
        value, possible = figures.total(metrics)
        rest = bool(self.known.rest.match(named[-1]))
        made = _MADE_OF.search(named[0]) or len(self.complement(run)) == len(run)
        over, under = possible.low > _WHOLE + 1, possible.high < _WHOLE - 1
        if not ((rest or made) and over or rest and under):
            return None
        message = f"各部分占比之和为{figures.plain(value)}%，" + ("超过了100%" if value > _WHOLE else "不到100%")
        return Hit(metrics[0].start, metrics[-1].end, message, "占")

    def text_of(self, phrase: Phrase) -> str:
        """The words of a phrase."""
        return self.text[phrase.start : phrase.end]

    def _name(self, phrase: Phrase, part: Metric) -> str:
        name = (part.indicator or self.text[phrase.start : part.start]).strip(_EDGES).removeprefix("其中").strip(_EDGES)
        return f"“{name}”" if name else "其中的"


def _by(metric: Metric) -> bool:
    """Whether a figure says by how much something changed."""
    return metric.change is not None and metric.change.to is None


RULES = (
    Rule(
        id="ZJ301",
        name="parts-against-total",
        severity="error",
        summary="各部分之和与总数不符，或其中一项比总数还大。",
        why="总数与分项对不上，汇总时不知道该用哪个数。",
        bad="一、工作开展情况\n现有党员126名，其中正式党员120名、预备党员8名。",
        good="一、工作开展情况\n现有党员128名，其中正式党员120名、预备党员8名。",
        remedy="核对总数和各分项，改正写错的数。",
        check=parts_against_total,
    ),
)
