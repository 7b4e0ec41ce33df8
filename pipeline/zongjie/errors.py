"""The one catalogue of what can be wrong with a document: code → category, message and remedy, in Chinese.

A code, once released, keeps its meaning. Categories: ``path`` (cannot be got at), ``content`` (nothing to read),
``format`` (not a kind that is read), ``program`` (one that reading needs is absent), ``protected``, ``damaged``,
``unsafe`` (made to do harm), ``limit`` and ``internal`` (a fault of zongjie's own).
"""

import errno
import re
from typing import Any, NamedTuple

from .report import Failure


class Entry(NamedTuple):
    """One kind of failure; ``message`` and ``remedy`` may hold ``{fields}`` that the raiser fills."""

    category: str
    message: str
    remedy: str


_LATIN = re.compile(r"(?<=[\u4e00-\u9fff])(?=[A-Z])")  # where a space sets off what a field holds
_REPORT = "这份文件报告给维护者（见 README 的“报告问题”）"
_SAVE_AS = "请用 Word 或 WPS 打开后“另存为”.docx，再重新提交"

CATALOGUE: dict[str, Entry] = {
    "not-found": Entry("path", "找不到这个文件", "请检查路径和文件名是否写对"),
    "not-a-file": Entry("path", "这不是文件", "请给出文件的路径；文件夹请交给命令行，由它逐个读取"),
    "unreadable": Entry("path", "文件无法读取（{reason}）", "请检查读取权限，并关闭正在占用它的程序"),
    "name-encoding": Entry("path", "文件名或文件夹名不是 UTF-8 编码", "请改名后再来"),
    "closed-folder": Entry("path", "文件夹打不开（{reason}）", "请检查它的读取权限"),
    "changed": Entry("path", "文件在检查之后又改动了，没有标注", "请关闭正在编辑它的程序，再检查一次"),
    "empty": Entry("content", "文件是空的", "请确认选对了文件，并重新导出或重新提交"),
    "no-text": Entry("content", "文件里没有文字", "若内容是图片，请先转成文字，再另存为 .docx"),
    "no-body": Entry("damaged", "Word 文件缺少正文部分", "请用 Word 或 WPS 打开并修复后另存为 .docx"),
    "unknown-encoding": Entry("content", "认不出文字的编码", "请用记事本打开，另存为 UTF-8 编码的 .txt"),
    "binary": Entry("format", "这是二进制数据，不是文字", "请提交 .docx 或 .txt 格式的总结"),
    "not-a-document": Entry("format", "这是{format}，不是总结文档", "请提交 .docx 或 .txt 格式的总结"),
    "unsupported": Entry("format", "暂不支持{format}", "请打开后另存为 .docx，再重新提交"),
    "unsupported-sheet": Entry("format", "暂不支持{format}", "请用 Excel 或 WPS 打开后另存为 .xlsx，再重新提交"),
    "no-converter": Entry(
        "program",
        "读取{format}要用 LibreOffice，但没有找到它",
        "请安装它（Debian、Ubuntu：sudo apt-get install libreoffice-writer-nogui），或另存为 .docx",
    ),
    "not-converted": Entry("damaged", "LibreOffice 打不开这个文件，可能已损坏", _SAVE_AS),
    "conversion-timeout": Entry("limit", "LibreOffice 转换超时（上限 {limit}）", _SAVE_AS),
    "macro": Entry("unsafe", "这是带宏的 Word 文件（.docm）", "请另存为不带宏的 .docx"),
    "macro-sheet": Entry("unsafe", "这是带宏的 Excel 表格（.xlsm）", "请另存为不带宏的 .xlsx"),
    "encrypted": Entry("protected", "文件有打开密码", "请在 Word 或 WPS 中取消密码后重新提交"),
    "truncated": Entry("damaged", "文件不完整，像是没有传完", "请重新下载或重新提交完整的文件"),
    "corrupt-part": Entry("damaged", "文件的一部分已损坏", "请用 Word 或 WPS 打开并修复后另存为 .docx"),
    "bad-sheet": Entry(
        "content", "填写单用不了：{reason}", "请用 zongjie check --fill-sheet 重新生成，只在“填写”一列里填"
    ),
    "not-word": Entry(
        "format",
        "只能填写 Word 文件（.docx）",
        "请打开后另存为 .docx，重新检查再填写；旧版 Word 文件可以填 check --annotate 给出的转换稿",
    ),
    "too-large": Entry("limit", "{what}过大（{size}，上限 {limit}）", "请删去图片和附件，或拆成几份后重新提交"),
    "too-deep": Entry("limit", "文件的结构嵌套过深", "请把正文复制到新建的 Word 文档后重新提交"),
    "unsafe-package": Entry(
        "unsafe", "压缩包异常（{reason}），可能有害，没有打开", "请向提交人核实，并用 Word 重新另存为 .docx"
    ),
    "too-many-members": Entry(
        "limit", "压缩包里的文件过多（{size}，上限 {limit}）", "请拆成几个压缩包，或解压后把文件夹交给命令行"
    ),
    "zip-password": Entry("protected", "压缩包有密码", "请取消密码，或解压后重新提交里面的文件"),
    "zip-method": Entry(
        "format", "压缩包用了不支持的压缩方法", "请解压后重新提交里面的文件，或用普通的 ZIP 格式重新压缩"
    ),
    "zip-damaged": Entry("damaged", "压缩包里的这个文件已损坏", "请重新压缩后提交，或直接提交这个文件"),
    "nested-zip": Entry("format", "压缩包里还有压缩包", "请解压里面的压缩包，再重新提交"),
    "pdf-password": Entry("protected", "PDF 有打开密码", "请取消密码后重新导出，或提交 Word 文件"),
    "pdf-damaged": Entry("damaged", "PDF 已损坏", "请重新下载或重新导出，或提交 Word 文件"),
    "pdf-unsafe": Entry(
        "unsafe", "PDF 内部结构异常（{reason}），可能有害，没有读完", "请向提交人核实，并用 Word 或 WPS 重新导出"
    ),
    "too-many-pages": Entry("limit", "PDF 页数过多（超过 {limit} 页）", "请只提交总结本身，或拆成几份后重新提交"),
    "scan": Entry(
        "content",
        "PDF 里没有可读的文字，像是扫描件或图片",
        "请提交 Word 文件；或安装文字识别后再试：pip install 'zongjie[ocr]'",
    ),
    "dtd": Entry("unsafe", "文件里含有 DOCTYPE 声明，可能有害，没有打开", "请用 Word 或 WPS 打开后另存为 .docx"),
    "too-slow": Entry(
        "limit", "分析用时过长（超过 {limit}）", "请拆成几份后重新提交，或在设置文件的 limits.seconds 放宽时限"
    ),
    "out-of-memory": Entry(
        "limit",
        "分析占用的内存过多（超过 {limit}）",
        "请删去图片和附件，或拆成几份后重新提交，也可在设置文件的 limits.memory 放宽上限",
    ),
    "lost": Entry("internal", "分析的进程意外中止（{reason}）", f"请关闭其他程序后再试；仍然如此，请把{_REPORT}"),
    "internal": Entry("internal", "zongjie 自身出错（{reason}）", f"请把以上出错信息和{_REPORT}"),
}

