"""Copies over a season: what was planted is found where it stands, what is only alike is not."""

from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest
from datasketch import MinHash
from hypothesis import given, settings
from hypothesis import strategies as st

from zongjie.collecting.resemblance import comparable, copies, sketch
from zongjie.collecting.resemblance.buckets import alike
from zongjie.collecting.resemblance.shingles import minhashes
from zongjie.document import Source, from_text
from zongjie.reading import read
from zongjie.report import Report, Section
from zongjie.season import Copy, Submission

PRESS = (
    "冲压班把换模工具统一挂到机台右侧，模具按订单顺序提前预热，一次换模由46分钟缩到19分钟，全年多出可用工时1,280小时。"
    "两名夜班组长轮流带教，新来的9名学徒到秋天都能独立换模。仓库同时改了领料窗口，下午三点以后不再排队。"
)
PAINT = (
    "喷涂线上半年因挂具积漆停机27次，设备科改用可拆洗的钩形挂具，每周五由白班清一遍，下半年停机降到4次。"
    "退漆用的溶剂改为水基，操作间的气味小了，职工体检中鼻炎的人数也少了。"
)
CARE = (
    "工会在食堂旁边腾出两间屋，装了微波炉和冰柜，带饭的女工中午有地方热饭。"
    "暑期托管班收了38个孩子，请退休教师讲书法和算术，家长下班时一起接回。"
)
SAFE = (
    "安全员把三年里的轻伤记录逐条画在厂区图上，发现六成集中在东门装卸口。"
    "七月起装卸口分时进车，叉车加装蓝光灯，到年底没有再出一起碰伤。"
)
# The same subjects in words of its own.
ALSO = (
    "冲压车间今年主要抓快速换模，请外面的老师讲了两次课，换模平均时间从50分钟降到22分钟，节约工时900小时。\n"
    "喷涂线停机的毛病还没有根除，挂具积漆仍要靠人工敲，全年停机31次，打算明年换成新式挂具。\n"
    "工会办了暑期托管班，收孩子21个，食堂增设了热饭的地方，职工反映不错。\n"
    "安全方面画了隐患图，装卸口划了黄线，叉车限速每小时5公里，全年轻伤2起。"
)


def report(text: str, name: str = "") -> Report:
    document = from_text(text, Source(name))
    return Report(document.source, None, None, None, text, document.blocks, *((),) * 6)


def sent(source: str, unit: str | None = None, year: int | None = 2025, kind: str = "", counts: bool = True):
    return Submission(source, "", unit or source, kind, year, "", counts)


def season(*given: tuple[Submission, str]) -> dict[str, tuple[Copy, ...]]:
    texts = {one.source: text for one, text in given}
    found = dict(copies([(one, sketch(report(text))) for one, text in given], lambda of, *at: texts[of][slice(*at)]))
    for source, those in found.items():
        assert list(those) == sorted(those, key=lambda one: (one.start, one.end))
        for one in those:
            assert texts[one.source][one.other_start : one.other_end] == one.other_text
            assert 0 <= one.start < one.end <= len(texts[source])
    return found


def between(one: str, other: str) -> list[str]:
    """The passages of ``one`` that are found in ``other``."""
    found = season((sent("甲"), one), (sent("乙"), other))
    assert len(found.get("甲", ())) == len(found.get("乙", ()))
    return [one[copy.start : copy.end] for copy in found.get("甲", ())]


OWN = f"{PAINT}\n{CARE}\n{SAFE}"
CHANGED = PRESS.replace("46", "52").replace("19", "23").replace("1,280", "960").replace("冲压班", "锻压班")
FIRST, SECOND, THIRD = (one + "。" for one in PRESS.split("。")[:3])


@pytest.mark.parametrize(
    ("other", "found"),
    [
        (f"全年安排。\n{PRESS}\n今年就到这里。", [PRESS]),
        (CHANGED, [PRESS]),
        (f"{PAINT}\n又说。\n{PRESS}", [PRESS, PAINT]),
        (PRESS.replace(SECOND, "学徒由师傅一对一带，考试合格才上机，两个月换一次岗位。"), [PRESS]),
        (f"{ALSO[:80]}。{FIRST}{ALSO[80:160]}", [FIRST]),
        (PRESS.replace("。", "。\n"), [PRESS]),
        (PRESS.replace("，", ", ").replace("46", "４６"), [PRESS]),
    ],
    ids=["exactly", "other figures and names", "reordered", "a sentence changed", "lifted", "in lines", "other signs"],
)
def test_a_copied_passage_is_found_where_it_stands(other, found):
    text = f"{PRESS}\n{OWN}"
    assert (
        between(text, f"{other}\n今年还植树两百棵，修补了厂门口的路面，门卫换了新的登记簿，访客一律扫码进厂。") == found
    )


