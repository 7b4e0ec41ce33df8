"""What all tests share. On CI a skipped test is a failed one, but for data that lives outside the repository."""

import io
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from zongjie.cli import main

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"
OUTSIDE = "shared:"  # the reason of a skip begins so where ../shared is not there


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    """Turns skips into failures on CI, where everything that tests use has to be installed."""
    report = yield
    if os.environ.get("CI") and report.skipped and not hasattr(report, "wasxfail"):
        reason = str(report.longrepr[2]).removeprefix("Skipped: ")
        if not reason.startswith(OUTSIDE):
            report.outcome = "failed"
            report.longrepr = f"skipped on CI: {reason}"
    return report


@pytest.fixture(scope="module")
def no_soffice() -> Iterator[None]:
    """Hides LibreOffice, which is too slow to be tried on hundreds of examples."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ZONGJIE_SOFFICE", "/nowhere/soffice")
        yield


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of documents and keys that is not part of the repository; skips where it is absent."""
    if not SHARED.is_dir():
        pytest.skip(f"{OUTSIDE} {SHARED.name} is not there")
    return SHARED


def needs(*programs: str) -> None:
    """Skips the test where one of ``programs`` is not installed; in continuous integration that is a failure."""
    missing = [program for program in programs if shutil.which(program) is None]
    if missing and os.environ.get("CI"):
        pytest.fail(f"not installed: {', '.join(missing)}")
    if missing:
        pytest.skip(f"not installed: {', '.join(missing)}")


class Result(NamedTuple):
    """What a command gave: its exit code, and the text on stdout and stderr."""

    code: int
    out: str
    err: str


Run = Callable[..., Result]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs the command line with the arguments given."""

    def run(*arguments: object, stdin: bytes = b"") -> Result:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        with pytest.raises(SystemExit) as caught:
            main([str(one) for one in arguments])
        return Result(int(caught.value.code or 0), *capsys.readouterr())

    return run
