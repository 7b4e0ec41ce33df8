"""Word files: the text is what a reader sees, block by block, each with its place in the file."""

import io
import subprocess
import sys
import zipfile

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from word import NAMESPACES, p, packed, parts, r, relations, word
from zongjie.document import Block, Document, Place
from zongjie.reading import DOCX, read_bytes

FIELD = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
BEGIN, SEPARATE, END = (FIELD.format(kind) for kind in ("begin", "separate", "end"))


def opened(data: bytes) -> Document:
    return read_bytes(data, "总结.docx")


def lines(body: str, styles: str = "") -> list[str]:
    """The texts of the blocks of a file with that body, after checks that hold for every document."""
    document = opened(word(body, styles))
    found = [document.text[block.start : block.end] for block in document.blocks]
    assert "\n".join(found) == document.text
    return found


def block(body: str, styles: str = "") -> Block:
    """The only block of a file with that body."""
    (only,) = opened(word(body, styles)).blocks
    return only


@pytest.mark.parametrize(
    ("construct", "seen"),
    {
        "runs": (r("完成") + r("投资"), "完成投资"),
        "tab": ("<w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t></w:r>", "甲\t乙"),
        "line end inside w:t": (r("甲\n乙"), "甲 乙"),
        "no-break hyphen": ("<w:r><w:t>3</w:t><w:noBreakHyphen/><w:t>5次</w:t></w:r>", "3-5次"),
        "insertion": (r("完成") + f"<w:ins>{r('12次')}</w:ins>", "完成12次"),
        "moved to": (f"<w:moveTo>{r('12次')}</w:moveTo>", "12次"),
        "moved from": (r("完成") + f"<w:moveFrom>{r('12次')}</w:moveFrom>", "完成"),
        "deletion": (r("完成") + "<w:del><w:r><w:delText>12次</w:delText></w:r></w:del>", "完成"),
        "deletion that holds w:t": (r("完成") + f"<w:del>{r('12次')}</w:del>", "完成"),
        "link": (f'<w:hyperlink r:id="r9">{r("链接")}</w:hyperlink>', "链接"),
        "content control": (f"<w:sdt><w:sdtPr/><w:sdtContent>{r('控件')}</w:sdtContent></w:sdt>", "控件"),
        "smart tag": (f'<w:smartTag w:element="date">{r("7月1日")}</w:smartTag>', "7月1日"),
        "custom XML": (f'<w:customXml w:element="x">{r("甲")}</w:customXml>', "甲"),
        "simple field": (f'<w:fldSimple w:instr="PAGE">{r("第3页")}</w:fldSimple>', "第3页"),
        "wrappers in each other": (f"<w:ins><w:hyperlink><w:bdo>{r('甲')}</w:bdo></w:hyperlink></w:ins>", "甲"),
        "ruby": (
            f"<w:r><w:ruby><w:rubyPr/><w:rt>{r('dǎng')}</w:rt><w:rubyBase>{r('党')}</w:rubyBase></w:ruby></w:r>",
            "党",
        ),
        "alternatives in a run": (
            "<w:r><mc:AlternateContent><mc:Choice><w:t>新</w:t></mc:Choice>"
            "<mc:Fallback><w:t>旧</w:t></mc:Fallback></mc:AlternateContent></w:r>",
            "新",
        ),
        "alternatives of runs": (
            f"<mc:AlternateContent><mc:Choice>{r('新')}</mc:Choice>"
            f"<mc:Fallback>{r('旧')}</mc:Fallback></mc:AlternateContent>",
            "新",
        ),
        "text box": (
            "<w:r><w:drawing/><w:pict/></w:r>",
            "",
        ),
        "field": (BEGIN + "<w:r><w:instrText>DATE</w:instrText></w:r>" + SEPARATE + r("7月") + END + r("底"), "7月底"),
        "nested field": (
            BEGIN + BEGIN + "<w:r><w:instrText>X</w:instrText></w:r>" + SEPARATE + r("内") + END
            + SEPARATE + r("外") + END,
            "外",
        ),
        "field that never ends": (BEGIN + r("仍要看见"), "仍要看见"),
        "hidden": (r("看得见") + r("看不见", "<w:vanish/>"), "看得见"),
        "not hidden after all": (r("看得见", '<w:vanish w:val="0"/>'), "看得见"),
    }.values(),
)  # fmt: skip
def test_a_paragraph_reads_as_a_reader_sees_it(construct: str, seen: str) -> None:
    assert lines(p(r("。") + construct)) == ["。" + seen]


