"""Figures deleted without a mark: a bare unit is left (实现生产总值亿元，人均元), or a bare verb (完成率达，)."""

import re
from collections.abc import Iterator

from .blanks import CHINESE_DIGITS, DIGITS, HAN, SHARES, Blanks, Found

_ENDS = r"(?=[，。；、,;！!）)\n]|$)"
_UNIT_END = re.compile(rf"[元亩吨%％‰次里米点笔户斤时顷家个项名件处人辆台座套](?:{_ENDS}|(?=左右))|[%％](?=以上|以内)")
_ANY_END = re.compile(rf"[元亩吨次里米点笔户斤时顷家个项名件处人辆台座套份条分批场篇期株天]{_ENDS}")
_TOTAL_BEFORE = re.compile(r"(?:共|累计|完成|实现|达到?|总计)[\u4e00-\u9fff]{0,6}$")
_SCALES = frozenset("万亿")
# Units that are ordinary words as well: doubtful alone, counted only after a verb of increase.
_DOUBTFUL = frozenset(["元", "亩", "吨", "笔", "户", "公斤", "斤"])
_COUNTED = frozenset("家个项名件处人户台辆座套")
_INCREASES = ("达到", "新增", "增加")
_NEVER = frozenset(["time", "voltage", "data", "traditional", "thing", "thing_times"])
_PARTS_OF_UNITS = frozenset("个吨人车客方千")
_NUMERAL_BEFORE = frozenset(CHINESE_DIGITS + "百千万亿数余多来几近上逾约超每破过单美日欧港状家")
# What may be left of 30多亿元; 多, 余 before a scale alone are words for a figure only behind one.
_MORE = re.compile(
    r"(?:新增|增加|减少|增长|下降|达到?|完成|实现|超过|投入|发放|共计?|累计|总计|争取|兑付|减免|节约|筹集|下拨|拨付|安排)[多余]\Z"
)
# A verb with 个 right after it: 完成个项目. Not 新增个体户.
_COUNTLESS = re.compile(
    r"(?:完成|开展|推进|推动|新增|新建|建成|打造|培育|创建|引进|签约|实施|首批|第一批|累计|共有|共计|合计|总计|整治|改造|评选|命名|认定|涉及|覆盖)个"
    r"(?=[\u4e00-\u9fff])(?![人体性别案税股子头位例把展旧转])"
)
_AMOUNT = (
    r"(?:[人户次件场个台项]数|数量|总数|人次|面积|金额|[总投销余产税贷]额"
    r"|长度|总长|全长|里程|(?<!计)量|得分|评分|单价|均价)"
)
_REACHED = re.compile(
    rf"(?:{_AMOUNT}|资金|经费|费用|收入|产值|利润|税收|支出|损失)(?:已|共|累计|均|平均)?(?:达到?|[多高]达|约为?)\Z"
)
_IS = re.compile(rf"{_AMOUNT}(?:已|均|仅|共)?为\Z")
_MEASURED = re.compile(
    r"(?:面积|长度|总长|全长|里程|(?:[新改扩]建|建成|改造|铺设|敷设|整治|硬化|疏浚|绿化)(?:(?![每按以元为])[\u4e00-\u9fff]){1,6})\Z"
)
_SPENT = re.compile(
    r"(?:资金|经费|费用|金额|补助|补贴|奖金|慰问金|捐款|罚款|货款|租金|收入|产值|利润|成本|税收|损失|支出|节约|节省|节支|增收|创收|减支|总额|累计|合计|共计)\Z"
)
VERBS = frozenset(["达", "达到", "为"])  # what is quoted where neither figure nor unit are left (完成率达，)
_RATE_SAID = re.compile(r"(?:率|占比|比重|比例)(?:已|均|仅|平均)?(?P<verb>达到?|为)(?=[，。；])")
_CHANGED = re.compile(r"(?:增长|增加|提高|提升|上升|下降|减少|降低|回落|上涨|收窄|扩大)了?\Z")
_POINTS = frozenset(["个百分点", "百分点", "个点"])
_JOINED = re.compile(r"[、，](?:一?共|共计|合计|总计|累计)?\Z")
_OF_PAIRS = frozenset(
    ["person", "labour", "lesson", "money", "area", "length", "mass", "volume", "energy", "thing_times"]
)
_SINGLE = frozenset("人名户元亩吨米")  # of one character, these stand beside another figure's unit (44批、1850人)
# 余 in a word of its own (其余, 业余), or behind a numeral
_REST = frozenset("其剩富结盈业多残空课冗节有农工无年月日天岁羡宽之" + CHINESE_DIGITS + "百千万亿数来几")
_FIGURE_ENDS = DIGITS | frozenset(CHINESE_DIGITS + "百千万亿多来几数半")
_NEAR = 12
_SENTENCE = 400  # characters back to the beginning of a sentence at most


