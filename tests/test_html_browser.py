"""The HTML page in a real browser: its script runs, it fits every width, and it prints."""

import re
import subprocess
from pathlib import Path

import lxml.html
import pytest

import zongjie
from conftest import needs
from test_html import finding, parsed, squeezed
from zongjie.checks import RULES
from zongjie.writing import html


class Browser:
    """Chromium without a screen, with a fresh profile for each call."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __call__(self, page: str, *options: str) -> str:
        """Opens ``page`` and returns what the options print; fails on any message of the page's console."""
        (self.folder / "页.html").write_text(page, "utf-8")
        command = [
            "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking",
            "--disable-component-update", "--disable-sync", "--no-first-run", "--hide-scrollbars",
            "--enable-logging=stderr", f"--user-data-dir={self.folder / 'profile'}",
            *options, (self.folder / "页.html").as_uri(),
        ]  # fmt: skip
        done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=True)
        assert [line for line in done.stderr.splitlines() if "CONSOLE" in line] == []
        return done.stdout

    def after(self, page: str, script: str, *options: str) -> lxml.html.HtmlElement:
        """The page's tree after ``script`` ran in it."""
        opened = re.sub("<meta http-equiv=.*>", "", page).replace("</body>", f"<script>{script}</script></body>")
        assert "Content-Security-Policy" not in opened
        return lxml.html.document_fromstring(self(opened, "--dump-dom", *options))


@pytest.fixture
def chromium(tmp_path) -> Browser:
    needs("chromium")
    return Browser(tmp_path)


@pytest.fixture(scope="module")
def sample() -> str:
    """The page of a sample with a few findings more than its rules give."""
    report = zongjie.analyze(Path(__file__).parents[1] / "corpus" / "samples" / "chejian.docx")
    found = [*zongjie.check(report), finding(report.text, 10, 40, "info", "ZJ402", "提示")]
    return html.page(report, sorted(found, key=lambda one: (one.start, one.end)), RULES)


def test_the_script_runs_under_the_policy(chromium, sample):
    tree = lxml.html.document_fromstring(chromium(sample, "--dump-dom", "--window-size=1366,2400"))
    assert tree.xpath("//form//input[@hidden] | //form/label[@hidden]") == []
    assert len(tree.xpath("//nav//a[@aria-current='location']")) == 1


def test_without_the_script_all_is_there_but_the_filters(sample):
    tree = parsed(sample)
    assert [one.get("type") for one in tree.xpath("//*[@hidden]") if one.tag == "input"] == ["checkbox"] * 2
    assert {one.tag for one in tree.xpath("//*[@hidden]")} == {"input", "label"}


@pytest.mark.parametrize(
    ("script", "hidden"),
    [
        ("let box = document.querySelector('input[value=info]'); box.click()", {"ZJ402"}),
        ("let list = document.querySelector('select'); list.value = 'ZJ102'; "
         "list.dispatchEvent(new Event('change', {bubbles: true}))", {"ZJ101", "ZJ402"}),
        ("document.querySelector('input[value=info]').click(); location.hash = '#n-2'", set()),
    ],
)  # fmt: skip
def test_filters(chromium, sample, script, hidden):
    tree = chromium.after(sample, script)
    assert {kind.get("data-rule") for kind in tree.find_class("kind") if "hidden" in kind.attrib} == hidden
    for badge in tree.xpath("//mark/a"):
        rule = tree.get_element_by_id(badge.get("href")[1:]).xpath("ancestor::section/@data-rule")[0]
        assert ("hidden" in badge.attrib) == (rule in hidden)


@pytest.mark.parametrize("width", [1920, 1366, 1000, 683, 500])
def test_no_width_needs_scrolling_sideways(chromium, sample, width):
    script = "let root = document.documentElement; root.dataset.width = root.scrollWidth + ' ' + root.clientWidth"
    page = chromium.after(sample, script, f"--window-size={width},768").get("data-width").split()
    assert page[0] == page[1] == str(width)


def test_it_prints_text_first_and_findings_after(chromium, sample, tmp_path):
    needs("pdftotext")
    chromium(sample, "--no-pdf-header-footer", f"--print-to-pdf={tmp_path / '页.pdf'}")
    printed = subprocess.run(["pdftotext", tmp_path / "页.pdf", "-"], capture_output=True, text=True, check=True).stdout
    words = squeezed(printed)
    assert words.index("2023年，烧成车间在公司的正确领导") < words.index("延续“窑头夜课”") < words.index("问题20条")
    assert "目录" not in words
    assert "错误19" in words
