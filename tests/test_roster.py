"""Whose each document is, which version of it counts, and who has submitted nothing."""

import json
import random
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

import zongjie
from zongjie.collecting.kinds import Kinds
from zongjie.collecting.roster import Head, around, assign, head
from zongjie.report import Report
from zongjie.season import Absence, Around, Season, Submission
from zongjie.settings import Settings

CASES = Path(__file__).parent / "cases" / "units_of_files.jsonl"


def of(source: str, sha256: str = "", **known: Any) -> Head:
    return Head(source, sha256 or source, **{"organization": None, "title": None, "year": None, **known})


def demanding(*units: str | dict, year: int | None = 2025, **more: Any) -> Settings:
    rows = [one if isinstance(one, dict) else {"name": one} for one in units]
    return Settings.model_validate({"year": year, "roster": {"units": rows}, **more})


def by_source(season: Season) -> dict[str, Submission]:
    return {one.source: one for one in season.submissions}


def shown(season: Season) -> list[tuple[str, bool, str]]:
    return [(one.source, one.counts, one.note) for one in season.submissions]


@pytest.mark.parametrize(
    "case", [pytest.param(row, id=row["id"]) for row in map(json.loads, CASES.read_text("utf-8").splitlines())]
)
def test_the_unit_of_a_file(case: dict) -> None:
    known = {key: case[key] for key in ("title", "organization", "beginning", "ending") if key in case}
    heads = [of(case["source"], **known), *map(of, case.get("others", ()))]
    found = by_source(assign(heads, demanding(*case["units"])))[case["source"]]
    assert (found.unit, found.note) == (case["unit"], found.note)
    if "note" in case:
        assert case["note"] in found.note
        assert bool(case["note"]) == bool(found.note)


# Versions: each line from the one that counts least to the one that counts most.
@pytest.mark.parametrize(
    "stems",
    [
        ["甲总结初稿", "甲总结", "甲总结修改稿", "甲总结修改稿2", "甲总结修改稿10", "甲总结终稿", "甲总结终稿2"],
        ["甲总结（征求意见稿）", "甲总结（二稿）", "甲总结（第三稿）", "甲总结（定稿）"],
        ["甲总结_v1", "甲总结_v2", "甲总结_V10", "甲总结_final"],
        ["甲总结draft", "甲总结", "甲总结-改", "甲总结-改2", "甲总结-最终"],
        ["甲总结", "甲总结(1)", "甲总结(2)"],
        ["甲总结", "甲总结 - 副本"],
        ["甲总结", "甲总结改", "甲总结最终", "甲总结最终2"],
        ["甲总结", "甲总结修改", "甲总结final", "甲总结final2"],
        ["甲总结20251220", "甲总结20251225", "甲总结2026-01-03"],
        ["甲总结12.25", "甲总结12.30", "甲总结1.5"],
        ["甲总结12月25日", "甲总结1月5日"],
        ["甲总结1225", "甲总结0103"],
        ["甲总结251225", "甲总结260103"],
        ["甲总结初稿20260105", "甲总结20251225", "甲总结终稿20251220"],
        ["甲总结修改稿20251220", "甲总结修改稿20251225"],
        ["甲总结第一稿", "甲总结第二稿", "甲总结正式稿"],
        ["甲总结终稿", "甲总结终稿（修改）", "甲总结终稿（修改2）"],
        ["甲总结", "甲总结(新)", "甲总结(盖章版)"],
    ],
)
def test_the_latest_version_counts(stems: list[str]) -> None:
    for earlier, later in pairwise(stems):
        found = by_source(assign([of(f"{earlier}.docx"), of(f"{later}.docx")], demanding("甲")))
        assert (found[f"{earlier}.docx"].counts, found[f"{later}.docx"].counts) == (False, True), (earlier, later)
        assert f"“{later}.docx”为准" in found[f"{earlier}.docx"].note
        assert found[f"{later}.docx"].note == ""


@pytest.mark.parametrize(
    "stem",
    [
        "甲正式党员教育总结",
        "甲章程修订工作总结",
        "甲更新改造工作总结",
        "甲新区总结",
        "甲终端运维总结",
        "甲最终用户服务总结",
    ],
)
def test_words_of_the_work_are_no_versions(stem: str) -> None:
    (found,) = assign([of(f"{stem}.docx")], demanding("甲")).submissions
    assert found.version == ""


@pytest.mark.parametrize(
    ("stem", "version"),
    [
        ("甲总结（终稿）", "终稿"),
        ("甲总结修改稿2", "修改稿2"),
        ("甲总结", ""),
        ("甲总结_V3", "v3"),
        ("甲第二稿12.25", "第二稿"),
    ],
)
def test_a_version_is_called_as_the_file_calls_it(stem: str, version: str) -> None:
    assert assign([of(f"{stem}.docx")], demanding("甲")).submissions[0].version == version


def test_of_the_same_file_one_counts() -> None:
    season = assign([of("甲总结.docx", "0"), of("甲总结(1).docx", "0")], demanding("甲"))
    assert shown(season) == [
        ("甲总结(1).docx", True, ""), ("甲总结.docx", False, "与“甲总结(1).docx”完全相同，以那一份为准"),
    ]  # fmt: skip


