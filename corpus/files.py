"""Writes summaries as files of many formats, and files that are not to be read at all."""

import io
import struct
import zipfile
from html import escape
from random import Random

from .text import Para, Summary
from .word import packed, word

FORMATS = ("docx", "docx", "docx", "docx", "docx", "docx-bold", "docx-bold", "txt", "txt", "txt-gb", "md", "html")
TABLES = ("docx", "docx-bold", "md", "html")  # formats that can hold a table
AUTOMATIC = ("docx", "docx-bold")  # formats whose numbers a program makes


def suffix(form: str) -> str:
    """The ending of a file's name."""
    return form.partition("-")[0]


def render(summary: Summary, form: str) -> bytes:
    """The bytes of ``summary`` in the format ``form``: one of ``FORMATS``, or rtf (read by LibreOffice, so slowly)."""
    if form in AUTOMATIC:
        return word(summary, form == "docx")
    if form == "md":
        return "\n\n".join(_markdown(para) for para in summary.paras).encode() + b"\n"
    if form == "html":
        return _html(summary).encode()
    if form == "rtf":
        return _rtf(summary)
    lines = [_line(para) for para in summary.paras if not para.rows]
    text = "\r\n".join(lines) + "\r\n"
    return text.encode("gb18030" if form == "txt-gb" else "utf-8")


def _line(para: Para) -> str:
    indent = "　　" if para.style in ("body", "lead", "heading") else ""
    return indent + para.label + para.text


def _markdown(para: Para) -> str:
    if para.rows:
        rows = [f"| {' | '.join(row)} |" for row in para.rows]
        return "\n".join([rows[0], "|" + " --- |" * len(para.rows[0]), *rows[1:]])
    marks = {"title": "# ", "heading": "#" * (para.level + 1) + " "}.get(para.style, "")
    return marks + para.label + para.text


def _html(summary: Summary) -> str:
    parts = []
    for para in summary.paras:
        if para.rows:
            rows = ("".join(f"<td>{escape(cell)}</td>" for cell in row) for row in para.rows)
            parts.append(f"<table border=1>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>")
        else:
            tag = {"title": "h1", "heading": f"h{para.level + 1}"}.get(para.style, "p")
            parts.append(f"<{tag}>{escape(para.label + para.text)}</{tag}>")
    title = escape(summary.paras[0].text)
    head = f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}</title></head><body>'
    return head + "\n".join(parts) + "</body></html>\n"


def _rtf(summary: Summary) -> bytes:
    def shown(text: str) -> str:
        return "".join(char if char.isascii() and char not in "\\{}" else f"\\u{ord(char)}?" for char in text)

    lines = "\\par\n".join(shown(para.label + para.text) for para in summary.paras if not para.rows)
    return ("{\\rtf1\\ansi\\ansicpg936\\deff0{\\fonttbl{\\f0 SimSun;}}\n" + lines + "\\par}").encode("ascii")


def archive(files: dict[str, bytes]) -> bytes:
    """A ZIP as Windows writes it for a Chinese user: names in GBK and no flag that would say so."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as made:
        for name, data in files.items():
            entry = zipfile.ZipInfo("x" * len(name.encode("gbk")), (2026, 1, 5, 9, 0, 0))
            entry.create_system = 0
            made.NameToInfo.clear()  # all are called alike until their names are put in below
            made.writestr(entry, data)
        entries, at = made.infolist(), made.fp.tell() if made.fp else 0
    content = bytearray(buffer.getvalue())
    for name, entry in zip(files, entries, strict=True):
        raw = name.encode("gbk")
        content[entry.header_offset + 30 : entry.header_offset + 30 + len(raw)] = raw
        content[at + 46 : at + 46 + len(raw)] = raw  # in the directory, which holds no extra fields
        at += 46 + len(raw)
    return bytes(content)


def _locked() -> bytes:
    """The beginning of an OLE file that holds an encrypted package."""
    data = (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(30, b"\0") + struct.pack("<H", 9)).ljust(512, b"\0")
    for stream in ("Root Entry", "EncryptionInfo", "EncryptedPackage"):
        name = stream.encode("utf-16-le") + b"\0\0"
        data += name.ljust(64, b"\0") + struct.pack("<H", len(name)) + bytes(50) + struct.pack("<I", 7) + bytes(8)
    return data.ljust(4096, b"\0")


def _bomb() -> bytes:
    return packed({"[Content_Types].xml": "<x/>", "word/document.xml": "<a>" + " " * (48 * 2**20)})


def hostile(random: Random, good: bytes) -> dict[str, bytes]:
    """Files that cannot be read, by their kind and the ending of their names; ``good`` is a Word file."""
    return {
        "半截.docx": good[: len(good) // 2],
        "加密.docx": _locked(),
        "炸弹.docx": _bomb(),
        "空.docx": b"",
        "空白.txt": " \r\n　\r\n".encode(),
        "随机.doc": random.randbytes(5000),
        "图片.docx": b"\x89PNG\r\n\x1a\n" + bytes(60),
        "程序.txt": b"\x7fELF\x02\x01\x01" + bytes(range(256)),
    }
