"""What tells whose a document is: its path, and what stands at its two ends."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from ..report import Report

_EDGE = 300  # characters at either end of a text that may name the unit
_ARCHIVE = re.compile(r"\.zip$", re.I)
_SUFFIX = re.compile(r"\.[A-Za-z]\w{0,5}$")
_DIVIDER = re.compile(r"[/\\]|(?<=\.zip)!")


class Head(NamedTuple):
    """What is looked at of a document: ``source`` is its path as given, ``title``, ``organization`` and ``year`` are
    those of its report, ``beginning`` and ``ending`` the first and the last lines of its text.
    """

    source: str
    sha256: str
    organization: str | None
    title: str | None
    year: int | None
    beginning: str = ""
    ending: str = ""


def head(report: Report) -> Head:
    """The head of ``report``."""
    return Head(
        source=report.source.name,
        sha256=report.source.sha256,
        organization=report.organization,
        title=report.title,
        year=report.year,
        beginning=report.text[:_EDGE].strip(),
        ending=report.text[-_EDGE:].strip(),
    )


def stem(source: str) -> str:
    """The name of a file without folders and extension."""
    return _SUFFIX.sub("", _DIVIDER.split(source)[-1])


def folders(source: str) -> tuple[str, ...]:
    """The folders of a path, from the outermost in; an archive counts as the folder that it is named for."""
    return tuple(
        _ARCHIVE.sub("", part)
        for part in _DIVIDER.split(source)[:-1]
        if part not in ("", ".", "..") and ":" not in part
    )


def root(sources: Iterable[str]) -> int:
    """How many folders from the outermost in hold all ``sources``: they tell nothing of any of them."""
    paths = {folders(source) for source in sources}
    if not paths:
        return 0
    first, last = min(paths), max(paths)
    same = next((at for at, pair in enumerate(zip(first, last, strict=False)) if pair[0] != pair[1]), None)
    return min(len(first), len(last)) if same is None else same
