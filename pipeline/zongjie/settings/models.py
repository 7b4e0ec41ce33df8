"""The tables of a profile. Each checks itself; what is wrong with a file is told by ``problems``."""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from os import PathLike
from typing import Annotated, Any, Literal, NamedTuple, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, model_validator
from pydantic_core import PydanticCustomError

Role = Literal["overview", "achievements", "experience", "problems", "plans", "suggestions", "closing"]
Severity = Literal["error", "warning", "info"]
FailOn = Literal["error", "warning", "info", "never"]
# What readers call the roles.
ROLE_NAMES: dict[Role, str] = {
    "overview": "基本情况",
    "achievements": "工作成效",
    "experience": "经验体会",
    "problems": "存在问题",
    "plans": "下一步计划",
    "suggestions": "意见建议",
    "closing": "结尾",
}
_Name = Annotated[str, Field(pattern=r"\S")]
_Number = Annotated[float, Field(allow_inf_nan=False)]
_Keys = tuple[int | str, ...]
CLASHING = "clashing"  # the context of a validation that lets rows stand beside others that they clash with


def same(name: str) -> str:
    """``name`` in the form in which names are compared: （ as (, no case, no blanks."""
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())


class Clash(NamedTuple):
    """Why two rows of a table cannot stand side by side (Chinese), or why one cannot stand at all.

    ``row`` and the ``other`` that stands before it count from 0; ``key`` is what ``row`` sets wrongly.
    """

    said: str
    row: int
    key: str
    other: int


