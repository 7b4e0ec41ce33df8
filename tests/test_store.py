"""The store of a season: what cannot be used is said clearly, and what is written is there whole or not at all."""

import json
import os
import subprocess
import sys
from decimal import Decimal
from hashlib import sha256
from pathlib import Path

import duckdb
import pytest

from batches import summary
from conftest import Run
from zongjie.document import Cell, Place
from zongjie.errors import StoreError
from zongjie.kpi.table import Row, rows
from zongjie.report import Finding, Related, Report
from zongjie.running import fingerprint, tables
from zongjie.running.analyze import analyze, attempt
from zongjie.running.columns import cells, columns, value
from zongjie.running.packing import pack, unpack
from zongjie.running.store import Store
from zongjie.settings import Letters, Limits, Rules, Settings

SAMPLES = sorted(
    path for path in (Path(__file__).parents[1] / "corpus" / "samples").iterdir() if path.suffix != ".json"
)


@pytest.fixture
def inputs(tmp_path: Path) -> Path:
    (tmp_path / "收件").mkdir()
    (tmp_path / "收件" / "甲.txt").write_text(summary("甲县教育局"), "utf-8")
    return tmp_path / "收件"


# Stores that cannot be used.


def refused(run: Run, inputs: Path, store: Path) -> str:
    before = store.read_bytes() if store.is_file() else b""
    code, _, err = run("batch", inputs, "-o", inputs.parent / "结果", "--store", store)
    assert code == 2
    assert "Traceback" not in err
    assert str(store) in err
    assert (store.read_bytes() if store.is_file() else b"") == before
    return err


def test_a_file_that_is_no_store_is_left_alone(tmp_path, inputs, run):
    (tmp_path / "名单.xlsx").write_bytes(b"PK\x03\x04 something else")
    assert "不是 zongjie 的结果库，没有动它" in refused(run, inputs, tmp_path / "名单.xlsx")
    (tmp_path / "空.duckdb").write_bytes(b"")
    assert "不是 zongjie 的结果库" in refused(run, inputs, tmp_path / "空.duckdb")
    (tmp_path / "夹").mkdir()
    assert "是文件夹" in refused(run, inputs, tmp_path / "夹")


def test_a_database_of_someone_else_is_left_alone(tmp_path, inputs, run):
    with duckdb.connect(str(tmp_path / "账.duckdb")) as base:
        base.execute("CREATE TABLE runs (a INTEGER)")
    assert "里是别的数据，没有动它" in refused(run, inputs, tmp_path / "账.duckdb")


@pytest.mark.parametrize(("step", "said"), [(-1, "是旧版 zongjie 的"), (1, "请升级 zongjie")])
def test_a_store_of_another_version(tmp_path, inputs, run, step, said):
    store = tmp_path / "库.duckdb"
    Store(store).close()
    with duckdb.connect(str(store)) as base:
        base.execute("UPDATE layout SET version = version + ?", [step])
    assert said in refused(run, inputs, store)


def test_a_damaged_store(tmp_path, inputs, run):
    store = tmp_path / "库.duckdb"
    Store(store).close()
    data = store.read_bytes()
    store.write_bytes(data[:4096] + bytes(len(data) - 4096))
    assert "可能已损坏；请从备份恢复" in refused(run, inputs, store)


def test_a_store_that_another_process_uses(tmp_path, inputs, run):
    store = tmp_path / "库.duckdb"
    script = "import sys, duckdb; c = duckdb.connect(sys.argv[1]); print('open', flush=True); sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", script, str(store)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "open\n"
        assert "正被另一个程序使用" in refused(run, inputs, store)
        other.communicate("")


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="POSIX only")
def test_a_place_that_cannot_be_written_to(tmp_path, inputs, run):
    (tmp_path / "文件").write_text("", "utf-8")
    assert "所在的文件夹建不了" in refused(run, inputs, tmp_path / "文件" / "库.duckdb")


