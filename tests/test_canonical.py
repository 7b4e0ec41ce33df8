"""The catalogue of indicators: what wordings mean in it, how units convert, what is proposed; and who fills it in."""

import json
from decimal import Decimal, localcontext
from pathlib import Path

import pytest

import zongjie
from tables import document
from zongjie import lexicon
from zongjie.catalogue import SURE, Near, compiled, convert, match, near
from zongjie.lexicon import LexiconError
from zongjie.report import Report
from zongjie.running.analyze import load
from zongjie.settings import Indicator, Settings

CASES = [
    json.loads(line) for line in (Path(__file__).parent / "cases" / "canonical.jsonl").read_text("utf-8").splitlines()
]


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_wordings(case: dict) -> None:
    found = match(case["wording"], case["unit"])
    assert (found.name if found else None) == case["canonical"], found
    assert found is None or 0 < found.score <= 1 and found.reason


def test_each_row_is_whole_and_means_itself() -> None:
    rows = compiled().rows
    assert len(rows) > 300
    assert {len(set(row.units) & {row.unit}) for row in rows.values()} == {0}
    for name, row in rows.items():
        found = match(name, row.unit)
        assert found is not None, name
        assert (found.name, found.score) == (name, 1.0)


def test_no_wording_means_two_things_in_one_unit() -> None:
    """Rows that share a wording are told apart by their units alone."""
    catalogue = compiled()
    owners: dict[str, list] = {}
    for row in catalogue.rows.values():
        for word in row.words:
            owners.setdefault(word, []).append(row)
    for word, rows in owners.items():
        for unit in {unit for row in rows for unit in (row.unit, *row.units)}:
            takers = [row.name for row in rows if unit in row.units or convert(Decimal(1), unit, row.unit) is not None]
            assert len(takers) < 2 or any(row.unit == unit for row in rows if row.name in takers), (word, unit, takers)


def test_scores_fall_with_what_had_to_be_left_out() -> None:
    found = [
        match(*one)
        for one in (
            ("培训期数", "期"), ("举办培训班", "期"), ("全年累计举办培训班次数", "期"), ("各项养老保险参保", "人"),
            ("燃气安全知识培训", "期"),
        )
    ]  # fmt: skip
    assert [one.score for one in found if one] == [1.0, 0.9, 0.9, 0.8, 0.7]
    assert found[-1].reason == "中心词“培训”和单位“期”相符"
    assert found[2].reason == "去掉“全年”“累计”“举办”“次数”后是“培训班”"
    assert 0.8 < SURE <= 0.9


def test_a_hostile_wording_means_nothing() -> None:
    for wording in ("开展" * 500_000, "（" * 100_000, "", "：", "（）", "培训" * 20):
        assert match(wording, "次") is None


PROFILE = (
    Indicator(name="发展预备党员", unit="名"),
    Indicator(name="窗口办件量", synonyms=("窗口办理业务",), unit="件"),
    Indicator(name="参评率"),
    Indicator(name="结对帮扶资金", unit="万元"),
    Indicator(name="新入库项目"),
)


@pytest.mark.parametrize(
    ("wording", "unit", "name"),
    [
        ("新发展党员", "名", "发展预备党员"),  # the shipped row has the profile's name
        ("发展党员", "人", "发展预备党员"),
        ("窗口办理业务", "件", "窗口办件量"),
        ("全年窗口办件量", "", "窗口办件量"),
        ("窗口办件量", "人", None),
        ("参评率", "%", "参评率"),
        ("投入结对帮扶资金", "元", "结对帮扶资金"),  # figures are kept in 元, whatever the profile wants to see
        ("结对帮扶资金", "%", None),
        ("新入库项目", "个", "新入库项目"),
        ("新入库项目", "%", None),  # a growth is not the number
        ("义诊", "次", "义诊"),
    ],
)
def test_indicators_of_a_profile_go_first(wording: str, unit: str, name: str | None) -> None:
    found = match(wording, unit, PROFILE)
    assert (found.name if found else None) == name


def test_two_indicators_of_a_profile_do_not_share_a_row() -> None:
    both = (Indicator(name="发展党员", unit="名"), Indicator(name="发展预备党员", unit="名"))
    assert [match(one.name, "名", both).name for one in both] == ["发展党员", "发展预备党员"]


def test_rows_of_the_user() -> None:
    own = {"catalogue": {"河道巡查": {"unit": "次", "words": ["(日常|)巡查河道"]}, "义诊": {"words": ["送医下乡"]}}}
    catalogue = compiled(own)
    assert catalogue.match("日常巡查河道", "次").name == "河道巡查"
    assert catalogue.match("送医下乡", "场").name == catalogue.match("义诊", "场").name == "义诊"
    assert compiled().match("送医下乡", "场") is None
    for wrong, said in (
        ({"义诊": {"synonyms": ["送医"]}}, "synonyms"),
        ({"义诊": ["送医"]}, "义诊"),
        ({"义诊": {"words": [1]}}, "words"),
        ({"义诊": {"words": ["(甲|乙|丙|丁)" * 9]}}, "太多"),
    ):
        with pytest.raises(LexiconError, match=said):
            lexicon.load("catalogue", {"catalogue": wrong})


