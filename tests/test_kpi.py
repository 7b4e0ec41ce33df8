"""The table of metrics: its rows, and the Excel, CSV and JSON files made of them."""

import csv
import io
import json
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
from tables import document
from zongjie.document import Place
from zongjie.kpi.table import Row, rows
from zongjie.report import Failure, Report
from zongjie.writing import csv as csv_file
from zongjie.writing import json as json_file
from zongjie.writing import xlsx

TEXT = (
    "一、工作开展情况\n全年培训党员1.25万人次，收缴党费XX万元。参合率达98.5%；走访3至5次！发展预备党员*名\n"
    "二、下一步打算\n计划培训不少于300人次。"
)


@pytest.fixture(scope="module")
def report() -> Report:
    return zongjie.analyze(TEXT.encode())


@pytest.fixture(scope="module")
def table(report: Report) -> list[Row]:
    return rows([report])


ROW = Row(
    source="甲/总结.txt", organization="甲支部", year=2022, section="achievements", indicator="培训", canonical=None,
    value=Decimal(300), high=None, unit="人次", unit_text="人次", text="300人次", bound="exact", status="reported",
    kind="actual", change=None, period_start="2022-01-01", period_end="2022-12-31", evidence="培训300人次。",
    start=0, end=5, place=Place("text", 3, None, 0),
)  # fmt: skip
MISSING = ROW._replace(value=None, text="*人次", status="missing", evidence="培训*人次。")


def test_each_metric_is_a_row_with_its_sentence(report: Report, table: list[Row]) -> None:
    assert [(row.start, row.end, row.text) for row in table] == [(m.start, m.end, m.text) for m in report.metrics]
    assert [(row.text, row.value, row.high, row.unit, row.bound, row.status, row.kind) for row in table] == [
        ("1.25万人次", Decimal(12500), None, "人次", "exact", "reported", "actual"),
        ("XX万元", None, None, "元", "exact", "missing", "actual"),
        ("98.5%", Decimal("98.5"), None, "%", "exact", "reported", "actual"),
        ("3至5次", Decimal(3), Decimal(5), "次", "exact", "reported", "actual"),
        ("*名", None, None, "名", "exact", "missing", "actual"),
        ("300人次", Decimal(300), None, "人次", "at_least", "reported", "target"),
    ]
    assert [row.section for row in table] == ["achievements"] * 5 + ["plans"]
    assert [row.evidence for row in table] == [
        "全年培训党员1.25万人次，收缴党费XX万元。", "全年培训党员1.25万人次，收缴党费XX万元。",
        "参合率达98.5%；走访3至5次！", "参合率达98.5%；走访3至5次！", "发展预备党员*名", "计划培训不少于300人次。",
    ]  # fmt: skip
    assert [row.place.paragraph for row in table] == [1] * 5 + [3]


def test_rows_keep_the_order_of_the_reports_and_name_units_without_one_by_their_file(report: Report) -> None:
    one = report._replace(source=report.source._replace(name="上报/第二支部.docx"), organization=None)
    two = report._replace(organization="第一支部", year=2022)
    found = [(row.organization, row.year) for row in zongjie.kpi(iter([one, two]))]
    assert found == [("第二支部", None)] * 6 + [("第一支部", 2022)] * 6


def test_a_growth_is_told_from_a_total(tmp_path: Path) -> None:
    found = rows([zongjie.analyze("全年完成税收120万元，同比增长8%；信访量由12件下降到5件。".encode())])
    assert [(row.text, row.change) for row in found] == [
        ("120万元", None),
        ("8%", "up"),
        ("12件", "from"),
        ("5件", "to"),
    ]
    assert [cell.value for cell in cells(written(tmp_path / "a.xlsx", *found), "增减")] == [None, "增", "起点", "终点"]


def test_evidence_of_a_text_without_full_stops_is_cut_around_the_figure() -> None:
    found = rows([zongjie.analyze(("培训12次，" * 2000).encode())])
    assert len(found) == 2000
    assert all(row.text in row.evidence and len(row.evidence) <= 302 for row in found)
    assert (found[0].evidence[0], found[0].evidence[-1], found[1000].evidence[0]) == ("培", "…", "…")


def test_a_figure_of_a_table_has_its_row_for_evidence_and_its_place_in_the_table(tmp_path: Path) -> None:
    long = "全年情况说明。" * 40
    report = zongjie.analyze(
        document(
            [["支部", "党员（名）", "说明"], [("一支部", 2, 1), "5", "换届\n完成"], ["**", long]], after=["见表。"]
        )
    )
    found = rows([report])
    assert [(row.indicator, row.evidence) for row in found[:1]] == [("一支部党员", "一支部 | 5 | 换届 | 完成")]
    assert found[1].evidence.startswith("一支部 | ** | 全年情况")
    assert found[1].evidence.endswith("…")
    assert len(found[1].evidence) <= 302
    assert [row.cell and row.cell[:3] for row in found] == [(0, 1, 1), (0, 2, 1)]
    sheet = written(tmp_path / "a.xlsx", *found)
    assert [cell.value for cell in cells(sheet, "位置")] == ["表 1 第 2 行", "表 1 第 3 行"]
    csv_file.write(tmp_path / "a.csv", [*found, ROW])
    lines = list(csv.DictReader(io.StringIO((tmp_path / "a.csv").read_text("utf-8-sig"), newline="")))
    assert [(line["table"], line["row"], line["column"]) for line in lines] == [
        ("0", "1", "1"),
        ("0", "2", "1"),
        ("",) * 3,
    ]


