"""The letters of a season: 退回修改通知 to one unit, and 催报名单 for all."""

import os
import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import islice
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, NamedTuple

from ..document import Places, without_marks
from ..language import dates
from ..report import Blank, Failure, Finding, Placeholder, Report
from ..season import Absence, Season
from ..settings import Letters
from .console import KINDS, PARTIAL, SEVERITIES, SILENT, classes
from .files import now

if TYPE_CHECKING:
    from .official import Letter

_OPEN = "〖空缺〗"  # stands for the marks of a blank, so that a letter has none itself
_AROUND = 30  # characters of the text on either side of what is to be repaired
_LINES = re.compile(r"\s+")
_MOST = 200  # findings of one document that a letter lists
_BLANKS = {"ZJ101": "数字", "ZJ102": "名称", "ZJ103": "文字", "ZJ104": "日期"}  # what the rules about blanks find
# What a letter calls the severities: 警告 would be a disciplinary measure there.
_CALLED = {"error": "须改", "warning": "请核", "info": "参考"}
_DIGITS = "零一二三四五六七八九"


class Fault(NamedTuple):
    """A finding as a letter tells it: ``excerpt`` is the text around it (or ""), blanks in it written 〖空缺〗."""

    rule: str
    severity: str
    where: str
    message: str
    excerpt: str
    remedy: str


class Returned(NamedTuple):
    """A document that goes back to its unit: what to repair, and the places to fill in."""

    source: str
    faults: Sequence[Fault]
    blanks: Sequence[Blank] = ()
    note: str = ""


class Tally(NamedTuple):
    """What a unit's documents still need: findings by severity, and blanks."""

    errors: int = 0
    warnings: int = 0
    infos: int = 0


def faults(report: Report, findings: Iterable[Finding], remedies: Mapping[str, str]) -> list[Fault]:
    """The findings of one report as a letter tells them; ``remedies`` says what to do for each rule."""
    starts = [block.start for block in report.blocks]
    marks = [one.start for one in report.placeholders]
    places = Places(report.blocks)
    found = []
    for one in findings:
        whole = one.end == one.start or not starts
        where = "全文" if whole else places.words(one.start)
        excerpt = "" if whole else _excerpt(report, marks, one, max(bisect_right(starts, one.start) - 1, 0))
        near = report.placeholders[bisect_left(marks, one.start - _AROUND) : bisect_left(marks, one.end + _AROUND)]
        message = one.message
        for mark in sorted({_LINES.sub(" ", blank.text) for blank in near if not _is_bare(blank)}, key=len)[::-1]:
            message = message.replace(mark, _OPEN)
        found.append(Fault(one.rule, one.severity, where, message, excerpt, remedies.get(one.rule, "")))
    return found


def returned(
    path: str | os.PathLike[str], unit: str, season: Season, documents: Sequence[Returned], letters: Letters
) -> None:
    """Writes 退回修改通知 to ``unit`` (.docx): what to repair where and how, what to fill in, what is not there yet.

    Raises ``WriteError``; ValueError where there is nothing to return and nothing missing.
    """
    from .official import Letter

    absent = [one for one in season.absences if one.unit == unit]
    returning = [one for one in documents if one.faults or one.blanks]
    if not returning and not absent:
        raise ValueError(f"nothing to return to {unit}")
    what = _what(season)
    letter = Letter(f"关于{'退回修改' if returning else '报送'}{what}的通知")
    letter.line(f"{unit}：", indent=False)
    letter.line(_opening(returning, absent, what, letters))
    heads = _heads()
    if returning:
        letter.heading(f"{next(heads)}需要修改的内容")
        for number, one in enumerate(returning, 1):
            _document(letter, number, one)
    if any(one.blanks for one in returning):
        letter.heading(f"{next(heads)}需要补填的空缺")
        letter.line("下表逐处列出没有填写的地方，请在“填写内容”栏核定后补入原文。")
        columns = [("序号", 5), ("文件", 10), ("位置", 7), ("原句", 18), ("缺什么", 7), ("填写内容", 8)]
        letter.table(columns, _numbered(row for one in returning for row in _rows(one)))
    if absent:
        letter.heading(f"{next(heads)}尚未报送的材料")
        for number, lack in enumerate(absent, 1):
            letter.line(f"{number}.{_owed(lack)}。")
    if returning:
        letter.line()
        said = "标【请核】的，核对无误可以不改，回复时说明。" if any(_asked(one) for one in returning) else ""
        letter.line(f"请逐项核对原始资料后修改，不要凭印象补数；确实没有的，写明情况。{said}", keep=True)
    _sign(letter, letters)
    letter.write(Path(path))


