"""What stands in a paragraph: runs with their text, links, controls, fields, ruby, formulas → a ``Line``.

Runs are counted over the whole part, those that nobody sees included, so that others can find a place without knowing
what is left out here.
"""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from lxml import etree

from .fields import drawn
from .formulas import M, text_of
from .line import Line, Origin
from .styles import PLAIN, Style, Styles, W, is_on
from .symbols import FIRST, is_symbol_font, seen

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_ALTERNATIVES, _CHOICE, _FALLBACK = _MC + "AlternateContent", _MC + "Choice", _MC + "Fallback"
_PARAGRAPH, _RUN, _TEXT, _BOX, _FORMULA = W + "p", W + "r", W + "t", W + "txbxContent", M + "oMath"
_RUN_PROPERTIES, _FONTS = W + "rPr", W + "rFonts"
_FIELD, _INSTRUCTION, _SIMPLE_FIELD = W + "fldChar", W + "instrText", W + "fldSimple"
_SYMBOL, _RUBY, _NEW_PAGE = W + "sym", W + "ruby", W + "lastRenderedPageBreak"
# What a reader does not see at all, and what holds no text of its own.
_UNSEEN = frozenset(W + name for name in ("del", "moveFrom"))
_PROPERTIES = frozenset(
    W + name for name in ("pPr", "rPr", "sdtPr", "sdtEndPr", "tblPr", "tblGrid", "trPr", "tcPr", "sectPr")
)
_DRAWINGS = frozenset(W + name for name in ("drawing", "pict", "object"))
_NOTES = {W + "footnoteReference": "footnote", W + "endnoteReference": "endnote"}
_CHARACTERS = {W + "tab": "\t", W + "ptab": "\t", W + "br": "\n", W + "cr": "\n", W + "noBreakHyphen": "-"}
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_LINE_ENDS = str.maketrans("\r\n", "  ")
_TRIMMED = " \t\r\n"
_FIRST_SYMBOL = chr(FIRST)


class Note(NamedTuple):
    """A reference to a note: ``kind`` is footnote or endnote, ``run`` the run that refers to it."""

    kind: str
    id: str
    run: etree._Element


class Box(NamedTuple):
    """A text box, read after its paragraph: the counts of paragraphs and runs before it, and the run that holds it."""

    content: etree._Element
    paragraphs: int
    runs: int
    run: etree._Element


class Counts:
    """How many paragraphs and runs of the part were passed, and the page (None: the file does not say)."""

    def __init__(self, paragraphs: int = 0, runs: int = 0, page: int | None = None) -> None:
        self.paragraphs, self.runs, self.page = paragraphs, runs, page

    def skip(self, element: etree._Element) -> None:
        """Counts what ``element`` holds without reading it."""
        self.paragraphs += sum(1 for _ in element.iter(_PARAGRAPH))
        self.runs += sum(1 for _ in element.iter(_RUN))


class _Field:
    """An open field: its instruction, whether its result has begun, and whether that showed anything."""

    def __init__(self, origin: Origin, mark: etree._Element) -> None:
        self.origin, self.mark = origin, mark
        self.instruction: list[str] = []
        self.in_result = self.showed = False


