"""Markdown: the text stays what it is, headings get levels, tables cells."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import zongjie
from zongjie.document import Document, Place
from zongjie.reading import read_bytes

BLOCKS = {
    "headings": (
        "# 甲\n## 乙 ##\n###### 丙\n#无\n正文",
        [("# 甲", 1), ("## 乙 ##", 2), ("###### 丙", 6), ("#无", 0), ("正文", 0)],
    ),
    "underlined": ("甲\n===\n\n乙\n---\n\n丙\n丁\n---\n", [("甲", 1), ("乙", 2), ("丙", 0), ("丁", 0)]),
    "rules": ("甲\n\n***\n\n乙", [("甲", 0), ("乙", 0)]),
    "code": (
        "```\n# 甲\n| 1 | 2 |\n|---|---|\n```",
        [("```", 0), ("# 甲", 0), ("| 1 | 2 |", 0), ("|---|---|", 0), ("```", 0)],
    ),
    "lists and quotes": ("- 甲\n> # 乙\n1. 丙", [("- 甲", 0), ("> # 乙", 1), ("1. 丙", 0)]),
    "only a rule": ("---", [("---", 0)]),
}
TABLES = {
    "with outer pipes": (
        "| 甲 | 乙 |\n|---|:-:|\n| 1 |  **2** |",
        ["甲", "乙", "1", "**2**"],
        [(0, 0), (0, 1), (1, 0), (1, 1)],
    ),
    "without": ("甲 | 乙\n-|-\n1 | 2\n后", ["甲", "乙", "1", "2", "后"], [(0, 0), (0, 1), (1, 0), (1, 1)]),
    "empty cells and more than there are columns": (
        "|甲|乙|\n|-|-|\n| | 2 | 3 |",
        ["甲", "乙", "2", "3"],
        [(0, 0), (0, 1), (1, 1), (1, 2)],
    ),
    "escaped pipes": (
        "|甲\\|丙|乙|\n|-|-|\n|1|2\\||",
        ["甲\\|丙", "乙", "1", "2\\|"],
        [(0, 0), (0, 1), (1, 0), (1, 1)],
    ),
    "in a quote": ("> | 甲 | 乙 |\n> |-|-|\n> | 1 | 2 |", ["甲", "乙", "1", "2"], [(0, 0), (0, 1), (1, 0), (1, 1)]),
}


def opened(text: str) -> Document:
    return read_bytes(text.encode(), "总结.md")


def lines(document: Document) -> list[str]:
    return [document.text[block.start : block.end] for block in document.blocks]


@pytest.mark.parametrize(("text", "expected"), BLOCKS.values(), ids=BLOCKS)
def test_blocks_with_their_levels(text, expected):
    document = opened(text)
    assert document.text == text
    assert list(zip(lines(document), [block.level for block in document.blocks], strict=True)) == expected


@pytest.mark.parametrize(("text", "texts", "cells"), TABLES.values(), ids=TABLES)
def test_tables(text, texts, cells):
    document = opened(text)
    assert lines(document) == texts
    found = [block.cell for block in document.blocks if block.cell]
    assert [cell[1:3] for cell in found] == cells
    assert [cell.header for cell in found] == [row == 0 for row, _ in cells]


def test_tables_are_counted_and_places_are_those_of_the_line():
    document = opened("|甲|\n|-|\n\n字\n\n|乙|\n|-|")
    assert [block.cell and block.cell.table for block in document.blocks] == [0, None, 1]
    assert document.blocks[-1].place == Place("text", 5, None, 1)


def test_what_is_not_called_markdown_is_plain_text():
    assert read_bytes("# 甲\n---".encode(), "总结.txt").blocks[0].level == 0


@settings(deadline=None)
@given(
    st.lists(
        st.sampled_from(["# ", "|", "-", "=", "\n", "\n", "甲", " ", "> ", "```", "\\", "1. ", "\t", "*"]), max_size=60
    )
)
def test_the_text_is_the_content_and_blocks_stand_in_it_in_order(parts):
    text = "甲" + "".join(parts)
    document = opened(text)
    assert document.text == text
    assert document.blocks
    last = -1
    for block in document.blocks:
        assert last < block.start < block.end
        assert "\n" not in text[block.start : block.end]
        last = block.end


@pytest.mark.parametrize("line", ["# 甲县教育局2025年工作总结", "## 甲县教育局2025年工作总结 ##"])
def test_a_title_is_told_without_its_marks(line):
    report = zongjie.analyze(read_bytes(f"{line}\n\n## 一、工作成效\n\n发展党员3名。\n".encode(), "甲.md"))
    assert (report.title, report.organization, report.year) == ("甲县教育局2025年工作总结", "甲县教育局", 2025)


def test_a_masked_name_in_a_title_is_no_mark():
    report = zongjie.analyze(
        read_bytes("**县教育局2025年工作总结\n\n一、工作成效\n\n发展党员3名。\n".encode(), "甲.md")
    )
    assert report.title == "**县教育局2025年工作总结"
