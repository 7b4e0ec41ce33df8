"""Web pages and web archives: what a browser shows, block by block."""

import html
from base64 import b64encode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zongjie.document import Block, Document, Place
from zongjie.errors import DocumentError
from zongjie.reading import read_bytes


def opened(page: str, name: str = "总结.html") -> Document:
    return read_bytes(page.encode(), name)


def lines(document: Document) -> list[str]:
    """The texts of the blocks, after checks that hold for every document."""
    found = [document.text[block.start : block.end] for block in document.blocks]
    assert "\n".join(found) == document.text
    return found


def blocks(page: str) -> list[Block]:
    return list(opened(page).blocks)


SHOWN = {
    "paragraphs": ("<p>甲<p>乙</p>丙<div>丁<section>戊</section></div>", "甲|乙|丙|丁|戊"),
    "inline elements": ("<p>完<b>成</b><span>12</span><a href=x>次</a></p>", "完成12次"),
    "line break": ("<p>甲<br>乙<br/><br>丙</p>", "甲|乙|丙"),
    "blanks": ("<p>  甲 \t 乙  </p>", "甲 乙"),
    "a line wrapped between Chinese characters": ("<p>完成\n  投资\n12 万元\nok\nok</p>", "完成投资 12 万元 ok ok"),
    "a line wrapped at an element": ("<p>完成\n<b>投资</b></p>", "完成投资"),
    "no-break blanks stay, as a gap may be a blank to fill": ("<p>收缴&nbsp;&nbsp;&#160;万元</p>", "收缴   万元"),
    "entities": ("<p>&lt;甲&gt;&amp;&#20057;&#x4E19;&mdash;</p>", "<甲>&乙丙—"),
    "preformatted": ("<pre>甲  乙\n丙\n\n丁</pre>", "甲  乙|丙|丁"),
    "what is not shown": (
        "<title>题</title><style>p{}</style><script>x()</script><noscript>无</noscript><template>模</template>"
        "<p hidden>藏</p><p style='DISPLAY: none'>藏<b>藏</b></p>尾<span style='mso-hide:all'>藏</span>巴",
        "尾巴",
    ),
    "a table that is not shown": ("<table hidden><tr><td>1<td>2</table><ol style='display:none'><li>3</ol>甲", "甲"),
    "deleted text, ruby": ("<p>甲<del>乙</del><ruby>党<rp>(</rp><rt>dǎng</rt></ruby></p>", "甲党"),
    "comments": ("<!-- 甲 --><p>乙<!-- 丙 --><![if !vml]>丁<![endif]></p>", "乙丁"),
    "ordered list": ("<ol><li>甲<li>乙</ol>", "1. 甲|2. 乙"),
    "start and value": ("<ol start=3><li>甲<li value=9>乙<li>丙</ol>", "3. 甲|9. 乙|10. 丙"),
    "types": (
        "<ol type=a start=26><li>甲<li>乙</ol><ol type=I start=4><li>丙</ol><ol type=A><li>丁</ol>",
        "z. 甲|aa. 乙|IV. 丙|A. 丁",
    ),
    "style of a list": (
        "<ol style='list-style-type:lower-roman'><li>甲</ol><ol style='list-style: none'><li>乙</ol>",
        "i. 甲|乙",
    ),
    "nested lists": ("<ol><li>甲<ol><li>乙</ol><li><p>丙</ol>", "1. 甲|1. 乙|2. 丙"),
    "unordered list, and items that stand nowhere": ("<ul><li>甲</ul><li>乙", "甲|乙"),
    "an item without text": ("<ol><li></li><li>甲</ol>乙", "2. 甲|乙"),
    "numbers that Word saved": (
        "<p><![if !supportLists]><span style='mso-list:Ignore'>（一）<span style='font:7.0pt'>&nbsp; </span></span>"
        "<![endif]>党建</p><p><span style='mso-list:Ignore'>1.<span>&nbsp;</span></span>5次</p>",
        "（一）党建|1. 5次",
    ),
    "bullets that Word saved": (
        "<p><span style='font-family:Wingdings'><span style='mso-list:Ignore'>l</span></span>甲</p>",
        "甲",
    ),
}


@pytest.mark.parametrize(("page", "shown"), SHOWN.values(), ids=SHOWN)
def test_the_text_is_what_a_browser_shows(page, shown):
    assert lines(opened(page)) == shown.split("|")


def test_headings_give_levels_and_bold_is_told():
    page = "<h1>题</h1><h3>目</h3><p style='mso-outline-level:2'>纲</p><p><b>粗</b> <strong>字</strong></p>"
    page += "<p><b>半</b>粗</p><p style='font-weight:700'>粗</p><b>粗<span style='font-weight:normal'>细</span></b>"
    assert [block.level for block in blocks(page)] == [1, 3, 2, 0, 0, 0, 0]
    assert [block.bold for block in blocks(page)] == [True, True, False, True, False, True, False]


def test_the_label_is_part_of_the_text():
    (block,) = blocks("<ol><li>甲</ol>")
    assert (block.label, block.start, block.end) == ("1.", 0, 4)


def test_places_count_the_paragraphs_that_are_seen_and_go_on_after_a_line_break():
    found = blocks("<p>甲乙<br>丙</p><p>&nbsp;</p><p>丁</p>")
    assert [block.place for block in found] == [
        Place("html", 0, None, 0),
        Place("html", 0, None, 3),
        Place("html", 1, None, 0),
    ]


def test_the_title_is_words_own():
    assert opened("<title>不是</title><p class='MsoTitle x'>总结</p><p class=MsoTitle>副题</p>").title == "总结"


