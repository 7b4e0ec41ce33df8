"""Suppressions: marks in the text and comments in Word silence findings, disturb nothing, and are told when in vain."""

import json
import pickle
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import zongjie
from tables import document
from word import p, run, table, textbox, word
from zongjie.checks import check
from zongjie.document import Source, from_text
from zongjie.language.cutting import Cut
from zongjie.language.suppressions import Suppression, marks, said
from zongjie.reading import read_bytes
from zongjie.report import Finding, Report
from zongjie.running.analyze import load
from zongjie.settings import Settings

HEAD = "一、工作开展情况\n"


def settings(*select: str) -> Settings:
    return Settings.model_validate({"rules": {"select": select or ("ZJ1", "ZJ901")}})


def found(text: str, *select: str) -> list[tuple[str, str]]:
    """Rule and words of each finding in a text."""
    report = zongjie.analyze(text.encode())
    findings = check(report, settings(*select))
    assert all(text[one.start : one.end] == one.text for one in findings)
    return [(one.rule, one.text) for one in findings]


# What is a suppression.


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("【忽略 ZJ301】", ("ZJ301",)),
        ("[忽略ZJ301，ZJ302]", ("ZJ301", "ZJ302")),
        ("〔不查 zj4〕", ("ZJ4",)),
        ("<!-- zongjie: ignore ZJ301 ZJ302 -->", ("ZJ301", "ZJ302")),
        ("【忽略：ＺＪ３０１和missing-figure】", ("ZJ301", "missing-figure")),
        ("【忽略 ZJ301：数字按四舍五入计】", ("ZJ301",)),
        ("（忽略ZJ301）", ("ZJ301",)),
        ("(忽略 ZJ301：已核)", ("ZJ301",)),
        ("【忽略】", ()),
        ("【忽略全部问题】", ()),
        ("【忽略 ZJ】", ()),
    ],
)
def test_a_mark_is_read(text: str, rules: tuple[str, ...]) -> None:
    assert marks(f"甲{text}乙") == [Suppression(1, 1 + len(text), False, rules)]


@pytest.mark.parametrize(
    "text",
    [
        "（忽略不计）",
        "（忽略）",
        "【忽略历史遗留问题】",
        "忽略 ZJ301",
        "[忽略 OK]",
        "【查 ZJ301】",
        "【忽略 ZJ301",
        "【忽略\nZJ301】",
        "【ZJ301】",
    ],
)
def test_other_words_are_no_mark(text: str) -> None:
    assert marks(text) == []


def test_a_mark_can_be_for_the_whole() -> None:
    assert marks("【全文忽略 ZJ401】") == [Suppression(0, 12, True, ("ZJ401",))]


@pytest.mark.parametrize(
    ("comment", "rules"),
    [
        ("忽略 ZJ301", [("ZJ301",)]),
        ("zongjie: ignore ZJ301,ZJ302", [("ZJ301", "ZJ302")]),
        ("已核对，不查ZJ301；也忽略 ZJ405。", [("ZJ301",), ("ZJ405",)]),
        ("请忽略！", [()]),
        ("此处可忽略", []),
        ("不要忽略 ZJ301", []),
        ("ZJ301 是对的", []),
    ],
)
def test_a_comment_is_read(comment: str, rules: list[tuple[str, ...]]) -> None:
    assert [one.rules for one in said(comment)] == rules


def test_many_marks_take_no_long() -> None:
    text = "【忽略 ZJ301,a b-" * 20_000 + "\n" + "【忽略 ZJ101】\n*名\n" * 5_000
    report = zongjie.analyze(text.encode())
    assert len(check(report, settings("ZJ101"))) == 0


# What it silences.


def test_a_mark_is_for_its_paragraph() -> None:
    assert found(HEAD + "发展党员*名。【忽略 ZJ101】\n投资*万元。") == [("ZJ101", "*")]
    assert found(HEAD + "发展党员*名，由张某某负责。【忽略 ZJ1】") == []
    assert found(HEAD + "发展党员*名，由张某某负责。【忽略 ZJ101】") == [("ZJ102", "某某")]
    assert found(HEAD + "发展党员*名。【忽略 missing-figure】") == []


def test_a_mark_alone_is_for_the_paragraph_that_follows() -> None:
    assert found(HEAD + "【忽略 ZJ101】\n\n【忽略 ZJ102】\n张某某发展党员*名。\n投资*万元。") == [("ZJ101", "*")]
    assert found(HEAD + "发展党员*名。\n【忽略 ZJ101】") == [("ZJ101", "*"), ("ZJ901", "【忽略 ZJ101】")]


def test_a_mark_can_silence_a_rule_in_the_whole_document() -> None:
    text = HEAD + "发展党员*名。\n投资*万元。"
    assert found("【全文忽略 ZJ101】\n" + text) == []
    assert found("【全文忽略 ZJ201】\n" + text, "ZJ201") == []


