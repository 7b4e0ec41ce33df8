"""Files that are there whole or not at all."""

import io
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

from ..errors import reason

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer as Buffer


class WriteError(OSError):
    """A result could not be written; the message (Chinese) names the file, the reason and a remedy."""


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A path beside ``path`` to write to; it takes the place of ``path`` when the block ends without an exception.

    Makes missing folders. Raises ``WriteError`` where the system refuses.
    """
    written = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=".zongjie-", suffix=path.suffix, dir=path.parent)
        os.close(handle)
        written = Path(name)
        yield written
        mask = os.umask(0)
        os.umask(mask)
        written.chmod(0o666 & ~mask)  # mkstemp's files are for their owner alone
        written.replace(path)
    except OSError as error:
        remedy = "请检查路径、权限和剩余空间，并关闭正在打开它的程序"
        raise WriteError(f"无法写入“{path}”（{reason(error)}）。{remedy}") from error
    finally:
        if written is not None:
            written.unlink(missing_ok=True)


def below(sources: Iterable[str]) -> Callable[[str], str]:
    """What tells files apart that stand together: their paths below the folder in which all ``sources`` are."""
    folders = {os.path.dirname(one) for one in sources if one != "-"}
    try:
        common = os.path.commonpath(folders) if folders else ""
    except ValueError:  # on several drives, or some of them relative
        common = ""
    start = os.path.join(common, "") if common else ""
    return lambda source: source[len(start) :] if start and source.startswith(start) else source


class _Patient(io.FileIO):
    """A file that keeps why it takes no more, and takes it all the same: libraries write on while they clean up."""

    refused: OSError | None = None

    def write(self, data: "Buffer") -> int:
        """Writes all of ``data``, or nothing any more."""
        rest = memoryview(data).cast("B")
        size = len(rest)
        try:
            while rest and self.refused is None:
                rest = rest[super().write(rest) or 0 :]
        except OSError as error:
            self.refused = error
        return size


@contextmanager
def archiving(path: Path) -> Iterator[BinaryIO]:
    """An open file for a library that writes a ZIP; else as ``replacing``."""
    with replacing(path) as written:
        with _Patient(written, "wb") as file:
            yield cast(BinaryIO, file)
        if file.refused is not None:
            raise file.refused


def write_text(path: Path, text: str) -> None:
    """Writes ``text`` as UTF-8 with line ends ``\\n``, in one step. Raises ``WriteError``."""
    write_bytes(path, text.encode("utf-8"))


def write_bytes(path: Path, data: bytes) -> None:
    """Writes ``data`` in one step. Raises ``WriteError``."""
    with replacing(path) as written:
        written.write_bytes(data)


def now(*, local: bool = False) -> datetime:
    """The time for a file, without a zone: SOURCE_DATE_EPOCH if set, else UTC or (``local``) this machine's."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch.isdecimal():
        return datetime.fromtimestamp(int(epoch), UTC).replace(tzinfo=None)
    return datetime.now() if local else datetime.now(UTC).replace(tzinfo=None)
