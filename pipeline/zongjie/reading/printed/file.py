"""A PDF opened with suspicion: what pdfminer takes on trust is bounded here, and any fault becomes a coded failure.

pdfminer inflates, counts and follows references without bound, so that a small file may fill the memory or never end.
"""

import builtins
import io
import itertools
import logging
import zlib
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any, TypeVar

from pdfminer import cmapdb, pdffont, pdftypes
from pdfminer.converter import PDFPageAggregator
from pdfminer.layout import LTPage
from pdfminer.pdfdocument import PDFDocument, PDFEncryptionError, PDFPasswordIncorrect
from pdfminer.pdfexceptions import PDFObjectNotFound
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfplumber.page import Page
from pdfplumber.pdf import PDF

from ...errors import DocumentError

Seen = TypeVar("Seen")

# Bounds that no honest summary comes near: pages, bytes of one stream, marks on one page, characters of one font.
MAX_PAGES, MAX_STREAM, MAX_MARKS, MAX_RANGE = 500, 64 * 2**20, 100_000, 2**17
_FORM = 20  # marks that a form counts for, drawn or empty
_CHUNK = 2**12  # bytes that inflate to 4 MB at the most
_END = 2048  # bytes that hold the mark of the end, with what mailers append
_MOST, _LETTER = 20_000, (0.0, 0.0, 612.0, 792.0)  # points

for _name in ("pdfminer", "pdfplumber"):
    logging.getLogger(_name).addHandler(logging.NullHandler())  # else Python prints each oddity to stderr


def pages(data: bytes, look: Callable[[Page], Seen]) -> Iterator[Seen]:
    """What ``look`` sees on each page of the PDF ``data``, in order; a page is forgotten when it has been looked at.

    A file that an empty password opens is open. What ``look`` trips over is damage, too. Raises ``DocumentError``:
    truncated, pdf-password, pdf-damaged, pdf-unsafe, too-many-pages.
    """
    if b"startxref" not in data[-_END:]:
        raise DocumentError("truncated")
    numbers = itertools.count(1)
    number = None
    try:
        file = _File(data)
        for number, attributes in zip(numbers, PDFPage.create_pages(file.doc), strict=False):
            if number > MAX_PAGES:
                raise DocumentError("too-many-pages", limit=MAX_PAGES)
            page = _Page(file, _sane(attributes), number)
            yield look(page)
            page.close()
    except DocumentError as error:
        error.place = error.place or _place(number)
        raise
    except (PDFPasswordIncorrect, PDFEncryptionError) as error:
        raise DocumentError("pdf-password") from error
    except Exception as error:  # whatever pdfminer trips over in bytes that are no PDF
        raise DocumentError("pdf-damaged", _place(number)) from error
    if number is None:
        raise DocumentError("pdf-damaged")


def _place(number: int | None) -> str | None:
    return None if number is None else f"第 {number} 页"


class _Document(PDFDocument):
    def getobj(self, objid: int) -> object:
        """The object; what is only a reference to another is followed here, but not in a circle."""
        seen = {objid}
        found = super().getobj(objid)
        while isinstance(found, pdftypes.PDFObjRef):
            if found.objid in seen:
                raise PDFObjectNotFound(objid)
            seen.add(found.objid)
            found = super().getobj(found.objid)
        return found


class _File(PDF):
    def __init__(self, data: bytes) -> None:
        # Only what pages need: pdfplumber's own way has no place for another document class.
        self.doc = _Document(PDFParser(io.BytesIO(data)))
        self.rsrcmgr = PDFResourceManager()
        self.laparams = self.unicode_norm = None


class _Page(Page):
    @property
    def layout(self) -> LTPage:
        """What stands on the page."""
        if not hasattr(self, "_layout"):
            device = _Counting(self.pdf.rsrcmgr, self.page_number)
            PDFPageInterpreter(self.pdf.rsrcmgr, device).process_page(self.page_obj)
            self._layout = device.get_result()
        return self._layout


class _Counting(PDFPageAggregator):
    """Stops at a page whose forms hold forms that hold forms."""

    def __init__(self, manager: PDFResourceManager, number: int) -> None:
        super().__init__(manager, number)
        self._left = MAX_MARKS

    def _count(self, marks: int = 1) -> None:
        self._left -= marks
        if self._left < 0:
            raise DocumentError("pdf-unsafe", reason="一页上的内容过多")

    def begin_figure(self, *arguments: Any) -> None:
        self._count(_FORM)
        super().begin_figure(*arguments)

    def render_char(self, *arguments: Any) -> float:
        self._count()
        return super().render_char(*arguments)

    def paint_path(self, *arguments: Any) -> None:
        self._count()
        super().paint_path(*arguments)


def _sane(page: PDFPage) -> PDFPage:
    """The page with a box and a turn that can be reckoned with."""
    (x0, x1), (y0, y1) = (sorted(page.mediabox[axis::2]) for axis in (0, 1))
    page.mediabox = (x0, y0, x1, y1) if 0 < x1 - x0 <= _MOST and 0 < y1 - y0 <= _MOST else _LETTER
    page.rotate = page.rotate // 90 * 90
    page.attrs = {"MediaBox": list(page.mediabox), "Rotate": page.rotate}
    return page


def _inflate(data: bytes) -> bytes:
    # Without the header there is no checksum either: many programs get it wrong, and readers do not mind.
    data = data[2:] if data[:1] and data[0] & 15 == zlib.DEFLATED else data
    stream, parts, size = zlib.decompressobj(-zlib.MAX_WBITS), [], 0
    for start in range(0, len(data), _CHUNK):
        try:
            parts.append(stream.decompress(data[start : start + _CHUNK]))
        except zlib.error as error:
            raise DocumentError("pdf-damaged") from error
        size += len(parts[-1])
        if size > MAX_STREAM:
            raise DocumentError("pdf-unsafe", reason="压缩率过高")
    if data and not stream.eof:
        raise DocumentError("pdf-damaged")
    return b"".join(parts)


def _range(*bounds: int) -> builtins.range:
    found = builtins.range(*bounds)
    if len(found) > MAX_RANGE:
        raise DocumentError("pdf-unsafe", reason="字体的编号过多")
    return found


# These modules look the names up among their own.
vars(pdftypes).update(zlib=SimpleNamespace(decompress=_inflate, error=zlib.error))
for _module in (cmapdb, pdffont):
    vars(_module).update(range=_range)
