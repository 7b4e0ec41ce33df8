"""Marked copies: the file stays what it was, each finding is marked, and the marks can be taken out again."""

import io
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from conftest import needs
from marked import (
    BODY,
    CONTROL,
    FIELDS,
    FORMULA,
    INSERTED,
    LINK,
    PLAIN_CONTROL,
    RUBY,
    SIMPLE,
    TABLE,
    anchored,
    canonical,
    comments,
    forms,
    mark,
    marked,
    text_of,
)
from word import p, packed, parts, r, relations, word
from zongjie.reading.word.package import Package
from zongjie.reading.word.styles import W
from zongjie.report import Finding
from zongjie.writing.word.annotate import annotate, bookmark
from zongjie.writing.word.marks import Mark, put
from zongjie.writing.word.unmark import take_out

MOMENT = "2026-01-05T08:30:00"


@pytest.mark.parametrize(
    ("body", "part"),
    [
        (p("完成投资XX万元"), "XX"),
        (p("完成", r("投资X", "<w:b/>"), r("X万元", "<w:i/>")), "XX"),
        (p("完成投资", "XX", "万元"), "XX"),
        (p("XX"), "XX"),
        (p(r("先 ") + r(" XX 后")), "XX"),
        ("<w:p><w:r><w:t>甲 乙</w:t></w:r></w:p>", "乙"),
        ("<w:p><w:r><w:t>甲  乙</w:t></w:r></w:p>", "乙"),
        (p(LINK), "众**户"),
        (p("全年", LINK, "。"), "年走访群众**"),
        (p(INSERTED), "XX"),
        (p("共", INSERTED), "共新增XX项"),
        (p(CONTROL), "__"),
        (p(PLAIN_CONTROL), "XX"),
        (p(FIELDS), "①"),
        (p(FIELDS), "①条"),
        (p(FIELDS), "见①"),
        (p(RUBY, "员**名"), "党员**"),
        (p("设", FORMULA), "x=1"),
        (p(SIMPLE), "XX"),
        (p("前") + TABLE + p("后"), "*"),
        (p("<w:r><w:t>上X</w:t><w:br/><w:t>X下</w:t></w:r>"), "X\nX"),
        (p("第一段XX") + p("XX第二段"), "XX\nXX第"),
        (p("<w:r><w:t>收入</w:t><w:tab/><w:t>万元</w:t></w:r>"), "\t"),
        (p(r("已有XX色", '<w:highlight w:val="yellow"/>')), "XX"),
        (p(r("有", '<w:highlight w:val="yellow"/>'), r("无XX")), "有无X"),
    ],
)  # fmt: skip
def test_any_range_is_marked_and_given_back(body: str, part: str) -> None:
    data = word(p("标题") + body + p("完"))
    text = text_of(data)
    one = mark(text, part)
    done = put(data, [one], MOMENT)
    assert text_of(done) == text
    assert forms(done) == forms(data)
    assert canonical(take_out(done)) == canonical(data)
    assert list(marked(done)) == [one.name]
    assert comments(done) == [("zongjie", f"缺：{part}")]
    docx.Document(io.BytesIO(done))


def test_the_mark_is_on_the_range_and_nothing_else() -> None:
    data = word(p("完成", r("投资X", "<w:b/>"), r("X万元", "<w:i/>"), "。"))
    done = put(data, [mark("完成投资XX万元。", "XX")], MOMENT)
    assert marked(done) == {"ZJ101_4_6": ("XX", True)}
    assert list(anchored(done).values()) == ["XX"]
    coloured = [run.text for run in docx.Document(io.BytesIO(done)).paragraphs[0].runs if run.font.highlight_color]
    assert coloured == ["X", "X"]


def test_a_colour_of_the_authors_own_stays() -> None:
    data = word(p(r("有", '<w:highlight w:val="yellow"/>'), r("无")))
    done = put(data, [mark("有无", "有无")], MOMENT)
    colours = [one.get(W + "val") for one in Package(done).xml("word/document.xml").iter(W + "highlight")]
    assert colours == ["yellow", "cyan"]
    assert canonical(take_out(done)) == canonical(data)


