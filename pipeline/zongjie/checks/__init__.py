"""Rules over reports: ``check`` runs them, ``RULES`` has them all by id."""

from ..report import Finding, Report
from ..settings import Settings
from . import completeness, placeholders, rule

RULES = {one.id: one for one in (*placeholders.RULES, *completeness.RULES)}


def check(report: Report, settings: Settings | None = None) -> list[Finding]:
    """The findings in ``report``, in the order of the text; without ``settings`` the defaults hold.

    Raises ValueError if the settings select a rule that does not exist.
    """
    return rule.run(RULES, report, settings or Settings())
