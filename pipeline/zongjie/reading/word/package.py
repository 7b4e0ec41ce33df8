"""A Word package opened with suspicion: its directory is judged before anything is inflated, DOCTYPE is refused."""

import io
import posixpath
import shutil
import zipfile
import zlib
from collections.abc import Iterator

from lxml import etree

from ...errors import DocumentError

# Bounds that no honest summary comes near, and that keep one file within some 500 MB of memory.
MAX_ENTRIES = 5_000
MAX_INFLATED = 512 * 2**20
MAX_XML, MAX_TAGS = 32 * 2**20, 1_000_000
# Deflate gives at most 1:1032; honest parts of this size are far below.
MAX_RATIO, RATIO_FROM = 100, 32 * 2**20

CONTENT_TYPES, _USUAL_MAIN = "[Content_Types].xml", "word/document.xml"
_END_RECORD = 22  # bytes that close a ZIP at the least
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
# What else comes as a ZIP: an entry that tells, the code, the name.
_OTHERS = (
    ("xl/workbook.xml", "not-a-document", "Excel 表格"),
    ("xl/workbook.bin", "not-a-document", "Excel 表格"),
    ("ppt/presentation.xml", "not-a-document", "演示文稿"),
    ("OFD.xml", "unsupported", "OFD 版式文件"),
    ("Index/Document.iwa", "unsupported", "Pages 文稿"),
    ("META-INF/container.xml", "unsupported", "EPUB 电子书"),
    ("content.xml", "unsupported", "OpenDocument 文件（.odt）"),
)


class Package:
    """The parts of the Word package ``data``, read on demand; ``main`` names the one that holds the text.

    Raises ``DocumentError``: truncated, corrupt-part, encrypted, unsafe-package, too-large, too-deep, dtd, macro,
    no-body, and unsupported or not-a-document for a ZIP of another kind.
    """

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            end = data.rfind(b"PK\x05\x06")
            raise DocumentError("corrupt-part" if 0 <= end <= len(data) - _END_RECORD else "truncated") from error
        self._entries = _judged(self._zip.infolist())
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
        rels = relations_of(part)
        if rels not in self:
            return {}
        return {
            relation.get("Id", ""): (
                relation.get("Type", "").removeprefix(OFFICE_RELS + "/"),
                posixpath.normpath(posixpath.join("/", posixpath.dirname(part), relation.get("Target", ""))).lstrip(
                    "/"
                ),
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
        entry = self._entries[part]
        if entry.file_size > MAX_XML:
            raise DocumentError("too-large", part, what="文字部分", **_sizes(entry.file_size, MAX_XML))
        try:
            return self._zip.read(entry)
        except RuntimeError as error:  # zipfile's word for a password; NotImplementedError is one too
            code = "corrupt-part" if isinstance(error, NotImplementedError) else "encrypted"
            raise DocumentError(code, part) from error
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError) as error:
            raise DocumentError("corrupt-part", part) from error

    def copy(self, entry: zipfile.ZipInfo, archive: zipfile.ZipFile) -> None:
        """Writes ``entry``, whatever it is and however large, into ``archive``."""
        copy = zipfile.ZipInfo(entry.filename, entry.date_time)
        copy.compress_type, copy.external_attr = entry.compress_type, entry.external_attr
        copy.file_size = entry.file_size
        with self._zip.open(entry) as source, archive.open(copy, "w") as target:
            shutil.copyfileobj(source, target)

    def _other_kind(self) -> DocumentError:
        for entry, code, name in _OTHERS:
            if entry in self:
                return DocumentError(code, format=name)
        if _USUAL_MAIN in self:
            return DocumentError("corrupt-part", CONTENT_TYPES)
        return DocumentError("not-a-document", format="压缩包")


def relations_of(part: str) -> str:
    """The name of the part that holds the relations of ``part``."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", name + ".rels")


def _judged(entries: list[zipfile.ZipInfo]) -> dict[str, zipfile.ZipInfo]:
    """The entries by name, if they are such as an office program writes."""
    if len(entries) > MAX_ENTRIES:
        raise DocumentError("unsafe-package", reason=f"含 {len(entries)} 个条目")
    named: dict[str, zipfile.ZipInfo] = {}
    for entry in entries:
        name = entry.filename.replace("\\", "/")
        if name.startswith("/") or ":" in name or ".." in name.split("/"):
            raise DocumentError("unsafe-package", reason="条目名指向包外")
        if name in named:
            raise DocumentError("unsafe-package", name, reason="条目重名")
        if entry.file_size > RATIO_FROM and entry.file_size > entry.compress_size * MAX_RATIO:
            raise DocumentError("unsafe-package", name, reason="压缩率过高")
        named[name] = entry
    total = sum(entry.file_size for entry in entries)
    if total > MAX_INFLATED:
        raise DocumentError("too-large", what="解压后的内容", **_sizes(total, MAX_INFLATED))
    return named


def _xml_error(part: str, message: str) -> DocumentError:
    if "depth" in message:
        return DocumentError("too-deep", part)
    if "huge" in message or "too long" in message:
        return DocumentError("too-large", part, what="单个段落的文字", size="10 MB 以上", limit="10 MB")
    return DocumentError("corrupt-part", part)


def _sizes(size: int, limit: int) -> dict[str, str]:
    return {"size": f"{-(-size // 2**20)} MB", "limit": f"{limit // 2**20} MB"}
