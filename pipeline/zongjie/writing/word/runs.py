"""Cutting the runs of a Word file at any character, and putting them together again."""

import copy
from bisect import bisect_right
from collections.abc import Iterator

from lxml import etree

from ...reading.word.line import Atom
from ...reading.word.styles import W

_RUN, _TEXT, _PROPERTIES = W + "r", W + "t", W + "rPr"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_TRIMMED = " \t\r\n"
WITHIN_TEXT, BETWEEN, NOWHERE = "t", "c", "0"  # how a run was cut: in a w:t, between two children, not at all


class Runs:
    """The runs that show a text, by ``atoms`` (see ``reading.word.line``), which follow when a run is cut."""

    def __init__(self, atoms: list[Atom]) -> None:
        self.atoms = list(atoms)

    def cut(self, position: int) -> str:
        """Lets a run begin at ``position`` of the text, where runs can be cut; tells how it was done."""
        index = bisect_right(self.atoms, position, key=lambda atom: atom.start) - 1
        if index < 0:
            return NOWHERE
        atom = self.atoms[index]
        if atom.start < position < atom.end:
            return self._cut_text(index, position)
        left, right = (index - 1, index) if atom.start == position else (index, index + 1)
        if left < 0 or right >= len(self.atoms):
            return NOWHERE
        run, child = self.atoms[right].run, self.atoms[right].child
        if self.atoms[left].last is not run or run.tag != _RUN or child.getparent() is not run:
            return NOWHERE
        if self.atoms[left].child is child:
            return NOWHERE
        self._follow(right, run, _part_off(run, child))
        return BETWEEN

    def _cut_text(self, index: int, position: int) -> str:
        atom = self.atoms[index]
        element = atom.child
        if element.tag != _TEXT or element.getparent() is not atom.run:
            return NOWHERE  # drawn as a whole
        at = atom.offset + position - atom.start
        rest = etree.Element(_TEXT, element.attrib)
        text = element.text or ""
        element.text, rest.text = text[:at], text[at:]
        element.addnext(rest)
        for half, inner in ((element, element.text[-1:]), (rest, rest.text[:1])):
            if inner in _TRIMMED and inner and half.get(_SPACE) != "preserve":
                half.text = (
                    (half.text or "").lstrip(_TRIMMED) if half is element else (half.text or "").rstrip(_TRIMMED)
                )
                half.set(_SPACE, "preserve")
        lost = len(text[:at]) - len(element.text)
        self.atoms[index] = atom._replace(end=position, offset=atom.offset - lost)
        self.atoms.insert(index + 1, Atom(position, atom.end, atom.run, rest, 0, atom.last))
        self._follow(index + 1, atom.run, _part_off(atom.run, rest))
        return WITHIN_TEXT

    def _follow(self, index: int, old: etree._Element, new: etree._Element) -> None:
        """From ``index`` on, what the run ``old`` showed is shown by ``new``."""
        while index < len(self.atoms) and old in (self.atoms[index].run, self.atoms[index].last):
            atom = self.atoms[index]
            last = new if atom.last is old else atom.last
            self.atoms[index] = atom._replace(run=new if atom.run is old else atom.run, last=last)
            index += 1

    def between(self, start: int, end: int) -> Iterator[Atom]:
        """The atoms that show any of ``text[start:end]``."""
        index = max(bisect_right(self.atoms, start, key=lambda atom: atom.start) - 1, 0)
        while index < len(self.atoms) and self.atoms[index].start < end:
            if self.atoms[index].end > start:
                yield self.atoms[index]
            index += 1


def _part_off(run: etree._Element, child: etree._Element) -> etree._Element:
    """A new run behind ``run``, of the same form, that takes ``child`` and what follows it."""
    new = etree.Element(run.tag, run.attrib)
    properties = run.find(_PROPERTIES)
    if properties is not None:
        new.append(copy.deepcopy(properties))
    moving = [child, *child.itersiblings()]
    run.addnext(new)
    new.extend(moving)
    return new


def joined(left: etree._Element, right: etree._Element, how: str) -> bool:
    """Undoes a cut between two runs that still are as it left them; tells whether it could."""
    if left.tag != _RUN or right.tag != _RUN or _form(left) != _form(right):
        return False
    children = [child for child in right if child.tag != _PROPERTIES]
    if how == WITHIN_TEXT:
        if not children or not len(left) or left[-1].tag != _TEXT or children[0].tag != _TEXT:
            return False
        before, after = left[-1], children.pop(0)
        if (before.get(_SPACE) is None) != (after.get(_SPACE) is None):
            before.attrib.pop(_SPACE, None)  # only the cut made the blank an end that has to be kept
        before.text = (before.text or "") + (after.text or "")
    left.extend(children)
    drop(right)
    return True


def drop(element: etree._Element) -> None:
    """Takes ``element`` out; white space behind it, which lxml counts as its own, stays."""
    parent, before = element.getparent(), element.getprevious()
    if element.tail and before is not None:
        before.tail = (before.tail or "") + element.tail
    elif element.tail:
        parent.text = (parent.text or "") + element.tail
    parent.remove(element)


def _form(run: etree._Element) -> tuple[list[tuple[str, str]], bytes]:
    properties = run.find(_PROPERTIES)
    shown = b"" if properties is None or not len(properties) else etree.tostring(properties, method="c14n")
    return sorted(run.attrib.items()), shown
