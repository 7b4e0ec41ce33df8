"""A ZIP opened with suspicion: its directory is judged before anything is inflated."""

import io
import lzma
import struct
import zipfile
import zlib

from ..errors import DocumentError

Entries = dict[str, zipfile.ZipInfo]

# Bounds that no honest summary comes near, and that keep one file within some 500 MB of memory.
MAX_ENTRIES = 5_000
MAX_INFLATED = 512 * 2**20
MAX_XML = 32 * 2**20
# Deflate gives at most 1:1032; honest parts of this size are far below.
MAX_RATIO, RATIO_FROM = 100, 32 * 2**20
# What zipfile and its decoders raise for bytes that are not as they should be; RuntimeError is its word for a password.
BROKEN = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, OSError, ValueError, RuntimeError)
_END, _END_SIZE = b"PK\x05\x06", 22  # the record that closes a ZIP, and its bytes at the least


def opened(data: bytes) -> tuple[zipfile.ZipFile, Entries]:
    """The ZIP ``data`` and its entries by name, if they are such as an office program writes.

    Raises ``DocumentError``: truncated, corrupt-part, unsafe-package, too-large.
    """
    try:
        package = zipfile.ZipFile(io.BytesIO(data))
    except BROKEN as error:
        end = data.rfind(_END)
        raise DocumentError("corrupt-part" if 0 <= end <= len(data) - _END_SIZE else "truncated") from error
    return package, _judged(package.infolist())


def content(package: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """The bytes of an entry that holds XML. Raises ``DocumentError``: too-large, encrypted, corrupt-part."""
    if entry.file_size > MAX_XML:
        raise DocumentError("too-large", entry.filename, what="文字部分", **_sizes(entry.file_size, MAX_XML))
    try:
        return package.read(entry)
    except BROKEN as error:
        locked = isinstance(error, RuntimeError) and not isinstance(error, NotImplementedError)
        raise DocumentError("encrypted" if locked else "corrupt-part", entry.filename) from error


def _judged(entries: list[zipfile.ZipInfo]) -> Entries:
    """The entries by name, if they are such as an office program writes."""
    if len(entries) > MAX_ENTRIES:
        raise DocumentError("unsafe-package", reason=f"含 {len(entries)} 个条目")
    named: Entries = {}
    for entry in entries:
        name = entry.filename.replace("\\", "/")
        if name.startswith("/") or ":" in name or ".." in name.split("/"):
            raise DocumentError("unsafe-package", reason="条目名指向包外")
        if name in named:
            raise DocumentError("unsafe-package", name, reason="条目重名")
        if entry.file_size > RATIO_FROM and entry.file_size > entry.compress_size * MAX_RATIO:
            raise DocumentError("unsafe-package", name, reason="压缩率过高")
        named[name] = entry
    total = sum(entry.file_size for entry in entries)
    if total > MAX_INFLATED:
        raise DocumentError("too-large", what="解压后的内容", **_sizes(total, MAX_INFLATED))
    return named


def _sizes(size: int, limit: int) -> dict[str, str]:
    return {"size": f"{-(-size // 2**20)} MB", "limit": f"{limit // 2**20} MB"}
