"""Which files zongjie wrote itself, and for what: only these may be replaced unasked."""

import csv
import io
import json
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ..errors import DocumentError
from .csv import COLUMNS

_START = 2**16  # bytes in which the first line of a table stands
_CORE, _DC = "docProps/core.xml", "{http://purl.org/dc/elements/1.1/}"
AUTHOR = "zongjie"  # of the workbooks
FIGURES, SHEET = "工作总结指标汇总", "工作总结填写单"  # their titles


def is_book(path: Path, title: str) -> bool:
    """Whether ``path`` is a workbook of zongjie's with that title; one that Excel saved again keeps both."""
    from lxml import etree

    try:
        with zipfile.ZipFile(path) as archive:
            if archive.getinfo(_CORE).file_size > _START:
                return False
            root = etree.fromstring(archive.read(_CORE), etree.XMLParser(resolve_entities=False, no_network=True))
    except (OSError, KeyError, ValueError, RuntimeError, zipfile.BadZipFile, etree.XMLSyntaxError):
        return False
    return (root.findtext(f"{_DC}creator"), root.findtext(f"{_DC}title")) == (AUTHOR, title)


def is_table(path: Path, keys: Sequence[str]) -> bool:
    """Whether ``path`` is a table of metrics in the form that its suffix says; ``keys`` are those of the JSON form."""
    kind = path.suffix.lower()
    if kind == ".xlsx":
        return is_book(path, FIGURES)
    if kind == ".parquet":
        return _columns(path) == list(COLUMNS)
    if kind == ".csv":
        return next(csv.reader(io.StringIO(start(path), newline="")), []) == list(COLUMNS)
    text = start(path)
    if text.strip() == "[]":
        return True
    first = _first(text.removeprefix("["))
    return isinstance(first, dict) and list(first) == list(keys)


def is_json(path: Path, schema: str) -> bool:
    """Whether ``path`` is a JSON object that begins with this ``schema``."""
    text = start(path).lstrip()
    at = text.find(":")
    if not text.startswith("{") or _first(text[1:at]) != "schema":
        return False
    return bool(_first(text[at + 1 :]) == schema)


def is_filled(path: Path) -> bool:
    """Whether ``path`` is a Word file that was filled in, and has not been changed since."""
    from .word.seal import is_sealed

    try:
        return is_sealed(path.read_bytes())
    except (OSError, DocumentError):
        return False


def start(path: Path) -> str:
    """The beginning of the text file ``path``; "" where it cannot be read."""
    try:
        with path.open("rb") as file:
            return file.read(_START).decode("utf-8-sig", "replace")
    except OSError:
        return ""


def _first(text: str) -> Any:
    """The value that ``text`` begins with, whatever follows; None if there is none."""
    try:
        return json.JSONDecoder().raw_decode(text.lstrip())[0]
    except ValueError:
        return None


def _columns(path: Path) -> list[str]:
    import duckdb

    try:
        with duckdb.connect(config={"threads": 1}) as base:
            return [str(name) for name, *_ in base.execute("DESCRIBE FROM read_parquet(?)", [str(path)]).fetchall()]
    except duckdb.Error:
        return []
