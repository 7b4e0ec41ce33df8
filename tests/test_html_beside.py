"""Two passages side by side: nothing is lost, what differs is marked, nothing foreign gets in."""

from importlib import resources

import lxml.html
from hypothesis import given
from hypothesis import strategies as st

from test_html import HOSTILE, LETTERS, VISIBLE
from zongjie.writing.html.beside import STYLE, beside, differences

TEXTS = st.text(LETTERS, max_size=40)


@given(TEXTS, TEXTS)
def test_both_texts_stand_there_whole(one, other):
    for text, pieces in zip((one, other), differences(one, other), strict=True):
        assert "".join(piece for piece, _ in pieces) == text
    page = lxml.html.fromstring(beside(one, other, called=(HOSTILE, "乙")))
    assert [each.text_content() for each in page.find_class("passage")] == [
        text.translate(VISIBLE) for text in (one, other)
    ]
    assert page.xpath("//h4")[0].text == HOSTILE
    assert {each.tag for each in page.iter()} <= {"div", "h4", "p", "mark"}


def test_what_differs_is_marked():
    page = lxml.html.fromstring(beside("甲公司检修设备42台，培训16人。", "乙公司检修设备57台，培训16人。"))
    assert [each.text for each in page.xpath("//mark")] == ["甲", "42", "乙", "57"]
    assert not lxml.html.fromstring(beside("一样", "一样")).xpath("//mark")
    assert differences("增" * 3000, "增" * 3000 + "减")[1] == [("增" * 2000, False), ("增" * 1000 + "减", False)]


def test_its_style_is_shipped():
    assert ".beside" in (resources.files("zongjie.writing.html") / "templates" / STYLE).read_text("utf-8")
