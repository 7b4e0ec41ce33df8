"""How ``check`` prints what it found, each document as soon as the form of the output allows."""

import sys
from collections.abc import Sequence
from enum import StrEnum

from ..report import Failure, Finding, Report
from .rules import remedies
from .terminal import emit


class CheckFormat(StrEnum):
    """How ``check`` prints."""

    FULL = "full"
    CONCISE = "concise"
    JSON = "json"
    JSONL = "jsonl"
    HTML = "html"


class Show:
    """Prints findings and failures in one form, each as soon as that form allows."""

    def __init__(self, form: CheckFormat) -> None:
        from ..writing.console import Screen

        self._form, self._screen = form, Screen(sys.stdout)
        self._found: list[Finding | Failure] = []
        self._sheets: list[tuple[Report, Sequence[Finding]] | Failure] = []
        self._documents = 0

    def failure(self, failure: Failure) -> None:
        """Shows a document that could not be read (stderr has named it already)."""
        from ..writing import json

        self._found.append(failure)
        self._sheets.append(failure)
        if self._form is CheckFormat.JSONL:
            emit(json.lines([failure]))

    def document(self, report: Report, findings: Sequence[Finding]) -> None:
        """Shows what was found in one document."""
        from ..document import Places
        from ..writing import json
        from ..writing.console import concise, show_findings

        self._documents += 1
        self._found += findings
        if self._form is CheckFormat.FULL:
            show_findings(self._screen, report, findings, remedies())
        elif self._form is CheckFormat.CONCISE:
            places = Places(report.blocks)
            emit("".join(f"{concise(each, places)}\n" for each in findings))
        elif self._form is CheckFormat.JSONL:
            emit(json.lines(findings))
        elif self._form is CheckFormat.HTML:
            self._sheets.append((report, findings))

    def end(self) -> None:
        """Shows what stands after the last document, or all of it in a form that is one whole."""
        if self._form is CheckFormat.JSON:
            from ..writing import json

            emit(json.document(self._found))
        elif self._form is CheckFormat.FULL:
            from ..writing.console import show_summary

            show_summary(self._screen, self._found, self._documents)
        elif self._form is CheckFormat.HTML:
            from ..checks import RULES
            from ..writing import html  # brings Jinja2

            emit(html.pages(self._sheets, RULES))
