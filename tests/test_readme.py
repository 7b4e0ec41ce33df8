"""The READMEs are true: their commands print what they show, and the two say the same."""

import doctest
import re
import shlex
from pathlib import Path

import pytest
import typer

from zongjie.checks import RULES
from zongjie.cli import analyze, batch, check, evaluate, fill, kpi, main, profile, rules  # noqa: F401
from zongjie.cli.app import app
from zongjie.settings import Settings

ROOT = Path(__file__).parents[1]
READMES = ["README.md", "README.zh-CN.md"]
OMITTED = "…"  # a line that stands for any lines; at a line's end, for its rest


def blocks(name: str, kind: str) -> list[str]:
    return re.findall(rf"^```{kind}\n(.*?)^```$", (ROOT / name).read_text("utf-8"), re.M | re.S)


def sessions(name: str) -> list[tuple[str, list[str]]]:
    """The commands in a README with the lines that it shows after each."""
    found: list[tuple[str, list[str]]] = []
    for line in "".join(blocks(name, "console")).splitlines():
        if line.startswith("$ "):
            found.append((line[2:], []))
        else:
            found[-1][1].append(line)
    return found


def pattern(shown: list[str]) -> str:
    parts = []
    for line in shown:
        if line == OMITTED:
            parts.append(r"(?:.*\n)*?")
        elif line.endswith(OMITTED):
            parts.append(re.escape(line.removesuffix(OMITTED)) + ".*\n")
        else:
            parts.append(re.escape(line) + "\n")
    # Columns are as wide as their longest cell, which may be one that is not shown.
    return re.sub(r"(\\ )+", " +", "".join(parts))


@pytest.mark.parametrize(("command", "shown"), [one for name in READMES for one in sessions(name)])
def test_commands_print_what_is_shown(command, shown, capsys, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "corpus").symlink_to(ROOT / "corpus")
    program, *arguments = shlex.split(command)
    assert program == "zongjie"
    with pytest.raises(SystemExit):
        main(arguments)
    printed = capsys.readouterr().out
    assert re.fullmatch(pattern(shown), printed), printed


@pytest.mark.parametrize("name", READMES)
def test_python_sessions(name, monkeypatch):
    monkeypatch.chdir(ROOT)
    code = blocks(name, "python")
    assert code
    test = doctest.DocTestParser().get_doctest("\n".join(code), {}, name, None, 0)
    assert doctest.DocTestRunner().run(test).failed == 0


@pytest.mark.parametrize("name", READMES)
def test_profiles_are_valid(name, tmp_path):
    for text in blocks(name, "toml"):
        path = tmp_path / "profile.toml"
        path.write_text(text, "utf-8")
        assert Settings.from_file(path) != Settings()


def test_both_languages_show_the_same():
    for kind in ("console", "sh"):
        bare = [[re.sub(r"\s*#.*", "", block) for block in blocks(name, kind)] for name in READMES]
        assert bare[0] == bare[1]
    headings = [re.findall(r"^#+", (ROOT / name).read_text("utf-8"), re.M) for name in READMES]
    assert headings[0] == headings[1]


def surface() -> list[tuple[str, str]]:
    """Each command with each of its options by its long name."""
    found = []
    for name, command in typer.main.get_command(app).commands.items():  # type: ignore[attr-defined]
        parts = getattr(command, "commands", None)
        for one in parts.values() if parts else [command]:
            called = f"{name} {one.name}" if parts else name
            found += [
                (called, ""),
                *((called, max(each.opts, key=len)) for each in one.params if "--" in each.opts[-1]),
            ]
    return found


@pytest.mark.parametrize("name", READMES)
def test_each_command_and_option_is_told(name):
    told = (ROOT / name).read_text("utf-8").replace("-o ", "--output ")
    assert {command.split()[0] for command, _ in surface()} >= {"check", "fill", "batch", "kpi", "profile", "rule"}
    missing = [
        (command, option) for command, option in surface() if f"zongjie {command}" not in told or option not in told
    ]
    assert not missing


def test_the_table_of_rules_is_current(monkeypatch):
    monkeypatch.syspath_prepend(ROOT / "docs")
    import rules as table

    written = (ROOT / "docs" / "rules.md").read_text("utf-8")
    assert written == table.page(), "python docs/rules.py"
    assert all(f"| {id} | `{rule.name}` |" in written for id, rule in RULES.items())