def test_a_line_break_ends_a_block_but_not_the_paragraph() -> None:
    document = opened(word(p("头") + p("<w:r><w:t>上</w:t><w:br/><w:t>下</w:t></w:r>", r("文"))))
    assert document.text == "头\n上\n下文"
    part = "word/document.xml"
    places = [one.place for one in document.blocks]
    assert places == [Place(part, 0, 0, 0), Place(part, 1, 1, 0), Place(part, 1, 1, 2)]


def test_a_deleted_paragraph_mark_joins_two_paragraphs() -> None:
    deleted = '<w:rPr><w:del w:id="1" w:author="x"/></w:rPr>'
    assert lines(p("培训", properties=deleted) + p("300人") + p("完")) == ["培训300人", "完"]


def test_a_deleted_paragraph_mark_joins_nothing_into_or_out_of_a_table() -> None:
    deleted = '<w:rPr><w:del w:id="1" w:author="x"/></w:rPr>'
    end = p("尾", properties=deleted)
    table = f"<w:tbl><w:tr><w:tc>{end}</w:tc><w:tc>{end}</w:tc></w:tr></w:tbl>"
    assert lines(end + table + end) == ["尾"] * 4


def test_empty_paragraphs_are_dropped_but_counted() -> None:
    document = opened(word(p() + p("　 ") + p("正文") + p()))
    assert document.text == "正文"
    assert document.blocks[0].place == Place("word/document.xml", 2, 1, 0)


def test_what_is_left_out_is_counted_too() -> None:
    body = f"<w:del>{p('旧')}</w:del>" + p(f"<w:del>{r('旧')}</w:del>", r("新"))
    assert block(body).place == Place("word/document.xml", 1, 2, 0)


def test_block_content_controls_and_insertions_are_read_in_order() -> None:
    control = (
        f"<w:sdt><w:sdtContent>{p('二')}<w:sdt><w:sdtContent>{p('三')}</w:sdtContent></w:sdt></w:sdtContent></w:sdt>"
    )
    assert lines(p("一") + control + f"<w:customXml>{p('四')}</w:customXml>") == ["一", "二", "三", "四"]


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{p(text)}</w:tc>"


