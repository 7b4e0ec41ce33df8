"""Indicators: the words of its sentence that say what a metric counts (guideline, section 3)."""

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from spacy.tokens import Doc

from ..language import phrases, units
from ..language.clauses import Clauses, clauses
from ..report import Metric, Placeholder
from . import cells, record, views

Span = tuple[int, int]

# Units of these dimensions are followed by what they count (5支党员突击队); others follow it (产值3亿元).
_CLASSIFIERS = frozenset(
    ["thing", "thing_times", "body", "person", "labour", "lesson", "credit", "event", "traditional", ""]
)
_BOUND = re.compile(r"(?:左右|以上|以下|以内|上下|之多)?的?")
_BOUND_BEGINS = frozenset("左以上之的")
_SHORT = 2  # characters of a bracket and what stands in it that say nothing (（合3000吨）)
_QUOTE = 40  # characters between the quotes of a name
_LISTED = 120  # characters back to the 其中 of a list
_FARTHEST = 30  # characters of a clause before that may stand for one without words


class Indicators:
    """spaCy component: gives each metric of the report its indicator and where it stands."""

    def __init__(self, lexicon: Mapping[str, Any]) -> None:
        self.lexicon = lexicon
        self.phrases = phrases.compiled(lexicon)
        self.dimension = units.units(lexicon).dimension

    def __call__(self, doc: Doc) -> Doc:
        """Adds the indicators to the record of ``doc``."""
        view = views.of(doc)
        metrics = named(view.text, view.enter(record.get(doc, "metrics")), self.phrases, self.dimension)
        told = _filled(view.leave(metrics), record.get(doc, "placeholders"))
        record.put_metrics(doc, _of_tables(told, cells.of(doc, self.lexicon)))
        return doc


def _filled(metrics: Sequence[Metric], placeholders: Sequence[Placeholder]) -> list[Metric]:
    """The metrics; what was not filled in is no indicator ([请填写]12次)."""
    starts = [one.start for one in placeholders]
    result = []
    for one in metrics:
        start, end = one.indicator_start, one.indicator_end
        at = bisect_right(starts, start) - 1 if start is not None and end is not None else -1
        if at >= 0 and end is not None and end <= placeholders[at].end:
            one = one._replace(indicator=None, indicator_start=None, indicator_end=None)
        result.append(one)
    return result


def _of_tables(metrics: list[Metric], slots: list[cells.Slot]) -> list[Metric]:
    """The metrics; those in cells whose own words name nothing count what row and column name.

    No words outside a cell or a note count for what stands in it.
    """
    if not slots:
        return metrics
    known = cells.Slots(slots)
    result = []
    for one in metrics:
        slot = known.at(one.start)
        own = one.indicator_start is not None and one.indicator_start >= slot.start and not slot.figure
        if slot.end and not own:
            place = slot.indicator_start, slot.indicator_end
            one = one._replace(indicator=slot.indicator or None, indicator_start=place[0], indicator_end=place[1])
        result.append(one)
    return result


class _Context(NamedTuple):
    text: str
    metrics: list[Metric]
    marks: Clauses
    phrases: phrases.Phrases
    dimension: Mapping[str, str]


def named(text: str, metrics: list[Metric], p: phrases.Phrases, dimension: Mapping[str, str]) -> list[Metric]:
    """The metrics with their indicators; one that only compares (同比增长5%) takes that of the metric before it."""
    context = _Context(text, metrics, clauses(text), p, dimension)
    spans: list[Span | None] = []
    for index in range(len(metrics)):
        spans.append(_span(context, index, spans))
    _share_out(context, spans)
    spans = [span and _balanced(text, span, metric.start) for span, metric in zip(spans, metrics, strict=True)]
    return [
        metric
        if span is None
        else metric._replace(
            indicator="".join(text[slice(*span)].split()), indicator_start=span[0], indicator_end=span[1]
        )
        for metric, span in zip(metrics, spans, strict=True)
    ]


