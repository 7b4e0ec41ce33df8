"""The spaCy side: what is registered, what travels, and that every way to an analysis gives the same one."""

import json
import pickle
import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path

import pytest
import spacy

import zongjie
from zongjie.document import Source, from_text
from zongjie.errors import DocumentError
from zongjie.report import Failure
from zongjie.running.analyze import attempt

SURFACE = json.loads((Path(__file__).parent / "golden" / "surface.json").read_text("utf-8"))
TEXT = """2025年工作总结
一、工作回顾
全年开展主题党日12次，走访群众**余人次，帮扶资金120.5万元。
二、存在问题
一是学习不够深入。二是创新不足。
三、下一步打算
1.组织培训3期，参训率达到98%。
2.推进“阳光e站”品牌建设。
"""


@pytest.fixture(scope="module")
def nlp():
    return zongjie.load()


def ours(group: str) -> list[str]:
    return sorted(one.name for one in entry_points(group=group) if one.value.startswith("zongjie."))


def test_the_registered_names_are_those_that_were_promised(nlp):
    assert ours("spacy_factories") == SURFACE["factories"]
    assert ours("spacy_tokenizers") == SURFACE["tokenizers"]
    assert nlp.pipe_names == SURFACE["pipeline"]


def test_the_public_names_are_those_that_were_promised():
    assert zongjie.__all__ == SURFACE["python"]
    assert all(getattr(zongjie, name) for name in SURFACE["python"])


def test_spacy_finds_every_factory_without_an_import_of_zongjie():
    script = (
        "import sys, spacy, json; nlp = spacy.blank('zh'); assert 'zongjie.components.outline' not in sys.modules;"
        f"[nlp.add_pipe(name) for name in {SURFACE['factories']}]; print(json.dumps(sorted(nlp.pipe_names)))"
    )
    found = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True)
    assert json.loads(found.stdout) == SURFACE["factories"]


def test_the_text_stays_and_every_code_point_is_a_token(nlp):
    text = "　 全年\t１２次\u200b，\r\n\n𠀀人😀 "
    doc = nlp(text)
    assert doc.text == text
    assert [token.text for token in doc] == list(text)


def test_spans_and_report_say_the_same(nlp):
    doc = nlp(TEXT)
    report = doc._.zongjie
    for name in ("placeholders", "metrics"):
        values = getattr(report, name)
        assert values
        spans = [(span.start_char, span.end_char) for span in doc.spans[name]]
        assert spans == [(one.start, one.end) for one in values]


def test_every_way_gives_the_same_report(nlp, tmp_path):
    path = tmp_path / "总结.txt"
    path.write_text(TEXT, "utf-8")
    report = zongjie.analyze(path)
    assert zongjie.analyze(str(path)) == report
    assert nlp(TEXT)._.zongjie._replace(source=report.source) == report
    assert zongjie.analyze(TEXT.encode())._replace(source=report.source) == report
    assert zongjie.analyze(from_text(TEXT, report.source)) == report


def test_a_pipeline_from_disk_and_one_that_was_pickled_do_the_same(nlp, tmp_path):
    expected = nlp(TEXT)._.zongjie
    nlp.to_disk(tmp_path / "pipeline")
    assert spacy.load(tmp_path / "pipeline")(TEXT)._.zongjie == expected
    assert pickle.loads(pickle.dumps(nlp))(TEXT)._.zongjie == expected


def test_a_pipeline_loads_from_disk_without_an_import_of_zongjie(nlp, tmp_path):
    nlp.to_disk(tmp_path)
    script = "import sys, spacy; print(len(spacy.load(sys.argv[1])(sys.argv[2])._.zongjie.metrics))"
    found = subprocess.run([sys.executable, "-c", script, tmp_path, TEXT], capture_output=True, check=True)
    assert int(found.stdout) == len(nlp(TEXT)._.zongjie.metrics)


def test_processes_give_what_one_gives_and_in_the_same_order(nlp):
    texts = [TEXT, "", TEXT.replace("12次", "13次"), "全年开展活动×次。", TEXT[:60]]
    expected = [nlp(text)._.zongjie for text in texts]
    assert [doc._.zongjie for doc in nlp.pipe(texts, n_process=2, batch_size=1)] == expected


def test_a_doc_survives_bytes(nlp):
    doc = nlp(TEXT)
    again = spacy.tokens.Doc(nlp.vocab).from_bytes(doc.to_bytes())
    assert again._.zongjie == doc._.zongjie


def test_what_a_user_does_to_a_pipeline_changes_no_other_analysis(tmp_path):
    path = tmp_path / "总结.txt"
    path.write_text(TEXT, "utf-8")
    before = zongjie.analyze(path)
    zongjie.load().remove_pipe("zongjie_metrics")
    assert zongjie.analyze(path) == before
    assert before.metrics


def test_settings_reach_the_components(tmp_path):
    profile = tmp_path / "要求.toml"
    (tmp_path / "词.txt").write_text("阳光e站\n", "utf-8")
    profile.write_text('dictionary = "词.txt"\n', "utf-8")
    nlp = zongjie.load(zongjie.Settings.from_file(profile))
    text = "推进阳光e站建设"
    assert [text[start:end] for start, end in nlp(text)._.words] == ["推进", "阳光e站", "建设"]
    assert "阳光e站" not in [text[start:end] for start, end in zongjie.load()(text)._.words]


def test_more_than_a_million_characters(nlp):
    line = "全年开展主题党日12次。\n"
    text = line * (1_100_000 // len(line))
    assert len(nlp.make_doc(text)) == len(text) > 1_000_000


def test_what_cannot_be_read_is_raised_or_returned(tmp_path):
    path = str(tmp_path / "没有.txt")
    with pytest.raises(DocumentError) as caught:
        zongjie.analyze(path)
    failure = attempt(path)
    assert isinstance(failure, Failure)
    assert failure == caught.value.failure(path)
    assert failure.source == path
    assert attempt(b"").source == "-"


def test_the_source_of_a_document_is_kept():
    source = Source("收件/总结.txt", sha256="00", encoding="gb18030")
    assert zongjie.analyze(from_text(TEXT, source)).source == source


@pytest.mark.parametrize("statement", ["import zongjie", "import zongjie.cli", "import zongjie.report, zongjie.errors"])
def test_import_is_free(statement):
    heavy = ["spacy", "jieba", "typer", "pydantic", "rich"]
    script = f"import sys; {statement}; print([name for name in {heavy} if name in sys.modules])"
    found = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, text=True)
    assert found.stdout.strip() == "[]"


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="drfat"):
        zongjie.drfat  # noqa: B018
