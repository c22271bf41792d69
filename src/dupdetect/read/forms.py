"""The format of a file, by its first bytes: names can be wrong, and downloads often have none. The ending decides only
between formats whose bytes look alike, such as Markdown, CSV and plain text.
"""

from __future__ import annotations

import json
import re
from typing import NamedTuple

from dupdetect.errors import InputError

LOOKED_AT = 65_536
"""Bytes that the decision rests on."""

MARKDOWN, HTML, PLAIN = (".md", ".markdown", ".mdown", ".mkd"), (".html", ".htm", ".xhtml"), (".txt", ".text")
FEEDS = (".rss", ".atom", ".xml", ".rdf")
MAIL = (".eml", ".mht", ".mhtml")  # browsers save a page with its pictures as a message
JSON, JSON_LINES, TABLES = (".json",), (".jsonl", ".ndjson"), (".csv", ".tsv", ".tab")


class Form(NamedTuple):
    """How a form of file is read.

    Attributes:
        name: what users call it.
        package: the module that must be installed; empty for none.
        extra: the extra of dupdetect that brings it.
    """

    name: str
    package: str = ""
    extra: str = ""


FORMS = {
    "plain": Form("plain text"),
    "markdown": Form("Markdown"),
    "html": Form("web pages"),
    "pdf": Form("PDF", "pypdfium2", "pdf"),
    "office": Form("DOCX, ODT and EPUB"),
    "rtf": Form("RTF", "striprtf", "rtf"),
    "mail": Form("e-mail and pages saved as MHTML"),
    "mbox": Form("mailboxes"),
    "feed": Form("feeds"),
    "json": Form("JSON"),
    "jsonl": Form("JSON lines"),
    "csv": Form("CSV"),
    "parquet": Form("Parquet", "pyarrow", "parquet"),
    "warc": Form("WARC", "warcio", "warc"),
    "zip": Form("zip archives"),
    "tar": Form("tar archives"),
    "gzip": Form("gzip"),
}
"""Every format that is read. DOCX, ODT and EPUB look like "zip" from outside; their members tell them apart."""


def recognise_form(head: bytes, name: str) -> str:
    """The key in FORMS of a file that begins with `head` and is called `name`.

    Raises:
        InputError: it is of a form that is not read; the message is the reason.
    """
    for magic, offset, form in _MAGIC:
        if head.startswith(magic, offset) and (
            form in _TEXTUAL or name.lower().endswith(f".{form}") or not _reads_as_text(head)
        ):
            return form
    if foreign := _find_foreign(head):
        raise InputError(f"not a format that is read ({foreign})")
    if b"%PDF-" in head[:1024]:
        return "pdf"
    return _is_textual(head, name.lower())


def _find_foreign(head: bytes) -> str:
    """The name of an unsupported format; empty for text, which may begin with the same letters."""
    what = next((what for magic, what in _FOREIGN if head.startswith(magic)), "")
    return what if what and not _reads_as_text(head) else ""


def _reads_as_text(head: bytes) -> bool:
    """Whether the bytes hold no control character; pictures, archives and programs soon have one."""
    return not _CONTROL.search(head)


_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_MAGIC = (
    (b"PK\x03\x04", 0, "zip"),
    (b"PK\x05\x06", 0, "zip"),  # an empty one
    (b"\x1f\x8b", 0, "gzip"),
    (b"ustar", 257, "tar"),
    (b"PAR1", 0, "parquet"),
    (b"WARC/0.", 0, "warc"),
    (b"WARC/1.", 0, "warc"),
    (b"{\\rtf", 0, "rtf"),
)
_TEXTUAL = ("warc", "rtf")
_FOREIGN = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office file; save it as DOCX"),
    (b"\x89PNG", "PNG image"),
    (b"\xff\xd8\xff", "JPEG image"),
    (b"GIF8", "GIF image"),
    (b"RIFF", "sound or image"),
    (b"7z\xbc\xaf", "7z archive; unpack it"),
    (b"Rar!", "RAR archive; unpack it"),
    (b"BZh", "bzip2; unpack it"),
    (b"\xfd7zXZ", "xz; unpack it"),
    (b"(\xb5/\xfd", "Zstandard; unpack it"),
    (b"SQLite format 3", "SQLite database"),
    (b"\x7fELF", "program"),
    (b"MZ\x90", "program"),
)

MAGIC = tuple(magic for magic, *_ in (*_MAGIC, *_FOREIGN))
"""The first bytes of formats that are not plain text."""

_PAGE = re.compile(
    r"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--(?:[^-]|-(?!->)){0,2000}-->\s*){0,5}<(?:!doctype html|html|head|body)\b"
)
_FEED = re.compile(
    r"\s*(?:<\?[^>]{0,300}>\s*){0,5}(?:<!--(?:[^-]|-(?!->)){0,2000}-->\s*){0,5}(?:<\?[^>]{0,300}>\s*){0,5}"
    r"<(?:rss|(?:[a-z0-9]{1,20}:)?feed|rdf:rdf|(?:[a-z0-9]{1,20}:)?urlset|sitemapindex)\b"
)
MAILBOX = re.compile(rb"From [^\r\n]{1,200} \d\d:\d\d[^\r\n]{0,40} \d{4}[^\r\n]{0,20}\r?\n")
"""The line before a message of a mailbox, as in `From desk@example.org Fri Nov 27 07:00:00 2026`."""
_OBJECT = re.compile(r'\s*\{\s*"[^"\n]{1,200}"\s*:')
_RECORDS = re.compile(r'\s*\[\s*\{\s*"[^"\n]{1,200}"\s*:')
_FIELD = re.compile(r"[!-9;-~]{1,70}:[ \t]|[ \t]")
_MAIL_ONLY = re.compile(r"^(?:mime-version|message-id|received|return-path):", re.MULTILINE)


def _is_textual(head: bytes, name: str) -> str:
    """The form of a file that is text of some kind."""
    text = head.replace(b"\0", b"").decode("latin-1").removeprefix("\xff\xfe").removeprefix("\xfe\xff")
    text = text.removeprefix("\xef\xbb\xbf")
    start = text[:8192].lower()
    if _FEED.match(start) or (name.endswith(FEEDS) and start.lstrip().startswith("<")):
        return "feed"
    if _PAGE.match(start) or name.endswith(HTML):
        return "html"
    if MAILBOX.match(head):
        return "mbox"
    if name.endswith(MAIL) or _is_mail(start):
        return "mail"
    if name.endswith(JSON_LINES) or _OBJECT.match(start) or _RECORDS.match(start) or name.endswith(JSON):
        return "jsonl" if name.endswith(JSON_LINES) or _has_lines(text) else "json"
    if name.endswith(TABLES):
        return "csv"
    return "markdown" if name.endswith(MARKDOWN) else "plain"


def _is_mail(start: str) -> bool:
    """Whether a text begins with the header of a message: fields and nothing else, one of them known from mail only."""
    header = re.split(r"\r?\n\r?\n", start, maxsplit=1)[0]
    lines = header.splitlines()
    return len(lines) > 2 and bool(_MAIL_ONLY.search(header)) and all(map(_FIELD.match, lines[:10]))


def _has_lines(text: str) -> bool:
    """Whether the first line is a JSON object by itself, with another one after it."""
    first, _, rest = text.lstrip().partition("\n")
    if not rest.lstrip().startswith("{"):
        return False
    try:
        return isinstance(json.loads(first), dict)
    except (ValueError, RecursionError):
        return False
