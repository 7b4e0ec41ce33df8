"""The evidence of what was copied: a page for each pair of documents that share passages, side by side."""

import os
from collections.abc import Callable, Sequence
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, NamedTuple

from ..season import Submission
from ..writing.files import below
from .inputs import made, names
from .marking import record

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
    for one in map(Sharing._make, outputs.work.store.ask(_SQL, [result.run.number])):
        if not result.season.has(known[one.one]) or one.other in known and not known[one.other].counts:
            continue  # a draft that another one took the place of
        if frozenset(one[:2]) not in seen:
            found.append(one)
        seen.add(frozenset(one[:2]))
    return found[:MOST], len(found[MOST:])


def recorded(one: str, other: str) -> str:
    """What the page of a pair is known by among the files that ``made`` tells."""
    return f"雷同：{one} ↔ {other}"


def write_beside(folder: Path, outputs: "Outputs") -> None:
    """Writes a page for each of the pairs that share most to ``folder``, and drops those of earlier runs.

    A file in ``folder`` that no earlier run wrote stays as it is. Raises ``StoreError`` and ``WriteError``.
    """
    from ..writing.files import write_text
    from ..writing.html.beside import page
    from .batch_outputs import OVERVIEW

    ours, written = made(folder), _named(similar(outputs)[0], outputs, folder)
    known = {name: recorded(one.one, one.other) for name, one in written.items()}
    if not ours and not known:
        return
    record(folder, ours | known)  # before the first is there: a run that is killed knows them for its own
    side, overview = _sides(folder, outputs), _path(outputs.folder / OVERVIEW, folder)
    for name, one in written.items():
        write_text(folder / name, page(_pair(one, side, outputs), overview))
    for name in ours.keys() - known.keys():
        (folder / name).unlink(missing_ok=True)
    record(folder, known)


def _named(pairs: Sequence[Sharing], outputs: "Outputs", folder: Path) -> dict[str, Sharing]:
    """The pairs by the names of their pages, which are those of the marked copies of both."""
    sources = [one.source for one in outputs.result.documents]
    before = {one.source: one.year for one in outputs.result.before}
    called = dict(zip(sources, names(sources), strict=True))
    called |= {one: f"{name}（{before[one]}年）" for one, name in zip(before, names(list(before)), strict=True)}
    stems = names([f"{_end(called[one.one])} 与 {_end(called[one.other])}.html" for one in pairs])
    ours = made(folder)
    taken: dict[str, Sharing] = {}
    for one, stem in zip(pairs, stems, strict=True):
        name, number = f"{stem}.html", 1
        while name in taken or ((folder / name).exists() and name not in ours):
            number += 1
            name = f"{stem}_{number}.html"
        taken[name] = one
    return taken


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


def _pair(one: Sharing, side: Callable[[str], "Side"], outputs: "Outputs") -> "Pair":
    """What the page of ``one`` shows."""
    from ..writing.console import ROLES
    from ..writing.html.beside import Pair, Passage

    ask, result = outputs.work.store.ask, outputs.result
    keys = {each.source: key for each, key in result.before.items()}
    keys |= {each.source: each.key for each in result.documents}

    def part(source: str, start: int, end: int) -> str:
        """The part of a document that ``start:end`` stands in, "" for what goes through several."""
        roles = ask(_PARTS, [keys[source], end, start])
        return ROLES[roles[0][0]] if len(roles) == 1 else ""

    found = ask(_PASSAGES, [keys[one.one], result.run.number, one.one, one.other])
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
