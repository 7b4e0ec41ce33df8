"""The letters of a season: 退回修改通知 and 催报名单, read back with python-docx."""

import zipfile
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

import zongjie
from season_rows import season, submission
from zongjie.checks import RULES
from zongjie.filling.blanks import blanks
from zongjie.report import Failure, Finding
from zongjie.season import Absence
from zongjie.settings import Letters
from zongjie.writing import html
from zongjie.writing.letters import Fault, Returned, Tally, doubt, faults, reminder, returned

SAMPLES = Path(__file__).parents[1] / "corpus" / "samples"
REMEDIES = {rule.id: rule.remedy for rule in RULES.values()}
SEASON = season(
    submission("甲.docx", "甲支部"), submission("乙.docx", "乙支部"), submission("谁.docx", None, note="单位不明"),
    units=("甲支部", "乙支部", "丙支部"), absences=(Absence("丙支部", "", 2025), Absence("甲支部", "党建总结", 2025)),
)  # fmt: skip
LETTERS = Letters(issuer="局办公室", deadline="2026年1月10日")
TEXT = "一、工作开展情况\n收缴党费XX万元，走访*户、**余人次。X月X日由某某同志负责。\n二、存在问题\n（待补充）"


@pytest.fixture(autouse=True)
def day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767225600")


def sent_back(source: str | Path | bytes, name: str = "甲.docx") -> Returned:
    report = zongjie.analyze(source)
    report = report._replace(source=report.source._replace(name=name))
    return Returned(name, faults(report, zongjie.check(report), REMEDIES), blanks(report))


def lines(path: Path) -> list[str]:
    return [paragraph.text for paragraph in docx.Document(str(path)).paragraphs if paragraph.text]


def table(path: Path, number: int = 0) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in docx.Document(str(path)).tables[number].rows]


def test_a_unit_learns_what_to_repair_where_and_by_when(tmp_path: Path) -> None:
    path = tmp_path / "退回.docx"
    document = sent_back(TEXT.encode())
    repeated = Fault("ZJ305", "warning", "第2行", "“培训”与表格不一致。", "全年培训12次", "核对后改成一个数")
    document = document._replace(faults=[*document.faults, repeated, repeated], note="修改稿")
    returned(path, "甲支部", SEASON, [document], LETTERS)
    found = lines(path)
    assert found[:3] == [
        "关于退回修改2025年工作总结的通知", "甲支部：",
        "你单位报送的2025年工作总结收悉。经审核，发现需要修改的地方9处（须改6处、请核3处）；没有填写的空缺逐处列表，共7处；"
        "另有1份材料尚未报送，现予退回。请于2026年1月10日前改好后重新报送。",
    ]  # fmt: skip
    assert found[3:5] == ["一、需要修改的内容", "（一）甲.docx（须改6处、请核3处，修改稿）"]
    assert (
        f"1.【须改】数字没有填写的3处：第2行（3处），逐处列在“需要补填的空缺”表里。改法：{REMEDIES['ZJ101']}" in found
    )
    first = "6.【请核】第2行：“培训”与表格不一致。原文：全年培训12次。改法：核对后改成一个数"
    assert first in found
    assert "7.【请核】第2行：“培训”与表格不一致。原文：全年培训12次。改法同第6条。" in found
    assert found[-5:] == [
        "三、尚未报送的材料", "1.党建总结（2025年）。",
        "请逐项核对原始资料后修改，不要凭印象补数；确实没有的，写明情况。标【请核】的，核对无误可以不改，回复时说明。",
        "局办公室", "2026年1月1日",
    ]  # fmt: skip
    head, *rows = table(path)
    assert head == ["序号", "文件", "位置", "原句", "缺什么", "填写内容"]
    assert len(rows) == 7
    assert rows[0] == [
        "1",
        "甲.docx",
        "第2行",
        "收缴党费〖空缺〗万元，走访〖空缺〗户、〖空缺〗余人次。",
        "收缴党费",
        "",
    ]
    assert rows[3][3:5] == ["〖空缺〗月〖空缺〗日由〖空缺〗同志负责。", "日期"]


