"""The baseline of a command: findings that are accepted are held back, and those found now can be accepted."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from ..errors import reason
from ..report import Finding, Report
from .terminal import note

if TYPE_CHECKING:
    from ..checks.baseline import Accepted


class Baseline:
    """What ``path`` accepts (None: nothing); all that is found is recorded in ``target``, if there is one.

    Raises a usage error where ``path`` cannot be read, unless it is the target and not there yet.
    """

    def __init__(self, path: str | None, target: Path | None = None) -> None:
        self._path, self._target = path, target
        self.accepted: Counter[Accepted] = Counter() if path is None else _read(Path(path), target)
        self._used: Counter[Accepted] = Counter()
        self._found: Counter[Accepted] = Counter()
        self._files: list[str] = []

    def left(self, report: Report, findings: Sequence[Finding]) -> list[Finding]:
        """The findings in ``report`` that are not accepted."""
        from ..checks.baseline import held_back, known_by

        left, used = held_back(report, findings, self.accepted)
        self.add([report.source.name], used, [] if self._target is None else known_by(report, findings))
        return left

    def add(self, files: Iterable[str], used: Mapping["Accepted", int], found: Iterable["Accepted"]) -> None:
        """Takes in what was ``found`` in the documents ``files``, and what of it was held back (``used``)."""
        self._files += files
        self._used.update(used)
        self._found.update(found)

    def end(self) -> None:
        """Says on stderr what was held back and what the baseline has in vain; writes the new one."""
        from ..checks.baseline import obsolete, written

        if held := self._used.total():
            note(f"按基线文件略去 {held} 个已认可的问题")
        if gone := obsolete(self.accepted, self._used, self._files).total():
            note(f"基线文件里有 {gone} 个问题已不再出现；用 --write-baseline {self._path} 更新")
        if self._target is not None:
            from ..writing.files import write_text

            write_text(self._target, written(self._found))
            note(f"已把 {self._found.total()} 个问题写入基线文件 {self._target}，下次用 --baseline 略去")


def _read(path: Path, target: Path | None) -> "Counter[Accepted]":
    from ..checks.baseline import BaselineError, read

    try:
        return read(path.read_text("utf-8-sig"))
    except FileNotFoundError as error:
        if target is not None and target.resolve() == path.resolve():
            return Counter()
        message = f"找不到基线文件“{path}”；先用 --write-baseline {path} 生成"
        raise typer.BadParameter(message, param_hint="--baseline") from error
    except OSError as error:
        said = f"基线文件“{path}”无法读取（{reason(error)}），请检查路径和权限"
    except (BaselineError, UnicodeDecodeError) as error:
        said = f"基线文件“{path}”有误：{error if isinstance(error, BaselineError) else '不是 UTF-8 编码'}；请重新生成"
    raise typer.BadParameter(said, param_hint="--baseline")
