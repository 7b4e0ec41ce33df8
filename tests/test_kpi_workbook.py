"""The workbook's sheets of a season: formulas, notes, charts, submissions; LibreOffice calculates the same."""

import os
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from conftest import needs
from season_rows import row, season, submission
from zongjie.kpi.grid import grid
from zongjie.kpi.table import Row
from zongjie.kpi.totals import totals
from zongjie.kpi.trend import trends
from zongjie.report import Failure
from zongjie.season import Absence, Season
from zongjie.settings import Indicator
from zongjie.writing import excel
from zongjie.writing.excel import Book, cells

UNITS = ("第一支部", "第二支部", "=第三支部", "第四支部")
_SUBS = [
    submission(f"{year}/{unit}.docx", unit, year) for year in (2025, 2024) for unit in UNITS[:3]
]  # fmt: skip
SEASON = season(
    *_SUBS, submission("2025/初稿.docx", UNITS[0], counts=False, note="另有终稿"),
    submission("2025/不明.docx", None, note="看不出是哪个单位"), units=UNITS, absences=(Absence(UNITS[3], "", 2025),),
)  # fmt: skip
FAILURE = Failure("2025/坏.docx", "empty", "content", None, "文件是空的", "请重新提交")


def one(unit: int, indicator: str, value: str | None, measure: str, *, year: int = 2025, **fields: Any) -> Row:
    return row(UNITS[unit], indicator, value, measure, source=f"{year}/{UNITS[unit]}.docx", year=year, **fields)


NEEDED = Indicator(name="接访", unit="件", required=True)
ROWS = [
    one(0, "培训人次", "120", "人次"), one(0, "党费", "1204500", "元"), one(0, "参训率", "90", "%"),
    one(0, "新建阵地", "3", "处", canonical=None), one(0, "主题党日", "12", "次"),
    one(1, "培训人次", "80.5", "人次", bound="about"), one(1, "党费", None, "元"), one(1, "参训率", "85", "%"),
    one(1, "主题党日", "12", "次"), one(1, "主题党日", "13", "次", start=30, end=33),
    one(2, "党费", "800000", "元"), one(2, "新建阵地", "4", "处", canonical=None),
    one(0, "培训人次", "100", "人次", year=2024), one(0, "参训率", "80", "%", year=2024),
    one(1, "培训人次", "100", "人次", year=2024), one(2, "党费", None, "元", year=2024),
]  # fmt: skip


def book(rows: list[Row], whole: Season | None = SEASON, **more: Any) -> Book:
    found = grid(lambda: rows, whole)
    return Book(iter(rows), found, totals(found), trends(found), whole, **more)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("book") / "指标.xlsx"
    near = [("走访慰问", "走访困难群众", "户", 0.71)]
    excel.write(target, book(ROWS, failures=[FAILURE], documents=8, near=near))
    return target


def lines(sheet: Worksheet) -> list[list[Any]]:
    return [list(line) for line in sheet.iter_rows(values_only=True)]


def column(sheet: Worksheet, indicator: str) -> list[Any]:
    """The cells below the name of an indicator."""
    (found,) = [cells for cells in sheet.iter_cols() if cells[0].value == indicator]
    return list(found[1:])


def test_the_sheets_stand_in_order(path: Path) -> None:
    assert openpyxl.load_workbook(path).sheetnames == [
        "汇总", "指标合计", "同比", "同比明细", "图表", "其他指标", "指标明细", "缺数清单", "报送情况",
        "近似指标", "说明",
    ]  # fmt: skip


def test_totals_are_formulas_over_the_units(path: Path) -> None:
    sheet = openpyxl.load_workbook(path)["汇总"]
    assert [cell.value for cell in sheet["A"]] == ["指标", "计量单位", "合计", "简单平均", "已报", *UNITS]
    assert sheet["A8"].data_type == "s"
    assert [cell.value for cell in sheet["B"]] == ["缺数（个）", None, "=SUM(B6:B9)", None, None, None, 1, None, None]
    values = [cell.value for cell in column(sheet, "培训人次")]
    name = column(sheet, "培训人次")[0].column_letter
    assert values == [
        "人次",
        f"=SUM({name}6:{name}9)",
        None,
        f'=COUNT({name}6:{name}9)&"/4"',
        120,
        80.5,
        "—",
        "未交",
    ]
    fees = column(sheet, "党费")
    assert [cell.value for cell in fees][4:] == [120.45, "缺数", 80, "未交"]
    assert (fees[0].value, fees[4].number_format) == ("万元", "#,##0.00")
    rates = [cell.value for cell in column(sheet, "参训率")]
    assert rates[1:3] == [
        "不相加",
        f"=AVERAGE({column(sheet, '参训率')[0].column_letter}6:{column(sheet, '参训率')[0].column_letter}9)",
    ]
    others = openpyxl.load_workbook(path)["其他指标"]
    assert [cell.value for cell in column(others, "新建阵地＊")][4:] == [3, None, 4, "未交"]
    assert not [cell.value for cell in sheet[1] if cell.value and cell.value.endswith("＊")]


