"""The workbook's long table and its list of missing figures."""

import io
import os
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

import zongjie
from season_rows import MISSING, ROW, sample_rows
from tables import document
from zongjie.kpi.table import Row, rows
from zongjie.report import Failure
from zongjie.writing import excel
from zongjie.writing.excel import Book
from zongjie.writing.files import below


def sheets(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    book = openpyxl.load_workbook(path)
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}


def written(path: Path, *given: Row) -> Worksheet:
    excel.write(path, Book(given))
    return openpyxl.load_workbook(path)["指标明细"]


def cells(sheet: Worksheet, heading: str) -> Iterator[Any]:
    """The cells below a heading."""
    (column,) = (cell.column for cell in sheet[1] if cell.value == heading)
    return (line[column - 1] for line in sheet.iter_rows(min_row=2))


def test_the_workbook_reads_back_as_written(tmp_path: Path) -> None:
    table = sample_rows()
    path = tmp_path / "指标.xlsx"
    failure = Failure("坏.docx", "empty", "content", None, "文件是空的", "请重新提交")
    excel.write(path, Book(table, documents=1, failures=[failure]))
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["指标明细", "缺数清单", "说明"]
    detail = book["指标明细"]
    assert [cell.value for cell in cells(detail, "数值")] == [12500, "缺数", 0.985, 3, "缺数", 300]
    assert [cell.value for cell in cells(detail, "数值上限")] == [None, None, None, 5, None, None]
    assert [cell.number_format for cell in cells(detail, "数值")][:4] == ["#,##0", "General", "0.0%", "#,##0"]
    assert [cell.value for cell in cells(detail, "界限")] == [None] * 5 + ["≥"]
    assert [cell.value for cell in cells(detail, "所在部分")] == ["成效"] * 5 + ["计划"]
    assert [cell.value for cell in cells(detail, "位置")] == ["第2行"] * 5 + ["第4行"]
    assert [cell.value for cell in cells(detail, "依据原句")] == [row.evidence for row in table]
    notes = {line[0]: line[1] for line in book["说明"].iter_rows(values_only=True)}
    assert notes["总结份数"] == "1 份"
    assert notes["指标"] == "6 个，其中已填 4 个，缺数 2 个"
    assert notes["未能读取：坏.docx"] == "文件是空的。请重新提交。"


def test_headings_are_frozen_and_filtered(tmp_path: Path) -> None:
    table = sample_rows()
    excel.write(tmp_path / "a.xlsx", Book(table))
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    for name, last in (("指标明细", "R7"), ("缺数清单", "L3")):
        assert book[name].freeze_panes == "A2"
        assert book[name].auto_filter.ref == f"A1:{last}"


def test_missing_figures_are_red_listed_and_linked_to_their_row(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    sheet = written(path, ROW, MISSING)
    fills = [(cell.value, cell.fill.fgColor.rgb) for cell in cells(sheet, "数值")]
    assert fills == [(300, "00000000"), ("缺数", "FFFFC7CE")]
    heading, line = sheets(path)["缺数清单"]
    link = os.path.relpath("甲/总结.txt", tmp_path)
    assert dict(zip(heading, line, strict=True)) == {
        "单位名称": "甲支部", "年度": 2022, "所在部分": "成效", "指标": "培训", "规范指标": None, "原文写法": "*人次",
        "计量单位": "人次", "性质": "完成", "依据原句": "培训*人次。", "位置": "第4行",
        "文件": f'=HYPERLINK("{link}","甲/总结.txt")',
        "明细": "=HYPERLINK(\"#'指标明细'!G3\",\"第 3 行\")",
    }  # fmt: skip


@pytest.mark.parametrize(
    "text", ["=1+1", "+8", "-3", "@SUM(A1)", '=HYPERLINK("x","y")', "{=A1}", "http://a.cn/b", "0012"]
)
def test_text_that_looks_like_something_else_stays_text(tmp_path: Path, text: str) -> None:
    row = ROW._replace(organization=text, indicator=text, evidence=text, text=text, unit=text)
    sheet = written(tmp_path / "a.xlsx", row)
    for heading in ("单位名称", "指标", "计量单位", "原文写法", "依据原句"):
        (cell,) = cells(sheet, heading)
        assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)


def test_characters_that_a_cell_cannot_hold_are_taken_out(tmp_path: Path) -> None:
    row = ROW._replace(evidence="甲\0\x07乙\ud800\ufffe", indicator="长" * 40_000, source="-")
    sheet = written(tmp_path / "a.xlsx", row)
    assert [cell.value for cell in cells(sheet, "依据原句")] == ["甲乙"]
    assert [len(cell.value) for cell in cells(sheet, "指标")] == [32_767]
    assert [cell.value for cell in cells(sheet, "文件")] == ["-"]


@pytest.mark.parametrize(
    ("value", "unit", "cell", "pattern"),
    [
        ("30", "%", 0.3, "0.0%"),
        ("3.256", "%", 0.03256, "0.000%"),
        ("12500", "元", 12500, "#,##0"),
        ("12.50", "万吨", 12.5, "#,##0.0"),
        ("0.3333", "", 0.3333, "#,##0.0000"),
        ("1E+400", "元", "1E+400", "General"),
    ],
)
def test_numbers_have_real_formats(tmp_path: Path, value: str, unit: str, cell: float | str, pattern: str) -> None:
    sheet = written(tmp_path / "a.xlsx", ROW._replace(value=Decimal(value), unit=unit))
    (found,) = cells(sheet, "数值")
    assert found.value == (pytest.approx(cell) if isinstance(cell, float) else cell)
    assert found.number_format == pattern


