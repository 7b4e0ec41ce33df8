"""The profile: what it may hold, and what is said of what it may not."""

from pathlib import Path

import pytest

from zongjie.settings import Limits, Settings, SettingsError, Unit

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
        ('[roster]\nfile = "D:\\名单.csv"', 2, ["TOML 写法有误（第 ", "反斜杠", "请写成 /，或用单引号括起来"]),
        ('[roster]\nfile = "C:\\Users\\名单.csv"', 2, ["反斜杠", "请写成 /"]),
        ('[roster]\nfile = "D:\\table.csv"', 2, ["无法读取", "反斜杠", "请写成 /"]),
        ("dictionary = 'D:\\没有.txt", 1, ["请检查引号"]),
        (
            "[roster]\nunits = []\n[rules]\n[roster]\nfile = 'a.csv'",
            4,
            ["表 [roster] 写了两次（第 1 行已经有了）", "合到一处"],
        ),
        ("year = 2025\n[roster]\nunits = []\nunits = [\n]\n", 4, ["“roster.units”写了两次（第 3 行", "删去一处"]),
        ("year = 2025\nyear = 2026", 2, ["“year”写了两次（第 1 行"]),
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


# Rosters, documents and indicators.


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        (
            "[[indicators]]\nname = '发展党员'\n\n[[indicators]]\nname = '培训'\nsynonym = ['轮训']",
            6,
            ["indicators.synonym", "是不是“synonyms”", "minimum"],
        ),
        ("[[indicators]]\nunit = '名'", 1, ["缺少", "indicators.name"]),
        ("[[indicators]]\nname = ' '", 2, ["indicators.name", "不能为空"]),
        ("[[indicators]]\nname = '培训'\nrequired = '是'", 3, ["indicators.required", "true 或 false"]),
        ("[[indicators]]\nname = '培训'\nminimum = nan", 3, ["indicators.minimum", "数字"]),
        ("[[indicators]]\nname = '培训'\nminimum = 9\nmaximum = 3", 3, ["下限 9 大于上限 3"]),
        (
            "[[indicators]]\nname = '培训'\n[[indicators]]\nname = '轮训'\nsynonyms = ['培 训']",
            5,
            ["“培 训”既是指标“培训”又是指标“轮训”的写法"],
        ),
        ("[[indicators]]\nname = '培训'\n[[indicators]]\nname = '培训'", 4, ["既是指标“培训”又是指标“培训”"]),
        ("[[documents]]\nname = '党建总结'\n[[documents]]\nname = '年度总结'\nwords = ['党建总结']", 5, ["党建总结"]),
        ("[[documents]]\nname = '党建总结'\nword = []", 3, ["documents.word", "是不是“words”"]),
        ("[[roster.units]]\nname = '一车间'\n[[roster.units]]\nname = '一车间'", 4, ["写了两次"]),
        (
            "[[roster.units]]\nname = '甲'\naliases = ['烧成']\n[[roster.units]]\nname = '乙'\naliases = ['烧成']",
            6,
            ["“烧成”既指“甲”又指“乙”"],
        ),
        (
            "[roster]\nunits = [\n  { name = '甲', aliases = ['a'] },\n  { name = '乙', alias = ['b'] },\n]",
            4,
            ["roster.units.alias", "是不是“aliases”"],
        ),
        ("documents = [{ name = '甲' }, { nmae = '乙' }]", 1, ["documents", "name"]),
        ("[lengths.sections]\nproblem = 100", 2, ["lengths.sections.problem", "problems"]),
        ("[lengths.sections]\nproblems = -1", 2, ["lengths.sections.problems", "不小于 0"]),
        ("[letters]\nissuer = ['办公室']", 2, ["letters.issuer", "文字"]),
        ("[roster]\nfile = '没有.csv'", 2, ["没有.csv", "没有这个文件"]),
    ],
)
def test_what_is_wrong_in_a_list_is_said_with_the_line_of_its_row(tmp_path, text, line, said):
    path = written(tmp_path, text)
    with pytest.raises(SettingsError) as caught:
        Settings.from_file(path)
    assert [one for one in said if one not in str(caught.value)] == []
    assert caught.value.line == line
    assert text.split("\n")[line - 1].strip() in str(caught.value)


def test_settings_made_in_python_are_held_to_the_same():
    with pytest.raises(ValueError, match="既指“甲”又指“乙”"):
        Settings.model_validate(
            {"roster": {"units": [{"name": "甲", "aliases": ["丙"]}, {"name": "乙", "files": ["丙"]}]}}
        )


