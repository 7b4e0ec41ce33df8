"""The HTML page: nothing of a text is lost, marks nest, links lead somewhere, nothing foreign gets in."""

import hashlib
import re
import subprocess
import sys
from base64 import b64encode
from html.parser import HTMLParser
from importlib import resources

import lxml.html
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import zongjie
from test_cli import BLANK, CLEAN
from zongjie.checks import RULES
from zongjie.cli import main
from zongjie.document import Block, Cell, Document, Place, Source, from_text
from zongjie.errors import DocumentError
from zongjie.report import Finding, Metric, OutlineNode, Placeholder, Report, Section
from zongjie.writing import html

VOID = {"meta", "input", "br"}
VISIBLE = {code: 0x2400 + code for code in range(32) if not chr(code).isspace()} | {0x7F: 0x2421}
LETTERS = st.sampled_from("甲乙丙12*<>&\"'{} \u3000\t\0\x1b\u200b𠮷")
HOSTILE = "\"><script>alert(1)</script>'&{{ 7 * 7 }}"


class Nesting(HTMLParser):
    """Fails where an end tag does not close the element that was opened last."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag, attrs):
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def parsed(page: str) -> lxml.html.HtmlElement:
    """The page as a tree, after the checks that every page has to pass."""
    nesting = Nesting()
    nesting.feed(page)
    assert nesting.open == []
    tree = lxml.html.document_fromstring(page)
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert set(tree.xpath("//@href")) <= {f"#{one}" for one in ids}
    return tree


def squeezed(text: str) -> str:
    return "".join(text.split())


def finding(text: str, start: int, end: int, severity: str = "error", rule: str = "ZJ101", message: str = "有问题"):
    return Finding(rule, "", severity, message, start, end, text[start:end], None, Place("text", 0), "甲.txt", "")


def metric(text: str, start: int, end: int) -> Metric:
    quote = text[start:end]
    names = None, None, None, None, None, None, None
    return Metric(start, end, quote, None, None, 1, "次", "次", "exact", "missing", "actual", *names, "")


@st.composite
def reports(draw) -> tuple[Report, list[Finding]]:
    """Reports on random paragraphs, tables and notes, whose marks nest and cross at random."""
    cell = st.builds(Cell, st.integers(0, 1), *[st.integers(0, 3)] * 2, *[st.integers(1, 3)] * 2, st.booleans())
    cells = sorted(draw(st.lists(cell, max_size=6)))
    kinds = draw(st.lists(st.sampled_from(["paragraph", "textbox", "footnote", "header"]), max_size=6))
    order = draw(st.permutations([*("cell" for _ in cells), *kinds]))
    text, blocks = "", []
    for kind in order:
        line = draw(st.text(LETTERS, min_size=1, max_size=12).filter(lambda line: not line.isspace()))
        place = Place("text", draw(st.integers(0, 2)))
        held = cells.pop(0) if kind == "cell" else None
        blocks.append(Block(len(text), len(text) + len(line), kind, None, place, 0, False, held))
        text += line + "\n" * draw(st.integers(1, 2))
    inside = [at for block in blocks for at in range(block.start, block.end)]
    ends = [at + 1 for at in inside]
    place = st.tuples(st.sampled_from(inside), st.sampled_from(ends)).filter(lambda one: one[0] < one[1])
    ranges = st.lists(place, max_size=5).map(sorted) if inside else st.just([])
    cuts = sorted(draw(st.sets(st.sampled_from(inside), max_size=6))) if inside else []
    roles = st.sampled_from(["overview", "problems", None])
    levels = st.integers(1, 7)
    report = Report(
        source=Source("甲.txt"),
        title=draw(st.sampled_from([None, text[:4]])),
        organization=None,
        year=None,
        text=text,
        blocks=tuple(blocks),
        outline=tuple(OutlineNode(*one, draw(levels), "一、", "标题") for one in dict(draw(ranges)).items()),
        sections=tuple(Section(a, b, draw(roles), "", 1, "") for a, b in zip(cuts[::2], cuts[1::2], strict=False)),
        items=(),
        placeholders=tuple(Placeholder(*one, "", "figure", None, "") for one in draw(ranges)),
        metrics=tuple(metric(text, *one) for one in draw(ranges)),
        initiatives=(),
    )
    severities = st.sampled_from(["error", "warning", "info"])
    whole = [finding(text, 0, 0)] * draw(st.integers(0, 1))
    return report, [*whole, *(finding(text, *one, draw(severities)) for one in draw(ranges))]


@settings(deadline=None, max_examples=300, suppress_health_check=[HealthCheck.too_slow])
@given(reports())
def test_the_text_is_whole_and_marks_cover_their_ranges(case):
    report, found = case
    tree = parsed(html.page(report, found))
    shown = report.text.translate(VISIBLE)
    assert squeezed(tree.find_class("text")[0].text_content()) == squeezed(shown)
    for number, one in enumerate(found, 1):
        pieces = tree.xpath(f"//mark[contains(concat(@data-notes, ' '), 'n-{number} ')]")
        assert squeezed("".join(piece.text_content() for piece in pieces)) == squeezed(shown[one.start : one.end])
        assert tree.get_element_by_id(f"n-{number}").text_content().split()[0] == one.message
    for name, spans in (("m", report.metrics), ("b", report.placeholders), ("o", report.outline)):
        for one in spans:
            first = tree.get_element_by_id(f"{name}-{one.start}").text_content()
            assert shown.startswith(first, one.start)


def analysed(document: Document) -> tuple[Report, list[Finding]]:
    report = zongjie.analyze(document)
    return report, zongjie.check(report)


def document(*lines: tuple[str, str, Cell | None], **source: object) -> Document:
    """A document of (text, kind, cell)."""
    blocks, position = [], 0
    for number, (line, kind, cell) in enumerate(lines):
        place = Place("text", number, page=2)
        blocks.append(Block(position, position + len(line), kind, None, place, 0, False, cell))
        position += len(line) + 1
    return Document("\n".join(line for line, _, _ in lines), tuple(blocks), Source("子目录/总结.doc", **source))


def paragraphs(*lines: str, kind: str = "paragraph") -> list[tuple[str, str, None]]:
    return [(line, kind, None) for line in lines]


def test_paragraphs_stand_in_their_sections_as_headings_and_text():
    lines = (
        "第一支部2025年工作总结",
        "一、工作回顾",
        "（一）学习培训。全年开展培训12次。",
        "二、存在的问题",
        "　　学习不深入。",
    )
    area = parsed(html.page(*analysed(document(*paragraphs(*lines))))).find_class("text")[0]
    assert area.xpath("p/@class") == ["title"]
    assert area.xpath("section/@aria-label") == ["成效", "问题"]
    assert area.xpath("section/h3/span/@id") == ["o-14", "o-40"]
    assert area.xpath("section[1]/p/span[@class='heading']/text()") == ["（一）学习培训。"]
    assert area.xpath("section[1]//span[@class='metric']/@title") == [
        "指标：培训\n数值：12次\n单位：次\n性质：完成\n时段：2025-01-01 至 2025-12-31"
    ]
    assert area.xpath("section[2]/p/@class") == ["spaced"]


def test_a_section_that_begins_inside_a_line_gets_its_own_paragraph():
    report = zongjie.analyze(from_text("工作总结：完成任务。二、问题：学习不深。", Source("甲.txt")))
    cut = report.text.index("二、")
    roles = Section(0, cut, "achievements", "", 1, ""), Section(cut, len(report.text), "problems", "", 1, "")
    area = parsed(html.page(report._replace(sections=roles, outline=()), [])).find_class("text")[0]
    assert [one.text_content() for one in area.xpath("section/p")] == [report.text[:cut], report.text[cut:]]


def test_tables_come_back_with_their_spans_heads_and_gaps():
    rows = [
        ("指标", Cell(0, 0, 0, 2, 1, True)), ("完成情况", Cell(0, 0, 1, 1, 2, True)),
        ("计划", Cell(0, 1, 1, header=True)), ("实际", Cell(0, 1, 2, header=True)),
        ("培训", Cell(0, 2, 0, 9)), ("12次", Cell(0, 2, 2)), ("说明", Cell(0, 3, 1)), ("第二段", Cell(0, 3, 1)),
        ("内层", Cell(1, 0, 0)), ("外层", Cell(0, 3, 2)),
    ]  # fmt: skip
    area = parsed(html.page(*analysed(document(*((text, "cell", cell) for text, cell in rows))))).find_class("text")[0]
    table = area.find(".//table")
    shape = [
        [(cell.tag, cell.get("rowspan"), cell.get("colspan"), squeezed(cell.text_content())) for cell in row]
        for part in table
        for row in part
    ]
    assert [part.tag for part in table] == ["thead", "tbody"]
    assert shape == [
        [("th", "2", None, "指标"), ("th", None, "2", "完成情况")],
        [("th", None, None, "计划"), ("th", None, None, "实际")],
        [("td", "2", None, "培训"), ("td", None, None, ""), ("td", None, None, "12次")],
        [("td", None, None, "说明第二段内层"), ("td", None, None, "外层")],
    ]
    assert [cell.text_content().strip() for cell in area.xpath(".//table//table//td")] == ["内层"]


def test_a_table_made_to_do_harm_stays_small():
    cells = [("起", Cell(0, 0, 0)), ("止", Cell(0, 2000, 10**9, 10**9, 10**9))]
    report = zongjie.analyze(document(*((text, "cell", cell) for text, cell in cells)))
    assert len(html.page(report, [])) < 10**6


def test_notes_and_text_boxes_are_groups_of_their_own():
    lines = [
        *paragraphs("一、工作成效", "开展培训12次。"), *paragraphs("先进集体", "光荣榜", kind="textbox"),
        *paragraphs("注一", kind="footnote"), *paragraphs("注二", kind="endnote"),
        *paragraphs("某某局", kind="header"), *paragraphs("— 1 —", kind="footer"),
    ]  # fmt: skip
    report = zongjie.analyze(document(*lines))
    body = Section(0, report.text.index("注一") - 1, "achievements", "", 1, "")
    area = parsed(html.page(report._replace(sections=(body,)), [])).find_class("text")[0]
    assert area.xpath("section/@aria-label") == ["成效", "脚注", "尾注", "页眉", "页脚"]
    assert [one.text_content() for one in area.xpath("section/section[@aria-label='文本框']/p")] == [
        "先进集体",
        "光荣榜",
    ]


def test_findings_of_one_place_share_a_mark_and_those_of_one_rule_a_remedy():
    report = zongjie.analyze(from_text(BLANK, Source("甲.txt")))
    at = BLANK.index("*")
    found = [
        finding(BLANK, 0, 0, "warning", "ZJ201", "缺一部分"),
        finding(BLANK, at, at + 1, "info", "ZJ999", "提示在此"),
        finding(BLANK, at, at + 1, "error", "ZJ101", "缺数字"),
        finding(BLANK, at, at + 2, "error", "ZJ101", "缺数字和单位"),
    ]
    tree = parsed(html.page(report, found, RULES))
    mark = tree.get_element_by_id(f"f-{at}-{at + 1}")
    assert mark.get("class") == "finding error"
    assert [badge.get("data-number") for badge in mark.find_class("badge")] == ["3", "2"]
    assert [(kind.get("data-rule"), kind.xpath(".//li/@value")) for kind in tree.find_class("kind")] == [
        ("ZJ101", ["3", "4"]),
        ("ZJ201", ["1"]),
        ("ZJ999", ["2"]),
    ]
    assert [one.text for one in tree.find_class("remedy")] == [
        f"改法：{RULES[one].remedy}" for one in ("ZJ101", "ZJ201")
    ]
    assert not tree.get_element_by_id("n-1").xpath("a")
    assert tree.xpath("//form/label[@class]/input/@value") == ["error", "warning", "info"]


def test_how_the_text_came_to_be_is_said():
    lines = paragraphs("一、工作成效", "走访**户。")
    tree = parsed(html.page(*analysed(document(*lines, converter="LibreOffice", review=True))))
    assert [one.text.split("，")[0] for one in tree.xpath("//p[@class='caution']")] == [
        "由 LibreOffice 转换",
        "部分文字由图片识别得来",
    ]
    assert "第2行（第2页）" in tree.find_class("kind")[0].text_content()
    assert not parsed(html.page(*analysed(document(*lines)))).xpath("//p[@class='caution']")


def test_what_a_document_says_is_never_markup():
    report, found = analysed(from_text(f"一、工作成效\n走访{HOSTILE}**户。", Source(HOSTILE)))
    failure = DocumentError("empty", HOSTILE).failure(HOSTILE)
    tree = parsed(html.pages([(report, found), failure]))
    assert len(tree.xpath("//script")) == 1
    assert "{{ 7 * 7 }}" in tree.find_class("text")[0].text_content()
    assert HOSTILE in tree.find_class("facts")[0].text_content()
    assert tree.find_class("failures")[0].text_content().count(HOSTILE) == 2


def test_the_page_may_load_nothing_and_run_only_what_it_brings():
    page = html.page(*analysed(from_text(BLANK, Source("甲.txt"))))
    tree = parsed(page)
    policy = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    digests = {
        name: b64encode(hashlib.sha256(tree.find(f".//{name}").text.encode()).digest()).decode()
        for name in ("style", "script")
    }
    assert policy == (
        f"default-src 'none'; style-src 'sha256-{digests['style']}'; script-src 'sha256-{digests['script']}'; "
        "base-uri 'none'; form-action 'none'"
    )
    assert not tree.xpath("//@src | //@style | //@onclick | //link")
    assert not re.search(r"url\(|@import|https?:", page)


def test_several_documents_have_an_index_and_failures_their_remedy():
    results = [analysed(from_text(text, Source(name))) for text, name in ((CLEAN, "甲.txt"), (BLANK, "乙.txt"))]
    failure = DocumentError("truncated").failure("坏.docx")
    tree = parsed(html.pages([results[0], failure, results[1]], RULES))
    assert [(link.get("href"), link.text) for link in tree.xpath("//section[@class='index']//a")] == [
        ("#d1-document", "第一党支部2025年工作总结"),
        ("#d2-document", "第一党支部2025年工作总结"),
    ]
    assert tree.xpath("//article/@id") == ["d1-document", "d2-document"]
    at = BLANK.index("*")
    assert tree.get_element_by_id("d2-n-1").xpath("a/@href") == [f"#d2-f-{at}-{at + 1}"]
    assert all(words in tree.find_class("failures")[0].text_content() for words in failure[0::5])
    assert html.pages([failure]).count("没有读出任何文档") == 1


def test_the_same_values_give_the_same_page_also_as_a_file(tmp_path):
    report, found = analysed(from_text(BLANK, Source("甲.txt")))
    html.write(tmp_path / "新" / "页.html", report, found, RULES)
    assert (tmp_path / "新" / "页.html").read_bytes() == html.page(report, found, RULES).encode()


@pytest.mark.parametrize(("names", "code", "titles"), [(["甲", "乙", "坏"], 2, 2), (["乙"], 1, 1), (["甲"], 0, 1)])
def test_on_the_command_line(tmp_path, capsys, names, code, titles):
    texts = {"甲": CLEAN, "乙": BLANK, "坏": ""}
    for name in names:
        (tmp_path / f"{name}.txt").write_text(texts[name], "utf-8")
    with pytest.raises(SystemExit) as ended:
        main(["check", str(tmp_path), "--format", "html"])
    assert ended.value.code == code
    tree = parsed(capsys.readouterr().out)
    assert len(tree.xpath("//article")) == titles
    assert [one.text for one in tree.xpath("//section[@class='failures']//b")] == [
        str(tmp_path / "坏.txt") for name in names if name == "坏"
    ]


def test_what_pages_need_loads_only_for_a_page(tmp_path):
    (tmp_path / "甲.txt").write_text(CLEAN, "utf-8")
    code = "import sys, zongjie.writing.html; print('jinja2' in sys.modules)"
    assert subprocess.check_output([sys.executable, "-c", code], text=True) == "False\n"
    code = "import sys, zongjie.cli; sys.exit = print; zongjie.cli.main(); print('zongjie.writing.html' in sys.modules)"
    command = [sys.executable, "-c", code, "check", str(tmp_path / "甲.txt")]
    assert subprocess.check_output(command, text=True).endswith("\nFalse\n")


def _luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    digits = digits if len(digits) == 6 else "".join(one * 2 for one in digits)
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_every_text_stands_out_from_its_ground():
    style = (resources.files(html) / "templates" / "page.css").read_text("utf-8")
    colours: dict[str, set[str]] = {}
    for name, colour in re.findall(r"--([\w-]+): (#[0-9a-f]{3,6})", style):
        colours.setdefault(name, set()).add(colour)
    tints = [name for name in colours if name.endswith("tint")]
    pairs = [("ink", ground) for ground in ("paper", "desk", *tints)]
    pairs += [(name, ground) for name in ("soft", "link") for ground in ("paper", "desk")]
    pairs += [(name, "paper") for name in ("error", "warning", "info", "role")]
    for name, ground in pairs:
        for one in colours[name]:
            for other in colours[ground]:
                low, high = sorted((_luminance(one), _luminance(other)))
                assert (high + 0.05) / (low + 0.05) >= 4.5, (name, one, ground, other)
