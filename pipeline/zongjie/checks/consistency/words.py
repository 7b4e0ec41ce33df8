"""The words of ``consistency.toml``, compiled once for each set of the user's own."""

import json
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from ...language.patterns import any_of
from ...lexicon import load

Sets = tuple[tuple[str, ...], ...]


class Words(NamedTuple):
    """What the rules about consistency know of words; see ``consistency.toml``."""

    same: Mapping[str, str]
    ranks: frozenset[str]
    complements: Sets
    completing: re.Pattern[str]
    completed: Mapping[str, Sets]
    disjoint: Sets
    rest: re.Pattern[str]
    sum_before: re.Pattern[str]
    sum_words: re.Pattern[str]
    exhaustive: re.Pattern[str]
    added: re.Pattern[str]
    added_up: re.Pattern[str]
    verb: re.Pattern[str]
    bounded: re.Pattern[str]
    unbounded: re.Pattern[str]
    between: re.Pattern[str]
    of_plan: re.Pattern[str]
    of_economy: re.Pattern[str]
    to: re.Pattern[str]
    by: re.Pattern[str]
    after_former: re.Pattern[str]
    up_or_down: re.Pattern[str]
    rose: re.Pattern[str]
    moved_by: re.Pattern[str]
    yearly: re.Pattern[str]
    more: re.Pattern[str]
    that_is: re.Pattern[str]
    reached: re.Pattern[str]
    beyond: re.Pattern[str]
    constant: re.Pattern[str]
    down: frozenset[str]
    up: frozenset[str]
    compared: re.Pattern[str]
    real: re.Pattern[str]
    announced: re.Pattern[str]
    announces: re.Pattern[str]
    given: re.Pattern[str]
    named: re.Pattern[str]
    does: re.Pattern[str]
    partial_year: re.Pattern[str]
    ahead: re.Pattern[str]
    total: re.Pattern[str]
    partial: re.Pattern[str]
    whole: re.Pattern[str]
    habit: re.Pattern[str]
    light: tuple[str, ...]
    left: re.Pattern[str]
    right: re.Pattern[str]
    own: re.Pattern[str]
    each: re.Pattern[str]
    rate_name: re.Pattern[str]
    body: re.Pattern[str]
    leads: re.Pattern[str]
    own_unit: re.Pattern[str]
    table_totals: frozenset[str]
    table_subtotals: frozenset[str]
    of_all: re.Pattern[str]
    apart: re.Pattern[str]

    def family(self, unit: str) -> str:
        """The unit that stands for all that count the same."""
        return self.same.get(unit, unit)

    def normal(self, name: str) -> str:
        """What an indicator counts, without blanks and words that say that it counts, or of whom."""
        return self.right.sub("", self.left.sub("", "".join(name.split())))


def words(overrides: Mapping[str, Any] | None = None) -> Words:
    """The shipped words with the user's laid over them, compiled."""
    return _words(json.dumps(overrides or {}, ensure_ascii=False, sort_keys=True))


def _any(items: Iterable[str]) -> re.Pattern[str]:
    """Any of some words, the longest first."""
    return any_of(re.escape(one) for one in sorted(set(items), key=lambda one: (-len(one), one)))


def _or(items: Iterable[str]) -> str:
    """The same as a part of a longer expression."""
    return _any(items).pattern


_TOGETHER = "(?<![公中])共(?![产同建青享和识性商抓])"
_HAN_NUMBER = "一二三四五六七八九十两"


