"""Words as jieba cuts them, with the project's domain dictionary and the user's own; nothing loads before it is asked.

rjieba, the same dictionary and algorithm in Rust, serves where it is installed and gives the very same words: not with
a dictionary of the user's (the two weigh words without a frequency differently), and not for lines that hold what the
two split differently (AR-E3000, 5G-A, characters beyond the basic block).
"""

import logging
import re
import warnings
from collections.abc import Callable
from functools import cached_property, lru_cache
from importlib import resources

DOMAIN = "domain.dict.txt"

_SPLIT_DIFFERENTLY = re.compile(
    r"[A-Za-z0-9][+#&_%\-][A-Za-z0-9]|[A-Za-z]\.[A-Za-z0-9]|[0-9]\.[A-Za-z]|\.[0-9]+\.[0-9]"
    r"|[\u3400-\u4dbf\u9fd6-\u9fff\uf900-\ufaff\U00010000-\U0010ffff]"
)
_LINE = re.compile(r"[^\n]*\n|[^\n]+")


class Words:
    """Cuts text into words; ``dictionary`` is the path of a file in jieba's ``load_userdict`` format, or None.

    ``fast=False`` keeps rjieba out.
    """

    def __init__(self, dictionary: str | None = None, *, fast: bool = True) -> None:
        self.dictionary = dictionary
        self._fast = fast

    def cut(self, text: str) -> list[str]:
        """The words of ``text`` in order; joined they are ``text``."""
        return self._cut(text)

    def spans(self, text: str) -> list[tuple[int, int]]:
        """The half-open (start, end) of each word that is not blank, in text order."""
        found = []
        start = 0
        for word in self._cut(text):
            end = start + len(word)
            if not word.isspace():
                found.append((start, end))
            start = end
        return found

    @cached_property
    def _cut(self) -> Callable[[str], list[str]]:
        if self._fast and not self.dictionary:
            try:
                return _rust()
            except ImportError:
                pass
        return _python(self.dictionary)


@lru_cache(maxsize=4)
def of(dictionary: str | None = None) -> Words:
    """The shared ``Words`` for a user dictionary's path (None or empty: the project's own words only)."""
    return Words(dictionary or None)


def domain() -> list[tuple[str, int, str]]:
    """The project's own terms as (word, frequency, tag)."""
    text = (resources.files("zongjie") / "resources" / DOMAIN).read_text("utf-8")
    return [(word, int(frequency), tag) for word, frequency, tag in map(str.split, text.splitlines())]


def _rust() -> Callable[[str], list[str]]:
    import rjieba

    cutter = rjieba.Jieba()
    for word, frequency, tag in domain():
        cutter.add_word(word, frequency, tag)
    python = lru_cache(maxsize=1)(lambda: _python(None))

    def cut(text: str) -> list[str]:
        if not _SPLIT_DIFFERENTLY.search(text):
            return list(cutter.cut(text))
        words: list[str] = []
        for line in _LINE.findall(text):
            words += python()(line) if _SPLIT_DIFFERENTLY.search(line) else cutter.cut(line)
        return words

    return cut


def _python(dictionary: str | None) -> Callable[[str], list[str]]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # jieba's own: an outdated import and escapes in its sources
        import jieba
    jieba.setLogLevel(logging.WARNING)
    cutter = jieba.Tokenizer()
    for word, frequency, tag in domain():
        cutter.add_word(word, frequency, tag)
    if dictionary:
        with open(dictionary, "rb") as file:
            cutter.load_userdict(file)
    return cutter.lcut  # type: ignore[no-any-return]
