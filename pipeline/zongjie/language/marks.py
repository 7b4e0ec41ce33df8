"""Runs of marks where something was left out: * X × ○○ 〇〇 □□ 某某 ____ …… N, told from their look-alikes."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from .blanks import BLANK, CHINESE_DIGITS, DATE_AFTER, DIGITS, HAN, TAIL, Blanks, Found
from .patterns import Endings

# A search begins with one class of characters: the engine then skips at once what cannot match.
_FIRST = re.compile(r"[*＊xXＸｘ×○〇□■_＿…某N?？#＃△▲]")
RUN = re.compile(
    r"[*＊]+(?:[.．,][*＊]+)?|[xXＸｘ×]+(?:[.．,][xXＸｘ×]+)?|[○〇]+|[□■]+|[_＿]+(?:[.．][_＿]+)?|…+|某+|N(?![A-Za-z0-9])"
    r"|[?？]+|[#＃]{2,}|[△▲]{2,}"
)
_CLAUSE_END = re.compile(r"[，。；、,;：:！？!?）)”\n]|$")
_RANGE = re.compile(r"[至到—–～~-]{1,2}[0-9]{0,2}(?=[*＊xXＸｘ×○〇□■_＿])")
_RATIO_AFTER = re.compile(r"[:：∶][*＊xXＸｘ×]")  # x.x∶xx.x∶xx.x
_RATIO_BEFORE = re.compile(r"[*＊xXＸｘ×][:：∶]\Z")
_NAME_AFTER_LINE = re.compile("[\u4e00-\u9fff”》]")
_FACTOR_BEFORE = re.compile(rf"[0-9０-９米毫厘][{BLANK}]?\Z")
_FACTOR_AFTER = re.compile(rf"[{BLANK}]?[0-9０-９]")
_LEADER_AFTER = re.compile(rf"[{BLANK}]*[0-9]")
_DURATION_BEFORE = Endings(
    ["为期", "历时", "连续", "满", "近", "达", "超过", "用时", "持续", "缩短", "不少于", "服务期"]
)
_SUM_BEFORE = Endings(["达", "达到", "共计", "累计", "总计", "超过", "突破"])
_ORDINAL_AFTER = frozenset("届名位批季期")
_LETTERS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
_BEFORE_LETTER = _LETTERS | frozenset("-#.")
_AFTER_LETTER = _LETTERS | frozenset("-#0123456789")
_DATED_N = re.compile(r"N月N日|(?<=[0-9０-９]年)N月|(?<=月)N日")
_CROSSES = frozenset("xXＸｘ×")
_STARS = frozenset("*＊")
_RARE = frozenset("?？#＃△▲")
_ASKING = frozenset("吗呢吧么啊何谁")
_PLUS = frozenset("+＋")
_COUNTED = frozenset(["thing", "thing_times", "body", "event", "person"])
_DIGITS = 6  # of a number after the one that is masked
_LINE = 200  # characters of a line that are looked at for a legend

_EMPHASIS = re.compile(
    r"(?m)(?:^[ \t]*(?:[-+*] |\d+[.、] ?|[一二三四五六七八九十]+、)?|(?<=[，。；：:！、\s]))"
    r"(\*{1,3}|__)(?=[^\s*_])([^\n*]{0,200}?[^\s*_])(\1)([*]*)"
)
_INLINE = re.compile(r"(?<=[\u4e00-\u9fff])(\*\*)(?![*\s])([^\n*]{1,16})(\*\*)(?!\*)")
_BOLD = re.compile("[\u4e00-\u9fff]{2,8}(?<![和与及在到向对给为是由])")
_LINE_OF_MARKS = re.compile(
    r"(?m)^[ \t\u3000]*(?:[*＊][ \t]*){2,}$|^[ \t\u3000]*[*＊][ \t\u3000]+|^[ \t\u3000]*_{3,}[ \t]*$"
)


class _Mark(NamedTuple):
    text: str
    start: int
    end: int
    run: str
    before: str
    after: str


def find_marks(text: str, b: Blanks) -> Iterator[Found]:
    """The runs of marks of ``text`` that stand for something left out."""
    markup: set[int] | None = None
    explained: set[str] = set()
    position = 0
    while first := _FIRST.search(text, position):
        match = RUN.match(text, first.start())
        position = match.end() if match else first.end()
        if match is None:
            continue
        if markup is None:
            markup, explained = _markup(text, b), explained_marks(text, b)
        start, end = match.span()
        if start in markup:
            continue
        mark = _Mark(text, start, end, match[0], text[start - 1 : start], text[end : end + 1])
        kind, cue = _kind(mark, b, explained)
        if kind:
            yield start, end, kind, cue


def _kind(m: _Mark, b: Blanks, explained: set[str]) -> tuple[str, str]:
    """The kind of a run and its cue; "" where it is no placeholder."""
    sort = m.run[0]
    if sort == "某":
        return _someone(m, b)
    if any(alike(m, b) for alike in _LOOK_ALIKES):
        return "", ""
    if sort == "…":
        return _dots(m, b)
    if sort in _RARE:
        return _rare(m, b)
    if dated := _date(m):
        return "date", dated
    unit = b.counted(m.text, _after_digits(m) if _is_masked_digit(m, b) else m.end)
    if m.before == "第":
        return ("figure", "第") if unit or m.after in _ORDINAL_AFTER else ("name", "第")
    following = _RANGE.match(m.text, m.end)
    again = RUN.match(m.text, following.end()) if following else None
    if following and again and b.counted(m.text, again.end()):
        return "figure", following[0]
    if unit and b.is_figure(m.text, m.start, m.end, unit):
        return "figure", unit.name
    if _RATIO_AFTER.match(m.text, m.end) or _RATIO_BEFORE.search(m.text, max(0, m.start - 2), m.start):
        return "figure", "∶"
    if sort == "N" or sort in "○〇□■" and len(m.run) == 1 or m.run in explained:
        return "", ""
    return _uncounted(m, b)


def _rare(m: _Mark, b: Blanks) -> tuple[str, str]:
    """？？, ##, △△: a figure between a word and its unit (慰问职工？？人); they have other uses elsewhere."""
    unit = b.counted(m.text, m.end)
    if len(m.run) == 1 and not (unit and _CLAUSE_END.match(m.text, unit.stop)):
        return "", ""  # a question
    fits = unit and HAN.match(m.before) and m.before not in _ASKING and b.is_figure(m.text, m.start, m.end, unit)
    return ("figure", m.run) if fits else ("", "")


