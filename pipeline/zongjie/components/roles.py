"""The roles component: sections with their roles, the report's year and the unit that wrote it."""

from collections.abc import Mapping
from typing import Any

from spacy.tokens import Doc, Span, SpanGroup

from . import cues, numbering
from .paragraphs import Paragraph
from .record import get, put, record, text_of
from .sections import report_year, sections


class Roles:
    """Puts the sections of a ``Doc`` on record and in ``doc.spans["sections"]``; it needs the outline."""

    def __init__(self, lexicon: Mapping[str, Any] | None = None) -> None:
        self.lexicon = dict(lexicon or {})
        self._cues = cues.load(self.lexicon)
        self._marks = numbering.load(self.lexicon)

    def __call__(self, doc: Doc) -> Doc:
        text = text_of(doc)
        kept = record(doc)
        nodes = get(doc, "outline")
        year = report_year(text, kept.get("title"), nodes, self._cues)
        titles = [tuple(span) for span in kept.get("title_spans", ())]
        parts = [Paragraph(*row) for row in kept.get("paragraphs", ())]
        found = sections(text, parts, nodes, titles, self._cues, self._marks, year)
        kept["year"] = year
        put(doc, "sections", found)
        spans = [Span(doc, one.start, one.end, label=one.role or "") for one in found]
        doc.spans["sections"] = SpanGroup(doc, name="sections", spans=spans)
        return doc