def test_paragraphs_that_were_merged_are_one_passage():
    assert between(f"{PRESS}\n{PAINT}\n{ALSO}", f"厂里的事。\n{PRESS}{PAINT}") == [f"{PRESS}\n{PAINT}"]


def test_the_same_subject_in_other_words_is_no_copy():
    assert between(f"{PRESS}\n{OWN}", ALSO) == []


def test_set_phrases_and_short_lines_are_no_copies():
    phrases = (
        "坚持以习近平新时代中国特色社会主义思想为指导，全面贯彻落实党的二十大精神，深刻领悟“两个确立”的决定性意义。"
    )
    assert between(f"{phrases}\n谢谢大家！\n{PRESS}", f"{phrases}\n谢谢大家！\n{CARE}") == []


def others(count: int, text: str, first: int = 0) -> list[tuple[Submission, str]]:
    """Reports of ``count`` units, each with ``text`` and a sentence of its own."""
    luck = np.random.default_rng(first)
    own = ["".join(map(chr, luck.integers(0x4E00, 0x9000, 60))) + "。" for _ in range(count)]
    return [(sent(f"{first + n:03}"), f"{mine}\n{text}") for n, mine in enumerate(own)]


def test_what_many_units_share_is_common_wording():
    assert len(season(*others(3, PRESS))) == 3
    assert season(*others(4, PRESS)) == {}
    assert season(*others(60, PRESS)) == {}


def test_a_form_filled_in_by_many_is_a_copy_only_with_the_same_figures():
    form = "全年召开支委会{}次、党员大会{}次，讲党课{}场，走访党员{}人次，收缴党费{}元，培训{}人，办结来信{}件。"
    filled = [form.format(*(13 * n + 100 * place for place in range(1, 8))) for n in range(20)]
    filled[7] = filled[3]
    given = [(one, f"{text}{filled[n]}") for n, (one, text) in enumerate(others(20, ""))]
    assert {source: [one.source for one in those] for source, those in season(*given).items()} == {
        "003": ["007"], "007": ["003"],
    }  # fmt: skip


def test_a_copied_report_is_found_however_many_have_it():
    whole = f"{PRESS}\n{OWN}"
    found = season(*((sent(f"{n:02}"), whole.replace("27", str(n))) for n in range(10, 22)), *others(30, CARE, 100))
    assert sorted(found) == [f"{n}" for n in range(10, 22)]
    for those in found.values():
        assert 1 <= len(those) <= 12
        assert all(one.similarity > 0.9 and (one.start, one.end) == (0, len(whole)) for one in those)


@pytest.mark.parametrize(
    ("one", "other", "told"),
    [
        (sent("a", "甲"), sent("b", "甲"), []),  # drafts of one another
        (sent("a", "甲", kind="述职"), sent("b", "甲", kind="总结"), []),
        (sent("a", "甲", None), sent("b", "甲", 2025), []),
        (sent("a", "甲", 2024), sent("b", "甲", 2025), ["b"]),
        (sent("a", "甲", 2025), sent("b", "乙", 2024), ["a"]),
        (sent("a", "甲", None), sent("b", "乙", 2025), ["a", "b"]),
        (Submission("a", "", None, "", 2025, "", True), Submission("b", "", None, "", 2025, "", True), ["a", "b"]),
    ],
)
@pytest.mark.parametrize("text", [f"{PRESS}\n{OWN}", f"{PRESS}\n{CARE}"], ids=["whole", "a passage"])
def test_whom_a_copy_is_told_of(one, other, told, text):
    found = season((one, text), (other, f"{PRESS}\n{OWN}"))
    assert sorted(found) == told
    for source, those in found.items():
        assert {(copy.unit, copy.year) for copy in those} == {(other if source == "a" else one)[2:5:2]}


def test_of_several_versions_of_the_other_the_one_that_counts_is_named():
    drafts = [(sent(f"乙{n}", "乙", counts=n == 1), f"{PRESS}\n{ALSO}") for n in range(3)]
    found = season((sent("甲"), f"{PRESS}\n{OWN}"), *drafts)
    assert [one.source for one in found["甲"]] == ["乙1"]