def test_findings_without_a_table_of_blanks_are_told_one_by_one(tmp_path: Path) -> None:
    document = sent_back(TEXT.encode())._replace(blanks=())
    returned(tmp_path / "a.docx", "乙支部", SEASON, [document], Letters())
    found = lines(tmp_path / "a.docx")
    assert found[2].endswith("现予退回。请抓紧办理，尽快报送。")
    assert (
        "1.【须改】第2行：“收缴党费”的金额没有填写（〖空缺〗万元）。"
        "原文：收缴党费〖空缺〗万元，走访〖空缺〗户、〖空缺〗余人次。〖空缺〗月〖空缺〗日由〖空缺〗同志负责。"
        + f"改法：{REMEDIES['ZJ101']}"
    ) in found
    assert found[-1] == "2026年1月1日"
    assert not docx.Document(str(tmp_path / "a.docx")).tables


def test_a_unit_that_sent_nothing_is_asked_to(tmp_path: Path) -> None:
    returned(tmp_path / "a.docx", "丙支部", SEASON, [], LETTERS)
    found = lines(tmp_path / "a.docx")
    assert found[0] == "关于报送2025年工作总结的通知"
    assert not any("改好" in line for line in found)
    assert "尚未收到你单位应当报送的下列材料" in found[2]
    assert not any("修改" in line for line in found)
    with pytest.raises(ValueError, match="nothing to return"):
        returned(tmp_path / "a.docx", "乙支部", SEASON, [Returned("乙.docx", [])], LETTERS)


def test_the_reminder_names_who_owes_what(tmp_path: Path) -> None:
    path = tmp_path / "催报.docx"
    failure = Failure("收件/坏.docx", "empty", "content", None, "文件是空的", "请重新提交")
    tallies = {"甲支部": Tally(3, 1, 2), "乙支部": Tally(0, 0, 4)}
    reminder(path, SEASON, tallies, LETTERS, [failure])
    assert lines(path) == [
        "2025年工作总结催报名单",
        "截至2026年1月1日，应报送2025年工作总结的单位3家，其中报齐1家，没有报齐（交了一部分）1家，一份没交1家。"
        "交来的材料需要修改的1家，报齐且不需要修改的1家。请于2026年1月10日前补报，或改好后重新报送。",
        "一、一份没交或没有报齐的单位", "二、需要修改后重新报送的单位", "三、已经完成报送的单位", "乙支部。",
        "四、需要核实的文件", "局办公室", "2026年1月1日",
    ]  # fmt: skip
    assert table(path, 0)[1:] == [
        ["1", "甲支部", "没有报齐（交了一部分）", "党建总结（2025年）"],
        ["2", "丙支部", "一份没交", "工作总结（2025年）"],
    ]
    assert table(path, 1)[1:] == [["1", "甲支部", "3", "1", "2"]]
    assert table(path, 2)[1:] == [["1", "坏.docx", "文件是空的。请重新提交。"], ["2", "谁.docx", "单位不明"]]


def test_the_layout_is_the_official_one(tmp_path: Path) -> None:
    returned(tmp_path / "a.docx", "甲支部", SEASON, [sent_back(TEXT.encode())], LETTERS)
    made = docx.Document(str(tmp_path / "a.docx"))
    section = made.sections[0]
    for name, value in (("page_width", 210), ("page_height", 297), ("top_margin", 37), ("bottom_margin", 35),
                        ("left_margin", 28), ("right_margin", 26)):  # fmt: skip
        assert abs(getattr(section, name) - Mm(value)) < Mm(0.1), name
    title, body = made.paragraphs[0], made.paragraphs[2]
    assert (title.alignment, title.runs[0].font.size) == (1, Pt(22))
    assert _font(title.runs[0]) == "方正小标宋简体"
    assert (_font(body.runs[0]), body.runs[0].font.size, body.paragraph_format.line_spacing) == (
        "仿宋_GB2312", Pt(16), Pt(29),
    )  # fmt: skip
    assert body._p.pPr.find(qn("w:ind")).get(qn("w:firstLineChars")) == "200"
    assert "PAGE" in section.footer._element.xml
    assert "PAGE" in section.even_page_footer._element.xml
    assert made.tables[0].rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None


def _font(run: Any) -> str:
    return str(run._r.rPr.rFonts.get(qn("w:eastAsia")))


