"""Passages and sentence pairs of texts made by hand: what stands for what, and which words were replaced."""

from __future__ import annotations

import re
from dataclasses import fields, replace

import numpy as np
import pytest
from numpy.typing import NDArray

from dupdetect.compare import align
from dupdetect.compare.align.seeds import find_blocks
from dupdetect.compare.align.sentences import align_sentences
from dupdetect.records import Article, Kind, Passage, SentencePair
from dupdetect.records.batches import Alignment
from dupdetect.settings import Aligning, Segmenting
from dupdetect.text import Vocabulary, segment_article

WALL = (
    "The harbour wall gave way a little after midnight, and the water reached the market square within the hour.",
    "Forty families spent the night in the school gymnasium, on mats that the judo club had brought from its cellar.",
    "Engineers had warned the council in March that the eastern section was hollow behind its stones.",
    "The mayor said that money for the repair had been set aside, but that no builder could start before autumn.",
    "A fisherman pulled two children from a car that had floated against the railings of the fish market.",
)
OWLS = (
    "Scientists at the observatory have counted the owls of the northern forest for thirty winters in a row.",
    "Their numbers rise and fall with those of the voles, on which the birds feed almost alone.",
    "This winter, for the first time, the count found more empty nest boxes than breeding pairs.",
    "A likely cause is the thaw in January, which turned the snow into ice that no hunter could break.",
    "Foresters will leave dead trees standing, so that the owls find holes of their own when boxes rot.",
)
BREWERY = (
    "The old brewery will become a library, if the citizens agree to the plan in a vote next month.",
    "Its copper kettles are to stay where they are, with reading desks arranged around them.",
    "Opponents say that the building is damp and that paper and steam have never been good neighbours.",
    "The architect replied that every cellar in the town is damp, and that one has kept the archive for a century.",
    "A donor who wishes to remain unnamed has offered to pay for the roof.",
)
MATCH = (
    "The striker left the pitch after twenty minutes with an injured knee, and his side never found its rhythm again.",
    "Two goals in the second half, both from corner kicks, decided a match that few of the crowd will remember.",
    "The coach refused to blame the referee, although a clear foul before the first goal had gone unpunished.",
    "With four games to play the side stands one point above the relegation places.",
    "Supporters whistled the team off and then sang for the groundsman, who retires this week after forty years.",
)
SPUN_WALL = (
    "The harbor barrier gave way a bit after midnight, and the flood reached the market plaza inside the hour.",
    "Forty households spent the night in the school gym, on rugs that the judo team had carried from its basement.",
    "Engineers had alerted the council in March that the eastern portion was empty behind its stones.",
    "The mayor stated that funds for the repair had been put aside, but that no contractor could begin before autumn.",
    "A fisherman dragged two kids from a vehicle that had drifted against the railings of the fish market.",
)


def prose(*paragraphs: tuple[str, ...]) -> str:
    return "\n\n".join(" ".join(paragraph) for paragraph in paragraphs)


def aligned(a: str, b: str, settings: Aligning | None = None) -> Alignment:
    vocabulary = Vocabulary()
    left, right = (
        align.index_article(segment_article(Article(name, text), vocabulary, Segmenting()))
        for name, text in (("a", a), ("b", b))
    )
    work = align.Workspace()
    work.fit(vocabulary.stems)
    return align.align_articles(left, right, work, settings or Aligning())


def told(a: str, b: str, one: Passage | SentencePair) -> tuple[str, str]:
    return a[one.a_start : one.a_end], b[one.b_start : one.b_end]


def sentence_pairs(a: str, b: str) -> list[tuple[str, str]]:
    return [told(a, b, one) for one in aligned(a, b).sentences]


def test_a_verbatim_copy_is_one_passage_and_every_sentence_its_own() -> None:
    text = prose(WALL, OWLS)
    found = aligned(text, text)
    (passage,) = found.passages
    assert told(text, text, passage) == (text, text)
    assert (passage.kind, passage.similarity) == (Kind.VERBATIM, 1.0)
    assert sentence_pairs(text, text) == [(one, one) for one in (*WALL, *OWLS)]
    assert all(one.similarity == 1.0 and not one.replacements for one in found.sentences)
    assert found.jaccard == 1.0
    assert found.covered_a.all()
    assert found.kept_b.all()


def test_unrelated_texts_share_nothing() -> None:
    found = aligned(prose(WALL), prose(OWLS))
    assert (found.passages, found.sentences, found.jaccard) == ((), (), 0.0)
    assert not found.covered_a.any()


