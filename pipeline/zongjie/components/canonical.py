"""Canonical: the name that tables have for what a metric counts (发展预备党员 is 发展党员)."""

from collections.abc import Iterable, Mapping
from typing import Any

from spacy.tokens import Doc

from ..catalogue import compiled
from ..lexicon import load
from ..report import Metric
from ..settings import Indicator
from . import record

_BEFORE = 4  # characters before an indicator that say whether only some are counted
_UNIT, _INDICATOR, _BEGIN, _CANONICAL, _CHANGE = map(
    Metric._fields.index, ("unit", "indicator", "indicator_start", "canonical", "change")
)


class Canonical:
    """spaCy component: gives each metric whose wording the catalogue knows the name there."""

    def __init__(self, lexicon: Mapping[str, Any], indicators: Iterable[Indicator]) -> None:
        self.catalogue = compiled(lexicon, indicators)
        words = load("modifiers", lexicon)
        self.stock, self.partial = frozenset(words["stock"]), tuple(words["partial"])

    def __call__(self, doc: Doc) -> Doc:
        """Adds the names to the record of ``doc``."""
        kept, text = record.record(doc), record.text_of(doc)
        # Rows, not values: to make metrics of thousands of rows and back takes longer than to find their names.
        kept["metrics"] = [
            row if (name := self._name(text, index, row)) is None else (*row[:_CANONICAL], name, *row[_CANONICAL + 1 :])
            for index, row in enumerate(kept.get("metrics", ()))
        ]
        return doc

    def _name(self, text: str, index: int, row: Any) -> str | None:
        """The name for a row; none for the amount of a change, and for some of what a unit has."""
        found = self.catalogue.match(row[_INDICATOR], row[_UNIT])
        if found is None or row[_CHANGE] is not None and row[_CHANGE][3] == index:
            return None
        if found.name in self.stock:
            start = row[0] if row[_BEGIN] is None else min(row[0], row[_BEGIN])
            before = text[max(0, start - _BEFORE) : start]
            if any(word in before for word in self.partial):
                return None
        return found.name