def test_the_same_file_of_two_units_is_told() -> None:
    season = assign(
        [of("甲总结.docx", "0"), of("乙总结.docx", "0"), of("丙总结.docx", "1")], demanding("甲", "乙", "丙")
    )
    assert shown(season) == [
        ("丙总结.docx", True, ""),
        ("乙总结.docx", True, "与“甲”的“甲总结.docx”是同一个文件"),
        ("甲总结.docx", True, "与“乙”的“乙总结.docx”是同一个文件"),
    ]


def test_what_cannot_be_told_is_settled_by_the_name_and_said() -> None:
    season = assign([of("甲年终总结.docx"), of("甲年度总结.docx")], demanding("甲"))
    assert shown(season) == [
        ("甲年度总结.docx", False, "与“甲年终总结.docx”分不出先后，按文件名的次序取那一份"),
        ("甲年终总结.docx", True, "与“甲年度总结.docx”分不出先后，按文件名的次序取这一份"),
    ]


def test_documents_of_no_known_unit_stand_for_themselves() -> None:
    season = assign([of("总结.docx"), of("总结2.docx")], demanding("甲"))
    assert [one.counts for one in season.submissions] == [True, True]
    assert season.absences == (Absence("甲", "", 2025),)


KINDS = [
    {"name": "年度工作总结", "words": ["年度", "工作总结"]},
    {"name": "党建总结"},
    {"name": "安全总结", "words": ["安全生产"]},
]


@pytest.mark.parametrize(
    ("source", "title", "kind"),
    [
        ("甲年度工作总结.docx", None, "年度工作总结"),
        ("甲党建总结.docx", None, "党建总结"),
        ("甲2025年度党建工作总结.docx", None, "党建总结"),
        ("甲安全生产工作总结.docx", None, "安全总结"),
        ("甲安全工作汇报.docx", None, "安全总结"),
        ("甲.docx", "甲2025年党建工作总结", "党建总结"),
        ("甲.docx", "甲2025年工作总结", "年度工作总结"),
        ("甲.docx", None, "年度工作总结"),
        ("党建/甲.docx", None, "党建总结"),
    ],
)
def test_the_kind_of_a_document(source: str, title: str | None, kind: str) -> None:
    heads = [of(source, title=title), of("乙.docx")]
    assert by_source(assign(heads, demanding("甲", "乙", documents=KINDS)))[source].kind == kind


def test_a_document_that_is_none_of_those_asked_for_is_told() -> None:
    settings = demanding("甲", documents=[{"name": "党建总结"}, {"name": "安全总结"}])
    season = assign([of("甲食堂总结.docx")], settings)
    assert shown(season) == [("甲食堂总结.docx", True, "看不出是党建总结、安全总结中的哪一种")]
    assert season.absences == (Absence("甲", "党建总结", 2025), Absence("甲", "安全总结", 2025))


def test_absences_stand_in_the_order_of_the_roster_and_of_the_documents() -> None:
    heads = [of("乙党建总结.docx"), of("丙党建总结.docx"), of("丙年度工作总结.docx")]
    season = assign(heads, demanding("丙", "乙", "甲", documents=KINDS[:2]))
    assert season.units == ("丙", "乙", "甲")
    assert season.absences == (
        Absence("乙", "年度工作总结", 2025), Absence("甲", "年度工作总结", 2025), Absence("甲", "党建总结", 2025),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("source", "title", "of_report", "year"),
    [
        ("甲2024年总结.docx", None, None, 2024),
        ("甲2024.docx", "甲2025年工作总结", 2025, 2025),
        ("甲2025.docx", "甲2024年工作总结", 2024, 2025),
        ("甲2024.docx", "甲工作总结", 2025, 2024),
        ("甲2026.docx", "政府工作报告", 2025, 2025),
        ("甲2026.docx", "工作总结", None, 2026),
        ("甲2024年总结及2025年计划.docx", "甲2024年工作总结及2025年工作计划", 2024, 2024),
        ("2024/甲.docx", "甲2024年工作总结及2025年工作计划", 2024, 2024),
        ("2024年/甲.docx", None, None, 2024),
        ("甲.docx", "甲2024年工作总结", 2024, 2024),
        ("甲.docx", "甲二〇二四年工作总结", 2024, 2024),
        ("甲.docx", "甲2026年政府工作报告", 2025, 2025),
        ("甲.docx", "甲2025年工作总结和2026年工作打算", 2025, 2025),
        ("甲.docx", None, 2023, 2025),
        ("甲20260105.docx", None, None, 2025),
        ("甲2026.1.5.docx", None, None, 2025),
        ("甲2026年1月5日.docx", None, None, 2025),
        ("甲2025年总结20260105.docx", None, None, 2025),
        ("甲2026年1月定稿.docx", None, None, 2025),
        ("甲2024-2025年总结.docx", None, None, 2025),
    ],
)
def test_the_year_of_a_document(source: str, title: str | None, of_report: int | None, year: int) -> None:
    heads = [of(source, title=title, year=of_report), of("乙.docx")]
    assert by_source(assign(heads, demanding("甲", "乙")))[source].year == year