def reminder(
    path: str | os.PathLike[str],
    season: Season,
    tallies: Mapping[str, Tally],
    letters: Letters,
    failures: Sequence[Failure] = (),
) -> None:
    """Writes 催报名单 (.docx): who has not submitted what, who has to repair, who is done, what could not be read.

    ``tallies`` says what the documents that count still need, by unit. Raises ``WriteError``.
    """
    from .official import Letter

    absent: dict[str, list[Absence]] = {}
    for one in season.absences:
        absent.setdefault(one.unit, []).append(one)
    nothing = Tally()
    silent = set(season.silent)
    mending = [unit for unit in season.units if unit not in silent and any(tallies.get(unit, nothing)[:2])]
    done = [unit for unit in season.complete if unit not in set(mending)]
    what = _what(season)
    letter = Letter(f"{what}催报名单")
    counts = "，".join(f"{word}{len(units)}家" for word, units in classes(season).items())
    letter.line(
        f"截至{_day()}，应报送{what}的单位{len(season.units)}家，其中{counts}。"
        f"交来的材料需要修改的{len(mending)}家，报齐且不需要修改的{len(done)}家。"
        f"{_by_when(letters, '补报，或改好后重新报送')}"
    )
    heads = _heads()
    if absent:
        letter.heading(f"{next(heads)}一份没交或没有报齐的单位")
        rows = [
            (unit, SILENT if unit in silent else PARTIAL, "；".join(map(_owed, absent[unit])))
            for unit in _in_order(season, absent)
        ]
        letter.table([("序号", 1), ("单位", 4), ("情况", 3), ("未交的材料", 5)], _numbered(rows))
    if mending:
        letter.heading(f"{next(heads)}需要修改后重新报送的单位")
        rows_of = [(unit, *map(str, tallies[unit])) for unit in mending]
        letter.table(
            [("序号", 2), ("单位", 8), *((f"{word}（处）", 3) for word in _CALLED.values())], _numbered(rows_of)
        )
    if done:
        letter.heading(f"{next(heads)}已经完成报送的单位")
        letter.line("、".join(done) + "。")
    strangers = [one for one in season.submissions if one.unit is None or one.unit not in season.units]
    if failures or strangers:
        letter.heading(f"{next(heads)}需要核实的文件")
        doubts = [(PurePath(one.source).name, f"{one.message}。{one.remedy}。") for one in failures]
        doubts += [(PurePath(one.source).name, one.note or "看不出是哪个单位的材料") for one in strangers]
        letter.table([("序号", 1), ("文件", 4), ("情况", 6)], _numbered(doubts))
    _sign(letter, letters)
    letter.write(Path(path))


def doubt(letters: Letters) -> str | None:
    """What is wrong with the day by which to answer, in Chinese with its remedy; None if nothing is, or none is set."""
    said = letters.deadline.strip()
    if not said:
        return None
    day = re.match(r".*?[日号]", said)  # behind it may stand an hour
    found = dates.written(day[0] if day else said)
    example = f"{now(local=True).year + 1}年1月20日"
    if found is None or found.day is None or found.month is None:
        return f"letters.deadline（截止日期）“{said}”不是日期，通知里会照写；请写成“{example}”"
    if found.year is None:
        return f"letters.deadline（截止日期）“{said}”没有写年份；请写成“{example}”"
    today = now(local=True).date()
    if date(found.year, found.month, found.day) < today:
        return f"letters.deadline（截止日期）“{said}”已经过去（通知的日期是{_day()}）；请改成今天以后的日期"
    return None


