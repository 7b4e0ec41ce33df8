"""A proposed profile as a commented TOML file, and its units as a roster (.csv)."""

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import PurePath
from typing import TYPE_CHECKING

from ..settings import ROLE_NAMES, Indicator, Settings, Unit

if TYPE_CHECKING:
    from ..collecting.proposal import Proposal, Share

_NAMED = 3  # reports without something that a remark names
_HEADERS = ("单位", "别名", "文件名", "联系人")


def toml(proposal: "Proposal", roster: str | None = None) -> str:
    """The profile of ``proposal``; ``roster`` is the path of a file that lists the units in its place."""
    parts = (
        _head(proposal),
        _sections(proposal),
        _lengths(proposal.settings),
        (*_roster(proposal.settings.roster.units, roster), *_doubtful(proposal.doubtful)),
        _documents(proposal),
        _indicators(proposal),
        _TAIL,
    )
    return "\n".join(line for part in parts for line in (*part, "")).rstrip("\n") + "\n"


def roster_csv(units: Iterable[Unit]) -> bytes:
    """The roster of ``units`` as a .csv that Excel opens: UTF-8 with its mark."""
    import csv
    import io

    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(_HEADERS)
    for unit in units:
        writer.writerow((unit.name, "、".join(unit.aliases), "、".join(unit.files), unit.contact))
    return out.getvalue().encode("utf-8-sig")


def _head(proposal: "Proposal") -> Iterator[str]:
    yield f"# 这次收总结的要求：由 zongjie profile init 读 {proposal.total} 份总结得出，请逐项核对后使用。"
    yield "# 以 # 开头的是说明；去掉行首的 # 就生效。写完用 zongjie profile check 检查。"
    yield ""
    yield "# 总结的是哪一年。文件名或标题写着上一年的，算上一年的总结，不算这次的。"
    year = proposal.settings.year
    yield "# year = 2025" if year is None else f"year = {year}"


def _sections(proposal: "Proposal") -> Iterator[str]:
    yield "# 必须有的部分，缺了提示 ZJ201。可用的有："
    yield "#   " + "、".join(f"{role} {name}" for role, name in ROLE_NAMES.items())
    yield "[sections]"
    required = proposal.settings.sections.required
    yield f"required = [{', '.join(map(_quoted, required))}]"
    for role, share in proposal.roles.items():
        if role not in required:
            yield f"# 没有列入：{_quoted(role)} {ROLE_NAMES[role]}，{_share(share, proposal.total)}"
        elif share.without:
            yield f"# {_quoted(role)} {ROLE_NAMES[role]}：{_share(share, proposal.total)}"


def _lengths(settings: Settings) -> Iterator[str]:
    lengths = settings.lengths
    yield "# 最少写多少字（不计空格），少了提示 ZJ207；按最短的一份打了六折。"
    yield "[lengths]"
    if lengths.document:  # 0 demands nothing: the shortest report is too short to tell
        yield f"document = {lengths.document}"
    if lengths.sections:
        yield ""
        yield "[lengths.sections]"
        for role, least in lengths.sections.items():
            yield f"{role} = {least}  # {ROLE_NAMES[role]}"


def _roster(units: Sequence[Unit], file: str | None) -> Iterator[str]:
    yield "# 应当报送的单位。别名是正文和文件名里的其他叫法；文件名是只有文件名才用的叫法，可用 * 和 ?。"
    yield "[roster]"
    if file is not None:
        yield f"file = {_quoted(file)}  # 也可以是 .xlsx；列：{'、'.join(_HEADERS)}，只有“单位”必须有"
        return
    yield '# 也可以写在表格里：file = "名单.csv"'
    yield "units = ["
    for unit in units:
        fields = [f"name = {_quoted(unit.name)}"]
        fields += [f"aliases = {_list(unit.aliases)}"] if unit.aliases else []
        fields += [f"files = {_list(unit.files)}"] if unit.files else []
        yield f"  {{ {', '.join(fields)} }},"
    yield "]"


def _doubtful(pairs: Sequence[tuple[str, str]]) -> Iterator[str]:
    if pairs:
        yield "# 下面的叫法相近，可能是同一个单位；若是，删去一行，把它的叫法写进另一行的 aliases："
    for short, long in pairs:
        yield f"#   {_line(short)}、{_line(long)}"


