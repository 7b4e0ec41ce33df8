"""The command line: exit codes row by row, what goes to stdout and what to stderr, and the names of results."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from zongjie import __version__
from zongjie.cli.app import app

GOLDEN = Path(__file__).parent / "golden"
SHAPE = json.loads((GOLDEN / "shape.json").read_text("utf-8"))
CLEAN = """第一党支部2025年工作总结
一、工作回顾
全年开展主题党日12次，走访群众30人次。
二、存在的问题
一是理论学习不够深入。
二是创新意识不足。
三、下一步打算
1.加强理论学习，组织集中学习12次。
2.开展调研活动4次。
"""
BLANK = CLEAN.replace("12次，走访", "*次，走访")
INCOMPLETE = CLEAN[: CLEAN.index("二、存在")]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Submissions: one clean, one with a blank, one that is no document."""
    (tmp_path / "甲.txt").write_text(CLEAN, "utf-8")
    (tmp_path / "乙.txt").write_text(BLANK, "gb18030")
    (tmp_path / "坏.docx").write_bytes(b"")
    return tmp_path


# Exit codes, in the order of the published table.


@pytest.mark.parametrize(
    "arguments",
    [["--help"], ["-h"], ["--version"], ["analyze", "--help"], ["rule"], ["rule", "ZJ101"], ["rule", "missing-figure"]],
)
def test_0_when_only_asked(run, arguments):
    result = run(*arguments)
    assert (result.code, result.err) == (0, "")
    assert result.out


def test_0_done(run, folder):
    assert run("analyze", folder / "甲.txt").code == 0
    assert run("check", folder / "甲.txt").code == 0
    assert run("kpi", folder / "甲.txt", "-o", folder / "表.xlsx").code == 0


def test_0_findings_below_fail_on(run, folder):
    (folder / "缺.txt").write_text(INCOMPLETE, "utf-8")
    severities = {one["severity"] for one in json.loads(run("check", folder / "缺.txt", "--format", "json").out)}
    assert severities == {"warning"}
    assert run("check", folder / "缺.txt").code == 0
    assert run("check", folder / "缺.txt", "--fail-on", "error").code == 0
    assert run("check", folder / "乙.txt", "--fail-on", "never").code == 0


def test_1_findings_at_or_above_fail_on(run, folder):
    (folder / "缺.txt").write_text(INCOMPLETE, "utf-8")
    assert run("check", folder / "乙.txt").code == 1
    assert run("check", folder / "缺.txt", "--fail-on", "warning").code == 1
    assert run("check", folder / "缺.txt", "--fail-on", "info").code == 1


def test_1_is_of_check_alone(run, folder):
    assert run("analyze", folder / "乙.txt").code == 0
    assert run("kpi", folder / "乙.txt").code == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "命令"),
        (["analyse"], "是不是 analyze"),
        (["analyze"], "缺少参数 路径…"),
        (["analyze", "甲.txt", "--formt", "json"], "是不是 --format"),
        (["analyze", "甲.txt", "--format", "xml"], "json、jsonl、text"),
        (["analyze", "甲.txt", "--format", "text", "-o", "结果"], "-o"),
        (["check", "甲.txt", "--fail-on", "fatal"], "error、warning、info、never"),
        (["check", "甲.txt", "--select", "ZJ999"], "ZJ999"),
        (["kpi", "甲.txt", "-o", "表.doc"], ".xlsx"),
        (["kpi", "甲.txt", "-o"], "-o"),
        (["rule", "ZJ999"], "ZJ101"),
        (["rule", "ZJ101", "ZJ102"], "多了参数"),
        (["check", "甲.txt", "--profile", "没有.toml"], "没有.toml"),
        (["evaluate", "没有"], "没有"),
    ],
)
def test_2_wrong_usage_with_what_would_be_right(run, folder, monkeypatch, arguments, said):
    monkeypatch.chdir(folder)
    result = run(*arguments)
    assert (result.code, result.out) == (2, "")
    assert said in result.err
    assert "Error" not in result.err
    assert "Traceback" not in result.err


