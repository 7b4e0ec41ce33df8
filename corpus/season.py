"""Composes a season of submissions with planted faults, and its key: ``python -m corpus.season OUT --seed 1``.

The same arguments give the same bytes on every machine.
"""

import argparse
import json
import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from . import across, bank, composing, demands, files, key
from .composing import KINDS
from .key import File
from .planting import DRAFT_PLANTERS, PLANTERS, Planter
from .text import Summary
from .wording import Subject, Unit, draw

YEAR = 2025
INBOX = "收件"
_FINAL = ("（终稿）", "（定稿）", "-终稿", "_最终版", "")
_DRAFTS = ("（初稿）", "（修改稿）", *(f"（修改稿{number}）" for number in range(2, 9)))


class Slot(NamedTuple):
    """What a unit owes for a year: ``versions`` of one kind of document."""

    unit: Unit
    kind: str
    year: int
    versions: int


def main(arguments: list[str] | None = None) -> int:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m corpus.season", description="合成一季总结，带答案")
    parser.add_argument("out", type=Path)
    parser.add_argument("--documents", type=int, default=1000)
    parser.add_argument("--units", type=int, default=60)
    parser.add_argument("--years", type=int, default=2)
    parser.add_argument("--seed", default="1")
    parser.add_argument("--rtf", type=int, default=0, help="so many files as RTF, which LibreOffice reads slowly")
    given = parser.parse_args(arguments)
    if (given.out / "key.json").exists():
        parser.error(f"{given.out} already holds a season")
    season = make(given.documents, given.units, given.years, given.seed, given.rtf)
    write(given.out, season)
    sys.stdout.write(f"{len(season['files'])} files, {len(season['key']['absences'])} absences → {given.out}\n")
    return 0


def make(documents: int, units: int, years: int, seed: str, rtf: int = 0) -> dict[str, Any]:
    """The season: ``files`` (path → bytes, archives not yet packed), ``key``, ``profile`` and ``roster``."""
    stock = bank.load()
    people = composing.units(stock, units)
    slots = _slots(people, documents, years, Random(f"slots {seed}"))
    values = {unit.name: _values(stock, unit, years, seed) for unit in people}
    summaries, taken = [], set[str]()
    for slot in slots:
        subject = Subject(
            slot.unit, slot.kind, slot.year, values[slot.unit.name][slot.year], values[slot.unit.name][slot.year - 1]
        )
        random = Random(f"summary {seed} {slot.unit.name} {slot.kind} {slot.year}")
        summary = composing.compose(stock, subject, random, taken)
        form = random.choice(files.FORMATS)
        summary.automatic &= form in files.AUTOMATIC
        summary.tables, summary.stars = form in files.TABLES, form != "md"
        if not summary.tables:
            summary.paras = [para for para in summary.paras if not para.rows]
        summaries.append((slot, summary, form))
    random = Random(f"faults {seed}")
    pairs = across.plant([summary for _, summary, _ in summaries], people, stock.tales, random)
    _plant([summary for _, summary, _ in summaries], random, stock)
    submissions = [
        file
        for slot, summary, form in summaries
        for file in _versions(slot, summary, form, Random(f"files {seed} {slot}"), stock)
    ]
    submissions = _as_rtf(submissions, rtf)
    hostile = _hostile(submissions, random)
    counted = [file.summary for file in submissions if file.counts and file.summary.year == YEAR]
    answers = {
        "schema": "zongjie.season-key/1",
        "seed": seed,
        "year": YEAR,
        "years": years,
        "units": [unit._asdict() for unit in people],
        "kinds": list(KINDS),
        "absences": key.absences(people, {(slot.unit.name, slot.kind, slot.year) for slot in slots}, YEAR),
        "pairs": pairs,
        "demanded": key.totals(counted, set(stock.common["demanded"])),
        "totals": key.totals(counted),
        "files": key.entries(submissions, {path: kind for path, (kind, _) in hostile.items()}),
    }
    data = {file.path: file.data for file in submissions} | {path: content for path, (_, content) in hostile.items()}
    return {"files": data, "key": answers, "profile": demands.profile(stock, YEAR), "roster": people}


