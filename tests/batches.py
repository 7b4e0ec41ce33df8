"""Seasons for tests of ``zongjie batch``, and what one left, to be compared with another."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import duckdb

from word import p, word

# Runs the command in a process that is killed as it writes to its store for the Nth time; it writes often.
KILLED = """
import os, signal, sys
from zongjie.cli import main
from zongjie.running import batch_analyses, batch_checks
from zongjie.running.store import Store

left, add = int(sys.argv[1]), Store.add

def counted(self, table, rows, **more):
    global left
    left -= 1
    if not left:
        os.kill(os.getpid(), signal.SIGKILL)
    add(self, table, rows, **more)

Store.add = counted
batch_analyses.CHUNK = batch_checks.CHUNK = 2
main(sys.argv[2:])
"""


def summary(unit: str, figure: str = "12") -> str:
    return (
        f"{unit}2025年工作总结\n一、工作开展情况\n全年发展党员{figure}名，完成投资320万元，走访群众XX人次。\n"
        "二、存在问题\n学习不够深入。\n三、下一步打算\n开展主题党日12次。\n"
    )


def season(folder: Path) -> Path:
    """Ten submissions, as text and as Word files, one of them twice, and two that cannot be read."""
    folder.mkdir(parents=True)
    for number, unit in enumerate("甲乙丙丁戊己庚辛"):
        text = summary(f"{unit}县教育局", str(number + 3))
        if number % 2:
            (folder / f"{unit}局.txt").write_text(text, "utf-8")
        else:
            (folder / f"{unit}局.docx").write_bytes(word("".join(p(line) for line in text.split("\n") if line)))
    (folder / "甲局副本.docx").write_bytes((folder / "甲局.docx").read_bytes())
    (folder / "空.txt").write_bytes(b"")
    (folder / "坏.docx").write_bytes((folder / "甲局.docx").read_bytes()[:300])
    return folder


def command(*arguments: object, kill: int | None = None) -> subprocess.Popen[str]:
    program = ["-m", "zongjie"] if kill is None else ["-c", KILLED, str(kill)]
    line = [sys.executable, *program, "batch", *map(str, arguments)]
    environment = os.environ | {"SOURCE_DATE_EPOCH": "1767225600"}
    return subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment)


def done(*arguments: object, kill: int | None = None) -> tuple[int, str, str]:
    """The exit code of the command, and what it wrote to stdout and stderr."""
    process = command(*arguments, kill=kill)
    out, err = process.communicate(timeout=300)
    return process.returncode, out, err


def files(folder: Path) -> dict[str, str]:
    """The digest of each file of results but the store."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.suffix != ".duckdb"
    }


def ask(store: Path, sql: str) -> list[tuple]:
    with duckdb.connect(str(store), read_only=True) as base:
        return base.execute(sql).fetchall()


def tables(store: Path) -> dict[str, list[str]]:
    """All rows of a store with one run, sorted, without times, numbers of runs and paths of copies."""
    found = {}
    with duckdb.connect(str(store), read_only=True) as base:
        names = [name for (name,) in base.execute("SELECT table_name FROM duckdb_tables() ORDER BY 1").fetchall()]
        for name in names:
            columns = [row[0] for row in base.execute(f"DESCRIBE {name}").fetchall()]
            left = {"run", "started", "finished", "identity", "directory", "path", "made_of"} & set(columns)
            chosen = "* EXCLUDE (" + ", ".join(left) + ")" if left else "*"
            found[name] = sorted(map(repr, base.execute(f"SELECT {chosen} FROM {name}").fetchall()))
    return found