def sheets(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    book = openpyxl.load_workbook(path)
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}


def written(path: Path, *given: Row) -> Worksheet:
    xlsx.write(path, given)
    return openpyxl.load_workbook(path)["指标明细"]


def cells(sheet: Worksheet, heading: str) -> Iterator[Any]:
    """The cells below a heading."""
    (column,) = (cell.column for cell in sheet[1] if cell.value == heading)
    return (line[column - 1] for line in sheet.iter_rows(min_row=2))


def test_the_workbook_reads_back_as_written(tmp_path: Path, report: Report, table: list[Row]) -> None:
    path = tmp_path / "指标.xlsx"
    xlsx.write(path, table, [report, Failure("坏.docx", "empty", "content", None, "文件是空的", "请重新提交")])
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["指标明细", "缺数清单", "说明"]
    detail = book["指标明细"]
    assert [cell.value for cell in cells(detail, "数值")] == [12500, "缺数", 0.985, 3, "缺数", 300]
    assert [cell.value for cell in cells(detail, "数值上限")] == [None, None, None, 5, None, None]
    assert [cell.number_format for cell in cells(detail, "数值")][:4] == ["#,##0", "General", "0.0%", "#,##0"]
    assert [cell.value for cell in cells(detail, "界限")] == [None] * 5 + ["≥"]
    assert [cell.value for cell in cells(detail, "所在部分")] == ["成效"] * 5 + ["计划"]
    assert [cell.value for cell in cells(detail, "位置")] == ["第 2 行"] * 5 + ["第 4 行"]
    assert [cell.value for cell in cells(detail, "依据原句")] == [row.evidence for row in table]
    notes = {line[0]: line[1] for line in book["说明"].iter_rows(values_only=True)}
    assert notes["总结份数"] == "1 份"
    assert notes["指标"] == "6 个，其中已填 4 个，缺数 2 个"
    assert notes["未能读取：坏.docx"] == "文件是空的。请重新提交。"


def test_headings_are_frozen_and_filtered(tmp_path: Path, table: list[Row]) -> None:
    xlsx.write(tmp_path / "a.xlsx", table)
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    for name, last in (("指标明细", "Q7"), ("缺数清单", "J3")):
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
        "单位名称": "甲支部", "所在部分": "成效", "指标": "培训", "原文写法": "*人次", "计量单位": "人次",
        "性质": "完成", "依据原句": "培训*人次。", "位置": "第 4 行", "文件": f'=HYPERLINK("{link}","甲/总结.txt")',
        "明细": "=HYPERLINK(\"#'指标明细'!F3\",\"第 3 行\")",
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


def test_a_sheet_that_is_full_goes_on_in_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx, "_MAX_ROWS", 3)
    xlsx.write(tmp_path / "a.xlsx", [ROW._replace(value=Decimal(n)) for n in range(4)] + [MISSING])
    found = sheets(tmp_path / "a.xlsx")
    assert [(name, len(lines) - 1) for name, lines in found.items()][:-1] == [
        ("指标明细", 2), ("缺数清单", 1), ("指标明细2", 2), ("指标明细3", 1),
    ]  # fmt: skip
    assert "#'指标明细3'!F2" in found["缺数清单"][1][-1]


def test_the_same_rows_give_the_same_bytes(tmp_path: Path, table: list[Row], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    contents = []
    for _ in range(2):
        xlsx.write(tmp_path / "a.xlsx", table)
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
        xlsx.write(path, broken())
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_csv_opens_in_excel_and_reads_back(tmp_path: Path, table: list[Row]) -> None:
    path = tmp_path / "指标.csv"
    csv_file.write(path, [*table, ROW._replace(organization="=1+1", indicator='a,"b"\nc', evidence="-3\0")])
    data = path.read_bytes()
    assert data.startswith(b"\xef\xbb\xbfsource,organization,year,")
    lines = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert [line["value"] for line in lines] == ["12500", "", "98.5", "3", "", "300", "300"]
    assert [line["high"] for line in lines] == ["", "", "", "5", "", "", ""]
    assert [line["paragraph"] for line in lines] == ["1"] * 5 + ["3", "3"]
    last = lines[-1]
    assert (last["organization"], last["indicator"], last["evidence"]) == ("'=1+1", 'a,"b"\nc', "'-3")
    assert (last["canonical"], last["year"], last["part"]) == ("", "2022", "text")


def test_json_is_a_list_of_rows(table: list[Row]) -> None:
    found = json.loads(json_file.document(table))
    assert [list(line) for line in found] == [list(Row._fields)] * 6
    assert [line["value"] for line in found] == [12500, None, 98.5, 3, None, 300]
    assert found[0]["place"] == {"part": "text", "paragraph": 1, "run": None, "offset": 0, "page": None}
