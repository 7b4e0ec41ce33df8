"""What tests of marked and filled Word files share: what to look at in them, and files put together at random."""

import io
import zipfile

from hypothesis import strategies as st
from lxml import etree

from word import p, r
from zongjie.reading import read_bytes
from zongjie.reading.word.package import Package
from zongjie.reading.word.reader import stories
from zongjie.reading.word.styles import W
from zongjie.writing.word.marks import Mark


def text_of(data: bytes) -> str:
    return read_bytes(data, "a.docx").text


def forms(data: bytes) -> list[bytes]:
    """The form (``w:rPr``) of each character that a run shows, without highlights."""
    result = []
    for atom in stories(Package(data)).walk.atoms:
        properties = atom.run.find(W + "rPr")
        shown = [] if properties is None else [one for one in properties if one.tag != W + "highlight"]
        result += [b"".join(etree.tostring(one, method="c14n") for one in shown)] * (atom.end - atom.start)
    return result


def canonical(data: bytes) -> dict[str, bytes]:
    """The parts of a package; XML ones in canonical form, a run without properties like one with none."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        result = {name: archive.read(name) for name in archive.namelist()}
    for name, content in result.items():
        if not name.endswith((".xml", ".rels")):
            continue
        root = etree.fromstring(content)
        for properties in list(root.iter(W + "rPr")):
            if not len(properties):
                properties.getparent().remove(properties)
        result[name] = etree.tostring(root, method="c14n")
    return result


def marked(data: bytes) -> dict[str, tuple[str, bool]]:
    """For each bookmark of ours the text between its ends, and whether all of it has a colour."""
    result = {}
    package = Package(data)
    for name in package:
        if not name.filename.startswith("word/") or not name.filename.endswith(".xml"):
            continue
        inside: dict[str, list[str]] = {}
        names, coloured = {}, {}
        for element in package.xml(name.filename).iter(W + "bookmarkStart", W + "bookmarkEnd", W + "t"):
            key = element.get(W + "id")
            if element.tag == W + "bookmarkStart":
                names[key], inside[key], coloured[key] = element.get(W + "name"), [], True
            elif element.tag == W + "bookmarkEnd":
                result[names[key]] = "".join(inside.pop(key)), coloured[key]
            else:
                for one in inside:
                    inside[one].append(element.text or "")
                    coloured[one] &= element.getparent().find(f"{W}rPr/{W}highlight") is not None
    return {name: found for name, found in result.items() if name.startswith("ZJ")}


def comments(data: bytes) -> list[tuple[str, str]]:
    """Author and text of each comment, in their order."""
    package = Package(data)
    names = package.related(package.main, "comments")
    found = package.xml(names[0]) if names else ()
    return [(one.get(W + "author"), "\n".join("".join(q.itertext()) for q in one.iter(W + "p"))) for one in found]


def anchored(data: bytes) -> dict[str, str]:
    """The text of the body between the ends of each comment's range, by the comment's id."""
    package = Package(data)
    open_, done = {}, {}
    for element in package.xml(package.main).iter(W + "commentRangeStart", W + "commentRangeEnd", W + "t"):
        if element.tag == W + "commentRangeStart":
            open_[element.get(W + "id")] = ""
        elif element.tag == W + "commentRangeEnd":
            done[element.get(W + "id")] = open_.pop(element.get(W + "id"))
        else:
            open_ = {key: text + (element.text or "") for key, text in open_.items()}
    assert not open_
    return done


def mark(text: str, part: str, number: int = 101) -> Mark:
    start = text.index(part)
    return Mark(start, start + len(part), f"ZJ{number}_{start}_{start + len(part)}", (f"缺：{part}",))


LINK = f'<w:hyperlink r:id="r9">{r("走访")}{r("群众**户", "<w:u/>")}</w:hyperlink>'
INSERTED = f'<w:ins w:id="7" w:author="李四">{r("新增XX")}{r("项")}</w:ins>'
CONTROL = f"<w:sdt><w:sdtPr/><w:sdtContent>{r('收入')}{r('__')}{r('万元')}</w:sdtContent></w:sdt>"
PLAIN_CONTROL = f"<w:sdt><w:sdtPr><w:text/></w:sdtPr><w:sdtContent>{r('共XX人')}</w:sdtContent></w:sdt>"
FIELDS = (
    '<w:r><w:t>见</w:t><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>eq \\o\\ac(○,1)</w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="end"/><w:t>条</w:t></w:r>'
)
RUBY = f"<w:r><w:ruby><w:rt>{r('dǎng')}</w:rt><w:rubyBase>{r('党')}</w:rubyBase></w:ruby></w:r>"
MATH_SPACE = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
FORMULA = f"<m:oMathPara {MATH_SPACE}><m:oMath><m:r><m:t>x=1</m:t></m:r></m:oMath></m:oMathPara>"
SIMPLE = f'<w:fldSimple w:instr="DOCPROPERTY x">{r("域XX值")}</w:fldSimple>'
TABLE = f"<w:tbl><w:tr><w:tc>{p('培训')}</w:tc><w:tc>{p(r('*', '<w:b/>'), '次')}</w:tc></w:tr></w:tbl>"


TEXT = st.text(st.sampled_from("完成投资XX万元*名，。 　\t_第三"), min_size=1, max_size=6)
FORM = st.sampled_from(["", "<w:b/>", "<w:i/>", '<w:sz w:val="32"/>', '<w:highlight w:val="yellow"/>', "<w:vanish/>"])
RUN = st.builds(r, TEXT, FORM)
WRAP = st.sampled_from(
    [
        "{}",
        '<w:hyperlink w:anchor="x">{}</w:hyperlink>',
        '<w:ins w:id="9" w:author="李">{}</w:ins>',
        "<w:sdt><w:sdtPr/><w:sdtContent>{}</w:sdtContent></w:sdt>",
        "<w:sdt><w:sdtPr><w:text/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>",
        '<w:fldSimple w:instr="X">{}</w:fldSimple>',
        '<w:del w:id="8" w:author="李">{}</w:del>',
        "{}<w:r><w:tab/></w:r>",
        "{}<w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t></w:r>",
    ]
)  # fmt: skip
PIECE = st.builds(lambda wrap, runs: wrap.format("".join(runs)), WRAP, st.lists(RUN, min_size=1, max_size=3))
PARAGRAPH = st.builds(lambda pieces: p(*pieces), st.lists(PIECE, max_size=4))
CELLS = st.lists(PARAGRAPH, min_size=1, max_size=3)
TABLES = st.builds(
    lambda cells: "<w:tbl><w:tr>" + "".join(f"<w:tc>{one}</w:tc>" for one in cells) + "</w:tr></w:tbl>", CELLS
)
BODY = st.builds("".join, st.lists(st.one_of(PARAGRAPH, PARAGRAPH, TABLES), min_size=1, max_size=5))