def _in_order(season: Season, units: Iterable[str]) -> list[str]:
    order = {unit: number for number, unit in enumerate(season.units)}
    return sorted(units, key=lambda unit: (order.get(unit, len(order)), unit))


def _numbered(rows: Iterable[Sequence[str]]) -> Iterable[Sequence[str]]:
    return ([str(number), *row] for number, row in enumerate(rows, 1))


def _what(season: Season) -> str:
    return f"{season.year}年工作总结" if season.year is not None else "工作总结"


def _asked(one: Returned) -> bool:
    return any(fault.severity == "warning" for fault in one.faults)


def _owed(one: Absence) -> str:
    year = f"（{one.year}年）" if one.year is not None else ""  # behind: 1.2025年 would read as a number
    return f"{one.kind or '工作总结'}{year}"


def _opening(returning: Sequence[Returned], absent: Sequence[Absence], what: str, letters: Letters) -> str:
    if not returning:
        return f"截至{_day()}，尚未收到你单位应当报送的下列材料。{_by_when(letters, '报送')}"
    counts = Counter(fault.severity for one in returning for fault in one.faults)
    shares = _shares(counts)
    total = f"需要修改的地方{sum(counts.values())}处（{shares}）" if counts else ""
    blanks = sum(len(one.blanks) for one in returning)
    filled = f"没有填写的空缺逐处列表，共{blanks}处" if blanks else ""
    lacking = f"；另有{len(absent)}份材料尚未报送" if absent else ""
    found = "；".join(one for one in (total, filled) if one)
    return f"你单位报送的{what}收悉。经审核，发现{found}{lacking}，现予退回。{_by_when(letters)}"


def _by_when(letters: Letters, what: str = "改好后重新报送") -> str:
    day = dates.written(letters.deadline)
    shown = letters.deadline if day is None or None in day else f"{day.year}年{day.month}月{day.day}日"
    return f"请于{shown}前{what}。" if shown else "请抓紧办理，尽快报送。"


def _shares(counts: Mapping[str, int]) -> str:
    return "、".join(f"{_CALLED[key]}{counts[key]}处" for key in SEVERITIES if counts[key])


def _document(letter: "Letter", number: int, one: Returned) -> None:
    counts = Counter(fault.severity for fault in one.faults)
    shares = _shares(counts)
    note = f"，{one.note}" if one.note else ""
    letter.subheading(f"（{_chinese(number)}）{PurePath(one.source).name}（{shares or '只有空缺'}{note}）")
    said: dict[str, int] = {}  # the remedy and the number of the line that first gives it
    for index, (fault, text) in enumerate(_lines(one)[:_MOST], 1):
        remedy = f"改法：{fault.remedy}" if fault.remedy else ""
        first = said.setdefault(remedy, index)
        word = _CALLED[fault.severity]
        letter.line(f"{index}.【{word}】{text}{f'改法同第{first}条。' if remedy and first < index else remedy}")
    if len(_lines(one)) > _MOST:
        letter.line(f"其余{len(_lines(one)) - _MOST}处见标注稿。")


def _lines(one: Returned) -> list[tuple[Fault, str]]:
    """The faults of a document, graver ones first, each with what it says; blanks that the table lists as one line."""
    order = list(SEVERITIES)
    listed: dict[tuple[int, str], list[Fault]] = {}
    for number, fault in enumerate(one.faults):
        together = fault.rule in _BLANKS and one.blanks
        listed.setdefault((order.index(fault.severity), fault.rule if together else f"{number:08}"), []).append(fault)
    found = []
    for (_, key), faults_ in sorted(listed.items(), key=lambda item: item[0][0]):
        fault = faults_[0]
        if key in _BLANKS:
            places = "、".join(
                place + (f"（{count}处）" if count > 1 else "")
                for place, count in Counter(one.where for one in faults_).items()
            )
            text = f"{_BLANKS[key]}没有填写的{len(faults_)}处：{places}，逐处列在“需要补填的空缺”表里。"
        else:
            excerpt = f"原文：{fault.excerpt.rstrip('。')}。" if fault.excerpt else ""
            text = f"{fault.where}：{fault.message.rstrip('。')}。{excerpt}"
        found.append((fault, text))
    return found


