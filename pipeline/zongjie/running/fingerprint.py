"""What decides an analysis, as a digest: with another one, what a store holds of a document has to be made afresh."""

import json
from functools import lru_cache
from hashlib import sha256
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

from .. import __version__
from ..settings import Settings

# The parts of the package that turn a file into what a store keeps of it, and those that turn that into findings.
_ANALYSIS = (
    "collecting", "components", "kpi", "language", "reading", "resources", "catalogue", "document.py", "errors.py",
    "lexicon.py", "report.py", "season.py", "running/analyze.py", "running/packing.py", "running/columns.py",
    "running/tasks.py",
)  # fmt: skip
_FINDINGS = ("checks", "filling", "settings", "writing", "running/marking.py")
_LOADED = (".py", ".toml", ".txt", ".xcu", ".json", ".css", ".js", ".html")
# What has no say in an analysis: it is for the findings, the season or the letters, or stops an analysis altogether.
_NOT_ANALYSIS = {"year", "organization", "rules", "sections", "lengths", "roster", "documents", "letters", "limits"}
_NOT_FINDINGS = {"letters", "limits"}


def of_analysis(settings: Settings) -> str:
    """The digest of the code, the data and the settings that an analysis depends on, in hex."""
    return _digest(__version__, _package(_ANALYSIS), *_chosen(settings, _NOT_ANALYSIS))


def of_findings(settings: Settings) -> str:
    """The same for findings: rules and their settings as well."""
    return _digest(of_analysis(settings), _package(_FINDINGS), *_chosen(settings, _NOT_FINDINGS))


def _chosen(settings: Settings, without: set[str]) -> list[str]:
    """The settings but those named ``without``, and what the files hold that they name."""
    kept = settings.model_dump(mode="json", exclude=without)
    files = [settings.dictionary, None if "roster" in without else settings.roster.file]
    return [json.dumps(kept, ensure_ascii=False, sort_keys=True), *(_content(one) for one in files if one)]


def _content(path: str) -> str:
    try:
        return sha256(Path(path).read_bytes()).hexdigest()
    except OSError:  # said where it is read
        return ""


@lru_cache(maxsize=4)
def _package(parts: tuple[str, ...]) -> str:
    return _digest(*(line for part in parts for line in _tree(_root().joinpath(part), part)))


def _root() -> Traversable:
    return resources.files(__package__.partition(".")[0])


def _tree(entry: Traversable, name: str) -> list[str]:
    """A line for each file in ``entry``, in the order of their names; none where there is no such entry."""
    if entry.is_dir():
        inside = sorted(entry.iterdir(), key=lambda one: one.name)
        return [line for one in inside for line in _tree(one, f"{name}/{one.name}")]
    if not entry.is_file() or not name.endswith(_LOADED):
        return []
    return [f"{name} {sha256(entry.read_bytes()).hexdigest()}"]


def _digest(*lines: str) -> str:
    return sha256("\n".join(lines).encode("utf-8", "surrogatepass")).hexdigest()
