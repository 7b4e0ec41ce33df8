"""Bytes → ``Document``. What a file is, is judged by its content, never by its name alone."""

import os
from hashlib import sha256
from importlib import import_module

from ..document import Document, Source
from ..errors import DocumentError
from .detect import kind_of
from .files import check_size
from .files import data_of as data_of

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# What reads a kind of file (see ``detect``), and the kind's media type. Each module has read(data, source) → Document;
# it and what it needs load for those only who have such files.
READERS = {
    "text": ("text", "text/plain"),
    "markdown": ("markdown", "text/markdown"),
    "html": ("html", "text/html"),
    "mhtml": ("mhtml", "multipart/related"),
    "docx": ("word", DOCX),
    "xlsx": ("xlsx", XLSX),
    "pdf": ("printed", "application/pdf"),
    "doc": ("office", "application/msword"),
    "wps": ("office", "application/wps-office.wps"),
    "rtf": ("office", "application/rtf"),
    "odt": ("office", "application/vnd.oasis.opendocument.text"),
    "wordml": ("office", "application/xml"),
}


def read(path: str | os.PathLike[str], name: str | None = None) -> Document:
    """The document in the file, or member of a ZIP (see ``bundle``), ``path``.

    ``name`` is what its source is called (default: the path as given).

    Raises ``DocumentError`` with a code of ``errors.CATALOGUE`` if there is no such file or it cannot be read.
    """
    return read_bytes(data_of(path), os.fspath(path) if name is None else name)


def read_bytes(data: bytes, name: str) -> Document:
    """The document that ``data``, the content of a file called ``name``, holds; raises ``DocumentError``."""
    if not data:
        raise DocumentError("empty")
    check_size(len(data))
    module, media_type = READERS[kind_of(data, name)]
    source = Source(name, media_type, sha256(data).hexdigest())
    document: Document = import_module(f".{module}", __name__).read(data, source)
    return document


def word_package(data: bytes, source: Source) -> bytes | None:
    """The Word package that ``data``, read as ``source``, is or was converted to; None for a file of another kind."""
    if source.media_type == DOCX:
        return data
    if ("office", source.media_type) not in READERS.values():
        return None
    from . import office

    return office.docx_of(data, source.name)
