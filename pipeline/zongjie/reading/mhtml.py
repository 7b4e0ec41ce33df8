"""Web archives (.mht, Word's 单个文件网页) → ``Document``: the page in them."""

import email
from email.message import Message

from ..document import Document, Source
from ..errors import DocumentError
from . import html

_PAGES = ("text/html", "application/xhtml+xml")


def read(data: bytes, source: Source) -> Document:
    """The document of the first page in the archive ``data`` that holds text (before it there may be mere frames).

    Raises ``DocumentError``: corrupt-part if it holds no page, too-deep, and what ``html.read`` raises.
    """
    error = DocumentError("corrupt-part")
    for page, charset in _pages(data):
        try:
            return html.read_page(page, source, charset)
        except DocumentError as failed:
            if failed.code not in ("no-text", "empty"):
                raise
            error = failed
    raise error


def _pages(data: bytes) -> list[tuple[bytes, str | None]]:
    """Each page with the encoding that the archive gives for it."""
    try:
        parts: list[Message] = [
            part for part in email.message_from_bytes(data).walk() if part.get_content_type() in _PAGES
        ]
    except RecursionError as error:
        raise DocumentError("too-deep") from error
    payloads = [(part.get_payload(decode=True), part.get_content_charset()) for part in parts]
    return [(payload, charset) for payload, charset in payloads if isinstance(payload, bytes)]
