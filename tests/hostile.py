"""Files that must not be read: one generator for each kind, made afresh so that no hostile file lies about.

None of them needs another program to be judged.
"""

import io
import struct
import zipfile
from collections.abc import Callable

from word import p, packed, parts, relations, word

GOOD = word(p("二〇二五年工作总结") + p("全年开展主题党日12次。"))
_MACRO_TYPE = "application/vnd.ms-word.document.macroEnabled.main+xml"
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"


def ole(*streams: str, content: bytes = b"") -> bytes:
    """The beginning of an OLE file whose directory names ``streams``; each of them begins with ``content``."""
    data = (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(30, b"\0") + struct.pack("<H", 9)).ljust(512, b"\0")
    for stream in ("Root Entry", *streams):
        name = stream.encode("utf-16-le") + b"\0\0"
        data += name.ljust(64, b"\0") + struct.pack("<H", len(name)) + bytes(50) + struct.pack("<I", 7) + bytes(8)
    return data.ljust(4096, b"\0") + content


def locked_word() -> bytes:
    """A .doc whose header says that it is encrypted."""
    return ole("WordDocument", "1Table", content=b"\xec\xa5".ljust(11, b"\0") + b"\x01")


def open_document(kind: str, manifest: str = "<manifest/>") -> bytes:
    """An OpenDocument package without much in it."""
    mimetype = f"application/vnd.oasis.opendocument.{kind}"
    return packed({"mimetype": mimetype, "content.xml": "<x/>", "META-INF/manifest.xml": manifest})


def sheet(content: str, **others: str) -> bytes:
    """A workbook whose only sheet is ``content``; ``others`` are further entries, with _ for /."""
    files: dict[str, str | bytes] = {**parts("", main_type=_SHEET_TYPE), "xl/workbook.xml": "<workbook/>"}
    del files["word/document.xml"], files["word/_rels/document.xml.rels"], files["word/styles.xml"]
    files["_rels/.rels"] = relations(("officeDocument", "xl/workbook.xml"))
    files["xl/worksheets/sheet1.xml"] = content
    files |= {name.replace("_", "/"): other for name, other in others.items()}
    return packed(files)


def changed(name: str, content: str | bytes | None) -> bytes:
    """The good file with one part replaced, added or (None) taken out."""
    files = parts(p("正文"))
    if content is None:
        del files[name]
    else:
        files[name] = content
    return packed(files)


def replaced(old: str, new: str) -> bytes:
    """A good file whose main part has ``old`` replaced by ``new``."""
    return changed("word/document.xml", str(parts(p("正文"))["word/document.xml"]).replace(old, new))


def macro() -> bytes:
    return packed({**parts(p("正文"), main_type=_MACRO_TYPE), "word/vbaProject.bin": b"\0"})


def bomb(name: str) -> bytes:
    """A package with an entry of 300 MB of zeros, a thousandth of that on disk."""
    buffer = io.BytesIO(GOOD)
    with zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED) as archive, archive.open(name, "w") as entry:
        for _ in range(300):
            entry.write(bytes(2**20))
    return buffer.getvalue()


def bit_rot() -> bytes:
    """A package whose directory is whole while the main part's bytes are not."""
    with zipfile.ZipFile(io.BytesIO(GOOD)) as archive:
        entry = archive.getinfo("word/document.xml")
    at = entry.header_offset + 30 + len(entry.filename) + 10
    return GOOD[:at] + b"\xff" * 40 + GOOD[at + 40 :]


def wrong_directory() -> bytes:
    end = GOOD.rfind(b"PK\x05\x06")
    start = int.from_bytes(GOOD[end + 16 : end + 20], "little")
    return GOOD[:start] + b"XXXX" + GOOD[start + 4 :]


def zip_password() -> bytes:
    """A package whose entries claim to be encrypted by ZIP's own means."""
    data = bytearray(GOOD)
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(mark)
        while at >= 0:
            data[at + flags] |= 1
            at = data.find(mark, at + 4)
    return bytes(data)


def twice() -> bytes:
    buffer = io.BytesIO(GOOD)
    with zipfile.ZipFile(buffer, "a") as archive:
        del archive.NameToInfo["word/document.xml"]  # else zipfile warns
        archive.writestr("word/document.xml", "<x/>")
    return buffer.getvalue()


_DTD = '<!DOCTYPE w:document [<!ENTITY x SYSTEM "file:///etc/passwd">]><w:document'

