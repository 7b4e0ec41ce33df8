"""Values put into the blanks of a Word file: each takes the form of the marks that it replaces."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from lxml import etree

from ...reading.word.line import Atom
from ...reading.word.package import Package
from ...reading.word.reader import stories
from ...reading.word.styles import W
from .package import Edited
from .runs import Runs, drop
from .unmark import take_out

_RUN, _TEXT = W + "r", W + "t"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


class Filling(NamedTuple):
    """``value`` in place of ``text[start:end]``; an empty range: before what stands at ``start``."""

    start: int
    end: int
    value: str


def fill(data: bytes, fillings: Sequence[Filling]) -> tuple[bytes, list[Filling]]:
    """The Word package ``data`` with the values, our own marks taken out, and those that could not be put in.

    A value cannot go where Word draws the text by itself (a number of a list, a field, a formula). Offsets count in
    the text that ``reading.word.read`` gives. Raises ``DocumentError`` as reading does.
    """
    package = Package(take_out(data))
    reading = stories(package)
    edited = Edited(package)
    edited.take(reading.roots)
    edited.as_document()
    runs = Runs(reading.walk.atoms)
    ordered = sorted(fillings, key=lambda one: one.start, reverse=True)  # what is to the left keeps its place
    left_out = [one for one in ordered if not _put(one, runs)]
    return edited.data(), left_out[::-1]


def _put(one: Filling, runs: Runs) -> bool:
    atoms = list(runs.between(one.start, max(one.end, one.start + 1)))
    covered = sum(min(atom.end, one.end) - max(atom.start, one.start) for atom in atoms)
    if not atoms or not all(_is_plain(atom) for atom in atoms) or covered < one.end - one.start:
        return False
    first = atoms[0]
    for atom in reversed(atoms[1:]):
        _cut(atom, max(atom.start, one.start), min(atom.end, one.end))
    if first.child.tag == _TEXT:
        at = first.offset + one.start - first.start
        end = first.offset + min(first.end, max(one.end, one.start)) - first.start
        text = first.child.text or ""
        first.child.text = text[:at] + one.value + text[end:]
        first.child.set(_SPACE, "preserve")
    else:  # a tab or a symbol that stood for the number
        new = etree.Element(_TEXT)
        new.text = one.value
        new.set(_SPACE, "preserve")
        first.child.addprevious(new)
        if one.end > one.start:
            drop(first.child)
    _settle(first.run)
    return True


def _is_plain(atom: Atom) -> bool:
    """Whether the text of ``atom`` stands in a run of its own accord."""
    return atom.run.tag == _RUN and atom.last is atom.run and atom.child.tag in _PLAIN


_PLAIN = frozenset(W + name for name in ("t", "tab", "ptab", "sym", "noBreakHyphen"))


def _cut(atom: Atom, start: int, end: int) -> None:
    if atom.child.tag != _TEXT:
        drop(atom.child)
        return
    text = atom.child.text or ""
    first = atom.offset + start - atom.start
    atom.child.text = text[:first] + text[first + end - start :]
    atom.child.set(_SPACE, "preserve")


def _settle(run: etree._Element) -> None:
    """A control that showed its prompt now holds a text of its own."""
    for control in run.iterancestors(W + "sdt"):
        properties = control.find(W + "sdtPr")
        prompt = None if properties is None else properties.find(W + "showingPlcHdr")
        if prompt is not None:
            drop(prompt)
            _unstyled(control.iter(W + "rStyle"))


def _unstyled(styles: Iterable[etree._Element]) -> None:
    for style in list(styles):
        if "laceholder" in style.get(W + "val", ""):
            drop(style)
