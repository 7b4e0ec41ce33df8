"""Marks in a Word file: a range of its text with a highlight, a bookmark and a comment.

A second, hidden bookmark (``_zj_…``) remembers the colour and how the runs were cut at either end, so that ``unmark``
can give the file back as it was.
"""

from bisect import bisect_left, bisect_right
from itertools import count
from typing import NamedTuple

from lxml import etree

from ...document import ASIDES, Block
from ...reading.word.package import OFFICE_RELS, Package
from ...reading.word.reader import Reading, stories
from ...reading.word.remarks import AUTHOR
from ...reading.word.styles import W
from . import highlight
from .package import Edited
from .runs import Runs
from .unmark import OWN_PART, is_own, take_out

_INITIALS = "zj"
_COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_PARAGRAPH, _RUN = W + "p", W + "r"
_ID, _NAME = W + "id", W + "name"
_BOOKMARK, _BOOKMARK_END = W + "bookmarkStart", W + "bookmarkEnd"
_RANGE, _RANGE_END, _REFERENCE = W + "commentRangeStart", W + "commentRangeEnd", W + "commentReference"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_ALTERNATIVES = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
# Controls that hold plain text only: a comment begins and ends outside.
_PLAIN_CONTROLS = frozenset(
    W + name for name in ("text", "date", "dropDownList", "comboBox", "picture", "showingPlcHdr")
)
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


class Mark(NamedTuple):
    """A comment of ``lines`` on ``text[start:end]`` (empty: on the whole), whose bookmark is called ``name``."""

    start: int
    end: int
    name: str
    lines: tuple[str, ...]


def put(data: bytes, marks: list[Mark], moment: str) -> bytes:
    """The Word package ``data`` with ``marks``, earlier ones taken out; ``moment`` is the comments' ISO time.

    Offsets count in the text that ``reading.word.read`` gives. Raises ``DocumentError`` as reading does.
    """
    data = take_out(data)
    if not marks:
        return data
    package = Package(data)
    reading = stories(package)
    edited = Edited(package)
    edited.take(reading.roots)
    edited.as_document()
    comments = _comments(edited)
    _Marker(reading, package.main, comments, moment).put(marks)
    return edited.data()


