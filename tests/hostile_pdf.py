"""PDF files that must not be read, or must do no harm: one generator for each kind, made afresh."""

import zlib
from collections.abc import Callable

_FONT = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
SENTENCE = "Report for the year 2025: 12 meetings were held and 300 people were visited at home"
TEXT = f"BT /F 12 Tf 72 700 Td ({SENTENCE}) Tj ET"


def stream(data: bytes | str, entries: str = "") -> bytes:
    """A stream object; ``entries`` are further ones of its dictionary."""
    data = data.encode() if isinstance(data, str) else data
    return f"<</Length {len(data)}{entries}>>stream\n".encode() + data + b"\nendstream"


def written(objects: dict[int, str | bytes], root: str = "1 0 R", more: str = "") -> bytes:
    """A PDF of these objects by number, with a true table of their places."""
    data, places = b"%PDF-1.7\n", {}
    for number, content in objects.items():
        places[number] = len(data)
        content = content.encode() if isinstance(content, str) else content
        data += f"{number} 0 obj\n".encode() + content + b"\nendobj\n"
    table = "".join(
        f"{places[number]:010} 00000 n \n" if number in places else "0000000000 65535 f \n"
        for number in range(max(objects) + 1)
    )
    tail = f"xref\n0 {max(objects) + 1}\n{table}trailer\n<</Size {max(objects) + 1}/Root {root}{more}>>\n"
    return data + f"{tail}startxref\n{len(data)}\n%%EOF\n".encode()


def objects(content: bytes | str = TEXT, page: str = "/MediaBox[0 0 595 842]", **changed: str | bytes) -> bytes:
    """A PDF of one page with ``content``; ``o5=…`` adds or changes the object 5."""
    return written(
        {
            1: "<</Type/Catalog/Pages 2 0 R>>",
            2: "<</Type/Pages/Kids[3 0 R]/Count 1>>",
            3: f"<</Type/Page/Parent 2 0 R{page}/Contents 4 0 R/Resources<</Font<</F 9 0 R>>/XObject<</X 10 0 R>>>>>>",
            4: content if isinstance(content, bytes) else stream(content),
            9: _FONT,
        }
        | {int(name[1:]): value for name, value in changed.items()}
    )


GOOD = objects()


def pictured(first: str, second: str | None = None) -> bytes:
    """A PDF whose first page is covered by a picture, with ``first`` over it; ``second`` is the next page's text."""
    pages = {3: f"q 595 0 0 842 0 0 cm /X Do Q {first}"} | ({} if second is None else {5: second})
    kids = " ".join(f"{number} 0 R" for number in pages)
    resources = "/Resources<</Font<</F 9 0 R>>/XObject<</X 10 0 R>>>>"
    tree: dict[int, str | bytes] = {1: "<</Type/Catalog/Pages 2 0 R>>", 2: f"<</Type/Pages/Kids[{kids}]>>", 9: _FONT}
    image = "/Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8"
    for number, content in pages.items():
        tree[number] = f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]{resources}/Contents {number + 1} 0 R>>"
        tree[number + 1] = stream(content)
    return written(dict(sorted(tree.items())) | {10: stream(b"\x80", image)})


def many_pages(count: int) -> bytes:
    kids = " ".join(f"{number} 0 R" for number in range(10, 10 + count))
    tree = {1: "<</Type/Catalog/Pages 2 0 R>>", 2: f"<</Type/Pages/Kids[{kids}]/Count {count}>>"}
    return written(tree | dict.fromkeys(range(10, 10 + count), "<</Type/Page/Parent 2 0 R>>"))


def deep_tree(depth: int) -> bytes:
    nodes = {number: f"<</Type/Pages/Kids[{number + 1} 0 R]/Count 1>>" for number in range(2, depth)}
    return written({1: "<</Type/Catalog/Pages 2 0 R>>"} | nodes | {depth: "<</Type/Page>>"})


def bomb(filters: str = "/FlateDecode", times: int = 1) -> bytes:
    """A page whose content is 300 MB of blanks, packed ``times`` over."""
    packer = zlib.compressobj()
    data = b"".join(packer.compress(b" " * 2**20) for _ in range(300)) + packer.flush()
    for _ in range(times - 1):
        data = zlib.compress(data)
    return objects(stream(data, f"/Filter[{filters}]"))


def forms(depth: int = 30) -> bytes:
    """Forms that draw the next one twice, which makes 2 ** depth."""
    box = "/Type/XObject/Subtype/Form/BBox[0 0 9 9]"
    changed = {
        f"o{number}": stream("/X Do /X Do", f"{box}/Resources<</XObject<</X {number + 1} 0 R>>>>")
        for number in range(10, 10 + depth)
    }
    return objects("/X Do", **changed)