@pytest.mark.parametrize(
    ("message", "said"),
    [
        ("IO Error: Could not write all bytes: No space left on device", "磁盘已满；请腾出空间后用 --resume 继续"),
        ("IO Error: Cannot open file: Permission denied", "没有写入的权限"),
        ("IO Error: Trying to read a database file with version number 99", "请升级 duckdb"),
        ("Out of Memory Error: failed to allocate data", "写入时内存不足"),
        ("Internal Error: what nobody foresaw", "可能已损坏"),
    ],
)
def test_what_duckdb_says_becomes_a_remedy(tmp_path, message, said, monkeypatch):
    with Store(tmp_path / "库.duckdb") as store:

        class Refusing:
            def execute(self, *_: object) -> None:
                raise duckdb.Error(message)

        usual = store._database
        monkeypatch.setattr(store, "_database", Refusing())
        with pytest.raises(StoreError, match=said):
            store.ask("SELECT 1")
        monkeypatch.setattr(store, "_database", usual)


# What is kept.


def half(store: Store) -> None:
    with store.together():
        store.add("marks", [["甲", "乙", "丙"]])
        store.ask("no SQL at all")


def test_a_block_that_fails_leaves_nothing(tmp_path):
    with Store(tmp_path / "库.duckdb") as store:
        with pytest.raises(StoreError):
            half(store)
        assert store.ask("SELECT count(*) FROM marks") == [(0,)]


def test_cells_that_databases_do_not_like(tmp_path):
    odd = ["x\0y", "a\udc80b", "𠮷'\"\n,", ""]
    with Store(tmp_path / "库.duckdb") as store:
        store.add("marks", [[str(number), one, None] for number, one in enumerate(odd)])
        assert store.ask("SELECT made_of, sha256 FROM marks ORDER BY path") == [
            (one, None) for one in ("x\0y", "a?b", "𠮷'\"\n,", "")
        ]


def test_more_rows_are_exported_than_can_be_sorted_at_once(tmp_path):
    """A season of thousands of documents: the same rows sorted as a whole do not fit in the store's memory."""
    sql = """SELECT $run AS run, i, repeat(hash(i)::VARCHAR, 60) AS text
        FROM range($first * 400, $last * 400) t(i) ORDER BY i"""
    target = tmp_path / "指标's.parquet"
    with Store(tmp_path / "库.duckdb") as store:
        store.export(sql, 1, 600, target)
        store.export(sql, 1, 0, tmp_path / "空.parquet")
    assert duckdb.read_parquet(str(target)).project("i").fetchall() == [(one,) for one in range(600 * 400)]
    assert duckdb.read_parquet(str(tmp_path / "空.parquet")).columns == ["run", "i", "text"]


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_reports_and_rows_come_back_as_they_were(path):
    report = analyze(path)
    back = unpack(Report, pack(report))
    assert back == report
    assert repr(back) == repr(report)  # the types too
    for row in rows([report]):
        assert repr(value(Row, cells(row))) == repr(row)


def test_rows_of_tables_and_of_odd_numbers_come_back():
    row = rows([analyze("一、工作回顾\n全年走访群众12人次。".encode())])[0]
    for one in (
        row._replace(value=Decimal("1E+400"), high=Decimal("0.10")),
        row._replace(cell=Cell(0, 2, 1, header=True), place=Place("text", 3)),
        row._replace(value=None, year=None, section=None),
    ):
        assert repr(value(Row, cells(one))) == repr(one)
    finding = Finding("ZJ501", "n", "error", "m", 1, 2, "t", None, Place(), "s", "", (Related("\udc80", 1, 2, "原"),))
    assert value(Finding, cells(finding)) == finding
    assert unpack(tuple[Finding, ...], pack((finding,))) == (finding,)


def test_the_layout_has_a_number_that_changes_with_it():
    """Raise ``tables.VERSION`` when this fails: stores of before cannot be read any more."""
    layout = sha256("\n".join(tables.statements()).encode()).hexdigest()[:12]
    assert (tables.VERSION, layout) == (2, "2ebd14208188")


def test_no_column_has_a_name_that_must_be_quoted():
    keywords = {
        word
        for (word,) in duckdb.sql(
            "SELECT keyword_name FROM duckdb_keywords() WHERE keyword_category = 'reserved'"
        ).fetchall()
    }
    assert not keywords & {column.name for parts in tables.TABLES.values() for column in parts}
    assert [column.name for column in columns(Place)] == ["part", "paragraph", "run", "offset", "page"]


# What decides an analysis.


