"""Stress cases: tracked changes, and text that is hidden."""

from word import abstract, level, listed, num, p, r, row, run, style, table

from .case import Case, cells, numbered

_WHO = "w:id='1' w:author='某' w:date='2025-01-01T00:00:00Z'"


def _change(kind: str, *content: str) -> str:
    return f"<w:{kind} {_WHO}>{''.join(content)}</w:{kind}>"


def _mark(kind: str) -> str:
    """Properties of a paragraph whose mark was inserted, deleted or moved."""
    return f"<w:rPr><w:{kind} {_WHO}/></w:rPr>"


def _gone(text: str) -> str:
    return _change("del", run(f"<w:delText>{text}</w:delText>"))


_LIST = {"numbering": abstract(1, level(0, "decimal", "%1.")) + num(1, 1)}
_OLD = f"<w:rPrChange {_WHO}><w:rPr><w:vanish/><w:b/></w:rPr></w:rPrChange>"

TRACKED = [
    Case("insertion", p("前", _change("ins", r("新")), "后"), ["前新后"]),
    Case("deletion", p("前", _gone("旧"), "后"), ["前后"]),
    Case("deletion in an insertion", p("前", _change("ins", r("新"), _gone("旧"))), ["前新"]),
    Case(
        "move in a paragraph",
        p(
            "前",
            f"<w:moveFromRangeStart {_WHO} w:name='m'/>",
            _change("moveFrom", r("移")),
            "<w:moveFromRangeEnd w:id='1'/>",
            "中",
            f"<w:moveToRangeStart {_WHO} w:name='m'/>",
            _change("moveTo", r("移")),
            "<w:moveToRangeEnd w:id='1'/>",
            "后",
        ),
        ["前中移后"],
    ),
    Case(
        "moved paragraph",
        p("一")
        + f"<w:moveFromRangeStart {_WHO} w:name='m'/>"
        + p(_change("moveFrom", r("移")), properties=_mark("moveFrom"))
        + "<w:moveFromRangeEnd w:id='1'/>"
        + p("二")
        + p(_change("moveTo", r("移")), properties=_mark("moveTo"))
        + p("三"),
        ["一", "二", "移", "三"],
    ),
    Case("inserted mark", p("上", properties=_mark("ins")) + p("下"), ["上", "下"]),
    Case("deleted mark", p("上", properties=_mark("del")) + p("下") + p("末"), ["上下", "末"]),
    Case("three marks deleted", "".join(p(one, properties=_mark("del")) for one in "上中下") + p("末"), ["上中下末"]),
    Case("deleted paragraph", p("上") + p(_gone("旧"), properties=_mark("del")) + p("下"), ["上", "下"]),
    Case(
        "deleted mark over a content control",
        p("上", properties=_mark("del")) + f"<w:sdt><w:sdtContent>{p('下')}</w:sdtContent></w:sdt>",
        ["上下"],
    ),
    Case(
        "deleted mark before a table",
        p("上", properties=_mark("del")) + table(row("甲"), columns=1),
        ["上", *cells("甲")],
    ),
    Case(
        "deleted mark at a cell's end",
        table(row(f"<w:tc><w:tcPr/>{p('甲', properties=_mark('del'))}</w:tc>", "乙")),
        cells("甲乙"),
    ),
    Case(
        "mark inserted and deleted again",
        p("上", properties=f"<w:rPr><w:ins {_WHO}/><w:del {_WHO}/></w:rPr>") + p("下"),
        ["上下"],
    ),
    Case("old looks of a run", p(r("甲", f"<w:i/>{_OLD}")), ["甲"]),
    Case("old looks of a mark", p("甲", properties=f"<w:rPr>{_OLD}</w:rPr>") + p("乙"), ["甲", "乙"]),
    Case(
        "old number of a paragraph",
        p("甲", properties=f"<w:pPrChange {_WHO}><w:pPr>{listed(1)}</w:pPr></w:pPrChange>"),
        ["甲"],
        _LIST,
    ),
    Case(
        "number that was put in",
        p("甲", properties=f"<w:numPr><w:ilvl w:val='0'/><w:numId w:val='1'/><w:ins {_WHO}/></w:numPr>"),
        [numbered("1.", "甲", " ")],
        _LIST,
    ),
    Case(
        "deleted paragraph does not count",
        p("甲", properties=listed(1))
        + p(_gone("乙"), properties=listed(1) + _mark("del"))
        + p("丙", properties=listed(1)),
        [numbered("1.", "甲", " "), numbered("2.", "丙", " ")],
        _LIST,
    ),
    Case(
        "moved paragraph counts once",
        p(_change("moveFrom", r("甲")), properties=listed(1) + _mark("moveFrom"))
        + p("乙", properties=listed(1))
        + p(_change("moveTo", r("甲")), properties=listed(1) + _mark("moveTo")),
        [numbered("1.", "乙", " "), numbered("2.", "甲", " ")],
        _LIST,
    ),
    Case(
        "inserted paragraph counts",
        p("甲", properties=listed(1)) + p(_change("ins", r("乙")), properties=listed(1) + _mark("ins")),
        [numbered("1.", "甲", " "), numbered("2.", "乙", " ")],
        _LIST,
    ),
    Case("deleted formula", p("前", _change("del", "<m:oMath><m:r><m:t>x</m:t></m:r></m:oMath>")), ["前"]),
    Case(
        "custom XML of tracked changes",
        p("前", "<w:customXmlDelRangeStart w:id='4' w:author='x'/>", "后", "<w:customXmlDelRangeEnd w:id='4'/>"),
        ["前后"],
    ),
]

