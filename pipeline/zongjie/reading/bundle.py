"""A ZIP of submissions: its members are read where they stand, nothing is unpacked to disk.

The member 甲公司/总结.docx of 批次.zip is the source ``批次.zip/甲公司/总结.docx``. Names in archives are what
somebody's program wrote there: their encoding is guessed, and what would point outside of the archive is cut off.
"""

import os
import re
import struct
import zipfile
import zlib
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import BinaryIO, NamedTuple

from ..errors import DocumentError
from . import archive
from .detect import is_known_package
from .text import likeness

SUFFIX = ".zip"
# More than a season holds; what the directory of an archive takes is bounded before it is read.
MAX_MEMBERS, MAX_DIRECTORY = 50_000, 32 * 2**20
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_LOCKED, _UTF8 = 0x1, 0x800  # bits of an entry's flags
_UNICODE_PATH = 0x7075  # the extra field in which Info-ZIP keeps a name in UTF-8
_ENCODINGS = ("gb18030", "big5")
_UNSAFE = re.compile(r"[\x00-\x1f\x7f]|[A-Za-z]:(?=/)")
# The records at the end of a ZIP: mark, and where the size of the directory and its number of bytes stand.
_ENDS = ((b"PK\x06\x06", 40, "<Q"), (b"PK\x05\x06", 12, "<L"))
_TAIL = 2**16 + 22 + 20 + 56  # bytes: the last records, with the longest comment


class Bundle(NamedTuple):
    """An open archive and its members by the names that they have here, in the order of names."""

    file: zipfile.ZipFile
    members: dict[str, zipfile.ZipInfo]


def split(path: str | os.PathLike[str]) -> tuple[str, str] | None:
    """The archive and the member (with ``/``) that ``path`` names together; None if it does not go through one."""
    given = os.fspath(path)
    if SUFFIX + "/" not in given.replace(os.sep, "/").lower():
        return None
    parent, rest = os.path.split(given)
    names = [rest]
    while parent and rest:
        if parent.lower().endswith(SUFFIX) and os.path.isfile(parent):
            return parent, "/".join(reversed(names))
        parent, rest = os.path.split(parent)
        names.append(rest)
    return None


def members(path: str) -> list[str] | None:
    """The sources of all files in the archive ``path``, in the order of their names; None if it is no archive.

    A Word file or the like that is called .zip is none, nor is a broken one: reading the file itself tells more.
    Raises ``DocumentError``: too-many-members.
    """
    try:
        bundle = _opened(path)
    except (*archive.BROKEN, NotImplementedError):
        return None
    return None if is_known_package(bundle.members) else [os.path.join(path, *one.split("/")) for one in bundle.members]


def size_of(path: str, member: str) -> int:
    """How many bytes a member has; raises OSError and ``DocumentError`` as ``data_of`` does."""
    return _entry(path, member)[1].file_size


def data_of(path: str, member: str, limit: int | None = None) -> bytes:
    """The bytes of a member of the archive ``path``, ``limit`` at the most.

    Raises OSError, and ``DocumentError``: not-found, truncated, too-many-members, zip-password, zip-method,
    zip-damaged, unsafe-package, nested-zip.
    """
    file, entry = _entry(path, member)
    if entry.flag_bits & _LOCKED:
        raise DocumentError("zip-password")
    if entry.compress_type not in _METHODS:
        raise DocumentError("zip-method")
    if limit is None and entry.file_size > max(archive.RATIO_FROM, entry.compress_size * archive.MAX_RATIO):
        raise DocumentError("unsafe-package", reason="压缩率过高")
    wanted = entry.file_size if limit is None else min(limit, entry.file_size)
    try:
        with file.open(entry) as content:
            data = content.read(wanted)  # no more is inflated, whatever the entry says of itself
            whole = wanted < entry.file_size or not content.read(1)
    except (*archive.BROKEN, NotImplementedError) as error:
        raise DocumentError("zip-damaged") from error
    if len(data) < wanted or not whole:
        raise DocumentError("zip-damaged")
    if limit is None and member.lower().endswith(SUFFIX) and _is_bundle(data):
        raise DocumentError("nested-zip")
    return data


def _is_bundle(data: bytes) -> bool:
    try:
        return not is_known_package(archive.opened(data)[1])
    except DocumentError:
        return False


