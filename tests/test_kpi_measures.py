"""Which figures of a season are added up, and in which unit of measure."""

from decimal import Decimal
from typing import Any

import pytest

from season_rows import row
from zongjie.kpi.grid import grid
from zongjie.kpi.table import Row
from zongjie.kpi.totals import Total, totals
from zongjie.kpi.trend import trends
from zongjie.settings import Indicator

LAST = {"period_start": "2024-01-01", "period_end": "2024-12-31"}


def total(*given: Row, **options: Any) -> Total:
    """The total of the only indicator of some rows."""
    (found,) = totals(grid(lambda: given, **options))
    return found


def figures(found: Total) -> dict[str, str]:
    """Each unit's cell in a word."""
    return {
        unit: "缺数" if cell.missing else "不一致" if cell.conflict else f"{cell.value}"
        for unit, cell in found.cells.items()
    }


@pytest.mark.parametrize(
    ("indicator", "measure", "adds"),
    [
        ("人均可支配收入", "元", False), ("户均增收", "元", False), ("门诊次均费用", "元", False),
        ("平均住院日", "天", False), ("日均客流量", "人次", False), ("客流量平均", "人次", False),
        ("亩产量", "公斤", False),
        ("水稻单产", "公斤", False),
        ("平均响应时间", "分钟", False), ("办理时限", "个工作日", False), ("审批时间缩短至", "个工作日", False),
        ("单位产品能耗", "千克标准煤", False), ("万元GDP能耗", "吨标准煤", False), ("PM2.5平均浓度", "微克", False),
        ("全员劳动生产率", "元", False), ("群众满意度排名", "位", False), ("绿色发展指数", "点", False),
        ("志愿服务时长", "小时", True), ("培训时长", "小时", True), ("义务教育均衡县", "个", True),
        ("建设千亩产业园", "个", True), ("重点用能单位能耗", "吨标准煤", True), ("订单产值", "元", True),
        ("满意度调查", "次", True), ("超时限案件", "件", True), ("并网功率", "千瓦", True), ("技能评比", "次", True),
    ],
)  # fmt: skip
@pytest.mark.parametrize("canonical", [True, False])
def test_averages_are_not_added_up_in_whatever_unit(indicator: str, measure: str, adds: bool, canonical: bool) -> None:
    given = [row(unit, indicator, value, measure) for unit, value in (("甲", "12"), ("乙", "30"))]
    found = total(*(one if canonical else one._replace(canonical=None) for one in given))
    assert (found.total, found.reported, found.bound) == (42 if adds else None, 2, "exact")


def test_a_profile_tells_averages_by_synonyms_and_words_of_its_own() -> None:
    given = [row(unit, "居民收入", "20000", "元") for unit in ("甲", "乙")]
    asked = Indicator(name="居民收入", synonyms=["人均可支配收入"], unit="元")
    assert total(*given).total == 40000
    assert total(*given, asked=[asked]).total is None
    assert total(*given, lexicon={"averages": {"ending": ["居民收入"]}}).total is None


def test_averages_grow_and_have_no_sum() -> None:
    given = [row("甲", "户均增收", "3300", "元"), row("甲", "户均增收", "3000", "元", year=2024, source="旧.txt")]
    (found,) = trends(grid(lambda: given))
    assert (found.lines[0].difference, found.lines[0].growth, found.both) == (300, Decimal("0.1"), None)


def unknown(unit: str, wording: str, value: str | None, measure: str, **fields: Any) -> Row:
    return row(unit, wording, value, measure, **fields)._replace(canonical=None)


@pytest.mark.parametrize(
    ("given", "unit", "sum_"),
    [
        ([("12", "公里"), ("3500", "米"), ("5", "公里")], "公里", "20.5"),
        ([("12", "吨"), ("3000", "公斤"), ("2", "吨")], "吨", "17"),
        ([("30", "小时"), ("90", "分钟"), ("10", "小时")], "小时", "41.5"),
        ([("12000", "亩"), ("800", "公顷"), ("12000", "亩")], "亩", "36000"),
        ([("12", "公里"), ("3500", "米"), ("500", "米")], "米", "16000"),
    ],
)
def test_unknown_wordings_come_together_in_the_commonest_of_units_that_convert(
    given: list[tuple[str, str]], unit: str, sum_: str
) -> None:
    found = total(*(unknown(who, "甲乙丙事", *figure) for who, figure in zip("甲乙丙", given, strict=True)))
    assert (found.indicator, found.unit, found.known) == ("甲乙丙事", unit, False)
    assert (found.total, found.reported, found.expected) == (Decimal(sum_), 3, 3)


def test_unknown_wordings_in_units_that_do_not_convert_stay_apart() -> None:
    measures = ("公里", "亩", "吨", "个", "家", "人", "名", "工作日")
    given = [unknown(unit, "新修道路", "3", measure) for measure in measures for unit in ("甲", "乙")]
    assert {(one.unit, one.total) for one in totals(grid(lambda: given))} == {(one, 6) for one in measures}


def test_an_unknown_figure_in_another_unit_is_one_figure_and_a_missing_one_is_missing() -> None:
    whole = [unknown("甲", "新修道路", "3.5", "公里"), unknown("甲", "新修道路", "3500", "米", start=50)]
    found = total(*whole, unknown("乙", "新修道路", None, "米"), unknown("丙", "新修道路", "4", "公里"))
    assert (figures(found), found.total) == ({"甲": "3.5", "乙": "缺数", "丙": "4"}, Decimal("7.5"))
    other = unknown("甲", "新修道路", "300", "米", start=90)
    assert figures(total(*whole, other, unknown("丙", "新修道路", "4", "公里"))) == {"甲": "不一致", "丙": "4"}


def test_unknown_wordings_are_compared_with_last_year_in_other_units() -> None:
    given = [unknown(unit, "新修道路", "4", "公里") for unit in ("甲", "乙")]
    given += [unknown("甲", "新修道路", "3200", "米", year=2024, source="旧.txt")]
    given += [unknown("乙", "新修道路", "2000", "米", start=70)._replace(**LAST)]
    (found,) = trends(grid(lambda: given))
    assert [(one.unit, one.difference) for one in found.lines] == [("乙", 2), ("甲", Decimal("0.8"))]
