"""Faults planted in published reports: each rule of severity error finds them, and none in the reports as they are."""

import random
import re
from collections.abc import Callable
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import pytest

import zongjie
from zongjie.checks import RULES, check
from zongjie.document import Source
from zongjie.reading import markdown
from zongjie.report import Metric, Report

REPORTS, EACH, LEAST = 20, 3, 0.95
FAR = 300  # characters between two faults of one copy
COUNTED = ("个", "家", "人", "件", "项", "亿元", "万元", "万人", "公里", "户")


class Fault(NamedTuple):
    """What is written at the end of a paragraph: ``text``, of which ``wrong`` is the fault (all of it where empty)."""

    text: str
    wrong: str = ""


Planter = Callable[[random.Random, Metric], Fault]


def masked_figure(rng: random.Random, metric: Metric) -> Fault:
    mask = rng.choice(("*", "**", "XX", "××", "____", "（  ）", "○○", "【】"))
    return Fault(f"全年完成{metric.indicator}{mask}{metric.unit_text}。", mask)


def masked_name(rng: random.Random, metric: Metric) -> Fault:
    mask = rng.choice(("XX", "××", "某某", "○○", "____"))
    told = rng.choice(("会议由{}局牵头组织。", "联合{}公司开展检查。", "推广了{}县的做法。", "在{}镇召开现场会。"))
    return Fault(told.format(mask), mask)


def unfilled(rng: random.Random, metric: Metric) -> Fault:
    filler = rng.choice(
        ("（待补充）", "[请填写]", "（此处补充典型案例）", "（数据待核）", "{{主要做法}}", "【待完善】")
    )
    return Fault(f"{metric.indicator}的主要做法：{filler}。", filler)


def open_date(rng: random.Random, metric: Metric) -> Fault:
    date = rng.choice(("2025年X月X日", "20**年", "××月××日", "2025年*月", "202×年", "2025年__月"))
    mark = re.search(r"[X*×_]", date)
    assert mark
    return Fault(f"{metric.indicator}工作从{date}开始。", mark[0])


