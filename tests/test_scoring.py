"""The project's own scorer: its rules one by one, and its figures beside those of the shared one."""

import json
import random
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

from zongjie.document import Source, from_text
from zongjie.report import Initiative, Item, Metric, Placeholder, Report, Section
from zongjie.running.scoring import Score, score
from zongjie.writing import json as writing

TEXT = "一、工作回顾\n走访群众*次，解决问题12个。\n二、下一步打算\n建成示范点3个。\n"


def metric(start: int, end: int, value: str | None, unit: str, indicator: str | None = None, **fields) -> Metric:
    given = {
        "bound": "exact",
        "status": "missing" if value is None else "reported",
        "kind": "actual",
        **fields,
    }
    number = None if value is None else Decimal(value)
    return Metric(
        start, end, TEXT[start:end], number, None, 1, unit, unit, given["bound"], given["status"], given["kind"],
        indicator, None, None, None, None, None, 0, "",
    )  # fmt: skip


def report(text: str = TEXT, **found) -> Report:
    fields = dict.fromkeys(("blocks", "outline", "sections", "items", "placeholders", "metrics", "initiatives"), ())
    return Report(source=Source("x"), title=None, organization=None, year=None, text=text, **{**fields, **found})


def key(**rows) -> dict:
    return {"sections": [], "placeholders": [], "metrics": [], **rows}


def metric_key(start: int, end: int, value, unit: str, **fields) -> dict:
    return {"start": start, "end": end, "value": value, "unit": unit, "bound": "exact",
            "status": "missing" if value is None else "reported", "kind": "actual", **fields}  # fmt: skip


def counts(one: Score) -> tuple[int, int, int]:
    return one.hits, one.strays, one.misses


def test_nothing_wanted_and_nothing_found_is_right():
    assert all(one.f1 == 1 for one in score(key(), report()).values())


def test_no_report_found_nothing():
    found = score(
        key(metrics=[metric_key(11, 13, None, "次")], sections=[{"start": 0, "end": 6, "role": "plans"}]), None
    )
    assert counts(found["metrics"]) == (0, 0, 1)
    assert found["metrics"].f1 == 0
    assert found["sections"].accuracy() == {"role": 0}


def test_spans_match_exactly_or_where_they_overlap():
    found = score(key(metrics=[metric_key(11, 13, None, "次")]), report(metrics=(metric(11, 12, None, "次"),)))
    assert counts(found["metrics"]) == (0, 1, 1)
    assert counts(found["metrics_overlap"]) == (1, 0, 0)


def test_one_span_answers_for_one():
    rows = [metric_key(11, 13, None, "次")]
    found = score(key(metrics=rows), report(metrics=(metric(11, 13, None, "次"), metric(11, 13, None, "次"))))
    assert counts(found["metrics"]) == (1, 1, 0)


def test_optional_spans_cost_nothing_found_or_not():
    rows = [metric_key(11, 13, None, "次", optional=True)]
    assert counts(score(key(metrics=rows), report())["metrics"]) == (0, 0, 0)
    assert counts(score(key(metrics=rows), report(metrics=(metric(12, 14, "1", "次"),)))["metrics"]) == (0, 0, 0)


@pytest.mark.parametrize(
    ("field", "wanted", "got"),
    [
        ("value", {"value": 12}, {"value": "13"}),
        ("value", {"value": 12}, {"value": None}),
        ("unit", {"unit": "项"}, {"unit": "个"}),
        ("bound", {"bound": "at_least"}, {}),
        ("status", {"status": "missing"}, {}),
        ("kind", {"kind": "target"}, {}),
        ("indicator", {"indicator": "解决问题"}, {"indicator": "走访"}),
        ("indicator_exact", {"indicator": "解决用电问题"}, {"indicator": "解决用电问题数"}),
    ],
)
def test_a_wrong_field_is_one_wrong_field(field, wanted, got):
    row = metric_key(20, 23, 12, "个", indicator="解决问题")
    one = {"value": "12", "unit": "个", "indicator": row["indicator"] if "indicator" not in wanted else None, **got}
    right = score(key(metrics=[row]), report(metrics=(metric(20, 23, "12", "个", "解决问题"),)))["metrics"]
    wrong = score(key(metrics=[{**row, **wanted}]), report(metrics=(metric(20, 23, **one),)))["metrics"]
    assert set(right.accuracy().values()) == {1}
    assert wrong.accuracy()[field] == 0


