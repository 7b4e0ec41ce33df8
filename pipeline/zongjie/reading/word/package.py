"""A Word package opened with suspicion: its directory is judged before anything is inflated, DOCTYPE is refused."""

import posixpath
import shutil
import zipfile
from collections.abc import Iterator

from lxml import etree

from ...errors import DocumentError
from .. import archive

MAX_TAGS = 1_000_000

CONTENT_TYPES, _USUAL_MAIN = "[Content_Types].xml", "word/document.xml"
PACKAGE_RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE_RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
# The strict variant of the format differs in the names of its namespaces only, as far as text is concerned.
STRICT = (
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships", OFFICE_RELS.encode()),
)


class Package:
    """The parts of the Word package ``data``, read on demand; ``main`` names the one that holds the text.

    Raises ``DocumentError``: truncated, corrupt-part, encrypted, unsafe-package, too-large, too-deep, dtd, macro,
    no-body, and unsupported or not-a-document for a ZIP of another kind.
    """

    def __init__(self, data: bytes) -> None:
        self._zip, self._entries = archive.opened(data)
        self._relations: dict[str, dict[str, tuple[str, str]]] = {}
        if CONTENT_TYPES not in self:
            raise self._other_kind()
        self.main = self._main()

    def _main(self) -> str:
        """The name of the part that holds the text, usually ``word/document.xml``."""
        targets = self.related("", "officeDocument") or [_USUAL_MAIN]
        types = {row.get("PartName", "").lstrip("/"): row.get("ContentType", "") for row in self.xml(CONTENT_TYPES)}
        kind = types.get(targets[0], "wordprocessingml" if targets[0] == _USUAL_MAIN else "")
        if "wordprocessingml" not in kind and "ms-word" not in kind:
            raise self._other_kind()
        if "macroEnabled" in kind or any(name.endswith("vbaProject.bin") for name in self._entries):
            raise DocumentError("macro")
        if targets[0] not in self:
            raise DocumentError("no-body", targets[0])
        return targets[0]

    def __contains__(self, part: str) -> bool:
        return part in self._entries

    def __iter__(self) -> Iterator[zipfile.ZipInfo]:
        """The entries in the order of the file."""
        return iter(self._entries.values())

    def related(self, part: str, kind: str) -> list[str]:
        """The names of the package's own parts that ``part`` ("": the package) is related to by ``kind``."""
        return [target for found, target in self.relations(part).values() if found == kind]

    def relations(self, part: str) -> dict[str, tuple[str, str]]:
        """What ``part`` ("": the package) is related to within the package: id → (kind, name of the part)."""
        if part not in self._relations:
            self._relations[part] = self._related(relations_of(part), posixpath.dirname(part))
        return self._relations[part]

    def _related(self, rels: str, folder: str) -> dict[str, tuple[str, str]]:
        if rels not in self:
            return {}
        return {
            relation.get("Id", ""): (
                relation.get("Type", "").removeprefix(OFFICE_RELS + "/"),
                posixpath.normpath(posixpath.join("/", folder, relation.get("Target", ""))).lstrip("/"),
            )
            for relation in self.xml(rels).iter(f"{{{PACKAGE_RELS}}}Relationship")
            if relation.get("TargetMode") != "External"
        }

    def part(self, kind: str) -> etree._Element | None:
        """The root element of the main part's first part of ``kind`` (styles, numbering …), None if there is none."""
        name = next((name for name in self.related(self.main, kind) if name in self), None)
        return None if name is None else self.xml(name)

    def xml(self, part: str) -> etree._Element:
        """The root element of ``part``, without comments and processing instructions."""
        data = self.bytes(part)
        if data.count(b"<") > MAX_TAGS:
            raise DocumentError("too-large", part, what="文字部分", size="100 万个标记以上", limit="100 万个")
        # A declaration cannot stand inside an element, so these bytes are one (with the NULs of UTF-16, too).
        if b"<!DOCTYPE" in data or b"<\0!\0D\0O\0C\0T\0Y\0P\0E" in data:
            raise DocumentError("dtd", part)
        for strict, usual in STRICT:
            data = data.replace(strict, usual)
        parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
        try:
            root = etree.fromstring(data, parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise _xml_error(part, str(error)) from error
        if root.getroottree().docinfo.internalDTD is not None:
            raise DocumentError("dtd", part)
        return root

    def bytes(self, part: str) -> bytes:
        """The content of ``part``, of a size that text has."""
        return archive.content(self._zip, self._entries[part])

    def copy(self, entry: zipfile.ZipInfo, archive: zipfile.ZipFile) -> None:
        """Writes ``entry``, whatever it is and however large, into ``archive``."""
        copy = zipfile.ZipInfo(entry.filename, entry.date_time)
        copy.compress_type, copy.external_attr = entry.compress_type, entry.external_attr
        copy.file_size = entry.file_size
        with self._zip.open(entry) as source, archive.open(copy, "w") as target:
            shutil.copyfileobj(source, target)

    def _other_kind(self) -> DocumentError:
        if "content.xml" in self:
            return DocumentError("unsupported", format="OpenDocument 文件（.odt）")
        if _USUAL_MAIN in self:
            return DocumentError("corrupt-part", CONTENT_TYPES)
        return DocumentError("not-a-document", format="压缩包")


def relations_of(part: str) -> str:
    """The name of the part that holds the relations of ``part``."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", name + ".rels")


def _xml_error(part: str, message: str) -> DocumentError:
    if "depth" in message:
        return DocumentError("too-deep", part)
    if "huge" in message or "too long" in message:
        return DocumentError("too-large", part, what="单个段落的文字", size="10 MB 以上", limit="10 MB")
    return DocumentError("corrupt-part", part)
