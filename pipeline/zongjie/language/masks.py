"""What authors leave out: runs of marks, empty brackets, fillers, gaps of blanks and figures deleted without a mark.

Each finder yields ``(start, end, kind, cue)``; the kinds are figure, name, date and text.
"""

import json
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from ..lexicon import load
from .numerals import INVISIBLE, SCALE
from .patterns import Endings
from .quantity import Grammar, grammar
from .units import trie_expression

Found = tuple[int, int, str, str]

_HAN = "\u4e00-\u9fff"
_BLANK = " \u3000\t\u00a0"
_CHINESE_DIGITS = "〇○零一二三四五六七八九十两"
# A search begins with one class of characters wherever it can: the engine then skips what cannot match.
_FIRST_MARK = re.compile(r"[*＊xXＸｘ×○〇□■_＿…某N]")
_MARKS = re.compile(
    r"[*＊]+(?:[.．,][*＊]+)?|[xXＸｘ×]+(?:[.．,][xXＸｘ×]+)?|[○〇]+|[□■]+|[_＿]+|…+|某+|N(?![A-Za-z0-9])"
)
# From a mark to its unit: 余次, 千余万元.
TAIL = re.compile(
    rf"[余餘多来几]?[{_BLANK}{INVISIBLE}]*(?P<scale>(?:{SCALE}[余多])?{SCALE})?(?P<more>[余多])?[{INVISIBLE}]*"
)
ZEROS = re.compile("[0０]*")  # 1X0余名: what is left of a number after the masked digit
_CLAUSE_END = re.compile(r"[，。；、,;：:！？!?）)”\n]|$")
_DATE_AFTER = re.compile(r"[年月日](?!级|轮|货|会|画|光|常|均|报|志|记)")
_SPAN_BEFORE = re.compile(r"(?:为期|历时|连续|满|近|达|超过|用时|持续|缩短|不少于|服务期)$")
_RANGE_NEXT = re.compile(r"[至到—–～~-]{1,2}[0-9]{0,2}(?=[*＊xXＸｘ×○〇□■_＿])")
_EMPHASIS = re.compile(
    r"(?m)(?:^[ \t]*(?:[-+*] |\d+[.、] ?|[一二三四五六七八九十]+、)?|(?<=[，。；：:！、\s]))(\*{1,3}|__)(?=[^\s*_])([^\n]*?[^\s*_])(\1)([*]*)"
)
_LINE_OF_MARKS = re.compile(r"(?m)^[ \t\u3000]*(?:[*＊][ \t]*){2,}$|^[ \t\u3000]*[*＊][ \t\u3000]+|^[ \t\u3000]*_{3,}[ \t]*$")
_EMPTY = re.compile(rf"[（(【\[［〔“「《『][{_BLANK}]*[）)】\]］〕”」》』]")
_BRACES = re.compile(r"\{\{[^{}\n]{0,40}\}\}")
_GAP = re.compile(rf"[{_BLANK}][{_BLANK}]*")
_GAP_DATE = {("年", "月"), ("月", "日"), ("0", "年"), ("：", "年"), (":", "年")}
_CENSORED = re.compile(rf"\.(?<=的\.)(?=[{_HAN}])")
_UNIT_END = re.compile(r"[元亩吨%％‰次里米点笔户斤时顷家个项名件处人辆台座套](?=[，。；、,;！!）)\n]|$)")
_LATIN_BEFORE = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-#.")
_LATIN_AFTER = _LATIN_BEFORE - {"."} | frozenset("0123456789")
_PLUS = frozenset("+＋")
_DIGITS = frozenset("0123456789０１２３４５６７８９")
_NO_DELETION = frozenset(["time", "voltage", "data", "traditional", "thing", "thing_times"])
_FIGURE_BEFORE = re.compile(rf"[0-9][{_HAN}%％]{{0,3}}$")
_NAME_NEXT = re.compile(f"[{_HAN}]")
_GAP_END = re.compile(r"[，。；、,;！!）)\n以左]|$")
_TOTAL_BEFORE = re.compile(rf"(?:共|累计|完成|实现|达到?|总计)[{_HAN}]{{0,6}}$")
_PLACES = frozenset(["处", "部", "段", "组", "队", "班"])  # counted where nothing follows (拍摄短片×部，), else a body
_SHARES = frozenset("%％‰")
_SCALES_BEFORE = frozenset("万亿")
_DOUBTFUL = frozenset(["元", "亩", "吨", "笔", "户", "公斤", "斤"])
_COUNTED = frozenset("家个项名件处人户台辆座套")
_INCREASES = ("达到", "新增", "增加")
_PARTS_OF_UNITS = frozenset("个吨人车客方千")
_NUMERAL_BEFORE = frozenset(_CHINESE_DIGITS + "百千万亿数余多来几近上逾约超每破过单美日欧港状家")
_PUNCT_NEXT = "[，。；、,;！!）)\n]|$"


