"""ZJ307: years that are not those of the summary."""

import re
from collections.abc import Iterator

from ...report import Report
from ..rule import Case, Hit, Rule
from .words import words

_NARROW = str.maketrans("０１２３４５６７８９〇○零一二三四五六七八九", "01234567890001234" + "56789")
_YEAR = re.compile(
    r"(?<![0-9０-９])(?:(?:19|20|１９|２０)[0-9０-９]{2}|二[〇○零][〇○零一二三四五六七八九]{2})(?=\s?(?:年|[-—–～~至]\s?(?:19|20)[0-9]{2}))"
)
_GOVERNMENTAL = re.compile("政府工作报告")
_OPENING = re.compile(r"\s*(?P<year>(?:19|20)[0-9]{2})年(?:(?:度|以来)?，|是[^，。]{0,30}的一年)")
_AS_OF = re.compile(
    r"截[至止到]{1,2}(?P<date>(?P<year>(?:19|20)[0-9]{2})年1[0-2]月[0-9]{1,2}日)(?P<rest>[^。；\n]{0,80})"
)
_COMPARED = re.compile("相[比对]|基数|原有|结转|存量")
_SIGNED = re.compile(
    r"^[ \t　]*(?P<year>(?:(?:19|20)[0-9]{2}|二[〇○零][〇○零一二三四五六七八九]{2}))"
    r"\s?年\s?[0-9一二三四五六七八九十]{1,3}\s?月(?:\s?[0-9一二三四五六七八九十]{1,3}\s?[日号])?[ \t　]*$",
    re.M,
)
_BACK = ("achievements", "problems", "experience")
_SPAN = re.compile("以来|至今|五年|三年|规划|时期|任期|学年")
_HEADING = 40  # characters of a heading; what is longer is a sentence


def wrong_year(case: Case) -> Iterator[Hit]:
    """A year in title, heading, opening or signature that the summary cannot be of."""
    report, known = case.report, words(case.settings.lexicon)
    title = _title(report)
    named = years(report.text[slice(*title)]) if title else []
    wanted = case.around.year or case.settings.year
    if title and named and wanted and not _fits(named, wanted, report.text[slice(*title)]):
        yield Hit(*title, f"标题写的是{_list(named)}，应为{wanted}年的总结", "title")
    year = _own_year(report, named, title) or wanted
    if year is None:
        return
    text = report.text
    is_part = bool(title and known.partial_year.search(text, *title))
    for section in report.sections:
        if not section.heading or len(section.heading) > _HEADING:
            continue
        end = section.start + len(section.heading)
        heading = text[section.start : end]
        held = years(heading)
        if not held or _SPAN.search(heading):
            continue
        if section.role in _BACK and not known.ahead.search(heading) and max(held) != year and year not in held:
            yield Hit(section.start, end, f"这份总结写的是{year}年，标题却是{_list(held)}", "heading")
        elif section.role == "plans" and known.ahead.search(heading) and _is_past(held, year, is_part, named):
            yield Hit(section.start, end, f"总结{year}年的工作，计划的年份却是{_list(held)}", "plan")
    yield from _opening(report, year, title)
    yield from _as_of(report, year)
    yield from _signature(report, year)


def years(text: str) -> list[int]:
    """The years that ``text`` names, in order."""
    return [int(match[0].translate(_NARROW)) for match in _YEAR.finditer(text)]


def _list(named: list[int]) -> str:
    return "、".join(f"{one}年" for one in dict.fromkeys(named))


def _title(report: Report) -> tuple[int, int] | None:
    """Where the document's title stands."""
    if not report.title:
        return None
    start = report.text.find(report.title, 0, 2000)
    return (start, start + len(report.title)) if start >= 0 else None


def _fits(named: list[int], wanted: int, title: str) -> bool:
    if wanted in named or _GOVERNMENTAL.search(title) and wanted + 1 in named or "学年" in title:
        return True
    return len(named) > 1 and min(named) <= wanted <= max(named)


def _own_year(report: Report, named: list[int], title: tuple[int, int] | None) -> int | None:
    """The year of the summary as its title says, where that is one."""
    if title is None or len(set(named)) != 1:
        return None
    text = report.text[slice(*title)]
    return (
        named[0]
        if re.search("总结|述职|小结", text) and not _GOVERNMENTAL.search(text) and "学年" not in text
        else None
    )


def _is_past(held: list[int], year: int, is_part: bool, named: list[int]) -> bool:
    """Whether a plan is for a time that is over: the year of the summary itself, unless that is of a part of it."""
    return max(held) < year or max(held) == year and not is_part and named == [year]


def _opening(report: Report, year: int, title: tuple[int, int] | None) -> Iterator[Hit]:
    """The first sentence of the body, where it dates the work."""
    start = title[1] if title else 0
    line = next(
        (
            one
            for one in report.blocks
            if one.start >= start
            and one.kind == "paragraph"
            and (one.end - one.start > _HEADING or _OPENING.match(report.text, one.start, one.end))
        ),
        None,
    )
    if line is None:
        return
    found = _OPENING.match(report.text, line.start, line.end)
    if found and int(found["year"]) == year - 1:
        yield Hit(
            found.start("year"), found.end("year") + 1, f"这份总结写的是{year}年，开头却是{found['year']}年", "opening"
        )


def _as_of(report: Report, year: int) -> Iterator[Hit]:
    """The day up to which figures are told, where it lies at the end of the year before and nothing is compared."""
    for found in _AS_OF.finditer(report.text):
        if int(found["year"]) == year - 1 and not _COMPARED.search(found["rest"]):
            message = f"这份总结写的是{year}年，数字却截至{found['year']}年"
            yield Hit(found.start("year"), found.end("date"), message, "as-of")


def _signature(report: Report, year: int) -> Iterator[Hit]:
    """The date at the end of the document."""
    low = max(0, len(report.text.rstrip()) - 60)
    for found in _SIGNED.finditer(report.text, low):
        signed = int(found["year"].translate(_NARROW))
        if signed < year or signed > year + 1:
            start = found.start("year")
            end = start + len(found[0].strip())
            yield Hit(start, end, f"这份总结写的是{year}年，落款却是{signed}年", "signature")


RULES = (
    Rule(
        id="ZJ307",
        name="wrong-year",
        severity="warning",
        summary="年份与这份总结不符：标题、各部分标题、开头、落款或计划的年份。",
        why="年份是从往年的稿子里带来的，说明有的内容可能没有更新。",
        bad="第一支部2025年工作总结\n一、2024年工作开展情况\n全年开展主题党日12次。",
        good="第一支部2025年工作总结\n一、2025年工作开展情况\n全年开展主题党日12次。",
        remedy="核对年份；内容也是往年的，一并更新。",
        check=wrong_year,
    ),
)
