"""The folder of a season's results: what its files are called, and which of those that are there are zongjie's own."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from .inputs import RESULTS, made
from .marking import record

OVERVIEW, BOOK, TABLE, PARQUET = "总览.html", "指标.xlsx", "指标.csv", "指标.parquet"
PROBLEMS, LINES = "问题.csv", "问题.jsonl"
COPIES, BESIDE, LETTERS, REMINDER, STORE = "标注", "比对", "退回通知", "催报名单.docx", "zongjie.duckdb"
FILES = (OVERVIEW, BOOK, TABLE, PARQUET, PROBLEMS, LINES, REMINDER)


def strangers(folder: Path, sources: Sequence[str]) -> str:
    """Why results cannot go to ``folder`` (Chinese), "" if they can: what stands there is not zongjie's to replace."""
    here = folder.resolve()
    if inside := [one for one in sources if one != "-" and here in Path(one).resolve().parents]:
        return f"结果不能和原件放在一起（{inside[0]}），请换一个文件夹"
    ours = made(folder)
    foreign = [name for name in FILES if (folder / name).exists() and name not in ours]
    if foreign:
        return f"“{folder}”里的 {foreign[0]} 不是 zongjie batch 写的，没有动它；请换一个文件夹，或移走它"
    return ""


def year_there(folder: Path) -> int | None:
    """The year of the results in ``folder``; None where there are none, or it is not known."""
    said = str(made(folder).get(OVERVIEW, ""))
    return int(said) if said.isdecimal() and (folder / OVERVIEW).exists() else None


def claim(folder: Path) -> None:
    """Marks ``folder`` as one of results from now on, so that a run that is killed knows its files again."""
    record(folder, dict.fromkeys(FILES, "") | made(folder))


def written(folder: Path, year: int | None) -> list[Path]:
    """Records that all files of a season of ``year`` are there, which they are."""
    record(folder, dict.fromkeys(FILES, "") | {OVERVIEW: "" if year is None else str(year)})
    return [folder / name for name in FILES]


def free(folder: Path, wanted: Iterable[str]) -> list[str]:
    """The names that are ``wanted``, with a number where one is taken: by a file in ``folder`` of no earlier run."""
    ours, taken = made(folder), dict[str, None]()
    for one in wanted:
        name, path, number = one, Path(one), 1
        while name in taken or ((folder / name).exists() and name not in ours):
            number += 1
            name = f"{path.stem}_{number}{path.suffix}"
        taken[name] = None
    return list(taken)


def take_over(folder: Path, files: Mapping[str, str]) -> None:
    """Takes away what earlier runs left in ``folder`` and this one will not write, and records ``files``.

    That comes before the first of them is written, so that a run that is killed knows them for its own.
    ``files`` is what ``made`` will tell. Raises ``WriteError``.
    """
    ours = made(folder)
    for name in ours.keys() - files.keys():
        (folder / name).unlink(missing_ok=True)
    if ours or files or (folder / RESULTS).exists():
        record(folder, files)
