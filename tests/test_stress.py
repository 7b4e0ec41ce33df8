"""Each construct of Word by itself and all of them in one file: text, kinds, labels, and the place of each character."""


import pytest
from lxml import etree

from stress import CASES, Case, Seen, together
from zongjie.document import Document
from zongjie.reading import read_bytes

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TOGETHER = together([case for case in CASES if not case.alone])


def blocks(document: Document) -> list[Seen]:
    """The blocks as cases state them, after what holds for every document."""
    texts = [document.text[one.start : one.end] for one in document.blocks]
    assert "\n".join(texts) == document.text
    return [Seen(text, one.kind, one.label, one.cell) for text, one in zip(texts, document.blocks, strict=True)]


def own_text(run: etree._Element) -> str:
    """The text of a run: that of w:t, and one character for each thing else that shows; not that of inner runs."""
    text = ""
    for child in run:
        if child.tag == f"{W}t":
            text += "".join(child.itertext(etree.Element, etree.CDATA) if False else child.itertext())
    return text


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_construct_reads_as_a_reader_sees_it(case: Case) -> None:
    found = blocks(read_bytes(case.build(), "总结.docx"))
    wanted = case.blocks
    assert [one._replace(cell=None) for one in found] == [one._replace(cell=None) for one in wanted]
    assert [one.cell for one, other in zip(found, wanted, strict=True) if other.cell] == [
        one.cell for one in wanted if one.cell
    ]
