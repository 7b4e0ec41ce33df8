"""A ZIP of submissions is a PATH: its members are read where they stand."""

import json
import struct
import zipfile
import zlib
from pathlib import Path

import pytest

from conftest import needs
from word import p, word
from zongjie.errors import DocumentError
from zongjie.reading import bundle, data_of, read
from zongjie.report import Failure
from zongjie.running.inputs import expand, names

TEXT = "2025年工作总结\n完成投资XX万元。"
WORD = word(p("2025年工作总结") + p("完成投资XX万元，走访群众15户。"))


def zipped(path: Path, *members: tuple[str, bytes | str], method: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", method) as package:
        for name, content in members:
            package.writestr(name, content)
    return path


def named_in(encoding: str, path: Path, *called: str, told: bool = False) -> Path:
    """An archive whose names stand in ``encoding`` without saying so; ``told``: with Info-ZIP's field beside them."""
    marks = {f"{number}".ljust(len(name.encode(encoding)), "#"): name for number, name in enumerate(called)}
    with zipfile.ZipFile(path, "w") as package:
        for mark, name in marks.items():
            entry = zipfile.ZipInfo(mark)
            if told:
                field = struct.pack("<BL", 1, zlib.crc32(name.encode(encoding))) + name.encode()
                entry.extra = struct.pack("<HH", 0x7075, len(field)) + field
            package.writestr(entry, TEXT)
    data = path.read_bytes()
    for mark, name in marks.items():
        data = data.replace(mark.encode(), name.encode(encoding))
    path.write_bytes(data)
    return path


def inside(path: Path) -> list[str]:
    return [str(Path(one).relative_to(path)) for one in expand([str(path)]) if isinstance(one, str)]


def code_of(path: object) -> str:
    with pytest.raises(DocumentError) as caught:
        read(str(path))
    return caught.value.code


@pytest.fixture
def batch(tmp_path: Path) -> Path:
    return zipped(
        tmp_path / "批次.ZIP",
        ("乙公司.txt", TEXT),
        ("甲公司/", b""),
        ("甲公司/总结.docx", WORD),
        ("甲公司/~$总结.docx", b"x"),
        ("甲公司/照片.jpg", b"x"),
        ("甲公司/.DS_Store", b"x"),
        ("__MACOSX/甲公司/._总结.docx", b"x"),
        (".隐藏/丙.txt", TEXT),
        ("甲公司/附件.rar", b"Rar!\x1a\x07\0"),
    )


def test_members_are_those_that_a_folder_would_yield(batch):
    assert inside(batch) == ["乙公司.txt", "甲公司/总结.docx", "甲公司/附件.rar"]
    assert names(expand([str(batch)])) == ["乙公司", "总结", "附件"]
    assert code_of(batch / "甲公司/附件.rar") == "not-a-document"
    assert read(batch / "甲公司/总结.docx").text == "2025年工作总结\n完成投资XX万元，走访群众15户。"
    assert read(batch / "甲公司/总结.docx").source.name == str(batch / "甲公司/总结.docx")
    assert data_of(batch / "甲公司/总结.docx") == WORD


def test_a_zip_in_a_folder_or_glob_and_a_folder_in_a_zip(batch):
    (batch.parent / "丁.txt").write_text(TEXT, "utf-8")
    all_of_them = ["丁.txt", "批次.ZIP/乙公司.txt", "批次.ZIP/甲公司/总结.docx", "批次.ZIP/甲公司/附件.rar"]
    assert inside(batch.parent) == all_of_them
    found = expand([str(batch.parent / "*.ZIP"), str(batch / "甲公司"), str(batch)])
    assert [str(Path(one).relative_to(batch.parent)) for one in found] == all_of_them[1:]
    assert expand([str(batch / "甲公司/照片.jpg")]) == [str(batch / "甲公司/照片.jpg")]


@pytest.mark.parametrize("encoding", ["gb18030", "big5", "utf-8"])
def test_names_whose_encoding_is_not_told(tmp_path, encoding):
    called = (
        ["年終總結/總務處.txt", "年終總結/會計室.txt"] if encoding == "big5" else ["联通/总结.txt", "电信/总结.txt"]
    )
    path = named_in(encoding, tmp_path / "a.zip", *called)
    assert inside(path) == sorted(called)
    assert read(path / called[0]).text == TEXT


def test_the_unicode_name_beside_a_name_counts_if_it_is_that_of_the_name(tmp_path):
    path = named_in("gb18030", tmp_path / "a.zip", "甲.txt", told=True)
    assert inside(path) == ["甲.txt"]
    path.write_bytes(path.read_bytes().replace("甲".encode(), "乙".encode()))
    assert inside(path) == ["乙.txt"]
    path.write_bytes(path.read_bytes().replace("甲".encode("gbk"), "丙".encode("gbk")))
    assert inside(path) == ["丙.txt"]


def test_names_stay_below_the_archive_and_none_is_lost(tmp_path):
    path = tmp_path / "a.zip"
    with pytest.warns(UserWarning, match="Duplicate"):
        zipped(path, *((name, name) for name in ("../../甲.txt", "/甲.txt", "C:\\乙.txt", "丙\n.txt", "丙\n.txt")))
    assert inside(path) == ["_/乙.txt", "丙_.txt", "丙__2.txt", "甲.txt", "甲_2.txt"]
    assert data_of(path / "甲_2.txt") == b"/" + "甲.txt".encode()


def test_what_is_no_bundle_is_left_to_reading(tmp_path):
    renamed, broken, cut = tmp_path / "总结.zip", tmp_path / "坏.zip", tmp_path / "断.zip"
    renamed.write_bytes(WORD)
    broken.write_bytes(b"x")
    cut.write_bytes(zipped(tmp_path / "b.zip", ("甲.txt", TEXT * 99)).read_bytes()[:150])
    for path in (renamed, broken, cut):
        assert expand([str(path)]) == [str(path)]
    assert read(renamed).source.media_type.endswith("wordprocessingml.document")
    assert code_of(cut) == "truncated"


@pytest.mark.parametrize("members", [(), (("照片.jpg", b"x"),)])
def test_nothing_in_it_is_a_failure(tmp_path, members):
    (failure,) = expand([str(zipped(tmp_path / "空.zip", *members))])
    assert isinstance(failure, Failure)
    assert (failure.code, failure.message) == ("no-documents", "压缩包里没有可读的文档")


def test_hostile_members(tmp_path):
    nested = zipped(tmp_path / "内.zip", ("甲.txt", TEXT)).read_bytes()
    bomb = zipped(tmp_path / "弹.zip", ("弹.txt", bytes(40 * 2**20)), ("大.txt", bytes(129 * 2**20)))
    assert code_of(bomb / "弹.txt") == "unsafe-package"
    assert code_of(bomb / "大.txt") == "too-large"
    path = zipped(tmp_path / "a.zip", ("内.zip", nested), ("总结.zip", WORD), ("甲.txt", TEXT), ("空.txt", b""))
    assert code_of(path / "内.zip") == "nested-zip"
    assert read(path / "总结.zip").text
    assert code_of(path / "空.txt") == "empty"
    assert code_of(path / "没有.txt") == "not-found"
    assert code_of(zipped(tmp_path / "x.zip", ("甲.txt", TEXT), method=zipfile.ZIP_LZMA) / "甲.txt") == "zip-method"


def patched(path: Path, value: bytes, **offsets: int) -> Path:
    """An archive of one member that holds ``value`` at the offsets given: in its local header, in its directory."""
    data = bytearray(zipped(path, ("甲.txt", TEXT * 99)).read_bytes())
    for where, offset in offsets.items():
        at = data.index({"header": b"PK\x03\x04", "directory": b"PK\x01\x02"}[where]) + offset
        data[at : at + len(value)] = value
    path.write_bytes(data)
    return path / "甲.txt"


def lying(path: Path, size: int) -> Path:
    return patched(path, struct.pack("<L", size), header=22, directory=24)


def test_locked_lying_and_damaged_members(tmp_path):
    assert code_of(patched(tmp_path / "锁.zip", b"\x01\x08", header=6, directory=8)) == "zip-password"
    for size in (10, 99_999):  # the member is longer, or shorter, than it says
        assert code_of(lying(tmp_path / f"{size}.zip", size)) == "zip-damaged"
    assert code_of(patched(tmp_path / "坏.zip", b"\xff" * 8, header=45)) == "zip-damaged"


def test_an_archive_with_too_many_members_is_one_failure(tmp_path, monkeypatch):
    path = zipped(tmp_path / "a.zip", *((f"{n}.txt", TEXT) for n in range(9)))
    monkeypatch.setattr(bundle, "MAX_MEMBERS", 8)
    (failure,) = expand([str(path)])
    assert (failure.code, failure.source) == ("too-many-members", str(path))
    path.touch()
    monkeypatch.setattr(bundle, "MAX_DIRECTORY", 100)
    (failure,) = expand([str(path)])
    assert "目录" in failure.message


def test_an_archive_that_changes_is_read_anew(tmp_path):
    path = zipped(tmp_path / "a.zip", ("甲.txt", "旧"))
    assert data_of(path / "甲.txt").decode() == "旧"
    zipped(path, ("甲.txt", "新的"), ("乙.txt", "又"))
    assert data_of(path / "甲.txt").decode() == "新的"
    assert inside(path) == ["乙.txt", "甲.txt"]


def test_through_the_commands(run, batch):
    copies = batch.parent / "标注"
    result = run("check", batch, "--select", "ZJ1", "--annotate", copies, "--format", "jsonl")
    assert result.code == 2
    assert f"{batch}/甲公司/附件.rar" in result.err
    rows = [json.loads(one) for one in result.out.splitlines()]
    assert [row.get("rule", row.get("code")) for row in rows] == ["ZJ101", "ZJ101", "not-a-document"]
    assert sorted(one.name for one in copies.glob("[!.]*")) == ["乙公司.html", "总结.docx"]
    assert read(copies / "总结.docx").text == read(batch / "甲公司/总结.docx").text
    sheet, filled = batch.parent / "单.json", batch.parent / "填.docx"
    assert run("check", batch / "甲公司/总结.docx", "--fill-sheet", sheet, "--fail-on", "never").code == 0
    rows = json.loads(sheet.read_text("utf-8"))
    rows[0]["value"] = "7"
    sheet.write_text(json.dumps(rows), "utf-8")
    assert run("fill", batch / "甲公司/总结.docx", "--values", sheet, "-o", filled).code == 0
    assert "完成投资7万元" in read(filled).text


def test_what_libreoffice_reads_is_converted_from_a_zip_as_well(run, tmp_path):
    needs("soffice")
    path = zipped(tmp_path / "a.zip", *((f"{n}.rtf", rb"{\rtf1\ansi " + b"%d}" % n) for n in range(2)))
    rows = json.loads(run("analyze", path, "--format", "json").out)
    assert [(row["text"], row["source"]["media_type"]) for row in rows] == [(str(n), "application/rtf") for n in (0, 1)]


def test_the_results_are_those_of_the_files_themselves(run, tmp_path):
    members = [(f"{n}.txt", TEXT.replace("XX", str(n))) for n in range(20)]
    path = zipped(tmp_path / "a.zip", *members)
    folder = tmp_path / "a"
    folder.mkdir()
    for name, content in members:
        (folder / name).write_text(content, "utf-8")
    found = [run("check", one, "--format", "jsonl").out.replace(str(one), "") for one in (path, folder)]
    assert found[0] == found[1]
    assert len(found[0].splitlines()) > 20
