"""LibreOffice as a converter: one process for many files, each judged by what comes out; what fails stops nothing else.

Where it does not matter what LibreOffice makes of a file, a script stands in for it that says how often it was called.
"""

import http.server
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from conftest import needs
from hostile import GOOD, ole
from word import packed
from zongjie.errors import DocumentError
from zongjie.reading import office, read, read_bytes

RTF = rb"{\rtf1\ansi\ansicpg936 \'b9\'a4\'d7\'f7\'d7\'dc\'bd\'e1 12}"
BROKEN = ole("WordDocument", "1Table")
# What a program that stands in for LibreOffice does with each $file; it is called as LibreOffice is.
COPIES = 'cp {good} "$out/${{name%.*}}.docx"'
NOTHING = ":"
ALL_BUT_DOC = f'case "$file" in *.doc) exit 0;; esac; {COPIES}'
HALF = 'head -c 300 {good} > "$out/${{name%.*}}.docx"'
HANGS = "sleep 600 & echo $! > {folder}/child; wait"
HANGS_ON_DOC = f'case "$file" in *.doc) {HANGS};; esac; {COPIES}'
_SCRIPT = """#!/bin/sh
echo "$@" >> {folder}/calls
while [ "$1" != --outdir ]; do shift; done
out=$2; shift 2
for file; do name=${{file##*/}}; {action}; done
"""


@pytest.fixture(autouse=True)
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder for results that no other test has used."""
    folder = tmp_path / "store"
    folder.mkdir()
    monkeypatch.setattr(office, "_store", folder)
    return folder


@pytest.fixture
def soffice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Lets a script that does what it is given stand in for LibreOffice."""
    needs("sh")
    (tmp_path / "good.docx").write_bytes(GOOD)

    def stand_in(action: str) -> None:
        script = tmp_path / "soffice"
        does = action.format(good=tmp_path / "good.docx", folder=tmp_path)
        script.write_text(_SCRIPT.format(folder=tmp_path, action=does), "utf-8")
        script.chmod(0o755)
        monkeypatch.setenv(office.SOFFICE, str(script))

    return stand_in


@pytest.fixture
def calls(tmp_path: Path) -> Callable[[], list[int]]:
    """How many files each call of the program was given."""

    def counted() -> list[int]:
        path = tmp_path / "calls"
        lines = path.read_text("utf-8").splitlines() if path.exists() else []
        return [len(line.split(" --outdir ")[1].split()) - 1 for line in lines]

    return counted


def rtf_files(folder: Path, count: int) -> list[Path]:
    paths = [folder / f"第{number}份 总结.rtf" for number in range(count)]
    for number, path in enumerate(paths):
        path.write_bytes(RTF.replace(b"12", str(number).encode()))
    return paths


def code_of(action: Callable[[], object]) -> str:
    with pytest.raises(DocumentError) as caught:
        action()
    return caught.value.code


def test_a_batch_takes_one_process_and_leaves_out_what_needs_none(tmp_path, soffice, calls):
    soffice(COPIES)
    others = {"甲.txt": b"x", "乙.docx": GOOD, "丙.pdf": b"%PDF-1.4", "空.doc": b""}
    for name, data in others.items():
        (tmp_path / name).write_bytes(data)
    paths = rtf_files(tmp_path, 5)
    office.prepare([*paths, *(tmp_path / name for name in others), tmp_path / "没有.doc", paths[0]])
    assert [read(path).text for path in paths] == [read_bytes(GOOD, "a").text] * 5
    assert calls() == [5]


def test_long_batches_are_cut_into_chunks(tmp_path, soffice, calls, monkeypatch):
    soffice(COPIES)
    monkeypatch.setattr(office, "CHUNK", 2)
    office.prepare(rtf_files(tmp_path, 5))
    assert calls() == [2, 2, 1]


def test_a_file_alone_is_converted_when_it_is_read_and_only_once(tmp_path, soffice, calls):
    soffice(COPIES)
    assert read_bytes(RTF, "a.rtf").text == read_bytes(RTF, "b.rtf").text
    assert calls() == [1]