@pytest.mark.parametrize("command", ["analyze", "check", "kpi"])
def test_2_a_document_cannot_be_read_and_the_others_are_done(run, folder, command):
    result = run(command, folder / "没有.txt", folder / "甲.txt", folder / "坏.docx", "--profile", profile(folder))
    assert result.code == 2
    lines = result.err.splitlines()
    assert [line.split("：")[0] for line in lines] == [str(folder / "没有.txt"), str(folder / "坏.docx")]
    assert all(line.count("。") >= 1 and "请" in line for line in lines)
    assert "12" in result.out or command == "check"


def profile(folder: Path) -> Path:
    path = folder / "要求.toml"
    path.write_text("year = 2025\n", "utf-8")
    return path


def test_2_beats_1(run, folder):
    assert run("check", folder / "坏.docx", folder / "乙.txt").code == 2


def test_2_an_output_cannot_be_written(run, folder):
    result = run("analyze", folder / "甲.txt", "-o", folder / "乙.txt" / "下级")
    assert result.code == 2
    assert "无法写入" in result.err
    assert "Traceback" not in result.err


def test_70_a_fault_of_its_own_says_where_to_report(run, folder, monkeypatch):
    monkeypatch.setattr("zongjie.running.analyze.attempt", lambda *_: 1 / 0)
    result = run("analyze", folder / "甲.txt")
    assert result.code == 70
    assert "ZeroDivisionError" in result.err
    assert "报告" in result.err.splitlines()[-1]


def test_70_a_file_of_its_own_that_is_missing_is_no_full_disk(run, folder, monkeypatch):
    def lost(*_: object) -> None:
        raise FileNotFoundError(2, "lost", "units.toml")

    monkeypatch.setattr("zongjie.running.analyze.attempt", lost)
    result = run("analyze", folder / "甲.txt")
    assert result.code == 70
    assert "units.toml" in result.err


def test_130_interrupted(run, folder, monkeypatch):
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("zongjie.running.analyze.attempt", interrupted)
    result = run("analyze", folder / "甲.txt")
    assert (result.code, result.err) == (130, "已中断\n")


def test_130_interrupted_whatever_others_make_of_it(run, folder, monkeypatch):
    def interrupted(*_: object) -> None:
        try:
            signal.raise_signal(signal.SIGINT)
        except KeyboardInterrupt as error:
            raise ImportError("half of a module") from error

    before = signal.getsignal(signal.SIGINT)
    monkeypatch.setattr("zongjie.running.analyze.attempt", interrupted)
    result = run("analyze", folder / "甲.txt")
    assert (result.code, result.err) == (130, "已中断\n")
    assert signal.getsignal(signal.SIGINT) is before


# Results.


def test_one_document_is_an_object_several_are_an_array_with_failures_among_them(run, folder):
    one = json.loads(run("analyze", folder / "甲.txt", "--format", "json").out)
    assert list(one) == SHAPE["report"]
    several = json.loads(run("analyze", folder / "甲.txt", folder / "坏.docx", folder / "乙.txt").out)
    assert several[0] == one
    assert [list(each) == SHAPE["failure"] for each in several] == [False, True, False]
    lines = run("analyze", folder / "甲.txt", folder / "坏.docx", folder / "乙.txt", "--format", "jsonl").out
    assert [json.loads(line) for line in lines.splitlines()] == several


def test_check_as_json_is_a_list_of_findings_with_failures_among_them(run, folder):
    found = json.loads(run("check", folder, "--format", "json").out)
    findings = [one for one in found if "rule" in one]
    assert {one["rule"] for one in findings} == {"ZJ101"}
    assert all(list(one) == SHAPE["finding"] for one in findings)
    assert {one["source"] for one in findings} == {str(folder / "乙.txt")}
    assert [one["code"] for one in found if "rule" not in one] == ["empty"]
    lines = run("check", folder, "--format", "jsonl").out.splitlines()
    assert [json.loads(line) for line in lines] == found
    assert json.loads(run("check", folder / "甲.txt", "--format", "json").out) == []


