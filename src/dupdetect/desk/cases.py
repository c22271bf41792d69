"""A pair to a case: which text is the original, which the copy, and what speaks against judging it at all.

A wrong accusation costs more than a miss. Where it is not known which text came first, where both carry an agency's
mark, or where what they share is only quoted speech, no rule is called broken.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, replace

from dupdetect.desk.spans import Spans, merge_spans
from dupdetect.records import (
    Article,
    Channel,
    Comparison,
    Direction,
    Drift,
    Evidence,
    Manner,
    Replacement,
    SentencePair,
    Span,
    Verdict,
)


@dataclass(frozen=True, slots=True)
class Case:
    """An original and a copy of it; in sentences and drift the original is A.

    Attributes:
        original, copy: the articles.
        verdict: how the two are related.
        share: the share of the original's words in sentences that the copy has, too, 0 to 1. Passages bridge what was
            cut between their sentences, so that their coverage would not tell.
        closeness: how near the wording inside passages is, 0 to 1.
        sentences, drift: the aligned sentences and their changed facts.
        original_aside, copy_aside: headline, credit and what else belongs to the page around the article.
        original_facts: stretches of the original that are changed facts.
        credits: where the copy credits somebody.
        translated: whether the copy is a translation.
        doubt: why no rule can be called broken; empty where nothing speaks against it.
    """

    original: Article
    copy: Article
    verdict: Verdict
    share: float
    closeness: float
    sentences: tuple[SentencePair, ...]
    drift: tuple[Drift, ...]
    original_aside: Spans
    copy_aside: Spans
    original_facts: Spans
    credits: tuple[Evidence, ...]
    translated: bool = False
    doubt: str = ""


def open_case(pair: Comparison, articles: Mapping[str, Article], ours: Set[str]) -> Case:
    """Make a case of a pair.

    Args:
        pair: a related pair.
        articles: the articles by id; those of the pair among them.
        ours: the ids of the articles that are ours.
    """
    original, doubt = _choose_original(pair, ours)
    flipped = original == pair.b
    a, b = articles[pair.a], articles[pair.b]
    drift = tuple(map(_mirror_drift, pair.drift)) if flipped else pair.drift
    credits = tuple(item for item in pair.credit_evidence if item.article != original)
    case = Case(
        original=b if flipped else a,
        copy=a if flipped else b,
        verdict=pair.verdict,
        share=0.0,
        closeness=pair.closeness,
        sentences=tuple(map(_mirror_sentence, pair.sentences)) if flipped else pair.sentences,
        drift=drift,
        original_aside=_find_aside(b if flipped else a, pair.furniture_b if flipped else pair.furniture_a),
        copy_aside=_find_aside(a if flipped else b, pair.furniture_a if flipped else pair.furniture_b, credits),
        original_facts=merge_spans((item.a_start, item.a_end) for item in drift),
        credits=credits,
        translated=pair.manner is Manner.TRANSLATED,
    )
    return replace(case, share=_measure_share(case), doubt=doubt or _find_doubt(case))


def _find_aside(article: Article, furniture: Iterable[Span], credits: Iterable[Evidence] = ()) -> Spans:
    """The stretches outside the article proper: boilerplate, credits, and the headline at its top."""
    headline = len(article.title) if article.text.startswith(article.title) else 0
    furnished = ((span.start, span.end) for span in furniture)
    return merge_spans([(0, headline), *furnished, *((item.start, item.end) for item in credits)])


def _measure_share(case: Case) -> float:
    """The share of the original's words, headline and boilerplate set aside, in aligned sentences."""
    if case.verdict is Verdict.IDENTICAL:
        return 1.0
    text = case.original.text
    shared = [(pair.a_start, pair.a_end) for pair in case.sentences]
    total = _count_words(text, [(0, len(text))]) - _count_words(text, case.original_aside)
    return min(1.0, _count_words(text, shared) / total) if total > 0 else 0.0


