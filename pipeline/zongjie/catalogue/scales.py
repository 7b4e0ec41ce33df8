"""Units of measure as a profile may write them, with a scale (万元): figures are kept without (元)."""

import re

_SCALES = {"万": 10**4, "百万": 10**6, "千万": 10**7, "亿": 10**8}
_SCALED = re.compile("(?:万|百万|千万|亿)(?=.)")


def unscaled(unit: str) -> tuple[str, int]:
    """``unit`` without its scale, and the scale: (元, 10000) for 万元."""
    found = _SCALED.match(unit)
    return (unit[found.end() :], _SCALES[found.group()]) if found else (unit, 1)
