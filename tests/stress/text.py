"""Stress cases: what stands in a paragraph."""

from word import alternatives, control, p, r, run

from .case import Case


def _inline(name: str, content: str, *seen: str) -> Case:
    """A construct inside a paragraph, between two plain runs."""
    if len(seen) == 1:
        return Case(name, p("前", content, "后"), [f"前{seen[0]}后"])
    return Case(name, p("前", content, "后"), ["前" + seen[0], *seen[1:-1], seen[-1] + "后"])


def _t(text: str, space: str = "") -> str:
    return f"<w:t xml:space='{space}'>{text}</w:t>" if space else f"<w:t>{text}</w:t>"


BREAKS = [
    _inline("soft break", run(f"{_t('上')}<w:br/>{_t('下')}"), "上", "下"),
    _inline("text wrapping break", run(f"{_t('上')}<w:br w:type='textWrapping' w:clear='all'/>{_t('下')}"), "上", "下"),
    _inline("page break", run(f"{_t('上')}<w:br w:type='page'/>{_t('下')}"), "上", "下"),
    _inline("column break", run(f"{_t('上')}<w:br w:type='column'/>{_t('下')}"), "上", "下"),
    _inline("carriage return", run(f"{_t('上')}<w:cr/>{_t('下')}"), "上", "下"),
    _inline("two breaks make no empty block", run(f"{_t('上')}<w:br/><w:br/>{_t('下')}"), "上", "下"),
    Case("a break at either end", p(run("<w:br w:type='page'/>"), "正文", run("<w:br/>")), ["正文"]),
    _inline("last rendered page break", run(f"{_t('上')}<w:lastRenderedPageBreak/>{_t('下')}"), "上下"),
    _inline(
        "tabs", run(f"{_t('上')}<w:tab/>{_t('下')}<w:ptab w:relativeTo='margin' w:alignment='right'/>"), "上\t下\t"
    ),
    _inline("no-break hyphen", run(f"{_t('3')}<w:noBreakHyphen/>{_t('5')}"), "3-5"),
    _inline("soft hyphen", run(f"{_t('zong')}<w:softHyphen/>{_t('jie')}"), "zongjie"),
    _inline("literal tab and line end are blanks", r("上\n下"), "上 下"),
]

SPACE = [
    _inline("blanks at the ends of w:t", run(_t(" 上  中 ") + _t("下\n")), "上  中下"),
    _inline("blanks that are kept", run(_t(" 上 ", "preserve") + _t(" 下 ", "default")), " 上 下"),
    _inline("indented w:t", run(_t("\n   上\n  ")), "上"),
    _inline("ideographic and no-break spaces are no blanks", run(_t("　上\u00a0")), "　上\u00a0"),
    _inline("nothing but blanks", run(_t("  ")) + run(_t(" ", "preserve")), " "),
    _inline("empty texts", run(_t("")) + run("<w:t/>") + "<w:r/>", ""),
    _inline("astral and zero-width characters", r("𠮷\u200b野👨‍👩‍👧"), "𠮷\u200b野👨‍👩‍👧"),
    _inline("entities and CDATA", r("&lt;&amp;&#x4E00;<![CDATA[<w:t>]]>"), "<&一<w:t>"),
]

