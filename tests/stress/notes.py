"""Stress cases: footnotes, endnotes, headers and footers."""

from word import abstract, cell, field, level, listed, num, p, r, row, run, table, textbox

from .case import Case, numbered, of


def _note(number: int, *content: str, kind: str = "footnote") -> str:
    return f'<w:{kind} w:id="{number}">{"".join(content)}</w:{kind}>'


def _mark(number: int, kind: str = "footnote", more: str = "") -> str:
    return run(
        f'<w:{kind}Reference {more} w:id="{number}"/>', f'<w:rStyle w:val="{kind}"/><w:vertAlign w:val="superscript"/>'
    )


_REF = run("<w:footnoteRef/>")
_LIST = {"numbering": abstract(1, level(0, "decimal", "%1.")) + num(1, 1)}


def _notes(*texts: str, kind: str = "footnote") -> dict[str, str]:
    """Notes with the numbers 2, 3, …"""
    return {f"{kind}s": "".join(_note(number, p(text), kind=kind) for number, text in enumerate(texts, 2))}


NOTES = [
    Case("footnote", p("前", _mark(2), "后"), ["前后", *of("footnote", "注")], {"footnotes": _note(2, p(_REF, "注"))}),
    Case(
        "footnotes in the order of their marks",
        p("甲", _mark(3)) + p("乙", _mark(2)),
        ["甲", "乙", *of("footnote", "三", "二")],
        _notes("二", "三"),
    ),
    Case("footnote that nothing refers to", p("甲", _mark(3)), ["甲", *of("footnote", "三")], _notes("二", "三")),
    Case(
        "footnote of two paragraphs",
        p("甲", _mark(2)),
        ["甲", *of("footnote", "上", "下")],
        {"footnotes": _note(2, p(_REF, "上"), p("下"))},
    ),
    Case(
        "footnote with a mark of its own",
        p("甲", run('<w:footnoteReference w:customMarkFollows="1" w:id="2"/><w:t>＊</w:t>')),
        ["甲＊", *of("footnote", "＊注")],
        _notes("＊注"),
    ),
    Case(
        "footnote of a cell",
        table(row(cell(p("甲", _mark(2))), "乙")),
        [*of("cell", "甲", "乙"), *of("footnote", "注")],
        _notes("注"),
    ),
    Case(
        "footnote of a link",
        p(f"<w:hyperlink w:anchor='a'>{r('甲')}{_mark(2)}</w:hyperlink>"),
        ["甲", *of("footnote", "注")],
        _notes("注"),
    ),
    Case("footnote of deleted text", p("甲", f"<w:del w:id='1' w:author='x'>{_mark(2)}</w:del>"), ["甲"], _notes("注")),
    Case(
        "footnote of hidden text", p("甲", run('<w:footnoteReference w:id="2"/>', "<w:vanish/>")), ["甲"], _notes("注")
    ),
    Case("footnote that is not there", p("甲", _mark(9)), ["甲"], _notes("注")),
    Case(
        "table in a footnote",
        p("甲", _mark(2)),
        ["甲", *of("footnote", "注", "内")],
        {"footnotes": _note(2, p("注"), table(row("内"), columns=1), p())},
    ),
    Case(
        "endnote", p("前", _mark(2, "endnote"), "后"), ["前后", *of("endnote", "尾注")], _notes("尾注", kind="endnote")
    ),
    Case(
        "footnotes before endnotes",
        p("甲", _mark(2, "endnote"), _mark(2)),
        ["甲", *of("footnote", "脚"), *of("endnote", "尾")],
        {**_notes("脚"), **_notes("尾", kind="endnote")},
    ),
    Case("marks without a part of notes", p("甲", _mark(2)), ["甲"], alone=True),
]


def _section(*references: str, more: str = "", end: bool = False) -> str:
    """Section properties with references "header default header1"; at the body's ``end`` or in a paragraph."""
    parts = [reference.split() for reference in references]
    rows = "".join(f'<w:{kind}Reference w:type="{when}" r:id="{target}"/>' for kind, when, target in parts)
    section = f'<w:sectPr>{rows}<w:pgSz w:w="11906" w:h="16838"/>{more}</w:sectPr>'
    return section if end else p(properties=section)


_FIRST = "<w:titlePg/>"
_EVEN = {"settings": "<w:evenAndOddHeaders/>"}
# The relationship to the first of these is r1.
_THREE = {"header1": p("常"), "header2": p("首"), "header3": p("偶")}
_ALL = ("header default r1", "header first r2", "header even r3")

