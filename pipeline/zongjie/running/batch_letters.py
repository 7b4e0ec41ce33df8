"""The letters of a season: to each unit what it has to repair, and the list of who still has to submit."""

import gc
from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from ..report import Finding, Report
from ..season import Submission
from .inputs import made, names
from .marking import record
from .packing import unpack

if TYPE_CHECKING:
    from ..writing.letters import Returned
    from .batch_outputs import Outputs

_RETURNED = ("error", "warning")  # what a unit is asked to repair; hints are for who collects


def write_letters(folder: Path, outputs: "Outputs") -> None:
    """Writes a letter to each unit of the roster that has to repair or to submit something, and drops older ones.

    A file in ``folder`` that no earlier run wrote stays as it is. Raises ``StoreError`` and ``WriteError``.
    """
    from ..writing.letters import returned

    season, settings = outputs.result.season, outputs.work.settings
    documents: dict[str, list[Returned]] = {one.unit: [] for one in season.absences}
    for submission, one in _returned(outputs):
        documents.setdefault(str(submission.unit), []).append(one)
    ours, written = made(folder), {}
    for unit, stem in zip(documents, names([f"{unit}.docx" for unit in documents]), strict=True):
        name, number = f"{stem}.docx", 1
        while (folder / name).exists() and name not in ours:
            number += 1
            name = f"{stem}_{number}.docx"
        returned(folder / name, unit, season, documents[unit], settings.letters)
        gc.collect(1)  # a Word file in the making refers to itself, so its megabytes would stay for a long time
        written[name] = unit
    for name in ours.keys() - written.keys():
        (folder / name).unlink(missing_ok=True)
    if ours or written:
        record(folder, written)


def write_reminder(path: Path, outputs: "Outputs") -> None:
    """Writes the list of who still has to submit or to repair. Raises ``StoreError`` and ``WriteError``."""
    from ..writing.letters import Tally, reminder

    counting = _counting(outputs)
    found: dict[str, Counter[str]] = {}
    for one in outputs.findings():
        if one.source in counting:
            found.setdefault(str(counting[one.source].unit), Counter())[one.severity] += 1
    tallies = {unit: Tally(n["error"], n["warning"], n["info"]) for unit, n in found.items()}
    result = outputs.result
    reminder(path, result.season, tallies, outputs.work.settings.letters, result.failures)


def _counting(outputs: "Outputs") -> dict[str, Submission]:
    """The documents of this season that count for a unit, by source."""
    season = outputs.result.season
    return {one.source: one for one in season.submissions if one.unit and season.has(one)}


def _returned(outputs: "Outputs") -> Iterator[tuple[Submission, "Returned"]]:
    from ..checks import RULES
    from ..filling.blanks import blanks
    from ..writing.letters import Returned, faults

    counting, remedies = _counting(outputs), {rule.id: rule.remedy for rule in RULES.values()}
    keys = {one.source: one.key for one in outputs.result.documents}
    for source, those in groupby(outputs.findings(), key=lambda one: one.source):
        grave: list[Finding] = [one for one in those if one.severity in _RETURNED]
        if source not in counting or not grave:
            continue
        kept = outputs.work.store.by_key("analyses", "report", [keys[source]])[keys[source]][0]
        report = unpack(Report, kept)
        report = report._replace(source=report.source._replace(name=source))
        submission = counting[source]
        yield submission, Returned(source, faults(report, grave, remedies), blanks(report), submission.note)
