"""The headings and enumerated parts of a text, as one tree: numbered ones, and lines that are headings by their looks."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from ..report import OutlineNode
from .cues import CERTAIN, Cues, read_heading
from .numbering import Marks, Number, numbers
from .paragraphs import Paragraph

_STOP = re.compile(r"[。】：！？!?]|:(?!\d)")
_PART_STOP = re.compile(r"[。；：！？!?;]|:(?!\d)")
_LEADER = re.compile(r"(?:…{1,}|\.{4,}|·{4,}|．{3,}|_{4,})\s*\d{1,3}\s*$|\t\d{1,3}$")
_NAMED_RUN_IN = re.compile(r"【([^】\n]{2,24})】|([^。：:，,；\n]{2,18})[：:。]")
_TIDY = re.compile(r"^[\s#*【]+|[\s*】。：:！；;，,、]+$|\n\s*")
_RUN_IN_MAX = 60  # characters after which a heading without a stop is taken to be text
_BARE, _WEAK, _DASH = 0, 3.5, 9
_ENDS = "。！？：；”…!?:;）)》】"
_BLANKS = re.compile(r"\s+")
_SPACED = re.compile(r"\S[ 　]+\S[ 　]")  # 政 府 工 作 报 告
_LOOKS = ("bare", "weak")


class Candidate(NamedTuple):
    """A heading at ``start:end``, its own words from ``body``; ``rank`` orders levels, ``value`` counts in a series."""

    start: int
    body: int
    end: int
    family: str
    rank: float
    value: int
    leading: bool
    texts: bool = False  # a sentence follows, not another heading


class Title(NamedTuple):
    """The document's own title (with what belongs to it); empty if there is none. ``parts`` are its paragraphs."""

    start: int
    end: int
    spans: tuple[tuple[int, int], ...]


def outline(text: str, parts: Sequence[Paragraph], marks: Marks, cues: Cues) -> tuple[list[OutlineNode], Title | None]:
    """The nodes in text order with their levels, and the title."""
    found = [
        number
        for number in numbers(text, parts, marks)
        if not _LEADER.search(text, number.body, parts[number.paragraph].end)
    ]
    title = find_title(text, parts, marks, cues, found)
    candidates = _numbered(text, parts, marks, found)
    taken = {number.paragraph for number in found if number.leading}
    if title:
        taken |= {i for i, part in enumerate(parts) if any(a <= part.start < b for a, b in title.spans)}
    candidates += _unnumbered(text, parts, marks, cues, taken)
    candidates = _without_agenda(candidates, {part.start for part in parts})
    candidates.sort(key=lambda one: one.start)
    candidates = _unnumbered_throughout(candidates)
    return _tree(text, _without_strays(candidates)), title


def _numbered(text: str, parts: Sequence[Paragraph], marks: Marks, found: Sequence[Number]) -> list[Candidate]:
    result = []
    for index, number in enumerate(found):
        mark = marks.kinds[number.kind]
        limit = parts[number.paragraph].end
        if index + 1 < len(found):
            limit = min(limit, found[index + 1].start)
        stop = (_STOP if number.leading or mark.rank < 10 else _PART_STOP).search(text, number.body, limit)
        end = stop.end() if stop else limit
        if mark.rank < 10 and end - number.body > _RUN_IN_MAX * 2 and not stop:
            end = _first_clause(text, number.body, end)
        while end > number.start and text[end - 1].isspace():
            end -= 1
        result.append(Candidate(number.start, number.body, end, mark.family, mark.rank, number.value, number.leading))
    return result


def _first_clause(text: str, start: int, end: int) -> int:
    match = re.compile(r"[，、；,;\s]").search(text, start, end)
    return match.start() if match else end


