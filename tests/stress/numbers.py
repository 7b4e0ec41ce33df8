"""Stress cases: automatic numbers."""

from word import abstract, alternatives, cell, control, level, listed, num, p, row, run, style, table

from .case import Case, Seen, cells, numbered

# numFmt → what the reader sees for a value
FORMATS: dict[str, dict[int, str]] = {
    "decimal": {1: "1", 10: "10", 100: "100"},
    "chineseCounting": {
        1: "一",
        10: "十",
        11: "十一",
        20: "二十",
        21: "二十一",
        99: "九十九",
        100: "一○○",
        105: "一○五",
    },
    "chineseCountingThousand": {
        1: "一",
        10: "十",
        11: "十一",
        20: "二十",
        35: "三十五",
        100: "一百",
        101: "一百零一",
        110: "一百一十",
        1000: "一千",
    },
    "chineseLegalSimplified": {
        1: "壹",
        2: "贰",
        3: "叁",
        6: "陆",
        10: "壹拾",
        11: "壹拾壹",
        20: "贰拾",
        100: "壹佰",
        101: "壹佰零壹",
    },
    "ideographTraditional": {1: "甲", 2: "乙", 10: "癸"},
    "ideographZodiac": {1: "子", 12: "亥"},
    "ideographZodiacTraditional": {1: "甲子", 11: "甲戌", 60: "癸亥"},
    "decimalEnclosedCircle": {1: "①", 10: "⑩", 11: "⑪", 20: "⑳", 21: "21"},
    "decimalEnclosedCircleChinese": {1: "①", 10: "⑩", 11: "11"},
    "decimalEnclosedParen": {1: "⑴", 20: "⒇"},
    "decimalEnclosedFullstop": {1: "⒈", 20: "⒛"},
    "decimalFullWidth": {1: "１", 10: "１０", 21: "２１"},
    "decimalFullWidth2": {12: "１２"},
    "decimalHalfWidth": {12: "12"},
    "japaneseCounting": {1: "一", 10: "十", 11: "十一", 20: "二十", 99: "九十九", 100: "百", 101: "百一"},
    "taiwaneseCounting": {1: "一", 10: "十", 21: "二十一"},
    "taiwaneseCountingThousand": {1: "一", 10: "十", 11: "十一", 20: "二十", 100: "一百", 101: "一百零一"},
    "ideographDigital": {1: "一", 9: "九", 10: "一〇", 11: "一一", 20: "二〇", 100: "一〇〇"},
    "ideographLegalTraditional": {1: "壹", 2: "貳", 3: "參"},
    "upperRoman": {1: "I", 4: "IV", 9: "IX", 14: "XIV", 40: "XL", 99: "XCIX", 100: "C", 2025: "MMXXV"},
    "lowerRoman": {8: "viii", 90: "xc"},
    "upperLetter": {1: "A", 26: "Z", 27: "AA", 28: "BB", 52: "ZZ", 53: "AAA"},
    "lowerLetter": {1: "a", 26: "z", 27: "aa", 28: "bb"},
    "decimalZero": {1: "01", 9: "09", 10: "10", 100: "100"},
    "numberInDash": {3: "- 3 -"},
}


def _format(form: str, values: dict[int, str]) -> Case:
    """Each value is the first of a list of its own that begins there."""
    body, seen, definitions, lists = "", [], "", ""
    for number, (value, shown) in enumerate(values.items(), 1):
        definitions += abstract(number, level(0, form, "第%1章", start=value))
        lists += num(number, number)
        body += p("题", properties=listed(number))
        seen.append(numbered(f"第{shown}章", "题", " "))
    return Case(form, body, seen, {"numbering": definitions + lists})


def _list(name: str, levels: str, items: list[int], seen: list[Seen], *, link: str = "") -> Case:
    """One list whose items stand on the levels ``items``; the text of each is 文."""
    numbering = abstract(1, levels, link=link) + num(1, 1)
    return Case(name, "".join(p("文", properties=listed(1, ilvl)) for ilvl in items), seen, {"numbering": numbering})


def _labels(*labels: str, gap: str = " ") -> list[Seen]:
    return [numbered(label, "文", "" if label[-1] in "、。）．" else gap) for label in labels]


def _custom(form: str, fallback: str = "decimal") -> str:
    return alternatives(f'<w:numFmt w:val="custom" w:format="{form}"/>', f'<w:numFmt w:val="{fallback}"/>', "w14")


