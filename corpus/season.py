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

from . import across, bank, composing, files
from .composing import KINDS, Subject, Unit
from .planting import DRAFT_PLANTERS, PLANTERS
from .text import Summary

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


class File(NamedTuple):
    """One submission; ``path`` is relative to the season's folder, of a member of a ZIP it is ZIP/member."""

    path: str
    summary: Summary
    version: str
    counts: bool
    form: str
    data: bytes


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
    summaries = []
    for slot in slots:
        subject = Subject(
            slot.unit, slot.kind, slot.year, values[slot.unit.name][slot.year], values[slot.unit.name][slot.year - 1]
        )
        random = Random(f"summary {seed} {slot.unit.name} {slot.kind} {slot.year}")
        summary = composing.compose(stock, subject, random)
        form = random.choice(files.FORMATS)
        summary.automatic &= form in files.AUTOMATIC
        summary.tables, summary.stars = form in files.TABLES, form != "md"
        if not summary.tables:
            summary.paras = [para for para in summary.paras if not para.rows]
        summaries.append((slot, summary, form))
    random = Random(f"faults {seed}")
    pairs = across.plant([summary for _, summary, _ in summaries], people, random)
    _plant([summary for _, summary, _ in summaries], random, stock)
    submissions = [
        file
        for slot, summary, form in summaries
        for file in _versions(slot, summary, form, Random(f"files {seed} {slot}"), stock)
    ]
    submissions = _as_rtf(submissions, rtf)
    hostile = _hostile(submissions, random)
    key = _key(stock, people, slots, submissions, hostile, pairs, years, seed)
    data = {file.path: file.data for file in submissions} | {path: content for path, (_, content) in hostile.items()}
    return {"files": data, "key": key, "profile": _profile(stock), "roster": people}


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
                now[name] = composing.draw(random, low, high, places)
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
        for _ in range(random.choice((1, 2, 2, 3))):
            for planter in list(queue):  # who finds no place stays in front
                if fault := planter(summary, random, stock):
                    summary.faults.append(fault)
                    queue.remove(planter)
                    queue.append(planter)
                    break


def _versions(slot: Slot, final: Summary, form: str, random: Random, stock: bank.Bank) -> Iterator[File]:
    """The drafts and what counts, each a file; a draft has the faults of the end and blanks besides."""
    names = (slot.unit.name, *slot.unit.aliases)
    base = random.choice(("{u}{y}年{k}", "{y}年度{k}-{u}", "{u}{k}{y}", "{y}年{k}（{u}）"))
    name = base.format(u=random.choice(names), y=slot.year, k=slot.kind)
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
            for planter in random.choices(DRAFT_PLANTERS, k=random.randint(1, 3)):
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


def _profile(stock: bank.Bank) -> str:
    """What this collection demands, as TOML."""
    lines = [
        f"year = {YEAR}",
        "",
        "[roster]",
        'file = "名单.xlsx"',
        "",
        "[sections]",
        'required = ["achievements", "problems", "plans"]',
        "",
    ]
    lines += [
        "[lengths]",
        "document = 700",
        "",
        "[letters]",
        'issuer = "云岭县委办公室"',
        f'deadline = "{YEAR + 1}年1月20日"',
        "",
    ]
    for kind in KINDS:
        lines += [
            "[[documents]]",
            f'name = "{kind}"',
            f'words = ["{kind}", "{kind[:2] if kind[0] == "党" else kind[2:]}"]',
            "",
        ]
    for name, table in stock.common["demanded"].items():
        synonyms = ", ".join(f'"{one}"' for one in table["wordings"] if one != name)
        lines += ["[[indicators]]", f'name = "{name}"', f"synonyms = [{synonyms}]", f'unit = "{table["unit"]}"']
        lines += ["minimum = 1", f"maximum = {int(table['high'] * 3)}", "required = true", ""]
    return "\n".join(lines)


