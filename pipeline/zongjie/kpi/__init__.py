"""Metrics of many reports as one table.

``zongjie.kpi([report])`` is a promise, and this package bears the same name: so the package itself can be called, and
gives what ``kpi.table.rows`` gives.
"""

import sys
from collections.abc import Iterable
from types import ModuleType
from typing import TYPE_CHECKING

from ..report import Report

if TYPE_CHECKING:
    from .table import Row


class _Callable(ModuleType):
    def __call__(self, reports: Iterable[Report]) -> "list[Row]":
        from .table import rows

        return rows(reports)


sys.modules[__name__].__class__ = _Callable
