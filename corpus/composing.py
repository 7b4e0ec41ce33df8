"""Composes one clean summary: which fragments, in which order, with figures that agree with one another."""

from decimal import Decimal
from random import Random
from typing import Any, NamedTuple

from .bank import CHOICE, Bank, Field, Slot, Word, measure, parse
from .text import NUMERALS, Figure, Para, Piece, Summary, number

PARTY = "党建工作总结"
ANNUAL = "年度工作总结"
KINDS = (ANNUAL, PARTY)
_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


class Unit(NamedTuple):
    """A unit of the roster; ``kind`` is its row in the bank's table of units."""

    name: str
    aliases: tuple[str, ...]
    kind: str


class Subject(NamedTuple):
    """What a summary is about. ``values`` are the demanded figures of the unit and year, ``before`` last year's."""

    unit: Unit
    kind: str
    year: int
    values: dict[str, Decimal]
    before: dict[str, Decimal]


def units(bank: Bank, count: int) -> list[Unit]:
    """The first ``count`` units, kinds taken in turn so that few units are of many kinds."""
    columns = [[Unit(one[0], tuple(one[1:]), kind) for one in table["units"]] for kind, table in bank.units.items()]
    longest = max(map(len, columns))
    mixed = [column[row] for row in range(longest) for column in columns if row < len(column)]
    if count > len(mixed):
        raise ValueError(f"the bank has {len(mixed)} units")
    return mixed[:count]


def compose(bank: Bank, subject: Subject, random: Random, taken: set[str]) -> Summary:
    """A summary without any fault; ``taken`` are wordings that a season has once and no more, and is added to."""
    return _Composer(bank, subject, random, taken).summary()


