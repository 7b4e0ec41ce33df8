"""Rules over reports: ``check`` runs them, ``RULES`` has them all by id."""

from ..report import Finding, Report
from ..season import Around
from ..settings import Settings
from . import completeness, placeholders, resemblance
from .rule import Case, run

RULES = {one.id: one for one in (*placeholders.RULES, *completeness.RULES, *resemblance.RULES)}


def check(report: Report, settings: Settings | None = None, around: Around | None = None) -> list[Finding]:
    """The findings in ``report``, in the order of the text; without ``settings`` the defaults hold.

    ``around`` is what the other documents of a season tell of it.
    Raises ValueError if the settings select a rule that does not exist.
    """
    return run(RULES, Case(report, settings or Settings(), around or Around()))
