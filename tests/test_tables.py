"""Metrics and blanks in tables, notes, headers and footers: each line of ``cases/tables.jsonl`` is a test.

``rows`` hold cells, merged ones as [text, rows, columns]; ``metrics`` are [text, value, unit_text, indicator, more],
where ``more`` has other fields (kind is actual if it is not there); ``placeholders`` are [text, kind].
"""

import pytest

from tables import document
from test_cases import cases
from zongjie import analyze


@pytest.mark.parametrize("case", cases("tables"))
def test_tables(case: dict) -> None:
    report = analyze(document(case["rows"], **{key: case[key] for key in ("before", "after", "header") if key in case}))
    found = []
    for metric, wanted in zip(report.metrics, [*case["metrics"], *[()] * len(report.metrics)], strict=False):
        more = wanted[4] if len(wanted) > 4 else {}
        own = {key: getattr(metric, key) for key in {"kind": "", **more}}
        own = {key: list(value) if key == "period" and value else value for key, value in own.items()}
        value = None if metric.value is None else float(metric.value)
        found.append([metric.text, value, metric.unit_text, metric.indicator, own])
        assert (metric.status == "missing") == (metric.value is None)
        assert metric.value is None or metric.unit_text == metric.unit or metric.scale > 1
    assert found == [
        [*wanted[:4], {"kind": "actual", **(wanted[4] if len(wanted) > 4 else {})}] for wanted in case["metrics"]
    ]
    assert [[one.text, one.kind] for one in report.placeholders] == case["placeholders"]
