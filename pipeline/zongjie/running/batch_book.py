"""The workbook of a season's figures, with links into the marked copies."""

import os
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from .batch_outputs import Outputs

if TYPE_CHECKING:
    from ..writing.excel import Marked


def write_book(path: Path, outputs: Outputs) -> None:
    """Writes the workbook of the season's figures. Raises ``StoreError`` and ``WriteError``."""
    from ..catalogue import compiled, near
    from ..kpi.totals import totals
    from ..kpi.trend import trends
    from ..writing import excel

    result, settings = outputs.result, outputs.settings
    alike = near(outputs.unknown(), compiled(settings.lexicon, settings.indicators), settings.lexicon)
    excel.write(
        path,
        excel.Book(
            outputs.rows_by_unit(),
            grid=outputs.grid,
            totals=totals(outputs.grid),
            trends=trends(outputs.grid),
            season=result.season,
            failures=result.failures,
            documents=sum(one.failure is None for one in result.documents),
            link=excel.links(_marked(outputs)),
            near=[(one.first, one.second, one.unit, one.score) for one in alike],
        ),
    )


def _marked(outputs: Outputs) -> "dict[str, Marked]":
    """The marked copies by source; those that are Word files with the bookmarks of the findings in them."""
    from ..writing.excel import Marked
    from ..writing.word.annotate import bookmark

    copies = outputs.result.marked
    spots: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
    for one in outputs.findings():
        if one.end > one.start and one.source in copies and copies[one.source].suffix == ".docx":
            spots[one.source].append((one.start, one.end, bookmark(one)))
    return {source: Marked(os.fspath(copy), spots[source]) for source, copy in copies.items()}
