"""What the components leave on a ``Doc``: plain rows in ``doc.user_data``, which survive ``to_bytes`` and processes.

Rows are the fields of the values in ``report`` with decimals as strings. ``report_of`` makes the ``Report``.
"""

from bisect import bisect_right
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from spacy.tokens import Doc

from ..document import Block, Cell, Document, Place, Remark, Source, from_text
from ..language.tokenizer import TEXT_KEY
from ..report import Change, Initiative, Item, Metric, OutlineNode, Period, Placeholder, Report, Section

KEY = "zongjie"
_KINDS = {
    "outline": OutlineNode,
    "sections": Section,
    "items": Item,
    "placeholders": Placeholder,
    "initiatives": Initiative,
}


def attach(doc: Doc, document: Document) -> None:
    """Gives a fresh ``doc`` the blocks and source of the document that it was made from."""
    doc.user_data[KEY] = {
        "source": document.source,
        "blocks": document.blocks,
        "title": document.title,
        "remarks": document.remarks,
    }


def text_of(doc: Doc) -> str:
    """The text of ``doc``, kept because ``Doc.text`` is put together from the tokens at every look."""
    text = doc.user_data.get(TEXT_KEY)
    if text is None:
        text = doc.user_data[TEXT_KEY] = doc.text
    return str(text)


def record(doc: Doc) -> dict[str, Any]:
    """The record of ``doc``; one made from a bare text gets the blocks of a plain text file."""
    if KEY not in doc.user_data:
        attach(doc, from_text(text_of(doc), Source(name="-")))
    found: dict[str, Any] = doc.user_data[KEY]
    return found


def blocks_of(doc: Doc) -> list[Block]:
    """The blocks of the document that ``doc`` was made from."""
    return [_block(*row) for row in record(doc)["blocks"]]


def _block(start: int, end: int, kind: str, label: str | None, place: Any, level: int, bold: bool, *rest: Any) -> Block:
    cell, runs = rest
    where = None if cell is None else Cell(*cell)
    return Block(start, end, kind, label, Place(*place), level, bold, where, tuple(map(tuple, runs)))


def put(doc: Doc, name: str, values: Iterable[tuple]) -> None:
    """Stores ``values`` (of the type that ``name`` stands for) on ``doc``."""
    record(doc)[name] = list(values)


def get(doc: Doc, name: str) -> list:
    """The values that a component stored under ``name``; empty if it did not run."""
    rows = record(doc).get(name, ())
    if name == "metrics":
        return [_metric(row) for row in rows]
    kind = _KINDS[name]
    return [kind(*row) for row in rows]


def put_metrics(doc: Doc, metrics: Iterable[Metric]) -> None:
    """Stores metrics: their decimals travel as strings, which ``Doc.to_bytes`` can carry."""
    record(doc)["metrics"] = [
        (*m[:3], None if m.value is None else str(m.value), None if m.high is None else str(m.high), *m[5:])
        for m in metrics
    ]


def _metric(row: Any) -> Metric:
    value, high, change, period = row[3], row[4], row[15], row[16]
    return Metric._make(
        (
            *row[:3],
            None if value is None else Decimal(value),
            None if high is None else Decimal(high),
            *row[5:15],
            None if change is None else Change(*change),
            None if period is None else Period(*period),
            *row[17:],
        )
    )


def section_at(starts: list[int], sections: list[Section], position: int) -> int | None:
    """The index of the section that holds ``position``; ``starts`` are the sections' starts."""
    index = bisect_right(starts, position) - 1
    return index if index >= 0 and position < sections[index].end else None


def report_of(doc: Doc) -> Report:
    """The analysis of ``doc`` as frozen values (what ``doc._.zongjie`` gives)."""
    found = record(doc)
    return Report(
        source=Source(*found["source"]),
        title=found.get("title"),
        organization=found.get("organization"),
        year=found.get("year"),
        text=text_of(doc),
        blocks=tuple(blocks_of(doc)),
        outline=tuple(get(doc, "outline")),
        sections=tuple(get(doc, "sections")),
        items=tuple(get(doc, "items")),
        placeholders=tuple(get(doc, "placeholders")),
        metrics=tuple(get(doc, "metrics")),
        initiatives=tuple(get(doc, "initiatives")),
        remarks=tuple(Remark(*row) for row in found.get("remarks", ())),
    )
