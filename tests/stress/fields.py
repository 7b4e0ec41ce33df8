"""Stress cases: fields, of which a reader sees the result, or what Word draws from the instruction."""

from word import control, field, p, r, run

from .case import Case


def _field(name: str, content: str, seen: str) -> Case:
    return Case(name, p("前", content, "后"), [f"前{seen}后"])


_BEGIN = run('<w:fldChar w:fldCharType="begin"/>')
_SEPARATE = run('<w:fldChar w:fldCharType="separate"/>')
_END = run('<w:fldChar w:fldCharType="end"/>')


def _code(text: str) -> str:
    return run(f'<w:instrText xml:space="preserve">{text}</w:instrText>')


def _simple(instruction: str, *content: str) -> str:
    return f"<w:fldSimple w:instr='{instruction}'>{''.join(content)}</w:fldSimple>"


def _form(inside: str) -> str:
    return f'<w:ffData><w:name w:val="域"/><w:enabled/>{inside}</w:ffData>'


RESULTS = [
    _field("complex field", field("PAGE", r("3")), "3"),
    _field(
        "result of several runs",
        field("DATE", r("1"), r("月"), f"<w:proofErr w:type='spellStart'/>{r('2日')}"),
        "1月2日",
    ),
    _field("simple field", _simple("PAGE", r("3")), "3"),
    _field("simple field in a simple field", _simple("IF", r("甲"), _simple("PAGE", r("乙"))), "甲乙"),
    _field("complex field in a simple field", _simple("IF", field("PAGE", r("乙"))), "乙"),
    _field(
        "field in an instruction",
        _BEGIN + _code("IF ") + field("PAGE", r("1")) + _code("=1") + _SEPARATE + r("结果") + _END,
        "结果",
    ),
    _field("field in a result", field("HYPERLINK", r("上") + field("PAGEREF", r("3")) + r("下")), "上3下"),
    _field(
        "field in an instruction in a result",
        field("A", r("上"), _BEGIN + field("C", r("丙")) + _SEPARATE + r("乙") + _END),
        "上乙",
    ),
    _field("field without a result", field("XE &quot;条目&quot;"), ""),
    _field("field with an empty result", _BEGIN + _code("REF x") + _SEPARATE + _END, ""),
    _field(
        "all of a field in one run",
        run(
            "<w:t>上</w:t><w:fldChar w:fldCharType='begin'/><w:instrText>PAGE</w:instrText>"
            "<w:fldChar w:fldCharType='separate'/><w:t>3</w:t><w:fldChar w:fldCharType='end'/><w:t>下</w:t>"
        ),
        "上3下",
    ),
    _field("text typed into an instruction", _BEGIN + r("IF 1=1") + _SEPARATE + r("结果") + _END, "结果"),
    _field("link", field("HYPERLINK &quot;http://a.cn&quot; \\l &quot;b&quot;", r("链接")), "链接"),
    _field("reference", field("REF _Ref1 \\h", r("第三条")), "第三条"),
    _field("merge field", field("MERGEFIELD 单位", r("«单位»")), "«单位»"),
    _field("formula of a table", field("=SUM(ABOVE)", r("35")), "35"),
    _field("data of a field", field("ADDIN 引文", r("[1]"), data="<w:fldData>5L2g5aW9</w:fldData>"), "[1]"),
    _field("field in a link", f"<w:hyperlink w:anchor='a'>{field('PAGE', r('3'))}</w:hyperlink>", "3"),
    _field(
        "field that begins in a control", control(_BEGIN + _code("X") + _SEPARATE + r("上")) + r("下") + _END, "上下"
    ),
    _field(
        "deleted instruction",
        _BEGIN
        + "<w:del w:id='1' w:author='x'>"
        + run("<w:delInstrText>旧</w:delInstrText>")
        + "</w:del>"
        + _code("X")
        + _SEPARATE
        + r("上")
        + _END,
        "上",
    ),
    _field(
        "whole field deleted",
        "<w:del w:id='1' w:author='x'>"
        + _BEGIN
        + run("<w:delInstrText>X</w:delInstrText>")
        + _SEPARATE
        + run("<w:delText>旧</w:delText>")
        + _END
        + "</w:del>",
        "",
    ),
    _field("an end without a beginning", _END + r("中") + _SEPARATE, "中"),
    Case("a beginning without an end", p("前", _BEGIN, _code("X"), _SEPARATE, "中") + p("后"), ["前中", "后"]),
]

