"""Writes a summary as a Word file, the same bytes each time: styled or bold headings, automatic numbers, tables."""

import io
import zipfile
from xml.sax.saxutils import escape

from .text import Para, Summary

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WHEN = (2026, 1, 5, 9, 0, 0)
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

_TYPES = (
    f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_TYPE}document.main+xml"/>'
    f'<Override PartName="/word/styles.xml" ContentType="{_TYPE}styles+xml"/>'
    f'<Override PartName="/word/numbering.xml" ContentType="{_TYPE}numbering+xml"/></Types>'
)
_RELS = (
    f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r1" '
    f'Type="{_RELATIONS}/officeDocument" Target="word/document.xml"/></Relationships>'
)
_PART_RELS = (
    f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r1" Type="{_RELATIONS}/styles" '
    f'Target="styles.xml"/><Relationship Id="r2" Type="{_RELATIONS}/numbering" Target="numbering.xml"/></Relationships>'
)
_FONT = (
    '<w:rPr><w:rFonts w:ascii="仿宋_GB2312" w:eastAsia="仿宋_GB2312" w:hAnsi="仿宋_GB2312"/><w:sz w:val="32"/></w:rPr>'
)


def _style(identity: str, name: str, paragraph: str, font: str, size: int) -> str:
    return (
        f'<w:style w:type="paragraph" w:styleId="{identity}"><w:name w:val="{name}"/><w:basedOn w:val="a"/>'
        f'<w:pPr>{paragraph}</w:pPr><w:rPr><w:rFonts w:eastAsia="{font}"/><w:sz w:val="{size}"/></w:rPr></w:style>'
    )


_STYLES = (
    f'{_HEAD}<w:styles {_W}><w:style w:type="paragraph" w:default="1" w:styleId="a">'
    f'<w:name w:val="Normal"/>{_FONT}</w:style>'
    + _style("t", "Title", '<w:jc w:val="center"/>', "方正小标宋简体", 44)
    + _style("1", "heading 1", '<w:outlineLvl w:val="0"/>', "黑体", 32)
    + _style("2", "heading 2", '<w:outlineLvl w:val="1"/>', "楷体_GB2312", 32)
    + "</w:styles>"
)
_LEVELS = "".join(
    f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:suff w:val="nothing"/>'
    f'<w:lvlText w:val="{shown}"/></w:lvl>'
    for level, shown in enumerate(("%1、", "（%2）"))
)
_NUMBERING = (
    f'{_HEAD}<w:numbering {_W}><w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="multilevel"/>{_LEVELS}'
    '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
)
_STYLE_OF = {"title": "t", "signature": "", "date": ""}


def word(summary: Summary, styled: bool) -> bytes:
    """The file's bytes; ``styled`` uses Word's heading styles, else headings are only bold."""
    body = "".join(_table(para) if para.rows else _paragraph(para, summary, styled) for para in summary.paras)
    page = (
        '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/>'
        '<w:pgMar w:top="2098" w:bottom="1984" w:left="1587" w:right="1474"/></w:sectPr>'
    )
    return packed(
        {
            "[Content_Types].xml": _TYPES,
            "_rels/.rels": _RELS,
            "word/document.xml": f"{_HEAD}<w:document {_W}><w:body>{body}{page}</w:body></w:document>",
            "word/_rels/document.xml.rels": _PART_RELS,
            "word/styles.xml": _STYLES,
            "word/numbering.xml": _NUMBERING,
        }
    )


def packed(files: dict[str, str]) -> bytes:
    """A package of these parts, dated so that it is the same each time."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, _WHEN)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            archive.writestr(entry, content.encode())
    return buffer.getvalue()


def _paragraph(para: Para, summary: Summary, styled: bool) -> str:
    numbered = summary.automatic and para.level > 0
    label = "" if numbered else para.label
    properties = ""
    if para.style == "heading" and styled:
        properties += f'<w:pStyle w:val="{para.level}"/>'
    elif para.style == "title":
        properties += '<w:pStyle w:val="t"/>'
    if numbered:
        properties += f'<w:numPr><w:ilvl w:val="{para.level - 1}"/><w:numId w:val="1"/></w:numPr>'
    if para.style in ("body", "lead"):
        properties += '<w:ind w:firstLine="640"/>'
    elif para.style in ("signature", "date"):
        properties += '<w:jc w:val="right"/>'
    bold = "<w:rPr><w:b/></w:rPr>" if para.style == "heading" and not styled else ""
    runs = "".join(_run(text, bold) for text in ([label] if label else []) + [piece.text for piece in para.pieces])
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{runs}</w:p>"


def _run(text: str, properties: str = "") -> str:
    return f'<w:r>{properties}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def _table(para: Para) -> str:
    edges = "".join(
        f'<w:{side} w:val="single" w:sz="4"/>' for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    width = 8800 // len(para.rows[0])
    grid = f'<w:gridCol w:w="{width}"/>' * len(para.rows[0])
    rows = "".join(
        "<w:tr>"
        + "".join(
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr><w:p>{_run(cell) if cell else ""}</w:p></w:tc>'
            for cell in row
        )
        + "</w:tr>"
        for row in para.rows
    )
    return f"<w:tbl><w:tblPr><w:tblBorders>{edges}</w:tblBorders></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"