@pytest.mark.parametrize("action", [NOTHING, HALF, "exit 3"])
def test_what_comes_out_is_looked_at_whatever_the_exit_status(soffice, action, calls):
    soffice(action)
    for _ in range(2):
        assert code_of(lambda: read_bytes(RTF, "a.rtf")) == "not-converted"
    assert calls() == [1]  # what failed is not tried again


def test_only_the_culprit_of_a_batch_fails(tmp_path, soffice, calls):
    soffice(ALL_BUT_DOC)
    good = rtf_files(tmp_path, 3)
    (tmp_path / "坏.doc").write_bytes(BROKEN)
    office.prepare([good[0], tmp_path / "坏.doc", *good[1:]])
    assert all(read(path).text for path in good)
    assert code_of(lambda: read(tmp_path / "坏.doc")) == "not-converted"
    assert calls() == [4, 1, 1, 1]  # together, then alone what came after the culprit, and the culprit itself


def test_a_program_that_hangs_is_ended_with_its_children(tmp_path, soffice, monkeypatch):
    soffice(HANGS)
    monkeypatch.setattr(office, "TIME_LIMIT", 1)
    with pytest.raises(DocumentError, match=r"超时（上限 1 秒）"):
        read_bytes(RTF, "a.rtf")
    child = int((tmp_path / "child").read_text("ascii"))
    deadline = time.monotonic() + 30
    while psutil.pid_exists(child) and psutil.Process(child).status() != psutil.STATUS_ZOMBIE:
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_a_file_that_hangs_does_not_take_others_with_it(tmp_path, soffice, monkeypatch):
    soffice(HANGS_ON_DOC)
    monkeypatch.setattr(office, "TIME_LIMIT", 2)
    good = rtf_files(tmp_path, 2)
    (tmp_path / "坏.doc").write_bytes(BROKEN)
    office.prepare([good[0], tmp_path / "坏.doc", good[1]])
    assert all(read(path).text for path in good)
    assert code_of(lambda: read(tmp_path / "坏.doc")) == "conversion-timeout"


@pytest.mark.parametrize(
    ("name", "data", "called"),
    [
        ("旧.doc", BROKEN, "读取旧版 Word 文件（.doc）要用 LibreOffice"),
        ("旧.wps", BROKEN, "读取 WPS 文字文件（.wps）要用 LibreOffice"),
        ("富.doc", RTF, "读取 RTF 文件要用 LibreOffice"),
    ],
)
def test_without_libreoffice_the_remedy_says_how_to_get_it(monkeypatch, tmp_path, name, data, called):
    monkeypatch.setenv(office.SOFFICE, str(tmp_path / "nowhere"))
    (tmp_path / name).write_bytes(data)
    office.prepare([tmp_path / name])
    with pytest.raises(DocumentError) as caught:
        read(tmp_path / name)
    assert (caught.value.code, caught.value.category) == ("no-converter", "program")
    assert caught.value.message.startswith(called)
    assert "sudo apt-get install libreoffice-writer-nogui" in caught.value.remedy
    assert "或另存为 .docx" in caught.value.remedy


def test_libreoffice_is_looked_for_on_the_path_and_in_its_usual_places(tmp_path, monkeypatch):
    monkeypatch.delenv(office.SOFFICE, raising=False)
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(office, "_USUAL_PLACES", (str(tmp_path / "libreoffice*" / "soffice"),))
    monkeypatch.setattr(office, "_PLACES", {})
    assert office._program() is None
    program = tmp_path / "libreoffice7.4" / "soffice"
    program.parent.mkdir()
    program.touch(0o755)
    assert office._program() == str(program)
    other = tmp_path / "bin" / "libreoffice"
    other.parent.mkdir()
    other.touch(0o755)
    monkeypatch.setenv("PATH", str(other.parent))
    assert office._program() == str(other)


def run(code: str, *arguments: str) -> str:
    command = [sys.executable, "-c", code, *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=120).stdout


