"""Scores the analysis against a folder of keyed documents: NAME.txt or NAME.docx, each with NAME.json."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from ..report import Failure
from ..settings import Settings
from .analyze import attempt
from .scoring import Score, score

SUFFIXES = (".txt", ".docx")


class KeyFileError(ValueError):
    """The folder holds no keys, or a key is no JSON of the guideline's form (message: Chinese)."""


class Scored(NamedTuple):
    """One document's scores by notion; ``failure`` says why it could not be read."""

    name: str
    scores: dict[str, Score]
    failure: Failure | None


class Evaluation(NamedTuple):
    """The scores of each document in the order of names, and of all together."""

    documents: list[Scored]
    total: dict[str, Score]

    def lowest(self, notion: str) -> Scored | None:
        """The document with the lowest F1 among those in which ``notion`` occurs at all."""
        those = [one for one in self.documents if notion in one.scores and one.scores[notion].total]
        return min(those, key=lambda one: one.scores[notion].f1, default=None)

    def figures(self) -> dict[str, Any]:
        """All figures as plain values: ``total`` and, for each of ``documents``, by notion."""
        documents = [
            {
                "name": one.name,
                "failure": one.failure,
                **{notion: score.figures() for notion, score in one.scores.items()},
            }
            for one in self.documents
        ]
        return {"total": {notion: one.figures() for notion, one in self.total.items()}, "documents": documents}


def keys(folder: Path) -> list[tuple[Path, Path | None]]:
    """The key files in ``folder``, each with its document (None: absent), in the order of names."""
    return [
        (key, next((path for suffix in SUFFIXES if (path := key.with_suffix(suffix)).is_file()), None))
        for key in sorted(folder.glob("*.json"))
    ]


def evaluate(
    folder: Path, settings: Settings | None = None, tick: Callable[[str], None] = lambda name: None
) -> Evaluation:
    """Analyses the documents of ``folder`` and scores them; ``tick`` hears each name before its turn.

    Raises ``KeyFileError`` where there is nothing to score or a key is not of the guideline's form.
    """
    pairs = keys(folder)
    if not pairs:
        raise KeyFileError(f"{folder} 里没有答案文件（NAME.json，与 NAME.txt 或 NAME.docx 放在一起）")
    documents = []
    total: dict[str, Score] = {}
    for key, document in pairs:
        tick(key.stem)
        result = _missing(key) if document is None else attempt(document, settings)
        report, failure = (None, result) if isinstance(result, Failure) else (result, None)
        try:
            scores = score(json.loads(key.read_text("utf-8")), report)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise KeyFileError(f"{key} 不是规定格式的答案：{error!r}") from error
        documents.append(Scored(key.stem, scores, failure))
        for notion, one in scores.items():
            total.setdefault(notion, Score()).add(one)
    return Evaluation(documents, total)


def _missing(key: Path) -> Failure:
    remedy = f"请放入 {key.stem}.txt 或 {key.stem}.docx"
    return Failure(str(key), "not-found", "path", None, "答案没有对应的文档", remedy)
