"""What holds for every document read from a Word file: blocks in order, each character where it is said to be."""

import io
import re
import zipfile
from collections.abc import Iterator
from itertools import pairwise

from lxml import etree

from zongjie.document import Document, place_at

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SHOWN = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "sym": "\0"}
_UNDERSTOOD = ("wps", "w14", "fallback")
_SYMBOLS = re.compile("Wingdings|Symbol|rStyle")  # a font that shows other characters than the file holds


def check(data: bytes, document: Document) -> None:
    """That blocks and text agree, and that each character stands in the file where ``place_at`` says."""
    assert "\n".join(document.text[one.start : one.end] for one in document.blocks) == document.text
    assert all(first.end + 1 == second.start for first, second in pairwise(document.blocks))
    parts = {part: _counted(data, part) for part in {one.place.part for one in document.blocks}}
    for block in document.blocks:
        paragraphs, runs = parts[block.place.part]
        for at in range(block.start, block.end):
            place = place_at(document.blocks, at)
            assert place.part == block.place.part
            assert place.paragraph in range(len(paragraphs))
            if place.run is None:
                assert at < block.start + len(block.label or "") + 1 or paragraphs[place.paragraph] & {
                    "oMath",
                    "fldSimple",
                }
                continue
            paragraph, run = runs[place.run]
            assert place.paragraph == paragraph
            shown, stands = document.text[at], _own_text(run)[place.offset :][:1]
            private = "\uf000" <= stands <= "\uf0ff"
            drawn = run.find(f".//{W}fldChar") is not None
            looks = _SYMBOLS.search(etree.tostring(run, encoding="unicode"))
            assert shown == stands or stands == "\0" or private or drawn or looks, (shown, stands, place)


def _counted(data: bytes, part: str) -> tuple[list[set[str]], list[tuple[int, etree._Element]]]:
    """Of each paragraph of ``part`` what it holds; each run with the number of its paragraph."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        root = etree.fromstring(archive.read(part))
    numbers = {paragraph: number for number, paragraph in enumerate(root.iter(f"{W}p"))}
    holds = [{etree.QName(one).localname for one in paragraph.iter("{*}*")} for paragraph in numbers]
    return holds, [(numbers[next(run.iterancestors(f"{W}p"))], run) for run in root.iter(f"{W}r")]


def _own_text(run: etree._Element) -> str:
    """The text of ``run``: of w:t all, for whatever else shows one character; of ruby its base."""
    return "".join(_texts(run))


def _texts(parent: etree._Element) -> Iterator[str]:
    for child in parent.iterchildren("{*}*"):
        name = etree.QName(child).localname
        if name == "t":
            yield re.sub(r"[\r\n]", " ", "".join(child.xpath("text()")))
        elif name == "ruby":
            yield "".join(text.text for text in child.iterfind(f"{W}rubyBase//{W}t"))
        elif name in _SHOWN:
            yield _SHOWN[name]
        elif name == "AlternateContent":
            choices = (one for one in child if one.get("Requires", "fallback") in _UNDERSTOOD)
            yield from _texts(next(choices))
