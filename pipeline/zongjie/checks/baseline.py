"""The baseline: findings that a collection has accepted, and that are not shown again.

A finding is known by its rule, its words, its document's file name and the text of its paragraph, so it is the same
when other paragraphs move; one on a whole document is known by its message. Equal ones are counted.
"""

import hashlib
import json
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePath
from typing import NamedTuple

from ..report import Finding, Report

SCHEMA = "zongjie.baseline/1"
_DIGEST = 16  # bytes
_SHOWN = 60  # characters of a finding's words


class Accepted(NamedTuple):
    """What a finding is known by: the ``file`` is the name without its folders, ``digest`` tells its paragraph."""

    file: str
    rule: str
    text: str
    digest: str


class BaselineError(ValueError):
    """A text is no baseline; the message (Chinese) says what is wrong with it."""


def known_by(report: Report, findings: Iterable[Finding]) -> list[Accepted]:
    """What each of ``findings`` in ``report`` is known by."""
    digests: dict[int, str] = {}
    return [_known_by(report, one, digests) for one in findings]


def held_back(
    report: Report, findings: Sequence[Finding], baseline: Mapping[Accepted, int]
) -> tuple[list[Finding], Counter[Accepted]]:
    """The findings in ``report`` that are not accepted, and how many of each kind were held back.

    Of several that are known by the same the first ones count. It depends on nothing but this document.
    """
    used: Counter[Accepted] = Counter()
    if not baseline:
        return list(findings), used
    left = []
    for finding, key in zip(findings, known_by(report, findings), strict=True):
        if used[key] < baseline.get(key, 0):
            used[key] += 1
        else:
            left.append(finding)
    return left, +used


def obsolete(baseline: Mapping[Accepted, int], used: Mapping[Accepted, int], files: Iterable[str]) -> Counter[Accepted]:
    """What of ``baseline`` was not found again in the documents ``files`` (their paths), and how often."""
    names = {PurePath(one).name for one in files}
    return Counter(
        {
            key: count - used.get(key, 0)
            for key, count in baseline.items()
            if key.file in names and count > used.get(key, 0)
        }
    )


def written(baseline: Mapping[Accepted, int]) -> str:
    """``baseline`` as JSON, one entry a line, in the order of file, rule and words."""
    rows = [json.dumps({**key._asdict(), "count": baseline[key]}, ensure_ascii=False) for key in sorted(baseline)]
    inside = "".join(f"\n  {row}," for row in rows).removesuffix(",")
    return f'{{\n"schema": "{SCHEMA}",\n"findings": [{inside}\n]\n}}\n'


def read(text: str) -> Counter[Accepted]:
    """The baseline that ``text`` (see ``written``) holds. Raises ``BaselineError``."""
    try:
        found = json.loads(text)
    except ValueError as error:
        raise BaselineError(f"不是 JSON（{_where(error)}）") from error
    if not isinstance(found, dict) or found.get("schema") != SCHEMA:
        raise BaselineError(f"不是 {SCHEMA} 格式的基线文件")
    result: Counter[Accepted] = Counter()
    rows = found.get("findings")
    for number, row in enumerate(rows if isinstance(rows, list) else [rows], 1):
        fields = [row.get(name) for name in Accepted._fields] if isinstance(row, dict) else [None]
        count = row.get("count", 1) if isinstance(row, dict) else 0
        if not all(isinstance(one, str) for one in fields) or type(count) is not int or count < 1:
            raise BaselineError(f"第 {number} 条写法有误，应有 {'、'.join(Accepted._fields)} 和 count")
        result[Accepted(*map(str, fields))] += count
    return result


def _where(error: ValueError) -> str:
    return f"第 {error.lineno} 行" if isinstance(error, json.JSONDecodeError) else "内容有误"


def _known_by(report: Report, one: Finding, digests: dict[int, str]) -> Accepted:
    file = PurePath(one.source).name
    if one.end == one.start:
        return Accepted(file, one.rule, "", _digest(one.message))
    index = bisect_right(report.blocks, one.start, key=lambda block: block.start) - 1
    if index not in digests:
        block = report.blocks[index] if index >= 0 else None
        digests[index] = _digest(report.text[block.start : block.end] if block else "")
    return Accepted(file, one.rule, " ".join(one.text.split())[:_SHOWN], digests[index])


def _digest(text: str) -> str:
    return hashlib.sha256("".join(text.split()).encode("utf-8", "surrogatepass")).hexdigest()[: 2 * _DIGEST]
