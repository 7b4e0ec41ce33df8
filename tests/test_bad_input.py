"""What cannot be read: each kind has its own code, with a reason and a remedy in Chinese, and stops nothing else."""

import pickle
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hostile import GOOD, HOSTILE
from hostile_pdf import REFUSED
from word import p, word
from zongjie.errors import CATALOGUE, DocumentError
from zongjie.reading import read, read_bytes

pytestmark = pytest.mark.usefixtures("no_soffice")


def code_of(data: bytes, name: str = "总结.docx") -> str:
    with pytest.raises(DocumentError) as caught:
        read_bytes(data, name)
    return caught.value.code


@pytest.mark.parametrize("name", HOSTILE)
def test_each_kind_gives_its_own_failure(name: str) -> None:
    make, code = HOSTILE[name]
    assert code_of(make(), name) == code


def test_the_kinds_cover_the_catalogue() -> None:
    by_path = {"not-found", "not-a-file", "unreadable", "closed-folder", "name-encoding"}
    by_process = {"too-slow", "out-of-memory", "lost", "internal"}
    by_program = {"no-converter", "not-converted", "conversion-timeout"}
    by_filling = {"changed", "bad-sheet", "not-word"}
    by_archive = {"too-many-members", "zip-password", "zip-method", "zip-damaged", "nested-zip"}  # see test_zip
    by_content = {code for _, code in (*HOSTILE.values(), *REFUSED.values())} | {"scan"}
    assert by_content | by_path | by_archive | by_process | by_program | by_filling == set(CATALOGUE)


@pytest.mark.parametrize("code", CATALOGUE)
def test_each_entry_is_complete_and_chinese(code: str) -> None:
    error = DocumentError(
        code, "word/document.xml", format="图片", reason="原因", what="文件", size="9 MB", limit="1 MB"
    )
    failure = error.failure("甲/总结.docx")
    assert failure[:4] == ("甲/总结.docx", code, CATALOGUE[code].category, "word/document.xml")
    for text in (failure.message, failure.remedy):
        assert re.search("[\u4e00-\u9fff]", text)
        assert not re.search("[{}。]", text)
    again = pickle.loads(pickle.dumps(error))
    assert (again.failure("x"), str(again)) == (error.failure("x"), str(error))


def test_a_remedy_names_the_kind() -> None:
    with pytest.raises(DocumentError, match=r"暂不支持 OFD 版式文件。请打开后另存为 \.docx"):
        read_bytes(HOSTILE["版式.ofd"][0](), "版式.txt")


def test_failures_name_the_part() -> None:
    with pytest.raises(DocumentError) as caught:
        read_bytes(HOSTILE["样式声明.docx"][0](), "a")
    assert caught.value.place == "word/styles.xml"


def test_paths_that_lead_nowhere(tmp_path: Path) -> None:
    for path, code in ((tmp_path / "没有.txt", "not-found"), (tmp_path, "not-a-file"), ("a\0b", "unreadable")):
        with pytest.raises(DocumentError) as caught:
            read(path)
        assert caught.value.code == code


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (PermissionError(13, "denied"), "没有权限"),
        (OSError(5, "I/O"), "磁盘读写出错"),
        (OSError(999, "?"), "系统错误 999"),
    ],
)
def test_a_file_that_the_system_keeps(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: OSError, reason: str
) -> None:
    path = tmp_path / "密.txt"
    path.write_text("总结")

    def refuse(*_: object) -> None:
        raise error

    monkeypatch.setattr("builtins.open", refuse)
    with pytest.raises(DocumentError, match=reason):
        read(path)


def test_a_file_that_is_too_large_is_not_even_opened(tmp_path: Path) -> None:
    path = tmp_path / "大.txt"
    with path.open("wb") as file:
        file.truncate(2**30)
    with pytest.raises(DocumentError, match="文件过大（1024 MB，上限 128 MB）"):
        read(path)


@settings(deadline=None)
@given(st.integers(min_value=4, max_value=len(GOOD) - 1))
def test_any_truncation_is_told(length: int) -> None:
    assert code_of(GOOD[:length]) == "truncated"


@settings(deadline=None)
@given(st.integers(min_value=4, max_value=len(GOOD) - 1), st.integers(min_value=1, max_value=255))
def test_a_flipped_byte_gives_a_document_or_a_coded_failure(at: int, mask: int) -> None:
    try:
        document = read_bytes(GOOD[:at] + bytes([GOOD[at] ^ mask]) + GOOD[at + 1 :], "a.docx")
    except DocumentError:
        return
    assert document.text


@settings(deadline=None)
@given(
    st.binary(max_size=300), st.sampled_from([b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"<?xml ", b"{\\rtf"])
)
def test_bytes_behind_any_magic_number_give_a_coded_failure(data: bytes, magic: bytes) -> None:
    assert code_of(magic + data) in CATALOGUE


def test_nesting_that_is_deep_but_lawful_is_read() -> None:
    deep = "<w:sdt><w:sdtContent>" * 100 + p("深处") + "</w:sdtContent></w:sdt>" * 100
    assert read_bytes(word(deep), "a").text == "深处"
