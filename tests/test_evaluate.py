"""``zongjie evaluate``: a folder of keyed documents, scored one by one and together."""

import io
import json
import subprocess
import sys
from pathlib import Path

import docx
import pytest

from zongjie.cli import main
from zongjie.running.evaluate import KeyFileError, evaluate

TEXT = "一、工作回顾\n走访群众*次，解决问题12个。"
SECTIONS = [{"start": 0, "end": len(TEXT), "role": "achievements", "heading": "一、工作回顾"}]
METRICS = [
    {"start": 11, "end": 13, "text": "*次", "value": None, "unit": "次", "bound": "exact", "status": "missing",
     "kind": "actual", "indicator": "走访群众"},
    {"start": 18, "end": 21, "text": "12个", "value": 12, "unit": "个", "bound": "exact", "status": "reported",
     "kind": "actual", "indicator": "解决问题"},
]  # fmt: skip
KEY = {
    "sections": SECTIONS,
    "placeholders": [{"start": 11, "end": 12, "text": "*", "kind": "figure"}],
    "metrics": METRICS,
    "initiatives": [],
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three documents: the key of the first is right, that of the second asks for what is not there."""
    (tmp_path / "对.txt").write_text(TEXT, "utf-8")
    (tmp_path / "对.json").write_text(json.dumps(KEY), "utf-8")
    (tmp_path / "错.txt").write_text(TEXT, "utf-8")
    wrong = {**KEY, "metrics": [*METRICS, {**METRICS[1], "start": 14, "end": 16}]}
    (tmp_path / "错.json").write_text(json.dumps(wrong), "utf-8")
    document = docx.Document()
    for line in TEXT.split("\n"):
        document.add_paragraph(line)
    document.save(str(tmp_path / "文.docx"))
    (tmp_path / "文.json").write_text(json.dumps(KEY), "utf-8")
    return tmp_path


def run(capsys, *arguments: object) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as caught:
        main([str(one) for one in arguments])
    return int(caught.value.code or 0), *capsys.readouterr()


def test_text_and_word_files_are_scored_one_by_one_and_together(folder):
    result = evaluate(folder)
    assert [one.name for one in result.documents] == ["对", "文", "错"]
    metrics = [one.scores["metrics"] for one in result.documents]
    assert [(one.hits, one.strays, one.misses) for one in metrics] == [(2, 0, 0), (2, 0, 0), (2, 0, 1)]
    total = result.total["metrics"]
    assert (total.hits, total.strays, total.misses) == (6, 0, 1)
    assert total.accuracy()["indicator"] == 1
    lowest = result.lowest("metrics")
    assert lowest is not None
    assert lowest.name == "错"
    assert result.lowest("initiatives") is None


def test_the_names_are_heard_before_their_turn(folder):
    heard: list[str] = []
    evaluate(folder, tick=heard.append)
    assert heard == ["对", "文", "错"]


def test_the_table_names_the_lowest(folder, capsys):
    code, out, err = run(capsys, "evaluate", folder)
    assert (code, err) == (0, "")
    row = next(line for line in out.splitlines() if line.strip().startswith("指标 "))
    assert row.split()[1:6] == ["1.000", "0.857", "0.923", "0.800", "错"]


def test_json(folder, capsys):
    code, out, _ = run(capsys, "evaluate", folder, "--format", "json")
    found = json.loads(out)
    assert code == 0
    assert found["total"]["metrics"]["fn"] == 1
    assert [one["name"] for one in found["documents"]] == ["对", "文", "错"]
    assert found["documents"][2]["metrics"]["f1"] == 0.8


def test_an_unreadable_or_absent_document_scores_zero_and_is_named(folder, capsys):
    (folder / "对.txt").write_bytes(b"")
    (folder / "错.txt").unlink()
    code, out, err = run(capsys, "evaluate", folder, "--format", "json")
    assert code == 2
    assert [line.split("：")[0] for line in err.splitlines()] == [str(folder / "对.txt"), str(folder / "错.json")]
    found = json.loads(out)
    assert [one["metrics"]["tp"] for one in found["documents"]] == [0, 2, 0]
    assert found["total"]["metrics"]["fn"] == 5


@pytest.mark.parametrize(("name", "text"), [("坏.json", "{"), ("坏.json", "[]"), ("坏.json", '{"metrics": [{}]}')])
def test_a_key_of_another_form_is_named(folder, capsys, name, text):
    (folder / name).write_text(text, "utf-8")
    with pytest.raises(KeyFileError, match=name):
        evaluate(folder)
    code, out, err = run(capsys, "evaluate", folder)
    assert (code, out) == (2, "")
    assert err.startswith("错误：")


def test_a_folder_without_keys(tmp_path):
    with pytest.raises(KeyFileError, match="没有答案"):
        evaluate(tmp_path)


def test_an_unknown_format_is_wrong_usage(folder, capsys):
    code, _, err = run(capsys, "evaluate", folder, "--format", "xml")
    assert code == 2
    assert "json" in err


def test_the_figures_are_those_of_the_shared_scorer(shared: Path, tmp_path: Path, capsys):
    """From the documents on: what ``analyze`` writes, scored there, and what ``evaluate`` prints."""
    gold = shared / "eval" / "gold"
    run(capsys, "analyze", *sorted(gold.glob("*.txt")), "-o", tmp_path)
    command = [sys.executable, shared / "eval" / "score.py", gold, tmp_path, "--json"]
    theirs = json.load(io.BytesIO(subprocess.run(command, capture_output=True, check=True).stdout))
    theirs.pop("documents")
    _, out, _ = run(capsys, "evaluate", gold, "--format", "json")
    assert json.loads(out)["total"] == theirs