def _unnumbered(text: str, parts: Sequence[Paragraph], marks: Marks, cues: Cues, taken: set[int]) -> list[Candidate]:
    result, sentences = [], []
    last = len(parts) - 1
    for index, part in enumerate(parts):
        start, end = part.start, part.end
        if index in taken or part.kind == "cell" or (marks.leading.match(text, start, end) and not part.level):
            continue
        dash = marks.dashes.match(text, start, end)
        if dash:
            stop = _STOP.search(text, dash.end(), end)
            if stop or end - start <= _RUN_IN_MAX:
                result.append(Candidate(start, dash.end(), stop.end() if stop else end, "dash", _DASH, 0, True))
            continue
        size = end - start
        if size > marks.styled or size < 2 or index == last:
            if size > marks.short or index == last:
                result += _named_run_in(text, part, cues)
            continue
        line = text[start:end]
        bare = _TIDY.sub("", line)
        styled = part.level > 0 or part.bold or line[0] in "#【" or line.startswith("**")
        if not bare or marks.never.search(bare) or marks.subtitle.search(line) or cues.signature.search(bare):
            continue
        reading = read_heading(cues, bare) if (size <= marks.short or styled) and cues.ends.search(bare) else None
        ends_open = line[-1] not in "。；！？，、…!?;,"
        framed = line[0] == "【" and line.find("】") == size - 1
        certain = (
            framed
            or bool(reading)
            and reading.weight >= CERTAIN
            and reading.last >= len(bare) - 3
            and ends_open
            and "，" not in bare
        )
        if certain or styled:
            rank = _BARE if certain or part.level == 1 else _WEAK
            texts = index < last and text[parts[index + 1].end - 1] in "。；："
            result.append(Candidate(start, start, end, "bare" if rank == _BARE else "weak", rank, 0, True, texts))
        elif (
            index
            and text[parts[index - 1].end - 1] not in _ENDS
            and parts[index - 1].end - parts[index - 1].start > marks.short
        ):
            continue  # a sentence that a link broke
        elif ends_open and line[-1] not in "：:" and size <= marks.short:
            following = parts[index + 1]
            least = 2 if "，" in bare else 1.5
            if following.end - following.start > least * size and text[following.end - 1] in _ENDS:
                result.append(Candidate(start, start, end, "weak", _WEAK, 0, True))
        elif line[-1] == "。" and size <= marks.sentence and "，" not in line:
            following = parts[index + 1]
            if following.end - following.start > 2 * size:
                sentences.append(Candidate(start, start, end, "weak", _WEAK, 0, True))
        else:
            result += _named_run_in(text, part, cues)
    return result + (sentences if len(sentences) >= 2 else [])


def _named_run_in(text: str, part: Paragraph, cues: Cues) -> list[Candidate]:
    """存在问题：…… and 【工作回顾】…… without a number."""
    match = _NAMED_RUN_IN.match(text, part.start, part.end)
    if not match or match.end() == part.end:
        return []
    name = match.group(1) or match.group(2)
    if not cues.ends.search(name):
        return []
    reading = read_heading(cues, name)
    if cues.signature.match(name + "：") or name[-1] in "是为有":
        return []
    if not reading or reading.weight < CERTAIN or reading.last < len(name) - 2:
        return []
    return [Candidate(part.start, part.start, match.end(), "bare", _BARE, 0, True, True)]


def _unnumbered_throughout(candidates: list[Candidate]) -> list[Candidate]:
    """Where no heading has a number all short lines are of one level, unless one heads others with no text between."""
    if any(one.leading and one.family not in (*_LOOKS, "dash") and one.rank < _DASH for one in candidates):
        return candidates
    result, over = [], False
    for index, one in enumerate(candidates):
        if one.family == "bare":
            after = candidates[index + 1] if index + 1 < len(candidates) else None
            over = after is not None and after.family == "weak" and after.start - one.end < 4
        elif one.family == "weak" and not over:
            one = one._replace(family="bare", rank=_BARE)
        result.append(one)
    return result


def _without_agenda(candidates: list[Candidate], starts: set[int]) -> list[Candidate]:
    """Numbers inside a paragraph that only announce the headings to come (报告分三部分：一、……；二、……)."""
    firsts = {}
    for one in candidates:
        if one.value == 1 and one.start in starts:
            firsts.setdefault(one.family, one.start)
    return [
        one
        for one in candidates
        if one.start in starts or not one.value or one.rank >= 10 or one.start > firsts.get(one.family, -1)
    ]


def _without_strays(candidates: list[Candidate]) -> list[Candidate]:
    """Short lines above the first numbered heading are its letterhead unless the numbers start anew under others."""
    top = min(
        (one.rank for one in candidates if one.family not in ("bare", "weak", "dash") and one.leading), default=None
    )
    if top is None or top >= 10:
        return candidates
    firsts = [one.start for one in candidates if one.rank == top and one.value == 1]
    start = next(one.start for one in candidates if one.rank == top)
    bare = [one for one in candidates if one.family == "bare"]
    several = len(firsts) > 1 and len([one for one in candidates if one.family in _LOOKS]) > 1
    later = any(one.start > start for one in bare)
    result = []
    for one in candidates:
        if one.start > start or one.family not in _LOOKS or (several and one.start < firsts[0]):
            result.append(one)
        elif one.family == "bare" and (later or len(bare) > 1):
            result.append(one)
        elif one.family == "bare" and one.texts:  # a preface stands beside what follows it
            first = next(other for other in candidates if other.rank == top)
            result.append(one._replace(family=first.family, rank=top))
    return result


