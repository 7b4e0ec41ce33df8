"""The submitter's own Word file with each finding marked: what is missing, which rule says so, what to do."""

from collections.abc import Mapping, Sequence

from ...report import Finding
from ..console import SEVERITIES, related
from ..files import now
from .marks import Mark, put

_RELATED = 3  # other places that a comment names
_LONGEST = 40  # characters of one


def annotate(
    data: bytes, findings: Sequence[Finding], remedies: Mapping[str, str], *, converter: str | None = None
) -> bytes:
    """The Word package ``data`` with a highlight and a comment at each finding, and a summary at the top.

    Earlier marks of ours are replaced, all else stays as it is. ``remedies`` says what to do for each rule;
    ``converter`` names the program that made ``data`` from a file of another kind. Raises ``DocumentError``.
    """
    located = [one for one in findings if one.end > one.start]
    marks = [Mark(0, 0, "", _summary(findings, converter))]
    marks += [Mark(one.start, one.end, bookmark(one), _lines(one, remedies)) for one in located]
    return put(data, marks, now(local=True).isoformat(timespec="seconds"))


def bookmark(finding: Finding) -> str:
    """The name of the bookmark at the mark of ``finding``, to link to."""
    return f"{finding.rule}_{finding.start}_{finding.end}"


def _lines(finding: Finding, remedies: Mapping[str, str]) -> tuple[str, ...]:
    lines = [f"{SEVERITIES[finding.severity][0]} {finding.rule}：{finding.message}"]
    for one in finding.related[:_RELATED]:
        lines.append(f"另见：“{_short(one.text)}”" if one.source == finding.source else f"另见：{related(one)}")
    if remedy := remedies.get(finding.rule):
        lines.append(f"改法：{remedy}")
    return tuple(lines)


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else line[:_LONGEST] + "…"


def _summary(findings: Sequence[Finding], converter: str | None) -> tuple[str, ...]:
    lines = []
    if converter:
        lines.append(f"这份文件是由 {converter} 转换来的，版式可能与原件略有出入，请对照原件。")
    counted = [(name, sum(one.severity == key for one in findings)) for key, (name, _) in SEVERITIES.items()]
    if not findings:
        return (*lines, "没有发现需要修改的地方。")
    shares = "，".join(f"{name} {count} 处" for name, count in counted if count)
    lines.append(f"共 {len(findings)} 处需要处理：{shares}。逐处的说明见批注；改好后删去批注和底色即可。")
    lines += [f"全文：{one.message}（{one.rule}）" for one in findings if one.end == one.start]
    return tuple(lines)
