"""What tells that a rule is not to be heeded: 【忽略 ZJ301】 in a text, in brackets of any kind, or in a comment.

The rules must be named, each or a family by the beginning of its ids. Words that name none (【忽略】) are found as
well, so that their author can be told.
"""

import re
import unicodedata
from typing import NamedTuple

_LETTER = "A-Za-z0-9Ａ-Ｚａ-ｚ０-９_－-"
_VERB = r"(?P<whole>全文[ 　]?)?(?:忽略|不查|[Zz]ongjie[:：][ 　]?ignore)"
_GAP = "[ 　\\t\u00a0:：]"
# Digits or a hyphen make a rule of a word; what only looks like one ([忽略 OK]) is prose.
_NAMES = rf"(?P<names>[{_LETTER}]{{2,40}}(?:[ 　,，、;；和及与]{{1,3}}[{_LETTER}]{{2,40}}){{0,40}})"
_ALL = r"(?:全部|所有|一切|all)?(?:的?(?:规则|问题|检查))?"
_REASON = r"(?:[:：,，;；。（(—][^】\]〕］\n]{0,200})?"
_OPEN, _CLOSE = r"(?:[【\[〔［]|<!--)[ 　]{0,3}", r"[ 　]{0,3}(?:[】\]〕］]|-->)"
_MARK = re.compile(f"{_OPEN}{_VERB}(?:{_GAP}{{0,3}}{_NAMES}{_REASON}|{_GAP}{{0,3}}{_ALL}){_CLOSE}")
# In round brackets stands prose as well: there the rules must be named.
_ROUND = re.compile(
    rf"[（(][ 　]{{0,3}}{_VERB}{_GAP}{{0,3}}{_NAMES}(?:[:：,，;；。—][^（(）)\n]{{0,200}})?[ 　]{{0,3}}[）)]"
)
_SAID = re.compile(f"(?<!不要)(?<!不能)(?<!不可)(?<!不应)(?<!不得)(?<!请勿)(?<!别){_VERB}{_GAP}{{0,3}}{_NAMES}")
_BLANKET = re.compile(rf"(?:请)?{_VERB}{_GAP}{{0,3}}{_ALL}[。！!]?")
_NAME = re.compile(r"[A-Z]{2}[0-9]{0,3}|[a-z]+(?:-[a-z]+)+")
_SPLIT = re.compile(r"[ 　,，、;；和及与]+")


class Suppression(NamedTuple):
    """``text[start:end]`` says not to heed ``rules``: ids, beginnings of ids, or names, as far as they look like these.

    ``whole`` says that it is for the whole document. One without ``rules`` is of no use.
    """

    start: int
    end: int
    whole: bool
    rules: tuple[str, ...]


def marks(text: str) -> list[Suppression]:
    """The marks in a text, in its order."""
    found = (_of(match) for form in (_MARK, _ROUND) for match in form.finditer(text))
    return sorted(one for one in found if one is not None)


def said(comment: str) -> list[Suppression]:
    """What a comment says; one that names no rule says something only where it has no other words."""
    found = [one for match in _SAID.finditer(comment) if (one := _of(match)) is not None]
    if not found and (match := _BLANKET.fullmatch(comment.strip())):
        return [Suppression(0, len(comment), bool(match["whole"]), ())]
    return found


def _of(match: re.Match[str]) -> Suppression | None:
    """The suppression that ``match`` is, None where what it names are no rules."""
    written = match["names"] or ""
    words = [unicodedata.normalize("NFKC", word) for word in _SPLIT.split(written) if word]
    names = [name for word in words if _NAME.fullmatch(name := _tidy(word))]
    if words and not names and not (len(words) == 1 and words[0].lower() in ("zj", "all")):
        return None
    rules = tuple(dict.fromkeys(name for name in names if name != "ZJ"))
    return Suppression(match.start(), match.end(), bool(match["whole"]), rules)


def _tidy(word: str) -> str:
    return word.upper() if word[:2].upper() == "ZJ" else word.lower()
