"""Marked copies of documents: what they are made of, what they are called, and which of them are ours to replace."""

from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path

from ..document import Source
from ..errors import DocumentError
from ..reading import DOCX, READERS, data_of, word_package
from ..report import Finding, Report
from .inputs import RESULTS, made, names

_CONVERTED = "（转换稿）"


class Names:
    """What the copies in ``folder`` of ``sources`` are called.

    ``made`` tells which file there was made of which source, those of earlier runs included.
    """

    def __init__(self, folder: Path, sources: Sequence[str]) -> None:
        self.folder = folder
        self.made = made(folder)
        self._names = dict(zip(sources, names(sources), strict=True))
        self._taken: set[str] = set()

    def path(self, source: str, suffix: str) -> Path:
        """Where the copy of ``source`` goes: never in the place of a file that is not an earlier copy of it."""
        stem, number = self._names.get(source, "stdin"), 1
        name, origin = f"{stem}{suffix}", str(Path(source).resolve())
        while name.casefold() in self._taken or ((self.folder / name).exists() and self.made.get(name) != origin):
            number += 1
            name = f"{stem}_{number}{suffix}"
        self._taken.add(name.casefold())
        self.made[name] = origin
        return self.folder / name

    def record(self) -> None:
        """Records which copy is whose: a later run replaces its own copies, and walks over folders pass them by."""
        record(self.folder, self.made)


def record(folder: Path, files: Mapping[str, str]) -> None:
    """Records what ``made`` will find. Raises ``WriteError``."""
    from ..writing.files import write_text
    from ..writing.json import document

    write_text(folder / RESULTS, document(dict(sorted(files.items()))))


def suffix_of(source: Source) -> str:
    """How the name of the copy of ``source`` ends: a Word file's own, that of a converted one, else a page's."""
    kinds = {media for module, media in READERS.values() if module == "office"}
    if source.name == "-" or source.media_type not in {DOCX, *kinds}:
        return ".html"
    return f"{_CONVERTED}.docx" if source.converter else ".docx"


def copy_of(report: Report, findings: Sequence[Finding]) -> bytes:
    """The marked copy: the document's own Word file, or a page to look at for other kinds. Raises ``DocumentError``."""
    from ..checks import RULES

    data = package(report)
    if data is None:
        from ..writing import html

        return html.page(report, findings, RULES).encode("utf-8")
    from ..writing.word.annotate import annotate

    remedies = {rule.id: rule.remedy for rule in RULES.values()}
    return annotate(data, findings, remedies, converter=report.source.converter)


def package(report: Report) -> bytes | None:
    """The Word package that ``report`` was made from, None if there is none. Raises ``DocumentError``."""
    if report.source.name == "-":
        return None
    try:
        data = data_of(report.source.name)
    except DocumentError as error:
        raise DocumentError("changed") from error
    if sha256(data).hexdigest() != report.source.sha256:
        raise DocumentError("changed")
    return word_package(data, report.source)
