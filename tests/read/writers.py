"""One article, written in every format by the libraries that people's programs write them with."""

from __future__ import annotations

import csv
import gzip
import html
import io
import json
import tarfile
import zipfile
from collections.abc import Callable
from email.message import EmailMessage
from typing import Any

TITLE = "Ferry drifts for six hours after engine fire"

PARAGRAPHS = (
    "A ferry with 214 people on board drifted for six hours off the Skarne islands on Sunday night after a fire in its"
    " engine room. Nobody was hurt, the coastguard said, and the ship was under tow by four in the morning.",
    "“The lights went out and then the noise stopped, and that was the worst of it,” said Ines Halloran, who was on"
    " her way home from a wedding. She and her sister spent the night in life jackets on the car deck, because the"
    " lounge had filled with smoke.",
    "The fire began shortly after ten, when a fuel pipe that had been replaced only in March came loose above the hot"
    " exhaust. Two engineers put it out with foam within twenty minutes, but by then both generators had failed.",
    "A lifeboat from Norrvik reached the ship at half past midnight and held her bow to the waves until a tug could"
    " take over. Its coxswain, Per Aldous, called it the longest three hours of his career.",
    "The company, Skarne Line, cancelled all crossings on Monday and offered passengers a full refund. Inspectors are"
    " expected on board today, and they want to know why a second pump, which should have started by itself, did not.",
)

TEXT = "\n\n".join((TITLE, *PARAGRAPHS)) + "\n"

PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{title} | The Harbour Post</title>
<link rel="canonical" href="https://harbourpost.example/ferry">
<meta property="og:url" content="https://copycat.example/2024/ferry">
<meta property="og:site_name" content="The Harbour Post">
<meta name="syndication-source" content="https://norrvik.example/original">
<script type="application/ld+json">{{"@context": "https://schema.org", "@graph": [{{"@type": "NewsArticle",
"headline": "{title}", "datePublished": "2024-05-06T07:30:00+02:00", "author": [{{"name": "Tove Lind"}}],
"isBasedOn": "https://agency.example/ferry"}}]}}</script>
<style>p {{ color: black }}</style></head><body>
<header><nav><ul><li><a href="/">Home</a></li><li><a href="/sea">Sea</a></li><li><a href="/sport">Sport</a></li></ul>
</nav></header><div class="cookie-banner">We use cookies. <button>Accept all</button></div>
<main><article><h1>{title}</h1><div class="share"><a href="https://social.example/share">Share this</a></div>
{body}
</article></main>
<aside><h2>Most read</h2><ul><li><a href="/whale">Whale seen off the pier for the third day</a></li></ul></aside>
<footer><p>© 2024 The Harbour Post. <a href="/privacy">Privacy</a> <a href="/imprint">Imprint</a></p></footer>
<script>track()</script></body></html>
"""


def page(paragraphs: tuple[str, ...] = PARAGRAPHS, title: str = TITLE) -> bytes:
    body = "\n".join(f"<p>{html.escape(one)}</p>" for one in paragraphs)
    body = body.replace("Skarne Line", '<a href="https://skarneline.example/">Skarne Line</a>')
    return PAGE.format(title=title, body=body).encode()


def docx() -> bytes:
    from docx import Document

    document = Document()
    document.add_heading(TITLE, 0)
    for one in PARAGRAPHS[:-1]:
        document.add_paragraph(one)
    document.add_table(1, 1).cell(0, 0).text = PARAGRAPHS[-1]  # people lay out pages with tables
    return saved(document.save)


def pdf(repeat: int = 1) -> bytes:
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import Paragraph, SimpleDocTemplate

    style = getSampleStyleSheet()
    story = [Paragraph(TITLE, style["Title"]), *(Paragraph(one, style["BodyText"]) for one in PARAGRAPHS * repeat)]
    return saved(lambda out: SimpleDocTemplate(out).build(story, onFirstPage=_numbered, onLaterPages=_numbered))


def _numbered(canvas: Any, document: Any) -> None:
    canvas.drawString(72, 800, "The Harbour Post")
    canvas.drawString(300, 30, str(document.page))


def saved(save: Callable[[io.BytesIO], object]) -> bytes:
    out = io.BytesIO()
    save(out)
    return out.getvalue()


def zipped(members: dict[str, bytes | str]) -> bytes:
    def write(out: io.BytesIO) -> None:
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in members.items():
                archive.writestr(name, content, zipfile.ZIP_STORED if name == "mimetype" else None)

    return saved(write)


def tarred(members: dict[str, bytes]) -> bytes:
    def write(out: io.BytesIO) -> None:
        with tarfile.open(fileobj=out, mode="w") as archive:
            for name, content in members.items():
                info = tarfile.TarInfo(name)
                info.size = len(content)
                archive.addfile(info, io.BytesIO(content))

    return saved(write)


OFFICE = 'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
ODT = f"""<?xml version="1.0" encoding="UTF-8"?>
<office:document-content {OFFICE} xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:xlink="http://www.w3.org/1999/xlink"><office:body><office:text>
<text:tracked-changes><text:p>Deleted words.</text:p></text:tracked-changes>
<text:h text:outline-level="1">{{title}}</text:h>
{{body}}</office:text></office:body></office:document-content>"""


def odt(title: str = TITLE) -> bytes:
    body = "\n".join(f"<text:p>{html.escape(one)}</text:p>" for one in PARAGRAPHS)
    body = body.replace(" Inspectors", "<text:s/><text:span>Inspectors</text:span>")
    mime = "application/vnd.oasis.opendocument.text"
    return zipped({"mimetype": mime, "content.xml": ODT.format(title=title, body=body)})


CONTAINER = (
    '<?xml version="1.0"?><container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0"><rootfiles>'
    '<rootfile full-path="OEBPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>'
)
BOOK = f"""<?xml version="1.0"?><package xmlns="http://www.idpf.org/2007/opf" version="3.0">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{TITLE}</dc:title><dc:creator>Tove Lind</dc:creator>
<dc:publisher>The Harbour Post</dc:publisher><dc:date>2024-05-06</dc:date></metadata>
<manifest><item id="two" href="text/two%20b.xhtml" media-type="application/xhtml+xml"/>
<item id="one" href="text/one.xhtml" media-type="application/xhtml+xml"/></manifest>
<spine><itemref idref="one"/><itemref idref="two"/></spine></package>"""
CHAPTER = (
    '<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.1//EN" "xhtml11.dtd">'
    '<html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title><style>p {{}}</style></head>'
    "<body>{}</body></html>"
)


def epub() -> bytes:
    blocks = [f"<h1>{TITLE}</h1>", *(f"<p>{html.escape(one)}</p>" for one in PARAGRAPHS)]
    blocks = [one.replace("“", "&ldquo;").replace("ferry with", "ferry&nbsp;with") for one in blocks]
    return zipped(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": CONTAINER,
            "OEBPS/book.opf": BOOK,
            "OEBPS/text/one.xhtml": CHAPTER.format("\n".join(blocks[:3])),
            "OEBPS/text/two b.xhtml": CHAPTER.format("\n".join(blocks[3:])),
        }
    )


def rtf() -> bytes:
    """As word processors write it: ASCII, with other characters as escapes."""
    escaped = "".join(c if c.isascii() else f"\\u{ord(c)}?" for c in "\n".join((TITLE, *PARAGRAPHS)))
    body = escaped.replace("\n", "\\par\n")
    return ("{\\rtf1\\ansi\\ansicpg1252\\deff0{\\fonttbl{\\f0 Times;}}\\f0\\fs24 " + body + "\\par}").encode()


def mail(html_only: bool = False) -> bytes:
    message = EmailMessage()
    message["From"] = "Tove Lind <tove@harbourpost.example>"
    message["Subject"] = TITLE
    message["Date"] = "Mon, 06 May 2024 07:30:00 +0200"
    message["Message-ID"] = "<1@harbourpost.example>"
    if html_only:
        message.set_content(page().decode(), subtype="html", charset="utf-8")
    else:
        message.set_content(TEXT, charset="utf-8", cte="quoted-printable")
        message.add_alternative(page().decode(), subtype="html")
    message.add_attachment(b"%PDF-1.4", maintype="application", subtype="pdf", filename="photo list.pdf")
    return message.as_bytes()


RECORD = {
    "id": "ferry",
    "Headline": TITLE,
    "text": TEXT,
    "date": "2024-05-06",
    "metadata": {"url": "https://harbourpost.example/ferry", "site_name": "The Harbour Post"},
}


def jsonl() -> bytes:
    return json.dumps(RECORD, ensure_ascii=False).encode() + b"\n"


def as_json() -> bytes:
    return json.dumps({"count": 1, "items": [RECORD]}, indent=1).encode()


def table(delimiter: str = ",") -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter)
    writer.writerow(["id", "title", "content"])
    writer.writerow(["ferry", TITLE, TEXT])
    return out.getvalue().encode()


def parquet(**columns: list[Any]) -> bytes:
    import pyarrow
    from pyarrow import parquet

    rows = columns or {"id": ["ferry"], "text": [TEXT], "title": [TITLE], "views": [12]}
    return saved(lambda out: parquet.write_table(pyarrow.table(rows), out))


def warc(*responses: tuple[str, str, bytes], packed: bool = True) -> bytes:
    """A crawl of (address, content type, body)."""
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    def write(out: io.BytesIO) -> None:
        writer = WARCWriter(out, gzip=packed)
        writer._create_temp_file = io.BytesIO  # its own are never closed
        writer.write_record(writer.create_warcinfo_record("crawl.warc.gz", {"software": "test"}))
        for url, kind, body in responses or (("https://harbourpost.example/ferry", "text/html", page()),):
            head = StatusAndHeaders("200 OK", [("Content-Type", kind)], protocol="HTTP/1.1")
            writer.write_record(writer.create_warc_record(url, "response", payload=io.BytesIO(body), http_headers=head))

    return saved(write)


EVERY: dict[str, Callable[[], bytes]] = {
    "a.html": page,
    "a.docx": docx,
    "a.pdf": pdf,
    "a.odt": odt,
    "a.epub": epub,
    "a.rtf": rtf,
    "a.eml": mail,
    "html-only.eml": lambda: mail(html_only=True),
    "a.md": lambda: TEXT.replace(TITLE, f"# {TITLE}").encode(),
    "a.jsonl": jsonl,
    "a.json": as_json,
    "a.csv": table,
    "a.tsv": lambda: table("\t"),
    "semicolon.csv": lambda: table(";"),
    "a.parquet": parquet,
    "a.warc": lambda: warc(packed=False),
    "a.warc.gz": warc,
    "a.zip": lambda: zipped({"news/a.txt": TEXT}),
    "page.zip": lambda: zipped({"a.html": page()}),
    "a.tar": lambda: tarred({"news/a.txt": TEXT.encode()}),
    "a.tar.gz": lambda: gzip.compress(tarred({"news/a.txt": TEXT.encode()})),
    "a.tgz": lambda: gzip.compress(tarred({"a.docx": docx()})),
    "a.txt.gz": lambda: gzip.compress(TEXT.encode()),
    "a.jsonl.gz": lambda: gzip.compress(jsonl()),
    "nested.zip": lambda: zipped({"b.zip": zipped({"c.tar.gz": gzip.compress(tarred({"a.txt": TEXT.encode()}))})}),
}
"""A file name for each format, and what writes it."""