def _uncounted(m: _Mark, b: Blanks) -> tuple[str, str]:
    """A run before no unit: 达XX，; ____ after a label; else a name."""
    if _CLAUSE_END.match(m.text, m.end) and (total := _SUM_BEFORE.at(m.text, m.start)):
        return "figure", total
    if m.run[0] in "_＿":
        if m.before in ("：", ":") or not m.before.strip():
            return b.labelled(m.text, m.start)
        return ("name", m.after) if _NAME_AFTER_LINE.match(m.after) else ("text", m.run)
    if m.before in DIGITS and not m.after.strip():
        return "", ""
    return "name", m.run


def _someone(m: _Mark, b: Blanks) -> tuple[str, str]:
    """某: a name in 某某, 张某, 某局; an indefinite in 某些, 某个; a figure in 某某亿元."""
    if len(m.run) > 1:
        tail = TAIL.match(m.text, m.end)
        return ("figure", m.after) if tail and tail["scale"] else ("name", m.run)
    if not m.after or m.after in b.mou_after:
        return "", ""
    if m.before in b.surnames and m.before:
        return "name", m.before
    return ("name", m.after) if HAN.match(m.after) else ("", "")


def _dots(m: _Mark, b: Blanks) -> tuple[str, str]:
    """…… in a slot: 负债……万元, 荣获……称号."""
    unit = b.counted(m.text, m.end)
    if unit and HAN.match(m.before) and _CLAUSE_END.match(m.text, unit.stop):
        return "figure", unit.name
    return ("name", "称号") if m.text.startswith(("称号", "荣誉称号", "奖"), m.end) else ("", "")


