"""Shares of one whole that are more than all of it, or less where the last is all the rest."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from ..rule import Hit
from . import figures
from .lists import MOST, SHARE, WITH, Lists, Parts
from .phrases import Phrase

_WHOLE = Decimal(100)
_MADE_OF = re.compile("结构|构成|组成|比例为|三次产业|一二三产")


def shares(lists: Lists, sentence: Sequence[Phrase]) -> Iterator[Hit]:
    """Shares of one whole that make more than 100%, or less where the last is all the rest."""
    run: Parts = []
    for phrase in [*sentence, None]:
        one = phrase.metrics[0] if phrase and len(phrase.metrics) == 1 and len(run) < MOST else None
        if phrase and one and one.unit in SHARE and not one.change and figures.judged(one) and one.high is None:
            run.append((phrase, one))
            continue
        if len(run) > 1:
            hit = _whole_of(lists, run)
            if hit:
                yield hit
        run = []


def _whole_of(lists: Lists, run: Parts) -> Hit | None:
    named = [lists.text_of(phrase) for phrase, _ in run]
    if not any("占" in text for text in named[:2]) or any(WITH.search(text) for text in named):
        return None
    metrics = [part for _, part in run]
    if any(not 0 <= (one.value or 0) <= _WHOLE for one in metrics):
        return None
    value, possible = figures.total(metrics)
    rest = bool(lists.known.rest.match(named[-1]))
    made = _MADE_OF.search(named[0]) or len(lists.complement(run)) == len(run)
    over, under = possible.low > _WHOLE + 1, possible.high < _WHOLE - 1
    if not ((rest or made) and over or rest and under):
        return None
    message = f"各部分占比之和为{figures.plain(value)}%，" + ("超过了100%" if value > _WHOLE else "不到100%")
    return Hit(metrics[0].start, metrics[-1].end, message, "占")
