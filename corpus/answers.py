"""The text of a composed summary and its answer key in the form of ``samples`` (see README.md)."""

import re
from typing import Any

from .key import plain
from .planting.blanks import TEXT_MARKS
from .text import Para, Piece, Summary

_LISTED = ("problems", "plans", "suggestions")
_LIGHT = re.compile(r"(?:开展|组织|举办|召开|实施|完成|进行|举行|实现|达成)(?=..)")
_MARKS = {
    "部门": re.compile(r"[X×]+"),
    "地名": re.compile(r"[X×]+"),
    "人名": re.compile(r"[X某]+$"),
    "日期": re.compile(r"[X×_]+"),
}
_BEFORE = (
    ("at_most", re.compile(r"(?:不超过|不高于|不多于)$")),
    ("at_least", re.compile(r"(?:超过|突破|不少于|不低于|至少|逾|超)$")),
    ("about", re.compile(r"(?:近|约|大约)$")),
)
_AFTER = (("at_least", "以上"), ("at_most", "以内"), ("at_most", "以下"), ("about", "左右"))
# Counts in the fragments' own words: of structure, small ones, durations, which a key marks optional.
_COUNTED = re.compile(
    r"(?<![上下第明今去前])[一二两三四五六七八九十百千几半]+(?:余|多)?(?:个(?:月|工作日)?(?!季度)|[项件次轮批期条份名位人户家台套场节篇"
    r"天周倍成趟支遍版类级步元]|年(?!来|行动|规划|改革)|小时|分钟)(?!皮)"
)
_CLAUSE = re.compile(r"[，。；：、！？]")
_END = re.compile(r"[，。；：！？]")
_STOP = re.compile(r"[。！？；：]")
_LONG_HEAD = 45


def keyed(summary: Summary, indent: str = "", gap: str = "\n") -> tuple[str, dict[str, Any]]:
    """The text, its paragraphs after ``indent`` and ``gap`` between them, and the key without ``doc``."""
    lines: list[tuple[Para, int]] = []
    text = ""
    for para in summary.paras:
        text += (gap if text else "") + (indent if para.style in ("body", "lead") else "")
        lines.append((para, len(text)))
        text += para.label + para.text
    key: dict[str, Any] = {"register": summary.register, "sections": _sections(lines, text)}
    key |= {name: [] for name in ("turns", "placeholders", "metrics", "initiatives")}
    for para, start in lines:
        _pieces(para, start + len(para.label), text, key)
    key["items"] = [item for section in key["sections"] for item in _items(section, lines, text)]
    for name in ("placeholders", "metrics", "initiatives"):
        key[name].sort(key=lambda row: row["start"])
    return text + "\n", key


def _sections(lines: list[tuple[Para, int]], text: str) -> list[dict[str, Any]]:
    sections: list[dict[str, Any]] = []
    for para, start in lines:
        if not para.role:
            continue  # the title
        end = start + len(para.label + para.text)
        is_headed = para.style == "heading" and para.level == 1
        if is_headed or not sections or sections[-1]["role"] != para.role:
            sections.append(
                {"start": start, "end": end, "role": para.role, "heading": text[start:end] if is_headed else ""}
            )
        sections[-1]["end"] = end
    return sections


