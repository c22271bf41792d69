"""E-mail -> the message as a reader sees it: its plain text, or its HTML where there is none; attachments are named.

Only the standard library's parser sees the message, so nothing is fetched that it refers to.
"""

from __future__ import annotations

from collections.abc import Iterator
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import parseaddr, parsedate_to_datetime
from importlib.util import find_spec

from dupdetect.errors import InputError
from dupdetect.read import charset, plain, webpage
from dupdetect.read.naming import member_name
from dupdetect.read.source import Document
from dupdetect.records import Article, Skip
from dupdetect.settings import Reading


def read_mail(file: Document, settings: Reading) -> Iterator[Article | Skip]:
    """The message, and a Skip for each attachment.

    Raises:
        InputError: it holds no text; the message is the reason.
    """
    message = BytesParser(policy=policy.default).parsebytes(file.data)
    body = message.get_body(("plain", "html"))
    if not isinstance(body, EmailMessage):
        raise InputError("empty: a message without text")
    found = _body(file, body, settings)
    yield Article(
        id=file.name,
        text=found.text,
        title=_line(message["Subject"]),
        source=found.source,
        author=_sender(_line(message["From"])),
        published=_sent(_line(message["Date"])),
        links=found.links,
        encoding=found.encoding,
    )
    for number, part in enumerate(_attachments(message), 1):
        name = part.get_filename() or f"attachment {number}"
        yield Skip(member_name(file.name, name), "an attachment; save it as a file to have it read")


def _attachments(message: EmailMessage) -> Iterator[EmailMessage]:
    """The parts that a mail program shows as files; a message that is no multipart has none."""
    return iter(message.iter_attachments()) if message.is_multipart() else iter(())


def _body(file: Document, body: EmailMessage, settings: Reading) -> Article:
    data, declared = body.get_payload(decode=True), body.get_content_charset() or ""
    if not isinstance(data, bytes):
        raise InputError("empty: a message without text")
    if body.get_content_subtype() == "html":
        if find_spec("trafilatura") is None:
            raise InputError('reading mail in HTML needs trafilatura; install it with pip install "dupdetect[html]"')
        return webpage.read_page(file._replace(data=data, charset=declared), settings)
    text, guessed = charset.decode(data, settings.encoding, declared)
    return plain.read_plain(file.name, text, guessed)


def _line(value: object) -> str:
    return " ".join(str(value or "").split())[:2000]


def _sender(value: str) -> str:
    name, address = parseaddr(value)
    return name or address


def _sent(value: str) -> str:
    try:
        return parsedate_to_datetime(value).isoformat()
    except (TypeError, ValueError, IndexError):
        return ""
