"""The blanks of a report, each with what somebody needs to know to fill it in."""

from bisect import bisect_right
from hashlib import sha256

from ..document import Places
from ..language.clauses import clauses
from ..language.deletions import VERBS
from ..report import Blank, Metric, Placeholder, Report

_QUOTES = {"“": "”", "‘": "’", "「": "」", "《": "》", '"': '"'}
_AROUND = 60  # characters of the sentence on either side of a blank


def blanks(report: Report) -> list[Blank]:
    """What is to be filled in, in the order of the text."""
    marks = clauses(report.text)
    missing = [metric for metric in report.metrics if metric.status == "missing"]
    metric_starts = [metric.start for metric in missing]
    block_starts = [block.start for block in report.blocks]
    digest = digest_of(report.text)
    places = Places(report.blocks)
    found = []
    for one in report.placeholders:
        index = bisect_right(metric_starts, one.start) - 1
        metric = missing[index] if index >= 0 and one.start < missing[index].end else None
        block = report.blocks[bisect_right(block_starts, one.start) - 1]
        first = max(marks.sentence_start(one.start), one.start - _AROUND, block.start)
        last = min(marks.sentence_end(one.end - 1, len(report.text)), one.end + _AROUND, block.end)
        found.append(
            Blank(
                source=report.source.name,
                digest=digest,
                start=one.start,
                end=one.end,
                mark=one.text,
                kind=one.kind,
                where=places.words(one.start),
                section=None if one.section is None else report.sections[one.section].heading,
                before=report.text[first : one.start].lstrip(),
                after=report.text[one.end : last].rstrip(),
                indicator=metric.indicator if metric else None,
                unit=metric.unit_text if metric else "",
                replaces=_replaced(report.text, one, metric),
            )
        )
    return found


def digest_of(text: str) -> str:
    """What tells ``text`` from another."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def _replaced(text: str, one: Placeholder, metric: Metric | None) -> tuple[int, int]:
    """What a value takes the place of: the marks, but not quotes around nothing, nor a bare unit or verb."""
    if len(one.text) > 1 and _QUOTES.get(one.text[0]) == one.text[-1]:
        return one.start + 1, one.end - 1
    if one.text in VERBS:
        return one.end, one.end
    if metric is None:
        return one.start, one.end
    if metric.text == one.text == metric.unit_text:
        return one.start, one.start
    digits = text[metric.start : one.start]
    return (metric.start if digits.isdecimal() else one.start), one.end
