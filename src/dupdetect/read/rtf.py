"""RTF -> its text, by striprtf."""

from __future__ import annotations

from dupdetect.errors import InputError
from dupdetect.read import plain
from dupdetect.read.source import Document
from dupdetect.records import Article
from dupdetect.settings import Reading


def read_rtf(file: Document, settings: Reading) -> Article:
    """The article in an RTF file.

    Raises:
        InputError: it holds no text; the message is the reason.
    """
    from striprtf.striprtf import rtf_to_text

    markup = file.data.decode(settings.encoding or "cp1252", "replace")
    converted: str = rtf_to_text(markup, errors="replace")  # type: ignore[no-untyped-call]
    text = converted.replace("\r\n", "\n").replace("\r", "\n").strip()
    if not text:
        raise InputError("empty: it holds no text besides the markup")
    return Article(id=file.name, text=text, title=plain.find_title(text), links=plain.find_addresses(text))
