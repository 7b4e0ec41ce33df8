"""One summary in many formats, made by real converters: the same text, the same blanks, the same metrics."""

import io
import shutil
import subprocess
from pathlib import Path

import docx
import pytest

import tables
import zongjie
from conftest import needs
from printed import by_libreoffice
from zongjie.document import Cell, Document
from zongjie.reading import office, read, read_bytes

TITLE = "城关供电所二〇二五年工作总结"
HEADINGS = ("一、主要工作及成效", "二、存在的问题", "三、下一步打算")
SUMMARY = (
    TITLE,
    "今年以来，我所在公司党委领导下，全体职工共同努力，各项工作稳步推进，现将有关情况报告如下。",
    "一、主要工作及成效",
    "一是抓好安全生产。全年开展安全检查126次，整改隐患**处，整改率达98.5%。",
    "二是抓好优质服务。走访客户XX户，受理诉求1,250件，办结率____%；“XX服务队”获县级表彰2次。",
    "三是抓好工程建设。完成投资约1.2亿元，新建线路35.6公里，较上年增长（　）%。",
    "四是抓好队伍建设。组织培训12期，参训近300人次，其中王某某等3名同志获得技师资格。",
    "2025年X月X日，召开职工大会一次，讨论制度（待补充）。",
    "各班组完成情况如下：",
    ("班组", "检查（次）", "走访客户"),
    ("运行班", "56", "320户"),
    ("抢修班", "70", "**户"),
    "二、存在的问题",
    "对照先进单位，工作还有不足。一是基层基础不牢，线路老化率仍有6.8%。二是人员结构不优，平均年龄偏大。",
    "三、下一步打算",
    "1.继续抓好安全生产，计划开展检查150次以上。",
    "2.继续抓好工程建设，力争完成投资XX万元。",
    "3.继续抓好队伍建设，培训职工不少于200人次。",
    "城关供电所",
    "2025年12月20日",
)
EXPORTS = {
    "doc": "doc:MS Word 97",
    "odt": "odt:writer8",
    "rtf": "rtf:Rich Text Format",
    "xml": "xml:MS Word 2003 XML",
    "html": "html:HTML (StarWriter)",
    "pdf": "pdf:writer_pdf_Export",
}
READ = ("docx", "doc", "wps", "odt", "rtf", "xml", "html", "mht", "pdf", "md")


def as_text() -> str:
    return "\n".join(line if isinstance(line, str) else "\n".join(line) for line in SUMMARY)


def as_markdown() -> str:
    marks = {TITLE: "# ", **dict.fromkeys(HEADINGS, "## ")}
    lines: list[str] = []
    for line in SUMMARY:
        if isinstance(line, str):
            lines += ["", marks.get(line, "") + line]
        else:
            lines += ([] if lines[-1].startswith("|") else [""]) + [f"| {' | '.join(line)} |"]
            lines += ["|---|---|---|"] if line[0] == "班组" else []
    return "\n".join(lines).lstrip()


