"""A Word package → its stories in the order a reader comes to them: body, notes, headers, footers."""

from typing import NamedTuple

from lxml import etree

from ...document import Document, Source
from ...errors import DocumentError
from .inline import Counts, Note
from .numbering import Counter, Numbering
from .package import Package
from .remarks import remarks
from .styles import Styles, W, is_set
from .walk import Story, Walk

_SECTION, _RELATION = W + "sectPr", "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


class Reading(NamedTuple):
    """A package as read: the walk over its stories, and the root elements of the parts that these stand in."""

    walk: Walk
    roots: dict[str, etree._Element]


def read(data: bytes, source: Source) -> Document:
    """The document of the Word package ``data``.

    What a reader sees is read: automatic numbers, insertions, links, fields, controls, text boxes; deletions,
    moved-from and hidden text are not. Raises ``DocumentError``: see ``Package``; besides no-body, no-text.
    """
    package = Package(data)
    reading = stories(package)
    walk = reading.walk
    if not walk.blocks:
        raise DocumentError("no-text", package.main)
    blocks, source = tuple(walk.blocks), source._replace(review=walk.foreign)
    return Document("\n".join(walk.lines), blocks, source, walk.title, remarks(package, reading.roots, walk.atoms))


def stories(package: Package) -> Reading:
    """Walks over all stories of ``package``; raises ``DocumentError`` if there is no body."""
    root = package.xml(package.main)
    body = root.find(W + "body")
    if body is None:
        raise DocumentError("no-body", package.main)
    styles = Styles(package.part("styles"))
    numbering = Numbering(package.part("numbering"), styles)
    walk, roots = Walk(styles), {package.main: root}
    notes = walk.read(Story(package.main, body, Counts()), Counter(numbering))
    for kind in ("footnote", "endnote"):
        name = next((name for name in package.related(package.main, kind + "s") if name in package), None)
        wanted = [note for note in notes if note.kind == kind]
        if name and wanted:
            roots[name] = package.xml(name)
            _notes(walk, name, roots[name], wanted, Counter(numbering))
    settings = package.part("settings")
    counter = Counter(numbering)  # headers and footers count on together
    for kind in ("header", "footer"):
        for name in _margins(package, body, settings, kind):
            roots[name] = package.xml(name)
            walk.read(Story(name, roots[name], Counts(), kind), counter)
    return Reading(walk, roots)


def _notes(walk: Walk, part: str, root: etree._Element, wanted: list[Note], counter: Counter) -> None:
    """Reads the notes that are ``wanted`` in the order in which they are referred to, each once."""
    found: dict[str, tuple[etree._Element, Counts]] = {}
    passed = Counts()
    for element in root:
        found.setdefault(element.get(W + "id", ""), (element, Counts(passed.paragraphs, passed.runs)))
        passed.skip(element)
    for note in wanted:
        element, counts = found.pop(note.id, (None, passed))
        if element is not None:
            walk.read(Story(part, element, counts, note.kind, note.run), counter)


def _margins(package: Package, body: etree._Element, settings: etree._Element | None, kind: str) -> list[str]:
    """The parts of the headers (or footers) that are shown, each once: those of first and even pages only if set.

    A section without a header of its own goes on with that of the section before.
    """
    relations = package.relations(package.main)
    even = settings is not None and is_set(settings, "evenAndOddHeaders")
    names: dict[str, None] = {}
    going_on: dict[str, str] = {}
    for section in body.iter(_SECTION):
        for reference in section.iterchildren(f"{W}{kind}Reference"):
            going_on[reference.get(W + "type", "default")] = relations.get(reference.get(_RELATION, ""), ("", ""))[1]
        shown = {"first": is_set(section, "titlePg"), "default": True, "even": even}
        names |= dict.fromkeys(going_on[pages] for pages in shown if shown[pages] and pages in going_on)
    return [name for name in names if name in package]
