"""Metrics: quantities that report or promise work, with kind, change and period (guideline, section 3).

Which words they count is said by the indicators component, which runs next.
"""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from spacy.tokens import Doc, Span

from ..language import phrases, quantity
from ..language.blanks import TAIL, ZEROS
from ..language.clauses import Clauses, clauses
from ..language.durations import REACH, TIMED, reports
from ..language.numerals import scale_of
from ..language.periods import period, times
from ..report import Change, Metric, OutlineNode, Period, Placeholder, Section
from . import cells, record, views

_QUOTED = re.compile(r"[“「《〔][^“”「」《》〔〕\n]{1,40}[”」》〕]")
_POINTED = re.compile(r"[0-9０-９]{1,2}[.．]([0-9０-９][0-9０-９.．]*)?")
_DIGITS = frozenset("0123456789０１２３４５６７８９")
_FURTHER = re.compile("[0-9０-９]*")
_NUMBER_BEFORE = re.compile(r"[0-9０-９][0-9０-９,.，．]*\Z")
_NO_MORE = str.maketrans("", "", "余多")
_LONGEST_CUE = 12
_JOINED = re.compile(r"[至到—–～~-]{1,2}|[万千亿]")
_DOWN = re.compile(r"减|降|下降|缩|压|回落|跌|低于")
_CHANGE = re.compile(
    r"(?:增长|增加|提高|提升|上升|下降|减少|降低|回落|缩短|压减|压缩|净增|上涨|下跌|收窄|扩大)了?(?:约|近|超过?)?$"
)
_CHANGE_ENDS = frozenset("长加高升降少低落短减缩增涨跌窄大了约近超过")
_TO = re.compile(
    r"[左右以上余的，]{0,3}(?:进一步)?(?P<verb>增长|增加|提高|提升|上升|增|升|下降|减少|降低|降|减|回落|缩短|压缩|压减|扩大|扩充|调整|压降)(?:到|至|为)"
)
_FROM = re.compile(r"(?:由|从)[^，。；]{0,12}$")
# 2026年计划发展党员10名; not 2026年工作计划12条, a plan that is written.
_PLANNED = re.compile(
    r"(?<![^，,。；;：:、（(\s])(?P<year>20[0-9]{2})年度?[^，,。；;：:、\s工作的0-9]{0,4}计划(?=[\u4e00-\u9fff])"
    r"(?!生育|单列|[编草书表方已的和与经由制任外内])"
)


class Metrics:
    """spaCy component: ``doc.spans["metrics"]`` (label: unit) and the report's metrics, indicators still unknown."""

    def __init__(self, lexicon: Mapping[str, Any]) -> None:
        self.grammar = quantity.grammar(lexicon)
        self.phrases = phrases.compiled(lexicon)
        self.lexicon = lexicon

    def __call__(self, doc: Doc) -> Doc:
        """Adds the metrics to the record of ``doc``."""
        view = views.of(doc)
        metrics = find(
            without_labels(view.text, view.enter(record.get(doc, "outline"))),
            view.enter(record.get(doc, "placeholders")),
            view.enter(record.get(doc, "sections")),
            record.record(doc).get("year"),
            self.grammar,
            self.phrases,
            cells.Slots(view.enter(cells.of(doc, self.lexicon))),
        )
        text = record.text_of(doc)
        if view.at:
            metrics = [m._replace(text=text[m.start : m.end]) for m in view.leave(metrics)]
        record.put_metrics(doc, metrics)
        doc.spans["metrics"] = [Span(doc, m.start, m.end, label=m.unit) for m in metrics]
        return doc


def without_labels(text: str, nodes: list[OutlineNode]) -> str:
    """``text`` with blanks in place of those numbers of headings and parts that read like decimals (1.3条生产线)."""
    pieces, last = [], 0
    for node in nodes:
        end = node.start + len(node.label)
        pointed = _POINTED.fullmatch(node.label)
        if pointed and (pointed[1] or text[end : end + 1] in _DIGITS) and text.startswith(node.label, node.start):
            pieces += [text[last : node.start], " " * (end - node.start)]
            last = end
    return "".join([*pieces, text[last:]]) if pieces else text


