"""Faults that one summary can bear: each planter changes it in one place and says what is wrong there now.

A planter gives None, and changes nothing, where the summary has no place for its fault.
"""

from collections.abc import Callable
from random import Random

from ..bank import Bank
from ..text import Fault, Summary
from . import blanks, figures, missing, structure

Planter = Callable[[Summary, Random, Bank], Fault | None]

# In the order in which they take turns; blanks are what summaries have most.
PLANTERS: tuple[Planter, ...] = (
    blanks.blank_figure,
    blanks.blank_name,
    blanks.blank_date,
    blanks.blank_text,
    figures.wrong_parts,
    figures.wrong_change,
    blanks.empty_cell,
    missing.missing_section,
    structure.numbering_gap,
    figures.conflict,
    figures.text_against_table,
    figures.impossible_share,
    missing.no_unit,
    structure.doubled_mark,
    figures.wrong_year,
    figures.impossible_date,
    figures.reversed_range,
    figures.implausible,
    figures.table_total,
    figures.wrong_measure,
    figures.count_mismatch,
    structure.numbering_repeat,
    structure.section_order,
    structure.repeated_paragraph,
    structure.unbalanced,
    missing.too_short,
    missing.missing_indicator,
    missing.empty_section,
    missing.bare_claim,
    missing.vague_plan,
    blanks.blank_figure,
    blanks.blank_name,
    blanks.blank_text,
)
# What drafts have besides.
DRAFT_PLANTERS: tuple[Planter, ...] = (
    blanks.blank_figure,
    blanks.blank_figure,
    blanks.blank_figure,
    blanks.blank_name,
    blanks.blank_date,
    blanks.blank_text,
)
