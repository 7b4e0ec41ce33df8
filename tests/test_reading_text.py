"""Text files: every encoding that offices use, told apart by content, with offsets that equal the file's text."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zongjie.document import Document
from zongjie.errors import DocumentError
from zongjie.reading import read, read_bytes
from zongjie.reading.text import likeness

pytestmark = pytest.mark.usefixtures("no_soffice")

SIMPLIFIED = (
    "二〇二二年，党委以二十大精神为指引，在思考和谋划党务工作“虚功实做”问题上进行了探索和实践。全年开展主题党日12次，"
    "培训党员300余人次，慰问困难群众56户，发放慰问金3.2万元，同比增长5.6%。（一）聚焦队伍建设，选优配强管理人员；"
    "存在的问题：学习方式还比较单一，工作创新不够，安全生产基础仍需夯实。下一步，将围绕经济发展和乡村振兴，抓好项目建设。"
)
TRADITIONAL = (
    "二零二二年，黨委以二十大精神為指引，在思考和謀劃黨務工作「虛功實做」問題上進行了探索和實踐。全年開展主題黨日12次，"
    "培訓黨員300餘人次，慰問困難群眾56戶，發放慰問金3.2萬元，同比增長5.6%。（一）聚焦隊伍建設，選優配強管理人員；"
    "存在的問題：學習方式還比較單一，工作創新不夠，安全生產基礎仍需夯實。下一步，將圍繞經濟發展和鄉村振興，抓好項目建設。"
)
ENCODINGS = [
    (SIMPLIFIED, "utf-8"),
    (SIMPLIFIED, "utf-8-sig"),
    (SIMPLIFIED, "gbk"),
    (SIMPLIFIED, "gb18030"),
    (SIMPLIFIED, "utf-16"),
    (SIMPLIFIED, "utf-16-le"),
    (SIMPLIFIED, "utf-16-be"),
    (SIMPLIFIED, "utf-32"),
    (TRADITIONAL, "big5"),
    (TRADITIONAL, "gb18030"),
    (TRADITIONAL, "utf-8"),
    (TRADITIONAL, "utf-16-le"),
]


def text_of(data: bytes) -> str:
    return read_bytes(data, "a.txt").text


@pytest.mark.parametrize(("text", "encoding"), ENCODINGS)
def test_each_cut_of_eight_characters_and_more_is_told(text: str, encoding: str) -> None:
    wrong = [
        cut
        for length in (8, 12, 20)
        for start in range(len(text) - length + 1)
        if text_of((cut := text[start : start + length]).encode(encoding)) != cut
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("encoding", "told"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("gbk", "gb18030"),
        ("gb18030", "gb18030"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
    ],
)
def test_the_source_names_the_encoding(encoding: str, told: str) -> None:
    source = read_bytes(SIMPLIFIED.encode(encoding), "党建.txt").source
    assert (source.name, source.encoding, source.media_type) == ("党建.txt", told, "text/plain")
    assert read_bytes(TRADITIONAL.encode("big5"), "a").source.encoding == "big5"


def test_characters_beyond_gbk_survive_gb18030() -> None:
    text = "镕基同志、喆、㛃、𠮷野家与𬭊等用字，在本年度工作总结中出现。"
    assert text_of(text.encode("gb18030")) == text


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1).filter(lambda text: text.strip()))
def test_utf8_stands_as_it_is_behind_any_chinese_beginning(text: str) -> None:
    assert text_of(("总结" + text).encode()) == "总结" + text


@settings(deadline=None)
@given(st.text(alphabet="完成12次\r\n\u3000 ", min_size=1).map(lambda text: "总结" + text))
def test_line_ends_become_one_and_nothing_else_moves(text: str) -> None:
    document = read_bytes(text.encode(), "a.txt")
    assert document.text == text.replace("\r\n", "\n").replace("\r", "\n")
    assert_blocks_cover(document)


def assert_blocks_cover(document: Document) -> None:
    """Each line that is not blank is one block, and nothing else is."""
    lines = [line for line in document.text.split("\n") if line.strip()]
    assert [document.text[block.start : block.end] for block in document.blocks] == lines


def test_offsets_are_those_of_the_scores(shared: Path) -> None:
    files = sorted(shared.rglob("*.txt"))
    assert files
    for path in files:
        text = path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
        document = read(path)
        assert document.text == text
        assert_blocks_cover(document)


def test_lone_surrogates_are_replaced_one_for_one() -> None:
    data = "完成".encode() + b"\xed\xa0\x80\xed\xb0\x80" + "任务".encode()
    assert text_of(data) == "完成\ufffd\ufffd任务"
    assert text_of("\ufeff完成\ud800任务".encode("utf-16-le", "surrogatepass")) == "完成\ufffd任务"


def test_nuls_and_zero_width_characters_keep_their_places() -> None:
    text = "完成\0投资3\u200b2\u200d0万元，\x07新增就业\ufeff5人"
    assert text_of(text.encode()) == text


@pytest.mark.parametrize(
    "text", ["****", "12345678901234567890", "XX", "The quick brown fox jumps", "a\tb\r\n", "NNNN NNNN NNNN"]
)
def test_ascii_is_never_taken_for_utf16(text: str) -> None:
    assert text_of(text.encode()) == text.replace("\r\n", "\n")


def test_ascii_in_utf16_is_told() -> None:
    assert text_of("Public domain, 2022".encode("utf-16-le")) == "Public domain, 2022"
    assert text_of("Public domain, 2022".encode("utf-16-be")) == "Public domain, 2022"


def test_a_few_damaged_bytes_do_not_refuse_a_file_but_ask_for_review() -> None:
    data = SIMPLIFIED.encode()
    document = read_bytes(data + b"\xe5\x85", "a.txt")  # cut off inside a character
    assert document.text == SIMPLIFIED + "\ufffd"
    assert document.source.review
    assert not read_bytes(data, "a.txt").source.review


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("우리 회사는 올해 많은 성과를 거두었으며 내년에도 계속해서 발전해 나갈 것입니다. 감사합니다. " * 3, "euc-kr"),
        ("今年度の業務報告です。私たちは多くの成果を上げることができました。来年も頑張ります。" * 3, "shift_jis"),
        ("Отчёт о работе за год: мы достигли многих результатов и продолжим. " * 3, "koi8-r"),
    ],
)
def test_other_languages_legacy_encodings_are_refused_rather_than_garbled(text: str, encoding: str) -> None:
    with pytest.raises(DocumentError) as caught:
        read_bytes(text.encode(encoding), "a.txt")
    assert caught.value.code == "unknown-encoding"


@settings(deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_give_a_document_or_a_coded_failure(data: bytes) -> None:
    try:
        document = read_bytes(data, "a")
    except DocumentError:
        return
    assert document.text.encode()
    assert_blocks_cover(document)


def test_likeness_prefers_common_characters() -> None:
    assert likeness("的一国在人了有中是年和大业不为") > likeness("鼉龘犇猋骉麤毳淼焱垚") >= 0 > likeness("\x00\ue000")


def test_a_file_is_read_under_the_name_given(tmp_path: Path) -> None:
    path = tmp_path / "总结.txt"
    path.write_bytes(SIMPLIFIED.encode("gbk"))
    assert read(path).source.name == str(path)
    assert read(str(path), "甲/总结.txt") == read_bytes(path.read_bytes(), "甲/总结.txt")
