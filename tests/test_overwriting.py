"""Commands write over their own earlier results, and over nothing else unless that is asked for."""

import json
import os
import zipfile
from pathlib import Path

import docx
import openpyxl
import pytest

from conftest import Run
from word import p, word
from zongjie.reading import read
from zongjie.writing.word.seal import is_sealed, seal

TEXT = "甲支部2025年工作总结\n全年发展党员XX名，完成投资320万元。\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "收件").mkdir()
    (tmp_path / "收件" / "甲.txt").write_text(TEXT, "utf-8")
    (tmp_path / "甲.docx").write_bytes(word("".join(p(line) for line in TEXT.split("\n") if line)))
    (tmp_path / "名单.csv").write_text("单位\n甲支部\n", "utf-8")
    (tmp_path / "要求.toml").write_text('[roster]\nfile = "名单.csv"\n', "utf-8")
    return tmp_path


def results(folder: Path) -> dict[str, list[object]]:
    """The commands that write one file, without the name of that file; a sheet with a value is there for ``fill``."""
    inputs = folder / "收件"
    return {
        "kpi": ["kpi", inputs, "-o"],
        "sheet": ["check", inputs, "--fail-on", "never", "--fill-sheet"],
        "baseline": ["check", inputs, "--write-baseline"],
        "fill": ["fill", folder / "甲.docx", "--values", folder / "值.json", "-o"],
    }


def value(run: Run, folder: Path, number: str) -> None:
    if not (folder / "值.json").exists():
        run("check", folder / "甲.docx", "--fill-sheet", folder / "值.json")
    rows = json.loads((folder / "值.json").read_text("utf-8"))
    rows[0]["value"] = number
    (folder / "值.json").write_text(json.dumps(rows, ensure_ascii=False), "utf-8")


RESULTS = [
    ("kpi", ".xlsx"), ("kpi", ".csv"), ("kpi", ".json"), ("kpi", ".parquet"),
    ("sheet", ".xlsx"), ("sheet", ".csv"), ("sheet", ".json"), ("baseline", ".json"), ("fill", ".docx"),
]  # fmt: skip


def foreign(path: Path) -> None:
    """Something of the user's own, of the kind that the suffix says."""
    if path.suffix == ".xlsx":
        book = openpyxl.Workbook()
        book.active.append(["单位", "联系人"])
        book.active.append(["甲支部", "张三"])
        book.save(path)
    elif path.suffix == ".docx":
        path.write_bytes(word(p("会议纪要")))
    else:
        path.write_text(
            {".csv": "单位,联系人\n甲支部,张三\n", ".json": '{"单位": "甲支部"}\n'}.get(path.suffix, "PAR1")
        )


@pytest.mark.parametrize(("command", "suffix"), RESULTS)
def test_a_file_of_the_users_own_stays(run: Run, folder, command, suffix):
    target = folder / f"我的{suffix}"
    if command == "fill":
        value(run, folder, "5")
    foreign(target)
    before = target.read_bytes()
    code, out, err = run(*results(folder)[command], target)
    assert (code, out) == (2, "")
    assert err.startswith(f"错误：“{target}”已经存在，不是 zongjie 写的")
    assert "要覆盖请加 --force" in err
    assert target.read_bytes() == before
    assert run(*results(folder)[command], target, "--force").code == 0
    assert target.read_bytes() != before


@pytest.mark.parametrize(("command", "suffix"), RESULTS)
def test_an_earlier_result_of_the_same_kind_is_replaced(run: Run, folder, command, suffix):
    target = folder / f"果{suffix}"
    for number in ("6", "7"):
        if command == "fill":
            value(run, folder, number)
        code, _, err = run(*results(folder)[command], target)
        assert (code, "已经存在" in err) == (0, False)
    if command == "fill":
        assert "发展党员7名" in read(target).text


@pytest.mark.parametrize("command", ["kpi", "sheet"])
@pytest.mark.parametrize("suffix", [".xlsx", ".csv", ".json"])
def test_one_result_does_not_take_the_place_of_another(run: Run, folder, command, suffix):
    other = {"kpi": "sheet", "sheet": "kpi"}[command]
    target = folder / f"果{suffix}"
    run(*results(folder)[other], target)
    before = target.read_bytes()
    assert run(*results(folder)[command], target).code == 2
    assert target.read_bytes() == before


def test_a_table_of_no_figures_and_a_sheet_of_no_blanks_are_results_too(run: Run, folder):
    (folder / "空.txt").write_text("丙支部工作总结\n各项工作顺利完成。\n", "utf-8")
    for command, option in (("kpi", "-o"), ("check", "--fill-sheet")):
        for suffix in (".xlsx", ".csv", ".json"):
            target = folder / f"{command}{suffix}"
            assert [run(command, folder / "空.txt", option, target).code for _ in range(2)] == [0, 0]


