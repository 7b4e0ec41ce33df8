"""Rules: each runs on the snippets of its page in ``rules/``, and findings pass the chain in the promised order."""

import json
import re
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import pytest

import zongjie
from tables import document
from zongjie.checks import RULES, check
from zongjie.checks.rule import Case, Hit, Rule, run
from zongjie.document import Block, Place, Source
from zongjie.reading import markdown
from zongjie.report import Finding, Metric, Placeholder, Report, Section
from zongjie.season import Around, Copy
from zongjie.settings import Settings

PAGES = Path(__file__).parent / "rules"
FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.S | re.M)


class Snippet(NamedTuple):
    """A text, the profile and the surroundings that hold for it, and the findings that are expected."""

    text: str
    profile: str
    around: str
    expected: list[str]
    is_markdown: bool = False


def snippets(page: str) -> list[Snippet]:
    """The texts of a page; a ``toml`` fence holds the profile, a ``json`` fence the ``Around``, of the next text.

    A ``markdown`` fence is a text that is read as a Markdown file, with its tables.
    """
    found: list[Snippet] = []
    before = {"toml": "", "json": ""}
    for kind, body in FENCE.findall(page):
        if kind in before:
            before[kind] = body
        elif kind in ("text", "markdown"):
            found.append(Snippet(body.rstrip("\n"), before["toml"], before["json"], [], kind == "markdown"))
            before = {"toml": "", "json": ""}
        else:
            assert kind == "findings", kind
            found[-1].expected.extend(body.splitlines())
    return found


def shown(text: str, finding: Finding) -> str:
    """A finding as pages have it: line and column from 1, what is quoted, the message."""
    if finding.start == finding.end:
        where = "whole"
    else:
        where = f"{text.count(chr(10), 0, finding.start) + 1}:{finding.start - text.rfind(chr(10), 0, finding.start)}"
    return f"{where} {json.dumps(finding.text, ensure_ascii=False)} {finding.message}"


def around_of(written: str) -> Around:
    values = json.loads(written) if written else {}
    values["copies"] = tuple(Copy(**one) for one in values.get("copies", ()))
    return Around(**{**values, "others": tuple(values.get("others", ()))})


def found_in(snippet: Snippet, rule: str) -> list[Finding]:
    profile = tomllib.loads(snippet.profile)
    profile["rules"] = {"select": [rule], **profile.get("rules", {})}
    settings = Settings.model_validate(profile)
    data = snippet.text.encode()
    source = markdown.read(data, Source("-")) if snippet.is_markdown else data
    found = check(zongjie.analyze(source, settings), settings, around_of(snippet.around))
    return [one for one in found if one.rule == rule]


CASES = [
    pytest.param(page.stem, snippet, id=f"{page.stem}-{number}")
    for page in sorted(PAGES.glob("*.md"))
    for number, snippet in enumerate(snippets(page.read_text(encoding="utf-8")))
]


@pytest.mark.parametrize(("rule", "snippet"), CASES)
def test_pages(rule: str, snippet: Snippet) -> None:
    assert [shown(snippet.text, finding) for finding in found_in(snippet, rule)] == snippet.expected


def test_findings_in_tables_name_what_row_and_column_name() -> None:
    table = [
        ["车间", "发展党员（名）", "党员数", "负责人"],
        ["第一车间", "**", "23", "XX"],
        ["第二车间", "3", "31", "张明"],
    ]
    settings = Settings.model_validate({"rules": {"select": ["ZJ1", "ZJ203"]}})
    findings = check(zongjie.analyze(document(table), settings), settings)
    assert [(one.rule, one.text, one.message) for one in findings] == [
        ("ZJ101", "**", "“第一车间发展党员”的数量没有填写（**）"), ("ZJ102", "XX", "名称没有写出（XX）"),
    ]  # fmt: skip
    said = document([["事项", "进展"], ["惠民", "受益群众达到5.2万。"]])
    assert [one.text for one in check(zongjie.analyze(said), settings)] == ["5.2万"]


