"""Rows of a workbook that are written as a whole stand in it as XlsxWriter writes them cell by cell."""

import zipfile
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from zongjie.writing.excel import table
from zongjie.writing.excel.cells import Forms, Formula, Value, link

STRANGE = (
    "", " 前有空格", "后有空格　", "两\n行", "回\r车", "制\t表", "<标签>&", "_x0041_", "#REF!", "=1+1", '引"号',
    "𠮷", "长" * 17_000, "\x00\x0b", "\ufffe", "＃", "{a}",
)  # fmt: skip
NUMBERS = (0, -3, 0.1, 1e20, 1234567890123456789)


def sheet(path: Path, rows: list[list[Value | tuple[object, str]]]) -> bytes:
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        forms = Forms(book)
        made = table.Table(book, forms, "表", [("甲", 10), ("乙", 12)])
        for row in rows:
            made.add([(value, forms(form) if isinstance(form, str) else form) for value, form in row])
        made.close()
    with zipfile.ZipFile(path) as package:
        return package.read("xl/worksheets/sheet1.xml") + package.read("xl/styles.xml")


def by_cells(path: Path, rows: list[list[Value | tuple[object, str]]]) -> bytes:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(table, "row_xml", lambda row, cells, height: None)
        return sheet(path, rows)


VALUES = [*STRANGE, *NUMBERS, None, Formula("=B2-A2", 1.5), *(link(f"a/{one}.docx", one) for one in STRANGE)]
FORMS = (None, "red", "link")


@given(st.lists(st.lists(st.tuples(st.sampled_from(VALUES), st.sampled_from(FORMS)), max_size=2), max_size=5))
def test_rows_are_written_as_cells_are(tmp_path_factory: pytest.TempPathFactory, rows: list[list[Value]]) -> None:
    folder = tmp_path_factory.mktemp("books")
    assert sheet(folder / "a.xlsx", rows) == by_cells(folder / "b.xlsx", rows)


@given(st.text(max_size=40), st.text(max_size=40))
def test_any_text_is_written_as_a_cell_is(tmp_path_factory: pytest.TempPathFactory, one: str, two: str) -> None:
    folder = tmp_path_factory.mktemp("books")
    rows: list[list[Value]] = [[(one, None), (link(two, one), None)]]
    assert sheet(folder / "a.xlsx", rows) == by_cells(folder / "b.xlsx", rows)


def test_ordinary_rows_are_written_as_a_whole() -> None:
    assert table.row_xml(1, [table.cell_xml(value, None) for value in ("单位", None, 12)]) == (
        '<row r="2"><c r="A2" t="inlineStr"><is><t>单位</t></is></c><c r="C2"><v>12</v></c></row>'
    )


def test_a_name_that_looks_like_a_newer_function_stays_a_name() -> None:
    xml = table.cell_xml(link("SORT(1).docx", "SORT(1).docx"), None)
    assert xml is not None
    assert '<f>HYPERLINK("SORT(1).docx","SORT(1).docx")</f>' in xml
