"""Analyses in child processes: the same results as without, and nothing that a document does can hold up the others."""

import os
import pickle
import signal
import subprocess
import sys
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import pebble
import psutil
import pytest

import deeds
from hostile import GOOD
from zongjie.report import Failure, Report
from zongjie.running import cpus, pool
from zongjie.running.analyze import attempt
from zongjie.running.pool import analyses
from zongjie.settings import Limits, Settings
from zongjie.writing.json import lines

TESTS = Path(__file__).parent
SAMPLES = sorted(str(path) for path in (TESTS.parent / "corpus" / "samples").iterdir() if path.suffix != ".json")
TEXT = next(path for path in SAMPLES if path.endswith(".txt"))
PATIENCE = 60  # seconds after which a test that waits for other processes has failed


def gone(pids: list[int]) -> bool:
    """Whether the processes have ended, or end soon."""
    return not psutil.wait_procs([psutil.Process(pid) for pid in pids if psutil.pid_exists(pid)], PATIENCE)[1]


def codes(sources: list[str], workers: int = 2, **limits: float) -> list[str]:
    settings = Settings(limits=Limits.model_validate(limits))
    results = list(analyses(sources, settings, run=deeds.act, workers=workers))
    assert [one.source for one in results] == sources
    return [one.code for one in results]


# The same results.


@pytest.fixture(scope="module")
def alone() -> list[Report | Failure]:
    return [attempt(path) for path in SAMPLES]


@pytest.mark.parametrize("workers", [None, 1, 2, 5])
def test_reports_are_the_same_whatever_the_number_of_workers(alone, workers):
    found = list(analyses(SAMPLES, workers=workers))
    assert found == alone
    assert lines(found) == lines(alone)


def test_settings_reach_the_children():
    settings = Settings(lexicon={"units": {"thing": ["朵朵"]}})
    data = "一、工作回顾\n组织活动3朵朵。".encode()
    usual, mine = attempt(data), attempt(data, settings)
    assert usual != mine
    assert list(analyses([data, data], settings)) == [mine, mine]


def test_results_come_in_the_order_of_the_sources():
    sources = [f"{number}:{'slow' if number % 3 == 0 else ''}" for number in range(12)]
    assert codes(sources, workers=3) == ["done"] * 12


def test_what_was_no_document_passes_through_in_its_place():
    failure = Failure("空", "no-documents", "path", None, "", "")
    assert list(analyses([failure])) == [failure]
    assert list(analyses([])) == []
    found = list(analyses(["甲", failure, "乙"], run=deeds.act))
    assert [one.source for one in found] == ["甲", "空", "乙"]


# Where the work is done.


def processes(*sources: str | bytes, **options: object) -> list[int]:
    return [int(one.place) for one in analyses(list(sources), run=deeds.act, **options)]


def test_a_small_plain_text_alone_is_read_in_this_process(tmp_path):
    big = tmp_path / "大.txt"
    big.write_bytes("总结。".encode() * 2**18)
    (tmp_path / "好.docx").write_bytes(GOOD)
    here = {
        "text": (TEXT, True),
        "nothing": ("没有", True),
        "a folder": (str(tmp_path), True),
        "a name that cannot be": ("a\0b", True),
        "bytes of text": ("总结".encode("gb18030"), True),
        "a package": (str(tmp_path / "好.docx"), False),
        "bytes of a package": (GOOD, False),
        "a page": (b"<!DOCTYPE html><html></html>", False),
        "more than a small text": (str(big), False),
    }
    found = {name: processes(source) == [os.getpid()] for name, (source, _) in here.items()}
    assert found == {name: expected for name, (_, expected) in here.items()}
    assert os.getpid() not in processes(TEXT, TEXT)


