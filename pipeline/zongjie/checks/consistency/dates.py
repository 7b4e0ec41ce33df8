"""ZJ308, ZJ309: days that no calendar has, and ranges that run backwards."""

import re
from calendar import isleap
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from ...language import quantity
from ...language.numerals import read
from ...language.units import UnitMatch
from ..rule import Case, Hit, Rule

_D = "0-9０-９"
_C = "一二三四五六七八九十"
_NARROW = str.maketrans("０１２３４５６７８９〇○零一二三四五六七八九", "01234567890001234" + "56789")
_YEAR = rf"(?:[12１２][{_D}]{{3}}|[一二][〇○零一二三四五六七八九]{{3}})"
_DATE = re.compile(
    rf"(?<![{_D}{_C}第.．])(?:(?P<year>{_YEAR})\s?年\s?)?(?P<month>[{_D}]{{1,2}}|[{_C}]{{1,3}})\s?月(?:份)?\s?"
    rf"(?P<day>[{_D}]{{1,2}}|[{_C}]{{1,3}})(?:\s?[日号]?\s?[至到—–~～-]{{1,2}}\s?(?P<last>[{_D}]{{1,2}}|[{_C}]{{1,3}}))?\s?(?P<mark>[日号])"
)
_MONTH = re.compile(rf"(?<![{_D}{_C}])(?P<year>{_YEAR})\s?年\s?(?P<month>[{_D}]{{1,2}}|[{_C}]{{1,3}})\s?月")
_DIGITAL = re.compile(
    r"(?<![0-9A-Za-z.\-/_])(?P<year>(?:19|20)[0-9]{2})(?P<mark>[.\-/])(?P<month>[0-9]{1,2})(?P=mark)(?P<day>[0-9]{1,2})(?![0-9A-Za-z.\-/_%号])"
)
_LUNAR = re.compile("农历|阴历|旧历|正月|腊月|藏历|夏历")
_NAMED = re.compile(r"[楼院线文令井房店厂公机桥洞库站段路码门矿会通函件区地]")
_LENGTHS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_NEAR = 8  # characters before a date in which 农历 may stand


class Span(NamedTuple):
    """A range that runs backwards, and its two ends as written."""

    start: int
    end: int
    first: str
    last: str


def _number(written: str) -> int | None:
    found = read(written.strip())
    return None if found is None else int(found.value)


def _year(written: str | None) -> int | None:
    return int(written.translate(_NARROW)) if written else None


def impossible_date(case: Case) -> Iterator[Hit]:
    """A month after the twelfth, or a day that its month does not have."""
    text = case.report.text
    if "月" in text:
        for match in _DATE.finditer(text):
            if match["mark"] == "号" and _NAMED.match(text, match.end()):
                continue
            if _LUNAR.search(text, max(0, match.start() - _NEAR), match.start()):
                continue
            days = [match["day"], *([match["last"]] if match["last"] else [])]
            wrong = _wrong(_year(match["year"]), match["month"], days)
            if wrong:
                yield Hit(match.start(), match.end(), f"没有这一天（{_tidy(match[0])}）：{wrong}", "day")
        for match in _MONTH.finditer(text):
            month = _number(match["month"])
            if month is not None and not 1 <= month <= 12 and not _DATE.match(text, match.start()):
                yield Hit(match.start(), match.end(), f"没有这个月（{_tidy(match[0])}）：一年只有12个月", "month")
    for match in _DIGITAL.finditer(text):
        wrong = _wrong(int(match["year"]), match["month"], [match["day"]])
        if wrong:
            yield Hit(match.start(), match.end(), f"没有这一天（{match[0]}）：{wrong}", "day")


