"""Initiatives: single rules, the offsets, a user's own words, and time on hostile text (see also ``cases``)."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.vocab import Vocab

from zongjie.components import record
from zongjie.components.initiatives import Initiatives, compiled, find
from zongjie.language.tokenizer import CharacterTokenizer
from zongjie.lexicon import LexiconError

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
        assert text[start + 1 : end].replace("\n", "").replace(" ", "").startswith(name.replace(" ", ""))
        assert "\n" not in name
        last = end


def test_the_component_puts_them_on_record():
    doc = CharacterTokenizer(Vocab())("继续深化“先锋先行”品牌内涵，修订《考勤制度》。")
    Initiatives({})(doc)
    found = record.get(doc, "initiatives")
    assert [(one.text, one.name) for one in found] == [("“先锋先行”品牌", "先锋先行"), ("《考勤制度》", "考勤制度")]
    assert [span.text for span in doc.spans["initiatives"]] == [one.text for one in found]


def test_a_name_cut_by_a_line_end_is_whole():
    doc = CharacterTokenizer(Vocab())("二是推行“五\n　　个一”包案化解机制。")
    Initiatives({})(doc)
    assert [(one.text, one.name) for one in record.get(doc, "initiatives")] == [
        ("“五\n　　个一”包案化解机制", "五个一")
    ]


def test_a_user_adds_words():
    text = "开展“揽月”擂台战，落实“家训”制度，"
    own = {"initiatives": {"nouns": {"heads": ["擂台战"]}, "terms": {"national": ["家训"]}}}
    assert [one[:2] for one in find(text, compiled(own))] == [(2, 9)]
    with pytest.raises(LexiconError):
        compiled({"initiatives": {"nouns": {"head": []}}})


@pytest.mark.parametrize(
    "piece",
    [
        "“",
        "”",
        "《",
        '"',
        "'",
        "「",
        "“甲",
        "“甲\n",
        "“甲乙”",
        "“甲乙”、",
        "“甲乙”工作",
        "“工作法”的",
        "《制度》",
        "的",
        "开展",
    ],
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
