"""Which documents a command's PATHs mean, and what their results are called."""

import glob
import json
import os
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path, PurePath

from ..errors import DocumentError, reason
from ..reading import bundle
from ..report import Failure

# What a folder's documents are called. Workbooks and images are read, or refused, only where they are named themselves:
# a folder holds them beside its summaries, as rosters and photographs.
KINDS = frozenset(
    {".txt", ".md", ".docx", ".dotx", ".doc", ".dot", ".wps", ".wpt", ".rtf", ".odt"}
    | {".htm", ".html", ".mht", ".mhtml", ".pdf"}
)
# What a unit may hand in that is not read: a folder yields it too, so that reading says so and nothing is lost. A .zip
# stands for its members, unless it is broken or lies in another.
_HANDED_IN = frozenset({".docm", ".pages", ".ofd", ".zip", ".rar", ".7z"})
_LOCK, _HIDDEN, _MAC = "~$", ".", "__MACOSX"  # how names begin, or are, that are no submissions
RESULTS = ".zongjie.json"  # in a folder of results: which file was made of which source
_RESERVED = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))}
_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*]')
_LONGEST = 200  # bytes of UTF-8: file systems end at 255, and an extension follows


def expand(paths: Iterable[str]) -> list[str | Failure]:
    """The documents that ``paths`` (files, folders, globs, ZIPs of submissions, ``-``) mean: each once, in their order.

    A folder stands for the documents in it at any depth, also those of kinds that cannot be read, in the order of their
    paths, without lock files (``~$``), hidden ones and folders of marked copies; a .zip, or a folder in it, likewise.
    What a batch left itself, lists and letters, is passed by where it is not named. A folder that cannot be opened, a
    folder, glob or .zip without documents, a .zip with too many, and what has a name that results could not hold is a
    ``Failure``. Whether a file can be read is not tested.
    """
    found: dict[str, str | Failure] = {}
    for path in paths:
        for one in _expand(path):
            found.setdefault(one if isinstance(one, str) and one == "-" else os.path.abspath(_source(one)), one)
    return [_named(one) for one in found.values()]


def _expand(path: str) -> list[str | Failure]:
    if path == "-":
        return [path]
    if os.path.isfile(path):
        return _file(path)
    if os.path.isdir(path):
        return _walk(path) or [_nothing_in(path)]
    inside = bundle.split(path)
    if inside:
        below = os.path.join(path, "")
        return [one for one in _file(inside[0]) if isinstance(one, str) and one.startswith(below)] or [path]
    if not glob.has_magic(path):
        return [path]
    matches = sorted(glob.glob(path, recursive=True))
    own = {parent: _own(parent) for parent in {os.path.dirname(match) for match in matches}}
    found: list[str | Failure] = []
    for match in matches:
        if os.path.isdir(match):
            found += _walk(match)
        elif (
            not os.path.basename(match).startswith(_LOCK) and os.path.basename(match) not in own[os.path.dirname(match)]
        ):
            found += _file(match)
    return found or [_nothing(path, "没有与此相符的文件", "请检查路径和通配符")]


def _file(path: str) -> list[str | Failure]:
    """The file ``path`` or, if it is a ZIP of submissions, those of its members that a folder would yield."""
    if not path.lower().endswith(bundle.SUFFIX) or isinstance(_named(path), Failure):
        return [path]
    try:
        inside = bundle.members(path)
    except DocumentError as error:
        return [error.failure(path)]
    if inside is None:
        return [path]
    found: list[str | Failure] = [one for one in inside if _is_submission(os.path.relpath(one, path).split(os.sep))]
    return found or [_nothing(path, "压缩包里没有可读的文档", "请放入 .docx 或 .txt 格式的总结，再重新压缩")]


def _is_submission(parts: Sequence[str]) -> bool:
    """Whether a folder's file at ``parts``, the names of folders and at last its own, is one that a unit handed in."""
    *folders, name = parts
    kind = os.path.splitext(name)[1].lower()
    return kind in KINDS | _HANDED_IN and not name.startswith((_LOCK, _HIDDEN)) and not any(map(_is_aside, folders))


def _is_aside(folder: str) -> bool:
    return folder.startswith(_HIDDEN) or folder == _MAC


