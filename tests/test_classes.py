"""What is said of units that have not handed in all, of files that are nobody's, of several kinds and of drafts."""

from pathlib import Path

import lxml.html
import openpyxl

from batches import summary
from conftest import Run

ROSTER = (
    '[[roster.units]]\nname = "甲县教育局"\n[[roster.units]]\nname = "乙县教育局"\n[[roster.units]]\nname = "丙局"\n'
)
DOCUMENTS = '[[documents]]\nname = "年度总结"\n[[documents]]\nname = "党建总结"\n'


def inputs(folder: Path) -> Path:
    folder.mkdir()
    for name, unit in (
        ("甲县教育局党建", "甲县教育局"),
        ("甲县教育局年度", "甲县教育局"),
        ("乙县教育局年度", "乙县教育局"),
    ):
        (folder / f"{name}总结.txt").write_text(summary(unit), "utf-8")
    (folder / "无名.txt").write_text(summary("").removeprefix("2025年"), "utf-8")
    return folder


def test_units_are_counted_once(tmp_path: Path, run: Run) -> None:
    given, profile = inputs(tmp_path / "收件"), tmp_path / "要求.toml"
    profile.write_text(f"year = 2025\n{DOCUMENTS}{ROSTER}", "utf-8")
    _, out, _ = run("batch", given, "-o", tmp_path / "结果", "--profile", profile)
    assert "单位 3 个：报齐 1 个，没有报齐（交了一部分） 1 个，一份没交 1 个（共缺 3 份）" in out
    assert "\n没有报齐（交了一部分）：乙县教育局（缺党建总结）\n一份没交：丙局\n" in out
    assert "不止一种" not in out
    page = lxml.html.parse(str(tmp_path / "结果" / "总览.html"))
    heads = [one.text_content() for one in page.xpath("//section[@id='absent']/h2")]
    assert heads == ["没有报齐（交了一部分） 1 个单位", "一份没交 1 个单位"]
    names = [one.text_content() for one in page.xpath("//section[@id='absent']//li")]
    assert names == ["乙县教育局 缺党建总结", "丙局 缺年度总结 缺党建总结"]
    figures = page.xpath("//section[@class='figures']")[0].text_content()
    assert all(one in figures for one in ("1/3个单位报齐", "1个单位没有报齐（交了一部分）", "1个单位一份没交"))
    sheet = openpyxl.load_workbook(tmp_path / "结果" / "指标.xlsx", read_only=True)["报送情况"]
    shown = [(line[0], line[3], line[6]) for line in sheet.iter_rows(values_only=True)]
    assert ("乙县教育局", "未交", "没有报齐（交了一部分）") in shown
    assert ("丙局", "未交", "一份没交") in shown


def test_several_kinds_and_files_of_nobody_are_told(tmp_path: Path, run: Run) -> None:
    given, profile = inputs(tmp_path / "收件"), tmp_path / "要求.toml"
    profile.write_text(f"year = 2025\n{ROSTER}", "utf-8")
    _, out, _ = run("batch", given, "-o", tmp_path / "结果", "--profile", profile)
    assert "单位 3 个：报齐 2 个，一份没交 1 个（共缺 1 份）" in out
    said = "有 1 个单位交了不止一种总结；若都要求交，请在设置文件里写 [[documents]]"
    assert f"{said}\n" in out
    assert "有 1 份看不出是哪个单位的（见报送情况）；请在名单的“别名”或“文件名”里写上：无名.txt\n" in out
    assert said in (tmp_path / "结果" / "总览.html").read_text("utf-8")
    assert "缺着的数字 4 个" in out  # of all three, and of the one that is nobody's


def test_without_a_roster_files_of_nobody_are_told_too(tmp_path: Path, run: Run) -> None:
    _, out, _ = run("batch", inputs(tmp_path / "收件"), "-o", tmp_path / "结果")
    assert "有 1 份看不出是哪个单位的（见报送情况）；给出名单（[roster]），就能按文件名认出：无名.txt\n" in out
    assert "有 1 个单位交了不止一种总结" in out


def drafts(folder: Path) -> Path:
    folder.mkdir()
    for name, figure in (("初稿", "**"), ("终稿", "9")):
        (folder / f"甲县教育局总结（{name}）.txt").write_text(summary("甲县教育局", figure), "utf-8")
    (folder / "甲县教育局党建总结.txt").write_text(summary("甲县教育局", "9"), "utf-8")
    (folder / "无名.txt").write_text("全年培训XX人次。\n", "utf-8")
    return folder


def test_of_drafts_one_counts_in_the_table_of_figures(tmp_path: Path, run: Run) -> None:
    given, path = drafts(tmp_path / "收件"), tmp_path / "表.xlsx"
    _, out, err = run("kpi", given, "-o", path)
    assert "4 份总结，" in out
    assert "（其中缺数字 3 个，往年的和不计入的 1 份除外）" in out
    assert "提醒：有 1 份是同一单位同一种总结的旧稿或重复的文件" in err
    assert "甲县教育局总结（初稿）.txt" in err
    book = openpyxl.load_workbook(path)
    missing = [line[:1] + line[3:4] for line in book["缺数清单"].iter_rows(min_row=2, values_only=True)]
    assert sorted(missing) == [("无名", "培训"), ("甲县教育局", "走访群众"), ("甲县教育局", "走访群众")]
    shown = {line[-2]: line[-1] for line in book["指标明细"].iter_rows(min_row=2, values_only=True)}
    assert sorted(shown.values()) == ["不计入", "计入", "计入", "计入"]
    assert {line[0] for line in book["汇总"].iter_rows(values_only=True)} >= {"甲县教育局", "无名"}
    _, out, err = run("kpi", given)
    assert "表里也列着" in err
    _, out, err = run("kpi", given / "无名.txt", given / "甲县教育局党建总结.txt", "-o", path)
    assert (err, "除外" in out) == ("", False)
    assert "报送情况" not in openpyxl.load_workbook(path, read_only=True).sheetnames


def test_amounts_are_shown_in_the_scale_of_the_text(run: Run) -> None:
    text = "全年完成固定资产投资4.3亿元，到位资金1200万元，发放补贴43000元，接待游客2.5万人次。"
    shown = run("kpi", "-", stdin=text.encode()).out
    assert all(one in shown for one in (" 4.3亿元 ", " 1,200万元 ", " 43,000元 ", " 2.5万人次 "))
