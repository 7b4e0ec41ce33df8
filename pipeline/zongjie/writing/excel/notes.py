"""说明: what the workbook holds, and by which rules."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

import xlsxwriter

from ...report import Failure
from . import cells
from .cells import Forms

if TYPE_CHECKING:
    from ...kpi.grid import Grid

NOTES = "说明"
_WIDTH, _LINE = 90, 16
_DETAIL = (
    ("缺数", "红色单元格表示原文没有填写数字（如 *名、XX万元）；缺数不等于 0，求和时不计入。"),
    ("数值", "已按万、亿等换算为计量单位下的数；百分数按百分比格式显示，30% 的单元格值为 0.3。"),
    ("界限", "≥：不少于（余、以上、超过）；≤：不超过（以内、以下）；≈：约数（近、约、左右）；空白：确数。"),
    ("数值上限", "原文为范围（如 3至5次）时，“数值”是下限，此列是上限。"),
    ("规范指标", "同一指标的不同写法统一成的名称；空白的是没有收录的写法，保持原样。"),
    ("性质", "完成：已经做到的；计划：目标或打算。"),
    ("增减", "增、减：这个数是变化的幅度（同比增长8%），不是总量；起点、终点：由12件降至5件的两头。"),
    ("单位名称", "文中没有写明单位的，用文件名代替。"),
    ("年度", "总结所属的年度；计划和往年的数，另见起止日期。"),
    (
        "位置",
        "带下划线的，点开标注稿（缺数的直接到所在的一处）；没有标注稿的，从“文件”打开原件。段、行、表都从 1 数起，"
        "与 指标.csv、问题.csv 的 paragraph、table、row 列一致（.json、.jsonl、.parquet 供程序用，从 0 数起）。",
    ),
)
_PRINT = (
    ("打印", "整本打印时，“指标明细”超过 500 条的只印表头；要印全部，先选中该表，在“页面布局→打印区域”里取消打印区域；"
     "只印几家的，筛选后选中，设为打印区域。"),
)  # fmt: skip
_PIVOT = (
    ("汇总：取哪个数", "只取本年度已经完成的数：不取计划数、增减幅度和变化的起点；“其中”后面的分项不代替总数；"
     "表格里有合计行的取合计行；既有全年又有部分时段的取全年。"),
    ("汇总：同一指标几个数", "一家单位同一指标报了几次同一个数，只算一次；约数与确数相符的（近200、198）取确数；"
     "几个数不同的标黄“不一致”，批注里列出各处，不计入合计。"),
    ("汇总：多个写法", "一家单位的几处数归到同一个指标，写法不同、数也不同（慰问困难群众、慰问困难党员）："
     "说的可能不是一回事，标黄“多个写法”，批注里逐个列出，不相加，也不替您选，不计入合计；各自的数在“指标明细”里。"),
    ("汇总：超出合理范围", "要求文件里写了合理范围（minimum、maximum）的指标，超出的数标黄并加批注，仍计入合计，"
     "“指标合计”里写明合计含几家这样的数。"),
    ("汇总：红、灰、空白", "缺数：写了指标没写数；未报：交了总结但没有写这个必须报的指标（required = true）；"
     "—：没有写，也不是必须报的；未交：没有交总结；都不当 0。"),
    ("其他指标", "目录和要求里都没有的写法（带＊），照原文各成一列，没有写的单位留空；至少两家单位报的才列。"),
    ("指标合计", "每个指标一行，数取自“汇总”和“其他指标”；"
     "必须报的指标（required = true）列出没有写的单位，其余只写有几家。"),
    ("汇总：合计与已报", "合计是公式，只加有数的单位；“已报 55/60”表示 60 家应报，55 家有数。"
     "数前有 ≈、≥、≤ 的，合计也是约数。比率、分数和平均数（人均、户均、次均、单产、办理时限、浓度、排名等）写“不相加”，"
     "另给简单平均（不加权）。"),
    ("汇总：计量单位", "同一指标的数先换算成一个计量单位；金额较大的以万元显示；换算不了的各成一列。"),
)  # fmt: skip
_TREND = (
    ("同比", "去年的数取自去年的总结；没有的，取今年总结里写明是去年的数；更早的年份也一样。“同比”只比两年都"
     "有数的单位；今年缺数、去年无数的单位在“同比明细”里注明，不当 0。去年为 0 的不算增幅，比率只算相差几个百分点。"),
)  # fmt: skip


def _of_year(year: int | None, counted: Mapping[str, int]) -> tuple[str, str]:
    whole = f"{sum(counted.values())} 个，其中缺数 {counted['missing']} 个，逐条在“缺数清单”里"
    when = f"{year}年" if year is not None else ""
    return "其中计入的", f"{when}算数的那一稿里有 {whole}；其余是往年的，或不计入的稿子里的，只在“指标明细”里。"


def write(
    book: xlsxwriter.Workbook,
    forms: Forms,
    *,
    documents: int | None,
    counts: Mapping[str, int],
    counted: Mapping[str, int],
    called: Callable[[str], str],
    grid: "Grid | None",
    compared: bool,
    near: bool,
    failures: Sequence[Failure],
) -> None:
    """Adds the sheet.

    ``counts`` has the metrics by status, ``counted`` those of them that count for the year; ``called`` is what a source
    is called; ``compared`` and ``near`` say which sheets there are.
    """
    notes = [
        ("总结份数", "未统计" if documents is None else f"{documents} 份"),
        ("指标", f"{sum(counts.values())} 个，其中已填 {counts['reported']} 个，缺数 {counts['missing']} 个"),
        *((_of_year(grid.year, counted),) if grid is not None and counts != counted else ()),
        *_DETAIL,
        *_PRINT,
    ]
    if grid is not None:
        notes += _PIVOT
        if grid.left:
            notes.append(("汇总：没有列出的", f"另有 {grid.left} 种未收录的写法只有一家单位报，只在“指标明细”里。"))
    notes += _TREND if compared else ()
    if near:
        notes.append(("近似指标", "写法相近、可能是同一指标的，供核对；没有自动合并。确认后写进要求文件的 synonyms。"))
    notes += [(f"未能读取：{called(one.source)}", f"{one.message}。{one.remedy}。") for one in failures]
    sheet = book.add_worksheet(NOTES)
    cells.for_print(sheet, NOTES)
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, _WIDTH)
    for number, (name, text) in enumerate(notes):
        sheet.set_row(number, _LINE * max(1, -(-2 * len(text) // _WIDTH)))  # not all programs fit rows to their text
        sheet.write_string(number, 0, cells.clean(name), forms("bold"))
        sheet.write_string(number, 1, cells.clean(text), forms("wrap"))