MARKUP = [
    _inline("comment inside w:t", r("上<!-- 批 -->中<?p i?>下"), "上中下"),
    _inline("comment between runs", "<!-- 批 -->" + run("<!-- 批 -->" + _t("上") + "<?p i?>"), "上"),
    Case("comments between blocks", f"<!-- 批 -->{p('上')}<?p i?>{p('下', properties='<!-- 批 -->')}", ["上", "下"]),
    _inline("proofing", f"<w:proofErr w:type='spellStart'/>{r('上')}<w:proofErr w:type='spellEnd'/>", "上"),
    _inline("bookmark", f"<w:bookmarkStart w:id='1' w:name='书签'/>{r('上')}<w:bookmarkEnd w:id='1'/>", "上"),
    Case(
        "bookmark between blocks", f"<w:bookmarkStart w:id='2' w:name='a'/>{p('上')}<w:bookmarkEnd w:id='2'/>", ["上"]
    ),
    _inline("permission", f"<w:permStart w:id='1' w:edGrp='everyone'/>{r('上')}<w:permEnd w:id='1'/>", "上"),
    _inline(
        "comment range",
        f"<w:commentRangeStart w:id='1'/>{r('上')}<w:commentRangeEnd w:id='1'/>"
        + run("<w:commentReference w:id='1'/>", "<w:rStyle w:val='CommentReference'/>"),
        "上",
    ),
    _inline(
        "smart tags", f"<w:smartTag w:element='a'><w:smartTag w:element='b'>{r('上')}</w:smartTag></w:smartTag>", "上"
    ),
    _inline(
        "custom XML",
        f"<w:customXml w:element='a'><w:customXmlPr><w:attr w:name='b' w:val='值'/></w:customXmlPr>{r('上')}"
        "</w:customXml>",
        "上",
    ),
    Case("custom XML around blocks", f"<w:customXml w:element='a'>{p('上')}{p('下')}</w:customXml>", ["上", "下"]),
    _inline("direction", f"<w:dir w:val='ltr'>{r('上')}<w:bdo w:val='ltr'>{r('下')}</w:bdo></w:dir>", "上下"),
    _inline("external link", f"<w:hyperlink r:id='r9'>{r('上')}{r('下')}</w:hyperlink>", "上下"),
    _inline(
        "inserted link", f"<w:ins w:id='1' w:author='x'><w:hyperlink w:anchor='a'>{r('上')}</w:hyperlink></w:ins>", "上"
    ),
    _inline(
        "image", run("<w:drawing><wp:inline><wp:docPr id='1' name='图' descr='替代文字'/></wp:inline></w:drawing>"), ""
    ),
    Case("frame", p("上", properties="<w:framePr w:w='2000' w:wrap='around'/>") + p("下"), ["上", "下"]),
]

CONTROLS = [
    _inline("inline control", control(r("上"), properties="<w:alias w:val='标题'/><w:tag w:val='t'/>"), "上"),
    _inline("nested controls", control(r("上") + control(r("中"), control(r("下")))), "上中下"),
    Case("block controls", control(p("上"), control(p("中")), p("下")), ["上", "中", "下"]),
    _inline(
        "placeholder of a control is shown",
        control(
            r("单击此处输入", "<w:rStyle w:val='PlaceholderText'/>"),
            properties="<w:placeholder><w:docPart w:val='默认'/></w:placeholder><w:showingPlcHdr/><w:text/>",
        ),
        "单击此处输入",
    ),
    _inline(
        "check boxes",
        control(r("☒"), properties="<w14:checkbox><w14:checked w14:val='1'/></w14:checkbox>")
        + control(r("☐"), properties="<w14:checkbox><w14:checked w14:val='0'/></w14:checkbox>"),
        "☒☐",
    ),
    _inline(
        "list of a control",
        control(r("乙"), properties="<w:dropDownList><w:listItem w:displayText='甲' w:value='1'/></w:dropDownList>"),
        "乙",
    ),
    _inline(
        "repeating section",
        control(control(r("上"), properties="<w15:repeatingSectionItem/>"), properties="<w15:repeatingSection/>"),
        "上",
    ),
    _inline("control in a link", f"<w:hyperlink w:anchor='a'>{control(r('上'))}</w:hyperlink>", "上"),
    _inline("empty control", control(), ""),
]


def _font(name: str) -> str:
    return f'<w:rFonts w:ascii="{name}" w:hAnsi="{name}"/>'


_SYMBOL_STYLE = (
    f'<w:style w:type="character" w:styleId="sym"><w:name w:val="sym"/><w:rPr>{_font("Wingdings")}</w:rPr></w:style>'
)

