"""The documents of a batch and their analyses: those that a store does not have are made, in children."""

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, closing
from functools import partial
from hashlib import sha256
from typing import NamedTuple

from ..checks.baseline import Accepted
from ..errors import DocumentError
from ..reading import data_of, office
from ..report import Failure
from ..settings import Settings
from . import fingerprint
from .columns import cells
from .pool import results, worth
from .store import Run, Store, clean
from .tables import PARTS
from .tasks import Analysed, key_of, look

Tick = Callable[[str], None]
Show = Callable[[str, int], AbstractContextManager[Tick]]  # (what is done, of how many) → hears of each before it

CHUNK = 16  # documents that are written to the store at once, what a kill can lose, or read from it


class Document(NamedTuple):
    """One document of a run: ``key`` is that of its analysis, or ``failure`` says why there is none."""

    number: int
    source: str
    sha256: str
    key: str
    failure: Failure | None
    media_type: str = ""
    converter: str | None = None
    review: bool = False
    title: str | None = None
    organization: str | None = None
    characters: int = 0


class Work(NamedTuple):
    """What the stages of a run share; ``workers`` None: as many as pay. ``baseline``: findings that are accepted."""

    store: Store
    run: Run
    settings: Settings
    workers: int | None
    show: Show
    baseline: Mapping[Accepted, int] = {}


def analyses(work: Work, sources: Sequence[str | Failure]) -> tuple[list[Document], int, int]:
    """The documents with their analyses in the store, how many of these are new there, and how many files had one."""
    prints = fingerprint.of_analysis(work.settings)
    stdin = sys.stdin.buffer.read() if "-" in sources else b""
    documents = []
    with work.show("清点", len(sources)) as tick:
        for number, one in enumerate(sources):
            tick(one.source if isinstance(one, Failure) else one)
            documents.append(_seen(number, one, stdin, prints))
    before = work.store.failures(work.run)
    documents = [one._replace(failure=one.failure or before.get((clean(one.source), one.sha256))) for one in documents]
    columns = "media_type, converter, review, title, organization, characters"
    done = work.store.by_key("analyses", columns, (one.key for one in documents))
    taken = sum(one.failure is None and one.key in done for one in documents)
    analysed = 0
    while True:
        done |= work.store.by_key("analyses", columns, (one.key for one in documents if one.key not in done))
        waiting = {one.key: one for one in documents if one.failure is None and one.key not in done}
        if not waiting:
            break
        # Files of one content are analysed once; a file that changed meanwhile has another key now.
        changed, failed = _new(work, list(waiting.values()), stdin, prints)
        analysed += len(waiting) - len(failed)
        documents = [
            one._replace(failure=failed[one.key]._replace(source=one.source))
            if one.key in failed and one.failure is None
            else changed.get(one.number, one)
            for one in documents
        ]
    return [one if one.failure else Document(*one[:5], *done[one.key]) for one in documents], analysed, taken


def _seen(number: int, source: str | Failure, stdin: bytes, prints: str) -> Document:
    if isinstance(source, Failure):
        return Document(number, source.source, "", "", source)
    try:
        digest = sha256(stdin if source == "-" else data_of(source)).hexdigest()
    except DocumentError as error:
        return Document(number, source, "", "", error.failure(source))
    return Document(number, source, digest, key_of(digest, source, prints), None)


def _new(
    work: Work, waiting: Sequence[Document], stdin: bytes, prints: str
) -> tuple[dict[int, Document], dict[str, Failure]]:
    """Analyses ``waiting``: those whose content is another by now, by number, and why others failed, by key."""
    given = [stdin if one.source == "-" else one.source for one in waiting]
    paths = [one for one in given if isinstance(one, str)]
    office.prepare(paths)
    changed: dict[int, Document] = {}
    failed: dict[str, Failure] = {}
    chunk: list[tuple[Document, Analysed | Failure]] = []
    work_on = results(
        given,
        work.settings,
        run=partial(look, fingerprint=prints),
        workers=work.workers or worth(given),
        initializer=partial(office.share, office.store()),
    )
    with work.show("分析", len(given)) as tick, closing(work_on) as found:
        for one in waiting:
            tick(one.source)
            result = next(found)
            if isinstance(result, Failure):
                failed[one.key] = result
            elif result.key != one.key:
                changed[one.number] = one._replace(sha256=result.sha256, key=result.key)
            chunk.append((one, result))
            if len(chunk) == CHUNK:
                _keep(work, chunk)
                chunk = []
        _keep(work, chunk)
    return changed, failed


def _keep(work: Work, chunk: Sequence[tuple[Document, Analysed | Failure]]) -> None:
    """Writes what was found in some documents to the store, as a whole."""
    number = work.run.number
    by_key = {result.key: result for _, result in chunk if isinstance(result, Analysed)}
    known = work.store.by_key("analyses", "sha256", by_key)  # a changed file may have become one that is there
    new = [one for key, one in by_key.items() if key not in known]
    with work.store.together():
        for table in ("analyses", *PARTS):
            work.store.add(table, [row for one in new for row in one.rows[table]])
        failures = [(one, result) for one, result in chunk if isinstance(result, Failure)]
        work.store.add("failures", [[number, one.number, one.sha256, *cells(failure)] for one, failure in failures])


def chunks(documents: Sequence[Document]) -> Iterator[Sequence[Document]]:
    """``documents``, some at a time."""
    for at in range(0, len(documents), CHUNK):
        yield documents[at : at + CHUNK]
