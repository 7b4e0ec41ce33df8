"""Speed, growth, memory and start-up, each against something run in the same process or run.

``python -m tests.bench [PART…] [FILE…]``: the parts named, else all; ``season`` is all of a season but ``season-2000``
(its speed, half an hour) and ``season-10000`` (its memory), which have to be named themselves. With files it is their
text that is measured, else that of ``corpus/samples``. Every figure is a median with its quartiles; machines are noisy,
so quote ratios.
"""

import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from tests.bench import season
from tests.bench.measure import ROUNDS, SAMPLES, quartiles, seconds
from tests.bench.reading import reading
from tests.bench.resemblance import resemblance

from zongjie.document import Document, Source, from_text

GROWTH = (30_000, 300_000, 3_000_000)


def text_of(paths: list[str]) -> str:
    """The text of the files given, or of the plain-text samples."""
    files = [Path(path) for path in paths] or sorted(SAMPLES.glob("*.txt"))
    return "\n".join(path.read_text("utf-8-sig") for path in files)


def as_document(text: str) -> Document:
    """``text`` as it stands in memory: reading files is measured elsewhere."""
    return from_text(text, Source(name="bench"))


def speed(text: str) -> None:
    """Characters per second of the whole analysis, of ``jieba.cut`` and of ``jieba.posseg``, round by round in turn."""
    import jieba
    import jieba.posseg

    from zongjie import analyze

    document = as_document(text)
    short = text[: max(2_000, len(text) // 6)]
    jieba.initialize()
    rows: dict[str, list[float]] = {"analysis": [], "jieba.cut": [], "jieba.posseg": []}
    for _ in range(ROUNDS + 1):
        rows["analysis"].append(len(text) / seconds(lambda: analyze(document)))
        rows["jieba.cut"].append(len(text) / seconds(lambda: list(jieba.cut(text))))
        rows["jieba.posseg"].append(len(short) / seconds(lambda: list(jieba.posseg.cut(short))))
    print(f"speed, {len(text):,} characters, characters per second, {ROUNDS} rounds after one to warm up")
    for name, values in rows.items():
        del values[0]
        print(f"  {name:14} {quartiles(values, ',.0f')}")
    for name in ("jieba.cut", "jieba.posseg"):
        ratios = [mine / other for mine, other in zip(rows["analysis"], rows[name], strict=True)]
        print(f"  analysis / {name:14} {quartiles(ratios)} x")


def growth(text: str) -> None:
    """Seconds for texts ten times as long as the one before; the ratio would be 10 if the cost were strictly linear."""
    from zongjie import analyze

    analyze(as_document(text))
    print("growth, seconds of the whole analysis, best of 3")
    before = None
    for size in GROWTH:
        long = (text * (size // len(text) + 1))[:size]
        document = as_document(long)
        took = min(seconds(lambda document=document: analyze(document)) for _ in range(3))
        print(f"  {size:>9,} characters {took:8.3f} s" + (f"  {took / before:5.2f} x" if before else ""))
        before = took


_MEMORY = """
import sys
import zongjie
from zongjie.document import Source, from_text


def peak():
    # ru_maxrss of a child begins with its parent's, VmHWM does not.
    lines = open("/proc/self/status").read().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM"))


zongjie.analyze(from_text("预热。完成培训3次。", Source("bench")))
text = sys.stdin.read()
before = peak()
report = zongjie.analyze(from_text(text, Source("bench")))
print((peak() - before) / len(text))
"""


def memory(text: str) -> None:
    """Bytes of peak memory for each character above that of the loaded pipeline, each size in a process of its own."""
    if not Path("/proc/self/status").exists():
        print("memory: measured on Linux only")
        return
    print("memory, bytes of peak memory per character above the loaded pipeline and the text")
    for size in GROWTH[1:]:
        long = (text * (size // len(text) + 1))[:size]
        run = subprocess.run([sys.executable, "-c", _MEMORY], input=long, capture_output=True, text=True, check=True)
        print(f"  {size:>9,} characters {float(run.stdout):8.0f}")


def start_up() -> None:
    """One whole ``zongjie check`` of a report against a process that only imports spaCy, in turn."""
    sample = str(sorted(SAMPLES.glob("*.txt"))[0])
    check = [sys.executable, "-m", "zongjie", "check", sample, "--fail-on", "never"]
    commands = {
        "check": check,
        "import spacy": [sys.executable, "-c", "import spacy"],
        "--help": [*check[:3], "--help"],
    }
    rows: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(6):
        for name, command in commands.items():
            rows[name].append(seconds(lambda c=command: subprocess.run(c, capture_output=True, check=True)))
    print("start-up, seconds of a whole process")
    for name, values in rows.items():
        print(f"  {name:14} {quartiles(values[1:])}")
    ratios = [mine / other for mine, other in zip(rows["check"][1:], rows["import spacy"][1:], strict=True)]
    print(f"  check / import spacy {quartiles(ratios)} x")


PARTS: dict[str, Callable[[str], None]] = {
    "speed": speed,
    "growth": growth,
    "memory": memory,
    "reading": lambda text: reading(),
    "start-up": lambda text: start_up(),
    "season-speed": lambda text: season.speed(),
    "season-stages": lambda text: season.stages(),
    "season-memory": lambda text: season.memory(),
    "season-2000": lambda text: season.speed(2_000, 5),
    "season-10000": lambda text: season.memory((season.SIZES[0], 10_000)),
    "resemblance": lambda text: resemblance(),
}
LONG = {"season-2000", "season-10000"}


def chosen(words: list[str]) -> tuple[list[str], list[str]]:
    """The parts that ``words`` name, in their order here (none named: all that are not long), and the files."""
    named = {
        part for part in PARTS for word in words if word == part or (part.startswith(f"{word}-") and part not in LONG)
    }
    files = [word for word in words if word not in PARTS and not any(part.startswith(f"{word}-") for part in PARTS)]
    return [part for part in PARTS if part in (named or PARTS.keys() - LONG)], files


def main() -> None:
    parts, files = chosen(sys.argv[1:])
    if missing := [name for name in files if not Path(name).is_file()]:
        sys.exit(f"neither a part ({', '.join(PARTS)}) nor a file: {', '.join(missing)}")
    text = text_of(files)
    for part in parts:
        PARTS[part](text)
    print(f"peak memory of this run {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MiB")


if __name__ == "__main__":
    main()
