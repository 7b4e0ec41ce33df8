"""Word files put together at random from the constructs that cases describe, in and out of order."""

from collections.abc import Callable, Sequence
from typing import Any

from hypothesis import strategies as st

from word import (
    abstract,
    alternatives,
    cell,
    control,
    field,
    level,
    listed,
    num,
    p,
    picture,
    r,
    row,
    run,
    style,
    table,
    textbox,
    word,
)

_HIDE = "<w:vanish/>"
_WHO = "w:id='1' w:author='某'"
_LOOKS = ["", "<w:b/>", _HIDE, '<w:rStyle w:val="ghost"/>', '<w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/>']
_MARKS = ["begin", "separate", "end"]
_THINGS = [
    "<w:tab/>",
    "<w:br/>",
    "<w:br w:type='page'/>",
    "<w:noBreakHyphen/>",
    "<w:softHyphen/>",
    "<w:instrText>PAGE</w:instrText>",
    "<w:t> 空 </w:t>",
    "<w:t>甲</w:t><w:t xml:space='preserve'> 乙\n</w:t>",
    "<w:sym w:font='Wingdings' w:char='F0FC'/>",
    "<w:delText>删</w:delText>",
    "<w:footnoteReference w:id='2'/>",
    "<w:endnoteReference w:id='2'/>",
    alternatives("<w:t>新</w:t>", "<w:t>旧</w:t>", "x99"),
    "<w:ruby><w:rt><w:r><w:t>zǒng</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>总</w:t></w:r></w:rubyBase></w:ruby>",
    *(f'<w:fldChar w:fldCharType="{mark}"/>' for mark in _MARKS),
]
_TEXT = st.text("甲乙1 　\t、*\U00020bb7\uf0fc", max_size=5)
_FORMULA = "<m:oMath><m:f><m:num><m:r><m:t>1</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f></m:oMath>"

_BITS = [_FORMULA, field("EQ \\o\\ac(○,1)"), "<w:proofErr w:type='gramStart'/>"]
_WRAPPERS = [
    *(f"<w:{name} {_WHO}>{{}}</w:{name}>" for name in ("ins", "del", "moveFrom", "moveTo")),
    "<w:hyperlink w:anchor='a'>{}</w:hyperlink>",
    "<w:smartTag w:element='a'>{}</w:smartTag>",
    "<w:fldSimple w:instr='EQ \\o\\ac(○,2)'>{}</w:fldSimple>",
    control("{}"),
    field("REF a", "{}"),
    alternatives("{}", r("旧")),
]
_PROPERTIES = [
    *[""] * 4,
    listed(1),
    listed(1, 1),
    listed(9),
    '<w:pStyle w:val="head"/>',
    '<w:pStyle w:val="dark"/>',
    "<w:rPr><w:del/></w:rPr>",
    f"<w:rPr>{_HIDE}</w:rPr>",
    f"<w:rPr>{_HIDE}<w:specVanish/></w:rPr>",
    listed(1) + "<w:rPr><w:moveFrom/></w:rPr>",
]
_ROWS = ["", "<w:tblHeader/>", "<w:del/>", "<w:gridBefore w:val='1'/>"]
_CELLS = ["", "<w:gridSpan w:val='2'/>", "<w:vMerge w:val='restart'/>", "<w:vMerge/>", "<w:hMerge/>", "<w:cellDel/>"]


Draw = Callable[[st.SearchStrategy[Any]], Any]


def _some(draw: Draw, make: Callable[[Draw, int], str], depth: int, most: int = 3) -> list[str]:
    """Up to ``most`` pieces, fewer the deeper."""
    return [make(draw, depth + 1) for _ in range(draw(st.integers(0, max(0, most - depth // 2))))]


def _any(draw: Draw, values: Sequence[str]) -> str:
    return draw(st.sampled_from(values))


def _inline(draw: Draw, depth: int) -> str:
    kind = draw(st.integers(0, 5 if depth < 5 else 2))
    if kind < 2:
        return r(draw(_TEXT), _any(draw, _LOOKS))
    if kind == 2:
        return run(_any(draw, _THINGS), _any(draw, _LOOKS))
    if kind == 3:
        return _any(draw, _BITS)
    if kind == 4:
        return _any(draw, _WRAPPERS).replace("{}", "".join(_some(draw, _inline, depth)))
    content = _some(draw, _block, depth, 2)
    return run(picture(*content)) if draw(st.booleans()) else textbox(*content)


def _block(draw: Draw, depth: int) -> str:
    kind = draw(st.integers(0, 4 if depth < 4 else 2))
    if kind < 3:
        return p(*_some(draw, _inline, depth, 4), properties=_any(draw, _PROPERTIES))
    if kind == 3:
        return control(*_some(draw, _block, depth))
    return table(*_some(draw, _row, depth))


def _row(draw: Draw, depth: int) -> str:
    cells = [
        cell(*_some(draw, _block, depth, 2), properties=_any(draw, _CELLS)) for _ in range(draw(st.integers(0, 3)))
    ]
    return row(*cells, properties=_any(draw, _ROWS))


_LEVELS = level(0, "chineseCounting", "%1、") + level(1, "decimal", "%1.%2")
_NOTES = '<w:{0} w:id="2"><w:p><w:r><w:t>注</w:t></w:r></w:p></w:{0}>'


@st.composite
def bodies(draw: Draw) -> str:
    """What ``w:body`` of a file may hold."""
    return p("首") + "".join(_some(draw, _block, 0, 5))


def file(body: str) -> bytes:
    """The file with that body, and with the lists, styles and notes that it refers to."""
    return word(
        body,
        style("ghost", f"<w:rPr>{_HIDE}</w:rPr>", kind="character")
        + style("dark", f"<w:rPr>{_HIDE}</w:rPr>")
        + style("head", f"<w:pPr>{listed(1)}</w:pPr>"),
        numbering=abstract(1, _LEVELS) + num(1, 1),
        footnotes=_NOTES.format("footnote"),
        endnotes=_NOTES.format("endnote"),
    )
