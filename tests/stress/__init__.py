"""Constructs that a Word file may hold, each with what a reader of Word sees, by the standard and by Word itself.

``CASES`` is all of them. Where programs differ, Word's behaviour stands here.
"""

from .case import Case, Seen, together
from .changes import HIDDEN, TRACKED
from .fields import FIELDS
from .notes import HEADERS, NOTES
from .numbers import NUMBERS
from .tables import BOXES, TABLES
from .text import TEXT

CASES = [*TEXT, *FIELDS, *TABLES, *BOXES, *NOTES, *HEADERS, *TRACKED, *HIDDEN, *NUMBERS]

__all__ = ["CASES", "Case", "Seen", "together"]
