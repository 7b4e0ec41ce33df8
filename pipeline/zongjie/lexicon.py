"""Word lists, units, headings and masks: TOML tables in ``resources``, key-checked on load.

A user's own tables are laid over the shipped ones: lists are added to, single values and named rows replaced.
"""

import json
import math
import re
import tomllib
from collections.abc import Mapping
from functools import lru_cache
from importlib import resources
from typing import Any

TABLES = (
    "units", "quantities", "masks", "headings", "roles", "indicators", "initiatives", "tables",
    "catalogue", "modifiers", "measures", "averages", "content", "collecting",
    "consistency", "set_phrases",
)  # fmt: skip
# Tables whose rows all have the same keys: a user's row needs only some of them, and no others.
_UNIFORM = ("catalogue",)
_MOST_WORDINGS = 2000  # that one word with alternatives stands for


class LexiconError(ValueError):
    """A table of the user's has an unknown name or key, or a value of the wrong type; the message lists the allowed."""


def load(name: str, overrides: Mapping[str, Any] | None = None) -> Mapping[str, Any]:
    """The table ``name`` with ``overrides[name]`` laid over it; do not change what is returned.

    Raises ``LexiconError`` for unknown tables or keys and for values of another type than the shipped ones.
    """
    own = (overrides or {}).get(name) or {}
    return _load(name, json.dumps(own, ensure_ascii=False, sort_keys=True))


@lru_cache(maxsize=64)
def _load(name: str, own: str) -> Mapping[str, Any]:
    if name not in TABLES:
        raise LexiconError(f"没有词表“{name}”；可用的词表：{'、'.join(TABLES)}")
    shipped = tomllib.loads((resources.files(__package__) / "resources" / f"{name}.toml").read_text("utf-8"))
    if name in _UNIFORM:
        return _rows_over(shipped, json.loads(own), name)
    return _laid_over(shipped, json.loads(own), name, open_keys="*" in shipped)


def _rows_over(base: dict[str, Any], own: dict[str, Any], path: str) -> dict[str, Any]:
    """Rows of the same keys with the user's rows laid over them; a key that a new row lacks is empty there."""
    empty = {key: type(value)() for key, value in next(iter(base.values())).items()}
    result = dict(base)
    for name, row in own.items():
        if not isinstance(row, dict):
            raise LexiconError(f'词表“{path}.{name}”应为一行，如 {{ unit = "件", words = ["另一种说法"] }}')
        result[name] = _laid_over(base.get(name, empty), row, f"{path}.{name}")
        for key, value in result[name].items():
            if isinstance(value, list) and not all(isinstance(one, str) for one in value):
                raise LexiconError(f"词表“{path}.{name}.{key}”里应都是加引号的文字")
            for word in value if key == "words" else ():
                if math.prod(group.count("|") + 1 for group in re.findall(r"\(([^()]*)\)", word)) > _MOST_WORDINGS:
                    raise LexiconError(f"词表“{path}.{name}”的“{word[:20]}”代表的说法太多，请拆开来写")
    return result


def _laid_over(base: dict[str, Any], own: dict[str, Any], path: str, *, open_keys: bool = False) -> dict[str, Any]:
    result = dict(base)
    for key, value in own.items():
        if key not in base:
            if open_keys or all(isinstance(row, dict) for row in base.values()):
                result[key] = value
                continue
            raise LexiconError(f"词表“{path}”没有键“{key}”；可用的键：{'、'.join(base)}")
        old = base[key]
        if type(old) is not type(value) and not (isinstance(old, (int, float)) and isinstance(value, (int, float))):
            raise LexiconError(f"词表“{path}.{key}”应为 {type(old).__name__}，现为 {type(value).__name__}")
        if isinstance(old, dict):
            result[key] = _laid_over(old, value, f"{path}.{key}")
        elif isinstance(old, list):
            result[key] = old + [one for one in value if one not in old]
        else:
            result[key] = value
    return result
