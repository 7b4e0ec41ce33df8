"""A report and its findings → what the page shows of one document."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from pathlib import PurePath
from typing import NamedTuple, Protocol

from ...document import Places, Source
from ...report import Finding, Metric, Report
from ..console import KINDS, SEVERITIES, amount
from .body import Node, body
from .marks import Note, Span

_GRADES = list(SEVERITIES)


class Rule(Protocol):
    """What the page tells of a rule, in Chinese."""

    @property
    def summary(self) -> str:
        """What it looks for."""

    @property
    def remedy(self) -> str:
        """What to do about what it finds."""


class Kind(NamedTuple):
    """The findings of one rule in the order of the text: their remedy need be read but once."""

    rule: str
    severity: str
    remedy: str
    notes: list[Note]


class Sheet(NamedTuple):
    """One document on the page; ``counts`` is the number of findings by severity.

    ``ids`` are the anchors in ``nodes``, each of which begins with ``prefix``.
    """

    report: Report
    prefix: str
    name: str
    title: str
    warnings: list[str]
    counts: dict[str, int]
    kinds: list[Kind]
    nodes: list[Node]
    ids: set[str]
    places: Places


def sheet(report: Report, findings: Sequence[Finding], rules: Mapping[str, Rule], prefix: str) -> Sheet:
    """What the page shows of ``report``; every id in it begins with ``prefix``."""
    places = Places(report.blocks)
    notes = [
        Note(
            number,
            f"{prefix}n-{number}",
            f"{prefix}f-{one.start}-{one.end}",
            one,
            _remedy(one, rules),
            places.words(one.start) if one.end > one.start else "全文",
        )
        for number, one in enumerate(findings, 1)
    ]
    nodes, ids = body(report, [*_known(report, prefix), *_found(notes)], prefix)
    counts = Counter(one.severity for one in findings)
    name = "标准输入" if report.source.name == "-" else report.source.name
    return Sheet(
        report=report,
        prefix=prefix,
        name=name,
        title=report.title or PurePath(name).stem,
        warnings=_warnings(report.source),
        counts={severity: counts[severity] for severity in _GRADES},
        kinds=_kinds(notes),
        nodes=nodes,
        ids=ids,
        places=places,
    )


def _remedy(finding: Finding, rules: Mapping[str, Rule]) -> str:
    return rules[finding.rule].remedy if finding.rule in rules else ""


def _known(report: Report, prefix: str) -> list[Span]:
    metrics = [Span(one.start, one.end, "metric", f"{prefix}m-{one.start}", _about(one)) for one in report.metrics]
    blanks = [
        Span(one.start, one.end, "blank", f"{prefix}b-{one.start}", f"空缺：{KINDS[one.kind]}")
        for one in report.placeholders
    ]
    return [*metrics, *blanks]


def _about(metric: Metric) -> str:
    lines = [
        ("指标", metric.indicator),
        ("数值", amount(metric)),
        ("单位", metric.unit),
        ("性质", KINDS[metric.kind]),
        ("时段", f"{metric.period.start} 至 {metric.period.end}" if metric.period else ""),
    ]
    return "\n".join(f"{name}：{text}" for name, text in lines if text)


def _found(notes: Sequence[Note]) -> list[Span]:
    """One span for all findings of one range; those on the whole document have none."""
    places: dict[str, list[Note]] = defaultdict(list)
    for note in notes:
        places[note.target].append(note)
    return [
        Span(
            them[0].finding.start,
            them[0].finding.end,
            "finding",
            target,
            notes=tuple(sorted(them, key=lambda note: _GRADES.index(note.finding.severity))),
        )
        for target, them in places.items()
    ]


def _kinds(notes: Sequence[Note]) -> list[Kind]:
    """``notes`` by rule, those of the gravest first."""
    held: dict[tuple[int, str], list[Note]] = defaultdict(list)
    for note in notes:
        held[_GRADES.index(note.finding.severity), note.finding.rule].append(note)
    return [Kind(rule, _GRADES[grade], them[0].remedy, them) for (grade, rule), them in sorted(held.items())]


def _warnings(source: Source) -> list[str]:
    """What a reader should know of how the text came to be."""
    warnings = [f"由 {source.converter} 转换，版面可能与原件不同"] if source.converter else []
    if source.review:
        warnings.append("部分文字由图片识别得来，或原文件有损坏，可能不准，请对照原件")
    return warnings
