"""What PATHs mean, and what their results are called."""

from pathlib import Path

import pytest

from zongjie.report import Failure
from zongjie.running.inputs import expand, names


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in (
        "乙.docx",
        "甲.TXT",
        "~$乙.docx",
        ".隐藏.txt",
        "图.png",
        "下级/丙.txt",
        "下级/.git/丁.txt",
        "空/图.png",
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("一、工作回顾", "utf-8")
    return tmp_path


def shown(found: list[str | Failure], folder: Path) -> list[str]:
    return [str(Path(one).relative_to(folder)) for one in found if isinstance(one, str)]


def test_a_folder_stands_for_its_documents_at_any_depth_without_lock_and_hidden_files(folder):
    assert shown(expand([str(folder)]), folder) == ["下级/丙.txt", "乙.docx", "甲.TXT"]


def test_a_named_file_is_taken_whatever_its_kind_and_a_document_only_once(folder):
    given = [str(folder / "图.png"), str(folder), str(folder / "下级" / ".." / "乙.docx")]
    assert shown(expand(given), folder) == ["图.png", "下级/丙.txt", "乙.docx", "甲.TXT"]


@pytest.mark.parametrize("name", ["旧.doc", "扫描.PDF", "网页.htm", "金山.wps", "压缩.zip", "版式.ofd"])
def test_a_folder_yields_all_that_a_unit_may_hand_in_whether_it_can_be_read_or_not(folder, name):
    (folder / "空" / name).write_bytes(b"x")
    assert shown(expand([str(folder / "空")]), folder) == [f"空/{name}"]


def test_a_workbook_in_a_folder_is_passed_over_and_taken_where_it_is_named(folder):
    path = folder / "空" / "名册.xlsx"
    path.write_bytes(b"x")
    assert shown(expand([str(folder)]), folder) == ["下级/丙.txt", "乙.docx", "甲.TXT"]
    assert shown(expand([str(path)]), folder) == ["空/名册.xlsx"]


def test_a_folder_that_cannot_be_opened_is_a_failure(folder, monkeypatch):
    def refuse(path):
        raise PermissionError(13, "denied", str(path))

    monkeypatch.setattr("os.scandir", refuse)
    (failure,) = expand([str(folder)])
    assert isinstance(failure, Failure)
    assert (failure.code, failure.source) == ("closed-folder", str(folder))
    assert "没有权限" in failure.message


def test_globs(folder):
    assert shown(expand([str(folder / "*.docx")]), folder) == ["乙.docx"]
    assert shown(expand([str(folder / "**" / "*.txt")]), folder) == ["下级/丙.txt"]
    assert shown(expand([str(folder / "下*")]), folder) == ["下级/丙.txt"]


def test_a_file_with_glob_marks_in_its_name_is_that_file(folder):
    (folder / "总结[1].txt").write_text("x", "utf-8")
    assert shown(expand([str(folder / "总结[1].txt")]), folder) == ["总结[1].txt"]


def test_stdin_and_absent_files_are_left_to_reading():
    assert expand(["-", "没有.txt", "-"]) == ["-", "没有.txt"]


@pytest.mark.parametrize("path", ["空", "*.pdf"])
def test_nothing_there_is_a_failure(folder, path):
    (failure,) = expand([str(folder / path)])
    assert isinstance(failure, Failure)
    assert failure.code == "no-documents"
    assert failure.source == str(folder / path)
    assert failure.message
    assert failure.remedy


@pytest.mark.parametrize(
    ("sources", "called"),
    [
        (["a/甲.txt", "b/乙.txt"], ["甲", "乙"]),
        (["a/甲.txt", "b/甲.docx", "b/乙.txt"], ["a_甲", "b_甲", "乙"]),
        (["x/a/甲.txt", "y/a/甲.txt"], ["x_a_甲", "y_a_甲"]),
        (["a/张三.docx", "b/张三.DOCX"], ["a_张三", "b_张三"]),
        (["ABC.txt", "abc.docx"], ["ABC_txt", "abc_docx"]),
        (["a/甲.txt", "a/甲.docx"], ["甲_txt", "甲_docx"]),
        (["a/b.txt", "a_b.txt", "c/b.txt"], ["a_b_txt", "a_b_txt_2", "c_b"]),
        (["CON.txt", "总结.", "-", "a:b?.txt"], ["_CON", "总结", "stdin", "a_b_"]),
        (["../甲.txt", "/root/甲.txt", "甲.txt"], None),
        (["甲" * 90 + "一.txt", "甲" * 90 + "二.txt"], None),
    ],
)
def test_names_never_collide_and_leave_no_folder(sources, called):
    found = names(sources)
    assert called in (None, found)
    assert len({name.casefold() for name in found}) == len(sources)
    for name in found:
        assert not set(name) & set('/\\<>:"|?*')
        assert 0 < len(name.encode()) < 250
        assert name.strip(" .") == name
