"""Stress cases: tables and text boxes."""

from word import (
    abstract,
    alternatives,
    cell,
    control,
    drawing,
    field,
    level,
    listed,
    num,
    p,
    picture,
    r,
    row,
    run,
    shape,
    textbox,
)
from word import table as tbl
from zongjie.document import Cell

from .case import Case, Seen, cells, numbered, of


def _at(text: str, table: int, row: int, column: int, rows: int = 1, columns: int = 1, *, header: bool = False) -> Seen:
    return Seen(text, "cell", None, Cell(table, row, column, rows, columns, header))


def _wide(columns: int) -> str:
    return f'<w:gridSpan w:val="{columns}"/>'


_DOWN, _ON = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
_HEADS = "<w:tblHeader/>"
_GONE = "<w:del w:id='1' w:author='x'/>"
_INNER = tbl(row("内"), columns=1)

TABLES = [
    Case(
        "body order",
        p("一") + tbl(row("甲", "乙")) + p("二") + tbl(row("丙", "丁")) + p("三"),
        ["一", *cells("甲乙"), "二", *cells("丙丁", table=1), "三"],
    ),
    Case(
        "paragraphs of a cell",
        tbl(row(cell(p("上"), p(), p("下")), "乙")),
        [_at("上", 0, 0, 0), _at("下", 0, 0, 0), _at("乙", 0, 0, 1)],
    ),
    Case(
        "soft break in a cell",
        tbl(row(cell(p(run("<w:t>上</w:t><w:br/><w:t>下</w:t>"))))),
        [_at("上", 0, 0, 0), _at("下", 0, 0, 0)],
    ),
    Case("empty cells", tbl(row("甲", cell(p()), "丙"), columns=3), [_at("甲", 0, 0, 0), _at("丙", 0, 0, 2)]),
    Case(
        "cell over two columns",
        tbl(row(cell(p("宽"), properties=_wide(2))) + row("甲", "乙")),
        [_at("宽", 0, 0, 0, 1, 2), _at("甲", 0, 1, 0), _at("乙", 0, 1, 1)],
    ),
    Case(
        "cell over three rows",
        tbl(
            row(cell(p("高"), properties=_DOWN), "甲"),
            row(cell(p(), properties=_ON), "乙"),
            row(cell(p("藏"), properties='<w:vMerge w:val="continue"/>'), "丙"),
            row("丁", "戊"),
        ),
        [
            _at("高", 0, 0, 0, 3),
            _at("甲", 0, 0, 1),
            _at("乙", 0, 1, 1),
            _at("丙", 0, 2, 1),
            _at("丁", 0, 3, 0),
            _at("戊", 0, 3, 1),
        ],
    ),
    Case(
        "two merged cells on each other",
        tbl(
            row(cell(p("上"), properties=_DOWN)),
            row(cell(p(), properties=_ON)),
            row(cell(p("下"), properties=_DOWN)),
            row(cell(p(), properties=_ON)),
            columns=1,
        ),
        [_at("上", 0, 0, 0, 2), _at("下", 0, 2, 0, 2)],
    ),
    Case(
        "cell over rows and columns",
        tbl(
            row(cell(p("大"), properties=_wide(2) + _DOWN), "甲"),
            row(cell(p(), properties=_wide(2) + _ON), "乙"),
            columns=3,
        ),
        [_at("大", 0, 0, 0, 2, 2), _at("甲", 0, 0, 2), _at("乙", 0, 1, 2)],
    ),
    Case("merge that nothing begins", tbl(row(cell(p("甲"), properties=_ON), "乙")), cells("甲乙")),
    Case(
        "old horizontal merge",
        tbl(
            row(cell(p("宽"), properties='<w:hMerge w:val="restart"/>'), cell(p(), properties="<w:hMerge/>"), "丙"),
            columns=3,
        ),
        [_at("宽", 0, 0, 0, 1, 2), _at("丙", 0, 0, 2)],
    ),
    Case(
        "columns left out before",
        tbl(row("甲", "乙"), row("丙", properties='<w:gridBefore w:val="1"/>')),
        [*cells("甲乙"), _at("丙", 0, 1, 1)],
    ),
    Case(
        "columns left out after",
        tbl(row("甲", properties='<w:gridAfter w:val="1"/>'), row("乙", "丙")),
        [_at("甲", 0, 0, 0), _at("乙", 0, 1, 0), _at("丙", 0, 1, 1)],
    ),
    Case(
        "nested table",
        tbl(row(cell(p("上"), _INNER, p("下")), "乙")) + tbl(row("丙")),
        [_at("上", 0, 0, 0), _at("内", 1, 0, 0), _at("下", 0, 0, 0), _at("乙", 0, 0, 1), _at("丙", 2, 0, 0)],
    ),
    Case(
        "header rows",
        tbl(row("甲", properties=_HEADS), row("乙", properties=_HEADS), row("丙"), columns=1),
        [_at("甲", 0, 0, 0, header=True), _at("乙", 0, 1, 0, header=True), _at("丙", 0, 2, 0)],
    ),
    Case("header row switched off", tbl(row("甲", properties='<w:tblHeader w:val="0"/>'), columns=1), cells("甲")),
    Case("header row further down", tbl(row("甲"), row("乙", properties=_HEADS), columns=1), cells("甲", "乙")),
    Case(
        "header row by the table's style",
        tbl(
            row("甲"),
            row("乙"),
            columns=1,
            properties='<w:tblStyle w:val="grid"/><w:tblLook w:val="0020" w:firstRow="1"/>',
        ),
        [_at("甲", 0, 0, 0, header=True), _at("乙", 0, 1, 0)],
        {
            "styles": '<w:style w:type="table" w:styleId="grid"><w:name w:val="grid"/><w:tblStylePr w:type="firstRow">'
            "<w:trPr><w:tblHeader/></w:trPr></w:tblStylePr></w:style>"
        },
    ),
    Case("row in a control", tbl(row("甲"), control(row("乙"), row("丙")), columns=1), cells("甲", "乙", "丙")),
    Case("cell in a control", tbl(row(control(cell(p("甲"))), "乙")), cells("甲乙")),
    Case(
        "cell in custom XML", tbl(row(f"<w:customXml w:element='a'>{cell(p('甲'))}</w:customXml>", "乙")), cells("甲乙")
    ),
    Case("table in a control", control(tbl(row("甲", "乙"))) + p("后"), [*cells("甲乙"), "后"]),
    Case("control in a cell", tbl(row(cell(control(p("甲"))), "乙")), cells("甲乙")),
    Case("deleted row", tbl(row("甲", properties=_GONE), row("乙"), columns=1), [_at("乙", 0, 1, 0)]),
    Case(
        "inserted row",
        tbl(row("甲", properties="<w:ins w:id='1' w:author='x'/>"), row("乙"), columns=1),
        cells("甲", "乙"),
    ),
    Case("deleted table", p("前") + tbl(row("甲", properties=_GONE), columns=1) + p("后"), ["前", "后"]),
    Case("deleted cell", tbl(row("甲", cell(p("乙"), properties="<w:cellDel w:id='1' w:author='x'/>"))), cells("甲")),
    Case(
        "inserted cell", tbl(row("甲", cell(p("乙"), properties="<w:cellIns w:id='1' w:author='x'/>"))), cells("甲乙")
    ),
    Case("hidden row", tbl(row("甲", properties="<w:hidden/>"), row("乙"), columns=1), [_at("乙", 0, 1, 0)]),
    Case(
        "old properties of a row",
        tbl(
            row(
                "甲",
                properties=f"<w:trPrChange w:id='1' w:author='x'><w:trPr><w:hidden/>{_HEADS}</w:trPr></w:trPrChange>",
            ),
            columns=1,
        ),
        cells("甲"),
    ),
    Case(
        "old properties of a cell",
        tbl(
            row(cell(p("甲"), properties=f"<w:tcPrChange w:id='1' w:author='x'><w:tcPr>{_ON}</w:tcPr></w:tcPrChange>")),
            columns=1,
        ),
        cells("甲"),
    ),
    Case(
        "bookmarks and comments in a table",
        tbl(
            "<!-- 批 -->" + row("<w:bookmarkStart w:id='7' w:name='t'/>", cell(p("甲")), "<w:bookmarkEnd w:id='7'/>"),
            columns=1,
        ),
        cells("甲"),
    ),
]


