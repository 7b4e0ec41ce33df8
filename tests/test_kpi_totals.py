"""Totals of a season, and this year against last: which figures count, and what is missing."""

import random
from decimal import Decimal
from typing import Any

import pytest

import zongjie
from season_rows import row, season, submission
from tables import document
from zongjie.kpi.grid import Column, Grid, grid
from zongjie.kpi.table import Row, rows
from zongjie.kpi.totals import Total, totals
from zongjie.kpi.trend import Trend, trends
from zongjie.settings import Indicator

THIS, LAST = ("2025-01-01", "2025-12-31"), ("2024-01-01", "2024-12-31")
PART = ("2025-01-01", "2025-06-30")


def total(*given: Row, **options: Any) -> Total:
    """The total of the only indicator of some rows."""
    (found,) = totals(grid(lambda: given, **options))
    return found


def shown(found: Total) -> dict[str, str]:
    """Each unit's cell in a word."""
    return {
        unit: "缺数" if cell.missing else "不一致" if cell.conflict else "多个写法" if cell.several else f"{cell.value}"
        for unit, cell in found.cells.items()
    }


def during(one: Row, period: tuple[str, str]) -> Row:
    return one._replace(period_start=period[0], period_end=period[1])


def test_a_missing_figure_is_not_0_and_is_named() -> None:
    units = ("甲", "乙", "丙", "丁")
    subs = [submission(f"{unit}.txt", unit) for unit in units[:3]]
    given = [row("甲", "主题党日", "12"), row("乙", "主题党日", None), row("丙", "走访", "3")]
    found = {one.indicator: one for one in totals(grid(lambda: given, season(*subs, units=units)))}
    one = found["主题党日"]
    assert (one.total, one.reported, one.expected, one.bound) == (12, 1, 4, "exact")
    assert shown(one) == {"甲": "12", "乙": "缺数"}


def test_values_that_differ_are_flagged_with_their_places_and_not_added() -> None:
    found = total(
        row("甲", "培训", "300"), row("甲", "培训", "300", start=50), row("甲", "培训", "310", start=90),
        row("乙", "培训", "20"), row("乙", "培训", "20", start=70),
    )  # fmt: skip
    assert shown(found) == {"甲": "不一致", "乙": "20"}
    assert (found.total, found.reported) == (20, 1)
    assert [(one.start, one.value) for one in found.cells["甲"].places] == [(0, 300), (50, 300), (90, 310)]


def test_values_of_different_wordings_are_neither_held_against_each_other_nor_added() -> None:
    def gift(value: str, wording: str, start: int = 0) -> Row:
        return row("甲", "慰问金额", value, "元", start=start)._replace(indicator=wording)

    apart = [gift("156000", "慰问困难群众"), gift("23000", "慰问困难党员", 40)]
    found = total(*apart, row("乙", "慰问金额", "5000", "元"))
    assert (shown(found), found.total, found.reported) == ({"甲": "多个写法", "乙": "5000"}, 5000, 1)
    assert (found.several(), found.conflicting()) == (["甲"], [])
    assert [(one.wording, one.value) for one in found.cells["甲"].places] == [
        ("慰问困难群众", 156000), ("慰问困难党员", 23000),
    ]  # fmt: skip
    # The same under one wording is at odds, and one figure under two wordings is one.
    assert shown(total(*apart, gift("157000", "慰问“困难群众”", 80))) == {"甲": "不一致"}
    assert shown(total(apart[0], gift("156000", "慰问群众", 40))) == {"甲": "156000"}


def test_money_is_of_those_who_got_it() -> None:
    texts = ("走访困难群众1,312户，发放慰问金15.6万元。", "慰问困难党员46人，发放慰问金2.3万元。")
    given = [
        one._replace(organization="河口镇", source=f"{number}.txt", year=2025)
        for number, text in enumerate(texts)
        for one in rows([zongjie.analyze(("一、工作开展情况\n" + text).encode())])
    ]
    (found,) = [one for one in totals(grid(lambda: given)) if one.indicator == "慰问金额"]
    assert shown(found) == {"河口镇": "多个写法"}
    assert [one.wording for one in found.cells["河口镇"].places] == [
        "发放慰问金（走访困难群众）", "发放慰问金（慰问困难党员）",
    ]  # fmt: skip


