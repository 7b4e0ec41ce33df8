"""The phrase bank: sound, large, in three registers, and each fragment in one split alone."""

from collections import Counter
from pathlib import Path
from random import Random

import pytest

from seasons import bank, splits, wording

README = Path(__file__).parents[1] / "corpus" / "README.md"


def test_the_bank_is_sound_and_large():
    stock = bank.load()
    assert bank.faults(stock) == []
    fragments = list(stock.fragments())
    assert len({one.text for one in fragments}) >= 1700
    assert len(stock.fields) >= 18
    assert {one.role for one in fragments} == set(bank.ROLES.values())
    registers = Counter(one.register for one in fragments)
    assert set(registers) == set(bank.REGISTERS)
    assert min(registers.values()) >= 400


def test_every_kind_of_unit_has_fields_in_its_registers():
    stock = bank.load()
    for kind in stock.units:
        assert sum(kind in field.kinds for field in stock.fields) >= 3
    for register, kind in (("plain", "村社"), ("business", "企业")):
        assert sum(kind in field.reach.get(register, ()) for field in stock.fields) >= 8


def test_every_fragment_is_in_one_split():
    texts = {name: {one.text for one in bank.load(name).fragments()} for name in splits.SPLITS}
    everything = {one.text for one in bank.load().fragments()}
    assert set.union(*texts.values()) == everything
    assert sum(map(len, texts.values())) == len(everything)
    shares = [len(texts[name]) / len(everything) for name in splits.SPLITS]
    assert shares == pytest.approx([0.7, 0.15, 0.15], abs=0.02)


def test_pairs_do_not_bring_what_is_in_another_split():
    for name in splits.SPLITS:
        pairs = [text for field in bank.load(name).fields for pair in field.pairs for text in pair if text]
        assert pairs
        assert {splits.split_of(text) for text in pairs} == {name}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("<开展安全检查>{24~160次}", "开展<安全检查>{3~9次}，"),
        ("{明年}工作计划", "工作计划"),
        ("推行«“一线工作日”制度»。", "推行“一线工作日”制度"),
        ("上访{3~9起#a}，[明显|有所]下降", "上访{30~90件}，[大幅|稳步]下降。"),
    ],
)
def test_near_copies_fall_together(one, other):
    assert splits.core(one) == splits.core(other)
    assert splits.split_of(one) == splits.split_of(other)


def test_the_split_of_a_text_stays():
    """Changed splits would make scores that were published unlike later ones."""
    texts = ("隐患排查不够细致", "特此报告。", "宣传形式还不够丰富", "工作体会", "{明年}工作计划")
    assert [splits.split_of(text) for text in texts] == ["train", "dev", "test", "dev", "test"]


def test_an_unknown_split_is_refused():
    with pytest.raises(ValueError, match="no split"):
        bank.load("validation")


def test_an_initiative_is_marked():
    pieces = bank.parse("推行«“一线工作日”制度»，由{部门}牵头")
    assert pieces[1] == bank.Word("举措", "“一线工作日”制度")
    assert pieces[3] == bank.Word("部门")


def composed(kind: str, document: str, register: str) -> wording.Wording:
    unit = wording.Unit("东庄村", (), kind)
    subject = wording.Subject(unit, document, 2025, {}, {}, register)
    return wording.Wording(bank.load(), subject, Random(1), set())


def test_a_register_reaches_the_kinds_of_units_that_speak_so():
    stock = bank.load()
    safety = next(field for field in stock.fields if field.name == "安全生产")
    formal, plain = safety.lists, safety.others["plain"]
    assert composed("村社", "年度工作总结", "plain").texts(safety, "troubles") == plain["troubles"]
    assert composed("村社", "年度工作总结", "formal").texts(safety, "troubles") == formal["troubles"]
    assert composed("医院", "年度工作总结", "plain").texts(safety, "troubles") == formal["troubles"]
    assert composed("村社", "年度工作总结", "plain").texts(safety, "cores") == plain["cores"] + formal["cores"]
    welfare = next(field for field in stock.fields if field.name == "民生保障")
    business = welfare.others["business"]
    assert composed("企业", "年度工作总结", "business").texts(welfare, "cores") == business["cores"]
    assert composed("企业", "年度工作总结", "formal").texts(welfare, "cores") == ()


def test_the_data_card_has_the_counts_of_the_bank():
    card = README.read_text("utf-8")
    assert bank.table(bank.load()) in card
    assert f"in {len(bank.load().fields)} fields" in card
    assert bank.counts(bank.load())["all"]["total"] == len(list(bank.load().fragments()))
