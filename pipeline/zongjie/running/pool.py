"""Many sources, each analysed in a child process that can be ended alone: limits of time and memory for each.

A source that takes too long, takes too much memory or brings its process down is a ``Failure``; the others are done
all the same. A script that calls this keeps its own work under ``if __name__ == "__main__"``, as children import it.
"""

import logging
import os
import pickle
from collections.abc import Callable, Generator, MutableSequence, Sequence
from contextlib import ExitStack, closing
from threading import Event, Thread
from typing import TYPE_CHECKING, Any

from ..errors import DocumentError
from ..reading.detect import is_text
from ..reading.files import size_of, start_of
from ..report import Failure, Report
from ..settings import Limits, Settings
from . import children, cpus
from .worker import Fault, Job, Run, begin, name_of, resident, work

if TYPE_CHECKING:
    from pebble import ProcessFuture, ProcessPool

Given = str | bytes | Failure
Results = Generator[Report | Failure, None, None]

_SMALL = 2**20  # bytes of plain text that need no limits
_BEGINNING = 4096  # bytes that tell plain text
_FEW, _LITTLE = 16, 2**19  # up to so many files and bytes a second worker saves no time
_AHEAD = 2  # sources in flight for each worker
_TASKS = 200  # sources that a worker does before a fresh one takes its place, with what memory it has kept
_WATCH, _WAIT = 0.05, 1  # seconds
_BREAKS = 3  # times that the pool may break down before a result comes out of it


def attempt(source: Any, settings: Settings) -> Report | Failure:
    """What a child does with each source; the analysis, and spaCy with it, is not imported before."""
    from .analyze import attempt

    return attempt(source, settings)


def analyses(
    sources: Sequence[Given],
    settings: Settings | None = None,
    *,
    run: Run = attempt,
    workers: int | None = None,
    initializer: Callable[[], object] | None = None,
) -> Results:
    """The analysis of each of ``sources`` (paths, the bytes of files, failures that pass through), in their order.

    A small plain text alone is analysed in this process; all else goes to ``workers`` children (by default as many as
    pay), twice as many sources at a time. ``run`` and ``initializer``, which each child calls first (a
    ``functools.partial`` carries its arguments), must be picklable. Closing the generator ends the children at once.

    A fault of zongjie's own in a child is logged with its traceback and becomes a ``Failure`` of the category
    ``internal``; in this process it is raised. Raises ``RuntimeError`` where children cannot even start.
    """
    settings = settings or Settings()
    documents = [one for one in sources if not isinstance(one, Failure)]
    if len(documents) > 1 or not all(map(_is_small_text, documents)):
        found: Results = results(
            documents, settings, run=run, workers=workers or worth(documents), initializer=initializer
        )
    else:
        found = (run(one, settings) for one in documents)
    with closing(found):
        for one in sources:
            yield one if isinstance(one, Failure) else next(found)


def results(
    tasks: Sequence[Any],
    settings: Settings,
    *,
    run: Run,
    workers: int,
    initializer: Callable[[], object] | None = None,
    ahead: int = _AHEAD,
) -> Generator[Any, None, None]:
    """What ``run(task, settings)`` gives for each of ``tasks``, in their order, or the ``Failure`` that it becomes.

    Like ``analyses``, but always in children, and of any picklable tasks: paths, the bytes of files, or what has the
    path of its document as ``source``. Each is taken from ``tasks`` when its turn has come: ``ahead`` for each worker
    before the first of them is done.
    """
    job = Job(run, settings, initializer)
    done = breaks = 0
    while done < len(tasks):  # a pool that breaks down (a child was killed as it began or sent) is replaced
        try:
            with closing(_pooled(tasks, done, job, workers, ahead)) as found:
                for result in found:
                    yield result
                    done, breaks = done + 1, 0
        except (RuntimeError, OSError) as error:  # pebble's BrokenProcessPool is a RuntimeError
            breaks += 1
            if breaks == _BREAKS:
                raise RuntimeError("the processes that analyse documents do not start") from error


