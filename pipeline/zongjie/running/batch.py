"""A season of submissions, from paths to a store: read, analyse, see whose each is, compare, check and mark.

Each stage streams: what is large (texts, reports, findings) waits in the store, and this process knows a few lines of
each document. All that is found depends on the contents of the files alone, so what the store has already, of earlier
runs or of this one before it was killed, is taken from there.
"""

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from .. import __version__
from ..checks.baseline import Accepted
from ..collecting import roster
from ..collecting.heads import Head
from ..report import Failure
from ..season import Copy, Season, Submission
from ..settings import Settings
from . import fingerprint
from .batch_analyses import Document, Work, analyses, chunks
from .batch_checks import Checks
from .columns import cells
from .packing import unpack
from .store import Run, Store, clean


class Result(NamedTuple):
    """What a run found in its ``documents``; whose they are tell ``submissions``, by source.

    ``failures`` are the documents that could not be read, or not be marked; ``marked`` the paths of marked copies by
    source; ``analysed`` of the documents were not in the store, ``taken`` were. ``before`` is last year's submissions
    of units of which this run has none, as earlier runs know them, with the keys of their analyses; ``uncompared`` of
    these were sketched by another version, so that copies of them were not looked for. ``accepted`` is what the
    baseline held back.
    """

    run: Run
    season: Season
    documents: list[Document]
    submissions: Mapping[str, Submission]
    failures: list[Failure]
    marked: dict[str, Path]
    analysed: int
    taken: int
    before: Mapping[Submission, str]
    accepted: Mapping[Accepted, int]
    uncompared: int


class OtherYearError(ValueError):
    """The season is of another ``year`` than the results that are there."""

    def __init__(self, year: int) -> None:
        super().__init__(str(year))
        self.year = year


def start(store: Store, folder: Path, paths: Sequence[str], settings: Settings, *, resume: bool) -> Run:
    """The run of these paths and settings with results in ``folder``; see ``Store.begin``."""
    prints = fingerprint.of_findings(settings)
    given = [os.path.abspath(one) if one != "-" else one for one in paths]
    kept = json.dumps(settings.model_dump(mode="json"), ensure_ascii=False, sort_keys=True)
    identity = sha256(json.dumps([str(folder.resolve()), given, kept, prints]).encode()).hexdigest()
    facts = {
        "identity": identity,
        "directory": str(folder.resolve()),
        "inputs": json.dumps(given, ensure_ascii=False),
        "settings": kept,
        "version": __version__,
        "fingerprint": prints,
    }
    facts = {name: clean(one) for name, one in facts.items()}
    return store.begin(facts, resume=resume)


def process(work: Work, sources: Sequence[str | Failure], copies: Path, there: int | None = None) -> Result:
    """Does all that is to be done with ``sources``, and writes it to the store; marked copies go to ``copies``.

    ``there`` is the year of the results that are to be replaced; where the season is of another one nothing but
    analyses is written, and ``OtherYearError`` raised. Raises ``StoreError`` and ``WriteError``.
    """
    documents, analysed, taken = analyses(work, sources)
    readable = [one for one in documents if one.failure is None]
    found = _season(work, readable)
    if None not in (there, found.year) and found.year != there:
        raise OtherYearError(found.year or 0)
    submissions = {one.source: one for one in found.submissions}
    before = _before(work, found)
    passages, uncompared = _copies(work, readable, submissions, before)
    checks = Checks(work, found, submissions, passages, readable, copies)
    unmarked = checks.run()
    failures = [one.failure for one in documents if one.failure is not None] + unmarked
    accepted = checks.accepted() if work.baseline else {}
    result = Result(
        work.run, found, documents, submissions, failures, checks.targets, analysed, taken, before, accepted, uncompared
    )
    _record(work, result, checks, passages)
    return result


