"""Composes single summaries without faults, each with its key: ``python -m corpus.compose OUT --documents 100``.

NAME.txt and NAME.json are in the form of ``samples``. The same arguments give the same bytes on every machine.
"""

import argparse
import json
import sys
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

from . import unheaded
from .answers import keyed
from .bank import Bank, load
from .composing import ANNUAL, PARTY, Composer, units
from .planting import DRAFT_PLANTERS
from .splits import SPLITS
from .text import Para, Piece, Summary, number
from .wording import Subject, Unit

_MASKED = 0.35  # the share of documents with blanks
_LATEST = 2026


def main(arguments: list[str] | None = None) -> int:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m corpus.compose", description="合成单篇总结，带答案")
    parser.add_argument("out", type=Path)
    parser.add_argument("--documents", type=int, default=100)
    parser.add_argument("--seed", default="1")
    parser.add_argument("--split", choices=SPLITS, help="only fragments of this split; all if not given")
    parser.add_argument("--unheaded", type=float, default=0.5, metavar="SHARE", help="with few or no headings")
    given = parser.parse_args(arguments)
    if given.documents < 1 or not 0 <= given.unheaded <= 1:
        parser.error("--documents is at least 1, --unheaded lies between 0 and 1")
    if given.out.exists() and any(given.out.iterdir()):
        parser.error(f"{given.out} is not empty")
    given.out.mkdir(parents=True, exist_ok=True)
    for name, (text, key) in make(given.documents, given.seed, given.split, given.unheaded).items():
        (given.out / f"{name}.txt").write_text(text, "utf-8")
        (given.out / f"{name}.json").write_text(json.dumps(key, ensure_ascii=False, indent=1) + "\n", "utf-8")
    sys.stdout.write(f"{given.documents} summaries → {given.out}\n")
    return 0


def make(
    documents: int, seed: str, split: str | None = None, share: float = 0.5
) -> dict[str, tuple[str, dict[str, Any]]]:
    """Name → text and key of ``documents`` summaries, ``share`` of them loosened (see ``unheaded``)."""
    stock = load(split)
    people = units(stock, sum(len(table["units"]) for table in stock.units.values()))
    made = {}
    for index in range(documents):
        loose = int((index + 1) * share) > int(index * share)
        random = Random(f"single {seed} {split} {index}")
        name = f"{split or 'all'}-{index + 1:05}"
        text, key = _one(stock, people, random, loose)
        made[name] = (text, {"doc": f"{name}.txt", "split": split or "", **key})
    return made


def _one(stock: Bank, people: list[Unit], random: Random, loose: bool) -> tuple[str, dict[str, Any]]:
    kind = random.choice((ANNUAL, ANNUAL, ANNUAL, PARTY))
    subject = Subject(random.choice(people), kind, _LATEST - random.randint(1, 10), {}, {})
    composer = Composer(stock, subject, random, set())
    summary = composer.summary()
    unheaded.renumber(summary.paras, random)
    if loose:
        summary.paras = unheaded.loosen(composer, summary.paras)
    _round(summary.paras, random)
    number(summary.paras, summary.style)
    if random.random() < _MASKED:
        _mask(summary, random, stock)
    return keyed(summary, random.choice(("", "　　")), random.choice(("\n", "\n", "\n\n")))


def _round(paras: list[Para], random: Random) -> None:
    """Says some figures less exactly: 160余次, 近160次."""
    for para in paras:
        if any(piece.figure and piece.figure.place != "total" for piece in para.pieces):
            continue
        for before, piece in zip(list(para.pieces), list(para.pieces)[1:], strict=False):
            figure = piece.figure
            if not figure or figure.kind != "actual" or random.random() > 0.12:
                continue
            value = figure.value or Decimal(0)
            if figure.unit != figure.unit_text or figure.unit == "%" or value % 1 or value < 20:
                continue
            figure.value = value // 10 * 10
            if before.text == figure.indicator and random.random() < 0.4:
                before.text += random.choice(("近", "约", "超过"))
                piece.text = f"{figure.value}{figure.unit}"
            else:
                piece.text = f"{figure.value}余{figure.unit}"


def _mask(summary: Summary, random: Random, stock: Bank) -> None:
    """Leaves some figures, names and dates open, of plans as well."""
    for planter in random.choices(DRAFT_PLANTERS, k=random.randint(1, 6)):
        planter(summary, random, stock)
    targets = [one for para in summary.paras for one in para.pieces if one.figure and one.figure.kind == "target"]
    if targets and random.random() < 0.4:
        _open(random.choice(targets), random)


def _open(piece: Piece, random: Random) -> None:
    assert piece.figure
    piece.figure.value = None
    piece.text = random.choice(("XX", "××", "____", "**")) + piece.figure.unit_text


if __name__ == "__main__":
    sys.exit(main())
