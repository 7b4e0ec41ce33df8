"""The table of metrics: its rows, and the CSV, JSON and Parquet files made of them."""

import csv
import datetime
import io
import json
from decimal import Decimal
from pathlib import Path

import duckdb

import zongjie
from season_rows import ROW, sample, sample_rows
from tables import document
from zongjie.kpi.table import Row, rows
from zongjie.writing import csv as csv_file
from zongjie.writing import json as json_file
from zongjie.writing import parquet


def test_each_metric_is_a_row_with_its_sentence() -> None:
    report = sample()
    table = sample_rows()
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


def test_rows_keep_the_order_of_the_reports_and_name_units_without_one_by_their_file() -> None:
    report = sample()
    one = report._replace(source=report.source._replace(name="上报/第二支部.docx"), organization=None)
    two = report._replace(organization="第一支部", year=2022)
    found = [(row.organization, row.year) for row in zongjie.kpi(iter([one, two]))]
    assert found == [("第二支部", None)] * 6 + [("第一支部", 2022)] * 6


def test_a_growth_is_told_from_a_total() -> None:
    found = rows([zongjie.analyze("全年完成税收120万元，同比增长8%；信访量由12件下降到5件。".encode())])
    assert [(row.text, row.change) for row in found] == [
        ("120万元", None),
        ("8%", "up"),
        ("12件", "from"),
        ("5件", "to"),
    ]


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
    csv_file.write(tmp_path / "a.csv", [*found, ROW])
    lines = list(csv.DictReader(io.StringIO((tmp_path / "a.csv").read_text("utf-8-sig"), newline="")))
    assert [(line["table"], line["row"], line["column"]) for line in lines] == [
        ("1", "2", "2"),
        ("1", "3", "2"),
        ("",) * 3,
    ]


def test_csv_opens_in_excel_and_reads_back(tmp_path: Path) -> None:
    table = sample_rows()
    path = tmp_path / "指标.csv"
    csv_file.write(path, [*table, ROW._replace(organization="=1+1", indicator='a,"b"\nc', evidence="-3\0")])
    data = path.read_bytes()
    assert data.startswith(b"\xef\xbb\xbfsource,organization,year,")
    lines = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert [line["value"] for line in lines] == ["12500", "", "98.5", "3", "", "300", "300"]
    assert [line["high"] for line in lines] == ["", "", "", "5", "", "", ""]
    assert [line["paragraph"] for line in lines] == ["2"] * 5 + ["4", "4"]  # as people count
    last = lines[-1]
    assert (last["organization"], last["indicator"], last["evidence"]) == ("'=1+1", 'a,"b"\nc', "'-3")
    assert (last["canonical"], last["year"], last["part"]) == ("", "2022", "text")


def test_json_is_a_list_of_rows() -> None:
    table = sample_rows()
    found = json.loads(json_file.document(table))
    assert [list(line) for line in found] == [list(Row._fields)] * 6
    assert [line["value"] for line in found] == [12500, None, 98.5, 3, None, 300]
    assert found[0]["place"] == {"part": "text", "paragraph": 1, "run": None, "offset": 0, "page": None}


def test_json_is_written_as_it_is_shown(tmp_path: Path) -> None:
    table = sample_rows()
    for given in (table, table[:1], []):
        json_file.write_list(tmp_path / "a.json", iter(given))
        assert (tmp_path / "a.json").read_text("utf-8") == json_file.document(given)


def test_parquet_has_types_and_reads_back(tmp_path: Path) -> None:
    table = sample_rows()
    odd = ROW._replace(indicator='a,"b"\nc\0', value=Decimal("0.1"), organization="=1+1", evidence="\ud800")
    huge = ROW._replace(value=Decimal("1E+400"), text="1E+400", year=None)
    path = tmp_path / "it's.parquet"
    parquet.write(path, iter([*table, odd, huge]))
    found = duckdb.sql(f"""SELECT * FROM read_parquet('{str(path).replace("'", "''")}')""")
    assert dict(zip(found.columns, map(str, found.types), strict=True)) == {
        **dict.fromkeys(csv_file.COLUMNS, "VARCHAR"), "value": "DECIMAL(38,10)", "high": "DECIMAL(38,10)",
        **dict.fromkeys(("year", "start", "end", "paragraph", "table", "row", "column"), "INTEGER"),
        "period_start": "DATE", "period_end": "DATE",
    }  # fmt: skip
    lines = [dict(zip(found.columns, line, strict=True)) for line in found.fetchall()]
    assert [line["value"] for line in lines] == [*(row.value for row in table), Decimal("0.1"), None]
    assert [line["text"] for line in lines] == [row.text for row in table] + ["300人次", "1E+400"]
    assert (lines[-2]["indicator"], lines[-2]["organization"]) == ('a,"b"\nc', "=1+1")
    assert (lines[-1]["year"], lines[-2]["period_start"]) == (None, datetime.date(2022, 1, 1))
    again = tmp_path / "b.parquet"
    parquet.write(again, [*table, odd, huge])
    assert again.read_bytes() == path.read_bytes()


def test_parquet_of_no_rows_has_its_columns(tmp_path: Path) -> None:
    parquet.write(tmp_path / "a.parquet", [])
    found = duckdb.sql(f"SELECT * FROM '{tmp_path / 'a.parquet'}'")
    assert (tuple(found.columns), found.fetchall()) == (csv_file.COLUMNS, [])
