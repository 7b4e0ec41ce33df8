"""Placeholders: where the author left a figure, a name, a date or a text out (guideline, section 2)."""

from collections.abc import Iterator, Mapping
from typing import Any

from spacy.tokens import Doc, Span

from ..language.blanks import Blanks, compiled
from ..language.deletions import find_deleted
from ..language.marks import find_marks
from ..language.slots import find_gaps, find_slots
from ..report import Placeholder
from . import record, views


class Placeholders:
    """spaCy component: ``doc.spans["placeholders"]`` (label: kind) and the report's placeholders."""

    def __init__(self, lexicon: Mapping[str, Any]) -> None:
        self.blanks = compiled(lexicon)

    def __call__(self, doc: Doc) -> Doc:
        """Adds the placeholders to the record of ``doc``."""
        sections = record.get(doc, "sections")
        starts = [section.start for section in sections]
        view, text = views.of(doc), record.text_of(doc)
        found = [
            Placeholder(start, end, text[start:end], kind, record.section_at(starts, sections, start), cue)
            for start, end, kind, cue in view.leave_spans(find(view.text, self.blanks))
        ]
        record.put(doc, "placeholders", found)
        doc.spans["placeholders"] = [Span(doc, p.start, p.end, label=p.kind) for p in found]
        return doc


_FINDERS = (find_marks, find_slots, find_gaps, find_deleted)


def find(text: str, blanks: Blanks) -> Iterator[tuple[int, int, str, str]]:
    """(start, end, kind, cue) of each placeholder of ``text``, in order and disjoint."""
    last = 0
    for one in sorted(one for finder in _FINDERS for one in finder(text, blanks)):
        if one[0] >= last:
            last = one[1]
            yield one
