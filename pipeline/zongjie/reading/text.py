"""Plain text in whatever encoding Chinese offices use → ``Document``.

The order is: byte order mark, strict UTF-8, then whichever of GB18030, Big5 and UTF-16 reads most like Chinese,
judged by how common its characters are. GBK and GB2312 are always decoded as GB18030, which contains both.
"""

import re
import tomllib
from collections import Counter
from functools import lru_cache
from importlib import resources

from ..document import Document, Source, from_text
from ..errors import DocumentError

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_GUESSES = ("gb18030", "big5", "big5hkscs", "utf-16-le", "utf-16-be")
# Likeness that a guess must reach: Chinese prose has about 2, another language's bytes up to 0.6; short texts vary.
_LONG = 128  # bytes
_BELIEVABLE, _BELIEVABLE_SHORT, _CONVINCING, _NEVER = 0.8, 0.2, 1.5, 9.0
# Of 100 characters, so many may be damaged before the file counts as no text in this encoding.
_DAMAGED = 1
_BEYOND_LATIN = "\u2000"
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f]")
_SURROGATES = re.compile(r"[\ud800-\udfff]")
_INVISIBLE = "\ufeff\u200b\u200c\u200d\u2060"


def read(data: bytes, source: Source) -> Document:
    """The document of the text file ``data``; ``source`` comes back with its encoding.

    Line ends become ``\\n`` and lone surrogates U+FFFD, one for one; all else stands as it was. Raises
    ``DocumentError``: empty, binary, unknown-encoding.
    """
    text, encoding = decode(data)
    if not text.strip().strip(_INVISIBLE):
        raise DocumentError("empty")
    if len(_CONTROLS.findall(text)) * 2 > len(text):
        raise DocumentError("binary")
    return from_text(text, source._replace(encoding=encoding, review="\ufffd" in text))


def decode(data: bytes) -> tuple[str, str]:
    """The text of ``data`` with line ends ``\\n``, and the Python name of its encoding.

    Where a few bytes of an otherwise good text are damaged, they become U+FFFD. Raises ``DocumentError``: binary,
    unknown-encoding.
    """
    text, encoding = _decoded(data)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _SURROGATES.sub("\ufffd", text), encoding


def _decoded(data: bytes) -> tuple[str, str]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strictly(data, encoding) or data.decode(encoding, "replace"), encoding
    text = _strictly(data, "utf-8")
    needed = _needed(data, text)
    if text is not None and needed == _NEVER:
        return text, "utf-8"
    guesses = [(guess, name) for name in _GUESSES if (guess := _strictly(data, name)) is not None]
    scores = [likeness(guess) for guess, _ in guesses]
    if scores and max(scores) >= needed:
        return guesses[scores.index(max(scores))]
    if text is not None:
        return text, "utf-8"
    for encoding in ("utf-8", "gb18030"):
        text = data.decode(encoding, "replace")
        if text.count("\ufffd") * 100 <= len(text) * _DAMAGED and likeness(text) >= needed:
            return text, encoding
    raise DocumentError("binary" if b"\0" in data else "unknown-encoding")


def _needed(data: bytes, utf8: str | None) -> float:
    """The likeness that another reading of ``data`` needs to be taken, ``utf8`` being how UTF-8 reads it, if it can."""
    if utf8 is None:
        return _BELIEVABLE if len(data) >= _LONG else _BELIEVABLE_SHORT
    controls = len(_CONTROLS.findall(utf8))
    if controls * 4 >= len(utf8):
        return 0  # ASCII characters in UTF-16 are NULs by half
    if max(utf8, default="") >= _BEYOND_LATIN:
        return _NEVER if controls * 16 < len(utf8) else _CONVINCING
    # Bytes of a short GBK or UTF-16 text may be Latin letters in UTF-8, but hardly three-byte sequences.
    if utf8.isascii() and not controls:
        return _NEVER if len(data) < 16 else _CONVINCING
    return _BELIEVABLE


def likeness(text: str) -> float:
    """How much ``text`` reads like Chinese: the mean weight of its characters beyond ASCII, from -3 to 3."""
    weights = _weights()
    total, seen = 0.0, 0
    for character, count in Counter(text).items():
        if " " <= character <= "~" or character in "\t\n\r":
            continue
        total += count * (weights.get(character) or _default_weight(character))
        seen += count
    return total / seen if seen else 0.0


def _default_weight(character: str) -> float:
    if "\u4e00" <= character <= "\u9fff":
        return 0
    return -3 if _CONTROLS.match(character) or character == "\ufffd" else -1


@lru_cache(maxsize=1)
def _weights() -> dict[str, float]:
    table = tomllib.loads((resources.files("zongjie") / "resources" / "characters.toml").read_text("utf-8"))
    weights: dict[str, float] = dict.fromkeys(table["marks"], 2)
    for tier in reversed(table["tiers"]):
        weights.update(dict.fromkeys(tier["simplified"] + tier["traditional"], tier["weight"]))
    return weights


def _strictly(data: bytes, encoding: str) -> str | None:
    errors = "strict" if encoding in ("gb18030", "big5", "big5hkscs") else "surrogatepass"
    try:
        return data.decode(encoding, errors)
    except UnicodeDecodeError:
        return None