def _bullet(text: str, font: str) -> str:
    return level(0, "bullet", text, font=font)


SHAPES = [
    _list("一、", level(0, "chineseCountingThousand", "%1、"), [0, 0], _labels("一、", "二、")),
    _list("（一）", level(0, "chineseCountingThousand", "（%1）"), [0, 0], _labels("（一）", "（二）")),
    _list("(1)", level(0, "decimal", "(%1)"), [0], _labels("(1)")),
    _list("1．", level(0, "decimalFullWidth", "%1．"), [0], _labels("１．")),
    _list("circles alone", level(0, "decimalEnclosedCircleChinese", "%1"), [0, 0], _labels("①", "②")),
    _list(
        "text before and after",
        level(0, "decimal", "案例%1：", first='<w:suff w:val="nothing"/>'),
        [0],
        _labels("案例1：", gap=""),
    ),
    _list(
        "nothing after the label",
        level(0, "decimal", "%1.", first='<w:suff w:val="nothing"/>'),
        [0],
        _labels("1.", gap=""),
    ),
    _list("a space after the label", level(0, "decimal", "%1.", first='<w:suff w:val="space"/>'), [0], _labels("1.")),
    _list("label without a number", level(0, "none", "附件："), [0, 0], _labels("附件：", "附件：", gap="")),
    _list("no label", level(0, "none", "%1"), [0], [Seen("文")]),
    _list("empty label", level(0, "decimal", ""), [0], [Seen("文")]),
    _list("leading zeros", level(0, _custom("001, 002, 003, ..."), "%1", start=9), [0, 0], _labels("009", "010")),
    _list("five places", level(0, _custom("00001, 00002, 00003, ..."), "%1"), [0], _labels("00001")),
    _list("bullet of Symbol", _bullet("\uf0b7", "Symbol"), [0], _labels("•")),
    _list("bullet of Wingdings", _bullet("\uf06c", "Wingdings"), [0], _labels("●")),
    _list("square of Wingdings", _bullet("n", "Wingdings"), [0], _labels("■")),
    _list("diamond of Wingdings", _bullet("\uf075", "Wingdings"), [0], _labels("◆")),
    _list("arrow of Wingdings", _bullet("\uf0d8", "Wingdings"), [0], _labels("➢")),
    _list("plain bullet", _bullet("★", "宋体"), [0], _labels("★")),
    _list("letter as a bullet", _bullet("o", "Courier New"), [0], _labels("o")),
    _list("dash as a bullet", _bullet("—", "宋体"), [0, 0], _labels("—", "—")),
]

_CHINESE = (
    level(0, "chineseCountingThousand", "%1、")
    + level(1, "chineseCountingThousand", "（%2）")
    + level(2, "decimal", "%3.")
    + level(3, "decimal", "（%4）")
)
_DECIMAL = level(0, "decimal", "%1.") + level(1, "decimal", "%1.%2") + level(2, "decimal", "%1.%2.%3")


def _third(first: str) -> str:
    return level(0, "decimal", "%1.") + level(1, "decimal", "%1.%2") + level(2, "decimal", "（%3）", first=first)


LEVELS = [
    _list(
        "levels begin anew",
        _CHINESE,
        [0, 1, 1, 2, 2, 3, 0, 1, 2],
        _labels("一、", "（一）", "（二）", "1.", "2.", "（1）", "二、", "（一）", "1."),
    ),
    _list(
        "levels of three figures",
        _DECIMAL,
        [0, 1, 1, 2, 2, 0, 1, 2],
        _labels("1.", "1.1", "1.2", "1.2.1", "1.2.2", "2.", "2.1", "2.1.1"),
    ),
    _list(
        "level that never begins anew",
        _third('<w:lvlRestart w:val="0"/>'),
        [0, 1, 2, 2, 1, 2, 0, 1, 2],
        _labels("1.", "1.1", "（1）", "（2）", "1.2", "（3）", "2.", "2.1", "（4）"),
    ),
    _list(
        "level that begins anew after the first",
        _third('<w:lvlRestart w:val="1"/>'),
        [0, 1, 2, 2, 1, 2, 0, 1, 2],
        _labels("1.", "1.1", "（1）", "（2）", "1.2", "（3）", "2.", "2.1", "（1）"),
    ),
    _list(
        "legal numbers",
        level(0, "chineseCountingThousand", "第%1章") + level(1, "decimal", "%1.%2", first="<w:isLgl/>"),
        [0, 1, 1, 0, 1],
        _labels("第一章", "1.1", "1.2", "第二章", "2.1"),
    ),
    _list(
        "numbers of the levels' own",
        level(0, "upperRoman", "%1.") + level(1, "lowerLetter", "%1.%2"),
        [0, 1, 1],
        _labels("I.", "I.a", "I.b"),
    ),
    _list(
        "start values",
        level(0, "decimal", "%1.", start=5) + level(1, "decimal", "%1.%2", start=0),
        [0, 1, 1, 0, 1],
        _labels("5.", "5.0", "5.1", "6.", "6.0"),
    ),
    _list("second level first", _DECIMAL, [1, 1, 0, 1], _labels("1.1", "1.2", "2.", "2.1")),
    _list("level left out", _DECIMAL, [0, 2, 2, 1], _labels("1.", "1.1.1", "1.1.2", "1.2")),
    _list("second level alone", _CHINESE, [1, 1], _labels("（一）", "（二）")),
    _list("level that is not defined", level(0, "decimal", "%1."), [0, 3], [*_labels("1."), Seen("文")]),
    _list(
        "all nine levels",
        "".join(level(n, "decimal", f"%{n + 1})") for n in range(9)),
        [*range(9), 8],
        _labels(*["1)"] * 9, "2)"),
    ),
]


