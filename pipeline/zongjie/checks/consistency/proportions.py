"""ZJ301, further: a share against the two figures that it is of (占全县20个村的60%; 其中女党员45名，占35%)."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from ...report import Metric, Report
from ..rule import Hit
from . import figures
from .figures import Bounds
from .lists import JOINED, SHARE, Lists, Parts, is_by
from .movements import differ, is_single, rounded, side_by_side, stated
from .phrases import Phrase

_FAR = 90  # characters between a part and its whole
_NEAR = 24  # characters between a whole and the share, and before a figure that name it
_BACK = 8  # figures before a part among which its whole is sought
_MOST = 6  # parts that are added up before a share
_WHOLE = Decimal(100)
_PER = {"%": _WHOLE, "％": _WHOLE, "倍": Decimal(1)}
_BRACKET = r"(?:[（(][^（）()\n]{0,60}[）)])?"
# From a part to the whole that it is a share of; a plan is also met.
_OF = re.compile(
    rf"[^，。；：、（）()\n]{{0,16}}{_BRACKET}[，,、（(；]?[约仅只]?(?:占(?:到|了)?|(?P<met>完成|为|是|相当于|达到?)(?:了)?)"
    rf"(?P<of>[^，。；：、（）()\n]{{0,16}})"
)
_PLAN = re.compile("计划|任务|目标|预算|指标|定额")
_SHARE_OF = re.compile(r"[^，。；：、（）()\n]{0,14}?的(?:比重|比例)?(?:约|近|达到?|为)?")
_NAMED = re.compile(
    r"[^，。；：、（）()\n]{0,8}[，,、（(]?[约仅只]?占(?:到|了)?(?P<of>[^，。；：、（）()\n]{0,16}?)(?:的?(?:比重|比例)|比|的)?(?:约|近|达到?|为)?"
)
_RATE = re.compile(r"[，,、（(](?P<of>[\u4e00-\u9fff]{2,4})率(?:为|达到?|是)?(?:了)?约?")
_DONE = re.compile(r"[，,、（(；](?:其中)?[^，。；：、（）()\n0-9]{2,12}")
_ALL = re.compile("(?:总数|总量|总额|总人数|总户数|全部|总)?")
_ENDS = re.compile("(?:的?总数|总量|总额|总人数|总|的)+$")
_JOINS = re.compile(r"(?:总数|总额|总量|总计|总)?[共已为是有达到约的]{0,5}\Z")


def proportions(lists: Lists, report: Report) -> Iterator[Hit]:
    """The shares of a report that are not what their part and their whole give."""
    metrics = report.metrics
    for index in range(len(metrics) - 1):
        part, other = metrics[index], metrics[index + 1]
        if not is_single(part) or not is_single(other) or part.unit in SHARE or other.start - part.end > _FAR:
            continue
        if other.unit in SHARE:
            hit = _of_named(lists, metrics, index)
        elif index + 2 < len(metrics) and lists.family(part) == lists.family(other):
            hit = _of_told(lists, metrics, index)
        else:
            hit = None
        if hit:
            yield hit


def _of_told(lists: Lists, metrics: Sequence[Metric], index: int) -> Hit | None:
    """The finding on a part, the whole right after it and its share: 12个，占全县20个村的60%."""
    part, whole, share = metrics[index : index + 3]
    if share.unit not in _PER or not is_single(share) or share.start - whole.end > _NEAR:
        return None
    text = lists.text
    of = _OF.fullmatch(text, part.end, whole.start)
    if of is None or "分别" in of[0] or of["met"] and not _PLAN.search(of["of"]) and share.unit in SHARE:
        return None
    if not _SHARE_OF.fullmatch(text, whole.end, share.start):
        return None
    wrong = _differs(part, whole, share)
    if not wrong or _fits(lists, metrics, index, whole, share):
        return None
    return Hit(part.start, share.end, wrong, "占")


def _of_named(lists: Lists, metrics: Sequence[Metric], index: int) -> Hit | None:
    """The finding on a part and its share of what is told before by name: 收入50万元。补助20万元，占收入的60%."""
    part, share = metrics[index], metrics[index + 1]
    text = lists.text
    said = _NAMED.fullmatch(text, part.end, share.start)
    name = _ENDS.sub("", said["of"]) if said else ""
    if len(name) < 2 or _PLAN.search(name) or "分别" in text[part.end : share.start]:
        return None
    family = lists.family(part)
    marks = figures.marks(text)
    first = marks.sentence_start(max(0, marks.sentence_start(part.start) - 1))
    for at in range(index - 1, max(-1, index - 1 - _BACK), -1):
        whole = metrics[at]
        if whole.start < first:
            break
        if lists.family(whole) != family or not is_single(whole) or is_by(whole):
            continue
        before = text[max(first, whole.start - _NEAR) : whole.start]
        found = before.rfind(name)
        if found >= 0 and _JOINS.fullmatch(before, found + len(name)):
            wrong = _differs(part, whole, share)
            return Hit(part.start, share.end, wrong, "占") if wrong else None
    return None


def of_total(lists: Lists, sentence: Sequence[Phrase], whole: Metric, parts: Parts) -> Hit | None:
    """The finding on a part after 其中 and its share of the total: 126名，其中女党员45名，占45%."""
    for phrase, part, share in _with_shares(sentence, parts):
        said = _NAMED.fullmatch(lists.text, part.end, share.start)
        if said is None or not _ALL.fullmatch(said["of"]):
            continue
        wrong = _differs(part, whole, share)
        others = [one for one in phrase.metrics if one is not part]
        if wrong and not others and is_single(whole):
            return Hit(whole.start, share.end, wrong, "占")
    return None


def rates(lists: Lists, report: Report) -> Iterator[Hit]:
    """Rates that are not what the two figures before them give: 受理120件，办结114件，办结率96%."""
    metrics, text = report.metrics, lists.text
    for whole, part, rate in zip(metrics, metrics[1:], metrics[2:], strict=False):
        if rate.unit not in SHARE or rate.start - part.end > _NEAR or part.start - whole.end > _NEAR:
            continue
        if not all(map(is_single, (whole, part, rate))) or lists.family(whole) != lists.family(part):
            continue
        named = _RATE.fullmatch(text, part.end, rate.start)
        done = _DONE.fullmatch(text, whole.end, part.start) if named else None
        if named is None or done is None or named["of"] not in done[0] or is_by(whole) or is_by(part):
            continue
        wrong = _differs(part, whole, rate) if figures.bounds(part).low <= figures.bounds(whole).high else ""
        if wrong:
            yield Hit(whole.start, rate.end, f"{wrong}；口径不同的请写明", "率")


def are_all(sentence: Sequence[Phrase], parts: Parts) -> bool:
    """Whether the shares that are told beside the parts say that there are no others."""
    shares = [share for _, _, share in _with_shares(sentence, parts)]
    if len(shares) < 2 or len(shares) != len(parts):
        return False
    value, possible = figures.total(shares)
    return possible.low <= _WHOLE <= possible.high and abs(value - _WHOLE) < 1


def _with_shares(sentence: Sequence[Phrase], parts: Parts) -> Iterator[tuple[Phrase, Metric, Metric]]:
    """The parts right after which a phrase tells their share, and that."""
    following = {one.start: after for one, after in pairwise(sentence)}
    for phrase, part in parts:
        after = following.get(phrase.start)
        if after and len(after.metrics) == 1 and after.metrics[0].unit in SHARE and after.mark not in JOINED:
            if is_single(after.metrics[0]) and is_single(part):
                yield phrase, part, after.metrics[0]


def _fits(lists: Lists, metrics: Sequence[Metric], index: int, whole: Metric, share: Metric) -> bool:
    """Whether the share is that of the parts of a list together: 甲20件、乙30件，占总数100件的50%."""
    value, possible = metrics[index].value or Decimal(0), figures.bounds(metrics[index])
    own = figures.bounds(whole)
    for at in range(index - 1, max(-1, index - 1 - _MOST), -1):
        one, after = metrics[at], metrics[at + 1]
        if lists.family(one) != lists.family(whole) or not is_single(one) or "。" in lists.text[one.end : after.start]:
            return False
        value += one.value or 0
        possible += figures.bounds(one)
        if own.low > 0 and not _apart(Bounds(possible.low / own.high, possible.high / own.low), whole, share):
            return True
    return False


def _differs(part: Metric, whole: Metric, share: Metric) -> str:
    """What is wrong with the share of ``part`` in ``whole``; "" where nothing is."""
    one, all_of = side_by_side(part, whole)
    if all_of.low <= 0 or not whole.value or part.value is None:
        return ""
    if not _apart(Bounds(one.low / all_of.high, one.high / all_of.low), whole, share):
        return ""
    right = rounded(part.value / whole.value * _PER[share.unit], share)
    told = f"{figures.written(part)}{'占' if share.unit in SHARE else '是'}{figures.written(whole)}"
    return f"{told}的{right}，文中写的是{figures.written(share)}"


def _apart(ratio: Bounds, whole: Metric, share: Metric) -> bool:
    fair = Bounds(ratio.low * _PER[share.unit], ratio.high * _PER[share.unit])
    return differ(stated(share, figures.step(whole)), fair, share.bound == "exact")
