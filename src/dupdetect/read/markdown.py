"""Markdown -> plain text, and metadata from its front matter.

The text is what a reader sees: paragraphs with a blank line between them, headings and list items as lines, code
unchanged. The addresses of links go to `Article.links`.

The parser is bounded before it starts: a file beyond `MAX_LENGTH` or `MAX_MARKS`, or nested deeper than the parser
follows, is read as plain text with its markup left in. That depends on the file alone, never on the clock.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

from dupdetect.errors import InputError
from dupdetect.read import plain
from dupdetect.read.dates import read_date
from dupdetect.read.signals import bound_signals, find_text_signals
from dupdetect.records import Article, Signal, SignalKind

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

MAX_LENGTH = 2_000_000
"""Characters that are parsed: about 1.2 s of prose."""

MAX_MARKS = 50_000
"""Most marks and line ends that are parsed. One costs up to 0.05 ms in hostile input, so a file takes a few seconds."""

_MARKS = "\n[]!<&*_`~\\|"
_DEPTH = 20  # the parser's default; it drops what is nested deeper, so such files are not parsed


_CANONICAL = ("canonical", "canonical_url")


def read_markdown(name: str, text: str, encoding: str = "") -> Article:
    """The article that the Markdown `text` is, with `name` as its id; `encoding` is what it was guessed to be in.

    Raises:
        InputError: there is no text besides the markup; the message is the reason.
    """
    fields, body = _front_matter(text)
    heading, visible, links = _visible_text(body)
    if not visible or visible.isspace():
        raise InputError("empty: it holds no text besides the markup")
    return Article(
        id=name,
        text=visible,
        title=_first(fields, "title", "headline") or heading or plain.find_title(visible).lstrip("# "),
        source=_first(fields, "source", "publisher", "publication"),
        author=_first(fields, "author", "authors", "byline"),
        published=read_date(_first(fields, "published", "date")),
        url=_first(fields, "url", *_CANONICAL),
        links=_distinct([*_find_credits(fields), *links, *plain.find_addresses(visible)]),
        encoding=encoding,
        signals=bound_signals([*_read_signals(fields), *find_text_signals(text)]),
    )


def _read_signals(fields: dict[str, str]) -> Iterator[Signal]:
    """The canonical address and the licence that the front matter names."""
    for kind, names in ((SignalKind.CANONICAL, _CANONICAL), (SignalKind.LICENCE, ("license", "licence"))):
        if value := _first(fields, *names):
            yield Signal(kind, value)


def _find_credits(fields: dict[str, str]) -> tuple[str, ...]:
    """The addresses in front matter that say where the text comes from."""
    return plain.find_addresses(" ".join((_first(fields, "canonical", "canonical_url"), _first(fields, "source"))))


def _distinct(links: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(link for link in links if link.lower().startswith(("http://", "https://"))))


# Front matter: `key: value` lines between two lines of three hyphens. Nothing else of YAML is understood.

_FENCED = re.compile(r"---[ \t]*\n(.*?\n)(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_KEYED = re.compile(r"([A-Za-z][\w-]*)[ \t]*:(?:[ \t]+(.*))?")


def _front_matter(text: str) -> tuple[dict[str, str], str]:
    """What the front matter says, by lower-case key, and the text after it."""
    fenced = _FENCED.match(text)
    if fenced is None:
        return {}, text
    fields: dict[str, str] = {}
    for line in fenced[1].splitlines():
        keyed = _KEYED.fullmatch(line)
        if keyed:
            fields.setdefault(keyed[1].lower(), _unquote((keyed[2] or "").strip()))
        elif line.strip() and line[0] not in " \t-#":
            return {}, text  # prose between two horizontal rules is not front matter
    return (fields, text[fenced.end() :]) if fields else ({}, text)


def _unquote(value: str) -> str:
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
        return value[1:-1].strip()
    return "" if value.rstrip("+-") in ("|", ">") else value  # a block of lines follows, which is not read


def _first(fields: dict[str, str], *keys: str) -> str:
    return next((fields[key] for key in keys if fields.get(key)), "")


# The body.


def _visible_text(body: str) -> tuple[str, str, list[str]]:
    """The first main heading, the text that a reader sees, and the addresses of its links."""
    if len(body) > MAX_LENGTH or sum(map(body.count, _MARKS)) > MAX_MARKS:
        return "", body, []
    seen: dict[str, Any] = {}
    tokens = _parser().parse(body, seen)
    if any(token.level >= _DEPTH - 1 for token in tokens):
        return "", body, []
    page = _Page(tokens)
    page.links += [str(item["href"]) for item in seen.get("references", {}).values()]
    return page.heading, page.text.replace("\r\n", "\n").replace("\r", "\n"), page.links  # `&#13;` makes one


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt  # late: it costs 0.04 s

    parser = MarkdownIt("commonmark", {"maxNesting": _DEPTH}).enable(["table", "strikethrough"])
    # Addresses are reported, not followed: they stay as written, and any scheme is still a link.
    parser.normalizeLink = str  # type: ignore[method-assign, assignment]
    parser.validateLink = lambda url: True  # type: ignore[method-assign]
    return parser


class _Page:
    """Parsed Markdown, written out as plain text."""

    def __init__(self, tokens: list[Token]) -> None:
        self.heading = ""
        self.links: list[str] = []
        self._gap = ""  # between the block before and the next one
        self._number = ""  # of the list item that begins
        self._opened = ""  # the tag that was opened last
        self._lists = 0  # how many lists we are in
        self._in_row = False  # of a table, behind a cell that shows
        self.text = "".join(self._parts(tokens)).removeprefix("\n\n")

    def _parts(self, tokens: list[Token]) -> Iterator[str]:
        for token in tokens:
            if token.nesting == 1:
                self._open(token)
            block = self._block(token)
            if block or (self._number and token.type == "list_item_close"):
                yield self._gap
                yield (self._number + block).rstrip()
                self._number = ""
                self._gap = "\n" if self._lists else "\n\n"
                self._in_row = True
            if token.nesting == -1:
                self._close(token)

    def _open(self, token: Token) -> None:
        if token.type in _LISTS:
            self._lists += 1
            self._gap = "\n" if self._lists > 1 else "\n\n"
        elif token.type == "list_item_open":
            self._number = f"{token.info}{token.markup} " if token.info else ""  # "1986. A dry year" is a list, too
        elif token.type == "tr_open":
            self._gap = "\n\n" if self._opened == "thead" else "\n"
            self._in_row = False
        elif token.type in ("th_open", "td_open"):
            self._gap = " | " if self._in_row else self._gap
        elif token.type in ("paragraph_open", "heading_open") and not token.hidden:
            self._gap = "\n\n"
        self._opened = token.tag

    def _close(self, token: Token) -> None:
        if token.type in _LISTS_END:
            self._lists -= 1
        if token.type in ("table_close", *_LISTS_END) and not self._lists:
            self._gap = "\n\n"

    def _block(self, token: Token) -> str:
        if token.type == "inline":
            text = self._inline(token.children or []).strip()
            if self._opened == "h1" and not self.heading:
                self.heading = " ".join(text.split())
            return text
        if token.type in ("fence", "code_block"):
            return token.content.strip("\n")
        if token.type == "html_block":
            self.links += _anchors(token.content)
            return _strip_tags(token.content)
        return ""

    def _inline(self, tokens: list[Token]) -> str:
        parts = []
        for token in tokens:
            if token.type == "image":
                parts.append(self._inline(token.children or []))
            elif token.type == "html_inline":
                self.links += _anchors(token.content)
                parts.append("\n" if token.content.lower().startswith("<br") else "")
            elif token.type == "link_open":
                self.links.append(str(token.attrGet("href") or ""))
            else:
                parts.append(_BREAKS.get(token.type, token.content))
        return "".join(parts)


_LISTS = ("bullet_list_open", "ordered_list_open")
_LISTS_END = ("bullet_list_close", "ordered_list_close")
_BREAKS = {"softbreak": " ", "hardbreak": "\n"}

# HTML inside Markdown. Each pattern runs to its end or to the next `<`, so that none is tried twice over one stretch.
_UNSEEN = re.compile(r"<!--.*?(?:-->|\Z)|<(script|style)\b.*?(?:</\1\s*>|\Z)", re.DOTALL | re.IGNORECASE)
_BLOCK_TAG = re.compile(r"</?(?:p|div|br|hr|li|ul|ol|tr|h[1-6]|section|article|blockquote|pre)\b[^<>]*>", re.IGNORECASE)
_TAG = re.compile(r"<[/!?a-zA-Z][^<>]*>")
_ANCHOR = re.compile(r"<a\s[^<>]*>", re.IGNORECASE)
_EMPTY_LINES = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")


def _strip_tags(markup: str) -> str:
    text = _TAG.sub("", _BLOCK_TAG.sub("\n", _UNSEEN.sub("", markup)))
    return _EMPTY_LINES.sub("\n\n", html.unescape(text)).strip()


def _anchors(markup: str) -> list[str]:
    return [address for tag in _ANCHOR.findall(markup) for address in plain.find_addresses(html.unescape(tag))]