def wrong_sum(rng: random.Random, metric: Metric) -> Fault:
    unit, whole = metric.unit_text, int((metric.value or 0) / metric.scale)
    first = rng.randrange(1, whole - 1)
    wrong = whole - first + rng.choice((2, 3, max(4, whole // 5)))
    told = rng.choice(
        (
            "{i}{w}{u}，其中城镇{a}{u}，农村{b}{u}。",
            "{i}共{w}{u}：东部{a}{u}、西部{b}{u}。",
            "{i}{w}{u}（东部{a}{u}，西部{b}{u}）。",
            "东部{i}{a}{u}、西部{b}{u}，共计{w}{u}。",
            "{i}共计{w}{u}，分别为东部{a}{u}、西部{b}{u}。",
            "{i}{w}{u}，已完成{a}{u}，未完成{b}{u}。",
            "{i}{w}{u}，其中东部{more}{u}。",
        )
    )
    return Fault(told.format(i=metric.indicator, u=unit, w=whole, a=first, b=wrong, more=whole + whole // 4 + 1))


def wrong_change(rng: random.Random, metric: Metric) -> Fault:
    high = int((metric.value or 0) / metric.scale)
    low = max(1, high * 2 // 3)
    by = high - low + max(4, high // rng.choice((3, 4, 5)))
    told = rng.choice(
        (
            "{i}由{a}{u}增加到{b}{u}，增加{c}{u}。",
            "{i}由{b}{u}减少到{a}{u}，减少{c}{u}。",
            "{i}由{b}{u}提高到{a}{u}。",
            "{i}达到{b}{u}，比上年的{a}{u}增加{c}{u}。",
            "{i}覆盖率由{p}%提高到{q}%，提高{r}个百分点。",
        )
    )
    p = Decimal(rng.randrange(400, 700)) / 10
    q = p + Decimal(rng.randrange(50, 200)) / 10
    return Fault(told.format(i=metric.indicator, u=metric.unit_text, a=low, b=high, c=by, p=p, q=q, r=q - p + 2))


def over_the_whole(rng: random.Random, metric: Metric) -> Fault:
    share = rng.choice(("覆盖率达到", "验收合格率为", "群众满意率", "普及率提高到", "按时办结率达", "占比"))
    wrong = rng.choice(("102%", "108.5%", "120%", "198%"))
    return Fault(f"{metric.indicator}{share}{wrong}。", wrong)


def no_such_day(rng: random.Random, metric: Metric) -> Fault:
    day = rng.choice(("2月30日", "6月31日", "2025年2月29日", "9月31日", "13月5日", "二月三十日", "2025-11-31"))
    return Fault(f"截至{day}，{metric.indicator}全部完成。", day)


PLANTERS: dict[str, Planter] = {
    "ZJ101": masked_figure,
    "ZJ102": masked_name,
    "ZJ103": unfilled,
    "ZJ104": open_date,
    "ZJ301": wrong_sum,
    "ZJ303": wrong_change,
    "ZJ306": over_the_whole,
    "ZJ308": no_such_day,
}


def wrong_total(rng: random.Random, metric: Metric) -> Fault:
    """A table, as Markdown, whose total is wrong."""
    parts = [rng.randrange(3, 900) for _ in range(rng.randrange(3, 6))]
    total = str(sum(parts) + rng.choice((-2, 1, 10, 100)))
    rows = [f"| {name}县 | {part} |" for name, part in zip("甲乙丙丁戊", parts, strict=False)]
    head = f"| 地区 | {metric.indicator}（{metric.unit_text}） |\n| --- | --- |\n"
    lines = "\n".join([*rows, f"| {rng.choice(('合计', '总计', '全省合计'))} | {total} |"])
    return Fault(f"\n\n{head}{lines}\n\n", total)


@pytest.fixture(scope="module")
def published(shared: Path) -> list[Report]:
    """A sample of the reports in which faults can be planted."""
    files = sorted((shared / "corpus").glob("*/*.txt"))
    random.Random(20).shuffle(files)
    reports = (zongjie.analyze(path.read_bytes()) for path in files)
    return list(islice((one for one in reports if len(places(one)) >= EACH and len(named(one)) >= EACH), REPORTS))


def named(report: Report) -> list[Metric]:
    """Figures of a report that a sentence can be made of."""
    return [
        one
        for one in report.metrics
        if one.value
        and one.unit_text in COUNTED
        and one.bound == "exact"
        and one.high is None
        and one.value / one.scale >= 12
        and re.fullmatch(r"[\u4e00-\u9fff]{3,12}", one.indicator or "")
        and not re.search("其中|分别|[比均率增减超共占计值]", one.indicator or "")
    ]


def places(report: Report) -> list[int]:
    """Ends of paragraphs of the summary proper that end with a sentence and stand far apart."""
    found: list[int] = []
    for match in re.finditer(r"(?m)[^\n]{60,}。$", report.text):
        inside = any(one.role and one.start <= match.start() < one.end for one in report.sections)
        if inside and match.end() - (found[-1] if found else 0) > FAR:
            found.append(match.end())
    return found[1:-1]


def planted(report: Report, faults: list[Fault], rng: random.Random) -> tuple[str, list[tuple[int, int]]]:
    """A copy of the text of ``report`` with ``faults`` in it, and where they stand there."""
    text, result, at = report.text, "", 0
    spans: list[tuple[int, int]] = []
    ends = sorted(rng.sample(places(report), len(faults)))
    for end, fault in zip(ends, faults, strict=True):
        result += text[at:end]
        start = len(result) + (fault.text.index(fault.wrong) if fault.wrong else 0)
        spans.append((start, start + len(fault.wrong or fault.text)))
        result += fault.text
        at = end
    return result + text[at:], spans


def test_each_rule_of_severity_error_has_a_planter() -> None:
    assert {rule.id for rule in RULES.values() if rule.severity == "error"} == {*PLANTERS, "ZJ311"}


@pytest.mark.parametrize("rule", PLANTERS)
def test_planted_faults_are_found(rule: str, published: list[Report]) -> None:
    assert len(published) == REPORTS
    rng, missed = random.Random(rule), []
    for report in published:
        faults = [PLANTERS[rule](rng, rng.choice(named(report))) for _ in range(EACH)]
        copy, spans = planted(report, faults, rng)
        found = [one for one in check(zongjie.analyze(copy.encode())) if one.rule == rule]
        missed += [
            copy[start:end] for start, end in spans if not any(one.start < end and one.end > start for one in found)
        ]
    assert len(missed) <= REPORTS * EACH * (1 - LEAST), missed


def test_wrong_totals_of_tables_are_found(published: list[Report]) -> None:
    rng, missed = random.Random("ZJ311"), []
    for report in published:
        faults = [wrong_total(rng, rng.choice(named(report))) for _ in range(EACH)]
        read = zongjie.analyze(markdown.read(planted(report, faults, rng)[0].encode(), Source("-")))
        found = [one.text for one in check(read) if one.rule == "ZJ311"]
        missed += [fault.wrong for fault in faults if fault.wrong not in found]
    assert len(missed) <= REPORTS * EACH * (1 - LEAST), missed


def test_published_reports_have_no_errors(shared: Path) -> None:
    for path in sorted((shared / "corpus" / "provinces").glob("*.txt")):
        errors = [one for one in check(zongjie.analyze(path.read_bytes())) if one.severity == "error"]
        assert not errors, (path.name, errors)
