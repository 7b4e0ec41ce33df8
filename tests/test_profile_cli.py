"""``zongjie profile``: a proposed profile loads, its own reports keep it, and nothing that is there is lost."""

import json
import tomllib
from pathlib import Path

import pytest

import zongjie
from conftest import Run
from zongjie.collecting.roster import assign, head
from zongjie.settings import ROLE_NAMES, Settings, Unit

ROOT = Path(__file__).parents[1]
DEMANDED = ["ZJ201", "ZJ204", "ZJ207", "ZJ310", "ZJ312"]
UNITS = ["第一车间", "第二车间", "第十一车间", "质检中心", "动力分厂", "机关党支部"]
TEXT = """{unit}2025年工作总结
一、工作回顾
全年开展主题党日{a}次，发展党员{b}名，完成投资{c}万元。{more}
组织培训{d}人次，产品合格率{e}%，较上年提高{b}个百分点。围绕安全生产开展检查，整改隐患{a}处。
二、存在的问题
一是理论学习不够深入，结合业务不紧密；二是年轻骨干培养偏慢，后备力量不足；三是基础管理还有薄弱环节。
三、下一步打算
1.加强理论学习，计划开展主题党日24次。
2.抓好青年骨干培养，计划发展党员9名，完善管理制度，补齐短板。
"""


