"""Find the copies of an article that still carry facts which a later version corrected.

Publishers promise to pass corrections on, but nobody sees which copies adopted them. A correction is a difference
between aligned sentences of the two versions; the wording of a copy there comes from its own alignment with the old
version.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from dupdetect.desk.cases import Case, open_case
from dupdetect.desk.quoting import quote_span
from dupdetect.desk.style import fold_words
from dupdetect.records import Article, Comparison, Evidence, Findings, Replacement, SentencePair, Verdict
from dupdetect.records.corrections import Carried, CarriedCorrection, Correction

WORDING = "wording"
"""The kind of a correction that is no number, date, name or negation."""


def list_corrections(versions: Comparison, articles: Mapping[str, Article]) -> tuple[Correction, ...]:
    """What was corrected, in order of the old version.

    Args:
        versions: the comparison of the old version, as A, with the new one.
        articles: both, by id.
    """
    case = open_case(versions, articles, {versions.a})
    facts = [(Replacement(x.a_start, x.a_end, x.b_start, x.b_end), x.kind.value) for x in case.drift]
    wordings = (change for pair in case.sentences for change in pair.replacements)
    others = [(change, WORDING) for change in wordings if not _is_known(change, (fact for fact, _ in facts))]
    corrections = [_correction(case, change, kind) for change, kind in facts + others]
    changed = [item for item in corrections if fold_words(item.old.text) != fold_words(item.new.text)]
    return tuple(sorted(changed, key=lambda item: (item.old.start, item.new.start)))


def trace_corrections(corrections: Iterable[Correction], findings: Findings, old: str) -> tuple[CarriedCorrection, ...]:
    """What every copy of the old version says where it was corrected, copy by copy.

    Args:
        corrections: as `list_corrections` gives them.
        findings: of a scan of the copies with the old version as ours.
        old: the id of the old version.
    """
    articles = {listed.article.id: listed.article for listed in findings.articles}
    wanted = tuple(corrections)
    return tuple(
        trace
        for pair in findings.pairs
        if old in (pair.a, pair.b) and pair.verdict is not Verdict.INDEPENDENT
        for trace in _trace(open_case(pair, articles, {old}), wanted)
    )


def _is_known(change: Replacement, facts: Iterable[Replacement]) -> bool:
    """Whether a replacement is, or holds, a fact that is listed already."""
    return any(
        (change.a_start < fact.a_end and fact.a_start < change.a_end)
        or (change.b_start < fact.b_end and fact.b_start < change.b_end)
        for fact in facts
    )  # fmt: skip


def _correction(case: Case, change: Replacement, kind: str) -> Correction:
    return Correction(
        kind, _place(case.original, change.a_start, change.a_end), _place(case.copy, change.b_start, change.b_end)
    )


def _place(article: Article, start: int, end: int) -> Evidence:
    return quote_span(article, start, end) if end > start else Evidence(article.id, "", start, start)


def _trace(case: Case, corrections: Iterable[Correction]) -> Iterator[CarriedCorrection]:
    for correction in corrections:
        pair = _find_sentence(case, correction.old)
        if pair is None:
            yield CarriedCorrection(case.copy.id, correction, Carried.ABSENT, Evidence(case.copy.id, ""))
        else:
            state, evidence = _read_state(case, pair, correction)
            yield CarriedCorrection(case.copy.id, correction, state, evidence)


def _find_sentence(case: Case, old: Evidence) -> SentencePair | None:
    """The aligned sentence of the copy for the place of the old version."""
    return next((pair for pair in case.sentences if pair.a_start <= old.start and old.end <= pair.a_end), None)


def _read_state(case: Case, pair: SentencePair, correction: Correction) -> tuple[Carried, Evidence]:
    """What the copy's sentence says, and its words for it."""
    sentence = case.copy.text[pair.b_start : pair.b_end]
    has_new = correction.new.text and _holds(sentence, correction.new.text)
    has_old = correction.old.text and _holds(sentence, correction.old.text)
    if not correction.old.text:  # words were added
        state = Carried.NEW if has_new else Carried.OLD
    elif not correction.new.text:  # words were cut
        state = Carried.OLD if has_old else Carried.NEW
    elif has_old == has_new:
        state = Carried.OTHER if not has_old else _state_by_change(case, pair, correction)
    else:
        state = Carried.OLD if has_old else Carried.NEW
    wording = {Carried.OLD: correction.old.text, Carried.NEW: correction.new.text}.get(state, "")
    at = case.copy.text.find(wording, pair.b_start, pair.b_end) if wording else -1
    place = (at, at + len(wording)) if at >= 0 else (pair.b_start, pair.b_end)
    return state, quote_span(case.copy, *place)


def _state_by_change(case: Case, pair: SentencePair, correction: Correction) -> Carried:
    """The state where a sentence has both wordings: old unless the old one was replaced at its place."""
    old = correction.old
    replaced = any(change.a_start < old.end and old.start < change.a_end for change in pair.replacements)
    return Carried.NEW if replaced else Carried.OLD


def _holds(text: str, wording: str) -> bool:
    words = f" {' '.join(fold_words(wording))} "
    return words in f" {' '.join(fold_words(text))} "
