"""Every line of ``cases/*.jsonl`` is a test: adding one needs no code.

In ``text`` the marks ⟦ and ⟧ enclose what has to be found. ``open`` lists fields that the guideline leaves open,
``optional`` items count neither way, ``xfail`` says why a case is not met yet.
"""

import json
import re
from decimal import Decimal
from pathlib import Path

import pytest
from spacy.language import Language

import zongjie
from zongjie.components import cues
from zongjie.report import Report
from zongjie.running.scoring import similarity

CASES = Path(__file__).parent / "cases"
SIMILAR = 0.8  # an indicator is right from this likeness to one of the wordings (guideline, section 3)


def cases(name: str) -> list:
    rows = [json.loads(line) for line in (CASES / f"{name}.jsonl").read_text("utf-8").splitlines()]
    return [
        pytest.param(
            row, id=row["id"], marks=pytest.mark.xfail(reason=row["xfail"], strict=True) if "xfail" in row else ()
        )
        for row in rows
    ]


def unmarked(text: str) -> tuple[str, list[tuple[int, int]]]:
    """The text without its marks, and the spans that they enclosed."""
    plain, spans, start = "", [], 0
    for part in re.split("([⟦⟧])", text):
        if part == "⟦":
            start = len(plain)
        elif part == "⟧":
            spans.append((start, len(plain)))
        else:
            plain += part
    return plain, spans


@pytest.fixture(scope="module")
def nlp() -> Language:
    return zongjie.load()


def report(nlp: Language, text: str) -> Report:
    return nlp(text)._.zongjie


@pytest.mark.parametrize("case", cases("numerals"))
def test_numerals(case: dict) -> None:
    expected, found = case["quantity"], zongjie.parse_quantity(case["text"])
    if expected is None or found is None:
        assert found == expected
        return
    for field, value in expected.items():
        if field not in case.get("open", ()):
            assert getattr(found, field) == (Decimal(value) if field in ("value", "high") and value else value), field


def _spans(values: tuple, text: str) -> list[str]:
    return [f"{one.start}:{text[one.start : one.end]}" for one in values]


def _wanted(spans: list[tuple[int, int]], text: str) -> list[str]:
    return [f"{start}:{text[start:end]}" for start, end in spans]


@pytest.mark.parametrize("case", cases("units"))
def test_units(case: dict, nlp: Language) -> None:
    text, spans = unmarked(case["text"])
    metrics = report(nlp, text).metrics
    assert _spans(metrics, text) == _wanted(spans, text)
    for metric, expected in zip(metrics, case["metrics"], strict=True):
        for field, value in expected.items():
            if field not in case.get("open", ()):
                assert getattr(metric, field) == (Decimal(value) if field in ("value", "high") and value else value), (
                    field
                )


@pytest.mark.parametrize("case", cases("placeholders"))
def test_placeholders(case: dict, nlp: Language) -> None:
    text, spans = unmarked(case["text"])
    found = report(nlp, text).placeholders
    if {"span", "trap"} & set(case.get("open", ())):
        return
    assert _spans(found, text) == _wanted(spans, text)
    if "kind" not in case.get("open", ()):
        assert [one.kind for one in found] == [one["kind"] for one in case["placeholders"]]


def _without_optional(values: tuple, spans: list[tuple[int, int]], keys: list[dict], text: str) -> tuple:
    """What was found and what had to be, both without what may be found or not."""
    free = {span for span, key in zip(spans, keys, strict=True) if key.get("optional")}
    required = [span for span in spans if span not in free]
    kept = [
        one
        for one in values
        if (one.start, one.end) in required or not any(one.start < e and s < one.end for s, e in free)
    ]
    return kept, required, [key for key in keys if not key.get("optional")]


@pytest.mark.parametrize("case", cases("metrics"))
def test_metrics(case: dict, nlp: Language) -> None:
    text, spans = unmarked(case["text"])
    found, required, keys = _without_optional(report(nlp, text).metrics, spans, case["metrics"], text)
    assert _spans(found, text) == _wanted(required, text)
    for metric, key in zip(found, keys, strict=True):
        for field in ("unit", "bound", "status", "kind"):
            assert getattr(metric, field) == key.get(field, getattr(metric, field)), (metric.text, field)
        assert (metric.value is None) == (key["value"] is None)
        assert metric.value is None or abs(float(metric.value) - key["value"]) < 1e-4
        wordings = [key["indicator"], *key.get("indicators", ())]
        assert max(similarity(one, metric.indicator or "") for one in wordings) >= SIMILAR, (
            metric.text,
            metric.indicator,
            wordings,
        )


@pytest.mark.parametrize("case", cases("initiatives"))
def test_initiatives(case: dict, nlp: Language) -> None:
    text, spans = unmarked(case["text"])
    found, required, _ = _without_optional(report(nlp, text).initiatives, spans, case["initiatives"], text)
    assert _spans(found, text) == _wanted(required, text)


@pytest.mark.parametrize("case", cases("outline"))
def test_outline(case: dict, nlp: Language) -> None:
    found = report(nlp, case["text"]).outline
    assert [{"level": n.level, "label": n.label, "title": n.title} for n in found] == case["outline"]


@pytest.mark.parametrize("case", cases("sections"))
def test_sections(case: dict, nlp: Language) -> None:
    found = report(nlp, case["text"]).sections
    assert [(s.start, s.role, s.heading) for s in found] == [
        (case["text"].index(s["start_text"]), s["role"], s["heading"]) for s in case["sections"]
    ]


@pytest.mark.parametrize("case", cases("headings"))
def test_headings_name_their_role(case: dict) -> None:
    words = cues.load()
    said = {title: cues.read_heading(words, title, 2025) for title in case["headings"]}
    assert {title: one.roles if one else () for title, one in said.items()} == dict.fromkeys(said, (case["role"],))


@pytest.mark.parametrize("case", cases("items"))
def test_items(case: dict, nlp: Language) -> None:
    text = case["text"]
    found = [{"role": i.role, "text": text[i.start : i.end], "head": i.head} for i in report(nlp, text).items]
    wanted = []
    for item in case["items"]:
        start = text.index(item["start_text"])
        end = text.index(item["end_text"], start) + len(item["end_text"])
        wanted.append({"role": item["role"], "text": text[start:end], "head": item["head"]})
    assert found == wanted
