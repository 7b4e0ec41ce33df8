"""Outline, sections and items: what holds for every text, and that the time grows with its length only."""

import time
from functools import lru_cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language

import zongjie
from zongjie.components import cues, numbering
from zongjie.components.headings import outline
from zongjie.components.paragraphs import paragraphs
from zongjie.components.sections import Rules, sections
from zongjie.components.titles import report_year
from zongjie.document import Block, Source, from_text
from zongjie.report import Section

SAMPLES = Path(__file__).parents[1] / "corpus" / "samples"
ROLES = {"overview", "achievements", "experience", "problems", "plans", "suggestions", "closing", None}
WORDS = """
一、|二、|三．|（一）|(二)|1.|2、|①|一是|二是|第一，|首先，|其次，|——|【|】|第一部分|工作回顾|存在的问题|下一步打算|2026年重点工作
各位代表！|我们也清醒认识到，还存在不少困难和问题|今后，我们将继续努力|以上报告，请审议|名词解释|来源：日报|二〇二五年工作总结
此致敬礼|全年完成投资1.5亿元|，|。|：|；|*|#|X|（|）|2025年12月X日|某某局
"""
PIECES = [*WORDS.strip().replace("\n", "|").split("|"), "\n", "\n\n", " ", "　　", "\u200b"]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=60).map("".join)


@lru_cache
def loaded() -> Language:
    return zongjie.load()


@pytest.fixture(scope="module")
def nlp() -> Language:
    return loaded()


def sections_of(text: str) -> list[Section]:
    words, marks = cues.load(), numbering.load()
    parts = paragraphs(text, from_text(text, Source("-")).blocks)
    nodes, title = outline(text, parts, marks, words)
    return sections(
        text, parts, nodes, title.spans if title else (), Rules(words, marks, report_year(text, None, nodes, words))
    )


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_sections_are_disjoint_in_order_and_begin_and_end_with_something_visible(text: str) -> None:
    end = 0
    for one in sections_of(text):
        assert end <= one.start < one.end <= len(text)
        assert not text[one.start].isspace()
        assert not text[one.end - 1].isspace()
        assert one.role in ROLES
        assert 0 < one.confidence <= 1
        assert text[one.start : one.end].startswith(one.heading)
        end = one.end


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_all_but_titles_and_blanks_belongs_to_a_section(text: str) -> None:
    parts = paragraphs(text, from_text(text, Source("-")).blocks)
    _, title = outline(text, parts, numbering.load(), cues.load())
    covered = [False] * len(text)
    for start, end in [*(title.spans if title else ()), *((one.start, one.end) for one in sections_of(text))]:
        covered[start:end] = [True] * (end - start)
    visible = [i for part in parts for i in range(part.start, part.end) if not text[i].isspace()]
    assert [text[i] for i in visible if not covered[i]] == []


@settings(max_examples=100, deadline=None)
@given(TEXTS)
def test_items_lie_in_their_sections_and_quote_the_text(text: str) -> None:
    report = loaded()(text)._.zongjie
    for one in report.items:
        section = report.sections[one.section]
        assert section.start <= one.start < one.end <= section.end
        assert one.role == section.role
        assert report.text[one.head_start : one.head_end] == one.head
        assert one.start <= one.head_start < one.head_end <= one.end
    for node in report.outline:
        assert 0 <= node.start < node.end <= len(text)
        assert node.level >= 1


def test_the_same_text_gives_the_same_sections(nlp: Language) -> None:
    for path in sorted(SAMPLES.glob("*.txt"))[:3]:
        text = path.read_text("utf-8")
        first, again = nlp(text)._.zongjie, zongjie.load()(text)._.zongjie
        assert first.sections == again.sections
        assert first.items == again.items
        assert first.outline == again.outline


def test_sections_are_a_span_group_with_roles_as_labels(nlp: Language) -> None:
    doc = nlp("一、工作回顾\n完成改造3处。\n二、存在问题\n人手不足。")
    assert [(span.text, span.label_) for span in doc.spans["sections"]] == [
        ("一、工作回顾\n完成改造3处。", "achievements"),
        ("二、存在问题\n人手不足。", "problems"),
    ]


def test_styles_of_a_word_file_make_headings() -> None:
    lines = [
        "某局工作总结",
        "强本领",
        "全年组织培训十二期，覆盖全体干部职工。",
        "转作风",
        "走访企业四十家，解决难题二十件。",
    ]
    text = "\n".join(lines)
    blocks, start = [], 0
    for line in lines:
        blocks.append(Block(start, start + len(line), level=1 if line in ("强本领", "转作风") else 0))
        start += len(line) + 1
    nodes, title = outline(text, paragraphs(text, blocks), numbering.load(), cues.load())
    assert [(node.level, node.title) for node in nodes] == [(1, "强本领"), (1, "转作风")]
    assert title is not None
    assert text[title.start : title.end] == "某局工作总结"


def test_notes_headers_and_footers_belong_to_no_section() -> None:
    text = "一、工作回顾\n完成改造3处。\n第1页\n注释甲"
    blocks = [Block(0, 6), Block(7, 14), Block(15, 18, "footer"), Block(19, 22, "footnote")]
    assert [(p.start, p.end) for p in paragraphs(text, blocks)] == [(0, 6), (7, 14)]


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("青槐街道办事处2023年工作总结", "青槐街道办事处"),
        ("关于某县水利局2023年工作情况的汇报", None),
        ("2026年贵州省人民政府工作报告", "贵州省人民政府"),
        ("个人述职报告", None),
    ],
)
def test_the_title_names_the_unit(title: str, expected: str | None, nlp: Language) -> None:
    report = nlp(f"{title}\n一、工作回顾\n完成改造3处。")._.zongjie
    if expected:
        assert report.organization == expected


@pytest.mark.parametrize(
    "unit",
    [
        "全年完成投资，",
        "1234567890",
        "（（【《",
        "）】》",
        "一、",
        "1.",
        "一是二是",
        "。",
        "——",
        "存在问题\n",
        "一、工作\n二、问题\n",
        "第一，",
        "\u200b",
        "　",
    ],
)
def test_time_grows_with_the_length_only(unit: str) -> None:
    def seconds(size: int) -> float:
        text = (unit * (size // len(unit) + 1))[:size]
        start = time.perf_counter()
        sections_of(text)
        return time.perf_counter() - start

    seconds(2_000)
    small = min(seconds(20_000) for _ in range(3))
    assert seconds(200_000) < 25 * small + 0.2
