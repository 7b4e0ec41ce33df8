"""The seal of a filled Word file: a custom property by which it is known again, as long as nobody changes it."""

from hashlib import sha256
from typing import Any

from lxml import etree

from ...errors import DocumentError
from ...reading.word.package import CONTENT_TYPES, OFFICE_RELS, PACKAGE_RELS, Package, relations_of
from .package import Edited

_NAME = "zongjie"
_PART = "docProps/custom.xml"
_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_KIND = "custom-properties"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_SPACE, _VALUES = f"{_OFFICE}/custom-properties", f"{_OFFICE}/docPropsVTypes"
_FORMAT = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"  # of all custom properties
_FIRST = 2  # the least number that a property may have
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"


def seal(data: bytes) -> bytes:
    """The Word package ``data`` with the seal; unchanged where its own properties leave no room for it."""
    try:
        package = Package(data)
        edited = Edited(package)
        part = _part(package)
        root = _new(edited) if part is None else edited.xml(part)
        if root is None or root.tag != f"{{{_SPACE}}}Properties":
            return data
        for old in [one for one in root if one.get("name") == _NAME]:
            root.remove(old)
        numbers = [int(one.get("pid", "0")) for one in root if one.get("pid", "0").isdecimal()]
        facts = {"fmtid": _FORMAT, "pid": str(max([_FIRST - 1, *numbers]) + 1), "name": _NAME}
        etree.SubElement(etree.SubElement(root, f"{{{_SPACE}}}property", facts), f"{{{_VALUES}}}lpwstr").text = _of(
            package
        )
        return edited.data()
    except DocumentError:
        return data


def is_sealed(data: bytes) -> bool:
    """Whether the Word package ``data`` has the seal, and the text that it had then. Raises ``DocumentError``."""
    package = Package(data)
    part = _part(package)
    if part is None:
        return False
    values = ("".join(one.itertext()) for one in package.xml(part) if one.get("name") == _NAME)
    return next(values, "") == _of(package)


def _of(package: Package) -> str:
    # Word and WPS write the main part anew, in bytes of their own, whenever they save.
    return "filled " + sha256(package.bytes(package.main)).hexdigest()[:32]


def _part(package: Package) -> str | None:
    return next((name for name in package.related("", _KIND) if name in package), None)


def _new(edited: Edited) -> Any:
    """The root of a new part for custom properties; None where its place is taken, or the package is a strict one."""
    rows = relations_of("")
    if _PART in edited.package or rows not in edited.package or edited.is_strict():
        return None
    root = etree.Element(f"{{{_SPACE}}}Properties", nsmap={None: _SPACE, "vt": _VALUES})
    edited.take({_PART: root})
    facts = {"PartName": f"/{_PART}", "ContentType": _TYPE}
    etree.SubElement(edited.xml(CONTENT_TYPES), f"{{{_TYPES}}}Override", facts)
    relations = edited.xml(rows)
    taken = {row.get("Id") for row in relations}
    new = next(one for one in (f"zj{number}" for number in range(len(taken) + 1)) if one not in taken)
    facts = {"Id": new, "Type": f"{OFFICE_RELS}/{_KIND}", "Target": _PART}
    etree.SubElement(relations, f"{{{PACKAGE_RELS}}}Relationship", facts)
    return root
