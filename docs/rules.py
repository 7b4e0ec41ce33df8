"""Writes the table of all rules, ``docs/rules.md``: ``python docs/rules.py``."""

from pathlib import Path

from zongjie.checks import FAMILIES, RULES
from zongjie.writing.console import SEVERITIES

TARGET = Path(__file__).with_name("rules.md")
HEAD = """# 全部规则

由 `python docs/rules.py` 从程序里的规则写出，请不要手改。某一条的理由、例子和改法用 `zongjie rule 编号` 查看。

编号、编号的开头（如 `ZJ3`）或名称都可以用在 `--select`、`--ignore`、`--severity` 和设置文件的 `[rules]` 里。
“默认不查”的要点名才查（`--select 编号`）；“成批”的要与其他单位或上年的总结比较，用 `zongjie batch` 才有结果。
"""


def page() -> str:
    """The page: a table for each family of rules."""
    lines = [HEAD]
    for family, title in FAMILIES.items():
        lines += [f"## {family}xx {title}\n", "| 编号 | 名称 | 级别 | 查什么 | |", "| --- | --- | --- | --- | --- |"]
        for rule in RULES.values():
            if rule.id.startswith(family):
                remark = "、".join(["默认不查"] * rule.optional + ["成批"] * rule.across)
                summary = rule.summary.replace("|", "\\|").replace("*", "\\*").replace("_", "\\_")
                lines.append(f"| {rule.id} | `{rule.name}` | {SEVERITIES[rule.severity][0]} | {summary} | {remark} |")
        lines.append("")
    return "\n".join(lines).rstrip("\n") + "\n"


if __name__ == "__main__":
    TARGET.write_text(page(), "utf-8")
