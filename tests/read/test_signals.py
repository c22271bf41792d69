"""What pages say to programs is read as it stands: canonical address, licences, RSL terms, content credentials."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest

from dupdetect import read
from dupdetect.read.signals import describe_terms
from dupdetect.records import Article, Signal, SignalKind
from dupdetect.settings import Reading

PARAGRAPHS = (
    "The mill at Orsund grinds its last sack of rye on Saturday, because nobody wants to learn the trade any more.",
    "Its owner, Signe Aarup, has run it for forty-one years and says that the stones will go to a museum in the city.",
)
RSL = """<rsl xmlns="https://rslstandard.org/rsl"><content url="/"><license>
<permits type="usage">search</permits><prohibits type="usage">ai-train,
ai-summarize</prohibits><payment type="subscription"><custom>https://a.example/</custom></payment></license></content></rsl>"""
TERMS = "permits search; prohibits ai-train, ai-summarize; payment subscription"
BY_ND = "https://creativecommons.org/licenses/by-nd/4.0/"


def read_page(folder: Path, *, head: str = "", body: str = "", name: str = "page.html") -> Article:
    paragraphs = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
    page = f"<!doctype html><html><head><title>The last sack</title>{head}</head><body><h1>The last sack</h1>"
    (folder / name).write_text(f"{page}{paragraphs}{body}</body></html>", encoding="utf-8", errors="surrogatepass")
    return read_file(folder / name)


def read_file(path: Path) -> Article:
    (article,) = read.read_articles([path], Reading(), 1)
    assert isinstance(article, Article)
    return article


def embed_image(inside: bytes) -> str:
    coded = base64.b64encode(b"\xff\xd8\xff\xeb" + inside + b"\0" * 3000).decode("ascii")
    return f'<img alt="" src="data:image/jpeg;base64,{coded}">'


@pytest.mark.parametrize(
    ("head", "body", "signal"),
    [
        (
            '<link rel="canonical" href="https://a.example/mill">',
            "",
            Signal(SignalKind.CANONICAL, "https://a.example/mill"),
        ),
        (f'<link rel="license" href="{BY_ND}">', "", Signal(SignalKind.LICENCE, BY_ND)),
        ("", f'<p>Text: <a rel="nofollow License" href="{BY_ND}">CC</a></p>', Signal(SignalKind.LICENCE, BY_ND)),
        ("", f'<p>Photo: <a href="{BY_ND}">CC</a></p>', Signal(SignalKind.CREATIVE_COMMONS, BY_ND)),
        (
            '<meta property="og:url" content="https://a.example/n/mill">'
            '<link rel="license" type="application/rsl+xml" href="/licence.xml">',
            "",
            Signal(SignalKind.RSL, "https://a.example/licence.xml"),
        ),
        (f'<script type="application/rsl+xml">{RSL}</script>', "", Signal(SignalKind.RSL, TERMS)),
        ('<link rel="c2pa-manifest" href="mill.c2pa">', "", Signal(SignalKind.C2PA, "mill.c2pa")),
        ('<script type="application/c2pa">AAAA</script>', "", Signal(SignalKind.C2PA, "in the page")),
        ("", embed_image(b"\0\0\0\x20jumb\0\0\0\x1ejumdc2pa\0"), Signal(SignalKind.C2PA, "in an image")),
    ],
    ids=lambda value: value.kind.value if isinstance(value, Signal) else "",
)
def test_each_form_is_read(tmp_path: Path, head: str, body: str, signal: Signal) -> None:
    assert read_page(tmp_path, head=head, body=body).signals == (signal,)


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ("", ""),
        ('<link rel="stylesheet" href="/license.css">', '<p><a href="https://creativecommons.org/about/">CC</a></p>'),
        ('<link rel="license">', '<p>Published under the licence CC BY-ND 4.0, with rel="license".</p>'),
        ("", embed_image(b"JFIF, a jumble of bytes")),
        ("", '<p><a rel="canonical" href="https://b.example/">the other page</a></p>'),
        ("", '<p><a href="https://creativecommons.org.evil.example/licenses/by/4.0/">CC</a></p>'),
        ("", '<p><a href="https://[creativecommons.org/licenses/by/4.0/">CC</a></p>'),
    ],
)
def test_what_only_looks_like_a_signal_is_none(tmp_path: Path, head: str, body: str) -> None:
    assert read_page(tmp_path, head=head, body=body).signals == ()


def test_credentials_in_plain_text_are_read_and_text_without_them_has_none(tmp_path: Path) -> None:
    text = "\n\n".join(PARAGRAPHS)
    hidden = "".join(chr(0xFE00 + byte if byte < 16 else 0xE0100 + byte - 16) for byte in b"C2PATXT\0\1")
    (tmp_path / "hidden.txt").write_text(f"{text}\ufeff{hidden}", encoding="utf-8")
    (tmp_path / "plain.txt").write_text(f"{text} \u2764\ufe0f", encoding="utf-8")
    assert read_file(tmp_path / "hidden.txt").signals == (Signal(SignalKind.C2PA, "in the text"),)
    assert read_file(tmp_path / "plain.txt").signals == ()


def test_front_matter_and_feeds_are_read(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(f"---\ntitle: Mill\nlicense: {BY_ND}\n---\n\n" + "\n\n".join(PARAGRAPHS))
    assert read_file(tmp_path / "a.md").signals == (Signal(SignalKind.LICENCE, BY_ND),)
    rsl = RSL.partition(">")[2].removesuffix("</rsl>").replace("</", "</rsl:").replace("<", "<rsl:")
    rsl = rsl.replace("<rsl:/rsl:", "</rsl:")
    (tmp_path / "feed.xml").write_text(
        '<rss version="2.0" xmlns:rsl="https://rslstandard.org/rsl" '
        'xmlns:creativeCommons="http://backend.userland.com/creativeCommonsRssModule" '
        'xmlns:cc="http://creativecommons.org/ns#"><channel><title>Orsund</title><item><title>Mill</title>'
        f"<description>{' '.join(PARAGRAPHS)}</description><cc:license>{BY_ND}</cc:license>{rsl}</item></channel></rss>"
    )
    article = read_file(tmp_path / "feed.xml")
    assert article.signals == (Signal(SignalKind.LICENCE, BY_ND), Signal(SignalKind.RSL, TERMS))
    assert PARAGRAPHS[0] in article.text


def test_hostile_signals_are_few_short_and_on_one_line(tmp_path: Path) -> None:
    many = "".join(f'<link rel="license" href="https://a.example/{number}/{"x" * 9000}">' for number in range(900))
    lines = '<link rel="canonical" href="javascript:alert(1)&#10;&#9;//x">'
    terms = f'<script type="application/rsl+xml">{"<permits " * 100_000}</script>'
    images = embed_image(b"jumb") * 300 + '<img src="data:image/png;base64,####">'
    article = read_page(tmp_path, head=many + lines + terms, body=images)
    assert len(article.signals) <= 4 * len(SignalKind)
    assert all(len(signal.value) <= 500 and "\n" not in signal.value for signal in article.signals)


@pytest.mark.parametrize(
    "rsl", ["", "<permits>", "<permits>" * 100_000, "<payment " + "type='" * 50_000, "<" * 100_000]
)
def test_damaged_terms_are_read_in_bounded_time(rsl: str) -> None:
    assert len(describe_terms(rsl)) < 100_000
