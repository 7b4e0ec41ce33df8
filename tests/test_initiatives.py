"""Initiatives: the cases of ``cases/initiatives.jsonl``, the offsets, a user's own words, and time on hostile text."""

import json
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.vocab import Vocab

from zongjie.components import record
from zongjie.components.initiatives import Initiatives, compiled, find
from zongjie.language.tokenizer import CharacterTokenizer
from zongjie.lexicon import LexiconError

CASES = [
    json.loads(line)
    for line in (Path(__file__).parent / "cases" / "initiatives.jsonl").read_text("utf-8").splitlines()
    if line
]
TABLES = compiled()
_MARKS = list('“”《》"「」、，。 \nx\x00\ud800等的和')
_WORDS = [
    "开展",
    "荣获",
    "制定",
    "称号",
    "党员",
    "5＋6",
    "活动",
    "模式",
    "管理办法",
    "内涵",
    "两个维护",
    "一站式",
    "＊＊",
]
PIECES = st.sampled_from([*_MARKS, *_WORDS])


def names(text: str) -> list[str]:
    return [text[start:end] for start, end, _ in find(text, TABLES)]


def unmarked(marked: str) -> tuple[str, list[tuple[int, int]]]:
    """The text without ⟦ ⟧, and the spans that they mark."""
    text, spans, starts = "", [], []
    for character in marked:
        if character == "⟦":
            starts.append(len(text))
        elif character == "⟧":
            spans.append((starts.pop(), len(text)))
        else:
            text += character
    return text, spans


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_case(case):
    text, spans = unmarked(case["text"])
    required = {span for span, one in zip(spans, case["initiatives"], strict=True) if not one.get("optional")}
    optional = [span for span, one in zip(spans, case["initiatives"], strict=True) if one.get("optional")]
    found = {(start, end) for start, end, _ in find(text, TABLES)}
    stray = {(a, b) for a, b in found - required if not any(a < end and start < b for start, end in optional)}
    assert {text[a:b] for a, b in required - found} == set()
    assert {text[a:b] for a, b in stray} == set()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“星火”计划已经启动，", ["“星火”计划"]),
        ("出台《用车管理办法》、《中国共产党章程》，", ["《用车管理办法》"]),
        ("制定《会议制度》“晨会”机制，", ["《会议制度》", "“晨会”机制"]),
        ("推行“和平”“互助”“友爱”的方针，", []),
        ("被评为省“巾帼”文明岗，", []),
        ("推行“一站式”服务，开展“开门红”竞赛，", ["“开门红”竞赛"]),
        ("落实“十五五”规划、“互联网＋监管”模式，", []),
        ("在“好”", []),
        ("“先锋”引领作用明显，“先锋”引领工程落地，", ["“先锋”引领工程"]),
    ],
)
def test_what_makes_a_name_an_initiative(text, expected):
    assert names(text) == expected


@given(st.lists(PIECES, max_size=40).map("".join))
def test_spans_are_disjoint_in_order_and_hold_their_names(text):
    last = 0
    for start, end, name in find(text, TABLES):
        assert last <= start < end <= len(text)
        assert text.startswith(name, start + 1)
        assert "\n" not in text[start:end]
        last = end


def test_the_component_puts_them_on_record():
    doc = CharacterTokenizer(Vocab())("继续深化“先锋先行”品牌内涵，修订《考勤制度》。")
    Initiatives({})(doc)
    found = record.get(doc, "initiatives")
    assert [(one.text, one.name) for one in found] == [("“先锋先行”品牌", "先锋先行"), ("《考勤制度》", "考勤制度")]
    assert [span.text for span in doc.spans["initiatives"]] == [one.text for one in found]


def test_a_user_adds_words():
    text = "开展“揽月”擂台战，落实“家训”品牌，"
    own = {"initiatives": {"nouns": {"heads": ["擂台战"]}, "terms": {"national": ["家训"]}}}
    assert [one[:2] for one in find(text, compiled(own))] == [(2, 9)]
    with pytest.raises(LexiconError):
        compiled({"initiatives": {"nouns": {"head": []}}})


@pytest.mark.parametrize(
    "piece", ["“", "”", "《", '"', "「", "“甲", "“甲乙”", "“甲乙”、", "“甲乙”工作", "《制度》", "的", "开展"]
)
def test_time_grows_with_the_text_only(piece):
    def cost(size: int) -> float:
        text = piece * (size // len(piece))
        times = []
        for _ in range(3):
            begun = time.process_time()
            for _one in find(text, TABLES):
                pass
            times.append(time.process_time() - begun)
        return min(times)

    cost(1_000)
    # Ten times the text; a square would cost a hundred times as much.
    assert cost(200_000) < 30 * cost(20_000) + 0.01