def find(
    text: str,
    placeholders: list[Placeholder],
    sections: list[Section],
    year: int | None,
    g: quantity.Grammar,
    p: phrases.Phrases,
    slots: cells.Slots,
) -> list[Metric]:
    """The metrics of ``text`` in order, without indicators; ``year`` is the report's own, ``slots`` its tables'."""
    marks, named, cues = clauses(text), times(text), _Cues(text, p, year)
    starts = [section.start for section in sections]
    metrics: list[Metric] = []
    found = [*_reported(text, placeholders, g, slots), *_missing(text, placeholders, g)]
    for q, status in sorted(slots.with_cells(text, found, g), key=lambda one: one[0].start):
        index = record.section_at(starts, sections, q.start)
        role = sections[index].role if index is not None else "overview"
        if index is not None and role is None or metrics and q.start < metrics[-1].end:
            continue
        sentence = marks.sentence_start(q.start)
        clause = marks.start(q.start)
        slot = slots.at(q.start)
        metrics.append(
            Metric(
                q.start, q.end, text[q.start : q.end], None if status == "missing" else q.value,
                None if status == "missing" else q.high, q.scale, q.unit, q.unit_text, q.bound, status,
                _kind(cues, sentence, clause, q.start, role, slot.kind), None, None, None, None, None,
                period(named, sentence, q.start, year) or _period_of(slot, year), index, q.cue or q.numeral,
            )
        )  # fmt: skip
    return _with_changes(text, metrics, marks)


def _reported(
    text: str, placeholders: list[Placeholder], g: quantity.Grammar, slots: cells.Slots
) -> Iterator[tuple[quantity.Quantity, str]]:
    taken = {
        place
        for p in placeholders
        if p.kind in ("figure", "date")
        for place in range(p.start, min(p.end, p.start + 9) + 1)
    }
    names = [match.span() for match in _QUOTED.finditer(text)]
    at = 0
    for q in quantity.find(text, g):
        while at < len(names) and names[at][1] < q.end:
            at += 1
        if at < len(names) and names[at][0] < q.start:
            continue
        if q.start in taken or q.end - 1 in taken:
            continue
        if q.dimension in TIMED:
            low = max(slots.at(q.start).start, q.start - REACH)
            if not reports(q, text[low : q.start], text[q.end : q.end + 1]):
                continue
        yield q, "reported"


def _missing(
    text: str, placeholders: list[Placeholder], g: quantity.Grammar
) -> Iterator[tuple[quantity.Quantity, str]]:
    figures = [p for p in placeholders if p.kind == "figure"]
    for index, mark in enumerate(figures):
        start, end = mark.start, mark.end
        if text[start - 1 : start] == "第":
            continue
        if index + 1 < len(figures) and _JOINED.fullmatch(text, end, figures[index + 1].start):
            continue  # X至X次, ×万×千元 are one metric each: the second mark makes it
        if index and _JOINED.fullmatch(text, figures[index - 1].end, start):
            start = figures[index - 1].start
        number = _NUMBER_BEFORE.search(text, max(0, start - 12), start)
        if number:
            start = number.start()
        own = g.units.match(text, start) if mark.text[0] not in "*＊xXＸｘ×○〇□■_＿（(【[［〔{N…TＴ" else None
        rest = (_FURTHER if number else ZEROS).match(text, end)  # 1X4处, X00处
        assert rest is not None
        tail = TAIL.match(text, start if own or _scaled(text, start, end) else rest.end())
        assert tail is not None
        unit = g.units.match(text, tail.end())
        if unit is None and not tail["scale"]:
            continue
        more = bool(tail["more"]) or any(mark in tail[0] for mark in "余餘多来几")
        name = {"％": "%"}.get(unit[0], unit[0]) if unit else ""
        scale = (tail["scale"] or "").translate(_NO_MORE)
        stop = max(end, unit.end() if unit else tail.end())
        bound, cue = quantity.bound_of(text, start, stop, more, g)
        yield quantity.Quantity(
            start, stop, Decimal(0), None, scale_of(scale), name, scale + name, bound, cue or mark.cue, "mask",
            g.units.dimension.get(name, ""),
        ), "missing"  # fmt: skip