def text(number: int, unit: str, more: str = "") -> str:
    return TEXT.format(
        unit=unit, a=10 + number, b=2 + number, c=300 + 40 * number, d=150 + number, e=95 + number / 2, more=more
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Good reports of six units, of which three report something that the others do not."""
    path = tmp_path / "收件"
    path.mkdir()
    for number, unit in enumerate(UNITS):
        more = f"走访慰问{number + 5}户。" if number < 3 else ""
        (path / f"{unit}总结.txt").write_text(text(number, unit, more), "utf-8")
    return path


def findings(run: Run, folder: Path, profile: Path) -> list[tuple[str, str]]:
    result = run("check", folder, "--profile", profile, "--select", ",".join(DEMANDED), "--format", "json")
    return [(one["rule"], one["message"]) for one in json.loads(result.out)]


def test_a_proposal_demands_what_all_have(run: Run, folder: Path) -> None:
    path = folder.parent / "要求.toml"
    result = run("profile", "init", folder, "-o", path)
    assert (result.code, result.err) == (0, "")
    assert result.out.startswith("读了 6 份总结，拟出 3 个必须有的部分、")
    settings = Settings.from_file(path)
    assert settings.year == 2025
    assert settings.sections.required == ("achievements", "problems", "plans")
    assert {one.name for one in settings.roster.units} == set(UNITS)
    known = {one.name: one for one in settings.indicators}
    assert {name for name, one in known.items() if one.required} >= {
        "主题党日",
        "发展党员",
        "投资",
        "培训",
    } & known.keys()
    party = known["发展党员"]
    assert (party.unit, party.required) == ("名", True)
    assert (party.minimum, party.maximum) == (None, 27)
    assert next(one.minimum for one in settings.indicators if one.unit == "人次") == 50
    visits = next(one for one in settings.indicators if "走访慰问" in one.name)
    assert not visits.required
    assert "3/6 份有，没有的：动力分厂总结.txt、机关党支部总结.txt、质检中心总结.txt" in path.read_text("utf-8")
    assert 0 < settings.lengths.document < min(len(one.read_text("utf-8")) for one in folder.iterdir())


def test_the_reports_it_was_read_from_keep_it(run: Run, folder: Path) -> None:
    path = folder.parent / "要求.toml"
    run("profile", "init", folder, "-o", path)
    assert findings(run, folder, path) == []


def test_a_worse_report_does_not(run: Run, folder: Path) -> None:
    path = folder.parent / "要求.toml"
    run("profile", "init", folder, "-o", path)
    worse = folder.parent / "差.txt"
    worse.write_text("第一车间2025年工作总结\n一、工作回顾\n发展党员900名，完成投资3元，组织培训12场。\n", "utf-8")
    found = findings(run, worse, path)
    assert {rule for rule, _ in found} == set(DEMANDED)
    assert ("ZJ204", "没有写“主题党日”的数字（次）") in found


def test_all_reports_are_their_units(run: Run, folder: Path) -> None:
    (folder / "0101.txt").write_text(text(1, "某单位").replace("某单位", ""), "utf-8")
    path = folder.parent / "要求.toml"
    run("profile", "init", folder, "-o", path)
    settings = Settings.from_file(path)
    season = assign([head(zongjie.analyze(one)) for one in folder.iterdir()], settings)
    assert season.absences == ()
    assert all(one.unit and one.counts and not one.note for one in season.submissions)


def test_several_drafts_of_one_unit_are_one_unit(run: Run, folder: Path) -> None:
    (folder / "一车间总结终稿.txt").write_text(text(0, "第一车间"), "utf-8")
    path = folder.parent / "要求.toml"
    run("profile", "init", folder, "-o", path)
    assert len(Settings.from_file(path).roster.units) == len(UNITS)
    assert "有的单位交了几份" in path.read_text("utf-8")


def test_a_roster_beside_the_profile(run: Run, folder: Path) -> None:
    path, roster = folder.parent / "设置" / "要求.toml", folder.parent / "名单" / "名单.csv"
    result = run("profile", "init", folder, "-o", path, "--roster", roster)
    assert result.code == 0
    assert roster.read_bytes().startswith(b"\xef\xbb\xbf")
    assert roster.read_text("utf-8-sig").splitlines()[0] == "单位,别名,文件名,联系人"
    assert tomllib.loads(path.read_text("utf-8"))["roster"] == {"file": "../名单/名单.csv"}
    assert {one.name for one in Settings.from_file(path).roster.units} == set(UNITS)


def test_a_part_is_enough_where_that_is_asked_for(run: Run, folder: Path) -> None:
    lacking = folder / "机关党支部总结.txt"
    whole = lacking.read_text("utf-8")
    lacking.write_text(whole[: whole.index("二、存在")] + whole[whole.index("三、下一步") :], "utf-8")
    path = folder.parent / "要求.toml"
    run("profile", "init", folder, "-o", path)
    assert Settings.from_file(path).sections.required == ("achievements", "plans")
    assert '# 没有列入："problems" 存在问题，5/6 份有，没有的：机关党支部总结.txt' in path.read_text("utf-8")
    run("profile", "init", folder, "-o", path, "--share", 80, "--force")
    assert Settings.from_file(path).sections.required == ("achievements", "problems", "plans")


def test_the_samples_keep_what_is_read_from_them(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "要求.toml"
    assert run("profile", "init", ROOT / "corpus" / "samples", "-o", path).code == 0
    assert findings(run, ROOT / "corpus" / "samples", path) == []


def test_the_same_reports_give_the_same_profile(run: Run, folder: Path) -> None:
    paths = [folder.parent / name for name in ("一.toml", "二.toml")]
    files = sorted(folder.iterdir())
    run("profile", "init", *files, "-o", paths[0])
    run("profile", "init", *reversed(files), "-o", paths[1])
    assert paths[0].read_bytes() == paths[1].read_bytes()


def test_names_with_quotes_and_control_characters_load(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "要求.toml"
    for name in ('甲"乙\\总结.txt', "丙\n丁\x7f总结.txt"):
        (tmp_path / name).write_text("工作总结\n一、工作回顾\n各项工作顺利完成。\n", "utf-8")
    (tmp_path / "戊总结.txt").write_text(text(0, "戊"), "utf-8")
    assert run("profile", "init", tmp_path, "-o", path).code == 0
    assert len(Settings.from_file(path).roster.units) == 3


def test_the_year_may_be_given(run: Run, folder: Path) -> None:
    path = folder.parent / "要求.toml"
    run("profile", "init", folder, "-o", path, "--year", 2024)
    assert Settings.from_file(path).year == 2024


def test_what_cannot_be_read_is_named_and_the_rest_is_used(run: Run, folder: Path) -> None:
    (folder / "坏.docx").write_bytes(b"")
    path = folder.parent / "要求.toml"
    result = run("profile", "init", folder, "-o", path)
    assert result.code == 2
    assert "坏.docx：文件是空的" in result.err
    assert len(Settings.from_file(path).roster.units) == len(UNITS)


def test_without_a_readable_report_nothing_is_written(run: Run, tmp_path: Path) -> None:
    (tmp_path / "坏.docx").write_bytes(b"")
    path = tmp_path / "要求.toml"
    result = run("profile", "init", tmp_path, "-o", path)
    assert result.code == 2
    assert "没有一份总结可读" in result.err
    assert not path.exists()


@pytest.mark.parametrize("existing", ["要求.toml", "名单.csv"])
def test_what_is_there_is_not_overwritten_unasked(run: Run, folder: Path, existing: str) -> None:
    path = folder.parent / existing
    path.write_text("原有", "utf-8")
    arguments = ("profile", "init", folder, "-o", folder.parent / "要求.toml", "--roster", folder.parent / "名单.csv")
    result = run(*arguments)
    assert result.code == 2
    assert "已经存在" in result.err
    assert "--force" in result.err
    assert path.read_text("utf-8") == "原有"
    assert not {"要求.toml", "名单.csv"} - {existing} & {one.name for one in folder.parent.iterdir()}
    assert run(*arguments, "--force").code == 0
    assert path.read_text("utf-8-sig") != "原有"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["-o", "要求.json"], ".toml"),
        (["-o", "要求.toml", "--roster", "名单.xlsx"], ".csv"),
        (["-o", "要求.toml", "--year", "20"], "年份"),
        ([], "output"),
    ],
)
def test_wrong_usage_of_init(run: Run, folder: Path, arguments: list[str], said: str, monkeypatch) -> None:
    monkeypatch.chdir(folder.parent)
    result = run("profile", "init", folder, *arguments)
    assert result.code == 2
    assert said in result.err or "--help" in result.err
    assert [one.name for one in folder.parent.iterdir()] == ["收件"]


PROFILE = """\
year = 2025
[sections]
required = ["plans"]
[lengths]
document = 800
sections = { problems = 100 }
[roster]
units = [{ name = "甲", aliases = ["乙"] }, { name = "丙" }]
[[documents]]
name = "党建总结"
[[indicators]]
name = "发展党员"
synonyms = ["新发展党员"]
unit = "名"
minimum = 1
maximum = 50.5
required = true
[[indicators]]
name = "上云"
unit = "朵"
[[indicators]]
name = "满意度"
minimum = 3
[rules]
ignore = ["ZJ203"]
severity = { ZJ2 = "error" }
[letters]
issuer = "办公室"
"""


def test_check_says_what_is_demanded(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "要求.toml"
    path.write_text(PROFILE, "utf-8")
    result = run("profile", "check", path)
    assert result.code == 0
    for said in (
        "可以使用", "年份：2025", "单位：2 个（甲、丙），另有 1 种别的叫法", "每个单位要交：党建总结",
        "必须有的部分：下一步计划", "全文不少于 800 字，存在问题不少于 100 字", "不查 ZJ203；ZJ2 算 error",
        "办公室，截止日期未写", "1 到 50.5", "≥ 3", "新发展党员",
    ):  # fmt: skip
        assert said in result.out
    assert "不在单位表里" not in result.err
    assert "指标“满意度”有范围而没有单位" in result.err


def test_check_doubts_units_that_no_text_is_read_for(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "要求.toml"
    path.write_text(PROFILE.replace('"朵"', '"云朵"'), "utf-8")
    assert "指标“上云”的单位“云朵”不在单位表里" in run("profile", "check", path).err


def test_check_of_defaults(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "要求.toml"
    path.write_text("", "utf-8")
    result = run("profile", "check", path)
    assert (result.code, result.err) == (0, "")
    assert "没有名单" in result.out
    assert "、".join(ROLE_NAMES[role] for role in Settings().sections.required) in result.out


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[indicators]]\nname = '培训'\nuint = '人'", ["第 3 行", "uint = '人'", "是不是“unit”"]),
        ("[rules]\nselect = ['ZJ777']", ["没有规则“ZJ777”"]),
        ("[rules.severity]\nZJ888 = 'info'", ["没有规则“ZJ888”"]),
        ("[roster]\nfile = '无.xlsx'", ["第 2 行", "无.xlsx"]),
    ],
)
def test_check_says_what_is_wrong(run: Run, tmp_path: Path, text: str, said: list[str]) -> None:
    path = tmp_path / "要求.toml"
    path.write_text(text, "utf-8")
    result = run("profile", "check", path)
    assert (result.code, result.out) == (2, "")
    assert [one for one in said if one not in result.err] == []


def test_a_roster_of_a_workbook_survives_the_way_back(tmp_path: Path) -> None:
    from zongjie.settings.roster import read
    from zongjie.writing.profile import roster_csv

    units = (Unit(name="甲,乙", aliases=("丙", "丁"), files=("0?",), contact="张"), Unit(name='戊"己"'))
    (tmp_path / "名单.csv").write_bytes(roster_csv(units))
    assert read(tmp_path / "名单.csv") == units


# What a proposal makes of names.

NAMED = """{unit}2025年{kind}工作总结
一、工作成效
发展党员{a}名，{wording}{b}万元。
二、存在问题
学习不够深入。
三、下一步打算
发展党员9名。
"""


def named(folder: Path, files: dict[str, tuple[str, str]], wordings: tuple[str, ...] = ("帮扶资金",)) -> Path:
    """``files`` are name → (unit, kind)."""
    folder.mkdir()
    for number, (name, (unit, kind)) in enumerate(files.items()):
        wording = wordings[number % len(wordings)]
        told = NAMED.format(unit=unit, kind=kind, a=number + 2, b=30 + number, wording=wording)
        (folder / f"{name}.txt").write_text(told, "utf-8")
    return folder


def proposed(run: Run, folder: Path) -> tuple[Settings, str]:
    path = folder.parent / "要求.toml"
    assert run("profile", "init", folder, "-o", path).code == 0
    return Settings.from_file(path), path.read_text("utf-8")


def test_shorter_names_of_one_unit_are_its_aliases(run: Run, tmp_path: Path) -> None:
    files = {
        "云岭县民政局2025年工作总结": ("云岭县民政局", ""),
        "民政局党建工作总结2025": ("民政局", "党建"),
        "县民政局宣传思想工作总结2025": ("", "宣传思想"),
        "云岭水泥有限公司年度工作总结": ("云岭水泥有限公司", ""),
        "云岭水泥党建工作总结2025（终稿）": ("", "党建"),
        "东庄村2025年工作总结": ("东庄村", ""),
        "东庄村委会党建工作总结": ("东庄村委会", "党建"),
        "一中2025年工作总结": ("", ""),
        "云岭县第一中学党建工作总结": ("云岭县第一中学", "党建"),
    }
    settings, told = proposed(run, named(tmp_path / "收件", files))
    assert {one.name: one.aliases for one in settings.roster.units} == {
        "云岭县民政局": ("县民政局", "民政局"),
        "云岭水泥有限公司": ("云岭水泥",),
        "东庄村委会": ("东庄村",),
        "一中": (),
        "云岭县第一中学": (),
    }
    assert "#   一中、云岭县第一中学\n" in told
    season = assign([head(zongjie.analyze(one)) for one in (tmp_path / "收件").iterdir()], settings)
    assert [one.note for one in season.submissions if not one.unit] == []


def test_a_short_name_of_two_units_is_neither_ones(run: Run, tmp_path: Path) -> None:
    files = {f"{unit}2025年工作总结": (unit, "") for unit in ("甲山县民政局", "乙水县民政局", "民政局")}
    settings, told = proposed(run, named(tmp_path / "收件", files))
    assert [one.name for one in settings.roster.units] == ["乙水县民政局", "民政局", "甲山县民政局"]
    assert "#   民政局、乙水县民政局\n#   民政局、甲山县民政局\n" in told


def test_kinds_that_units_hand_in_are_asked_for(run: Run, tmp_path: Path) -> None:
    units = ("甲山县教育局", "乙水县水利局", "丙州县司法局")
    files = {f"{unit}2025年{kind}工作总结": (unit, kind) for unit in units for kind in ("", "党建")}
    settings, told = proposed(run, named(tmp_path / "收件", files))
    assert [(one.name, one.words) for one in settings.documents] == [("年度工作总结", ()), ("党建工作总结", ("党建",))]
    assert told.count("# 3 个单位有\n") == 2
    season = assign([head(zongjie.analyze(one)) for one in (tmp_path / "收件").iterdir()], settings)
    assert season.absences == ()
    assert all(one.counts for one in season.submissions)


def test_one_report_of_another_kind_asks_nobody_for_it(run: Run, tmp_path: Path) -> None:
    units = ("甲山县教育局", "乙水县水利局", "丙州县司法局", "丁川县文化馆")
    files = {f"{unit}2025年工作总结": (unit, "") for unit in units}
    files["甲山县教育局2025年党建工作总结"] = ("甲山县教育局", "党建")
    settings, _ = proposed(run, named(tmp_path / "收件", files))
    assert settings.documents == ()


def test_wordings_that_look_alike_are_shown_and_not_merged(run: Run, tmp_path: Path) -> None:
    units = [f"{mark}山县教育局" for mark in "甲乙丙丁戊"]
    files = {f"{unit}2025年工作总结": (unit, "") for unit in units}
    wordings = ("帮扶结对资金", "帮扶结对资金", "帮扶结对资金", "落实帮扶结对资金", "帮扶结对资金额度")
    settings, told = proposed(run, named(tmp_path / "收件", files, wordings))
    (one,) = (one for one in settings.indicators if "帮扶" in one.name)
    assert (one.name, one.synonyms, one.minimum) == ("帮扶结对资金", (), 10)
    assert "# 4/5 份有，没有的：戊山县教育局2025年工作总结.txt；写的是 30 到 33万元\n" in told
    assert '# 也许是同一指标（与“帮扶结对资金”相近，1 份有）；若是，加入 synonyms："落实帮扶结对资金"\n' in told
    few = named(tmp_path / "少", files, ("帮扶结对资金", "筹集帮扶结对资金", "走访"))
    settings, told = proposed(run, few) if not (tmp_path / "要求.toml").unlink() else (None, "")
    assert all("帮扶" not in one.name for one in settings.indicators)
    assert '#   "帮扶结对资金"、"筹集帮扶结对资金"（4 份有，单位元）\n' in told
