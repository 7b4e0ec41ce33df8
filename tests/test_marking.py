"""``check --annotate`` and ``--fill-sheet``, and ``fill``: what an office does with them, through the commands."""

import csv
import io
import json
from datetime import datetime
from pathlib import Path

import docx
import openpyxl
import pytest

from word import p, r, word
from zongjie.reading import read
from zongjie.reading.word.styles import W

BODY = (
    p("第一党支部2025年工作总结")
    + p("一、工作开展情况")
    + p("全年发展预备党员", r("*", "<w:b/>"), "名，完成投资XX万元，合格率达____%，由张某某同志负责。")
    + p("2025年X月X日召开大会，收缴资金　　万元，荣获“”称号，慰问1X名党员。")
    + p("二、存在问题")
    + p("（待补充）")
    + p("三、下一步打算")
    + p("开展主题党日XX次。")
)
VALUES = ["5", "320.5", "98.6", "三", "7", "1", "1,200", "先进党支部", "15", "学习不够深入。", "12"]
FILLED = """第一党支部2025年工作总结
一、工作开展情况
全年发展预备党员5名，完成投资320.5万元，合格率达98.6%，由张三同志负责。
2025年7月1日召开大会，收缴资金1,200万元，荣获“先进党支部”称号，慰问15名党员。
二、存在问题
学习不够深入。
三、下一步打算
开展主题党日12次。"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "交").mkdir()
    (tmp_path / "交" / "一支部.docx").write_bytes(word(BODY))
    (tmp_path / "交" / "二支部.txt").write_text("二支部2025年工作总结\n完成投资XX万元。", "utf-8")
    return tmp_path


def shown(folder: Path) -> list[str]:
    return sorted(one.name for one in folder.iterdir() if not one.name.startswith("."))


def sheet(path: Path) -> list[dict]:
    return json.loads(path.read_text("utf-8"))


def test_check_gives_marked_copies_and_a_sheet(run, folder):
    copies, values = folder / "标注", folder / "填写单.xlsx"
    result = run("check", folder / "交", "--annotate", copies, "--fill-sheet", values, "--format", "concise")
    assert result.code == 1
    assert "已写出 2 份标注稿" in result.err
    assert shown(copies) == ["一支部.docx", "二支部.html"]
    marked = docx.Document(copies / "一支部.docx")
    summary, first, *_ = (comment.text for comment in marked.comments)
    assert summary.startswith("共 ")
    assert "预备党员" in first
    assert read(copies / "一支部.docx").text == read(folder / "交" / "一支部.docx").text
    rows = list(openpyxl.load_workbook(values).active.iter_rows(values_only=True))
    assert rows[0][:9] == ("序号", "文件", "位置", "所在部分", "原句（〖〗处待填）", "指标", "缺什么", "单位", "填写")
    assert rows[2][1:8] == (
        str(folder / "交" / "一支部.docx"), "第3段", "一、工作开展情况",
        "全年发展预备党员*名，完成投资〖XX〗万元，合格率达____%，由张某某同志负责。", "完成投资", "数字", "万元",
    )  # fmt: skip
    assert rows[-1][1] == str(folder / "交" / "二支部.txt")


def test_marked_copies_never_take_the_place_of_originals(run, folder):
    for paths in ([folder / "交"], [folder / "交" / "一支部.docx"]):
        result = run("check", *paths, "--annotate", folder / "交")
        assert result.code == 2
        assert "标注稿会覆盖原件" in result.err
    assert (folder / "交" / "一支部.docx").read_bytes() == word(BODY)


def test_a_second_run_does_not_check_what_the_first_gave_back(run, folder):
    arguments = ["check", folder / "交", "--annotate", folder / "交" / "标注", "--format", "json"]
    first, second = run(*arguments), run(*arguments)
    assert json.loads(first.out) == json.loads(second.out)
    assert shown(folder / "交" / "标注") == ["一支部.docx", "二支部.html"]
    run("kpi", folder / "交", "-o", folder / "表.json")
    assert {Path(row["source"]).parent.name for row in sheet(folder / "表.json")} == {"交"}


def test_no_file_of_another_origin_is_overwritten(run, folder):
    (folder / "另").mkdir()
    (folder / "另" / "一支部.docx").write_bytes(word(p("另一份总结")))
    (folder / "标注").mkdir()
    (folder / "标注" / "二支部.html").write_text("不相干的网页", "utf-8")
    run("check", folder / "交", "--annotate", folder / "标注")
    run("check", folder / "另", "--annotate", folder / "标注")
    run("check", folder / "交", "--annotate", folder / "标注")
    assert shown(folder / "标注") == ["一支部.docx", "一支部_2.docx", "二支部.html", "二支部_2.html"]
    assert (folder / "标注" / "二支部.html").read_text("utf-8") == "不相干的网页"
    assert read(folder / "标注" / "一支部_2.docx").text == "另一份总结"


def values_as(path: Path, rows: list[dict], values: list[str]) -> None:
    """Writes the rows with their values to ``path`` the way its users would."""
    if path.suffix == ".json":
        filled = [{**row, "value": value} for row, value in zip(rows, values, strict=True)]
        path.write_text(json.dumps(filled, ensure_ascii=False), "utf-8")
    elif path.suffix == ".csv":
        lines = list(csv.reader(io.StringIO(path.read_text("utf-8-sig"))))
        at = lines[0].index("填写")
        for line, value in zip(lines[1:], values, strict=True):
            line[at] = value
        text = io.StringIO()
        csv.writer(text).writerows(lines)
        path.write_bytes(text.getvalue().encode("gb18030"))  # what Excel makes of it on a Chinese Windows
    else:
        book = openpyxl.load_workbook(path)
        for number, value in enumerate(values, 2):
            book.active.cell(number, 9).value = float(value) if value.replace(".", "").isdigit() else value
        book.save(path)


@pytest.mark.parametrize("suffix", [".xlsx", ".csv", ".json"])
def test_a_filled_sheet_fills_the_file(run, folder, suffix):
    source, values, done = folder / "交" / "一支部.docx", folder / f"单{suffix}", folder / "好.docx"
    run("check", source, "--fill-sheet", folder / "单.json")
    run("check", source, "--fill-sheet", values)
    values_as(values, sheet(folder / "单.json"), VALUES)
    result = run("fill", source, "--values", values, "-o", done)
    assert (result.code, result.err) == (0, "")
    assert "填好 11 处，还空着 0 处" in result.out
    assert read(done).text == FILLED
    run_of_five = docx.Document(done).paragraphs[2].runs[1]
    assert (run_of_five.text, run_of_five.bold) == ("5", True)


def test_a_marked_copy_can_be_filled_and_loses_its_marks(run, folder):
    run("check", folder / "交", "--annotate", folder / "标注", "--fill-sheet", folder / "单.json")
    rows = [row for row in sheet(folder / "单.json") if row["source"].endswith("一支部.docx")]
    values_as(folder / "单.json", rows, VALUES)
    result = run("fill", folder / "标注" / "一支部.docx", "--values", folder / "单.json", "-o", folder / "好.docx")
    assert result.code == 0
    done = docx.Document(folder / "好.docx")
    assert read(folder / "好.docx").text == FILLED
    assert not list(done.comments)
    assert not list(done.element.iter(W + "highlight"))


@pytest.mark.parametrize(
    ("index", "value", "reason"),
    [
        (0, "很多", "“很多”不是数字"),
        (0, "*", "“*”仍是待填的记号"),
        (0, "约5", "不是一个确数"),
        (0, "5\n6", "换行或控制字符"),
        (1, "320万元", None),
        (1, "320元", "的单位与原文不同，请按“万元”填写"),
        (1, "3至5", "不是一个确数"),
        (2, "98.6%", None),
        (2, "１２", None),
        (0, "三十二", None),
        (3, "某某", "仍是待填的记号"),
        (4, "13", "不是月份"),
        (5, "32", "不在 1 至 31 之间"),
        (5, "三十二", "不在 1 至 31 之间"),
        (5, "二十", None),
        (4, "7月", None),
        (4, "2025年7月1日", None),
        (5, "7月1日", None),
        (4, "2024年7月1日", "与原文不一致：原文是2025年，这里是2024年"),
        (5, "2025年2月30日", "不在 1 至 31 之间"),
        (0, "五名", None),
        (1, "三百二十万元", None),
        (1, "三百二十元", "的单位与原文不同"),
        (0, "约五名", "不是一个确数"),
        (9, "（待补充）", "仍是待填的记号"),
    ],
)
def test_what_does_not_fit_is_refused_with_its_reason(run, folder, index, value, reason):
    source, values, done = folder / "交" / "一支部.docx", folder / "单.json", folder / "好.docx"
    run("check", source, "--fill-sheet", values)
    rows = sheet(values)
    chosen = [value if number == index else "" for number in range(len(rows))]
    values_as(values, rows, chosen)
    result = run("fill", source, "--values", values, "-o", done)
    if reason is None:
        assert (result.code, result.err) == (0, "")
        assert "填好 1 处，还空着 10 处" in result.out
    else:
        assert result.code == 2
        assert reason in result.err
        assert f"第 {index + 2} 行" in result.err
        assert not done.exists()


DATES = p("县水利局工作总结") + p("发展党员5名。") + p("县水利局") + p("2025年12月X日")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2025年12月20日", "2025年12月20日"), ("2025-12-20", "2025年12月20日"), ("12月20日", "2025年12月20日"),
        ("二〇二五年十二月二十日", "2025年12月20日"), ("20", "2025年12月20日"), ("20日", "2025年12月20日"),
        ("2025年11月20日", "原文是12月，这里是11月"), ("2024年12月20日", "原文是2025年，这里是2024年"),
        ("2025年12月", "里没有日，请只填日，如 20"),
    ],
)  # fmt: skip
def test_a_whole_date_gives_what_is_missing_of_it(run, folder, value, expected):
    source, values, done = folder / "一.docx", folder / "单.xlsx", folder / "好.docx"
    source.write_bytes(word(DATES))
    run("check", source, "--fill-sheet", values)
    book = openpyxl.load_workbook(values)
    assert book.active.cell(2, 8).value == "只填日，如 20；也可填全"
    book.active.cell(2, 9).value = value
    book.save(values)
    result = run("fill", source, "--values", values, "-o", done)
    if expected.startswith("2025年"):
        assert read(done).text.endswith(f"县水利局\n{expected}")
    else:
        assert result.code == 2
        assert expected in result.err


def test_a_percentage_of_excel_is_read_as_it_is_shown(run, folder):
    source, values, done = folder / "交" / "一支部.docx", folder / "单.xlsx", folder / "好.docx"
    run("check", source, "--fill-sheet", values)
    book = openpyxl.load_workbook(values)
    for row in (2, 4):
        book.active.cell(row, 9).value = 0.986
        book.active.cell(row, 9).number_format = "0.0%"
    book.save(values)
    result = run("fill", source, "--values", values, "-o", done)
    assert "合格率达98.6%" in read(done).text
    assert "填的是百分数（98.6%），这里的单位是“名”" in result.err


def test_a_row_of_another_file_or_of_changed_words_is_refused(run, folder):
    source, values = folder / "交" / "一支部.docx", folder / "单.json"
    run("check", source, "--fill-sheet", values)
    rows = sheet(values)
    values_as(values, rows, VALUES)
    other = folder / "一支部.docx"
    other.write_bytes(word(p("二支部2025年工作总结") + p("一、工作") + p("新建场馆XX座。")))
    result = run("fill", other, "--values", values, "-o", folder / "好.docx")
    assert result.code == 2
    assert result.err.count("原文已改动，或者这一行不是这份文件的") == len(rows)
    assert not (folder / "好.docx").exists()


QUARTERS = p("总结") + "".join(p(f"{number}季度完成销售收入XX万元，较上年同期有所增长。") for number in "一二三")
CELLS = "<w:tbl>" + "".join(
    f"<w:tr><w:tc>{p(name)}</w:tc><w:tc>{p('XX')}</w:tc></w:tr>" for name in ("道路", "供水", "供电")
) + "</w:tbl>"  # fmt: skip


@pytest.mark.parametrize("body", [QUARTERS, p("情况") + CELLS + p("完")])
def test_a_sheet_that_is_used_again_puts_no_value_into_another_blank(run, folder, body):
    source, values = folder / "季.docx", folder / "单.json"
    source.write_bytes(word(body))
    run("check", source, "--fill-sheet", values)
    rows = sheet(values)
    values_as(values, rows, ["1100", "2200", ""])
    assert run("fill", source, "--values", values, "-o", folder / "一.docx").code == 0
    result = run("fill", folder / "一.docx", "--values", values, "-o", folder / "二.docx")
    assert result.code == 2
    assert result.err.count("已经填过") == 2
    values_as(values, rows, ["", "", "3300"])
    result = run("fill", folder / "一.docx", "--values", values, "-o", folder / "二.docx")
    assert result.code == 0
    text = read(folder / "二.docx").text
    assert text.index("1100") < text.index("2200") < text.index("3300")


def test_files_of_one_name_get_each_its_own_values(run, folder):
    for unit, text in (("甲", "甲支部发展党员XX名。"), ("乙", "乙支部发展党员XX名。")):
        (folder / unit).mkdir()
        (folder / unit / "总结.docx").write_bytes(word(p("工作总结") + p(text)))
    values = folder / "单.json"
    run("check", folder / "甲", folder / "乙", "--fill-sheet", values)
    values_as(values, sheet(values), ["7", "8"])
    for unit, number in (("甲", 7), ("乙", 8)):
        result = run("fill", folder / unit / "总结.docx", "--values", values, "-o", folder / f"{unit}.docx")
        assert (result.code, result.err) == (0, "")
        assert read(folder / f"{unit}.docx").text.endswith(f"发展党员{number}名。")


def test_what_people_write_around_the_list_is_passed_over(run, folder):
    source, values, done = folder / "交" / "一支部.docx", folder / "单.xlsx", folder / "好.docx"
    run("check", source, "--fill-sheet", values)
    book = openpyxl.load_workbook(values)
    list_ = book.active
    list_.cell(4, 9).value, list_.cell(4, 9).number_format = 0.986, "0.0%"
    list_.cell(12, 9).value = datetime(2026, 3, 1)
    list_.insert_rows(3)
    list_.insert_rows(1)
    list_.cell(1, 1).value = "请于12月20日前填好"
    list_.cell(20, 2).value = "填表人：王五"
    book.create_sheet("说明", 0)
    book.save(values)
    result = run("fill", source, "--values", values, "-o", done)
    assert "没有采用第 14 行（序号 11" in result.err
    assert "“2026年3月1日”" in result.err
    assert "合格率达98.6%" in read(done).text


def test_a_sheet_finds_its_blanks_after_text_was_added_before_them(run, folder):
    source, values, done = folder / "交" / "一支部.docx", folder / "单.json", folder / "好.docx"
    run("check", source, "--fill-sheet", values)
    values_as(values, sheet(values), VALUES)
    source.write_bytes(word(p("送审稿（第二稿）") + BODY))
    assert run("fill", source, "--values", values, "-o", done).code == 0
    assert read(done).text == "送审稿（第二稿）\n" + FILLED


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("没有.xlsx", None, "找不到这个文件"),
        ("单.xlsx", b"no workbook", "这不是 Excel 工作簿"),
        ("单.json", b"{", "JSON 写法有误"),
        ("单.json", b'{"a": 1}', "应是一个列表"),
        ("单.json", b"[]", "里面没有一行空缺"),
        ("单.csv", "序号,文件\n1,a\n".encode(), "缺少“位置”、“填写”、“起”、“止”、“记号”、“前文”、“后文”、“指纹”列"),
        ("单.txt", b"x", "扩展名应是 .xlsx、.csv、.json"),
    ],
)
def test_a_sheet_that_is_none(run, folder, name, content, reason):
    if content is not None:
        (folder / name).write_bytes(content)
    result = run("fill", folder / "交" / "一支部.docx", "--values", folder / name, "-o", folder / "好.docx")
    assert result.code == 2
    assert reason in result.err


def test_what_cannot_be_filled_says_so(run, folder):
    run("check", folder / "交", "--fill-sheet", folder / "单.json")
    arguments = ["--values", folder / "单.json", "-o", folder / "好.docx"]
    assert "只能填写 Word 文件" in run("fill", folder / "交" / "二支部.txt", *arguments).err
    assert "扩展名应是 .docx" in run("fill", folder / "交" / "一支部.docx", *arguments[:3], folder / "好.doc").err
    source = folder / "交" / "一支部.docx"
    assert "不能写回原件" in run("fill", source, *arguments[:3], source).err
    assert "没有可以填入的值" in run("fill", source, *arguments).err
