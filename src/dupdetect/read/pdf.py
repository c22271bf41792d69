"""PDF -> its text, page by page: lines are joined to paragraphs, and lines repeated on every page are left out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from dupdetect.errors import InputError
from dupdetect.read import plain
from dupdetect.read.source import Document
from dupdetect.records import Article
from dupdetect.settings import Reading

_FINAL = re.compile(r"[.!?…:]['\"”’»)\]]*$")
_DIGITS = re.compile(r"\d+")
_HYPHEN = "\ufffe\x02"
"""The character that pdfium gives for a soft hyphen at a line end."""


def read_pdf(file: Document, settings: Reading) -> Article:
    """The article that a PDF holds. Names and dates inside PDFs are those of whoever saved them, so they are not used.

    Raises:
        InputError: it is damaged, encrypted, or holds no text; the message is the reason.
    """
    pages = [page.splitlines() for page in _pages(file.data, settings.max_size)]
    text = _paragraphs([line.strip() for page in _without_furniture(pages) for line in page])
    if not text:
        raise InputError("holds no text: scanned pages need text recognition (OCR) first")
    return Article(id=file.name, text=text, title=plain.find_title(text), links=plain.find_addresses(text))


def _pages(data: bytes, limit: int) -> Iterator[str]:
    from pypdfium2 import PdfDocument, PdfiumError

    try:
        document = PdfDocument(data)
    except PdfiumError as error:
        encrypted = "password" in str(error).lower() or "security" in str(error).lower()
        reason = "encrypted; save it without a password" if encrypted else f"damaged or cut short ({error})"
        raise InputError(reason) from error
    size = 0
    for number in range(len(document)):
        try:
            text = document[number].get_textpage().get_text_range()
        except PdfiumError:  # one page that cannot be drawn
            continue
        size += len(text)
        if size > limit:
            raise InputError(f"its text is longer than {limit:,}; raise reading.max_size to read it")
        yield text


def _without_furniture(pages: list[list[str]]) -> list[list[str]]:
    """Pages without the first and last lines that more than half of them share, page numbers aside."""
    if len(pages) < 3:
        return [
            [line for i, line in enumerate(page) if i < len(page) - 1 or not line.strip().isdigit()] for page in pages
        ]
    edges = Counter(edge for page in pages for edge in {_mask_digits(line) for line in (*page[:1], *page[-1:])})
    return [
        [line for i, line in enumerate(page) if 0 < i < len(page) - 1 or 2 * edges[_mask_digits(line)] <= len(pages)]
        for page in pages
    ]


def _mask_digits(line: str) -> str:
    return _DIGITS.sub("0", line.strip())


def _paragraphs(lines: list[str]) -> str:
    """Lines joined; one that stops short of the usual width ends a paragraph if it ends a sentence or is very short."""
    filled = [line for line in lines if line]
    width = sorted(map(len, filled))[len(filled) * 3 // 4] if filled else 0
    blocks = [""]
    for line in filled:
        divided = blocks[-1].endswith(tuple(_HYPHEN))
        blocks[-1] = blocks[-1].rstrip(_HYPHEN) + ("" if divided or not blocks[-1] else " ") + line
        if len(line) < 0.6 * width or (len(line) < 0.85 * width and _FINAL.search(line)):
            blocks.append("")
    return "\n\n".join(block.translate(_CONTROLS) for block in blocks if block)


_CONTROLS = dict.fromkeys([*range(9), *range(14, 32), 0xFFFE, 0xFFFF])