def _rows(document: Returned) -> Iterator[Sequence[str]]:
    """A row for each blank of a document; the other blanks of its sentence have no marks there either."""
    blanks = sorted(document.blanks, key=lambda one: one.start)
    starts = [one.start for one in blanks]
    for one in blanks:
        before, after = one.before[-_AROUND:], one.after[:_AROUND]
        first = one.start - len(before)
        near = blanks[max(bisect_left(starts, first) - 1, 0) : bisect_left(starts, one.end + _AROUND)]
        others = [blank for blank in near if blank is not one]
        sentence = (
            _without_marks(before, first, others)
            + _OPEN
            + (one.mark if _is_bare(one) else "")
            + _without_marks(after, one.end, others)
        )
        yield PurePath(document.source).name, one.where, sentence, one.indicator or KINDS[one.kind], ""


def _sign(letter: "Letter", letters: Letters) -> None:
    letter.line(keep=True)
    if letters.issuer:
        letter.line(letters.issuer, right=True, keep=True)
    letter.line(_day(), right=True)


def _day() -> str:
    today = now(local=True)
    return f"{today.year}年{today.month}月{today.day}日"


def _heads() -> Iterator[str]:
    return iter([f"{_chinese(number)}、" for number in range(1, 9)])


def _chinese(number: int) -> str:
    """1 to 99 in Chinese numerals; beyond, as digits."""
    tens, ones = divmod(number, 10)
    if number < 10 or number > 99:
        return _DIGITS[number] if number < 10 else str(number)
    return ("" if tens == 1 else _DIGITS[tens]) + "十" + (_DIGITS[ones] if ones else "")


def _is_bare(blank: Placeholder | Blank) -> bool:
    """Whether a unit is all that stands where a number is missing."""
    text = blank.mark if isinstance(blank, Blank) else blank.text
    return blank.kind == "figure" and all("\u4e00" <= one <= "\u9fff" and one not in "某〇" for one in text)


def _without_marks(text: str, start: int, blanks: Iterable[Placeholder | Blank]) -> str:
    """A piece of a document's text that begins at ``start``, with 〖空缺〗 for each of the blanks that lie in it."""
    pieces, at = [], start
    for blank in blanks:
        if blank.end > at and blank.start < start + len(text):
            pieces += [text[at - start : max(blank.start - start, 0)], _OPEN]
            at = blank.start if _is_bare(blank) else blank.end
    pieces.append(text[max(at - start, 0) :])
    return _LINES.sub(" ", "".join(pieces))


def _excerpt(report: Report, marks: Sequence[int], one: Finding, index: int) -> str:
    """What stands around a finding in its paragraphs, of which ``index`` is the first, each blank as 〖空缺〗."""
    begin = one.start - _AROUND
    stop = min(max(one.end, one.start + 1) + _AROUND, one.start + 3 * _AROUND)
    shown: list[str] = []
    before = after = ""
    for block in islice(report.blocks, index, None):
        if shown and block.start >= one.end:
            break
        if shown and block.start >= stop:
            after = "…"
            break
        start, end = without_marks(report.text, block)
        first, last = max(start, begin), min(end, stop)
        near = report.placeholders[max(bisect_left(marks, first) - 1, 0) : bisect_left(marks, last)]
        if not shown and first > start:
            before = "…"
        shown.append(_without_marks(report.text[first:last], first, near).strip())
        after = "…" if last < end else ""
    return before + " ".join(shown) + after