def test_findings_without_a_place_belong_to_the_first_paragraph() -> None:
    assert found(HEAD[:-1] + "【忽略 ZJ201】\n开展培训12次。", "ZJ201") == []
    assert found(HEAD + "开展培训12次。【忽略 ZJ201】", "ZJ201", "ZJ901") == [
        ("ZJ201", ""), ("ZJ201", ""), ("ZJ901", "【忽略 ZJ201】"),
    ]  # fmt: skip


def test_a_mark_in_a_cell_is_for_the_cell() -> None:
    report = zongjie.analyze(document([["项目", "人数（人）"], ["培训", "**【忽略 ZJ101】"], ["走访", "**"]]))
    assert [one.start for one in check(report, settings("ZJ101"))] == [report.text.rindex("**")]


def test_what_is_in_vain_is_said() -> None:
    text = HEAD + "培训12次。【忽略】\n走访3次。【忽略 ZJ777】\n发展党员5名。【忽略 ZJ101，ZJ203】"
    report = zongjie.analyze(text.encode())
    assert [one.message for one in check(report, settings())] == [
        "“忽略”没有写明是哪条规则，没有起作用；请写出编号，如“忽略 ZJ301”",
        "“忽略 ZJ777”里的 ZJ777 不是规则的编号或名称，没有起作用",
        "“忽略 ZJ101，ZJ203”没有用上：它所管的段落里没有 ZJ101 的问题",  # ZJ203 did not run
    ]


def test_a_family_is_judged_only_where_all_of_it_ran() -> None:
    text = HEAD + "培训12次。【忽略 ZJ1】"
    assert found(text, "ZJ101", "ZJ901") == []
    assert found(text, "ZJ1", "ZJ901") == [("ZJ901", "【忽略 ZJ1】")]


def test_the_second_of_two_marks_is_in_vain() -> None:
    text = HEAD + "发展党员*名。【忽略 ZJ101】【忽略 ZJ101】"
    report = zongjie.analyze(text.encode())
    assert [one.start for one in check(report, settings())] == [text.rindex("【")]


# Marks disturb nothing.

PLAIN = "某局2025年工作总结\n一、工作回顾\n全年开展培训12次，完成投资320万元，受益群众达到5.2万。\n"
PLAIN += "二、下一步打算\n1.加强学习，组织培训20次。\n"
MARK = "【忽略 ZJ301，ZJ302：已核】"


@pytest.mark.parametrize("at", range(0, len(PLAIN), 3))
def test_a_text_is_read_as_if_its_marks_were_not_there(at: int) -> None:
    marked = PLAIN[:at] + MARK + PLAIN[at:]
    plain, report = zongjie.analyze(PLAIN.encode()), zongjie.analyze(marked.encode())
    assert report.text == marked
    assert (report.title, report.year, report.organization) == (plain.title, plain.year, plain.organization)
    cut = Cut(marked, [(at, at + len(MARK))])
    for name in ("outline", "sections", "items", "placeholders", "metrics", "initiatives"):
        before, now = getattr(plain, name), getattr(report, name)
        assert [cut.out(one.start, one.end) for one in before] == [(one.start, one.end) for one in now], name
        assert all(marked[one.start : one.end] == one.text for one in now if hasattr(one, "text"))
    findings = check(report, settings("ZJ1", "ZJ2"))
    assert [(one.rule, cut.into(one.start)) for one in findings] == [
        (one.rule, one.start) for one in check(plain, settings("ZJ1", "ZJ2"))
    ]


@given(st.lists(st.tuples(st.text("ab\n", max_size=3), st.text("XY", max_size=2)), max_size=6))
def test_a_cut_text_leads_back_to_the_whole(pieces: list[tuple[str, str]]) -> None:
    whole, away = "", []
    for kept, gone in pieces:
        start = len(whole) + len(kept)
        whole += kept + gone
        if gone:
            away.append((start, start + len(gone)))
    cut = Cut(whole, away)
    assert cut.text == "".join(kept for kept, _ in pieces)
    for start in range(len(cut.text)):
        for end in range(start + 1, len(cut.text) + 1):
            first, last = cut.out(start, end)
            assert whole[first] == cut.text[start]
            assert whole[last - 1] == cut.text[end - 1]
            assert (cut.into(first), cut.into(last)) == (start, end)


# Comments in Word.


def comment(number: int, text: str, author: str = "王芳", key: str = "") -> str:
    key = f' w14:paraId="{key}"' if key else ""
    return f'<w:comment w:id="{number}" w:author="{author}"><w:p{key}><w:r><w:t>{text}</w:t></w:r></w:p></w:comment>'


def on(number: int, *content: str) -> str:
    """What comment ``number`` hangs on."""
    reference = run(f'<w:commentReference w:id="{number}"/>')
    return f'<w:commentRangeStart w:id="{number}"/>{"".join(content)}<w:commentRangeEnd w:id="{number}"/>{reference}'


def words(text: str) -> str:
    return run(f"<w:t>{text}</w:t>")


def checked(data: bytes, *select: str) -> list[Finding]:
    return check(zongjie.analyze(read_bytes(data, "甲.docx")), settings(*select))


