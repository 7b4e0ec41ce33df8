"""What a batch leaves in its folder, all of it read from the store: tables, lists, letters and the overview."""

import os
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from ..checks.baseline import Accepted, known_by
from ..kpi.table import Row
from ..report import Failure, Finding, Report
from ..season import Season
from ..writing.problems import Problem, write_csv, write_lines
from .batch import Result
from .batch_analyses import Document, Work, chunks
from .batch_beside import write_beside
from .batch_letters import write_letters, write_reminder
from .columns import columns, value
from .inputs import RESULTS, made
from .marking import record
from .packing import unpack

if TYPE_CHECKING:
    from ..kpi.grid import Grid
    from ..writing.excel import Marked

OVERVIEW, BOOK, TABLE, PARQUET = "总览.html", "指标.xlsx", "指标.csv", "指标.parquet"
PROBLEMS, LINES = "问题.csv", "问题.jsonl"
COPIES, LETTERS, REMINDER, STORE = "标注", "退回通知", "催报名单.docx", "zongjie.duckdb"
BESIDE = "比对"
_FILES = (OVERVIEW, BOOK, TABLE, PARQUET, PROBLEMS, LINES, REMINDER)

_FINDINGS = ", ".join(column.name for column in columns(Finding))
_EACH_FINDING = f"""SELECT document, {_FINDINGS} FROM findings
WHERE run = $run AND document >= $first AND document < $last ORDER BY document, start_at, end_at, rule, message"""
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
    """The results of a run in ``folder``; iterations stream from the store and may be repeated."""

    def __init__(self, work: Work, result: Result, folder: Path) -> None:
        self.work, self.result, self.folder = work, result, folder

    @cached_property
    def grid(self) -> "Grid":
        """The figures of the units by indicator and year, last year's as earlier runs know them among these."""
        from ..kpi.grid import grid

        settings = self.work.settings
        return grid(self.rows_of_years, self.season_of_years(), settings.indicators, settings.lexicon)

    def findings(self) -> Iterator[Finding]:
        """The findings of all documents, in the order of the sources and their texts."""
        for row in self._each(_EACH_FINDING):
            yield value(Finding, row[1:])

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
            for row in self.work.store.ask(_ROWS_OF, [self._run, numbers]):
                yield _row(row)

    def rows_of_years(self) -> Iterator[Row]:
        """``rows``, and then those of last year's submissions that only earlier runs know."""
        yield from self.rows()
        for submission, key in self.result.before.items():
            sql = f"SELECT {_ROWS} FROM metrics WHERE analysis = ? ORDER BY number"
            for cells in self.work.store.ask(sql, [key]):
                whose = submission.unit or ""
                yield value(Row, cells)._replace(source=submission.source, organization=whose, year=submission.year)

    def season_of_years(self) -> Season:
        """The season with last year's submissions that only earlier runs know, to be compared with."""
        season = self.result.season
        return season._replace(submissions=(*season.submissions, *self.result.before))

    def known(self) -> Counter[Accepted]:
        """What the findings are known by to a baseline, those that one held back as well."""
        keys = {one.source: one.key for one in self.result.documents}
        found = Counter(self.result.accepted)
        for source, those in groupby(self.findings(), key=lambda one: one.source):
            kept = self.work.store.by_key("analyses", "report", [keys[source]])[keys[source]][0]
            found.update(known_by(unpack(Report, kept), those))
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
            for document, name, number in self.work.store.ask(sql, [self.result.run.number]):
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
        found = self.work.store.ask(sql, [self._run, sorted(self.current())])
        return [(rule, severity, number) for rule, severity, number in found]

    def unknown(self) -> list[tuple[str | None, str]]:
        """The wordings of indicators that the catalogue does not know, each with its unit of measure."""
        sql = """SELECT DISTINCT metrics.indicator, metrics.unit FROM documents JOIN metrics USING (analysis)
            WHERE run = ? AND metrics.canonical IS NULL"""
        return [(indicator, unit) for indicator, unit in self.work.store.ask(sql, [self._run])]

    @property
    def _run(self) -> int:
        return self.result.run.number

    def _each(self, sql: str) -> Iterator[tuple[Any, ...]]:
        return self.work.store.each(sql, self._run, len(self.result.documents))

    def _problem(self, what: Finding | Failure) -> Problem:
        one = self.result.submissions.get(what.source)
        return Problem(one.unit, one.kind, one.year, what) if one else Problem(None, "", None, what)


def write(outputs: Outputs) -> list[Path]:
    """Writes everything, each file in one step, and takes away what an earlier run left and this one has not.

    Raises ``StoreError`` and ``WriteError``.
    """
    from ..checks import RULES

    folder, remedies = outputs.folder, {rule.id: rule.remedy for rule in RULES.values()}
    steps: list[tuple[str, Callable[[Path], None]]] = [
        (PROBLEMS, lambda path: write_csv(path, outputs.problems(), remedies)),
        (LINES, lambda path: write_lines(path, outputs.problems())),
        (BOOK, lambda path: _book(path, outputs)),
        (TABLE, lambda path: _table(path, outputs)),
        (PARQUET, lambda path: _parquet(path, outputs)),
        (REMINDER, lambda path: write_reminder(path, outputs)),
        (OVERVIEW, lambda path: _overview(path, outputs)),
    ]
    write_beside(folder / BESIDE, outputs)
    write_letters(folder / LETTERS, outputs)  # before the overview, which leads to them
    with outputs.work.show("写出", len(steps)) as tick:
        for name, step in steps:
            tick(name)
            step(folder / name)
    written = [folder / name for name, _ in steps]
    _clear(folder / COPIES, set(outputs.result.marked.values()))
    year = outputs.result.season.year
    files = {path.relative_to(folder).as_posix(): "" for path in written}
    record(folder, files | {OVERVIEW: "" if year is None else str(year)})
    return written