def test_a_highlight_stands_before_what_newer_words_add() -> None:
    newer = '<w:b/><w14:textOutline xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"/>'
    done = put(word(p(r("XX", newer))), [Mark(0, 2, "ZJ101_0_2", ("缺",))], MOMENT)
    (properties,) = Package(done).xml("word/document.xml").iter(W + "rPr")
    assert [etree.QName(one).localname for one in properties] == ["b", "highlight", "textOutline"]


def test_ids_of_bookmarks_are_new_and_small() -> None:
    own = '<w:bookmarkStart w:id="0" w:name="a"/><w:bookmarkStart w:id="2147483647" w:name="b"/>'
    done = put(word(p(own, "XX")), [Mark(0, 2, "ZJ101_0_2", ("缺",))], MOMENT)
    ids = [one.get(W + "id") for one in Package(done).xml("word/document.xml").iter(W + "bookmarkStart")]
    assert sorted(ids) == ["0", "1", "2", "2147483647"]


def test_a_marked_template_is_a_document() -> None:
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.{}.main+xml"
    done = put(packed(parts(p("XX"), main_type=kind.format("template"))), [Mark(0, 2, "ZJ101_0_2", ("缺",))], MOMENT)
    assert docx.Document(io.BytesIO(done)).paragraphs[0].text == "XX"


def test_a_comment_stands_outside_what_cannot_hold_it() -> None:
    for body in (PLAIN_CONTROL, SIMPLE, f"<w:r><w:t>甲</w:t></w:r>{FORMULA}"):
        data = word(p(body))
        text = text_of(data)
        root = Package(put(data, [Mark(0, len(text), "ZJ101_0_1", ("缺",))], MOMENT)).xml("word/document.xml")
        for element in root.iter(W + "commentRangeStart", W + "commentRangeEnd"):
            assert element.getparent().tag == W + "p"


def package_with_all() -> bytes:
    """A file with findings to be where Word allows no comment."""
    box = f"<w:r><w:pict><w:txbxContent>{p('框里XX')}</w:txbxContent></w:pict></w:r>"
    reference = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    section = '<w:sectPr><w:headerReference w:type="default" r:id="r2"/></w:sectPr>'
    files = parts(p("第一段") + p("有框", box) + p("有注", reference) + section)
    files["word/_rels/document.xml.rels"] = relations(
        ("styles", "styles.xml"), ("footnotes", "footnotes.xml"), ("header", "header1.xml")
    )
    start = str(files["word/document.xml"]).split("<w:body>")[0]
    files["word/footnotes.xml"] = (
        start.replace("w:document", "w:footnotes") + f'<w:footnote w:id="2">{p("注里XX")}</w:footnote></w:footnotes>'
    )
    files["word/header1.xml"] = start.replace("w:document", "w:hdr") + p("页眉XX") + "</w:hdr>"
    return packed(files)


def test_what_is_not_in_the_body_is_marked_there_and_commented_at_its_host() -> None:
    data = package_with_all()
    text = text_of(data)
    assert text == "第一段\n有框\n框里XX\n有注\n注里XX\n页眉XX"
    places = [index for index in range(len(text)) if text.startswith("XX", index)]
    marks = [Mark(at, at + 2, f"ZJ102_{at}_{at + 2}", ("缺名称",)) for at in places]
    done = put(data, marks, MOMENT)
    assert [line for _, line in comments(done)] == ["（文本框中）缺名称", "（脚注中）缺名称", "（页眉中）缺名称"]
    assert set(marked(done)) == {one.name for one in marks}
    assert all(found == ("XX", True) for found in marked(done).values())
    assert list(anchored(done).values()) == ["", "框里XX", ""]  # at the beginning, at the box, at the note's number
    assert canonical(take_out(done)) == canonical(data)
    for name in ("word/footnotes.xml", "word/header1.xml"):
        assert not list(Package(done).xml(name).iter(W + "commentRangeStart"))