@pytest.mark.parametrize(("a", "b"), [("", ""), ("", "One word."), ("...", "..."), ("word", "word")])
def test_texts_of_next_to_nothing_align_without_passages(a: str, b: str) -> None:
    assert aligned(a, b).passages == ()


def test_small_edits_make_an_edited_passage_and_replacements_name_them() -> None:
    a = prose(WALL)
    b = a.replace("midnight", "noon").replace("two children", "three young children").replace("in March ", "")
    found = aligned(a, b)
    (passage,) = found.passages
    assert passage.kind is Kind.EDITED
    assert 0.9 < passage.similarity < 0.985
    changes = [told_change for pair in found.sentences for told_change in replaced(a, b, pair)]
    assert changes == [("midnight", "noon"), ("in March", ""), ("two", "three young")]


def replaced(a: str, b: str, pair: SentencePair) -> list[tuple[str, str]]:
    return [(a[one.a_start : one.a_end], b[one.b_start : one.b_end]) for one in pair.replacements]


def words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text.lower())


@pytest.mark.parametrize(
    ("left", "right", "changes"),
    [
        ("", "Yesterday ", [("", "Yesterday")]),
        (" after midnight", "", [("after midnight", "")]),
        ("The harbour wall", "A sea wall", [("The harbour", "A sea")]),
        ("within the hour.", "within the hour, and more came.", [("", "and more came")]),
        ("the water reached the market square", "the market square the water reached", None),
    ],
)
def test_replacements_cover_exactly_what_differs(left: str, right: str, changes: list[tuple[str, str]] | None) -> None:
    b = prose((WALL[0].replace(left, right) if left else right + WALL[0], *WALL[1:]))
    a = prose(WALL)
    pair = aligned(a, b).sentences[0]
    found = replaced(a, b, pair)
    assert changes is None or found == changes
    assert kept(a, pair.a_start, pair.a_end, [(one.a_start, one.a_end) for one in pair.replacements]) == kept(
        b, pair.b_start, pair.b_end, [(one.b_start, one.b_end) for one in pair.replacements]
    )
    assert not any(set(words(x)) == set(words(y)) for x, y in found)


def kept(text: str, start: int, end: int, gaps: list[tuple[int, int]]) -> list[str]:
    """The words of a stretch outside its gaps."""
    edges = [start, *(edge for gap in gaps for edge in gap), end]
    return [word for i in range(0, len(edges), 2) for word in words(text[edges[i] : edges[i + 1]])]


def test_a_spun_text_is_a_reworded_passage_and_its_sentences_keep_their_partners() -> None:
    a, b = prose(WALL, OWLS), prose(SPUN_WALL, BREWERY)
    found = aligned(a, b)
    (passage,) = found.passages
    assert passage.kind is Kind.REWORDED
    assert told(a, b, passage) == (prose(WALL), prose(SPUN_WALL))
    assert sentence_pairs(a, b) == list(zip(WALL, SPUN_WALL, strict=True))


def test_a_sentence_between_two_pairs_takes_the_place_that_is_left() -> None:
    """Hardly a word is the same, but both neighbours have partners and it says the same thing."""
    middle = "In spite of such warnings, did the harbour board ever mend a single stone of it in all those years?"
    retold = "Notwithstanding these alarms, did port officials truly fix even one block over all those decades?"
    a, b = (prose((WALL[0], WALL[2], one, WALL[3], WALL[4]), OWLS, BREWERY) for one in (middle, retold))
    assert (middle, retold) in sentence_pairs(a, b)
    assert not [pair for pair in sentence_pairs(a, b) if (middle in pair) != (retold in pair)]


def test_moved_paragraphs_are_passages_of_their_own() -> None:
    a, b = prose(WALL, BREWERY, OWLS), prose(OWLS, MATCH, WALL)
    found = aligned(a, b)
    assert [told(a, b, one) for one in found.passages] == [(prose(WALL),) * 2, (prose(OWLS),) * 2]
    assert [one.kind for one in found.passages] == [Kind.VERBATIM] * 2
    assert sentence_pairs(a, b) == [(one, one) for one in (*WALL, *OWLS)]


def test_sentences_find_their_partners_in_any_order() -> None:
    a, b = prose(WALL, OWLS), prose(OWLS[::-1], WALL[::-1])
    assert sentence_pairs(a, b) == [(one, one) for one in (*WALL, *OWLS)]


def test_a_lifted_paragraph_is_the_only_passage() -> None:
    a, b = prose(OWLS, WALL, OWLS[::-1]), prose(BREWERY, WALL)
    (passage,) = aligned(a, b).passages
    assert told(a, b, passage) == (prose(WALL), prose(WALL))