def row(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def cells(table: str) -> list[tuple[str, int | None, int | None]]:
    document = opened(word(p("前") + f"<w:tbl><w:tblPr/><w:tblGrid/>{table}</w:tbl>" + p("后")))
    assert [one.kind for one in (document.blocks[0], document.blocks[-1])] == ["paragraph", "paragraph"]
    inside = document.blocks[1:-1]
    assert all(one.kind == "cell" for one in inside)
    return [
        (document.text[one.start : one.end], one.cell and one.cell.row, one.cell and one.cell.column) for one in inside
    ]


def test_cells_stand_in_order_with_row_and_column() -> None:
    assert cells(row(cell("指标"), cell("数值")) + row(cell("培训"), cell("*次"))) == [
        ("指标", 0, 0), ("数值", 0, 1), ("培训", 1, 0), ("*次", 1, 1),
    ]  # fmt: skip


def test_merged_cells_are_read_once_and_keep_the_columns() -> None:
    wide, down, on = '<w:gridSpan w:val="2"/>', '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    table = row(cell("宽", wide), cell("末")) + row(cell("竖", down), cell("乙"), cell("丙"))
    table += row(cell("竖", on), cell("丁", wide))
    assert cells(table) == [("宽", 0, 0), ("末", 0, 2), ("竖", 1, 0), ("乙", 1, 1), ("丙", 1, 2), ("丁", 2, 1)]


def test_rows_in_controls_count_deleted_and_hidden_rows_do_not_show() -> None:
    table = row(cell("甲"), properties="<w:del/>") + row(cell("乙"), properties='<w:gridBefore w:val="1"/>')
    table += f"<w:sdt><w:sdtContent>{row(cell('丙'))}</w:sdtContent></w:sdt>" + row(
        cell("丁"), properties="<w:hidden/>"
    )
    assert cells(table) == [("乙", 1, 1), ("丙", 2, 0)]


def test_a_nested_table_is_read_where_it_stands() -> None:
    inner = f"<w:tbl>{row(cell('内'))}</w:tbl>"
    assert cells(row(f"<w:tc>{p('上')}{inner}{p('下')}</w:tc>")) == [("上", 0, 0), ("内", 0, 0), ("下", 0, 0)]


@pytest.mark.parametrize("width", ["abc", "-3", "99999999999999999999", ""])
def test_nonsense_in_cell_widths_does_no_harm(width: str) -> None:
    assert [text for text, *_ in cells(row(cell("甲", f'<w:gridSpan w:val="{width}"/>'), cell("乙")))] == ["甲", "乙"]


STYLES = """
<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="own"><w:name w:val="我的标题"/><w:basedOn w:val="1"/></w:style>
<w:style w:type="paragraph" w:styleId="2"><w:name w:val="标题 2"/></w:style>
<w:style w:type="paragraph" w:styleId="loop"><w:name w:val="a"/><w:basedOn w:val="pool"/></w:style>
<w:style w:type="paragraph" w:styleId="pool"><w:name w:val="b"/><w:basedOn w:val="loop"/></w:style>
<w:style w:type="paragraph" w:styleId="fat"><w:name w:val="粗"/><w:rPr><w:b/></w:rPr></w:style>
<w:style w:type="character" w:styleId="strong"><w:name w:val="Strong"/><w:rPr><w:b/></w:rPr></w:style>
<w:style w:type="character" w:styleId="ghost"><w:name w:val="隐"/><w:rPr><w:vanish/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="t"><w:name w:val="Title"/></w:style>
"""


@pytest.mark.parametrize(
    ("properties", "level"),
    [
        ("", 0),
        ('<w:pStyle w:val="1"/>', 1),
        ('<w:pStyle w:val="own"/>', 1),
        ('<w:pStyle w:val="2"/>', 2),
        ('<w:pStyle w:val="loop"/>', 0),
        ('<w:pStyle w:val="absent"/>', 0),
        ('<w:outlineLvl w:val="2"/>', 3),
        ('<w:pStyle w:val="1"/><w:outlineLvl w:val="9"/>', 0),
    ],
)
def test_levels_come_from_the_style_chain_and_the_paragraph(properties: str, level: int) -> None:
    assert block(p("一、工作", properties=properties), STYLES).level == level


@pytest.mark.parametrize(
    ("content", "properties", "bold"),
    [
        (r("甲", "<w:b/>") + r("乙", "<w:b/>"), "", True),
        (r("甲", "<w:b/>") + r("乙"), "", False),
        (r("甲", "<w:b/>") + r("　") + r("隐", "<w:vanish/>"), "", True),
        (r("甲", '<w:b w:val="false"/>'), "", False),
        (r("甲"), '<w:pStyle w:val="fat"/>', True),
        (r("甲", '<w:rStyle w:val="strong"/>'), "", True),
        (r("甲", '<w:rStyle w:val="strong"/>'), '<w:pStyle w:val="fat"/>', False),
        (r("甲", '<w:b w:val="0"/>'), '<w:pStyle w:val="fat"/>', False),
    ],
)
def test_bold_is_said_of_blocks_that_are_bold_throughout(content: str, properties: str, bold: bool) -> None:
    assert block(p(content, properties=properties), STYLES).bold is bold


def test_hidden_through_a_style_is_hidden() -> None:
    assert lines(p(r("隐", '<w:rStyle w:val="ghost"/>'), r("显")), STYLES) == ["显"]


def test_the_title_is_the_paragraph_in_the_title_style() -> None:
    document = opened(word(p(" 年度总结", properties='<w:pStyle w:val="t"/>') + p("正文"), STYLES))
    assert document.title == "年度总结"
    assert opened(word(p("正文"))).title is None


def test_what_python_docx_writes_is_read_back() -> None:
    file = docx.Document()
    file.add_heading("二〇二五年工作总结", 0)
    file.add_heading("一、工作开展情况", 1)
    file.add_paragraph("发展预备党员").add_run("*名").bold = True
    table = file.add_table(2, 2)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "合并"
    table.cell(1, 1).text = "末"
    buffer = io.BytesIO()
    file.save(buffer)
    document = opened(buffer.getvalue())
    assert document.text == "二〇二五年工作总结\n一、工作开展情况\n发展预备党员*名\n合并\n末"
    assert [(one.level, one.bold, one.kind) for one in document.blocks] == [
        (0, False, "paragraph"), (1, True, "paragraph"), (0, False, "paragraph"),
        (0, False, "cell"), (0, False, "cell"),
    ]  # fmt: skip
    assert document.source.media_type == DOCX
    assert document.source.encoding is None


TEXT = st.text(st.characters(min_codepoint=32, exclude_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=8)


@settings(deadline=None)
@given(st.lists(st.lists(TEXT, min_size=1, max_size=4), min_size=1, max_size=6))
def test_any_text_comes_back_and_its_place_is_right(paragraphs: list[list[str]]) -> None:
    file = docx.Document()
    for runs in paragraphs:
        paragraph = file.add_paragraph()
        for text in runs:
            paragraph.add_run(text)
    buffer = io.BytesIO()
    file.save(buffer)
    shown = [(number, "".join(runs)) for number, runs in enumerate(paragraphs) if "".join(runs).strip()]
    if not shown:
        return
    document = opened(buffer.getvalue())
    assert document.text == "\n".join(text for _, text in shown)
    assert [one.place.paragraph for one in document.blocks] == [number for number, _ in shown]
    runs_of_part = [run for paragraph in file.paragraphs for run in paragraph.runs]
    for one in document.blocks:
        assert one.place.run is not None
        assert runs_of_part[one.place.run].text[one.place.offset :].startswith(document.text[one.start])


def test_a_missing_image_does_not_refuse_the_document() -> None:
    files = parts(p("正文"))
    files["word/_rels/document.xml.rels"] = relations(("image", "NULL"), ("styles", "absent.xml"))
    assert opened(packed(files)).text == "正文"


def test_absolute_targets_and_other_names_of_the_main_part_are_followed() -> None:
    files = parts(p("正文"))
    files["word/document2.xml"] = files.pop("word/document.xml")
    files["_rels/.rels"] = relations(("officeDocument", "/word/document2.xml"))
    files["[Content_Types].xml"] = str(files["[Content_Types].xml"]).replace("document.xml", "document2.xml")
    assert opened(packed(files)).text == "正文"


def test_strict_office_open_xml_is_read() -> None:
    usual = "http://schemas.openxmlformats.org/"
    strict = "http://purl.oclc.org/ooxml/"
    files = {
        name: str(content)
        .replace(usual + "wordprocessingml/2006/main", strict + "wordprocessingml/main")
        .replace(usual + "officeDocument/2006/relationships", strict + "officeDocument/relationships")
        for name, content in parts(p("正文", properties='<w:pStyle w:val="own"/>'), STYLES).items()
    }
    document = opened(packed(files))
    assert (document.text, document.blocks[0].level) == ("正文", 1)


def test_utf16_parts_are_read() -> None:
    files = parts("")
    body = f'<?xml version="1.0" encoding="UTF-16"?><w:document {NAMESPACES}><w:body>{p("正文")}</w:body></w:document>'
    files["word/document.xml"] = body.encode("utf-16")
    assert opened(packed(files)).text == "正文"


def test_a_stored_package_is_read_whatever_its_name() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, content in parts(p("正文")).items():
            archive.writestr(name, content)
    assert read_bytes(buffer.getvalue(), "总结.txt").source.media_type == DOCX


def test_reading_text_loads_no_xml_library() -> None:
    code = "import sys, zongjie.reading as r; r.read_bytes('总结'.encode(), 'a'); sys.exit('lxml' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
