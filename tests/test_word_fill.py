"""Values put into Word files: the text changes where it should, the form of every character stays."""

import io

import docx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import zongjie
from marked import BODY, FIELDS, FORMULA, RUBY, forms, text_of
from word import p, r, word
from zongjie.filling.blanks import blanks
from zongjie.reading.word.package import Package
from zongjie.reading.word.styles import W
from zongjie.writing.word.fill import Filling, fill
from zongjie.writing.word.marks import Mark, put

SYMBOL = '<w:r><w:t>共</w:t><w:sym w:font="Wingdings" w:char="F0A8"/><w:t>名</w:t></w:r>'
TAB = "<w:r><w:t>资金</w:t><w:tab/><w:t>万元</w:t></w:r>"
PROMPT = (
    '<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:r><w:rPr><w:rStyle w:val="PlaceholderText"/></w:rPr>'
    "<w:t>单击此处输入文字。</w:t></w:r></w:sdtContent></w:sdt>"
)


@pytest.mark.parametrize(
    ("content", "part", "value", "seen"),
    [
        (r("发展党员*名"), "*", "5", "发展党员5名"),
        (r("投资X", "<w:b/>") + r("X万元"), "XX", "320.5", "投资320.5万元"),
        (r("投资X") + r("X") + r("X万元"), "XXX", "1", "投资1万元"),
        (r("资金　　万元"), "　　", "12", "资金12万元"),
        (TAB, "\t", "12", "资金12万元"),
        (SYMBOL, "□", "12", "共12名"),
        (r("合格率达") + f"<w:ins w:id='1' w:author='李'>{r('__%')}</w:ins>", "__", "98", "合格率达98%"),
        ("<w:r><w:t>甲 </w:t></w:r>" + r("*乙"), "*", "&<", "甲&<乙"),
        (PROMPT, "单击此处输入文字。", "学习不够。", "学习不够。"),
    ],
)
def test_a_value_takes_the_place_of_the_marks(content: str, part: str, value: str, seen: str) -> None:
    data = word(p("头") + p(content))
    start = text_of(data).index(part)
    done, left_out = fill(data, [Filling(start, start + len(part), value)])
    assert text_of(done) == "头\n" + seen
    assert not left_out
    docx.Document(io.BytesIO(done))


def test_a_value_goes_behind_a_bare_verb_and_before_a_bare_unit() -> None:
    text = "一、工作开展情况\n任务完成率达，接待参观44批、人。"
    report = zongjie.analyze(text.encode())
    verb, unit = text.index("达") + 1, text.index("人。")
    assert [(one.mark, one.replaces) for one in blanks(report)] == [("达", (verb, verb)), ("人", (unit, unit))]


def test_an_empty_range_is_a_place_before_a_character() -> None:
    data = word(p("实现产值亿元，荣获“”称号"))
    done, _ = fill(data, [Filling(4, 4, "3.2"), Filling(10, 10, "先进")])
    assert text_of(done) == "实现产值3.2亿元，荣获“先进”称号"


def test_a_prompt_that_was_answered_is_none_any_more() -> None:
    done, _ = fill(word(p(PROMPT)), [Filling(0, 9, "学习不够。")])
    root = Package(done).xml("word/document.xml")
    assert not list(root.iter(W + "showingPlcHdr", W + "rStyle"))


@pytest.mark.parametrize(("content", "part"), [(FIELDS, "①"), (RUBY, "党"), (FORMULA, "x=1")])
def test_what_word_draws_by_itself_is_left_out(content: str, part: str) -> None:
    data = word(p("头", content))
    start = text_of(data).index(part)
    one = Filling(start, start + len(part), "5")
    done, left_out = fill(data, [one])
    assert (text_of(done), left_out) == (text_of(data), [one])


def test_marks_of_ours_go_when_values_come() -> None:
    data = word(p("发展党员*名"))
    done, _ = fill(put(data, [Mark(4, 5, "ZJ101_4_5", ("缺",))], "2026-01-05T08:00:00"), [Filling(4, 5, "5")])
    assert text_of(done) == "发展党员5名"
    assert not list(Package(done).xml("word/document.xml").iter(W + "highlight", W + "bookmarkStart"))


@st.composite
def files_and_values(draw: st.DrawFn) -> tuple[bytes, list[Filling]]:
    data = word(p("标题") + draw(BODY) + p("完"))
    text = text_of(data)
    found, at = [], 0
    for value in draw(st.lists(st.text("0123456789.三", min_size=1, max_size=4), max_size=4)):
        start = draw(st.integers(at, len(text)))
        end = draw(st.integers(start, min(start + 4, len(text))))
        if start < end and "\n" not in text[start:end]:
            found.append(Filling(start, end, value))
        at = end
    return data, found


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(files_and_values())
def test_only_what_was_to_be_filled_changes(case: tuple[bytes, list[Filling]]) -> None:
    data, fillings = case
    done, left_out = fill(data, fillings)
    text, before = text_of(data), forms(data)
    expected, at = "", 0
    for one in fillings:
        expected += text[at : one.start] + (text[one.start : one.end] if one in left_out else one.value)
        at = one.end
    assert text_of(done) == expected + text[at:]
    shown = [index for index, char in enumerate(text) if char != "\n"]
    form = dict(zip(shown, before, strict=True))
    wanted: list[bytes] = []
    for index in shown:
        here = next((one for one in fillings if one.start <= index < one.end and one not in left_out), None)
        if here is None:
            wanted.append(form[index])
        elif here.start == index:
            wanted += [form[index]] * len(here.value)
    assert forms(done) == wanted