def strangers(folder: Path, sources: Sequence[str]) -> str:
    """Why results cannot go to ``folder`` (Chinese), "" if they can: what stands there is not zongjie's to replace."""
    here = folder.resolve()
    if inside := [one for one in sources if one != "-" and here in Path(one).resolve().parents]:
        return f"结果不能和原件放在一起（{inside[0]}），请换一个文件夹"
    ours = made(folder)
    foreign = [name for name in _FILES if (folder / name).exists() and name not in ours]
    if foreign:
        return f"“{folder}”里的 {foreign[0]} 不是 zongjie batch 写的，没有动它；请换一个文件夹，或移走它"
    return ""


def year_there(folder: Path) -> int | None:
    """The year of the results in ``folder``; None where there are none, or it is not known."""
    said = str(made(folder).get(OVERVIEW, ""))
    return int(said) if said.isdecimal() and (folder / OVERVIEW).exists() else None


def claim(folder: Path) -> None:
    """Marks ``folder`` as one of results from now on, so that a run that is killed knows its files again."""
    record(folder, dict.fromkeys(_FILES, "") | made(folder))


def _clear(folder: Path, kept: set[Path]) -> None:
    """Takes away the marked copies of earlier runs that this one has not made anew."""
    files = made(folder)
    for name in [name for name in files if folder / name not in kept]:
        (folder / name).unlink(missing_ok=True)
        del files[name]
    if files or (folder / RESULTS).exists():
        record(folder, files)


def _book(path: Path, outputs: Outputs) -> None:
    from ..catalogue import compiled, near
    from ..kpi.totals import totals
    from ..kpi.trend import trends
    from ..writing import excel

    result, settings = outputs.result, outputs.work.settings
    alike = near(outputs.unknown(), compiled(settings.lexicon, settings.indicators), settings.lexicon)
    excel.write(
        path,
        excel.Book(
            outputs.rows_by_unit(),
            grid=outputs.grid,
            totals=totals(outputs.grid),
            trends=trends(outputs.grid),
            season=result.season,
            failures=result.failures,
            documents=sum(one.failure is None for one in result.documents),
            link=excel.links(_marked(outputs)),
            near=[(one.first, one.second, one.unit, one.score) for one in alike],
        ),
    )


def _marked(outputs: Outputs) -> "dict[str, Marked]":
    """The marked copies by source; those that are Word files with the bookmarks of the findings in them."""
    from ..writing.excel import Marked
    from ..writing.word.annotate import bookmark

    copies = outputs.result.marked
    spots: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
    for one in outputs.findings():
        if one.end > one.start and one.source in copies and copies[one.source].suffix == ".docx":
            spots[one.source].append((one.start, one.end, bookmark(one)))
    return {source: Marked(os.fspath(copy), spots[source]) for source, copy in copies.items()}


def _row(cells: Sequence[Any]) -> Row:
    """The metric of a line that begins with its document's source, unit and year."""
    source, unit, year, *rest = cells
    row = value(Row, rest)
    whose = unit or row.organization or os.path.splitext(os.path.basename(source))[0]
    return row._replace(source=source, organization=whose, year=row.year if year is None else year)


def _table(path: Path, outputs: Outputs) -> None:
    from ..writing import csv

    csv.write(path, outputs.rows())


def _parquet(path: Path, outputs: Outputs) -> None:
    from ..writing.files import replacing

    with replacing(path) as written:
        chosen = f"SELECT * EXCLUDE (run) FROM figures WHERE run = {outputs.result.run.number}"
        outputs.work.store.export(f"{chosen} ORDER BY document, number", written)


def _overview(path: Path, outputs: Outputs) -> None:
    from ..kpi.totals import totals
    from ..writing.console import BOUNDS
    from ..writing.excel.pivot import plain, shown_in
    from ..writing.files import write_text
    from ..writing.html.overview import Figure, page
    from .overview import overview

    units = outputs.grid.units
    figures = []
    for one in totals(outputs.grid):
        if not one.known:
            continue  # the workbook has them
        unit, scale = shown_in(one)
        unadded = "不相加" if one.reported else ""
        total = unadded if one.total is None else f"{BOUNDS[one.bound]}{plain(one.total / scale)}{unit}"
        lacking = [name for name in units if (cell := one.cells.get(name)) is None or cell.missing]
        apart = [("不一致", tuple(one.conflicting())), ("多个写法", tuple(one.several()))]
        figures.append(
            Figure(
                one.indicator, total, one.reported, one.expected, tuple(lacking) if one.required else (),
                tuple((why, those) for why, those in apart if those), len(one.outside()),
            )
        )  # fmt: skip
    write_text(path, page(overview(outputs, tuple(figures))))
