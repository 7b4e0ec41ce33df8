"""What all tests share. On CI a skipped test is a failed one, but for data that lives outside the repository."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

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


def needs(*programs: str) -> None:
    """Skips the test that calls it where one of ``programs`` is not installed; on CI that is a failure, see above."""
    for program in programs:
        if shutil.which(program) is None:
            pytest.skip(f"{program} is not installed")


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