def test_few_and_small_documents_get_one_worker_more_as_many_as_there_are_cpus(tmp_path, monkeypatch):
    monkeypatch.setattr(cpus, "usable", lambda: 30)
    big = tmp_path / "大.docx"
    big.write_bytes(bytes(pool._LITTLE))
    assert pool.worth([TEXT] * pool._FEW) == 1
    assert pool.worth([TEXT] * 20) == 20
    assert pool.worth([TEXT] * 40) == 30
    assert pool.worth([str(big), TEXT, "没有"]) == 3
    assert len(set(processes(*["甲:slow"] * 4, workers=2))) == 2


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({}, 64),
        ({"proc/self/cgroup": "0::/\n", "sys/fs/cgroup/cpu.max": "max 100000\n"}, 64),
        ({"proc/self/cgroup": "0::/\n", "sys/fs/cgroup/cpu.max": "250000 100000\n"}, 3),
        ({"proc/self/cgroup": "0::/a/b\n", "sys/fs/cgroup/a/cpu.max": "50000 100000\n"}, 1),
        (
            {
                "proc/self/cgroup": "4:memory:/x\n3:cpu,cpuacct:/docker/1\n",
                "sys/fs/cgroup/cpu/cpu.cfs_quota_us": "400000\n",
                "sys/fs/cgroup/cpu/cpu.cfs_period_us": "100000\n",
                "sys/fs/cgroup/cpu/x/cpu.cfs_quota_us": "100000\n",
                "sys/fs/cgroup/cpu/x/cpu.cfs_period_us": "100000\n",
            },
            4,
        ),
        (
            {
                "proc/self/cgroup": "1:cpu:/\n",
                "sys/fs/cgroup/cpu/cpu.cfs_quota_us": "-1\n",
                "sys/fs/cgroup/cpu/cpu.cfs_period_us": "100000\n",
            },
            64,
        ),
        ({"proc/self/cgroup": "0::/\n", "sys/fs/cgroup/cpu.max": "what\n"}, 64),
    ],
)
def test_cpus_are_those_of_the_affinity_and_the_control_groups(tmp_path, monkeypatch, files, expected):
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(64)), raising=False)
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    assert cpus.usable(tmp_path) == expected


def test_the_parent_never_imports_spacy():
    script = """
import sys
from zongjie.cli import main
if __name__ == "__main__":
    try:
        main(["check", "--fail-on", "never", *sys.argv[1:]])
    except SystemExit as end:
        assert end.code == 0, end.code
    heavy = {"spacy", "thinc", "numpy", "jieba", "docx", "lxml"} & set(sys.modules)
    sys.exit(f"imports {heavy}" if heavy else 0)
"""
    subprocess.run([sys.executable, "-c", script, *SAMPLES], check=True, stdout=subprocess.DEVNULL)


def test_children_start_also_where_there_is_no_place_for_a_socket(tmp_path):
    folder = tmp_path / ("长" * 50)
    folder.mkdir()
    run = [sys.executable, "-m", "zongjie", "check", "--fail-on", "never", *SAMPLES[:2]]
    found = subprocess.run(run, env=os.environ | {"TMPDIR": str(folder)}, capture_output=True, check=True)
    assert found.stderr == b""
    assert not list(folder.iterdir())


def test_an_initializer_brings_its_arguments_to_each_child():
    share = partial(deeds.share, "文件夹")
    found = analyses(["甲", "乙"], run=deeds.done_with_shared, initializer=share)
    assert {one.message for one in found} == {"文件夹"}


# What a document may do.


@pytest.mark.parametrize("deed", ["sleep", "spin"])
def test_one_that_hangs_is_ended_and_the_others_are_done(deed):
    assert codes(["1:", f"2:{deed}", "3:", "4:"], seconds=2) == ["done", "too-slow", "done", "done"]


def test_a_memory_hog_is_ended_with_a_code_of_its_own():
    sources = ["1:", "2:hog", "3:", "4:huge", "5:"]
    assert codes(sources, memory=400) == ["done", "out-of-memory", "done", "out-of-memory", "done"]


def test_memory_that_a_worker_kept_is_not_held_against_the_next():
    assert codes([f"{number}:keep" for number in range(4)], workers=1, memory=300) == ["done"] * 4


@pytest.mark.parametrize(("deed", "said"), [("exit", "退出码 3"), ("kill", f"信号 {signal.SIGKILL}")])
def test_a_process_that_dies_takes_its_own_document_only(deed, said):
    found = list(analyses(["1:", f"2:{deed}", "3:slow", "4:"], run=deeds.act, workers=2))
    assert [one.code for one in found] == ["done", "lost", "done", "done"]
    assert said in found[1].message


def test_a_fault_of_ours_is_named_and_logged_and_the_batch_goes_on(caplog):
    found = list(analyses(["1:", "2:raise", "3:leave", "4:"], run=deeds.act))
    assert [one.code for one in found] == ["done", "internal", "internal", "done"]
    assert "LookupError" in found[1].message
    assert "SystemExit" in found[2].message
    assert "2:raise" in caplog.text
    assert 'raise LookupError("nobody foresaw this")' in caplog.text


def test_a_fault_of_ours_in_this_process_is_raised():
    def fault(source: object, settings: Settings) -> Failure:
        raise LookupError

    with pytest.raises(LookupError):
        list(analyses([TEXT], run=fault))


def test_limits_are_told_as_they_were_set():
    limits = Settings(limits=Limits(seconds=3.5, memory=200))
    found = list(analyses(["1:sleep", "2:hog"], limits, run=deeds.act))
    assert [one.category for one in found] == ["limit", "limit"]
    assert "3.5 秒" in found[0].message
    assert "200 MB" in found[1].message


# Processes that come and go.


def test_a_pool_that_breaks_down_is_replaced(tmp_path):
    once = partial(deeds.die, tmp_path / "once")
    assert [one.code for one in analyses(["甲", "乙"], run=deeds.act, initializer=once)] == ["done", "done"]


