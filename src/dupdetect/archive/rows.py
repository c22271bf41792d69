"""Articles and texts as the rows of an archive hold them."""

from __future__ import annotations

import json

from dupdetect.records import Article

ABOUT = ("title", "source", "author", "published", "url", "links")
"""The fields of an article that its row keeps as one JSON list."""


def build_article(name: bytes, about: str, text: str) -> Article:
    """The article of a row.

    Raises:
        ValueError, TypeError: the row is damaged.
    """
    about_article = dict(zip(ABOUT, json.loads(about), strict=True))
    links = tuple(about_article.pop("links"))
    if not all(isinstance(value, str) for value in (*about_article.values(), *links)):
        raise TypeError("what is known about an article is text")
    return Article(decode_text(name), text, **about_article, links=links)


def encode_text(text: str) -> bytes:
    """A text as bytes; any text at all comes back as it went in."""
    return text.encode("utf-8", "surrogatepass")


def decode_text(data: bytes) -> str:
    """The text of bytes."""
    return data.decode("utf-8", "surrogatepass")


def describe_id(name: bytes) -> str:
    """The id of an article, for a message."""
    shown = repr(name.decode("utf-8", "replace"))
    return shown if len(shown) <= 120 else f"{shown[:117]}..."
