"""What a file is, judged by its content; its name only tells apart what looks the same."""

import io
import os
import re
import zipfile
from collections.abc import Container

from ..errors import CATALOGUE, DocumentError
from . import archive

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_START = 2048  # bytes that tell what a file without a directory is
_MARKS = re.compile(rb"\A(\xef\xbb\xbf|\xff\xfe|\xfe\xff)")

# What files begin with. Of bytes that are no text, those that people send in place of a document.
_BINARY: tuple[tuple[re.Pattern[bytes], str, str], ...] = tuple(
    (re.compile(pattern, re.S), code, name)
    for pattern, code, name in (
        (rb"\x89PNG\r\n\x1a\n|\xff\xd8\xff|GIF8[79]a|II\*\0|MM\0\*|RIFF.{4}WEBP", "not-a-document", "图片"),
        (rb"BM.{4}\0\0\0\0|.{4}ftyp(?:hei|mif1|avif)", "not-a-document", "图片"),
        (rb"Rar!\x1a\x07|7z\xbc\xaf\x27\x1c|\x1f\x8b\x08|PK\x05\x06", "not-a-document", "压缩包"),
        (rb"ID3|OggS|.{4}ftyp|RIFF.{4}(?:WAVE|AVI )", "not-a-document", "音频或视频"),
        (rb"\x7fELF|MZ.{0,200}\0\0\0|\xca\xfe\xba\xbe", "not-a-document", "程序"),
        (rb"SQLite format 3\0", "not-a-document", "数据库文件"),
    )
)
# Of text with the marks of a format: the kind, or the code and name under which it is refused.
_BEFORE_MARKUP = rb"(?>\s+|<!--.*?-->|<\?xml.*?\?>|<!\[if.*?\]>)*+"
_MARKED: tuple[tuple[re.Pattern[bytes], str, str], ...] = tuple(
    (re.compile(pattern, re.S | re.I | re.M), kind, name)
    for pattern, kind, name in (
        (rb"%PDF-", "pdf", ""),
        (rb"\{\\rtf", "rtf", ""),
        (_BEFORE_MARKUP + rb"<(?:!DOCTYPE\s+html|html)\b", "html", ""),
        (
            rb"(?=[\w-]+:)(?=.*?^mime-version:)(?=.*?^content-type:\s*(?:multipart/(?:related|alternative)|text/html))",
            "mhtml",
            "",
        ),
        (rb"(?=[\w-]+:)(?=.*?^mime-version:)", "unsupported", "电子邮件（.eml）"),
        (rb"\s*<\?xml.*?<w:wordDocument\b", "wordml", ""),
        (rb"\s*<\?xml.*?<pkg:package\b", "unsupported", "Word XML 文件"),
        (rb"\s*<\?xml", "unsupported", "XML 文件"),
    )
)
_FRAGMENT = re.compile(_BEFORE_MARKUP + rb"<(?:head|body|meta|style|title|table|div|center|font|span|h[1-6]|p)\b", re.I)
_PAGES = frozenset({".htm", ".html", ".xhtml"})
_PLAIN = frozenset({"", ".txt", ".text"})
_MARKDOWN = frozenset({".md", ".markdown"})

# Entries of a ZIP: the first that it holds says what it is.
_ENTRIES = (
    ("word/document.xml", "docx", ""),
    ("xl/vbaProject.bin", "macro-sheet", ""),
    ("xl/workbook.xml", "xlsx", ""),
    ("xl/workbook.bin", "unsupported-sheet", "二进制的 Excel 表格（.xlsb）"),
    ("ppt/presentation.xml", "not-a-document", "演示文稿"),
    ("OFD.xml", "unsupported", "OFD 版式文件"),
    ("Index/Document.iwa", "unsupported", "苹果 iWork 文稿（.pages 等）"),
    ("META-INF/container.xml", "unsupported", "EPUB 电子书"),
)
_OPEN_DOCUMENT = b"application/vnd.oasis.opendocument."
_OPEN_KINDS = (
    (b"text", "odt", ""),
    (b"spreadsheet", "unsupported-sheet", "OpenDocument 表格（.ods）"),
    (b"", "not-a-document", "OpenDocument 演示文稿或图形"),
)
# Streams of an OLE file: the first that it holds says what it is.
_STREAMS = (
    ("EncryptedPackage", "encrypted", ""),
    ("WordDocument", "doc", ""),
    ("Workbook", "unsupported-sheet", "旧版 Excel 表格（.xls）"),
    ("Book", "unsupported-sheet", "旧版 Excel 表格（.xls）"),
    ("PowerPoint Document", "not-a-document", "旧版演示文稿（.ppt）"),
)
_WORD_HEADS = (b"\xec\xa5", b"\xdc\xa5")  # of Word 97 and later, of Word 6 and 95


