"""The stages of the pipeline, each a registered spaCy component.

Importing any of them gives every ``Doc`` two attributes: ``doc._.zongjie``, the ``Report``, and ``doc._.words``, the
(start, end) of each word as jieba cuts them, found when asked for.
"""

from spacy.tokens import Doc

from . import record


def _words(doc: Doc) -> list[tuple[int, int]]:
    from ..language import words  # only for those who ask for words

    return words.of(record.record(doc).get("dictionary")).spans(record.text_of(doc))


# Getters, not values: what a Doc carries between processes has to be plain.
Doc.set_extension("zongjie", getter=record.report_of, force=True)
Doc.set_extension("words", getter=_words, force=True)