def test_each_indicator_has_a_line_with_its_total_and_who_is_missing(tmp_path: Path) -> None:
    asked = [
        Indicator(name="党费", unit="亿元", maximum=0.01), Indicator(name="信访量", unit="件", required=True),
        Indicator(name="主题党日"),
    ]  # fmt: skip
    found = grid(lambda: ROWS, SEASON, asked)
    excel.write(tmp_path / "a.xlsx", Book(ROWS, found, totals(found), trends(found), SEASON))
    sheet, kept = (openpyxl.load_workbook(tmp_path / "a.xlsx", data_only=kept)["指标合计"] for kept in (False, True))
    head, *shown = lines(sheet)
    assert head[:5] == ["指标", "计量单位", "合计", "简单平均", "已报"]
    assert head[5:] == [
        "缺数的单位", "数不一致的单位", "多个写法的单位", "超出合理范围的单位", "没有写的单位", "未交的单位",
    ]  # fmt: skip
    by_name = {line[0]: line[1:] for line in shown}
    assert by_name["党费"] == [
        "亿元",
        "=汇总!C3",
        None,
        "=汇总!C5",
        "第二支部",
        None,
        None,
        "合计里有 1 家：第一支部",
        None,
        "1 家",
    ]
    assert by_name["信访量"][6:] == [None, None, "第一支部、第二支部、=第三支部", "第四支部"]
    assert by_name["主题党日"][5] == "第二支部"
    assert by_name["培训人次"][4:] == [None, None, None, None, "1 家", "1 家"]  # nobody has to report it
    assert by_name["新建阵地＊"][1] == "=其他指标!C3"
    values = {line[0]: line[2:5] for line in lines(kept)}
    assert values["党费"] == [pytest.approx(0.020045), None, "2/4"]
    assert values["参训率"] == ["不相加", 0.875, "2/4"]


def test_the_kept_values_are_those_of_the_formulas(path: Path) -> None:
    sheet = openpyxl.load_workbook(path, data_only=True)["汇总"]
    assert [cell.value for cell in column(sheet, "培训人次")][1:4] == [200.5, None, "2/4"]
    assert [cell.value for cell in column(sheet, "党费")][1:4] == [200.45, None, "2/4"]
    assert [cell.value for cell in column(sheet, "参训率")][1:4] == ["不相加", 0.875, "2/4"]
    assert [cell.value for cell in column(sheet, "主题党日")][1:4] == [12, None, "1/4"]


def test_missing_is_red_and_what_differs_is_yellow_with_its_places(path: Path) -> None:
    sheet = openpyxl.load_workbook(path)["汇总"]
    fees, days = column(sheet, "党费"), column(sheet, "主题党日")
    assert (fees[5].fill.fgColor.rgb, days[5].fill.fgColor.rgb) == ("FFFFC7CE", "FFFFEB9C")
    assert days[5].value == "不一致"
    assert "12次（2025/第二支部.docx 第4行）\n13次（2025/第二支部.docx 第4行）" in days[5].comment.text
    assert column(sheet, "培训人次")[5].number_format == '"≈"#,##0.0'
    assert column(sheet, "培训人次")[1].number_format == '"≈"#,##0.0'


def test_heads_are_frozen_filtered_and_printed_on_each_page(path: Path) -> None:
    made = openpyxl.load_workbook(path)
    sheet = made["汇总"]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("C6", "A5:F9")
    for name in ("指标合计", "同比", "同比明细", "指标明细", "缺数清单", "报送情况", "近似指标"):
        sheet = made[name]
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref
        assert (sheet.page_setup.orientation, sheet.page_setup.fitToHeight, sheet.print_title_rows) == (
            "landscape", 0, "$1:$1",
        )  # fmt: skip


