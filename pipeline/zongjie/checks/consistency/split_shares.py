"""Shares of one whole that are more than all of it, or less where the last is all the rest."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from ...report import Metric
from ..rule import Hit
from . import figures
from .lists import MOST, SHARE, WITH, Lists, Parts
from .movements import differ, is_single, rounded, stated
from .phrases import Phrase

_WHOLE = Decimal(100)
_NOTHING = Decimal(0)
_PAIR, _FEW, _MANY = 2, Decimal(3), Decimal(15)  # how far two shares, and more, may be from a whole and be meant as one
_AMONG = re.compile("在[^，。；：\n]{2,30}中[，,、]?|中所占的?(?:比重|比例)|构成|结构")
_OF_PEOPLE = re.compile(
    "党员|干部|职工|人员|代表|委员|学生|教师|群众|人口|队伍|成员|班子"
)  # who are of several classes
_SOME = re.compile("主要|部分|等|分别|其中")
_IS_SHARE = re.compile("占|比重|比例")
_SHARE_OF = re.compile(r"占(?P<of>[^，。；：、（）()\n0-9]{2,16}?)的?(?=[0-9０-９百])")
_BRACKETS = re.compile(r"[（(][^（）()\n]{0,60}[）)]")
_CLAUSE = re.compile("[，；：、]")
_MADE_OF = re.compile("结构|构成|组成|比例为|三次产业|一二三产")


def shares(lists: Lists, sentence: Sequence[Phrase]) -> Iterator[Hit]:
    """Shares of one whole that make more than 100%, or less where the last is all the rest."""
    for run, _ in _runs(sentence):
        hit = _whole_of(lists, run)
        if hit:
            yield hit
    yield from _of_amounts(lists, sentence)


def nearly_whole(lists: Lists, sentence: Sequence[Phrase]) -> Iterator[Hit]:
    """Shares of what the sentence names before them (在总投资中，…) that make nearly 100%: one of them may be wrong."""
    for run, ends in _runs(sentence):
        lead = lists.text[sentence[0].start : run[0][1].start]
        if not ends or not _AMONG.search(lead) or _OF_PEOPLE.search(lead) or _SOME.search(lead):
            continue
        named = [lists.text_of(phrase) for phrase, _ in run]
        if not all(_IS_SHARE.search(text) for text in named) or any(WITH.search(text) for text in named):
            continue
        value, possible = figures.total(part for _, part in run)
        reach = _FEW if len(run) == _PAIR else _MANY
        if possible.low - 1 > _WHOLE or possible.high + 1 < _WHOLE:
            if abs(value - _WHOLE) <= reach and not _whole_of(lists, run):
                message = f"各部分占比之和为{figures.plain(value)}%，不是100%；没有列全或有重叠的请写明"
                yield Hit(run[0][1].start, run[-1][1].end, message, "占")


def _runs(sentence: Sequence[Phrase]) -> Iterator[tuple[Parts, bool]]:
    """The shares that follow one another, each alone in its phrase, and whether the sentence ends with them."""
    run: Parts = []
    for phrase in [*sentence, None]:
        one = phrase.metrics[0] if phrase and len(phrase.metrics) == 1 and len(run) < MOST else None
        if phrase and one and one.unit in SHARE and not one.change and figures.judged(one) and one.high is None:
            run.append((phrase, one))
            continue
        if len(run) > 1:
            yield run, phrase is None
        run = []


def _of_amounts(lists: Lists, sentence: Sequence[Phrase]) -> Iterator[Hit]:
    """Amounts that make up a whole by their names, and their shares of it: 城镇30户，占60%；农村20户，占40%."""
    pairs: dict[str, list[tuple[Metric, Metric, str]]] = {}
    end = sentence[0].start
    for phrase, after in pairwise(sentence):
        if not phrase.metrics:
            continue
        name, end = lists.text[end : phrase.metrics[0].start], phrase.metrics[-1].end
        of = _SHARE_OF.match(lists.text, after.start, after.end)
        if of and len(phrase.metrics) == len(after.metrics) == 1 and after.metrics[0].unit in SHARE:
            amount, share = phrase.metrics[0], after.metrics[0]
            if is_single(amount) and is_single(share) and amount.unit not in SHARE and of.end() <= share.start:
                pairs.setdefault(of["of"], []).append((amount, share, _CLAUSE.split(_BRACKETS.sub("", name))[-1]))
    for found in pairs.values():
        if len(found) < _PAIR or len(lists.complete([name for _, _, name in found])) != len(found):
            continue
        amounts, of_all = figures.total(amount for amount, _, _ in found)
        for amount, share, _ in found:
            one = figures.bounds(amount)
            if of_all.low <= 0 or not amounts:
                continue
            fair = figures.Bounds(one.low / of_all.high * _WHOLE, one.high / of_all.low * _WHOLE)
            if differ(stated(share, figures.step(amount)), fair, share.bound == "exact"):
                right = rounded((amount.value or _NOTHING) / amounts * _WHOLE, share)
                message = f"各部分之和为{figures.shown(amounts, amount)}，{figures.written(amount)}应占{right}，"
                yield Hit(amount.start, share.end, f"{message}文中写的是{figures.written(share)}", "占")
                break


def _whole_of(lists: Lists, run: Parts) -> Hit | None:
    named = [lists.text_of(phrase) for phrase, _ in run]
    if not any("占" in text for text in named[:2]) or any(WITH.search(text) for text in named):
        return None
    metrics = [part for _, part in run]
    if any(not 0 <= (one.value or 0) <= _WHOLE for one in metrics):
        return None
    value, possible = figures.total(metrics)
    rest = bool(lists.known.rest.match(named[-1]))
    complete = len(lists.complement(run)) == len(run)
    over, under = possible.low > _WHOLE + 1, possible.high < _WHOLE - 1
    if not ((rest or complete or _MADE_OF.search(named[0])) and over or (rest or complete) and under):
        return None
    message = f"各部分占比之和为{figures.plain(value)}%，" + ("超过了100%" if value > _WHOLE else "不到100%")
    return Hit(metrics[0].start, metrics[-1].end, message, "占")
