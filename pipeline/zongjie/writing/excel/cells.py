"""What all sheets share: formats, links, numbers, text that stays text."""

import os
import re
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

if TYPE_CHECKING:
    from ...kpi.grid import Spot
    from ...kpi.table import Row

MAX_ROWS, MAX_COLUMNS = 1_048_576, 16_384
_MAX_TEXT = 32_767
_MAX_LITERAL = 255
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ARCHIVE = re.compile(r".*?\.zip(?=[/\\])", re.IGNORECASE | re.DOTALL)
_A4 = 9
_FORMS: dict[str, dict[str, Any]] = {
    "heading": {"bold": True, "bg_color": "#D9E1F2", "border": 1, "align": "center", "valign": "vcenter"},
    "side": {"bold": True, "bg_color": "#EDF1F9", "border": 1, "valign": "vcenter"},
    "wrap": {"text_wrap": True},
    "link": {"font_color": "#0563C1", "underline": 1, "text_wrap": True},
    "lacking": {"bg_color": "#FFC7CE", "font_color": "#9C0006", "text_wrap": True},
    "differing": {"bg_color": "#FFEB9C", "font_color": "#7F6000", "text_wrap": True},
    "doubtful": {"bg_color": "#FFEB9C"},
    "bold": {"bold": True},
    "centre": {"align": "center"},
    "red": {"bg_color": "#FFC7CE", "font_color": "#9C0006", "align": "center"},
    "pale": {"bg_color": "#FCE9EB", "font_color": "#9C0006", "align": "center"},
    "yellow": {"bg_color": "#FFEB9C", "font_color": "#7F6000", "align": "center"},
    "grey": {"bg_color": "#E7E6E6", "font_color": "#595959", "align": "center"},
    "faint": {"font_color": "#8C8C8C", "align": "center"},
    "sum": {"bold": True, "bg_color": "#EDF1F9", "border": 1},
}
_MYRIAD = Decimal(10_000)
_SCALES = {10**4: "万", 10**6: "百万", 10**7: "千万", 10**8: "亿"}
Value = tuple[Any, Format | None]


class Forms:
    """The formats of one workbook, each made once."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self._book = book
        self._made: dict[tuple[str, str, bool], Format] = {}

    def __call__(self, name: str = "", pattern: str = "", *, wrap: bool = False) -> Format:
        """The format called ``name`` ("" for a plain one) with a number format; ``wrap`` breaks lines."""
        key = name, pattern, wrap
        if key not in self._made:
            number = {"num_format": pattern} if pattern else {}
            wrapped = {"text_wrap": True} if wrap else {}
            self._made[key] = self._book.add_format({"valign": "top", **_FORMS.get(name, {}), **number, **wrapped})
        return self._made[key]


class Link(str):
    """Text that leads somewhere by ``formula``; an address that Excel cannot hold leaves it plain ("")."""

    formula: str


class Formula(NamedTuple):
    """A formula and the value that it has; ``value`` is what programs show that do not calculate."""

    text: str
    value: float | str


def put(sheet: Worksheet, row: int, column: int, value: Any, form: Format | None = None) -> None:
    """Writes a number, text, a link, a formula, or (None) a blank."""
    if value is None:
        if form is not None:
            sheet.write_blank(row, column, None, form)
    elif isinstance(value, Formula):
        sheet.write_formula(row, column, value.text, form, value.value)
    elif isinstance(value, Link) and value.formula:
        sheet.write_formula(row, column, value.formula, form, clean(value))
    elif isinstance(value, str):
        sheet.write_string(row, column, clean(value), form)
    else:
        sheet.write_number(row, column, value, form)


def for_print(sheet: Worksheet, title: str, *, pages_wide: int = 1) -> None:
    """A4, landscape, as many pages wide (0: as many as it takes), the title above and page numbers below."""
    sheet.set_landscape()
    sheet.hide_gridlines(0)  # they are printed too
    sheet.set_paper(_A4)
    sheet.set_margins(left=0.4, right=0.4, top=0.7, bottom=0.6)
    if pages_wide:
        sheet.fit_to_pages(pages_wide, 0)
    sheet.set_header(f"&C&14 {title}")  # the blank keeps a year apart from the size
    sheet.set_footer("&C第 &P 页 共 &N 页")


def link(target: str, text: str) -> Link:
    """``text`` that leads to ``target``, an address relative to the workbook or (#'sheet'!A1) within it."""
    made = Link(text)
    target, text = (clean(one).replace('"', '""') for one in (target, text))
    fits = len(target) <= _MAX_LITERAL and len(text) <= _MAX_LITERAL
    made.formula = f'=HYPERLINK("{target}","{text}")' if fits else ""
    return made


def file_link(source: str, folder: Path, text: str | None = None) -> str:
    """A link to the file ``source`` from a workbook in ``folder``; plain text for ``-``.

    What lies in an archive cannot be opened in its place: the link leads to the archive.
    """
    if source == "-":
        return text or source
    return link(address(source, folder), source if text is None else text)


def address(source: str, folder: Path) -> str:
    """Where a link to the file ``source`` leads from a workbook in ``folder``; a place in it follows after a #."""
    file = _ARCHIVE.match(source)
    opened = file.group() if file and not os.path.isdir(file.group()) else source
    try:
        target = os.path.relpath(opened, folder)
    except ValueError:  # another drive
        target = os.path.abspath(opened)
    return target.replace("#", "%23")


def clean(text: str) -> str:
    """``text`` as a cell can hold it: without control characters, cut to Excel's length."""
    return (text if text.isprintable() else _FORBIDDEN.sub("", text))[:_MAX_TEXT]


def amount(value: Decimal | None, unit: str) -> tuple[float | str | None, str]:
    """The cell for a number and its format: percentages as Excel's own, the decimals that were written, in groups."""
    if value is None:
        return None, ""
    shown = value / 100 if is_percent(unit) else value
    number = float(shown)
    return (str(value), "") if abs(number) > 1e300 else (number, pattern(decimals(value), unit))


def shown_in(unit: str, scale: int, values: Iterable[Decimal]) -> tuple[str, Decimal]:
    """The unit of measure in which ``values`` are shown, and what they are divided by.

    It is the one of ``scale``; without one (0) large sums of money are shown as 万元.
    """
    if scale:
        return _SCALES.get(scale, "") + unit, Decimal(scale)
    if unit == "元" and max(map(abs, values), default=Decimal(0)) >= 100 * _MYRIAD:
        return "万元", _MYRIAD
    return unit, Decimal(1)


def is_percent(unit: str) -> bool:
    """Whether figures in ``unit`` are shown as Excel's percentages."""
    return unit in ("%", "％")


def decimals(value: Decimal) -> int:
    """How many decimals ``value`` has, at most 6 are shown."""
    return min(max(-int(value.normalize().as_tuple().exponent), 0), 6)


def pattern(places: int, unit: str, bound: str = "") -> str:
    """The number format for ``places`` decimals, after a sign such as ≈."""
    shown = "0." + "0" * max(places, 1) + "%" if is_percent(unit) else "#,##0" + ("." + "0" * places if places else "")
    return f'"{bound}"{shown}' if bound else shown


def place_of(one: "Row | Spot") -> str | None:
    """Where a figure stands in its document, in words."""
    return one.place_text or None
