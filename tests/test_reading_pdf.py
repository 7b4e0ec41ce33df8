"""PDF files as offices print them, as scanners make them, and as nobody should."""

import io
import json
import re
import socket
import subprocess
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import tables
from conftest import ROOT, needs
from hostile_pdf import GOOD, READ, REFUSED, SENTENCE, TEXT, objects, pictured
from printed import by_chromium, by_libreoffice, official, page
from zongjie.document import Cell, Document, Source, from_text
from zongjie.errors import DocumentError
from zongjie.reading.printed import margins, ocr, pdf
from zongjie.reading.printed.lines import Line, joined, rows, usual
from zongjie.reading.printed.paragraphs import Frame, Printed, habits, paragraphs
from zongjie.reading.printed.sheet import Sheet
from zongjie.running.analyze import analyze

SAMPLES = ("ju-jiguan", "xuexiao")
GRID = [["项目", "计划", "完成"], ["培训（期）", "12", "14"], ["走访群众（人次）", "300", "**"]]
STYLES = {
    "indented": "p{text-indent:2em;margin:0;text-align:justify;font-size:21px;line-height:1.8}h1{text-align:center}",
    "apart": "p{line-height:1.6}",
}


def read(data: bytes) -> Document:
    return pdf.read(data, Source("总结.pdf", "application/pdf"))


def sample(name: str) -> list[str]:
    lines = (ROOT / "corpus" / "samples" / f"{name}.txt").read_text("utf-8").split("\n")
    return [line.strip() for line in lines if line.strip()]


def share(wanted: list[str], document: Document) -> float:
    got = document.text.split("\n")
    return sum(1 for text in wanted if text in got) / len(wanted)


def found(document: Document) -> tuple[list[tuple[str, str]], list[tuple[object, ...]]]:
    report = analyze(document)
    placeholders = [(one.text, one.kind) for one in report.placeholders]
    return placeholders, [(one.text, one.value, one.unit, one.status, one.indicator) for one in report.metrics]


@pytest.fixture
def without_ocr(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "is_installed", lambda: False)


@pytest.mark.parametrize("name", SAMPLES)
def test_the_official_layout_comes_back(name: str, tmp_path: Path) -> None:
    needs("soffice")
    title, *body = sample(name)
    document = read(by_libreoffice(official([title], body * 2, GRID, "内部资料　注意保存"), tmp_path))
    wanted = [title, *body * 2, *(text for row in GRID for text in row)]
    assert share(wanted, document) >= 0.95
    assert document.blocks[-1].place.page >= 3
    assert found(document) == found(tables.document(GRID, before=[title, *body * 2]))
    assert "内部资料" not in document.text
    assert not re.search("— ?[0-9] ?—", document.text)


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("name", SAMPLES)
def test_a_web_page_comes_back(name: str, style: str, tmp_path: Path) -> None:
    needs("chromium")
    title, *body = sample(name)
    document = read(by_chromium(page(title, body, STYLES[style]), tmp_path))
    assert share([title, *body], document) >= 0.95
    assert found(document) == found(from_text("\n".join([title, *body]), Source("a")))


def test_title_numbers_signature_and_table(tmp_path: Path) -> None:
    needs("soffice")
    body = ["一、总体情况", "#第一项工作已经完成", "#第二项工作由于人手不足，" + "拖到年底才完成。" * 9]
    signed = ["××市××局办公室", "2026年1月5日"]
    document = read(
        by_libreoffice(official(["某某市某某局关于二〇二五年度", "工作的总结"], body + signed, GRID), tmp_path)
    )
    texts = document.text.split("\n")
    assert texts[0] == "某某市某某局关于二〇二五年度工作的总结"
    assert [text[:7] for text in texts[2:4]] == ["1.第一项工作", "2.第二项工作"]
    assert texts[4:6] == signed
    cells = [(one.cell, document.text[one.start : one.end]) for one in document.blocks if one.kind == "cell"]
    assert cells == [(Cell(0, r, c), text) for r, row in enumerate(GRID) for c, text in enumerate(row)]
    assert [one.place.paragraph for one in document.blocks] == list(range(len(texts)))