class _Marker:
    def __init__(self, reading: Reading, main: str, comments: etree._Element, moment: str) -> None:
        self._walk, self._roots, self._main = reading.walk, reading.roots, main
        self._comments, self._moment = comments, moment
        self._runs = Runs(reading.walk.atoms)
        self._colour = highlight.unused(reading.roots.values())
        self._comment = 1 + max((int(one.get(_ID, "0")) for one in comments if _counts(one)), default=-1)
        self._starts = [block.start for block in reading.walk.blocks]
        self._begun: dict[etree._Element, etree._Element] = {}  # paragraph → the last of what was put at its beginning
        taken = {one.get(_ID) for root in self._roots.values() for one in root.iter(_BOOKMARK)}
        self._bookmarks = (number for number in map(str, count()) if number not in taken)

    def put(self, marks: list[Mark]) -> None:
        """Puts the marks in the order given, which their comments keep."""
        marks = [mark._replace(end=min(mark.end, self._reach(mark))) for mark in marks]
        shown = [mark for mark in marks if any(self._runs.between(mark.start, mark.end))]
        cuts = {mark: (self._runs.cut(mark.start), self._runs.cut(mark.end)) for mark in shown}
        for serial, mark in enumerate(marks):
            if mark.end == mark.start:
                paragraph = next(self._roots[self._main].iter(_PARAGRAPH), None)
                if paragraph is not None:
                    self._comment_at_beginning(paragraph, mark.lines)
            else:
                self._put(mark, f"{''.join(cuts[mark])}_{serial}" if mark in cuts else "")

    def _put(self, mark: Mark, cuts: str) -> None:
        """Marks one range; without ``cuts`` no run shows it: it is an automatic number."""
        block = self._block(mark.start)
        in_body = block.kind in ("paragraph", "cell") and block.start not in self._walk.hosts
        if cuts:
            atoms = list(self._runs.between(mark.start, mark.end))
            highlight.put([run for atom in atoms for run in _from_to(atom.run, atom.last)], self._colour)
            first, last = _markable(atoms[0].run), _markable(atoms[-1].last)
            for name in (mark.name, f"_zj_{self._colour}{cuts}"):
                self._put_bookmark(name, first, last)
            if in_body:
                self._put_comment(_outside(first), _outside(last), mark.lines)
        elif in_body:
            self._comment_at_beginning(self._paragraph(block), mark.lines)
        if not in_body:
            self._comment_at_host(block, mark.lines)

    def _comment_at_host(self, block: Block, lines: tuple[str, ...]) -> None:
        """Comments on what Word lets nobody comment on, where the body shows it or else at the beginning."""
        lines = (f"（{ASIDES.get(block.kind, ASIDES['textbox'])}中）{lines[0]}", *lines[1:])
        host = self._walk.hosts.get(block.start)
        if host is not None:
            self._put_comment(_outside(host), _outside(host), lines)
        else:
            self._comment_at_beginning(next(self._roots[self._main].iter(_PARAGRAPH)), lines)

    def _block(self, position: int) -> Block:
        return self._walk.blocks[bisect_right(self._starts, position) - 1]

    def _reach(self, mark: Mark) -> int:
        """Where the blocks end that ``mark`` may reach into: those of the same cell, box or note as its beginning."""
        block = self._block(mark.start)
        end = block.end
        for other in self._walk.blocks[bisect_right(self._starts, mark.start) : bisect_left(self._starts, mark.end)]:
            beside = (other.kind, other.cell, other.place.part) == (block.kind, block.cell, block.place.part)
            if not beside:
                break
            end = other.end
        return end

    def _paragraph(self, block: Block) -> etree._Element:
        paragraphs = self._roots[block.place.part or self._main].iter(_PARAGRAPH)
        return next(one for number, one in enumerate(paragraphs) if number == block.place.paragraph)

    def _put_bookmark(self, name: str, first: etree._Element, last: etree._Element) -> None:
        number = next(self._bookmarks)
        first.addprevious(etree.Element(_BOOKMARK, {_ID: number, _NAME: name}))
        _add_after(last, etree.Element(_BOOKMARK_END, {_ID: number}))

    def _put_comment(self, first: etree._Element, last: etree._Element, lines: tuple[str, ...]) -> None:
        number = self._new_comment(lines)
        while (before := first.getprevious()) is not None and before.tag == _BOOKMARK and is_own(before):
            first = before
        while (after := last.getnext()) is not None and after.tag == _BOOKMARK_END:
            last = after
        first.addprevious(etree.Element(_RANGE, {_ID: number}))
        _add_after(last, etree.Element(_RANGE_END, {_ID: number}), _reference(number))

    def _comment_at_beginning(self, paragraph: etree._Element, lines: tuple[str, ...]) -> None:
        number = self._new_comment(lines)
        at = 1 if len(paragraph) and paragraph[0].tag == W + "pPr" else 0
        if paragraph in self._begun:
            at = paragraph.index(self._begun[paragraph]) + 1
        reference = self._begun[paragraph] = _reference(number)
        for element in (reference, etree.Element(_RANGE_END, {_ID: number}), etree.Element(_RANGE, {_ID: number})):
            paragraph.insert(at, element)

    def _new_comment(self, lines: tuple[str, ...]) -> str:
        number = str(self._comment)
        self._comment += 1
        attributes = {"id": number, "author": AUTHOR, "date": self._moment, "initials": _INITIALS}
        comment = etree.SubElement(self._comments, W + "comment", {W + key: text for key, text in attributes.items()})
        for line in lines:
            text = etree.SubElement(etree.SubElement(etree.SubElement(comment, _PARAGRAPH), _RUN), W + "t")
            text.text = line
            text.set(_SPACE, "preserve")
        return number


def _counts(element: etree._Element) -> bool:
    return str(element.get(_ID, "")).isdecimal()


def _from_to(first: etree._Element, last: etree._Element) -> list[etree._Element]:
    """The elements from ``first`` to ``last`` if they stand side by side, else these two."""
    found = [first]
    for element in first.itersiblings():
        if found[-1] is last:
            break
        found.append(element)
    return found if found[-1] is last else [first, last]


def _markable(element: etree._Element) -> etree._Element:
    """``element``, or what holds it where no bookmark can stand beside it (a formula in its paragraph)."""
    while (parent := element.getparent()).tag.startswith(_MATH):
        element = parent
    return element


def _outside(element: etree._Element) -> etree._Element:
    """``element``, or the outermost of what holds it that no comment may begin or end in."""
    outermost = element
    for parent in element.iterancestors():
        if parent.tag == _PARAGRAPH:
            break
        if parent.tag in (W + "fldSimple", _ALTERNATIVES) or (parent.tag == W + "sdt" and _is_plain(parent)):
            outermost = parent
    return outermost


def _is_plain(control: etree._Element) -> bool:
    properties = control.find(W + "sdtPr")
    return properties is not None and bool(_PLAIN_CONTROLS.intersection(child.tag for child in properties))


def _add_after(element: etree._Element, *new: etree._Element) -> None:
    for one in reversed(new):
        element.addnext(one)


def _reference(number: str) -> etree._Element:
    run = etree.Element(_RUN)
    etree.SubElement(run, _REFERENCE, {_ID: number})
    return run


def _comments(edited: Edited) -> etree._Element:
    """The root of the comments, made where the file has none."""
    package = edited.package
    name = next((name for name in package.related(package.main, "comments") if name in package), None)
    if name is not None:
        return edited.xml(name)
    root = etree.Element(W + "comments", nsmap={"w": W[1:-1], "r": OFFICE_RELS})
    edited.add(OWN_PART, root, "comments", _COMMENTS_TYPE)
    return root
