"""Web pages, also those that Word and others save as .doc → ``Document``: what a browser shows, block by block.

The element tree is walked once, without recursion. A line break inside a paragraph ends a block as well, because a
block holds no line end; both blocks name the same paragraph. Paragraphs are counted as they are seen.
"""

import re
from typing import NamedTuple

from lxml import etree

from ..document import Block, Cell, Document, Place, Source
from ..errors import DocumentError
from . import text
from .html_lists import LISTS, List
from .html_tables import CELLS, Table

MAX_BYTES, MAX_TAGS = 32 * 2**20, 1_000_000
PART = "html"

# fmt: off
_BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "dir", "div",
    "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header",
    "hr", "html", "legend", "li", "main", "menu", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td",
    "tfoot", "th", "thead", "tr", "ul",
})
_UNSEEN = frozenset({
    "head", "title", "script", "style", "template", "noscript", "object", "iframe", "svg", "audio", "video", "canvas",
    "select", "datalist", "rt", "rp", "del", "xml",
})
# fmt: on
_LEVELS = {f"h{level}": level for level in range(1, 7)}
_BOLD = frozenset({"b", "strong", "th", *_LEVELS})
_PRESERVED = frozenset({"pre", "textarea", "listing", "xmp"})
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.I)
_WEIGHT = re.compile(r"font-weight\s*:\s*(?:(bold|[6-9]00)|normal|[1-5]00)", re.I)
_OUTLINE = re.compile(r"mso-outline-level\s*:\s*([1-9])", re.I)
_NUMBER = re.compile(r"mso-list\s*:\s*ignore", re.I)  # Word puts the automatic numbers that it shows into such spans
_BULLET_FONTS = re.compile(r"wingdings|webdings|symbol", re.I)
_CHARSET = re.compile(rb"<(?:meta|\?xml)\b[^>]*?(?:charset|encoding)\s*=\s*[\"']?([\w-]+)", re.I)
_CHARSET_WITHIN = 4096  # bytes
_TRUSTED = {"gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030", "big5": "big5hkscs"}

_TIGHT = "、。．，：；）】〕》"  # after these a number needs no blank
_NBSP = "\u00a0"
_WIDE = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff“”‘’…—"
# A line end in the source is a blank, but between Chinese characters it is nothing.
_WRAP = re.compile(rf"(?<=[{_WIDE}])[ \t\r\f]*\n[ \t\r\f\n]*(?=[{_WIDE}])")
_BLANKS = re.compile(r"[ \t\r\f\n]+")


class _Style(NamedTuple):
    """What an element hands down to its contents."""

    bold: bool = False
    preserved: bool = False
    level: int = 0
    title: bool = False
    cell: Cell | None = None


def read(data: bytes, source: Source) -> Document:
    """The document of the web page ``data``; ``source`` comes back with its encoding.

    Raises ``DocumentError``: too-large, too-deep, no-text, and what ``text.decode`` raises.
    """
    return read_page(data, source, None)


def read_page(data: bytes, source: Source, charset: str | None) -> Document:
    """Like ``read``, for a page that is said to be in ``charset`` (None: by itself, if at all)."""
    if len(data) > MAX_BYTES:
        raise DocumentError("too-large", what="网页", size=f"{-(-len(data) // 2**20)} MB", limit="32 MB")
    if data.count(b"<") > MAX_TAGS:
        raise DocumentError("too-large", what="网页", size="100 万个标记以上", limit="100 万个")
    page, encoding = _decoded(data, charset)
    walk = _Walk()
    root = _tree(page)
    if root is not None:
        walk.over(root)
    if not walk.blocks:
        raise DocumentError("no-text")
    source = source._replace(encoding=encoding, review="\ufffd" in page)
    return Document("\n".join(walk.lines), tuple(walk.blocks), source, walk.title)


def _decoded(data: bytes, charset: str | None) -> tuple[str, str]:
    """The page's text and encoding; what it says of itself, often wrongly, counts only where its text does not tell."""
    try:
        return text.decode(data)
    except DocumentError:
        declared = _CHARSET.search(data[:_CHARSET_WITHIN])
        said = charset or (declared[1].decode("ascii") if declared else "")
        encoding = _TRUSTED.get(said.lower())
        if encoding is None:
            raise
        return data.decode(encoding, "replace"), encoding


def _tree(page: str) -> etree._Element | None:
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True, no_network=True)
    root: etree._Element | None = etree.fromstring(page.encode("utf-8", "replace"), parser)
    if any("depth" in error.message for error in parser.error_log):
        raise DocumentError("too-deep")
    return root