def test_ranges_of_comments_are_read() -> None:
    body = (
        p(on(5), "甲乙") + p("前", on(1, on(2, words("中间"))), "后") + p(on(3, textbox(p("框里")), words("本段")))
        + f'<w:commentRangeStart w:id="4"/>{p("跨")}' + p("段", '<w:commentRangeEnd w:id="4"/>')
        + table("<w:tr>" + "".join(f"<w:tc>{p(one)}</w:tc>" for one in (on(6, words("格")), "二")) + "</w:tr>")
    )  # fmt: skip
    data = word(body, comments="".join(comment(one, f"第{one}条") for one in range(1, 8)))
    read = read_bytes(data, "甲.docx")
    assert [(one.text, read.text[one.start : one.end]) for one in read.remarks] == [
        ("第5条", ""), ("第1条", "中间"), ("第2条", "中间"), ("第3条", "本段"), ("第4条", "跨\n段"), ("第6条", "格"),
    ]  # fmt: skip


def test_a_comment_is_for_the_paragraph_that_it_is_on() -> None:
    body = p("一、工作情况") + p("发展党员", words("*"), "名，", on(1, words("投资")), "X万元。") + p("走访*户。")
    assert [one.start for one in checked(word(body, comments=comment(1, "忽略 ZJ101")))] == [23]
    everywhere = word(body, comments=comment(1, "全文忽略 ZJ101"))
    assert checked(everywhere) == []


def test_a_comment_in_vain_is_told_where_it_hangs() -> None:
    body = p("一、工作情况") + p("投资", on(1, words("20万元")), "。")
    (told,) = checked(word(body, comments=comment(1, "这里忽略 ZJ101")))
    assert (told.rule, told.text) == ("ZJ901", "20万元")
    assert told.message == "批注“忽略 ZJ101”没有用上：它所管的段落里没有 ZJ101 的问题"
    assert checked(word(body, comments=comment(1, "此处可忽略"))) == []


def test_our_own_comments_are_none_and_answers_to_them_are() -> None:
    body = p("一、工作情况") + p("发展党员", on(0, words("*")), "名。")
    own = comment(0, "错误 ZJ101：没有填写。忽略 ZJ101", "zongjie", "0000000A")
    answer = comment(1, "忽略 ZJ101", key="0000000B")
    threads = '<w15:commentEx w15:paraId="0000000A"/><w15:commentEx w15:paraId="0000000B" w15:paraIdParent="0000000A"/>'
    assert [one.rule for one in checked(word(body, comments=own))] == ["ZJ101"]
    anchored = body.replace("<w:commentRangeStart", '<w:commentRangeStart w:id="1"/><w:commentRangeStart', 1).replace(
        "<w:commentRangeEnd", '<w:commentRangeEnd w:id="1"/><w:commentRangeEnd', 1
    )
    assert checked(word(anchored, comments=own + answer)) == []
    bare = word(body, comments=own + answer, commentsExtended=threads)
    assert checked(extended(bare)) == []
    assert [one.rule for one in checked(word(body, comments=own + answer))] == ["ZJ101"]


def extended(data: bytes) -> bytes:
    """``data`` with the kind of relation that threads of comments really have."""
    import io
    import zipfile

    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            office = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/commentsExtended"
            real = b"http://schemas.microsoft.com/office/2011/relationships/commentsExtended"
            new.writestr(name, old.read(name).replace(office, real))
    return buffer.getvalue()


def test_comments_survive_records_and_pickles() -> None:
    body = p("一、工作情况") + p("投资", on(1, words("20万元")), "。")
    read = read_bytes(word(body, comments=comment(1, "请核对")), "甲.docx")
    report: Report = zongjie.analyze(read)
    assert [tuple(one) for one in report.remarks] == [(9, 13, "请核对")]
    assert pickle.loads(pickle.dumps(report)) == report
    nlp = load()
    from spacy.tokens import Doc

    from zongjie.components.record import attach, report_of

    doc = nlp.make_doc(read.text)
    attach(doc, read)
    again = Doc(nlp.vocab).from_bytes(nlp(doc).to_bytes())
    assert report_of(again).remarks == report.remarks


def test_a_report_shows_its_comments(run: Any, tmp_path: Any) -> None:
    path = tmp_path / "甲.docx"
    path.write_bytes(word(p("投资", on(1, words("20万元")), "。"), comments=comment(1, "请核对")))
    assert json.loads(run("analyze", path).out)["remarks"] == [{"start": 2, "end": 6, "text": "请核对"}]


def test_the_document_without_marks_keeps_the_places_of_its_blocks() -> None:
    text = "【忽略 ZJ101】\n甲【忽略 ZJ102】乙"
    whole = from_text(text, Source("甲.txt"))
    cut = Cut(text, [(one.start, one.end) for one in marks(text)])
    (block,) = cut.document(whole).blocks
    assert (cut.text, block.start, block.end, block.place.paragraph) == ("\n甲乙", 1, 3, 1)
