"""Whether a copy is whole: its headline, its links, its share of the original, its facts, its language, its pixel."""

from __future__ import annotations

import re
from urllib.parse import unquote

from dupdetect.desk.cases import Case
from dupdetect.desk.credits import bare_address, has_links, host_of
from dupdetect.desk.edits import is_allowed, quote_change
from dupdetect.desk.quoting import quote_metadata, quote_opening, quote_span
from dupdetect.desk.rules import Rules
from dupdetect.desk.spans import merge_spans
from dupdetect.desk.style import fold_words
from dupdetect.records import Article, Evidence, Replacement, RuleCheck, Verdict
from dupdetect.text.language import SAMPLE, guess_language

_QUOTED = 5
"""Pieces of evidence that are quoted, at most."""


# ---- the headline ---------------------------------------------------------------------------------------------------


def check_headline(case: Case, rules: Rules) -> RuleCheck:
    """Whether the copy bears the headline of the original."""
    ours, theirs = _headline_words(case.original), _headline_words(case.copy)
    if not ours or not theirs:
        whose = "the original" if not ours else "the copy"
        return RuleCheck("same_headline", None, (), f"the headline of {whose} is not known")
    evidence = (_quote_headline(case.copy),)
    if ours == theirs:
        return RuleCheck("same_headline", True, evidence, "the headline is that of the original")
    if _holds(ours, theirs) or _holds(theirs, ours) or case.copy.title.rstrip().endswith("."):
        return RuleCheck("same_headline", None, evidence, "the headline is a part of the other, or a sentence")
    return RuleCheck("same_headline", False, (_quote_headline(case.original), *evidence), "the headline is another one")


def _headline_words(article: Article) -> list[str]:
    """The words of a headline, without the name of the outlet behind it."""
    title = article.title
    if article.source:
        title = re.sub(rf"\s*[|–—-]\s*{re.escape(article.source)}\s*$", "", title, flags=re.IGNORECASE)
    return fold_words(title)


def _holds(many: list[str], few: list[str]) -> bool:
    return f" {' '.join(few)} " in f" {' '.join(many)} "


def _quote_headline(article: Article) -> Evidence:
    at = article.text.find(article.title)
    return quote_span(article, at, at + len(article.title)) if at >= 0 else quote_metadata(article, article.title)


# ---- links ----------------------------------------------------------------------------------------------------------

_WHOLE = 0.95
"""The share of the original from which a link that is missing was taken out, and not cut with its paragraph."""


def check_kept_links(case: Case, rules: Rules) -> RuleCheck:
    """Whether the links of the original are in the copy."""
    wanted = [link for link in case.original.links if _is_deep(link) and link != case.original.url]
    if not wanted:
        return RuleCheck("keep_links", None, (), "no link of the original is known")
    if not has_links(case.copy):
        return RuleCheck("keep_links", None, (), "the copy was read as plain text, which has no links")
    there = {bare_address(link) for link in case.copy.links}
    wrapped = "\n".join(unquote(link).lower() for link in case.copy.links)
    missing = [link for link in wanted if bare_address(link) not in there and bare_address(link) not in wrapped]
    if not missing:
        evidence = tuple(quote_metadata(case.copy, link) for link in wanted[:_QUOTED])
        return RuleCheck("keep_links", True, evidence, "every link of the original is there")
    lost = tuple(quote_metadata(case.original, link) for link in missing[:_QUOTED])
    if case.share < _WHOLE:
        return RuleCheck("keep_links", None, lost, "links may have been cut together with their paragraphs")
    return RuleCheck("keep_links", False, lost, f"{len(missing)} of {len(wanted)} links of the original are missing")


def _is_deep(link: str) -> bool:
    """Whether a link leads to a page, not to a site or a button to share the article."""
    address = bare_address(link)
    return "/" in address and host_of(link).removeprefix("www.") not in _SHARING


_SHARING = frozenset("facebook.com twitter.com x.com linkedin.com pinterest.com reddit.com whatsapp.com t.me".split())


