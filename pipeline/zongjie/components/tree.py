"""From headings in text order to one tree: which of them stands under which."""

from collections.abc import Sequence
from typing import NamedTuple

from ..report import OutlineNode
from .looks import DASH, LOOKS, TIDY, Candidate


class Ahead(NamedTuple):
    """What comes after a heading: the next number, and the value of the next of each family."""

    next: Candidate | None
    values: dict[str, int]


TOP = 3  # 第一部分 and 一、: of these the one may go on with the other

Stack = list[tuple[Candidate, int]]


def tree(text: str, candidates: Sequence[Candidate]) -> list[OutlineNode]:
    """The outline's nodes; levels start at 1."""
    nodes = []
    stack: Stack = []
    before: Stack = []  # the stack that a heading without a number closed
    ahead = _looking_ahead(candidates)
    for one in candidates:
        closed = stack
        if one.family in LOOKS:
            stack, level = _place_unnumbered(stack, one, ahead[one.start])
            if level == 1 and one.family == "bare":
                before = closed
        else:
            stack, level = _place_numbered(stack, before, one, ahead.get(one.start))
        stack.append((one, level))
        label = text[one.start : one.body].strip("#* \t　")
        nodes.append(OutlineNode(one.start, one.end, level, label, TIDY.sub("", text[one.body : one.end])))
    return nodes


def _looking_ahead(candidates: Sequence[Candidate]) -> dict[int, Ahead]:
    """For each heading that is one by its looks or leads its line with a number, what follows it."""
    result: dict[int, Ahead] = {}
    following: Candidate | None = None
    values: dict[str, int] = {}
    for one in reversed(candidates):
        if one.family in LOOKS or (one.leading and one.value > 1 and one.rank < DASH):
            result[one.start] = Ahead(following, dict(values))
        if one.family not in LOOKS and one.leading and one.family != "dash":
            following = one
            values[one.family] = one.value
    return result


def _place_unnumbered(stack: Stack, one: Candidate, ahead: Ahead) -> tuple[Stack, int]:
    """Where a heading by its looks belongs: above numbers that start anew after it, below those that go on."""
    families = [held.family for held, _ in stack]
    if one.family == "bare":
        numbered = bool(stack) and families[0] not in LOOKS and stack[0][0].rank < DASH
        if numbered and ahead.values.get(families[0]) != 1:
            return stack[:1], 2
        return [], 1
    if "weak" in families:
        depth = families.index("weak")
        return stack[:depth], stack[depth][1]
    if ahead.next and ahead.next.family in families:
        depth = families.index(ahead.next.family)
        goes_on = ahead.next.value != 1
        return stack[: depth + goes_on], stack[depth][1] + goes_on
    return _under(stack, one)


def _place_numbered(stack: Stack, before: Stack, one: Candidate, ahead: Ahead | None) -> tuple[Stack, int]:
    """Where a number belongs: beside its own kind or where it is missing, else under the last of a higher rank."""
    for depth, (held, level) in enumerate(stack):
        if held.family == one.family:
            return stack[:depth], level
    for depth, (held, level) in enumerate(stack if ahead else ()):
        if _fills(held, one, ahead):
            return stack[:depth], level
    if all(held.family == "bare" for held, _ in stack):
        for depth, (held, level) in enumerate(before):
            if held.family == one.family and one.value == held.value + 1:
                return before[:depth], level
    return _under(stack, one)


def _fills(held: Candidate, one: Candidate, ahead: Ahead | None) -> bool:
    """Whether a number goes on with a series of another kind: 二、 （三） 四、, or 第一部分 二、 with no 第二部分."""
    if ahead is None or held.family in LOOKS or one.value != held.value + 1 or not held.rank < one.rank < DASH:
        return False
    following = ahead.values.get(held.family)
    return following == one.value + 1 or (following is None and one.rank <= TOP)


def _under(stack: Stack, one: Candidate) -> tuple[Stack, int]:
    stack = list(stack)
    while stack and stack[-1][0].rank > one.rank and stack[-1][0].family != "bare":
        stack.pop()
    return stack, stack[-1][1] + 1 if stack else 1
