"""Findings -> answers: the strongest first, quotations cut, and how much was left out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

from dupdetect.mcp.answers import Copies, Family, Matches, Member, PairEvidence, PairSummary, Quotation, Skipped
from dupdetect.records import Article, Cluster, Comparison, Findings, Passage
from dupdetect.report.wording import MEANINGS, describe_drift

QUOTED = 8
"""Passages that are quoted of a pair, at most."""

CHARACTERS = 320
"""Characters of a quotation, at most."""

DRIFTS = 12
"""Changed facts that are listed of a pair, at most."""

LISTED = 40
"""Pairs, members or skips that a list holds, at most."""

FAMILIES = 12
"""Families that an answer holds, at most."""

_MATCHES = 10
"""Pairs with evidence that an answer holds, at most."""

_FAMILY_PAIRS = 6
"""Pairs that are listed of a family among others, at most."""

Item = TypeVar("Item")
Texts = Mapping[str, Article]


def summarise_pair(pair: Comparison) -> PairSummary:
    """A pair in a line."""
    return PairSummary(**_summary_fields(pair))


def explain_pair(pair: Comparison, articles: Texts) -> PairEvidence:
    """A pair with its evidence.

    Args:
        articles: the two articles, with their texts, by id.
    """
    a, b = articles[pair.a].text, articles[pair.b].text
    passages = sorted(pair.passages, key=_length, reverse=True)
    return PairEvidence(
        **_summary_fields(pair),
        meaning=MEANINGS[pair.verdict],
        spun=pair.spun,
        reasons=list(pair.reasons),
        passages=[_quote(passage, a, b) for passage in passages[:QUOTED]],
        passages_left_out=max(0, len(passages) - QUOTED),
        changed_facts=[_shorten(describe_drift(change, a, b)) for change in pair.drift[:DRIFTS]],
    )


def list_matches(findings: Findings, most: int = _MATCHES) -> Matches:
    """The pairs of a check, with their evidence."""
    articles = index_articles(findings)
    pairs, left_out = _cut(findings.pairs, most)
    return Matches(
        pairs=[explain_pair(pair, articles) for pair in pairs],
        pairs_left_out=left_out,
        compared=findings.counts["compared"],
    )


def list_copies(findings: Findings) -> Copies:
    """Families, and pairs outside of them."""
    families, families_left_out = _cut(findings.clusters, FAMILIES)
    in_families = [set(cluster.articles) for cluster in findings.clusters]
    outside = [pair for pair in findings.pairs if not any({pair.a, pair.b} <= names for names in in_families)]
    pairs, pairs_left_out = _cut(outside, LISTED)
    skipped, skipped_left_out = _cut(findings.skipped, LISTED)
    return Copies(
        articles=findings.counts["articles"],
        families=[describe_family(cluster, findings, _FAMILY_PAIRS) for cluster in families],
        families_left_out=families_left_out,
        pairs=[summarise_pair(pair) for pair in pairs],
        pairs_left_out=pairs_left_out,
        skipped=[Skipped(path=skip.path, reason=skip.reason) for skip in skipped],
        skipped_left_out=skipped_left_out,
    )


def describe_family(cluster: Cluster, findings: Findings, most: int = LISTED) -> Family:
    """A family with its members, and its strongest pairs up to `most`."""
    articles = index_articles(findings)
    roles = dict.fromkeys(cluster.articles, "member") | {item.id: str(item.as_) for item in cluster.attached}
    members, members_left_out = _cut(list(roles), LISTED)
    pairs, pairs_left_out = _cut([pair for pair in findings.pairs if {pair.a, pair.b} <= set(roles)], most)
    return Family(
        title=_shorten(cluster.title),
        verdict=str(cluster.verdict),
        origins=cluster.origins,
        members=[_describe_member(articles[name], roles[name], name == cluster.source) for name in members],
        members_left_out=members_left_out,
        pairs=[summarise_pair(pair) for pair in pairs],
        pairs_left_out=pairs_left_out,
    )


def index_articles(findings: Findings) -> dict[str, Article]:
    """The articles of findings by id."""
    return {listed.article.id: listed.article for listed in findings.articles}


def _summary_fields(pair: Comparison) -> dict[str, Any]:
    return {
        "a": pair.a,
        "b": pair.b,
        "verdict": str(pair.verdict),
        "manner": str(pair.manner) if pair.manner else None,
        "coverage_a": round(pair.coverage_a, 3),
        "coverage_b": round(pair.coverage_b, 3),
        "probability": round(pair.probability, 3),
        "credit": str(pair.credit),
        "direction": str(pair.direction),
        "undecided": pair.undecided,
        "reason": pair.reasons[0] if pair.reasons else "",
    }


def _describe_member(article: Article, role: str, is_source: bool) -> Member:
    about = {name: _shorten(getattr(article, name)) for name in ("title", "source", "published", "url")}
    return Member(id=article.id, role=role, is_source=is_source, **about)


def _quote(passage: Passage, a: str, b: str) -> Quotation:
    return Quotation(
        a=_shorten(a[passage.a_start : passage.a_end]),
        b=_shorten(b[passage.b_start : passage.b_end]),
        kind=str(passage.kind),
        similarity=round(passage.similarity, 3),
    )


def _length(passage: Passage) -> int:
    return passage.a_end - passage.a_start + passage.b_end - passage.b_start


def _shorten(text: str) -> str:
    """`text` in one line, cut in the middle of nothing but its end."""
    line = " ".join(text.split())
    return line if len(line) <= CHARACTERS else f"{line[: CHARACTERS - 3]}..."


def _cut(items: Iterable[Item], most: int) -> tuple[Sequence[Item], int]:
    """The first items, and how many were left out."""
    every = list(items)
    return every[:most], max(0, len(every) - most)