def _count_words(text: str, spans: Iterable[tuple[int, int]]) -> int:
    return sum(len(_WORD.findall(text, start, end)) for start, end in merge_spans(spans))


_WORD = re.compile(r"\w+")


def _choose_original(pair: Comparison, ours: Set[str]) -> tuple[str, str]:
    """The id of the original, and why that is doubtful, if it is."""
    owned = [name for name in (pair.a, pair.b) if name in ours]
    first = {Direction.A_TO_B: pair.a, Direction.B_TO_A: pair.b}.get(pair.direction)
    if len(owned) == 1:
        earlier = first is not None and first != owned[0]
        return owned[0], "dates or a credit say that the other text came first" if earlier else ""
    if Channel.ASKED in pair.channels:
        earlier = first == pair.b
        return pair.a, "dates or a credit say that the other text came first" if earlier else ""
    if first:
        return first, ""
    return pair.a, "it is not known which of the two came first; scan with --ours to say which articles are yours"


def _find_doubt(case: Case) -> str:
    if not case.original.text or not case.copy.text:
        return "the findings do not hold both texts"
    if agency := find_agency(case.original) or find_agency(case.copy):
        return f"a text carries the mark of an agency, {agency}, from which both may have it"
    if case.verdict is Verdict.PARTIAL:
        return "only passages are shared"
    if _only_quoted(case):
        return "what the two share stands in quotation marks"
    return ""


_CAPITAL = r"[A-Z][\w.&-]{1,30}"
_NAME = rf"{_CAPITAL}(?: {_CAPITAL}){{0,4}}"
_AGENCY = re.compile(
    rf"^[ \t]*(?:"
    rf"\(({_NAME})\)[ \t]*$"  # (Corvid)
    rf"|[^\n(.!?]{{0,60}}\(({_NAME})\)[ \t]*[-–—:]"  # WEXLEY (Corvid) -
    rf"|(?:By |From |Source: ?)?((?:{_CAPITAL} ){{1,4}}(?:Agency|Association|Press|Wire|Service))[ \t]*$"
    r"|(?:By|From|Text:) [^\n]{0,60}\b(agencies|news agency|wire services?)\b[^\n]{0,20}$"
    r")",
    re.MULTILINE,
)
_SEARCHED = 200_000


def find_agency(article: Article) -> str:
    """The agency whose mark a text carries in its dateline, in its byline or on a line of its own; empty for none."""
    for match in _AGENCY.finditer(article.text, 0, _SEARCHED):
        name = str(next(filter(None, match.groups())))
        if name.lower() not in (article.source.lower(), article.author.lower()):
            return name
    return ""


_QUOTED = re.compile(r"\"[^\"\n]{1,3000}\"|“[^”\n]{1,3000}”|„[^“”\n]{1,3000}[“”]|«[^»\n]{1,3000}»")
_MOSTLY = 0.8


def _only_quoted(case: Case) -> bool:
    """Whether nearly all that the original shares stands inside its quotation marks."""
    text = case.original.text
    quoted = [match.span() for match in _QUOTED.finditer(text, 0, _SEARCHED)]
    shared = [(sentence.a_start, sentence.a_end) for sentence in case.sentences]
    total = sum(end - start for start, end in shared)
    inside = sum(_overlap(span, quoted) for span in shared)
    return total > 0 and inside >= _MOSTLY * total


def _overlap(span: tuple[int, int], others: Iterable[tuple[int, int]]) -> int:
    return sum(max(0, min(span[1], end) - max(span[0], start)) for start, end in others)


def _mirror_sentence(item: SentencePair) -> SentencePair:
    turned = tuple(Replacement(x.b_start, x.b_end, x.a_start, x.a_end) for x in item.replacements)
    return SentencePair(item.b_start, item.b_end, item.a_start, item.a_end, item.similarity, turned, item.quotation)


def _mirror_drift(item: Drift) -> Drift:
    return Drift(item.b_start, item.b_end, item.a_start, item.a_end, item.kind)