def test_children_that_never_start_are_no_endless_loop():
    with pytest.raises(RuntimeError, match="do not start"):
        list(analyses(["甲", "乙"], run=deeds.act, initializer=deeds.die))


def test_closing_early_ends_the_children():
    results = analyses(["1:", "2:", *["3:sleep"] * 10], run=deeds.act, workers=2)
    pids = [int(next(results).place), int(next(results).place)]
    results.close()
    assert gone(pids)


def test_ctrl_c_as_children_start_ends_them_also_in_a_process_that_goes_on(monkeypatch):
    schedule = pebble.ProcessPool.schedule
    pools = []

    def interrupted(self, *arguments, **options):
        pools.append(self)
        future = schedule(self, *arguments, **options)
        signal.raise_signal(signal.SIGINT)
        return future

    monkeypatch.setattr(pebble.ProcessPool, "schedule", interrupted)
    with pytest.raises(KeyboardInterrupt):
        list(analyses(["1:", "2:"], run=deeds.act))
    assert [one.active for one in pools] == [False]


START = """
import sys
sys.path.insert(0, sys.argv[1])
import deeds
from zongjie.running.pool import analyses
from zongjie.settings import Settings
if __name__ == "__main__":
    settings = Settings(limits={"seconds": float(sys.argv[2])})
    list(analyses(["1:sleep", "2:sleep"], settings, run=deeds.act_and_tell, workers=2))
"""


def test_a_child_that_takes_the_place_of_one_that_hung_as_all_ends_does_not_complain():
    run = [sys.executable, "-c", START, str(TESTS), "0.1"]
    assert subprocess.run(run, capture_output=True, check=True).stderr == b""


def test_children_do_not_outlive_a_parent_that_was_killed():
    run = [sys.executable, "-c", START, str(TESTS), "600"]
    # The server's socket stays behind when its owner is killed.
    with (
        TemporaryDirectory() as folder,
        subprocess.Popen(run, stdout=subprocess.PIPE, env=os.environ | {"TMPDIR": folder}) as parent,
    ):
        assert parent.stdout is not None
        workers = [int(parent.stdout.readline()) for _ in range(2)]
        helpers = [child.pid for child in psutil.Process(parent.pid).children()]
        assert helpers
        parent.kill()
    assert gone(workers + helpers)


def test_one_that_is_busy_in_c_without_a_parent_ends_itself():
    script = """
import sys
sys.path.insert(0, sys.argv[1])
import deeds
from zongjie.running import worker
from zongjie.settings import Limits, Settings
worker._GRACE = 0
worker.begin(worker.Job(deeds.act, Settings(limits=Limits(seconds=0.2))), [0, 0])
worker.work("1:spin", 0)
"""
    ended = subprocess.run([sys.executable, "-c", script, str(TESTS)], timeout=PATIENCE, check=False)
    assert ended.returncode == -signal.SIGALRM


@pytest.mark.parametrize("moment", ["starting", "under way"])
def test_130_ctrl_c_ends_everything_without_a_trace(tmp_path, moment):
    for number in range(400):
        (tmp_path / f"{number}.txt").write_bytes(Path(TEXT).read_bytes())
    command = [sys.executable, "-m", "zongjie", "analyze", "--format", "jsonl", str(tmp_path)]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, start_new_session=True, **pipes) as parent:
        while not (children := psutil.Process(parent.pid).children(recursive=True)):
            assert parent.poll() is None
        if moment == "under way":
            parent.stdout.readline()
            children = psutil.Process(parent.pid).children(recursive=True)
        os.killpg(parent.pid, signal.SIGINT)
        said = parent.communicate()[1].decode()
    assert (parent.returncode, said) == (130, "已中断\n")
    assert gone([child.pid for child in children])


def test_thousands_of_sources_are_taken_up_as_their_turn_comes(monkeypatch):
    scheduled = 0
    schedule = pebble.ProcessPool.schedule

    def counted(self, function, *arguments, **options):
        nonlocal scheduled
        scheduled += function is pool.work
        return schedule(self, function, *arguments, **options)

    monkeypatch.setattr(pebble.ProcessPool, "schedule", counted)
    before = psutil.Process().memory_info().rss
    most = 0
    for number, one in enumerate(analyses(["甲"] * 2000, run=deeds.wordy, workers=2)):
        assert len(one.message) == 100_000
        most = max(most, scheduled - number)
    assert (scheduled, most) == (2000, 4)
    assert psutil.Process().memory_info().rss - before < 100 * 2**20  # of 400 MB and more that went through


def test_a_report_travels_whole(alone):
    assert [pickle.loads(pickle.dumps(one, pickle.HIGHEST_PROTOCOL)) for one in alone] == alone