def _key(
    stock: bank.Bank,
    people: list[Unit],
    slots: list[Slot],
    submissions: list[File],
    hostile: dict[str, tuple[str, bytes]],
    pairs: list[dict[str, Any]],
    years: int,
    seed: str,
) -> dict[str, Any]:
    entries = [_entry(file) for file in submissions]
    entries += [
        {
            "path": path,
            "unit": None,
            "kind": "",
            "year": None,
            "version": "",
            "counts": False,
            "hostile": kind,
            "faults": [],
            "metrics": [],
        }
        for path, (kind, _) in hostile.items()
    ]
    handed = {(slot.unit.name, slot.kind, slot.year) for slot in slots}
    absences = [
        {"unit": unit.name, "kind": kind, "year": YEAR}
        for unit in people
        for kind in KINDS
        if (unit.name, kind, YEAR) not in handed
    ]
    counted = [file.summary for file in submissions if file.counts and file.summary.year == YEAR]
    return {
        "schema": "zongjie.season-key/1",
        "seed": seed,
        "year": YEAR,
        "years": years,
        "units": [{"name": unit.name, "aliases": unit.aliases, "kind": unit.kind} for unit in people],
        "kinds": list(KINDS),
        "absences": absences,
        "pairs": pairs,
        "demanded": totals(counted, set(stock.common["demanded"])),
        "totals": totals(counted, None),
        "files": sorted(entries, key=lambda one: one["path"]),
    }


def _entry(file: File) -> dict[str, Any]:
    summary = file.summary
    metrics = [
        {
            "name": figure.name,
            "indicator": figure.indicator,
            "value": None if figure.value is None else _number(figure.value),
            "unit": figure.unit,
            "unit_text": figure.unit_text,
            "status": "missing" if figure.value is None else "reported",
            "kind": figure.kind,
            "place": figure.place,
        }
        for figure in summary.figures()
    ]
    return {
        "path": file.path,
        "unit": summary.unit,
        "kind": summary.kind,
        "year": summary.year,
        "version": file.version,
        "counts": file.counts,
        "hostile": None,
        "faults": [fault.key() for fault in summary.faults],
        "metrics": metrics,
    }


def totals(summaries: list[Summary], names: set[str] | None) -> dict[str, Any]:
    """For each indicator: its unit, the sum, the value of each unit; what a fault makes doubtful is in ``doubtful``.

    Figures that both documents of a unit report, with the same value, count once.
    """
    sums: dict[str, dict[str, Any]] = {}
    for summary in summaries:
        for figure in summary.figures():
            if figure.kind != "actual" or figure.place not in ("total", "to") or (names and figure.name not in names):
                continue
            row = sums.setdefault(figure.name, {"unit": figure.unit, "total": 0, "units": {}, "doubtful": []})
            if figure.name in summary.changed or figure.value is None:
                row["doubtful"] = sorted({*row["doubtful"], summary.unit})
            elif figure.unit == row["unit"]:
                row["units"][summary.unit] = _number(figure.value)
    for row in sums.values():
        row["total"] = _number(sum((Decimal(str(one)) for one in row["units"].values()), Decimal(0)))
    return dict(sorted(sums.items()))


def _number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)


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
    _roster(out / "名单.xlsx", season["roster"])
    (out / "要求.toml").write_text(season["profile"], "utf-8")
    key = json.dumps(season["key"], ensure_ascii=False, indent=1)
    (out / "key.json").write_text(key + "\n", "utf-8")


def _roster(path: Path, people: list[Unit]) -> None:
    import datetime

    import xlsxwriter

    with xlsxwriter.Workbook(path) as book:
        book.set_properties({"created": datetime.datetime(2026, 1, 5, 9)})
        sheet = book.add_worksheet("名单")
        sheet.write_row(0, 0, ("单位", "别名"))
        for row, unit in enumerate(people, 1):
            sheet.write_row(row, 0, (unit.name, "、".join(unit.aliases)))


if __name__ == "__main__":
    sys.exit(main())