def _lists(name: str, numbering: str, items: list[tuple[int, int]], *labels: str) -> Case:
    """Items (list, level)."""
    body = "".join(p("文", properties=listed(*item)) for item in items)
    return Case(name, body, _labels(*labels), {"numbering": numbering})


def _override(ilvl: int, inside: str) -> str:
    return f'<w:lvlOverride w:ilvl="{ilvl}">{inside}</w:lvlOverride>'


_RESTART = '<w:startOverride w:val="1"/>'
_PLAIN = abstract(1, _DECIMAL)

LISTS = [
    _lists(
        "two lists of one definition go on", _PLAIN + num(1, 1) + num(2, 1), [(1, 0), (2, 0), (1, 0)], "1.", "2.", "3."
    ),
    _lists(
        "two definitions",
        _PLAIN + abstract(2, _DECIMAL) + num(1, 1) + num(2, 2),
        [(1, 0), (2, 0), (1, 0), (2, 0)],
        "1.",
        "1.",
        "2.",
        "2.",
    ),
    _lists(
        "list that begins anew",
        _PLAIN + num(1, 1) + num(2, 1, _override(0, _RESTART)),
        [(1, 0), (1, 0), (2, 0), (2, 0)],
        "1.",
        "2.",
        "1.",
        "2.",
    ),
    _lists(
        "list that begins at seven",
        _PLAIN + num(1, 1, _override(0, '<w:startOverride w:val="7"/>')),
        [(1, 0), (1, 1), (1, 0)],
        "7.",
        "7.1",
        "8.",
    ),
    _lists(
        "second level that begins at four",
        _PLAIN + num(1, 1, _override(1, '<w:startOverride w:val="4"/>')),
        [(1, 0), (1, 1), (1, 1)],
        "1.",
        "1.4",
        "1.5",
    ),
    _lists(
        "level of the list's own",
        _PLAIN + num(1, 1, _override(0, level(0, "chineseCounting", "（%1）", start=3))),
        [(1, 0), (1, 0)],
        "（三）",
        "（四）",
    ),
    _lists(
        "other levels of such a list",
        _PLAIN + num(1, 1, _override(0, level(0, "upperRoman", "%1."))),
        [(1, 0), (1, 1)],
        "I.",
        "I.1",
    ),
    Case("unknown list", p("文", properties=listed(7)), ["文"], {"numbering": _PLAIN + num(1, 1)}),
    Case("list without a definition", p("文", properties=listed(7)), ["文"], {"numbering": _PLAIN + num(7, 9)}),
    Case("no numbering part", p("文", properties=listed(1)), ["文"], alone=True),
    Case(
        "list of no level",
        p("文", properties='<w:numPr><w:numId w:val="1"/></w:numPr>'),
        _labels("1."),
        {"numbering": _PLAIN + num(1, 1)},
    ),
    Case(
        "list through a link of styles",
        p("文", properties=listed(1)) + p("文", properties=listed(1, 1)),
        _labels("1.", "1.1"),
        {
            "numbering": abstract(1, link='<w:numStyleLink w:val="lists"/>')
            + abstract(2, _DECIMAL, link='<w:styleLink w:val="lists"/>')
            + num(1, 1)
            + num(2, 2),
            "styles": style("lists", '<w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr>', kind="numbering"),
        },
    ),
]


