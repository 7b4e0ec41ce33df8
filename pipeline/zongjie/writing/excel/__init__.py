"""The table of metrics as an Excel workbook that an office can send on.

Rows go to disk as they are written, so the workbook's size is not bounded by memory; only the sheets of totals are
small. Text is never taken for a formula; the links are formulas, which have no limit in number.
"""

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ...report import Failure
from ...season import Season
from ..files import below, now
from ..own import AUTHOR, FIGURES
from ..workbook import workbook
from . import notes, pivot, trends
from .cells import Forms, clean
from .detail import Details
from .season import write_near, write_season
from .sums import Sums

if TYPE_CHECKING:
    from ...kpi.grid import Grid
    from ...kpi.table import Row
    from ...kpi.totals import Total
    from ...kpi.trend import Trend

__all__ = ["Book", "Marked", "clean", "links", "write"]


def no_link(_row: "Row") -> tuple[str, str] | None:
    """For documents without marked copies."""
    return None


class Book(NamedTuple):
    """What a workbook shows; what is not given has no sheet.

    ``rows`` may be a stream, which is read once. ``grid``, ``totals`` and ``trends`` are made of the same rows.
    ``link`` gives the path of the marked copy of a row's document and the bookmark of the row in it ("": none), or
    None; ``near`` are proposals (one wording, another, unit of measure, likeness), ``documents`` how many were read.
    """

    rows: "Iterable[Row]"
    grid: "Grid | None" = None
    totals: "Sequence[Total]" = ()
    trends: "Sequence[Trend]" = ()
    season: Season | None = None
    failures: Sequence[Failure] = ()
    documents: int | None = None
    link: "Callable[[Row], tuple[str, str] | None]" = no_link
    near: Sequence[tuple[str, str, str, float]] = ()


class Marked(NamedTuple):
    """The marked copy of a document: its path, and (start, end, bookmark) of the findings in it, sorted."""

    path: str
    spots: Sequence[tuple[int, int, str]] = ()


def links(copies: Mapping[str, Marked]) -> "Callable[[Row], tuple[str, str] | None]":
    """What ``Book.link`` needs, from the marked copies by source: rows lead to the finding that lies in them."""

    def link(row: "Row") -> tuple[str, str] | None:
        copy = copies.get(row.source)
        if copy is None:
            return None
        inside = (name for start, end, name in copy.spots if row.start < end and start < row.end)
        return copy.path, next(inside, "")

    return link


def write(path: str | os.PathLike[str], book: Book) -> None:
    """Writes the workbook ``path`` in one step.

    Links to documents are relative to the workbook's folder. The bytes depend on ``book`` alone if SOURCE_DATE_EPOCH
    (seconds) is set, which then is the workbook's date. Raises OSError.
    """
    target = Path(path)
    with workbook(target, constant_memory=True) as made:
        made.set_properties({"title": FIGURES, "author": AUTHOR, "created": now()})
        forms = Forms(made)
        called: Callable[[str], str] = str
        if book.season is not None:
            sources = [one.source for one in book.season.submissions]
            called = below([*sources, *(one.source for one in book.failures)])
        named = [one for one in book.totals if one.known]
        others = [one for one in book.totals if not one.known] if named else []
        parts = []
        if book.grid is not None:
            parts = pivot.parts(made, pivot.PIVOT, named or book.totals)
            sums = Sums(made, forms, book.grid)
        if book.trends:
            trends.write(made, forms, book.trends)
        if others:
            parts += pivot.parts(made, pivot.OTHERS, others)
        details = Details(made, forms, target.parent, book.link, book.season, called)
        for row in book.rows:
            details.add(row)
        details.close()
        if book.season is not None:
            write_season(made, forms, target.parent, book.season, book.failures, called)
        if book.near:
            write_near(made, forms, book.near)
        if book.grid is not None:
            pivot.write(forms, book.grid, parts, details.missing_by_unit, called)
            sums.write(parts)
        notes.write(
            made, forms, documents=book.documents, counts=details.counts, counted=details.counted, called=called,
            grid=book.grid, compared=bool(book.trends), near=bool(book.near), failures=book.failures,
        )  # fmt: skip
