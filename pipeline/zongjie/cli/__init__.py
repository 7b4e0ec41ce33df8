"""The command ``zongjie``: a thin reading of the library; nothing heavy is imported before a command needs it.

Exit codes: 0 done, 1 findings at or above ``--fail-on``, 2 wrong usage or a document that could not be read,
70 a fault of zongjie's own, 130 interrupted, or its terminal closed.
"""

import gc
import os
import signal
import sys
import threading
import traceback
from collections.abc import Iterator
from contextlib import contextmanager

USAGE, INTERRUPTED = 2, 130


def main(arguments: list[str] | None = None) -> None:
    """Runs the command line (by default that of the process) and exits with its code."""
    # Imports and compiled patterns are made to stay: looking for garbage among them is a tenth of the starting time.
    gc.set_threshold(300_000)
    with _until_hangup(), _heard() as interrupts:
        try:
            code = _run(arguments, interrupts)
        except KeyboardInterrupt:
            code = INTERRUPTED
        if code == INTERRUPTED:
            sys.stderr.write("已中断\n")
            sys.stderr.flush()
    sys.exit(code)


@contextmanager
def _until_hangup() -> Iterator[None]:
    """Makes the end of the terminal (SIGHUP) the same as Ctrl-C, unless it is ignored (nohup)."""
    number = getattr(signal, "SIGHUP", None)
    if number is None or signal.getsignal(number) != signal.SIG_DFL:
        yield
        return
    terminals = [stream for stream in (1, 2) if os.isatty(stream)]  # later they could not be told any more

    def end(*_: object) -> None:
        signal.signal(number, signal.SIG_IGN)  # shells send it once more
        for stream in terminals:
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream)
        raise KeyboardInterrupt

    try:
        signal.signal(number, end)
    except ValueError:  # not in the main thread, which is not ours then
        yield
        return
    try:
        yield
    finally:
        signal.signal(number, signal.SIG_DFL)


@contextmanager
def _heard() -> Iterator[list[int]]:
    """The interrupts that came: an import that is interrupted may raise something else."""
    came: list[int] = []
    before = signal.getsignal(signal.SIGINT)

    def interrupt(number: int, _: object) -> None:
        came.append(number)
        raise KeyboardInterrupt

    if before is not signal.default_int_handler or threading.current_thread() is not threading.main_thread():
        yield came
        return
    signal.signal(signal.SIGINT, interrupt)
    try:
        yield came
    finally:
        signal.signal(signal.SIGINT, before)


def _run(arguments: list[str] | None, interrupts: list[int]) -> int:
    """The exit code; what fails once ``interrupts`` came was interrupted."""
    import typer

    from ..errors import StoreError, reason
    from ..settings import SettingsError
    from ..writing.files import WriteError
    from . import analyze, batch, check, evaluate, fill, kpi, profile, rules  # noqa: F401  they register themselves
    from .app import FAULT, app
    from .chinese import explain
    from .terminal import note, silence

    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    try:
        code = typer.main.get_command(app).main(arguments, prog_name="zongjie", standalone_mode=False)
    except typer.Abort:
        return INTERRUPTED
    except typer.TyperException as error:
        note(explain(error))
        return USAGE
    except SettingsError as error:
        for one in error.each:
            note(f"错误：{one}")
        return USAGE
    except (WriteError, StoreError) as error:
        note(f"错误：{error}")
        return USAGE
    except Exception as error:
        if interrupts:
            return INTERRUPTED
        if isinstance(error, OSError) and error.filename is None:  # no file's, so that of a stdout that takes no more
            silence()
            note(f"错误：结果没有写完（{reason(error)}）。请检查输出位置的权限和剩余空间")
            return USAGE
        traceback.print_exc()
        note("zongjie 自身出错。请把以上内容和所用的命令报告给维护者（见 README 的“报告问题”）")
        return FAULT
    return int(code or 0)
