"""Workbooks: what is seen in their sheets, cell by cell, in the format of each."""

import datetime
import io
from collections.abc import Callable

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.styles import Font
from openpyxl.worksheet.table import Table
from openpyxl.worksheet.worksheet import Worksheet

from zongjie.document import Block, Document, Place
from zongjie.errors import DocumentError
from zongjie.reading import XLSX, read_bytes
from zongjie.reading.xlsx_format import shown


def saved(book: openpyxl.Workbook) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def opened(*fill: Callable[[Worksheet], object]) -> Document:
    """The document of a workbook with a sheet for each function."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for number, function in enumerate(fill):
        function(book.create_sheet(f"表{number}"))
    return read_bytes(saved(book), "表.xlsx")


def cells(document: Document) -> list[tuple[str, tuple[int, ...]]]:
    """Texts with row, column, rows and columns of the blocks that are cells."""
    return [
        (document.text[block.start : block.end], block.cell[1:5]) for block in document.blocks if block.cell is not None
    ]


def test_a_sheet_is_a_table_without_its_empty_cells():
    def fill(sheet: Worksheet) -> None:
        sheet["B2"], sheet["D2"], sheet["B5"] = "指标", "数量", " "
        sheet["B4"], sheet["D4"] = "走访", 12
        sheet["B2"].font = Font(bold=True)

    document = opened(fill)
    assert document.text == "指标\n数量\n走访\n12"
    assert cells(document) == [
        ("指标", (1, 1, 1, 1)),
        ("数量", (1, 3, 1, 1)),
        ("走访", (3, 1, 1, 1)),
        ("12", (3, 3, 1, 1)),
    ]
    assert [block.place for block in document.blocks[1:3]] == [Place("表0", 1, None, 0), Place("表0", 3, None, 0)]
    assert [block.bold for block in document.blocks] == [True, False, False, False]
    assert document.source.media_type == XLSX


def test_sheets_are_named_where_several_hold_something():
    document = opened(lambda one: one.append(["甲"]), lambda one: one, lambda one: one.append(["乙"]))
    assert document.text == "表0\n甲\n表2\n乙"
    assert [block.cell and block.cell.table for block in document.blocks] == [None, 0, None, 1]
    assert document.blocks[2] == Block(5, 7, place=Place("表2"))


def test_merged_cells_are_read_once_and_span_what_is_seen():
    def fill(sheet: Worksheet) -> None:
        sheet["A1"], sheet["D1"], sheet["B5"] = "合并", "右", "下"
        sheet.merge_cells("A1:C4")
        sheet.row_dimensions[2].hidden = True
        sheet.column_dimensions["B"].hidden = True

    assert cells(opened(fill)) == [("合并", (0, 0, 3, 2)), ("右", (0, 2, 1, 1))]


def test_what_is_hidden_is_left_out():
    def fill(sheet: Worksheet) -> None:
        for row in range(1, 5):
            sheet.append([f"{column}{row}" for column in "ABCDE"])
        sheet.row_dimensions[2].hidden = True
        sheet.row_dimensions[3].hidden = True
        sheet.column_dimensions.group("B", "C", hidden=True)
        sheet.column_dimensions["E"].hidden = True

    def hide(sheet: Worksheet) -> None:
        sheet["A1"] = "藏"
        sheet.sheet_state = "veryHidden"

    assert cells(opened(fill, hide)) == [
        ("A1", (0, 0, 1, 1)),
        ("D1", (0, 1, 1, 1)),
        ("A4", (1, 0, 1, 1)),
        ("D4", (1, 1, 1, 1)),
    ]


def test_a_cell_of_several_lines_is_several_blocks_of_one_place():
    document = opened(lambda one: one.append(["甲\n\n乙_x000D_\n丙"]))
    assert document.text == "甲\n乙\n丙"
    assert {block.cell for block in document.blocks} == {document.blocks[0].cell}
    assert [block.place.offset for block in document.blocks] == [0, 3, 5]


def test_rows_that_the_file_says_head_a_table():
    def fill(sheet: Worksheet) -> None:
        for row in range(6):
            sheet.append([f"{column}{row}" for column in "ABC"])
        sheet.print_title_rows = "1:2"
        sheet.add_table(Table(displayName="t", ref="A4:B6"))

    heads = [block.cell.header for block in opened(fill).blocks if block.cell]
    assert heads == [True] * 6 + [False] * 3 + [True, True, False] + [False] * 6


def written(fill: Callable[[xlsxwriter.Workbook, xlsxwriter.worksheet.Worksheet], None]) -> list[str]:
    """The texts of the cells of a workbook made by the other library, which writes what openpyxl does not."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        fill(book, book.add_worksheet())
    return [text for text, _ in cells(read_bytes(buffer.getvalue(), "a.xlsx"))]


