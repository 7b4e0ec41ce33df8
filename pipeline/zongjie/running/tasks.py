"""What a batch does with each document in a child process: first analyse it, later, with all known, check and mark."""

import os
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from ..checks.baseline import Accepted
from ..errors import DocumentError
from ..report import Failure, Finding, Report
from ..season import Around
from ..settings import Settings
from .columns import cells
from .packing import pack, unpack


class Analysed(NamedTuple):
    """What a store keeps of one document: the cells of its row in each table, by the table's name."""

    sha256: str
    key: str
    rows: dict[str, list[list[Any]]]


class Task(NamedTuple):
    """A document to be checked, or (``findings`` are known) only marked, or (no ``target``) only checked.

    ``report`` and ``findings`` (``Kept``) are packed; ``source`` and ``sha256`` tell the file that it is now;
    ``accepted`` is what a baseline accepts of it, and how often.
    """

    source: str
    sha256: str
    report: bytes
    around: Around
    findings: bytes | None
    target: Path | None
    accepted: tuple[tuple[Accepted, int], ...] = ()


class Kept(NamedTuple):
    """What a check found in a document: the ``findings``, and those that a baseline ``accepted``."""

    findings: tuple[Finding, ...] = ()
    accepted: tuple[Accepted, ...] = ()


class Checked(NamedTuple):
    """The packed ``Kept``; ``failure`` says why the document was not marked; ``marked`` is the digest of its copy.

    ``refused`` is the message where the copy could not be written.
    """

    findings: bytes
    failure: Failure | None = None
    marked: str | None = None
    refused: str = ""


def key_of(digest: str, name: str, fingerprint: str) -> str:
    """What an analysis is known by: the content, the extension (which tells some kinds) and what analyses it."""
    suffix = os.path.splitext(name)[1].lower()
    return sha256(f"{digest} {suffix} {fingerprint}".encode("utf-8", "surrogatepass")).hexdigest()[:32]


def look(source: str | bytes, settings: Settings, *, fingerprint: str) -> Analysed | Failure:
    """Analyses ``source``: all that is kept of it depends on its content alone, not on its name."""
    from ..collecting.heads import head
    from ..collecting.resemblance import sketch
    from ..kpi.table import rows
    from .analyze import attempt  # brings spaCy, which only children need

    report = attempt(source, settings)
    if isinstance(report, Failure):
        return report
    name, digest = report.source.name, report.source.sha256
    key = key_of(digest, name, fingerprint)
    packed_head, sketched = pack(head(report)), sketch(report)
    report = report._replace(source=report.source._replace(name=""))
    own = [digest, os.path.splitext(name)[1].lower(), fingerprint, *report.source[1:2], *report.source[3:]]
    known = [report.title, report.organization, report.year, len(report.text), len(report.blocks), report.text]
    parts = {
        "sections": report.sections,
        "items": report.items,
        "placeholders": report.placeholders,
        "metrics": rows([report]),
        "initiatives": report.initiatives,
    }
    found: dict[str, list[list[Any]]] = {
        table: [[key, number, *cells(one)] for number, one in enumerate(values)] for table, values in parts.items()
    }
    found["analyses"] = [[key, *own, *known, pack(report), packed_head, sketched]]
    return Analysed(digest, key, found)


def finish(task: Task, settings: Settings) -> Checked:
    """Checks a document in the light of the others, and writes its marked copy."""
    from ..checks import check
    from ..checks.baseline import held_back
    from ..writing.files import WriteError, write_bytes
    from .marking import copy_of

    report = unpack(Report, task.report)
    report = report._replace(source=report.source._replace(name=task.source, sha256=task.sha256))
    if task.findings is None:
        findings, used = held_back(report, check(report, settings, task.around), dict(task.accepted))
        packed = pack(Kept(tuple(findings), tuple(sorted(used.elements()))))
    else:
        packed = task.findings
        findings = [renamed(one, task.source) for one in unpack(Kept, packed).findings]
    if task.target is None:
        return Checked(packed)
    try:
        data = copy_of(report, findings)
        write_bytes(task.target, data)
    except DocumentError as error:
        return Checked(packed, error.failure(task.source))
    except WriteError as error:
        return Checked(packed, refused=str(error))
    return Checked(packed, marked=sha256(data).hexdigest())


def renamed(finding: Finding, source: str) -> Finding:
    """A finding of a document that is called ``source`` now."""
    before = finding.source
    related = tuple(one._replace(source=source) if one.source == before else one for one in finding.related)
    return finding._replace(source=source, related=related)
