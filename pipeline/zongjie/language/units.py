"""Units as data: reading the longest unit at a place, compounds and traps included."""

import json
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from ..lexicon import load

_JOINTS = frozenset("/／（(")
_DIVISIONS = frozenset("/／·•")
_VARIED = re.compile(r"[（(]([^（()）\n]{1,12})[）)]次?")
_SEPARATOR = re.compile("[、/]")
_HAN = re.compile("[\u4e00-\u9fff]")


class UnitMatch(NamedTuple):
    """A unit as written, and the place after it."""

    name: str
    stop: int

    def end(self) -> int:
        """The place after the unit."""
        return self.stop


class Units:
    """The known units; ``dimension`` gives the dimension of a simple one."""

    def __init__(self, dimension: Mapping[str, str], traps: Mapping[str, str]) -> None:
        self.dimension = dimension
        compiled = {last: re.compile(trap) for last, trap in traps.items()}
        self._by_first: dict[str, list[tuple[str, int, re.Pattern[str] | None]]] = {}
        for unit in sorted(dimension, key=lambda unit: (-len(unit), unit)):
            # A unit has its own trap, or that of its last character: 人次 that of 次.
            trap = compiled.get(unit) or compiled.get(unit[-1])
            self._by_first.setdefault(unit[0], []).append((unit, len(unit), trap))

    def match(self, text: str, position: int) -> UnitMatch | None:
        """The longest unit at ``position``, whole with what divides or varies it: 元/人, 台(套), 项（次）.

        None where none stands there, or where it only begins a word (3项目, 5分公司).
        """
        for unit, size, trap in self._by_first.get(text[position : position + 1], ()):
            if text.startswith(unit, position):
                stop = position + size
                if trap is not None and trap.match(text, stop):
                    continue
                if text[stop : stop + 1] in _JOINTS:
                    stop = self._compound(text, stop)
                return UnitMatch(text[position:stop], stop)
        return None

    def _compound(self, text: str, stop: int) -> int:
        """The end of what divides or varies the unit that ends at ``stop``: /人, /人·月, (套), （艘、架、列）次."""
        while text[stop : stop + 1] in _DIVISIONS:
            divisor = self._longest(text, stop + 1)
            if not divisor:
                break
            stop += 1 + len(divisor)
        varied = _VARIED.match(text, stop)
        if varied and all(one in self.dimension for one in _SEPARATOR.split(varied[1])):
            return varied.end()
        return stop

    def _longest(self, text: str, position: int) -> str:
        for unit, _, _ in self._by_first.get(text[position : position + 1], ()):
            if text.startswith(unit, position):
                return unit
        # A divisor may be any noun of one character (元/餐).
        return text[position : position + 1] if _HAN.match(text, position) else ""

    @property
    def first_characters(self) -> str:
        """The characters that units begin with."""
        return "".join(sorted(self._by_first))


def trie_expression(words: Iterable[str]) -> str:
    """A regular expression for any of ``words``, longest first, that looks at each character once."""
    tree: dict[str, Any] = {}
    for word in words:
        node = tree
        for mark in word:
            node = node.setdefault(mark, {})
        node[""] = {}
    return _expression(tree)


def _expression(node: dict[str, Any]) -> str:
    ends = "" in node
    branches = [(mark, _expression(rest)) for mark, rest in sorted(node.items()) if mark]
    if not branches:
        return ""
    leaves = [re.escape(mark) for mark, rest in branches if not rest]
    longer = [re.escape(mark) + rest for mark, rest in branches if rest]
    if leaves:
        longer.append("[" + "".join(leaves) + "]" if len(leaves) > 1 else leaves[0])
    body = longer[0] if len(longer) == 1 else f"(?:{'|'.join(longer)})"
    return f"(?:{body})?" if ends else body


def units(overrides: Mapping[str, Any] | None = None) -> Units:
    """The shipped units with the user's laid over them."""
    return _units(json.dumps(overrides or {}, ensure_ascii=False, sort_keys=True))


@lru_cache(maxsize=16)
def _units(overrides: str) -> Units:
    table = dict(load("units", json.loads(overrides)))
    traps = table.pop("traps")
    return Units({unit: name for name, words in table.items() for unit in words}, traps)
