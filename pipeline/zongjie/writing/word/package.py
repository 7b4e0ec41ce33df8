"""A Word package with some of its parts changed: all else comes back as it was."""

import io
import zipfile

from lxml import etree

from ...reading.word.package import CONTENT_TYPES, OFFICE_RELS, PACKAGE_RELS, STRICT, Package, relations_of

_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_STRICT_MAIN, _MAIN = STRICT[0]
_MOMENT = (1980, 1, 1, 0, 0, 0)  # of parts that are new, so that the same input gives the same bytes


class Edited:
    """The parts of ``package`` that are being changed; ``xml`` gives a tree to change, ``data`` the whole package."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self._trees: dict[str, etree._Element] = {}
        self._dropped: set[str] = set()

    def xml(self, part: str) -> etree._Element:
        """The root element of ``part``: what is done to it will be in ``data``."""
        if part not in self._trees:
            self._trees[part] = self.package.xml(part)
        return self._trees[part]

    def take(self, trees: dict[str, etree._Element]) -> None:
        """Makes each tree the content of the part whose name it has."""
        self._trees |= trees

    def add(self, part: str, root: etree._Element, kind: str, content_type: str) -> None:
        """Adds a part of that content type, to which the main part is related by ``kind``."""
        self._trees[part] = root
        types = self.xml(CONTENT_TYPES)
        etree.SubElement(types, f"{{{_TYPES}}}Override", {"PartName": f"/{part}", "ContentType": content_type})
        name = relations_of(self.package.main)
        if name not in self.package and name not in self._trees:
            self._trees[name] = etree.Element(f"{{{PACKAGE_RELS}}}Relationships", nsmap={None: PACKAGE_RELS})
        rows = self.xml(name)
        taken = {row.get("Id") for row in rows}
        new = next(one for one in (f"zj{number}" for number in range(len(taken) + 1)) if one not in taken)
        row = {"Id": new, "Type": f"{OFFICE_RELS}/{kind}", "Target": f"/{part}"}
        etree.SubElement(rows, f"{{{PACKAGE_RELS}}}Relationship", row)

    def drop(self, part: str) -> None:
        """Takes ``part`` out, with what the main part and the content types say of it."""
        self._dropped.add(part)
        for row in self.xml(CONTENT_TYPES):
            if row.get("PartName") == f"/{part}":
                row.getparent().remove(row)
        for row in self.xml(relations_of(self.package.main)):
            if row.get("Target") == f"/{part}":
                row.getparent().remove(row)

    def as_document(self) -> None:
        """Makes a template the document that its name will say it is."""
        for row in self.xml(CONTENT_TYPES):
            if row.get("PartName") == f"/{self.package.main}":
                row.set("ContentType", row.get("ContentType", "").replace(".template.", ".document."))

    def is_strict(self) -> bool:
        """Whether the package has the names of the strict form, which it keeps."""
        return _STRICT_MAIN in self.package.bytes(self.package.main)

    def data(self) -> bytes:
        """The package as a file: entries in their order, new ones at the end."""
        buffer = io.BytesIO()
        trees = {name: root for name, root in self._trees.items() if name not in self._dropped}
        strict = self.is_strict()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            for entry in self.package:
                if entry.filename in trees:
                    archive.writestr(_like(entry), _serialised(trees.pop(entry.filename), strict=strict))
                elif entry.filename not in self._dropped:
                    self.package.copy(entry, archive)
            for name, root in trees.items():
                archive.writestr(zipfile.ZipInfo(name, _MOMENT), _serialised(root, strict=strict))
        return buffer.getvalue()


def _like(entry: zipfile.ZipInfo) -> zipfile.ZipInfo:
    copy = zipfile.ZipInfo(entry.filename, entry.date_time)
    copy.compress_type, copy.external_attr = zipfile.ZIP_DEFLATED, entry.external_attr
    return copy


def _serialised(root: etree._Element, *, strict: bool) -> bytes:
    data = bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))
    for strict_name, usual in STRICT if strict else ():
        data = data.replace(usual, strict_name)
    return data
