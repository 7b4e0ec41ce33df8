"""The comments in a Word file: what each says, and the range of the text that it hangs on.

Those that zongjie itself wrote are left out; what people answered to them is not.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from lxml import etree

from ...document import Remark
from .line import Atom
from .package import Package
from .styles import W

AUTHOR = "zongjie"  # of the comments that a marked copy has
_ID, _PARAGRAPH, _RUN, _TEXT = W + "id", W + "p", W + "r", W + "t"
_BOX = W + "txbxContent"
_RANGE, _RANGE_END, _REFERENCE = W + "commentRangeStart", W + "commentRangeEnd", W + "commentReference"
_W14, _W15 = (f"{{http://schemas.microsoft.com/office/word/{year}/wordml}}" for year in (2010, 2012))
_THREADS = "http://schemas.microsoft.com/office/2011/relationships/commentsExtended"
Ranges = Mapping[str, tuple[int, int]]


class _Comment(NamedTuple):
    """``key`` is what answers name it by, "" where the file does not say."""

    id: str
    key: str
    author: str
    text: str


def remarks(package: Package, roots: Mapping[str, etree._Element], atoms: Sequence[Atom]) -> tuple[Remark, ...]:
    """The comments of ``package`` on the text that ``atoms`` show, those on nothing that can be seen left out."""
    root = package.part("comments")
    comments = [] if root is None else [_comment(one) for one in root.iterchildren(W + "comment")]
    if not any(one.author != AUTHOR and one.text for one in comments):
        return ()
    ranges = _ranges(roots[package.main], atoms)
    ids = {one.key: one.id for one in comments if one.key}
    parents = _parents(package)
    found = []
    for one in comments:
        above = ids.get(parents.get(one.key, ""), "")
        place = ranges.get(one.id) or ranges.get(above)
        if one.author != AUTHOR and one.text and place:
            found.append(Remark(*place, one.text))
    return tuple(sorted(found))


def _comment(element: etree._Element) -> _Comment:
    paragraphs = list(element.iter(_PARAGRAPH))
    text = "\n".join("".join(one.text or "" for one in paragraph.iter(_TEXT)) for paragraph in paragraphs).strip()
    key = paragraphs[-1].get(_W14 + "paraId", "") if paragraphs else ""
    return _Comment(element.get(_ID, ""), key, element.get(W + "author", ""), text)


def _parents(package: Package) -> dict[str, str]:
    """Which comment each answer is to, by the keys of both."""
    root = package.part(_THREADS)
    rows = () if root is None else root.iterchildren(_W15 + "commentEx")
    return {row.get(_W15 + "paraId", ""): row.get(_W15 + "paraIdParent", "") for row in rows}


def _ranges(root: etree._Element, atoms: Iterable[Atom]) -> Ranges:
    """The range of the text that each comment hangs on, by its id; one that covers nothing stands where it is."""
    shown: dict[etree._Element, tuple[int, int]] = {}
    for atom in atoms:
        for element in (atom.run, atom.last):
            start, end = shown.get(element, (atom.start, atom.end))
            shown[element] = min(start, atom.start), max(end, atom.end)
    begun: dict[str, int] = {}  # where the text begins that stands behind the start of a range
    open_: set[str] = set()  # those of them behind which no text has come yet
    points: set[str] = set()  # those that cover nothing and stand before the first text of their paragraph
    found: dict[str, tuple[int, int]] = {}
    last, fresh = 0, True
    walk = etree.iterwalk(root, events=("start",))
    for _, element in walk:
        if element.tag == _BOX:
            walk.skip_subtree()  # its text stands behind that of its paragraph, and nobody can comment on it
        elif element.tag == _PARAGRAPH:
            fresh = True
            points.clear()
        elif element in shown:
            start, last = shown[element]
            fresh = False
            begun |= dict.fromkeys(open_, start)
            found |= dict.fromkeys(points, (start, start))
            open_.clear()
            points.clear()
        elif element.tag == _RANGE:
            open_.add(element.get(_ID, ""))
        elif element.tag in (_RANGE_END, _REFERENCE):
            key = element.get(_ID, "")
            if element.tag == _RANGE_END and key in begun:
                found[key] = begun[key], max(last, begun[key])
            elif key not in found:
                found[key] = last, last
                points |= {key} if fresh else set()
            open_.discard(key)
    return found
