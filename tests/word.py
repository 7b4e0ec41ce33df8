"""Word files for tests: from raw XML, so that each construct stands there exactly as Word writes it."""

import io
import re
import zipfile

_OFFICE = "http://schemas.microsoft.com/office/word/"
NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    f'xmlns:wps="{_OFFICE}2010/wordprocessingShape" xmlns:wpg="{_OFFICE}2010/wordprocessingGroup" '
    f'xmlns:w14="{_OFFICE}2010/wordml" xmlns:w15="{_OFFICE}2012/wordml" xmlns:w16se="{_OFFICE}2015/wordml/symex" '
    'mc:Ignorable="w14 w15 w16se"'
)
_CONTENT = "application/vnd.openxmlformats-officedocument.wordprocessingml."
MAIN_TYPE = f"{_CONTENT}document.main+xml"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_ROOTS = {"header": "hdr", "footer": "ftr"}  # other parts are called as their root


def relations(*targets: tuple[str, str]) -> str:
    rows = "".join(
        f'<Relationship Id="r{number}" Type="{_RELATIONS}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets)
    )
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{rows}</Relationships>'


def parts(body: str, styles: str = "", main_type: str = MAIN_TYPE, **others: str) -> dict[str, str | bytes]:
    """The parts of a Word file: ``body`` is what ``w:body`` holds, ``styles`` what ``w:styles`` does.

    ``others`` are further parts by name (numbering, footnotes, endnotes, settings, header1, footer1 …): what their
    root holds. The relationship to the first of them is r1, and so on.
    """
    inside = {"styles": styles, **others}
    kinds = {name: re.sub(r"\d+$", "", name) for name in inside}
    types = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_CONTENT}{kind}+xml"/>' for name, kind in kinds.items()
    )
    roots = {name: _ROOTS.get(kind, kind) for name, kind in kinds.items()}
    return {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{main_type}"/>{types}</Types>',
        "_rels/.rels": relations(("officeDocument", "word/document.xml")),
        "word/_rels/document.xml.rels": relations(*((kind, f"{name}.xml") for name, kind in kinds.items())),
        "word/document.xml": f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>",
        **{
            f"word/{name}.xml": f"<w:{roots[name]} {NAMESPACES}>{content}</w:{roots[name]}>"
            for name, content in inside.items()
        },
    }


