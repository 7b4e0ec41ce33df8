"""What ``check`` gives back besides its findings: marked copies of the documents, and a sheet of their blanks."""

from collections.abc import Sequence
from pathlib import Path

import typer

from ..errors import DocumentError
from ..report import Failure, Finding, Report
from .terminal import complain, note


class Copies:
    """Writes a marked copy of each document to ``folder``: its own Word file, or a page to look at for other kinds.

    ``sources`` are all documents of the command; none of them may stand in ``folder``.
    """

    def __init__(self, folder: Path, sources: Sequence[str]) -> None:
        from ..running.marking import Names

        inside = [one for one in sources if Path(one).resolve().parent == folder.resolve()]
        if inside:
            raise typer.BadParameter(
                f"标注稿不能和原件放在一起（{inside[0]}），请换一个文件夹", param_hint="--annotate"
            )
        self._names = Names(folder, sources)
        self.written = 0

    def add(self, report: Report, findings: Sequence[Finding]) -> Failure | None:
        """Writes the copy of one document; where that cannot be done stderr says so, and the reason comes back."""
        from ..running.marking import copy_of, suffix_of
        from ..writing.files import write_bytes

        source = report.source.name
        try:
            data = copy_of(report, findings)
        except DocumentError as error:
            failure = error.failure(source)
            complain(failure)
            return failure
        write_bytes(self._names.path(source, suffix_of(report.source)), data)
        self.written += 1
        return None

    def end(self) -> None:
        """Records which copy is whose: a later run replaces its own copies, and walks over folders pass them by."""
        self._names.record()
        note(f"已写出 {self.written} 份标注稿到 {self._names.folder}")


def without(
    sources: list[str | Failure], folder: Path, given: Sequence[str], what: str = "标注稿", option: str = "--annotate"
) -> list[str | Failure]:
    """``sources`` without those that stand in ``folder``, the results (``what``) of an earlier run.

    Raises a usage error where ``folder`` is a file, or a path that was ``given`` stands there: its copy would take the
    original's place.
    """
    if folder.exists() and not folder.is_dir():
        raise typer.BadParameter(f"“{folder}”是文件，请给出文件夹", param_hint=option)
    here = folder.resolve()
    inside = [one for one in given if one != "-" and here == _folder_of(Path(one).resolve())]
    if inside:
        raise typer.BadParameter(f"{what}会覆盖原件（{inside[0]}），请换一个文件夹", param_hint=option)
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
