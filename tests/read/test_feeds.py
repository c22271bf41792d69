"""Feeds and exports as files: RSS, Atom, JSON Feed, WordPress, sitemaps; nothing that they name is fetched."""

from __future__ import annotations

import json
from html import escape
from pathlib import Path

import pytest

import dupdetect
from dupdetect import read
from dupdetect.records import Article, Skip, Verdict
from dupdetect.settings import Reading
from tests.read.writers import PARAGRAPHS, TEXT, TITLE

BODY = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
OTHER = BODY.replace("six hours", "five hours")

RSS = f"""<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>The Harbour Post</title><link>https://harbourpost.example/</link>
<item><title>{TITLE}</title><link>https://harbourpost.example/ferry</link><guid>ferry-1</guid>
<dc:creator>Tove Lind</dc:creator><pubDate>Mon, 06 May 2024 07:30:00 +0200</pubDate>
<description>A ferry drifted.</description><content:encoded><![CDATA[{BODY}]]></content:encoded></item>
<item><title>Again</title><guid>ferry-2</guid><description>{escape(OTHER)}</description></item>
</channel></rss>"""
ATOM = f"""<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>The Harbour Post</title>
<entry><title>{TITLE}</title><id>ferry-1</id><link rel="edit" href="https://a.example/edit"/>
<link href="https://harbourpost.example/ferry"/><author><name>Tove Lind</name></author>
<published>2024-05-06T07:30:00+02:00</published><updated>2024-06-01T00:00:00Z</updated>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">{BODY}</div></content></entry>
<entry><title>Again</title><id>ferry-2</id><updated>2024-06-01T00:00:00Z</updated>
<content type="html">{escape(OTHER)}</content></entry></feed>"""
WXR = f"""<?xml version="1.0" encoding="UTF-8"?><!-- generator="WordPress/6.5" -->
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:wp="http://wordpress.org/export/1.2/"><channel><title>The Harbour Post</title>
<item><title>{TITLE}</title><link>https://harbourpost.example/ferry</link><dc:creator>Tove Lind</dc:creator>
<guid>ferry-1</guid><excerpt:encoded><![CDATA[A ferry drifted.]]></excerpt:encoded>
<content:encoded><![CDATA[<!-- wp:paragraph -->{BODY}<!-- /wp:paragraph -->]]></content:encoded>
<wp:post_date_gmt>2024-05-06 05:30:00</wp:post_date_gmt><wp:post_type>post</wp:post_type></item>
<item><title>ferry.jpg</title><guid>pic</guid><wp:post_type>attachment</wp:post_type></item>
<item><title>Again</title><guid>ferry-2</guid><content:encoded><![CDATA[{OTHER}]]></content:encoded>
<wp:post_type>post</wp:post_type></item></channel></rss>"""
RDF = f"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>The Harbour Post</title></channel>
<item><title>{TITLE}</title><link>https://harbourpost.example/ferry</link><dc:date>2024-05-06</dc:date>
<dc:creator>Tove Lind</dc:creator><description>{escape(BODY)}</description></item>
<item><title>Again</title><description>{escape(OTHER)}</description></item></rdf:RDF>"""


def entries(folder: Path, **settings: int) -> list[Article | Skip]:
    return list(read.read_articles([folder], Reading(**settings)))  # type: ignore[arg-type]


@pytest.mark.parametrize("feed", [RSS, ATOM, WXR, RDF], ids=["rss", "atom", "wordpress", "rdf"])
@pytest.mark.parametrize("name", ["feed.xml", "feed.rdf", "feed"])
def test_each_item_is_an_article(feed: str, name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(feed, encoding="utf-8")
    first, second = [entry for entry in entries(tmp_path) if isinstance(entry, Article)]
    assert dupdetect.compare(TEXT, first).verdict is Verdict.IDENTICAL
    assert dupdetect.compare(first, second).verdict is Verdict.NEAR_COPY
    assert (first.title, first.source, first.author) == (TITLE, "The Harbour Post", "Tove Lind")
    assert first.url == "https://harbourpost.example/ferry"
    assert first.published.startswith("2024-05-06")
    assert second.published == ""  # an update is no publication


def test_what_is_no_post_is_named(tmp_path: Path) -> None:
    (tmp_path / "export.xml").write_text(WXR)
    assert [entry for entry in entries(tmp_path) if isinstance(entry, Skip)] == [
        Skip("export.xml#pic", "no post (attachment)")
    ]


def test_a_sitemap_beside_its_pages(tmp_path: Path) -> None:
    urls = "".join(f"<url><loc>https://a.example/{n}</loc></url>" for n in range(3))
    (tmp_path / "sitemap.xml").write_text(
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{urls}</urlset>'
    )
    (tmp_path / "page.html").write_text(f"<html><body><article><h1>{TITLE}</h1>{BODY}</article></body></html>")
    page, sitemap = entries(tmp_path)
    assert isinstance(page, Article)
    assert sitemap == Skip("sitemap.xml", "a sitemap, which lists 3 addresses and holds no article; nothing is fetched")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (
            '<?xml version="1.0"?><note><to>You</to></note>',
            "not a format that is read (XML whose root is 'note', no feed)",
        ),
        (RSS.replace("<rss", '<!DOCTYPE r [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><rss'), "defines XML entities"),
        ('<?xml version="1.0"?><rss><channel></channel></rss>', "empty: it holds no record"),
    ],
)
def test_other_xml(data: str, reason: str, tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text(data)
    (skip,) = entries(tmp_path)
    assert isinstance(skip, Skip)
    assert skip.reason.startswith(reason)


def test_a_feed_that_was_cut_short_gives_what_it_holds(tmp_path: Path) -> None:
    (tmp_path / "a.rss").write_text(RSS[: RSS.index("<item><title>Again")])
    assert isinstance(entries(tmp_path)[0], Article)


def test_an_alert_as_a_feed(tmp_path: Path) -> None:
    entry = (
        "<entry><id>tag:google.com,2013:googlealerts/feed:1</id><content type='html'>A &lt;b&gt;ferry</content></entry>"
    )
    feed = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><id>tag:google.com,2005:reader/user/1/state/com.google/alerts/1</id>'
    )
    (tmp_path / "a.xml").write_text(f"{feed}{entry}{entry}</feed>")
    (skip,) = entries(tmp_path)
    assert isinstance(skip, Skip)
    assert skip.reason.startswith("a Google alert: 2 links with snippets")


JSON_FEED = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "The Harbour Post",
    "items": [{"id": "1", "content_html": BODY, "date_published": "2024-05-06"}, {"id": "2", "content_text": TEXT}],
}
WORDPRESS_API = [
    {"id": 7, "date_gmt": "2024-05-06T05:30:00", "title": {"rendered": TITLE}, "content": {"rendered": BODY}},
    {
        "id": 8,
        "date_gmt": "2024-05-07T05:30:00",
        "title": {"rendered": "It&#8217;s again"},
        "content": {"rendered": OTHER},
    },
]
ELASTIC = {
    "hits": {"total": 2, "hits": [{"_id": "a", "_source": {"body": TEXT}}, {"_id": "b", "_source": {"body": BODY}}]}
}
MONGO = [
    {"_id": {"$oid": "65f1"}, "text": TEXT, "published": {"$date": "2024-05-06T05:30:00Z"}},
    {"_id": {"$oid": "65f2"}, "text": list(PARAGRAPHS), "published": {"$date": {"$numberLong": "1714973400000"}}},
]
BLOCKS = [
    {"id": "a", "content": [{"type": "paragraph", "text": text} for text in PARAGRAPHS]},
    {"id": "b", "article": {"content": TEXT, "title": TITLE}},
]


SEARCH_API = {
    "response": {
        "status": "ok",
        "results": [
            {"id": "a", "webTitle": TITLE, "webPublicationDate": "2024-05-06T05:30:00Z", "fields": {"bodyText": TEXT}},
            {"id": "b", "webTitle": TITLE, "fields": {"bodyText": BODY}},
        ],
    }
}
RESOURCES = {
    "data": [
        {"type": "node", "id": "a", "attributes": {"title": TITLE, "body": {"value": BODY, "format": "html"}}},
        {"type": "node", "id": "b", "attributes": {"title": TITLE, "body": {"value": TEXT}}},
    ]
}
BLOG_EXPORT = {
    "db": [{"meta": {}, "data": {"tags": [], "posts": [{"id": "a", "html": BODY}, {"id": "b", "plaintext": TEXT}]}}]
}


def split_spans(text: str) -> list[dict[str, str]]:
    """A paragraph as an editor in the browser stores it where three of its words are in bold."""
    words = text.split(" ")
    parts = (" ".join(words[:4]) + " ", " ".join(words[4:7]), " " + " ".join(words[7:]))
    return [{"type": "text", "text": part} for part in parts]


TREES = [
    {"_id": "a", "body": [{"_type": "block", "children": split_spans(text)} for text in PARAGRAPHS]},
    {
        "_id": "b",
        "content": {
            "type": "doc",
            "content": [
                {"type": "image", "attrs": {"src": "a.jpg"}},
                *({"type": "paragraph", "content": split_spans(text)} for text in PARAGRAPHS),
            ],
        },
    },
]


@pytest.mark.parametrize(
    ("value", "ids"),
    [
        (JSON_FEED, "12"),
        (WORDPRESS_API, "78"),
        (ELASTIC, "ab"),
        (BLOCKS, "ab"),
        (MONGO, ["65f1", "65f2"]),
        (SEARCH_API, "ab"),
        (RESOURCES, "ab"),
        (BLOG_EXPORT, "ab"),
        (TREES, "ab"),
    ],
    ids=[
        *("json feed", "wordpress", "elasticsearch", "blocks", "mongo"),
        *("search api", "resources", "blog export", "trees of spans"),
    ],
)
@pytest.mark.parametrize("lines", [False, True])
def test_records_as_programs_dump_them(value: object, ids: str | list[str], lines: bool, tmp_path: Path) -> None:
    if lines and isinstance(value, list):
        (tmp_path / "a.jsonl").write_text("\n".join(map(json.dumps, value)))
    else:
        (tmp_path / "a.json").write_text(json.dumps(value))
    articles = [entry for entry in entries(tmp_path) if isinstance(entry, Article)]
    assert [article.id.partition("#")[2] for article in articles] == list(ids)
    first, second = articles
    assert dupdetect.compare(first, second).verdict in (Verdict.IDENTICAL, Verdict.NEAR_COPY)
    assert "<p>" not in articles[0].text + articles[1].text


def test_a_tree_of_spans_is_the_text_as_written(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps(TREES))
    texts = {entry.text for entry in entries(tmp_path) if isinstance(entry, Article)}
    assert texts == {"\n\n".join(PARAGRAPHS)}


def test_a_list_of_texts_is_a_list_of_articles(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps([TEXT, BODY, 5]))
    first, second, skip = entries(tmp_path)
    assert dupdetect.compare(first, second).verdict is Verdict.IDENTICAL  # type: ignore[arg-type]
    assert isinstance(skip, Skip)


def test_titles_and_dates_of_dumps(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps(WORDPRESS_API))
    (tmp_path / "b.json").write_text(json.dumps(MONGO))
    articles = [entry for entry in entries(tmp_path) if isinstance(entry, Article)]
    assert [article.title for article in articles[:2]] == [TITLE, "It’s again"]
    assert [article.published for article in articles[2:]] == ["2024-05-06T05:30:00+00:00"] * 2
