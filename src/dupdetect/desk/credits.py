"""Whether a copy names and links its original as a licence asks: credit, link, byline and a required line.

The search covers the copy's text, metadata and links. Plain text has lost the links of its page, so a missing link is
no breach there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from string import Formatter
from urllib.parse import unquote, urlsplit

from dupdetect.desk.cases import Case
from dupdetect.desk.quoting import quote_metadata, quote_opening, quote_sentence, quote_span
from dupdetect.desk.rules import Rules
from dupdetect.records import Article, Evidence, RuleCheck

_SEARCHED = 200_000
"""Code points of a text that are searched, at most."""

_HEAD = 1500
_SHORTEST_NAME = 3
"""Least letters of a name that is unlikely to match other words."""


# ---- credit ---------------------------------------------------------------------------------------------------------


def check_credit(case: Case, rules: Rules) -> RuleCheck:
    """Whether the copy names the outlet, the author, or both, in words that the original does not have itself."""
    checks = [_check_name(case, who, _names_of(case, rules, who)) for who in rules.credit]
    worst = min(checks, key=lambda check: (check.kept is not False, check.kept is True))
    if worst.kept is True:
        return RuleCheck("credit", True, tuple(item for check in checks for item in check.evidence), worst.reason)
    return worst


def _names_of(case: Case, rules: Rules, who: str) -> list[str]:
    if who == "outlet":
        return [name for name in (rules.outlet or case.original.source,) if name]
    return find_authors(case.original)


def _check_name(case: Case, who: str, names: Sequence[str]) -> RuleCheck:
    usable = [name for name in names if len(_squeeze(name)) >= _SHORTEST_NAME]
    if not usable:
        where = "give its name as outlet in the rules" if who == "outlet" else "the original tells no byline"
        return RuleCheck("credit", None, (), f"the {who} of the original is not known; {where}")
    for name in usable:
        if hit := _find_credit(case, who, name):
            return hit
    return _missing_name(case, who, usable)


def _find_credit(case: Case, who: str, name: str) -> RuleCheck | None:
    """Where the copy names somebody; None where it does not."""
    carried = None
    for start, end in _find_name(case.copy.text, name):
        if not _original_says(case, start, end, name):
            return RuleCheck("credit", True, (quote_sentence(case.copy, start, end),), f"names {name}")
        carried = carried or quote_sentence(case.copy, start, end)
    stated = case.copy.source if who == "outlet" else case.copy.author
    if stated and any(_find_name(stated, name)):
        return RuleCheck("credit", True, (quote_metadata(case.copy, stated),), f"its metadata names {name}")
    if carried:
        return RuleCheck("credit", None, (carried,), f"names {name} only where the original does, too")
    return None


def _missing_name(case: Case, who: str, names: Sequence[str]) -> RuleCheck:
    name = names[0]
    for credit in case.credits:
        quoted = credit.text in case.copy.text
        if who == "outlet" and not quoted:
            return RuleCheck("credit", None, (credit,), f"links to the original, but its text does not name {name}")
        if _shares_word(credit.text, name):
            return RuleCheck("credit", None, (credit,), f"this may mean {name}")
    stated = _find_statement(case.copy)
    if stated and _shares_word(stated.text, name):
        return RuleCheck("credit", None, (stated,), f"this may mean {name}")
    where = "in the credit of the copy" if stated else "and no credit stands in the text"
    return RuleCheck("credit", False, (stated or quote_opening(case.copy),), f"{name} is not named {where}")


_STATEMENT = re.compile(
    r"\b(?:originally|first) (?:appeared|published|posted|printed|ran)\b|\bappeared first\b|\bcourtesy of\b"
    r"|\b(?:re|cross-?)(?:published|printed|posted|produced) (?:here )?(?:from|with|by|courtesy)\b"
    r"|(?:^|\n)[ \t]*(?:source|via|credit)s?:",
    re.IGNORECASE,
)


def _find_statement(article: Article) -> Evidence | None:
    """A sentence that credits somebody, whoever that is."""
    match = _STATEMENT.search(article.text, 0, _SEARCHED)
    return quote_sentence(article, *match.span()) if match else None


def _original_says(case: Case, start: int, end: int, name: str) -> bool:
    """Whether the sentence of the copy at this place stands for a sentence of the original with the same name."""
    return any(
        pair.b_start <= start < pair.b_end and any(_find_name(case.original.text[pair.a_start : pair.a_end], name))
        for pair in case.sentences
    )


def _find_name(text: str, name: str) -> Iterator[tuple[int, int]]:
    """Where a name stands in a text, whatever its capitals, spaces and hyphens."""
    letters = (re.escape(letter) for letter in _squeeze(name))
    pattern = re.compile(r"(?<!\w)" + r"[\W_]{0,2}".join(letters) + r"(?!\w)", re.IGNORECASE)
    return (match.span() for match in pattern.finditer(text, 0, _SEARCHED))


_ARTICLE = re.compile(r"^the\s+(?=\S)", re.IGNORECASE)
_DOMAIN_END = re.compile(r"^(?:https?://)?(?:www\.)?([\w-]+)(?:\.[a-z]{2,12}){1,2}$", re.IGNORECASE)


def _squeeze(name: str) -> str:
    """The letters of a name, without its article or, of a domain, without its ending."""
    bare = _ARTICLE.sub("", " ".join(name.split()))
    return re.sub(r"[\W_]+", "", _DOMAIN_END.sub(r"\1", bare))[:100]


def _shares_word(text: str, name: str) -> bool:
    """Whether a credit has a word of a name, so that it may be a short form of it."""
    words = {word.lower() for word in re.findall(r"\w{5,}", name)}
    return any(word.lower() in words for word in re.findall(r"\w{5,}", text))


# ---- byline ---------------------------------------------------------------------------------------------------------

_PERSON = r"[A-ZÀ-Þ][\w.'’-]{0,30}(?: (?:[a-z]{1,3} )?[A-ZÀ-Þ][\w.'’-]{0,30}){1,3}"
_BYLINE = re.compile(rf"^[ \t]*[Bb]y ({_PERSON}(?:(?:, | and | & ){_PERSON})*)", re.MULTILINE)
_BETWEEN = re.compile(r"\s*(?:[,;|/&]|\band\b)\s*")
_PERSON_ALONE = re.compile(_PERSON)


def check_byline(case: Case, rules: Rules) -> RuleCheck:
    """Whether the copy names every author of the original."""
    authors = find_authors(case.original)
    if not authors:
        return RuleCheck("byline", None, (), "the original tells no byline")
    places = {author: _find_author(case.copy, author) for author in authors}
    there = tuple(place for place in places.values() if place)
    if len(there) == len(authors):
        return RuleCheck("byline", True, there, f"names {', '.join(authors)}")
    if there or _surname_stands(case.copy, authors):
        return RuleCheck("byline", None, there, "names only a part of the byline")
    other = _BYLINE.search(case.copy.text[:_HEAD])
    evidence = quote_span(case.copy, *other.span()) if other else quote_opening(case.copy)
    return RuleCheck("byline", False, (evidence,), f"{', '.join(authors)} is not named")


def find_authors(article: Article) -> list[str]:
    """The persons of a byline, as the metadata tells it or as it stands at the top of the text."""
    line = _BYLINE.search(article.text[:_HEAD])
    stated = article.author or (line[1] if line else "")
    parts = (part.removeprefix("By ").removeprefix("by ").strip() for part in _BETWEEN.split(stated[:500]))
    return [part for part in dict.fromkeys(parts) if _PERSON_ALONE.fullmatch(part) and part != article.source]


def _find_author(article: Article, author: str) -> Evidence | None:
    for start, end in _find_name(article.text, author):
        return quote_sentence(article, start, end)
    return quote_metadata(article, article.author) if any(_find_name(article.author, author)) else None


def _surname_stands(article: Article, authors: Sequence[str]) -> bool:
    return any(any(_find_name(f"{article.author}\n{article.text}", author.split()[-1])) for author in authors)


# ---- link -----------------------------------------------------------------------------------------------------------


def check_link(case: Case, rules: Rules) -> RuleCheck:
    """Whether the copy links to the original, in its text or as its canonical address."""
    url = case.original.url
    if not url:
        return RuleCheck("link", None, (), "the address of the original is not known")
    for link in (*case.copy.links, case.copy.url):
        if link and _leads_to(link, url):
            at = case.copy.text.find(link)
            evidence = quote_span(case.copy, at, at + len(link)) if at >= 0 else quote_metadata(case.copy, link)
            return RuleCheck("link", True, (evidence,), "links to the original")
    if not has_links(case.copy):
        return RuleCheck("link", None, (), "the copy was read as plain text, which has no links")
    if hidden := next((link for link in case.copy.links if _hides_target(link)), ""):
        return RuleCheck(
            "link", None, (quote_metadata(case.copy, hidden),), "a shortened link may lead to the original"
        )
    near = [link for link in case.copy.links if _host(link) == _host(url)]
    evidence = quote_metadata(case.copy, near[0]) if near else quote_opening(case.copy)
    where = "it links to another page of the outlet" if near else _describe_links(len(case.copy.links))
    return RuleCheck("link", False, (evidence,), f"no link leads to {url}: {where}")


def _describe_links(number: int) -> str:
    if number > 1:
        return f"its {number} links lead elsewhere"
    return "its only link leads elsewhere" if number else "it has no link at all"


def has_links(article: Article) -> bool:
    """Whether the links of an article are known: those of records and of plain text are lost."""
    return bool(article.links) or _has_ending(article, (*_PAGES, ".md", ".markdown"))


def is_page(article: Article) -> bool:
    """Whether an article was read from a file that is a web page by its name."""
    return _has_ending(article, _PAGES)


def _has_ending(article: Article, endings: tuple[str, ...]) -> bool:
    name = article.id.rpartition("!")[2].lower()
    return "#" not in name and name.endswith(endings)


_PAGES = (".html", ".htm", ".xhtml")
_SHORTENERS = frozenset("t.co bit.ly ow.ly buff.ly tinyurl.com goo.gl lnkd.in fb.me dlvr.it is.gd trib.al".split())


def _hides_target(link: str) -> bool:
    return _host(link) in _SHORTENERS


def _leads_to(link: str, url: str) -> bool:
    """Whether a link leads to an address, itself or through a redirect that names it."""
    target = bare_address(url)
    return bare_address(link) == target or ("/" in target and target in unquote(link).lower())


def bare_address(url: str) -> str:
    """An address without scheme, `www.`, query, fragment and closing slash, in small letters."""
    return re.sub(r"^(?:https?://)?(?:www\.)?|[?#].*$", "", url.strip()).rstrip("/").lower()


def _host(url: str) -> str:
    return host_of(url).removeprefix("www.")


def host_of(url: str) -> str:
    """The host that an address names; empty where there is none."""
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:  # such as brackets that are no IPv6 address
        return ""


# ---- a required line ------------------------------------------------------------------------------------------------

_LONGEST_LINE = 600
_ANYTHING = r"[^\n]{1,200}?"
_RESEMBLING = 0.6


def check_line(case: Case, rules: Rules) -> RuleCheck:
    """Whether a line of the copy says what the licence asks for."""
    metadata = _collect_metadata(case.original, rules)
    unknown = [name for _, name, _, _ in Formatter().parse(rules.line) if name and not metadata[name]]
    if len(unknown) > 1:
        return RuleCheck("line", None, (), f"not known of the original: {', '.join(unknown)}")
    pattern = re.compile(rules.line_pattern) if rules.line_pattern else _line_pattern(rules.line, metadata)
    lines = list(_lines(case.copy.text))
    for start, line in lines:
        if match := pattern.search(line):
            place = quote_span(case.copy, start + match.start(), start + match.end())
            return RuleCheck("line", True, (place,), "the required line is there")
    wanted = set(re.findall(r"\w+", rules.line.lower()))
    for start, line in lines if len(wanted) > 2 else ():
        if len(wanted & set(re.findall(r"\w+", line.lower()))) >= _RESEMBLING * len(wanted):
            place = quote_span(case.copy, start, start + len(line))
            return RuleCheck("line", None, (place,), "a line of the copy resembles the required one")
    return RuleCheck("line", False, (quote_opening(case.copy),), "no line of the text has the required wording")


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """The lines of a text, cut to a length that any pattern can be matched with."""
    for match in re.finditer(r"[^\n]+", text[:_SEARCHED]):
        yield match.start(), match[0][:_LONGEST_LINE]


def _collect_metadata(original: Article, rules: Rules) -> dict[str, str]:
    return {
        "title": original.title,
        "source": rules.outlet or original.source,
        "author": original.author,
        "url": original.url,
    }


def _line_pattern(line: str, metadata: Mapping[str, str]) -> re.Pattern[str]:
    """The wording as a pattern: any capitals, spaces and punctuation; what is not known of the original is anything."""
    parts: list[str] = []
    for literal, name, _, _ in Formatter().parse(line):
        parts += map(re.escape, re.findall(r"\w+", literal))
        if name is not None:
            words = re.findall(r"\w+", _ARTICLE.sub("", metadata[name]))
            parts.append(r"[\W_]{1,6}".join(map(re.escape, words)) or _ANYTHING)
    return re.compile(r"[\W_]{1,6}(?:the )?".join(parts), re.IGNORECASE)
