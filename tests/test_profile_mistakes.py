"""``zongjie profile check`` names all that is wrong with a profile at once; ``cases/profiles.jsonl`` has what."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from conftest import Run
from zongjie.settings import Settings, SettingsError

LINES = (Path(__file__).parent / "cases" / "profiles.jsonl").read_text("utf-8").splitlines()
CASES = [json.loads(line) for line in LINES]


@pytest.fixture
def profile(tmp_path: Path, case: dict[str, Any]) -> Path:
    if "roster" in case:
        (tmp_path / "名单.csv").write_text(case["roster"], "utf-8")
    path = tmp_path / "要求.toml"
    path.write_text(case["text"], "utf-8")
    return path


@pytest.mark.parametrize("case", CASES, ids=[case["what"] for case in CASES])
def test_all_that_is_wrong_is_named_with_its_line(run: Run, profile: Path, case: dict[str, Any]) -> None:
    result = run("profile", "check", profile)
    assert (result.code, result.out) == (2, "")
    told = [line for line in result.err.splitlines() if line.startswith("错误：")]
    lines = [int(found[1]) if (found := re.search(r" 第 (\d+) 行：", line)) else None for line in told]
    assert lines == [line for line, _ in case["said"]]
    assert [said for line, (_, said) in zip(told, case["said"], strict=True) if said not in line] == []


@pytest.mark.parametrize("case", CASES[:1], ids=["commands"])
def test_other_commands_name_it_too(run: Run, profile: Path, case: dict[str, Any]) -> None:
    (profile.parent / "甲.txt").write_text("工作总结", "utf-8")
    result = run("check", profile.parent / "甲.txt", "--profile", profile)
    assert result.code == 2
    assert result.err.count("错误：") == len(case["said"])


@pytest.mark.parametrize("case", CASES[:1], ids=["python"])
def test_an_error_tells_the_others(profile: Path, case: dict[str, Any]) -> None:
    with pytest.raises(SettingsError) as caught:
        Settings.from_file(profile)
    assert [one.line for one in caught.value.each] == [line for line, _ in case["said"]]
