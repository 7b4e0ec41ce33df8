"""The outline component: headings and enumerated parts as one tree over the whole text."""

from collections.abc import Mapping
from typing import Any

from spacy.tokens import Doc

from . import cues, numbering
from .headings import outline
from .paragraphs import paragraphs
from .record import blocks_of, put, record, text_of
from .titles import bare


class Outline:
    """Puts the outline nodes of a ``Doc`` on record, and its title; ``lexicon`` is laid over the shipped tables."""

    def __init__(self, lexicon: Mapping[str, Any] | None = None) -> None:
        self.lexicon = dict(lexicon or {})
        self._marks = numbering.load(self.lexicon)
        self._cues = cues.load(self.lexicon)

    def __call__(self, doc: Doc) -> Doc:
        """The same ``doc``, with outline, paragraphs and title."""
        text, kept = text_of(doc), record(doc)
        parts = paragraphs(text, blocks_of(doc))
        nodes, title = outline(text, parts, self._marks, self._cues)
        if title:
            kept["title"] = bare(text[title.start : title.end].replace("\n", ""))
        kept["title_spans"] = [list(span) for span in title.spans] if title else []
        put(doc, "paragraphs", parts)
        put(doc, "outline", nodes)
        return doc