def test_a_table_in_a_text_box_is_commented_at_the_box() -> None:
    data = word(p("甲", f"<w:r><w:pict><w:txbxContent>{TABLE}<w:p/></w:txbxContent></w:pict></w:r>"))
    done = put(data, [mark(text_of(data), "*")], MOMENT)
    assert [line for _, line in comments(done)] == ["（文本框中）缺：*"]
    for element in Package(done).xml("word/document.xml").iter(W + "commentRangeStart", W + "commentReference"):
        assert next(element.iterancestors(W + "txbxContent"), None) is None


def test_a_finding_on_an_automatic_number_stands_at_its_paragraph() -> None:
    files = parts(p("正文") + p("", properties='<w:numPr><w:numId w:val="1"/></w:numPr>'))
    files["word/_rels/document.xml.rels"] = relations(("styles", "styles.xml"), ("numbering", "numbering.xml"))
    start = str(files["word/document.xml"]).split("<w:body>")[0].replace("w:document", "w:numbering")
    files["word/numbering.xml"] = (
        f'{start}<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
        '<w:lvlText w:val="%1、"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
        "</w:numbering>"
    )
    data = packed(files)
    assert text_of(data) == "正文\n1、"
    done = put(data, [Mark(3, 5, "ZJ401_3_5", ("空",))], MOMENT)
    paragraphs = Package(done).xml("word/document.xml").iter(W + "p")
    assert [len(list(one.iter(W + "commentReference"))) for one in paragraphs] == [0, 1]
    assert canonical(take_out(done)) == canonical(data)


def finding(start: int, end: int, severity: str = "error") -> Finding:
    return Finding("ZJ101", "missing-figure", severity, "数字没有填写", start, end, "XX", 0, None, "a.docx", "XX")


def test_the_comments_say_what_is_missing_and_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767600000")
    data = word(p("完成XX万元"))
    findings = [finding(0, 0, "warning"), finding(2, 4)]
    done = annotate(data, findings, {"ZJ101": "填上实际数字。"})
    summary, comment = (text for _, text in comments(done))
    assert comment == "错误 ZJ101：数字没有填写\n改法：填上实际数字。"
    assert summary.splitlines()[0].startswith("共 2 处需要处理：错误 1 处，警告 1 处。")
    assert "全文：数字没有填写（ZJ101）" in summary
    assert marked(done) == {bookmark(findings[1]): ("XX", True)}
    assert annotate(data, findings, {"ZJ101": "填上实际数字。"}) == done
    dates = {one.get(W + "date") for one in Package(done).xml("word/comments-zongjie.xml")}
    assert dates == {"2026-01-05T08:00:00"}
    assert comments(annotate(data, [], {}))[0][1] == "没有发现需要修改的地方。"
    assert comments(annotate(data, [], {}, converter="LibreOffice 7.4"))[0][1].startswith(
        "这份文件是由 LibreOffice 7.4 转换"
    )


def with_comment() -> bytes:
    """A file on which somebody else has commented."""
    file = docx.Document()
    paragraph = file.add_paragraph("完成")
    run = paragraph.add_run("投资XX万元")
    paragraph.add_run("。")
    file.add_comment([run], text="请核实", author="王五", initials="王")
    buffer = io.BytesIO()
    file.save(buffer)
    return buffer.getvalue()


def test_marks_of_another_run_are_replaced_and_other_peoples_comments_stay() -> None:
    data = with_comment()
    once = annotate(data, [finding(4, 6)], {})
    twice = annotate(once, [finding(4, 5)], {})
    assert [author for author, _ in comments(twice)] == ["王五", "zongjie", "zongjie"]
    assert marked(twice) == {"ZJ101_4_5": ("X", True)}
    assert canonical(take_out(twice)) == canonical(data)
    assert take_out(data) == data
    assert len(list(docx.Document(io.BytesIO(twice)).comments)) == 3