class _Table(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Sections(_Table):
    """Which parts a summary must have."""

    required: tuple[Role, ...] = ("achievements", "problems", "plans")


class Unit(_Table):
    """A unit of the roster: ``name`` is what tables call it, ``aliases`` what texts and files call it as well.

    ``files`` are the ways in which only the names of files call it; with ``*`` or ``?`` they are patterns of a whole
    name. ``contact`` is whom to ask.
    """

    name: _Name
    aliases: tuple[_Name, ...] = ()
    files: tuple[_Name, ...] = ()
    contact: str = ""


class Roster(_Table):
    """Who has to submit: the units of ``file`` (.csv or .xlsx, see ``roster.read``) before those of ``units``."""

    file: str | None = None
    units: tuple[Unit, ...] = ()


class Demanded(_Table):
    """One of several documents that each unit owes; ``words`` are what its title or file name may hold."""

    name: _Name
    words: tuple[_Name, ...] = ()


class Indicator(_Table):
    """An indicator that the collection asks for; a plausible figure lies between ``minimum`` and ``maximum``.

    ``synonyms`` are other wordings, ``unit`` is the unit of measure of the figures.
    """

    name: _Name
    synonyms: tuple[_Name, ...] = ()
    unit: str = ""
    minimum: _Number | None = None
    maximum: _Number | None = None
    required: bool = False


class Lengths(_Table):
    """How many characters a summary, and a section of each role, must have at least."""

    document: int = Field(default=0, ge=0)
    sections: dict[Role, Annotated[int, Field(ge=0)]] = {}


class Letters(_Table):
    """What the letters to the units say: who sends them, and by when to answer."""

    issuer: str = ""
    deadline: str = ""


class Rules(_Table):
    """Which rules run and how grave their findings are; ids may be whole (ZJ101) or a family's beginning (ZJ1).

    ``fail_on`` is the least severity that makes a check fail; ``baseline`` the file of findings that are accepted.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: dict[str, Severity] = {}
    fail_on: FailOn = "error"
    baseline: str | None = None


class Limits(_Table):
    """What the analysis of one file may take: ``seconds``, and ``memory`` in MB (of 2**20 bytes)."""

    seconds: float = Field(default=60, gt=0, le=86_400)
    memory: int = Field(default=2048, ge=1, le=2**20)


class Settings(_Table):
    """All settings. ``year`` is the year that is summed up, ``organization`` the unit; None: taken from the text.

    ``lexicon`` holds tables laid over the shipped word lists (see ``lexicon.load``), ``dictionary`` the path of a
    word list in jieba's ``load_userdict`` format.
    """

    year: int | None = Field(default=None, ge=1900, le=2999)
    organization: str | None = None
    sections: Sections = Sections()
    lengths: Lengths = Lengths()
    roster: Roster = Roster()
    documents: tuple[Demanded, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    letters: Letters = Letters()
    rules: Rules = Rules()
    limits: Limits = Limits()
    lexicon: dict[str, dict[str, Any]] = {}
    dictionary: str | None = None

    @model_validator(mode="after")
    def _fits(self, info: ValidationInfo) -> Self:
        tables: tuple[tuple[_Keys, Iterable[Clash]], ...] = (
            (("roster", "units"), clashes_of_units(self.roster.units)),
            (("documents",), _clashes_of_documents(self.documents)),
            (("indicators",), _clashes_of_indicators(self.indicators)),
        )
        found = [((*table, one.row, one.key), one.said) for table, clashes in tables for one in clashes]
        if found and info.context != CLASHING:
            raise PydanticCustomError("clash", "{said}", {"said": found[0][1], "clashes": found})
        return self

    @classmethod
    def from_file(cls, path: str | PathLike[str]) -> Self:
        """The settings that the TOML file ``path`` holds; paths in it are relative to its folder.

        Raises ``SettingsError`` for a file that cannot be read, is no TOML, has unknown keys or values of the wrong
        type, or names a dictionary or a roster that cannot be read.
        """
        from .loading import load

        return load(cls, path)


def clashes_of_units(units: Sequence[Unit]) -> Iterator[Clash]:
    """Where a name or an alias belongs to two units, once for each two; ``row`` is the index of the second."""
    rows = [(("name", (one.name,)), ("aliases", one.aliases), ("files", one.files)) for one in units]
    for index, key, word, owner in _shared(rows):
        name, other = units[index].name, units[owner].name
        twice = key == "name" and same(other) == same(word)
        said = (
            f"单位“{word}”写了两次，请删去一个" if twice else f"“{word}”既指“{other}”又指“{name}”，请改得能区分两个单位"
        )
        yield Clash(said, index, key, owner)


def _clashes_of_documents(documents: Sequence[Demanded]) -> Iterator[Clash]:
    for index, key, word, owner in _shared([(("name", (one.name,)), ("words", one.words)) for one in documents]):
        names = f"“{documents[owner].name}”又指“{documents[index].name}”"
        yield Clash(f"“{word}”既指{names}，分不清是哪一种文件", index, key, owner)


def _clashes_of_indicators(indicators: Sequence[Indicator]) -> Iterator[Clash]:
    for index, one in enumerate(indicators):
        if one.minimum is not None and one.maximum is not None and one.minimum > one.maximum:
            message = f"“{one.name}”的下限 {one.minimum:g} 大于上限 {one.maximum:g}，请对调或改正"
            yield Clash(message, index, "minimum", index)
    for index, key, word, owner in _shared([(("name", (one.name,)), ("synonyms", one.synonyms)) for one in indicators]):
        names = f"指标“{indicators[owner].name}”又是指标“{indicators[index].name}”的写法"
        yield Clash(f"“{word}”既是{names}，请只留一处", index, key, owner)


def _shared(rows: Iterable[Iterable[tuple[str, Iterable[str]]]]) -> Iterator[tuple[int, str, str, int]]:
    """The words that an earlier row has too, once for each two rows: (row, key, word, earlier row)."""
    owners: dict[str, int] = {}
    for index, row in enumerate(rows):
        told: set[int] = set()
        for key, words in row:
            for word in words:
                owner = owners.setdefault(same(word), index)
                if owner != index and owner not in told:
                    told.add(owner)
                    yield index, key, word, owner