_ENTRY = r("一、总则") + run("<w:tab/>") + field("PAGEREF _Toc1 \\h", r("1"))
PARAGRAPHS = [
    Case(
        "table of contents",
        control(
            p("目录")
            + p(_BEGIN, _code('TOC \\o "1-3"'), _SEPARATE, f"<w:hyperlink w:anchor='_Toc1'>{_ENTRY}</w:hyperlink>")
            + p(f"<w:hyperlink w:anchor='_Toc2'>{_ENTRY}</w:hyperlink>")
            + p(_END)
        )
        + p("正文"),
        ["目录", "一、总则\t1", "一、总则\t1", "正文"],
    ),
    Case(
        "result of two paragraphs", p("前", _BEGIN, _code("X"), _SEPARATE, "上") + p("下", _END, "后"), ["前上", "下后"]
    ),
]


def _eq(code: str) -> str:
    return field("EQ " + code)


DRAWN = [
    _field("encircled figure", _eq("\\o\\ac(○,1)"), "①"),
    _field(
        "encircled figure in pieces",
        _BEGIN + _code(" eq \\o\\ac(") + _code("○") + _code(",") + _code("12") + _code(")") + _END,
        "⑫",
    ),
    _field("encircled figure beyond twenty", _eq("\\o\\ac(○,21)"), "㉑"),
    _field("encircled figure with a result", field("EQ \\o\\ac(○,3)", r("③")), "③"),
    _field("encircled character", _eq("\\o\\ac(○,党)"), "党"),
    _field("framed character", _eq("\\o\\ac(□,印)"), "印"),
    _field("encircled figure in a simple field", _simple("EQ \\o\\ac(○,5)"), "⑤"),
    _field("pinyin", _eq("\\* jc2 \\* &quot;Font:宋体&quot; \\* hps10 \\o\\ad(\\s\\up 9(dǎng),党)"), "党"),
    _field("fraction of a field", _eq("\\f(1,2)"), "1/2"),
    _field("root", _eq("\\r(,3)"), "√3"),
    _field("raised text", _eq("m\\s\\up 5(2)"), "m2"),
    _field("array", _eq("\\a(甲,乙)"), "甲乙"),
    _field("symbol by number", field("SYMBOL 252 \\f &quot;Wingdings&quot; \\s 10"), "✓"),
    _field(
        "symbol with a result",
        field(
            "SYMBOL 254 \\f &quot;Wingdings&quot;", r("\uf0fe", '<w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/>')
        ),
        "☑",
    ),
    _field(
        "form text",
        field("FORMTEXT", r("王　某"), data=_form("<w:textInput><w:default w:val='姓名'/></w:textInput>")),
        "王　某",
    ),
    _field(
        "form box",
        field("FORMCHECKBOX", data=_form("<w:checkBox><w:sizeAuto/><w:default w:val='0'/></w:checkBox>")),
        "☐",
    ),
    _field(
        "ticked form box",
        field("FORMCHECKBOX", data=_form("<w:checkBox><w:sizeAuto/><w:default w:val='0'/><w:checked/></w:checkBox>")),
        "☒",
    ),
    _field(
        "form box ticked by default",
        field("FORMCHECKBOX", data=_form("<w:checkBox><w:default w:val='1'/></w:checkBox>")),
        "☒",
    ),
    _field(
        "form list",
        field(
            "FORMDROPDOWN",
            data=_form("<w:ddList><w:result w:val='1'/><w:listEntry w:val='甲'/><w:listEntry w:val='乙'/></w:ddList>"),
        ),
        "乙",
    ),
    _field(
        "form list by default",
        field("FORMDROPDOWN", data=_form("<w:ddList><w:listEntry w:val='甲'/><w:listEntry w:val='乙'/></w:ddList>")),
        "甲",
    ),
    _field("prompt", field("MACROBUTTON NoMacro [单击此处输入姓名]"), "[单击此处输入姓名]"),
]

FIELDS = [*RESULTS, *PARAGRAPHS, *DRAWN]