def test_split_and_merged_sentences_have_several_partners() -> None:
    split = (
        "The harbour wall gave way a little after midnight.",
        "The water reached the market square within the hour.",
    )
    a, b = prose(WALL), prose((*split, *WALL[1:]))
    assert {(WALL[0], one) for one in split} < set(sentence_pairs(a, b))
    assert {(one, WALL[0]) for one in split} < set(sentence_pairs(b, a))


def test_quotations_that_both_share_are_marked_as_shared_speech() -> None:
    speech = (
        "“We have lost the wall that our grandfathers built with their own hands, and we shall build it again,” "
        "the mayor told the crowd on the steps of the town hall."
    )
    a, b = prose(OWLS, (speech,)), prose(BREWERY, (speech,))
    found = aligned(a, b)
    assert [one.quotation for one in found.passages] == [True]
    assert int(found.quoted_a.sum()) == int(found.quoted_b.sum()) == len(words(speech))
    own = aligned(prose(OWLS, WALL), prose(BREWERY, WALL))
    assert [one.quotation for one in own.passages] == [False]
    assert not own.quoted_a.any()


def test_passages_take_their_quotation_marks_and_stops_along() -> None:
    speech = (
        "“We have lost the wall that our fathers built with their own hands, and we shall build it again next year.”"
    )
    a, b = prose(OWLS, (speech,), BREWERY), prose(SPUN_WALL, (speech,))
    (passage,) = aligned(a, b).passages
    assert told(a, b, passage) == (speech, speech)


SUMMARY = (
    "The harbour wall gave way after midnight and water reached the market square. Forty families spent the night "
    "in the school gymnasium. Engineers had warned the council in March that the section was hollow. The old "
    "brewery will become a library if citizens agree in a vote. Opponents say the building is damp. Scientists "
    "counted the owls of the northern forest, and found more empty nest boxes than breeding pairs this winter."
)


def test_a_summary_is_tied_to_the_stretches_that_it_sums_up() -> None:
    source = prose(WALL, OWLS, BREWERY, MATCH)
    found = aligned(SUMMARY, source)
    assert found.passages
    assert found.covered_a.mean() > 0.8
    assert found.covered_b.mean() < 0.9
    met = {source[one.b_start : one.b_end] for one in found.sentences}
    assert {WALL[0], WALL[2], BREWERY[0]} <= met


@pytest.mark.parametrize("around", [(), (MATCH, MATCH[::-1], MATCH, MATCH[::-1], MATCH, MATCH[::-1])])
def test_a_summary_is_found_in_the_longer_text_as_in_the_shorter(around: tuple[tuple[str, ...], ...]) -> None:
    source = prose(WALL, OWLS, BREWERY)
    text = prose(*around, (SUMMARY,), *around)
    assert (len(text) > len(source)) == bool(around)
    (passage,) = aligned(text, source).passages
    summary, reach = told(text, source, passage)
    assert summary == SUMMARY
    assert WALL[0] in reach
    assert BREWERY[1] in reach


def test_names_and_numbers_that_one_text_alone_has_are_counted() -> None:
    a = prose((*WALL, "The harbour master Olsen said on Friday that 17 boats were lost."))
    b = prose((*WALL, "On Friday a spokesman of Olsen spoke of 23 boats."))
    found = aligned(a, b)
    assert (found.news_a, found.news_b) == (1, 1)
    nothing = aligned(a, prose(MATCH))
    assert (nothing.news_a, nothing.news_b) == (0, 0)


def test_capitals_are_no_names_where_everything_has_them() -> None:
    a, b = prose(WALL).upper(), prose((*WALL[:4], "ONE OTHER LINE WITH THE NUMBER 12.")).upper()
    found = aligned(a, b)
    assert (found.news_a, found.news_b) == (0, 1)


def test_a_heading_is_no_partner() -> None:
    title = "The harbour wall gave way a little after midnight"
    a, b = f"{title}\n\n{prose(WALL)}", prose(WALL)
    assert sentence_pairs(a, b) == [(one, one) for one in WALL]


PAIRS = [
    (prose(WALL, OWLS), prose(OWLS, WALL)),
    (prose(WALL, OWLS), prose(SPUN_WALL, BREWERY)),
    (prose(WALL), prose(WALL[::-1])),
    (prose(OWLS, WALL, BREWERY), prose(BREWERY, SPUN_WALL)),
    (prose(WALL), ""),
]