@pytest.mark.parametrize(
    ("value", "unit", "to", "expected"),
    [
        ("2", "公顷", "亩", "30"),
        ("1", "平方公里", "亩", "1500"),
        ("3", "亩", "平方米", "2000"),
        ("1500", "米", "公里", "1.5"),
        ("0.4", "吨", "公斤", "400"),
        ("3", "斤", "公斤", "1.5"),
        ("90", "分钟", "小时", "1.5"),
        ("3", "成", "%", "30"),
        ("2.5", "‰", "%", "0.25"),
        ("7", "名", "人", "7"),
        ("1", "兆瓦时", "度", "1000"),
        ("50", "个基点", "个百分点", "0.5"),
        ("5", "期", "期", "5"),
        ("-2", "公里", "米", "-2000"),
        ("0", "米", "公里", "0"),
        ("120000", "千克", "吨", "120"),
        ("1", "元", "人", None),
        ("1", "%", "个百分点", None),
        ("1", "人", "人次", None),
        ("1", "户", "人", None),
        ("1", "美元", "元", None),
    ],
)
def test_units_convert_exactly(value: str, unit: str, to: str, expected: str | None) -> None:
    with localcontext(prec=3):  # a caller's context changes nothing
        found = convert(Decimal(value), unit, to)
    assert found == (None if expected is None else Decimal(expected))
    assert found is None or "E" not in str(found)


def test_units_of_an_indicator() -> None:
    catalogue = compiled()
    assert catalogue.unit("粮食产量") == "吨"
    assert catalogue.convert(Decimal(3000), "斤", "粮食产量") == Decimal("1.5")
    assert catalogue.convert(Decimal(4), "场次", "培训期数") == 4
    assert catalogue.convert(Decimal(4), "人次", "培训期数") is None
    assert (catalogue.unit("没有的指标"), catalogue.convert(Decimal(1), "次", "没有的指标")) == ("", None)


def test_wordings_that_look_alike_are_proposed() -> None:
    found = near(
        [
            ("盘活闲置农房", "处"),
            ("盘活闲置的农房", "处"),
            ("盘活闲置农房", "平方米"),
            ("发展党员", "名"),
            ("一级网格员", "名"),
            ("二级网格员", "名"),
            ("新增养老护理员", "名"),
            ("减少养老护理员", "名"),
            (None, "名"),
            ("招录选调生", "名"),
            ("剩余病险水库加固", "座"),
            ("病险水库加固", "座"),
            ("优质服务投诉受理", "件"),
        ]
    )
    assert found[0] == Near("盘活闲置农房", "盘活闲置的农房", "处", 0.73, False)
    assert [(one.first, one.second, one.known) for one in found[1:]] == []
    assert near([("公开招聘的专场招聘会议", "场"), ("召开员工代表座谈会", "次"), ("预备党员的转正", "名")]) == [
        Near("预备党员的转正", "预备党员转正", "名", 0.73, True)
    ]


def test_proposals_of_many_wordings_compare_few() -> None:
    many = [(f"整治{chr(0x4E00 + n)}{chr(0x5E00 + n % 97)}沟渠", "处") for n in range(5000)]
    assert near(many) == near(reversed(many))


# The component.


def names(report: Report) -> list[tuple[str | None, str | None]]:
    return [(metric.text, metric.canonical) for metric in report.metrics]


def test_the_component_names_what_it_knows() -> None:
    text = (
        "一、工作开展情况\n全年发展预备党员5名，开展业务培训12期，培训300人次，回收旧砖窑3座。\n"
        "参会200人，其中党员30名。城镇新增就业500人，比上年增加30人，增长6.4%。"
    )
    assert names(zongjie.analyze(text.encode())) == [
        ("5名", "发展党员"), ("12期", "培训期数"), ("300人次", "培训人次"), ("3座", None), ("200人", None),
        ("30名", None), ("500人", "城镇新增就业"), ("30人", None), ("6.4%", None),
    ]  # fmt: skip


def test_the_component_follows_the_profile() -> None:
    settings = Settings.model_validate(
        {
            "indicators": [{"name": "新党员", "synonyms": ["发展党员"]}],
            "lexicon": {"catalogue": {"旧窑": {"unit": "座", "words": ["回收旧砖窑"]}}},
        }
    )
    text = "一、工作开展情况\n全年发展预备党员5名，回收旧砖窑3座。"
    assert names(zongjie.analyze(text.encode(), settings)) == [("5名", "新党员"), ("3座", "旧窑")]
    assert names(load(settings)(text)._.zongjie) == [("5名", "新党员"), ("3座", "旧窑")]
    assert names(zongjie.analyze(text.encode())) == [("5名", "发展党员"), ("3座", None)]


def test_of_a_table_of_parts_only_the_total_has_the_name() -> None:
    rows = [["支部", "发展党员", "培训人次"], ["一支部", "3", "120"], ["二支部", "4", "80"], ["合计", "7", "200"]]
    found = [metric.canonical for metric in zongjie.analyze(document(rows)).metrics]
    assert found == [None, None, None, None, "发展党员", "培训人次"]
    rows = [["指标", "单位", "完成数"], ["发展党员", "名", "3"], ["粮食产量", "万斤", "420"]]
    found = [metric.canonical for metric in zongjie.analyze(document(rows)).metrics]
    assert found == ["发展党员", "粮食产量"]