# ---- the share ------------------------------------------------------------------------------------------------------

_MARGIN = 0.02
"""How far below the share a copy must fall: boilerplate changes the figure a little."""

_CLOSE = 0.5
"""Closeness below which wording is too far for its share to be measured."""


def check_share(case: Case, rules: Rules) -> RuleCheck:
    """Whether the copy holds the least share of the original."""
    reason = f"{case.share:.0%} of the original's words are in the copy; {rules.least_share:.0%} are asked for"
    if case.share >= rules.least_share:
        return RuleCheck("least_share", True, (), reason)
    evidence = _longest_cut(case)
    if case.closeness < _CLOSE:
        return RuleCheck("least_share", None, evidence, "the wording is too far from the original to measure its share")
    if case.share >= rules.least_share - _MARGIN:
        return RuleCheck("least_share", None, evidence, reason)
    return RuleCheck("least_share", False, evidence, reason)


def _longest_cut(case: Case) -> tuple[Evidence, ...]:
    """The longest stretch of the original that the copy does not hold, by code points."""
    text = case.original.text
    spans = merge_spans((pair.a_start, pair.a_end) for pair in case.sentences)
    edges = [0, *(edge for span in spans for edge in span), len(text)]
    longest = max(zip(edges[::2], edges[1::2], strict=True), key=lambda gap: gap[1] - gap[0])
    return (quote_span(case.original, *longest),) if text[slice(*longest)].strip() else ()


# ---- facts ----------------------------------------------------------------------------------------------------------


def check_facts(case: Case, rules: Rules) -> RuleCheck:
    """Whether every fact that stands in both is the same."""
    changes = [Replacement(item.a_start, item.a_end, item.b_start, item.b_end) for item in case.drift]
    changed = [change for change in changes if not is_allowed(case, change, rules.exchanges)]
    if changed:
        evidence = tuple(item for change in changed[:_QUOTED] for item in quote_change(case, change))
        many = "a fact is another one" if len(changed) == 1 else f"{len(changed)} facts are others"
        return RuleCheck("same_facts", False, evidence, many)
    if case.verdict.reaches(Verdict.NEAR_COPY):
        return RuleCheck("same_facts", True, (), "no number, date, name or negation differs")
    return RuleCheck("same_facts", None, (), "reworded: facts are compared only where sentences stand for each other")


# ---- the language ---------------------------------------------------------------------------------------------------


def check_language(case: Case, rules: Rules) -> RuleCheck:
    """Whether the copy is in the language of the original."""
    ours, theirs = _language(case.original.text), _language(case.copy.text)
    if not case.translated and (case.closeness >= _CLOSE or ours == theirs):
        return RuleCheck("no_translation", True, (), "both are in one language")
    evidence = (quote_opening(case.copy),)
    return RuleCheck("no_translation", False, evidence, f"the original is in {ours!r}, the copy in {theirs!r}")


def _language(text: str) -> str:
    words = re.findall(r"[^\W\d_]+", text[:_SAMPLED].lower())
    return guess_language(words[:: max(1, len(words) // SAMPLE)])


_SAMPLED = 50_000


# ---- the pixel, and what no text tells ------------------------------------------------------------------------------


def check_pixel(case: Case, rules: Rules) -> RuleCheck:
    """Whether the image that counts readers is known to be in the copy; readers of pages keep links, but no images."""
    places = [link for link in case.copy.links if rules.pixel in link]
    if places:
        return RuleCheck("pixel", True, (quote_metadata(case.copy, places[0]),), "the counting address is there")
    at = case.copy.text.find(rules.pixel)
    if at >= 0:
        place = quote_span(case.copy, at, at + len(rules.pixel))
        return RuleCheck("pixel", True, (place,), "the counting address is there")
    return RuleCheck("pixel", None, (), "images of pages are not read, so that it cannot be judged")


def check_noncommercial(case: Case, rules: Rules) -> RuleCheck:
    """Never judged: whether a page earns money is not in its text."""
    return RuleCheck("noncommercial", None, (), "no text tells whether it is sold")
