"""Word lists as one expression: it finds what its words find, one by one."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zongjie.language.patterns import any_of, repeated, starts

PATTERNS = [
    "党员", "(?:新)?发展", "[一二三]是", r"\d+项", r"[\d一]月", r"\S{2}年", r"[\w（]局",
    r"\s*其中", "(?<!不)足", r"\（", "增|减", "a?b", "[^年]度", ".县",
]  # fmt: skip
TEXTS = st.text("党员新发展一二三是项３3月年度局（其中不足增减ab县 \n", max_size=12)


@given(st.lists(st.sampled_from(PATTERNS), max_size=4), TEXTS, st.sampled_from(["", "$", "(?!年)"]))
def test_it_finds_what_its_words_find(patterns, text, ending):
    plain = re.compile(f"(?:{'|'.join(patterns)}){ending}" if patterns else "(?!)")
    assert [one.span() for one in any_of(patterns, ending).finditer(text)] == [
        one.span() for one in plain.finditer(text)
    ]
    longest = re.compile(f"(?:{'|'.join(patterns)})*").match(text)
    assert repeated(patterns).match(text).end() == (longest.end() if patterns else 0)


@pytest.mark.parametrize(
    ("patterns", "expected"),
    [
        (["党员", "[团队]员"], "党团队"),
        (["(?:甲|乙)丙"], "甲乙"),
        (["甲?乙"], "甲乙"),
        (["甲", r"\w乙"], ""),  # too many to be named
        (["甲", r"[\w丙]乙"], ""),
        (["甲", "乙?"], ""),
    ],
)
def test_what_a_match_may_begin_with(patterns, expected):
    assert starts(patterns) == frozenset(expected)
