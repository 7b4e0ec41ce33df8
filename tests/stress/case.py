"""What a case is: a construct as it stands in the file, and what a reader of Word sees of it."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from word import p, word
from zongjie.document import Cell


class Seen(NamedTuple):
    """A block as it has to come back; ``cell`` is looked at where it is given."""

    text: str
    kind: str = "paragraph"
    label: str | None = None
    cell: Cell | None = None


class Case(NamedTuple):
    """A construct: what ``w:body`` holds, the texts that are seen (plain ones are paragraphs), the other parts.

    ``alone`` says that it would change what others show, so that it cannot stand in one file with them.
    """

    name: str
    body: str
    seen: Sequence[Seen | str]
    parts: dict[str, str] = {}  # noqa: RUF012 - never changed
    alone: bool = False

    @property
    def blocks(self) -> list[Seen]:
        return [one if isinstance(one, Seen) else Seen(one) for one in self.seen]

    def build(self) -> bytes:
        return _file(self.body, self.parts)


def of(kind: str, *texts: str) -> list[Seen]:
    """Blocks of that kind."""
    return [Seen(text, kind) for text in texts]


def cells(*rows: Sequence[str], table: int = 0) -> list[Seen]:
    """The cells of a plain table, row by row."""
    return [
        Seen(text, "cell", None, Cell(table, number, column))
        for number, texts in enumerate(rows)
        for column, text in enumerate(texts)
    ]


def numbered(label: str, text: str = "", gap: str = "", kind: str = "paragraph") -> Seen:
    """A block with an automatic number."""
    return Seen(label + gap + text, kind, label)


_SEPARATORS = "".join(
    f'<w:{{0}} w:type="{kind}" w:id="{number}"><w:p><w:r>{content}</w:r></w:p></w:{{0}}>'
    for number, kind, content in (
        (-1, "separator", "<w:separator/>"),
        (0, "continuationSeparator", "<w:continuationSeparator/>"),
        (1, "continuationNotice", "<w:t>转下页</w:t>"),
    )
)


def _file(body: str, others: dict[str, str]) -> bytes:
    """The file; parts with notes get the separators that Word always writes, the settings name them."""
    whole = dict(others)
    for kind in ("footnote", "endnote"):
        if kind + "s" in whole:
            whole[kind + "s"] = _SEPARATORS.format(kind) + whole[kind + "s"]
    return word(body, whole.pop("styles", ""), **whole)


_NUMBERS = re.compile(r"""(<w:(?:numId|abstractNumId) w:val=["']|w:(?:numId|abstractNumId)=")([1-9]\d*)""")
_NOTES = re.compile(r'(<w:(?:footnote|endnote)(?:Reference)?\b[^>]* w:id=")(\d+)')
_STYLES = re.compile(
    r"""(w:styleId="|<w:(?:name|basedOn|pStyle|rStyle|tblStyle|numStyleLink|styleLink) w:val=["'])([^"']+)"""
)


def _apart(xml: str, number: int) -> str:
    """``xml`` with lists, notes and styles called so that no other case has them."""
    xml = _NUMBERS.sub(lambda match: f"{match[1]}{int(match[2]) + 100 * number}", xml)
    xml = _NOTES.sub(lambda match: f"{match[1]}{int(match[2]) + 100 * number}", xml)
    return _STYLES.sub(lambda match: f"{match[1]}c{number}-{match[2]}", xml)


def together(cases: Sequence[Case]) -> Case:
    """All ``cases`` that may stand together as one, each after its name in 【】."""
    body, seen, notes = "", [], {"footnote": [], "endnote": []}
    whole: dict[str, str] = {}
    for number, case in enumerate(cases, 1):
        title = f"【{case.name}】"
        body += p(title) + _apart(case.body, number)
        for name, content in case.parts.items():
            whole[name] = whole.get(name, "") + _apart(content, number)
        seen.append(Seen(title))
        for block in case.blocks:
            notes.get(block.kind, seen).append(block._replace(cell=None))
    if "numbering" in whole:  # all definitions come before all lists
        lists = re.findall("<w:num .*?</w:num>", whole["numbering"])
        whole["numbering"] = re.sub("<w:num .*?</w:num>", "", whole["numbering"]) + "".join(lists)
    return Case("together", body, [*seen, *notes["footnote"], *notes["endnote"]], whole)
