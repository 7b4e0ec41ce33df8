"""Fields whose result Word draws from the instruction alone: EQ (circles, fractions …), SYMBOL, prompts."""

import re
from itertools import pairwise

from .counting import encircled
from .symbols import is_symbol_font, seen

_ARGUMENT = re.compile(r'"([^"]*)"|(\S+)')
_SWITCH = re.compile(r"\\(\*|[a-z]{1,2})\s*", re.I)
_OPTION = re.compile(r"\\\*\s*(?:\"[^\"]*\"|\S+)\s*")
_PROMPTS = ("MACROBUTTON", "GOTOBUTTON")  # show what stands after the name of a macro or a place: [单击此处输入]
_CIRCLES = "○〇◯"
_FRAMES = "□△◇"
_DEEPEST = 40


def drawn(instruction: str) -> str:
    """What a field with ``instruction`` and no result of its own shows; "" for one that shows nothing."""
    kind, _, rest = instruction.strip().partition(" ")
    if "\\" in kind:  # EQ\\o(…): no blank is needed
        kind, _, rest = instruction.strip().partition("\\")
        rest = "\\" + rest
    if kind.upper() == "EQ":
        return _Equation(_OPTION.sub("", rest)).text().strip()
    if kind.upper() in _PROMPTS:
        return rest.strip().partition(" ")[2].strip()
    return _symbol(rest) if kind.upper() == "SYMBOL" else ""


def _symbol(rest: str) -> str:
    arguments: list[str] = [quoted or bare for quoted, bare in _ARGUMENT.findall(rest)]
    if not arguments:
        return ""
    font = next((after for switch, after in pairwise(arguments) if switch == "\\f"), None)
    try:
        code = int(arguments[0], 16 if arguments[0].lower().startswith("0x") else 10)
    except ValueError:
        return arguments[0][:1]
    if not 0 < code < 0xD800:
        return ""
    if is_symbol_font(font) or "\\u" in arguments or code > 0xFF:
        return seen(code, font)
    return bytes([code]).decode("cp1252", "ignore")


class _Equation:
    """One pass over an EQ instruction; ``text`` gives what it shows in one line."""

    def __init__(self, source: str) -> None:
        self._source, self._at, self._depth = source, 0, 0

    def text(self, until: str = "") -> str:
        """What stands before the first character of ``until`` (or the end), which is not taken."""
        result = ""
        while self._at < len(self._source) and self._source[self._at] not in (until or "\0"):
            char = self._source[self._at]
            switch = _SWITCH.match(self._source, self._at)
            if switch:
                self._at = switch.end()
                result += self._drawn(switch[1].lower())
            elif char == "\\":  # \, \( and the like stand for the character itself
                result += self._source[self._at + 1 : self._at + 2]
                self._at += 2
            else:
                result += char
                self._at += 1
        return result

    def _drawn(self, switch: str) -> str:
        """What the switch with its options and arguments shows."""
        bracket = "()"
        while option := _SWITCH.match(self._source, self._at):
            name = option[1].lower()
            self._at = option.end()
            if switch == "b" and name in ("bc", "lc", "rc"):
                sign = self._source[self._at + 1 : self._at + 2]
                self._at += 2
                bracket = {"{": "{}", "[": "[]", "<": "<>"}.get(sign, sign * 2)
            else:
                while self._source[self._at : self._at + 1].isdigit():
                    self._at += 1
        while self._source[self._at : self._at + 1] == " ":
            self._at += 1
        before = self._at
        parts = self._arguments()
        if switch == "o":
            return _overlaid(parts, self._source[before : self._at])
        if switch == "f" and len(parts) == 2:
            return f"{parts[0]}/{parts[1]}"
        if switch == "r" and parts:
            return f"√{parts[-1]}"
        if switch == "b":
            return bracket[0] + "".join(parts) + bracket[1]
        return ("," if switch == "l" else "").join(parts)

    def _arguments(self) -> list[str]:
        if self._source[self._at : self._at + 1] != "(" or self._depth >= _DEEPEST:
            return []
        self._depth += 1
        parts = []
        while self._at < len(self._source) and self._source[self._at] != ")":
            self._at += 1  # the bracket, or what parts two arguments
            parts.append(self.text(",，;；)" if self._source[self._at - 1] in ",，;；(" else ")"))
        self._at += 1
        self._depth -= 1
        return parts


def _overlaid(parts: list[str], source: str) -> str:
    """Characters drawn over one another: in a circle or a frame, or with their reading above."""
    inner = [part.strip() for part in parts if part.strip()]
    framed = [part for part in inner if part not in _CIRCLES and part not in _FRAMES]
    if len(framed) < len(inner):
        return encircled("".join(framed)) if any(part in _CIRCLES for part in inner) else "".join(framed)
    raised = re.match(r"\(\s*\\s\s*\\up", source)
    lowered = "\\do" in source
    return "".join(inner[1:]) if raised and not lowered and len(inner) > 1 else "".join(inner)