@pytest.mark.parametrize(
    ("wanted", "got"), [(0.3333, Decimal(1) / 3), (1.2, Decimal("1.2")), (120000000, Decimal("1.2E+8"))]
)
def test_values_are_the_same_number_however_they_are_written(wanted, got):
    found = score(key(metrics=[metric_key(20, 23, wanted, "个")]), report(metrics=(metric(20, 23, str(got), "个"),)))
    assert found["metrics"].accuracy()["value"] == 1


def test_any_of_the_wordings_is_right_and_blanks_do_not_count():
    row = metric_key(20, 23, 12, "个", indicator="走访", indicators=["解决 问题"])
    found = score(key(metrics=[row]), report(metrics=(metric(20, 23, "12", "个", "解决问题"),)))["metrics"]
    assert found.accuracy()["indicator"] == found.accuracy()["indicator_exact"] == 1


def test_roles_are_judged_by_the_character_and_starts_by_the_section():
    rows = [{"start": 0, "end": 25, "role": "achievements"}, {"start": 26, "end": len(TEXT), "role": "plans"}]
    sections = (Section(0, 25, "achievements", "", 1, ""), Section(26, 34, "plans", "", 1, ""))
    found = score(key(sections=rows), report(sections=sections))["sections"]
    assert counts(found) == (2, 0, 0)
    judged = sum(not TEXT[i].isspace() for row in rows for i in range(row["start"], row["end"]))
    outside = sum(not TEXT[i].isspace() for i in range(34, len(TEXT)))
    assert found.accuracy()["role"] == pytest.approx(1 - outside / judged)


def test_items_are_scored_only_where_the_key_has_them():
    assert "items" not in score(key(), report())
    assert counts(score(key(items=[]), report(items=(Item(0, 1, "plans", 0, "", "", 0, 1),)))["items"]) == (0, 1, 0)


def perturbed(rows: list[dict], rng: random.Random) -> list[dict]:
    """Answers such as an imperfect analysis gives: some rows gone, moved, doubled, or with other fields."""
    found = []
    for row in rows:
        chance = rng.random()
        one = dict(row)
        if chance < 0.15:
            continue
        if chance < 0.3:
            one["end"] += rng.choice([1, 2])
        elif chance < 0.4:
            one["start"] = max(0, one["start"] - 1)
        elif chance < 0.7:
            one.update({name: other for name, other in OTHER.items() if name in one and rng.random() < 0.4})
            if one.get("indicator"):
                one["indicator"] = one["indicator"][rng.randrange(2) :] + rng.choice(["", " ", "数"])
        found += [one, one] if chance > 0.95 else [one]
    return found


OTHER = {"role": None, "kind": "figure", "value": 7, "unit": "项", "bound": "about", "status": "missing"}


def as_report(text: str, rows: dict[str, list[dict]]) -> Report:
    return report(
        text,
        sections=tuple(Section(r["start"], r["end"], r["role"], "", 1.0, "") for r in rows["sections"]),
        items=tuple(Item(r["start"], r["end"], "plans", None, "", "", 0, 0) for r in rows.get("items", ())),
        placeholders=tuple(
            Placeholder(r["start"], r["end"], text[r["start"] : r["end"]], r["kind"], None, "")
            for r in rows["placeholders"]
        ),
        metrics=tuple(
            metric(r["start"], r["end"], None if r["value"] is None else str(r["value"]), r["unit"], r["indicator"],
                   bound=r["bound"], status=r["status"], kind=r["kind"])
            for r in rows["metrics"]
        ),
        initiatives=tuple(Initiative(r["start"], r["end"], "", "", None) for r in rows["initiatives"]),
    )  # fmt: skip


def test_the_figures_are_those_of_the_shared_scorer(shared: Path, tmp_path: Path):
    """Answers that are wrong in many ways get the same figures from both."""
    rng = random.Random(20251231)
    gold = shared / "eval" / "gold"
    total: dict[str, Score] = {}
    keys = sorted(gold.glob("*.json"))
    assert keys
    for path in keys:
        wanted = json.loads(path.read_text("utf-8"))
        text = from_text(path.with_suffix(".txt").read_text("utf-8-sig"), Source("x")).text
        names = [name for name in ("sections", "items", "placeholders", "metrics", "initiatives") if name in wanted]
        found = as_report(text, {name: perturbed(wanted[name], rng) for name in names})
        (tmp_path / path.name).write_text(writing.document(found), "utf-8")
        for notion, one in score(wanted, found).items():
            total.setdefault(notion, Score()).add(one)
    command = [sys.executable, shared / "eval" / "score.py", gold, tmp_path, "--json"]
    theirs = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    assert theirs.pop("documents") == {"keys": len(keys), "missing_predictions": []}
    assert {notion: one.figures() for notion, one in total.items()} == theirs
    assert 0.3 < total["metrics"].f1 < 0.9
