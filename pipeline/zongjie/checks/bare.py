"""Bare numbers that a verb of doing and its object leave without a unit: 新增实训设备38，总值265万元."""

import json
import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from ..language.patterns import any_of
from ..lexicon import load
from ..report import Report

_NUMBER = re.compile(
    r"(?<=[\u4e00-\u9fff])(?:[1-9][0-9]{0,2}(?:,[0-9]{3})+|[1-9][0-9]{0,4})(?=[，。；;\n]|\Z)(?![，,][0-9]{3}(?![0-9]))"
)
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_CLAUSE = 28  # characters before a number in which its clause begins
_OPEN = re.compile(r"[^\u4e00-\u9fff、]")
_OBJECT = re.compile(r"了?(?P<object>[\u4e00-\u9fff][\u4e00-\u9fff、]{1,11})\Z")


class Bare(NamedTuple):
    """A number without a unit at ``start:end``, and what it counts as written (新增实训设备)."""

    start: int
    end: int
    counted: str


class _Words(NamedTuple):
    leads: re.Pattern[str]
    verb: re.Pattern[str]
    not_noun: re.Pattern[str]


@lru_cache(maxsize=4)
def _compiled(own: str) -> _Words:
    table = load("content", {"content": json.loads(own)})["bare_figures"]
    return _Words(
        re.compile(f"(?:{'|'.join(table['leads'])})"),
        any_of(sorted(table["verbs"], key=lambda one: (-len(one), one))),
        re.compile(f"(?:{'|'.join(table['not_nouns'])})\\Z"),
    )


def bare_figures(report: Report, lexicon: Mapping[str, Any]) -> Iterator[Bare]:
    """The numbers without a unit in the running text of ``report``."""
    words = _compiled(json.dumps(lexicon.get("content") or {}, ensure_ascii=False, sort_keys=True))
    text = report.text
    for match in _NUMBER.finditer(text):
        start = match.start()
        block = report.blocks[bisect_right(report.blocks, start, key=lambda one: one.start) - 1]
        if _YEAR.fullmatch(match[0]) or block.cell is not None:
            continue
        clause = text[max(block.start, start - _CLAUSE) : start]
        opens = [one.end() for one in _OPEN.finditer(clause)]
        if not opens and start - _CLAUSE > block.start:
            continue  # a clause that is so long has more to say than a verb and its object
        counted = _counted(clause[opens[-1] if opens else 0 :], words)
        if counted:
            yield Bare(start, match.end(), counted)


def _counted(clause: str, words: _Words) -> str:
    """The verb of doing and its object that ``clause`` is made of; "" if it is anything else."""
    at = 0
    while lead := words.leads.match(clause, at):
        if words.verb.match(clause, at):
            break  # 新增 is a verb, 新 before another one none
        at = lead.end()
    verb = words.verb.match(clause, at)
    found = _OBJECT.match(clause, verb.end()) if verb else None
    if found is None or words.not_noun.search(found["object"]):
        return ""
    return clause[at:]
