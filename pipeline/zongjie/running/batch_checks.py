"""The last stage of a batch: each document is checked in the light of the others, and marked, in children."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from functools import partial
from hashlib import sha256
from pathlib import Path, PurePath
from typing import Any

from ..checks.baseline import Accepted
from ..collecting import roster
from ..document import Source
from ..reading import office
from ..report import Failure, Finding
from ..season import Around, Copy, Season, Submission
from . import fingerprint
from .batch_analyses import CHUNK, Document, Work, chunks
from .marking import Names, suffix_of
from .packing import unpack
from .pool import results, worth
from .store import clean
from .tasks import Checked, Kept, Task, finish, renamed


class Checks(Sequence[Task]):
    """The tasks of the last stage: to check, or to mark, what is not checked or marked already."""

    def __init__(
        self,
        work: Work,
        found: Season,
        submissions: Mapping[str, Submission],
        copies: Mapping[str, tuple[Copy, ...]],
        documents: Sequence[Document],
        folder: Path,
    ) -> None:
        self._work, self._season, self._submissions, self._copies = work, found, submissions, copies
        self._documents = documents
        self._accepted: dict[str, list[tuple[Accepted, int]]] = {}  # by the file's name, in a settled order
        for key, count in sorted(work.baseline.items()):
            self._accepted.setdefault(key.file, []).append((key, count))
        names = Names(folder, [one.source for one in documents])
        self.targets = {one.source: names.path(one.source, _suffix(one)) for one in documents}
        names.record()  # before the first is there: a run that is resumed knows them for its own
        prints = fingerprint.of_findings(work.settings)
        self.checked = {
            one.source: _digest(prints, one.key, repr(self._around(one)), repr(self._accepted_of(one)))
            for one in documents
        }
        self._known = set(work.store.by_key("checks", "analysis", self.checked.values()))
        marked = self._marked()
        self._tasks = [
            one for one in documents if self.checked[one.source] not in self._known or one.source not in marked
        ]
        self._marked_before = marked
        self._window: dict[int, Task] = {}

    def __len__(self) -> int:
        return len(self._tasks)

    def __getitem__(self, index: Any) -> Any:
        if index not in self._window:
            self._window = self._loaded(range(index, min(index + CHUNK, len(self._tasks))))
        return self._window[index]

    def run(self) -> list[Failure]:
        """Does what is to be done; why documents could not be marked."""
        from ..writing.files import WriteError

        work, unmarked = self._work, []
        chunk: list[tuple[Document, Checked]] = []
        worthwhile = worth([one.source for one in self._tasks])
        work_on = results(
            self,
            work.settings,
            run=finish,
            workers=work.workers or worthwhile,
            initializer=partial(office.share, office.store()),
        )
        with work.show("检查和标注", len(self)) as tick, closing(work_on) as found:
            for one in self._tasks:
                tick(one.source)
                result = next(found)
                if isinstance(result, Checked):
                    if result.refused:
                        self._keep(chunk)
                        raise WriteError(result.refused)
                    chunk.append((one, result))
                    result = result.failure
                if result is not None:
                    unmarked.append(result)
                    del self.targets[one.source]
                if len(chunk) == CHUNK:
                    self._keep(chunk)
                    chunk = []
            self._keep(chunk)
        return unmarked

    def _around(self, one: Document) -> Around:
        around = roster.around(self._season, self._submissions[one.source], self._work.settings)
        return around._replace(copies=self._copies.get(one.source, ()))

    def _accepted_of(self, one: Document) -> tuple[tuple[Accepted, int], ...]:
        return tuple(self._accepted.get(PurePath(one.source).name, ()))

    def _loaded(self, indexes: range) -> dict[int, Task]:
        some = [self._tasks[index] for index in indexes]
        reports = self._work.store.by_key("analyses", "report", (one.key for one in some))
        findings = self._work.store.by_key("checks", "findings", (self.checked[one.source] for one in some))
        return {
            index: Task(
                source=one.source,
                sha256=one.sha256,
                report=reports[one.key][0],
                around=self._around(one),
                findings=findings.get(self.checked[one.source], (None,))[0],
                target=None if one.source in self._marked_before else self.targets[one.source],
                accepted=self._accepted_of(one),
            )
            for index, one in zip(indexes, some, strict=True)
        }

    def _made_of(self, one: Document) -> str:
        return _digest(self.checked[one.source], one.source)

    def _marked(self) -> set[str]:
        """The sources whose copies are there and such as this run would make them."""
        known = self._work.store.by_key("marks", "made_of, sha256", map(str, self.targets.values()))
        there = set()
        for one in self._documents:
            target = self.targets[one.source]
            made_of, digest = known.get(clean(str(target)), (None, None))
            if made_of == self._made_of(one) and digest == _digest_of(target):
                there.add(one.source)
        return there

    def _keep(self, chunk: Sequence[tuple[Document, Checked]]) -> None:
        checks, marks = {}, {}
        for one, result in chunk:
            checks[self.checked[one.source]] = [self.checked[one.source], one.key, result.findings]
            if result.marked:
                path = str(self.targets[one.source])
                marks[path] = [path, self._made_of(one), result.marked]
        with self._work.store.together():
            self._work.store.add("checks", list(checks.values()), replace=True)
            self._work.store.add("marks", list(marks.values()), replace=True)

    def findings(self) -> Iterator[tuple[Document, tuple[Finding, ...]]]:
        """The findings in each document, in the order of the sources."""
        for one, kept in self._kept():
            yield one, tuple(renamed(each, one.source) for each in kept.findings)

    def accepted(self) -> Counter[Accepted]:
        """What the baseline held back."""
        return Counter(each for _, kept in self._kept() for each in kept.accepted)

    def _kept(self) -> Iterator[tuple[Document, Kept]]:
        for some in chunks(self._documents):
            found = self._work.store.by_key("checks", "findings", (self.checked[one.source] for one in some))
            for one in some:
                packed = found.get(self.checked[one.source])  # none where the check itself failed
                yield one, unpack(Kept, packed[0]) if packed else Kept()


def _suffix(one: Document) -> str:
    return suffix_of(Source(one.source, one.media_type, converter=one.converter))


def _digest(*parts: str) -> str:
    return sha256("\n".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


def _digest_of(path: Path) -> str | None:
    try:
        return sha256(path.read_bytes()).hexdigest()
    except OSError:
        return None
