"""The line that is being read: its text, and which element of the file shows each part of it."""

from typing import NamedTuple

from lxml import etree


class Atom(NamedTuple):
    """``text[start:end]`` is shown by ``child`` of ``run``, from the child's ``offset``-th character on.

    A child that is no ``w:t`` shows its text as a whole. What a field draws stands from ``run`` to ``last``; of a
    formula all three are the ``m:oMath``.
    """

    start: int
    end: int
    run: etree._Element
    child: etree._Element
    offset: int
    last: etree._Element


class Origin(NamedTuple):
    """Where the next text comes from: its paragraph and run (None: in no run of the file), by element and number."""

    paragraph: int
    run: int | None
    element: etree._Element
    bold: bool = False


class Written(NamedTuple):
    """A line that is whole; offsets count from its beginning. ``runs`` is as in ``document.Block``."""

    text: str
    label: str | None
    bold: bool
    runs: tuple[tuple[int, int, int | None, int], ...]
    atoms: list[Atom]


class Line:
    """Collects a line piece by piece; ``take`` gives it and begins the next."""

    def __init__(self) -> None:
        self._clear()

    def _clear(self) -> None:
        self._pieces: list[str] = []
        self._length = 0
        self._label: str | None = None
        self._bold = True
        self._runs: list[tuple[int, int, int | None, int]] = []
        self._atoms: list[Atom] = []

    def label(self, text: str, gap: str) -> None:
        """Begins the line with an automatic number, which stands in no run."""
        self._label = text
        self._pieces.append(text + gap)
        self._length += len(text) + len(gap)

    def put(self, text: str, origin: Origin, child: etree._Element, offset: int, at: int, last: etree._Element) -> None:
        """Adds ``text``, which ``child`` shows from its ``at``-th and its run from its ``offset``-th character on."""
        start, end = self._length, self._length + len(text)
        if self._runs:
            begun, paragraph, run, first = self._runs[-1]
            goes_on = (paragraph, run, first + start - begun) == (origin.paragraph, origin.run, offset)
        else:
            goes_on = False
        if not goes_on:
            self._runs.append((start, origin.paragraph, origin.run, offset))
        self._atoms.append(Atom(start, end, origin.element, child, at, last))
        self._pieces.append(text)
        self._length = end
        self._bold = self._bold and (origin.bold or text.isspace())

    def take(self) -> Written | None:
        """The line, None if nothing of it can be seen."""
        text = "".join(self._pieces)
        found = None
        if text and not text.isspace():
            found = Written(text, self._label, self._bold and bool(self._runs), tuple(self._runs), self._atoms)
        self._clear()
        return found
