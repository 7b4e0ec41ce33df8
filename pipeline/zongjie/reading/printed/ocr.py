"""Pages that are pictures → lines, by rapidocr (the extra ``ocr``). Its models come with it, and none is downloaded."""

import math
import re
from collections.abc import Iterator, Sequence
from contextlib import closing
from functools import lru_cache
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from statistics import mean, median
from typing import Any

from ...errors import DocumentError
from .lines import Line, rows
from .sheet import Sheet

Box = tuple[str, Sequence[Sequence[float]]]  # a text and its four corners, from the upper left on

_POINTS = 72.0  # to the inch
_DENSITY, _LONGEST = 200.0, 2000  # pixels to the inch, and on the longer side
_LONG = 100.0  # points
_SURE, _GARBAGE = 0.8, 0.3  # how sure the recogniser is of a page that is upright; what is no text at all
_STANDING = 0.5  # the worth of a page whose lines run down it
_PARTS = ("Det", "Rec")  # what finds lines, what reads them
# A box is higher than its type; of boxes whose heights differ by less, the type is the same.
_TYPE, _NEARLY = 0.93, 1.2
_SHORT, _BADLY = 3, 1.8
_HALF = {
    code: code - 0xFEE0
    for first, count in (("０", 10), ("Ａ", 26), ("ａ", 26))
    for code in range(ord(first), ord(first) + count)
}
_FULL = {ord(half): ord(half) + 0xFEE0 for half in ",;:!?()"}
_CHINESE = "[\u3001-\u3011\u4e00-\u9fff“”]"
_MARK = re.compile(rf"(?<={_CHINESE})[,;:!?()]|[,;:!?()](?={_CHINESE})")


def is_installed() -> bool:
    """Whether the recogniser and all of its models are there."""
    return all(find_spec(name) for name in ("rapidocr", "onnxruntime", "pypdfium2")) and len(_models()) == len(_PARTS)


def name() -> str:
    """The recogniser and its version, as ``Source.converter`` says them."""
    return f"rapidocr {version('rapidocr')}"


def sheets(data: bytes, numbers: Sequence[int]) -> Iterator[Sheet]:
    """The pages of the PDF ``data`` with these numbers (from 1) as recognised, one at a time.

    Raises ``DocumentError``: pdf-damaged.
    """
    import pypdfium2

    try:
        with pypdfium2.PdfDocument(data) as file:
            for number in numbers:
                with closing(file[number - 1]) as page:
                    scale = min(_DENSITY / _POINTS, _LONGEST / max(page.get_size()))
                    with closing(page.render(scale=scale)) as picture:
                        yield _sheet(number, picture.to_numpy(), scale)
    except pypdfium2.PdfiumError as error:
        raise DocumentError("pdf-damaged") from error


def _sheet(number: int, picture: Any, scale: float) -> Sheet:
    """The page that ``picture`` shows at ``scale`` pixels to the point, turned upright if it was not scanned so."""
    best, surest = None, 0.0
    for turned in (picture, picture[::-1, ::-1], picture.swapaxes(0, 1)[::-1], picture.swapaxes(0, 1)[:, ::-1]):
        found = _engine()(turned)
        if not found.txts:
            break
        # Lines that run down the page are turned before they are read, so that they score as well as others.
        sure = mean(found.scores) * (1.0 if _lie(found.boxes) else _STANDING)
        if sure > surest:
            best, surest, picture = found, sure, turned
        if sure >= _SURE:
            break
    boxes = list(zip(best.txts, (best.boxes / scale).tolist(), strict=True)) if best else []
    height, width = (side / scale for side in picture.shape[:2])
    return Sheet(number, width, height, tuple(rows(_pieces(_straightened(boxes)))), doubtful=True)


def _lie(boxes: Any) -> bool:
    """Whether most boxes are wider than they are high."""
    sides = boxes.max(axis=1) - boxes.min(axis=1)
    return bool((sides[:, 0] > sides[:, 1]).mean() > 1 / 2)


def _straightened(boxes: Sequence[Box]) -> list[Box]:
    """The boxes as they would lie if the page had not been scanned at a slant, which long lines tell."""
    slopes = [((x1, y1), (x0, y0)) for _, ((x0, y0), (x1, y1), *_) in boxes if x1 - x0 > _LONG]
    slant = median(math.atan2(y1 - y0, x1 - x0) for (x1, y1), (x0, y0) in slopes) if slopes else 0.0
    cos, sin = math.cos(slant), math.sin(slant)
    return [(text, [(x * cos + y * sin, y * cos - x * sin) for x, y in corners]) for text, corners in boxes]


def _pieces(boxes: Sequence[Box]) -> Iterator[Line]:
    """Boxes of text as pieces of lines, of one size where they nearly are; boxes of few characters measure badly."""
    heights = [max(y for _, y in corners) - min(y for _, y in corners) for _, corners in boxes]
    usual = median(heights) if heights else 0.0
    last = usual
    for (text, corners), height in zip(boxes, heights, strict=True):
        across, down = zip(*corners, strict=True)
        if len(text) <= _SHORT and height < last * _BADLY:
            height = last
        elif usual / _NEARLY < height < usual * _NEARLY:
            height = usual
        last = height
        yield Line(_normal(text), min(across), max(across), min(down), max(down), _TYPE * height)


def _normal(text: str) -> str:
    """Letters and digits of half width, marks beside Chinese of full width: the recogniser takes one for the other."""
    return _MARK.sub(lambda mark: mark[0].translate(_FULL), text.translate(_HALF))


@lru_cache(maxsize=1)
def _engine() -> Any:
    from rapidocr import RapidOCR

    settings: dict[str, Any] = {f"{part}.model_path": path for part, path in _models().items()}
    # Its own way to tell lines that stand on their heads turns good ones over, and they are lost.
    settings |= {"Global.use_cls": False, "Global.text_score": _GARBAGE, "Global.max_side_len": _LONGEST}
    return RapidOCR(params=settings | {"Global.log_level": "critical"})


def _models() -> dict[str, str]:
    """The files of the models by what each is for."""
    spec = find_spec("rapidocr")
    folder = Path((spec and spec.origin) or "").parent / "models"
    found = {part: next(folder.glob(f"*_{part.lower()}_*.onnx"), None) for part in _PARTS}
    return {part: str(path) for part, path in found.items() if path}