def _wrong(year: int | None, month_written: str, days: list[str]) -> str:
    """What is wrong with a date; "" where nothing is."""
    month = _number(month_written)
    numbers = [_number(day) for day in days]
    if month is None or None in numbers:
        return ""
    if not 1 <= month <= 12:
        return "一年只有12个月"
    most = _LENGTHS[month - 1]
    if month == 2 and year is not None and not isleap(year):
        most = 28
    if any(day is not None and not 1 <= day <= most for day in numbers):
        whose = f"{year}年" if month == 2 and year is not None else ""
        return f"{whose}{month}月只有{most}天"
    return ""


def _tidy(written: str) -> str:
    return "".join(written.split())


# Not from one line or cell to the next, but for a line that breaks beside 至 or 到.
_JOINT = r"(?:[^\S\n\r\t]?(?:至|到|—{1,2}|–|~|～|-|－)[^\S\n\r\t]?|\n[至到]|[至到]\n)"
_ARABIC = rf"[{_D}]+(?:[.．][{_D}]+)?"
_SCALE = "[万亿]?"
_RANGE = re.compile(
    rf"(?<![{_D}{_C}.．,，A-Za-z+\-—–~～/／:：至到第负])(?P<low>(?!0[0-9]){_ARABIC}|[{_C}两百千]{{1,6}})(?P<scale>{_SCALE})(?P<unit>[^0-9０-９\s，。；：、{_C}至到—–~～-]{{0,4}}?)"
    rf"{_JOINT}(?P<high>{_ARABIC}|[{_C}两百千]{{1,6}})(?P<own>{_SCALE})"
)
_CHANGED = re.compile(r"(?:由|从|自|降(?![水雨雪温])|减|下降|调整|缩短|压缩|零下|比分)[^，。；：\n]{0,12}$")
_NOUN = re.compile(r"(?![之左右以上下内])[\u4e00-\u9fff]{2}")
_ORDER = frozenset(
    [
        "年",
        "天",
        "日",
        "号",
        "时",
        "点",
        "分",
        "位",
        "名",
        "月",
        "层",
        "楼",
        "级",
        "届",
        "章",
        "条",
        "页",
        "期",
        "版",
        "班",
    ]
)
_EITHER = frozenset(["名", "位", "天", "期", "班"])  # of _ORDER, what counts as well: 配备6至4名, but 第6至4名
_COUNTED = re.compile(
    r"(?:每|各|配备?|安排|派|不少于|不低于|至少|需要?|招|聘|选|引进|新?增|办|开展|组织|抽调|培养|发展|设|编印|持续|历时|保证|落实)"
    r"[^，。；：、\n]{0,8}\Z"
)
_PLACED = re.compile(
    r"(?:第|名次|(?<!安)排[名在]?|位次|位[列居]|[名居]列|获奖|前|倒数|成绩|得分|由|从)[^，。；：\n]{0,10}\Z"
)
_BEFORE = 16  # characters before a range that tell what it is
_MONTHS = re.compile(
    rf"(?<![{_D}])(?P<year>{_YEAR})年(?P<first>[{_D}]{{1,2}})月?{_JOINT}(?:(?P<other>{_YEAR})年)?(?P<last>[{_D}]{{1,2}})月(?!龄|薪)"
)
_YEARS = re.compile(rf"(?<![{_D}])(?P<first>(?:19|20)[0-9]{{2}})年?{_JOINT}(?P<last>(?:19|20)[0-9]{{2}})年(?!级)")
_DAYS = re.compile(
    rf"(?<![{_D}{_C}])(?P<month>[{_D}]{{1,2}})月(?P<first>[{_D}]{{1,2}})日?{_JOINT}(?:(?P<own>[{_D}]{{1,2}})月)?(?P<last>[{_D}]{{1,2}})日"
)


def reversed_range(case: Case) -> Iterator[Hit]:
    """A range whose first end is the greater one."""
    text = case.report.text
    for span in (*_amounts(case), *_spans(text)):
        yield Hit(span.start, span.end, f"范围前大后小：前面是{_tidy(span.first)}，后面是{_tidy(span.last)}", "range")