@pytest.mark.parametrize("suffix", [".xlsx", ".csv", ".json"])
def test_values_that_were_filled_in_are_not_lost(run: Run, folder, suffix):
    target = folder / f"填{suffix}"
    check = results(folder)["sheet"]
    run(*check, target)
    if suffix == ".json":
        target.write_text(target.read_text("utf-8").replace('"value": ""', '"value": "5"'), "utf-8")
    elif suffix == ".csv":
        lines = target.read_text("utf-8-sig").splitlines()
        at = lines[0].split(",").index("填写")
        cells = lines[1].split(",")
        cells[at] = "5"
        target.write_text("\n".join([lines[0], ",".join(cells)]), "gb18030")
    else:
        book = openpyxl.load_workbook(target)
        book.active.cell(2, 9).value = 5
        book.active.insert_rows(1)
        book.active.cell(1, 1).value = "请于12月20日前填好"
        book.save(target)
    before = target.read_bytes()
    code, out, err = run(*check, target)
    assert (code, out) == (2, "")
    assert err.startswith(f"错误：“{target}”里已经填了 1 个值，覆盖就丢了，没有改动；")
    assert target.read_bytes() == before
    assert run(*check, target, "--force").code == 0
    assert run(*check, target).code == 0  # it holds no value any more


def test_a_filled_file_that_was_changed_by_hand_stays(run: Run, folder):
    target = folder / "好.docx"
    value(run, folder, "5")
    fill = results(folder)["fill"]
    run(*fill, target)
    document = docx.Document(target)
    document.add_paragraph("二、存在的问题")
    document.save(target)
    before = target.read_bytes()
    code, _, err = run(*fill, target)
    assert (code, target.read_bytes()) == (2, before)
    assert "或者填好之后又改过，没有改动" in err


@pytest.mark.parametrize("force", [[], ["--force"]])
def test_what_is_read_is_never_written_over(run: Run, folder, force):
    inputs, profile = folder / "收件", ["--profile", folder / "要求.toml", *force]
    os.link(folder / "名单.csv", folder / "同一份.csv")
    before = {path: path.read_bytes() for path in folder.rglob("*.*") if path.is_file()}
    for arguments in (
        ["check", inputs, "--write-baseline", folder / "要求.toml", *profile],
        ["check", inputs, "--write-baseline", inputs / "甲.txt", *profile],
        ["check", inputs, "--fill-sheet", folder / "名单.csv", *profile],
        ["kpi", inputs, "-o", folder / "名单.csv", *profile],
        ["kpi", inputs, "-o", folder / "同一份.csv", *profile],
        ["batch", inputs, "-o", folder / "结果", "--write-baseline", folder / "要求.toml", *profile],
        ["profile", "init", folder / "要求.toml", "-o", folder / "要求.toml", "--force"],
    ):
        code, out, err = run(*arguments)
        assert (code, out) == (2, "")
        assert "是这次要读的文件，不能写到它上面" in err
    assert {path: path.read_bytes() for path in folder.rglob("*.*") if path.is_file()} == before


def test_the_baseline_that_is_read_may_be_renewed(run: Run, folder):
    path = folder / "基线.json"
    options = ["check", folder / "收件", "--baseline", path, "--write-baseline", path]
    assert [run(*options).code for _ in range(2)] == [0, 0]


def test_analyses_leave_other_files_alone(run: Run, folder):
    target = folder / "收件" / "甲.json"
    target.write_text('{"answer": 1}', "utf-8")
    code, _, err = run("analyze", folder / "收件", "-o", folder / "收件")
    assert (code, target.read_text("utf-8")) == (2, '{"answer": 1}')
    assert "甲.json”已经存在，不是 zongjie 写的分析" in err
    for options in (["--force"], []):
        assert run("analyze", folder / "收件", "-o", folder / "收件", *options).code == 0


@pytest.mark.parametrize("option", ["--fill-sheet", "--write-baseline"])
def test_a_folder_is_no_file(run: Run, folder, option):
    (folder / "夹.xlsx").mkdir()
    code, out, err = run("check", folder / "收件", option, folder / "夹.xlsx")
    assert (code, out) == (2, "")
    assert "是文件夹，请给出文件名" in err


@pytest.mark.parametrize("command", [["check", "--annotate"], ["analyze", "-o"], ["batch", "-o"]])
def test_a_file_is_no_folder(run: Run, folder, command):
    code, out, err = run(command[0], folder / "收件", command[1], folder / "要求.toml")
    assert (code, out) == (2, "")
    assert err.startswith(f"错误：“{folder / '要求.toml'}”是文件，请给出文件夹")


def test_the_seal_is_one_more_property(folder):
    plain = word(p("总结"))
    sealed = seal(plain)
    assert (is_sealed(plain), is_sealed(sealed)) == (False, True)
    assert seal(sealed) == seal(seal(sealed))
    with zipfile.ZipFile(folder / "甲.docx") as before:
        names = before.namelist()
    (folder / "封.docx").write_bytes(seal((folder / "甲.docx").read_bytes()))
    with zipfile.ZipFile(folder / "封.docx") as after:
        assert after.namelist() == [*names, "docProps/custom.xml"]
        assert b"custom-properties+xml" in after.read("[Content_Types].xml")
    assert docx.Document(folder / "封.docx").paragraphs[0].text == "甲支部2025年工作总结"