def test_a_child_process_finds_what_its_parent_converted(soffice, store, monkeypatch, tmp_path):
    soffice(COPIES)
    path = rtf_files(tmp_path, 1)[0]
    office.prepare([path])
    monkeypatch.setenv(office.SOFFICE, "/nowhere")
    code = (
        "import sys; from zongjie.reading import office, read; office.share(sys.argv[1]); print(read(sys.argv[2]).text)"
    )
    assert run(code, office.store(), str(path)).split() == read(path).text.split()
    assert os.path.isdir(store)


def test_the_store_is_private_and_goes_with_its_process_but_not_with_a_fork_of_it():
    code = """
import os, stat, sys
from zongjie.reading import office
folder = office.store()
print(folder)
if hasattr(os, "fork"):
    child = os.fork()
    if child == 0:
        sys.exit()
    os.waitpid(child, 0)
    assert stat.S_IMODE(os.stat(folder).st_mode) == 0o700
assert os.path.isdir(folder)
"""
    folder = run(code).split()[0]
    assert not os.path.exists(folder)


def test_libreoffice_itself_converts_a_batch_with_a_culprit(tmp_path, monkeypatch, soffice, calls):
    needs("soffice")
    real = subprocess.run(["sh", "-c", "command -v soffice"], capture_output=True, text=True, check=True).stdout.strip()
    soffice(NOTHING)
    (tmp_path / "soffice").write_text(f'#!/bin/sh\necho "$@" >> {tmp_path}/calls\nexec {real} "$@"\n', "utf-8")
    good = rtf_files(tmp_path, 4)
    (tmp_path / "坏.doc").write_bytes(BROKEN)
    office.prepare([*good[:2], tmp_path / "坏.doc", *good[2:]])
    assert calls() == [5, 1]
    documents = [read(path) for path in good]
    assert [document.text for document in documents] == [f"工作总结 {number}" for number in range(4)]
    assert all((document.source.converter or "").startswith("LibreOffice ") for document in documents)
    assert code_of(lambda: read(tmp_path / "坏.doc")) == "not-converted"


def test_libreoffice_asks_the_network_for_nothing(monkeypatch):
    needs("soffice")
    monkeypatch.delenv(office.SOFFICE, raising=False)
    asked = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_error(404)

        do_HEAD = do_OPTIONS = do_PROPFIND = do_GET

        def log_message(self, *_):
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            document = read_bytes(linking(f"http://127.0.0.1:{server.server_port}/"), "a.odt")
        finally:
            server.shutdown()
    assert document.text.split() == ["总结", "旧文"]
    assert asked == []


def linking(address: str) -> bytes:
    """An .odt with a picture and a section that stand elsewhere."""
    urn = "urn:oasis:names:tc:opendocument:xmlns"
    short = {"draw": "drawing", "svg": "svg-compatible"}
    names = " ".join(
        f'xmlns:{name}="{urn}:{short.get(name, name)}:1.0"' for name in ("office", "text", "manifest", "draw", "svg")
    )
    link = 'xmlns:xlink="http://www.w3.org/1999/xlink" xlink:type="simple" xlink:show="embed" xlink:actuate="onLoad"'
    picture = f'<draw:image xlink:href="{address}x.png" {link}/>'
    section = f'<text:section-source xlink:href="{address}x.txt" {link}/><text:p>旧文</text:p>'
    text = (
        f'<text:p>总结<draw:frame svg:width="3cm" svg:height="3cm">{picture}</draw:frame></text:p>'
        f'<text:section text:name="s">{section}</text:section>'
    )
    kinds = {"/": "application/vnd.oasis.opendocument.text", "content.xml": "text/xml"}
    entries = (f'<manifest:file-entry manifest:full-path="{k}" manifest:media-type="{v}"/>' for k, v in kinds.items())
    return packed(
        {
            "mimetype": kinds["/"],
            "content.xml": f'<office:document-content {names} office:version="1.2"><office:body><office:text>{text}'
            "</office:text></office:body></office:document-content>",
            "META-INF/manifest.xml": f"<manifest:manifest {names}>{''.join(entries)}</manifest:manifest>",
        }
    )
