"""The labels of published reports: found by what a file holds, and whole where the reports are there."""

import hashlib
import json
import os
import re
import sys
from collections import Counter
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parents[1]))

from corpus.reports import LABELS, Labelled, Span, load

ROLES = {"overview", "achievements", "experience", "problems", "plans", "closing"}
FOLDER = "ZONGJIE_REPORTS"  # names a folder of reports; else shared/corpus is tried
TEXT = "一、工作回顾\r\n全年办结事项30件。\r\n同时，也存在问题：人手不足。我们将加以解决。\r\n"
READ = TEXT.replace("\r\n", "\n")
BLANK = " \n\u3000\xa0"


@pytest.fixture
def labels(tmp_path: Path) -> Path:
    """Labels of ``TEXT`` and of a report that nobody has."""
    problems = READ.index("同时")
    row = {
        "sha256": hashlib.sha256(TEXT.encode()).hexdigest(),
        "name": "年报.txt",
        "characters": len(READ),
        "spans": [
            {"start": 0, "end": problems - 1, "role": "achievements"},
            {"start": problems, "end": len(READ) - 1, "role": "problems"},
        ],
        "cues": [[problems, READ.index("人手")]],
        "answers": [[READ.index("我们"), len(READ) - 1]],
    }
    path = tmp_path / "labels.jsonl"
    path.write_text("".join(json.dumps(one) + "\n" for one in ({**row, "sha256": "0" * 64}, row)), encoding="utf-8")
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with ``TEXT`` twice, under names of its own, and other files."""
    folder = tmp_path / "reports"
    (folder / "b" / "empty.txt").mkdir(parents=True)
    for name, data in {"b/x.dat": TEXT.encode(), "c.txt": TEXT.encode(), "a.docx": b"PK", "d.txt": b""}.items():
        (folder / name).write_bytes(data)
    return folder


def test_a_report_is_known_by_what_it_holds(folder: Path, labels: Path) -> None:
    [one] = load(folder, labels)
    assert (one.name, one.text) == ("年报.txt", READ)
    assert [(span.role, one.text[span.start : span.end]) for span in one.spans] == [
        ("achievements", "一、工作回顾\n全年办结事项30件。"),
        ("problems", "同时，也存在问题：人手不足。我们将加以解决。"),
    ]
    assert [one.text[start:end] for start, end in one.cues] == ["同时，也存在问题："]
    assert [one.text[start:end] for start, end in one.answers] == ["我们将加以解决。"]


def test_changed_reports_are_others(folder: Path, labels: Path) -> None:
    for path in (folder / "b" / "x.dat", folder / "c.txt"):
        path.write_bytes(TEXT.encode() + b"\n")
    assert list(load(folder, labels)) == []


def test_a_report_read_otherwise_is_refused(folder: Path, labels: Path) -> None:
    labels.write_text(labels.read_text(encoding="utf-8").replace(f': {len(READ)}, "spans', ': 9, "spans'), "utf-8")
    with pytest.raises(ValueError, match="：读出"):
        list(load(folder, labels))


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(NotADirectoryError, match="没有这个文件夹"):
        next(load(tmp_path / "nowhere"))


def test_labels_are_well_formed_and_hold_no_text() -> None:
    rows = [json.loads(line) for line in LABELS.read_text(encoding="utf-8").splitlines()]
    assert len({row["sha256"] for row in rows}) == len({row["name"] for row in rows}) == len(rows) == 74
    for row in rows:
        assert set(row) == {"sha256", "name", "characters", "spans", "cues", "answers"}
        assert re.fullmatch(r"[0-9a-f]{64}", row["sha256"])
        assert re.fullmatch(r"\d{4}\.txt|\w{2,8}-\d{4}\.txt", row["name"])
        spans = [Span(**span) for span in row["spans"]]
        assert {span.role for span in spans} <= ROLES
        assert_apart([(span.start, span.end) for span in spans], row["characters"])
        problems = [span for span in spans if span.role == "problems"]
        for inside in (row["cues"], row["answers"]):
            assert_apart(inside, row["characters"])
            assert all(any(one.start <= start and end <= one.end for one in problems) for start, end in inside)


def assert_apart(spans: list[tuple[int, int]], characters: int) -> None:
    """``spans`` are in order, none empty, and none touches the next."""
    bounds = [bound for span in spans for bound in span]
    assert bounds == sorted(bounds)
    assert all(start < end for start, end in spans)
    assert not bounds or (bounds[0] >= 0 and bounds[-1] <= characters)


@pytest.fixture
def published(request: pytest.FixtureRequest) -> list[Labelled]:
    """The labelled reports of the folder that ``ZONGJIE_REPORTS`` names, or of shared/corpus."""
    named = os.environ.get(FOLDER)
    return list(load(named or request.getfixturevalue("shared") / "corpus"))


def test_spans_of_published_reports_fit_their_text(published: list[Labelled]) -> None:
    assert published, "none of the labelled reports is in the folder"
    for one in published:
        for span in one.spans:
            quote = one.text[span.start : span.end]
            assert quote == quote.strip(BLANK)
            assert span.role == "problems" or is_whole(one.text, span), (one.name, span)
        for start, end in (*one.cues, *one.answers):
            assert one.text[start:end] == one.text[start:end].strip(BLANK)
        for end in (*(end for _, end in one.answers), *(span.end for span in one.spans if span.role == "problems")):
            assert one.text[end - 1] in "。！", (one.name, end)


def is_whole(text: str, span: Span) -> bool:
    """Whether ``span`` begins and ends with a line of ``text``."""
    line = text[text.rfind("\n", 0, span.start) + 1 : span.start]
    return not line.strip(BLANK) and not text[span.end :].split("\n", 1)[0].strip(BLANK)


def test_most_published_reports_name_their_problems(published: list[Labelled]) -> None:
    roles = Counter(role for one in published for role in {span.role for span in one.spans})
    assert published
    assert roles["problems"] >= 0.8 * len(published)