def _slots(people: list[Unit], documents: int, years: int, random: Random) -> list[Slot]:
    """Who hands in what, how often; a twentieth of what this year owes is not handed in."""
    owed = [(unit, kind, YEAR - back) for back in range(years) for unit in people for kind in KINDS]
    this_year = [one for one in owed if one[2] == YEAR]
    absent = random.sample(this_year, max(1, len(this_year) // 20))
    owed = [one for one in owed if one not in absent]
    room = documents - max(3, min(8, documents // 100))  # what hostile files leave
    each, more = divmod(max(room, len(owed)), len(owed))
    extra = set(random.sample(range(len(owed)), more))
    return [Slot(*one, versions=each + (index in extra)) for index, one in enumerate(owed)]


def _values(stock: bank.Bank, unit: Unit, years: int, seed: str) -> dict[int, dict[str, Decimal]]:
    """The demanded figures of a unit by year, from the year before the first on; they change by up to a fifth."""
    random = Random(f"values {seed} {unit.name}")
    values: dict[int, dict[str, Decimal]] = {}
    for year in range(YEAR - years, YEAR + 1):
        now: dict[str, Decimal] = {}
        for name, table in stock.common["demanded"].items():
            low, high = Decimal(str(table["low"])), Decimal(str(table["high"]))
            places = 1 if low % 1 else 0
            if year - 1 in values:
                grown = values[year - 1][name] * random.randint(85, 120) / 100
                now[name] = min(max(grown, low), high).quantize(Decimal(10) ** -places)
            else:
                now[name] = draw(random, low, high, places)
        values[year] = now
    return values


def _plant(summaries: list[Summary], random: Random, stock: bank.Bank) -> None:
    """Plants faults into about half of the summaries, each kind about as often as every other."""
    order = random.sample(summaries, len(summaries))
    faulty = order[: len(order) * 11 // 20]
    queue = list(PLANTERS)
    for summary in faulty:
        if summary.faults:
            continue
        done: set[Planter] = set()
        for _ in range(random.choice((1, 2, 2, 3))):
            for planter in [one for one in queue if one not in done]:  # who finds no place stays in front
                if fault := planter(summary, random, stock):
                    summary.faults.append(fault)
                    queue.remove(planter)
                    queue.append(planter)
                    done.add(planter)
                    break


def _versions(slot: Slot, final: Summary, form: str, random: Random, stock: bank.Bank) -> Iterator[File]:
    """The drafts and what counts, each a file; a draft has the faults of the end and blanks besides."""
    names = (slot.unit.name, *slot.unit.aliases)
    base = random.choice(("{u}{y}年{k}", "{y}年{k}-{u}", "{u}{k}{y}", "{y}年{k}（{u}）"))
    kind = slot.kind if base.startswith("{u}{k}") else slot.kind.removeprefix("年")
    name = base.format(u=random.choice(names), y=slot.year, k=kind)
    zipped = random.random() < 0.03
    folder = (
        f"{slot.year}年批次.zip"
        if zipped
        else random.choice((f"{slot.year}年", f"{slot.year}年/{slot.unit.name}", f"{slot.year}年/{slot.kind}"))
    )
    drafts = list(_DRAFTS[: slot.versions - 1])
    end = random.choice(_FINAL[:-1]) if drafts else random.choice(_FINAL)
    for version in (*drafts, end):
        counts = version is end
        summary = final if counts else final.copy()
        if not counts:
            summary.faults = [
                fault._replace(optional=fault.optional or fault.rule.startswith("ZJ5")) for fault in summary.faults
            ]
            for planter in random.choices(DRAFT_PLANTERS, k=random.randint(0, 3)):
                if fault := planter(summary, random, stock):
                    summary.faults.append(fault)
        path = f"{INBOX}/{folder}/{name}{version}.{files.suffix(form)}"
        yield File(path, summary, version.strip("（）-_"), counts, form, files.render(summary, form))


def _as_rtf(submissions: list[File], count: int) -> list[File]:
    """Turns ``count`` of the plain texts into RTF."""
    chosen = [file for file in submissions if file.form == "txt" and ".zip/" not in file.path][:count]
    changed = {
        file.path: file._replace(
            path=file.path.removesuffix("txt") + "rtf", form="rtf", data=files.render(file.summary, "rtf")
        )
        for file in chosen
    }
    return [changed.get(file.path, file) for file in submissions]


def _hostile(submissions: list[File], random: Random) -> dict[str, tuple[str, bytes]]:
    good = next(file.data for file in submissions if file.form == "docx")
    made = files.hostile(random, good)
    count = max(3, min(8, len(submissions) // 100))
    return {f"{INBOX}/其他/{name}": (name.partition(".")[0], data) for name, data in list(made.items())[:count]}


def write(out: Path, season: dict[str, Any]) -> None:
    """Writes the submissions, the roster, the profile and the key into ``out``."""
    archives: dict[str, dict[str, bytes]] = {}
    for path, data in season["files"].items():
        before, inside, member = path.partition(".zip/")
        if inside:
            archives.setdefault(f"{before}.zip", {})[member] = data
            continue
        target = out / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    for path, members in archives.items():
        (out / path).parent.mkdir(parents=True, exist_ok=True)
        (out / path).write_bytes(files.archive(members))
    demands.roster(out / "名单.xlsx", season["roster"])
    (out / "要求.toml").write_text(season["profile"], "utf-8")
    answers = json.dumps(season["key"], ensure_ascii=False, indent=1)
    (out / "key.json").write_text(answers + "\n", "utf-8")


if __name__ == "__main__":
    sys.exit(main())


if __name__ == "__main__":
    sys.exit(main())