class _Composer:
    """The choices of one summary and what it has used up."""

    def __init__(self, bank: Bank, subject: Subject, random: Random, taken: set[str]) -> None:
        self.bank, self.subject, self.random, self.taken = bank, subject, random, taken
        self.common = bank.common
        self.table = bank.units[subject.unit.kind]
        self.used: set[str] = set()
        self.next = random.choice(("明年", f"{subject.year + 1}年"))
        self.commas = random.random() < 0.3
        self.style = random.choice(("chinese", "chinese", "chinese", "parts", "arabic"))
        self.automatic = self.style == "chinese" and random.random() < 0.4
        self.called = random.choice((subject.unit.name, *subject.unit.aliases))

    # -- fragments to pieces ----------------------------------------------------------------------------------

    def pieces(self, text: str, kind: str = "actual", **words: str) -> list[Piece]:
        """``text`` with its choices made and its slots filled."""
        parsed = parse(self.chosen(text))
        values = self._values([one for one in parsed if isinstance(one, Slot)])
        pieces: list[Piece] = []
        for one in parsed:
            if isinstance(one, Slot):
                pieces.append(self._figure(one, values[id(one)], kind, _places(parsed, one)))
            elif isinstance(one, Word):
                pieces.append(self._word(one.kind, words))
            else:
                pieces.append(Piece(one))
        return pieces

    def _values(self, slots: list[Slot]) -> dict[int, Decimal]:
        labels: dict[str, Decimal] = {}
        values: dict[int, Decimal] = {}
        for slot in slots:
            if not slot.formula:
                value = values[id(slot)] = draw(self.random, slot.low, slot.high, slot.places)
                labels[slot.label] = value
        for slot in slots:
            if slot.formula:
                first, sign, second = slot.formula
                values[id(slot)] = labels[first] + labels[second] if sign == "+" else labels[first] - labels[second]
        return values

    def _figure(self, slot: Slot, value: Decimal, kind: str, place: str) -> Piece:
        value *= measure(slot.unit)[0]
        return written(slot.indicator, slot.indicator, value, slot.unit, self.commas, kind, place)

    def _word(self, kind: str, words: dict[str, str]) -> Piece:
        random, year = self.random, self.subject.year
        names = self.common["words"]
        month = random.randint(2, 11)
        text = words.get(kind) or {
            "单位": self.called,
            "上级": self.table["superior"],
            "年": f"{year}年",
            "明年": self.next,
            "部门": random.choice(self.table["departments"]),
            "人名": random.choice(names["surnames"]) + random.choice(names["given"]),
            "地名": random.choice(names["places"]),
            "日期": f"{month}月{random.randint(1, _DAYS[month - 1])}日",
            "月": f"{month}月",
        }.get(kind, "")
        return Piece(text, word=kind)

    def fresh(self, texts: tuple[str, ...] | list[str], count: int) -> list[str]:
        """``count`` of ``texts`` whose indicators the summary has not used yet, in random order."""
        chosen: list[str] = []
        for text in self.random.sample(list(texts), len(texts)):
            indicators = {one.indicator for one in parse(CHOICE.sub("", text)) if isinstance(one, Slot)}
            if len(chosen) < count and not indicators & self.used:
                self.used |= indicators
                chosen.append(text)
        return chosen

    def turn(self, texts: tuple[str, ...]) -> tuple[str, ...]:
        """The half of ``texts`` that is this year's, so that a unit does not repeat itself from year to year."""
        return texts[self.subject.year % 2 :: 2] or texts

    def chosen(self, text: str) -> str:
        """``text`` with its choices made."""
        return CHOICE.sub(lambda match: self.random.choice(match[1].split("|")), text)

    def once(self, text: str) -> bool:
        """Whether nobody has worded it so yet."""
        if text in self.taken:
            return False
        self.taken.add(text)
        return True

    def worded(self, field: Field, name: str) -> list[Piece]:
        """A sentence of the list ``name`` (experience, suggestions) of ``field``; a generic one if all are taken."""
        for text in self.random.sample(field.lists[name], len(field.lists[name])):
            if self.once(text):
                return self.pieces(text)
        generic = self.common["generic"][name]
        return self.pieces(self.random.choice(generic), 领域=field.name)

    # -- sections ----------------------------------------------------------------------------------------------

    def summary(self) -> Summary:
        subject, random, common = self.subject, self.random, self.common
        title = random.choice(common["titles"][subject.kind])
        paras = [Para("title", self.pieces(title, 单位=subject.unit.name if random.random() < 0.5 else self.called))]
        if random.random() < 0.12:
            paras.append(Para("salutation", [Piece(random.choice(common["overview"]["salutations"]))]))
        paras += self.overview()
        fields = self.fields()
        parts = [("achievements", self.achievements(fields))]
        if random.random() < 0.4:
            parts.append(("experience", self.experience(fields)))
        parts += [("problems", self.problems(fields)), ("plans", self.plans(fields))]
        if random.random() < 0.35:
            parts.append(("suggestions", self.suggestions(fields)))
        for role, body in parts:
            heading = Para("heading", self.pieces(random.choice(common["headings"][role])), role, 1)
            paras += [heading, *body]
        paras += self.closing()
        number(paras, self.style)
        return Summary(subject.unit.name, subject.kind, subject.year, paras, self.style, self.automatic)

    def fields(self) -> list[Field]:
        kind = "党建" if self.subject.kind == PARTY else self.subject.unit.kind
        fitting = [one for one in self.bank.fields if kind in one.kinds]
        count = min(len(fitting), self.random.choice((4, 5, 5, 6, 7, 9)))
        return self.random.sample(fitting, count)

    def overview(self) -> list[Para]:
        table = self.common["overview"]
        thoughts = self.random.sample(table["thoughts"], 3)
        lead = self.random.choice(table["leads"])
        text = lead + "".join(thoughts) + self.random.choice(table["deeds"]) + self.random.choice(table["turns"])
        return [Para("body", self.pieces(text), "overview")]

    def achievements(self, fields: list[Field]) -> list[Para]:
        random = self.random
        demanded = self.demanded()
        special = self.special()
        paras: list[Para] = []
        for index, field in enumerate(fields):
            heading = random.choice(self.turn(field.lists["headings"]))
            paras.append(Para("heading", [Piece(heading)], "achievements", 2, field_of=field.name))
            lists = field.lists
            openers = random.sample(lists["openers"], len(lists["openers"]))
            results = random.sample(lists["results"], len(lists["results"]))
            body = [self.paragraph(field, number, openers, results) for number in range(random.choice((2, 2, 3)))]
            body += special[index :: len(fields)]
            for extra in demanded[index :: len(fields)]:
                random.choice(body[:2]).pieces.extend(extra)
            paras += body
        paras.append(self.table_of_quarters() if random.random() < 0.4 else self.table_of_years())
        return paras

    def paragraph(self, field: Field, number: int, openers: list[str], results: list[str]) -> Para:
        """Two sentences on one field, and one on parts or on a change; takes from ``openers`` and ``results``."""
        random, lists = self.random, field.lists
        pieces: list[Piece] = []
        for index in range(2):
            cores = self.fresh(lists["cores"], random.choice((2, 2, 3)))
            if not cores:
                break
            if index:
                pieces.append(Piece(random.choice(self.common["links"]["more"])))
            if openers:
                pieces.append(Piece(openers.pop()))
            for core in cores:
                pieces += [*self.pieces(core), Piece("；" if core[0] == "{" else "，")]
            if results and random.random() < 0.8:
                pieces.append(Piece(results.pop() + "。"))
            else:
                pieces[-1].text = "。"
        if random.random() < 0.25:
            pieces += self.pieces(random.choice(self.common["generic"]["stories"]))
        name = ("parts", "changes", "parts")[number]
        if random.random() < 0.6 or not pieces:
            for text in self.fresh(lists[name], 1):
                pieces += [*self.pieces(text), Piece("。")]
        return Para("body", pieces, "achievements", field_of=field.name)

    def demanded(self) -> list[list[Piece]]:
        """A sentence for each figure that every summary must report."""
        sentences = []
        for name, table in self.common["demanded"].items():
            before, _, after = self.random.choice(table["sentences"]).partition("@")
            indicator = before[before.index("<") + 1 : before.index(">")]
            factor = measure(table["unit"])[0]
            figure = written(name, indicator, self.subject.values[name] * factor, table["unit"], self.commas)
            head = before.replace("<", "").replace(">", "")
            sentences.append([Piece(head, word="demanded"), figure, Piece(after)])
        self.random.shuffle(sentences)
        return sentences

    def special(self) -> list[Para]:
        """Paragraphs that a fault may be planted into: lists that are counted, ranges, quotes, people, dates."""
        table, random = self.common["special"], self.random
        paras = []
        for name in random.sample(("counted", "ranges", "quoted", "people", "dated"), random.choice((2, 3, 3, 4))):
            low = random.randint(2, 4)
            words = {"低": str(low), "高": str(low + random.randint(1, 3))}
            pieces = self.pieces(random.choice(table[name]), **words)
            pieces[0].word = pieces[0].word or name
            paras.append(Para("body", pieces, "achievements", field_of=name))
        return paras

    def experience(self, fields: list[Field]) -> list[Para]:
        chosen = self.random.sample(fields, min(2, len(fields)))
        return [Para("body", self.worded(field, "experience"), "experience", field_of=field.name) for field in chosen]

    def problems(self, fields: list[Field]) -> list[Para]:
        random, links = self.random, self.common["links"]
        chosen = random.sample(fields, min(random.choice((3, 3, 4)), len(fields)))
        intro = random.choice(links["problem_intros"])
        paras = [Para("body", self.pieces(intro, 数=NUMERALS[len(chosen)]), "problems")] if intro else []
        tails = random.sample(links["problem_tails"], len(links["problem_tails"]))
        causes = random.sample(self.common["generic"]["causes"], len(chosen))
        for index, field in enumerate(chosen):
            heads = self.turn(field.lists["problems"])
            at = random.randrange(len(heads))
            head, detail = heads[at], self.turn(field.lists["details"])[at]
            if not self.once(detail):  # what others have said as well is said in other words
                detail = "，".join(random.sample([random.choice(detail.split("，")), causes.pop()], 2))
            pieces = [Piece(f"{NUMERALS[index + 1]}是{head}。"), Piece(f"{detail}{tails[index]}。")]
            paras.append(Para("body", pieces, "problems", field_of=field.name))
        return paras

    def plans(self, fields: list[Field]) -> list[Para]:
        random, links = self.random, self.common["links"]
        intro = random.choice(links["plan_intros"])
        paras = [Para("body", self.pieces(intro), "plans")] if intro else []
        tails = random.sample(links["plan_tails"], 4)
        heads: set[str] = set()
        for index, field in enumerate(random.sample(fields, min(4, len(fields)))):
            head = random.choice([one for one in field.lists["plan_heads"] if one not in heads])
            heads.add(head)
            pieces = [Piece(head + "。")]
            for text in (*self.fresh(field.lists["plans"], 1), random.choice(self.common["generic"]["measures"])):
                pieces += [*self.pieces(text, "target"), Piece("，")]
            paras.append(Para("lead", [*pieces, Piece(tails[index] + "。")], "plans", 2, field_of=field.name))
        return paras

    def suggestions(self, fields: list[Field]) -> list[Para]:
        field = self.random.choice(fields)
        return [Para("body", self.worded(field, "suggestions"), "suggestions", field_of=field.name)]

    def closing(self) -> list[Para]:
        random, subject = self.random, self.subject
        paras = []
        if random.random() < 0.2:
            paras.append(Para("body", [Piece(random.choice(self.common["links"]["closings"]))], "closing"))
        if random.random() < 0.7:
            date = f"{subject.year}年12月{random.randint(8, 30)}日"
            paras += [
                Para("signature", [Piece(self.called, word="单位")], "closing"),
                Para("date", [Piece(date, word="落款")], "closing"),
            ]
        return paras

    # -- tables ------------------------------------------------------------------------------------------------

    def table_of_years(self) -> Para:
        """The demanded figures of last year and of this one."""
        year = self.subject.year
        rows = [["指标", "计量单位", f"{year - 1}年", f"{year}年"]]
        for name, table in self.common["demanded"].items():
            rows.append([name, table["unit"], str(self.subject.before[name]), str(self.subject.values[name])])
        return Para("table", [], "achievements", rows=rows, field_of="years")

    def table_of_quarters(self) -> Para:
        """Two of the demanded figures by quarter, with their total."""
        random, values = self.random, self.subject.values
        names = ["主题党日活动", "安全培训"]
        columns: list[list[int]] = []
        for name in names:
            total = int(values[name])
            cuts = sorted(random.sample(range(1, total), 3))
            columns.append([b - a for a, b in zip([0, *cuts], [*cuts, total], strict=True)])
        rows = [["季度", *(f"{name}（{self.common['demanded'][name]['unit']}）" for name in names)]]
        for index in range(4):
            rows.append([f"{NUMERALS[index + 1]}季度", *(str(column[index]) for column in columns)])
        rows.append(["合计", *(str(int(values[name])) for name in names)])
        return Para("table", [], "achievements", rows=rows, field_of="quarters")