@pytest.mark.parametrize(("a", "b"), PAIRS)
def test_aligning_the_other_way_round_is_the_mirror_image(a: str, b: str) -> None:
    one, other = aligned(a, b), aligned(b, a)
    assert {(p.a_start, p.a_end, p.b_start, p.b_end, p.similarity) for p in one.passages} == {
        (p.b_start, p.b_end, p.a_start, p.a_end, p.similarity) for p in other.passages
    }
    assert np.array_equal(one.covered_a, other.covered_b)
    assert np.array_equal(one.kept_b, other.kept_a)
    assert {tuple(row) for row in one.runs.tolist()} == {(c, d, a, b) for a, b, c, d in other.runs.tolist()}


@pytest.mark.parametrize(("a", "b"), PAIRS)
def test_every_passage_is_long_enough_and_similar(a: str, b: str) -> None:
    settings = Aligning()
    found = aligned(a, b, settings)
    for one in found.passages:
        assert min(len(words(side)) for side in told(a, b, one)) >= settings.min_words
        assert 0.4 < one.similarity <= 1
    assert [one.a_start for one in found.passages] == sorted(one.a_start for one in found.passages)


def test_verbatim_mode_takes_exact_runs_alone() -> None:
    a, b = prose(WALL, OWLS), prose(WALL, SPUN_WALL)
    settings = replace(Aligning(), verbatim_words=30, chain_floor=0.0)
    (passage,) = aligned(a, b, settings).passages
    assert told(a, b, passage) == (prose(WALL), prose(WALL))


def test_a_workspace_serves_pair_after_pair() -> None:
    """Nothing of one pair is left in the work arrays for the next."""
    vocabulary, work = Vocabulary(), align.Workspace()
    texts = [prose(WALL, OWLS), prose(SPUN_WALL, BREWERY), prose(OWLS, SPUN_WALL)]
    parts = [align.index_article(segment_article(Article(t[:9], t), vocabulary, Segmenting())) for t in texts]
    work.fit(vocabulary.stems)
    rounds = [[align.align_articles(x, y, work, Aligning()) for x in parts for y in parts] for _ in range(2)]
    for one, again in zip(*rounds, strict=True):
        assert (one.passages, one.sentences) == (again.passages, again.sentences)


def test_a_prepared_article_keeps_no_room_that_it_does_not_need() -> None:
    text = "Nine nets hung there. Gulls cried over many boats. " * 3_000
    indexed = align.index_article(segment_article(Article("x", text), Vocabulary(), Segmenting()))
    arrays = [value for holder in (indexed, indexed.segmented) for value in list_arrays(holder) if len(value)]
    assert len(arrays) > 15
    for array in arrays:
        base = array
        while isinstance(base.base, np.ndarray):
            base = base.base
        assert base.nbytes <= 1.1 * array.nbytes


def list_arrays(record: object) -> list[NDArray[np.generic]]:
    values = [getattr(record, field.name) for field in fields(record)]  # type: ignore[arg-type]
    return [value for value in values if isinstance(value, np.ndarray)]


def align_blocks(a: str, b: str, *blocks: tuple[int, int, int, int]) -> Alignment:
    """The alignment of passages that are given as ranges of words."""
    vocabulary = Vocabulary()
    left, right = (
        align.index_article(segment_article(Article(name, text), vocabulary, Segmenting()))
        for name, text in (("a", a), ("b", b))
    )
    work = align.Workspace()
    work.fit(vocabulary.stems)
    seeds = find_blocks(left, right, work, Aligning())
    return align_sentences(left, right, np.array(blocks, np.int32), seeds, np.empty((0, 2), np.int32))


def test_a_passage_whose_sides_share_hardly_a_word_is_dropped() -> None:
    a, b = f"{WALL[0]} {OWLS[2]}", f"{SPUN_WALL[0]} {BREWERY[4]}"
    first, second = len(WALL[0].split()), len(SPUN_WALL[0].split())
    alike = (0, first, 0, second)
    found = align_blocks(a, b, alike, (first, first + len(OWLS[2].split()), second, second + len(BREWERY[4].split())))
    assert [(passage.a_start, passage.b_start) for passage in found.passages] == [(0, 0)]
    assert found.dropped == 1
    assert not found.covered_a[first:].any()
    assert align_blocks(a, b, alike).dropped == 0


def test_a_passage_in_other_words_stays_where_it_has_a_name_or_number_of_the_other() -> None:
    a = "Nobody along the quay had seen Brandal so angry as on the day that his boat was sold."
    b = "Creditors auctioned off what belonged to Brandal for next to nothing last Friday."
    whole = (0, len(a.split()), 0, len(b.split()))
    assert len(align_blocks(a, b, whole).passages) == 1
    assert align_blocks(a, b.replace("Brandal", "him"), whole).dropped == 1
