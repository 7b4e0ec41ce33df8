"""From a source to its ``Report``: the one function that command line, pools, services and notebooks call."""

import gc
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

import spacy
from spacy.language import Language

from ..components.factories import PIPELINE
from ..components.record import attach, report_of
from ..document import Document
from ..errors import DocumentError
from ..language import suppressions
from ..language.cutting import Cut
from ..reading import read, read_bytes
from ..report import Failure, Report
from ..settings import Settings

Origin = str | os.PathLike[str] | bytes | Document

_CONFIG = {"nlp": {"tokenizer": {"@tokenizers": "zongjie.CharacterTokenizer.v1"}}}
# spaCy refuses more than a million characters to spare statistical models; every stage here is linear.
_MAX_LENGTH = 10**9


def load(settings: Settings | None = None) -> Language:
    """A fresh spaCy pipeline of all stages; ``nlp(text)._.zongjie`` is the ``Report``."""
    settings = settings or Settings()
    nlp = spacy.blank("zh", config=_CONFIG)
    nlp.max_length = _MAX_LENGTH
    if settings.dictionary:
        nlp.add_pipe("zongjie_words", config={"dictionary": settings.dictionary})
    for name in PIPELINE:
        nlp.add_pipe(name, config={"lexicon": settings.lexicon, **_own(name, settings)})
    return nlp


def _own(name: str, settings: Settings) -> dict[str, Any]:
    """What the stage ``name`` has of the settings beside the word lists."""
    if name != "zongjie_canonical":
        return {}
    return {"indicators": [one.model_dump(mode="json") for one in settings.indicators]}


def analyze(source: Origin, settings: Settings | None = None) -> Report:
    """The analysis of ``source``: a path, the bytes of a file, or a ``Document``.

    Raises ``DocumentError`` (code, place, remedy) if it cannot be read. The same source and settings always give the
    same report.
    """
    document = _document(source)
    nlp = _pipeline(_key(settings or Settings()))
    marks = suppressions.marks(document.text)
    if not marks:
        return _report(nlp, document)
    cut = Cut(document.text, [(one.start, one.end) for one in marks])
    return cut.back(_report(nlp, cut.document(document)), document)


def _report(nlp: Language, document: Document) -> Report:
    with _uncollected():
        doc = nlp.make_doc(document.text)
        attach(doc, document)
        return report_of(nlp(doc))


@contextmanager
def _uncollected() -> Iterator[None]:
    """An analysis makes many small values and no cycles: looking for cycles among them takes a sixth of its time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def attempt(source: Origin, settings: Settings | None = None) -> Report | Failure:
    """Like ``analyze``, but what cannot be read comes back as a ``Failure``."""
    try:
        return analyze(source, settings)
    except DocumentError as error:
        return error.failure(_name(source))


def _document(source: Origin) -> Document:
    if isinstance(source, Document):
        return source
    if isinstance(source, bytes):
        return read_bytes(source, _name(source))
    return read(source)


def _name(source: Origin) -> str:
    if isinstance(source, Document):
        return source.source.name
    return "-" if isinstance(source, bytes) else os.fspath(source)


def _key(settings: Settings) -> str:
    asked = [one.model_dump(mode="json") for one in settings.indicators]
    return json.dumps([settings.lexicon, settings.dictionary, asked], ensure_ascii=False, sort_keys=True, default=str)


@lru_cache(maxsize=4)
def _pipeline(key: str) -> Language:
    # Not shared with users of load(): what they add to a pipeline must not change an analysis.
    lexicon, dictionary, asked = json.loads(key)
    return load(Settings(lexicon=lexicon, dictionary=dictionary, indicators=asked))
