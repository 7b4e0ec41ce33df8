"""Consistency: rules about sums, tables and words of a profile, beyond what their pages show."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

import zongjie
from tables import document
from zongjie.checks import check
from zongjie.checks.consistency.figures import bounds, plain, shown
from zongjie.report import Finding, Metric
from zongjie.settings import Settings

HEAD = "一、工作开展情况\n"


def found(source: object, rule: str, **profile: object) -> list[Finding]:
    settings = Settings.model_validate({**profile, "rules": {"select": [rule]}})
    text = source.encode() if isinstance(source, str) else source
    return check(zongjie.analyze(text, settings), settings)  # type: ignore[arg-type]


def metric(text: str) -> Metric:
    return zongjie.analyze((HEAD + f"全年实现产值{text}。").encode()).metrics[0]


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("120元", "120", "120"),
        ("1.2亿元", "115000000", "125000000"),
        ("3200万元", "31995000", "32005000"),
        ("120余元", "120", "Infinity"),
        ("约100元", "90", "110"),
        ("不超过50元", "0", "50"),
        ("三万元", "25000", "35000"),
        ("一百二十元", "120", "120"),
    ],
)
def test_a_figure_stands_for_what_it_may_have_been_rounded_from(text: str, low: str, high: str) -> None:
    assert bounds(metric(text)) == (Decimal(low), Decimal(high))


def test_sums_are_shown_in_the_unit_of_their_total() -> None:
    assert shown(Decimal(128000000), metric("1.2亿元")) == "1.28亿元"
    assert plain(Decimal("1E+3")) == "1000"
    assert plain(Decimal("12.50")) == "12.5"


PARTS = st.lists(st.integers(1, 999), min_size=4, max_size=4)


@given(PARTS, st.integers(-50, 50))
def test_quarters_make_up_their_year(parts: list[int], wrong: int) -> None:
    names = ("一季度", "二季度", "三季度", "四季度")
    listed = "、".join(f"{name}{value}件" for name, value in zip(names, parts, strict=True))
    total = max(sum(parts) + wrong, 1)
    findings = found(f"{HEAD}全年共受理来信{total}件，其中{listed}。", "ZJ301")
    assert bool(findings) == (total != sum(parts))


@given(st.integers(1, 500), st.integers(1, 500), st.integers(-99, 99))
def test_differences_fit_their_ends(first: int, last: int, wrong: int) -> None:
    if first == last or abs(last - first) + wrong <= 0:
        return
    verb = "增加" if last > first else "减少"
    text = f"{HEAD}阅览室藏书由{first}册{verb}到{last}册，{verb}{abs(last - first) + wrong}册。"
    assert bool(found(text, "ZJ303")) == (wrong != 0)


def test_totals_of_tables_from_word_files() -> None:
    rows = [["支部", "党员", "预备党员"], ["第一支部", "23", "3"], ["第二支部", "31", "2"], ["合计", "55", "5"]]
    (one,) = found(document(rows), "ZJ311")
    assert (one.text, one.message) == ("55", "各项之和为54，与合计55不符（少1）")
    assert [place.text for place in one.related] == ["23", "31"]
    rows[-1][1] = "54"
    assert not found(document(rows), "ZJ311")


def test_totals_under_merged_headers() -> None:
    rows = [
        [("支部", 2, 1), ("人数", 1, 3)],
        ["男", "女", "合计"],
        ["第一支部", "13", "5", "18"],
        ["第二支部", "14", "6", "20"],
        ["第三支部", "10", "9", "29"],
        ["总计", "37", "21", "67"],
    ]
    assert [(one.text, one.message[one.message.index("（") :]) for one in found(document(rows), "ZJ311")] == [
        ("29", "（少10）"), ("21", "（少1）"), ("67", "（少9）"),
    ]  # fmt: skip


def test_a_profile_adds_words() -> None:
    text = f"{HEAD}共有网点20个，其中直营网点12个、加盟网点9个；网格覆盖度达到120%。"
    assert not found(text, "ZJ301")
    own = {"consistency": {"parts": {"complements": [["直营", "加盟"]]}, "shares": {"bounded": ["覆盖度"]}}}
    assert [one.text for one in found(text, "ZJ301", lexicon=own)] == ["20个，其中直营网点12个、加盟网点9个"]
    assert [one.text for one in found(text, "ZJ306", lexicon=own)] == ["120%"]


def test_other_values_are_quoted_where_they_stand() -> None:
    text = f"{HEAD}全年共发展预备党员5名。\n二、经验体会\n今年共发展预备党员6名。"
    (one,) = found(text, "ZJ304")
    assert [(place.text, text[place.start : place.end]) for place in one.related] == [("5名", "5名")]


@pytest.mark.parametrize(
    "unit",
    [
        "（1个",
        "共计1个：",
        "其中男1名、",
        "由1%提高到2%，",
        "一是抓，二是抓，",
        "东村、",
        "1至",
        "占",
        "其中甲1件，占2%，",
        "5件，比上年增加1件，增长25%，",
        "1件，占全县2件的50%，",
        "、改革开放",
        "2020年为5件，2025年增加到9件，",
    ],
)
def test_long_lines_are_read_to_their_end(unit: str) -> None:
    text = HEAD + unit * (20_000 // len(unit)) + "。2025年6月31日，共有党员126名，其中男80名、女45名。"
    assert {"ZJ301", "ZJ308"} <= {one.rule for one in found(text, "ZJ3")}