def _group(*shapes: str) -> str:
    return drawing(f"<wpg:wgp><wpg:cNvGrpSpPr/><wpg:grpSpPr/>{''.join(shapes)}</wpg:wgp>", "Group")


_LIST = {"numbering": abstract(1, level(0, "decimal", "%1.")) + num(1, 1)}

BOXES = [
    Case("text box with its fallback", p("前", textbox(p("框")), "后") + p("末"), ["前后", *of("textbox", "框"), "末"]),
    Case("text box of VML alone", p("前", run(picture(p("框"))), "后"), ["前后", *of("textbox", "框")]),
    Case(
        "text box that only the fallback has",
        p("前", run(alternatives("<w:t/>", picture(p("框")), "x99"))),
        ["前", *of("textbox", "框")],
    ),
    Case("paragraphs of a text box", p(textbox(p("上"), p(), p("下"))), of("textbox", "上", "下")),
    Case(
        "two text boxes",
        p("前", textbox(p("甲")), "中", textbox(p("乙")), "后"),
        ["前中后", *of("textbox", "甲", "乙")],
    ),
    Case(
        "grouped shapes",
        p("前", run(_group(shape(p("甲"), number=1), shape(p("乙"), number=2)))),
        ["前", *of("textbox", "甲", "乙")],
    ),
    Case(
        "grouped shapes of VML",
        p(
            "前",
            run(
                f"<w:pict><v:group><v:rect><v:textbox><w:txbxContent>{p('甲')}</w:txbxContent></v:textbox></v:rect>"
                f"<v:oval><v:textbox><w:txbxContent>{p('乙')}</w:txbxContent></v:textbox></v:oval></v:group></w:pict>"
            ),
        ),
        ["前", *of("textbox", "甲", "乙")],
    ),
    Case(
        "text box in a cell",
        tbl(row(cell(p("前", textbox(p("框")))), "乙")),
        [_at("前", 0, 0, 0), *of("textbox", "框"), _at("乙", 0, 0, 1)],
    ),
    Case(
        "table in a text box",
        p("前", textbox(p("上"), tbl(row("甲", "乙")), p("下"))),
        ["前", *of("textbox", "上"), *cells("甲乙"), *of("textbox", "下")],
    ),
    Case(
        "text box in a text box", p("前", textbox(p("外", run(picture(p("内")))))), ["前", *of("textbox", "外", "内")]
    ),
    Case(
        "numbers in a text box",
        p("前", textbox(p("甲", properties=listed(1)), p("乙", properties=listed(1)))),
        ["前", numbered("1.", "甲", " ", "textbox"), numbered("2.", "乙", " ", "textbox")],
        _LIST,
    ),
    Case(
        "one list in the text and in its text boxes",
        p("甲", textbox(p("乙", properties=listed(1))), properties=listed(1))
        + p("丙", textbox(p("丁", properties=listed(1))), properties=listed(1)),
        [
            numbered("1.", "甲", " "),
            numbered("1.", "乙", " ", "textbox"),
            numbered("2.", "丙", " "),
            numbered("2.", "丁", " ", "textbox"),
        ],
        _LIST,
    ),
    Case(
        "text box in a link",
        p(f"<w:hyperlink w:anchor='a'>{r('前')}{textbox(p('框'))}</w:hyperlink>"),
        ["前", *of("textbox", "框")],
    ),
    Case("text box in a control", p(control(r("前"), textbox(p("框")))), ["前", *of("textbox", "框")]),
    Case(
        "inserted text box",
        p("前", f"<w:ins w:id='1' w:author='x'>{textbox(p('框'))}</w:ins>"),
        ["前", *of("textbox", "框")],
    ),
    Case("deleted text box", p("前", f"<w:del w:id='1' w:author='x'>{textbox(p('框'))}</w:del>"), ["前"]),
    Case("hidden text box", p("前", run(picture(p("框")), "<w:vanish/>")), ["前"]),
    Case("field in a text box", p("前", textbox(p(field("PAGE", r("3"))))), ["前", *of("textbox", "3")]),
    Case(
        "text box around a field",
        p("前", field("X", textbox(p("框")), r("中")), "后"),
        ["前中后", *of("textbox", "框")],
    ),
    Case(
        "text box before a break",
        p(textbox(p("框")), run("<w:t>上</w:t><w:br/><w:t>下</w:t>")),
        ["上", "下", *of("textbox", "框")],
    ),
    Case(
        "text box in a paragraph without text",
        p("前") + p(textbox(p("框"))) + p("后"),
        ["前", *of("textbox", "框"), "后"],
    ),
]
