"""``zongjie fill`` over a folder: one sheet for many files, each gets its own values and none is lost."""

import json
from pathlib import Path

import pytest

from conftest import Run
from word import p, word
from zongjie.reading import read

UNITS = "甲乙丙"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three files with a blank each, in folders, one without any and a text; 单.json is their sheet."""
    for unit in UNITS:
        path = tmp_path / "交" / unit / "总结.docx"
        path.parent.mkdir(parents=True)
        path.write_bytes(word(p(f"{unit}支部工作总结") + p(f"{unit}支部发展党员XX名。")))
    (tmp_path / "交" / "丁.docx").write_bytes(word(p("丁支部工作总结") + p("发展党员3名。")))
    (tmp_path / "交" / "戊.txt").write_text("戊支部工作总结\n发展党员XX名。\n", "utf-8")
    return tmp_path


def sheet(run: Run, folder: Path, **values: str) -> Path:
    path = folder / "单.json"
    run("check", folder / "交", "--fill-sheet", path)
    rows = json.loads(path.read_text("utf-8"))
    for row in rows:
        row["value"] = values.get(Path(row["source"]).parent.name, values.get(Path(row["source"]).stem, ""))
    path.write_text(json.dumps(rows, ensure_ascii=False), "utf-8")
    return path


def test_one_sheet_fills_a_folder(run, folder):
    values = sheet(run, folder, 甲="7", 乙="8", 丙="9")
    code, out, err = run("fill", folder / "交", "--values", values, "-o", folder / "好")
    assert (code, err) == (0, "")
    assert out == f"填好 3 份 3 处，还空着 0 处，已写到 {folder / '好'}\n"
    assert sorted(path.name for path in (folder / "好").glob("*.docx")) == [
        "丙_总结.docx",
        "乙_总结.docx",
        "甲_总结.docx",
    ]
    for unit, number in zip(UNITS, (7, 8, 9), strict=True):
        assert read(folder / "好" / f"{unit}_总结.docx").text.endswith(f"{unit}支部发展党员{number}名。")
        assert "XX" in read(folder / "交" / unit / "总结.docx").text
    again = run("fill", folder / "交", "--values", values, "-o", folder / "好")
    assert again.code == 0
    assert len(list((folder / "好").glob("*.docx"))) == 3
    part = run("fill", folder / "交" / "甲", folder / "交" / "乙", "--values", values, "-o", folder / "二")
    assert part.out.startswith("填好 2 份 2 处，还空着 0 处")
    assert "没有找到填写单里的" in part.err


def test_what_does_not_go_in_is_named_with_its_file(run, folder):
    values = sheet(run, folder, 甲="7", 乙="很多", 戊="3")
    code, out, err = run("fill", folder / "交", "--values", values, "-o", folder / "好")
    assert code == 2
    assert out.startswith("填好 1 份 1 处，还空着 2 处")
    assert f"{folder / '交' / '乙' / '总结.docx'}：没有采用第" in err
    assert f"{folder / '交' / '戊.txt'}：只能填写 Word 文件" in err


def test_values_of_a_file_that_is_not_there_are_named(run, folder):
    values = sheet(run, folder, 甲="7", 乙="8")
    (folder / "交" / "乙" / "总结.docx").unlink()
    code, out, err = run("fill", folder / "交", "--values", values, "-o", folder / "好")
    assert code == 2
    assert out.startswith("填好 1 份")
    assert f"没有找到填写单里的 {folder / '交' / '乙' / '总结.docx'}" in err


def test_a_sheet_without_values_writes_nothing(run, folder):
    code, out, err = run("fill", folder / "交", "--values", sheet(run, folder), "-o", folder / "好")
    assert (code, out, err) == (2, "", "没有可以填入的值，没有写出文件\n")
    assert not (folder / "好").exists()


def test_filled_files_never_take_the_place_of_others(run, folder):
    values = sheet(run, folder, 甲="7")
    for output, said in ((folder / "好.docx", "应是文件夹"), (folder / "单.json", "请给出文件夹")):
        code, _, err = run("fill", folder / "交", "--values", values, "-o", output)
        assert (code, said in err) == (2, True)
    code, _, err = run("fill", folder / "交", "--values", values, "-o", folder / "交")
    assert code == 2
    assert "会覆盖原件" in err
    assert "XX" in read(folder / "交" / "甲" / "总结.docx").text