def test_merged_cells_are_read_once_and_hold_paragraphs(tmp_path: Path) -> None:
    needs("chromium")
    style = "table{border-collapse:collapse;width:100%}td{border:1px solid;text-align:center;padding:4px}"
    table = (
        "<table><tr><td rowspan=2>项目<td colspan=2>数量<tr><td>计划<td>完成"
        "<tr><td>走访群众（人次，含入户与电话回访两种方式的合计数）<td><td>**"
        "<tr><td colspan=3 style='text-align:left'>以上数字截至年底。<br>没有写完。</table><p>完。</p>"
    )
    document = read(by_chromium(page("总结", ["全校上下一心。"], style, table), tmp_path))
    assert [(one.cell and one.cell[1:5], document.text[one.start : one.end]) for one in document.blocks] == [
        (None, "总结"),
        (None, "全校上下一心。"),
        ((0, 0, 2, 1), "项目"),
        ((0, 1, 1, 2), "数量"),
        ((1, 1, 1, 1), "计划"),
        ((1, 2, 1, 1), "完成"),
        ((2, 0, 1, 1), "走访群众（人次，含入户与电话回访两种方式的合计数）"),
        ((2, 2, 1, 1), "**"),
        ((3, 0, 1, 3), "以上数字截至年底。"),
        ((3, 0, 1, 3), "没有写完。"),
        (None, "完。"),
    ]


def test_characters_come_back_whatever_the_font_calls_them(tmp_path: Path) -> None:
    needs("chromium")
    common = "".join(chr(code) for code in range(0x4E00, 0x9FA6) if in_gb2312(chr(code)))
    text = read(by_chromium(page("甲", [common]), tmp_path)).text
    assert set(common) <= set(text)


def in_gb2312(character: str) -> bool:
    try:
        return bool(character.encode("gb2312"))
    except UnicodeEncodeError:
        return False


def test_bold_is_told_by_the_font() -> None:
    block = read(objects(o9="<</Type/Font/Subtype/Type1/BaseFont/Helvetica-Bold>>")).blocks[0]
    assert block.bold
    assert not read(GOOD).blocks[0].bold


# What a reader sees on the paper, and nobody else does.


def sheet(number: int, *lines: tuple[str, float]) -> Sheet:
    placed = tuple(Line(text, 100, 100 + 12 * len(text), top, top + 12, 12) for text, top in lines)
    return Sheet(number, 595, 842, placed)


@pytest.mark.parametrize(
    "text",
    [
        "— 1 —",
        "-1-",
        "－ 12 －",
        "第 1 页 共 9 页",
        "第1页，共9页",
        "第一页",
        "1/9",
        "3",
        "iv",
        "· 5 ·",
        "第 3 页/共 9 页",
    ],
)
def test_a_page_number_is_no_text(text: str) -> None:
    kept = margins.without([sheet(1, ("正文", 200), ("1", 400), (text, 800))])
    assert [line.text for line in kept[0].lines] == ["正文", "1"]


@pytest.mark.parametrize("text", ["2023", "一、", "共9项", "5月", "1.5万元", "12次"])
def test_a_last_line_is_text(text: str) -> None:
    assert margins.without([sheet(1, ("正文", 200), (text, 800))])[0].lines[-1].text == text


def test_running_heads_go_and_what_differs_stays() -> None:
    sheets = [sheet(n, (f"工作总结 第 {n} 页", 40 + n % 2), (f"第{n}章", 70), ("同样的话", 300)) for n in range(1, 5)]
    assert [line.text for line in margins.without(sheets)[1].lines] == ["同样的话"]
    assert margins.without(sheets[:1]) == sheets[:1]


def test_type_that_is_raised_or_doubled_or_far_apart() -> None:
    def at(text: str, x: float, top: float = 100.0, size: float = 10.0) -> Line:
        return Line(text, x, x + size, top, top + size, size)

    line = [at("平", 0), at("均", 10), at("均", 10.3), at("值", 20), at("2", 30, 98, 6), at("率", 60), at("次", 70)]
    assert [one.text for one in rows([at("下", 0, 115), *line])] == ["平均值2 率次", "下"]
    assert joined(["引进ISO", "9001标准，", "共2", "项"]) == "引进ISO 9001标准，共2项"


