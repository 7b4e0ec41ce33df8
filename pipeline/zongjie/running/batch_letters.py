"""The letters of a season: to each unit what it has to repair, and the list of who still has to submit."""

import gc
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from ..season import Submission
from .batch_analyses import Document
from .batch_folder import free, take_over
from .batch_outputs import Counts, Outputs
from .inputs import names

if TYPE_CHECKING:
    from ..writing.letters import Returned

_RETURNED = ("error", "warning")  # what a unit is asked to repair; hints are for who collects


def planned(folder: Path, outputs: Outputs) -> dict[str, str]:
    """The units of the roster that have to repair or to submit something, by the names of their letters in ``folder``.

    Drops letters of earlier runs; a file that none of them wrote stays. Raises ``StoreError`` and ``WriteError``.
    """
    counts, counting = outputs.counts(), _counting(outputs)
    units = dict.fromkeys(one.unit for one in outputs.result.season.absences)
    for one in outputs.result.documents:
        if one.source in counting and any(counts.get(one.number, Counts())[:2]):
            units.setdefault(str(counting[one.source].unit))
    stems = names([f"{unit}.docx" for unit in units])
    letters = dict(zip(free(folder, [f"{stem}.docx" for stem in stems]), units, strict=True))
    take_over(folder, letters)
    return letters


def write_letters(folder: Path, letters: Mapping[str, str], outputs: Outputs) -> None:
    """Writes these ``letters`` to ``folder``. Raises ``StoreError`` and ``WriteError``."""
    from ..checks import RULES
    from ..writing.letters import Returned, returned

    remedies = {rule.id: rule.remedy for rule in RULES.values()}
    counting = _counting(outputs)
    documents: dict[str, list[Returned]] = {unit: [] for unit in letters.values()}
    for one in outputs.result.documents:
        submission = counting.get(one.source)
        if submission is not None and submission.unit in documents:
            documents[submission.unit] += _returned(outputs, one, submission, remedies)
    for name, unit in letters.items():
        returned(folder / name, unit, outputs.result.season, documents.pop(unit), outputs.settings.letters)
        gc.collect(1)  # a Word file in the making refers to itself, so its megabytes would stay for a long time


def write_reminder(path: Path, outputs: Outputs) -> None:
    """Writes the list of who still has to submit or to repair. Raises ``StoreError`` and ``WriteError``."""
    from ..writing.letters import Tally, reminder

    counting = _counting(outputs)
    found: dict[str, Counter[str]] = {}
    for one in outputs.findings():
        if one.source in counting:
            found.setdefault(str(counting[one.source].unit), Counter())[one.severity] += 1
    tallies = {unit: Tally(n["error"], n["warning"], n["info"]) for unit, n in found.items()}
    result = outputs.result
    reminder(path, result.season, tallies, outputs.settings.letters, result.failures)


def _counting(outputs: Outputs) -> dict[str, Submission]:
    """The documents of this season that count for a unit, by source."""
    season = outputs.result.season
    return {one.source: one for one in season.submissions if one.unit and season.has(one)}


def _returned(
    outputs: Outputs, document: Document, submission: Submission, remedies: Mapping[str, str]
) -> "Iterator[Returned]":
    from ..filling.blanks import blanks
    from ..writing.letters import Returned, faults

    if grave := outputs.findings_of(document, _RETURNED):
        report = outputs.report(document)
        yield Returned(document.source, faults(report, grave, remedies), blanks(report), submission.note)
