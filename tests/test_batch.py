"""``zongjie batch``: what it leaves, and that neither kills nor the order of files nor workers change that."""

import csv
import io
import json
import os
import signal
import time
from contextlib import nullcontext
from pathlib import Path
from urllib.parse import unquote

import lxml.html
import openpyxl
import psutil
import pytest

import zongjie
from batches import ask, command, done, files, season, summary, tables
from conftest import Run
from hostile import HOSTILE
from zongjie.running.batch import process
from zongjie.running.batch_analyses import Work
from zongjie.running.batch_outputs import Outputs
from zongjie.running.store import Run as Numbered
from zongjie.running.store import Store
from zongjie.settings import Settings
from zongjie.writing.json import plain

PATIENCE = 120


@pytest.fixture(autouse=True)
def _date(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767225600")


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The inputs and the results of an undisturbed run with one worker."""
    root = tmp_path_factory.mktemp("整")
    inputs, output = season(root / "收件"), root / "一" / "结果"
    code, _, err = done(inputs, "-o", output, "--workers", 1)
    assert code == 2, err
    return inputs, output


# What there is.


def test_what_a_run_leaves(whole):
    inputs, output = whole
    copies = sorted(one.name for one in (output / "标注").iterdir() if not one.name.startswith("."))
    assert copies == sorted(
        [
            "甲局.docx",
            "甲局副本.docx",
            "乙局.html",
            "丙局.docx",
            "丁局.html",
            "戊局.docx",
            "己局.html",
            "庚局.docx",
            "辛局.html",
        ]
    )
    lines = [json.loads(line) for line in (output / "问题.jsonl").read_text("utf-8").splitlines()]
    failures = {Path(one["source"]).name: one["code"] for one in lines if "code" in one}
    assert failures == {"空.txt": "empty", "坏.docx": "truncated"}
    expected = [one for path in sorted(inputs.iterdir()) for one in found(path)]
    assert [
        {key: one[key] for key in one if key not in ("unit", "kind", "year")} for one in lines if "rule" in one
    ] == (expected)
    assert {one["unit"] for one in lines if "rule" in one} == {f"{unit}县教育局" for unit in "甲乙丙丁戊己庚辛"}
    book = openpyxl.load_workbook(output / "指标.xlsx", read_only=True)
    assert "指标明细" in book.sheetnames
    head, *shown = book["缺数清单"].iter_rows(values_only=True)
    places = {line[0]: line[head.index("位置")] for line in shown}
    assert len(places) == len(shown) == 8
    assert places["丙县教育局"].startswith('=HYPERLINK("标注/丙局.docx#ZJ101_')
    assert places["乙县教育局"].startswith('=HYPERLINK("标注/乙局.html","')
    counting = [line[-1] for line in book["指标明细"].iter_rows(min_row=2, values_only=True)]
    assert counting == sorted(counting, key=["计入", "不计入"].index)
    assert set(counting) == {"计入", "不计入"}
    rows = [row for path in sorted(inputs.iterdir()) for row in kpi(path)]
    assert len((output / "指标.csv").read_text("utf-8-sig").splitlines()) == len(rows) + 1
    # Where a figure is missing, both tables name the same paragraph.
    lines, wrong = (
        list(csv.DictReader(io.StringIO((output / name).read_text("utf-8-sig")))) for name in ("指标.csv", "问题.csv")
    )
    missing = {(one["source"], one["paragraph"]) for one in lines if one["status"] == "missing"}
    assert missing == {(one["source"], one["paragraph"]) for one in wrong if one["rule"] == "ZJ101"} != set()
    parquet = ask(output / "zongjie.duckdb", f"SELECT count(*) FROM '{output / '指标.parquet'}'")
    assert parquet == [(len(rows),)]


def found(path: Path) -> list[dict]:
    try:
        return [plain(one) for one in zongjie.check(zongjie.analyze(str(path)))]
    except zongjie.DocumentError:
        return []


def kpi(path: Path) -> list:
    try:
        return zongjie.kpi([zongjie.analyze(str(path))])
    except zongjie.DocumentError:
        return []


def test_the_overview(whole):
    _, output = whole
    text = (output / "总览.html").read_text("utf-8")
    page = lxml.html.document_fromstring(text)
    links = [link for link in page.xpath("//a/@href") if not link.startswith("#")]
    assert all((output / unquote(link)).is_file() for link in links)
    assert sum(unquote(link).startswith("标注/") for link in links) == 9
    shown = page.text_content()
    assert "文件是空的" in shown
    assert "http" not in text.replace("http-equiv", "")
    assert len(page.xpath("//section[@id='units']//tbody/tr")) == 9
    # One of the two files of 甲 does not count: the headline leaves its findings out and says so.
    assert page.xpath("//tr[@class='aside']/td[2]/small/text()") == ["甲局.docx"]
    headline = page.xpath("//section[@class='figures']")[0].text_content()
    assert all(one in headline for one in ("8处错误", "8个数字缺着", "另有 1 处问题"))
    assert str(output.parent) not in shown  # files are called by their names below the folder


def test_the_summary_and_the_exit_codes(tmp_path, run: Run):
    inputs = tmp_path / "收件"
    inputs.mkdir()
    (inputs / "甲.txt").write_text(summary("甲县教育局"), "utf-8")
    (inputs / "乙.txt").write_text(summary("乙县教育局"), "utf-8")
    code, out, _ = run("batch", inputs, "-o", tmp_path / "结果")
    assert code == 1
    assert "总结 2 份（新分析 2 份）" in out
    assert "错误 2" in out
    assert run("batch", inputs, "-o", tmp_path / "结果", "--fail-on", "never").code == 0


def test_a_roster_tells_who_is_missing(tmp_path, run: Run):
    inputs, profile = tmp_path / "收件", tmp_path / "要求.toml"
    inputs.mkdir()
    (inputs / "甲县教育局.txt").write_text(summary("甲县教育局"), "utf-8")
    profile.write_text('[[roster.units]]\nname = "甲县教育局"\n[[roster.units]]\nname = "乙县教育局"\n', "utf-8")
    code, out, err = run("batch", inputs, "-o", tmp_path / "结果", "--profile", profile)
    assert code == 1, err
    assert "单位 2 个：报齐 1 个，一份没交 1 个（共缺 1 份）" in out
    assert "一份没交：乙县教育局\n" in out
    assert ask(tmp_path / "结果" / "zongjie.duckdb", "SELECT unit FROM absences") == [("乙县教育局",)]
    page = lxml.html.parse(str(tmp_path / "结果" / "总览.html"))
    assert [one.text_content().strip() for one in page.xpath("//section[@id='absent']//li")] == ["乙县教育局"]


def test_totals_tell_who_is_left_out_and_why(tmp_path, run: Run):
    inputs, profile = tmp_path / "收件", tmp_path / "要求.toml"
    inputs.mkdir()
    for unit, figures in {"甲": "发展党员3名。全年发展党员5名", "乙": "发展党员4名", "丙": "发展党员90名"}.items():
        text = summary(f"{unit}县教育局").replace("发展党员12名", figures)
        (inputs / f"{unit}.txt").write_text(text, "utf-8")
    profile.write_text(
        '[[indicators]]\nname = "发展党员"\nunit = "名"\nmaximum = 20\nrequired = true\n'
        '[[indicators]]\nname = "入党申请书"\nunit = "份"\nrequired = true\n[[indicators]]\nname = "党课"\n',
        "utf-8",
    )
    run("batch", inputs, "-o", tmp_path / "结果", "--profile", profile)
    page = lxml.html.parse(str(tmp_path / "结果" / "总览.html"))
    lines = {
        line[0]: line[1:]
        for row in page.xpath("//section[@id='figures']//tbody/tr")
        for line in [[cell.text_content() for cell in row]]
    }
    # Who reports figures that differ has reported.
    assert lines["发展党员"] == ["94名未含不一致 1 家有 1 家超出合理范围", "2/3", "", "不一致：甲县教育局"]
    assert lines["入党申请书"] == ["", "0/3", "丙县教育局、乙县教育局、甲县教育局", ""]
    assert lines["党课"] == ["", "0/3", "", ""]


def test_next_year_knows_this_one_by_the_same_store(tmp_path, run: Run):
    store, output = tmp_path / "库.duckdb", tmp_path / "结果"
    for year, figures in ((2024, "35"), (2025, "79")):
        inputs = tmp_path / str(year) / "收件"
        inputs.mkdir(parents=True)
        for unit, figure in zip("甲乙", figures, strict=True):
            text = summary(f"{unit}县教育局", figure).replace("2025", str(year))
            (inputs / f"{unit}.txt").write_text(text, "utf-8")
        run("batch", inputs, "-o", output, "--store", store)
        run("batch", inputs, "-o", output, "--store", store)  # of two runs the later one is known
    (inputs / "乙.txt").unlink()
    with Store(store) as opened:
        work = Work(opened, Numbered(5, False), Settings(), 1, lambda doing, total: nullcontext(lambda name: None))
        opened.begin({"identity": "x"}, resume=False)
        result = process(work, [str(inputs / "甲.txt")], tmp_path / "标注")
        outputs = Outputs(opened, work.settings, result, output)
        known = [(one.organization, one.year, one.value) for one in outputs.rows_of_years() if one.unit == "名"]
        assert known == [("甲县教育局", 2025, 7), ("乙县教育局", 2024, 5), ("甲县教育局", 2024, 3)]
        assert [(run, unit) for run, _, unit, _, _ in opened.earlier(work.run, 2024)] == [
            (2, "乙县教育局"),
            (2, "甲县教育局"),
        ]
        assert {one.source for one in outputs.rows_of_years()} == {
            one.source for one in outputs.season_of_years().submissions
        }
        (members,) = [cells for column, cells in outputs.grid.cells.items() if column.indicator == "发展党员"]
        assert {key: cell.value for key, cell in members.items()} == {
            ("甲县教育局", 2025): 7, ("甲县教育局", 2024): 3, ("乙县教育局", 2024): 5,
        }  # fmt: skip


# Always the same.


@pytest.mark.parametrize("kill", [2, 9, 19, 33, 47, 54])
def test_a_run_that_is_killed_is_resumed_as_if_nothing_had_happened(whole, tmp_path, kill):
    inputs, output = whole
    again = inputs.parent / f"断{kill}" / "结果"
    code, _, err = done(inputs, "-o", again, "--workers", 2, kill=kill)
    assert code == -signal.SIGKILL, err
    code, _, err = done(inputs, "-o", again, "--workers", 2, "--resume")
    assert code == 2
    assert "重新开始" not in err
    assert files(again) == files(output)
    assert tables(again / "zongjie.duckdb") == tables(output / "zongjie.duckdb")


def test_two_workers_find_what_one_finds(whole):
    inputs, output = whole
    again = inputs.parent / "二" / "结果"
    done(*sorted(inputs.iterdir()), "-o", again, "--workers", 2)
    assert files(again) == files(output)
    ours, theirs = tables(again / "zongjie.duckdb"), tables(output / "zongjie.duckdb")
    assert {name: rows for name, rows in ours.items() if name != "runs"} == {
        name: rows for name, rows in theirs.items() if name != "runs"
    }


def test_the_order_of_paths_does_not_change_what_is_found(whole):
    inputs, output = whole
    again = inputs.parent / "倒" / "结果"
    done(*sorted(inputs.iterdir(), reverse=True), "-o", again)
    sql = "SELECT unit, source, rule, start_at, message FROM findings JOIN submissions USING (source) ORDER BY ALL"
    sql = sql.replace("source, rule", "findings.source, rule")
    assert ask(again / "zongjie.duckdb", sql) == ask(output / "zongjie.duckdb", sql)
    assert {name: files(again)[name] for name in files(again) if name.startswith("标注/")} == {
        name: digest for name, digest in files(output).items() if name.startswith("标注/")
    }


# Only what changed.


def analysed(out: str) -> int:
    return int(out.split("新分析 ")[1].split(" ")[0])


def test_only_what_changed_is_analysed_again(tmp_path, run: Run):
    inputs, output = season(tmp_path / "收件"), tmp_path / "结果"
    assert analysed(run("batch", inputs, "-o", output).out) == 8
    before = files(output)
    assert analysed(run("batch", inputs, "-o", output).out) == 0
    assert files(output) == before
    (inputs / "乙局.txt").rename(inputs / "乙局（终稿）.txt")
    assert analysed(run("batch", inputs, "-o", output).out) == 0
    assert (output / "标注" / "乙局（终稿）.html").is_file()
    assert not (output / "标注" / "乙局.html").exists()
    (inputs / "丁局.txt").write_text(summary("丁县教育局", "99"), "utf-8")
    assert analysed(run("batch", inputs, "-o", output).out) == 1
    (inputs / "丁局.txt").unlink()
    assert analysed(run("batch", inputs, "-o", output).out) == 0
    assert not (output / "标注" / "丁局.html").exists()
    runs = ask(output / "zongjie.duckdb", "SELECT run, state FROM runs ORDER BY run")
    assert runs == [(number, "finished") for number in range(1, 6)]
    counts = ask(output / "zongjie.duckdb", "SELECT run, count(*) FROM documents GROUP BY run ORDER BY run")
    assert counts == [(1, 11), (2, 11), (3, 11), (4, 11), (5, 10)]


def test_other_rules_check_again_and_other_word_lists_analyse_again(tmp_path, run: Run):
    inputs, output, profile = season(tmp_path / "收件"), tmp_path / "结果", tmp_path / "要求.toml"
    run("batch", inputs, "-o", output)
    profile.write_text('[rules]\nignore = ["ZJ1"]\n', "utf-8")
    result = run("batch", inputs, "-o", output, "--profile", profile)
    assert analysed(result.out) == 0
    assert "错误 0" in result.out
    profile.write_text('[lexicon.units]\nthing = ["朵朵"]\n', "utf-8")
    result = run("batch", inputs, "-o", output, "--profile", profile)
    assert analysed(result.out) == 8
    assert "错误 8" in result.out  # the ninth is in a copy that does not count
    assert "另有 1 处" in result.out


# Bad input, and interruptions.


def test_hostile_files_among_good_ones(tmp_path, run: Run):
    inputs = season(tmp_path / "收件")
    for name, (make, _) in HOSTILE.items():
        (inputs / f"敌{name}").write_bytes(make())
    code, out, err = run("batch", *sorted(inputs.iterdir()), "-o", tmp_path / "结果")
    assert code == 2
    assert "总结 9 份" in out
    codes = dict(ask(tmp_path / "结果" / "zongjie.duckdb", "SELECT source, code FROM failures"))
    assert {Path(source).name: code for source, code in codes.items()} == {
        "空.txt": "empty",
        "坏.docx": "truncated",
        **{f"敌{name}": code for name, (_, code) in HOSTILE.items()},
    }
    assert len(err.splitlines()) == len(codes)


def test_ctrl_c_ends_cleanly_and_the_run_can_be_resumed(whole):
    inputs, output = whole
    again = inputs.parent / "停" / "结果"
    process = command(inputs, "-o", again)
    store = again / "zongjie.duckdb"
    deadline = time.monotonic() + PATIENCE
    while not store.exists() and time.monotonic() < deadline:
        time.sleep(0.02)
    time.sleep(0.5)
    children = psutil.Process(process.pid).children(recursive=True)
    os.kill(process.pid, signal.SIGINT)
    _, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == 130
    assert "Traceback" not in err
    assert not psutil.wait_procs(children, PATIENCE)[1]
    assert done(inputs, "-o", again, "--resume")[0] == 2
    assert files(again) == files(output)


def test_results_never_take_the_place_of_what_is_not_ours(tmp_path, run: Run):
    inputs, output = season(tmp_path / "收件"), tmp_path / "结果"
    output.mkdir()
    (output / "指标.xlsx").write_bytes(b"mine")
    code, _, err = run("batch", inputs, "-o", output)
    assert code == 2
    assert "指标.xlsx 不是 zongjie batch 写的" in err
    assert (output / "指标.xlsx").read_bytes() == b"mine"
    code, _, err = run("batch", inputs, "-o", inputs)
    assert code == 2
    assert "不能和原件放在一起" in err
    assert run("batch", inputs / "乙局.txt", "-o", inputs / "乙局.txt").code == 2


def test_a_folder_of_results_is_passed_by(tmp_path, run: Run):
    inputs = season(tmp_path / "收件")
    run("batch", inputs, "-o", inputs / "结果")
    assert "总结 9 份（新分析 0 份）" in run("batch", inputs, "-o", inputs / "结果").out
    assert "共检查 9 份" in run("check", inputs).out


def test_no_documents_at_all(tmp_path, run: Run):
    (tmp_path / "空").mkdir()
    code, out, err = run("batch", tmp_path / "空", "-o", tmp_path / "结果")
    assert (code, out) == (2, "")
    assert "文件夹里没有可读的文档" in err
    assert not (tmp_path / "结果").exists()


def test_text_from_stdin(tmp_path, run: Run):
    code, _, _ = run("batch", "-", "-o", tmp_path / "结果", stdin=summary("甲县教育局").encode())
    assert code == 1
    assert (tmp_path / "结果" / "标注" / "stdin.html").is_file()
