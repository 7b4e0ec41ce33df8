"""What PATHs mean, and what their results are called."""

import os
import zipfile
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


@pytest.fixture
def strange(folder: Path) -> Path:
    """``folder`` with what an archive in GBK leaves behind on Linux, and a name in no encoding."""
    names = [
        "丁镇总结.txt".encode("gbk"),
        "戊".encode("gbk") + b"/\xe5\xb7\xb1.txt",
        "包.zip".encode("gbk"),
        b"\xff\xff.txt",
    ]
    try:
        for name in names:
            path = os.path.join(os.fsencode(folder), name)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "wb") as file:
                file.write("2025年工作总结\n一、工作回顾\n走访群众12人次。\n".encode())
        with zipfile.ZipFile(os.fsdecode(os.path.join(os.fsencode(folder), names[2])), "w") as bundle:
            bundle.writestr("庚.txt", "一、工作回顾")
    except OSError:
        pytest.skip("names are always UTF-8 here")
    return folder


def test_names_in_another_encoding_are_failures_that_can_be_read(strange):
    found = expand([str(strange)])
    assert shown(found, strange) == ["下级/丙.txt", "乙.docx", "甲.TXT"]
    failures = [one for one in found if isinstance(one, Failure)]
    names = {os.path.relpath(one.source, strange) for one in failures}
    assert names == {"丁镇总结.txt", "戊/己.txt", "包.zip", "\ufffd\ufffd.txt"}
    assert {(one.code, one.remedy) for one in failures} == {("name-encoding", "请改名后再来")}


@pytest.mark.parametrize(
    "options",
    [
        ["batch", "-o", "出"],
        ["check", "--annotate", "出"],
        ["check", "--write-baseline", "出.json"],
        ["kpi", "-o", "出.json"],
        ["kpi", "-o", "出.xlsx"],
        ["analyze", "-o", "出"],
        ["profile", "init", "-o", "出.toml"],
    ],
)
def test_a_name_in_another_encoding_stops_no_other(strange, tmp_path_factory, run, options):
    out = tmp_path_factory.mktemp("出")
    *command, name = options
    (strange / "乙.docx").unlink()
    code, _, err = run(*command, out / name, strange)
    assert code == 2
    assert f"{strange / '丁镇总结.txt'}：文件名或文件夹名不是 UTF-8 编码。请改名后再来\n" in err
    assert "Traceback" not in err
    assert (out / name).exists()
    assert not (out / name).is_dir() or any("甲" in path.name for path in (out / name).rglob("*"))


def test_one_file_to_be_filled_with_a_name_in_another_encoding_is_told_as_that(strange, run):
    given = os.fsdecode("丁镇总结.txt".encode("gbk"))
    code, _, err = run("fill", strange / given, "--values", strange / "填写单.xlsx", "-o", strange / "好.docx")
    assert (code, err) == (2, f"{strange / '丁镇总结.txt'}：文件名或文件夹名不是 UTF-8 编码。请改名后再来\n")


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
