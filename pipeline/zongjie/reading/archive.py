"""A ZIP opened with suspicion: its directory is judged before anything is inflated."""

import io
import lzma
import struct
import zipfile
import zlib

from ..errors import DocumentError

Entries = dict[str, zipfile.ZipInfo]

# What zipfile and its decoders raise for bytes that are not as they should be; RuntimeError is its word for a password.
BROKEN = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, OSError, ValueError, RuntimeError)
_END, _END_SIZE = b"PK\x05\x06", 22  # the record that closes a ZIP, and its bytes at the least


def opened(data: bytes) -> tuple[zipfile.ZipFile, Entries]:
    """The ZIP ``data`` and its entries by name, if they are such as an office program writes.

    Raises ``DocumentError``: truncated, corrupt-part, unsafe-package, too-large.
    """
    from .word.package import _judged  # it loads lxml, and what only asks what a file is does without

    try:
        package = zipfile.ZipFile(io.BytesIO(data))
    except BROKEN as error:
        end = data.rfind(_END)
        raise DocumentError("corrupt-part" if 0 <= end <= len(data) - _END_SIZE else "truncated") from error
    return package, _judged(package.infolist())


def content(package: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """The bytes of an entry that holds XML. Raises ``DocumentError``: too-large, encrypted, corrupt-part."""
    from .word.package import MAX_XML, _sizes

    if entry.file_size > MAX_XML:
        raise DocumentError("too-large", entry.filename, what="文字部分", **_sizes(entry.file_size, MAX_XML))
    try:
        return package.read(entry)
    except BROKEN as error:
        locked = isinstance(error, RuntimeError) and not isinstance(error, NotImplementedError)
        raise DocumentError("encrypted" if locked else "corrupt-part", entry.filename) from error