def _span(c: _Context, index: int, spans: list[Span | None]) -> Span | None:
    """Where the words stand that metric ``index`` counts; ``spans`` holds those of the metrics before it."""
    metric = c.metrics[index]
    clause = _clause_start(c, metric.start)
    low = max(clause, _past_bound(c.text, c.metrics[index - 1].end)) if index else clause
    among = bool(index) and _goes_on_among(c, c.metrics[index - 1], metric, spans[index - 1])
    start, end, compares = phrases.before(c.text, low, metric.start, c.phrases, among=among)
    right = _after(c, index)
    following = c.metrics[index + 1] if index + 1 < len(c.metrics) else None
    if right is None and following and following.start == metric.end:
        if compares and not index or phrases.takes_object(c.text, low, metric.start, c.phrases):
            return _after(c, index + 1)  # 分解成4大类18项指标; 清单5类29项 has its noun before it
    counts_next = c.dimension.get(metric.unit, "") in _CLASSIFIERS
    if right and (
        counts_next
        and (compares or not _is_verb(c, right))
        or phrases.takes_object(c.text, low, metric.start, c.phrases)
    ):
        return right
    if not compares:
        # 新建高湖350亩茶叶基地: the object of a verb that begins the words before stands behind the measure.
        behind = right and not _is_verb(c, right) and phrases.is_object_verb(c.text, start, c.phrases)
        return right if behind else (start, end)
    if index and c.metrics[index - 1].start >= c.marks.sentence_start(metric.start) and spans[index - 1]:
        return spans[index - 1]
    return right or _clause_before(c, clause) or ((start, end) if start < end else None)


def _goes_on_among(c: _Context, earlier: Metric, metric: Metric, span: Span | None) -> bool:
    """Whether a metric is listed behind ``earlier``, which is one of those that 其中 began, or goes on with them."""
    if span is None or span[0] > earlier.start or c.text[earlier.end : earlier.end + 1] not in ("、", "和"):
        return False
    since = max(c.marks.sentence_start(metric.start), earlier.start - _LISTED)
    return c.text.rfind("其中", since, earlier.start) > max(c.text.rfind(mark, since, earlier.start) for mark in "，；")


def _balanced(text: str, span: Span, metric: int) -> Span | None:
    """The words without a bracket whose other half they lack.

    What stands in brackets with the figure is what it counts: 企业（含个体户12户）; behind it they are an aside.
    """
    start, end = span
    opened: list[int] = []
    for at in range(start, min(end, start + _QUOTE)):
        if text[at] in "（(":
            opened.append(at)
        elif text[at] in "）)":
            if opened:
                opened.pop()
            elif at + 1 < end:
                start, opened = at + 1, []
            else:
                end = at
    if opened:
        inside = opened[0] == start or end <= metric and end - opened[0] > _SHORT
        start, end = (opened[0] + 1, end) if inside else (start, opened[0])
    return (start, end) if text[start:end].strip() else None


def _after(c: _Context, index: int) -> Span | None:
    """What follows metric ``index`` in its clause, up to the next metric."""
    end = c.metrics[index].end
    stop = c.marks.end(end, len(c.text))
    followed = index + 1 < len(c.metrics) and c.metrics[index + 1].start < stop
    return phrases.after(
        c.text, _past_bound(c.text, end), c.metrics[index + 1].start if followed else stop, followed, c.phrases
    )


def _past_bound(text: str, position: int) -> int:
    if text[position : position + 1] not in _BOUND_BEGINS:
        return position
    return _BOUND.match(text, position).end()  # type: ignore[union-attr]


def _is_verb(c: _Context, span: Span) -> bool:
    return phrases.starts_with_verb(c.text, span[0], c.phrases)


def _clause_start(c: _Context, position: int) -> int:
    """The clause's beginning, moved before an opening quote that the clause closes (“讲政治，敢担当”活动5次)."""
    start = c.marks.start(position)
    piece = c.text[max(start, position - _QUOTE) : position]
    closing = piece.find("”")
    if closing >= 0 and "“" not in piece[:closing]:
        opening = c.text.rfind("“", max(0, start - _QUOTE), start)
        if opening >= 0:
            return c.marks.start(opening)
    return start


def _clause_before(c: _Context, clause: int) -> Span | None:
    """What the clause before names, where the metric's own clause has no words (经营情况：120万元)."""
    if clause == 0 or clause <= c.marks.sentence_start(clause):
        return None
    start, end, compares = phrases.before(c.text, c.marks.start(clause - 1), clause - 1, c.phrases)
    return None if compares or end - start > _FARTHEST else (start, end)


def _share_out(c: _Context, spans: list[Span | None]) -> None:
    """分别: the figures of a clause without words of its own go one by one to those of the clause before it."""
    first = 0
    while first < len(spans):
        clause = c.marks.start(c.metrics[first].start)
        last = first + 1
        while last < len(spans) and c.marks.start(c.metrics[last].start) == clause:
            last += 1
        count = last - first
        if 1 < count <= first and "分别" in c.text[clause : c.metrics[first].start]:
            earlier = spans[first - count : first]
            if len(set(earlier)) == count and set(spans[first:last]) == {earlier[-1]}:
                spans[first:last] = earlier
        first = last
