"""What a file is, judged by its content; its name only helps to call it by its right one."""

import re

from ..errors import DocumentError

ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Kinds that people do send in place of a document: what the content begins with, the code, the name.
_KINDS: tuple[tuple[re.Pattern[bytes], str, str], ...] = tuple(
    (re.compile(pattern, re.S | re.I), code, name)
    for pattern, code, name in (
        (rb"(?-i:%PDF-)", "unsupported", "PDF 文件"),
        (rb"(?-i:\{\\rtf)", "unsupported", "RTF 文件"),
        (rb"\s*<!DOCTYPE html|\s*<html|MIME-Version:.{0,200}multipart/related", "unsupported", "网页格式的文件"),
        (rb"\s*<\?xml.{0,500}(progid=.Word\.Document|<w:wordDocument)", "unsupported", "Word 2003 XML 文件"),
        (rb"\s*<\?xml", "unsupported", "XML 文件"),
        (rb"(?-i:\x89PNG\r\n\x1a\n|\xff\xd8\xff|GIF8[79]a|II\*\0|MM\0\*|RIFF.{4}WEBP)", "not-a-document", "图片"),
        (rb"(?-i:BM.{4}\0\0\0\0)", "not-a-document", "图片"),
        (rb"(?-i:Rar!\x1a\x07|7z\xbc\xaf\x27\x1c|\x1f\x8b\x08|PK\x05\x06)", "not-a-document", "压缩包"),
        (rb"(?-i:ID3|OggS|.{4}ftyp|RIFF.{4}(WAVE|AVI ))", "not-a-document", "音频或视频"),
        (rb"(?-i:\x7fELF|MZ.{0,200}\0\0\0|\xca\xfe\xba\xbe)", "not-a-document", "程序"),
        (rb"(?-i:SQLite format 3\0)", "not-a-document", "数据库文件"),
    )
)
# Streams in an OLE file: the first that it holds says what it is.
_STREAMS = (
    ("EncryptedPackage", "encrypted", ""),
    ("WordDocument", "old-word", ""),
    ("Workbook", "not-a-document", "旧版 Excel 表格（.xls）"),
    ("Book", "not-a-document", "旧版 Excel 表格（.xls）"),
    ("PowerPoint Document", "not-a-document", "旧版演示文稿（.ppt）"),
)


def is_package(data: bytes, name: str) -> bool:
    """Whether ``data`` is a ZIP package (else: text to be decoded); ``name`` is the file's.

    Raises ``DocumentError`` for a kind that is known and not read.
    """
    if data.startswith(ZIP):
        return True
    if data.startswith(_OLE):
        raise _ole_error(data, name)
    start = data[:2048].removeprefix(b"\xef\xbb\xbf")
    for pattern, code, kind in _KINDS:
        if pattern.match(start):
            raise DocumentError(code, format=kind)
    return False


def is_text(data: bytes, name: str) -> bool:
    """Whether a file that begins with ``data`` is plain text, to be decoded and no more, or at least no known kind."""
    try:
        return not is_package(data, name)
    except DocumentError:
        return False


def _ole_error(data: bytes, name: str) -> DocumentError:
    for stream, code, kind in _STREAMS:
        if _has_stream(data, stream):
            if code == "old-word" and name.lower().endswith(".wps"):
                return DocumentError("unsupported", format="WPS 文字文件（.wps）")
            return DocumentError(code, format=kind)
    return DocumentError("not-a-document", format="旧版 Office 文件")


def _has_stream(data: bytes, stream: str) -> bool:
    """Whether the OLE directory names ``stream``: entries are 128 bytes long, name first, its size in bytes at 64."""
    name = stream.encode("utf-16-le") + b"\0\0"
    at = data.find(name)
    while at >= 0:
        if at % 128 == 0 and data[at + 64 : at + 66] == len(name).to_bytes(2, "little"):
            return True
        at = data.find(name, at + 1)
    return False
