"""Metrics and blanks in tables, notes, headers and footers: each line of ``cases/tables.jsonl`` is a test.

``rows`` hold cells, merged ones as [text, rows, columns]; ``metrics`` are [text, value, unit_text, indicator, more],
where ``more`` has other fields (kind is actual if it is not there); ``placeholders`` are [text, kind].
"""

import io

import docx
import pytest
from docx.oxml import OxmlElement
from spacy.tokens import Doc

import zongjie
from tables import document, of_lines
from test_cases import cases
from zongjie import Settings, analyze
from zongjie.components import cells
from zongjie.components.record import attach
from zongjie.document import Cell
from zongjie.report import Period


@pytest.mark.parametrize("case", cases("tables"))
def test_tables(case: dict) -> None:
    report = analyze(document(case["rows"], **{key: case[key] for key in ("before", "after", "header") if key in case}))
    found = []
    for metric, wanted in zip(report.metrics, [*case["metrics"], *[()] * len(report.metrics)], strict=False):
        more = wanted[4] if len(wanted) > 4 else {}
        own = {key: getattr(metric, key) for key in {"kind": "", **more}}
        own = {key: list(value) if key == "period" and value else value for key, value in own.items()}
        value = None if metric.value is None else float(metric.value)
        found.append([metric.text, value, metric.unit_text, metric.indicator, own])
        assert (metric.status == "missing") == (metric.value is None)
        assert metric.value is None or metric.unit_text == metric.unit or metric.scale > 1
    assert found == [
        [*wanted[:4], {"kind": "actual", **(wanted[4] if len(wanted) > 4 else {})}] for wanted in case["metrics"]
    ]
    assert [[one.text, one.kind] for one in report.placeholders] == case["placeholders"]
    assert len({one.section for one in report.metrics}) <= 1, "the table lies in one section"


REPORT = document(
    [["支部", "发展党员（名）"], ["一支部", "5"], ["二支部", "**"]],
    before=["2025年工作总结", "一、工作开展情况", "全年开展培训12次。", "表1 发展党员情况"],
    after=["二、存在问题", "一是学习不深。二是创新不足。", "三、下一步打算", "培训20次。"],
)


def test_a_table_belongs_to_the_section_above_it_and_is_no_part_of_the_outline() -> None:
    report = analyze(REPORT)
    assert [(one.role, one.heading) for one in report.sections] == [
        ("achievements", "一、工作开展情况"), ("problems", "二、存在问题"), ("plans", "三、下一步打算"),
    ]  # fmt: skip
    assert [node.title for node in report.outline if node.level == 1] == ["工作开展情况", "存在问题", "下一步打算"]
    assert [(one.text, one.indicator, one.section) for one in report.metrics] == [
        ("12次", "培训", 0), ("5", "一支部发展党员", 0), ("**", "二支部发展党员", 0), ("20次", "培训", 2),
    ]  # fmt: skip
    assert report.text[report.sections[0].end - 2 : report.sections[0].end] == "**"


def test_a_table_at_the_end_neither_signs_the_report_nor_plans_anything_of_its_own() -> None:
    rows = [["问题", "下一步打算"], ["学习不深", "李明"], ["存在问题", "王芳"]]
    report = analyze(document(rows, before=["一、存在的问题", "学习不够经常。", "问题清单如下。", "单位：项"]))
    (section,) = report.sections
    assert (section.role, section.end) == ("problems", len(report.text))
    assert [item.head for item in report.items] == ["学习不够经常", "问题清单如下"]


def test_a_text_that_is_one_table_is_one_section() -> None:
    report = analyze(document([["单位", "人数"], ["机关", "12"], ["2025年12月", "李明"]]))
    assert [(one.start, one.end) for one in report.sections] == [(0, len(report.text))]


