"""The table of an evaluation."""

from ..running.evaluate import Evaluation
from ..running.scoring import Score
from ..writing.console import Screen

NOTIONS = {
    "sections": "段落起点",
    "placeholders": "空缺",
    "missing_figures": "缺少的数字",
    "metrics": "指标",
    "metrics_overlap": "指标（重叠）",
    "initiatives": "举措",
    "initiatives_overlap": "举措（重叠）",
    "items": "要点",
    "items_overlap": "要点（重叠）",
}
FIELDS = {
    "role": "类别",
    "kind": "性质",
    "value": "数值",
    "unit": "单位",
    "bound": "界限",
    "status": "有无",
    "indicator": "名称",
    "indicator_exact": "名称一致",
}


def show_scores(screen: Screen, evaluation: Evaluation) -> None:
    """Each notion with its figures over all documents and the lowest of them, then each document's F1."""
    rows: list[tuple[str, ...]] = []
    for notion, one in evaluation.total.items():
        lowest = evaluation.lowest(notion)
        rows.append(
            (
                NOTIONS[notion],
                *(f"{share:.3f}" for share in (one.precision, one.recall, one.f1)),
                f"{lowest.scores[notion].f1:.3f} {lowest.name}" if lowest else "",
                _fields(one),
            )
        )
    columns: tuple[str, ...] = ("项目", "精确率", "召回率", "F1", "最低的文档", "属性正确率")
    screen.table(f"共 {len(evaluation.documents)} 份文档", columns, rows, right=columns[1:4])
    screen.line()
    notions = [notion for notion in evaluation.total if not notion.endswith("_overlap")]
    columns = ("文档", *(NOTIONS[notion] for notion in notions))
    rows = [
        (one.name, *(f"{one.scores[notion].f1:.3f}" if notion in one.scores else "" for notion in notions))
        for one in evaluation.documents
    ]
    screen.table("各文档的 F1", columns, rows, right=columns[1:])


def _fields(score: Score) -> str:
    return "  ".join(f"{FIELDS[name]} {share:.3f}" for name, share in score.accuracy().items())