class Masks:
    """The compiled tables; its methods are the finders."""

    def __init__(self, table: Mapping[str, Any], g: Grammar) -> None:
        self.g = g
        names, traps, fillers = table["names"], table["traps"], table["fillers"]

        def ending(words: list[str]) -> re.Pattern[str]:
            return re.compile(f"(?:{'|'.join(sorted(map(re.escape, words), key=len, reverse=True))})$")

        self.people_before, self.people_after = (
            ending(names["people_before"]),
            re.compile(trie_expression(names["people_after"])),
        )
        self.noun_units = frozenset(names["noun_units"])
        self.counted_before = ending(names["counted_before"])
        self.nouns_after = re.compile(trie_expression(names["nouns_after"]))
        self.mou_after, self.surnames = frozenset(names["mou_after"]), frozenset(names["surnames"])
        self.letter_after = re.compile(trie_expression(traps["letter_after"]))
        self.formula_after = re.compile(trie_expression(traps["formula_after"]))
        self.drawn_before = ending(traps["drawn_before"])
        self.legend_line = re.compile(rf"[ \t\u3000（(]*(?:{trie_expression(traps['legend_line'])})[：:]")
        self.hidden = re.compile("|".join(map(re.escape, traps["legend_hidden"])))
        self.legend_after = re.compile(trie_expression(traps["legend_after"]))
        words = trie_expression(fillers["words"])
        self.fillers = (
            re.compile(rf"[（(【\[［〔](?:{words})[^（()）【】\[\]［］〔〕\n]{{0,24}}[）)】\]］〕]"),
            re.compile(
                rf"[（(【\[［〔][^（()）【】\[\]［］〔〕，。\n]{{1,10}}(?:待补充?|待定|待核实|待填写?|待完善|待确认)[）)】\]］〕]"
            ),
            re.compile(rf"[：:][{_BLANK}]*(?P<word>{words})(?={_PUNCT_NEXT})"),
            re.compile(r"T(?:BD|ODO)(?<![A-Za-z]TBD)(?![A-Za-z])"),
        )
        self.name_label = re.compile(trie_expression(fillers["name_labels"]))
        self.date_label = re.compile(trie_expression(fillers["date_labels"]))
        self.unit_before = Endings([unit for unit in g.units.dimension if _NAME_NEXT.match(unit) or unit in _SHARES])

    def marks(self, text: str) -> Iterator[Found]:
        """Runs of marks: * X × ○○ 〇〇 □□ 某某 ____ …… N."""
        markup = _markup(text, self)
        legends = None
        position = 0
        while first := _FIRST_MARK.search(text, position):
            match = _MARKS.match(text, first.start())
            position = match.end() if match else first.end()
            if match is None or match.start() in markup:
                continue
            start, end = match.span()
            if legends is None:
                legends = self._legends(text)
            kind, cue = self._mark(text, start, end, match[0], legends)
            if kind:
                yield start, end, kind, cue

    def _legends(self, text: str) -> set[str]:
        """Marks that the document itself explains in a note (注：*为保密数据) or repeats as a footnote."""
        explained = set()
        for line in text.split("\n"):
            if self.legend_line.match(line) and not self.hidden.search(line):
                explained |= {m[0] for m in _MARKS.finditer(line) if self.legend_after.match(line, m.end())}
        for run in ("*", "**", "***"):
            note = re.search(rf"(?m)^[ \t]*{re.escape(run)}(?=[{_HAN}])(?!\*)", text)
            if (
                note
                and not self._counted(text, note.end())
                and re.search(rf"[{_HAN}]{re.escape(run)}(?![*])", text[: note.start()])
            ):
                explained.add(run)
        return explained

    def _counted(self, text: str, end: int) -> re.Match[str] | None:
        """The unit (with 余 and scale before it) that makes the mark before ``end`` a figure."""
        tail = TAIL.match(text, ZEROS.match(text, end).end())  # type: ignore[union-attr]
        assert tail is not None
        unit = self.g.units.match(text, tail.end())
        return unit if unit and unit.name != "两" else tail if tail["scale"] else None

    def _mark(self, text: str, start: int, end: int, run: str, legends: set[str]) -> tuple[str, str]:
        before, after = text[start - 1 : start], text[end : end + 1]
        kind = run[0]
        if kind == "某":
            return self._mou(text, start, end, run)
        if self._looks_alike(text, start, end, run, before, after):
            return "", ""
        if kind == "…":
            counted = self._counted(text, end)
            if counted and before and re.match(f"[{_HAN}]", before) and _CLAUSE_END.match(text, counted.end()):
                return "figure", counted[0]
            return ("name", "称号") if text.startswith(("称号", "荣誉称号", "奖"), end) else ("", "")
        if (
            _DATE_AFTER.match(text, end)
            and not _SPAN_BEFORE.search(text, max(0, start - 4), start)
            and kind not in "N□■"
        ):
            return "date", after
        following = _RANGE_NEXT.match(text, end)
        if following and (again := _MARKS.match(text, following.end())):
            if _DATE_AFTER.match(text, again.end()):
                return "date", following[0]
            if self._counted(text, again.end()):
                return "figure", following[0]
        counted = self._counted(text, end)
        if before == "第":
            return ("figure", "第") if counted or after in ("届", "名", "位", "批", "季", "期") else ("name", "第")
        if counted and self._is_figure(text, start, end, counted):
            return "figure", counted[0].strip()
        if kind == "N" or (kind in "○〇□■" and len(run) == 1):
            return "", ""
        if run in legends:
            return "", ""
        if re.search(r"(?:达|达到|共计|累计|总计|超过|突破)$", text[max(0, start - 3) : start]) and _CLAUSE_END.match(
            text, end
        ):
            return "figure", "达"
        if kind in "_＿":
            return self._line(text, start, end, before, after)
        if before and before in "0123456789" and not after.strip():
            return "", ""
        return "name", run

    def _is_figure(self, text: str, start: int, end: int, counted: re.Match[str]) -> bool:
        """Whether a mark before a unit is a number: 人 may name a kind of people, 村 or 队 a body."""
        unit, rest = counted[0], counted.end()
        if text[start - 1 : start] in _DIGITS or (tail := TAIL.match(text, end)) and tail["scale"]:
            return True
        if unit == "人":
            left = text[max(0, start - 4) : start]
            return not (
                self.people_before.search(left)
                or self.people_after.match(text, rest)
                and not re.search("[共有计约达]$", left)
            )
        if unit == "家" and text[rest : rest + 1] in tuple("湾村沟庄坪坝岭河口屯寨营洼塘桥"):
            return False
        if unit in _PLACES and not _NAME_NEXT.match(text[rest : rest + 1]):
            return True
        if unit in self.noun_units:
            return bool(self.counted_before.search(text, max(0, start - 4), start))
        return True

    def _looks_alike(self, text: str, start: int, end: int, run: str, before: str, after: str) -> bool:
        """Letters of names, multiplication, Chinese zeros, checkboxes, leaders of a table of contents."""
        kind = run[0]
        if kind in "xXN" and (before in _LATIN_BEFORE or after in _LATIN_AFTER) and not _masked_digit(before, after):
            return True
        if before in _PLUS or after in _PLUS or kind == "×" and len(run) == 1 and after == "”":
            return True
        if kind in "_＿" and len(run) == 1 and self._counted(text, end) is None:
            return True
        if (
            kind in "xXＸｘ×"
            and before in _DIGITS
            and before
            and (self._counted(text, end) is None and not _DATE_AFTER.match(text, end))
        ):
            return not _RANGE_NEXT.match(text, end)
        if (
            kind in "xXＸｘ×*＊"
            and re.search(rf"[0-9０-９米毫厘][{_BLANK}]?$", text[max(0, start - 2) : start])
            and re.match(rf"[{_BLANK}]?[0-9０-９]", text[end : end + 2])
            and not _masked_digit(before, after)
        ):
            return True
        if kind in "*＊" and before in _LATIN_BEFORE:
            return True
        if kind in "xXＸｘ" and self.letter_after.match(text, end):
            return True
        if kind == "×" and (
            self.formula_after.match(text, end)
            or (len(run) == 1 and self.drawn_before.search(text, max(0, start - 2), start))
        ):
            return True
        if kind in "○〇" and (before and before in _CHINESE_DIGITS or after and after in _CHINESE_DIGITS):
            return True
        if kind == "N" and (
            before
            and before in "“\"'0123456789"
            or self._counted(text, end) is None
            or text[end + 1 : end + 2] in tuple("一二三")
        ):
            return True
        if kind in "□■" and (not before or before in "\n " or self.legend_after.match(text, end)):
            return len(run) == 1
        if kind == "…":
            return (
                bool(re.match(rf"[{_BLANK}]*[0-9]", text[end : end + 3]))
                or "“" in text[max(0, start - 20) : start].rsplit("”")[-1]
            )
        return self._on_legend_line(text, start, end)

    def _on_legend_line(self, text: str, start: int, end: int) -> bool:
        """Whether the line explains the mark: （注：×为保密数据）, 本表中□为未开工, 编者注：××系隐去的内容."""
        line = text.rfind("\n", 0, start) + 1
        if self.legend_line.match(text, line):
            stop = text.find("\n", end)
            return bool(self.legend_after.match(text, end) or self.hidden.search(text, end, len(text) if stop < 0 else stop))
        return "表中" in text[line:start] and self.legend_after.match(text, end) is not None

    def _mou(self, text: str, start: int, end: int, run: str) -> tuple[str, str]:
        before, after = text[start - 1 : start], text[end : end + 1]
        if len(run) > 1:
            return ("figure", after) if (t := TAIL.match(text, end)) and t["scale"] else ("name", run)
        if not after or after in self.mou_after:
            return "", ""
        if before and before in self.surnames:
            return "name", before
        return ("name", after) if _NAME_NEXT.match(after) else ("", "")

    def _line(self, text: str, start: int, end: int, before: str, after: str) -> tuple[str, str]:
        if before in ("：", ":") or not before.strip():
            return self._labelled(text, start)
        return ("name", after) if after and re.match(f"[{_HAN}”》]", after) else ("text", "＿")

    def _labelled(self, text: str, start: int) -> tuple[str, str]:
        """The kind that the label before a slot tells (责任人：____)."""
        label = text[max(text.rfind("\n", 0, start), text.rfind("，", 0, start), start - 10, 0) : start]
        if found := self.date_label.search(label):
            return "date", found[0]
        if found := self.name_label.search(label):
            return "name", found[0]
        return "text", ""

    def slots(self, text: str) -> Iterator[Found]:
        """Empty brackets and quotes, fillers such as （待补充） and TBD, and {{…}}."""
        for match in _EMPTY.finditer(text):
            start, end = match.span()
            if re.search(r"(?:^|\n)[ \t]*[-*+] $", text[max(0, start - 8) : start]):
                continue
            kind, cue = self._slot(text, start, end)
            if kind == "text" and (match[0][0] in "“「《『" or self.nouns_after.match(text, end)):
                kind = "name"
            yield start, end, kind, cue or match[0]
        for pattern in self.fillers:
            for match in pattern.finditer(text):
                start, end = match.span("word") if "word" in pattern.groupindex else match.span()
                kind, cue = self._slot(text, start, end)
                if _FIGURE_BEFORE.search(text, max(0, start - 6), start):
                    kind = "text"
                elif kind == "text" and match[0][0] == "T" and _NAME_NEXT.match(text, end):
                    kind = "name"
                yield start, end, kind, cue or match[0]
        for match in _BRACES.finditer(text):
            kind, cue = self._slot(text, *match.span())
            if kind == "text":
                kind = (
                    "date" if self.date_label.search(match[0]) else "name" if self.name_label.search(match[0]) else kind
                )
            yield *match.span(), kind, cue or match[0]
        for match in _CENSORED.finditer(text):
            yield *match.span(), "name", "的."

    def _slot(self, text: str, start: int, end: int) -> tuple[str, str]:
        if _DATE_AFTER.match(text, end):
            return "date", text[end]
        counted = self._counted(text, end)
        if counted and (
            self._is_figure(text, start, end, counted)
            or not re.match(f"[{_HAN}]", text[counted.end() : counted.end() + 1])
        ):
            return "figure", counted[0]
        return self._labelled(text, start)

    def gaps(self, text: str) -> Iterator[Found]:
        """Blanks where a number or a part of a date belongs (参合率达 %, 2014年 月 日)."""
        for match in _GAP.finditer(text):
            start, end = match.span()
            before, after = text[start - 1 : start], text[end : end + 1]
            if (before, after) in _GAP_DATE and (before not in "：:0" or end - start > 1 or before == "0"):
                if before != "0" or text[start - 2 : start] == "20":
                    yield start, end, "date", match[0]
                continue
            if not before or not _NAME_NEXT.match(before) or before in _CHINESE_DIGITS:
                continue
            tail = TAIL.match(text, end)
            assert tail is not None
            unit = self.g.units.match(text, tail.end())
            if unit is None or unit[0] in self.noun_units - {"处"} or self.g.units.dimension.get(unit[0]) == "time":
                continue
            if end - start + match[0].count("\u3000") > 2 or _GAP_END.match(text, unit.end()):
                yield start, end, "figure", unit[0]

    def deleted(self, text: str) -> Iterator[Found]:
        """Units whose number was deleted without a mark (实现生产总值亿元，人均元): a sure sign frees the doubtful ones."""
        sentences: dict[int, list[tuple[int, int, str]]] = {}
        for end in _UNIT_END.finditer(text):
            found = self._deleted_before(text, end.end())
            if found is not None:
                sentences.setdefault(max(text.rfind(mark, 0, found[0]) for mark in "。！？\n"), []).append(found)
        for rows in sentences.values():
            sorts = [sort for _, _, sort in rows]
            sure = "scaled" in sorts or "share" in sorts or len(rows) > 1 and "long" in sorts
            if sure or "long" in sorts and _TOTAL_BEFORE.search(text, max(0, rows[0][0] - 8), rows[0][0]):
                for start, stop, _ in rows:
                    yield start, stop, "figure", text[start:stop]

    def _deleted_before(self, text: str, end: int) -> tuple[int, int, str] | None:
        """The bare unit that ends at ``end`` and how sure a sign it is: with a scale, %, a long name, or a doubtful one."""
        unit = self.unit_before.at(text, end)
        if not unit:
            return None
        start = end - len(unit)
        if unit in _SHARES:
            sort = "share"
        elif text[start - 1 : start] in _SCALES_BEFORE and start:
            start -= 2 if text[start - 2 : start] == "万亿" else 1
            sort = "scaled"
        elif len(unit) > 1 and self.g.units.dimension[unit] not in _NO_DELETION:
            sort = "" if text[start - 1 : start] in _PARTS_OF_UNITS else "long"
        elif unit in _DOUBTFUL or unit in _COUNTED and text.endswith(_INCREASES, 0, start):
            sort = "weak"
        else:
            sort = ""
        before = text[start - 1 : start]
        if not sort or not before or not (before == "、" or _NAME_NEXT.match(before)) or before in _NUMERAL_BEFORE:
            return None
        return start, end, sort


