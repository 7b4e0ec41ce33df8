"""Names of other units that stand where a unit's own belongs: in the title, the head, the signature, for "we"."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from ..report import Report
from ..season import Copy
from .standing import Words, is_mentioned, is_own_place


class Left(NamedTuple):
    """A name left over at ``start:end``; ``where`` (Chinese) is the place that one's own belongs to."""

    start: int
    end: int
    name: str
    where: str


class _Line(NamedTuple):
    """A line of a document and its place: ``kind`` is that of the block; few lines stand before one that is ``first``,
    and after one that is ``last``; one of the ``opening`` leads over to the report proper."""

    start: int
    end: int
    kind: str
    first: bool
    last: bool
    opening: bool


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
_OPENING = 5  # lines among which the opening paragraphs are
_SIGNATURE = 30  # characters that one has at most
_MANY = 3  # names of others from which on a report is one about many units
_BESIDE = ("header", "footer")

_NUMERAL = re.compile(r"[0-9０-９〇零一二三四五六七八九十百]")
_BEFORE_TITLE = re.compile(
    r"^[\s《“]*(?:关于|(?:二〇..|[12]\d{3})年度?)?(?:中共|中国共产党)?(?:[\u4e00-\u9fff]{1,7}[省市县区州旗])?$"
)
_SIGNED = re.compile(r"^(?:中共|中国共产党|单位|填报单位|报送单位|报告单位|落款|汇报单位)?[：:\s（(]*$")


def left_over(
    report: Report, own: Sequence[str], others: Sequence[str], copies: Sequence[Copy], w: Words
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
    many = len({text[start:end] for start, end in foreign}) >= _MANY
    lines = _lines(report)
    at = 0
    own_lines = set(_of_lines(lines, mine))
    for start, end in foreign:
        while at < len(lines) - 1 and lines[at].end <= start:
            at += 1
        where = _where(report, lines[at], (start, end), own, w, at in own_lines, many)
        if where is None and _is_copied(text, start, end, copies, w):
            where = "抄来的段落里"
        if where:
            yield Left(start, end, text[start:end], where)


def _where(
    report: Report, line: _Line, name: tuple[int, int], own: Sequence[str], w: Words, has_own: bool, many: bool
) -> str | None:
    """Whose place the ``name`` of a line takes; None if it is mentioned only."""
    text, (start, end) = report.text, name
    before, after = text[max(line.start, start - _AROUND) : start], text[end : min(line.end, end + _AROUND)]
    if line.kind in _BESIDE:
        return {"header": "页眉里", "footer": "页脚里"}[line.kind] if not has_own else None
    if (
        line.first
        and text[start:end] in (report.title or "")
        and not has_own
        and _BEFORE_TITLE.match(before)
        and w.title.match(after)
    ):
        return "标题里"
    if line.last and line.end - line.start <= _SIGNATURE and _SIGNED.match(before) and w.signed.match(after):
        return "落款里"
    is_own = is_own_place(text, name, (line.start, line.end), own, w, opening=line.opening, alone=not (has_own or many))
    return "说本单位的地方" if is_own else None


def _is_copied(text: str, start: int, end: int, copies: Sequence[Copy], w: Words) -> bool:
    """Whether a name stands in a passage that its own unit has as well, and not as one that is dealt with there."""
    name = text[start:end]
    inside = any(one.start <= start and end <= one.end and name in one.other_text for one in copies)
    return inside and not is_mentioned(text[max(0, start - _AROUND) : start], text[end : end + _AROUND], w)


def _lines(report: Report) -> list[_Line]:
    """The blocks that are not empty."""
    there = [one for one in report.blocks if report.text[one.start : one.end].strip()]
    body = [number for number, one in enumerate(there) if one.kind == "paragraph"]
    last = set(body[-_LAST:]) if len(body) > _LAST else set(body[1:])
    opens = next((one.end if one.role == "overview" else one.start for one in report.sections if one.heading), None)
    until = len(report.text) if opens is None else opens
    return [
        _Line(
            one.start,
            one.end,
            one.kind,
            first=number < _FIRST,
            last=number in last,
            opening=number < _OPENING and one.start < until and one.kind == "paragraph",
        )
        for number, one in enumerate(there)
    ]


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
