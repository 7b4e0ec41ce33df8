"""The roles component: sections with their roles, the report's year and the unit that wrote it."""

from collections.abc import Mapping
from typing import Any

from spacy.tokens import Doc, Span, SpanGroup

from . import cues, numbering
from .paragraphs import Paragraph
from .record import get, put, record, text_of
from .sections import Rules, sections
from .titles import organization, report_year


class Roles:
    """Puts the sections of a ``Doc`` on record and in ``doc.spans["sections"]``; it needs the outline."""

    def __init__(self, lexicon: Mapping[str, Any] | None = None) -> None:
        self.lexicon = dict(lexicon or {})
        self._cues = cues.load(self.lexicon)
        self._marks = numbering.load(self.lexicon)

    def __call__(self, doc: Doc) -> Doc:
        """The same ``doc``, with sections, year and organization."""
        text, kept = text_of(doc), record(doc)
        nodes = get(doc, "outline")
        titles = [(start, end) for start, end in kept.get("title_spans", ())]
        parts = [Paragraph(*row) for row in kept.get("paragraphs", ())]
        year = report_year(text, kept.get("title"), nodes, self._cues)
        found = sections(text, parts, nodes, titles, Rules(self._cues, self._marks, year))
        kept["year"] = year
        kept["organization"] = organization(text, kept.get("title"), found, self._cues)
        put(doc, "sections", found)
        spans = [Span(doc, one.start, one.end, label=one.role or "") for one in found]
        doc.spans["sections"] = SpanGroup(doc, name="sections", spans=spans)
        return doc
