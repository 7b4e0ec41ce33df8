"""Clauses and sentences of a text as sorted boundaries, found in one pass."""

import re
from bisect import bisect_left, bisect_right
from typing import NamedTuple

_DIGIT = "0-9０-９"
_CLAUSE = re.compile(rf"[，。；：！？;!?\n]|[,:](?!(?<=[{_DIGIT}].)[{_DIGIT}])")
_SENTENCE = re.compile(r"[。！？!?\n]")


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

    def sentence_end(self, position: int, length: int) -> int:
        """Where the sentence that holds ``position`` ends, its mark included; ``length`` is that of the text."""
        index = bisect_right(self.sentence_ends, position)
        return self.sentence_ends[index] if index < len(self.sentence_ends) else length


def clauses(text: str) -> Clauses:
    """The clause and sentence ends of ``text``; a comma or colon between digits (1,250; 8:30) ends nothing."""
    return Clauses(
        [0, *[match.end() for match in _CLAUSE.finditer(text)]],
        [0, *[match.end() for match in _SENTENCE.finditer(text)]],
    )
