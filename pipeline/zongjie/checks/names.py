"""Names of other units that stand where a unit's own belongs: in the title, the head, the signature, for "we"."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from ..report import Report
from ..season import Copy
from .consistency.words import words


class Left(NamedTuple):
    """A name left over at ``start:end``; ``where`` (Chinese) is the place that one's own belongs to."""

    start: int
    end: int
    name: str
    where: str


class _Line(NamedTuple):
    """A line of a document and its place: ``kind`` is that of the block; few lines stand before one that is ``first``,
    and after one that is ``last``."""

    start: int
    end: int
    kind: str
    first: bool
    last: bool


class _Index(NamedTuple):
    """Names by their first characters, the longest first; ``begins`` finds where one may begin.

    ``parts`` of one's own are no finding.
    """

    by_start: dict[str, tuple[str, ...]]
    begins: re.Pattern[str]
    parts: frozenset[str]


_SHORTEST = 2  # characters of a name that is looked for
_AROUND = 48  # characters that tell what a name does in its sentence
_FIRST, _LAST = 3, 4  # lines among which a title, and a signature, stands
_SIGNATURE = 30  # characters that one has at most
_MANY = 3  # names of others from which on a report is one about many units
_BESIDE = ("header", "footer")

_NUMERAL = re.compile(r"[0-9０-９〇零一二三四五六七八九十百]")
_BODY = r"(?:公司|局)?(?:党委|党总支|党支部|党组|支部|支委会|团委|工会|机关|班子|领导班子|党员|委员会|办公室|办)?"
# Before and after a name for "we": 我乙公司, 本乙公司; 在乙公司党委的坚强领导下.
_WE = re.compile(r"(?<![自个之])[我本]$|我们$|我单位$|我司$")
_LED_IN = re.compile(r"(?<![现存])在$")
_LED = re.compile(_BODY + r"(?:、[^，。；]{1,8})?和?(?:[^，。；]{0,8})?的?(?:正确|坚强|统一|有力|亲切)?领导下")
# A sentence that begins with a name and goes on as reports speak of their own unit.
_BEGINS = re.compile(
    r"(?:^|[。！？；])\s*(?:[（(]?[一二三四五六七八九十\d]+[）)、.．]\s*)?"
    r"(?:回[望顾首])?(?:一年来|今年以来|今年|新的一年里?|今后|明年|下一步|来年|下一年|展望未来|过去的?一年|近年来|(?:二〇..|[12]\d{3}|２０..)年(?:度|以来)?)?[，,]?(?:(?:面对|在|面临|处于)[^，。；]{2,24}[，,])?$"
)
_AS_A_WHOLE = re.compile(_BODY + r"(?:上下|全体(?:党员|干部|职工|干部职工|师生|员工|党员干部|医护人员)*)?[，,]?")
_TITLE = re.compile(_BODY + r"[\w\s（）()—\-第]{0,20}(?:总结|报告|汇报|述职|小结|情况|材料)")
_BEFORE_TITLE = re.compile(
    r"^[\s《“]*(?:关于|(?:二〇..|[12]\d{3})年度?)?(?:中共|中国共产党)?(?:[\u4e00-\u9fff]{1,7}[省市县区州旗])?$"
)
_SIGNED = re.compile(r"^(?:中共|中国共产党|单位|填报单位|报送单位|报告单位|落款|汇报单位)?[：:\s（(]*$")
_AFTER_SIGNED = re.compile(_BODY + r"[\s）)（(盖章签]*(?:[\d二〇零一三四五六七八九十年月日\s]*)$")
# What makes a name in a copied passage a mention like any other.
_MENTION = re.compile(
    r"(?:[请让经交托与和同跟及向赴到对给、为由被从]|学习|借鉴|联合|会同|参观|考察|前往|走进|支援|帮扶|来自|包括|其中)$"
)
_MENTIONED = re.compile(r"[、和与及等]|的?(?:经验|做法|联合|交流|共建|签订|合作|来|兄弟)")


