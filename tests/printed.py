"""Summaries printed to PDF by the programs that offices print with: Word's layout by LibreOffice, HTML by Chromium."""

import html
import io
import subprocess
from pathlib import Path

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

SONG, HEI, FANG = "方正小标宋简体", "黑体", "仿宋_GB2312"
_SECONDS = 120


def official(title: list[str], body: list[str], table: list[list[str]] | None = None, head: str = "") -> bytes:
    """A Word file in the official layout: ``title`` broken over lines, two-character indents, ``— 1 —`` at the foot.

    Lines of ``body`` that begin with ``#`` get Word's automatic number; ``table`` stands at the end.
    """
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    if head:
        _write(section.header.paragraphs[0], head, SONG, 9)
    _page_number(section.footer.paragraphs[0])
    paragraph = _write(document.add_paragraph(), title[0], SONG, 22)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for line in title[1:]:
        paragraph.add_run().add_break()
        _write(paragraph, line, SONG, 22)
    for text in body:
        numbered = text.startswith("#")
        style = "List Number" if numbered else None
        paragraph = _write(document.add_paragraph(style=style), text.lstrip("#"), _font(text), 16)
        paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
        paragraph.paragraph_format.line_spacing = Pt(29)
        paragraph.paragraph_format.space_after = Pt(0)
        paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
        if not numbered:
            paragraph.paragraph_format.first_line_indent = Pt(32)
    if table:
        grid = document.add_table(len(table), len(table[0]), "Table Grid")
        for cells, texts in zip(grid.rows, table, strict=True):
            for cell, text in zip(cells.cells, texts, strict=True):
                cell.text = text
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _font(text: str) -> str:
    return HEI if text[1:2] == "、" and len(text) < 30 else FANG


def _write(paragraph, text, font, size):
    run = paragraph.add_run(text)
    run.font.size, run.font.name = Pt(size), font
    run._r.rPr.rFonts.set(qn("w:eastAsia"), font)
    return paragraph


def _page_number(paragraph) -> None:
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.add_run("— ")
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)
    paragraph.add_run(" —")


def by_libreoffice(data: bytes, folder: Path, options: str = "") -> bytes:
    """The PDF that LibreOffice makes of a Word file; ``options`` are those of its export filter."""
    (folder / "a.docx").write_bytes(data)
    target = f"pdf:writer_pdf_Export:{options}" if options else "pdf"
    command = ["soffice", f"-env:UserInstallation={(folder / 'office').as_uri()}", "--headless", "--convert-to", target]
    subprocess.run([*command, "--outdir", folder, folder / "a.docx"], check=True, capture_output=True, timeout=_SECONDS)
    return (folder / "a.pdf").read_bytes()


def page(title: str, body: list[str], style: str = "", more: str = "") -> str:
    """A web page with ``title`` as its heading and a paragraph for each line of ``body``; ``more`` is HTML."""
    paragraphs = "".join(f"<p>{html.escape(text)}</p>" for text in body)
    return f"<meta charset=utf-8><style>{style}</style><h1>{html.escape(title)}</h1>{paragraphs}{more}"


def by_chromium(page: str, folder: Path) -> bytes:
    """The PDF that Chromium prints of a web page."""
    (folder / "a.html").write_text(page, "utf-8")
    switches = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    switches += [
        "--no-pdf-header-footer",
        f"--user-data-dir={folder / 'chromium'}",
        f"--print-to-pdf={folder / 'b.pdf'}",
    ]
    subprocess.run(
        ["chromium", *switches, (folder / "a.html").as_uri()], check=True, capture_output=True, timeout=_SECONDS
    )
    return (folder / "b.pdf").read_bytes()