def test_what_is_beyond_the_plausible_range_is_told_and_counts() -> None:
    asked = [Indicator(name="党费", unit="万元", minimum=1, maximum=20)]
    given = [row("甲", "党费", "200001", "元"), row("乙", "党费", "200000", "元"), row("丙", "党费", "9999", "元")]
    given += [row("丁", "党费", "10000", "元", high=Decimal(300000)), row("戊", "党费", "3", "人")]
    money, people = totals(grid(lambda: given, asked=asked))
    assert (money.outside(), money.total) == (["丁", "丙", "甲"], 420_000)
    assert (money.limits, people.limits, people.outside()) == ((10_000, 200_000), (None, None), [])
    assert total(row("甲", "党费", "3", "人"), asked=[Indicator(name="党费", maximum=2)]).outside() == ["甲"]


@pytest.mark.parametrize(
    ("bound", "value", "expected"),
    [
        ("about", "200", "198"), ("about", "250", "不一致"), ("at_least", "190", "198"), ("at_least", "200", "不一致"),
        ("at_most", "200", "198"), ("at_most", "190", "不一致"), ("exact", "200", "不一致"),
    ],
)  # fmt: skip
def test_a_round_figure_stands_for_the_exact_one(bound: str, value: str, expected: str) -> None:
    for order in (1, -1):
        given = [row("甲", "培训", value, bound=bound), row("甲", "培训", "198")][::order]
        assert shown(total(*given)) == {"甲": expected}


@pytest.mark.parametrize(
    ("bounds", "expected"),
    [
        (("exact", "exact"), "exact"), (("about", "exact"), "about"), (("at_least", "exact"), "at_least"),
        (("at_most", "at_most"), "at_most"), (("at_least", "at_most"), "about"), (("at_least", "about"), "about"),
    ],
)  # fmt: skip
def test_bounds_mark_the_total(bounds: tuple[str, str], expected: str) -> None:
    found = total(*(row(unit, "培训", "10", bound=bound) for unit, bound in zip("甲乙", bounds, strict=True)))
    assert (found.total, found.bound) == (20, expected)


def test_a_range_counts_as_its_lower_end() -> None:
    found = total(row("甲", "走访", "3", high=Decimal(5)))
    assert (found.total, found.bound) == (3, "at_least")


@pytest.mark.parametrize(
    "other",
    [
        {"kind": "target"}, {"change": "up"}, {"change": "down"}, {"change": "level"}, {"change": "from"},
        {"period_start": LAST[0], "period_end": LAST[1]}, {"period_start": "2021-01-01", "period_end": "2025-12-31"},
        {"period_start": PART[0], "period_end": PART[1]}, {"evidence": "培训300次，其中青年99次。"},
    ],
)  # fmt: skip
def test_what_is_no_figure_of_the_year_does_not_count(other: dict[str, Any]) -> None:
    for order in (1, -1):
        given = [row("甲", "培训", "300"), row("甲", "培训", "99", **other)][::order]
        found = total(*given)
        assert (shown(found), found.total) == ({"甲": "300"}, 300)


def test_the_end_of_a_change_counts_and_percentage_points_do_not() -> None:
    found = total(row("甲", "就诊率", "89", "%", change="to"), row("甲", "就诊率", "3", "个百分点"))
    assert shown(found) == {"甲": "89"}


def test_a_part_counts_where_there_is_no_whole() -> None:
    assert shown(total(row("甲", "培训", "99", evidence="其中培训99次。"))) == {"甲": "99"}
    assert shown(total(row("甲", "培训", "99", evidence="其中干部3人；培训99次。"), row("甲", "培训", "98"))) == {
        "甲": "不一致"
    }
    half = total(during(row("甲", "培训", "40"), PART))
    assert (shown(half), half.cells["甲"].partial) == ({"甲": "40"}, True)


