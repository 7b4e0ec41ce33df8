"""``zongjie fill``."""

from pathlib import Path
from typing import Annotated

import typer

from .app import UNREADABLE, Profile, app, settings_of
from .chinese import Command
from .terminal import complain, emit, note


@app.command(cls=Command, help="把填写单里的值填进 Word 文件的空缺处，格式不变。")
def fill(
    path: Annotated[Path, typer.Argument(metavar="文件.docx", help="有空缺的 Word 文件，或它的标注稿")],
    values: Annotated[
        Path,
        typer.Option(
            "--values", metavar="文件", help="填好的填写单（.xlsx、.csv 或 .json），由 check --fill-sheet 生成"
        ),
    ],
    output: Annotated[Path, typer.Option("-o", "--output", metavar="文件.docx", help="填好后写到这个文件")],
    profile: Profile = None,
) -> int:
    """Fills the values of a sheet into the blanks of a Word file."""
    from ..errors import DocumentError
    from ..filling.blanks import blanks, digest_of
    from ..filling.fitting import Entry, fit, of_file
    from ..reading import DOCX, data_of
    from ..running.analyze import analyze
    from ..writing import fillsheet
    from ..writing.files import write_bytes
    from ..writing.word.fill import Filling
    from ..writing.word.fill import fill as put

    if output.suffix.lower() != ".docx":
        raise typer.BadParameter(f"不能写成“{output.name}”；扩展名应是 .docx")
    if output.resolve() == path.resolve():
        raise typer.BadParameter("不能写回原件，请换一个文件名", param_hint="--output")
    settings = settings_of(profile)
    source = values
    try:
        rows = fillsheet.read(values)
        source = path
        report = analyze(path, settings)
        if report.source.media_type != DOCX or report.source.converter:
            raise DocumentError("not-word")
        try:
            entries = of_file([Entry(**row) for row in rows], str(path), digest_of(report.text))
        except ValueError as error:
            raise DocumentError("bad-sheet", reason=str(error)) from error
        found = fit(entries, blanks(report), report.text)
        wanted = {Filling(*one.blank.replaces, one.text): one for one in found.filled}
        data, left_out = put(data_of(path), list(wanted))
    except DocumentError as error:
        complain(error.failure(str(source)))
        return UNREADABLE
    for refused in found.refused:
        note(f"没有采用第 {refused.row} 行（序号 {refused.number}，{refused.shown}）：{refused.reason}")
    for one in left_out:
        blank = wanted[one].blank
        shown = f"{blank.where}（{blank.before[-12:]}〖{blank.mark}〗）"
        note(f"没有填入{shown}：这里是 Word 自动生成的内容，请在 Word 中填写")
    if len(left_out) < len(wanted):
        write_bytes(output, data)
        emit(f"填好 {len(wanted) - len(left_out)} 处，还空着 {found.open + len(left_out)} 处，已写到 {output}\n")
    else:
        note("没有可以填入的值，没有写出文件")
    return UNREADABLE if found.refused or left_out or not wanted else 0