def _masked_digit(before: str, after: str) -> bool:
    """Whether a mark stands for one digit of a number (1X0余名)."""
    return before in _DIGITS and after in ("0", "０")


def _markup(text: str, masks: Masks) -> set[int]:
    """Starts of runs that are Markdown: emphasis, bullets, rules."""
    found: set[int] = set()
    if "*" in text or "__" in text:
        for match in _LINE_OF_MARKS.finditer(text):
            found.update(range(*match.span()))
        for match in _EMPHASIS.finditer(text):
            inner = match[2]
            after = text[match.end() : match.end() + 1]
            at_line = text.rfind("\n", 0, match.start(1)) + 1 >= match.start()
            if masks._counted(text, match.start(2)) or _DATE_AFTER.match(inner) or after and after == inner[:1]:
                continue
            if at_line or not after or inner[-1] in "。：:；" or not re.match(f"[{_HAN}]", after):
                found.update(range(*match.span(1)))
                found.update(range(match.start(3), match.end()))
    return found


def compiled(overrides: Mapping[str, Any] | None = None) -> Masks:
    """The masks of the shipped tables with the user's laid over them."""
    return _compiled(json.dumps(overrides or {}, ensure_ascii=False, sort_keys=True))


@lru_cache(maxsize=16)
def _compiled(overrides: str) -> Masks:
    own = json.loads(overrides)
    return Masks(load("masks", own), grammar(own))
