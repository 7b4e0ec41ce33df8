"""What a rule is, and the one chain that findings pass: choose rules, run, suppressed, duplicates, severity, sort.

Findings that a collection has accepted before are held back after that (see ``baseline``).
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple, TypeVar

from ..document import Place, place_at
from ..language.cutting import Cut
from ..report import Finding, Related, Report
from ..season import Around
from ..settings import Settings
from .silences import Silences

T = TypeVar("T")

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


class Ran(NamedTuple):
    """What the other rules have left for those that run ``last``: what was silenced, by which rules of all there are.

    ``ids`` are those that ran and could have found something.
    """

    silences: Silences
    ids: frozenset[str]
    rules: Mapping[str, "Rule"]


@dataclass(frozen=True)
class Case:
    """What rules look at: one report, what its collection demands, and what the documents around it tell.

    The text of the report is without marks that tell rules to be silent; ``ran`` is for rules that run last.
    """

    report: Report
    settings: Settings
    around: Around = _ALONE
    ran: Ran | None = None
    _made: dict[Callable[[Report], Any], Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    def once(self, make: Callable[[Report], T]) -> T:
        """What ``make``, a function of the report alone, gives: made once for all rules that ask for it."""
        if make not in self._made:
            self._made[make] = make(self.report)
        made: T = self._made[make]
        return made


class Rule(NamedTuple):
    """One rule: ``id`` and ``name`` are its stable names, the texts (Chinese) explain it, ``check`` finds the faults.

    ``severity`` is error, warning or info; ``bad`` and ``good`` are examples that the tests run. A rule that is
    ``optional`` runs only where it is selected by its whole id. One that looks ``across`` documents needs what
    ``Case.around`` tells, and finds nothing in a report alone. One that runs ``last`` looks at what the others did,
    in the text as it is.
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
    last: bool = False


def run(rules: Mapping[str, Rule], case: Case) -> list[Finding]:
    """The findings of ``rules`` in the report of ``case``, each once, in the order of (start, end, rule)."""
    chosen = list(_chosen(rules, case.settings))
    silences = Silences(case.report)
    seen = _without_marks(case, silences.cut)
    found = [
        _finding(rule, _moved(hit, case.report, silences.cut), case)
        for rule in chosen
        if not rule.last
        for hit in rule.check(seen)
    ]
    found = [one for one in found if not silences.silence(one)]
    alone = case.around == _ALONE
    ids = frozenset(rule.id for rule in chosen if not (rule.across and alone))
    after = replace(case, ran=Ran(silences, ids, rules))
    last = [_finding(rule, hit, case) for rule in chosen if rule.last for hit in rule.check(after)]
    found += [one for one in last if not silences.silence(one)]
    once: dict[tuple[int, int, str, str], Finding] = {}
    for one in found:
        once.setdefault((one.start, one.end, one.rule, one.message), one)
    graded = [one._replace(severity=_severity(rules[one.rule], case.settings)) for one in once.values()]
    return sorted(graded, key=lambda one: (one.start, one.end, one.rule))


def _without_marks(case: Case, cut: Cut | None) -> Case:
    if cut is None:
        return case
    around = case.around._replace(copies=cut.entered(case.around.copies))
    return replace(case, report=cut.report(case.report), around=around)


def _moved(hit: Hit, report: Report, cut: Cut | None) -> Hit:
    """``hit``, found in the text without marks, in the offsets of the report."""
    if cut is None:
        return hit
    start, end = cut.out(hit.start, hit.end)
    related = []
    for one in hit.related:
        if one.source == report.source.name:
            first, last = cut.out(one.start, one.end)
            one = Related(one.source, first, last, report.text[first:last])
        related.append(one)
    return hit._replace(start=start, end=end, related=tuple(related))


def _finding(rule: Rule, hit: Hit, case: Case) -> Finding:
    report = case.report
    return Finding(
        rule=rule.id,
        name=rule.name,
        severity=rule.severity,
        message=hit.message,
        start=hit.start,
        end=hit.end,
        text=report.text[hit.start : hit.end],
        section=_section(report, hit),
        place=place_at(report.blocks, hit.start) if hit.end > hit.start else Place(),
        source=report.source.name,
        cue=hit.cue,
        related=hit.related,
    )


def ids_of(names: Iterable[str], rules: Mapping[str, Rule]) -> tuple[str, ...]:
    """The ids, or beginnings of ids, that are meant: a rule's name stands for its id, and letters may be small."""
    called = {rule.name: rule.id for rule in rules.values()}
    return tuple(called.get(name.lower(), name.upper()) for name in names)


def _chosen(rules: Mapping[str, Rule], settings: Settings) -> Iterator[Rule]:
    select, ignore = ids_of(settings.rules.select, rules), ids_of(settings.rules.ignore, rules)
    unknown = [name for name in select if not any(key.startswith(name) for key in rules)]
    if unknown:
        raise ValueError(f"没有规则 {'、'.join(unknown)}；可用的编号：{'、'.join(rules)}")
    for key, rule in rules.items():
        chosen = key in select if rule.optional else not select or key.startswith(select)
        if chosen and not (ignore and key.startswith(ignore)):
            yield rule


def _severity(rule: Rule, settings: Settings) -> str:
    """The severity that the settings give the rule; of several ids that fit (ZJ1, ZJ101) the longest counts."""
    given = settings.rules.severity
    fitting = [name for name in given if rule.id.startswith(name.upper()) or rule.name == name.lower()]
    return given[max(fitting, key=lambda name: (name.lower() == rule.name, len(name)))] if fitting else rule.severity


def _section(report: Report, hit: Hit) -> int | None:
    index = bisect_right(report.sections, hit.start, key=lambda one: one.start) - 1
    return index if hit.end > hit.start and index >= 0 and hit.start < report.sections[index].end else None