SYMBOLS = [
    _inline("tick of Wingdings", run('<w:sym w:font="Wingdings" w:char="F0FC"/>'), "✓"),
    _inline(
        "boxes of Wingdings",
        run('<w:sym w:font="Wingdings" w:char="F0FE"/><w:sym w:font="Wingdings" w:char="F0A8"/>'),
        "☑□",
    ),
    _inline("tick box of Wingdings 2", run('<w:sym w:font="Wingdings 2" w:char="F052"/>'), "☑"),
    _inline("symbol without the private-use bit", run('<w:sym w:font="Wingdings" w:char="006C"/>'), "●"),
    _inline(
        "comparison of Symbol",
        run('<w:sym w:font="Symbol" w:char="F0B3"/><w:sym w:font="Symbol" w:char="F0B1"/>'),
        "≥±",
    ),
    _inline("plain character as w:sym", run('<w:sym w:font="宋体" w:char="2236"/>'), "∶"),
    _inline("private-use character in w:t", r("\uf0fc\uf06e", _font("Wingdings")), "✓■"),
    _inline("letters in Wingdings", r("lnu", _font("Wingdings")), "●■◆"),
    _inline("letters in Symbol", r("abm", _font("Symbol")), "αβμ"),
    _inline("Chinese in a run of Wingdings", r("完n成", _font("Wingdings")), "完■成"),
    Case("Wingdings by style", p("前", r("n", "<w:rStyle w:val='sym'/>")), ["前■"], {"styles": _SYMBOL_STYLE}),
    _inline("Wingdings for complex scripts only", r("n", '<w:rFonts w:cs="Wingdings"/>'), "n"),
    _inline(
        "ruby",
        run(f"<w:ruby><w:rubyPr/><w:rt>{r('zǒng')}</w:rt><w:rubyBase>{r('总')}{r('结')}</w:rubyBase></w:ruby>"),
        "总结",
    ),
]


def _m(text: str) -> str:
    return f"<m:r><m:t>{text}</m:t></m:r>"


def _math(inside: str) -> str:
    return f"<m:oMath>{inside}</m:oMath>"


_FRACTION = f"<m:f><m:num>{_m('1')}</m:num><m:den>{_m('2')}</m:den></m:f>"

FORMULAS = [
    _inline("formula", _math(_m("a+b")), "a+b"),
    Case("formula of its own", p(f"<m:oMathPara>{_math(_m('x=1'))}</m:oMathPara>"), ["x=1"]),
    _inline("fraction", _math(_FRACTION), "1/2"),
    _inline(
        "fraction of sums", _math(f"<m:f><m:num>{_m('a+b')}</m:num><m:den>{_m('c+d')}</m:den></m:f>"), "(a+b)/(c+d)"
    ),
    _inline("superscript", _math(f"<m:sSup><m:e>{_m('m')}</m:e><m:sup>{_m('2')}</m:sup></m:sSup>"), "m²"),
    _inline("subscript", _math(f"<m:sSub><m:e>{_m('H')}</m:e><m:sub>{_m('2')}</m:sub></m:sSub>{_m('O')}"), "H₂O"),
    _inline("square root", _math(f"<m:rad><m:radPr><m:degHide/></m:radPr><m:deg/><m:e>{_m('2')}</m:e></m:rad>"), "√2"),
    _inline("brackets", _math(f"<m:d><m:e>{_m('x')}</m:e></m:d>"), "(x)"),
    _inline("formula in a link", f"<w:hyperlink w:anchor='a'>{_math(_m('y'))}</w:hyperlink>", "y"),
    _inline("text in a formula", _math(f"<m:r><w:rPr/><m:t>完成率</m:t></m:r>{_m('=90%')}"), "完成率=90%"),
]

ALTERNATIVES = [
    _inline("understood choice", run(alternatives(_t("新"), _t("旧"), "w14")), "新"),
    _inline("choice that nobody understands", run(alternatives(_t("新"), _t("旧"), "x99")), "旧"),
    _inline("alternatives of runs", alternatives(r("新"), r("旧")), "新"),
    Case("alternatives of blocks", alternatives(p("新"), p("旧")), ["新"]),
    _inline(
        "no fallback",
        run("<mc:AlternateContent><mc:Choice Requires='w14'><w:t>新</w:t></mc:Choice></mc:AlternateContent>"),
        "新",
    ),
    _inline(
        "the second choice",
        run(
            f"<mc:AlternateContent><mc:Choice Requires='x99'>{_t('一')}</mc:Choice>"
            f"<mc:Choice Requires='wps'>{_t('二')}</mc:Choice><mc:Fallback>{_t('三')}</mc:Fallback>"
            "</mc:AlternateContent>"
        ),
        "二",
    ),
    _inline(
        "emoji",
        run(alternatives("<w16se:symEx w16se:font='Segoe UI Emoji' w16se:char='1F44D'/>", _t("👍"), "w16se")),
        "👍",
    ),
]

TEXT = [*BREAKS, *SPACE, *MARKUP, *CONTROLS, *SYMBOLS, *FORMULAS, *ALTERNATIVES]