TABLES = {
    "rows and columns": ("<tr><td>1<td>2<tr><td>3<td>4", [(0, 0, 1, 1), (0, 1, 1, 1), (1, 0, 1, 1), (1, 1, 1, 1)]),
    "spans": (
        "<tr><td rowspan=2>1<td colspan=2>2<tr><td>3<td>4<tr><td>5",
        [(0, 0, 2, 1), (0, 1, 1, 2), (1, 1, 1, 1), (1, 2, 1, 1), (2, 0, 1, 1)],
    ),
    "empty cells": ("<tr><td><td>1<tr><td>2<td>&nbsp;", [(0, 1, 1, 1), (1, 0, 1, 1)]),
    "spans beyond the table": (
        "<tr><td rowspan=99>1<td rowspan=0>2<tr><td>3",
        [(0, 0, 2, 1), (0, 1, 2, 1), (1, 2, 1, 1)],
    ),
    "cells in no row": ("<th>1<td rowspan=0>2", [(0, 0, 1, 1), (0, 1, 1, 1)]),
    "senseless spans": ("<tr><td colspan=x>1<td rowspan=-3>2", [(0, 0, 1, 1), (0, 1, 1, 1)]),
}


@pytest.mark.parametrize(("rows", "cells"), TABLES.values(), ids=TABLES)
def test_cells_know_where_they_stand(rows, cells):
    found = blocks(f"<p>前</p><table>{rows}</table>后")
    assert [block.cell[1:5] for block in found if block.cell] == cells
    assert [block.kind for block in found if not block.cell] == ["paragraph"] * 2


def test_rows_that_head_a_table():
    page = "<table><thead><tr><td>1<td>2<tbody><tr><th>3<td>4<tr><th>5<th>6</table><table><tr><th>7<th>8</table>"
    assert [block.cell[5] for block in blocks(page)] == [True, True, False, False, True, True, True, True]
    assert [block.cell[0] for block in blocks(page)] == [0] * 6 + [1] * 2


def test_tables_that_only_arrange_the_page_are_none():
    page = "<table><tr><td>甲<td><table><tr><td>1<td>2</table></table><table><tr><td>乙</table>"
    page += "<table role=presentation><tr><td>丙<td>丁</table>"
    found = blocks(page)
    assert [block.cell and block.cell[:3] for block in found] == [None, (0, 0, 0), (0, 0, 1), None, None, None]


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "big5", "utf-16"])
@pytest.mark.parametrize(
    "declared", ["", "<meta charset=gb2312>", "<meta http-equiv=x content='text/html; charset=utf-8'>"]
)
def test_encodings_whatever_is_declared(encoding, declared):
    page = f"<html>{declared}<body><p>全年召開會議十二次，完成投資一億元，各項工作都有新的進展。"
    document = read_bytes(page.encode(encoding), "a.html")
    assert lines(document) == ["全年召開會議十二次，完成投資一億元，各項工作都有新的進展。"]
    assert document.source.media_type == "text/html"


def test_what_a_page_declares_decides_where_its_text_does_not_tell():
    page = "<meta charset={}><p>龘靐齉爩鱻麤灪讟厵".encode("gb18030")
    assert lines(read_bytes(page.replace(b"{}", b"GBK"), "a.html")) == ["龘靐齉爩鱻麤灪讟厵"]
    with pytest.raises(DocumentError):
        read_bytes(page.replace(b"{}", b"latin1"), "a.html")


def archive(*parts: tuple[str, bytes], encoding: str = "base64") -> bytes:
    head = 'MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\tboundary="x"\r\n\r\n'
    for kind, content in parts:
        head += f"--x\r\nContent-Type: {kind}\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n"
        head += b64encode(content).decode() + "\r\n"
    return (head + "--x--\r\n").encode()


def test_a_web_archive_is_the_first_page_in_it_that_holds_text():
    frames = ("text/html", b"<html><frameset><frame src=a></frameset></html>")
    page = ('text/html; charset="gb2312"', "<p>总结".encode("gb18030"))
    document = read_bytes(archive(("image/png", b"x"), frames, page, ("text/html", "<p>页脚".encode())), "a.doc")
    assert lines(document) == ["总结"]
    assert (document.source.media_type, document.source.encoding) == ("multipart/related", "gb18030")


@pytest.mark.parametrize("depth", [100, 1000])
def test_nesting_that_is_deep_but_lawful_is_read(depth):
    assert lines(opened("<html>" + "<b>" * depth + "深" + "</b>" * depth + "<p>后")) == ["深", "后"]


SOUP = [
    "<p>",
    "</p>",
    "<table>",
    "</table>",
    "<tr>",
    "<td rowspan=2>",
    "<th>",
    "</td>",
    "<ol>",
    "<li>",
    "</ol>",
    "<br>",
]
SOUP += [
    "<pre>",
    "</pre>",
    "<b>",
    "</b>",
    "<h2>",
    "甲",
    " ",
    "\n",
    "&nbsp;",
    "12",
    "<span hidden>",
    "</span>",
    "<!--",
    "<",
]


@settings(deadline=None)
@given(st.lists(st.sampled_from(SOUP), max_size=40))
def test_any_markup_gives_a_document_whose_blocks_hold_together(parts):
    try:
        document = opened("<html>" + "".join(parts))
    except DocumentError:
        return
    for line, block in zip(lines(document), document.blocks, strict=True):
        assert line.strip()
        assert "\n" not in line
        assert (block.kind == "cell") == (block.cell is not None)


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\u00a0\ufeff"), min_size=1))
def test_escaped_text_comes_back(text):
    page = f"<html><meta charset=utf-8><p>甲{html.escape(text)}乙</p>"
    assert "".join(lines(opened(page))[0].split()) == "".join(f"甲{text}乙".split())
