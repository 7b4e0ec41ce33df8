"""What a file is, by its content; its name decides only between what looks the same."""

import pytest

from hostile import GOOD, ole, open_document, sheet
from zongjie.reading import READERS
from zongjie.reading.detect import kind_of

HTML = "<html><body>总结</body></html>"
KINDS = [
    ("总结.txt", "全年工作总结", "text"),
    ("总结", "", "text"),
    ("总结.doc", "全年工作总结", "text"),
    ("总结.md", "# 总结", "markdown"),
    ("总结.MARKDOWN", "总结", "markdown"),
    ("总结.txt", "# 总结", "text"),
    ("网页.doc", HTML, "html"),
    ("网页.txt", HTML, "html"),
    ("网页.doc", HTML.encode("utf-16"), "html"),
    ("网页.htm", "\ufeff\r\n<!-- saved from url=(0022)http://a/ -->\r\n<!DOCTYPE HTML><html>", "html"),
    ("网页.xls", "<?xml version='1.0'?>\n<html xmlns='http://www.w3.org/1999/xhtml'>", "html"),
    ("片段.doc", "<p>总结</p>", "html"),
    ("片段.html", "总结", "html"),
    ("片段.txt", "<p>总结</p>", "text"),
    ("片段.md", "<div align=center>总结</div>", "markdown"),
    ("网页.mht", "From: <Saved>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\tboundary=x", "mhtml"),
    ("网页.doc", "MIME-Version: 1.0\nContent-Type: text/html; charset=gb2312\n\n<p>", "mhtml"),
    ("总结.txt", "主题: 总结\n工作 MIME-Version: 1.0", "text"),
    ("扫描.docx", b"%PDF-1.7", "pdf"),
    ("总结.doc", GOOD, "docx"),
    ("总结.zip", GOOD, "docx"),
    ("半截.docx", GOOD[:50], "docx"),
    ("表.docx", sheet("<worksheet/>"), "xlsx"),
    ("开放.docx", open_document("text"), "odt"),
    ("模板.ott", open_document("text-template"), "odt"),
    ("旧.doc", ole("WordDocument"), "doc"),
    ("旧.docx", ole("WordDocument"), "doc"),
    ("旧.WPS", ole("WordDocument"), "wps"),
    ("模板.wpt", ole("WordDocument"), "wps"),
    ("含表.doc", ole("WordDocument", "Workbook"), "doc"),
    ("富.doc", rb"{\rtf1", "rtf"),
    ("二〇〇三.doc", '<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument>', "wordml"),
]


@pytest.mark.parametrize(("name", "data", "kind"), KINDS)
def test_kinds(name, data, kind):
    assert kind_of(data.encode() if isinstance(data, str) else data, name) == kind


def test_each_kind_has_a_reader():
    assert {kind for _, _, kind in KINDS} == set(READERS)


def test_many_comments_before_nothing_take_no_time():
    assert kind_of(b"<!--a-->" * 10_000, "a.doc") == "text"
