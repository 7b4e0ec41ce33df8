"""Rows of the table of metrics, as tests of totals and workbooks need them."""

from decimal import Decimal
from functools import cache
from typing import Any

import zongjie
from zongjie.document import Place
from zongjie.kpi.table import Row, rows
from zongjie.report import Report
from zongjie.season import Season, Submission

ROW = Row(
    source="甲/总结.txt", organization="甲支部", year=2022, section="achievements", indicator="培训", canonical=None,
    value=Decimal(300), high=None, unit="人次", unit_text="人次", text="300人次", bound="exact", status="reported",
    kind="actual", change=None, period_start="2022-01-01", period_end="2022-12-31", evidence="培训300人次。",
    start=0, end=5, place=Place("text", 3, None, 0), place_text="第4行",
)  # fmt: skip
MISSING = ROW._replace(value=None, text="*人次", status="missing", evidence="培训*人次。")


@cache
def sample() -> Report:
    """A report with figures that are whole, missing, ranges, shares and promised."""
    text = (
        "一、工作开展情况\n全年培训党员1.25万人次，收缴党费XX万元。参合率达98.5%；走访3至5次！发展预备党员*名\n"
        "二、下一步打算\n计划培训不少于300人次。"
    )
    return zongjie.analyze(text.encode())


def sample_rows() -> list[Row]:
    """The rows of ``sample``."""
    return rows([sample()])


def row(unit: str, indicator: str, value: str | None, measure: str = "次", **fields: Any) -> Row:
    """A row of the document ``unit``.txt: what ``unit`` reports of an indicator, whose name is canonical."""
    given = {"source": f"{unit}.txt", "organization": unit, "year": 2025, "canonical": indicator} | fields
    text = f"{'*' if value is None else value}{measure}"
    usual = ROW._replace(
        indicator=indicator, value=None if value is None else Decimal(value), unit=measure, unit_text=measure,
        text=text, status="missing" if value is None else "reported", evidence=f"{indicator}{text}。",
        period_start=None, period_end=None,
    )  # fmt: skip
    return usual._replace(**given)


def season(*submissions: Submission, units: tuple[str, ...], **fields: Any) -> Season:
    """A season of 2025."""
    return Season(2025, units, submissions, ())._replace(**fields)


def submission(
    source: str, unit: str | None, year: int | None = 2025, *, counts: bool = True, note: str = ""
) -> Submission:
    """One document of a season."""
    return Submission(source, "0" * 64, unit, "", year, "", counts, note)