def test_a_letter_has_no_blanks_itself(tmp_path: Path) -> None:
    documents = [sent_back(path, path.name) for path in sorted(SAMPLES.glob("*.[td][xo][tc]*"))]
    assert sum(len(one.blanks) for one in documents) > 50
    returned(tmp_path / "a.docx", "甲支部", SEASON, documents, LETTERS)
    reminder(tmp_path / "b.docx", SEASON, {"甲支部": Tally(3)}, LETTERS)
    returned(tmp_path / "c.docx", "甲支部", SEASON, [one._replace(blanks=()) for one in documents], LETTERS)
    for name in ("a.docx", "b.docx", "c.docx"):
        found = zongjie.check(zongjie.analyze(tmp_path / name))
        assert [one.message for one in found if one.rule.startswith("ZJ1")] == []


def test_the_same_letter_has_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a.docx", "b.docx"):
        returned(tmp_path / name, "甲支部", SEASON, [sent_back(TEXT.encode())], LETTERS)
    assert (tmp_path / "a.docx").read_bytes() == (tmp_path / "b.docx").read_bytes()
    with zipfile.ZipFile(tmp_path / "a.docx") as package:
        assert b"2026-01-01T00:00:00Z" in package.read("docProps/core.xml")


def test_characters_that_word_cannot_hold_are_left_out(tmp_path: Path) -> None:
    fault = Fault("ZJ305", "error", "第1段", "甲\0乙\ud800\x0b丙", "", "")
    returned(tmp_path / "a.docx", "乙支部", SEASON, [Returned("a\x07.docx", [fault])], LETTERS)
    assert "1.【须改】第1段：甲乙丙。" in lines(tmp_path / "a.docx")


MARKDOWN = "# 甲支部2025年工作总结\n\n## 一、工作成效\n\n走访**户。\n\n## 二、存在问题 ##\n\n学习不够深入。\n"


def test_the_marks_of_headings_are_not_shown_and_a_passage_is_shown_over_paragraphs(tmp_path: Path) -> None:
    (tmp_path / "甲.md").write_text(MARKDOWN, "utf-8")
    report = zongjie.analyze(tmp_path / "甲.md")
    start, end = MARKDOWN.index("## 二"), MARKDOWN.index("深入")
    passage = Finding("ZJ502", "x", "warning", "相同", start, end, MARKDOWN[start:end], None, None, "甲.md", "")
    title = passage._replace(start=0, end=9)
    assert [one.excerpt for one in faults(report, [passage, title], {})] == [
        "二、存在问题 学习不够深入。", "甲支部2025年工作总结",
    ]  # fmt: skip
    page = html.page(report, [passage])
    assert "二、存在问题" in page
    assert "# " not in page.split("<body>")[1]


@pytest.mark.parametrize(
    ("deadline", "said"),
    [
        ("", None), ("2026年1月20日", None), ("2026-01-20", None), ("二〇二六年一月二十日", None),
        ("2026年1月20日下午5时", None), ("2026年1月1日", None),
        ("2025年12月31日", "已经过去（通知的日期是2026年1月1日）"),
        ("明年初", "“明年初”不是日期"), ("2026年2月30日", "不是日期"),
        ("2026年1月", "不是日期"), ("1月20日", "没有写年份"),
    ],
)  # fmt: skip
def test_a_deadline_that_is_past_or_no_date_is_told(deadline: str, said: str | None, run, tmp_path: Path) -> None:
    found = doubt(Letters(deadline=deadline))
    assert found is None if said is None else found is not None and said in found
    profile = tmp_path / "要求.toml"
    profile.write_text(f'[letters]\ndeadline = "{deadline}"\n', "utf-8")
    result = run("profile", "check", profile)
    assert result.code == 0
    assert (said or "") in result.err
    assert ("提醒" in result.err) == (said is not None)


def test_a_letter_writes_the_date_out(tmp_path: Path) -> None:
    returned(tmp_path / "a.docx", "甲支部", SEASON, [], Letters(deadline="2026-01-20"))
    assert "请于2026年1月20日前报送。" in lines(tmp_path / "a.docx")[2]


def test_a_batch_tells_of_such_a_deadline(run, tmp_path: Path) -> None:
    (tmp_path / "甲.txt").write_text("甲支部2025年工作总结\n一、工作成效\n走访12户。\n", "utf-8")
    (tmp_path / "要求.toml").write_text('[letters]\ndeadline = "明年初"\n', "utf-8")
    result = run("batch", tmp_path / "甲.txt", "-o", tmp_path / "结果", "--profile", tmp_path / "要求.toml")
    assert "提醒：letters.deadline（截止日期）“明年初”不是日期" in result.err
