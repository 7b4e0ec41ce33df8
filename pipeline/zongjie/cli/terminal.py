"""Where things go: results to stdout, everything else to stderr."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import typer

from ..report import Failure


def emit(text: str) -> None:
    """Writes results to stdout; ends the command quietly when nobody reads them any more (zongjie … | head)."""
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        silence()
        raise typer.Exit() from None


def silence() -> None:
    """Lets stdout lead nowhere: else the interpreter would try, and complain, once more when it closes the stream."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def note(text: str) -> None:
    """Writes one line to stderr."""
    sys.stderr.write(text + "\n")


def complain(failure: Failure) -> None:
    """Names on stderr, in one line, the document that could not be read, with reason and remedy."""
    place = f"（{failure.place}）" if failure.place else ""
    note(f"{failure.source}：{failure.message}{place}。{failure.remedy}")


@contextmanager
def progress(total: int, doing: str) -> Iterator[Callable[[str], None]]:
    """A bar on stderr for several documents, on a terminal; the function it gives is called before each of them."""
    if total < 2 or not sys.stderr.isatty():
        yield lambda name: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    name = TextColumn("{task.fields[name]}")
    columns = (TextColumn(doing), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), name)
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(doing, total=total, name="", completed=-1)

        def tick(name: str) -> None:
            bar.update(task, advance=1, name=os.path.basename(name))

        yield tick


@contextmanager
def stage(doing: str, total: int) -> Iterator[Callable[[str], None]]:
    """Like ``progress``, for one of several stages: its line stays, with what it took and how many went by a second."""
    if not total or not sys.stderr.isatty():
        yield lambda name: None
        return
    from time import monotonic

    start = monotonic()
    with progress(total, doing) as tick:
        yield tick
    seconds = monotonic() - start
    note(f"{doing} {total} 份，{seconds:.1f} 秒（每秒 {total / max(seconds, 0.001):.0f} 份）")
