"""What a unit's name does in its sentence: whether it stands where a report speaks of its own unit, or is mentioned."""

import json
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from ..language.patterns import any_of
from ..lexicon import load

_AROUND = 64  # characters that tell what a name does in its sentence
_SENTENCE = 160  # characters of one that are looked at
_START = r"(?:^|[。！？；])\s*(?:[（(]?[一二三四五六七八九十\d]+[）)、.．]\s*)?"
_YEAR = r"二〇..|[12]\d{3}|２０.."
_WE = re.compile(r"(?<![自个之])[我本]$|我们$|我单位$|我司$")  # 我乙公司, 本乙公司
_LED_IN = re.compile(r"(?<![现存])在$")  # 在乙公司党委的坚强领导下
_LED = r"(?:、[^，。；]{1,8})?和?(?:[^，。；]{0,8})?的?(?:正确|坚强|统一|有力|亲切)?领导下"
_ALL = r"(?:上下|全体(?:党员|干部|职工|干部职工|师生|员工|党员干部|医护人员)*)?[，,]?"
_TITLE = r"[\w\s（）()—\-第]{0,20}(?:总结|报告|汇报|述职|小结|情况|材料)"
_AFTER_SIGNED = r"[\s）)（(盖章签]*(?:[\d二〇零一三四五六七八九十年月日\s]*)$"
_STOP = re.compile(r"[。！？；]")
_SIDES = "{N}"  # where the name stands in a frame


class Words(NamedTuple):
    """The table ``foreign`` of ``collecting.toml``; ``above`` are ends of names and of those that they lead."""

    led: re.Pattern[str]
    title: re.Pattern[str]
    signed: re.Pattern[str]
    begins: re.Pattern[str]
    goes_on: re.Pattern[str]
    frames: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]
    dealt_with: re.Pattern[str]
    mentioned: re.Pattern[str]
    together: re.Pattern[str]
    above: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]


def words(lexicon: Mapping[str, Any]) -> Words:
    """The words with the user's own laid over the shipped ones."""
    return _words(json.dumps(lexicon.get("collecting") or {}, ensure_ascii=False, sort_keys=True))


@lru_cache(maxsize=4)
def _words(own: str) -> Words:
    table = load("collecting", {"collecting": json.loads(own)})["foreign"]
    body = f"(?:公司|局)?(?:{'|'.join(table['bodies'])})?"
    circumstances = "|".join(table["begins"]).replace("{Y}", _YEAR)
    frames = (one.partition(_SIDES) for one in table["frames"])
    above = (one.partition(" > ") for one in table["above"])
    return Words(
        led=re.compile(body + _LED),
        title=re.compile(body + _TITLE),
        signed=re.compile(body + _AFTER_SIGNED),
        begins=re.compile(f"{_START}(?:{circumstances})$"),
        goes_on=re.compile(f"{body}{_ALL}(?:{'|'.join(table['goes_on'])})"),
        frames=tuple((re.compile(f"(?:{before})$"), re.compile(body + behind)) for before, _, behind in frames),
        dealt_with=any_of(table["dealt_with"]),
        mentioned=any_of(table["mentioned"]),
        together=any_of(table["together"]),
        above=tuple((re.compile(f"(?:{high})$"), re.compile(f"(?:{low})$")) for high, _, low in above),
    )


def is_own_place(
    text: str, name: tuple[int, int], line: tuple[int, int], own: Sequence[str], w: Words, *, opening: bool, alone: bool
) -> bool:
    """Whether the name at ``name`` of a ``line`` stands where a report of the unit ``own`` speaks of itself.

    In the ``opening`` a name does so unless its sentence deals with another unit; ``alone`` says that neither one's
    own name stands in the line nor many others in the report.
    """
    start, end = name
    before, after = text[max(line[0], start - _AROUND) : start], text[end : min(line[1], end + _AROUND)]
    if _WE.search(before):
        return True
    higher = _is_above(text[start:end], own, w)
    if _LED_IN.search(before) and w.led.match(after):
        return not higher
    if not alone:
        return False
    if any(first.search(before) and then.match(after) for first, then in w.frames):
        return not w.mentioned.match(after)
    if w.begins.search(before) and w.goes_on.match(after) and not (higher and not opening):
        return not _is_together(text, name, line, w)
    return opening and not is_mentioned(before, after, w) and not _is_together(text, name, line, w)


def is_mentioned(before: str, after: str, w: Words) -> bool:
    """Whether the words around a name deal with it as with another unit."""
    clause = re.split("[，,。；：:！？]", before)[-1]
    return w.dealt_with.search(clause) is not None or w.mentioned.match(after) is not None


def _is_together(text: str, name: tuple[int, int], line: tuple[int, int], w: Words) -> bool:
    """Whether the sentence of a name says that its unit did something for or with one's own."""
    stop = _STOP.search(text, name[1], min(line[1], name[1] + _SENTENCE))
    return w.together.search(text, name[1], stop.start() if stop else min(line[1], name[1] + _SENTENCE)) is not None


def _is_above(name: str, own: Sequence[str], w: Words) -> bool:
    """Whether a unit of that name may lead the own."""
    return any(high.search(name) and any(low.search(one) for one in own) for high, low in w.above)