def _tree(text: str, candidates: Sequence[Candidate]) -> list[OutlineNode]:
    nodes = []
    stack: list[tuple[Candidate, int]] = []
    before: list[tuple[Candidate, int]] = []  # the stack that a heading without a number closed
    ahead = _looking_ahead(candidates)
    for one in candidates:
        families = [held.family for held, _ in stack]
        numbered = bool(stack) and stack[0][0].family not in _LOOKS and stack[0][0].rank < _DASH
        if one.family in families and not (one.family == "bare" and "weak" in families):
            depth = families.index(one.family)
            level = stack[depth][1]
            del stack[depth:]
        elif one.family == "bare" and numbered and ahead[one.start].values.get(families[0]) != 1:
            del stack[1:]
            level = 2
        elif one.family == "bare":
            before, stack, level = stack, [], 1
        elif one.family == "weak" and ahead[one.start].next and ahead[one.start].next.family in families:
            following = ahead[one.start].next
            depth = families.index(following.family)
            level = stack[depth][1] + (following.value != 1)
            del stack[depth + (following.value != 1) :]
        else:
            again = next((i for i, (held, _) in enumerate(before) if _continues(held, one)), None)
            if again is not None and all(held.family == "bare" for held, _ in stack):
                level = before[again][1]
                stack = before[:again]
            else:
                while stack and stack[-1][0].rank > one.rank and stack[-1][0].family != "bare":
                    stack.pop()
                level = stack[-1][1] + 1 if stack else 1
        stack.append((one, level))
        label = text[one.start : one.body].strip("#* \t　")
        nodes.append(OutlineNode(one.start, one.end, level, label, _TIDY.sub("", text[one.body : one.end])))
    return nodes


def _continues(held: Candidate, one: Candidate) -> bool:
    return held.family == one.family and one.value == held.value + 1


class Ahead(NamedTuple):
    """What comes after a heading without a number: the next number, and the value of the next of each family."""

    next: Candidate | None
    values: dict[str, int]


def _looking_ahead(candidates: Sequence[Candidate]) -> dict[int, Ahead]:
    """For each heading that is one by its looks, what follows it."""
    result, following, values = {}, None, {}
    for one in reversed(candidates):
        if one.family in _LOOKS:
            result[one.start] = Ahead(following, dict(values))
        elif one.leading and one.family != "dash":
            following = one
            values[one.family] = one.value
    return result


def find_title(
    text: str, parts: Sequence[Paragraph], marks: Marks, cues: Cues, found: Sequence[Number]
) -> Title | None:
    """The document's own title, with the lines of place and occasion under it, among the first paragraphs."""
    numbered = {number.start for number in found}
    first = next((number.paragraph for number in found if number.leading), len(parts))
    for index, part in enumerate(parts[: min(first, 40)]):
        end = part.end
        following = index + 1
        line = text[part.start : end]
        if cues.debris.search(line[:80]):
            continue
        if len(line) > 120 or marks.not_title.search(line):
            return None
        if following < len(parts) and len(line) <= 45 and not marks.title.search(line):
            longer = line + text[parts[following].start : parts[following].end]
            if len(longer) <= 60 and marks.title.search(longer) and not marks.title.search(longer[len(line) :]):
                line, end, following = longer, parts[following].end, following + 1
        named = _BLANKS.sub("", line) if _SPACED.match(line) else line
        if not marks.title.search(named) or len(line) > 60 or marks.never.search(named):
            continue
        spans = [(part.start, end)]
        for other in parts[following : following + 16]:
            sub = text[other.start : other.end]
            if len(sub) > 60 or other.start in numbered or sub[-1] in "。！；":
                break
            if marks.subtitle.search(sub) or (spans[-1][1] >= other.start - 2 and sub == line):
                spans.append((other.start, other.end))
        return Title(part.start, end, tuple(spans))
    return None
