"""Values as text for people: coloured tables on a terminal, plain aligned text elsewhere."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, TextIO

from rich.cells import cell_len
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from ..document import Places, TableRows, beside, table_rows
from ..report import Failure, Finding, Metric, Placeholder, Related, Report
from ..season import Season

if TYPE_CHECKING:
    from ..kpi.table import Row

ROLES = {
    "overview": "概况",
    "achievements": "成效",
    "experience": "体会",
    "problems": "问题",
    "plans": "计划",
    "suggestions": "建议",
    "closing": "结尾",
    None: "其他",
}
KINDS = {"figure": "数字", "name": "名称", "date": "日期", "text": "文字", "actual": "完成", "target": "计划"}
BOUNDS = {"exact": "", "at_least": "≥", "at_most": "≤", "about": "≈"}
CHANGES = {None: None, "from": "起点", "to": "终点", "up": "增", "down": "减", "level": "持平"}
SEVERITIES = {"error": ("错误", "bold red"), "warning": ("警告", "yellow"), "info": ("提示", "cyan")}
COMPLETE, PARTIAL, SILENT = "报齐", "没有报齐（交了一部分）", "一份没交"  # a unit of a roster is one of these
_CONTEXT = 24  # characters shown on either side of what is quoted


class _Console(Console):
    def on_broken_pipe(self) -> None:
        """Ends quietly: who read the output wants no more of it (zongjie … | head)."""
        try:
            super().on_broken_pipe()
        except SystemExit:
            raise SystemExit(0) from None


class Screen:
    """Writes to ``file``: with colours and frames if it is a terminal."""

    def __init__(self, file: TextIO) -> None:
        self.console = _Console(file=file, highlight=False, soft_wrap=True)
        self.terminal = self.console.is_terminal

    def line(self, text: str = "", style: str = "") -> None:
        """One line; ``text`` is taken as it is."""
        self.console.print(escape(text), style=style)

    def marked(self, before: str, text: str, after: str) -> None:
        """One indented line that shows ``text`` in its sentence."""
        self.console.print(f"    {escape(before)}[bold red]〖{escape(text)}〗[/]{escape(after)}")

    def table(
        self, title: str, columns: Sequence[str], rows: Iterable[Sequence[str]], right: Sequence[str] = ()
    ) -> None:
        """A table; columns named in ``right`` are aligned to the right."""
        rows = list(rows)
        if self.terminal:
            table = Table(title=escape(title), title_justify="left")
            for column in columns:
                table.add_column(escape(column), justify="right" if column in right else "left", overflow="fold")
            for row in rows:
                table.add_row(*map(escape, row))
            self.console.print(table, soft_wrap=False)
            return
        self.line(title)
        widths = [max(map(cell_len, column)) for column in zip(columns, *rows, strict=True)]
        for row in (columns, *rows):
            cells = []
            for name, text, width in zip(columns, row, widths, strict=True):
                gap = " " * (width - cell_len(text))
                cells.append(gap + text if name in right else text + gap)
            self.line("  " + "  ".join(cells).rstrip())


def show_report(screen: Screen, report: Report) -> None:
    """A report for reading: what it is, its sections, its metrics and blanks, the problems and plans it lists."""
    screen.line(report.title or report.source.name, "bold")
    known = [report.source.name, report.organization or "", f"{report.year} 年" if report.year else ""]
    screen.line(" · ".join(part for part in [*known, f"{len(report.text)} 字"] if part))
    screen.line()
    sections = [
        (ROLES[one.role], one.heading or _short(report.text[one.start : one.end]), str(one.end - one.start))
        for one in report.sections
    ]
    screen.table("段落", ("类别", "标题或开头", "字数"), sections, right=("字数",))
    tables = table_rows(report.blocks)
    if report.metrics:
        screen.line()
        rows = [
            (one.indicator or "", amount(one, one.scale), KINDS[one.kind], _excerpt(report, tables, one))
            for one in report.metrics
        ]
        screen.table(f"指标（{len(rows)}）", ("指标", "数值", "性质", "原文"), rows, right=("数值",))
    if report.placeholders:
        screen.line()
        blanks = [
            (one.text.strip() or "（空）", KINDS[one.kind], _excerpt(report, tables, one))
            for one in report.placeholders
        ]
        screen.table(f"空缺（{len(blanks)}）", ("写法", "缺什么", "原文"), blanks)
    if report.items:
        screen.line()
        screen.table("要点", ("类别", "内容"), [(ROLES[one.role], _short(one.head, 40)) for one in report.items])
    if report.initiatives:
        screen.line()
        screen.table("举措与品牌", ("名称",), [(one.text,) for one in report.initiatives])
    screen.line()


def amount(one: "Metric | Row", scale: int = 1) -> str:
    """The value of a metric with bound and unit, as a table shows it (≥160次, 3—5次, 1.2万元, 缺（万元）)."""
    if one.value is None:
        return f"缺（{one.unit_text}）" if one.unit_text else "缺"
    high = "" if one.high is None else f"—{_number(one.high, scale)}"
    return f"{BOUNDS[one.bound]}{_number(one.value, scale)}{high}{one.unit if scale == 1 else one.unit_text}"


def _number(value: Decimal, scale: int) -> str:
    return f"{(value / scale).normalize():,f}"


def show_findings(screen: Screen, report: Report, findings: Sequence[Finding], remedies: Mapping[str, str]) -> None:
    """Each finding with its place, an excerpt in which it is marked, and what to do (``remedies`` by rule)."""
    tables, places = table_rows(report.blocks), Places(report.blocks)
    for one in findings:
        word, style = SEVERITIES[one.severity]
        said = f"[bold]{one.rule}[/] [{style}]{word}[/] {escape(one.message)}"
        screen.console.print(f"{escape(_place(one, places))} {said}")
        if one.end > one.start:
            before, after = _around(report, tables, one.start, one.end)
            screen.marked(before, report.text[one.start : one.end].replace("\n", " "), after)
        for other in one.related:
            screen.line(f"    另见：{related(other, report, places)}", "dim")
        if remedy := remedies.get(one.rule):
            screen.line(f"    改法：{remedy}", "dim")


def show_summary(screen: Screen, found: Sequence[Finding | Failure], documents: int) -> None:
    """How many findings of each severity there are in how many documents, and how many could not be read."""
    counts = Counter(one.severity for one in found if isinstance(one, Finding))
    failed = sum(isinstance(one, Failure) for one in found)
    parts = [f"{word} {counts[severity]}" for severity, (word, _) in SEVERITIES.items()]
    unread = f"；另有 {failed} 份读不了" if failed else ""
    screen.line(f"共检查 {documents} 份：{'，'.join(parts)}{unread}", "bold")


def show_rows(screen: Screen, rows: Iterable["Row"]) -> None:
    """The table of metrics with the sentence that each stands in."""
    shown = [
        (
            row.organization,
            row.indicator or "",
            _changed(row) + _as_written(row),
            KINDS[row.kind],
            _short(row.evidence, 30),
        )
        for row in rows
    ]
    screen.table(f"指标（{len(shown)}）", ("单位", "指标", "数值", "性质", "依据"), shown, right=("数值",))


def _as_written(row: "Row") -> str:
    """The value of a figure in the scale in which the text has it: 4.3亿元, and not 430,000,000元."""
    from ..catalogue import unscaled  # brings the whole catalogue

    unit, scale = unscaled(row.unit_text)
    return amount(row, scale if unit == row.unit else 1)


def classes(season: Season) -> dict[str, tuple[str, ...]]:
    """The units of each class, by what it is called; 没有报齐 only where there are such."""
    found = {COMPLETE: season.complete, PARTIAL: season.partial, SILENT: season.silent}
    return {word: units for word, units in found.items() if units or word != PARTIAL}


def several(season: Season) -> str:
    """What to do about units that have handed in more than one kind of document where no profile names the kinds."""
    number = len(season.several)
    return f"有 {number} 个单位交了不止一种总结；若都要求交，请在设置文件里写 [[documents]]" if number else ""


def _changed(row: "Row") -> str:
    """增, 减 or 持平 before the amount of a change, which is no total."""
    return f"{CHANGES[row.change]} " if row.change in ("up", "down", "level") else ""


def concise(finding: Finding, places: Places) -> str:
    """One line for a finding: file:number: rule message, the number that of the paragraph or line.

    What stands in no paragraph of the body has none: where it is stands before the message.
    """
    number = places.number(finding.start) if finding.end > finding.start else None
    words = places.words(finding.start) if finding.end > finding.start and number is None else ""
    where = f"{finding.source}:" + ("" if number is None else f"{number}:")
    return f"{where} {finding.rule} {f'{words}：' if words else ''}{finding.message}"


def related(one: Related, report: Report | None = None, places: Places | None = None) -> str:
    """Another place in one line: file:paragraph: “words”; ``places`` are those of ``report``, known in itself only."""
    own = report is not None and one.source == report.source.name
    where = _where(one.start, places) if own and places is not None else ""
    return f"{one.source}:{where} “{_short(one.text, _CONTEXT)}”"


def _place(finding: Finding, places: Places) -> str:
    return f"{finding.source}:{_where(finding.start, places) if finding.end > finding.start else ''}"


def _where(position: int, places: Places) -> str:
    """The number of a paragraph or line, or where else it is in words, with a colon."""
    where = places.number(position) or places.words(position)
    return f"{where}:" if where else ""


def _around(report: Report, tables: TableRows, start: int, end: int) -> tuple[str, str]:
    """What stands before and after a range in its line or row of a table, cut to a length that fits on one line."""
    text = report.text
    line = text.rfind("\n", 0, start) + 1
    stop = text.find("\n", end, end + _CONTEXT + 1)
    before, after = text[max(line, start - _CONTEXT - 1) : start], text[end : end + _CONTEXT + 1 if stop < 0 else stop]
    index = bisect_right(report.blocks, start, key=lambda block: block.start) - 1
    if index >= 0:
        left, right = beside(text, tables, report.blocks[index])
        before, after = left + before, after + right
    before, after = before.lstrip(), after.rstrip()
    return (
        "…" * (len(before) > _CONTEXT) + before[-_CONTEXT:],
        after[:_CONTEXT] + "…" * (len(after) > _CONTEXT),
    )


def _excerpt(report: Report, tables: TableRows, one: Metric | Placeholder) -> str:
    before, after = _around(report, tables, one.start, one.end)
    return f"{before[-12:]}〖{report.text[one.start : one.end]}〗{after[:10]}".replace("\n", " ")


def _short(text: str, length: int = 24) -> str:
    line = " ".join(text.split())
    return line if len(line) <= length else line[:length] + "…"
