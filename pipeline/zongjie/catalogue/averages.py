"""Indicators whose figures say how much falls to one person, case or acre: of several units they are not added up."""

import json
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from ..lexicon import load
from .matching import clean, expanded


class Averages:
    """The words that tell such an indicator by its name."""

    def __init__(self, table: Mapping[str, list[str]]) -> None:
        words = {key: "|".join(re.escape(word) for one in table[key] for word in expanded(one)) for key in table}
        behind = rf"(?:{words['ending']})(?:{words['trailing']}){{0,3}}$"
        self._apart = re.compile(words["apart"])
        self._words = re.compile(rf"{words['within']}|^(?:{words['starting']})|{behind}")

    def has(self, name: str) -> bool:
        """Whether the indicator ``name`` is an average, a yield, a time that a case takes, a score or the like."""
        return self._words.search(self._apart.sub("，", clean(name))) is not None


def averages(overrides: Mapping[str, Any] | None = None) -> Averages:
    """The shipped words with the user's laid over them."""
    return _averages(json.dumps((overrides or {}).get("averages") or {}, ensure_ascii=False, sort_keys=True))


@lru_cache(maxsize=4)
def _averages(own: str) -> Averages:
    return Averages(load("averages", {"averages": json.loads(own)}))