UNITS = (
    Unit(name="第一车间", aliases=("一车间", "烧成车间"), files=("01",), contact="张明"),
    Unit(name="机关党支部"),
)
ROWS = [
    ["2025年报送单位名单"],
    ["序号", "单位名称（全称）", "简称", "文件名", "联系人", "电话"],
    [1, "第一车间", "一车间、烧成车间", "01", "张明", "123"],
    [],
    [2, "机关党支部", None, None, None, "456"],
]


def roster(folder: Path, name: str, rows: list, encoding: str = "utf-8") -> Path:
    path = folder / name
    if name.endswith(".csv"):
        lines = [",".join("" if cell is None else str(cell) for cell in row) for row in rows]
        path.write_text("\n".join(lines), encoding, newline="\r\n")
    else:
        import openpyxl

        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(row)
        book.save(path)
    return written(folder, f"[roster]\nfile = '{name}'\n")


@pytest.mark.parametrize(
    ("name", "encoding"), [("名单.csv", "utf-8"), ("名单.csv", "utf-8-sig"), ("名单.csv", "gb18030"), ("名单.xlsx", "")]
)
def test_a_roster_lists_units_with_what_else_they_are_called(tmp_path, name, encoding):
    settings = Settings.from_file(roster(tmp_path, name, ROWS, encoding))
    assert settings.roster.units == UNITS
    assert settings.roster.file == str(tmp_path / name)


def test_a_roster_divided_by_tabs_or_semicolons(tmp_path):
    for divider in "\t;":
        (tmp_path / "名单.csv").write_text(f"单位{divider}别名\n甲{divider}乙、丙\n", "utf-8")
        settings = Settings.from_file(written(tmp_path, "roster.file = '名单.csv'"))
        assert settings.roster.units == (Unit(name="甲", aliases=("乙", "丙")),)


def test_numbers_in_a_workbook_are_names_without_a_point(tmp_path):
    settings = Settings.from_file(roster(tmp_path, "名单.xlsx", [["单位", "文件名"], ["甲", 12.0]]))
    assert settings.roster.units == (Unit(name="甲", files=("12",)),)


def test_the_profile_adds_units_to_those_of_the_file(tmp_path):
    path = roster(tmp_path, "名单.csv", [["单位", "别名"], ["甲", "乙"]])
    path.write_text(path.read_text("utf-8") + "[[roster.units]]\nname = '丁'\n", "utf-8")
    assert [one.name for one in Settings.from_file(path).roster.units] == ["甲", "丁"]
    path.write_text(path.read_text("utf-8") + "aliases = ['乙']\n", "utf-8")
    with pytest.raises(SettingsError, match="“乙”既指“甲”又指“丁”") as caught:
        Settings.from_file(path)
    assert caught.value.line == 5


@pytest.mark.parametrize(
    ("name", "rows", "line", "said"),
    [
        ("名单.csv", [["姓名", "电话"], ["张三", "1"]], 1, ["没有“单位”", "姓名、电话"]),
        ("名单.xlsx", [["姓名", "电话"], ["张三", "1"]], 1, ["没有“单位”", "姓名、电话"]),
        ("名单.csv", [], None, ["空的"]),
        ("名单.csv", [["单位", "别名"]], None, ["没有单位"]),
        ("名单.csv", [["单位", "别名"], ["甲", "乙"], ["", "丙"]], 3, ["没有写单位"]),
        ("名单.csv", [["单位", "别名"], ["甲", ""], [], ["甲", ""]], 4, ["“甲”写了两次"]),
        ("名单.csv", [["单位", "别名"], ["甲", "丙"], ["乙", "丙"]], 3, ["“丙”既指“甲”又指“乙”"]),
    ],
)
def test_a_roster_that_is_none_says_in_which_row(tmp_path, name, rows, line, said):
    path = roster(tmp_path, name, rows)
    with pytest.raises(SettingsError) as caught:
        Settings.from_file(path)
    assert caught.value.path == str(tmp_path / name)
    assert caught.value.line == line
    assert [one for one in said if one not in str(caught.value)] == []


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("名单.xls", b"", "另存为"),
        ("名单.xlsx", b"PK\x03\x04", "不是能读的 Excel"),
        ("名单.xlsx", b"", "不是能读的 Excel"),
        ("名单.csv", b"\xff\xff\xff", "编码"),
    ],
)
def test_a_roster_that_cannot_be_read(tmp_path, name, data, said):
    (tmp_path / name).write_bytes(data)
    with pytest.raises(SettingsError, match=said):
        Settings.from_file(written(tmp_path, f"[roster]\nfile = '{name}'\n"))
