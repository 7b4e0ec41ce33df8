"""The profile: what it may hold, and what is said of what it may not."""

from pathlib import Path

import pytest

from zongjie.settings import Limits, Settings, SettingsError

WHOLE = """\
year = 2025
organization = "第一党支部"
dictionary = "words.txt"

[sections]
required = ["achievements", "plans"]

[rules]
select = ["ZJ1"]
ignore = ["ZJ104"]

[rules.severity]
ZJ101 = "warning"

[limits]
seconds = 7.5
memory = 512

[lexicon.units]
"""


def written(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "要求.toml"
    path.write_text(text, encoding)
    return path


def test_no_file_asks_for_the_usual_three_parts_and_allows_a_minute_and_two_gigabytes():
    assert Settings().sections.required == ("achievements", "problems", "plans")
    assert Settings().limits == (Limits(seconds=60, memory=2048))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_every_key_arrives(tmp_path, encoding):
    (tmp_path / "words.txt").write_text("主题党日 300 n\n", "utf-8")
    settings = Settings.from_file(written(tmp_path, WHOLE, encoding))
    assert settings.year == 2025
    assert settings.organization == "第一党支部"
    assert settings.dictionary == str(tmp_path / "words.txt")
    assert settings.sections.required == ("achievements", "plans")
    assert settings.rules.select == ("ZJ1",)
    assert settings.rules.ignore == ("ZJ104",)
    assert settings.rules.severity == {"ZJ101": "warning"}
    assert settings.limits == Limits(seconds=7.5, memory=512)
    assert set(settings.lexicon) == {"units"}


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("yaer = 2025", 1, ["没有设置项“yaer”", "是不是“year”", "organization"]),
        ("\n[sections]\nrequird = []", 3, ["sections.requird", "是不是“required”"]),
        ("[rules]\n# 规则\nselected = ['ZJ1']", 3, ["rules.selected", "select、ignore、severity"]),
        ("[section]\nrequired = []", 1, ["section", "sections"]),
        ("year = '去年'", 1, ["year", "整数"]),
        ("year = 20", 1, ["year", "范围", "不小于 1900"]),
        ("[limits]\nseconds = 0", 2, ["limits.seconds", "范围", "应大于 0"]),
        ("[limits]\nseconds = inf", 2, ["limits.seconds", "不大于 86400"]),
        ("[limits]\nseconds = 'long'", 2, ["limits.seconds", "数字"]),
        ("[limits]\nmemory = 1.5", 2, ["limits.memory", "整数"]),
        ("[limits]\nmemory = 0", 2, ["limits.memory", "不小于 1"]),
        ("[limits]\nmemroy = 100", 2, ["limits.memroy", "是不是“memory”"]),
        ("organization = 3", 1, ["organization", "文字"]),
        ("[sections]\nrequired = 'plans'", 2, ["sections.required", "列表"]),
        ("[sections]\nrequired = ['plans', '计划']", 2, ["计划", "achievements"]),
        ("[rules.severity]\nZJ101 = 'fatal'", 2, ["rules.severity.ZJ101", "fatal", "warning"]),
        ("rules = 1", 1, ["rules", "表"]),
        ("year = ", 1, ["TOML", "没有写完"]),
        ("year = 2025\n= 1", 2, ["TOML", "列"]),
        ("[lexicon.unit]\n", 1, ["unit", "units"]),
        ("dictionary = '没有.txt'", 1, ["没有.txt", "无法读取"]),
    ],
)
def test_what_is_wrong_is_said_with_its_line_and_what_is_allowed(tmp_path, text, line, said):
    path = written(tmp_path, text)
    with pytest.raises(SettingsError) as caught:
        Settings.from_file(path)
    assert caught.value.line == line
    message = str(caught.value)
    assert message.startswith(f"{path} 第 {line} 行：")
    assert text.split("\n")[line - 1].strip() in message
    assert [one for one in said if one not in message] == []


@pytest.mark.parametrize(("data", "said"), [(None, "找不到"), (b"year = 1\xff", "UTF-8")])
def test_a_file_that_cannot_be_read(tmp_path, data, said):
    path = tmp_path / "要求.toml"
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(SettingsError, match=said):
        Settings.from_file(path)


def test_a_dictionary_in_another_encoding(tmp_path):
    (tmp_path / "词.txt").write_text("主题党日 300 n", "gb18030")
    with pytest.raises(SettingsError, match="UTF-8"):
        Settings.from_file(written(tmp_path, "dictionary = '词.txt'"))


def test_settings_cannot_be_changed():
    with pytest.raises(ValueError, match="frozen"):
        Settings().year = 2025
