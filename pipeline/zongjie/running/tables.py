"""The tables of a store, which users may ask with SQL of their own; columns are only ever added.

What is found in a file is kept once for all runs, by the file's content: ``analyses`` (one row for each), and by its
``analysis`` their ``sections``, ``items``, ``placeholders``, ``metrics`` and ``initiatives`` in the order of the text
(``number``, from 0). What one run makes of its files has its ``run``, and the ``document``'s number in it, from 0 in
the order of the sources: ``documents``, ``findings``, ``failures``, ``submissions``, ``absences`` and ``copies``.
``checks`` and ``marks`` keep the findings and the copies that need not be made again.
``runs`` tells when and of what a run was; ``state`` is running until its results are all written, then finished.

Offsets are code points into ``analyses.text``. A number of ``metrics`` is in ``value`` to reckon with, and exactly in
``value_exact``. The view ``figures`` joins what most questions need: each metric with run, unit and document. BLOBs are
for zongjie alone.
"""

from typing import TYPE_CHECKING

from ..kpi.table import Row
from ..report import Failure, Finding, Initiative, Item, Placeholder, Section
from ..season import Absence, Copy, Submission
from .columns import Column, columns

if TYPE_CHECKING:
    from collections.abc import Iterable

VERSION = 2  # of what stands here and of all that it is made of: raise it with any change

_RUN = [Column("run", "INTEGER")]
_DOCUMENT = [*_RUN, Column("document", "INTEGER")]
_PART = [Column("analysis", "VARCHAR"), Column("number", "INTEGER")]


def _columns(**named: str) -> list[Column]:
    return [Column(name, kind) for name, kind in named.items()]


# What is found in a file, by its content.
PARTS: dict[str, type] = {
    "sections": Section,
    "items": Item,
    "placeholders": Placeholder,
    "metrics": Row,
    "initiatives": Initiative,
}
# What one run makes of its files.
OF_RUN: dict[str, type] = {
    "findings": Finding,
    "failures": Failure,
    "submissions": Submission,
    "absences": Absence,
    "copies": Copy,
}
TABLES: dict[str, list[Column]] = {
    "runs": _columns(
        run="INTEGER", identity="VARCHAR", directory="VARCHAR", inputs="VARCHAR", settings="VARCHAR", year="INTEGER",
        version="VARCHAR", fingerprint="VARCHAR", state="VARCHAR", started="TIMESTAMP", finished="TIMESTAMP",
    ),
    "analyses": _columns(
        analysis="VARCHAR", sha256="VARCHAR", suffix="VARCHAR", fingerprint="VARCHAR", media_type="VARCHAR",
        encoding="VARCHAR", converter="VARCHAR", review="BOOLEAN", title="VARCHAR", organization="VARCHAR",
        year="INTEGER", characters="INTEGER", blocks="INTEGER", text="VARCHAR", report="BLOB", head="BLOB",
        sketch="BLOB",
    ),
    **{name: [*_PART, *columns(kind)] for name, kind in PARTS.items()},
    "checks": _columns(checked="VARCHAR", analysis="VARCHAR", findings="BLOB"),
    "marks": _columns(path="VARCHAR", made_of="VARCHAR", sha256="VARCHAR"),
    "documents": [
        *_DOCUMENT,
        *_columns(
            source="VARCHAR", sha256="VARCHAR", fingerprint="VARCHAR", analysis="VARCHAR", unit="VARCHAR",
            kind="VARCHAR", year="INTEGER", counts="BOOLEAN", title="VARCHAR", organization="VARCHAR",
            characters="INTEGER", copy="VARCHAR",
        ),
    ],
    "findings": [*_DOCUMENT, *columns(Finding)],
    "failures": [*_DOCUMENT, *_columns(sha256="VARCHAR"), *columns(Failure)],
    "submissions": [*_DOCUMENT, *columns(Submission)],
    "absences": [*_RUN, Column("number", "INTEGER"), *columns(Absence)],
    "copies": [*_DOCUMENT, *_columns(in_source="VARCHAR"), *columns(Copy)],
}  # fmt: skip
_KEYS = {"runs": "run", "analyses": "analysis", "checks": "checked", "marks": "path"}
_FIGURES = """CREATE VIEW figures AS
SELECT documents.run, documents.document, documents.unit, documents.kind AS document_kind, documents.year,
       documents.counts, documents.source, metrics.* EXCLUDE (analysis, source, organization, year)
FROM documents JOIN metrics USING (analysis)"""


def statements() -> "Iterable[str]":
    """The SQL that makes the tables."""
    for name, parts in TABLES.items():
        key = f", PRIMARY KEY ({_KEYS[name]})" if name in _KEYS else ""
        yield f"CREATE TABLE {name} ({', '.join(f'{one.name} {one.type}' for one in parts)}{key})"
    yield _FIGURES
    yield "CREATE TABLE layout (version INTEGER)"