@pytest.mark.parametrize(
    ("source", "linked"), [('有"引号"和#号.docx', True), ("长" * 300 + ".docx", False), ("-", False)]
)
def test_links_that_excel_cannot_hold_are_plain_text(tmp_path: Path, source: str, linked: bool) -> None:
    (cell,) = cells(written(tmp_path / "a.xlsx", ROW._replace(source=source)), "文件")
    if linked:
        assert cell.value.startswith("=HYPERLINK(")
        assert '有""引号""和%23号.docx","有""引号""和#号.docx")' in cell.value
    else:
        assert (cell.value, cell.data_type) == (source, "s")


def test_what_lies_in_an_archive_is_opened_with_it(tmp_path: Path) -> None:
    source = str(tmp_path / "收件" / "批次.zip" / "甲" / "总结.docx")
    (cell,) = cells(written(tmp_path / "a.xlsx", ROW._replace(source=source)), "文件")
    assert cell.value == f'=HYPERLINK("{os.path.join("收件", "批次.zip")}","{source}")'
    Path(source).parent.mkdir(parents=True)  # a folder of that name
    (cell,) = cells(written(tmp_path / "b.xlsx", ROW._replace(source=source)), "文件")
    assert cell.value == f'=HYPERLINK("{os.path.relpath(source, tmp_path)}","{source}")'


def test_files_are_called_by_their_paths_below_a_common_folder() -> None:
    called = below(["/收/2025/甲.docx", "/收/2025/乙/总结.txt", "-"])
    assert [called(one) for one in ("/收/2025/乙/总结.txt", "/收/2024/丙.txt", "-")] == [
        "乙/总结.txt",
        "/收/2024/丙.txt",
        "-",
    ]
    assert below(["甲.docx", "乙.docx"])("甲.docx") == "甲.docx"
    assert below(["/收/甲.docx", "乙.docx"])("/收/甲.docx") == "/收/甲.docx"
    assert below([])("甲.docx") == "甲.docx"


def test_a_sheet_that_is_full_goes_on_in_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(excel.table, "MAX_ROWS", 3)
    excel.write(tmp_path / "a.xlsx", Book([ROW._replace(value=Decimal(n)) for n in range(4)] + [MISSING]))
    found = sheets(tmp_path / "a.xlsx")
    assert [(name, len(lines) - 1) for name, lines in found.items()][:-1] == [
        ("指标明细", 2), ("缺数清单", 1), ("指标明细2", 2), ("指标明细3", 1),
    ]  # fmt: skip
    assert "#'指标明细3'!G2" in found["缺数清单"][1][-1]


def test_a_long_table_is_left_out_of_print(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(excel.detail, "_PRINTED", 2)
    assert not written(tmp_path / "a.xlsx", ROW, MISSING).print_area
    excel.write(tmp_path / "b.xlsx", Book([ROW, MISSING, MISSING]))
    made = openpyxl.load_workbook(tmp_path / "b.xlsx")
    long = made["指标明细"]
    assert long.print_area == "'指标明细'!$A$1:$R$1"
    assert "共 3 条" in str(long.oddHeader.center.text)
    assert not made["缺数清单"].print_area
    assert "打印" in [line[0].value for line in made["说明"]]


def test_the_same_rows_give_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table = sample_rows()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    contents = []
    for _ in range(2):
        excel.write(tmp_path / "a.xlsx", Book(table))
        contents.append((tmp_path / "a.xlsx").read_bytes())
    assert contents[0] == contents[1]
    assert b"2023-11-14T22:13:20Z" in zipfile.ZipFile(io.BytesIO(contents[0])).read("docProps/core.xml")


def test_a_workbook_that_fails_leaves_the_old_one(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"old")

    def broken() -> Iterator[Row]:
        yield ROW
        raise RuntimeError("interrupted")

    with pytest.raises(RuntimeError):
        excel.write(path, Book(broken()))
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_changes_and_places_in_tables_are_named(tmp_path: Path) -> None:
    found = rows([zongjie.analyze("全年完成税收120万元，同比增长8%；信访量由12件下降到5件。".encode())])
    assert [cell.value for cell in cells(written(tmp_path / "a.xlsx", *found), "增减")] == [None, "增", "起点", "终点"]
    report = zongjie.analyze(document([["支部", "党员（名）"], ["一支部", "5"], ["二支部", "**"]], after=["见表。"]))
    sheet = written(tmp_path / "a.xlsx", *rows([report]))
    assert [cell.value for cell in cells(sheet, "位置")] == ["表1第2行第2列", "表1第3行第2列"]


def test_rows_lead_to_the_finding_in_the_marked_copy(tmp_path: Path) -> None:
    marked = excel.Marked(str(tmp_path / "标注" / "总结.docx"), [(0, 1, "ZJ101_0_1"), (7, 8, "ZJ101_7_8")])
    link = excel.links({ROW.source: marked})
    given = [MISSING._replace(end=3), MISSING._replace(start=5, end=9), ROW._replace(start=10, end=12)]
    given.append(MISSING._replace(source="乙.txt"))
    excel.write(tmp_path / "a.xlsx", Book(given, link=link))
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx")["指标明细"]
    path = os.path.join("标注", "总结.docx")
    assert [cell.value for cell in cells(sheet, "位置")] == [
        f'=HYPERLINK("{path}#ZJ101_0_1","第4行")', f'=HYPERLINK("{path}#ZJ101_7_8","第4行")',
        f'=HYPERLINK("{path}","第4行")', "第4行",
    ]  # fmt: skip