def test_each_rule_has_a_page_with_its_examples() -> None:
    assert {page.stem for page in PAGES.glob("*.md")} == set(RULES)
    for rule in RULES.values():
        page = (PAGES / f"{rule.id}.md").read_text(encoding="utf-8")
        assert page.startswith(f"# {rule.id} {rule.name}\n")
        bad, good = (snippets(part) for part in page.split("## Good"))
        assert all(one.expected for one in bad)
        assert not any(one.expected for one in good)
        assert rule.bad in [one.text for one in bad]
        assert rule.good in [one.text for one in good]


def test_ids_and_texts_are_well_formed() -> None:
    assert list(RULES) == sorted(RULES)
    assert len({rule.name for rule in RULES.values()}) == len(RULES)
    for key, rule in RULES.items():
        assert key == rule.id
        assert re.fullmatch(r"ZJ\d{3}", rule.id)
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", rule.name)
        assert rule.severity in ("error", "warning", "info")
        for text in (rule.summary, rule.why, rule.remedy):
            assert re.search("[\u4e00-\u9fff]", text)
            assert text.endswith("。")


# The chain, over reports made by hand.

TEXT = "标题\n第一行\n续行完\n尾"


def report(**fields: Any) -> Report:
    """A report on ``TEXT``, whose second and third lines are one paragraph of a Word file."""
    places = [Place("word/document.xml", paragraph, run, 0) for paragraph, run in ((0, 0), (2, 3), (2, 4), (3, 5))]
    starts = [0, *(at + 1 for at, mark in enumerate(TEXT) if mark == "\n")]
    lengths = [len(line) for line in TEXT.split("\n")]
    blocks = tuple(
        Block(start, start + length, place=place) for start, length, place in zip(starts, lengths, places, strict=True)
    )
    empty = dict.fromkeys(("outline", "sections", "items", "placeholders", "metrics", "initiatives"), ())
    values = {"source": Source("甲.docx"), "title": None, "organization": None, "year": None, "text": TEXT}
    return Report(**{**values, "blocks": blocks, **empty, **fields})


def rule(key: str, *hits: Hit, severity: str = "warning") -> Rule:
    return Rule(key, key.lower(), severity, "", "", "", "", "", lambda case: hits)


def chain(*rules: Rule, **settings: Any) -> list[Finding]:
    return run({one.id: one for one in rules}, Case(report(), Settings.model_validate({"rules": settings})))


def test_findings_come_in_the_order_of_the_text_each_once() -> None:
    one = rule("ZJ901", Hit(3, 6, "乙"), Hit(0, 2, "甲"), Hit(3, 6, "乙"))
    two = rule("ZJ902", Hit(3, 5, "丙"), Hit(0, 2, "丁"))
    found = [(one.start, one.end, one.rule) for one in chain(two, one)]
    assert found == [(0, 2, "ZJ901"), (0, 2, "ZJ902"), (3, 5, "ZJ902"), (3, 6, "ZJ901")]


def test_settings_select_ignore_and_grade() -> None:
    rules = [rule(key, Hit(0, 2, "甲")) for key in ("ZJ101", "ZJ102", "ZJ201")]

    def ids(**settings: Any) -> list[str]:
        return [one.rule for one in chain(*rules, **settings)]

    assert ids() == ["ZJ101", "ZJ102", "ZJ201"]
    assert ids(select=["ZJ1"]) == ["ZJ101", "ZJ102"]
    assert ids(select=["ZJ1", "ZJ201"], ignore=["ZJ102"]) == ["ZJ101", "ZJ201"]
    assert ids(ignore=["ZJ", "ZJ9"]) == []
    graded = chain(*rules, severity={"ZJ1": "error", "ZJ102": "info"})
    assert [one.severity for one in graded] == ["error", "info", "warning"]
    with pytest.raises(ValueError, match="没有规则 ZJ7；可用的编号：ZJ101、ZJ102、ZJ201"):
        ids(select=["ZJ7"])


