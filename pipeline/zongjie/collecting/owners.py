"""Whose a document is: what its file's name, folders, title and signature say, the first that is clear."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ..settings import Unit
from .heads import Head, folders, stem
from .names import Names, Reading

_FOLDERS = 4  # nearest folders that are looked at


class Owner(NamedTuple):
    """The unit (index in the roster; None: none, or it is not clear) and what a reader should know (Chinese)."""

    unit: int | None
    note: str = ""


class _Word(NamedTuple):
    """One thing that may name the unit; ``said`` is how a note calls it, of ``text`` if the document itself says it."""

    said: str
    reading: Reading
    text: bool


def owner(head: Head, names: Names, units: Sequence[Unit], shared: int) -> Owner:
    """The unit of ``head``; its outermost ``shared`` folders hold all documents, and count after its own words."""
    words = list(_words(head, names, shared))
    candidates: set[int] = set()
    below: dict[int, None] = {}
    for at, (_, reading, _text) in enumerate(words):
        below.update(dict.fromkeys(reading.below))
        named = set(reading.units) - set(below)
        if len(named) > 1:
            candidates = candidates & named or candidates or named
        elif named and (not candidates or named <= candidates):
            (unit,) = named
            return Owner(unit, _doubt(words, at, unit, units))
    if candidates:
        both = "和".join(f"“{units[one].name}”" for one in sorted(candidates))
        return Owner(None, f"像是{both}的，分不清是哪一个单位的")
    if below:
        return Owner(None, f"像是“{units[next(iter(below))].name}”下属的单位，不在名单里")
    return Owner(None, "文件名、标题和署名里都没有名单里的单位")


def _words(head: Head, names: Names, shared: int) -> Iterator[_Word]:
    around = folders(head.source)
    inner, outer = around[shared:][::-1][:_FOLDERS], around[:shared][::-1][:_FOLDERS]
    yield _Word("文件名", names.read(stem(head.source), file=True), False)
    for folder in inner:
        yield _Word("文件夹", names.read(folder, file=True), False)
    yield _Word("标题", names.read(head.title or ""), True)
    yield _Word("署名", names.read(head.organization or ""), True)
    for lines in (head.ending, head.beginning):
        signed = names.signed(lines.split("\n"))
        yield _Word("署名", Reading(() if signed is None else (signed,)), True)
    for folder in outer:
        yield _Word("文件夹", names.read(folder, file=True), False)


def _doubt(words: Sequence[_Word], at: int, unit: int, units: Sequence[Unit]) -> str:
    """A note where the document itself names another unit than its file does."""
    if words[at].text:
        return ""
    for said, reading, text in words[at + 1 :]:
        if text and len(reading.units) == 1 and reading.units[0] != unit:
            other = units[reading.units[0]].name
            return f"{words[at].said}是“{units[unit].name}”，{said}却是“{other}”"
    return ""
