"""ZJ3xx: figures, dates and years that contradict one another."""

from . import changes, counts, dates, doubts, parts, shares, totals, values, years

RULES = tuple(
    sorted(
        (
            *parts.RULES,
            *doubts.RULES,
            *counts.RULES,
            *changes.RULES,
            *values.RULES,
            *shares.RULES,
            *years.RULES,
            *dates.RULES,
            *totals.RULES,
        ),
        key=lambda rule: rule.id,
    )
)
