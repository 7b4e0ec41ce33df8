"""How child processes start and come to hear of Ctrl-C: not at all, that is for their parent, which ends them."""

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from multiprocessing import get_context, resource_tracker
from threading import Event, current_thread, main_thread
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from multiprocessing.context import BaseContext
    from multiprocessing.synchronize import RLock


class Context:
    """A context of ``multiprocessing`` that keeps the locks it makes as long as it is kept itself.

    A pool gives up its locks before it ends its children; one that is just starting would complain that they are gone.
    """

    def __init__(self, context: "BaseContext") -> None:
        self._context = context
        self._locks: list[RLock] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self._context, name)

    def RLock(self) -> "RLock":
        """A lock, as the context makes it."""
        self._locks.append(self._context.RLock())
        return self._locks[-1]


def context() -> Context:
    """Where children come from: a server that has the analysis loaded and is copied, where the system allows that.

    Starts the server; ``uninterrupted`` keeps Ctrl-C from it for good.
    """
    if sys.platform == "linux":  # macOS has such a server, but its own libraries do not bear being copied
        from multiprocessing import forkserver

        forkserver.set_forkserver_preload(["zongjie.running.warm"])
        with suppress(OSError):  # the path of the temporary folder is too long for a socket's
            forkserver.ensure_running()
            return Context(get_context("forkserver"))
    return Context(get_context("spawn"))


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Puts off Ctrl-C until the block ends; what is started in it never hears of it."""
    came = Event()
    if main := current_thread() is main_thread():
        usual = signal.signal(signal.SIGINT, lambda *_: came.set())
    masks = hasattr(signal, "pthread_sigmask")
    if masks:
        resource_tracker.ensure_running()  # before, as it lifts the mask
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        if masks:
            signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
        if main:
            signal.signal(signal.SIGINT, usual)
        if came.is_set():
            signal.raise_signal(signal.SIGINT)