def _date(m: _Mark) -> str:
    """The 年, 月 or 日 that makes the run (or the range that it begins) part of a date."""
    if m.run[0] in "□■" or m.run[0] == "N" and not _DATED_N.match(m.text, m.start):
        return ""
    if DATE_AFTER.match(m.text, m.end):
        return "" if _DURATION_BEFORE.at(m.text, m.start) else m.after
    following = _RANGE.match(m.text, m.end)
    again = RUN.match(m.text, following.end()) if following else None
    return m.text[again.end()] if again and DATE_AFTER.match(m.text, again.end()) else ""


def _is_masked_digit(m: _Mark, b: Blanks) -> bool:
    """1X0余名, 1X4处: the run stands for one digit of a number; 4×100米 is a product."""
    if m.before not in DIGITS or m.after in ("0", "０"):
        return m.before in DIGITS
    unit = b.counted(m.text, _after_digits(m)) if len(m.run) == 1 and m.after in DIGITS else None
    return unit is not None and b.g.units.dimension.get(unit.name) in _COUNTED


def _after_digits(m: _Mark) -> int:
    """Where the number ends of which a run is one digit."""
    end = m.end
    while m.text[end : end + 1] in DIGITS and end < m.end + _DIGITS:
        end += 1
    return end


def _is_letter(m: _Mark, b: Blanks) -> bool:
    """XML, X光, N95, A*, Windows XP: part of a word of letters or of a term that begins with one."""
    sort = m.run[0]
    if sort in "xXN" and (m.before in _BEFORE_LETTER or m.after in _AFTER_LETTER) and not _is_masked_digit(m, b):
        return True
    if sort in _STARS and m.before in _LETTERS:
        return True
    if sort in "xXＸｘ" and "À" <= m.after <= "ɏ":
        return True
    return sort in "xXＸｘ" and b.letter_after.match(m.text, m.end) is not None


def _is_slogan(m: _Mark, b: Blanks) -> bool:
    """“3＋N”, “1+X”, 数据要素×: a sign of a name that the unit gave itself."""
    if m.before in _PLUS or m.after in _PLUS:
        return True
    quoted = m.before == "“" and m.after == "”"
    if len(m.run) == 1 and m.after == "”" and (m.run == "×" or quoted and f"+{m.run}" in m.text):
        return True
    if m.run[0] != "N" or _DATED_N.match(m.text, m.start):
        return False
    after = m.text[m.end + 1 : m.end + 2]
    return m.before in "“\"'0123456789" and bool(m.before) or b.counted(m.text, m.end) is None or after in "一二三"


def _is_factor(m: _Mark, b: Blanks) -> bool:
    """3×5, 600×900毫米, 单价×数量, 画×: multiplication, or a mark that is drawn."""
    sort = m.run[0]
    if len(m.run) == 1 and sort in "×✕xX" and m.before in ("", "\n") and m.after in ("", "\n"):
        return True  # the close button of a web page
    if sort in _CROSSES and m.before in DIGITS and m.before:
        counted = b.counted(m.text, m.end) or DATE_AFTER.match(m.text, m.end) or _RANGE.match(m.text, m.end)
        if not counted and not _is_masked_digit(m, b):
            return True
    if sort in _CROSSES | _STARS and not _is_masked_digit(m, b):
        if _FACTOR_BEFORE.search(m.text, max(0, m.start - 2), m.start) and _FACTOR_AFTER.match(m.text, m.end):
            return True
    drawn = len(m.run) == 1 and b.drawn_before.at(m.text, m.start)
    return sort == "×" and bool(drawn or b.formula_after.match(m.text, m.end))