def test_documents_of_last_year_count_for_it_and_nobody_is_absent_from_it() -> None:
    heads = [of("2024/甲.docx"), of("2024/甲终稿.docx"), of("2025/甲.docx"), of("2025/乙2023年总结.docx")]
    season = assign(heads, demanding("甲", "乙", "丙"))
    assert [(one.source, one.year, one.counts) for one in season.submissions] == [
        ("2024/甲.docx", 2024, False),
        ("2024/甲终稿.docx", 2024, True),
        ("2025/乙2023年总结.docx", 2023, True),
        ("2025/甲.docx", 2025, True),
    ]
    assert season.submissions[2].note == "写的是 2023 年，这次收的是 2025 年"
    assert season.absences == (Absence("乙", "", 2025), Absence("丙", "", 2025))


def test_without_a_year_the_season_is_that_of_most_documents() -> None:
    season = assign(
        [of("甲2024.docx"), of("乙.docx", year=2025), of("丙2025.docx")], demanding("甲", "乙", "丙", year=None)
    )
    assert season.year == 2025
    assert season.absences == (Absence("甲", "", 2025),)


def test_without_a_roster_units_are_what_documents_name() -> None:
    heads = [
        of("1.docx", organization="第一支部"),
        of("2.docx", organization="第1支部"),
        of("3.docx", organization="第二支部"),
        of("4.docx"),
        of("5.docx", organization="人民政府"),
        of("6.docx", organization="人民政府"),
    ]
    season = assign(heads, Settings())
    assert season.units == ("第一支部", "第二支部")
    assert [(one.unit, one.counts) for one in season.submissions] == [
        ("第一支部", False), ("第一支部", True), ("第二支部", True), (None, True), (None, True), (None, True),
    ]  # fmt: skip
    assert season.absences == ()


def test_the_order_of_documents_is_of_no_account() -> None:
    heads = [of(f"{unit}总结{version}.docx") for unit in ("甲", "乙", "丙支部") for version in ("", "终稿", "(1)", "2")]
    settings = demanding("甲", "乙", "丙支部", "丁")
    expected = assign(heads, settings)
    for seed in range(5):
        assert assign(random.Random(seed).sample(heads, len(heads)), settings) == expected


def test_no_document_at_all() -> None:
    assert assign([], demanding("甲")) == Season(2025, ("甲",), (), (Absence("甲", "", 2025),))
    assert assign([], Settings()) == Season(None, (), (), ())


def test_what_is_known_around_a_document() -> None:
    settings = demanding("甲", {"name": "乙", "aliases": ["乙厂"]}, "丙")
    season = assign([of("甲.docx"), of("乙2024.docx"), of("总结.docx")], settings)
    found = {source: around(season, one, settings) for source, one in by_source(season).items()}
    assert found["甲.docx"] == Around("甲", 2025, ("乙", "乙厂", "丙"))
    assert found["乙2024.docx"] == Around("乙", 2024, ("甲", "丙"))
    assert found["总结.docx"] == Around(None, 2025)
    free = assign([of("1.docx", organization="甲"), of("2.docx", organization="乙")], Settings())
    assert around(free, free.submissions[0], Settings()) == Around("甲", None, ("乙",))


def test_user_words_add_to_the_shipped_ones() -> None:
    settings = demanding("甲", lexicon={"collecting": {"versions": {"final": ["过会稿"]}}})
    found = by_source(assign([of("甲修改稿3.docx"), of("甲过会稿.docx")], settings))
    assert [found[name].counts for name in ("甲过会稿.docx", "甲修改稿3.docx")] == [True, False]


def test_the_head_of_a_report() -> None:
    text = "城关镇2025年工作总结\n一、工作回顾\n" + "开展活动12次。\n" * 200 + "城关镇人民政府\n2025年12月28日\n"
    report = zongjie.analyze(text.encode())
    assert isinstance(report, Report)
    found = head(report)
    assert found.title == "城关镇2025年工作总结"
    assert found.beginning.startswith("城关镇2025年工作总结\n一、")
    assert found.ending.endswith("城关镇人民政府\n2025年12月28日")
    assert len(found.beginning) <= 300 >= len(found.ending)


def test_many_long_names_stay_quick_to_read() -> None:
    season = assign([of("第一" * 5000 + "车间.docx", title="城关镇" * 5000)], demanding("城关镇", "第一车间"))
    assert len(season.submissions) == 1


def test_a_name_that_stands_in_another_is_told_by_the_longer_one():
    names = [{"name": "工作总结"}, {"name": "党建工作总结"}]
    kinds = Kinds(Settings.model_validate({"documents": names}).documents, ["工作", "总结", "年度"])
    files = {"甲局2025年党建工作总结.docx": "党建工作总结", "甲局2025年工作总结.docx": "工作总结"}
    for order in (
        kinds,
        Kinds(Settings.model_validate({"documents": names[::-1]}).documents, ["工作", "总结", "年度"]),
    ):
        assert {name: order.of(Head(name, "", None, None, None), 0) for name in files} == files
