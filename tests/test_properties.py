"""Properties of the whole analysis, on texts put together at random from pieces of reports and on hostile ones."""

from bisect import bisect_left
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spacy.language import Language

import zongjie
from tables import document
from zongjie.language.numerals import NUMBER, chinese, read
from zongjie.language.quantity import parse_quantity
from zongjie.report import Report

CALM = settings(deadline=None, max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture])

PIECES = [
    "一、工作开展情况", "（二）存在的问题", "三、明年工作打算", "1.", "一是", "二是", "第三，",
    "。", "，", "；", "\n", "\n\n", "　　", " ", "开展培训", "160余次", "**名", "XX万元", "近",
    "以上", "由25%提高到40%", "其中", "5类29项", "两千三百余人", "百分之三十", "三分之一",
    "3—5次", "25万6千", "１２３．５％", "1,250.6万元", "同比增长", "分别为", "“5＋6”模式",
    "《方案》", "（待补充）", "20**年", "X月X日", "某某同志", "收缴资金　　万元", "参合率达 %",
    "我们也清醒地看到", "以上报告", "此致\n敬礼", "2025年", "十四五", "\u200b", "\ufffd", "\x00",
    "（", "”", "𠮷", "A4",
]  # fmt: skip
TEXTS = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=6)), max_size=60).map("".join)


@pytest.fixture(scope="module")
def nlp() -> Language:
    return zongjie.load()


def without_surrogates(text: str) -> str:
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def analysed(nlp: Language, text: str) -> Report:
    return nlp(text)._.zongjie


@CALM
@given(TEXTS)
def test_everything_quoted_is_in_the_text(nlp: Language, text: str) -> None:
    text = without_surrogates(text)
    report = analysed(nlp, text)
    assert report.text == text
    for one in (*report.placeholders, *report.metrics, *report.initiatives):
        assert 0 <= one.start < one.end <= len(text)
        assert text[one.start : one.end] == one.text
    for metric in report.metrics:
        if metric.indicator_start is not None:
            assert "".join(text[metric.indicator_start : metric.indicator_end].split()) == metric.indicator
        for part in (metric.change.from_, metric.change.to, metric.change.by) if metric.change else ():
            assert part is None or 0 <= part < len(report.metrics)
    for item in report.items:
        assert item.start <= item.head_start <= item.head_end <= item.end
        assert item.section is not None
        assert report.sections[item.section].start <= item.start


CELLS = st.one_of(
    st.sampled_from([
        "", "320", "1,250.6", "98.5%", "**", "XX", "____", "12次", "2024年", "2025", "序号", "单位", "万元", "-",
        "投资（万元）", "完成率（%）", "姓名", "负责人", "时间", "单位：万元", "其中", "合计", "目标", "完成数",
        "13800138000", "35岁以下", "“讲政治，", "敢担当”活动5次", "由25%", "提高到40%", "分别为3次、5次",
        "一、工作开展情况", "X月X日",
    ]),
    st.sampled_from(PIECES), st.text(max_size=6),
)  # fmt: skip
ROWS = st.lists(
    st.lists(st.tuples(CELLS, st.integers(1, 3), st.integers(1, 3)), min_size=1, max_size=5), min_size=1, max_size=6
)


@CALM
@given(ROWS, st.integers(0, 2), st.lists(st.sampled_from(PIECES), max_size=3))
def test_nothing_that_is_found_in_a_table_leaves_its_cell(rows: list, header: int, around: list[str]) -> None:
    lines = [line for line in (without_surrogates(one).replace("\n", " ") for one in around) if line.strip()]
    cells = [[(without_surrogates(text), down, across) for text, down, across in row] for row in rows]
    given_document = document(cells, header=header, before=lines, after=lines)
    report = zongjie.analyze(given_document)
    ends = [block.end for block in given_document.blocks]
    for one in (*report.placeholders, *report.metrics, *report.initiatives):
        assert report.text[one.start : one.end] == one.text
        assert bisect_left(ends, one.start + 1) == bisect_left(ends, one.end), "it stands in one block"
    for metric in report.metrics:
        if metric.indicator_start is not None:
            assert "".join(report.text[metric.indicator_start : metric.indicator_end].split()) == metric.indicator
        held = [
            p for p in report.placeholders if metric.start <= p.start and p.end <= metric.end and p.kind == "figure"
        ]
        assert (metric.status == "missing") == bool(held)
    inside = [(block.start, block.end) for block in given_document.blocks if block.cell]
    assert not any(start <= node.start < end for node in report.outline for start, end in inside)
    for values in (report.sections, report.placeholders, report.metrics):
        assert all(first.end <= second.start for first, second in pairwise(values))


