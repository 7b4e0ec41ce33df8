"""What the analysis yields: frozen values of plain types, with offsets into ``Report.text``.

Field names are the JSON keys of the published interface (``Change.from_`` alone differs: its key is ``from``).
Named tuples because a report holds thousands of them and they are the cheapest frozen values there are.
"""

from decimal import Decimal
from typing import Any, NamedTuple

from .document import Block, Remark, Source

REPORT_SCHEMA = "zongjie.report/1"


class OutlineNode(NamedTuple):
    """A heading or the head of an enumerated part; ``level`` starts at 1, ``label`` is its number as written."""

    start: int
    end: int
    level: int
    label: str
    title: str


class Section(NamedTuple):
    """A passage of one role (None: not part of the summary); ``confidence`` is between 0 and 1."""

    start: int
    end: int
    role: str | None
    heading: str
    confidence: float
    cue: str


class Item(NamedTuple):
    """One problem, plan or suggestion of an enumeration; ``section`` indexes ``Report.sections``."""

    start: int
    end: int
    role: str
    section: int | None
    label: str
    head: str
    head_start: int
    head_end: int


class Placeholder(NamedTuple):
    """A run of marks (or a gap) where the author left something out; ``kind``: figure, name, date or text."""

    start: int
    end: int
    text: str
    kind: str
    section: int | None
    cue: str


class Change(NamedTuple):
    """What a metric says of a development; members index ``Report.metrics``."""

    direction: str
    from_: int | None = None
    to: int | None = None
    by: int | None = None


class Period(NamedTuple):
    """The time that a metric is about, as ISO dates, both inclusive."""

    start: str
    end: str


class Metric(NamedTuple):
    """A quantity that reports or promises work.

    ``value`` (and ``high`` for a range) is in ``unit`` without its ``scale``: 1.2亿元 is 120000000 元, scale 100000000.
    ``bound`` is exact, at_least, at_most or about; ``status`` reported or missing; ``kind`` actual or target.
    """

    start: int
    end: int
    text: str
    value: Decimal | None
    high: Decimal | None
    scale: int
    unit: str
    unit_text: str
    bound: str
    status: str
    kind: str
    indicator: str | None
    indicator_start: int | None
    indicator_end: int | None
    canonical: str | None
    change: Change | None
    period: Period | None
    section: int | None
    cue: str


class Initiative(NamedTuple):
    """A named mechanism, scheme, brand or campaign of the unit itself; ``name`` is the bare name."""

    start: int
    end: int
    text: str
    name: str
    section: int | None


class Report(NamedTuple):
    """The whole analysis of one document."""

    source: Source
    title: str | None
    organization: str | None
    year: int | None
    text: str
    blocks: tuple[Block, ...]
    outline: tuple[OutlineNode, ...]
    sections: tuple[Section, ...]
    items: tuple[Item, ...]
    placeholders: tuple[Placeholder, ...]
    metrics: tuple[Metric, ...]
    initiatives: tuple[Initiative, ...]
    remarks: tuple[Remark, ...] = ()

    @property
    def schema(self) -> str:
        """The name and version of the published form."""
        return REPORT_SCHEMA


class Related(NamedTuple):
    """Another place that a finding is about: ``text`` stands at ``start:end`` of the document ``source``."""

    source: str
    start: int
    end: int
    text: str


class Finding(NamedTuple):
    """Something a rule found; ``severity`` is error, warning or info, ``source`` the document's path as given."""

    rule: str
    name: str
    severity: str
    message: str
    start: int
    end: int
    text: str
    section: int | None
    place: Any
    source: str
    cue: str
    related: tuple[Related, ...] = ()


class Blank(NamedTuple):
    """A place to fill in: the placeholder ``mark`` at ``start:end`` of kind ``kind``, between ``before`` and ``after``.

    ``source`` is the document's path as given, ``digest`` tells its text from another's; ``where`` (Chinese) and
    ``section`` (its heading) help to find the place.
    ``indicator`` and ``unit`` (as written, 万元) are those of the missing figure; a value takes the place of
    ``replaces``, a range of the text.
    """

    source: str
    digest: str
    start: int
    end: int
    mark: str
    kind: str
    where: str
    section: str | None
    before: str
    after: str
    indicator: str | None
    unit: str
    replaces: tuple[int, int]


class Failure(NamedTuple):
    """Why a document could not be read, and what to do about it (``message``, ``remedy``: Chinese)."""

    source: str
    code: str
    category: str
    place: str | None
    message: str
    remedy: str

    @property
    def schema(self) -> str:
        """The name and version of the published form."""
        return "zongjie.failure/1"
