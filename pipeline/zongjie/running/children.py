"""How child processes start and come to hear of Ctrl-C: not at all, that is for their parent, which ends them.

Of a terminal that is closed (SIGHUP) they do not hear either.
"""

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from multiprocessing import get_context, resource_tracker
from threading import current_thread, main_thread
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from multiprocessing.context import BaseContext
    from multiprocessing.synchronize import RLock


_ENDS = [signal.SIGINT, signal.SIGHUP] if hasattr(signal, "SIGHUP") else [signal.SIGINT]


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
    """Puts off Ctrl-C and the end of the terminal until the block ends; what is started in it hears of neither."""
    came: list[int] = []
    usual: dict[int, Any] = {}
    if current_thread() is main_thread():
        # What is ignored (nohup), or is not Python's to handle, stays as it is.
        found = {one: signal.getsignal(one) for one in _ENDS}
        usual = {one: handler for one, handler in found.items() if handler not in (None, signal.SIG_IGN)}
        for one in usual:
            signal.signal(one, lambda number, _: came.append(number))
    masks = hasattr(signal, "pthread_sigmask")
    if masks:
        signal.pthread_sigmask(signal.SIG_BLOCK, set(_ENDS) - {signal.SIGINT})
        resource_tracker.ensure_running()  # before, as it lifts the mask of Ctrl-C, which it ignores
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        if masks:
            signal.pthread_sigmask(signal.SIG_UNBLOCK, set(_ENDS))
        for one, handler in usual.items():
            signal.signal(one, handler)
        for one in dict.fromkeys(came):
            signal.raise_signal(one)
