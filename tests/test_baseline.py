"""The baseline: accepted findings are not shown again, others are, and what no longer occurs is named."""

import json
from collections import Counter
from pathlib import Path

import lxml.html
import pytest

import zongjie
from batches import ask, summary
from zongjie.checks import check
from zongjie.checks.baseline import BaselineError, held_back, known_by, obsolete, read, written
from zongjie.document import Source, from_text
from zongjie.report import Finding, Report
from zongjie.settings import Settings

SETTINGS = Settings.model_validate({"rules": {"select": ["ZJ101", "ZJ201"]}})
TEXT = "一、工作开展情况\n发展党员*名。\n投资*万元，其中*万元。\n"


def found(text: str, name: str = "收/甲.txt") -> tuple[Report, list[Finding]]:
    report = zongjie.analyze(from_text(text, Source(name)))
    return report, check(report, SETTINGS)


def accepted(text: str, name: str = "收/甲.txt") -> Counter:
    return Counter(known_by(*found(text, name)))


def left(text: str, baseline: Counter, name: str = "收/甲.txt") -> list[str]:
    return [one.message for one in held_back(*found(text, name), baseline)[0]]


def test_accepted_findings_are_held_back_wherever_their_paragraph_stands() -> None:
    baseline = accepted(TEXT)
    assert left(TEXT, baseline) == []
    assert left("附：说明\n" + TEXT.replace("名。\n", "名。\n\n走访群众12户。\n"), baseline, "甲.txt") == []


def test_findings_in_a_changed_paragraph_or_another_file_are_new() -> None:
    baseline = accepted(TEXT)
    assert left(TEXT.replace("其中", "当中"), baseline) == [
        "“投资”的金额没有填写（*万元）",
        "“当中”的金额没有填写（*万元）",
    ]
    assert len(left(TEXT, baseline, "收/乙.txt")) == 5


def test_equal_findings_are_counted() -> None:
    once = accepted("一、工作开展情况\n发展党员*名。\n")
    assert len(left("一、工作开展情况\n发展党员*名。\n发展党员*名。\n", once)) == 1
    twice = accepted("一、工作开展情况\n发展党员*名。\n发展党员*名。\n")
    report, findings = found("一、工作开展情况\n发展党员*名。\n")
    kept, used = held_back(report, findings, twice)
    assert (kept, used.total()) == ([], 3)
    assert obsolete(twice, used, ["甲.txt"]).total() == 1
    assert obsolete(twice, used, ["乙.txt"]).total() == 0


def test_a_baseline_is_read_as_it_was_written() -> None:
    baseline = accepted(TEXT)
    text = written(baseline)
    assert read(text) == baseline
    assert text == written(read(text))
    assert [one["rule"] for one in json.loads(text)["findings"]] == ["ZJ101", "ZJ101", "ZJ201", "ZJ201"]
    assert read(written(Counter())) == Counter()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "不是 JSON（第 1 行）"),
        ("[]", "不是 zongjie.baseline/1 格式"),
        ('{"schema": "zongjie.baseline/1"}', "第 1 条"),
        ('{"schema": "zongjie.baseline/1", "findings": [{"file": "甲"}]}', "第 1 条写法有误，应有 file、rule"),
    ],
)
def test_what_is_no_baseline_is_refused(text: str, said: str) -> None:
    with pytest.raises(BaselineError, match=said):
        read(text)


# On the command line.


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "甲.txt").write_text(TEXT, "utf-8")
    (tmp_path / "要求.toml").write_text('[rules]\nselect = ["ZJ101"]\nbaseline = "基线.json"\n', "utf-8")
    return tmp_path


def test_check_accepts_and_then_passes(run, folder):
    made = run("check", folder / "甲.txt", "--select", "ZJ101", "--write-baseline", folder / "基线.json")
    assert made.code == 0
    assert made.err == f"已把 3 个问题写入基线文件 {folder / '基线.json'}，下次用 --baseline 略去\n"
    for options in (["--select", "ZJ101", "--baseline", folder / "基线.json"], ["--profile", folder / "要求.toml"]):
        result = run("check", folder / "甲.txt", "--format", "concise", *options)
        assert result == (0, "", "按基线文件略去 3 个已认可的问题\n")
    (folder / "甲.txt").write_text(TEXT.replace("发展党员*", "发展党员5"), "utf-8")
    result = run("check", folder / "甲.txt", "--profile", folder / "要求.toml")
    assert result.code == 0
    assert "略去 2 个" in result.err
    assert f"有 1 个问题已不再出现；用 --write-baseline {folder / '基线.json'} 更新" in result.err


def test_a_profile_may_name_a_baseline_that_is_just_being_made(run, folder):
    missing = run("check", folder / "甲.txt", "--profile", folder / "要求.toml")
    assert missing.code == 2
    assert "找不到基线文件" in missing.err
    assert "先用 --write-baseline" in missing.err
    made = run("check", folder / "甲.txt", "--profile", folder / "要求.toml", "--write-baseline", folder / "基线.json")
    assert made.code == 0
    assert run("check", folder / "甲.txt", "--profile", folder / "要求.toml").code == 0


