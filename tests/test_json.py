"""The published JSON: keys and their order, numbers, and files that are whole."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from zongjie.document import Block, Place, Source
from zongjie.report import Change, Failure, Finding, Initiative, Item, Metric, OutlineNode, Period, Placeholder, Report
from zongjie.report import Section as Part
from zongjie.writing import json as writing
from zongjie.writing.files import WriteError, replacing, write_text

SHAPE = json.loads((Path(__file__).parent / "golden" / "shape.json").read_text("utf-8"))
METRIC = Metric(
    6, 11, "120万元", Decimal("1.20E+6"), None, 10000, "元", "万元", "exact", "reported", "actual", "资金", 4, 6, None,
    Change("up", from_=0, to=1, by=None), Period("2025-01-01", "2025-12-31"), 0, "",
)  # fmt: skip
REPORT = Report(
    Source("总结.txt"), "总结", None, 2025, "一、工作回顾", (Block(0, 6, place=Place("text", 0)),),
    (OutlineNode(0, 6, 1, "一、", "工作回顾"),), (Part(0, 6, None, "", 0.5, ""),),
    (Item(0, 6, "plans", None, "", "", 0, 1),), (Placeholder(0, 1, "*", "figure", 0, ""),), (METRIC,),
    (Initiative(0, 1, "“一”", "一", None),),
)  # fmt: skip
FINDING = Finding("ZJ101", "missing-figure", "error", "缺数字", 0, 1, "*", 0, Place("text", 0), "总结.txt", "")


def test_a_report_has_the_promised_keys_in_their_order():
    found = json.loads(writing.document(REPORT))
    assert list(found) == SHAPE["report"]
    assert found["schema"] == "zongjie.report/1"
    assert list(found["source"]) == SHAPE["source"]
    for name in ("blocks", "outline", "sections", "items", "placeholders", "metrics", "initiatives"):
        assert list(found[name][0]) == SHAPE[name]
    assert list(found["blocks"][0]["place"]) == SHAPE["place"]
    assert list(found["metrics"][0]["change"]) == SHAPE["change"]
    assert list(found["metrics"][0]["period"]) == SHAPE["period"]


def test_findings_and_failures_have_the_promised_keys_in_their_order():
    assert list(json.loads(writing.document(FINDING))) == SHAPE["finding"]
    failure = json.loads(writing.document(Failure("x", "empty", "content", None, "空", "重交")))
    assert list(failure) == SHAPE["failure"]
    assert failure["schema"] == "zongjie.failure/1"


def test_unknown_is_null_and_no_list_is_null():
    bare = REPORT._replace(metrics=(METRIC._replace(value=None, change=None, period=None),), items=())
    found = json.loads(writing.document(bare))
    assert found["items"] == []
    assert found["organization"] is None
    assert [found["metrics"][0][name] for name in ("value", "high", "change", "period")] == [None] * 4


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("1.20E+6", "1200000"),
        ("3.50", "3.5"),
        ("0.3333", "0.3333"),
        ("-0", "0"),
        ("100000000000000000000", "1" + "0" * 20),
    ],
)
def test_decimals_become_numbers_whole_ones_without_a_point(value, written):
    assert json.dumps(writing.plain(Decimal(value))) == written


def test_chinese_stays_readable_and_lines_are_lines():
    assert "工作回顾" in writing.document(REPORT)
    text = writing.lines([REPORT, FINDING])
    assert text.count("\n") == 2
    assert [next(iter(json.loads(line))) for line in text.splitlines()] == ["schema", "rule"]


def test_a_file_is_written_whole_or_not_at_all(tmp_path):
    path = tmp_path / "下级" / "甲.json"
    write_text(path, "旧")

    def broken() -> None:
        with replacing(path) as written:
            written.write_text("新的一", "utf-8")
            raise RuntimeError("power cut")

    with pytest.raises(RuntimeError):
        broken()
    assert path.read_text("utf-8") == "旧"
    assert [one.name for one in path.parent.iterdir()] == ["甲.json"]


def test_what_cannot_be_written_is_named(tmp_path):
    (tmp_path / "甲").write_text("", "utf-8")
    with pytest.raises(WriteError, match=r"甲.*乙\.json"):
        write_text(tmp_path / "甲" / "乙.json", "x")
