"""A whole season through ``zongjie batch``: documents a second, the share of each stage, memory.

Its documents are made of those of ``corpus/samples``: each has a unit, figures and an order of paragraphs of its own.
"""

import random
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.bench.measure import SAMPLES

ROUNDS = 3
UNITS = 60
SPEED, STAGES, SIZES = 500, 1_000, (100, 1_000)
_FIGURE = re.compile(r"(?<![\d.％%-])[1-9]\d{0,3}(?=[次人名个项场份件])")
_LONG = 60  # characters of a line that may change places with another


def documents(folder: Path, number: int, seed: int = 1) -> list[Path]:
    """Writes ``number`` submissions of ``UNITS`` units to ``folder``, every other one a Word file."""
    texts = [path.read_text("utf-8-sig") for path in sorted(SAMPLES.glob("*.txt"))]
    chance = random.Random(seed)
    paths = []
    for index in range(number):
        unit = f"第{index % UNITS + 1}分公司"
        lines = varied(texts[index % len(texts)], chance).split("\n")
        lines[0] = f"{unit}2025年工作总结"
        name = folder / unit / f"{unit}工作总结{index:05}"
        name.parent.mkdir(parents=True, exist_ok=True)
        paths.append(_word(name, lines) if index % 2 else _plain(name, lines))
    return paths


def varied(text: str, chance: random.Random) -> str:
    """``text`` with other figures, and with its long lines in another order."""
    lines = text.split("\n")
    at = [number for number, line in enumerate(lines) if len(line) >= _LONG]
    for number, line in zip(at, chance.sample([lines[one] for one in at], len(at)), strict=True):
        lines[number] = line
    return _FIGURE.sub(lambda _: str(chance.randrange(1, 5_000)), "\n".join(lines))


def _plain(name: Path, lines: list[str]) -> Path:
    path = name.with_name(name.name + ".txt")
    path.write_text("\n".join(lines), "utf-8")
    return path


def _word(name: Path, lines: list[str]) -> Path:
    from tests.word import p, word

    path = name.with_name(name.name + ".docx")
    path.write_bytes(word("".join(p(line) for line in lines if line.strip())))
    return path


def batch(inputs: Path, output: Path, *options: str) -> float:
    """The seconds of one run of the command from scratch."""
    command = [sys.executable, "-m", "zongjie", "batch", str(inputs), "-o", str(output), "--fail-on", "never", *options]
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - start


def speed(number: int = SPEED, rounds: int = ROUNDS) -> None:
    """Documents a second with one worker and with two, in turn; and again with nothing changed."""
    with tempfile.TemporaryDirectory() as folder:
        inputs = Path(folder, "收件")
        documents(inputs, number)
        rates: dict[str, list[float]] = {"1 worker": [], "2 workers": [], "2 workers, nothing changed": []}
        for turn in range(rounds):
            one, two = Path(folder, f"一{turn}"), Path(folder, f"二{turn}")
            rates["1 worker"].append(number / batch(inputs, one, "--workers", "1"))
            rates["2 workers"].append(number / batch(inputs, two, "--workers", "2"))
            rates["2 workers, nothing changed"].append(number / batch(inputs, two, "--workers", "2"))
    print(f"season, {number:,} documents of {UNITS} units, documents a second, {rounds} rounds")
    for name, values in rates.items():
        print(f"  {name:28} {statistics.median(values):7.1f} [{min(values):.1f}, {max(values):.1f}]")
    ratios = [two / one for one, two in zip(rates["1 worker"], rates["2 workers"], strict=True)]
    print(f"  2 workers / 1 worker         {statistics.median(ratios):7.2f} x")


def stages(number: int = STAGES) -> None:
    """Which share of the time each stage takes."""
    from zongjie.cli import terminal

    took: Counter[str] = Counter()

    @contextmanager
    def show(doing: str, total: int) -> Iterator[object]:
        start = time.perf_counter()
        with terminal.stage(doing, total) as tick:
            yield tick
        took[doing] += time.perf_counter() - start

    with tempfile.TemporaryDirectory() as folder:
        inputs, output = Path(folder, "收件"), Path(folder, "结果")
        documents(inputs, number)
        start = time.perf_counter()
        _run(inputs, output, show)
        took["其余"] = time.perf_counter() - start - sum(took.values())
    whole = sum(took.values())
    print(f"season, share of {whole:.1f} s by stage at {number:,} documents")
    for name, seconds in took.items():
        print(f"  {name} {100 * seconds / whole:5.1f} %")


def _run(inputs: Path, output: Path, show: object) -> None:
    """What the command does, with ``show`` to watch it."""
    from zongjie.running.batch import process, start
    from zongjie.running.batch_analyses import Work
    from zongjie.running.batch_folder import COPIES, STORE, claim
    from zongjie.running.batch_writing import write
    from zongjie.running.inputs import expand
    from zongjie.running.store import Store
    from zongjie.settings import Settings

    claim(output)
    with Store(output / STORE) as store:
        run = start(store, output, [str(inputs)], Settings(), resume=False)
        work = Work(store, run, Settings(), None, show)  # type: ignore[arg-type]
        result = process(work, expand([str(inputs)]), output / COPIES)
        write(work, result, output)
        store.finish(run, result.season.year)


class _Peak(threading.Thread):
    """The most memory in MiB that this process and each of its children have held, by the stage it was in."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.stage, self.over = "其余", threading.Event()
        self.found: dict[str, tuple[float, float]] = {}

    def run(self) -> None:
        import psutil

        top = psutil.Process()
        while not self.over.wait(0.05):
            children = [0.0]
            for one in top.children(recursive=True):
                with suppress(psutil.Error):
                    children.append(one.memory_info().rss / 2**20)
            held = top.memory_info().rss / 2**20, max(children)
            before = self.found.get(self.stage, (0.0, 0.0))
            self.found[self.stage] = max(before[0], held[0]), max(before[1], held[1])

    @contextmanager
    def show(self, doing: str, _total: int) -> Iterator[object]:
        """What a run calls for each stage."""
        self.stage = doing
        yield lambda name: None
        self.stage = "其余"


def memory(sizes: tuple[int, ...] = SIZES) -> None:
    """Peak memory by stage of a run in a process of its own and of its largest child, for ``sizes`` documents."""
    print("season, peak memory in MiB by stage: the process, its largest child")
    with tempfile.TemporaryDirectory() as folder:
        for size in sizes:
            inputs = Path(folder, str(size), "收件")
            documents(inputs, size)
            code = "import sys; from tests.bench.season import peaks; peaks(*sys.argv[1:])"
            subprocess.run([sys.executable, "-c", code, str(inputs), str(inputs.parent / "结果")], check=True)


def peaks(inputs: str, output: str) -> None:
    """Runs a season and prints what it held."""
    peak = _Peak()
    peak.start()
    _run(Path(inputs), Path(output), peak.show)
    peak.over.set()
    peak.join()
    size = sum(one.is_file() for one in Path(inputs).rglob("*"))
    shown = "; ".join(f"{stage} {top:.0f}, {child:.0f}" for stage, (top, child) in peak.found.items())
    print(f"  {size:>6,} documents: {shown}", flush=True)
