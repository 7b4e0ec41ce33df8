"""Files of older word processors (.doc, .wps, .rtf, .odt, Word 2003 XML) → Word packages, by LibreOffice.

LibreOffice takes a second to start and a tenth of one for each file: ``prepare`` converts the files of a batch in a few
processes, and ``docx_of`` finds what it left or converts a file alone. Results are kept by the file's SHA-256 in a
private folder that ends with the process; child processes look into the same folder after ``share(store())``.
"""

import atexit
import contextlib
import io
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterable, Sequence
from glob import glob
from hashlib import sha256
from importlib import resources
from pathlib import Path

from ..document import Document, Source
from ..errors import DocumentError
from . import archive
from .detect import kind_of
from .files import data_of, start_of

SOFFICE = "ZONGJIE_SOFFICE"  # the environment variable that names the program, where it is not found by itself
CHUNK = 20  # files to a process
TIME_LIMIT = 90  # seconds in which LibreOffice has to finish a file, its start included

# The extension under which LibreOffice gets a file of each kind, and what people call the kind.
_KINDS = {
    "doc": (".doc", "旧版 Word 文件（.doc）"),
    "wps": (".doc", "WPS 文字文件（.wps）"),
    "rtf": (".rtf", "RTF 文件"),
    "odt": (".odt", "OpenDocument 文件（.odt）"),
    "wordml": (".xml", "Word 2003 XML 文件"),
}
_NAMES = ("soffice", "libreoffice")
_PLACES = {
    "darwin": ("/Applications/LibreOffice*.app/Contents/MacOS/soffice",),
    "win32": tuple(
        rf"{folder}\LibreOffice*\program\soffice.exe" for folder in (r"C:\Program Files", r"C:\Program Files (x86)")
    ),
}
_USUAL_PLACES = ("/usr/lib*/libreoffice/program/soffice", "/opt/libreoffice*/program/soffice", "/snap/bin/libreoffice")
_OPTIONS = ("--headless", "--norestore", "--nolockcheck", "--nodefault", "--nologo")
_FORMAT = "docx:MS Word 2007 XML"
_OLE, _START = b"\xd0\xcf\x11\xe0", 2048  # what .doc and .wps begin with; bytes that tell the other kinds
_POLL = 0.1  # seconds
_VERSION = re.compile(rb"<Application>LibreOffice\w*/([\d.]+)")

_store: Path | None = None


def read(data: bytes, source: Source) -> Document:
    """The document that LibreOffice makes of ``data``, read as a Word file; ``source`` comes back with the converter.

    Raises ``DocumentError``: what ``docx_of`` and the reader of Word files raise.
    """
    from . import word

    package = docx_of(data, source.name)
    return word.read(package, source._replace(converter=_converter(package)))


def docx_of(data: bytes, name: str) -> bytes:
    """The Word package that LibreOffice makes of ``data``, the content of a file called ``name``.

    Raises ``DocumentError``: no-converter, not-converted, conversion-timeout, and for an .odt what ``archive.opened``
    raises.
    """
    kind = kind_of(data, name)
    key = sha256(data).hexdigest()
    if not _is_done(key):
        _check(data, kind)
        program = _program()
        if program is None:
            raise DocumentError("no-converter", format=_KINDS[kind][1])
        with _scratch() as folder:
            _convert(program, [_laid_in(folder, data, kind)])
    try:
        return _result(key).read_bytes()
    except FileNotFoundError:
        code = _failure(key).read_text("ascii")
    raise DocumentError(code, limit=f"{TIME_LIMIT} 秒")


def prepare(paths: Iterable[str | os.PathLike[str]]) -> None:
    """Converts those of the files ``paths`` that need it, so that ``docx_of`` finds them done.

    What goes wrong is not told here but by reading the file concerned.
    """
    program = _program()
    if program is None:
        return
    waiting = [path for path in paths if _may_need(path)]
    for at in range(0, len(waiting), CHUNK):
        _prepare(program, waiting[at : at + CHUNK])


def _may_need(path: str | os.PathLike[str]) -> bool:
    """Whether the beginning of a file leaves it open that it has to be converted: most need not be read for that."""
    try:
        start = start_of(path, _START)
    except DocumentError:
        return False
    return start.startswith((_OLE, b"{\\rtf")) or any(mark in start for mark in (b"mimetype", b"w:wordDocument"))


def _prepare(program: str, paths: Sequence[str | os.PathLike[str]]) -> None:
    with _scratch() as folder:
        files: dict[Path, None] = {}  # in the order given
        for path in paths:
            with contextlib.suppress(DocumentError):
                data = data_of(path)
                kind = kind_of(data, os.fspath(path))
                if kind in _KINDS and not _is_done(sha256(data).hexdigest()):
                    _check(data, kind)
                    files[_laid_in(folder, data, kind)] = None
        if files:
            _convert(program, list(files))