# Why the system refused, by its number.
_REASONS = {
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EROFS: "磁盘只读",
    errno.ENOENT: "没有这个文件或文件夹",
    errno.ENOTDIR: "路径中有一段不是文件夹",
    errno.EISDIR: "这是文件夹，不是文件",
    errno.EEXIST: "同名的文件已经存在",
    errno.ENOSPC: "磁盘已满",
    errno.EDQUOT: "超出磁盘配额",
    errno.EFBIG: "文件过大",
    errno.ENAMETOOLONG: "文件名过长",
    errno.EBUSY: "正被其他程序占用",
    errno.ETXTBSY: "正被其他程序占用",
    errno.EIO: "磁盘读写出错",
}


def reason(error: OSError) -> str:
    """Why the system refused, in Chinese."""
    return _REASONS.get(error.errno or 0, f"系统错误 {error.errno}")


class DocumentError(Exception):
    """A document could not be read.

    ``code`` is a key of ``CATALOGUE`` (anything else is a KeyError), ``place`` the part of the file concerned or None;
    the further keywords fill the fields of the entry's message and remedy.
    """

    def __init__(self, code: str, place: str | None = None, **facts: Any) -> None:
        entry = CATALOGUE[code]
        self.code = code
        self.category = entry.category
        self.place = place
        self.message = _LATIN.sub(" ", entry.message.format(**facts))
        self.remedy = entry.remedy.format(**facts)
        self._facts = facts
        super().__init__(f"{self.message}。{self.remedy}。")

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuild, (self.code, self.place, self._facts)

    def failure(self, source: str) -> Failure:
        """This error as a value, for the document ``source`` (its path as given)."""
        return Failure(source, self.code, self.category, self.place, self.message, self.remedy)


class StoreError(ValueError):
    """The results of earlier runs cannot be used; the message (Chinese) names the file, the reason and a remedy."""


def _rebuild(code: str, place: str | None, facts: dict[str, Any]) -> DocumentError:
    return DocumentError(code, place, **facts)
