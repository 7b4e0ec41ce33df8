"""Units as data: one expression that reads the longest unit at a place, compounds and traps included."""

import re
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from ..lexicon import load


class Units(NamedTuple):
    """``at`` matches a unit (compounds whole) at a position; ``dimension`` gives the dimension of a simple unit."""

    at: re.Pattern[str]
    dimension: Mapping[str, str]


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


def _with_traps(dimension: Mapping[str, str], traps: Mapping[str, str]) -> str:
    """The units longest first, each with the trap of the whole unit or else of its last character."""
    by_length: dict[tuple[int, str], list[str]] = {}
    for unit in dimension:
        by_length.setdefault((-len(unit), traps.get(unit) or traps.get(unit[-1], "")), []).append(unit)
    return "|".join(
        trie_expression(alike) + (f"(?!{trap})" if trap else "") for (_, trap), alike in sorted(by_length.items())
    )


def units(overrides: Mapping[str, Any] | None = None) -> Units:
    """The shipped units with the user's laid over them, compiled."""
    table = dict(load("units", overrides))
    traps = table.pop("traps")
    dimension = {unit: name for name, words in table.items() for unit in words}
    bare = trie_expression([*dimension, "日", "月", "季", "季度", "学年", "学期"])
    compound = (
        rf"(?:{_with_traps(dimension, traps)})(?:[/／](?:{bare}|[\u4e00-\u9fff])(?:[·•/](?:{bare}))?)?"
        rf"(?:[（(](?:{bare})(?:[、/](?:{bare}))*[）)]次?|[（(]次[）)])?"
    )
    return Units(re.compile(compound), dimension)
