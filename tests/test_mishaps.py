"""Wrong uses and full disks: one clear message with a remedy, nothing lost, nothing half-written."""

import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from batches import files, summary
from conftest import Run
from zongjie.errors import StoreError
from zongjie.running.store import Store

# Runs the command in a process that may not write files of more than so many bytes, as on a full disk.
LIMITED = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]),) * 2)
from zongjie.cli import main
main(sys.argv[2:])
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    inputs = tmp_path / "收件"
    inputs.mkdir()
    for unit in "甲乙":
        (inputs / f"{unit}县教育局.txt").write_text(summary(f"{unit}县教育局"), "utf-8")
    return tmp_path


def limited(size: int, *arguments: object) -> tuple[int, str]:
    line = [sys.executable, "-c", LIMITED, str(size), *map(str, arguments)]
    done = subprocess.run(line, capture_output=True, text=True, check=False)
    return done.returncode, done.stderr


def leftovers(folder: Path) -> list[str]:
    return [path.name for path in folder.rglob(".zongjie-*")]


def test_a_wrong_path_puts_no_empty_season_over_a_full_one(run: Run, folder):
    output = folder / "结果"
    run("batch", folder / "收件", "-o", output)
    before, size = files(output), (output / "zongjie.duckdb").stat().st_size
    (folder / "空").mkdir()
    for wrong in (folder / "没有", folder / "空", folder / "*.doc"):
        code, out, err = run("batch", wrong, "-o", output)
        assert (code, out) == (2, "")
        assert err.endswith(f"没有可以处理的总结，没有改动“{output}”\n")
        assert len(err.splitlines()) == 2
    assert (files(output), (output / "zongjie.duckdb").stat().st_size) == (before, size)
    assert run("batch", folder / "没有", "-o", folder / "新").code == 2
    assert not (folder / "新").exists()


@pytest.mark.parametrize("name", ["指标.xlsx", "指标.csv", "指标.json"])
def test_a_wrong_path_puts_no_empty_table_over_a_full_one(run: Run, folder, name):
    target = folder / name
    run("kpi", folder / "收件", "-o", target)
    before = target.read_bytes()
    code, out, err = run("kpi", folder / "没有", "-o", target)
    assert (code, out) == (2, "")
    assert f"没有一份总结可读，没有写出 {target}" in err
    assert target.read_bytes() == before


def test_a_store_that_another_program_has_leaves_all_as_it_is(run: Run, folder):
    output = folder / "结果"
    run("batch", folder / "收件", "-o", output)
    marks = (output / ".zongjie.json").stat().st_mtime_ns
    code = f"import duckdb, sys; c = duckdb.connect({str(output / 'zongjie.duckdb')!r}); print(1, flush=True); input()"
    with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        result = run("batch", folder / "收件", "-o", output)
        holder.communicate(b"\n")
    assert (result.code, result.out) == (2, "")
    assert "正被另一个程序使用；请等它结束" in result.err
    assert (output / ".zongjie.json").stat().st_mtime_ns == marks


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["batch", "收件", "-o", "果", "--workers", "0"], "选项 --workers 不对：不能小于 1\n"),
        (["batch", "收件", "-o", "果", "--workers", "999"], "选项 --workers 不对：不能大于 256\n"),
        (["batch", "收件", "-o", "果", "--year", "今年"], "选项 --year 不对：应是整数，如 2025\n"),
        (["profile", "init", "收件", "-o", "新.toml", "--share", "10"], "选项 --share 不对：不能小于 50\n"),
        (["check", "收件", "--fail-on", "bad"], "选项 --fail-on 不对：可用的值有 error、warning、info、never\n"),
    ],
)
def test_numbers_that_are_none_are_told_in_chinese(run: Run, folder, monkeypatch, arguments, said):
    monkeypatch.chdir(folder)
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert err.startswith(f"错误：{said}用 zongjie ")
    assert [path.name for path in folder.iterdir()] == ["收件"]


def test_a_workbook_that_does_not_fit_on_the_disk(folder):
    target = folder / "指标.xlsx"
    target.write_bytes(b"before")
    for command in (["kpi", folder / "收件" / "甲县教育局.txt", "-o", target],
                    ["check", folder / "收件" / "甲县教育局.txt", "--fill-sheet", target]):  # fmt: skip
        code, err = limited(4096, *command, "--force")
        assert code == 2
        assert err == f"错误：无法写入“{target}”（文件过大）。请检查路径、权限和剩余空间，并关闭正在打开它的程序\n"
        assert target.read_bytes() == b"before"
    assert leftovers(folder) == []


def test_a_store_that_does_not_fit_on_the_disk(folder):
    output = folder / "结果"
    code, err = limited(4096, "batch", folder / "收件" / "甲县教育局.txt", "-o", output)
    assert code == 2
    assert err.startswith(f"错误：结果库“{output / 'zongjie.duckdb'}”写不下了")
    assert "Traceback" not in err
    assert not list(output.glob("*.duckdb*"))
    assert leftovers(folder) == []


def test_a_store_that_was_there_stays_where_it_cannot_be_used(tmp_path):
    path = tmp_path / "库.duckdb"
    with duckdb.connect(str(path)) as other:
        other.execute("CREATE TABLE ours (one INTEGER)")
    with pytest.raises(StoreError, match="里是别的数据"):
        Store(path)
    assert path.exists()


def test_profile_check_misses_a_baseline(run: Run, tmp_path):
    profile = tmp_path / "要求.toml"
    profile.write_text('[rules]\nbaseline = "基线.json"\n', "utf-8")
    code, _, err = run("profile", "check", profile)
    assert code == 0
    assert f"提醒：找不到基线文件“{tmp_path / '基线.json'}”" in err