def store() -> str:
    """The folder that keeps what was converted; it is made when first asked for and goes when its process ends."""
    global _store
    if _store is None:
        _store = Path(tempfile.mkdtemp(prefix="zongjie-"))
        atexit.register(_remove, _store, os.getpid())
    return str(_store)


def share(folder: str) -> None:
    """Makes this process keep what is converted in ``folder``, another process's ``store()``."""
    global _store
    _store = Path(folder)


def _remove(folder: Path, owner: int) -> None:
    if os.getpid() == owner:  # and no fork of it
        shutil.rmtree(folder, ignore_errors=True)


def _result(key: str) -> Path:
    return Path(store(), key + ".docx")


def _failure(key: str) -> Path:
    return Path(store(), key + ".failed")


def _is_done(key: str) -> bool:
    return _result(key).exists() or _failure(key).exists()


def _scratch() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(dir=store(), ignore_cleanup_errors=True)


def _laid_in(folder: str, data: bytes, kind: str) -> Path:
    """A copy of the file in ``folder`` under a name that no program stumbles over: its SHA-256."""
    file = Path(folder, sha256(data).hexdigest() + _KINDS[kind][0])
    file.write_bytes(data)
    return file


def _check(data: bytes, kind: str) -> None:
    """Refuses an .odt that is none to be trusted, or that has a password."""
    if kind != "odt":
        return
    package, entries = archive.opened(data)
    manifest = entries.get("META-INF/manifest.xml")
    if manifest and b"encryption-data" in archive.content(package, manifest):
        raise DocumentError("encrypted")


def _program() -> str | None:
    """Where LibreOffice is; None if it is not installed."""
    named = os.environ.get(SOFFICE)
    if named:
        return shutil.which(named)
    on_path = (shutil.which(name) for name in _NAMES)
    usual = (place for pattern in _PLACES.get(sys.platform, _USUAL_PLACES) for place in sorted(glob(pattern)))
    return next((place for place in (*on_path, *usual) if place), None)


def _convert(program: str, files: Sequence[Path]) -> None:
    """Converts ``files`` in one process and keeps the results; those that it left out are tried one by one."""
    out = files[0].parent / f"{files[0].stem}.{len(files)}"
    in_time = _run(program, files, out)
    left = []
    for file in files:
        made = out / f"{file.stem}.docx"
        if _is_word(made):
            made.replace(_result(file.stem))
        else:
            left.append(file)
    if len(files) > 1:
        for file in left:
            _convert(program, [file])
    elif left:
        _failure(files[0].stem).write_text("not-converted" if in_time else "conversion-timeout", "ascii")


def _run(program: str, files: Sequence[Path], out: Path) -> bool:
    """Lets LibreOffice convert ``files`` into the folder ``out``; whether it ended in time.

    Its exit status is 0 whatever happened, so what it made has to be looked at.
    """
    profile = out / "profile"
    (profile / "user").mkdir(parents=True)
    settings = resources.files("zongjie") / "resources" / "libreoffice.xcu"
    (profile / "user" / "registrymodifications.xcu").write_bytes(settings.read_bytes())
    command = [program, f"-env:UserInstallation={profile.as_uri()}", *_OPTIONS, "--convert-to", _FORMAT]
    process = subprocess.Popen(
        [*command, "--outdir", str(out), *map(str, files)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,  # an interrupt is ours: the process is ended below
    )
    try:
        return _ended_in_time(process, out)
    finally:
        _end(process)


def _ended_in_time(process: subprocess.Popen[bytes], out: Path) -> bool:
    made, deadline = 0, time.monotonic() + TIME_LIMIT
    while time.monotonic() < deadline:
        try:
            process.wait(_POLL)
            return True
        except subprocess.TimeoutExpired:
            now = len(os.listdir(out))
        if now > made:  # the time is for each file
            made, deadline = now, time.monotonic() + TIME_LIMIT
    return False


def _end(process: subprocess.Popen[bytes]) -> None:
    """Ends the process with all that it started: soffice is but the door-keeper of the program that works."""
    import psutil

    try:
        family = [psutil.Process(process.pid), *psutil.Process(process.pid).children(recursive=True)]
    except psutil.NoSuchProcess:
        return
    for one in family:
        with contextlib.suppress(psutil.NoSuchProcess):
            one.kill()
    process.wait()


def _is_word(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as package:
            return "word/document.xml" in package.namelist()
    except archive.BROKEN:
        return False


def _converter(package: bytes) -> str:
    """The program that wrote ``package``, with its version as it gives it there itself."""
    with zipfile.ZipFile(io.BytesIO(package)) as parts:
        version = _VERSION.search(parts.read("docProps/app.xml") if "docProps/app.xml" in parts.namelist() else b"")
    return f"LibreOffice {version[1].decode()}" if version else "LibreOffice"
