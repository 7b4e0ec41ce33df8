"""The one file that keeps what was found in documents, run after run: a DuckDB database with one writer.

What a document holds is kept by its content, so what has not changed is not analysed again; see ``tables`` for what
there is to ask. Rows go in by blocks of columns, an order of magnitude faster than one by one, in transactions: a run
that is killed leaves whole ones.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple, Self

from ..errors import StoreError, reason
from ..report import Failure
from . import tables
from .columns import value

# The analysis in the children needs the processors and the rest of the memory.
_CONFIG: dict[str, Any] = {
    "memory_limit": "128MB",
    "threads": 1,
    "allocator_flush_threshold": "1MB",  # what is not needed any more goes back to the system
    "allocator_bulk_deallocation_flush_threshold": "1MB",
}
_BLOCK = 2_000  # rows that are turned into columns at a time
_DOCUMENTS, _EXPORTED = 16, 64  # whose rows are read, or exported, at a time
_GROUP = 20_000  # rows of a Parquet file that are held until they are written
_ARRAYS = {"BIGINT": "int64", "INTEGER": "int32", "DOUBLE": "float64", "BOOLEAN": "bool"}
_LARGEST = 2**63 - 1


class Run(NamedTuple):
    """One run as the store knows it: ``resumed`` says that it was begun by a process that did not finish it."""

    number: int
    resumed: bool


class Store:
    """An open store; close it, or use it in a ``with`` block. Every method raises ``StoreError``.

    Of ``reading`` ones several processes may have one open, of others only one.
    """

    def __init__(self, path: Path, *, reading: bool = False) -> None:
        self.path = path
        if reading:
            self._open(reading=True)
            return
        with _told(path):
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise StoreError(f"结果库“{path}”所在的文件夹建不了（{reason(error)}），请换一个位置") from error
            self._check_file()
            fresh = not path.exists()
            try:
                self._open()
                self._lay_out()
            except StoreError:
                if fresh:  # half of a store would be taken for another program's file
                    path.unlink(missing_ok=True)
                    path.with_name(f"{path.name}.wal").unlink(missing_ok=True)
                raise

    def _open(self, *, reading: bool = False) -> None:
        import duckdb

        with _told(self.path):
            self._database = duckdb.connect(str(self.path), read_only=reading, config=_CONFIG)

    @contextmanager
    def shared(self) -> Iterator[None]:
        """In the block other processes may read the store, and this one can do no more than that."""
        self.close()
        self._open(reading=True)
        try:
            yield
        finally:
            self.close()
            self._open()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Writes what is still to be written, and lets others have the file."""
        with _told(self.path):
            self._database.close()

    def _check_file(self) -> None:
        """DuckDB says little of some files that it cannot open."""
        if self.path.is_dir():
            raise StoreError(f"结果库“{self.path}”是文件夹，请给出 .duckdb 文件的路径")
        if not self.path.exists():
            return
        try:
            with self.path.open("rb") as file:
                start = file.read(12)
        except OSError as error:
            raise StoreError(f"结果库“{self.path}”打不开（{reason(error)}），请检查权限") from error
        if start[8:] != b"DUCK":
            raise StoreError(f"“{self.path}”不是 zongjie 的结果库，没有动它；请用 --store 换一个文件名，或移走它")

    def _lay_out(self) -> None:
        found = {name for (name,) in self.ask("SELECT table_name FROM duckdb_tables()")}
        if not found:
            with self.together():
                for statement in tables.statements():
                    self._database.execute(statement)
                self._database.execute("INSERT INTO layout VALUES (?)", [tables.VERSION])
            return
        versions = self.ask("SELECT version FROM layout") if "layout" in found else []
        if not versions:
            self._refuse("里是别的数据")
        if versions[0][0] < tables.VERSION:
            self._refuse(f"是旧版 zongjie 的（格式 {versions[0][0]}，现为 {tables.VERSION}）")
        if versions[0][0] > tables.VERSION:
            self._refuse(f"是更新版 zongjie 的（格式 {versions[0][0]}，本版为 {tables.VERSION}），请升级 zongjie，")

    def _refuse(self, why: str) -> None:
        self._database.close()
        end = "或" if why.endswith("，") else "，没有动它；请"
        raise StoreError(f"结果库“{self.path}”{why}{end}用 --store 换一个文件名")

    @contextmanager
    def together(self) -> Iterator[None]:
        """What is written in the block is there as a whole, or not at all."""
        with _told(self.path):
            self._database.execute("BEGIN")
            try:
                yield
            except BaseException:
                self._database.execute("ROLLBACK")
                raise
            self._database.execute("COMMIT")

    def add(self, table: str, rows: Sequence[Sequence[Any]], *, replace: bool = False) -> None:
        """Adds ``rows``, each with the cells of all columns of ``table``; ``replace`` those with the same key."""
        verb = "INSERT OR REPLACE" if replace else "INSERT"
        parts = tables.TABLES[table]
        with _told(self.path):
            for at in range(0, len(rows), _BLOCK):
                cells = zip(*rows[at : at + _BLOCK], strict=True)
                block = {one.name: _array(one.type, column) for one, column in zip(parts, cells, strict=True)}
                self._database.register("block", block)
                self._database.execute(f"{verb} INTO {table} SELECT * FROM block")
                self._database.unregister("block")

    def ask(self, sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """All rows that ``sql`` gives; for those that are few."""
        with _told(self.path):
            return self._database.execute(sql, parameters).fetchall()

    def by_key(self, table: str, columns: str, keys: Iterable[str]) -> dict[str, tuple[Any, ...]]:
        """``columns`` of the rows of ``table`` whose key, its first column, is among ``keys``, by that."""
        key, wanted = tables.TABLES[table][0].name, list(dict.fromkeys(keys))
        found: dict[str, tuple[Any, ...]] = {}
        for at in range(0, len(wanted), _BLOCK):
            sql = f"SELECT {key}, {columns} FROM {table} WHERE {key} IN (SELECT unnest($1::VARCHAR[]))"
            found |= {row[0]: row[1:] for row in self.ask(sql, [wanted[at : at + _BLOCK]])}
        return found

    def each(self, sql: str, run: int, documents: int) -> Iterator[tuple[Any, ...]]:
        """The rows that ``sql`` gives for ``$run`` and the documents from ``$first`` to before ``$last``, for all."""
        for first in range(0, documents, _DOCUMENTS):
            with _told(self.path):
                rows = self._database.execute(sql, _place(run, first, min(first + _DOCUMENTS, documents))).fetchall()
            yield from rows

    def export(self, sql: str, run: int, documents: int, path: Path) -> None:
        """Writes the rows that ``sql`` gives, as in ``each``, to ``path`` as Parquet.

        What is sorted as a whole has to be held as a whole; a table that grows goes to the disk where it gets large.
        """
        target = str(path).replace("'", "''")
        with _told(self.path):
            ask = self._database.execute
            ask(f"CREATE TEMP TABLE exported AS {sql} LIMIT 0", _place(run, 0, 0))
            for first in range(0, documents, _EXPORTED):
                ask(f"INSERT INTO exported {sql}", _place(run, first, min(first + _EXPORTED, documents)))
            ask(f"COPY exported TO '{target}' (FORMAT parquet, ROW_GROUP_SIZE {_GROUP})")
            ask("DROP TABLE exported")

    def begin(self, facts: Mapping[str, Any], *, resume: bool) -> Run:
        """A new run of ``facts``, or to ``resume`` the last one of the same identity, where it is unfinished."""
        last = self.ask("SELECT run, state FROM runs WHERE identity = ? ORDER BY run DESC LIMIT 1", [facts["identity"]])
        if resume and last and last[0][1] == "running":
            return Run(last[0][0], True)
        with self.together():
            ((number,),) = self.ask("SELECT coalesce(max(run), 0) + 1 FROM runs")
            names = ["run", *facts, "state", "started"]
            marks = ", ".join("?" * len(names))
            self._database.execute(
                f"INSERT INTO runs ({', '.join(names)}) VALUES ({marks})",
                [number, *facts.values(), "running", datetime.now().replace(microsecond=0)],
            )
        return Run(number, False)

    def finish(self, run: Run, year: int | None) -> None:
        """Marks ``run`` as finished: from now on later runs compare themselves with it."""
        with _told(self.path):
            self._database.execute(
                "UPDATE runs SET state = 'finished', year = ?, finished = ? WHERE run = ?",
                [year, datetime.now().replace(microsecond=0), run.number],
            )

    def rewrite(self, run: Run, table: str, rows: Iterable[Sequence[Any]]) -> None:
        """Puts ``rows``, which begin with the number of ``run``, in the place of what it has in ``table``."""
        with _told(self.path):
            self._database.execute(f"DELETE FROM {table} WHERE run = ?", [run.number])
        rows = iter(rows)
        while block := list(islice(rows, _BLOCK)):
            self.add(table, block)

    def earlier(self, run: Run, year: int) -> list[tuple[int, str, str, str, str]]:
        """What counted for ``year`` in earlier runs, of each unit and kind in the latest that is finished.

        Each is (run, source, unit, kind, key of its analysis), in the order of units, kinds and sources.
        """
        sql = """SELECT run, source, unit, kind, analysis FROM documents JOIN runs USING (run)
            WHERE state = 'finished' AND run < $1 AND counts AND unit IS NOT NULL AND documents.year = $2
            QUALIFY rank() OVER (PARTITION BY unit, kind ORDER BY run DESC) = 1 ORDER BY unit, kind, source"""
        return [(row[0], row[1], row[2], row[3], row[4]) for row in self.ask(sql, [run.number, year])]

    def failures(self, run: Run) -> dict[tuple[str, str], Failure]:
        """What could not be read so far in ``run``, by source and SHA-256."""
        rows = self.ask("SELECT * EXCLUDE (run, document) FROM failures WHERE run = ?", [run.number])
        failures = ((row[0], value(Failure, row[1:])) for row in rows)
        return {(one.source, digest): one for digest, one in failures}


def _place(run: int, first: int, last: int) -> dict[str, int]:
    return {"run": run, "first": first, "last": last}


def _array(kind: str, cells: Sequence[Any]) -> Any:
    """A column as DuckDB takes it without looking at each cell: of numbers with a mask for the unknown ones."""
    import numpy

    if kind not in _ARRAYS:
        return numpy.array([clean(one) if isinstance(one, str) else one for one in cells], dtype=object)
    known = [None if type(one) is int and abs(one) > _LARGEST else one for one in cells]
    filled = numpy.array([0 if one is None else one for one in known], dtype=_ARRAYS[kind])
    return numpy.ma.masked_array(filled, mask=[one is None for one in known])


def clean(text: str) -> str:
    """``text`` without lone surrogates, which names of files may hold and UTF-8 does not."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode()


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Turns DuckDB's errors into ``StoreError`` with a remedy."""
    import duckdb

    try:
        yield
    except duckdb.Error as error:
        raise StoreError(_explained(path, str(error))) from error


_LINES: Iterable[tuple[tuple[str, ...], str]] = (
    (("Could not set lock", "lock on file", "already open"), "正被另一个程序使用；请等它结束，或关闭打开着它的程序"),
    (("No space left", "max_temp_directory_size", "disk quota"), "写不下了，磁盘已满；请腾出空间后用 --resume 继续"),
    (("File too large",), "写不下了，超出了文件大小的限制；请放宽限制，或用 --store 换一个位置"),
    (
        ("Permission denied", "Read-only file system", "read-only mode"),
        "没有写入的权限；请检查权限，或用 --store 换一个位置",
    ),
    (("version number",), "是另一版 DuckDB 写的，这一版打不开；请升级 duckdb，或用 --store 换一个文件名"),
    (("Out of Memory", "failed to allocate"), "写入时内存不足；请关闭其他程序后用 --resume 继续"),
)


def _explained(path: Path, message: str) -> str:
    for marks, explanation in _LINES:
        if any(mark.lower() in message.lower() for mark in marks):
            return f"结果库“{path}”{explanation}"
    first = json.dumps(message.split("\n")[0][:200], ensure_ascii=False)
    remedy = "可能已损坏；请从备份恢复，或移走它（连同 .wal 文件）后重新运行"
    return f"结果库“{path}”读写出错，{remedy}（{first}）"
