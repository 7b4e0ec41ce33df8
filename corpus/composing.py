"""Composes one clean summary: which fragments, in which order, with figures that agree with one another."""

from random import Random

from .bank import Bank, Field, measure
from .text import NUMERALS, Para, Piece, Summary, number
from .wording import Subject, Unit, Wording, written

PARTY = "党建工作总结"
ANNUAL = "年度工作总结"
KINDS = (ANNUAL, PARTY)


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
    return Composer(bank, subject, random, taken).summary()


class Composer(Wording):
    """The sections of one summary."""

    # -- sections ----------------------------------------------------------------------------------------------

    def summary(self) -> Summary:
        """All of it, its headings numbered."""
        subject, random, common = self.subject, self.random, self.common
        title = random.choice(common["titles"][subject.kind])
        paras = [Para("title", self.pieces(title, 单位=subject.unit.name if random.random() < 0.5 else self.called))]
        if salutation := self.shared("salutations", 0.12):
            paras.append(Para("salutation", [Piece(salutation)], "overview"))
        paras += self.overview()
        fields = self.fields()
        parts = [("achievements", self.achievements(fields))]
        if random.random() < 0.4:
            parts.append(("experience", self.experience(fields)))
        parts += [("problems", self.problems(fields)), ("plans", self.plans(fields))]
        if random.random() < 0.35:
            parts.append(("suggestions", self.suggestions(fields)))
        for role, body in parts:
            heading = self.shared(f"headings_{role}") if body else ""
            paras += [Para("heading", self.pieces(heading), role, 1)] if heading else []
            paras += body
        paras += self.closing()
        number(paras, self.style)
        unit, kind, year = subject.unit.name, subject.kind, subject.year
        return Summary(unit, kind, year, paras, self.style, self.automatic, register=self.register)

    def fields(self) -> list[Field]:
        """Some of the fields that the unit reports on in this kind of document."""
        is_party = self.subject.kind == PARTY
        fitting = [one for one in self.bank.fields if (PARTY in one.kinds) == is_party and self.texts(one, "cores")]
        count = min(len(fitting), self.random.choice((4, 5, 5, 6, 7, 9)))
        return self.random.sample(fitting, count)

    def overview(self) -> list[Para]:
        """One paragraph: a whole one, or one put together from clauses."""
        whole = self.random.random() < (0.3 if self.register == "formal" else 0.8)
        text = self.unsaid(self.texts(self.bank.general, "overviews")) if whole else ""
        if not text:
            clauses = [*self.some("leads", 1), *self.some("thoughts", 3), *self.some("deeds", 1)]
            text = "".join((*clauses, *self.some("announcements", 1)))
        return [Para("body", self.pieces(text), "overview")]

    def achievements(self, fields: list[Field]) -> list[Para]:
        """A heading and some paragraphs for each field."""
        random = self.random
        demanded = self.demanded()
        special = self.special()
        intro = self.shared("achievement_intros", 0.2)
        paras: list[Para] = [Para("body", [Piece(intro)], "achievements")] if intro else []
        for index, field in enumerate(fields):
            openers, results = (
                random.sample(texts, len(texts))
                for texts in (self.texts(field, "openers"), self.texts(field, "results"))
            )
            body = [self.paragraph(field, number, openers, results) for number in range(random.choice((2, 2, 3)))]
            body = [para for para in body if para.pieces] + special[index :: len(fields)] + self.practices(field)
            for extra in demanded[index :: len(fields)]:
                random.choice(body[:2]).pieces.extend(extra)
            headings = self.turn(self.texts(field, "headings"))
            if headings and body:
                paras.append(Para("heading", [Piece(random.choice(headings))], "achievements", 2, field_of=field.name))
            paras += body
        if self.subject.values:
            paras.append(self.table_of_quarters() if random.random() < 0.4 else self.table_of_years())
        return paras

    def paragraph(self, field: Field, number: int, openers: list[str], results: list[str]) -> Para:
        """Two sentences on one field, and one on parts or on a change; takes from ``openers`` and ``results``."""
        random = self.random
        pieces: list[Piece] = []
        for index in range(2):
            cores = self.fresh(self.texts(field, "cores"), random.choice((2, 2, 3)))
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
        story = self.shared("stories", 0.25) if pieces else ""
        if story not in self.used:
            self.used.add(story)
            pieces += self.pieces(story)
        if pieces and random.random() < 0.12:
            pieces += self.pieces(self.unsaid(self.texts(self.bank.general, "practices")))
        name = ("parts", "changes", "parts")[number]
        if random.random() < 0.6 or not pieces:
            for text in self.fresh(self.texts(field, name), 1):
                pieces += [*self.pieces(text), Piece("。")]
        return Para("body", pieces, "achievements", field_of=field.name)

    def demanded(self) -> list[list[Piece]]:
        """A sentence for each figure that every summary must report."""
        sentences = []
        for name, table in self.common["demanded"].items() if self.subject.values else ():
            before, _, after = self.random.choice(table["sentences"]).partition("@")
            indicator = before[before.index("<") + 1 : before.index(">")]
            factor = measure(table["unit"])[0]
            figure = written(name, indicator, self.subject.values[name] * factor, table["unit"], self.commas)
            head = before.replace("<", "").replace(">", "")
            sentences.append([Piece(head, word="demanded"), figure, Piece(after)])
        self.random.shuffle(sentences)
        return sentences

    def practices(self, field: Field) -> list[Para]:
        """Perhaps a paragraph without a figure; none in a season, where such paragraphs may be faults."""
        if self.subject.values or self.random.random() < 0.6:
            return []
        texts = self.texts(self.bank.general, "practices")
        pieces = [piece for _ in range(self.random.randint(1, 2)) for piece in self.pieces(self.unsaid(texts))]
        return [Para("body", pieces, "achievements", field_of=field.name)] if pieces else []

    def special(self) -> list[Para]:
        """Paragraphs that a fault may be planted into: lists that are counted, ranges, quotes, people, dates."""
        random = self.random
        paras = []
        for name in random.sample(("counted", "ranges", "quoted", "people", "dated"), random.choice((2, 3, 3, 4))):
            low = random.randint(2, 4)
            words = {"低": str(low), "高": str(low + random.randint(1, 3))}
            texts = self.turn(self.texts(self.bank.general, name))
            if pieces := self.pieces(random.choice(texts) if texts else "", **words):
                pieces[0].word = pieces[0].word or name
                paras.append(Para("body", pieces, "achievements", field_of=name))
        return paras

    def experience(self, fields: list[Field]) -> list[Para]:
        """A paragraph for each of two fields."""
        chosen = self.random.sample(fields, min(2, len(fields)))
        paras = [Para("body", self.worded(field, "experience"), "experience", field_of=field.name) for field in chosen]
        return [para for para in paras if para.pieces]

    def problems(self, fields: list[Field]) -> list[Para]:
        """An introduction, perhaps, and 一是 … 二是 …"""
        random = self.random
        chosen = random.sample(fields, min(random.choice((3, 3, 4)), len(fields)))
        tails, causes = self.some("problem_tails", len(chosen)), self.some("causes", len(chosen))
        paras = []
        for field, tail, cause in zip(chosen, tails, causes, strict=True):
            if pieces := self.problem(field, tail, cause):
                ordinal = Piece(f"{NUMERALS[len(paras) + 1]}是", word="ordinal")
                paras.append(Para("body", [ordinal, *pieces], "problems", field_of=field.name))
        intro = self.shared("problem_intros", 0.75) if paras else ""
        pieces = self.pieces(intro, 数=NUMERALS[len(paras)])
        return [Para("body", pieces, "problems"), *paras] if pieces else paras

    def problem(self, field: Field, tail: str, cause: str) -> list[Piece]:
        """A sentence that names a problem of ``field``, or a head and its details."""
        random = self.random
        whole = random.random() < (0.5 if self.register == "formal" else 0.85)
        pairs = self.turn(field.pairs) if self.is_own(field) else ()
        head, detail = random.choice(pairs) if pairs else ("", "")
        is_new = bool(pairs) and not whole and (not detail or self.once(detail))
        if not is_new:
            texts = (*self.texts(field, "troubles"), *self.texts(self.bank.general, "troubles"))
            if text := self.unsaid(texts):
                reasons = self.texts(self.bank.general, "reasons") if random.random() < 0.15 else ()
                return self.pieces(text) + self.pieces(self.unsaid(reasons))
        if detail and not is_new:  # what others have said as well is said in other words
            parts = [part for part in (random.choice(detail.split("，")), cause) if part]
            detail = "，".join(random.sample(parts, len(parts)))
        detail = detail or cause
        pieces = [Piece(f"{head}。")] if head else []
        return [*pieces, Piece(f"{detail}{tail}。")] if detail else pieces

    def plans(self, fields: list[Field]) -> list[Para]:
        """An introduction, perhaps, and numbered paragraphs with a head each."""
        random = self.random
        tails = self.some("plan_tails", 4)
        paras = []
        heads: set[str] = set()
        for index, field in enumerate(random.sample(fields, min(4, len(fields)))):
            owner, content = self.plan(field, tails[index])
            known = (self.texts(owner, "plan_heads"), self.texts(field, "plan_heads"))
            free = next(filter(None, ([one for one in texts if one not in heads] for texts in known)), [])
            pieces = [Piece(random.choice(free) + "。")] if free else []
            heads.update(one.text[:-1] for one in pieces)
            if content:
                paras.append(Para("lead", [*pieces, *content], "plans", 2, field_of=field.name))
        intro = self.pieces(self.shared("plan_intros", 0.75)) if paras else []
        return [Para("body", intro, "plans"), *paras] if intro else paras

    def plan(self, field: Field, tail: str) -> tuple[Field, list[Piece]]:
        """Sentences on what will be done in ``field`` (or in all fields alike), by whom or by when."""
        random, owner = self.random, field
        text = ""
        if random.random() < (0.5 if self.register == "formal" else 0.85):
            owner = field if self.texts(field, "aims") and random.random() < 0.8 else self.bank.general
            text = self.unsaid(self.texts(owner, "aims"))
            owner = owner if text else field
        pieces = self.pieces(text, "target")
        clauses = [] if text else self.fresh(self.texts(field, "plans"), 1)
        if not text or random.random() < 0.5:
            clauses += [self.shared("measures"), tail]
        for clause in filter(None, clauses):
            pieces += [*self.pieces(clause, "target"), Piece("，")]
        if pieces and pieces[-1].text == "，":
            pieces[-1].text = "。"
        return owner, pieces

    def suggestions(self, fields: list[Field]) -> list[Para]:
        """A paragraph or two."""
        chosen = self.random.sample(fields, min(self.random.choice((1, 1, 2)), len(fields)))
        paras = [Para("body", self.worded(one, "suggestions"), "suggestions", field_of=one.name) for one in chosen]
        return [para for para in paras if para.pieces]

    def closing(self) -> list[Para]:
        """A courtesy, and the signature with its date; each perhaps."""
        random, subject = self.random, self.subject
        paras = []
        if closing := self.shared("closings", 0.25):
            paras.append(Para("body", self.pieces(closing), "closing"))
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