def test_years_are_compared_by_formulas(path: Path) -> None:
    made, kept = openpyxl.load_workbook(path), openpyxl.load_workbook(path, data_only=True)
    head, *found = lines(made["同比明细"])
    assert head == ["指标", "单位名称", "计量单位", "2024年", "2025年", "增减", "增幅", "说明"]
    assert found[0][:3] == ["参训率", "第一支部", "%"]
    assert [line[3:] for line in found if line[0] == "培训人次"] == [
        [100, 120, "=E4-D4", "=E4/D4-1", None], [100, 80.5, "=E5-D5", "=E5/D5-1", None],
    ]  # fmt: skip
    shares = [line[3:] for line in lines(kept["同比明细"]) if line[0] == "参训率"]
    assert shares == [[0.8, 0.9, 10, None, None], [None, 0.85, None, None, "去年没有报"]]
    sums = [line for line in lines(kept["同比"]) if line[0] == "培训人次"]
    assert sums == [["培训人次", "人次", 2, 200, 200.5, 0.5, pytest.approx(0.0025)]]


def test_charts_are_excels_own(path: Path) -> None:
    charts = openpyxl.load_workbook(path)["图表"]._charts
    assert len(charts) == 2
    first = charts[0]
    assert [one.val.numRef.f for one in first.series] == ["同比明细!$D$4:$D$5", "同比明细!$E$4:$E$5"]
    names = first.series[0].cat.strRef
    assert (names.f, [point.v for point in names.strCache.pt]) == ("同比明细!$B$4:$B$5", ["第一支部", "第二支部"])
    assert [float(point.v) for point in first.series[1].val.numRef.numCache.pt] == [120, 80.5]


def test_submissions_are_laid_against_the_roster(path: Path) -> None:
    _, *found = lines(openpyxl.load_workbook(path)["报送情况"])
    shown = [(line[0], line[2], line[3], line[6]) for line in found]
    assert shown[:3] == [
        ("第一支部", 2025, "已交", None), ("第一支部", 2025, "不计入", "另有终稿"), ("第一支部", 2024, "已交", None),
    ]  # fmt: skip
    assert shown[-3:] == [
        ("第四支部", 2025, "未交", "一份没交"), (None, 2025, "单位不明", "看不出是哪个单位"),
        (None, None, "读不了", "文件是空的。请重新提交。"),
    ]  # fmt: skip
    assert found[0][5].startswith("=HYPERLINK(")


def test_rows_of_documents_that_do_not_count_say_so(tmp_path: Path) -> None:
    given = [one(0, "培训人次", "5", "人次"), one(0, "培训人次", None, "人次")._replace(source="2025/初稿.docx")]
    excel.write(tmp_path / "a.xlsx", book(given))
    made = openpyxl.load_workbook(tmp_path / "a.xlsx")
    head, *found = lines(made["指标明细"])
    assert [line[head.index("汇总时")] for line in found] == ["计入", "不计入"]
    assert made["缺数清单"].max_row == 1


def test_proposals_and_notes(path: Path) -> None:
    made = openpyxl.load_workbook(path)
    assert lines(made["近似指标"])[1] == ["走访慰问", "走访困难群众", "户", 0.71]
    notes = {line[0]: line[1] for line in lines(made["说明"])}
    assert notes["总结份数"] == "8 份"
    assert "汇总：同一指标几个数" in notes
    assert "同比" in notes


def test_a_profile_says_in_which_unit_sums_are_shown(tmp_path: Path) -> None:
    found = grid(
        lambda: ROWS, SEASON, [Indicator(name="党费", unit="亿元"), Indicator(name="信访量", unit="件"), NEEDED]
    )
    excel.write(tmp_path / "a.xlsx", Book(ROWS, found, totals(found), trends(found), SEASON))
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx")["汇总"]
    assert [cell.value for cell in column(sheet, "党费")][4:6] == [0.012045, "缺数"]
    assert [cell.value for cell in sheet[1]][2:5] == ["党费", "信访量", "接访"]
    assert [cell.value for cell in column(sheet, "接访")][3:] == ['=COUNT(E6:E9)&"/4"', *["未报"] * 3, "未交"]
    # What a profile names and does not require is not held against anybody.
    assert [cell.value for cell in column(sheet, "信访量")][4:] == ["—", "—", "—", "未交"]


