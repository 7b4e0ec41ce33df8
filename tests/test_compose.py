"""Single summaries with keys: the keys fit their texts, and what is in no split of theirs is not in them."""

import json
import re
from functools import lru_cache
from typing import Any

import pytest

from seasons import bank, compose, splits
from zongjie.running.evaluate import evaluate

Made = dict[str, tuple[str, dict[str, Any]]]


@lru_cache(maxsize=8)
def made(split: str | None, share: float, documents: int = 60) -> Made:
    return compose.make(documents, "tests", split, share)


EVERY = [(split, share) for split in (None, *splits.SPLITS) for share in (0.0, 1.0)]


@pytest.mark.parametrize(("split", "share"), EVERY)
def test_sections_follow_one_another_and_cover_all_but_the_title(split, share):
    for text, key in made(split, share).values():
        title = text.index("\n")
        at = title
        for section in key["sections"]:
            assert text[at : section["start"]].strip() == ""
            assert text[section["start"] : section["end"]].strip() == text[section["start"] : section["end"]]
            assert text.startswith(section["heading"], section["start"])
            at = section["end"]
        assert text[at:].strip() == ""
        roles = [section["role"] for section in key["sections"]]
        assert {"overview", "achievements"} < set(roles)
        assert set(roles) & {"problems", "plans"}


@pytest.mark.parametrize(("split", "share"), EVERY)
def test_spans_hold_their_texts_and_lie_in_their_sections(split, share):
    for text, key in made(split, share).values():
        for row in (*key["placeholders"], *key["metrics"], *key["initiatives"]):
            assert text[row["start"] : row["end"]] == row["text"]
        for row in key["metrics"]:
            assert row["optional"] or (row["value"] is None) == (row["status"] == "missing")
            assert row["optional"] or (row["unit"] in row["text"] and row["indicator"])
        for row in (*key["items"], *key["turns"]):
            home = next(one for one in key["sections"] if one["start"] <= row["start"] < one["end"])
            assert row["end"] <= home["end"]
            assert (home["role"] == row["role"]) == ("head" in row)
        for row in key["items"]:
            assert row["head"] in text[row["start"] : row["end"]]
        ends = [row["end"] for row in key["items"]]
        assert all(end <= row["start"] for end, row in zip(ends, key["items"][1:], strict=False))


def test_what_is_counted_by_metrics_are_all_figures():
    """No Arabic figure with a unit of measure is left out of the key."""
    for text, key in made(None, 0.5).values():
        spans = [(row["start"], row["end"]) for row in key["metrics"]]
        for found in re.finditer(r"\d[\d,.]*(?:余)?(?:万元|亿元|人次|次|名|个百分点|%|公里|亩|件|场|份)", text):
            assert any(start <= found.start() < end for start, end in spans), text[found.start() - 9 : found.end() + 9]


@pytest.mark.parametrize("split", splits.SPLITS)
def test_a_split_composes_from_its_own_fragments_alone(split):
    own = {one.text for one in bank.load(split).fragments()}
    foreign = {one.text for one in bank.load().fragments()} - own
    literal = [text for text in foreign if len(text) >= 8 and not re.search(r"[{<\[«]", text)]
    mine = "\n".join(own)
    literal = [text for text in literal if text not in mine and text.rstrip("。") not in mine]
    assert len(literal) > 100
    texts = "\n".join(text for share in (0.0, 1.0) for text, _ in made(split, share).values())
    assert [text for text in literal if text in texts] == []


def test_blanks_of_all_kinds_are_keyed():
    kinds = {row["kind"] for _, key in made("train", 0.5).values() for row in key["placeholders"]}
    assert kinds == {"figure", "name", "date", "text"}
    masked = sum(bool(key["placeholders"]) for _, key in made("train", 0.5).values())
    assert 10 <= masked <= 35
    missing = [row for _, key in made("train", 0.5).values() for row in key["metrics"] if row["status"] == "missing"]
    assert {row["kind"] for row in missing} == {"actual", "target"}


def test_all_registers_and_bounds_occur():
    keys = [key for _, key in made("train", 0.5).values()]
    assert {key["register"] for key in keys} == set(bank.REGISTERS)
    assert {row["bound"] for key in keys for row in key["metrics"]} >= {"exact", "about", "at_least"}


def headless(found: Made, role: str = "problems") -> int:
    return sum(any(one["role"] == role and not one["heading"] for one in key["sections"]) for _, key in found.values())


def test_the_share_of_loosened_documents_is_as_asked():
    assert headless(made("train", 0.0)) == 0
    assert headless(made("train", 1.0)) > 25
    mixed = [sum(bool(key["turns"]) for _, key in made("train", share).values()) for share in (0.0, 1.0)]
    assert mixed[0] == 0
    assert mixed[1] > 10


def test_numbered_parts_of_a_paragraph_are_items():
    paragraphs = [
        [text[row["start"] : row["end"]] for row in key["items"] if row["role"] == "problems"]
        for text, key in made("train", 1.0).values()
        if "一是" in text
    ]
    inline = [items for items in paragraphs if items and items[0].startswith("一是") and items[0].endswith("；")]
    assert inline
    for items in inline:
        assert [item[0] for item in items] == list("一二三四"[: len(items)])


def test_the_rules_agree_with_the_keys_of_headed_documents(tmp_path):
    for name, (text, key) in made("train", 0.0, 12).items():
        (tmp_path / f"{name}.txt").write_text(text, "utf-8")
        (tmp_path / f"{name}.json").write_text(json.dumps(key), "utf-8")
    total = evaluate(tmp_path).total
    found = {name: total[name].f1 for name in ("sections", "placeholders", "metrics", "initiatives", "items")}
    assert found["sections"] >= 0.95
    assert found["placeholders"] >= 0.98
    assert found["metrics"] >= 0.98
    assert found["initiatives"] >= 0.98
    assert found["items"] >= 0.95
    accuracy = total["metrics"].accuracy()
    assert min(accuracy[name] for name in ("value", "unit", "bound", "status", "kind")) >= 0.98


def test_the_command_writes_texts_and_keys(tmp_path, capsys):
    arguments = ["--documents", "4", "--seed", "9", "--split", "dev", "--unheaded", "0.5"]
    for folder in ("a", "b"):
        assert compose.main([str(tmp_path / folder), *arguments]) == 0
    names = sorted(path.name for path in (tmp_path / "a").iterdir())
    assert names == sorted(f"dev-0000{number}.{ending}" for number in range(1, 5) for ending in ("json", "txt"))
    assert all((tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes() for name in names)
    assert json.loads((tmp_path / "a" / "dev-00001.json").read_text("utf-8"))["doc"] == "dev-00001.txt"
    with pytest.raises(SystemExit):
        compose.main([str(tmp_path / "a"), *arguments])
    assert "is not empty" in capsys.readouterr().err


@pytest.mark.parametrize("wrong", [["--documents", "0"], ["--unheaded", "1.5"], ["--split", "validation"]])
def test_wrong_arguments_are_refused(tmp_path, wrong):
    with pytest.raises(SystemExit):
        compose.main([str(tmp_path / "out"), *wrong])
    assert not (tmp_path / "out").exists()
