"""Mail as programs write it: HTML alone, newsletters whose plain part is a stub, mailboxes, and alerts."""

from __future__ import annotations

import quopri
from email.message import EmailMessage
from pathlib import Path

import pytest

import dupdetect
from dupdetect import read
from dupdetect.records import Article, Skip, Verdict
from dupdetect.settings import Reading
from tests.read.writers import PARAGRAPHS, TEXT, TITLE

BODY = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
GMAIL = f'<div dir="ltr"><div>{BODY}</div></div>'
OUTLOOK = (
    '<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p.MsoNormal {margin:0}</style></head>'
    '<body lang="EN-GB"><div class="WordSection1">'
    + "".join(f'<p class="MsoNormal"><span style="color:#1F497D">{text}<o:p></o:p></span></p>' for text in PARAGRAPHS)
    + "</div></body></html>"
)
NEWSLETTER = (
    "<html><body><table width=600><tr><td><table><tr><td><h1>The Harbour Post</h1></td></tr>"
    + "".join(f"<tr><td style='padding:8px'>{text}</td></tr>" for text in PARAGRAPHS)
    + "</table></td></tr></table></body></html>"
)
STUB = "View this message in your browser: https://harbourpost.example/mail/812739/view?user=18273"


def message(html: str = "", plain: str = "", **headers: str) -> EmailMessage:
    mail = EmailMessage()
    known = {"Subject": TITLE, "From": "Desk <desk@harbourpost.example>", "Date": "Mon, 06 May 2024 07:30:00 +0200"}
    for name, value in {**known, "Message-ID": "<1@harbourpost.example>", **headers}.items():
        mail[name] = value
    if plain:
        mail.set_content(plain)
    if html and plain:
        mail.add_alternative(html, subtype="html")
    elif html:
        mail.set_content(html, subtype="html")
    return mail


def entries(folder: Path) -> list[Article | Skip]:
    return list(read.read_articles([folder], Reading()))


@pytest.mark.parametrize("html", [GMAIL, OUTLOOK, NEWSLETTER], ids=["gmail", "outlook", "newsletter"])
@pytest.mark.parametrize("plain", ["", STUB, "Your mail program cannot show HTML."], ids=["none", "link", "stub"])
def test_the_part_that_holds_the_text_is_read(html: str, plain: str, tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(message(html, plain).as_bytes())
    (article,) = entries(tmp_path)
    assert isinstance(article, Article)
    assert dupdetect.compare(TEXT, article).verdict in (Verdict.IDENTICAL, Verdict.NEAR_COPY)
    assert PARAGRAPHS[0][:40] in article.text
    assert PARAGRAPHS[-1][-40:] in article.text
    assert (article.title, article.published) == (TITLE, "2024-05-06T07:30:00+02:00")


def test_a_plain_part_that_holds_the_text_is_preferred(tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(message(GMAIL, TEXT).as_bytes())
    (article,) = entries(tmp_path)
    assert isinstance(article, Article)
    assert article.text.strip() == TEXT.strip()


SAVED = (
    "From: {sender}\r\nSnapshot-Content-Location: https://harbourpost.example/ferry\r\nSubject: Ferry\r\n"
    'MIME-Version: 1.0\r\nContent-Type: multipart/related; type="text/html"; boundary="--b"\r\n\r\n'
    "----b\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n"
    "Content-Location: https://harbourpost.example/ferry\r\n\r\n{page}\r\n"
    "----b\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n"
    "Content-Location: https://harbourpost.example/a.png\r\n\r\niVBORw0KGgo=\r\n----b--\r\n"
)


@pytest.mark.parametrize("name", ["ferry.mhtml", "ferry.mht", "ferry"])
def test_a_page_saved_with_its_pictures_is_the_page(name: str, tmp_path: Path) -> None:
    body = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
    page = quopri.encodestring(f"<html><title>{TITLE}</title><body><h1>{TITLE}</h1>{body}</body></html>".encode())
    (tmp_path / name).write_text(SAVED.format(sender="<Saved by Blink>", page=page.decode()), newline="")
    (article,) = entries(tmp_path)
    assert isinstance(article, Article)
    assert dupdetect.compare(TEXT, article).verdict is Verdict.IDENTICAL
    assert (article.title, article.url) == (TITLE, "https://harbourpost.example/ferry")


def test_a_mailbox_holds_its_messages(tmp_path: Path) -> None:
    mails = [
        message(GMAIL),
        message(plain=TEXT.replace("Skarne", "From Skarne")),
        message(plain="From here on.\n\nTwo."),
    ]
    box = b"".join(
        b"From desk@harbourpost.example Mon May  6 07:30:00 2024\n"
        + mail.as_bytes().replace(b"\nFrom ", b"\n>From ")
        + b"\n"
        for mail in mails
    )
    (tmp_path / "box.mbox").write_bytes(box)
    (tmp_path / "export").write_bytes(box)
    articles = entries(tmp_path)
    assert [entry.id for entry in articles if isinstance(entry, Article)] == [
        *(f"box.mbox#{number}" for number in (1, 2, 3)),
        *(f"export#{number}" for number in (1, 2, 3)),
    ]
    assert isinstance(articles[2], Article)
    assert articles[2].text.startswith("From here on.")


def test_a_message_of_a_mailbox_that_is_too_large_ends_nothing(tmp_path: Path) -> None:
    line = b"From desk@harbourpost.example Mon May  6 07:30:00 2024\n"
    large = message(plain="word " * 10_000).as_bytes()
    (tmp_path / "box.mbox").write_bytes(line + large + b"\n" + line + message(plain=TEXT).as_bytes())
    first, second = read.read_articles([tmp_path], Reading(max_size=20_000))
    assert isinstance(first, Skip)
    assert first.reason.startswith("larger than 20,000 bytes")
    assert isinstance(second, Article)


@pytest.mark.parametrize("field", ["Content-Type: text/html; {}", "Subject: {}", "From: {}"])
@pytest.mark.parametrize("piece", ["<b><i>", "a=;", '"x', "=?utf-8?q?", "\n (x"])
def test_a_field_of_a_megabyte_is_read_in_time(field: str, piece: str, tmp_path: Path) -> None:
    head = field.format(piece * (1_000_000 // len(piece)))
    (tmp_path / "a.eml").write_bytes(f"{head}\nMessage-ID: <1>\nMIME-Version: 1.0\n\n{TEXT}".encode())
    (entry,) = read.read_articles([tmp_path], Reading(max_seconds=10))
    assert isinstance(entry, Article) or entry.reason == "nested too deeply"


def test_an_alert_is_called_links_and_snippets(tmp_path: Path) -> None:
    link = (
        "<a href='https://www.google.com/url?rct=j&url=https://a.example/{n}'>Ferry {n}</a><div>A ferry with ...</div>"
    )
    html = "<html><body>" + "".join(link.format(n=n) for n in range(3)) + "</body></html>"
    sender = "Google Alerts <googlealerts-noreply@google.com>"
    (tmp_path / "a.eml").write_bytes(message(html, From=sender).as_bytes())
    assert entries(tmp_path) == [
        Skip("a.eml", "a Google alert: 3 links with snippets, not an article; save the pages that it links to")
    ]
