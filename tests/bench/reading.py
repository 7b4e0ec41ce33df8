"""Reading a Word file of 20 pages, beside python-docx, docx2python and LibreOffice, which read less of it."""

import io
import re
import shutil
import subprocess
import sys
import tempfile
from importlib import import_module
from itertools import cycle
from pathlib import Path

from tests.bench.measure import ROUNDS, SAMPLES, quartiles, seconds

PAGES, PAGE = 20, 22 * 28  # lines of a page and characters of a line, by the standard for official documents
_HEADING = re.compile(r"([一二三四五六七八九十]+、)|（[一二三四五六七八九十]+）")
_LONGEST_HEADING = 30


def _zongjie(data: bytes) -> object:
    from zongjie.reading import read_bytes

    return read_bytes(data, "总结.docx")


def _python_docx(data: bytes) -> object:
    import docx

    return [paragraph.text for paragraph in docx.Document(io.BytesIO(data)).paragraphs]


def _docx2python(data: bytes) -> object:
    from docx2python import docx2python

    return docx2python(io.BytesIO(data)).text


READERS = {"zongjie": _zongjie, "python-docx": _python_docx, "docx2python": _docx2python}
LIBRARIES = {"zongjie": "zongjie.reading.word", "python-docx": "docx", "docx2python": "docx2python"}


def summary() -> bytes:
    """A Word file of the samples' text: headings, a run for each clause, two tables."""
    import docx
    from docx.shared import Pt

    lines = [line for path in sorted(SAMPLES.glob("*.txt")) for line in path.read_text("utf-8-sig").split()]
    file, written = docx.Document(), 0
    for line in cycle(lines):
        if written > PAGES * PAGE:
            break
        written += len(line)
        heading = _HEADING.match(line) if len(line) < _LONGEST_HEADING else None
        if heading:
            file.add_heading(line, 1 if heading[1] else 2)
            continue
        paragraph = file.add_paragraph()
        for clause in re.findall(r"[^，；。]+[，；。]?", line):
            paragraph.add_run(clause).font.size = Pt(16)
    for _ in range(2):
        table = file.add_table(12, 5)
        for cell in (cell for row in table.rows for cell in row.cells):
            cell.text = "完成率95%"
    buffer = io.BytesIO()
    file.save(buffer)
    return buffer.getvalue()


def _office(data: bytes) -> float | None:
    """Seconds of a process of LibreOffice that writes the text, its start included; None where there is none."""
    program = shutil.which("soffice")
    if program is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "总结.docx")
        file.write_bytes(data)
        profile = f"-env:UserInstallation={Path(folder, 'profile').as_uri()}"
        command = [program, profile, "--headless", "--convert-to", "txt:Text", "--outdir", folder, str(file)]
        subprocess.run(command, capture_output=True, check=True)  # makes the profile
        return seconds(lambda: subprocess.run(command, capture_output=True, check=True))


def _times(data: bytes) -> None:
    rows: dict[str, list[float]] = {name: [] for name in READERS}
    for _ in range(ROUNDS + 1):
        for name, read in READERS.items():
            rows[name].append(seconds(lambda read=read: read(data)))
    for name, values in rows.items():
        ratios = [mine / other for mine, other in zip(values, rows["python-docx"], strict=True)]
        print(f"  {name:12} {quartiles(values[1:], '.3f')} s, {quartiles(ratios[1:])} x python-docx's paragraph texts")
    office = _office(data)
    print(f"  {'LibreOffice':12} " + (f"{office:.1f} s, its start included" if office else "is not installed"))


def _peak() -> float:
    """The most memory that this process has held, in MiB."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))


def _memory(data: bytes) -> None:
    if not Path("/proc/self/status").exists():
        print("  memory: measured on Linux only")
        return
    rows: dict[str, list[float]] = {name: [] for name in READERS}
    for _ in range(3):
        for name, values in rows.items():
            command = [sys.executable, "-m", __name__, name]
            run = subprocess.run(command, input=data, capture_output=True, check=True)
            values.append(float(run.stdout))
    for name, values in rows.items():
        ratios = [mine / other for mine, other in zip(values, rows["python-docx"], strict=True)]
        print(f"  {name:12} {quartiles(values, '.1f')} MiB of peak memory, {quartiles(ratios)} x python-docx")


def reading() -> None:
    """Time and peak memory of each reader, round by round in turn; the memory in processes of their own."""
    data = summary()
    print(f"reading a Word file of {PAGES} pages, {len(data) / 1024:,.0f} KiB, {ROUNDS} rounds after one to warm up")
    _times(data)
    _memory(data)


def main() -> None:
    """Prints what reading stdin costs in MiB above the library, for the reader named."""
    data = sys.stdin.buffer.read()
    import_module(LIBRARIES[sys.argv[1]])
    read = READERS[sys.argv[1]]
    before = _peak()
    kept = read(data)
    print(_peak() - before)
    del kept


if __name__ == "__main__":
    main()
