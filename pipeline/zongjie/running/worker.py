"""What runs in a child process of ``running.pool``: one source after another, as long as its parent lives."""

import os
import pickle
import signal
import traceback
from collections.abc import Callable, MutableSequence
from multiprocessing import parent_process
from threading import Thread
from typing import Any, NamedTuple

from ..errors import DocumentError
from ..settings import Settings

Run = Callable[[Any, Settings], Any]
_GRACE = 5  # seconds after its time limit in which the parent, if there is one, has ended a child


class Fault(NamedTuple):
    """An exception that nobody foresaw: the name of its class, and its traceback."""

    name: str
    traceback: str


class Job(NamedTuple):
    """What a child does with each source: ``run(source, settings)``, once ``initializer()`` has been called."""

    run: Run
    settings: Settings
    initializer: Callable[[], object] | None = None


_job: Job  # set, like the board, once in each child, before its first source
_board: MutableSequence[int]


def begin(job: Job, board: MutableSequence[int]) -> None:
    """Makes this process a worker at ``job``.

    ``board`` is memory shared with the parent, two numbers for each source in flight: the id of the process that is
    at it (0: none yet, or done) and the bytes that this process held before.
    """
    global _job, _board
    _job, _board = job, board
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # ends it also in the middle of a call into C
    Thread(target=_end_with_parent, daemon=True).start()
    if job.initializer is not None:
        job.initializer()


def work(source: Any, slot: int) -> bytes:
    """What comes of ``source``, or the ``Failure`` or ``Fault``, pickled; ``slot`` is its place on the board."""
    limits = _job.settings.limits
    _board[2 * slot + 1] = resident()
    _board[2 * slot] = os.getpid()
    _alarm(limits.seconds + _GRACE)
    try:
        return pickle.dumps(_job.run(source, _job.settings), pickle.HIGHEST_PROTOCOL)
    except MemoryError:
        error = DocumentError("out-of-memory", limit=f"{limits.memory} MB")
        return pickle.dumps(error.failure(name_of(source)))
    except (Exception, SystemExit) as unforeseen:
        return pickle.dumps(Fault(type(unforeseen).__name__, traceback.format_exc()))
    finally:
        _alarm(0)
        _board[2 * slot] = 0


def name_of(source: Any) -> str:
    """What ``source`` is called in reports and failures: the path as given, ``-`` for bytes; that of what has one."""
    if isinstance(source, bytes):
        return "-"
    return source if isinstance(source, str) else str(source.source)


def resident(process: int | None = None) -> int:
    """The bytes of memory that the process with this id (None: this one) holds now; 0 if it has ended."""
    import psutil

    try:
        return int(psutil.Process(process).memory_info().rss)
    except psutil.Error:
        return 0


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _alarm(seconds: float) -> None:
    # A call into C holds up the thread that looks after the parent; the system's alarm ends the process even then.
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, seconds)
