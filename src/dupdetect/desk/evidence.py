"""Make an evidence pack of a pair, for an editor who writes to whoever copied an article.

Everything in it is quoted or measured. It says what two texts share and what is known of their dates; whether that is a
breach of anybody's rights is for people to say.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256

from dupdetect.desk.cases import Case, open_case
from dupdetect.desk.credits import host_of
from dupdetect.desk.rules import PARTNER
from dupdetect.errors import UsageError
from dupdetect.records import Comparison, Findings, SentencePair, Verdict
from dupdetect.records.packs import Address, EvidencePack, Match, Piece

MOST_ADDRESSES = 1000
"""Rows of a request that forms for takedown requests take at once."""

LONGEST_FIELD = 500
"""Characters of a field of such a form."""


def gather_evidence(findings: Findings, original: str, copy: str, version: str) -> EvidencePack:
    """The evidence of one pair.

    Args:
        findings: of a scan or a comparison.
        original: the id of the article that the other is taken to be a copy of: the caller says which it is.
        copy: the id of the other.
        version: of the program.

    Raises:
        UsageError: the findings have no pair of the two, or not their texts.
    """
    articles = {listed.article.id: listed.article for listed in findings.articles}
    pair = _find_pair(findings, original, copy)
    case = open_case(pair, articles, {original})
    if not case.original.text or not case.copy.text:
        raise UsageError(f"{original}, {copy}: the findings do not hold their texts; scan again with --format json")
    rows = list(_address_rows(findings, pair, case))
    fitting = [row for row in rows if max(len(row.copy), len(row.original)) <= LONGEST_FIELD]
    return EvidencePack(
        original=case.original,
        copy=case.copy,
        comparison=pair,
        share=case.share,
        matches=tuple(_match(case, sentence) for sentence in case.sentences),
        rules=pair.rules,
        original_digest=digest_text(case.original.text),
        copy_digest=digest_text(case.copy.text),
        addresses=tuple(fitting[:MOST_ADDRESSES]),
        left_out=len(rows) - len(fitting[:MOST_ADDRESSES]),
        signature=findings.signature,
        version=version,
    )


def encode_text(text: str) -> bytes:
    """A text as written into the folder: UTF-8, with unencodable characters escaped."""
    return text.encode("utf-8", "backslashreplace")


def digest_text(text: str) -> str:
    """The SHA-256 of a text as it is written, in hexadecimal."""
    return sha256(encode_text(text)).hexdigest()


def _find_pair(findings: Findings, original: str, copy: str) -> Comparison:
    ids = {listed.article.id for listed in findings.articles}
    for name in (original, copy):
        if name not in ids:
            raise UsageError(f"{name}: no article of the findings has this id; --format csv lists the pairs")
    for pair in findings.pairs:
        if {pair.a, pair.b} == {original, copy} and original != copy:
            return pair
    raise UsageError(f"{original}, {copy}: the findings have no pair of these two; --format csv lists the pairs")


def _match(case: Case, sentence: SentencePair) -> Match:
    ours = [(change.a_start, change.a_end) for change in sentence.replacements]
    theirs = [(change.b_start, change.b_end) for change in sentence.replacements]
    return Match(
        original=tuple(_cut(case.original.text, sentence.a_start, sentence.a_end, ours)),
        copy=tuple(_cut(case.copy.text, sentence.b_start, sentence.b_end, theirs)),
        original_start=sentence.a_start,
        copy_start=sentence.b_start,
    )


def _cut(text: str, start: int, end: int, changed: list[tuple[int, int]]) -> Iterator[Piece]:
    """A sentence in pieces, changed and unchanged in turn."""
    for left, right in sorted(changed):
        if start <= left < right <= end:
            if left > start:
                yield Piece(text[start:left], False)
            yield Piece(text[left:right], True)
            start = right
    if start < end:
        yield Piece(text[start:end], False)


def _address_rows(findings: Findings, chosen: Comparison, case: Case) -> Iterator[Address]:
    """The chosen pair's row, then those of other copies of the original on the same site."""
    articles = {listed.article.id: listed.article for listed in findings.articles}
    original, site = case.original.id, host_of(case.copy.url)
    yield from _address(case)
    for pair in findings.pairs:
        if pair is chosen or original not in (pair.a, pair.b) or not _counts(pair):
            continue
        other = articles[pair.b if pair.a == original else pair.a]
        if site and host_of(other.url) == site and other.url != case.copy.url:
            yield from _address(open_case(pair, articles, {original}))


def _counts(pair: Comparison) -> bool:
    """Whether a pair is a copy or a rewrite, and not of a partner."""
    return pair.verdict.reaches(Verdict.REWRITE) and all(check.rule != PARTNER for check in pair.rules)


def _address(case: Case) -> Iterator[Address]:
    """The row of a copy whose address is known."""
    original, url = case.original, case.copy.url
    if not host_of(url) or not url.lower().startswith(("http://", "https://")):
        return
    explanation = f"{case.share:.0%} of the words of our article"
    if original.title:
        explanation += f" “{original.title}”"
    if original.published:
        explanation += f", published {original.published[:10]},"
    explanation += " stand in sentences of the page"
    yield Address(url, original.url, shorten_field(explanation))


def shorten_field(text: str) -> str:
    """A text on one line, cut to what a field takes."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_FIELD else f"{line[: LONGEST_FIELD - 1]}…"
