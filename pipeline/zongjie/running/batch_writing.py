"""Writes the results of a season, in children: each reads the store for itself and writes some of the files."""

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from ..errors import StoreError
from ..report import Failure
from ..settings import Settings
from . import batch_beside, batch_letters
from .batch import Result
from .batch_analyses import Work
from .batch_book import write_book
from .batch_folder import (
    BESIDE,
    BOOK,
    COPIES,
    LETTERS,
    LINES,
    OVERVIEW,
    PARQUET,
    PROBLEMS,
    REMINDER,
    TABLE,
    take_over,
    written,
)
from .batch_outputs import Outputs
from .inputs import made
from .pool import results, worth
from .store import Store

T = TypeVar("T")
_AT_ONCE = 8  # letters, or pages of copies, that a child writes before another may
_DAY, _TERABYTE = 86_400, 2**20  # what a step may take: seconds, MB


class Step(NamedTuple):
    """Some files: ``source`` is what they are called, ``run`` (picklable) writes them."""

    source: str
    run: Callable[[Outputs], None]


_outputs: Outputs  # of a child, set once


def write(work: Work, result: Result, folder: Path) -> list[Path]:
    """Writes everything, each file in one step, and takes away what an earlier run left and this one has not.

    Raises ``StoreError`` and ``WriteError``.
    """
    settings = work.settings
    with work.store.shared():
        steps = _steps(Outputs(work.store, settings, result, folder))
        unlimited = settings.limits.model_copy(update={"seconds": _DAY, "memory": _TERABYTE})
        work_on = results(
            steps,
            settings.model_copy(update={"limits": unlimited}),
            run=_done,
            workers=min(work.workers or worth([one.source for one in result.documents]), len(steps)),
            initializer=partial(
                _begin, work.store.path, settings, result, folder, os.environ.get("SOURCE_DATE_EPOCH", "")
            ),
            ahead=len(steps),  # one of them takes longer than all others
        )
        with work.show("写出", len(steps)) as tick, closing(work_on) as done:
            for one in steps:
                tick(one.source)
                _check(one, next(done))
    return written(folder, result.season.year)


def _steps(outputs: Outputs) -> list[Step]:
    """What is to be written, what takes longest first; drops what is out of date."""
    folder = outputs.folder
    kept = {path.name for path in outputs.result.marked.values()}
    take_over(folder / COPIES, {name: source for name, source in made(folder / COPIES).items() if name in kept})
    letters = batch_letters.planned(folder / LETTERS, outputs)
    pages = batch_beside.planned(folder / BESIDE, outputs)
    return [
        Step(BOOK, _tables),
        Step(TABLE, _table),
        *(Step(LETTERS, partial(_letters, some)) for some in _parts(letters)),
        Step(PROBLEMS, _problems),
        *(Step(BESIDE, partial(_pages, some)) for some in _parts(pages)),
        Step(PARQUET, _parquet),
        Step(REMINDER, _reminder),
    ]


def _parts(whole: Mapping[str, T]) -> Iterator[dict[str, T]]:
    rest = iter(whole.items())
    while part := dict(islice(rest, _AT_ONCE)):
        yield part


def _check(step: Step, came: Any) -> None:
    """Raises what kept a step from being done."""
    if isinstance(came, Failure):
        raise StoreError(f"“{step.source}”没有写成：{came.message}。{came.remedy}")
    if came is not None:
        raise came


# In a child.


def _begin(path: Path, settings: Settings, result: Result, folder: Path, epoch: str) -> None:
    global _outputs
    os.environ["SOURCE_DATE_EPOCH"] = epoch  # that of the process that asks: a fork server may be older
    _outputs = Outputs(Store(path, reading=True), settings, result, folder)


def _done(step: Step, _: Settings) -> Exception | None:
    """Does a step; what its user has to hear of is a value, as all else is taken for a fault of zongjie's own."""
    from ..writing.files import WriteError

    try:
        step.run(_outputs)
    except (StoreError, WriteError) as error:
        return error
    return None


def _tables(outputs: Outputs) -> None:
    """The workbook and the overview, which are made of the same sums."""
    from .overview import write_overview

    write_book(outputs.folder / BOOK, outputs)
    write_overview(outputs.folder / OVERVIEW, outputs)


def _table(outputs: Outputs) -> None:
    from ..writing import csv

    csv.write(outputs.folder / TABLE, outputs.rows())


def _letters(letters: Mapping[str, str], outputs: Outputs) -> None:
    batch_letters.write_letters(outputs.folder / LETTERS, letters, outputs)


def _pages(pages: Mapping[str, batch_beside.Sharing], outputs: Outputs) -> None:
    batch_beside.write_beside(outputs.folder / BESIDE, pages, outputs)


def _problems(outputs: Outputs) -> None:
    from ..checks import RULES
    from ..writing.problems import write_csv, write_lines

    remedies = {rule.id: rule.remedy for rule in RULES.values()}
    write_csv(outputs.folder / PROBLEMS, outputs.problems(), remedies)
    write_lines(outputs.folder / LINES, outputs.problems())


def _parquet(outputs: Outputs) -> None:
    from ..writing.files import replacing

    sql = """SELECT * EXCLUDE (run) FROM figures
        WHERE run = $run AND document >= $first AND document < $last ORDER BY document, number"""
    with replacing(outputs.folder / PARQUET) as new:
        outputs.store.export(sql, outputs.result.run.number, len(outputs.result.documents), new)


def _reminder(outputs: Outputs) -> None:
    batch_letters.write_reminder(outputs.folder / REMINDER, outputs)
