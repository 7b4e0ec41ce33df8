"""Documents of one unit that are about different things, where no profile says which kinds there are."""

import json
from pathlib import Path

import pytest

from conftest import Run
from test_roster import by_source, demanding, of, shown
from zongjie.collecting.roster import assign
from zongjie.season import Absence
from zongjie.settings import Settings

CASES = Path(__file__).parent / "cases" / "kinds_of_files.jsonl"


@pytest.mark.parametrize(
    "case", [pytest.param(row, id=row["id"]) for row in map(json.loads, CASES.read_text("utf-8").splitlines())]
)
def test_what_a_file_is_about(case: dict) -> None:
    known = {key: case[key] for key in ("title", "organization") if key in case}
    heads = [of(case["source"], **known), *map(of, case.get("others", ()))]
    assert by_source(assign(heads, demanding(*case["units"])))[case["source"]].kind == case["kind"]


def test_documents_about_different_things_are_no_drafts_of_one_another() -> None:
    names = (
        "甲2025年度工作总结",
        "甲2025年度工作总结（初稿）",
        "甲2025年党建工作总结",
        "甲2025年党建工作总结终稿",
        "甲述职报告",
    )
    heads = [of(f"{name}.docx") for name in names]
    season = assign(heads, demanding("甲", "乙"))
    assert shown(season) == [
        ("甲2025年党建工作总结.docx", False, "以终稿“甲2025年党建工作总结终稿.docx”为准"),
        ("甲2025年党建工作总结终稿.docx", True, ""),
        ("甲2025年度工作总结.docx", True, ""),
        ("甲2025年度工作总结（初稿）.docx", False, "以较新的一稿“甲2025年度工作总结.docx”为准"),
        ("甲述职报告.docx", True, ""),
    ]
    assert season.absences == (Absence("乙", "", 2025),)  # a unit owes one, whatever it is about
    assert season.several == ("甲",)


def test_without_a_roster_it_is_the_same() -> None:
    heads = [of(f"{name}.docx", organization="县审计局") for name in ("审计局年终总结", "审计局党建总结", "终稿")]
    season = assign(heads, Settings())
    assert [(one.source, one.kind, one.counts) for one in season.submissions] == [
        ("审计局党建总结.docx", "党建", True), ("审计局年终总结.docx", "", False), ("终稿.docx", "", True),
    ]  # fmt: skip


def test_where_nothing_is_to_be_chosen_all_equals_count() -> None:
    names = {"甲总结": "1", "甲汇报": "2", "甲总结(1)": "3", "甲汇报(1)": "4", "甲总结 (1)": "3", "甲初稿": "5"}
    season = assign([of(f"{name}.docx", digest) for name, digest in names.items()], demanding("甲"), ties=True)
    assert {one.source: (one.counts, one.note) for one in season.submissions} == {
        "甲总结.docx": (False, "以后存的一份“甲汇报(1).docx”为准"),
        "甲汇报.docx": (False, "以后存的一份“甲汇报(1).docx”为准"),
        "甲总结 (1).docx": (False, "与“甲总结(1).docx”完全相同，以那一份为准"),
        "甲总结(1).docx": (True, ""), "甲汇报(1).docx": (True, ""),
        "甲初稿.docx": (False, "以较新的一稿“甲汇报(1).docx”为准"),
    }  # fmt: skip


def test_what_is_none_of_the_demanded_kinds_is_told_apart_too() -> None:
    settings = demanding("甲", documents=[{"name": "党建总结"}, {"name": "安全总结"}])
    season = assign([of("甲信访总结.docx"), of("甲工会总结.docx"), of("甲党建总结.docx")], settings)
    assert [(one.source, one.kind, one.counts) for one in season.submissions] == [
        ("甲信访总结.docx", "信访", True), ("甲党建总结.docx", "党建总结", True), ("甲工会总结.docx", "工会", True),
    ]  # fmt: skip
    assert season.absences == (Absence("甲", "安全总结", 2025),)


def test_one_demanded_kind_is_all_that_there_is() -> None:
    season = assign([of("甲党建总结.docx"), of("甲总结.docx")], demanding("甲", documents=[{"name": "总结"}]))
    assert [(one.kind, one.counts) for one in season.submissions] == [("总结", False), ("总结", True)]


def test_each_unit_is_in_one_class() -> None:
    heads = [of("甲党建总结.docx"), of("甲安全总结.docx"), of("乙党建总结.docx"), of("丁2024年党建总结.docx")]
    settings = demanding("甲", "乙", "丙", "丁", documents=[{"name": "党建总结"}, {"name": "安全总结"}])
    season = assign(heads, settings)
    assert (season.complete, season.partial, season.silent) == (("甲",), ("乙",), ("丙", "丁"))
    free = assign(heads, demanding("甲", "乙", "丙", "丁"))
    assert (free.complete, free.partial, free.silent) == (("甲", "乙"), (), ("丙", "丁"))


def test_of_short_samples_no_length_is_proposed(tmp_path: Path, run: Run) -> None:
    (tmp_path / "甲.txt").write_text("甲县教育局2025年工作总结\n全年发展党员12名。\n", "utf-8")
    assert run("profile", "init", tmp_path / "甲.txt", "-o", tmp_path / "要求.toml").code == 0
    written = (tmp_path / "要求.toml").read_text("utf-8")
    assert "document = 0" not in written
    assert Settings.from_file(tmp_path / "要求.toml").lengths.document == 0