def _amounts(case: Case) -> Iterator[Span]:
    """Ranges of quantities: 5至3次, 40%—25%."""
    text, grammar = case.report.text, quantity.grammar(case.settings.lexicon)
    for match in _RANGE.finditer(text):
        low, high = read(match["low"]), read(match["high"])
        if low is None or high is None or low.high is not None or high.high is not None:
            continue
        unit = grammar.units.match(text, match.end())
        if unit is None or match["unit"] and match["unit"] != unit.name:
            continue
        before = max(0, match.start() - _BEFORE)
        if _orders(text, unit) and not _counts(text, before, match.start(), unit.name):
            continue
        least, most = _scaled(low.value, match["scale"]), _scaled(high.value, match["own"])
        if match["scale"] and not match["own"] and most < low.value * 10:
            continue  # 1.5万至8元: the scale goes for both, or one is forgotten
        if least <= most or _CHANGED.search(text, before, match.start()):
            continue
        yield Span(
            match.start(), unit.stop, text[match.start() : match.end("unit")], text[match.start("high") : unit.stop]
        )


def _counts(text: str, start: int, end: int, unit: str) -> bool:
    """Whether a unit that may name places in an order counts here, as ``text[start:end]`` before it says."""
    return unit in _EITHER and bool(_COUNTED.search(text, start, end)) and not _PLACED.search(text, start, end)


def _orders(text: str, unit: UnitMatch) -> bool:
    """Whether a unit is one of places in an order; 名 and 位 before a noun count people."""
    return unit.name in _ORDER and not (unit.name in "名位" and _NOUN.match(text, unit.stop))


def _scaled(value: Decimal, scale: str) -> Decimal:
    return value * {"": 1, "万": 10**4, "亿": 10**8}[scale]


def _spans(text: str) -> Iterator[Span]:
    """Ranges of time: 2025年9月至3月, 2025—2023年, 9月30日至25日."""
    for match in _MONTHS.finditer(text):
        year, other = _year(match["year"]) or 0, _year(match["other"])
        first, last = (year, _number(match["first"]) or 0), (other or year, _number(match["last"]) or 0)
        if first > last and last[1] and first[1] <= 12 and last[1] <= 12:
            yield Span(
                *match.span(),
                match[0][: match.end("first") - match.start()] + "月",
                f"{match['other'] or year}年{last[1]}月",
            )
    for match in _YEARS.finditer(text):
        if int(match["first"]) > int(match["last"]):
            yield Span(*match.span(), f"{match['first']}年", f"{match['last']}年")
    for match in _DAYS.finditer(text):
        month, own = _number(match["month"]) or 0, _number(match["own"] or match["month"]) or 0
        early, late = _number(match["first"]) or 0, _number(match["last"]) or 0
        if month == own and early > late and 1 <= month <= 12:
            yield Span(*match.span(), f"{month}月{early}日", f"{own}月{late}日")


RULES = (
    Rule(
        id="ZJ308",
        name="impossible-date",
        severity="error",
        summary="日历上没有的日子：2月30日、6月31日、13月5日。",
        why="日期写错，事情发生在哪一天、数字截至哪一天就说不清。",
        bad="一、工作开展情况\n2025年6月31日，组织召开半年工作会议。",
        good="一、工作开展情况\n2025年6月30日，组织召开半年工作会议。",
        remedy="查对原始记录，改成实际的日期。",
        check=impossible_date,
    ),
    Rule(
        id="ZJ309",
        name="reversed-range",
        severity="warning",
        summary="范围的两头颠倒：5至3次、2025年9月至3月。",
        why="前大后小的范围多半是其中一个数写错了。",
        bad="一、工作开展情况\n各支部每季度开展学习5至3次。",
        good="一、工作开展情况\n各支部每季度开展学习3至5次。",
        remedy="把小的写在前面；跨年的时间写明年份，如2025年9月至2026年3月。",
        check=reversed_range,
    ),
)