def as_word() -> bytes:
    document = docx.Document()
    table = None
    for line in SUMMARY:
        if not isinstance(line, str):
            table = table or document.add_table(0, len(line), "Table Grid")
            for cell, text in zip(table.add_row().cells, line, strict=True):
                cell.text = text
        elif line == TITLE:
            document.add_heading(line, 0)
        elif line in HEADINGS:
            document.add_heading(line, 1)
        else:
            document.add_paragraph(line)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The summary in all formats that need no other program to be made."""
    folder = tmp_path_factory.mktemp("格式")
    (folder / "总结.txt").write_text(as_text(), "utf-8")
    (folder / "总结.md").write_text(as_markdown(), "utf-8")
    (folder / "总结.docx").write_bytes(as_word())
    return folder


@pytest.fixture(scope="module")
def converted(folder: Path) -> Path:
    """The same folder with what LibreOffice makes of the Word file."""
    needs("soffice")
    for form in EXPORTS.values():
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        command = ["soffice", profile, "--headless", "--convert-to", form, "--outdir", folder, folder / "总结.docx"]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
    shutil.copy(folder / "总结.doc", folder / "总结.wps")
    head = (
        "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x\r\nContent-Type: text/html\r\n\r\n"
    )
    page = (folder / "总结.html").read_bytes()
    (folder / "总结.mht").write_bytes(head.encode() + page + b"\r\n--x--\r\n")
    office.prepare(sorted(folder.iterdir()))
    return folder


def as_document() -> Document:
    """The summary as reading should yield it."""
    lines: list[tuple[str, str, Cell | None]] = []
    row = 0
    for line in SUMMARY:
        if isinstance(line, str):
            lines.append((line, "paragraph", None))
        else:
            lines += [(text, "cell", Cell(0, row, column)) for column, text in enumerate(line)]
            row += 1
    return tables.of_lines(lines)


def found(source: Path | Document) -> tuple[list[tuple[str, str]], list[tuple[object, ...]]]:
    """The blanks and the metrics."""
    report = zongjie.analyze(source)
    return (
        [("".join(one.text.split()), one.kind) for one in report.placeholders],
        [(one.value, one.unit, one.bound, one.status, one.kind, one.indicator) for one in report.metrics],
    )


@pytest.mark.parametrize("form", READ)
def test_each_format_gives_the_same_blanks_and_metrics(form: str, folder: Path, request: pytest.FixtureRequest) -> None:
    if form not in ("docx", "md"):
        request.getfixturevalue("converted")
    blanks, metrics = found(folder / f"总结.{form}")
    assert (blanks, metrics) == found(as_document())
    assert len(blanks) > 9
    assert len(metrics) > 18


def test_plain_text_gives_the_same_but_for_the_names_of_its_table(folder: Path) -> None:
    blanks, metrics = found(folder / "总结.txt")
    wanted = found(as_document())
    assert blanks == wanted[0]
    named = [one for one in metrics if one[-1] is not None]
    assert named == [one for one in wanted[1] if not str(one[-1]).startswith(("运行班", "抢修班"))]


@pytest.mark.parametrize("form", READ)
def test_each_format_gives_the_same_lines_and_cells(form: str, folder: Path, request: pytest.FixtureRequest) -> None:
    if form not in ("docx", "md"):
        request.getfixturevalue("converted")
    document = read(folder / f"总结.{form}")
    lines = [document.text[block.start : block.end].lstrip("# ") for block in document.blocks]
    assert ["".join(line.split()) for line in lines] == ["".join(line.split()) for line in as_text().split("\n")]
    cells = [block.cell[1:3] for block in document.blocks if block.cell]
    assert cells == [(row, column) for row in range(3) for column in range(3)]
    levels = {line: block.level for line, block in zip(lines, document.blocks, strict=True)}
    if form not in ("xml", "pdf"):  # LibreOffice writes no levels into Word 2003 XML, and on paper there are none
        assert all(levels[heading] > 0 for heading in HEADINGS)
    assert levels["城关供电所"] == 0


@pytest.mark.parametrize(
    ("form", "media_type", "converter"),
    [
        ("doc", "application/msword", "LibreOffice "),
        ("wps", "application/wps-office.wps", "LibreOffice "),
        ("xml", "application/xml", "LibreOffice "),
        ("html", "text/html", ""),
        ("md", "text/markdown", ""),
    ],
)
def test_the_source_tells_the_file_as_it_came(converted: Path, form: str, media_type: str, converter: str) -> None:
    source = read(converted / f"总结.{form}").source
    assert source.media_type == media_type
    assert (source.converter or "").startswith(converter)
    assert bool(source.converter) == bool(converter)


def test_a_form_that_is_all_table_is_read(tmp_path: Path) -> None:
    needs("soffice")
    form = docx.Document()
    grid = form.add_table(0, 2, "Table Grid")
    for row in (("姓名", "王小明"), ("培训（次）", "12"), ("成绩", "全年无事故")):
        for cell, text in zip(grid.add_row().cells, row, strict=True):
            cell.text = text
    buffer = io.BytesIO()
    form.save(buffer)
    document = read_bytes(by_libreoffice(buffer.getvalue(), tmp_path), "表.pdf")
    assert document.text == "姓名\n王小明\n培训（次）\n12\n成绩\n全年无事故"
    assert all(block.cell for block in document.blocks)
