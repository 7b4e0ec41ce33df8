"""Each construct of Word by itself and all of them in one file: text, kinds, labels, the place of each character."""

import re
import subprocess
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from conftest import needs
from places import check
from stress import CASES, Case, Seen, together
from stress.numbers import NUMBERS
from stress.trees import bodies, file
from zongjie.reading import read_bytes

TOGETHER = together([case for case in CASES if not case.alone])
# Where LibreOffice numbers otherwise than Word: formats that it has not, lvlRestart, isLgl, the one • for all bullets,
# numbers of levels that are not defined, and deleted paragraphs, which it counts.
OTHERWISE = {
    "chineseCounting", "ideographZodiacTraditional", "decimalEnclosedCircle", "decimalEnclosedCircleChinese",
    "decimalEnclosedParen", "decimalEnclosedFullstop", "japaneseCounting", "ideographDigital", "numberInDash",
    "plain bullet", "letter as a bullet", "dash as a bullet",
    "bullet of Wingdings", "square of Wingdings", "diamond of Wingdings", "arrow of Wingdings",
    "level that never begins anew", "level that begins anew after the first", "legal numbers",
    "level that is not defined", "list without a definition", "number of hidden text whose mark is seen",
    "number of a deleted cell's paragraph",
}  # fmt: skip


def read(case: Case) -> list[Seen]:
    """The blocks of the case's file, after the checks that hold for every file."""
    data = case.build()
    document = read_bytes(data, "总结.docx")
    check(data, document)
    return [Seen(document.text[one.start : one.end], one.kind, one.label, one.cell) for one in document.blocks]


def without_cells(blocks: list[Seen]) -> list[Seen]:
    return [one._replace(cell=None) for one in blocks]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_construct_reads_as_a_reader_sees_it(case: Case) -> None:
    found, wanted = read(case), case.blocks
    assert without_cells(found) == without_cells(wanted)
    for one, other in zip(found, wanted, strict=True):
        assert (one.cell is not None) == (one.kind == "cell")
        assert other.cell in (None, one.cell)


def test_all_constructs_read_the_same_in_one_file() -> None:
    assert without_cells(read(TOGETHER)) == TOGETHER.blocks


def test_automatic_numbers_are_those_that_libreoffice_shows(tmp_path: Path) -> None:
    needs("soffice")
    cases = [case for case in NUMBERS if not case.alone and case.name not in OTHERWISE]
    file = tmp_path / "numbers.docx"
    file.write_bytes(together(cases).build())
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    convert = ["--headless", "--convert-to", "txt:Text (encoded):UTF8", "--outdir", str(tmp_path), str(file)]
    subprocess.run(["soffice", profile, *convert], capture_output=True, check=True)
    _, *shown = re.split("【(.*?)】", file.with_suffix(".txt").read_text("utf-8-sig"))
    wanted = {case.name: "".join(block.text for block in case.blocks) for case in cases}
    assert {name: "".join(text.split()) for name, text in zip(shown[::2], shown[1::2], strict=True)} == {
        name: "".join(text.split()) for name, text in wanted.items()
    }


def test_no_two_cases_have_one_name() -> None:
    assert len({case.name for case in CASES}) == len(CASES)


@settings(deadline=None, max_examples=200, suppress_health_check=[HealthCheck.too_slow])
@given(bodies())
def test_whatever_a_file_is_put_together_from_it_is_read(body: str) -> None:
    data = file(body)
    document = read_bytes(data, "总结.docx")
    check(data, document)
    assert document.text.startswith("首")
