"""HTML in a column of a table or feed -> its text, and the addresses that it links to.

Dumps of web sites keep their articles as HTML inside JSON, CSV and XML. A regular expression takes the tags off, each
character seen once, because a parser for every record would cost more than the comparison. Only the names of HTML
elements count as tags, so that a text with a stray "<" stays as it is.
"""

from __future__ import annotations

import html
import re
from typing import NamedTuple
from urllib.parse import urljoin

_BLOCKS = (
    "address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 header hr html li main nav ol p pre section summary table tbody td tfoot th thead "
    "title tr ul"
)
_INLINE = (
    "a abbr acronym amp-img area audio b base bdi bdo big br button cite code col colgroup data del dfn em embed font "
    "i iframe img input ins kbd label link map mark meta meter object optgroup option param picture progress q rp rt "
    "ruby s samp select small source span strike strong sub sup svg template textarea time track tt u var video wbr"
)
_UNSEEN = "script style head noscript template svg"

_NAMES = "|".join([*_BLOCKS.split(), *_INLINE.split(), *_UNSEEN.split()])
_ATTRIBUTES = r"(?:\s[^<>]{0,8000}|/)?"
_TAG = re.compile(
    rf"<(?P<closing>/?)(?P<name>{_NAMES})\b(?P<rest>{_ATTRIBUTES})/?>"
    r"|<!--|<!doctype[^<>]{0,300}>|<!\[CDATA\[|\]\]>",
    re.IGNORECASE,
)
_CLOSED = re.compile(rf"</(?:{_NAMES})\s*>|<(?:br|p|hr)\s*/?>", re.IGNORECASE)
_HREF = re.compile(r"\bhref\s*=\s*[\"']?(https?://[^\s\"'<>]{1,2000})", re.IGNORECASE)
_PARAGRAPHS = re.compile(r"<(?:p|div|li|h[1-6])\b", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_BLOCK_NAMES = frozenset(_BLOCKS.split())
_UNSEEN_NAMES = frozenset(_UNSEEN.split())
_BLANK_LINES = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")
_ROUNDS = 2
"""Times that markup is taken off: feeds escape their HTML once more."""


class Plain(NamedTuple):
    """A text without its markup, and where that linked to."""

    text: str
    links: tuple[str, ...] = ()


def strip_markup(text: str) -> Plain:
    """`text` as a reader sees it: tags, styles and scripts off, entities decoded; unchanged where it has neither."""
    links: list[str] = []
    for _ in range(_ROUNDS):
        if is_markup(text):
            links += map(html.unescape, _HREF.findall(text))
            text = _decode_entities(_strip_tags(text))
        elif "&" in text and _ENTITY.search(text):
            text = _decode_entities(text)
        else:
            break
    return Plain(text, tuple(dict.fromkeys(links)))


def is_markup(text: str) -> bool:
    """Whether a text holds HTML: an element that ends, a paragraph or a line break."""
    return "<" in text and bool(_CLOSED.search(text))


def join_address(base: str, link: str) -> str:
    """The full address of a link in a page at `base`; empty if it makes none."""
    try:
        return urljoin(base, link)
    except ValueError:  # such as brackets that are no IPv6 address
        return ""


def _decode_entities(text: str) -> str:
    return _ENTITY.sub(lambda entity: html.unescape(entity[0]), text).replace("\xa0", " ")


def _strip_tags(text: str) -> str:
    """`text` without tags. Blank lines part paragraphs; single line ends count only where no element does."""
    flowing = bool(_PARAGRAPHS.search(text))
    pieces: list[str] = []
    at = 0
    unclosed: set[str] = set()
    while tag := _TAG.search(text, at):
        pieces.append(_flow(text[at : tag.start()], flowing))
        pieces.append(_replacement(tag))
        at = _end_of(text, tag, unclosed)
    pieces.append(_flow(text[at:], flowing))
    lines = (" ".join(line.split()) for line in "".join(pieces).split("\n"))
    return _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip()


def _flow(text: str, flowing: bool) -> str:
    return "\n\n".join(" ".join(part.split("\n")) for part in _BLANK_LINES.split(text)) if flowing else text


def _replacement(tag: re.Match[str]) -> str:
    name = (tag["name"] or "").lower()
    return "\n\n" if name in _BLOCK_NAMES else "\n" if name == "br" else ""


def _end_of(text: str, tag: re.Match[str], unclosed: set[str]) -> int:
    """Where the text goes on after a tag: behind a comment, and behind what a reader never sees.

    Args:
        unclosed: elements whose closing tag was sought in vain; they are not sought again.
    """
    if tag[0] == "<!--":
        end = text.find("-->", tag.end())
        return end + 3 if end >= 0 else len(text)
    name = (tag["name"] or "").lower()
    if name not in _UNSEEN_NAMES or tag["closing"] or tag["rest"].endswith("/") or name in unclosed:
        return tag.end()
    closing = re.compile(rf"</{name}\s*>", re.IGNORECASE).search(text, tag.end())
    if closing is None:
        unclosed.add(name)
    return closing.end() if closing else tag.end()
