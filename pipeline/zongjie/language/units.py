"""Units as data: reading the longest unit at a place, compounds and traps included."""

import re
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from ..lexicon import load

# Denominators that are no units of their own (元/月).
_DENOMINATORS = ("日", "月", "季", "季度", "学年", "学期")
_JOINTS = frozenset("/／（(")


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
        bare = trie_expression([*dimension, *_DENOMINATORS])
        self._compound = re.compile(
            rf"(?:[/／](?:{bare}|[\u4e00-\u9fff])(?:[·•/](?:{bare}))?)?"
            rf"(?:[（(](?:{bare})(?:[、/](?:{bare}))*[）)]次?)?"
        )

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
                    stop = self._compound.match(text, stop).end()  # type: ignore[union-attr]
                return UnitMatch(text[position:stop], stop)
        return None

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
    table = dict(load("units", overrides))
    traps = table.pop("traps")
    return Units({unit: name for name, words in table.items() for unit in words}, traps)
