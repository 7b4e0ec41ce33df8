"""The phrase bank, the seasons composed from it, and what zongjie finds in one."""

import json
import os
import subprocess
import sys
import zipfile
from collections import Counter
from io import BytesIO
from pathlib import Path

import pytest

from seasons import Fault, alone, bank, files, judge, season, small

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("开展<检查>{3次}", "no range and no formula"),
        ("开展检查{3~9次}", "no indicator"),
        ("开展<检查>{9~3次}", "empty range"),
        ("<检查>{=a+b次}，其中<日常检查>{3~9次#a}", "unknown slots"),
        ("<满意率>由{80~95%#a}提高到{=a+d%}，提高{3~9个百分点#d}", "over 100"),
        ("<警情>由{3~9起#a}降到{=a-d起}，减少{4~9起#d}", "not above zero"),
    ],
)
def test_a_bad_fragment_is_told(text, fault):
    stock = bank.load()
    one = stock.fields[0]._replace(lists={**stock.fields[0].lists, "cores": (text,)})
    assert [line for line in bank.faults(stock._replace(fields=(one,))) if fault in line]


def test_the_slots_of_a_fragment_have_their_indicators():
    pieces = bank.parse("共有<党员>{=a+b名}，组建{2~9支}<突击队>，<正式党员>{3~9名#a}、<预备党员>{1~2名#b}")
    slots = [one for one in pieces if isinstance(one, bank.Slot)]
    assert [(one.indicator, one.unit) for one in slots] == [
        ("党员", "名"),
        ("突击队", "支"),
        ("正式党员", "名"),
        ("预备党员", "名"),
    ]
    assert [bank.measure(unit) for unit in ("万元", "亿元", "名", "万")] == [
        (10000, "元"),
        (10**8, "元"),
        (1, "名"),
        (1, "万"),
    ]


_DIGEST = """
import hashlib, json
from corpus import season
made = season.make(24, 6, 2, "{seed}")
digest = hashlib.sha256(json.dumps(made["key"], ensure_ascii=False).encode())
for path, data in sorted(made["files"].items()):
    digest.update(path.encode() + data)
print(digest.hexdigest())
"""


def test_the_same_seed_gives_the_same_bytes_in_any_process():
    digests = [
        subprocess.run(
            [sys.executable, "-c", _DIGEST.format(seed=seed)],
            env={**os.environ, "PYTHONHASHSEED": hashing},
            cwd=ROOT,
            check=True,
            capture_output=True,
        ).stdout
        for seed, hashing in (("a", "1"), ("a", "2"), ("b", "1"))
    ]
    assert digests[0] == digests[1] != digests[2]


def test_faults_stand_where_the_key_says():
    found = small()
    placed = 0
    for one in found.season["key"]["files"]:
        for fault in one["faults"]:
            if one["path"] in found.reports and fault["passage"]:
                assert fault["passage"] in found.reports[one["path"]].text
                placed += 1
    assert placed > 60


def test_hostile_files_fail_and_no_others_do():
    found = small()
    hostile = {one["path"] for one in found.season["key"]["files"] if one["hostile"]}
    assert set(found.failures) == hostile
    assert len(hostile) >= 3


def test_planted_faults_are_found_and_little_else():
    found = small()
    score = found.score(alone())
    planted = sum(count for _, count in score.by_rule.values())
    skipped = {fault["rule"] for one in found.season["key"]["files"] for fault in one["faults"]} - set(alone())
    print(judge.shown(score, found.season["key"], alone(), 1), "not judged:", sorted(skipped))
    assert planted >= 100
    assert score.recall >= 0.98
    assert score.precision >= 0.98


def test_clean_submissions_have_no_blank():
    found = small()
    clean = [one["path"] for one in found.season["key"]["files"] if not one["faults"] and not one["hostile"]]
    assert len(clean) >= 5
    assert [finding for path in clean for finding in found.findings[path] if finding["rule"].startswith("ZJ1")] == []


