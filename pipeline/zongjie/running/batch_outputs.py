"""What a run found, read from the store as it is asked for: nothing of it is kept here."""

import os
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from ..checks.baseline import Accepted, known_by
from ..kpi.table import Row
from ..report import Failure, Finding, Report
from ..season import Season
from ..settings import Settings
from ..writing.problems import Problem
from .batch import Result
from .batch_analyses import Document, chunks
from .columns import columns, value
from .packing import unpack
from .store import Store

if TYPE_CHECKING:
    from ..kpi.grid import Grid

_FINDINGS = ", ".join(column.name for column in columns(Finding))
_EACH_FINDING = f"""SELECT document, {_FINDINGS} FROM findings
WHERE run = $run AND document >= $first AND document < $last ORDER BY document, start_at, end_at, rule, message"""
_FINDINGS_OF = f"""SELECT {_FINDINGS} FROM findings
WHERE run = $1 AND document = $2 AND list_contains($3, severity) ORDER BY start_at, end_at, rule, message"""
_ROWS = ", ".join(f"metrics.{column.name}" for column in columns(Row))
_EACH_ROW = f"""SELECT documents.source, documents.unit, documents.year, {_ROWS}
FROM documents JOIN metrics USING (analysis)
WHERE run = $run AND document >= $first AND document < $last ORDER BY document, metrics.number"""


_ROWS_OF = f"""SELECT documents.source, documents.unit, documents.year, {_ROWS}
FROM documents JOIN metrics USING (analysis)
WHERE run = $1 AND list_contains($2, document) ORDER BY list_position($2, document), metrics.number"""


class Counts(NamedTuple):
    """How many findings of each severity a document has (in the order error, warning, info), and missing figures."""

    errors: int = 0
    warnings: int = 0
    infos: int = 0
    missing: int = 0


