"""What it costs to find copies among 1,000 and 10,000 reports: time, how it grows, bytes kept of a paragraph.

The reports are composed at random: sentences of their own, forms that all fill with figures of their own, wording
that all share, and in every tenth a paragraph of another unit's with other figures, which has to be found.
"""

import random
import time
from collections.abc import Iterator
from statistics import median

from tests.bench.measure import seconds

from zongjie.collecting.resemblance import copies, sketch
from zongjie.document import Source, from_text
from zongjie.report import Report
from zongjie.season import Submission

SIZES, PARAGRAPHS = (1_000, 10_000), 30
_UNIT = 8  # reports of a unit, two a year
_DIGITS = str.maketrans("0123456789", "5678901234")


def _composer(seed: int) -> tuple[random.Random, list[str], list[str], list[str]]:
    luck = random.Random(seed)
    signs = [chr(luck.randrange(0x4E00, 0x9000)) for _ in range(1_500)]
    words = ["".join(luck.choices(signs, k=luck.choice((1, 2, 2, 2, 4)))) for _ in range(6_000)]
    forms = ["{}".join("".join(luck.choices(words, k=6)) for _ in range(4)) + "。" for _ in range(200)]
    common = ["".join(luck.choices(words, k=20)) + "。" for _ in range(60)]
    return luck, words, forms, common


def texts(count: int) -> Iterator[tuple[Submission, str, str | None]]:
    """``count`` reports, each with the paragraph that it took from the report before, if any."""
    luck, words, forms, common = _composer(1)
    before: list[str] = []
    for number in range(count):
        paragraphs = []
        for _ in range(PARAGRAPHS):
            own = "".join("".join(luck.choices(words, k=luck.randrange(12, 24))) + "。" for _ in range(2))
            figures = luck.choice(forms).format(*(luck.randrange(10, 99_999) for _ in range(3)))
            paragraphs.append(own + figures if luck.random() < 0.8 else luck.choice(common) + figures)
        taken = None
        if number % 10 == 9:
            taken = paragraphs[3] = max(before, key=len).translate(_DIGITS)
        unit = number * 7919 % max(1, count // _UNIT)
        yield (
            Submission(f"{number:05}", "", f"单位{unit}", "", 2024 + number % 2, "", True),
            "\n".join(paragraphs),
            taken,
        )
        before = paragraphs


def resemblance() -> None:
    """Prints the figures of each size; fails if a planted copy is not found."""
    print(f"resemblance, reports of {PARAGRAPHS} paragraphs")
    rows = []
    for size in SIZES:
        kept, given, planted, costs = [], {}, {}, []
        for submission, text, taken in texts(size):
            document = from_text(text, Source(submission.source))
            report = Report(document.source, None, None, None, text, document.blocks, *((),) * 6)
            made: list[bytes] = []
            costs.append(seconds(lambda report=report, made=made: made.append(sketch(report))))
            kept.append((submission, made[0]))
            given[submission.source] = text
            if taken:
                planted[submission.source] = taken
        found: dict[str, list[str]] = {}

        begun = time.process_time()  # not the clock: memory is what it waits for, and machines are busy
        for source, those in copies(kept, lambda of, start, end, given=given: given[of][start:end]):
            found[source] = [given[source][one.start : one.end] for one in those]
        took = time.process_time() - begun
        missed = [source for source, taken in planted.items() if taken not in "\n".join(found.get(source, ()))]
        rows.append((sum(costs) + took, took))
        kib = sum(len(data) for _, data in kept) / size / PARAGRAPHS / 1024
        print(
            f"  {size:>6,} reports  sketch {median(costs) * 1000:5.2f} ms each  search {took:7.2f} s of CPU  "
            f"{kib:4.2f} KiB a paragraph  planted {len(planted)}, missed {len(missed)}, "
            f"passages {sum(map(len, found.values()))}"
        )
    (whole, search), (wholes, searches) = rows
    print(f"  ten times the reports: {wholes / whole:5.2f} x the time, of the search alone {searches / search:5.2f} x")


if __name__ == "__main__":
    resemblance()