def test_notes_headers_and_footers_hold_figures_and_blanks_but_belong_to_no_section() -> None:
    lines = [
        ("2025年工作总结", "paragraph"), ("一、工作开展情况", "paragraph"), ("全年培训320人次，“讲政治，", "paragraph"),
        ("敢担当”活动5次，完成投资XX万元。", "footnote"), ("二、下一步计划", "footnote"),
        ("一是计划培训12次。", "endnote"),
        ("某某公司工作总结", "header"), ("第 1 页 共 3 页", "footer"), ("第X页 共X页", "footer"), ("— 2 —", "footer"),
    ]  # fmt: skip
    report = analyze(of_lines((text, kind, None) for text, kind in lines))
    assert [(one.text, one.indicator, one.section) for one in report.metrics] == [
        ("320人次", "培训", 0), ("5次", None, None), ("XX万元", "完成投资", None), ("12次", "培训", None),
    ]  # fmt: skip
    assert [(one.text, one.kind, one.section) for one in report.placeholders] == [
        ("XX", "figure", None), ("某某", "name", None),
    ]  # fmt: skip
    assert [(one.role, one.heading) for one in report.sections] == [("achievements", "一、工作开展情况")]
    assert [node.title for node in report.outline] == ["工作开展情况"]
    assert not report.items


def test_a_text_of_paragraphs_asks_nothing_of_the_tables(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("the tables' words are read")

    monkeypatch.setattr(cells, "compiled", refuse)
    assert [one.text for one in analyze("全年培训320人次，投资XX万元。".encode()).metrics] == ["320人次", "XX万元"]
    with pytest.raises(AssertionError):
        analyze(REPORT)


@pytest.mark.filterwarnings("ignore:This process.*multi-threaded:DeprecationWarning")
def test_a_document_with_tables_survives_bytes_and_processes() -> None:
    nlp = zongjie.load()
    doc = nlp.make_doc(REPORT.text)
    attach(doc, REPORT)
    expected = analyze(REPORT)
    again = Doc(nlp.vocab).from_bytes(doc.to_bytes())
    assert nlp(again)._.zongjie == expected
    assert Doc(nlp.vocab).from_bytes(again.to_bytes())._.zongjie == expected
    others = [nlp.make_doc(REPORT.text) for _ in range(2)]
    for other in others:
        attach(other, REPORT)
    assert [one._.zongjie for one in nlp.pipe(others, n_process=2)] == [expected] * 2


def test_a_word_file_with_merged_and_repeated_headers() -> None:
    file = docx.Document()
    file.add_paragraph("2025年工作总结")
    table = file.add_table(rows=4, cols=3)
    lines = [("指标", "2025年", ""), ("", "目标", "完成"), ("培训（人次）", "300", "XX"), ("投资（万元）", "1.5", "2")]
    for row, line in zip(table.rows, lines, strict=True):
        for cell, text in zip(row.cells, line, strict=True):
            cell.text = text
    table.cell(0, 0).merge(table.cell(1, 0))
    table.cell(0, 1).merge(table.cell(0, 2))
    for row in table.rows[:2]:
        row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    buffer = io.BytesIO()
    file.save(buffer)
    report = analyze(buffer.getvalue())
    assert [(one.text, one.indicator, one.unit_text, one.kind) for one in report.metrics] == [
        ("300", "培训", "人次", "target"), ("XX", "培训", "人次", "actual"),
        ("1.5", "投资", "万元", "target"), ("2", "投资", "万元", "actual"),
    ]  # fmt: skip
    assert {one.period for one in report.metrics} == {Period("2025-01-01", "2025-12-31")}


def test_words_of_the_users_own_are_laid_over_those_of_tables() -> None:
    rows = document([["指标", "达标数"], ["培训", "12"]])
    own = Settings.model_validate({"lexicon": {"tables": {"names": {"generic": ["达标数"]}}}})
    assert [one.indicator for one in analyze(rows).metrics] == ["培训达标数"]
    assert [one.indicator for one in analyze(rows, own).metrics] == ["培训"]


@pytest.mark.parametrize("cell", [Cell(0, 5, 7, 10**9, 10**9), Cell(3, 0, 0, 10**9, 1, True)])
def test_spans_that_no_table_has_do_no_harm(cell: Cell) -> None:
    lines = [("指标", "cell", cell._replace(rows=1, columns=1)), ("12次", "cell", cell._replace(row=cell.row + 1))]
    report = analyze(of_lines([*lines, ("**", "cell", cell._replace(row=cell.row + 2, column=10**9))]))
    assert [one.text for one in report.metrics] == ["12次"]
