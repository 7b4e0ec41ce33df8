"""Child processes behind the command line: hostile files among good ones, faults of ours, limits, standard input."""

import json
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

import deeds
from hostile import GOOD, HOSTILE
from hostile_pdf import REFUSED
from word import p, word
from zongjie.running import pool
from zongjie.running.analyze import attempt
from zongjie.running.pool import analyses


def test_hostile_files_among_good_ones(tmp_path, run):
    good = {
        "好.docx": GOOD,
        "好.txt": "二〇二五年工作总结\n走访群众3次。".encode("gb18030"),
        "深.docx": word("<w:sdt><w:sdtContent>" * 100 + p("深处") + "</w:sdtContent></w:sdt>" * 100),
    }
    for name, data in good.items():
        (tmp_path / name).write_bytes(data)
    bad = HOSTILE | {f"{name}.pdf": kind for name, kind in REFUSED.items()}
    for name, (make, _) in bad.items():
        (tmp_path / name).write_bytes(make())
    paths = sorted(tmp_path.iterdir())
    profile = tmp_path / "要求.toml"  # none may need more; one that does has the code of that
    profile.write_text("[limits]\nseconds = 5\nmemory = 500\n", "utf-8")
    code, out, err = run("analyze", *paths, "--profile", profile)
    found = {Path(path).name: one for path, one in zip(paths, json.loads(out), strict=True)}
    assert code == 2
    assert {name for name, one in found.items() if "text" in one} == set(good)
    assert {name: one["code"] for name, one in found.items() if "code" in one} == {
        name: code for name, (_, code) in bad.items()
    }
    assert sorted(line.split("：")[0] for line in err.splitlines()) == sorted(str(tmp_path / name) for name in bad)


@pytest.mark.parametrize("arguments", [["analyze"], ["analyze", "--format", "jsonl"], ["check"], ["kpi"]])
def test_70_beats_2_when_a_fault_of_ours_is_among_the_failures(tmp_path, monkeypatch, run, arguments):
    monkeypatch.setattr(pool, "analyses", partial(analyses, run=deeds.act))
    code, _, err = run(*arguments, "1:", "2:raise")
    assert code == 70
    assert "LookupError" in err
    assert "2:raise：zongjie 自身出错（LookupError）。请把以上出错信息" in err


def test_stdin_that_is_a_package(monkeypatch):
    command = [sys.executable, "-m", "zongjie", "analyze", "-"]
    found = json.loads(subprocess.run(command, input=GOOD, capture_output=True, check=True).stdout)
    assert found["text"] == attempt(GOOD).text
    assert found["source"]["name"] == "-"


def test_the_profile_sets_the_limits(tmp_path, monkeypatch, run):
    monkeypatch.setattr(pool, "analyses", partial(analyses, run=deeds.act))
    (tmp_path / "要求.toml").write_text("[limits]\nseconds = 2.5\n", "utf-8")
    code, _, err = run("check", "1:sleep", "2:", "--profile", tmp_path / "要求.toml")
    assert code == 2
    assert "1:sleep：分析用时过长（超过 2.5 秒）" in err