def test_parts_that_are_not_text_come_back_byte_for_byte() -> None:
    files = {**parts(p("完成XX万元")), "word/media/image1.png": b"\x89PNG\r\n\x1a\n" + bytes(range(256))}
    done = annotate(packed(files), [finding(2, 4)], {})
    with zipfile.ZipFile(io.BytesIO(done)) as archive:
        assert archive.read("word/media/image1.png") == files["word/media/image1.png"]
        assert archive.namelist()[: len(files)] == list(files)


def test_a_strict_file_stays_strict() -> None:
    usual, strict = "http://schemas.openxmlformats.org/", "http://purl.oclc.org/ooxml/"
    files = {
        name: str(content)
        .replace(usual + "wordprocessingml/2006/main", strict + "wordprocessingml/main")
        .replace(usual + "officeDocument/2006/relationships", strict + "officeDocument/relationships")
        for name, content in parts(p("完成XX万元")).items()
    }
    done = annotate(packed(files), [finding(2, 4)], {})
    with zipfile.ZipFile(io.BytesIO(done)) as archive:
        assert not [name for name in archive.namelist() if usual.encode() + b"wordprocessingml" in archive.read(name)]
    assert canonical(take_out(done)) == canonical(packed(files))


@st.composite
def files_and_marks(draw: st.DrawFn) -> tuple[bytes, list[Mark]]:
    data = word(p("标题") + draw(BODY) + p("完"))
    text = text_of(data)
    marks = []
    for number in range(draw(st.integers(0, 6))):
        start = draw(st.integers(0, len(text) - 1))
        end = draw(st.integers(start + 1, min(len(text), start + 12)))
        marks.append(Mark(start, end, f"ZJ101_{start}_{start + 100 + number}", (f"第{number}处",)))
    return data, marks


def check_round_trip(data: bytes, marks: list[Mark]) -> bytes:
    done = put(data, marks, MOMENT)
    assert text_of(done) == text_of(data)
    assert forms(done) == forms(data)
    assert len(comments(done)) == len(marks)
    assert canonical(put(done, marks, MOMENT)) == canonical(done)
    assert canonical(take_out(done)) == canonical(data)
    assert len(docx.Document(io.BytesIO(done)).paragraphs) >= 2
    return done


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(files_and_marks())
def test_any_marks_on_any_file_change_nothing_else(case: tuple[bytes, list[Mark]]) -> None:
    check_round_trip(*case)


def generated(count: int) -> Iterator[tuple[bytes, list[Mark]]]:
    cases: list[tuple[bytes, list[Mark]]] = []

    @settings(max_examples=count, deadline=None, database=None, derandomize=True)
    @given(files_and_marks())
    def collect(case: tuple[bytes, list[Mark]]) -> None:
        cases.append(case)

    collect()
    yield from cases


def test_libreoffice_reads_what_was_marked_like_what_was_not(tmp_path: Path) -> None:
    needs("soffice")
    cases = list(generated(200))
    assert len(cases) >= 200
    for number, (data, marks) in enumerate(cases):
        (tmp_path / f"{number}.docx").write_bytes(data)
        (tmp_path / f"{number}-marked.docx").write_bytes(put(data, marks, MOMENT))
    files = sorted(map(str, tmp_path.glob("*.docx")))
    command = ["soffice", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless"]
    command += ["--convert-to", "txt:Text (encoded):UTF8", "--outdir", str(tmp_path)]
    for first in range(0, len(files), 50):  # of many more it silently leaves some out
        subprocess.run([*command, *files[first : first + 50]], check=True, capture_output=True, timeout=300)
    for number in range(len(cases)):
        assert (tmp_path / f"{number}-marked.txt").read_bytes() == (tmp_path / f"{number}.txt").read_bytes(), number