def _scaled(text: str, start: int, end: int) -> bool:
    """Whether the placeholder is a bare unit with its scale (实现生产总值亿元)."""
    return text[start] in "万亿%％‰" and end - start <= 8


class _Cues:
    """Where words stand that make a figure a target or an actual one; each sentence is searched once, if asked for."""

    def __init__(self, text: str, p: phrases.Phrases, year: int | None) -> None:
        self._text, self._search, self._year = text, p.kind.finditer, year
        self._sentence, self._until = -1, -1
        self._target, self._last_actual = False, -1

    def named(self, sentence: int, clause: int, end: int) -> tuple[bool, bool]:
        """Whether a target cue stands in ``text[sentence:end]``, and an actual cue in ``text[clause:end]``."""
        if sentence != self._sentence:
            self._sentence, self._until, self._target, self._last_actual = sentence, sentence, False, -1
        if end > self._until:
            # A cue may have begun in what was searched before.
            low = max(sentence, self._until - _LONGEST_CUE)
            for match in self._search(self._text, low, end):
                if match.lastgroup == "target":
                    self._target = True
                else:
                    self._last_actual = match.start()
            if self._year is not None and not self._target:  # a year after the report's is still to come
                self._target = any(int(m["year"]) > self._year for m in _PLANNED.finditer(self._text, low, end))
            self._until = end
        return self._target, self._last_actual >= clause


def _period_of(slot: cells.Slot, year: int | None) -> Period | None:
    """The time that a table names for a cell."""
    return period(times(slot.time), 0, len(slot.time), year) if slot.time else None


def _kind(cues: _Cues, sentence: int, clause: int, start: int, role: str | None, labelled: str) -> str:
    """target or actual: by the words of the clause, else those of the sentence before it, the table, the section."""
    target, actual = cues.named(sentence, clause, start)
    if actual:
        return "actual"
    if labelled and not target:
        return labelled
    return "target" if target or role in ("plans", "suggestions") else "actual"


def _with_changes(text: str, metrics: list[Metric], marks: Clauses) -> list[Metric]:
    """The metrics with what they say of a development: 由25%提高到40%，提高15个百分点."""
    changed: dict[int, Change] = {}
    for index, metric in enumerate(metrics):
        if text[metric.start - 1 : metric.start] in _CHANGE_ENDS and index not in changed:
            by = _CHANGE.search(text, max(0, metric.start - 6), metric.start)
            if by is None:
                continue
            earlier = changed.get(index - 1)
            if earlier and earlier.to == index - 1 and marks.sentence_start(metric.start) <= metrics[index - 1].start:
                whole = earlier._replace(by=index)
                for part in (earlier.from_, earlier.to, index):
                    if part is not None:
                        changed[part] = whole
            else:
                changed[index] = Change("down" if _DOWN.search(by[0]) else "up", None, None, index)
        elif index + 1 < len(metrics) and (to := _TO.match(text, metric.end, metrics[index + 1].start)):
            if _FROM.search(text, max(marks.start(metric.start), metric.start - 14), metric.start):
                change = Change("down" if _DOWN.search(to["verb"]) else "up", index, index + 1, None)
                changed[index] = changed[index + 1] = change
    return [m._replace(change=changed[i]) if i in changed else m for i, m in enumerate(metrics)]
