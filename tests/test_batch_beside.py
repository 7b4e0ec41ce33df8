"""``zongjie batch``: a page for each two documents that share passages."""

from pathlib import Path
from urllib.parse import unquote

import lxml.html
import pytest

from batches import done, files
from conftest import Run
from zongjie.running import batch_beside, batch_writing

TALE = (
    "集市上新设的公平秤旁总有人排队复称，摊主们渐渐把秤杆抬得高高的，吆喝声也更响亮了。"
    "供销社老会计把三十年的流水账本捐了出来，年轻社员照着账本学看行情，冬闲时节算盘声又响了起来。"
)
OWN = {
    "甲": "组织骨干到省内三家标杆企业跟班学习，回来后每人牵头改一条工序，边改边讲，贴成明白纸。",
    "乙": "请两名退休技师回厂带徒，每周三晚上在工具间开小课，徒弟出师前要独立修好一台旧机床。",
    "丙": "沿河栈道补栽垂柳三百棵，钓鱼的人自发捡走岸边垃圾，护河队添了两条小木船。",
}


def text(unit: str, year: int = 2025, tale: str = TALE) -> str:
    head = f"{unit}县供销社{year}年工作总结\n一、工作开展情况\n全年组织培训{ord(unit) % 90 + 3}次。{OWN[unit]}\n"
    return f"{head}{tale}\n二、存在问题\n{unit}社库房老旧。\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    inputs = tmp_path / "收件"
    inputs.mkdir()
    for unit, tale in (("甲", TALE), ("乙", TALE.replace("三十年", "四十年")), ("丙", "")):
        (inputs / f"{unit}社.txt").write_text(text(unit, tale=tale), "utf-8")
    return tmp_path


def pages(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / "比对").iterdir() if path.suffix == ".html")


def here(steps, settings, *, run, initializer, **_):
    """Does in this process, whose constants are changed, what children would do."""
    initializer()
    with batch_writing._outputs.store:
        yield from (run(one, settings) for one in steps)


def test_a_pair_has_a_page_that_the_overview_leads_to(folder, run: Run):
    assert run("batch", folder / "收件", "-o", folder / "结果").code == 0
    assert pages(folder / "结果") == ["乙社 与 甲社.html"]
    overview = lxml.html.parse(folder / "结果" / "总览.html")
    (link,) = overview.xpath("//section[@id='pairs']//a[.='并排看']/@href")
    assert unquote(link) == "比对/乙社 与 甲社.html"
    shown = lxml.html.parse(folder / "结果" / unquote(link))
    cells = [each.text_content() for each in shown.getroot().find_class("passage")]
    assert "".join(cells[1::2]).strip() == TALE
    assert [each.text for each in shown.xpath("//section//mark")] == ["四", "三"]
    assert shown.xpath("//h4/text()") == ["乙县供销社 · 2025 年 · 成效", "甲县供销社 · 2025 年 · 成效"]
    links = [unquote(link) for link in shown.xpath("//a/@href") if not link.startswith("#")]
    assert links == ["../总览.html", "../标注/乙社.html", "../标注/甲社.html"]
    assert all((folder / "结果" / "比对" / link).is_file() for link in links)


def test_a_rerun_takes_away_what_is_no_longer_so_and_leaves_what_is_not_its_own(folder, run: Run):
    output = folder / "结果"
    (output / "比对").mkdir(parents=True)
    (output / "比对" / "乙社 与 甲社.html").write_text("别人的", "utf-8")
    for _ in range(2):
        assert run("batch", folder / "收件", "-o", output).code == 0
        assert pages(output) == ["乙社 与 甲社.html", "乙社 与 甲社_2.html"]
        assert "_2.html" in unquote((output / "总览.html").read_text("utf-8"))
    (folder / "收件" / "乙社.txt").write_text(text("乙", tale=""), "utf-8")
    assert run("batch", folder / "收件", "-o", output).code == 0
    assert pages(output) == ["乙社 与 甲社.html"]
    assert (output / "比对" / "乙社 与 甲社.html").read_text("utf-8") == "别人的"
    assert "比对/" not in unquote((output / "总览.html").read_text("utf-8"))
    assert "zongjie 写的结果" not in run("kpi", output / "比对").err  # what others put there can be read


def test_pages_are_no_submissions_and_no_folder_is_made_for_none(folder, run: Run):
    output = folder / "结果"
    assert run("batch", folder / "收件", "-o", output).code == 0
    assert "这里是 zongjie 写的结果，没有总结" in run("kpi", output / "比对").err
    (folder / "收件" / "乙社.txt").unlink()
    assert run("batch", folder / "收件", "-o", folder / "另").code == 0
    assert not (folder / "另" / "比对").exists()


def test_every_run_writes_the_same_bytes(folder):
    found = []
    for name, workers in (("一", 1), ("二", 2)):
        assert done(folder / "收件", "-o", folder / name / "结果", "--workers", workers)[0] == 0
        found.append({path: digest for path, digest in files(folder / name / "结果").items() if "比对" in path})
    assert found[0] == found[1]
    assert len(found[0]) == 2  # the page, and what it was made of


def test_last_year_is_shown_as_an_earlier_run_knows_it(folder, run: Run):
    before = folder / "去年"
    before.mkdir()
    (before / "甲社.txt").write_text(text("甲", 2024), "utf-8")
    (folder / "收件" / "乙社.txt").unlink()
    store = folder / "库.duckdb"
    run("batch", before, "-o", folder / "旧", "--store", store, "--year", 2024)
    run("batch", folder / "收件", "-o", folder / "结果", "--store", store, "--year", 2025)
    assert pages(folder / "结果") == ["甲社 与 甲社（2024年）.html"]
    shown = lxml.html.parse(folder / "结果" / "比对" / "甲社 与 甲社（2024年）.html")
    assert "甲县供销社 · 2024 年" in shown.xpath("//h4/text()")[1]
    assert len(shown.xpath("//td[.='没有']")) == 1  # no marked copy of what is not there


def test_only_so_many_pairs_and_characters_are_shown(folder, run: Run, monkeypatch):
    (folder / "收件" / "丙社.txt").write_text(text("丙"), "utf-8")
    monkeypatch.setattr(batch_beside, "MOST", 2)
    monkeypatch.setattr(batch_beside, "_LONGEST", 30)
    monkeypatch.setattr(batch_writing, "results", here)
    assert run("batch", folder / "收件", "-o", folder / "结果").code == 0
    assert len(pages(folder / "结果")) == 2
    assert "另有 1 对，字数更少" in (folder / "结果" / "总览.html").read_text("utf-8")
    shown = lxml.html.parse(folder / "结果" / "比对" / pages(folder / "结果")[0]).getroot()
    cells = [each.text_content() for each in shown.find_class("passage")]
    assert "".join(cells[::2]) == TALE[:30]
    assert f"还有 {len(TALE) - 30} 字没有列出" in shown.text_content()
