"""Clauses and sentences of a text as sorted boundaries, found in one pass."""

import re
from bisect import bisect_left, bisect_right
from typing import NamedTuple

_CLAUSE = re.compile(r"[，。；：！？,;:!?\n]")
_STOP = frozenset("。！？!?\n")
_HALF_STOP = frozenset("；;")
_DIGITS = frozenset("0123456789０１２３４５６７８９")


class Clauses(NamedTuple):
    """Ends of clauses (places just after their mark) and of sentences, ascending; both begin with 0."""

    ends: list[int]
    sentence_ends: list[int]

    def start(self, position: int) -> int:
        """Where the clause that holds ``position`` begins."""
        return self.ends[bisect_right(self.ends, position) - 1]

    def end(self, position: int, length: int) -> int:
        """Where the clause that holds ``position`` ends, its mark excluded; ``length`` is that of the text."""
        index = bisect_left(self.ends, position + 1)
        return self.ends[index] - 1 if index < len(self.ends) else length

    def sentence_start(self, position: int) -> int:
        """Where the sentence that holds ``position`` begins."""
        return self.sentence_ends[bisect_right(self.sentence_ends, position) - 1]


def clauses(text: str) -> Clauses:
    """The clause and sentence ends of ``text``; a comma or colon between digits (1,250; 8:30) ends nothing."""
    ends, sentences = [0], [0]
    for match in _CLAUSE.finditer(text):
        place, mark = match.start(), match[0]
        if mark in ",:" and place and text[place - 1] in _DIGITS and text[place + 1 : place + 2] in _DIGITS:
            continue
        ends.append(place + 1)
        if mark in _STOP:
            sentences.append(place + 1)
    return Clauses(ends, sentences)