def wide_font(widths: str) -> bytes:
    """A font of Chinese characters with these widths."""
    child = (
        f"<</Type/Font/Subtype/CIDFontType2/BaseFont/S/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)>>/W[{widths}]>>"
    )
    return objects(o9="<</Type/Font/Subtype/Type0/BaseFont/S/Encoding/GBK-EUC-H/DescendantFonts[11 0 R]>>", o11=child)


def mapped_font(mapping: str) -> bytes:
    """A font whose codes stand for what ``mapping`` says."""
    return objects(
        o9="<</Type/Font/Subtype/Type0/BaseFont/S/Encoding/Identity-H/DescendantFonts[11 0 R]/ToUnicode 12 0 R>>",
        o11="<</Type/Font/Subtype/CIDFontType2/BaseFont/S/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)>>>>",
        o12=stream(f"begincmap\n{mapping}\nendcmap"),
    )


def flipped(at: int) -> bytes:
    """A page whose packed content is damaged at this byte."""
    data = bytearray(zlib.compress("\n".join(TEXT.replace("12", str(n)) for n in range(99)).encode()))
    data[at] ^= 0xFF
    return objects(stream(bytes(data), "/Filter/FlateDecode"))


_FORM = "/Type/XObject/Subtype/Form/BBox[0 0 9 9]"

# name → (what makes it, the code that it must give)
REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "只有开头": (lambda: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "truncated"),
    "半截": (lambda: GOOD[: len(GOOD) // 2], "truncated"),
    "只有结尾": (lambda: b"%PDF-1.7\n" + bytes(3000) + b"startxref\n9\n%%EOF", "pdf-damaged"),
    "没有页": (
        lambda: written({1: "<</Type/Catalog/Pages 2 0 R>>", 2: "<</Type/Pages/Kids[]/Count 0>>"}),
        "pdf-damaged",
    ),
    "页树成环": (
        lambda: written({1: "<</Type/Catalog/Pages 2 0 R>>", 2: "<</Type/Pages/Kids[2 0 R]/Count 1>>"}),
        "pdf-damaged",
    ),
    "引用自己": (lambda: written({1: "1 0 R"}), "pdf-damaged"),
    "引用成环": (lambda: written({1: "<</Pages 2 0 R>>", 2: "3 0 R", 3: "2 0 R"}), "pdf-damaged"),
    "根不对": (lambda: written({1: "(text)"}), "pdf-damaged"),
    "页树过深": (lambda: deep_tree(5_000), "pdf-damaged"),
    "千页": (lambda: many_pages(1_000), "too-many-pages"),
    "炸弹": (bomb, "pdf-unsafe"),
    "双层炸弹": (lambda: bomb("/FlateDecode/FlateDecode", 2), "pdf-unsafe"),
    "倍增": (forms, "pdf-unsafe"),
    "宽度": (lambda: wide_font("0 2000000000 500"), "pdf-unsafe"),
    "编码": (
        lambda: mapped_font("1 beginbfrange <00000000> <7fffffff> <0000> endbfrange"),
        "pdf-unsafe",
    ),
    "坏字节": (lambda: flipped(30), "pdf-damaged"),
    "密码算法不明": (
        lambda: written({1: "<</Type/Catalog>>", 2: "<</Filter/Other/V 9>>"}, more="/Encrypt 2 0 R/ID[<00><00>]"),
        "pdf-password",
    ),
    "空白页": (lambda: objects("q Q"), "no-text"),
}
# Odd files that a reader shows all the same: each holds the sentence of the good one.
READ: dict[str, Callable[[], bytes]] = {
    "没有纸张": lambda: objects(page=""),
    "纸张巨大": lambda: objects(page="/MediaBox[-1e30 0 1e30 1]"),
    "纸张嵌套": lambda: objects(o5="[" * 50_000 + "]" * 50_000, page="/MediaBox 5 0 R"),
    "纸张为零": lambda: objects(page="/MediaBox[0 0 0 0]"),
    "线条密布": lambda: objects(TEXT + "".join(f" {n} 0 m {n} 800 l 0 {n} m 590 {n} l S" for n in range(0, 590, 3))),
    "纸张倒置": lambda: objects(page="/MediaBox[595 842 0 0]"),
    "纸张有误": lambda: objects(page="/MediaBox[(a)(b)]"),
    "原点在外": lambda: objects(TEXT.replace("72 700", "-900 -300"), page="/MediaBox[-1000 -1000 0 0]"),
    "斜放": lambda: objects(page="/MediaBox[0 0 595 842]/Rotate 45"),
    "自画自": lambda: objects(TEXT + " /X Do", o10=stream("/X Do", f"{_FORM}/Resources<</XObject<</X 10 0 R>>>>")),
    "尾部有杂物": lambda: GOOD + b"\r\n-- mail --\r\n" * 20,
    "表的位置不对": lambda: GOOD.replace(b"startxref\n", b"startxref\n9"),
    "校验和不对": lambda: objects(stream(zlib.compress(TEXT.encode())[:-4] + b"abcd", "/Filter/FlateDecode")),
}