class _Walk:
    """One pass over a page: ``lines`` are the texts of ``blocks``, ``title`` the first line in Word's title style."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.blocks: list[Block] = []
        self.title: str | None = None
        self._styles: list[_Style | None] = []  # of the elements that are open; None: not shown
        self._lists: list[List] = []
        self._tables: list[Table] = []
        self._table_count = 0
        self._pieces: list[str] = []
        self._line: _Style | None = None  # that of the line's first visible text
        self._bold = True
        self._label: str | None = None
        self._position = self._paragraph = self._offset = 0

    def over(self, root: etree._Element) -> None:
        """Reads the page."""
        walk = etree.iterwalk(root, events=("start", "end"))
        style = _Style()
        for event, element in walk:
            if event == "end":
                if self._styles.pop() and element.tag in _BLOCKS:
                    self._close(element.tag)
                style = (self._styles[-1] if self._styles else None) or _Style()
                self._put(element.tail, style)
            elif self._is_read(element):
                style = self._open(element, style)
                self._styles.append(style)
                self._put(element.text, style)
            else:
                walk.skip_subtree()
                self._styles.append(None)

    def _is_read(self, element: etree._Element) -> bool:
        css = element.get("style", "")
        if _NUMBER.search(css):
            around = element.getparent().get("style", "")
            number = " ".join("".join(element.itertext()).split())
            self._label = None if _BULLET_FONTS.search(around + css) else number or None
            return False
        return element.tag not in _UNSEEN and element.get("hidden") is None and not _HIDDEN.search(css)

    def _open(self, element: etree._Element, outer: _Style) -> _Style:
        """Begins what ``element`` begins; returns the style of its contents."""
        tag, cell = element.tag, outer.cell
        if tag in _BLOCKS:
            self._end_paragraph()
        if tag == "br":
            self._end_line()
        elif tag == "table":
            self._tables.append(Table(element, self._table_count))
            self._table_count += not self._tables[-1].layout
        elif tag == "tr" and self._tables:
            self._tables[-1].open_row(element)
        elif tag in CELLS and self._tables:
            cell = self._tables[-1].place(element) or outer.cell
        elif tag in LISTS:
            self._lists.append(List(element))
        elif tag == "li":
            self._label = self._lists[-1].label(element) if self._lists else None
        return _styled(element, outer)._replace(cell=cell)

    def _close(self, tag: str) -> None:
        self._end_paragraph()
        if tag == "table":
            self._tables.pop()
        elif tag in LISTS:
            self._lists.pop()
        elif tag == "li":
            self._label = None

    def _put(self, content: str | None, style: _Style) -> None:
        if content and style.preserved:
            first, *others = content.expandtabs().replace(" ", _NBSP).split("\n")
            self._piece(first, style)
            for line in others:
                self._end_line()
                self._piece(line, style)
        elif content:
            self._piece(content, style)

    def _piece(self, content: str, style: _Style) -> None:
        self._pieces.append(content)
        if content and not content.isspace():
            self._line = self._line or style
            self._bold = self._bold and style.bold

    def _end_paragraph(self) -> None:
        self._end_line()
        if self._offset:
            self._paragraph += 1
            self._offset = 0

    def _end_line(self) -> None:
        """Ends the line that is being read; a blank one leaves nothing."""
        line = _BLANKS.sub(" ", _WRAP.sub("", "".join(self._pieces))).strip(" ").replace(_NBSP, " ")
        style = self._line
        if style and not line.isspace():
            if self._label:
                line = self._label + ("" if self._label[-1] in _TIGHT else " ") + line.lstrip()
            start, end = self._position, self._position + len(line)
            if style.title and self.title is None:
                self.title = line.strip()
            place = Place(PART, self._paragraph, None, self._offset)
            kind = "cell" if style.cell else "paragraph"
            self.blocks.append(Block(start, end, kind, self._label, place, style.level, self._bold, style.cell))
            self.lines.append(line)
            self._position = end + 1
            self._offset += len(line) + 1
            self._label = None
        self._pieces, self._line, self._bold = [], None, True


def _styled(element: etree._Element, outer: _Style) -> _Style:
    tag, css = element.tag, element.get("style", "")
    weight, outline = _WEIGHT.search(css), _OUTLINE.search(css)
    return _Style(
        bold=bool(weight[1]) if weight else outer.bold or tag in _BOLD,
        preserved=outer.preserved or tag in _PRESERVED,
        level=_LEVELS.get(tag) or (int(outline[1]) if outline else outer.level),
        title=outer.title or "MsoTitle" in element.get("class", "").split(),
    )
