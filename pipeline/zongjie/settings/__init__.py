"""What a collection demands and how its documents are read: the TOML file that ``--profile`` names.

Every key has a default, so ``Settings()`` is what runs without a file.
"""

from .models import (
    ROLE_NAMES,
    Demanded,
    Indicator,
    Lengths,
    Letters,
    Limits,
    Role,
    Roster,
    Rules,
    Sections,
    Settings,
    Severity,
    Unit,
    same,
)
from .problems import SettingsError

__all__ = [
    "ROLE_NAMES",
    "Demanded",
    "Indicator",
    "Lengths",
    "Letters",
    "Limits",
    "Role",
    "Roster",
    "Rules",
    "Sections",
    "Settings",
    "SettingsError",
    "Severity",
    "Unit",
    "same",
]
