"""What all figures share: the samples, the clock, the median with its quartiles."""

import statistics
import time
from collections.abc import Callable
from pathlib import Path

SAMPLES = Path(__file__).parents[2] / "corpus" / "samples"
ROUNDS = 9


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def quartiles(values: list[float], form: str = ".2f") -> str:
    low, middle, high = statistics.quantiles(values, n=4)
    return f"{middle:{form}} [{low:{form}}, {high:{form}}]"