def test_formulas_count_by_the_value_that_was_saved_and_errors_as_they_are_shown():
    def fill(book: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet) -> None:
        for column, value in enumerate((2, "文", "#DIV/0!", True, "")):
            sheet.write_formula(0, column, "=1+1", None, value)
        sheet.write_rich_string(0, 5, "甲", book.add_format({"bold": True}), "乙")

    assert written(fill) == ["2", "文", "#DIV/0!", "TRUE", "甲乙"]


def test_dates_in_formats_that_are_known_by_number_only():
    def fill(book: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet) -> None:
        for column, number in enumerate((31, 57, 58, 14)):
            sheet.write_datetime(0, column, MOMENT, book.add_format({"num_format": number}))

    assert written(fill) == ["2025年1月5日", "2025年1月", "1月5日", "2025/1/5"]


MOMENT = datetime.datetime(2025, 1, 5, 14, 3, 9)
FORMATS = [
    (0.985, "0.0%", "98.5%"),
    (0.125, "0%", "13%"),
    (1234.5, "#,##0.00", "1,234.50"),
    (1234567, "#,##0", "1,234,567"),
    (3, '0"次"', "3次"),
    (2.5, "0", "3"),
    (5, "000", "005"),
    (0.5, "#.##", ".5"),
    (12.0, "0.0#", "12.0"),
    (12.256, "0.0#", "12.26"),
    (-3, "0;(0)", "(3)"),
    (-3.26, "0.0", "-3.3"),
    (-0.4, "0", "0"),
    (0, '0;-0;"无"', "无"),
    (0, '_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * "-"??_ ;_ @_ ', "-"),
    (1200, '_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * "-"??_ ;_ @_ ', "1,200.00"),
    (5, ";;;", ""),
    (123456, '0.00,"千"', "123.46千"),
    (12.5, "[$¥-804]#,##0.0", "¥12.5"),
    (12.5, "[Red]¥0.0", "¥12.5"),
    (5, "@", "5"),
    ("文字", "0.00", "文字"),
    (0.1 + 0.2, "General", "0.3"),
    (12345678901, "General", "12345678901"),
    (1e-7, "General", "0.0000001"),
    (7, "[>5]0;0.0", "7"),
    (0.25, "# ?/?", "0.25"),
    (1500, "0.0E+00", "1500"),
    (1e400, "0", "inf"),
    (True, "General", "TRUE"),
    (None, "0", ""),
    (MOMENT, 'yyyy"年"m"月"d"日"', "2025年1月5日"),
    (MOMENT, 'yyyy"年"mm"月"', "2025年01月"),
    (MOMENT, "mm-dd-yy", "2025/1/5"),
    (MOMENT, "yy-mm-dd", "25-01-05"),
    (MOMENT, "yyyy/m/d h:mm:ss", "2025/1/5 14:03:09"),
    (MOMENT, "h:mm 上午/下午", "2:03 下午"),
    (MOMENT, "mm:ss", "03:09"),
    (MOMENT, "[$-F800]dddd, mmmm dd, yyyy", "2025年1月5日"),
    (MOMENT, "aaaa", "星期日"),
    (MOMENT, "ddd", "周日"),
    (MOMENT, "General", "2025-01-05 14:03:09"),
    (datetime.date(2025, 1, 5), "m.d", "1.5"),
    (datetime.time(9, 5), "h:mm", "9:05"),
    (datetime.timedelta(hours=30, minutes=5), "[h]:mm", "30:05"),
]


@pytest.mark.parametrize(("value", "code", "expected"), FORMATS)
def test_values_are_shown_as_excel_shows_them(value, code, expected):
    assert shown(value, code) == expected


_CODES = st.text(st.sampled_from('0#?.,%;"\\[]$-ymdhs@_* GE+/年'), max_size=12)
_VALUES = st.one_of(st.integers(), st.floats(), st.datetimes(), st.timedeltas(), st.times(), st.booleans(), st.none())


@given(_VALUES, _CODES)
def test_any_value_in_any_format_is_shown_somehow(value, code):
    assert isinstance(shown(value, code), str)


@given(st.integers(-(10**15), 10**15))
def test_whole_numbers_stay_what_they_are(value):
    assert int(shown(value, "#,##0").replace(",", "")) == value == int(shown(value, "General"))


GOOD = saved(openpyxl.Workbook())


@settings(deadline=None)
@given(st.integers(min_value=4, max_value=len(GOOD) - 1), st.integers(min_value=1, max_value=255))
def test_a_flipped_byte_gives_a_document_or_a_coded_failure(at, mask):
    try:
        document = read_bytes(GOOD[:at] + bytes([GOOD[at] ^ mask]) + GOOD[at + 1 :], "a.xlsx")
    except DocumentError:
        return
    assert document.text
