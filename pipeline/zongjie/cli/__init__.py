"""The command ``zongjie``: a thin reading of the library; nothing heavy is imported before a command needs it.

Exit codes: 0 done, 1 findings at or above ``--fail-on``, 2 wrong usage or a document that could not be read,
70 a fault of zongjie's own, 130 interrupted.
"""

import gc
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from types import FrameType

USAGE, FAULT, INTERRUPTED = 2, 70, 130


def main(arguments: list[str] | None = None) -> None:
    """Runs the command line (by default that of the process) and exits with its code."""
    # Imports and compiled patterns are made to stay: looking for garbage among them is a tenth of the starting time.
    gc.set_threshold(300_000)
    with _heard() as interrupts:
        try:
            code = _run(arguments, interrupts)
        except KeyboardInterrupt:
            code = INTERRUPTED
        except Exception:
            if not interrupts:
                raise
            code = INTERRUPTED
    if code == INTERRUPTED:
        sys.stderr.write("已中断\n")
        if arguments is None and hasattr(signal, "pthread_sigmask"):
            # Where Ctrl-C fell into an eval, the interpreter would end by a signal to itself, without the exit code.
            signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    sys.exit(code)


@contextmanager
def _heard() -> Iterator[Sequence[int]]:
    """What it gives holds something once Ctrl-C came: a library that it meets may make an error of its own of it."""
    interrupts: list[int] = []

    def hear(number: int, frame: FrameType | None) -> None:
        interrupts.append(number)
        signal.default_int_handler(number, frame)

    try:
        usual = signal.getsignal(signal.SIGINT)
        if usual is signal.default_int_handler:  # not where it is ignored
            signal.signal(signal.SIGINT, hear)
    except ValueError:  # not in the main thread, which alone hears of it
        usual = None
    try:
        yield interrupts
    finally:
        if usual is signal.default_int_handler:
            signal.signal(signal.SIGINT, usual)


def _run(arguments: list[str] | None, interrupts: Sequence[int]) -> int:
    import typer

    from ..errors import StoreError, reason
    from ..settings import SettingsError
    from ..writing.files import WriteError
    from . import analyze, batch, check, evaluate, fill, kpi, profile, rules  # noqa: F401  they register themselves
    from .app import app
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
    except (SettingsError, WriteError, StoreError) as error:
        note(f"错误：{error}")
        return USAGE
    except Exception as error:
        if interrupts:
            return INTERRUPTED
        if isinstance(error, OSError) and error.filename is None:  # no file's, so that of a stdout that takes no more
            silence()
            note(f"错误：结果没有写完（{reason(error)}）。请检查输出位置的权限和剩余空间")
            return USAGE
        import traceback

        traceback.print_exc()
        note("zongjie 自身出错。请把以上内容和所用的命令报告给维护者（见 README 的“报告问题”）")
        return FAULT
    return INTERRUPTED if code == FAULT and interrupts else int(code or 0)