def _walk(folder: str) -> list[str | Failure]:
    found: list[str] = []
    closed: list[str | Failure] = []

    def refuse(error: OSError) -> None:
        closed.append(DocumentError("closed-folder", reason=reason(error)).failure(str(error.filename)))

    own = _own(folder)  # below it folders of results are passed by as a whole
    for parent, folders, files in os.walk(folder, onerror=refuse):
        folders[:] = [
            name for name in folders if not _is_aside(name) and not os.path.exists(os.path.join(parent, name, RESULTS))
        ]
        written = own if parent == folder else ()
        found += [os.path.join(parent, name) for name in files if _is_submission([name]) and name not in written]
    return [*(one for path in sorted(found) for one in _file(path)), *closed]


def made(folder: Path) -> dict[str, str]:
    """Which files an earlier run left in ``folder``, and of which sources."""
    try:
        found = json.loads((folder / RESULTS).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _own(folder: str) -> set[str]:
    """The names of the files in ``folder`` that are zongjie's own; marked copies, which have a source, are not."""
    return {name for name, source in made(Path(folder)).items() if not os.path.isabs(str(source))}


def _nothing_in(folder: str) -> Failure:
    if _own(folder):
        return _nothing(folder, "这里是 zongjie 写的结果，没有总结", "请给出收件的文件夹")
    return _nothing(folder, "文件夹里没有可读的文档", "请放入 .docx 或 .txt 格式的总结")


def _nothing(path: str, message: str, remedy: str) -> Failure:
    return Failure(path, "no-documents", "path", None, message, remedy)


def _named(one: str | Failure) -> str | Failure:
    """``one``, or why not: names in GBK, as old archives bring them to Linux, hold what no result can."""
    try:
        os.path.abspath(_source(one)).encode("utf-8")
    except UnicodeEncodeError:
        source = _legible(_source(one))
        return DocumentError("name-encoding").failure(source) if isinstance(one, str) else one._replace(source=source)
    return one


def _legible(path: str) -> str:
    return os.sep.join(map(_decoded, path.split(os.sep)))


def _decoded(name: str) -> str:
    """``name`` as whoever gave it saw it, which is in GB18030 unless it is in UTF-8."""
    data = name.encode("utf-8", "surrogateescape" if os.name == "posix" else "replace")
    for encoding in ("utf-8", "gb18030"):
        with suppress(UnicodeDecodeError):
            return data.decode(encoding)
    return data.decode("utf-8", "replace")


def _source(one: str | Failure) -> str:
    return one.source if isinstance(one, Failure) else one


def names(sources: Sequence[str]) -> list[str]:
    """A file name (without extension) for the results of each source: its stem, as any file system takes it.

    Where two would be the same, whatever the case of their letters, parts of their paths are put before; where these
    are the same too, the extension and at last a number tell them apart.
    """
    paths = [PurePath("stdin" if source == "-" else source) for source in sources]
    beside = Counter((path.parent, path.stem.casefold()) for path in paths)
    parts = [
        [
            *(part for part in path.parts[:-1] if part not in (".", "..", path.anchor)),
            # No part of the path tells apart what lies side by side.
            path.stem + (path.suffix.replace(".", "_") if beside[path.parent, path.stem.casefold()] > 1 else ""),
        ]
        for path in paths
    ]
    depths = [1] * len(paths)
    while True:
        result = [_safe("_".join(part[-depth:])) for part, depth in zip(parts, depths, strict=True)]
        seen = Counter(name.casefold() for name in result)
        deeper = [
            depth + 1 if seen[name.casefold()] > 1 and depth < len(part) else depth
            for name, part, depth in zip(result, parts, depths, strict=True)
        ]
        if deeper == depths:
            break
        depths = deeper
    taken: set[str] = set()
    for index, path in enumerate(paths):
        if seen[result[index].casefold()] > 1:
            result[index] = _safe(result[index] + path.suffix.replace(".", "_"))
        name, number = result[index], 1
        while result[index].casefold() in taken:
            number += 1
            result[index] = f"{name}_{number}"
        taken.add(result[index].casefold())
    return result


def _safe(name: str) -> str:
    # Of a long name the end tells most: the parts of its path stand before it.
    name = _FORBIDDEN.sub("_", name).encode("utf-8", "replace")[-_LONGEST:].decode("utf-8", "ignore").strip(" .")
    return f"_{name}" if not name or name.split(".")[0].casefold() in _RESERVED else name
