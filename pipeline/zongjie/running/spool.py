"""Values that are put aside in a file, to be gone through as often as one likes without holding them all."""

import pickle
import tempfile
from collections.abc import Iterable, Iterator
from typing import Any, Self


class Spool:
    """Lists of values in the order in which they were added; the file is gone when the block ends."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile(prefix="zongjie-")  # noqa: SIM115

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def add(self, values: Iterable[Any]) -> None:
        """Puts values aside. Raises OSError where there is no room for them."""
        self._file.seek(0, 2)
        pickle.dump(list(values), self._file, pickle.HIGHEST_PROTOCOL)

    def __iter__(self) -> Iterator[Any]:
        self._file.seek(0)
        at = 0
        while True:
            self._file.seek(at)  # another pass may have moved it
            try:
                values = pickle.load(self._file)
            except EOFError:
                return
            at = self._file.tell()
            yield from values
