"""What the overview page of a season shows, from the results of a run."""

from collections import defaultdict
from pathlib import Path

from ..season import Submission
from ..writing.html.overview import Figure, File, Overview, Rule, Similar, Unit
from .batch_analyses import Document
from .batch_outputs import BOOK, COPIES, LETTERS, PROBLEMS, REMINDER, Counts, Outputs
from .marking import made

_NO_UNIT = ""
_MOST_PAIRS = 100


def overview(outputs: Outputs, figures: tuple[Figure, ...] = ()) -> Overview:
    """The values of the page; ``figures`` are the totals of indicators. It leads to the letters that are there."""
    from ..checks import RULES

    result = outputs.result
    letters = {unit: outputs.folder / LETTERS / name for name, unit in made(outputs.folder / LETTERS).items()}
    counts = outputs.counts()
    units = _units(outputs, counts, letters)
    severities = tuple(sum(one[at] for one in counts.values()) for at in range(3))
    return Overview(
        year=result.season.year,
        documents=len(result.documents) - sum(one.failure is not None for one in result.documents),
        roster=bool(outputs.work.settings.roster.units),
        submitted=sum(any(file.counts for file in one.files) for one in units if one.name),
        expected=len(result.season.units),
        severities=severities,
        missing=sum(one.missing for one in counts.values()),
        absences=result.season.absences,
        units=units,
        rules=tuple(
            Rule(rule, severity, RULES[rule].summary if rule in RULES else "", number)
            for rule, severity, number in outputs.rules()
        ),
        pairs=_pairs(outputs),
        failures=tuple(result.failures),
        figures=figures,
        links=tuple(
            (name, name) for name in (BOOK, PROBLEMS, REMINDER) if name != REMINDER or (outputs.folder / name).exists()
        ),
        accepted=sum(result.accepted.values()),
    )


def _units(outputs: Outputs, counts: dict[int, Counts], letters: dict[str, Path]) -> tuple[Unit, ...]:
    """The units of the season in its order, those without a document too, and at last what belongs to none."""
    season = outputs.result.season
    files: dict[str, list[File]] = defaultdict(list)
    for one in outputs.result.documents:
        submission = outputs.result.submissions.get(one.source)
        if submission is not None:
            files[submission.unit or _NO_UNIT].append(_file(outputs, one, submission, counts))
    names = [*season.units, *sorted(set(files) - {*season.units, _NO_UNIT}), *([_NO_UNIT] if _NO_UNIT in files else [])]
    absent = defaultdict(list)
    for absence in season.absences:
        absent[absence.unit].append(absence.kind or "总结")
    return tuple(
        Unit(
            name, tuple(files[name]), tuple(absent[name]), f"{LETTERS}/{letters[name].name}" if name in letters else ""
        )
        for name in names
    )


def _file(outputs: Outputs, one: Document, submission: Submission, counts: dict[int, Counts]) -> File:
    copy = outputs.result.marked.get(one.source)
    return File(
        source=one.source,
        title=one.title or Path(one.source).stem,
        year=submission.year,
        kind=submission.kind,
        counts=submission.counts,
        note="；".join(part for part in (submission.note, "文字可能不全，请对照原件" * one.review) if part),
        copy=f"{COPIES}/{copy.name}" if copy else "",
        found=tuple(counts.get(one.number, Counts())),
    )


def _pairs(outputs: Outputs) -> tuple[Similar, ...]:
    """The pairs of documents that share most, each once, with the longest passage that they share."""
    sql = """SELECT in_source, source, count(*), sum(end_at - start_at), max(similarity),
        arg_max(other_text, end_at - start_at) FROM copies WHERE run = ? GROUP BY ALL ORDER BY 4 DESC, 1, 2"""
    seen: set[frozenset[str]] = set()
    found: list[Similar] = []
    for one, other, passages, length, similarity, text in outputs.work.store.ask(sql, [outputs.result.run.number]):
        if len(found) < _MOST_PAIRS and frozenset((one, other)) not in seen:
            found.append(Similar(one, other, passages, length, similarity, text[:200]))
        seen.add(frozenset((one, other)))
    return tuple(found)