def _styled(name: str, body: str, *seen: Seen | str) -> Case:
    """Headings whose styles carry the numbers: h1 and h2 are linked to levels."""
    levels = level(0, "chineseCounting", "%1、", first='<w:pStyle w:val="h1"/>')
    levels += level(1, "chineseCounting", "（%2）", first='<w:pStyle w:val="h2"/>') + level(2, "decimal", "%3.")
    number = '<w:pPr><w:numPr>{}<w:numId w:val="1"/></w:numPr></w:pPr>'
    styles = style("h1", number.format("")) + style("h2", number.format('<w:ilvl w:val="1"/>'), based_on="h1")
    styles += style("own", based_on="h1") + style("grandchild", based_on="own") + style("h2child", based_on="h2")
    styles += style("off", '<w:pPr><w:numPr><w:numId w:val="0"/></w:numPr></w:pPr>', based_on="h1")
    styles += style("free", number.format('<w:ilvl w:val="2"/>'))
    return Case(name, body, seen, {"numbering": abstract(1, levels) + num(1, 1), "styles": styles})


def _in(name: str, *more: str, text: str = "文") -> str:
    return p(text, properties=f'<w:pStyle w:val="{name}"/>{"".join(more)}')


_NONE = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="0"/></w:numPr>'
_ONE = {"numbering": _PLAIN + num(1, 1)}
_HIDDEN = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>藏</w:t></w:r>"

PLACES = [
    _styled(
        "styles linked to levels",
        _in("h1") + _in("h2") + _in("h2") + _in("h1"),
        *_labels("一、", "（一）", "（二）", "二、"),
    ),
    _styled(
        "style based on a numbered one",
        _in("h1") + _in("own") + _in("grandchild") + _in("h2child"),
        *_labels("一、", "二、", "三、", "（一）"),
    ),
    _styled("style with a level that is not linked", _in("h1") + _in("free"), *_labels("一、", "1.")),
    _styled("number taken from a paragraph", _in("h1", _NONE) + _in("h1"), "文", *_labels("一、")),
    _styled("number taken by a style", _in("off") + _in("h1"), "文", *_labels("一、")),
    _styled("level changed in the paragraph", _in("h1") + _in("h1", listed(1, 1)), *_labels("一、", "（一）")),
    Case(
        "empty paragraph with a number",
        "".join(p(*one, properties=listed(1)) for one in (["文"], [], ["文"])),
        [*_labels("1."), numbered("2."), *_labels("3.")],
        _ONE,
    ),
    Case(
        "number of hidden text whose mark is seen",
        p(_HIDDEN, properties=listed(1)) + p("文", properties=listed(1)),
        [numbered("1."), *_labels("2.")],
        _ONE,
    ),
    Case(
        "numbers in cells",
        table(row(cell(p("甲", properties=listed(1))), "乙"), row(cell(p(properties=listed(1))), "丙")),
        [numbered("1.", "甲", " ", "cell"), Seen("乙", "cell"), numbered("2.", "", "", "cell"), Seen("丙", "cell")],
        _ONE,
    ),
    Case(
        "number in a control",
        control(p("文", properties=listed(1))) + p("文", properties=listed(1)),
        _labels("1.", "2."),
        _ONE,
    ),
    Case(
        "number before a soft break",
        p(run("<w:t>上</w:t><w:br/><w:t>下</w:t>"), properties=listed(1)),
        [numbered("1.", "上", " "), Seen("下")],
        _ONE,
    ),
    Case("number and blanks", p("　", properties=listed(1)), [numbered("1.", "　", " ")], _ONE),
    Case(
        "number before plain cells",
        p("文", properties=listed(1)) + table(row("甲", "乙")) + p("文", properties=listed(1)),
        [*_labels("1."), *cells("甲乙"), *_labels("2.")],
        _ONE,
    ),
    Case(
        "number of a deleted cell's paragraph",
        table(
            row(cell(p("甲", properties=listed(1))), properties="<w:del w:id='1' w:author='x'/>"),
            row(cell(p("乙", properties=listed(1)))),
            columns=1,
        ),
        [numbered("1.", "乙", " ", "cell")],
        _ONE,
    ),
]

NUMBERS = [*(_format(form, values) for form, values in FORMATS.items()), *SHAPES, *LEVELS, *LISTS, *PLACES]
