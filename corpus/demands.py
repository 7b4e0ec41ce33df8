"""What the collection of a season demands: a profile in the project's format, and the roster as a workbook."""

import datetime
from pathlib import Path

import xlsxwriter

from .bank import Bank
from .wording import Unit

_PROFILE = """year = {year}

[roster]
file = "名单.xlsx"

[sections]
required = ["achievements", "problems", "plans"]

[lengths]
document = 700

[letters]
issuer = "云岭县委办公室"
deadline = "{next}年1月20日"

[[documents]]
name = "年度工作总结"
words = ["年度工作总结", "年工作总结", "年度工作情况总结"]

[[documents]]
name = "党建工作总结"
words = ["党建"]
"""
_INDICATOR = """
[[indicators]]
name = "{name}"
synonyms = [{synonyms}]
unit = "{unit}"
minimum = 1
maximum = {maximum}
required = true
"""


def profile(stock: Bank, year: int) -> str:
    """The profile as TOML."""
    text = _PROFILE.format(year=year, next=year + 1)
    for name, table in stock.common["demanded"].items():
        synonyms = ", ".join(f'"{one}"' for one in table["wordings"] if one != name)
        maximum = int(table["high"] * 3)
        text += _INDICATOR.format(name=name, synonyms=synonyms, unit=table["unit"], maximum=maximum)
    return text


def roster(path: Path, people: list[Unit]) -> None:
    """Writes the roster: a row for each unit, with its other names."""
    with xlsxwriter.Workbook(path) as book:
        book.set_properties({"created": datetime.datetime(2026, 1, 5, 9)})
        sheet = book.add_worksheet("名单")
        sheet.write_row(0, 0, ("单位", "别名"))
        for row, unit in enumerate(people, 1):
            sheet.write_row(row, 0, (unit.name, "、".join(unit.aliases)))
