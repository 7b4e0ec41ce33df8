"""A per-character spaCy tokenizer in linear time.

spaCy's own Chinese tokenizer re-slices the rest of the text for every token, which is quadratic; this one gives each
code point its own token, so that every span of the text is a span of tokens.
"""

from collections.abc import Callable
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import registry
from spacy.vocab import Vocab

TEXT_KEY = "zongjie_text"


class CharacterTokenizer:
    """One token for each code point, blanks included; ``doc.text`` equals the text given.

    The text is kept in ``doc.user_data`` because ``Doc.text`` is put together anew at every look.
    """

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        """One token for each code point of ``text``."""
        # Words given by their hash are looked up faster, and a text has few characters that differ.
        add = self.vocab.strings.add
        orths = {mark: add(mark) for mark in set(text)}
        words = [orths[mark] for mark in text]
        return Doc(self.vocab, words=words, spaces=[False] * len(text), user_data={TEXT_KEY: text})  # type: ignore[arg-type]

    def to_bytes(self, **_: Any) -> bytes:
        """Nothing to keep: the tokenizer has no state."""
        return b""

    def from_bytes(self, data: bytes, **_: Any) -> "CharacterTokenizer":
        """Nothing to read: the tokenizer has no state."""
        return self

    def to_disk(self, path: Any, **_: Any) -> None:
        """Nothing to keep: the tokenizer has no state."""

    def from_disk(self, path: Any, **_: Any) -> "CharacterTokenizer":
        """Nothing to read: the tokenizer has no state."""
        return self


@registry.tokenizers("zongjie.CharacterTokenizer.v1")  # type: ignore[untyped-decorator]
def make_tokenizer() -> Callable[[Language], CharacterTokenizer]:
    """The factory that a spaCy config names."""

    def make(nlp: Language) -> CharacterTokenizer:
        return CharacterTokenizer(nlp.vocab)

    return make