@CALM
@given(TEXTS)
def test_what_is_found_is_in_order_and_disjoint(nlp: Language, text: str) -> None:
    report = analysed(nlp, without_surrogates(text))
    for values in (report.sections, report.placeholders, report.metrics):
        for first, second in pairwise(values):
            assert first.end <= second.start


@CALM
@given(TEXTS)
def test_the_same_text_gives_the_same_report(nlp: Language, text: str) -> None:
    text = without_surrogates(text)
    assert analysed(nlp, text) == analysed(nlp, text)


@CALM
@given(TEXTS)
def test_each_missing_metric_holds_a_figure_placeholder(nlp: Language, text: str) -> None:
    report = analysed(nlp, without_surrogates(text))
    figures = [p for p in report.placeholders if p.kind == "figure"]
    for metric in report.metrics:
        held = any(metric.start <= p.start and p.end <= metric.end for p in figures)
        assert (metric.status == "missing") == held
        assert (metric.value is None) == (metric.status == "missing")


@settings(deadline=None)
@given(st.one_of(st.integers(0, 10**16 - 1), st.decimals(0, 10**8, places=3, allow_nan=False)))
def test_a_rendered_numeral_reads_as_the_same_value(value: int | Decimal) -> None:
    text = chinese(value)
    match = NUMBER.fullmatch(text)
    number = read(text)
    assert match is not None
    assert number is not None
    assert number.value == Decimal(value)


@settings(deadline=None)
@given(st.decimals(0, 10**9, places=2, allow_nan=False), st.sampled_from(["次", "万元", "%", "亿千瓦时", "个百分点"]))
def test_digits_in_any_width_give_the_same_value(value: Decimal, unit: str) -> None:
    plain = f"{value}{unit}"
    wide = plain.translate({**{ord("0") + i: 0xFF10 + i for i in range(10)}, ord("."): "．"})
    narrow, full = parse_quantity(plain), parse_quantity(wide)
    assert narrow is not None
    assert full is not None
    assert narrow._replace(start=0, end=0) == full._replace(start=0, end=0)


@settings(deadline=None)
@given(st.integers(1000, 10**12))
def test_grouped_digits_give_the_same_value(value: int) -> None:
    grouped, plain = parse_quantity(f"{value:,}元"), parse_quantity(f"{value}元")
    assert grouped is not None
    assert plain is not None
    assert grouped.value == plain.value == value


HOSTILE = {
    "figures": "12,345.6万元", "digits": "1", "numerals": "一二三", "brackets": "（",
    "quotes": "“", "stars": "*", "masks": "XX名，", "units": "个", "blanks": "　", "lines": "\n",
    "ranges": "3至", "percent": "百分之", "years": "2025年", "emphasis": "**甲", "NUL": "\x00",
    "zero width": "1\u200b", "headings": "一、", "enumerations": "一是",
    "deleted": "生产总值亿元，", "fillers": "（待补充）", "latin": "X1",
}  # fmt: skip


@pytest.mark.parametrize("piece", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_text_is_answered(piece: str, nlp: Language) -> None:
    text = (piece * (60_000 // len(piece) + 1))[:60_000]
    report = analysed(nlp, text)
    assert report.text == text


def test_a_figure_with_zero_width_characters_inside(nlp: Language) -> None:
    metric = analysed(nlp, "全年培训1\u200b2\u200c8人次。").metrics[0]
    assert (metric.value, metric.unit, metric.text) == (128, "人次", "1\u200b2\u200c8人次")
