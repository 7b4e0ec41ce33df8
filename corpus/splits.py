"""Which fragments train a model, which tune it and which only test it; told from a fragment's own text."""

import re
from hashlib import sha256

SPLITS = ("train", "dev", "test")
_SHARES = (70, 85, 100)  # upper bounds, in hundredths

_VARIABLE = re.compile(r"\{[^{}]*\}|\[[^\[\]]*\|[^\[\]]*\]|[\d.,]+")
_MARK = re.compile(r"[\s<>«»，。；：、！？“”（）《》]")


def core(text: str) -> str:
    """``text`` without what varies in it: slots, choices, figures, marks; near-copies have the same."""
    return _MARK.sub("", _VARIABLE.sub("", text)) or text


def split_of(text: str) -> str:
    """The split of a fragment; a text that is equal to it up to its slots has the same."""
    at = int.from_bytes(sha256(core(text).encode()).digest()[:8]) % 100
    return next(name for name, end in zip(SPLITS, _SHARES, strict=True) if at < end)