def test_the_sum_of_a_table_counts_and_not_its_rows() -> None:
    table = [["部门", "培训（人次）"], ["一科", "5"], ["二科", "7"], ["合计", "12"]]
    report = zongjie.analyze(document(table, after=["见表。"]))._replace(organization="甲", year=2025)
    given = [one._replace(canonical="培训人次") for one in rows([report])]
    assert len(given) == 3
    assert shown(total(*given)) == {"甲": "12"}
    assert shown(total(*given[:2])) == {"甲": "多个写法"}


def test_shares_are_not_added_up() -> None:
    found = total(row("甲", "参训率", "90", "%"), row("乙", "参训率", "80", "%"))
    assert (found.total, found.reported) == (None, 2)


def test_unlike_units_of_measure_have_columns_of_their_own() -> None:
    given = [row("甲", "培训", "90", "人"), row("乙", "培训", "80", "名"), row("丙", "培训", "3", "期")]
    given += [row("丁", "培训", "7", "名")]
    found = {one.unit: one for one in totals(grid(lambda: given))}
    assert {unit: shown(one) for unit, one in found.items()} == {
        "名": {"甲": "90", "乙": "80", "丁": "7"}, "期": {"丙": "3"},
    }  # fmt: skip
    assert found["名"].total == 177
    asked = totals(grid(lambda: given, asked=[Indicator(name="培训", unit="人")]))
    assert [(one.unit, one.total, one.asked, one.required) for one in asked] == [
        ("人", 177, True, False), ("期", 3, True, False),
    ]  # fmt: skip


def test_a_profile_may_ask_for_a_unit_with_a_scale() -> None:
    given = [row("甲", "党费", "120000", "元"), row("乙", "党费", None, ""), row("丙", "党费", "300", "人")]
    found = totals(grid(lambda: given, asked=[Indicator(name="党费", unit="万元")]))
    assert [(one.unit, one.scale, one.total, shown(one)) for one in found] == [
        ("元", 10_000, 120_000, {"乙": "缺数", "甲": "120000"}), ("人", 0, 300, {"丙": "300"}),
    ]  # fmt: skip
    for unit, scaled in (("千瓦", 1), ("亿元", 10**8), ("万", 1), ("", 0)):
        (one,) = grid(list, asked=[Indicator(name="党费", unit=unit)]).columns
        assert (one.unit, one.scale) == (unit.removeprefix("亿"), scaled)


def test_unknown_wordings_are_shown_where_two_units_have_them() -> None:
    def unknown(unit: str, wording: str, **fields: Any) -> Row:
        return row(unit, wording, "3", "处", canonical=None, **fields)

    given = [
        unknown("甲", "新建阵地"), unknown("甲", "微心愿"), unknown("甲", "合计大棚"), unknown("乙", "“新建阵地”"),
        unknown("乙", "大棚"), row("乙", "微心愿", "4", "个", canonical=None),
    ]  # fmt: skip
    found = grid(lambda: given)
    assert [(one.indicator, one.known, one.total) for one in totals(found)] == [
        ("大棚", False, 6), ("新建阵地", False, 6),
    ]  # fmt: skip
    assert found.left == 2


def test_what_a_profile_asks_for_comes_first_even_if_nobody_reports_it() -> None:
    given = [row("甲", "培训", "3"), row("乙", "培训", "3"), row("甲", "党费", "9", "元")]
    asked = [Indicator(name="信访量", unit="件"), Indicator(name="党费", unit="元")]
    found = totals(grid(lambda: given, asked=asked))
    assert [(one.indicator, one.unit, one.asked, one.reported, one.total) for one in found] == [
        ("信访量", "件", True, 0, None), ("党费", "元", True, 1, 9), ("培训", "次", False, 2, 6),
    ]  # fmt: skip


def test_only_the_submission_that_counts_is_read_under_its_name_in_the_roster() -> None:
    subs = [
        submission("初稿.txt", "第一车间", counts=False), submission("终稿.txt", "第一车间"),
        submission("别家.txt", None), submission("去年.txt", "第一车间", 2024),
    ]  # fmt: skip
    given = [row("一车间", "培训", str(n), source=one.source) for n, one in enumerate(subs, 1)]
    found = total(*given, row("二车间", "培训", "50", source="没有登记.txt"), season=season(*subs, units=("第一车间",)))
    assert (shown(found), found.total, found.expected) == ({"第一车间": "2"}, 2, 1)


