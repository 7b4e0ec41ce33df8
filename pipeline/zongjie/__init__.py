"""zongjie (总结) reads Chinese work summaries and finds what they report and what they leave out.

The names below load what they need when they are first used: importing the package costs next to nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .checks import check as check
    from .errors import DocumentError as DocumentError
    from .kpi.table import rows as kpi
    from .language.quantity import parse_quantity as parse_quantity
    from .report import Report as Report
    from .running.analyze import analyze as analyze
    from .running.analyze import load as load
    from .settings import Settings as Settings

__version__ = "0.1.0"

_HOMES = {
    "DocumentError": "errors",
    "Report": "report",
    "Settings": "settings",
    "analyze": "running.analyze",
    "check": "checks",
    "load": "running.analyze",
    "parse_quantity": "language.quantity",
}
__all__ = ["DocumentError", "Report", "Settings", "__version__", "analyze", "check", "kpi", "load", "parse_quantity"]


def __getattr__(name: str) -> Any:
    if name == "kpi":
        return import_module(".kpi", __name__)  # a package that can be called, see there
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f".{_HOMES[name]}", __name__), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
