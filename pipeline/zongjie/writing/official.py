"""Letters in the layout of official documents (GB/T 9704—2012), as Word files."""

import io
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Emu, Mm, Pt

from .files import now, write_bytes

_TITLE, _BODY, _HEAD, _SUBHEAD, _SONG = "方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312", "宋体"
_SIZE, _TITLE_SIZE, _TABLE_SIZE, _PAGE_SIZE = 16, 22, 12, 14  # points
_SPACING, _TABLE_SPACING = 29, 18
_MARGINS = {"top_margin": 37, "bottom_margin": 35, "left_margin": 28, "right_margin": 26}  # mm
_WIDTH = 210 - 28 - 26
_EPOCH = (1980, 1, 1, 0, 0, 0)


class Letter:
    """A letter in the making: paragraphs and tables in their order, then ``write``."""

    def __init__(self, title: str) -> None:
        self._document = docx.Document()
        section = self._document.sections[0]
        section.orientation = WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = Mm(210), Mm(297)
        for name, value in _MARGINS.items():
            setattr(section, name, Mm(value))
        section.footer_distance = Mm(28)  # the number stands 7 mm below the text
        self._set_normal()
        self._number_pages(section)
        properties = self._document.core_properties
        properties.title, properties.author, properties.comments = title, "zongjie", ""
        properties.created = properties.modified = now()
        properties.last_modified_by = "zongjie"
        self._title(title)

    def line(self, text: str = "", *, indent: bool = True, right: bool = False, keep: bool = False) -> None:
        """A paragraph of the body; ``right`` sets it to the right, four characters from the margin.

        ``keep``: no page ends between it and the next one.
        """
        paragraph = self._paragraph(text, _BODY, indent=indent and not right)
        if keep:
            paragraph.paragraph_format.keep_with_next = True
        if right:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            paragraph.paragraph_format.right_indent = Pt(4 * _SIZE)

    def heading(self, text: str) -> None:
        """A heading of the first level (一、)."""
        self._paragraph(text, _HEAD).paragraph_format.keep_with_next = True

    def subheading(self, text: str) -> None:
        """A heading of the second level (（一）)."""
        self._paragraph(text, _SUBHEAD).paragraph_format.keep_with_next = True

    def table(self, columns: Sequence[tuple[str, int]], rows: Iterable[Sequence[str]]) -> None:
        """A table with borders; ``columns`` are headings and widths in parts of the whole; the heading repeats."""
        lines = [[name for name, _ in columns], *rows]
        table = self._document.add_table(len(lines), len(columns), "Table Grid")
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        table.autofit = False
        whole = sum(width for _, width in columns)
        widths = [Emu(Mm(_WIDTH) * width // whole) for _, width in columns]
        for column, width in zip(table.columns, widths, strict=True):
            column.width = width
        # Cells through the row: a table's own look-up is quadratic in its length.
        for number, (row, texts) in enumerate(zip(table.rows, lines, strict=True)):
            for cell, text, width in zip(row.cells, texts, widths, strict=True):
                cell.width = width
                paragraph = cell.paragraphs[0]
                self._lay_out(paragraph, _TABLE_SPACING, indent=False)
                _write(paragraph, text, _HEAD if number == 0 else _BODY, _TABLE_SIZE)
                if number == 0:
                    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
            _in_row(row, "w:cantSplit")
        _in_row(table.rows[0], "w:tblHeader")

    def write(self, path: Path) -> None:
        """Writes the letter in one step; its bytes depend on its words and date alone. Raises ``WriteError``."""
        made, packed = io.BytesIO(), io.BytesIO()
        self._document.save(made)
        with zipfile.ZipFile(made) as source, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
            for entry in source.infolist():
                same = zipfile.ZipInfo(entry.filename, _EPOCH)
                same.compress_type = zipfile.ZIP_DEFLATED
                target.writestr(same, source.read(entry))
        write_bytes(path, packed.getvalue())

    def _title(self, title: str) -> None:
        paragraph = self._paragraph(title, _TITLE, indent=False, size=_TITLE_SIZE)
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.paragraph_format.line_spacing = Pt(36)
        paragraph.paragraph_format.space_after = Pt(_SPACING)

    def _paragraph(self, text: str, font: str, *, indent: bool = True, size: float = _SIZE) -> Any:
        paragraph = self._document.add_paragraph()
        self._lay_out(paragraph, _SPACING, indent=indent)
        _write(paragraph, text, font, size)
        return paragraph

    def _lay_out(self, paragraph: Any, spacing: float, *, indent: bool) -> None:
        form = paragraph.paragraph_format
        form.space_before = form.space_after = Pt(0)
        form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(spacing)
        if indent:
            form.first_line_indent = Pt(2 * _SIZE)
            paragraph._p.pPr.find(qn("w:ind")).set(qn("w:firstLineChars"), "200")

    def _set_normal(self) -> None:
        style = self._document.styles["Normal"]
        style.font.size = Pt(_SIZE)
        _set_font(style.element.get_or_add_rPr(), _BODY)

    def _number_pages(self, section: Any) -> None:
        """— 1 — below each page, to the right on odd ones and to the left on even ones."""
        self._document.settings.odd_and_even_pages_header_footer = True
        for footer, side in (
            (section.footer, WD_ALIGN_PARAGRAPH.RIGHT),
            (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT),
        ):
            footer.is_linked_to_previous = False
            paragraph = footer.paragraphs[0]
            paragraph.alignment = side
            edge = "right_indent" if side == WD_ALIGN_PARAGRAPH.RIGHT else "left_indent"
            setattr(paragraph.paragraph_format, edge, Pt(_PAGE_SIZE))
            _write(paragraph, "— ", _SONG, _PAGE_SIZE)
            run = _write(paragraph, "", _SONG, _PAGE_SIZE)
            for kind, text in (("begin", ""), ("", "PAGE"), ("separate", ""), ("shown", "1"), ("end", "")):
                run._r.append(_field(kind, text))
            _write(paragraph, " —", _SONG, _PAGE_SIZE)


def _field(kind: str, text: str) -> Any:
    """One piece of a field: its instruction, what it shows, or one of its borders."""
    if kind in ("", "shown"):
        element = OxmlElement("w:t" if kind else "w:instrText")
        element.text = text
        return element
    element = OxmlElement("w:fldChar")
    element.set(qn("w:fldCharType"), kind)
    return element


def _write(paragraph: Any, text: str, font: str, size: float) -> Any:
    run = paragraph.add_run("".join(one for one in text if one.isprintable() and not "\ud800" <= one <= "\udfff"))
    run.font.size = Pt(size)
    _set_font(run._r.get_or_add_rPr(), font)
    return run


def _set_font(properties: Any, font: str) -> None:
    """Names the font for all scripts: Word takes Chinese characters from the one for East Asia."""
    fonts = properties.get_or_add_rFonts()
    for name in list(fonts.attrib):
        del fonts.attrib[name]
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), font)


def _in_row(row: Any, name: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(name))
