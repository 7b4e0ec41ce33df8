"""Word lists, units, headings and masks: TOML tables in ``resources``, key-checked on load.

A user's own tables are laid over the shipped ones: lists are added to, single values and named rows replaced.
"""

import json
import tomllib
from collections.abc import Mapping
from functools import lru_cache
from importlib import resources
from typing import Any

TABLES = ("units", "quantities", "masks", "headings", "roles", "indicators", "initiatives", "tables", "wording")


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
    return _laid_over(shipped, json.loads(own), name, open_keys="*" in shipped)


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
