"""The evidence of what was copied: a page for each pair of documents that share passages, side by side."""

import os
from collections.abc import Callable, Mapping
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, NamedTuple

from ..season import Submission
from ..writing.files import below
from .batch_folder import OVERVIEW, free, take_over
from .inputs import names

if TYPE_CHECKING:
    from ..writing.html.beside import Pair, Side
    from .batch_outputs import Outputs

MOST = 200  # pairs, those that share most: so many are listed and have a page
_LONGEST = 30_000  # characters of either document that a page shows
_NAME = 95  # bytes of the name of each document in that of a page
_SQL = """SELECT in_source, source, count(*), sum(end_at - start_at), max(similarity),
    first(left(other_text, 200) ORDER BY end_at - start_at DESC, start_at, other_start_at, other_text)
    FROM copies WHERE run = ? GROUP BY ALL ORDER BY 4 DESC, 1, 2"""
_PASSAGES = """SELECT start_at, end_at, other_start_at, other_end_at,
    substring(text, start_at + 1, end_at - start_at), other_text, similarity
    FROM copies JOIN analyses ON analysis = ? WHERE run = ? AND in_source = ? AND source = ?
    ORDER BY start_at, end_at, other_start_at, other_end_at"""
_PARTS = "SELECT DISTINCT role FROM sections WHERE analysis = ? AND start_at < ? AND end_at > ?"


class Sharing(NamedTuple):
    """A document of the season's year and one that has passages of it as well: how many, how many characters of it.

    ``similarity`` is that of the passage most alike, ``text`` the beginning of the longest.
    """

    one: str
    other: str
    passages: int
    characters: int
    similarity: float
    text: str


def similar(outputs: "Outputs") -> tuple[list[Sharing], int]:
    """The pairs of documents that share most, each once, that most first, without drafts; and how many more share."""
    result = outputs.result
    known = result.submissions
    seen: set[frozenset[str]] = set()
    found = []
    for one in map(Sharing._make, outputs.store.ask(_SQL, [result.run.number])):
        if not result.season.has(known[one.one]) or one.other in known and not known[one.other].counts:
            continue  # a draft that another one took the place of
        if frozenset(one[:2]) not in seen:
            found.append(one)
        seen.add(frozenset(one[:2]))
    return found[:MOST], len(found[MOST:])


def recorded(one: str, other: str) -> str:
    """What the page of a pair is known by among the files that ``made`` tells."""
    return f"雷同：{one} ↔ {other}"


def planned(folder: Path, outputs: "Outputs") -> dict[str, Sharing]:
    """The pairs that share most by the names of their pages in ``folder``, those of the marked copies of both.

    Drops pages of earlier runs; a file that none of them wrote stays. Raises ``StoreError`` and ``WriteError``.
    """
    result = outputs.result
    sources = [one.source for one in result.documents]
    before = {one.source: one.year for one in result.before}
    called = dict(zip(sources, names(sources), strict=True))
    called |= {one: f"{name}（{before[one]}年）" for one, name in zip(before, names(list(before)), strict=True)}
    pairs = similar(outputs)[0]
    stems = names([f"{_end(called[one.one])} 与 {_end(called[one.other])}.html" for one in pairs])
    pages = dict(zip(free(folder, [f"{stem}.html" for stem in stems]), pairs, strict=True))
    take_over(folder, {name: recorded(one.one, one.other) for name, one in pages.items()})
    return pages


def write_beside(folder: Path, pages: Mapping[str, Sharing], outputs: "Outputs") -> None:
    """Writes these ``pages`` to ``folder``. Raises ``StoreError`` and ``WriteError``."""
    from ..writing.files import write_text
    from ..writing.html.beside import page

    side, overview = _sides(folder, outputs), _path(outputs.folder / OVERVIEW, folder)
    keys = {one.source: key for one, key in outputs.result.before.items()}
    keys |= {one.source: one.key for one in outputs.result.documents}
    for name, one in pages.items():
        write_text(folder / name, page(_pair(one, side, keys, outputs), overview))


def _end(name: str) -> str:
    """The end of a long name, which tells most."""
    return name.encode()[-_NAME:].decode("utf-8", "ignore")


def _sides(folder: Path, outputs: "Outputs") -> Callable[[str], "Side"]:
    """What tells whose a source is, and where its marked copy lies from ``folder``."""
    from ..writing.html.beside import Side

    result = outputs.result
    called = below(one.source for one in result.documents)
    known = dict(result.submissions) | {one.source: one for one in result.before}

    def side(source: str) -> Side:
        copy = result.marked.get(source)
        return Side(_whose(known[source]), called(source), _path(copy, folder) if copy else "")

    return side


def _whose(one: Submission) -> str:
    if one.unit is None:
        return PurePath(one.source).name
    return " · ".join(part for part in (one.unit, f"{one.year} 年" if one.year else "", one.kind) if part)


def _path(target: Path, folder: Path) -> str:
    return Path(os.path.relpath(target, folder)).as_posix()


def _pair(one: Sharing, side: Callable[[str], "Side"], keys: Mapping[str, str], outputs: "Outputs") -> "Pair":
    """What the page of ``one`` shows; ``keys`` are those of the analyses by source."""
    from ..writing.console import ROLES
    from ..writing.html.beside import Pair, Passage

    ask, run = outputs.store.ask, outputs.result.run.number

    def part(source: str, start: int, end: int) -> str:
        """The part of a document that ``start:end`` stands in, "" for what goes through several."""
        roles = ask(_PARTS, [keys[source], end, start])
        return ROLES[roles[0][0]] if len(roles) == 1 else ""

    found = ask(_PASSAGES, [keys[one.one], run, one.one, one.other])
    passages: list[Passage] = []
    room, left = _LONGEST, 0
    for start, end, other_start, other_end, text, other_text, similarity in found:
        length = max(len(text), len(other_text))
        if passages and length > room:
            left += 1
            continue
        parts = part(one.one, start, end), part(one.other, other_start, other_end)
        cut = max(0, len(text) - room)
        passages.append(Passage(text[:room], other_text[:room], similarity, parts, cut))
        room -= length
    return Pair((side(one.one), side(one.other)), passages, one.characters, left)