def test_every_version_of_two_documents_that_are_alike_is_told_as_a_whole():
    drafts = [
        (sent(f"{unit}{n}", unit, counts=n == last), f"{title}\n{PRESS}\n{OWN}")
        for unit, title, last in (("甲", "锻压车间年终小结", 4), ("乙", "我们科室这一年干成的事", 5))
        for n in range(1, last + 1)
    ]
    found = season(*drafts)
    for one, text in drafts:
        other = "乙5" if one.unit == "甲" else "甲4"
        assert [(each.start, each.end, each.source) for each in found[one.source]] == [(0, len(text), other)]


SENTENCES = st.sampled_from([one + "。" for one in (PRESS + PAINT + CARE + SAFE).split("。") if one])
TEXTS = st.lists(st.lists(SENTENCES, max_size=4).map("".join), max_size=4).map("\n".join)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(TEXTS, st.sampled_from("甲乙丙"), st.sampled_from([2024, 2025])), max_size=6), st.randoms())
def test_the_order_of_documents_does_not_matter(given_, luck):
    documents = [(sent(f"{n}", unit, year), text) for n, (text, unit, year) in enumerate(given_)]
    found = season(*documents)
    luck.shuffle(documents)
    assert season(*documents) == found


def test_minhashes_are_those_of_the_library():
    luck = np.random.default_rng(1)
    passages = [luck.integers(0, 2**32, size, dtype=np.uint32) for size in (1, 5, 300)]
    for passage, row in zip(passages, minhashes(passages), strict=True):
        hashing = MinHash(num_perm=len(row), hashfunc=int)
        hashing.update_batch(passage.tolist())
        assert row.tolist() == hashing.digest().tolist()


def test_keys_make_pairs_of_different_documents_until_too_many_units_share_one():
    keys = np.array([[1, 7], [1, 8], [2, 7], [1, 9], [3, 3]], np.uint32)
    documents, units = np.array([0, 0, 1, 2, 3]), np.array([0, 1, 2, 3])
    assert alike(keys, documents, units, 3).tolist() == [[0, 2], [0, 3]]
    assert alike(keys, documents, units, 2).tolist() == []


def test_reports_without_text_or_sentences_and_hostile_ones():
    line = "增" * 200_000
    given_ = [
        (sent("a"), ""),
        (sent("b"), "，。！\n12"),
        (sent("c"), line),
        (sent("d"), line),
        (sent("e"), PRESS * 300),
    ]
    assert set(season(*given_)) <= {"c", "d"}
    assert list(copies([], str)) == []
    with pytest.raises(ValueError, match="not a sketch"):
        list(copies([(sent("a"), b"x" * 99)] * 2, str))


def test_what_stores_hold_of_last_year_is_still_understood():
    # Where this fails, sketches of earlier versions are no longer like ours: give them another mark, then mend this.
    kept = sketch(report(f"{PRESS}\n{CARE}；12\n一、{PAINT}"))
    assert comparable(kept)
    assert not comparable(b"ZJ1\0" + kept[4:])
    assert sha256(kept).hexdigest()[:16] == "d325bd46fa0327d7"


def test_reports_of_provinces_share_wording_but_copy_nothing(shared: Path):
    files = sorted((shared / "corpus" / "provinces").glob("*.txt"))
    given_ = [(sent(path.stem), read(path).text) for path in files]
    assert len(given_) > 20
    assert season(*given_) == {}


def divided(text: str) -> Report:
    """A report with a section from each heading to the next."""
    starts = [text.index(head) for head in ("一、", "二、", "三、")]
    ends = [*starts[1:], len(text)]
    sections = [Section(start, end, None, "", 1.0, "") for start, end in zip(starts, ends, strict=True)]
    return report(text)._replace(sections=tuple(sections))


def test_a_passage_begins_with_a_sentence_and_ends_with_its_section():
    written = f"一、工作成效\n全年完成技改{{}}；{PRESS}\n二、存在问题\n{PAINT}\n三、下一步打算\n{CARE}"
    texts = {
        "甲": f"{written.format('6项，都由本厂自己做')}\n{SAFE}",
        "乙": f"{written.format('投资三百多万元')}\n{ALSO}",
    }
    sketches = [(sent(name), sketch(divided(text))) for name, text in texts.items()]
    found = dict(copies(sketches, lambda of, *at: texts[of][slice(*at)]))
    for name, text in texts.items():
        passages = [text[one.start : one.end] for one in found[name]]
        assert [one.splitlines()[-1] for one in passages] == [text.splitlines()[1], PAINT, CARE]
        assert [one.other_text[:4] for one in found[name]] == [one[:4] for one in passages]