def written(
    name: str, indicator: str, value: Decimal, unit: str, commas: bool, kind: str = "actual", place: str = "total"
) -> Piece:
    """The piece of a figure: ``value`` is without the scale of ``unit`` (万元); ``commas`` part its thousands."""
    factor, bare = measure(unit)
    shown = (value / factor).normalize()
    shown = shown.quantize(Decimal(1)) if shown == shown.to_integral_value() else shown
    return Piece(
        (f"{shown:,f}" if commas else f"{shown:f}") + unit, Figure(name, indicator, value, bare, unit, kind, place)
    )


def draw(random: Random, low: Decimal, high: Decimal, places: int) -> Decimal:
    """A number of ``places`` decimals between ``low`` and ``high``, small ones oftener; no round thousands."""
    step = Decimal(10) ** -places
    first, last = int(low / step), int(high / step)
    at = min(random.randint(first, last), random.randint(first, last)) if last > 20 * first else 0
    return Decimal(at or random.randint(first, last)) * step


def _places(parsed: tuple[Any, ...], slot: Slot) -> str:
    """What ``slot`` is in its fragment: a total and its parts, or the ends of a change and its amount."""
    formulas = [one for one in parsed if isinstance(one, Slot) and one.formula]
    if not formulas or not (slot.formula or slot.label):
        return "total"
    slots = [one for one in parsed if isinstance(one, Slot)]
    is_change = slots[0] is not formulas[0]
    if not is_change:
        return "total" if slot.formula else "part"
    if slot.formula:
        return "to"
    return "from" if slot is slots[0] else "by"
