"""Two passages side by side: nothing is lost, what differs is marked, nothing foreign gets in."""

import lxml.html
from hypothesis import given
from hypothesis import strategies as st

from test_html import HOSTILE, LETTERS, VISIBLE
from zongjie.writing.html.beside import Pair, Passage, Side, beside, page, runs

TEXTS = st.text(LETTERS, max_size=40)


def columns(html: str) -> tuple[str, str]:
    cells = [each.text_content() for each in lxml.html.fromstring(html).find_class("passage")]
    return "".join(cells[::2]), "".join(cells[1::2])


def differences(one: str, other: str) -> list[list[tuple[str, bool]]]:
    """The pieces of both texts, each with whether it differs from the other text."""
    found = list(runs(one, other))
    return [[(each[side], not each[0]) for each in found if each[side]] for side in (1, 2)]


@given(TEXTS, TEXTS, st.integers(1, 30))
def test_both_texts_stand_there_whole(one, other, times):
    one, other = one * times, other * times
    for text, pieces in zip((one, other), differences(one, other), strict=True):
        assert "".join(piece for piece, _ in pieces) == text
    html = beside(one, other, called=(HOSTILE, "乙"))
    assert columns(html) == (one.translate(VISIBLE), other.translate(VISIBLE))
    shown = lxml.html.fromstring(html)
    assert shown.xpath("//h4")[0].text == HOSTILE
    assert {each.tag for each in shown.iter()} <= {"div", "h4", "p", "mark"}


def test_what_differs_is_marked():
    shown = lxml.html.fromstring(beside("甲公司检修设备42台，培训16人。", "乙公司检修设备57台，培训16人。"))
    assert [each.text for each in shown.xpath("//mark")] == ["甲", "42", "乙", "57"]
    assert not lxml.html.fromstring(beside("一样", "一样")).xpath("//mark")
    assert not lxml.html.fromstring(beside("一样 \n", "一样\n")).xpath("//mark")  # blanks are nothing to look at


def test_lines_of_both_stand_at_one_height():
    html = beside("甲局总结\n\n二、成效\n修路3条。", "乙局总结\n二、成效\n新增：培训9人。\n修路3条。")
    cells = [each.text_content() for each in lxml.html.fromstring(html).find_class("passage")]
    at = next(number for number, cell in enumerate(cells) if "二、成效" in cell)
    assert at % 2 == 0
    assert cells[at].strip() == cells[at + 1].strip() == "二、成效"


def test_long_texts_are_compared_by_clauses():
    lines = [f"第{number}项工作已经完成，投入{number * 7}万元，培训{number}人。\n" for number in range(1, 400)]
    other = [line.replace("投入", "共投入") if number % 9 == 0 else line for number, line in enumerate(lines)]
    mine, theirs = differences("".join(lines), "".join(other))
    assert {text for text, differs in mine if differs} == set()
    assert [text for text, differs in theirs if differs] == ["共"] * 45
    assert differences("增" * 3000, "增" * 3000 + "减")[1] == [("增" * 3000, False), ("减", True)]
    assert differences("增" * 40_000, "减" * 30_000)[0] == [("增" * 30_000, True), ("增" * 10_000, False)]


def test_a_page_is_whole_in_itself():
    sides = Side(HOSTILE, f"{HOSTILE}.docx", "../标注/甲.docx"), Side("乙局", "乙.txt")
    passages = [Passage("甲局修路3条", "乙局修路3条", 0.87, ("成效", "")), Passage("同", "同", 1.0, cut=7)]
    text = page(Pair(sides, passages, 15, left=2), "../总览.html")
    assert page(Pair(sides, passages, 15, left=2), "../总览.html") == text
    shown = lxml.html.document_fromstring(text)
    assert not shown.xpath("//script | //img | //link")
    assert shown.xpath("//a/@href")[1:] == ["../%E6%80%BB%E8%A7%88.html", "../%E6%A0%87%E6%B3%A8/%E7%94%B2.docx"]
    assert shown.xpath("//h4/text()") == [f"{HOSTILE} · 成效", "乙局", HOSTILE, "乙局"]
    said = shown.text_content()
    assert all(one in said for one in ("4 段，共 15 字", "6 字，相同 87%", "8 字，相同 100%", "还有 7 字", "还有 2 段"))