def _entry(path: str, member: str) -> tuple[zipfile.ZipFile, zipfile.ZipInfo]:
    try:
        bundle = _opened(path)
    except OSError:
        raise
    except (*archive.BROKEN, NotImplementedError) as error:
        raise DocumentError("truncated") from error
    if member not in bundle.members:
        raise DocumentError("not-found")
    return bundle.file, bundle.members[member]


def _opened(path: str) -> Bundle:
    state = os.stat(path)
    return _open(os.path.abspath(path), (state.st_ino, state.st_size, state.st_mtime_ns))


@lru_cache(maxsize=2)
def _open(path: str, state: tuple[int, ...]) -> Bundle:
    """The archive, kept open for its next member: to read its directory anew for each would be quadratic."""
    with open(path, "rb") as file:
        _check_directory(file)
    package = zipfile.ZipFile(path)
    entries = [one for one in package.infolist() if not one.is_dir()]
    if len(entries) > MAX_MEMBERS:
        package.close()
        raise _too_many(f"{len(entries)} 个")
    return Bundle(package, dict(sorted(_named(entries).items())))


def _check_directory(file: BinaryIO) -> None:
    """Refuses an archive whose directory is so large that to list it would take minutes."""
    size = file.seek(0, os.SEEK_END)
    file.seek(max(0, size - _TAIL))
    tail = file.read()
    for mark, offset, form in _ENDS:
        at = tail.rfind(mark)
        if at >= 0 and len(tail) >= at + offset + struct.calcsize(form):
            taken = struct.unpack_from(form, tail, at + offset)[0]
            if taken > MAX_DIRECTORY:
                raise _too_many(f"目录有 {taken // 2**20} MB")
            return


def _too_many(count: str) -> DocumentError:
    return DocumentError("too-many-members", size=count, limit=f"{MAX_MEMBERS} 个")


def _named(entries: Sequence[zipfile.ZipInfo]) -> dict[str, zipfile.ZipInfo]:
    """The entries by safe names; of several with one name the later are numbered, as none may be lost."""
    unknown = [raw for one in entries if (raw := _raw(one)) is not None]
    encoding = _encoding(unknown)
    named: dict[str, zipfile.ZipInfo] = {}
    numbers: dict[str, int] = {}
    for one in entries:
        name = safe = _safe(_name(one, encoding))
        stem, extension = os.path.splitext(safe)
        while safe in named:
            numbers[name] = numbers.get(name, 1) + 1
            safe = f"{stem}_{numbers[name]}{extension}"
        named[safe] = one
    return named


def _raw(entry: zipfile.ZipInfo) -> bytes | None:
    """The bytes of a name whose encoding the archive does not tell."""
    if entry.flag_bits & _UTF8 or entry.orig_filename.isascii():
        return None
    return entry.orig_filename.encode("cp437")


def _name(entry: zipfile.ZipInfo, encoding: str) -> str:
    raw = _raw(entry)
    if raw is None:
        return entry.orig_filename
    told = _told(entry.extra, raw)
    if told is not None:
        return told
    for one in (encoding, "utf-8"):
        try:
            return raw.decode(one)
        except UnicodeDecodeError:
            continue
    return raw.decode(encoding, "replace")


def _told(extra: bytes, raw: bytes) -> str | None:
    """The name that Info-ZIP put beside ``raw``, if it is still that name's."""
    at = 0
    while at + 4 <= len(extra):
        kind, size = struct.unpack_from("<HH", extra, at)
        field = extra[at + 4 : at + 4 + size]
        if kind == _UNICODE_PATH and len(field) > 5 and int.from_bytes(field[1:5], "little") == zlib.crc32(raw):
            try:
                return field[5:].decode("utf-8")
            except UnicodeDecodeError:
                return None
        at += 4 + size
    return None


def _encoding(names: Iterable[bytes]) -> str:
    """The encoding of all ``names`` together: single ones are too short to tell."""
    joined = b"\n".join(names)
    try:
        joined.decode("utf-8")
    except UnicodeDecodeError:
        # On equal terms the first: Chinese programs write GBK.
        return max(_ENCODINGS, key=lambda one: likeness(joined.decode(one, "replace")))
    return "utf-8"


def _safe(name: str) -> str:
    """``name`` as a path below the archive: no drive, no root, no way up, no control characters."""
    parts = _UNSAFE.sub("_", name.replace("\\", "/")).split("/")
    return "/".join(part for part in parts if part not in ("", ".", "..")) or "_"
