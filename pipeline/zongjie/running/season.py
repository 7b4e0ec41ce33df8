"""Where a batch meets what looks across documents: whose each is, what counts, what was copied, what is around it.

The rest of ``batch`` knows these few functions only.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from ..report import Report
from ..season import Absence, Around, Copy, Season, Submission
from ..settings import Settings


class Head(NamedTuple):
    """What tells whose a document is."""

    source: str
    sha256: str
    organization: str | None
    title: str | None
    year: int | None


def head(report: Report) -> Head:
    """The head of ``report``."""
    return Head(report.source.name, report.source.sha256, report.organization, report.title, report.year)


def assign(heads: Iterable[Head], settings: Settings) -> Season:
    """The season that ``heads`` make up, the same whatever their order; of several of one unit and year the last."""
    ordered = sorted(heads)
    last = {(one.organization, one.year): one for one in ordered}
    submissions = tuple(
        Submission(one.source, one.sha256, one.organization, "", one.year, "", last[one.organization, one.year] is one)
        for one in ordered
    )
    years = Counter(one.year for one in ordered if one.year is not None)
    year = settings.year or max(years, key=lambda one: (years[one], one), default=None)
    names = tuple(unit.name for unit in settings.roster.units)
    there = {one.organization for one in ordered}
    found = names or tuple(sorted({one.organization for one in ordered if one.organization}))
    return Season(year, found, submissions, tuple(Absence(name, "", year) for name in names if name not in there))


def around(season: Season, submission: Submission, settings: Settings) -> Around:
    """What the season tells of ``submission``, but for copies."""
    others = tuple(name for name in season.units if name != submission.unit)
    return Around(submission.unit, submission.year, others)


def sketch(report: Report) -> bytes | None:
    """What is kept of ``report`` to find what others have of it."""
    return None


def copies(
    sketches: Iterable[tuple[Submission, bytes]], text_of: Callable[[str, int, int], str]
) -> Mapping[str, tuple[Copy, ...]]:
    """The passages that documents share, by source; ``text_of(source, start, end)`` gives the text of one."""
    return {}