@given(st.text())
def test_what_fonts_stand_for_characters_is_one_for_one(text: str) -> None:
    made = usual(text)
    assert usual(made) == made
    assert not re.search("[\u2f00-\u2fd5\ue000\u00ad\x00]", made.replace("\ue000", ""))
    kept = "".join(one for one in text if unicodedata.category(one) not in ("Cc", "Cs", "Cf"))
    assert len(kept) <= len(made) + text.count("\u00ad") + 3 * len(re.findall("[\ufb00-\ufb06]", text))


WIDTH, SIZE, PER_PAGE = 28, 16.0, 9
CHARACTERS = st.text("工作总结完成情况年度重点推进落实，。", min_size=1, max_size=120).filter(
    lambda text: not re.search("^[，。]|[，。]{2}", text)
)


def typeset(texts: list[str]) -> list[Printed]:
    """The texts in lines of 28 characters, first lines indented by two, with marks that hang over the edge."""
    lines: list[tuple[int, str]] = []
    for text in texts:
        indent = 2
        while text:
            length = WIDTH - indent
            while length < len(text) and text[length] in "，。":
                length += 1
            lines.append((indent, text[:length]))
            text, indent = text[length:], 0
    printed = []
    for number, (indent, text) in enumerate(lines):
        x0, top = 80 + indent * SIZE, 100 + number % PER_PAGE * 29.0
        line = Line(text, x0, x0 + len(text) * SIZE, top, top + SIZE, SIZE)
        printed.append(Printed(number // PER_PAGE, Frame(80, 80 + WIDTH * SIZE), line))
    return printed


@settings(deadline=None)
@given(st.lists(CHARACTERS, max_size=4))
def test_paragraphs_come_back_from_their_lines(texts: list[str]) -> None:
    texts = ["一年来的各项工作" * 9, "二月里的各项工作" * 9, *texts]
    lines = typeset(texts)
    again = paragraphs(lines, habits(lines))
    assert [joined(one.line.text for one in group) for group in again] == texts


# Bad input: a document or a coded failure, and soon.


@pytest.mark.usefixtures("without_ocr")
@pytest.mark.parametrize("name", REFUSED)
def test_each_kind_gives_its_own_failure(name: str, capfd: pytest.CaptureFixture[str]) -> None:
    make, code = REFUSED[name]
    with pytest.raises(DocumentError) as caught:
        read(make())
    assert caught.value.code == code
    assert capfd.readouterr() == ("", "")


@pytest.mark.usefixtures("without_ocr")
@pytest.mark.parametrize("name", READ)
def test_odd_files_are_read(name: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert read(READ[name]()).text == SENTENCE
    assert capfd.readouterr() == ("", "")


def test_a_failure_names_the_page() -> None:
    with pytest.raises(DocumentError) as caught:
        read(REFUSED["坏字节"][0]())
    assert caught.value.place == "第 1 页"


@pytest.mark.usefixtures("without_ocr")
@settings(deadline=None)
@given(st.integers(min_value=5, max_value=len(GOOD) - 1))
def test_any_truncation_is_told_or_harmless(length: int) -> None:
    attempt(GOOD[:length], lambda text: text == SENTENCE)


@pytest.mark.usefixtures("without_ocr")
@settings(deadline=None)
@given(st.integers(min_value=5, max_value=len(GOOD) - 1), st.integers(min_value=1, max_value=255))
def test_a_flipped_byte_gives_a_document_or_a_coded_failure(at: int, mask: int) -> None:
    attempt(GOOD[:at] + bytes([GOOD[at] ^ mask]) + GOOD[at + 1 :], bool)


@pytest.mark.usefixtures("without_ocr")
@settings(deadline=None)
@given(st.binary(max_size=300))
def test_bytes_between_head_and_tail_give_a_coded_failure(data: bytes) -> None:
    attempt(b"%PDF-1.7\n" + data + b"\nstartxref\n9\n%%EOF", lambda text: False)


def attempt(data: bytes, lawful: Callable[[str], bool]) -> None:
    try:
        document = read(data)
    except DocumentError:
        return
    assert lawful(document.text)


@pytest.mark.parametrize(("password", "code"), [("DocumentOpen", "pdf-password"), ("Permission", None)])
def test_a_password_to_open_is_told_and_one_to_change_does_no_harm(
    password: str, code: str | None, tmp_path: Path
) -> None:
    needs("soffice")
    key = "EncryptFile" if code else "RestrictPermissions"
    options = {key: {"type": "boolean", "value": "true"}, f"{password}Password": {"type": "string", "value": "x"}}
    data = by_libreoffice(official(["总结"], ["全年开展主题党日12次。"]), tmp_path, json.dumps(options))
    assert b"/Encrypt" in data
    if code is None:
        assert read(data).text == "总结\n全年开展主题党日12次。"
        return
    with pytest.raises(DocumentError) as caught:
        read(data)
    assert caught.value.code == code


# Scans.


def scanned(data: bytes, folder: Path, slant: float = 0.0, turn: int = 0) -> bytes:
    """The PDF ``data`` as a scanner would hand it back: pictures of its pages, at a slant, turned by degrees."""
    from PIL import Image

    needs("pdftoppm")
    (folder / "in.pdf").write_bytes(data)
    subprocess.run(["pdftoppm", "-r", "200", "-gray", "-png", folder / "in.pdf", folder / "page"], check=True)
    pictures = []
    for path in sorted(folder.glob("page*.png")):
        with Image.open(path) as picture:
            pictures.append(picture.rotate(slant, fillcolor=255).rotate(turn, expand=True))
    buffer = io.BytesIO()
    pictures[0].save(buffer, "PDF", save_all=True, append_images=pictures[1:], resolution=200)
    return buffer.getvalue()


SCANNED = [
    "主要工作",
    "全年开展主题党日12次，走访群众300人次，帮扶资金120万元，完成率为98.5%，"
    + "各项任务都已按期完成，" * 3
    + "群众比较满意。",
]


@pytest.mark.parametrize(("slant", "turn"), [(0.6, 0), (0.0, 180), (0.0, 90)])
def test_a_scan_is_read_without_the_network(
    slant: float, turn: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    needs("soffice")
    pytest.importorskip("rapidocr")
    data = scanned(by_libreoffice(official(["某局工作总结"], SCANNED), tmp_path), tmp_path, slant, turn)

    def refuse(*_: object) -> None:
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    ocr._engine.cache_clear()
    document = read(data)
    assert document.text.split("\n") == ["某局工作总结", *SCANNED]
    assert document.source.review
    assert re.fullmatch(r"rapidocr \d+\.\d+\.\d+", document.source.converter or "")
    assert capfd.readouterr() == ("", "")


def test_marks_beside_chinese_are_of_full_width() -> None:
    assert ocr._normal("(一)ＡＢ１２％,共3:2,占(5)%;(含A,B)") == "（一）AB12％，共3:2，占（5)%;（含A,B)"


@pytest.mark.usefixtures("without_ocr")
def test_a_scan_says_how_it_can_be_read() -> None:
    with pytest.raises(DocumentError, match=r"扫描件.*提交 Word 文件.*pip install 'zongjie\[ocr\]'") as caught:
        read(pictured(""))
    assert caught.value.code == "scan"


@pytest.mark.usefixtures("without_ocr")
def test_pages_of_text_are_read_beside_pictures() -> None:
    document = read(pictured("", TEXT))
    assert (document.text, document.source.review, document.source.converter) == (SENTENCE, True, None)
    assert document.blocks[0].place.page == 2


@pytest.mark.usefixtures("without_ocr")
def test_text_laid_over_a_picture_is_to_be_reviewed() -> None:
    document = read(pictured(TEXT))
    assert (document.text, document.source.review) == (SENTENCE, True)


@pytest.mark.usefixtures("without_ocr")
def test_a_font_without_characters_is_no_text() -> None:
    data = objects(
        "BT /F 12 Tf 72 700 Td <0001000200030004> Tj ET",
        o9="<</Type/Font/Subtype/Type0/BaseFont/S/Encoding/Identity-H/DescendantFonts[11 0 R]>>",
        o11="<</Type/Font/Subtype/CIDFontType2/BaseFont/S/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)>>>>",
    )
    with pytest.raises(DocumentError) as caught:
        read(data)
    assert caught.value.code == "scan"