class Inline:
    """Reads paragraph after paragraph into ``line``; ``end_line`` is called at each line break.

    ``boxes`` and ``notes`` collect what is shown elsewhere. ``sound_fields`` says that every field that begins ends:
    else the marks of fields hide nothing.
    """

    def __init__(self, styles: Styles, counts: Counts, line: Line, end_line: Callable[[], None]) -> None:
        self.boxes: list[Box] = []
        self.notes: list[Note] = []
        self.sound_fields = True
        self.fields: list[_Field] = []
        self._styles, self._counts, self._line, self._end_line = styles, counts, line, end_line
        self._style, self._paragraph = PLAIN, 0
        self._origin: Origin
        self._offset = 0
        self._hidden = False
        self._font: str | None = None

    def read(self, paragraph: etree._Element, number: int, style: Style) -> None:
        """Reads the paragraph ``number`` of the part, which has that style."""
        self._paragraph, self._style = number, style
        self._content(paragraph)

    def _content(self, parent: etree._Element) -> None:
        for child in seen_children(parent, self._counts):
            if child.tag == _RUN:
                self._run(child)
            elif child.tag == _FORMULA:
                self._begin(Origin(self._paragraph, None, child), hidden=False)
                self._put(text_of(child), child)
            elif child.tag == _SIMPLE_FIELD:
                self._simple_field(child)
            else:
                self._content(child)

    def _begin(self, origin: Origin, *, hidden: bool) -> None:
        self._origin, self._hidden, self._offset = origin, hidden, 0

    def _run(self, run: etree._Element) -> None:
        number, self._counts.runs = self._counts.runs, self._counts.runs + 1
        properties = run.find(_RUN_PROPERTIES)
        bold, hidden = self._styles.run(properties, self._style)
        fonts = None if properties is None else properties.find(_FONTS)
        self._font = None if fonts is None else fonts.get(W + "ascii") or fonts.get(W + "hAnsi")
        self._begin(Origin(self._paragraph, number, run, bold), hidden=hidden)
        self._run_content(run)

    def _run_content(self, parent: etree._Element) -> None:
        for child in seen_children(parent, self._counts):
            handle = _HANDLERS.get(child.tag)
            if handle:
                handle(self, child)
            else:
                self._run_content(child)

    def _character(self, element: etree._Element) -> None:
        self._put(_CHARACTERS[element.tag], element)

    def _note(self, reference: etree._Element) -> None:
        if self._visible():
            self.notes.append(Note(_NOTES[reference.tag], reference.get(W + "id", ""), self._origin.element))

    def _new_page(self, _: etree._Element) -> None:
        if self._counts.page is not None:
            self._counts.page += 1

    def _text(self, element: etree._Element) -> None:
        text = element.text or ""
        at = 0
        if text and (text[0] in _TRIMMED or text[-1] in _TRIMMED) and element.get(_SPACE) != "preserve":
            at = len(text) - len(text.lstrip(_TRIMMED))  # Word shows no blanks at the ends that are not kept expressly
            text = text.strip(_TRIMMED)
            self._offset += at
        if "\n" in text or "\r" in text:
            text = text.translate(_LINE_ENDS)
        if text and (max(text) >= _FIRST_SYMBOL or is_symbol_font(self._font)):
            text = "".join(self._shown(char) for char in text)
        self._put(text, element, at)

    def _shown(self, char: str) -> str:
        if char.isspace() or "\u0100" <= char < _FIRST_SYMBOL or (char < "\u0100" and not is_symbol_font(self._font)):
            return char
        return seen(ord(char), self._font)

    def _symbol(self, element: etree._Element) -> None:
        code = element.get(W + "char", "")
        try:
            shown = seen(int(code, 16), element.get(W + "font"))
        except ValueError:
            return
        if shown.isprintable():
            self._put(shown, element)

    def _ruby(self, ruby: etree._Element) -> None:
        base = ruby.find(W + "rubyBase")
        if base is not None:
            self._put("".join(text.text or "" for text in base.iter(_TEXT)), ruby)
        self._counts.skip(ruby)

    def _drawing(self, element: etree._Element) -> None:
        for child in seen_children(element, self._counts):
            if child.tag == _BOX:
                if self._visible():
                    self.boxes.append(Box(child, self._counts.paragraphs, self._counts.runs, self._origin.element))
                self._counts.skip(child)
            else:
                self._drawing(child)

    def _simple_field(self, field: etree._Element) -> None:
        opened = _Field(Origin(self._paragraph, None, field), field)
        opened.in_result = True
        self.fields.append(opened)
        self._content(field)
        self.fields.remove(opened)
        if not opened.showed:
            self._begin(opened.origin, hidden=False)
            self._put(drawn(field.get(W + "instr", "")), field)

    def _field(self, mark: etree._Element) -> None:
        kind = mark.get(W + "fldCharType")
        if kind == "begin":
            self.fields.append(_Field(self._origin, mark))
        elif kind == "separate" and self.fields:
            self.fields[-1].in_result = True
        elif kind == "end" and self.fields:
            field = self.fields.pop()
            if not field.showed:
                text = _check_box(field.mark) or drawn("".join(field.instruction))
                self._put(text, field.mark, origin=field.origin)

    def _instruction(self, element: etree._Element) -> None:
        self._instruct(element.text or "")

    def _instruct(self, text: str) -> None:
        """Adds to the instruction of the outermost field that is still being told what to do."""
        for field in self.fields:
            if not field.in_result:
                field.instruction.append(text)
                return

    def _visible(self) -> bool:
        if self._hidden:
            return False
        return not (self.fields and self.sound_fields) or all(field.in_result for field in self.fields)

    def _put(self, text: str, child: etree._Element, at: int = 0, origin: Origin | None = None) -> None:
        """Adds ``text`` if it can be seen; what a field draws gets that field's ``origin``."""
        if not text:
            return
        if not self._visible():
            if not self._hidden:
                self._instruct(text)
        elif text == "\n":
            self._end_line()
        else:
            begun = origin or self._origin
            self._line.put(text, begun, child, 0 if origin else self._offset, at, self._origin.element)
            for field in self.fields:
                field.showed = True
        if origin is None:
            self._offset += len(text)


_HANDLERS: dict[str, Callable[[Inline, etree._Element], None]] = {
    _TEXT: Inline._text,
    _FIELD: Inline._field,
    _INSTRUCTION: Inline._instruction,
    _SYMBOL: Inline._symbol,
    _RUBY: Inline._ruby,
    _NEW_PAGE: Inline._new_page,
    **dict.fromkeys(_CHARACTERS, Inline._character),
    **dict.fromkeys(_DRAWINGS, Inline._drawing),
    **dict.fromkeys(_NOTES, Inline._note),
}


def seen_children(parent: etree._Element, counts: Counts) -> Iterator[etree._Element]:
    """The children of ``parent`` that hold what a reader sees (of alternatives the first); the rest is only counted."""
    chosen = None
    if parent.tag == _ALTERNATIVES:
        chosen = parent.find(_CHOICE)
        chosen = parent.find(_FALLBACK) if chosen is None else chosen
    for child in parent:
        if child.tag in _PROPERTIES:
            continue
        if child.tag in _UNSEEN or (chosen is not None and child is not chosen):
            counts.skip(child)
        else:
            yield child


def _check_box(mark: etree._Element) -> str:
    """What a form's check box shows, "" for a field of another kind."""
    box = mark.find(f"{W}ffData/{W}checkBox")
    if box is None:
        return ""
    state = box.find(W + "checked")
    state = box.find(W + "default") if state is None else state
    return "☑" if state is not None and is_on(state, W + "val", absent=True) else "☐"