def test_keyed_figures_are_found():
    """At least 98 of 100 figures, with value, unit of measure and status."""
    found = small()
    missing: Counter[tuple[object, str, str]] = Counter()
    total = 0
    for one in found.season["key"]["files"]:
        if one["path"] not in found.reports or not one["counts"]:
            continue
        metrics = found.reports[one["path"]].metrics
        have = Counter((None if m.value is None else float(m.value), m.unit, m.status) for m in metrics)
        keyed = Counter(
            (None if m["value"] is None else float(m["value"]), m["unit"], m["status"]) for m in one["metrics"]
        )
        missing += keyed - have
        total += sum(keyed.values())
    assert total > 500
    assert sum(missing.values()) <= 0.02 * total, missing.most_common(9)


def test_totals_are_sums_of_what_counts():
    key = small().season["key"]
    sums: dict[tuple[str, str], float] = {}
    for one in key["files"]:
        for metric in one["metrics"] if one["counts"] and one["year"] == key["year"] else ():
            if metric["name"] in key["demanded"] and metric["status"] == "reported" and metric["place"] == "total":
                sums[metric["name"], one["unit"]] = metric["value"]
    for name, row in key["demanded"].items():
        sure = {unit: value for (of, unit), value in sums.items() if of == name and unit not in row["doubtful"]}
        assert {unit: row["units"][unit] for unit in sure} == sure
        assert row["total"] == pytest.approx(sum(row["units"].values()))
    right = {name: row["total"] for name, row in key["demanded"].items()}
    assert judge.totals(key, right) == []
    assert len(judge.totals(key, {**right, "安全培训": 1})) == 1
    assert len(judge.totals(key, {})) == len(right)


def test_an_archive_has_names_in_gbk():
    packed = files.archive({"甲/总结.txt": b"1", "乙厂年度总结（终稿）.docx": b"22"})
    with zipfile.ZipFile(BytesIO(packed), metadata_encoding="gbk") as archive:
        assert {one.filename: archive.read(one) for one in archive.infolist()} == {
            "甲/总结.txt": b"1",
            "乙厂年度总结（终稿）.docx": b"22",
        }
        assert archive.testzip() is None


def test_the_judge_counts_what_was_missed_and_what_is_too_much():
    def finding(rule, start, end, severity="error"):
        return {"rule": rule, "start": start, "end": end, "severity": severity, "text": "", "message": ""}

    text = "开展检查**次。新增就业**人。合计对不上。"
    faults = [
        Fault("ZJ101", "**", "开展检查**次。"),
        Fault("ZJ101", "**", "新增就业**人。"),
        Fault("ZJ301", "合计", "合计对不上。", also=("ZJ311",)),
        Fault("ZJ501", text, text, optional=True),
    ]
    entry = {"path": "a", "hostile": None, "faults": [one.key() for one in faults]}
    bad = {"path": "b", "hostile": "空", "faults": []}
    findings = {
        "a": [finding("ZJ101", 4, 6), finding("ZJ311", 16, 18), finding("ZJ405", 0, 2), finding("ZJ206", 0, 2, "info")]
    }
    score = judge.score({"files": [entry, bad]}, findings, [], lambda path: text, ["ZJ101", "ZJ301", "ZJ501"])
    assert score.by_rule == {"ZJ101": (1, 2), "ZJ301": (0, 1)}
    assert [fault["passage"] for _, fault in score.missed] == ["新增就业**人。", "合计对不上。"]
    assert [one["rule"] for _, one in score.extra] == ["ZJ405"]
    assert [one["rule"] for _, one in score.hints] == ["ZJ206"]
    assert (score.recall, score.precision, score.unread) == (pytest.approx(1 / 3), pytest.approx(2 / 3), ["b"])


def test_the_commands_write_a_season_and_judge_results(tmp_path, capsys):
    out = tmp_path / "season"
    assert season.main([str(out), "--documents", "16", "--units", "4", "--years", "1"]) == 0
    key = json.loads((out / "key.json").read_text("utf-8"))
    assert (out / "名单.xlsx").is_file()
    assert "[[indicators]]" in (out / "要求.toml").read_text("utf-8")
    assert all((out / one["path"]).is_file() for one in key["files"] if ".zip/" not in one["path"])
    results = tmp_path / "results.jsonl"
    results.write_text("", "utf-8")
    assert judge.main([str(out), str(results)]) == 1
    assert "recall 0.0000" in capsys.readouterr().out
    with pytest.raises(SystemExit):
        season.main([str(out)])
