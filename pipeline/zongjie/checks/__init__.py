"""Rules over reports: ``check`` runs them, ``RULES`` has them all by id."""

from ..report import Finding, Report
from ..season import Around
from ..settings import Settings
from . import (
    completeness,
    consistency,
    content,
    demands,
    marks,
    placeholders,
    resemblance,
    structure,
    suppression,
)
from .rule import Case, ids_of, run

__all__ = ["FAMILIES", "RULES", "check", "ids_of"]

FAMILIES = {"ZJ1": "空缺", "ZJ2": "完整", "ZJ3": "一致", "ZJ4": "结构", "ZJ5": "雷同", "ZJ9": "检查"}
_ALL = (
    *placeholders.RULES,
    *completeness.RULES,
    *content.CELLS,
    *content.CLAIMS,
    *demands.RULES,
    *consistency.RULES,
    *structure.RULES,
    *marks.RULES,
    *resemblance.RULES,
    *suppression.RULES,
)
RULES = {one.id: one for one in sorted(_ALL, key=lambda one: one.id)}


def check(report: Report, settings: Settings | None = None, around: Around | None = None) -> list[Finding]:
    """The findings in ``report``, in the order of the text; without ``settings`` the defaults hold.

    ``around`` is what the other documents of a season tell of it.
    Raises ValueError if the settings select a rule that does not exist.
    """
    return run(RULES, Case(report, settings or Settings(), around or Around()))
