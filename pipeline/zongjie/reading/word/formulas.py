"""Formulas of Word files (OMML) → one line of text: fractions with /, roots with √, powers with ^."""

from lxml import etree

M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_UNSEEN = (_W + "del", _W + "moveFrom", _W + "rPr")
_RAISED = str.maketrans("0123456789+-()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ⁿ")
_LOWERED = str.maketrans("0123456789+-()", "₀₁₂₃₄₅₆₇₈₉₊₋₍₎")


def text_of(formula: etree._Element) -> str:
    """What ``formula`` (``m:oMath`` or any part of one) shows, in reading order."""
    name = formula.tag.removeprefix(M) if isinstance(formula.tag, str) else ""
    if name == "t":
        return formula.text or ""
    if name.endswith("Pr") or formula.tag in _UNSEEN:
        return ""
    if name in _SHAPES:
        return _SHAPES[name](formula)
    return "".join(text_of(child) for child in formula)


def _part(formula: etree._Element, name: str) -> str:
    found = formula.find(M + name)
    return "" if found is None else text_of(found)


def _value(formula: etree._Element, path: str, default: str) -> str:
    found = formula.find("/".join(M + step for step in path.split("/")))
    return default if found is None else found.get(M + "val", default)


def _bracketed(text: str) -> str:
    return text if len(text) < 2 or text.replace(".", "").isalnum() else f"({text})"


def _scripts(formula: etree._Element) -> str:
    below, above = _part(formula, "sub"), _part(formula, "sup")
    small = below.translate(_LOWERED)
    low = "" if not below else small if small != below and not set(small) & set(below) else "_" + _bracketed(below)
    raised = above.translate(_RAISED)
    high = "" if not above else raised if raised != above and not set(raised) & set(above) else "^" + _bracketed(above)
    return low + high


def _fraction(formula: etree._Element) -> str:
    return f"{_bracketed(_part(formula, 'num'))}/{_bracketed(_part(formula, 'den'))}"


def _root(formula: etree._Element) -> str:
    return _part(formula, "deg").translate(_RAISED) + "√" + _bracketed(_part(formula, "e"))


def _delimited(formula: etree._Element) -> str:
    separator = _value(formula, "dPr/sepChr", "|")
    inner = separator.join(text_of(part) for part in formula.findall(M + "e"))
    return _value(formula, "dPr/begChr", "(") + inner + _value(formula, "dPr/endChr", ")")


def _operator(formula: etree._Element) -> str:
    return _value(formula, "naryPr/chr", "∫") + _scripts(formula) + _part(formula, "e")


def _function(formula: etree._Element) -> str:
    return f"{_part(formula, 'fName')}{_part(formula, 'e')}"


def _matrix(formula: etree._Element) -> str:
    rows = (" ".join(text_of(part) for part in row.findall(M + "e")) for row in formula.findall(M + "mr"))
    return "; ".join(rows)


_SHAPES = {
    "f": _fraction,
    "rad": _root,
    "d": _delimited,
    "nary": _operator,
    "sSup": lambda one: _part(one, "e") + _scripts(one),
    "sSub": lambda one: _part(one, "e") + _scripts(one),
    "sSubSup": lambda one: _part(one, "e") + _scripts(one),
    "sPre": lambda one: _scripts(one) + _part(one, "e"),
    "func": _function,
    "m": _matrix,
}
