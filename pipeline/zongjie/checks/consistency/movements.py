"""What a figure says of a change: by so much, by a share, in which direction; and what two ends give."""

import re
from decimal import Decimal

from ...report import Metric
from . import figures
from .figures import Bounds
from .words import Words

SHARE = frozenset(["%", "％"])
POINTS = frozenset(["个百分点", "百分点", "个点"])
TIMES = {"%": Decimal(100), "％": Decimal(100), "倍": Decimal(1), "成": Decimal(10)}
_NO_ZEROS = Decimal("0.025")  # of its value, that a figure of few places may be off
_DEARER, _CHEAPER = Decimal("1.25"), Decimal(5)  # how far growth in constant prices may be above that in current
_YEAR = re.compile(
    r"(?:19|20)[0-9]{2}(?=年)|[一二][〇○零九][〇○零一二三四五六七八九]{2}(?=年)|(?:１９|２０)[０-９]{2}(?=年)"
)
_DIGITS = str.maketrans("０１２３４５６７８９〇○零一二三四五六七八九", "0123456789000123456789")


def year_of(words: str) -> int | None:
    """The year that some words name in four digits; None where they name none."""
    found = _YEAR.search(words)
    return int(found[0].translate(_DIGITS)) if found else None


def direction(verb: str, known: Words) -> int:
    """1 for a verb of growth, -1 for one of decline, 0 for others."""
    return -1 if verb in known.down else 1 if verb in known.up else 0


def is_single(metric: Metric) -> bool:
    """Whether a figure has one value."""
    return figures.judged(metric) and metric.high is None


def side_by_side(first: Metric, last: Metric) -> tuple[Bounds, Bounds]:
    """What two figures can stand for that are told together.

    One of fewer places than the other (由2亿元增长到2.5亿元) has hardly been rounded more: its zeros are left out.
    """
    found = figures.bounds(first), figures.bounds(last)
    steps = figures.step(first), figures.step(last)
    if steps[0] == steps[1] or first.scale != last.scale or not first.bound == last.bound == "exact":
        return found
    coarse = 0 if steps[0] > steps[1] else 1
    value = (first, last)[coarse].value or Decimal(0)
    play = min(steps[coarse] / 2, abs(value) * _NO_ZEROS) if found[coarse].high > found[coarse].low else Decimal(0)
    closer = Bounds(value - play, value + play)
    return (closer, found[1]) if coarse == 0 else (found[0], closer)


def between(first: Metric, last: Metric, sign: int) -> Bounds:
    """How far ``last`` can be above ``first``, or below it where ``sign`` is -1."""
    one, two = side_by_side(first, last)
    return (
        Bounds(one.low - two.high, one.high - two.low) if sign < 0 else Bounds(two.low - one.high, two.high - one.low)
    )


def stated(by: Metric, like: Decimal) -> Bounds:
    """What ``by`` can stand for beside figures whose last place is worth ``like``: it may be cut off, not rounded."""
    slack = Decimal(0 if by.bound == "at_least" else 1)  # 四成多 is no less than 四成
    return figures.bounds(by, slack, by.unit in TIMES or figures.step(by) > like)


def differ(said: Bounds, fair: Bounds, exact: bool) -> bool:
    """Whether what is said of a change is not what its figures give; ``exact``: none of them is open or about."""
    return said.beside(fair) if exact else said.apart(fair)


def rounded(value: Decimal, by: Metric) -> str:
    """A rate as it should stand in the place of ``by``."""
    places = min(int(figures.step(by).as_tuple().exponent), -1)
    return f"{figures.plain(value.quantize(Decimal((0, (1,), places))))}{by.unit_text}"


def ratio(first: Metric, last: Metric, sign: int, by: Metric) -> Bounds | None:
    """By what share ``last`` can be above ``first``, or below it where ``sign`` is -1, in the unit of ``by``."""
    one, two = side_by_side(first, last)
    if one.low <= 0 or two.low < 0:
        return None
    times = TIMES[by.unit]
    ends = (two.low / one.high - 1) * sign * times, (two.high / one.low - 1) * sign * times
    return Bounds(min(ends), max(ends))


def in_other_prices(fair: Bounds) -> Bounds:
    """What a growth can be that is told in constant prices: less than that of the figures, and hardly more."""
    return Bounds(min(fair.low, Decimal(0)), max(fair.high, Decimal(0)) * _DEARER + _CHEAPER)