def kind_of(data: bytes, name: str) -> str:
    """What the file ``data`` called ``name`` is.

    One of text, markdown, html, mhtml, pdf, docx, xlsx, doc, wps, rtf, odt, wordml (Word 2003 XML). A ZIP of which
    nothing is known counts as docx, other bytes of which nothing is known as text: their readers judge them. Raises
    ``DocumentError`` for what is known and not read: not-a-document, unsupported, unsupported-sheet, macro-sheet,
    encrypted, truncated.
    """
    extension = os.path.splitext(name)[1].lower()
    if data.startswith(_ZIP):
        return _taken(*_in_zip(data))
    if data.startswith(_OLE):
        return _in_ole(data, extension)
    for pattern, code, called in _BINARY:
        if pattern.match(data):
            raise DocumentError(code, format=called)
    return _in_text(_MARKS.sub(b"", data[:_START]).replace(b"\0", b""), extension)


def _taken(kind: str, called: str) -> str:
    """``kind``, unless it is the code under which what is ``called`` so is refused."""
    if kind in CATALOGUE:
        raise DocumentError(kind, format=called)
    return kind


def _in_text(start: bytes, extension: str) -> str:
    for pattern, kind, called in _MARKED:
        if pattern.match(start):
            return _taken(kind, called)
    if extension in _MARKDOWN:
        return "markdown"
    if extension in _PAGES or (extension not in _PLAIN and _FRAGMENT.match(start)):
        return "html"
    return "text"


def is_text(data: bytes, name: str) -> bool:
    """Whether a file that begins with ``data`` is plain text, to be decoded and no more, or at least no known kind."""
    try:
        return kind_of(data, name) == "text"
    except DocumentError:
        return False


def is_known_package(names: Container[str]) -> bool:
    """Whether a ZIP with entries of these ``names`` is one document, and not a bundle of files."""
    return "mimetype" in names or any(entry in names for entry, _, _ in _ENTRIES)


def _in_zip(data: bytes) -> tuple[str, str]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = set(package.namelist())
            if "mimetype" in names and "word/document.xml" not in names:
                with package.open("mimetype") as entry:
                    declared = entry.read(100)
                if declared.startswith(_OPEN_DOCUMENT):
                    suffix = declared.removeprefix(_OPEN_DOCUMENT)
                    return next((kind, called) for start, kind, called in _OPEN_KINDS if suffix.startswith(start))
    except archive.BROKEN:  # the reader of Word files says what is wrong with it
        return "docx", ""
    return next(((kind, called) for entry, kind, called in _ENTRIES if entry in names), ("docx", ""))


def _in_ole(data: bytes, extension: str) -> str:
    if _sector(data, 48) >= len(data):
        raise DocumentError("truncated")  # the directory, which office programs put near the end, is not there
    for stream, kind, called in _STREAMS:
        at = _stream(data, stream)
        if at is None:
            continue
        if kind == "doc" and _is_locked(data, at):
            raise DocumentError("encrypted")
        return _taken("wps" if kind == "doc" and extension in (".wps", ".wpt") else kind, called)
    raise DocumentError("not-a-document", format="旧版 Office 文件")


def _stream(data: bytes, stream: str) -> int | None:
    """Where the OLE directory's entry for ``stream`` stands: 128 bytes, name first, the name's size in bytes at 64."""
    name = stream.encode("utf-16-le") + b"\0\0"
    at = data.find(name)
    while at >= 0:
        if at % 128 == 0 and data[at + 64 : at + 66] == len(name).to_bytes(2, "little"):
            return at
        at = data.find(name, at + 1)
    return None


def _is_locked(data: bytes, entry: int) -> bool:
    """Whether the Word document whose directory entry stands at ``entry`` says of itself that it is encrypted."""
    start = _sector(data, entry + 116)
    head = data[start : start + 12]
    return head[:2] in _WORD_HEADS and len(head) == 12 and bool(head[11] & 1)


def _sector(data: bytes, at: int) -> int:
    """Where the sector of an OLE file begins whose number stands at ``at``."""
    size = 1 << int.from_bytes(data[30:32], "little") % 16
    return (int.from_bytes(data[at : at + 4], "little") + 1) * size
