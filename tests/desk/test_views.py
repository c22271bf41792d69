"""What the desk derives for the pages: levels, edits, tracings, rows of takers and highlights."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from dupdetect.desk.changes import map_edits
from dupdetect.desk.highlights import pick_highlights
from dupdetect.desk.levels import align_sentences, level_paragraphs, split_paragraphs
from dupdetect.desk.takers import list_takings
from dupdetect.desk.tracing import MOST_SOURCES, measure_traced, share_by_source, trace_texts
from dupdetect.pipeline import Index, compare, scan
from dupdetect.records import Article, Findings, RuleCheck, SentencePair
from dupdetect.records.meaning import MeaningEvidence, SentenceMatch
from dupdetect.records.views import EditKind, HighlightKind

SAMPLES = Path(__file__).parents[2] / "samples" / "articles"


def sample(name: str) -> str:
    return (SAMPLES / name).read_text(encoding="utf-8")


# ---- levels ---------------------------------------------------------------------------------------------------------


def pairs_of(a: str, b: str, words: Iterable[tuple[str, str]]) -> list[SentencePair]:
    """Aligned sentences, each side named by its text."""
    return [SentencePair(a.index(x), a.index(x) + len(x), b.index(y), b.index(y) + len(y), 1.0) for x, y in words]


def rows_of(a: str, b: str, words: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    levels = level_paragraphs(a, b, pairs_of(a, b, words))
    assert "".join(a[level.a_start : level.a_end] for level in levels) == a
    assert "".join(b[level.b_start : level.b_end] for level in levels) == b
    return [(a[x.a_start : x.a_end].strip(), b[x.b_start : x.b_end].strip()) for x in levels]


def test_paragraphs_that_stand_for_each_other_share_a_row() -> None:
    a, b = "One.\n\nTwo.\n\nThree.", "New.\n\nOne!\n\nThree!"
    assert rows_of(a, b, [("One.", "One!"), ("Three.", "Three!")]) == [
        *[("", "New."), ("One.", "One!"), ("Two.", ""), ("Three.", "Three!")],
    ]


def test_a_paragraph_that_was_split_keeps_its_row() -> None:
    a, b = "One. Two.\n\nThree.", "One!\n\nTwo!\n\nThree!"
    links = [("One.", "One!"), ("Two.", "Two!"), ("Three.", "Three!")]
    assert rows_of(a, b, links) == [("One. Two.", "One!\n\nTwo!"), ("Three.", "Three!")]


def test_a_paragraph_that_was_moved_does_not_cross_the_others() -> None:
    a, b = "One.\n\nTwo.\n\nThree.\n\nFour.", "Four!\n\nOne!\n\nTwo!\n\nThree!"
    links = [("One.", "One!"), ("Two.", "Two!"), ("Three.", "Three!"), ("Four.", "Four!")]
    assert rows_of(a, b, links)[1:4] == [("One.", "One!"), ("Two.", "Two!"), ("Three.", "Three!")]


@pytest.mark.parametrize(("a", "b"), [("", ""), ("One.", ""), ("", "\n\n"), ("\n\nOne.\n", "Two.\n\n\n\nThree.")])
def test_texts_without_alignment_stand_in_one_row(a: str, b: str) -> None:
    assert len(rows_of(a, b, [])) <= 1


def test_lines_broken_to_a_width_are_no_paragraphs() -> None:
    wrapped = "A line that ends\nin the middle.\n\nAnother one\nhere."
    assert [wrapped[start:] for start in split_paragraphs(wrapped)] == [wrapped, "Another one\nhere."]
    long_lines = f"{'word ' * 60}\n{'word ' * 60}"
    assert len(split_paragraphs(long_lines)) == 2


def test_many_paragraphs_are_levelled_in_bounded_time() -> None:
    a = "\n\n".join(f"Sentence {i}." for i in range(20_000))
    step = len("Sentence 10000.\n\n")
    start = a.index("Sentence 10000.")
    links = [
        SentencePair(start + i * step, start + i * step + 5, start + i * step, start + i * step + 5, 1.0)
        for i in range(9_000)
    ]
    assert len(level_paragraphs(a, a, links)) > 9_000


# ---- edits ----------------------------------------------------------------------------------------------------------


def test_the_edit_map_names_what_was_cut_added_and_exchanged() -> None:
    whole = sample("ferry-original.txt")
    parts = whole.split("\n\n")
    own = "A goat called Bertil has lived on the slipway ever since the harbour master retired to the hills."
    other = "\n\n".join((*parts[:6], own, *parts[7:])).replace("passengers", "travellers")
    pair = compare(whole, other)
    edits = map_edits(pair, whole, other)
    assert any(whole[span.start : span.end] in parts[6] for span in edits.cut)
    assert any("Bertil" in other[span.start : span.end] for span in edits.added)
    assert edits.exchanged >= 1
    assert 0 < edits.cut_share < 0.3
    assert 0 < edits.added_share < 0.1
    back = map_edits(pair, whole, other, backwards=True)
    assert (back.cut, back.added) == (edits.added, edits.cut)


def test_the_stretches_of_an_edit_map_cover_both_texts_in_order_and_say_what_became_of_them() -> None:
    whole = sample("ferry-original.txt")
    parts = whole.split("\n\n")
    own = "A goat called Bertil has lived on the slipway ever since the harbour master retired to the hills."
    other = "\n\n".join((*parts[:6], own, *parts[7:])).replace("passengers", "travellers")
    pair = compare(whole, other)
    edits = map_edits(pair, whole, other)
    for text, stretches in ((whole, edits.first), (other, edits.second)):
        edges = [edge for item in stretches for edge in (item.start, item.end)]
        assert edges == sorted(edges)
        assert sum(item.words for item in stretches) > 0.8 * len(text.split())
    (cut,) = (item for item in edits.first if item.kind is EditKind.CUT)
    (added,) = (item for item in edits.second if item.kind is EditKind.ADDED)
    assert parts[6].startswith(whole[cut.start : cut.end][:40])
    assert own.startswith(other[added.start : added.end])
    assert abs(added.at - cut.start) < 5  # it stands where the other was cut
    changed = [whole[item.start : item.end] for item in edits.first if item.kind is EditKind.EXCHANGED]
    assert changed
    assert all("passengers" in text for text in changed)
    back = map_edits(pair, whole, other, backwards=True)
    assert [(x.start, x.end) for x in back.first] == [(x.start, x.end) for x in edits.second]
    assert {x.kind for x in back.first} == {EditKind.KEPT, EditKind.EXCHANGED, EditKind.CUT}


def test_many_stretches_are_laid_out_in_bounded_time() -> None:
    a = " ".join(f"Sentence number {i} stands here. Own words {i} of one." for i in range(9_000))
    starts = [match.start() for match in re.finditer("Sentence", a)]
    links = tuple(SentencePair(start, start + 30, start, start + 30, 1.0) for start in starts)
    pair = replace(compare(a[:2000], a[:2000]), sentences=links)
    b = a.replace("Own words", "Our terms")
    assert len(map_edits(pair, a, b).second) == len(map_edits(pair, a, b).first) == 18_000


def test_equal_texts_have_no_edits() -> None:
    text = sample("dam-original.txt")
    edits = map_edits(compare(text, text), text, text)
    assert (edits.cut, edits.added, edits.exchanged, edits.moved) == ((), (), 0, 0)


# ---- tracing --------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory) -> Findings:
    """A draft of two sources; the first of them is in the archive twice, once in other words."""
    ferry, dam = sample("ferry-original.txt").split("\n\n")[3:8], sample("dam-original.txt").split("\n\n")[3:7]
    own = "The herons of the upper marsh have never been counted, and nobody will begin to count them this year either."
    names = ("ferry-original.txt", "ferry-spun-light.txt", "dam-original.txt")
    with Index.open(tmp_path_factory.mktemp("archive") / "a.dupdetect") as archive:
        archive.add([Article(name, sample(name)) for name in names])
        return archive.check(Article("draft", "\n\n".join((*ferry, own, *dam))))


def test_every_passage_is_led_to_its_best_source(checked: Findings) -> None:
    (tracing,) = trace_texts(checked, ["draft"])
    text = next(item.text for item in checked.articles if item.id == "draft")
    best = {}
    for stretch in tracing.stretches:
        best[text[stretch.start : stretch.end]] = tracing.sources[stretch.holdings[0].source]
    assert {"ferry-original.txt", "dam-original.txt"} <= set(best.values())
    assert not any("herons" in words for words in best)
    assert all(left.end <= right.start for left, right in zip(tracing.stretches, tracing.stretches[1:], strict=False))


def test_a_source_that_is_switched_off_gives_way_to_the_next(checked: Findings) -> None:
    (tracing,) = trace_texts(checked, ["draft"])
    place = {name: number for number, name in enumerate(tracing.sources)}
    everything = measure_traced(tracing)
    assert 0.7 < everything < 1
    assert measure_traced(tracing, {place["ferry-original.txt"]}) > 0.7 * everything  # the spun one has it, too
    assert measure_traced(tracing, {place["dam-original.txt"]}) < everything
    assert measure_traced(tracing, set(place.values())) == 0
    assert measure_traced(tracing, quotations=False) < everything
    assert sum(share_by_source(tracing)) == pytest.approx(everything)


def test_only_the_closest_sources_are_traced(checked: Findings) -> None:
    pair = checked.pairs[0]
    many = replace(checked, pairs=(pair,) * (MOST_SOURCES + 5))
    (tracing,) = trace_texts(many, ["draft"])
    assert (len(tracing.sources), tracing.left_out) == (MOST_SOURCES, 5)


def test_nothing_is_traced_without_text_or_pairs(checked: Findings) -> None:
    bare = tuple(replace(item, article=replace(item.article, text="")) for item in checked.articles)
    assert list(trace_texts(replace(checked, articles=bare), ["draft"])) == []
    assert list(trace_texts(replace(checked, pairs=()), ["draft"])) == []


# ---- takers and highlights ------------------------------------------------------------------------------------------


def test_texts_that_were_asked_about_are_marked(checked: Findings) -> None:
    assert [item.id for item in checked.articles if item.asked] == ["draft"]
    (taking,) = list_takings(checked)
    assert (taking.article, taking.asked, taking.pairs) == ("draft", True, (0, 1, 2))
    again = Findings.from_json(checked.to_json())
    assert list_takings(again) == list_takings(checked)


def test_an_article_of_ours_has_one_row_and_partners_stand_apart() -> None:
    ours = [Article("mine", sample("dam-original.txt"))]
    theirs = [Article(name, sample(name)) for name in ("dam-syndicated.txt", "dam-exact-copy.txt")]
    found = scan(theirs, ours=ours)
    (taking,) = list_takings(found)
    assert (taking.article, taking.asked, len(taking.pairs), taking.partners) == ("mine", False, 2, ())
    partner = RuleCheck("partner", True)
    found = replace(found, pairs=(replace(found.pairs[0], rules=(partner,)), *found.pairs[1:]))
    (taking,) = list_takings(found)
    assert (taking.pairs, taking.partners) == ((1,), (0,))


def test_a_plain_scan_has_no_rows_of_takers() -> None:
    assert list_takings(scan({"a": sample("dam-original.txt"), "b": sample("dam-syndicated.txt")})) == ()


def test_what_matters_most_comes_first() -> None:
    text = sample("ferry-original.txt")
    articles = [
        Article("a", text, published="2024-03-05"),
        Article("b", text.replace("320", "230"), published="2024-03-06"),
        Article("c", sample("ferry-spun-medium.txt"), published="2024-03-07"),
    ]
    found = scan(articles)
    kinds = [highlight.kind for highlight in pick_highlights(found)]
    assert kinds == [HighlightKind.FACTS, HighlightKind.SPUN, HighlightKind.UNCREDITED]
    places = [highlight.place for highlight in pick_highlights(found) if highlight.kind is not HighlightKind.FAMILY]
    assert len(set(places)) == len(places)
    broken = replace(found.pairs[-1], rules=(RuleCheck("link", False),))
    judged = replace(found, pairs=(*found.pairs[:-1], broken))
    assert pick_highlights(judged)[0].kind is HighlightKind.RULES
    partner = replace(broken, rules=(RuleCheck("link", False), RuleCheck("partner", True)))
    assert pick_highlights(replace(found, pairs=(*found.pairs[:-1], partner)))[0].kind is HighlightKind.FACTS


def test_nothing_matters_where_nothing_was_found() -> None:
    assert pick_highlights(Findings("", {}, (), (), (), (), {})) == ()


def test_sentences_that_mean_the_same_align_texts_without_shared_wording() -> None:
    a, b = "Der Hund bellt.\n\nDie Katze schläft.", "Some words.\n\nThe cat sleeps."
    match = SentenceMatch(a.index("Die"), len(a), b.index("The"), len(b), 0.9)
    evidence = MeaningEvidence("m", "de", "en", 2, 2, 0.1, 0.1, 0.9, 1.0, 1.0, 1.0, 1.0, True, (match,))
    pair = replace(compare(a, b), sentences=(), meaning=evidence)
    levels = level_paragraphs(a, b, align_sentences(pair))
    assert (a[levels[-1].a_start :], b[levels[-1].b_start :]) == ("Die Katze schläft.", "The cat sleeps.")
