"""The house's own tools: what they let pass and what they stop."""

import re
import tomllib
from importlib.metadata import requires, version
from pathlib import Path

import pytest
from packaging.requirements import Requirement

import zongjie
from module_size import LIMIT, too_long

pytest_plugins = "pytester"
ROOT = Path(__file__).parents[1]
SKIPPING = """
import pytest

def test_needs_a_program(): pytest.skip("libreoffice is not installed")
def test_needs_documents(): pytest.skip("shared: no such folder")
@pytest.mark.xfail(reason="known", strict=True)
def test_known(): assert False
"""


@pytest.mark.parametrize(("ci", "expected"), [("", {"skipped": 2}), ("true", {"failed": 1, "skipped": 1})])
def test_a_skip_fails_on_ci_but_for_documents_outside(pytester, monkeypatch, ci, expected):
    pytester.makeconftest((ROOT / "tests" / "conftest.py").read_text("utf-8"))
    pytester.makepyfile(SKIPPING)
    monkeypatch.setenv("CI", ci)
    assert pytester.runpytest_subprocess().parseoutcomes() == {**expected, "xfailed": 1}


def test_long_modules_are_found(tmp_path):
    (tmp_path / "long.py").write_text("x = 1\n" * (LIMIT + 1), "utf-8")
    (tmp_path / "short.py").write_text("x = 1\n" * LIMIT, "utf-8")
    assert too_long([str(tmp_path)]) == [((tmp_path / "long.py").as_posix(), LIMIT + 1)]


def test_every_requirement_has_its_tested_version():
    pinned = dict(re.findall(r"^([\w.-]+)==(\S+)$", (ROOT / "constraints.txt").read_text("utf-8"), re.M))
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]
    wanted = [Requirement(one) for one in (requires("zongjie") or ()) if "extra" not in one]
    wanted += [Requirement(one) for name in ("dev", "fast") for one in extras[name]]
    assert wanted
    assert [str(one) for one in wanted if not one.specifier.contains(pinned.get(one.name, "0"))] == []


def test_the_version_is_one():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["version"] == zongjie.__version__ == version("zongjie")
    assert f"## [{zongjie.__version__}]" in (ROOT / "CHANGELOG.md").read_text("utf-8")