def test_a_file_that_is_no_baseline_is_a_usage_error(run, folder):
    result = run("check", folder / "甲.txt", "--baseline", folder / "甲.txt")
    assert (result.code, result.out) == (2, "")
    assert "不是 JSON" in result.err
    assert "Traceback" not in result.err


def test_severities_and_fail_on_come_from_command_or_profile(run, folder):
    assert run("check", folder / "甲.txt", "--select", "ZJ101", "--severity", "ZJ1=info").code == 0
    assert run("check", folder / "甲.txt", "--select", "ZJ101", "--severity", "missing-figure=warning").code == 0
    assert run("check", folder / "甲.txt", "--select", "ZJ101", "--severity", "ZJ1=info,ZJ101=error").code == 1
    wrong = run("check", folder / "甲.txt", "--severity", "ZJ1")
    assert (wrong.code, wrong.out) == (2, "")
    assert "应写成 编号=级别" in wrong.err
    profile = folder / "宽.toml"
    profile.write_text('rules.fail_on = "never"\nrules.select = ["missing-figure"]\n', "utf-8")
    assert run("check", folder / "甲.txt", "--profile", profile).code == 0
    assert run("check", folder / "甲.txt", "--profile", profile, "--fail-on", "error").code == 1


# A season.


@pytest.fixture
def season(tmp_path: Path) -> Path:
    for unit in "甲乙":
        path = tmp_path / "收件" / f"{unit}县教育局总结.txt"
        path.parent.mkdir(exist_ok=True)
        path.write_text(summary(f"{unit}县教育局"), "utf-8")
    rules = '[rules]\nselect = ["ZJ101"]\nbaseline = "基线.json"\n'
    units = "".join(f'[[roster.units]]\nname = "{unit}县教育局"\n' for unit in "甲乙")
    (tmp_path / "要求.toml").write_text(rules + units, "utf-8")
    return tmp_path


def letters(output: Path) -> list[str]:
    return sorted(path.name for path in (output / "退回通知").glob("*.docx"))


def test_what_a_batch_accepts_is_nowhere_in_its_results(run, season):
    inputs, output, profile = season / "收件", season / "结果", season / "要求.toml"
    alone = run("check", inputs / "甲县教育局总结.txt", "--select", "ZJ101", "--write-baseline", season / "基线.json")
    assert alone.code == 0
    code, out, err = run("batch", inputs, "-o", output, "--profile", profile)
    assert code == 1
    assert "错误 1，" in out
    assert err == "按基线文件略去 1 个已认可的问题\n"
    assert ask(output / "zongjie.duckdb", "SELECT DISTINCT source FROM findings") == [
        (str(inputs / "乙县教育局总结.txt"),)
    ]
    assert "甲县教育局" not in (output / "问题.csv").read_text("utf-8-sig")
    assert letters(output) == ["乙县教育局.docx"]
    marked = {unit: (output / "标注" / f"{unit}县教育局总结.html").read_text("utf-8") for unit in "甲乙"}
    assert ["ZJ101" in marked[unit] for unit in "甲乙"] == [False, True]
    assert "1处已认可" in lxml.html.parse(str(output / "总览.html")).getroot().text_content()
    again = run("batch", inputs, "-o", output, "--profile", profile)
    assert (again.code, again.err) == (1, err)
    assert "新分析 0 份" in again.out


def test_a_batch_accepts_all_and_then_passes(run, season):
    inputs, output, profile = season / "收件", season / "结果", season / "要求.toml"
    code, _, err = run("batch", inputs, "-o", output, "--profile", profile)
    assert code == 2
    assert "先用 --write-baseline" in err
    assert not output.exists()
    made = run("batch", inputs, "-o", output, "--profile", profile, "--write-baseline", season / "基线.json")
    assert made.code == 0
    assert "已把 2 个问题写入基线文件" in made.err
    passed = run("batch", inputs, "-o", output, "--profile", profile)
    assert (passed.code, passed.err) == (0, "按基线文件略去 2 个已认可的问题\n")
    assert letters(output) == []
    before = (season / "基线.json").read_bytes()
    run("batch", inputs, "-o", output, "--profile", profile, "--write-baseline", season / "基线.json")
    assert (season / "基线.json").read_bytes() == before
    path = inputs / "甲县教育局总结.txt"
    path.write_text(path.read_text("utf-8").replace("XX人次", "30人次，完成投资XX万元"), "utf-8")
    changed = run("batch", inputs, "-o", output, "--profile", profile)
    assert changed.code == 1
    assert "略去 1 个" in changed.err
    assert "有 1 个问题已不再出现" in changed.err
    assert letters(output) == ["甲县教育局.docx"]


def test_another_baseline_is_another_check(run, season):
    inputs, output, baseline = season / "收件", season / "结果", season / "基线.json"
    options = ("batch", inputs, "-o", output, "--select", "ZJ101", "--baseline", baseline)
    run(*options, "--write-baseline", baseline)
    assert run(*options).code == 0
    baseline.write_text(written(Counter()), "utf-8")
    result = run(*options)
    assert (result.code, result.err) == (1, "")
    assert "错误 2，" in result.out
    assert "ZJ101" in (output / "标注" / "甲县教育局总结.html").read_text("utf-8")
