"""A workbook of XlsxWriter's that is there whole or not at all."""

import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError

from .files import archiving


@contextmanager
def workbook(path: Path, **options: Any) -> Iterator[xlsxwriter.Workbook]:
    """The book that takes the place of ``path`` when the block ends. Raises ``WriteError`` where there is no room."""
    with archiving(path) as file:
        try:
            with xlsxwriter.Workbook(file, options) as book:
                yield book
        except FileCreateError as error:
            cause = error.args[0] if error.args else None
            if not isinstance(cause, OSError):
                raise
            # The half-written archive lives in the frames: it ends while its file is still open.
            for one in (error, cause):
                traceback.clear_frames(one.__traceback__)
            raise OSError(cause.errno, cause.strerror, str(path)) from None
