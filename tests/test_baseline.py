"""The baseline: accepted findings are not shown again, others are, and what no longer occurs is named."""

import json
from collections import Counter
from pathlib import Path

import pytest

import zongjie
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