_HIDE, _SHOW = "<w:vanish/>", '<w:vanish w:val="0"/>'
_HIDDEN_MARK = "<w:rPr><w:vanish/></w:rPr>"


def _looks(properties: str) -> str:
    return f"<w:rPr>{properties}</w:rPr>"


STYLES = (
    style("ghost", _looks(_HIDE), kind="character")
    + style("child", kind="character", based_on="ghost")
    + style("seen", _looks(_SHOW), kind="character", based_on="ghost")
    + style("dark", _looks(_HIDE))
    + style("darker", based_on="dark")
    + style("light", _looks(_SHOW), based_on="dark")
)


def _hidden(name: str, body: str, *seen: str) -> Case:
    return Case(name, body, seen, {"styles": STYLES})


HIDDEN = [
    _hidden("hidden run", p("前", r("藏", _HIDE), "后"), "前后"),
    _hidden("run that is not hidden", p("前", r("显", _SHOW), r("显", '<w:vanish w:val="off"/>')), "前显显"),
    _hidden("hidden on the web only", p("前", r("显", "<w:webHidden/>")), "前显"),
    _hidden("hidden by a character style", p("前", r("藏", '<w:rStyle w:val="ghost"/>')), "前"),
    _hidden("hidden by the style's parent", p("前", r("藏", '<w:rStyle w:val="child"/>')), "前"),
    _hidden("shown by a style against its parent", p("前", r("显", '<w:rStyle w:val="seen"/>')), "前显"),
    _hidden("shown against the style", p("前", r("显", f'<w:rStyle w:val="ghost"/>{_SHOW}')), "前显"),
    _hidden(
        "hidden by a paragraph style", p("前") + p("藏", properties='<w:pStyle w:val="dark"/>') + p("后"), "前", "后"
    ),
    _hidden(
        "hidden by the paragraph style's parent",
        p("前") + p("藏", properties='<w:pStyle w:val="darker"/>') + p("后"),
        "前",
        "后",
    ),
    _hidden("paragraph style shown against its parent", p("显", properties='<w:pStyle w:val="light"/>'), "显"),
    _hidden(
        "hidden twice is shown",
        p(r("显", '<w:rStyle w:val="ghost"/>'), properties='<w:pStyle w:val="dark"/>') + p("后"),
        "显后",
    ),
    _hidden(
        "run shown in a hidden paragraph",
        p(r("藏"), r("显", _SHOW), properties='<w:pStyle w:val="dark"/>') + p("后"),
        "显后",
    ),
    _hidden("hidden mark", p("上", properties=_HIDDEN_MARK) + p("下"), "上下"),
    _hidden("hidden paragraph", p("上") + p(r("藏", _HIDE), properties=_HIDDEN_MARK) + p("下"), "上", "下"),
    _hidden(
        "style separator", p("标题。", properties="<w:rPr><w:vanish/><w:specVanish/></w:rPr>") + p("正文"), "标题。正文"
    ),
    _hidden("hidden paragraph with a mark that is seen", p("上") + p(r("藏", _HIDE)) + p("下"), "上", "下"),
    _hidden("hidden link", p("前", f"<w:hyperlink w:anchor='a'>{r('藏', _HIDE)}{r('显')}</w:hyperlink>"), "前显"),
    _hidden(
        "hidden symbol and tab",
        p("前", run('<w:sym w:font="Wingdings" w:char="F0FC"/><w:tab/><w:br/>', _HIDE), "后"),
        "前后",
    ),
    _hidden(
        "hidden field",
        p(
            "前",
            *(
                run(one, _HIDE)
                for one in (
                    '<w:fldChar w:fldCharType="begin"/>',
                    "<w:instrText>TC x</w:instrText>",
                    '<w:fldChar w:fldCharType="end"/>',
                )
            ),
            "后",
        ),
        "前后",
    ),
    Case(
        "number before a style separator",
        p("标题。", properties=listed(1) + "<w:rPr><w:vanish/><w:specVanish/></w:rPr>") + p("正文"),
        [numbered("1.", "标题。正文", " ")],
        _LIST,
    ),
]
