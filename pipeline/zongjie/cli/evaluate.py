"""``zongjie evaluate``."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from .app import UNREADABLE, Profile, app, settings_of
from .chinese import Command
from .terminal import complain, emit, note, progress


class ScoreFormat(StrEnum):
    """How ``evaluate`` prints."""

    TEXT = "text"
    JSON = "json"


@app.command(cls=Command, help="拿带答案的总结检验分析的准确度。")
def evaluate(
    gold: Annotated[Path, typer.Argument(metavar="文件夹", help="内有 NAME.txt 或 NAME.docx 和答案 NAME.json")],
    profile: Profile = None,
    form: Annotated[ScoreFormat, typer.Option("--format", help="输出格式；默认 text")] = ScoreFormat.TEXT,
) -> int:
    """Scores the analysis against keys, for each document and in total."""
    from ..running.evaluate import KeyFileError, keys
    from ..running.evaluate import evaluate as score
    from ..writing.console import Screen
    from ..writing.json import document
    from .scores import show_scores

    try:
        with progress(len(keys(gold)), "评测") as tick:
            result = score(gold, settings_of(profile), tick)
    except KeyFileError as error:
        note(f"错误：{error}")
        return UNREADABLE
    failures = [one.failure for one in result.documents if one.failure]
    for failure in failures:
        complain(failure)
    if form is ScoreFormat.JSON:
        emit(document(result.figures()))
    else:
        show_scores(Screen(sys.stdout), result)
    return UNREADABLE if failures else 0