def test_several_documents_of_one_unit_are_one_unit() -> None:
    given = [row("甲", "培训", "3", source="a"), row("甲", "培训", "3", source="b"), row("甲", "走访", "5", source="b")]
    found = totals(grid(lambda: given))
    assert [(one.indicator, one.total, one.expected) for one in found] == [("培训", 3, 1), ("走访", 5, 1)]


def test_the_order_of_documents_does_not_matter() -> None:
    chance = random.Random(7)
    documents = [
        [
            row(f"单位{n}", name, str(chance.randrange(100)), chance.choice(["人", "名", "次"]), source=f"{n}.txt")
            for name in chance.sample(["培训", "走访", "宣讲", "调研"], 3)
        ]
        for n in range(30)
    ]

    def found(several: list[list[Row]]) -> Grid:
        return grid(lambda: [one for rows_ in several for one in rows_])

    first = found(documents)
    chance.shuffle(documents)
    assert found(documents) == first
    assert sum(one.reported for one in totals(first)) == 90


def test_rows_are_streamed_and_not_kept() -> None:
    passes = 0

    def stream() -> Any:
        nonlocal passes
        passes += 1
        return (row(f"单位{n % 50}", "培训", "2", source=f"{n}.txt", year=2025) for n in range(500))

    (found,) = totals(grid(stream))
    assert (passes, found.total, found.expected) == (2, 100, 50)


def trend(*given: Row, **options: Any) -> Trend:
    (found,) = trends(grid(lambda: given, **options))
    return found


def test_this_year_against_last_with_both_kinds_of_missing() -> None:
    given = [
        row(unit, "培训", value, year=2025) for unit, value in (("甲", "150"), ("乙", None), ("丙", "7"), ("戊", "5"))
    ]
    given += [
        row(unit, "培训", value, year=2024, source=f"旧{unit}.txt")
        for unit, value in (("甲", "100"), ("乙", "80"), ("丙", None), ("戊", "0"))
    ]
    given.append(row("丁", "走访", "7"))
    found = trend(*given, season=None)
    assert found.years == (2024, 2025)
    assert [(line.unit, line.difference, line.growth, line.lacks) for line in found.lines] == [
        ("丙", None, None, "last"), ("乙", None, None, "this"), ("戊", 5, None, ""), ("甲", 50, Decimal("0.5"), ""),
    ]  # fmt: skip
    assert found.both == (100, 155)


def test_last_year_is_taken_from_the_text_where_there_is_no_submission() -> None:
    told = [during(row(unit, "培训", "90", change="from"), LAST) for unit in "甲乙"]
    given = [row("甲", "培训", "99"), told[0], row("乙", "培训", "99"), told[1]]
    given.append(row("乙", "培训", "80", year=2024, source="旧.txt"))
    found = trend(*given, row("丙", "培训", "5", source="丙.txt"))
    last = {line.unit: line.cells[0] for line in found.lines}
    assert {unit: cell and (cell.value, cell.told) for unit, cell in last.items()} == {
        "甲": (90, True), "乙": (80, False), "丙": None,
    }  # fmt: skip


def test_shares_have_a_difference_and_no_growth() -> None:
    found = trend(row("甲", "参训率", "90", "%"), row("甲", "参训率", "80", "%", year=2024, source="旧"))
    assert (found.lines[0].difference, found.lines[0].growth, found.both) == (10, None, None)


def test_more_years_make_a_series() -> None:
    given = [row("甲", "培训", str(n), year=2020 + n, source=f"{n}") for n in (1, 3, 4, 5)]
    subs = [submission(f"{n}", "甲", 2020 + n) for n in (1, 3, 4, 5)]
    found = trend(*given, season=season(*subs, units=("甲",)))
    assert found.years == (2021, 2023, 2024, 2025)
    assert [cell and cell.value for cell in found.lines[0].cells] == [1, 3, 4, 5]


def test_without_a_year_nothing_is_compared() -> None:
    found = grid(lambda: [row("甲", "培训", "3", year=None)])
    assert (found.year, trends(found), totals(found)[0].total) == (None, (), 3)
    assert found.columns == (Column("培训", "次", True),)
    assert grid(list).columns == ()