class Outputs:
    """What a run found, and the ``folder`` that it goes to; iterations stream from the store and may be repeated."""

    def __init__(self, store: Store, settings: Settings, result: Result, folder: Path) -> None:
        self.store, self.settings, self.result, self.folder = store, settings, result, folder

    @cached_property
    def grid(self) -> "Grid":
        """The figures of the units by indicator and year, last year's as earlier runs know them among these."""
        from ..kpi.grid import grid

        return grid(self.rows_of_years, self.season_of_years(), self.settings.indicators, self.settings.lexicon)

    def findings(self) -> Iterator[Finding]:
        """The findings of all documents, in the order of the sources and their texts."""
        for row in self._each(_EACH_FINDING):
            yield value(Finding, row[1:])

    def findings_of(self, document: Document, severities: Sequence[str]) -> list[Finding]:
        """The findings of these severities in one document."""
        found = self.store.ask(_FINDINGS_OF, [self._run, document.number, list(severities)])
        return [value(Finding, row) for row in found]

    def report(self, document: Document) -> Report:
        """The analysis of one document."""
        report = unpack(Report, self.store.by_key("analyses", "report", [document.key])[document.key][0])
        return report._replace(source=report.source._replace(name=document.source))

    def rows(self) -> Iterator[Row]:
        """The metrics of all documents, in the order of the sources and their texts; a unit has its roster's name."""
        for row in self._each(_EACH_ROW):
            yield _row(row)

    def rows_by_unit(self) -> Iterator[Row]:
        """The same rows, first those of the year by unit, then those of other years, then of what does not count."""
        season, submissions = self.result.season, self.result.submissions
        place = {unit: at for at, unit in enumerate(season.units)}

        def order(one: Document) -> tuple[bool, bool, int, int, str, str]:
            known = submissions[one.source]
            at = place.get(known.unit or "", len(place))
            return not known.counts, known.year != season.year, at, -(known.year or 0), known.kind, one.source

        ordered = sorted((one for one in self.result.documents if one.source in submissions), key=order)
        for some in chunks(ordered):
            numbers = [one.number for one in some]
            for row in self.store.ask(_ROWS_OF, [self._run, numbers]):
                yield _row(row)

    def rows_of_years(self) -> Iterator[Row]:
        """``rows``, and then those of last year's submissions that only earlier runs know."""
        yield from self.rows()
        for submission, key in self.result.before.items():
            sql = f"SELECT {_ROWS} FROM metrics WHERE analysis = ? ORDER BY number"
            for cells in self.store.ask(sql, [key]):
                whose = submission.unit or ""
                yield value(Row, cells)._replace(source=submission.source, organization=whose, year=submission.year)

    def season_of_years(self) -> Season:
        """The season with last year's submissions that only earlier runs know, to be compared with."""
        season = self.result.season
        return season._replace(submissions=(*season.submissions, *self.result.before))

    def known(self) -> Counter[Accepted]:
        """What the findings are known by to a baseline, those that one held back as well."""
        documents = {one.source: one for one in self.result.documents}
        found = Counter(self.result.accepted)
        for source, those in groupby(self.findings(), key=lambda one: one.source):
            found.update(known_by(self.report(documents[source]), those))
        return found

    def problems(self) -> Iterator[Problem]:
        """All that is wrong: first what could not be read or marked, then the findings."""
        for failure in self.result.failures:
            yield self._problem(failure)
        for finding in self.findings():
            yield self._problem(finding)

    def counts(self) -> dict[int, Counts]:
        """The counts of each document, by its number."""
        found: dict[int, dict[str, int]] = defaultdict(dict)
        for sql in (
            "SELECT document, severity, count(*) FROM findings WHERE run = ? GROUP BY ALL",
            "SELECT document, 'missing', count(*) FROM figures WHERE run = ? AND status = 'missing' GROUP BY ALL",
        ):
            for document, name, number in self.store.ask(sql, [self.result.run.number]):
                found[document][name] = number
        names = ("error", "warning", "info", "missing")
        return {one: Counts(*(counts.get(name, 0) for name in names)) for one, counts in found.items()}

    def current(self) -> set[int]:
        """The numbers of the documents that count for the season's year: what its figures are about."""
        season, submissions = self.result.season, self.result.submissions
        known = ((one.number, submissions.get(one.source)) for one in self.result.documents)
        return {number for number, one in known if one is not None and season.has(one)}

    def rules(self) -> list[tuple[str, str, int]]:
        """How many findings each rule has in what is current: (id, severity, number), the most frequent first."""
        sql = """SELECT rule, severity, count(*) FROM findings WHERE run = ? AND list_contains(?, document)
            GROUP BY ALL ORDER BY 3 DESC, 1, 2"""
        found = self.store.ask(sql, [self._run, sorted(self.current())])
        return [(rule, severity, number) for rule, severity, number in found]

    def unknown(self) -> list[tuple[str | None, str]]:
        """The wordings of indicators that the catalogue does not know, each with its unit of measure."""
        sql = """SELECT DISTINCT metrics.indicator, metrics.unit FROM documents JOIN metrics USING (analysis)
            WHERE run = ? AND metrics.canonical IS NULL"""
        return [(indicator, unit) for indicator, unit in self.store.ask(sql, [self._run])]

    @property
    def _run(self) -> int:
        return self.result.run.number

    def _each(self, sql: str) -> Iterator[tuple[Any, ...]]:
        return self.store.each(sql, self._run, len(self.result.documents))

    def _problem(self, what: Finding | Failure) -> Problem:
        one = self.result.submissions.get(what.source)
        return Problem(one.unit, one.kind, one.year, what) if one else Problem(None, "", None, what)


def _row(cells: Sequence[Any]) -> Row:
    """The metric of a line that begins with its document's source, unit and year."""
    source, unit, year, *rest = cells
    row = value(Row, rest)
    whose = unit or row.organization or os.path.splitext(os.path.basename(source))[0]
    return row._replace(source=source, organization=whose, year=row.year if year is None else year)