def test_check_for_people(run, folder):
    full = run("check", folder / "乙.txt").out
    assert f"{folder / '乙.txt'}:3:" in full
    assert "开展主题党日〖*〗次" in full
    assert "ZJ101" in full
    assert "改法" in full
    concise = run("check", folder / "乙.txt", "--format", "concise").out
    assert concise.startswith(f"{folder / '乙.txt'}:3: ZJ101 ")
    assert concise.count("\n") == 1


def test_rules_are_selected_and_ignored(run, folder):
    def rules(*options: str) -> set[str]:
        return {one["rule"] for one in json.loads(run("check", folder / "乙.txt", "--format", "json", *options).out)}

    assert rules() == {"ZJ101"}
    assert rules("--select", "ZJ2") == set()
    assert rules("--select", "zj101,ZJ2") == {"ZJ101"}
    assert rules("--select", "missing-figure") == {"ZJ101"}
    assert rules("--select", "ZJ1", "--ignore", "ZJ101") == set()
    result = run("check", folder / "甲.txt", "--ignore", "ZJ999")
    assert result.code == 0
    assert "ZJ999" in result.err


def test_the_profile_is_followed(run, folder):
    wanted = '[rules.severity]\nZJ101 = "info"\n[sections]\nrequired = ["experience"]\n'
    (folder / "要求.toml").write_text(wanted, "utf-8")
    found = json.loads(run("check", folder / "乙.txt", "--format", "json", "--profile", folder / "要求.toml").out)
    assert {(one["rule"], one["severity"]) for one in found} == {("ZJ101", "info"), ("ZJ201", "warning")}


def test_stdin(run):
    found = json.loads(run("analyze", "-", stdin=BLANK.encode("gb18030")).out)
    assert found["text"] == BLANK
    assert found["source"]["name"] == "-"
    result = run("analyze", "-", stdin=b"")
    assert result.code == 2
    assert result.err.startswith("-：")


def test_results_in_a_folder_never_collide(run, tmp_path):
    for place in ("一处", "二处"):
        (tmp_path / place).mkdir()
        (tmp_path / place / "总结.txt").write_text(CLEAN.replace("30", str(len(place))), "utf-8")
    (tmp_path / "一处" / "空.txt").write_text("", "utf-8")
    result = run("analyze", tmp_path, "-o", tmp_path / "结果")
    assert (result.code, result.out) == (2, "")
    assert sorted(path.name for path in (tmp_path / "结果").iterdir()) == ["一处_总结.json", "二处_总结.json"]
    found = json.loads((tmp_path / "结果" / "一处_总结.json").read_text("utf-8"))
    assert found["source"]["name"] == str(tmp_path / "一处" / "总结.txt")


def test_the_same_input_gives_the_same_bytes(run, folder):
    def everything() -> list[str]:
        return [
            run("analyze", folder, "--format", "jsonl").out,
            run("analyze", folder, "--format", "text").out,
            run("check", folder, "--format", "full").out,
        ]

    assert everything() == everything()


def test_kpi_as_json_and_on_the_screen(run, folder):
    path = folder / "表.json"
    result = run("kpi", folder / "甲.txt", folder / "乙.txt", "-o", path)
    rows = json.loads(path.read_text("utf-8"))
    assert len(rows) == 8
    assert str(path) in result.out
    shown = run("kpi", folder / "甲.txt").out
    assert "主题党日" in shown
    assert "12次" in shown


def test_kpi_as_a_workbook(run, folder):
    import openpyxl

    run("kpi", folder / "甲.txt", folder / "乙.txt", "-o", folder / "表.xlsx")
    book = openpyxl.load_workbook(folder / "表.xlsx")
    assert book.sheetnames == ["汇总", "指标合计", "指标明细", "缺数清单", "说明"]
    assert book["指标明细"].max_row == 9


