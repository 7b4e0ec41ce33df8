"""Placeholders: where the author left a figure, a name, a date or a text out (guideline, section 2)."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from spacy.tokens import Doc, Span

from ..language.blanks import Blanks, Found, compiled
from ..language.deletions import find_certain, find_deleted
from ..language.marks import RUN, find_marks
from ..language.slots import find_gaps, find_slots
from ..report import Placeholder
from . import cells, record, views


class Placeholders:
    """spaCy component: ``doc.spans["placeholders"]`` (label: kind) and the report's placeholders."""

    def __init__(self, lexicon: Mapping[str, Any]) -> None:
        self.lexicon = lexicon
        self.blanks = compiled(lexicon)

    def __call__(self, doc: Doc) -> Doc:
        """Adds the placeholders to the record of ``doc``."""
        sections = record.get(doc, "sections")
        starts = [section.start for section in sections]
        view, text = views.of(doc), record.text_of(doc)
        spans = view.leave_spans(find(view.text, self.blanks))
        if slots := cells.of(doc, self.lexicon):
            spans = iter(in_slots(text, spans, cells.Slots(slots)))
        found = [
            Placeholder(start, end, text[start:end], kind, record.section_at(starts, sections, start), cue)
            for start, end, kind, cue in spans
        ]
        record.put(doc, "placeholders", found)
        doc.spans["placeholders"] = [Span(doc, p.start, p.end, label=p.kind) for p in found]
        return doc


_FINDERS = (find_marks, find_slots, find_gaps, find_deleted, find_certain)


def find(text: str, blanks: Blanks) -> Iterator[tuple[int, int, str, str]]:
    """(start, end, kind, cue) of each placeholder of ``text``, in order and disjoint."""
    last = 0
    for one in sorted(one for finder in _FINDERS for one in finder(text, blanks)):
        if one[0] >= last:
            last = one[1]
            yield one


def in_slots(text: str, found: Iterable[Found], slots: cells.Slots) -> list[Found]:
    """The placeholders with what tables say of them: the kind of marks that fill a cell, and no unit of a label."""
    kept = []
    for one in found:
        slot = slots.at(one[0])
        if not (slot.mark or slot.sort == "page" or _is_bare_unit(text, one, slot)):
            kept.append(one)
    for slot in slots.rows:
        if slot.mark:
            run = RUN.search(text, slot.start, slot.end)
            start, end = run.span() if run else (slot.start, slot.end)  # empty brackets have no run
            kept.append((start, end, slot.mark, slot.unit or slot.indicator or text[start:end]))
    return sorted(kept)


def _is_bare_unit(text: str, one: Found, slot: cells.Slot) -> bool:
    """Whether a figure that seems deleted (同比增长%) is the unit that a label names; in prose it is not."""
    start, end, kind, cue = one
    return (
        slot.end > slot.start  # outside of tables there is none
        and kind == "figure"
        and cue == text[start:end]
        and not any(mark in text[slot.start : slot.end] for mark in "，。；")
    )
