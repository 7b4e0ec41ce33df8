"""Characters of symbol fonts (Wingdings and the like) → the Unicode characters that look like what is shown."""

import tomllib
from functools import lru_cache
from importlib import resources

FIRST, LAST = 0xF000, 0xF0FF  # where Word keeps the characters of symbol fonts: their code in the font, and F000


def seen(code: int, font: str | None) -> str:
    """The character that ``code`` (with or without F000) shows in ``font``; • for a picture without a counterpart.

    A code beyond the range of symbol fonts, or in a font that is none, is the character itself.
    """
    within = code - FIRST if FIRST <= code <= LAST else code
    table = _fonts().get((font or "").lower())
    if table is None or within > 0xFF:
        table = _fonts()["symbol" if font and "symbol" in font.lower() else "wingdings"]
        return table.get(within, "•") if FIRST <= code <= LAST else chr(code)
    return table.get(within) or (chr(within) if font and font.lower() == "symbol" and within < 0x7F else "•")


def replaced(text: str, font: str | None) -> str:
    """``text`` with the characters in the range of symbol fonts replaced one for one; the rest stays."""
    return "".join(seen(ord(char), font) if FIRST <= ord(char) <= LAST else char for char in text)


def is_symbol_font(font: str | None) -> bool:
    """Whether all letters of ``font`` are pictures."""
    return font is not None and font.lower() in _fonts()


@lru_cache(maxsize=1)
def _fonts() -> dict[str, dict[int, str]]:
    data = (resources.files("zongjie") / "resources" / "symbols.toml").read_text("utf-8")
    return {font: {int(code, 16): char for code, char in table.items()} for font, table in tomllib.loads(data).items()}