@lru_cache(maxsize=16)
def _words(overrides: str) -> Words:
    table = load("consistency", json.loads(overrides))
    parts, shares, changes = table["parts"], table["shares"], table["changes"]
    counts, values, tables = table["counts"], table["values"], table["tables"]
    wholes = [*parts["complements"], *parts["pairs"]]
    names = sorted({name for row in wholes for name in row})
    up, down, flat = changes["up"], changes["down"], changes["flat"]
    moves = _or([*up, *down, *changes["more"], *changes["less"]])
    moved = f"(?P<verb>{_or([*up, *down, *flat])})"
    return Words(
        same={unit: row[0] for row in table["units"]["same"] for unit in row},
        ranks=frozenset(table["units"]["ranks"]),
        complements=tuple(tuple(row) for row in parts["complements"]),
        completed={name: tuple(tuple(row) for row in wholes if any(one in name for one in row)) for name in names},
        completing=_any(names),
        disjoint=tuple(tuple(row) for row in parts["disjoint"]),
        rest=_any(parts["rest"]),
        sum_before=re.compile(rf"(?:{_or(parts['sums'])})(?:有|为|达到|达|是)?$"),
        sum_words=re.compile(rf"{_or(one for one in parts['sums'] if len(one) > 1)}|{_TOGETHER}"),
        exhaustive=_any(parts["exhaustive"]),
        added=_any(parts["added"]),
        added_up=re.compile(rf"(?:{_or(parts['added_up'])})(?:有|为|达到|达|是)?$"),
        verb=_any(parts["verbs"]),
        bounded=re.compile(rf"(?:{_or(shares['bounded'])})"),
        unbounded=_any(shares["unbounded"]),
        between=re.compile(rf"(?:{_or(shares['between'])}|、|和|及|[0-9０-９.．]+[%％])*+"),
        of_plan=re.compile(rf"(?:{_or(shares['of_plan'])})数?$"),
        of_economy=_any(shares["of_economy"]),
        to=re.compile(
            rf"(?:左右|以上|多|余)?[\u4e00-\u9fff（）()]{{0,8}}?[，的]?(?:进一步|大幅|逐步|快速|显著|稳步|明显|迅速)?{moved}(?:到|至|为|成)(?P<when>[^，。；：\n]{{0,14}}?)(?:的|了)?(?:约|近)?"
        ),
        by=re.compile(
            rf"(?:左右)?[，、,；;（(](?:{_or(changes['before_by'])})*+(?P<verb>{_or([*up, *down])}"
            r"|(?:增|升|涨|降|减|跌)幅)"
            r"(?:了|的?幅度)?(?:为|达到|达|约)?"
        ),
        after_former=re.compile(rf"(?:左右|以上)?(?:进一步|净|又|相比)?[，、]?(?P<verb>{_or([*up, *down])})了?"),
        up_or_down=re.compile(rf"(?:{_or(changes['before_by'])})*+(?:{moves})"),
        rose=re.compile(
            rf"[，,；](?:到了?)?(?P<when>[0-9０-９〇○零一二三四五六七八九]{{4}}年)[底末]?[已将]?(?:预计)?(?P<verb>{moves}|达)(?:到|至|为)了?约?"
        ),
        moved_by=re.compile(rf"(?P<verb>{moves})了?[\u4e00-\u9fff]{{0,6}}$"),
        yearly=re.compile(rf"[，、,](?:平均每年|每年平均|年均)净?(?P<verb>{moves})了?"),
        more=re.compile(
            rf"(?:[（(][^（）()\n]{{0,40}}[）)])?[，、,；;（(]?(?:[比较][^，。；：、（）\n]{{1,16}}?)?"
            rf"(?:{_or(changes['before_by'])})*+(?P<verb>{moves})了?约?"
        ),
        that_is=re.compile(rf"[，、,](?:即|也就是)?(?:净|共)?(?P<verb>{moves})了?约?"),
        reached=re.compile(
            r"[，、,；](?:[到至](?:[^，。；：、\n]{0,8}[年月底末])?)?(?:总数|总量|总额|累计)?(?:将)?(?:达到|达|增加到|增至)了?约?"
        ),
        beyond=re.compile(
            rf"[只仅还共又约]?(?P<verb>{_or([*changes['above'], *changes['below']])})(?:了|[支收投出])?约?"
        ),
        constant=_any(changes["constant"]),
        down=frozenset([*down, "降幅", "减幅", "跌幅", *changes["less"], *changes["below"]]),
        up=frozenset([*up, "增幅", "升幅", "涨幅", *changes["more"], *changes["above"]]),
        compared=_any(changes["compared"]),
        real=_any(changes["real"]),
        announced=re.compile(
            rf"(?<![第这那“”{_HAN_NUMBER}0-9])(?P<number>[{_HAN_NUMBER}]{{1,3}}|[0-9]{{1,2}})(?P<noun>"
            rf"(?:{_or(counts['measures'])})[^，。；：:、“”\n0-9]{{0,6}}(?:{_or(counts['nouns'])})|方面|[点条项](?=[：:。]|$))"
        ),
        announces=_any(counts["announces"]),
        given=_any(counts["given"]),
        does=re.compile(rf"(?:{_or(counts['does'])})了?$"),
        named=re.compile(
            rf"(?P<more>等)?(?P<number>[{_HAN_NUMBER}]{{1,3}}|[0-9]{{1,3}})个?(?P<noun>{_or(counts['classes'])})"
        ),
        partial_year=_any(table["years"]["partial"]),
        ahead=_any(table["years"]["ahead"]),
        total=re.compile(rf"{_or(values['total'])}|{_TOGETHER}"),
        partial=re.compile(rf"{_or(values['partial'])}|各(?![类项种级])|(?<!今年)以来"),
        whole=_any(values["whole"]),
        habit=_any(values["habit"]),
        light=tuple(values["light"]),
        left=re.compile(rf"^(?:{_or(values['before'])}|全(?:{_or(values['wholes'])})(?=[\u4e00-\u9fff]{{4}}))+"),
        right=re.compile(rf"{_or(values['after'])}$"),
        own=re.compile(
            rf"(?:[0-9]{{4}}年|我(?:们|{_or(values['ours'])})?|全(?:{_or(values['wholes'])})|本(?:{_or(values['ours'])})|{_or(values['own'])}|[，、：:\s])*"
        ),
        each=re.compile("^(?:每|[人户亩日月年]均|平均).{3}"),  # an indicator of its own: 每千吨产品电耗
        rate_name=re.compile(rf"(?:{_or(values['rates'])})$"),
        body=_any(values["units"]),
        leads=re.compile(rf"\s*(?:{_or([*values['leads'], *parts['verbs']])})"),
        own_unit=re.compile(rf"(?:{_or(values['units'])})(?:[（(：:]|$)"),
        table_totals=frozenset(tables["totals"]),
        table_subtotals=frozenset(tables["subtotals"]),
        of_all=re.compile(
            rf"(?:{_or(tables['whole'])})(?:{_or(long for long in tables['totals'] if len(long) > 1)})数?"
        ),
        apart=_any(tables["apart"]),
    )
