"""What ``check`` gives back besides its findings: marked copies of the documents, and a sheet of their blanks."""

from collections.abc import Sequence
from pathlib import Path

import typer

from ..errors import DocumentError
from ..report import Failure, Finding, Report
from .terminal import complain, note

_CONVERTED = "（转换稿）"


class Copies:
    """Writes a marked copy of each document to ``folder``: its own Word file, or a page to look at for other kinds.

    ``sources`` are all documents of the command; none of them may stand in ``folder``.
    """

    def __init__(self, folder: Path, sources: Sequence[str]) -> None:
        from ..running.inputs import names

        inside = [one for one in sources if Path(one).resolve().parent == folder.resolve()]
        if inside:
            raise typer.BadParameter(
                f"标注稿不能和原件放在一起（{inside[0]}），请换一个文件夹", param_hint="--annotate"
            )
        self._folder = folder
        self._made = _made(folder)
        self._names = dict(zip(sources, names(sources), strict=True))
        self._taken: set[str] = set()
        self.written = 0

    def add(self, report: Report, findings: Sequence[Finding]) -> Failure | None:
        """Writes the copy of one document; where that cannot be done stderr says so, and the reason comes back."""
        from ..checks import RULES
        from ..writing.files import write_bytes

        source = report.source.name
        try:
            data = _package(report)
            if data is None:
                from ..writing import html

                html.write(self._path(source, ".html"), report, findings, RULES)
            else:
                from ..writing.word.annotate import annotate

                remedies = {rule.id: rule.remedy for rule in RULES.values()}
                marked = annotate(data, findings, remedies, converter=report.source.converter)
                suffix = f"{_CONVERTED}.docx" if report.source.converter else ".docx"
                write_bytes(self._path(source, suffix), marked)
        except DocumentError as error:
            failure = error.failure(source)
            complain(failure)
            return failure
        self.written += 1
        return None

    def end(self) -> None:
        """Records which copy is whose: a later run replaces its own copies, and walks over folders pass them by."""
        from ..running.inputs import RESULTS
        from ..writing import json
        from ..writing.files import write_text

        write_text(self._folder / RESULTS, json.document(dict(sorted(self._made.items()))))
        note(f"已写出 {self.written} 份标注稿到 {self._folder}")

    def _path(self, source: str, suffix: str) -> Path:
        """Where the copy of ``source`` goes: never in the place of a file that is not an earlier copy of it."""
        stem, number = self._names.get(source, "stdin"), 1
        name, origin = f"{stem}{suffix}", str(Path(source).resolve())
        while name.casefold() in self._taken or ((self._folder / name).exists() and self._made.get(name) != origin):
            number += 1
            name = f"{stem}_{number}{suffix}"
        self._taken.add(name.casefold())
        self._made[name] = origin
        return self._folder / name


def _made(folder: Path) -> dict[str, str]:
    """Which copies an earlier run left in ``folder``, and of which sources."""
    import json

    from ..running.inputs import RESULTS

    try:
        found = json.loads((folder / RESULTS).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _package(report: Report) -> bytes | None:
    """The Word package that ``report`` was made from, None if there is none. Raises ``DocumentError``."""
    from hashlib import sha256

    from ..reading import data_of, word_package

    if report.source.name == "-":
        return None
    try:
        data = data_of(report.source.name)
    except DocumentError as error:
        raise DocumentError("changed") from error
    if sha256(data).hexdigest() != report.source.sha256:
        raise DocumentError("changed")
    return word_package(data, report.source)


def without(sources: list[str | Failure], folder: Path, given: Sequence[str]) -> list[str | Failure]:
    """``sources`` without those that stand in ``folder``, the results of an earlier run.

    Raises a usage error where a path that was ``given`` stands there: its copy would take the original's place.
    """
    here = folder.resolve()
    inside = [one for one in given if one != "-" and here == _folder_of(Path(one).resolve())]
    if inside:
        message = f"标注稿会覆盖原件（{inside[0]}），请换一个文件夹"
        raise typer.BadParameter(message, param_hint="--annotate")
    return [one for one in sources if isinstance(one, Failure) or here != _folder_of(Path(one).resolve())]


def _folder_of(path: Path) -> Path:
    return path if path.is_dir() else path.parent


def write_sheet(path: Path, reports: Sequence[Report]) -> None:
    """Writes the blanks of ``reports`` as a sheet to be filled in."""
    from ..filling.blanks import blanks
    from ..writing import fillsheet

    found = [blank for report in reports for blank in blanks(report)]
    fillsheet.write(path, found)
    note(f"已写出填写单 {path}（{len(found)} 处空缺）")
