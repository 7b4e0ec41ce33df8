"""Each construct of Word by itself and all of them in one file: text, kinds, labels, the place of each character."""

import pytest
from hypothesis import HealthCheck, given, settings

from places import check
from stress import CASES, Case, Seen, together
from stress.trees import bodies, file
from zongjie.reading import read_bytes

TOGETHER = together([case for case in CASES if not case.alone])


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


def test_no_two_cases_have_one_name() -> None:
    assert len({case.name for case in CASES}) == len(CASES)


@settings(deadline=None, max_examples=200, suppress_health_check=[HealthCheck.too_slow])
@given(bodies())
def test_whatever_a_file_is_put_together_from_it_is_read(body: str) -> None:
    data = file(body)
    document = read_bytes(data, "总结.docx")
    check(data, document)
    assert document.text.startswith("首")