def find_deleted(text: str, b: Blanks) -> Iterator[Found]:
    """The bare units of ``text``: in a sentence with a sure sign (亿元, %) the doubtful ones count too."""
    for found in _COUNTLESS.finditer(text):
        yield found.end() - 1, found.end(), "figure", "个"
    sentences: dict[int, list[tuple[int, int, str]]] = {}
    for end in _UNIT_END.finditer(text):
        row = _bare(text, end.end(), b)
        if row is not None:
            low = max(0, row[0] - _SENTENCE)
            sentences.setdefault(max(text.rfind(mark, low, row[0]) for mark in "。！？\n"), []).append(row)
    for rows in sentences.values():
        sorts = {sort for _, _, sort in rows}
        sure = "scaled" in sorts or "share" in sorts or len(rows) > 1 and "long" in sorts
        if sure or "long" in sorts and _TOTAL_BEFORE.search(text, max(0, rows[0][0] - 8), rows[0][0]):
            for start, stop, _ in rows:
                yield start, stop, "figure", text[start:stop]


def find_certain(text: str, b: Blanks) -> Iterator[Found]:
    """The units and verbs of ``text`` that what stands before them leaves no other reading (44批、人。 占比为，)."""
    for said in _RATE_SAID.finditer(text):
        start, end = said.span("verb")
        yield start, end, "figure", text[start:end]
    for found in _ANY_END.finditer(text):
        end = found.end()
        unit = b.unit_before.at(text, end)
        start = end - len(unit)
        if unit and start and text[start - 1] not in _FIGURE_ENDS and _is_left(text, start, unit, b):
            yield start, end, "figure", unit


def _is_left(text: str, start: int, unit: str, b: Blanks) -> bool:
    """Whether the unit at ``start`` has lost its figure, whatever else the sentence says."""
    low = max(0, start - _NEAR)
    before = text[start - 1]
    if before == "余":
        return (
            start > 1 and text[start - 2] not in _REST and bool(HAN.match(text, start - 2) or text[start - 2] in "、，")
        )
    if unit == "元" and _SPENT.search(text, low, start):
        return True
    if before in "、，共计":
        return _is_paired(text, low, start, unit, b)
    if before in "达到约为":
        return bool(_REACHED.search(text, low, start) or _IS.search(text, low, start))
    if unit in _POINTS:
        return bool(_CHANGED.search(text, low, start))
    return (
        b.g.units.dimension[unit] in ("area", "length")
        and (len(unit) > 1 or unit == "亩")
        and bool(_MEASURED.search(text, low, start))
    )


def _is_paired(text: str, low: int, start: int, unit: str, b: Blanks) -> bool:
    """Whether a unit stands right behind a figure with a unit of another sort (参观44批、人)."""
    joined = _JOINED.search(text, low, start)
    other = b.unit_before.at(text, joined.start()) if joined else ""
    if not joined or not other:
        return False
    known, first = b.g.units.dimension, joined.start() - len(other)
    sort = "person" if unit == "户" else known[unit]
    fits = sort in _OF_PAIRS and (len(unit) > 1 or unit in _SINGLE) and known[other] not in (sort, "body", "time")
    return fits and text[first - 1 : first] != "" and text[first - 1] in (*_FIGURE_ENDS, "余")


def _bare(text: str, end: int, b: Blanks) -> tuple[int, int, str] | None:
    """The unit without a number that ends at ``end``, and its sort: with a scale, %, a long name, or doubtful."""
    unit = b.unit_before.at(text, end)
    if not unit:
        return None
    start = end - len(unit)
    if unit in SHARES:
        sort = "share"
    elif start and text[start - 1] in _SCALES:
        start -= 2 if text[start - 2 : start] == "万亿" else 1
        sort = "" if unit in b.far_units or unit in b.for_all_units and b.for_all.at(text, start) else "scaled"
    elif len(unit) > 1 and b.g.units.dimension[unit] not in _NEVER:
        sort = "" if text[start - 1 : start] in _PARTS_OF_UNITS else "long"
    elif unit in _DOUBTFUL or unit in _COUNTED and text.endswith(_INCREASES, 0, start):
        sort = "doubtful"
    else:
        sort = ""
    if sort == "scaled" and _MORE.search(text, max(0, start - 4), start):
        return start - 1, end, sort
    before = text[start - 1 : start]
    if not sort or not before or before in _NUMERAL_BEFORE or not (before == "、" or HAN.match(before)):
        return None
    return start, end, sort