# name → (what makes it, the code that it must give)
HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "空.docx": (lambda: b"", "empty"),
    "空白.txt": (lambda: " \r\n　\ufeff".encode(), "empty"),
    "零.txt": (lambda: bytes(1000), "binary"),
    "程序.txt": (lambda: b"\x7fELF\x02\x01\x01" + bytes(range(256)), "not-a-document"),
    "乱码.txt": (lambda: "Отчёт о работе за год, многое сделано. ".encode("koi8-r") * 9, "unknown-encoding"),
    "随机.bin": (lambda: bytes((i * i * 7 + i // 3) % 256 for i in range(5000)), "binary"),
    "密码.doc": (locked_word, "encrypted"),
    "半截.doc": (lambda: ole("WordDocument")[:48] + b"\xf0\xff\0\0" + bytes(4000), "truncated"),
    "加密.docx": (lambda: ole("EncryptionInfo", "EncryptedPackage"), "encrypted"),
    "表.xls": (lambda: ole("Workbook"), "unsupported-sheet"),
    "半截.pdf": (lambda: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "truncated"),
    "演示.ppt": (lambda: ole("PowerPoint Document"), "not-a-document"),
    "邮件.eml": (lambda: b"From: a@b\r\nMIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\nx", "unsupported"),
    "平面.xml": (lambda: b'<?xml version="1.0"?><pkg:package xmlns:pkg="x"/>', "unsupported"),
    "空页.html": (lambda: b"<html><title>x</title><body><p>&nbsp;<script>1</script></body></html>", "no-text"),
    "大页.html": (lambda: b"<html>" + b"<br>" * 1_000_001, "too-large"),
    "深页.html": (lambda: b"<html>" + b"<div>" * 5000 + b"x", "too-deep"),
    "空档.mht": (lambda: b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x--", "corrupt-part"),
    "图.docx": (lambda: b"\x89PNG\r\n\x1a\n" + bytes(50), "not-a-document"),
    "包.rar": (lambda: b"Rar!\x1a\x07\x01\0" + bytes(50), "not-a-document"),
    "表.docx": (lambda: sheet("<worksheet/>"), "corrupt-part"),
    "宏表.xlsx": (lambda: sheet("<worksheet/>", xl_vbaProject_bin="x").replace(b"/bin", b".bin"), "macro-sheet"),
    "声明表.xlsx": (lambda: sheet("<!DOCTYPE x><worksheet/>"), "dtd"),
    "合并表.xlsx": (lambda: sheet('<mergeCell ref="A1:XFD1048576"/>'), "too-large"),
    "满表.xlsx": (lambda: sheet("<c />" * 200_001), "too-large"),
    "表.xlsb": (lambda: packed({"[Content_Types].xml": "<x/>", "xl/workbook.bin": "x"}), "unsupported-sheet"),
    "密码.odt": (lambda: open_document("text", "<manifest:encryption-data/>"), "encrypted"),
    "表.ods": (lambda: open_document("spreadsheet"), "unsupported-sheet"),
    "版式.ofd": (lambda: packed({"OFD.xml": "<ofd/>"}), "unsupported"),
    "宏.docx": (macro, "macro"),
    "半截.docx": (lambda: GOOD[: len(GOOD) // 2], "truncated"),
    "坏目录.docx": (wrong_directory, "corrupt-part"),
    "坏字节.docx": (bit_rot, "corrupt-part"),
    "坏标记.docx": (lambda: replaced("</w:body>", ""), "corrupt-part"),
    "密码.docx": (zip_password, "encrypted"),
    "声明.docx": (lambda: replaced("<w:document", _DTD), "dtd"),
    "样式声明.docx": (lambda: changed("word/styles.xml", "<!DOCTYPE x><x/>"), "dtd"),
    "宽字节声明.docx": (lambda: changed("word/document.xml", "<!DOCTYPE x><x/>".encode("utf-16")), "dtd"),
    "炸弹.docx": (lambda: bomb("word/media/image1.png"), "unsafe-package"),
    "正文炸弹.docx": (lambda: changed("word/document.xml", b"<a>" + b" " * (40 * 2**20)), "unsafe-package"),
    "外逃.docx": (lambda: changed("../../evil.txt", "x"), "unsafe-package"),
    "绝对.docx": (lambda: changed("/etc/evil", "x"), "unsafe-package"),
    "重名.docx": (twice, "unsafe-package"),
    "条目.docx": (lambda: packed({**parts(p("甲")), **{f"x/{i}": "" for i in range(6000)}}), "unsafe-package"),
    "过深.docx": (lambda: replaced("<w:p>", "<w:sdt>" * 300 + "<w:p>"), "too-deep"),
    "长文.docx": (lambda: replaced("正文", "长" * 4_000_000), "too-large"),
    "标记.docx": (lambda: replaced("<w:p>", "<w:p/>" * 1_000_001 + "<w:p>"), "too-large"),
    "无正文.docx": (lambda: changed("word/document.xml", None), "no-body"),
    "无主体.docx": (lambda: replaced("w:body", "w:boby"), "no-body"),
    "无文字.docx": (lambda: word(p() + p("　")), "no-text"),
    "无类型.docx": (lambda: changed("[Content_Types].xml", None), "corrupt-part"),
    "假类型.docx": (lambda: packed(parts(p("甲"), main_type="application/x")), "corrupt-part"),
}
