"""Numbering, paragraphs and marks: faults planted in text that has none are found, and nothing else is."""

import re

import pytest

import zongjie
from tables import document
from zongjie.checks import check
from zongjie.report import Finding
from zongjie.settings import Settings

SETTINGS = Settings.model_validate({"rules": {"select": ["ZJ401", "ZJ402", "ZJ404", "ZJ405", "ZJ407"]}})
CLEAN = """某县农业农村局2025年工作总结
一、工作开展情况
（一）学习教育
1.开展“学思想、强党性”主题党日12次，学习《中华人民共和国安全生产法》（2021年修订）3次。
2.组织培训8期，培训干部320人次。
3.走访群众（含线上）300人次。
（二）组织建设
1.发展党员5名。
2.转正4名。
（三）作风建设
主要做了三件事：一是办结群众诉求56件。二是修订制度9项。三是压减会议12次。
二、存在问题
第一，学习方式还比较单一。第二，调查研究不够深入。第三，解决实际问题的办法不多。
三、下一步打算
①组织现场教学4次。②开展调研6次。③办好民生实事10件。
"""


def found(text: str) -> list[Finding]:
    return check(zongjie.analyze(text.encode()), SETTINGS)


def test_a_clean_text_has_no_fault() -> None:
    assert found(CLEAN) == []


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("三、下一步", "四、下一步", "“四、”前面缺少“三、”"),
        ("二、存在", "一、存在", "编号“一、”重复"),
        ("三、下一步", "二、下一步", "编号“二、”重复"),
        ("（三）作风", "（四）作风", "“（四）”前面缺少“（三）”"),
        ("（二）组织", "（一）组织", "编号“（一）”重复"),
        ("3.走访", "4.走访", "“4.”前面缺少“3.”"),
        ("3.走访", "2.走访", "编号“2.”重复"),
        ("三是压减", "四是压减", "“四是”前面缺少“三是”"),
        ("三是压减", "二是压减", "编号“二是”重复"),
        ("第二，调查", "第三，调查", "“第三，”前面缺少“第二，”"),
        ("②开展", "③开展", "“③”前面缺少“②”"),
        ("①组织", "②组织", None),  # what the list begins with need not be a number
        ("一、工作", "二、工作", "编号从“二、”开始，前面没有“一、”"),
        ("强党性”", "强党性", "“ 后面没有对应的 ”（“学思想、强党性主）"),
        ("“学思想、强党性”", "“学思想强党性“", "引号的方向不对（“学思想强党性“），应为“学思想强党性”"),
        ("“学思想、强党性”", "“学思想、强党性’", "“ 与 ’ 不是一对（“学思想、强党性’）"),
        ("安全生产法》", "安全生产法", "《 后面没有对应的 》（《中华人民共和国安）"),
        ("《中华", "中华", "》 前面没有对应的 《（共和国安全生产法》）"),
        ("（含线上）", "（含线上", "（ 后面没有对应的 ）（（含线上300人次）"),
        ("（含线上）", "（含线上)", None),
        ("320人次。", "320人次。。", "标点重复（。。）"),
        ("办法不多", "的的办法不多", "“的”重复"),
        ("办法不多", "目的的确不明", None),
    ],
)
def test_a_planted_fault_is_found_and_nothing_else(old: str, new: str, message: str | None) -> None:
    assert old in CLEAN
    messages = [one.message for one in found(CLEAN.replace(old, new, 1))]
    if message is None:
        assert not [one for one in messages if "①" not in one and "②" not in one]
    else:
        assert message in messages


def test_the_other_place_is_told() -> None:
    text = CLEAN.replace("三、下一步", "二、下一步")
    (one,) = found(text)
    (other,) = one.related
    assert (text[other.start : other.end], other.start) == ("二、", text.index("二、存在"))
    long = "全年组织集中学习24次，走访群众300人次，办结群众诉求56件，修订制度9项，压减会议12次。"
    text = f"一、工作\n1.{long}\n二、成效\n（2）{long}\n"
    (one,) = (one for one in found(text) if one.rule == "ZJ404")
    assert [text[one.start : one.end] for one in (one, *one.related)] == [f"（2）{long}", f"1.{long}"]


def test_numbers_and_paragraphs_in_tables_are_none() -> None:
    long = "认真学习贯彻上级会议精神，全面落实工作责任，按时完成各项任务，及时报送有关材料。"
    rows = [["1.", long], ["3.", long], ["一是" + long, "三是" + long]]
    assert check(zongjie.analyze(document(rows)), SETTINGS) == []


def test_each_kind_of_fault_is_told_once_a_paragraph() -> None:
    (one,) = found("一、工作\n" + "（甲，" * 5000)
    assert one.message.endswith("；这一段共 5000 处")


@pytest.mark.parametrize("text", ["。一是甲。三是乙" * 2000, "”“" * 8000, "《\n）" * 3000, "一、甲\n三、乙\n" * 800])
def test_texts_of_nothing_but_faults_are_read(text: str) -> None:
    assert all(text[one.start : one.end] == one.text for one in found(text))


def test_published_reports_have_few_faults_but_those_that_are_planted(shared) -> None:
    """In real reports one number, or one half of a pair, is taken away; each such fault is found."""
    tried = caught = 0
    for path in sorted((shared / "corpus" / "provinces").glob("*.txt"))[:8]:
        text = path.read_text("utf-8")
        before = {one.message for one in found(text)}
        headings = list(re.finditer(r"^[ 　]*三、(?=.{4,40}$)", text, re.M))[:1]
        titles = list(re.finditer(r"(?<=[\u4e00-\u9fff])》(?=[，。])", text))[:1]
        for match, new in [*((one, one[0].replace("三", "四")) for one in headings), *((one, "") for one in titles)]:
            tried += 1
            planted = found(text[: match.start()] + new + text[match.end() :])
            caught += bool({one.message for one in planted} - before)
    assert tried >= 8
    assert caught == tried
