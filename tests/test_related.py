"""Other places that a finding is about: each kind of output for people shows them."""

import io

from word import p, word
from zongjie.document import Place, Source, from_text
from zongjie.reading.word.package import Package
from zongjie.report import Finding, Related, Report
from zongjie.writing import html
from zongjie.writing.console import Screen, show_findings
from zongjie.writing.word.annotate import annotate

TEXT = "甲\n全年培训12次。\n其间培训14次，其余略去不计，所有其他情况均按上年口径统计，不再另行说明。"
OWN = Related("收/甲.txt", 7, 10, "12次")
OTHER = Related("收/乙.txt", 0, 60, "其他单位的一段\n" * 6)


def finding(*related: Related) -> Finding:
    place = Place("text", 2)
    return Finding("ZJ304", "x", "warning", "前后不一", 15, 18, "14次", None, place, "收/甲.txt", "", related)


def report() -> Report:
    made = from_text(TEXT, Source("收/甲.txt"))
    return Report(made.source, None, None, None, TEXT, made.blocks, (), (), (), (), (), ())


def test_on_the_screen_with_its_paragraph_where_that_is_known() -> None:
    out = io.StringIO()
    show_findings(Screen(out), report(), [finding(OWN, OTHER)], {})
    lines = [line.strip() for line in out.getvalue().splitlines() if "另见" in line]
    assert lines == ["另见：收/甲.txt:2: “12次”", "另见：收/乙.txt: “其他单位的一段 其他单位的一段 其他单位的一段 …”"]


def test_on_the_page() -> None:
    page = html.page(report(), [finding(OWN)])
    assert '<p class="related">另见：收/甲.txt:2: “12次”</p>' in page
    assert 'class="related"' not in html.page(report(), [finding()])


def test_in_the_comment() -> None:
    data = word(p(TEXT.replace("\n", "")))
    marked = annotate(data, [finding(OWN, OTHER, OWN, OWN)], {"ZJ304": "请核对。"})
    package = Package(marked)
    comments = package.xml("word/comments-zongjie.xml")
    texts = ["".join(one.itertext()) for one in comments[1]]
    assert texts == [
        "警告 ZJ304：前后不一", "另见：“12次”", "另见：收/乙.txt: “其他单位的一段 其他单位的一段 其他单位的一段 …”",
        "另见：“12次”", "改法：请核对。",
    ]  # fmt: skip
