"""A small season for tests, and what zongjie finds in it. ``corpus`` lies beside ``tests``, outside the package."""

import sys
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

sys.path.append(str(Path(__file__).parents[1]))

from corpus import bank as bank
from corpus import compose as compose
from corpus import files as files
from corpus import judge, season
from corpus import splits as splits
from corpus import wording as wording
from corpus.text import Fault as Fault

from zongjie import check
from zongjie.checks import RULES
from zongjie.errors import DocumentError
from zongjie.reading import read_bytes
from zongjie.report import Failure, Report
from zongjie.running.analyze import attempt
from zongjie.settings import Indicator, Lengths, Settings
from zongjie.writing.json import plain


class Found(NamedTuple):
    """A season, its reports and failures by path, and the findings of rules that look at one document alone."""

    season: Mapping[str, Any]
    reports: dict[str, Report]
    failures: dict[str, Failure]
    findings: dict[str, list[dict[str, Any]]]

    def score(self, rules: list[str]) -> judge.Score:
        return judge.score(
            self.season["key"], self.findings, self.failures, lambda path: self.reports[path].text, rules
        )


def settings(year: int) -> Settings:
    """What the season demands, without its roster."""
    table = bank.load().common["demanded"]
    indicators = tuple(
        Indicator(
            name=name,
            synonyms=tuple(one["wordings"]),
            unit=one["unit"],
            minimum=1,
            maximum=one["high"] * 3,
            required=True,
        )
        for name, one in table.items()
    )
    return Settings(year=year, indicators=indicators, lengths=Lengths(document=700))


@lru_cache(maxsize=1)
def small() -> Found:
    """Eighty files of ten units over two years."""
    made = season.make(80, 10, 2, "tests")
    reports: dict[str, Report] = {}
    failures: dict[str, Failure] = {}
    findings: dict[str, list[dict[str, Any]]] = {}
    for one in made["key"]["files"]:
        path, data = one["path"], made["files"][one["path"]]
        year = one["year"] or made["key"]["year"]
        try:
            report = attempt(read_bytes(data, path.rpartition("/")[2]), settings(year))
        except DocumentError as error:
            report = error.failure(path)
        if isinstance(report, Failure):
            failures[path] = report
        else:
            reports[path] = report
            findings[path] = [plain(finding) for finding in check(report, settings(year))]
    return Found(made, reports, failures, findings)


def alone() -> list[str]:
    """The rules that look at one document alone."""
    return [rule.id for rule in RULES.values() if not rule.across]