def left_over(
    report: Report,
    own: Sequence[str],
    others: Sequence[str],
    copies: Sequence[Copy],
    lexicon: Mapping[str, Any] | None = None,
) -> Iterator[Left]:
    """The names of ``others`` that stand in place of ``own``, in the order of the text.

    Names inside of longer names that are known are none, nor are those that ``own`` names begin with or contain (the
    town of a town's school).
    """
    names = _index(tuple(own), tuple(others))
    text = report.text
    found = list(_names(text, names))
    foreign = [(start, end) for start, end in found if text[start:end] not in own]
    mine = [(start, end) for start, end in found if text[start:end] in own]
    if not foreign:
        return
    goes_on = words(lexicon).goes_on
    many = len({text[start:end] for start, end in foreign}) >= _MANY
    lines = _lines(report)
    at = 0
    own_lines = set(_of_lines(lines, mine))
    for start, end in foreign:
        while at < len(lines) - 1 and lines[at].end <= start:
            at += 1
        where = _where(report, lines[at], start, end, many, at in own_lines, goes_on)
        if where is None and _is_copied(text, start, end, copies):
            where = "抄来的段落里"
        if where:
            yield Left(start, end, text[start:end], where)


def _where(
    report: Report, line: _Line, start: int, end: int, many: bool, has_own: bool, goes_on: re.Pattern[str]
) -> str | None:
    """Whose place the name at ``start:end`` of a line takes; None if it is mentioned only."""
    text = report.text
    before, after = text[max(line.start, start - _AROUND) : start], text[end : min(line.end, end + _AROUND)]
    if line.kind in _BESIDE:
        return None if has_own else {"header": "页眉里", "footer": "页脚里"}[line.kind]
    if (
        line.first
        and text[start:end] in (report.title or "")
        and not has_own
        and _BEFORE_TITLE.match(before)
        and _TITLE.match(after)
    ):
        return "标题里"
    if line.last and line.end - line.start <= _SIGNATURE and _SIGNED.match(before) and _AFTER_SIGNED.match(after):
        return "落款里"
    if _WE.search(before) or (_LED_IN.search(before) and _LED.match(after)):
        return "说本单位的地方"
    if not many and not has_own and _BEGINS.search(before) and _own_goes_on(after, goes_on):
        return "说本单位的地方"
    return None


def _own_goes_on(after: str, goes_on: re.Pattern[str]) -> bool:
    """Whether what stands after a name goes on as reports speak of their own unit."""
    body = _AS_A_WHOLE.match(after)
    return body is not None and goes_on.match(after, body.end()) is not None


def _is_copied(text: str, start: int, end: int, copies: Sequence[Copy]) -> bool:
    """Whether a name stands in a passage that its own unit has as well, and not as one that is dealt with there."""
    name = text[start:end]
    inside = any(one.start <= start and end <= one.end and name in one.other_text for one in copies)
    before, after = text[max(0, start - _AROUND) : start], text[end : end + _AROUND]
    return inside and not _MENTION.search(before) and not _MENTIONED.match(after)


def _lines(report: Report) -> list[_Line]:
    """The blocks that are not empty."""
    there = [one for one in report.blocks if report.text[one.start : one.end].strip()]
    body = [number for number, one in enumerate(there) if one.kind == "paragraph"]
    last = set(body[-_LAST:]) if len(body) > _LAST else set(body[1:])
    return [_Line(one.start, one.end, one.kind, number < _FIRST, number in last) for number, one in enumerate(there)]


def _of_lines(lines: Sequence[_Line], ranges: Iterable[tuple[int, int]]) -> Iterator[int]:
    """The lines in which ``ranges``, which are in order, begin."""
    at = 0
    for start, _ in ranges:
        while at < len(lines) - 1 and lines[at].end <= start:
            at += 1
        yield at


def _names(text: str, names: _Index) -> Iterator[tuple[int, int]]:
    """Where known names stand, the longest from left to right; those that are part of a number's word are none."""
    at = 0
    while begins := names.begins.search(text, at):
        start = begins.start()
        there = (one for one in names.by_start.get(begins[0], ()) if text.startswith(one, start))
        name = next(there, "")
        if name and not (start and _NUMERAL.match(name) and _NUMERAL.match(text, start - 1)):
            if name not in names.parts:
                yield start, start + len(name)
            at = start + len(name)
        else:
            at = start + 1


@lru_cache(maxsize=64)
def _index(own: tuple[str, ...], others: tuple[str, ...]) -> _Index:
    parts = frozenset(one for one in others if any(one in name for name in own) and one not in own)
    known: dict[str, list[str]] = {}
    for name in sorted({*own, *others}, key=lambda one: (-len(one), one)):
        if len(name) >= _SHORTEST:
            known.setdefault(name[:_SHORTEST], []).append(name)
    begins = "".join(f"[{re.escape(''.join(sorted(set(at))))}]" for at in zip(*known, strict=True))
    return _Index({key: tuple(names) for key, names in known.items()}, re.compile(begins or "(?!)", re.DOTALL), parts)
