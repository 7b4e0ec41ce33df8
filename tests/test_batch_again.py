"""``zongjie batch`` once more: over the results of another year, after an interruption, and over its own folder."""

import os
import pty
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from batches import command, done, files, season, summary
from conftest import Run

PATIENCE = 120


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    inputs = tmp_path / "收件"
    inputs.mkdir()
    (inputs / "甲县教育局.txt").write_text(summary("甲县教育局"), "utf-8")
    return tmp_path


@pytest.mark.parametrize("told", [True, False])
def test_results_of_another_year_are_not_replaced_unasked(run: Run, folder, told):
    inputs, output = folder / "收件", folder / "结果"
    assert run("batch", inputs, "-o", output).code == 1
    before = files(output)
    options = ["--year", 2024]
    if not told:  # the documents tell it
        options = []
        text = summary("甲县教育局").replace("2025年", "2024年")
        (inputs / "甲县教育局.txt").write_text(text, "utf-8")
    code, out, err = run("batch", inputs, "-o", output, *options)
    assert (code, out) == (2, "")
    assert f"“{output}”里是 2025 年的结果，这次是 2024 年的，没有改动" in err
    assert f"--store {output / 'zongjie.duckdb'}" in err
    assert files(output) == before
    assert run("batch", inputs, "-o", output, *options, "--force").code == 1
    assert run("batch", inputs, "-o", output, *options).code == 1
    assert files(output) != before
    assert "里是 2024 年的结果" in run("batch", inputs, "-o", output, "--year", 2025).err


def test_results_beside_those_of_another_year_may_share_their_store(run: Run, folder):
    inputs, output = folder / "收件", folder / "结果"
    run("batch", inputs, "-o", output)
    arguments = ["-o", folder / "新", "--year", 2026, "--store", output / "zongjie.duckdb"]
    assert run("batch", inputs, *arguments).code == 1


def test_an_interrupted_run_says_how_to_go_on(run: Run, folder, monkeypatch):
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("zongjie.running.batch_checks.Checks.run", interrupted)
        result = run("batch", folder / "收件", "-o", folder / "结果")
    assert result.code == 130
    assert result.err == "做完的部分已经保存；用同一条命令加 --resume 可以接着做\n已中断\n"
    (folder / "收件" / "乙县教育局.txt").write_text(summary("乙县教育局"), "utf-8")
    result = run("batch", folder / "收件", "-o", folder / "结果", "--resume")
    assert result.err == "接着上次的做：1 份已经分析过，沿用；新分析 1 份\n"


@pytest.mark.skipif(not hasattr(signal, "SIGHUP"), reason="the system has no signal of a closed terminal")
def test_130_a_closed_terminal_ends_everything_without_a_trace(tmp_path):
    inputs, output = season(tmp_path / "收件"), tmp_path / "结果"
    process = command(inputs, "-o", output)
    deadline = time.monotonic() + PATIENCE
    while not (output / "zongjie.duckdb").exists() and time.monotonic() < deadline:
        time.sleep(0.02)
    while len(psutil.Process(process.pid).children(recursive=True)) < 3 and time.monotonic() < deadline:
        time.sleep(0.02)
    children = psutil.Process(process.pid).children(recursive=True)
    for one in [process.pid, *(child.pid for child in children)]:  # as the system does to all of a terminal
        os.kill(one, signal.SIGHUP)
    _, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == 130
    assert err == "做完的部分已经保存；用同一条命令加 --resume 可以接着做\n已中断\n"
    assert not psutil.wait_procs(children, PATIENCE)[1]
    assert done(inputs, "-o", output, "--resume")[0] == 2


@pytest.mark.skipif(not hasattr(signal, "SIGHUP"), reason="the system has no signal of a closed terminal")
def test_130_where_the_terminal_is_gone_that_it_would_be_told_on(tmp_path):
    inputs = season(tmp_path / "收件")
    ours, theirs = pty.openpty()
    line = [sys.executable, "-m", "zongjie", "batch", str(inputs), "-o", str(tmp_path / "结果")]
    with subprocess.Popen(line, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True) as process:
        os.close(theirs)
        os.read(ours, 1)  # the first stage is on the screen
        os.close(ours)
        os.killpg(process.pid, signal.SIGHUP)
        assert process.wait(PATIENCE) == 130


@pytest.mark.skipif(not hasattr(signal, "SIGHUP"), reason="the system has no signal of a closed terminal")
def test_who_asked_not_to_hear_of_it_does_not(tmp_path):
    inputs = season(tmp_path / "收件")
    script = "import signal, sys; signal.signal(signal.SIGHUP, signal.SIG_IGN); from zongjie.cli import main; main()"
    line = [sys.executable, "-c", script, "batch", str(inputs), "-o", str(tmp_path / "结果")]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(line, start_new_session=True, **quiet) as process:
        while not (tmp_path / "结果" / "zongjie.duckdb").exists():
            assert process.poll() is None
            time.sleep(0.02)
        os.killpg(process.pid, signal.SIGHUP)
        assert process.wait(PATIENCE) == 2  # two files cannot be read
    assert (tmp_path / "结果" / "总览.html").is_file()


def test_what_a_batch_writes_is_no_submission(run: Run, folder):
    inputs, output = folder / "收件", folder / "结果"
    (folder / "要求.toml").write_text('[roster]\nunits = [{ name = "甲县教育局" }, { name = "乙县教育局" }]\n', "utf-8")
    run("batch", inputs, "-o", output, "--profile", folder / "要求.toml")
    assert (output / "催报名单.docx").exists()
    assert len(list((output / "退回通知").glob("*.docx"))) == 2
    for path in (output, output / "退回通知"):
        code, out, err = run("kpi", path, "-o", folder / "表.csv")
        assert (code, out) == (2, "")
        assert err.startswith(f"{path}：这里是 zongjie 写的结果，没有总结。请给出收件的文件夹\n")
    assert "没有与此相符的文件" in run("kpi", output / "*.docx").err
    assert "没有与此相符的文件" in run("kpi", output / "退回通知" / "*.docx").err
    assert run("kpi", output / "标注").code == 0  # the units' own words
    (output / "补交.txt").write_text(summary("乙县教育局"), "utf-8")
    assert "1 份总结" in run("kpi", output, "-o", folder / "表.csv").out
