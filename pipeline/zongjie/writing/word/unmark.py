"""A marked Word file without its marks, as it was before; what other people wrote into it stays."""

import re

from lxml import etree

from ...reading.word.package import Package
from ...reading.word.remarks import AUTHOR
from ...reading.word.styles import W
from . import highlight
from .package import Edited
from .runs import NOWHERE, drop, joined

OWN_PART = "word/comments-zongjie.xml"  # of comments in a file that had none
_RUN, _ID, _NAME = W + "r", W + "id", W + "name"
_BOOKMARK, _BOOKMARK_END = W + "bookmarkStart", W + "bookmarkEnd"
_RANGE, _RANGE_END, _REFERENCE = W + "commentRangeStart", W + "commentRangeEnd", W + "commentReference"
_NAMED = re.compile(r"ZJ[0-9]{3}_[0-9]+_[0-9]+")
_MEMORY = re.compile(r"_zj_([a-z])([tc0])([tc0])_[0-9]+")
_PARTS = ("footnotes", "endnotes", "header", "footer")


def take_out(data: bytes) -> bytes:
    """The Word package ``data`` without any mark that ``marks.put`` made; one without marks comes back as it is.

    Raises ``DocumentError`` if it cannot be read.
    """
    package = Package(data)
    edited = Edited(package)
    found = _take_comments(edited)
    for name in (package.main, *(name for kind in _PARTS for name in package.related(package.main, kind))):
        if name in package and b"_zj_" in package.bytes(name):
            _take_bookmarks(edited.xml(name))
            found = True
    return edited.data() if found else data


def is_own(bookmark: etree._Element) -> bool:
    """Whether a bookmark is one of ours, by its name."""
    name = bookmark.get(_NAME, "")
    return bool(_NAMED.fullmatch(name) or _MEMORY.fullmatch(name))


def _take_comments(edited: Edited) -> bool:
    """Takes out our comments and what refers to them; tells whether there were any."""
    package = edited.package
    part = next((name for name in package.related(package.main, "comments") if name in package), None)
    if part is None or f'"{AUTHOR}"'.encode() not in package.bytes(part):
        return False
    comments = edited.xml(part)
    own = [comment for comment in comments if comment.get(W + "author") == AUTHOR]
    numbers = {comment.get(_ID) for comment in own}
    for comment in own:
        drop(comment)
    if part == OWN_PART and not len(comments):
        edited.drop(part)
    for element in list(edited.xml(package.main).iter(_RANGE, _RANGE_END, _REFERENCE)):
        if element.get(_ID) in numbers:
            run = element.getparent()
            drop(element)
            if run.tag == _RUN and not any(child.tag != W + "rPr" for child in run):
                drop(run)
    return bool(own)


def _take_bookmarks(root: etree._Element) -> None:
    """Takes out the bookmarks, the highlights between them, and the cuts that they remember."""
    starts = {one.get(_ID): one for one in root.iter(_BOOKMARK) if is_own(one)}
    ends = {one.get(_ID): one for one in root.iter(_BOOKMARK_END) if one.get(_ID) in starts}
    memories = {key: memory for key, one in starts.items() if (memory := _MEMORY.fullmatch(one.get(_NAME)))}
    own = {*starts.values(), *ends.values()}
    _take_colours(root, own, memories)
    cuts = []
    for key, memory in memories.items():
        for place, how in ((starts[key], memory[2]), (ends.get(key), memory[3])):
            if place is not None and how != NOWHERE:
                cuts.append((_neighbour(place, own, forward=False), _neighbour(place, own, forward=True), how))
    for element in own:
        drop(element)
    order = {run: number for number, run in enumerate(root.iter(_RUN))}
    merged: dict[etree._Element, etree._Element] = {}
    for before, after, how in sorted(cuts, key=lambda cut: order.get(cut[1], 0)):
        if before is not None and after is not None and joined(merged.get(before, before), after, how):
            merged[after] = merged.get(before, before)


def _take_colours(root: etree._Element, own: set[etree._Element], memories: dict[str, re.Match[str]]) -> None:
    within: dict[str, str] = {}  # the marks that a run stands in → their colours
    for element in root.iter(_RUN, _BOOKMARK, _BOOKMARK_END):
        if element.tag == _RUN:
            for colour in set(within.values()):
                highlight.remove([element], colour)
        elif element in own and element.get(_ID) in memories:
            if element.tag == _BOOKMARK:
                within[element.get(_ID)] = memories[element.get(_ID)][1]
            else:
                within.pop(element.get(_ID), None)


def _neighbour(place: etree._Element, own: set[etree._Element], *, forward: bool) -> etree._Element | None:
    """What stands before (or behind) ``place``, other bookmarks of ours passed over."""
    element = place.getnext() if forward else place.getprevious()
    while element is not None and element in own:
        element = element.getnext() if forward else element.getprevious()
    return element
