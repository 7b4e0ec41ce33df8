"""Labels of published reports, which are not here: copies in a folder of the user's are known by their SHA-256.

``reports.jsonl`` has one line for each report: offsets and roles, none of its text (see README.md).
"""

import hashlib
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from zongjie.reading import read_bytes

LABELS = Path(__file__).with_name("reports.jsonl")


class Span(NamedTuple):
    """A passage of one role: half-open code points of the report's text."""

    start: int
    end: int
    role: str


class Labelled(NamedTuple):
    """A report as zongjie reads it, with its ``spans`` in order; what lies in none of them is not labelled.

    ``cues`` (words that give a passage about problems away) and ``answers`` (the promise to solve them at its end)
    are (start, end) within the spans of role problems.
    """

    name: str
    text: str
    spans: tuple[Span, ...]
    cues: tuple[tuple[int, int], ...]
    answers: tuple[tuple[int, int], ...]


def load(folder: str | os.PathLike[str], labels: Path = LABELS) -> Iterator[Labelled]:
    """The labelled reports among all files below ``folder``, each once, in the order of ``labels``.

    Files are known by what they hold, whatever they are called; others are passed over. Raises ``NotADirectoryError``
    if there is no such folder, ``ValueError`` if a report is not read as it was when its labels were made.
    """
    if not Path(folder).is_dir():
        raise NotADirectoryError(f"没有这个文件夹：{folder}；请给出存放已发布报告原文件的文件夹")
    rows = [json.loads(line) for line in labels.read_text(encoding="utf-8").splitlines()]
    found = _found(Path(folder), {row["sha256"] for row in rows})
    for row in rows:
        if row["sha256"] not in found:
            continue
        text = read_bytes(found[row["sha256"]].read_bytes(), row["name"]).text
        if len(text) != row["characters"]:
            raise ValueError(f"{row['name']}：读出 {len(text)} 字，标注时是 {row['characters']} 字；请用标注所附的版本")
        yield Labelled(
            row["name"],
            text,
            tuple(Span(one["start"], one["end"], one["role"]) for one in row["spans"]),
            tuple((start, end) for start, end in row["cues"]),
            tuple((start, end) for start, end in row["answers"]),
        )


def _found(folder: Path, hashes: set[str]) -> dict[str, Path]:
    """Where below ``folder`` the files with one of ``hashes`` are; of equal files the first by path."""
    found: dict[str, Path] = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            with path.open("rb") as file:
                found.setdefault(hashlib.file_digest(file, "sha256").hexdigest(), path)
    return {one: path for one, path in found.items() if one in hashes}