def test_a_place_is_that_of_the_first_character() -> None:
    hits = [Hit(0, 2, ""), Hit(4, 5, ""), Hit(8, 9, ""), Hit(0, 0, "")]
    places = [one.place for one in chain(rule("ZJ901", *hits))]
    part = "word/document.xml"
    assert places == [Place(), Place(part, 0, 0, 0), Place(part, 2, 3, 1), Place(part, 2, 4, 1)]


def test_a_finding_knows_its_section_and_source() -> None:
    sections = (Section(0, 6, "overview", "", 1.0, ""), Section(7, 12, "plans", "", 1.0, ""))
    hits = [Hit(3, 4, "甲", "线索"), Hit(7, 8, "乙"), Hit(6, 7, "丙"), Hit(0, 0, "丁")]
    found = run({"ZJ901": rule("ZJ901", *hits)}, Case(report(sections=sections), Settings()))
    assert [(one.message, one.section) for one in found] == [("丁", None), ("甲", 0), ("丙", None), ("乙", 1)]
    assert {one.source for one in found} == {"甲.docx"}
    assert found[1].cue == "线索"


def test_what_several_rules_look_at_is_made_once_for_each_report() -> None:
    made: list[str] = []

    def words(one: Report) -> list[str]:
        made.append(one.text)
        return one.text.split()

    def looks(case: Case) -> list[Hit]:
        return [Hit(0, 1, word) for word in case.once(words)]

    rules = [rule(key)._replace(check=looks) for key in ("ZJ901", "ZJ902")]
    assert [one.message for one in chain(*rules)] == report().text.split() * 2
    assert made == [report().text]
    case = Case(report(), Settings())
    other = replace(case, report=report(text="另一份"))
    assert (case.once(words), other.once(words)) == (report().text.split(), ["另一份"])


def test_every_quote_is_the_text_at_its_offsets() -> None:
    text = "\n".join(rule.bad for rule in RULES.values())
    findings = check(zongjie.analyze(text.encode()))
    assert {one.rule for one in findings} >= {"ZJ101", "ZJ102", "ZJ103", "ZJ104", "ZJ203"}
    assert all(text[one.start : one.end] == one.text for one in findings)


def test_the_required_sections_are_those_of_the_settings() -> None:
    settings = Settings.model_validate({"sections": {"required": ["suggestions", "closing"]}})
    found = check(report(), settings)
    assert [one.message for one in found] == ["缺少“意见建议”部分", "缺少“结尾”部分"]
    assert [one.cue for one in found] == ["suggestions", "closing"]


def metric(start: int, end: int, unit: str, indicator: str | None) -> Metric:
    text = "荣获全县第X名。收缴*元"[start:end]
    about = None if indicator is None else 0
    return Metric(
        start, end, text, None, None, 1, unit, unit, "exact", "missing", "actual",
        indicator, about, about, None, None, None, None, "",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("metrics", "message"),
    [
        ((), "数字没有填写（收缴*元）"),
        ((metric(10, 12, "元", None),), "金额没有填写（*元）"),
        ((metric(10, 12, "元", "收缴"),), "“收缴”的金额没有填写（*元）"),
        ((metric(10, 12, "个百分点", "收缴"),), "“收缴”的数值没有填写（*元）"),
        ((metric(10, 12, "人", "收缴")._replace(status="reported"),), "数字没有填写（收缴*元）"),
    ],
)
def test_a_missing_figure_is_named_by_its_metric_or_its_surroundings(metrics: tuple[Metric, ...], message: str) -> None:
    blanks = Placeholder(5, 6, "X", "figure", None, ""), Placeholder(10, 11, "*", "figure", None, "")
    made = report(text="荣获全县第X名。收缴*元", placeholders=blanks, metrics=metrics)
    assert [one.message for one in check(made) if one.rule == "ZJ101"] == ["数字没有填写（县第X名）", message]