def _is_small_text(source: str | bytes) -> bool:
    """Whether reading ``source`` is decoding it and no more; also if it cannot be opened, which is found at once."""
    if isinstance(source, bytes):
        size, beginning = len(source), source[:_BEGINNING]
    else:
        try:
            size, beginning = size_of(source), start_of(source, _BEGINNING)
        except DocumentError:
            return True
    return size <= _SMALL and is_text(beginning, name_of(source))


def worth(documents: Sequence[str | bytes]) -> int:
    """How many workers pay for ``documents``."""
    if len(documents) <= _FEW and sum(map(_size, documents)) <= _LITTLE:
        return 1
    return min(cpus.usable(), len(documents))


def _size(source: str | bytes) -> int:
    return len(source) if isinstance(source, bytes) else size_of(source)


def _pooled(tasks: Sequence[Any], first: int, job: Job, workers: int, ahead: int) -> Generator[Any, None, None]:
    limits = job.settings.limits
    slots = ahead * workers
    flying: list[ProcessFuture[bytes]] = []  # the source in each slot
    names = [""] * slots
    over = Event()
    with ExitStack() as ends:
        with children.uninterrupted():
            context = children.context()  # first: its server loads the analysis while this process loads what follows
            from pebble import ProcessPool

            board = context.RawArray("q", 2 * slots)
            watch = Thread(target=_watch, args=(flying, board, limits.memory * 2**20, over), daemon=True)
            pool = ProcessPool(workers, _TASKS, begin, (job, board), context)
            for end in (pool.join, pool.stop, over.set):  # from the last to the first
                ends.callback(end)
            pool.schedule(os.getpid)  # whatever it is, the first task starts the children
            watch.start()
        scheduled = first
        for number in range(first, len(tasks)):
            while scheduled < min(number + slots, len(tasks)):
                slot, task = (scheduled - first) % slots, tasks[scheduled]
                board[2 * slot] = 0
                names[slot] = name_of(task)
                future = pool.schedule(work, (task, slot), timeout=limits.seconds)
                flying[slot : slot + 1] = [future]
                scheduled += 1
            slot = (number - first) % slots
            yield _outcome(pool, flying[slot], names[slot], limits)


def _watch(flying: "list[ProcessFuture[bytes]]", board: MutableSequence[int], limit: int, over: Event) -> None:
    """Cancels, and so ends the process of, each source that takes more than ``limit`` bytes, until ``over`` is set."""
    while not over.wait(_WATCH):
        for slot, future in enumerate(flying):
            process, before = board[2 * slot], board[2 * slot + 1]
            if process and resident(process) - before > limit:
                future.cancel()


def _outcome(pool: "ProcessPool", future: "ProcessFuture[bytes]", name: str, limits: Limits) -> Any:
    """What became of the source called ``name``; waits for it. Raises ``RuntimeError`` if the pool breaks down."""
    from concurrent.futures import CancelledError, wait

    from pebble import ProcessExpired

    while not wait([future], _WAIT).done:
        if not pool.active:
            raise RuntimeError("the pool broke down before it took a source")
    try:
        result = pickle.loads(future.result())
    except TimeoutError:
        return DocumentError("too-slow", limit=f"{limits.seconds:g} 秒").failure(name)
    except CancelledError:
        return DocumentError("out-of-memory", limit=f"{limits.memory} MB").failure(name)
    except ProcessExpired as error:
        return DocumentError("lost", reason=_end(error.exitcode)).failure(name)
    if isinstance(result, Fault):
        logging.getLogger(__name__).error("%s: %s", name, result.traceback)
        return DocumentError("internal", reason=result.name).failure(name)
    return result


def _end(code: int) -> str:
    return f"信号 {-code}" if code < 0 else f"退出码 {code}"
