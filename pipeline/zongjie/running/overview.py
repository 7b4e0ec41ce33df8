"""What the overview page of a season shows, from the results of a run."""

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from ..season import Submission
from ..writing.console import BOUNDS, classes, several
from ..writing.files import below, write_text
from ..writing.html.overview import Figure, File, Overview, Rule, Similar, Unit
from .batch_analyses import Document
from .batch_beside import Sharing, recorded, similar
from .batch_folder import BESIDE, BOOK, COPIES, LETTERS, PROBLEMS, REMINDER
from .batch_outputs import Counts, Outputs
from .inputs import made

_NO_UNIT = ""


def write_overview(path: Path, outputs: Outputs) -> None:
    """Writes the page. Raises ``StoreError`` and ``WriteError``."""
    from ..writing.html.overview import page

    write_text(path, page(overview(outputs, _figures(outputs))))


def _figures(outputs: Outputs) -> tuple[Figure, ...]:
    """The totals of the indicators."""
    from ..kpi.totals import totals
    from ..writing.excel.pivot import NOT_ADDED, plain, shown_in

    units = outputs.grid.units
    figures = []
    for one in totals(outputs.grid):
        if not one.known:
            continue  # the workbook has them
        unit, scale = shown_in(one)
        unadded = NOT_ADDED if one.reported else ""
        total = unadded if one.total is None else f"{BOUNDS[one.bound]}{plain(one.total / scale)}{unit}"
        lacking = [name for name in units if (cell := one.cells.get(name)) is None or cell.missing]
        apart = [("不一致", tuple(one.conflicting())), ("多个写法", tuple(one.several()))]
        figures.append(
            Figure(
                one.indicator, total, one.reported, one.expected, tuple(lacking) if one.required else (),
                tuple((why, those) for why, those in apart if those), len(one.outside()),
            )
        )  # fmt: skip
    return tuple(figures)


def overview(outputs: Outputs, figures: tuple[Figure, ...] = ()) -> Overview:
    """The values of the page; ``figures`` are the totals of indicators. It leads to the letters that are there."""
    from ..checks import RULES

    result, settings = outputs.result, outputs.settings
    called = below(one.source for one in result.documents)
    letters = {unit: outputs.folder / LETTERS / name for name, unit in made(outputs.folder / LETTERS).items()}
    counts = outputs.counts()
    pairs, unlisted = similar(outputs)
    units = _units(outputs, counts, letters)
    numbers = outputs.current()
    current = [one for number, one in counts.items() if number in numbers]
    severities = tuple(sum(one[at] for one in current) for at in range(3))
    return Overview(
        year=result.season.year,
        documents=len(result.documents) - sum(one.failure is not None for one in result.documents),
        roster=bool(settings.roster.units),
        classes=classes(result.season),
        several="" if settings.documents else several(result.season),
        expected=len(result.season.units),
        severities=severities,
        missing=sum(one.missing for one in current),
        apart=sum(sum(one[:3]) for one in counts.values()) - sum(severities),
        absences=result.season.absences,
        units=units,
        rules=tuple(
            Rule(rule, severity, RULES[rule].summary if rule in RULES else "", number)
            for rule, severity, number in outputs.rules()
        ),
        pairs=_pairs(outputs, pairs),
        unlisted=unlisted,
        failures=tuple(one._replace(source=called(one.source)) for one in result.failures),
        figures=figures,
        links=tuple((name, name) for name in (BOOK, PROBLEMS, REMINDER)),
        accepted=sum(result.accepted.values()),
    )


def _units(outputs: Outputs, counts: dict[int, Counts], letters: dict[str, Path]) -> tuple[Unit, ...]:
    """The units of the season in its order, those without a document too, and at last what belongs to none."""
    season = outputs.result.season
    called = below(one.source for one in outputs.result.documents)
    files: dict[str, list[File]] = defaultdict(list)
    for one in outputs.result.documents:
        submission = outputs.result.submissions.get(one.source)
        if submission is not None:
            files[submission.unit or _NO_UNIT].append(_file(outputs, one, submission, counts, called(one.source)))
    names = [*season.units, *sorted(set(files) - {*season.units, _NO_UNIT}), *([_NO_UNIT] if _NO_UNIT in files else [])]
    absent = defaultdict(list)
    for absence in season.absences:
        absent[absence.unit].append(absence.kind or "总结")
    return tuple(
        Unit(
            name,
            tuple(sorted(files[name], key=_order)),
            tuple(absent[name]),
            f"{LETTERS}/{letters[name].name}" if name in letters else "",
        )
        for name in names
    )


def _order(one: File) -> tuple[bool, int, str, bool, str]:
    """What is current first, then later years, of each kind what counts first."""
    return not one.current, -(one.year or 0), one.kind, not one.counts, one.source


def _file(outputs: Outputs, one: Document, submission: Submission, counts: dict[int, Counts], name: str) -> File:
    return File(
        source=name,
        title=(one.title or Path(one.source).stem).lstrip("# "),  # Markdown's mark of a heading
        year=submission.year,
        kind=submission.kind,
        counts=submission.counts,
        current=outputs.result.season.has(submission),
        note="；".join(part for part in (submission.note, "文字可能不全，请对照原件" * one.review) if part),
        copy=_copy(outputs, one.source),
        found=tuple(counts.get(one.number, Counts())),
    )


def _copy(outputs: Outputs, source: str) -> str:
    """The path of the marked copy of a document, "" if there is none."""
    copy = outputs.result.marked.get(source)
    return f"{COPIES}/{copy.name}" if copy else ""


def _pairs(outputs: Outputs, pairs: Sequence[Sharing]) -> tuple[Similar, ...]:
    """The pairs of documents that are listed, each with the page that shows both."""
    called = below(one.source for one in outputs.result.documents)
    pages = {which: f"{BESIDE}/{name}" for name, which in made(outputs.folder / BESIDE).items()}
    return tuple(
        Similar(
            called(one.one),
            called(one.other),
            one.passages,
            one.characters,
            one.similarity,
            one.text,
            (_copy(outputs, one.one), _copy(outputs, one.other)),
            pages.get(recorded(one.one, one.other), ""),
        )
        for one in pairs
    )