def test_the_fingerprint_knows_what_matters(tmp_path):
    usual = Settings()
    same = Settings(letters=Letters(issuer="办公室"), limits=Limits(seconds=5))
    rules = Settings(rules=Rules(ignore=("ZJ1",)))
    words = Settings(lexicon={"units": {"thing": ["朵朵"]}})
    assert fingerprint.of_findings(usual) == fingerprint.of_findings(same)
    assert fingerprint.of_analysis(usual) == fingerprint.of_analysis(rules)
    assert fingerprint.of_analysis(usual) == fingerprint.of_analysis(Settings(year=2025))
    assert fingerprint.of_findings(usual) != fingerprint.of_findings(rules)
    assert fingerprint.of_analysis(usual) != fingerprint.of_analysis(words)
    dictionary = tmp_path / "词.txt"
    dictionary.write_text("朵朵 10\n", "utf-8")
    before = fingerprint.of_analysis(Settings(dictionary=str(dictionary)))
    dictionary.write_text("朵儿 10\n", "utf-8")
    assert fingerprint.of_analysis(Settings(dictionary=str(dictionary))) != before


PASSAGE = (
    "镇里把老粮站的三间仓库改成农机修理点，请退休的修理师傅带着四名返乡青年坐班，收割机坏了当天能修好。"
    "修理点还代存各村的播种机，春耕前统一换油、校准，今年没有一台误了农时，邻近两个镇的农户也赶来排队。"
)


def of_year(folder: Path, year: int) -> Path:
    inputs = folder / str(year)
    inputs.mkdir()
    own = "敬老院换了新锅炉，又添了两名护工，院里三十一位老人过冬不再挤住东楼，家属探望的屋子也腾了出来。"
    text = summary("甲镇").replace("2025", str(year)).replace("二、存在", f"{PASSAGE}\n二、存在")
    (inputs / "甲镇总结.txt").write_text(text + own * (year == 2025), "utf-8")
    return inputs


def copied(folder: Path) -> list[str]:
    lines = (folder / "问题.jsonl").read_text("utf-8").splitlines()
    return [one["related"][0]["source"] for one in map(json.loads, lines) if one["rule"] == "ZJ502"]


def test_last_year_is_compared_whatever_was_asked_then(tmp_path, run):
    store, asked = tmp_path / "库.duckdb", tmp_path / "要求.toml"
    asked.write_text('organization = "某县"\n[[indicators]]\nname = "发展党员"\nunit = "名"\n', "utf-8")
    run("batch", of_year(tmp_path, 2024), "-o", tmp_path / "去年", "--store", store, "--year", 2024)
    given = (of_year(tmp_path, 2025), "--store", store, "--year", 2025)
    plain, other = (
        run("batch", *given, "-o", tmp_path / "一"),
        run("batch", *given, "-o", tmp_path / "二", "--profile", asked),
    )
    assert "另一版" not in plain.err + other.err
    for folder in ("一", "二"):
        assert copied(tmp_path / folder) == [f"{tmp_path / '2024' / '甲镇总结.txt'}（2024 年）"]


def test_what_cannot_be_compared_with_last_year_is_said(tmp_path, run):
    store = tmp_path / "库.duckdb"
    run("batch", of_year(tmp_path, 2024), "-o", tmp_path / "去年", "--store", store, "--year", 2024)
    with duckdb.connect(str(store)) as base:
        base.execute("UPDATE analyses SET sketch = 'ZJ1'::BLOB")
    _, _, err = run("batch", of_year(tmp_path, 2025), "-o", tmp_path / "今年", "--store", store, "--year", 2025)
    assert "有 1 份上一年的总结是另一版 zongjie 处理的，没有和它们比对雷同" in err
    assert copied(tmp_path / "今年") == []


def test_the_fingerprint_covers_the_code(monkeypatch):
    before = fingerprint.of_analysis(Settings())
    every = fingerprint._tree
    for part in ("reading/text.py", "components/metrics.py", "language/units.py", "resources/units.toml"):
        lines = [line for name in fingerprint._ANALYSIS for line in every(fingerprint._root().joinpath(name), name)]
        assert any(line.startswith(f"{part} ") for line in lines), part
    assert fingerprint.of_analysis(Settings()) == before


def test_a_report_is_kept_whatever_its_text():
    data = "一、工作回顾\n走访\x00群众𠮷12人次\u2028。".encode()
    report = attempt(data)
    assert isinstance(report, Report)
    assert unpack(Report, pack(report)) == report
