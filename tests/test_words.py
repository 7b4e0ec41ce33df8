"""Words: those of jieba, with the project's terms and the user's, loaded only when asked for."""

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zongjie.language import words

SENTENCES = [
    "各党支部开展主题党日、主题团日活动12次，AR-E3000和5G-A设备投运。",
    "2026-02-05\nPM_2.5浓度下降3.5%，23.GEP核算\r\n入党积极分子1.2万人次",
    "㐀𠀀龥，１２次\t x.5 X2 a_b",
]
_letters = st.sampled_from(
    "工作党员主题日开展中国人民的一二三万亿元次名，。、“”（）* 　\tＡｂ１aXx019.%-_+#&\n℃①é俄β한か𠀀㐀龥"
)


@pytest.fixture(scope="module")
def both() -> tuple[words.Words, words.Words]:
    return words.Words(), words.Words(fast=False)


def test_every_term_of_the_domain_is_one_word(both):
    terms = [term for term, _, _ in words.domain()]
    assert len(terms) == len(set(terms)) >= 150
    for cutter in both:
        assert [term for term in terms if cutter.cut(term) != [term]] == []


def test_each_term_of_the_domain_is_needed():
    import jieba

    plain = jieba.Tokenizer()
    assert [term for term, _, _ in words.domain() if len(plain.lcut(term)) == 1] == []


@pytest.mark.parametrize("text", SENTENCES)
def test_the_words_make_up_the_text_and_spans_leave_out_blanks(both, text):
    for cutter in both:
        assert "".join(cutter.cut(text)) == text
        spans = cutter.spans(text)
        assert [text[start:end] for start, end in spans] == [word for word in cutter.cut(text) if not word.isspace()]


@pytest.mark.parametrize("text", SENTENCES)
def test_rjieba_gives_the_very_same_words(both, text):
    fast, plain = both
    assert fast.cut(text) == plain.cut(text)


@settings(max_examples=600, deadline=None)
@given(st.text(_letters, max_size=40))
def test_rjieba_gives_the_very_same_words_for_any_text(both, text):
    fast, plain = both
    assert fast.cut(text) == plain.cut(text)


@pytest.mark.parametrize("line", ["阳光e站", "阳光e站 5", "阳光e站 5 n", "阳光e站 n"])
def test_the_users_dictionary_is_added(tmp_path, line):
    path = tmp_path / "词.txt"
    path.write_text(line + "\n", "utf-8")
    assert words.of(str(path)).cut("推进阳光e站建设") == ["推进", "阳光e站", "建设"]
    assert "阳光e站" not in words.of(None).cut("推进阳光e站建设")


def test_nothing_is_loaded_or_said_before_words_are_asked_for():
    script = """
import sys, zongjie
nlp = zongjie.load()
doc = nlp("开展主题党日12次")
report = doc._.zongjie
assert not {"jieba", "rjieba"} & set(sys.modules), "too early"
print(len(doc._.words))
"""
    found = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, text=True)
    assert found.stdout == "4\n"
    assert found.stderr == ""


def test_jieba_says_nothing_when_it_loads():
    script = "from zongjie.language.words import Words; print(Words(fast=False).cut('主题党日'))"
    found = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, text=True)
    assert found.stderr == ""