def _season(work: Work, documents: Sequence[Document]) -> Season:
    heads = []
    for some in chunks(documents):
        found = work.store.by_key("analyses", "head", (one.key for one in some))
        heads += [unpack(Head, found[one.key][0])._replace(source=one.source, sha256=one.sha256) for one in some]
    return roster.assign(heads, work.settings)


def _before(work: Work, found: Season) -> Mapping[Submission, str]:
    """Last year's submissions from earlier runs; their sources say so, as paths may be the same each year."""
    if found.year is None:
        return {}
    there = {(one.unit, one.kind) for one in found.submissions if one.counts and one.year == found.year - 1}
    return {
        Submission(f"{source}（{found.year - 1} 年）", "", unit, kind, found.year - 1, "", True): key
        for _, source, unit, kind, key in work.store.earlier(work.run, found.year - 1)
        if (unit, kind) not in there
    }


def _copies(
    work: Work, documents: Sequence[Document], submissions: Mapping[str, Submission], before: Mapping[Submission, str]
) -> tuple[Mapping[str, tuple[Copy, ...]], int]:
    """The copies by source, and how many of the submissions ``before`` could not be compared."""
    from ..collecting.resemblance import comparable, copies  # brings scipy

    by_source = {one.source: one for one in documents}
    # Other settings, a year later at least, make other analyses, but no other sketches.
    kept = work.store.by_key("analyses", "sketch", before.values())
    known = {one: kept[key][0] for one, key in before.items() if comparable(kept[key][0] or b"")}

    def sketches() -> Iterator[tuple[Submission, bytes]]:
        with work.show("比对", len(documents)) as tick:
            for some in chunks(documents):
                found = work.store.by_key("analyses", "sketch", (one.key for one in some))
                for one in some:
                    tick(one.source)
                    if found[one.key][0] is not None:
                        yield submissions[one.source], found[one.key][0]
        yield from known.items()

    keys = {one.source: key for one, key in before.items()}

    def text_of(source: str, start: int, end: int) -> str:
        sql = "SELECT substring(text, ?, ?) FROM analyses WHERE analysis = ?"
        key = keys[source] if source in keys else by_source[source].key
        ((text,),) = work.store.ask(sql, [start + 1, end - start, key])
        return str(text)

    return dict(copies(sketches(), text_of)), len(before) - len(known)


def _record(work: Work, result: Result, checks: Checks, passages: Mapping[str, tuple[Copy, ...]]) -> None:
    """Writes what the run made of its documents in the place of what it had written before."""
    store, run, number = work.store, result.run, result.run.number
    prints = fingerprint.of_findings(work.settings)
    by_source = {one.source: one for one in result.documents}
    with store.together():
        store.rewrite(run, "documents", (_row(number, one, result, prints) for one in result.documents))
        store.rewrite(
            run,
            "failures",
            (
                [number, by_source[one.source].number, by_source[one.source].sha256, *cells(one)]
                for one in result.failures
            ),
        )
        store.rewrite(
            run,
            "submissions",
            ([number, by_source[one.source].number, *cells(one)] for one in result.season.submissions),
        )
        store.rewrite(run, "absences", ([number, at, *cells(one)] for at, one in enumerate(result.season.absences)))
        store.rewrite(
            run,
            "copies",
            (
                [number, by_source[source].number, source, *cells(one)]
                for source, those in passages.items()
                for one in those
            ),
        )
        store.rewrite(
            run,
            "findings",
            ([number, one.number, *cells(each)] for one, those in checks.findings() for each in those),
        )


def _row(run: int, one: Document, result: Result, prints: str) -> list[Any]:
    known = result.submissions.get(one.source)
    whose = [known.unit, known.kind, known.year, known.counts] if known else [None] * 4
    copy = result.marked.get(one.source)
    facts = [one.title, one.organization, one.characters if known else None, copy and copy.name]
    return [run, one.number, one.source, one.sha256 or None, prints, one.key if known else None, *whose, *facts]
