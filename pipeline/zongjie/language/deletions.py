"""Figures that were deleted without a mark: a bare unit is left (实现生产总值亿元，人均元)."""

import re
from collections.abc import Iterator

from .blanks import CHINESE_DIGITS, HAN, SHARES, Blanks, Found

_UNIT_END = re.compile(
    r"[元亩吨%％‰次里米点笔户斤时顷家个项名件处人辆台座套](?=[，。；、,;！!）)\n]|$|左右)|[%％](?=以上|以内)"
)
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
        sort = "scaled"
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
