"""The bytes of a source: a file, or a member of a ZIP of submissions."""

import os

from ..errors import DocumentError, reason
from . import bundle

MAX_BYTES = 128 * 2**20


def data_of(path: str | os.PathLike[str]) -> bytes:
    """The bytes of the source ``path``.

    Raises ``DocumentError``: not-found, not-a-file, unreadable, too-large, and for a member what ``bundle.data_of``
    raises.
    """
    return _told(path, None)


def start_of(path: str | os.PathLike[str], count: int) -> bytes:
    """The first ``count`` bytes of the source ``path`` at the most; raises ``DocumentError`` as ``data_of`` does."""
    return _told(path, count)


def size_of(path: str | os.PathLike[str]) -> int:
    """The bytes of the source ``path``, 0 if it cannot be got at."""
    try:
        inside = bundle.split(path)
        return bundle.size_of(*inside) if inside else os.path.getsize(path)
    except (OSError, ValueError, DocumentError):
        return 0


def check_size(size: int) -> None:
    """Raises ``DocumentError`` (too-large) for a file that no honest summary comes near."""
    if size > MAX_BYTES:
        raise DocumentError("too-large", what="文件", size=f"{-(-size // 2**20)} MB", limit=f"{MAX_BYTES // 2**20} MB")


def _told(path: str | os.PathLike[str], count: int | None) -> bytes:
    """``_read``, with what the system refuses as a ``DocumentError``."""
    try:
        return _read(path, count)
    except FileNotFoundError as error:
        raise DocumentError("not-found") from error
    except OSError as error:
        raise DocumentError("unreadable", reason=reason(error)) from error
    except ValueError as error:
        raise DocumentError("unreadable", reason="文件名有误") from error


def _read(path: str | os.PathLike[str], count: int | None) -> bytes:
    inside = bundle.split(path)
    if inside:
        if count is None:
            check_size(bundle.size_of(*inside))
        return bundle.data_of(*inside, limit=count)
    if os.path.exists(path) and not os.path.isfile(path):
        raise DocumentError("not-a-file")
    if count is None:
        check_size(os.path.getsize(path))
    with open(path, "rb") as file:
        return file.read(-1 if count is None else count)