def test_kpi_of_the_other_kinds_has_the_same_rows(run, folder):
    import csv

    import duckdb

    for name in ("表.csv", "表.parquet"):
        assert run("kpi", folder / "甲.txt", folder / "乙.txt", "-o", folder / name).code == 0
    found = duckdb.sql(f"SELECT indicator, value FROM '{folder / '表.parquet'}'").fetchall()
    lines = csv.DictReader((folder / "表.csv").read_text("utf-8-sig").splitlines())
    assert [(name or "", "" if value is None else f"{value.normalize():f}") for name, value in found] == [
        (line["indicator"], line["value"]) for line in lines
    ]


def test_kpi_refuses_other_kinds_of_files(run, folder):
    result = run("kpi", folder / "甲.txt", "-o", folder / "表.pdf")
    assert result.code == 2
    assert ".parquet" in result.err
    assert not (folder / "表.pdf").exists()


def test_kpi_on_the_screen_tells_a_growth_from_a_total(run):
    shown = run("kpi", "-", stdin="全年完成税收120万元，同比增长8%。".encode()).out
    assert "增 8%" in shown
    assert "增 1" not in shown


def test_text_for_people_is_plain_when_piped(run, folder):
    shown = run("analyze", folder / "乙.txt", "--format", "text").out
    assert "\x1b" not in shown
    assert "〖*〗" in shown
    for word in ("第一党支部2025年工作总结", "成效", "问题", "计划", "主题党日"):
        assert word in shown


def test_a_terminal_gets_text_and_a_pipe_json(run, folder, monkeypatch):
    assert run("analyze", folder / "甲.txt").out.startswith("{")
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    assert "段落" in run("analyze", folder / "甲.txt").out


# The command as a process.


def test_help_imports_nothing_heavy():
    script = """
import sys
from zongjie.cli import main
try:
    main(sys.argv[1:])
except SystemExit as end:
    assert end.code == 0, end.code
heavy = {"spacy", "thinc", "numpy", "jieba", "docx", "lxml", "xlsxwriter"} & set(sys.modules)
sys.exit(f"imports {heavy}" if heavy else 0)
"""
    for arguments in (["--help"], ["check", "--help"], ["--version"], ["rule", "ZJ101"]):
        subprocess.run([sys.executable, "-c", script, *arguments], check=True, stdout=subprocess.DEVNULL)


def test_the_module_is_the_command():
    found = subprocess.run([sys.executable, "-m", "zongjie", "--version"], capture_output=True, check=True, text=True)
    assert found.stdout == f"zongjie {__version__}\n"


def test_a_reader_that_leaves_is_no_fault():
    read, write = os.pipe()
    os.close(read)
    with os.fdopen(write, "w") as closed:
        command = [sys.executable, "-m", "zongjie", "rule"]
        found = subprocess.run(command, stdout=closed, stderr=subprocess.PIPE, check=False)
    assert (found.returncode, found.stderr) == (0, b"")


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="the system has no full device")
@pytest.mark.parametrize("arguments", [["rule"], ["analyze", "-", "--format", "json"], ["check", "-"]])
def test_2_a_stdout_that_takes_no_more(arguments):
    command = [sys.executable, "-m", "zongjie", *arguments]
    with open("/dev/full", "w") as full:
        found = subprocess.run(
            command, input="收缴党费*元。".encode(), stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert found.returncode == 2
    assert found.stderr.decode().startswith("错误：结果没有写完（磁盘已满）")


def test_every_command_is_promised_and_has_help(run):
    names = json.loads((GOLDEN / "surface.json").read_text("utf-8"))["commands"]
    groups = [one.name for one in app.registered_groups]
    assert sorted([*groups, *(one.callback.__name__ for one in app.registered_commands)]) == names
    listed = run("--help").out
    for name in names:
        assert f"\n  {name} " in listed
        shown = run(name, "--help").out
        assert shown.startswith(f"用法：zongjie {name} ")
        assert "选项" in shown
        assert "[default" not in shown
