"""Articles and texts as the rows of an archive hold them."""

from __future__ import annotations

import json

from dupdetect.records import Article, Signal, SignalKind

ABOUT = ("title", "source", "author", "published", "url", "links")
"""The fields of an article that its row keeps as one JSON list; its signals follow if it has any."""


def encode_about(article: Article) -> str:
    """What is known about an article, for its row."""
    values: list[object] = [getattr(article, name) for name in ABOUT]
    if article.signals:
        values.append([(signal.kind.value, signal.value) for signal in article.signals])
    return json.dumps(values)


def build_article(name: bytes, about: str, text: str) -> Article:
    """The article of a row.

    Raises:
        ValueError, TypeError: the row is damaged.
    """
    values = json.loads(about)
    about_article = dict(zip(ABOUT, values[: len(ABOUT)], strict=True))
    links = tuple(about_article.pop("links"))
    signals = [(kind, value) for added in values[len(ABOUT) :] for kind, value in added]
    if not all(isinstance(value, str) for value in (*about_article.values(), *links, *(x for _, x in signals))):
        raise TypeError("what is known about an article is text")
    read = tuple(Signal(SignalKind(kind), value) for kind, value in signals)
    return Article(decode_text(name), text, **about_article, links=links, signals=read)


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