def _is_sign(m: _Mark, b: Blanks) -> bool:
    """二〇二二, a check box, a single _ in a term, the leaders of a table of contents, dots in speech."""
    sort = m.run[0]
    if sort in "○〇":
        return m.before in CHINESE_DIGITS and bool(m.before) or m.after in CHINESE_DIGITS and bool(m.after)
    if sort in "_＿":
        return len(m.run) == 1 and b.counted(m.text, m.end) is None
    if sort in "□■":
        listed = m.before in ("", "\n", " ") or b.legend_after.match(m.text, m.end)
        return len(m.run) == 1 and bool(listed)
    if sort == "…":
        in_quotes = "“" in m.text[max(0, m.start - 20) : m.start].rsplit("”")[-1]
        return in_quotes or _LEADER_AFTER.match(m.text, m.end) is not None
    return False


def _is_explanation(m: _Mark, b: Blanks) -> bool:
    """（注：×为保密数据）, 本表中□为未开工, 编者注：××系隐去的内容: the line explains the mark itself."""
    low, high = max(0, m.start - _LINE), min(len(m.text), m.end + _LINE)
    line = max(low, m.text.rfind("\n", low, m.start) + 1)
    means = b.legend_after.match(m.text, m.end) is not None
    if b.legend_line.match(m.text, line):
        stop = m.text.find("\n", m.end, high)
        return means or b.hidden.search(m.text, m.end, high if stop < 0 else stop) is not None
    return means and "表中" in m.text[line : m.start]


_LOOK_ALIKES = (_is_letter, _is_slogan, _is_factor, _is_sign, _is_explanation)


def explained_marks(text: str, b: Blanks) -> set[str]:
    """Marks that the document explains in a note (注：*为快报数) or repeats as a footnote: they hide nothing."""
    found = set()
    for line in text.split("\n"):
        if b.legend_line.match(line) and not b.hidden.search(line):
            found |= {m[0] for m in RUN.finditer(line) if b.legend_after.match(line, m.end())}
    for run in ("*", "**", "***"):
        note = re.search(rf"(?m)^[ \t]*{re.escape(run)}(?=[\u4e00-\u9fff])", text)
        if note and not b.counted(text, note.end()):
            if re.search(rf"[\u4e00-\u9fff]{re.escape(run)}(?![*])", text[: note.start()]):
                found.add(run)
    return found


def _is_bold(inner: str, text: str, end: int, b: Blanks) -> bool:
    """Whether two stars in the middle of a sentence make what is between them bold: 今年的**重点**工作, **12项**任务.

    What a mask would have after it, or stand between two, says that they do not: **车间, 由**负责**项目.
    """
    if b.counted(text, end):
        return False
    if inner[0] in DIGITS:
        return True
    named = b.nouns_after.match(inner) or inner[:1] in b.noun_units or b.people_after.match(inner)
    return _BOLD.fullmatch(inner) is not None and not named and inner not in b.between_masks


def _markup(text: str, b: Blanks) -> set[int]:
    """The places of marks that are Markdown: emphasis, bullets, rules."""
    found: set[int] = set()
    if "*" not in text and "＊" not in text and "__" not in text:
        return found
    for match in _LINE_OF_MARKS.finditer(text):
        found.update(range(*match.span()))
    for match in _EMPHASIS.finditer(text):
        inner, after = match[2], text[match.end() : match.end() + 1]
        if b.counted(text, match.start(2)) or DATE_AFTER.match(inner) or after and after == inner[:1]:
            continue
        at_line = match.start() == 0 or text[match.start() - 1] == "\n"
        if at_line or inner[-1] in "。：:；" or not HAN.match(after):
            found.update(range(*match.span(1)))
            found.update(range(match.start(3), match.end()))
    for match in _INLINE.finditer(text):
        if match.start() not in found and _is_bold(match[2], text, match.end(), b):
            found.update(range(*match.span(1)))
            found.update(range(*match.span(3)))
    return found
