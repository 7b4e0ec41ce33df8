"""``zongjie fill``."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from ..report import Failure, Report
from ..settings import Settings
from .app import UNREADABLE, Profile, app, code_of, results_of, settings_of, sources_of
from .chinese import Command
from .outputs import Force, files_of, keep_word
from .terminal import complain, emit, note

if TYPE_CHECKING:
    from ..filling.fitting import Entry

_WORD = ".docx"


class Done(NamedTuple):
    """A filled file: its bytes (None where nothing was put in), how many blanks it has less, and how many it has yet.

    ``whole`` says that every value of the sheet went in.
    """

    data: bytes | None
    put: int
    open: int
    whole: bool


@app.command(cls=Command, help="把填写单里的值填进 Word 文件的空缺处，格式不变。")
def fill(
    paths: Annotated[
        list[str],
        typer.Argument(metavar="路径…", help="有空缺的 Word 文件或它的标注稿；也可以是几份，或装着它们的文件夹"),
    ],
    values: Annotated[
        Path,
        typer.Option(
            "--values", metavar="文件", help="填好的填写单（.xlsx、.csv 或 .json），由 check --fill-sheet 生成"
        ),
    ],
    output: Annotated[
        Path,
        typer.Option("-o", "--output", metavar="文件.docx", help="填好后写到这个文件；给出几份或文件夹时是一个文件夹"),
    ],
    profile: Profile = None,
    force: Force = False,
) -> int:
    """Fills the values of a sheet into the blanks of Word files."""
    from ..errors import DocumentError

    settings = settings_of(profile)
    sources = sources_of(paths) if len(paths) == 1 and not os.path.isdir(paths[0]) else []
    if len(sources) == 1 and isinstance(sources[0], Failure) and sources[0].code == "name-encoding":
        complain(sources[0])
        return UNREADABLE
    single = sources == paths
    if single and output.suffix.lower() != _WORD:
        raise typer.BadParameter(f"不能写成“{output.name}”；扩展名应是 .docx")
    if not single and output.suffix.lower() == _WORD:
        raise typer.BadParameter(f"要填的不止一份，“{output}”应是文件夹", param_hint="--output")
    if not single and output.exists() and not output.is_dir():
        raise typer.BadParameter(f"“{output}”是文件，请给出文件夹", param_hint="--output")
    if single and output.resolve() == Path(paths[0]).resolve():
        raise typer.BadParameter("不能写回原件，请换一个文件名", param_hint="--output")
    if single:
        keep_word(output, paths, [values], files_of(settings, profile), force=force)
    try:
        rows = _rows(values)
    except DocumentError as error:
        complain(error.failure(str(values)))
        return UNREADABLE
    return _one(Path(paths[0]), rows, output, settings) if single else _several(paths, rows, output, settings)


def _rows(values: Path) -> "list[Entry]":
    from ..filling.fitting import Entry
    from ..writing import fillsheet

    return [Entry(**row) for row in fillsheet.read(values)]


def _one(path: Path, rows: "Sequence[Entry]", output: Path, settings: Settings) -> int:
    from ..errors import DocumentError
    from ..running.analyze import analyze
    from ..writing.files import write_bytes

    try:
        done = _filled(analyze(path, settings), rows)
    except DocumentError as error:
        complain(error.failure(str(path)))
        return UNREADABLE
    if done.data is not None:
        write_bytes(output, done.data)
        emit(f"填好 {done.put} 处，还空着 {done.open} 处，已写到 {output}\n")
    else:
        note("没有可以填入的值，没有写出文件")
    return 0 if done.whole and done.data is not None else UNREADABLE


def _several(paths: Sequence[str], rows: "Sequence[Entry]", output: Path, settings: Settings) -> int:
    """Fills each of the files that the sheet has rows of; the others are passed by."""
    from ..errors import DocumentError
    from ..filling.blanks import digest_of
    from ..filling.fitting import concerns
    from ..running.marking import Names
    from ..writing.files import write_bytes
    from .marking import without

    sources = without(sources_of(list(paths)), output, paths, "填好的文件", "--output")
    names = Names(output, [one for one in sources if isinstance(one, str)])
    valued = [row for row in rows if row.value.strip()]
    failed: list[Failure] = []
    used: set[str] = set()
    files = put = left = 0
    whole = True
    for one in results_of(sources, settings, "填写"):
        if isinstance(one, Failure):
            failed.append(one)
            continue
        path = one.source.name
        if not concerns(rows, path, digest_of(one.text)):
            continue
        try:
            done = _filled(one, rows, used)
        except DocumentError as error:
            failed.append(error.failure(path))
            complain(failed[-1])
            continue
        whole, left = whole and done.whole, left + done.open
        if done.data is not None:
            write_bytes(names.path(path, _WORD), done.data)
            files, put = files + 1, put + done.put
    if files:
        names.record()
        emit(f"填好 {files} 份 {put} 处，还空着 {left} 处，已写到 {output}\n")
    else:
        note("没有可以填入的值，没有写出文件")
    for source in dict.fromkeys(row.source for row in valued if row.source not in used):
        note(f"没有找到填写单里的 {source}：请检查它是否在给出的路径里")
        whole = False
    return code_of(failed) or (0 if whole and files else UNREADABLE)


def _filled(report: Report, rows: "Sequence[Entry]", used: set[str] | None = None) -> Done:
    """The Word file of ``report`` with what ``rows`` hold for it, whose source is added to ``used``.

    Says on stderr what does not go in. Raises ``DocumentError``.
    """
    from ..errors import DocumentError
    from ..filling.blanks import blanks, digest_of
    from ..filling.fitting import fit, of_file
    from ..reading import DOCX, data_of
    from ..writing.word.fill import Filling
    from ..writing.word.fill import fill as put
    from ..writing.word.seal import seal

    path = report.source.name
    try:
        entries = of_file(rows, path, digest_of(report.text))
    except ValueError as error:
        raise DocumentError("bad-sheet", reason=str(error)) from error
    if used is not None:
        used.update(one.source for one in entries)
    if report.source.media_type != DOCX or report.source.converter:
        if used is not None and not any(one.value.strip() for one in entries):
            return Done(None, 0, 0, True)
        raise DocumentError("not-word")
    found = fit(entries, blanks(report), report.text)
    wanted = {Filling(*one.blank.replaces, one.text): one for one in found.filled}
    data, left_out = put(data_of(path), list(wanted))
    before = f"{path}：" if used is not None else ""
    for refused in found.refused:
        note(f"{before}没有采用第 {refused.row} 行（序号 {refused.number}，{refused.shown}）：{refused.reason}")
    for one in left_out:
        blank = wanted[one].blank
        shown = f"{blank.where}（{blank.before[-12:]}〖{blank.mark}〗）"
        note(f"{before}没有填入{shown}：这里是 Word 自动生成的内容，请在 Word 中填写")
    number = len(wanted) - len(left_out)
    whole = not found.refused and not left_out
    return Done(seal(data) if number else None, number, found.open + len(left_out), whole)
