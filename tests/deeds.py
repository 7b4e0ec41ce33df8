"""What children of the pool do in tests: a source's name says what becomes of it."""

import os
import re
import sys
import time
from pathlib import Path

import psutil

from zongjie.report import Failure
from zongjie.settings import Settings

shared: list[str] = []
kept: list[bytes] = []


def done(source: str | bytes, message: str = "") -> Failure:
    """The value that a deed leaves: it names the process that did it."""
    return Failure(str(source), "done", "test", str(os.getpid()), message, "")


def share(word: str) -> None:
    """An initializer: ``done_with_shared`` tells what it was given."""
    shared.append(word)


def done_with_shared(source: str, settings: Settings) -> Failure:
    return done(source, "".join(shared))


def die(once: Path | None = None) -> None:
    """An initializer that ends its process; with a path, only if that does not exist, and makes it."""
    if once is None or not once.exists():
        if once is not None:
            once.touch()
        os._exit(1)


def act(source: str | bytes, settings: Settings) -> Failure:
    """Does what the part of ``source`` after its last ``:`` says."""
    match str(source).rpartition(":")[2]:
        case "sleep":
            time.sleep(600)
        case "spin":  # in C, where no other thread of the process gets a turn
            re.match("(a+)+$", "a" * 60 + "b")
        case "hog":
            held = []
            while True:
                held.append(b"x" * 2**22)
                time.sleep(0.002)
        case "keep":
            kept.append(b"x" * 2**27)
            time.sleep(0.2)
        case "huge":
            sys.exit(len(bytes(2**60)))
        case "exit":
            time.sleep(0.05)
            os._exit(3)
        case "kill":
            time.sleep(0.05)
            psutil.Process().kill()
        case "raise":
            raise LookupError("nobody foresaw this")
        case "leave":
            sys.exit(0)
        case "slow":
            time.sleep(0.2)
    return done(source)


def act_and_tell(source: str, settings: Settings) -> Failure:
    """Like ``act``; first prints the process's id, in one piece."""
    os.write(1, f"{os.getpid()}\n".encode())
    return act(source, settings)


def wordy(source: str, settings: Settings) -> Failure:
    """A result of 100,000 characters."""
    return done(source, "长" * 100_000)
