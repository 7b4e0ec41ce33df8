"""Bytes → ``Document``. What a file is, is judged by its content, never by its name alone."""

import os
from hashlib import sha256

from ..document import Document, Source
from ..errors import DocumentError, reason
from . import text
from .detect import is_package

MAX_BYTES = 128 * 2**20
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def read(path: str | os.PathLike[str], name: str | None = None) -> Document:
    """The document in the file ``path``; ``name`` is what its source is called (default: the path as given).

    Raises ``DocumentError`` with a code of ``errors.CATALOGUE`` if there is no such file or it cannot be read.
    """
    return read_bytes(_content(path), os.fspath(path) if name is None else name)


def read_bytes(data: bytes, name: str) -> Document:
    """The document that ``data``, the content of a file called ``name``, holds; raises ``DocumentError``."""
    if not data:
        raise DocumentError("empty")
    _check_size(len(data))
    source = Source(name, sha256=sha256(data).hexdigest())
    if not is_package(data, name):
        return text.read(data, source)
    from . import word  # lxml loads only for those who have Word files

    return word.read(data, source._replace(media_type=DOCX))


def word_package(data: bytes, source: Source) -> bytes | None:
    """The Word package that ``data``, read as ``source``, is or was converted to; None for a file of another kind."""
    return data if source.media_type == DOCX else None


def _content(path: str | os.PathLike[str]) -> bytes:
    try:
        if os.path.exists(path) and not os.path.isfile(path):
            raise DocumentError("not-a-file")
        _check_size(os.path.getsize(path))
        with open(path, "rb") as file:
            return file.read()
    except FileNotFoundError as error:
        raise DocumentError("not-found") from error
    except OSError as error:
        raise DocumentError("unreadable", reason=reason(error)) from error
    except ValueError as error:
        raise DocumentError("unreadable", reason="文件名有误") from error


def _check_size(size: int) -> None:
    if size > MAX_BYTES:
        raise DocumentError("too-large", what="文件", size=f"{-(-size // 2**20)} MB", limit=f"{MAX_BYTES // 2**20} MB")