def _documents(proposal: "Proposal") -> Iterator[str]:
    if proposal.kinds:
        yield "# 每个单位要交的几种总结；words 是文件名或标题里认得出它的词，没有 words 的是其余的总结。"
        yield "# 同一种交了几稿的，以最新的一稿为准。只收一种的，请把这几段都删去。"
        for one, units in proposal.kinds:
            yield f"# {units} 个单位有"
            yield "[[documents]]"
            yield f"name = {_quoted(one.name)}"
            if one.words:
                yield f"words = {_list(one.words)}"
        return
    if proposal.several:
        yield "# 有的单位交了几份：若是几种不同的总结，在这里逐种列出；若是同一种的几稿，不用写，以最新的一稿为准。"
    else:
        yield "# 每个单位要交几种总结时，在这里逐种列出；words 是文件名或标题里认得出它的词。"
    for name, word in (("年度工作总结", "年度"), ("党建工作总结", "党建")):
        yield "# [[documents]]"
        yield f"# name = {_quoted(name)}"
        yield f"# words = [{_quoted(word)}]"


def _indicators(proposal: "Proposal") -> Iterator[str]:
    yield "# 要报的指标。synonyms 是别的写法；unit 是单位（可写万元，自动换算）；minimum、maximum 是合理范围，"
    yield "# 超出提示 ZJ310，是把各份写过的最小、最大的数放宽几倍得出的；required = true 的缺了提示 ZJ204。"
    yield "# 以下是半数以上的总结都有的，写得最多的在前。"
    if not proposal.settings.indicators:
        yield "# [[indicators]]"
        yield '# name = "发展党员"'
        yield '# unit = "名"'
    for number, (one, share) in enumerate(zip(proposal.settings.indicators, proposal.indicators, strict=True)):
        if number:
            yield ""
        yield f"# {_share(share, proposal.total)}{_seen(share, one.unit)}"
        yield "[[indicators]]"
        yield from _indicator(one)
        for each in proposal.like.get(one.name, ()):
            yield (
                f"# 也许是同一指标（与“{_line(each.other)}”相近，{each.reports} 份有）；"
                f"若是，加入 synonyms：{_quoted(each.wording)}"
            )
    if proposal.pairs:
        yield ""
        yield "# 下面每行的两种写法相近，合起来有半数以上的总结写了；若是同一指标，可以加成一个 [[indicators]]："
        for each in proposal.pairs:
            unit = f"，单位{_line(each.unit)}" if each.unit else ""
            yield f"#   {_quoted(each.wording)}、{_quoted(each.other)}（{each.reports} 份有{unit}）"


def _indicator(one: Indicator) -> Iterator[str]:
    yield f"name = {_quoted(one.name)}"
    if one.synonyms:
        yield f"synonyms = {_list(one.synonyms)}"
    yield f"unit = {_quoted(one.unit)}" if one.unit else '# unit = ""  # 各份写的单位不是一类，请定下一种'
    if one.minimum is not None:
        yield f"minimum = {_number(one.minimum)}"
    if one.maximum is not None:
        yield f"maximum = {_number(one.maximum)}"
    yield f"required = {'true' if one.required else 'false'}"


_TAIL = (
    "# 退回修改通知和催报名单上写的发文单位和截止日期。",
    "# [letters]",
    '# issuer = "办公室"',
    '# deadline = "2026年1月15日"',
    "",
    "# 查哪些规则、算哪一级；编号用 zongjie rule 查看。",
    "# [rules]",
    '# ignore = ["ZJ203"]',
    "#",
    "# [rules.severity]",
    '# ZJ204 = "error"',
)


def _share(share: "Share", total: int) -> str:
    if not share.without:
        return f"{share.having}/{total} 份有"
    names = "、".join(_name(source) for source in share.without[:_NAMED])
    more = " 等" if len(share.without) > _NAMED else ""
    return f"{share.having}/{total} 份有，没有的：{names}{more}"


def _seen(share: "Share", unit: str) -> str:
    if share.seen is None:
        return ""
    least, most = (f"{value.normalize():,f}" for value in share.seen)
    return f"；写的是 {least}{unit}" if least == most else f"；写的是 {least} 到 {most}{unit}"


def _name(source: str) -> str:
    return _line(PurePath(source).name)


def _line(text: str) -> str:
    # A comment ends where its line does, and TOML allows no other control characters in it.
    return "".join(mark if mark.isprintable() else "?" for mark in text)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _list(words: Iterable[str]) -> str:
    return f"[{', '.join(map(_quoted, words))}]"


def _number(number: float) -> str:
    return str(int(number)) if number.is_integer() else repr(number)
