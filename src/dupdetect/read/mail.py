"""E-mail -> the message as a reader sees it, from its plain part or its HTML, whichever holds the text.

The standard library parses the message, and nothing that it refers to is fetched. Attachments become skips. A browser
saves a page with its pictures as a message too (MHTML, RFC 2557); it is read as the page that it holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import parseaddr

from dupdetect.errors import InputError
from dupdetect.read import charset, plain, webpage
from dupdetect.read.dates import read_date
from dupdetect.read.naming import member_name
from dupdetect.read.pagehead import is_web_address
from dupdetect.read.source import Document
from dupdetect.records import Article, Skip
from dupdetect.settings import Reading

_STUB = 2
"""How many times more letters the HTML must hold for the plain part to be a stub, as in newsletters."""

_ALERTS = "googlealerts-noreply@google.com"
_ALERT_LINK = re.compile(rb"https?://(?:www\.)?google\.[a-z.]{2,6}/url\?[^\s\"'<>]{1,2000}")


def read_mail(file: Document, settings: Reading) -> Iterator[Article | Skip]:
    """The message, and a Skip for each attachment.

    Raises:
        InputError: it holds no text; the message is the reason.
    """
    message = BytesParser(policy=policy.default).parsebytes(_LONG_HEADER.sub(_shorten_header, file.data))
    sender = _line(message["From"])
    if parseaddr(sender)[1].lower() == _ALERTS:
        raise InputError(describe_alert(_count_alerts(message)))
    if page := _find_saved_page(message):
        yield _read_part(file._replace(url=_find_address(message, page)), page, settings)
        return
    body = _choose_body(file, message, settings)
    yield plain.build_article(
        file.name,
        body.text,
        body.links,
        title=_line(message["Subject"]),
        source=body.source,
        author=_name(sender),
        published=read_date(_line(message["Date"])),
        encoding=body.encoding,
    )
    for number, part in enumerate(_attachments(message), 1):
        name = part.get_filename() or f"attachment {number}"
        yield Skip(member_name(file.name, name), "an attachment; save it as a file to have it read")


def _find_saved_page(message: EmailMessage) -> EmailMessage | None:
    """The page that a browser saved as a message, with its pictures; None for mail, which is from somebody."""
    if message.get_content_type() != "multipart/related" or parseaddr(_line(message["From"]))[1].count("@"):
        return None
    page = message.get_body(("html",))
    return page if isinstance(page, EmailMessage) else None


def _find_address(message: EmailMessage, page: EmailMessage) -> str:
    """The address of a saved page; empty where the message names none on the web."""
    stated = (_line(message["Snapshot-Content-Location"]), _line(page["Content-Location"]))
    return next(filter(is_web_address, stated), "")


def _shorten_header(header: re.Match[bytes]) -> bytes:
    """A field without what no program writes: the standard library takes minutes for a megabyte of it."""
    return header[0][:_LONGEST_FIELD]


_LONGEST_FIELD = 8_000
_LONG_HEADER = re.compile(
    rb"^(?:content-[a-z-]{1,30}|subject|from|date|mime-version):[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*",
    re.IGNORECASE | re.MULTILINE,
)


def describe_alert(links: int) -> str:
    """Why a Google alert is not an article."""
    return f"a Google alert: {links} links with snippets, not an article; save the pages that it links to"


def _count_alerts(message: EmailMessage) -> int:
    """The pages that an alert links to."""
    part = message.get_body(("html", "plain"))
    data = part.get_payload(decode=True) if isinstance(part, EmailMessage) else b""
    return len(set(_ALERT_LINK.findall(data))) if isinstance(data, bytes) else 0


def _attachments(message: EmailMessage) -> Iterator[EmailMessage]:
    """The parts that a mail program shows as files; a message that is no multipart has none."""
    return iter(message.iter_attachments()) if message.is_multipart() else iter(())


def _choose_body(file: Document, message: EmailMessage, settings: Reading) -> Article:
    """The plain part, unless it is a stub beside the HTML.

    Raises:
        InputError: neither holds a text; the message is the reason.
    """
    parts = [message.get_body((kind,)) for kind in ("plain", "html")]
    bodies: list[Article] = []
    reason = "empty: a message without text"
    for part in parts:
        try:
            bodies += [_read_part(file, part, settings)] if isinstance(part, EmailMessage) else []
        except InputError as error:
            reason = str(error)
    if not bodies:
        raise InputError(reason)
    first, last = bodies[0], bodies[-1]
    return last if _count_letters(last.text) > _STUB * _count_letters(first.text) else first


def _count_letters(text: str) -> int:
    """Letters of a plain part, web addresses left out."""
    return sum(map(str.isalnum, re.sub(r"https?://\S+", "", text)))


def _read_part(file: Document, part: EmailMessage, settings: Reading) -> Article:
    data, declared = part.get_payload(decode=True), part.get_content_charset() or ""
    if not isinstance(data, bytes):
        raise InputError("empty: a message without text")
    if part.get_content_subtype() == "html":
        return webpage.read_page(file._replace(data=data, charset=declared), settings)
    text, guessed = charset.decode(data, settings.encoding, declared)
    return plain.read_plain(file.name, text, guessed)


def _line(value: object) -> str:
    return " ".join(str(value or "").split())[:2000]


def _name(sender: str) -> str:
    name, address = parseaddr(sender)
    return name or address