def packed(files: dict[str, str | bytes]) -> bytes:
    """``files`` by name as a ZIP."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def word(body: str, styles: str = "", **others: str) -> bytes:
    """A Word file with that body and those other parts."""
    return packed(parts(body, styles, **others))


def p(*content: str, properties: str = "") -> str:
    """A paragraph of runs; plain text becomes a run."""
    runs = "".join(one if one.startswith("<") else r(one) for one in content)
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{runs}</w:p>"


def r(text: str, properties: str = "") -> str:
    """A run of text."""
    return run(f'<w:t xml:space="preserve">{text}</w:t>', properties)


def run(content: str, properties: str = "") -> str:
    """A run of anything."""
    return f"<w:r><w:rPr>{properties}</w:rPr>{content}</w:r>"


def field(instruction: str, *result: str, data: str = "") -> str:
    """A complex field; without a result there is no separator either. ``data`` is what its beginning holds."""
    begin = run(f'<w:fldChar w:fldCharType="begin">{data}</w:fldChar>')
    code = run(f'<w:instrText xml:space="preserve"> {instruction} </w:instrText>') if instruction else ""
    shown = run('<w:fldChar w:fldCharType="separate"/>') + "".join(result) if result else ""
    return begin + code + shown + run('<w:fldChar w:fldCharType="end"/>')


def control(*content: str, properties: str = "") -> str:
    """A content control around whatever its place allows: runs, paragraphs, rows or cells."""
    return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{''.join(content)}</w:sdtContent></w:sdt>"


def table(*rows: str, columns: int = 2, properties: str = "") -> str:
    grid = '<w:gridCol w:w="2000"/>' * columns
    return f"<w:tbl><w:tblPr>{properties}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


def row(*cells: str, properties: str = "") -> str:
    """A row; plain text becomes a cell."""
    inside = "".join(one if one.startswith("<") else cell(p(one)) for one in cells)
    return f"<w:tr><w:trPr>{properties}</w:trPr>{inside}</w:tr>"


def cell(*content: str, properties: str = "") -> str:
    return f'<w:tc><w:tcPr><w:tcW w:w="2000" w:type="dxa"/>{properties}</w:tcPr>{"".join(content)}</w:tc>'


_SIZE = 'cx="1800000" cy="600000"'
_GEOMETRY = (
    f'<wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {_SIZE}/></a:xfrm>'
    '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></wps:spPr>'
)


def shape(*content: str, number: int = 1) -> str:
    """A DrawingML shape that holds text."""
    return (
        f'<wps:wsp><wps:cNvPr id="{number}" name="shape {number}"/><wps:cNvSpPr txBox="1"/>{_GEOMETRY}<wps:txbx>'
        f"<w:txbxContent>{''.join(content)}</w:txbxContent></wps:txbx><wps:bodyPr/></wps:wsp>"
    )


def drawing(inside: str, kind: str = "Shape") -> str:
    """A floating drawing of ``inside``: one shape, or (``kind`` Group) several."""
    return (
        '<w:drawing><wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="1" behindDoc="0" '
        'locked="0" layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/><wp:positionH relativeFrom="column">'
        '<wp:posOffset>0</wp:posOffset></wp:positionH><wp:positionV relativeFrom="paragraph"><wp:posOffset>0'
        f'</wp:posOffset></wp:positionV><wp:extent {_SIZE}/><wp:wrapTopAndBottom/><wp:docPr id="9" name="box" '
        f'descr="替代文字"/><a:graphic><a:graphicData uri="{_OFFICE}2010/wordprocessing{kind}">{inside}</a:graphicData>'
        "</a:graphic></wp:anchor></w:drawing>"
    )


def picture(*content: str) -> str:
    """A VML shape that holds text."""
    return (
        '<w:pict><v:shape style="width:140pt;height:50pt"><v:textbox><w:txbxContent>'
        f"{''.join(content)}</w:txbxContent></v:textbox></v:shape></w:pict>"
    )


def textbox(*content: str) -> str:
    """A run that holds a text box as Word writes it: DrawingML, and VML for those who do not know it."""
    return run(alternatives(drawing(shape(*content)), picture(*content)))


def alternatives(choice: str, fallback: str, requires: str = "wps") -> str:
    return (
        f'<mc:AlternateContent><mc:Choice Requires="{requires}">{choice}</mc:Choice>'
        f"<mc:Fallback>{fallback}</mc:Fallback></mc:AlternateContent>"
    )


def style(identifier: str, properties: str = "", *, kind: str = "paragraph", based_on: str = "", name: str = "") -> str:
    base = f'<w:basedOn w:val="{based_on}"/>' if based_on else ""
    title = f'<w:name w:val="{name or identifier}"/>'
    return f'<w:style w:type="{kind}" w:styleId="{identifier}">{title}{base}{properties}</w:style>'


def level(number: int, form: str, text: str, *, start: int = 1, first: str = "", then: str = "", font: str = "") -> str:
    """A numbering level; ``first`` stands before ``w:lvlText`` (lvlRestart, pStyle, isLgl, suff), ``then`` after it.

    ``form`` is a value of ``w:numFmt``, or an element that stands in its place.
    """
    form = form if form.startswith("<") else f'<w:numFmt w:val="{form}"/>'
    looks = f'<w:rPr><w:rFonts w:ascii="{font}" w:hAnsi="{font}" w:hint="default"/></w:rPr>' if font else ""
    return (
        f'<w:lvl w:ilvl="{number}"><w:start w:val="{start}"/>{form}{first}<w:lvlText w:val="{text}"/>'
        f'{then}<w:lvlJc w:val="left"/>{looks}</w:lvl>'
    )


def abstract(number: int, *levels: str, link: str = "") -> str:
    return (
        f'<w:abstractNum w:abstractNumId="{number}"><w:multiLevelType w:val="multilevel"/>'
        f"{link}{''.join(levels)}</w:abstractNum>"
    )


def num(number: int, abstract_number: int, *overrides: str) -> str:
    return f'<w:num w:numId="{number}"><w:abstractNumId w:val="{abstract_number}"/>{"".join(overrides)}</w:num>'


def listed(number: int, ilvl: int = 0) -> str:
    """The property of a paragraph that is numbered by list ``number``."""
    return f'<w:numPr><w:ilvl w:val="{ilvl}"/><w:numId w:val="{number}"/></w:numPr>'
