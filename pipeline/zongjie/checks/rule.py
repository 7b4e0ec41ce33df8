"""What a rule is, and the one chain that findings pass: choose rules, run, drop duplicates, grade, order."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from ..document import Place, place_at
from ..report import Finding, Related, Report
from ..season import Around
from ..settings import Settings

PUNCTUATION = '。，、；：！？,;:!? \t\n　（）()“”"《》【】'


class Hit(NamedTuple):
    """What a check function found: a range of the text (empty: the whole document), why, and what gave it away.

    ``related`` are the other places that it is about (the other value, the original of a copy).
    """

    start: int
    end: int
    message: str
    cue: str = ""
    related: tuple[Related, ...] = ()


_ALONE = Around()


@dataclass(frozen=True)
class Case:
    """What rules look at: one report, what its collection demands, and what the documents around it tell."""

    report: Report
    settings: Settings
    around: Around = _ALONE


class Rule(NamedTuple):
    """One rule: ``id`` and ``name`` are its stable names, the texts (Chinese) explain it, ``check`` finds the faults.

    ``severity`` is error, warning or info; ``bad`` and ``good`` are examples that the tests run. A rule that is
    ``optional`` runs only where it is selected by its whole id. One that looks ``across`` documents needs what
    ``Case.around`` tells, and finds nothing in a report alone.
    """

    id: str
    name: str
    severity: str
    summary: str
    why: str
    bad: str
    good: str
    remedy: str
    check: Callable[[Case], Iterable[Hit]]
    optional: bool = False
    across: bool = False


def run(rules: Mapping[str, Rule], case: Case) -> list[Finding]:
    """The findings of ``rules`` in the report of ``case``, each once, in the order of (start, end, rule)."""
    report, settings = case.report, case.settings
    sections = [section.start for section in report.sections]
    findings: dict[tuple[int, int, str, str], Finding] = {}
    for rule in _chosen(rules, settings):
        severity = _severity(rule, settings)
        for hit in rule.check(case):
            findings.setdefault(
                (hit.start, hit.end, rule.id, hit.message),
                Finding(
                    rule=rule.id,
                    name=rule.name,
                    severity=severity,
                    message=hit.message,
                    start=hit.start,
                    end=hit.end,
                    text=report.text[hit.start : hit.end],
                    section=_section(report, sections, hit),
                    place=place_at(report.blocks, hit.start) if hit.end > hit.start else Place(),
                    source=report.source.name,
                    cue=hit.cue,
                    related=hit.related,
                ),
            )
    return sorted(findings.values(), key=lambda one: (one.start, one.end, one.rule))


def _chosen(rules: Mapping[str, Rule], settings: Settings) -> Iterator[Rule]:
    select, ignore = settings.rules.select, settings.rules.ignore
    unknown = [name for name in select if not any(key.startswith(name) for key in rules)]
    if unknown:
        raise ValueError(f"没有规则 {'、'.join(unknown)}；可用的编号：{'、'.join(rules)}")
    for key, rule in rules.items():
        chosen = key in select if rule.optional else not select or key.startswith(select)
        if chosen and not (ignore and key.startswith(ignore)):
            yield rule


def _severity(rule: Rule, settings: Settings) -> str:
    """The severity that the settings give the rule; of several ids that fit (ZJ1, ZJ101) the longest counts."""
    fitting = [name for name in settings.rules.severity if rule.id.startswith(name)]
    return settings.rules.severity[max(fitting, key=len)] if fitting else rule.severity


def _section(report: Report, starts: list[int], hit: Hit) -> int | None:
    index = bisect_right(starts, hit.start) - 1
    return index if hit.end > hit.start and index >= 0 and hit.start < report.sections[index].end else None
