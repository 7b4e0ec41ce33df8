"""The indicators that work summaries report: which of them a wording means, in what unit, and what looks alike.

The rows are in ``resources/catalogue.toml``; a user's own are the ``[[indicators]]`` and ``[lexicon.catalogue]`` of a
profile.
"""

from .averages import averages
from .matching import SURE, Catalogue, Match, compiled, match
from .measures import Measures, convert, measures
from .proposals import Near, near
from .scales import unscaled

__all__ = [
    "SURE",
    "Catalogue",
    "Match",
    "Measures",
    "Near",
    "averages",
    "compiled",
    "convert",
    "match",
    "measures",
    "near",
    "unscaled",
]