HEADERS = [
    Case(
        "header and footer",
        p("文") + _section("header default r1", "footer default r2", end=True),
        ["文", *of("header", "眉"), *of("footer", "脚")],
        {"header1": p("眉"), "footer1": p("脚")},
        alone=True,
    ),
    Case(
        "page number in a footer",
        p("文") + _section("footer default r1", end=True),
        ["文", *of("footer", "— 1 —")],
        {"footer1": p("— ", field("PAGE", r("1")), " —")},
        alone=True,
    ),
    Case(
        "first and even headers that are not switched on",
        p("文") + _section(*_ALL, end=True),
        ["文", *of("header", "常")],
        _THREE,
        alone=True,
    ),
    Case(
        "first header",
        p("文") + _section(*_ALL, more=_FIRST, end=True),
        ["文", *of("header", "首", "常")],
        _THREE,
        alone=True,
    ),
    Case(
        "even header",
        p("文") + _section(*_ALL, end=True),
        ["文", *of("header", "常", "偶")],
        _THREE | _EVEN,
        alone=True,
    ),
    Case(
        "all three headers",
        p("文") + _section(*_ALL, more=_FIRST, end=True),
        ["文", *of("header", "首", "常", "偶")],
        _THREE | _EVEN,
        alone=True,
    ),
    Case(
        "switches that are off",
        p("文") + _section(*_ALL, more='<w:titlePg w:val="0"/>', end=True),
        ["文", *of("header", "常")],
        _THREE | {"settings": '<w:evenAndOddHeaders w:val="false"/>'},
        alone=True,
    ),
    Case(
        "two sections",
        p("一") + _section("header default r1") + p("二") + _section("header default r2", end=True),
        ["一", "二", *of("header", "常", "首")],
        _THREE,
        alone=True,
    ),
    Case(
        "one header in two sections",
        p("一") + _section("header default r1") + p("二") + _section("header default r1", end=True),
        ["一", "二", *of("header", "常")],
        _THREE,
        alone=True,
    ),
    Case(
        "header of the section before",
        p("一") + _section("header default r1") + p("二") + _section(end=True),
        ["一", "二", *of("header", "常")],
        _THREE,
        alone=True,
    ),
    Case(
        "first header inherited",
        p("一") + _section("header default r1", "header first r2") + p("二") + _section(more=_FIRST, end=True),
        ["一", "二", *of("header", "常", "首")],
        _THREE,
        alone=True,
    ),
    Case(
        "section in a paragraph with text",
        p("一", properties=_section("header default r1", end=True)) + p("二") + _section(end=True),
        ["一", "二", *of("header", "常")],
        _THREE,
        alone=True,
    ),
    Case("header that nothing refers to", p("文"), ["文"], _THREE, alone=True),
    Case(
        "one list in header and footer",
        p("文", properties=listed(1)) + _section("header default r1", "footer default r2", end=True),
        [numbered("1.", "文", " "), numbered("1.", "眉", " ", "header"), numbered("2.", "脚", " ", "footer")],
        {"header1": p("眉", properties=listed(1)), "footer1": p("脚", properties=listed(1)), **_LIST},
        alone=True,
    ),
    Case(
        "one list in text and notes",
        p("文", _mark(2), _mark(3), properties=listed(1)),
        [numbered("1.", "文", " "), numbered("1.", "一", " ", "footnote"), numbered("2.", "二", " ", "footnote")],
        {"footnotes": _note(2, p("一", properties=listed(1))) + _note(3, p("二", properties=listed(1))), **_LIST},
    ),
    Case("empty header", p("文") + _section("header default r1", end=True), ["文"], {"header1": p()}, alone=True),
    Case(
        "table in a header",
        p("文") + _section("header default r1", end=True),
        ["文", *of("header", "甲", "乙")],
        {"header1": table(row("甲", "乙")) + p()},
        alone=True,
    ),
    Case(
        "text box in a header",
        p("文") + _section("header default r1", end=True),
        ["文", *of("header", "眉", "框")],
        {"header1": p("眉", textbox(p("框")))},
        alone=True,
    ),
    Case(
        "old properties of a section",
        p("文")
        + _section(
            "header default r1",
            more=f"<w:sectPrChange w:id='1' w:author='x'><w:sectPr>{_FIRST}</w:sectPr></w:sectPrChange>",
            end=True,
        ),
        ["文", *of("header", "常")],
        _THREE,
        alone=True,
    ),
    Case("reference that leads nowhere", p("文") + _section("header default r9", end=True), ["文"], alone=True),
]
