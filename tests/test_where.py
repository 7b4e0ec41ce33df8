"""Where something stands, in words and numbers that a reader of the file can follow."""

import openpyxl
import pytest

import zongjie
from word import p, row, table, word
from word import run as piece
from zongjie.document import Block, Document, Place, Places
from zongjie.filling.blanks import blanks
from zongjie.reading import read_bytes
from zongjie.writing.letters import faults

BODY = (
    p("青山县水利局2025年工作总结")
    + p("一、基本情况")
    + p("")
    + table(row("指标", "完成（万元）"), row("投资", "XX"))
    + p("   ")
    + p("全年走访群众**户。", piece("<w:br/>"), "培训*次。")
    + p("青山县水利局")
    + p("2025年12月X日")
)
WORD = word(BODY)
MARKDOWN = "# 县水利局2025年工作总结\n\n走访群众**户。\n\n| 指标 | 完成 |\n| --- | --- |\n| 投资 | XX |\n".encode()


def where(document: Document, words: str) -> tuple[int | None, str]:
    places, at = Places(document.blocks), document.text.index(words)
    return places.number(at), places.words(at)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("一、", (2, "第2段")), ("XX", (None, "表1第2行第2列")), ("走访", (3, "第3段")), ("培训", (3, "第3段")),
        ("2025年12月", (5, "第5段")),
    ],
)  # fmt: skip
def test_in_a_word_file_only_paragraphs_that_one_sees_in_the_body_count(words, expected):
    assert where(read_bytes(WORD, "总结.docx"), words) == expected


def test_what_stands_beside_the_body_is_called_by_its_kind():
    blocks = (Block(0, 1), Block(2, 3, "header", place=Place("h", 0)), Block(4, 5, place=Place("b", 3, page=2)))
    places = Places(blocks)
    assert [(places.number(at), places.words(at)) for at in (2, 4)] == [(None, "页眉"), (2, "第2段（第2页）")]
    assert (Places(()).number(0), Places(()).words(0)) == (None, "")


@pytest.mark.parametrize(
    ("words", "expected"), [("走访", (3, "第3行")), ("投资", (7, "表1第2行第1列")), ("县水利局", (1, "第1行"))]
)
def test_of_plain_text_lines_count(words, expected):
    assert where(read_bytes(MARKDOWN, "总结.md"), words) == expected


def test_all_that_people_read_says_the_same(run, tmp_path):
    path = tmp_path / "总结.docx"
    path.write_bytes(WORD)
    report = zongjie.analyze(path)
    expected = ["表1第2行第2列", "第3段", "第3段", "第5段"]
    assert [one.where for one in blanks(report)] == expected
    assert set(expected) <= {one.where for one in faults(report, zongjie.check(report), {})}
    concise = run("check", path, "--select", "ZJ1", "--format", "concise").out.splitlines()
    assert concise[0].startswith(f"{path}: ZJ101 表1第2行第2列：")
    assert [line.removeprefix(f"{path}:").split(" ")[0] for line in concise[1:]] == ["3:", "3:", "5:"]
    full = run("check", path, "--select", "ZJ1").out
    assert f"{path}:表1第2行第2列: ZJ101" in full
    assert f"{path}:5: ZJ104" in full
    page = run("check", path, "--format", "html").out
    assert "<small>表1第2行第2列</small>" in page
    assert "<small>第5段</small>" in page
    run("kpi", path, "-o", tmp_path / "指标.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "指标.xlsx")["指标明细"]
    titles = [one.value for one in sheet[1]]
    assert {one[titles.index("位置")].value for one in sheet.iter_rows(min_row=2)} == {"表1第2行第2列", "第3段"}