def test_what_is_to_be_doubted_is_yellow_with_a_note(tmp_path: Path) -> None:
    asked = [Indicator(name="党费", unit="万元", minimum=90, maximum=120.4)]
    given = [*ROWS, one(1, "慰问金额", "156000", "元")._replace(indicator="慰问困难群众")]
    given.append(one(1, "慰问金额", "23000", "元", start=40, end=45)._replace(indicator="慰问困难党员"))
    found = grid(lambda: given, SEASON, asked)
    excel.write(tmp_path / "a.xlsx", Book(given, found, totals(found), trends(found), SEASON))
    made = openpyxl.load_workbook(tmp_path / "a.xlsx")
    fees, gifts = column(made["汇总"], "党费"), column(made["汇总"], "慰问金额")
    assert [fees[4].value, fees[6].value, gifts[5].value] == [120.45, 80, "多个写法"]
    assert {cell.fill.fgColor.rgb for cell in (fees[4], fees[6], gifts[5])} == {"FFFFEB9C"}
    assert fees[6].comment.text.startswith("超出合理范围（应为90到120.4万元），已计入合计，请核对：\n800000元（")
    assert "\n慰问困难群众156000元（" in gifts[5].comment.text
    assert "\n慰问困难党员23000元（" in gifts[5].comment.text
    lists = {line[0]: line[5:9] for line in lines(made["指标合计"])}
    assert lists["党费"] == ["第二支部", None, None, "合计里有 2 家：第一支部、=第三支部"]
    assert lists["慰问金额"] == [None, None, "第二支部", None]


def test_more_indicators_than_a_sheet_has_columns(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cells, "MAX_COLUMNS", 5)
    given = [one(0, f"指标{n}", str(n), "次") for n in range(7)]
    excel.write(tmp_path / "a.xlsx", book(given))
    made = openpyxl.load_workbook(tmp_path / "a.xlsx")
    heads = [[cell.value for cell in made[name][1]][2:] for name in ("汇总", "汇总2", "汇总3")]
    assert [name for head in heads for name in head] == [f"指标{n}" for n in range(7)]


def test_a_workbook_of_nothing_opens(tmp_path: Path) -> None:
    excel.write(tmp_path / "a.xlsx", book([], None))
    made = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert made.sheetnames == ["汇总", "指标合计", "指标明细", "缺数清单", "说明"]


def test_the_same_season_gives_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    contents = []
    for _ in range(2):
        excel.write(tmp_path / "a.xlsx", book(ROWS))
        contents.append((tmp_path / "a.xlsx").read_bytes())
    assert contents[0] == contents[1]


def test_libreoffice_calculates_what_is_kept(path: Path, tmp_path: Path) -> None:
    needs("soffice")
    # Without the kept values a program has to calculate itself.
    bare = tmp_path / "bare.xlsx"
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(bare, "w") as target:
        for entry in source.infolist():
            data = source.read(entry)
            if entry.filename.startswith("xl/worksheets/sheet"):
                data = _without_values(data.decode()).encode()
            target.writestr(entry, data)
    assert openpyxl.load_workbook(bare, data_only=True)["汇总"]["C3"].value in (None, "")
    command = ["soffice", "--headless", f"-env:UserInstallation=file://{tmp_path / 'lo'}", "--convert-to", "xlsx"]
    environment = os.environ | {"HOME": str(tmp_path)}
    subprocess.run([*command, "--outdir", tmp_path / "out", bare], check=True, capture_output=True, env=environment)
    kept = openpyxl.load_workbook(path, data_only=True)
    calculated = openpyxl.load_workbook(tmp_path / "out" / "bare.xlsx", data_only=True)
    formulas = openpyxl.load_workbook(path)
    count = 0
    for name in ("汇总", "指标合计", "其他指标", "同比", "同比明细"):
        for line in formulas[name].iter_rows():
            for cell in line:
                if cell.data_type == "f":
                    count += 1
                    expected, got = kept[name][cell.coordinate].value, calculated[name][cell.coordinate].value
                    assert got == (pytest.approx(expected) if isinstance(expected, float) else expected), (
                        cell.coordinate
                    )
    assert count >= 15


def _without_values(sheet: str) -> str:
    """A worksheet whose formulas have no values."""
    parts = sheet.split("</f><v>")
    return "</f>".join([parts[0], *(part.split("</v>", 1)[1] for part in parts[1:])])
