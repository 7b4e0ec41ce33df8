"""Indicators: the words of its sentence that say what a metric counts (guideline, section 3)."""

import re
from collections.abc import Mapping
from typing import Any

from spacy.tokens import Doc

from ..language import phrases, units
from ..language.clauses import Clauses, clauses
from ..report import Metric
from . import record, views

_CLASSIFIERS = frozenset(["thing", "thing_times", "body", "person", "event", "traditional", ""])
_AFTER_BOUND = re.compile(r"(?:左右|以上|以下|以内|上下|之多)?的?")
_QUOTE = 40  # characters between the quotes of a name
_SPACE = re.compile(r"\s+")


class Indicators:
    """spaCy component: gives each metric of the report its indicator and where it stands."""

    def __init__(self, lexicon: Mapping[str, Any]) -> None:
        self.phrases = phrases.compiled(lexicon)
        self.dimension = units.units(lexicon).dimension

    def __call__(self, doc: Doc) -> Doc:
        view = views.of(doc)
        metrics = named(view.text, view.enter(record.get(doc, "metrics")), self.phrases, self.dimension)
        record.put_metrics(doc, view.leave(metrics))
        return doc


def named(text: str, metrics: list[Metric], p: phrases.Phrases, dimension: Mapping[str, str]) -> list[Metric]:
    """The metrics with their indicators; one that only compares (同比增长5%) takes that of the metric before it."""
    marks = clauses(text)
    spans: list[tuple[int, int] | None] = []
    for index, metric in enumerate(metrics):
        before = metrics[index - 1] if index else None
        following = metrics[index + 1] if index + 1 < len(metrics) else None
        spans.append(_span(text, metric, before, following, spans, index, marks, p, dimension))
    _share_out(text, metrics, spans, marks)
    return [
        m if span is None else m._replace(
            indicator=_SPACE.sub("", text[span[0] : span[1]]), indicator_start=span[0], indicator_end=span[1]
        )
        for m, span in zip(metrics, spans, strict=True)
    ]  # fmt: skip


def _span(
    text: str,
    metric: Metric,
    before: Metric | None,
    following: Metric | None,
    spans: list[tuple[int, int] | None],
    index: int,
    marks: Clauses,
    p: phrases.Phrases,
    dimension: Mapping[str, str],
) -> tuple[int, int] | None:
    clause = _clause_start(text, marks, metric.start)
    low = max(clause, _AFTER_BOUND.match(text, before.end).end() if before else 0)  # type: ignore[union-attr]
    start, end, compares = phrases.before(text, low, metric.start, p)
    stop = marks.end(metric.end, len(text))
    followed = following is not None and following.start < stop
    right = phrases.after(
        text,
        _AFTER_BOUND.match(text, metric.end).end(),
        following.start if followed and following else stop,
        followed,
        p,  # type: ignore[union-attr]
    )
    takes_object = phrases.takes_object(text, low, metric.start, p)
    if right is None and followed and following and following.start == metric.end and (takes_object or compares):
        # 分解成4大类18项指标: both count what follows the second; 清单5类29项 has its noun before.
        return phrases.after(text, _AFTER_BOUND.match(text, following.end).end(), stop, False, p)  # type: ignore[union-attr]
    classifier = dimension.get(metric.unit, "") in _CLASSIFIERS and not metric.unit.startswith("%")
    if right and (classifier and (start == end or compares) or takes_object):
        return right
    if right and classifier and not phrases.starts_with_verb(text, right[0], p):
        return right
    if start < end and not compares:
        return start, end
    earlier = _earlier(text, metric, before, spans, index, marks)
    if earlier:
        return earlier
    if right:
        return right
    return _clause_before(text, clause, marks, p) or ((start, end) if start < end else None)


def _share_out(text: str, metrics: list[Metric], spans: list[tuple[int, int] | None], marks: Clauses) -> None:
    """分别: the figures of a clause without words of its own go one by one to those of the clause before it."""
    first = 0
    while first < len(metrics):
        clause = marks.start(metrics[first].start)
        last = first + 1
        while last < len(metrics) and marks.start(metrics[last].start) == clause:
            last += 1
        count = last - first
        earlier = spans[first - count : first] if count > 1 and first >= count else []
        if (
            "分别" in text[clause : metrics[first].start]
            and len(set(earlier)) == count
            and set(spans[first:last]) == {earlier[-1]}
        ):
            spans[first:last] = earlier
        first = last


def _clause_start(text: str, marks: Clauses, position: int) -> int:
    """The clause's beginning, moved before an opening quote that the clause closes (“讲政治，敢担当”活动5次)."""
    start = marks.start(position)
    piece = text[max(start, position - _QUOTE) : position]
    closing = piece.find("”")
    if closing >= 0 and "“" not in piece[:closing]:
        opening = text.rfind("“", max(0, start - _QUOTE), start)
        if opening >= 0:
            return marks.start(opening)
    return start


def _earlier(
    text: str, metric: Metric, before: Metric | None, spans: list[tuple[int, int] | None], index: int, marks: Clauses
) -> tuple[int, int] | None:
    """The indicator of the metric before, in the same sentence."""
    if before is None or before.start < marks.sentence_start(metric.start):
        return None
    return spans[index - 1]


def _clause_before(text: str, clause: int, marks: Clauses, p: phrases.Phrases) -> tuple[int, int] | None:
    """What the clause before names, where the metric's own clause has no words (经营情况：120万元)."""
    if clause == 0 or clause <= marks.sentence_start(clause):
        return None
    start, end, compares = phrases.before(text, marks.start(clause - 1), clause - 1, p)
    return None if compares or end - start > 30 else (start, end)