def _pieces(para: Para, start: int, text: str, key: dict[str, Any]) -> None:
    """Adds what the pieces of ``para`` hold; its text begins at ``start``."""
    at, end_of_para = start, start + len(para.text)
    for index, piece in enumerate(para.pieces):
        end = at + len(piece.text)
        if piece.role:
            last = key["turns"][-1] if key["turns"] else None
            if last and last["end"] == at and last["role"] == piece.role:
                last["end"] = end
            else:
                key["turns"].append({"start": at, "end": end, "role": piece.role})
        if piece.figure:
            key["metrics"].append(_metric(piece, at, end, text[start:at], text[end:end_of_para]))
            if piece.figure.value is None:
                mark = piece.text.removesuffix(piece.figure.unit_text)
                key["placeholders"].append(_span(at, mark, kind="figure"))
        elif piece.word == "举措":
            key["initiatives"].append(_span(at, piece.text))
        elif piece.text in TEXT_MARKS:
            key["placeholders"].append(_span(at, piece.text, kind="text"))
        elif piece.word in _MARKS:
            kind = "date" if piece.word == "日期" else "name"
            for mark in _MARKS[piece.word].finditer(piece.text):
                key["placeholders"].append(_span(at + mark.start(), mark[0], kind=kind))
        elif piece.word == "低":  # 2至4次
            unit = para.pieces[index + 3].text[0]
            shown = "".join(one.text for one in para.pieces[index : index + 3]) + unit
            row = {"value": int(piece.text), "high": int(para.pieces[index + 2].text), "unit": unit}
            key["metrics"].append(_optional(at, shown, row))
        elif para.style in ("body", "lead") and piece.word != "ordinal":
            key["metrics"] += [_optional(at + one.start(), one[0], {}) for one in _COUNTED.finditer(piece.text)]
        at = end


def _span(start: int, text: str, **more: Any) -> dict[str, Any]:
    return {"start": start, "end": start + len(text), "text": text, **more}


def _optional(start: int, text: str, more: dict[str, Any]) -> dict[str, Any]:
    row = {"value": None, "unit": "", "bound": "exact", "status": "reported", "kind": "actual", "indicator": ""}
    return _span(start, text, **{**row, **more}, optional=True)


def _metric(piece: Piece, start: int, end: int, before: str, after: str) -> dict[str, Any]:
    figure = piece.figure
    assert figure
    bound = "at_least" if "余" in piece.text else "exact"
    bound = next((name for name, words in _BEFORE if words.search(before)), bound)
    bound = next((name for name, word in _AFTER if after.startswith(word)), bound)
    short = _LIGHT.sub("", figure.indicator, count=1) if _LIGHT.match(figure.indicator) else figure.indicator
    clause = _CLAUSE.split(before)[-1]
    follows = _END.split(after)[0]
    longer = [one for one in (clause, follows, figure.indicator + follows) if 2 <= len(one) <= 20]
    wordings = dict.fromkeys((short, figure.indicator, *longer))
    return {
        "start": start,
        "end": end,
        "text": piece.text,
        "value": None if figure.value is None else plain(figure.value),
        "unit": figure.unit,
        "unit_text": figure.unit_text,
        "bound": bound,
        "status": "missing" if figure.value is None else "reported",
        "kind": figure.kind,
        "indicator": short,
        "indicators": list(wordings),
        "optional": False,
    }


def _items(section: dict[str, Any], lines: list[tuple[Para, int]], text: str) -> list[dict[str, Any]]:
    """What the section enumerates: what is numbered in it, else its paragraphs."""
    if section["role"] not in _LISTED:
        return []
    inside = [(p, at) for p, at in lines if section["start"] <= at < section["end"] and p.style in ("body", "lead")]
    numbered: list[tuple[int, int, int]] = []  # start, end, where the head begins
    for para, start in inside:
        end = start + len(para.label + para.text)
        if para.label:
            numbered.append((start, end, start + len(para.label)))
            continue
        at = start
        for piece in para.pieces:
            if piece.word == "ordinal" and piece.text:
                if numbered and start <= numbered[-1][0]:
                    numbered[-1] = (numbered[-1][0], at, numbered[-1][2])
                numbered.append((at, end, at + len(piece.text)))
            at += len(piece.text)
    whole = [(start, start + len(para.text), start) for para, start in inside]
    introductory = {start for para, start in inside if not para.field_of and len(inside) > 1}
    rows = numbered or whole
    return [
        {
            "start": start,
            "end": end,
            "role": section["role"],
            "head": _head(text[body:end]),
            **({"optional": True} if not numbered and start in introductory else {}),
        }
        for start, end, body in rows
    ]


def _head(text: str) -> str:
    first = _STOP.split(text)[0]
    return first.split("，")[0] if len(first) > _LONG_HEAD else first
