"""Meaning on texts of our own in seven languages: retold and translated ones, and reports of the same event."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

import dupdetect
from dupdetect import Article, Comparison, Manner, Settings, Verdict
from dupdetect.compare.comparer import Comparer
from dupdetect.compare.meaning import MeaningWeigher, Outcome, judge_meaning, measure_meaning
from dupdetect.embedding import SCALE, SentenceVectors
from dupdetect.records import Channel, MeaningEvidence
from dupdetect.records.batches import Agreement
from dupdetect.settings import Meaning
from tests.embedding.models import WordModel

SAMPLES = Path(__file__).parents[2] / "samples" / "meaning"
EXPECTED = json.loads((SAMPLES / "expected.json").read_text(encoding="utf-8"))
STORIES = [story for half in EXPECTED["stories"].values() for story in half]
MEANT = Settings().updated({"meaning": {"enabled": True}})


def read_story(story: str) -> dict[str, Article]:
    """The pieces of a story, by what they are."""
    paths = sorted(SAMPLES.glob(f"{story}-*.txt"))
    return {path.stem.partition("-")[2]: Article(path.name, path.read_text(encoding="utf-8")) for path in paths}


@cache
def compare_story(story: str) -> dict[tuple[str, str], Comparison]:
    """Every piece of a story against its original."""
    pieces = read_story(story)
    names = [name for name in pieces if name != "original"]
    pairs = [(pieces["original"].id, pieces[name].id) for name in names]
    return dict(zip([("original", name) for name in names],
                    dupdetect.compare_many(pieces.values(), pairs, MEANT), strict=True))  # fmt: skip


def expect_manner(kind: str) -> Manner | None:
    manner = EXPECTED["manners"].get(kind.rpartition("-")[2])
    return Manner(manner) if manner else None


@pytest.mark.parametrize("story", STORIES)
def test_translations_and_retellings_are_tied_and_second_reports_are_not(story: str) -> None:
    for (_, kind), done in compare_story(story).items():
        manner = None if f"{story}-{kind}" in EXPECTED["missed"] else expect_manner(kind)
        wanted = (Verdict.REWRITE, manner) if manner else (Verdict.INDEPENDENT, None)
        assert (done.verdict, done.manner) == wanted, kind


def test_a_piece_is_tied_to_no_other_story() -> None:
    pieces = {story: read_story(story) for story in STORIES}
    articles = [piece for story in pieces.values() for piece in story.values()]
    pairs = [
        (pieces[one]["original"].id, pieces[other][kind].id)
        for one, other in combinations(STORIES, 2)
        for kind in pieces[other]
    ]
    for done in dupdetect.compare_many(articles, pairs, MEANT):
        assert done.verdict is Verdict.INDEPENDENT


def test_the_first_reason_says_that_meaning_decided_and_by_which_margin() -> None:
    done = compare_story("lock")["original", "de-faithful"]
    assert done.meaning is not None
    margin = min(done.meaning.margin_a, done.meaning.margin_b)
    assert done.reasons[0].startswith("translated: meaning, not wording, decided: ")
    assert f"a margin of {margin:.2f}" in done.reasons[0]
    assert done.reasons[1].startswith("by wording alone: undecided")
    assert done.undecided is None


def test_sentence_pairs_are_the_proof_and_cover_most_of_both_texts() -> None:
    done = compare_story("lock")["original", "ru-faithful"]
    pieces = read_story("lock")
    assert done.meaning is not None
    assert (done.meaning.language_a, done.meaning.language_b) == ("en", "ru")
    assert min(done.coverage_a, done.coverage_b) > 0.7
    said = {
        pieces["original"].text[match.a_start : match.a_end]: pieces["ru-faithful"].text[match.b_start : match.b_end]
        for match in done.meaning.matches
    }
    bell = next(sentence for sentence in said if sentence.startswith("It will be rung"))
    assert said[bell].startswith("В него ударят")
    assert done.facts is not None
    assert done.facts.shared >= 8


@pytest.mark.parametrize("kind", ["zh-free", "ar-cut", "retelling", "de-second-report"])
def test_exchanged_texts_give_the_mirrored_evidence(kind: str) -> None:
    pieces = read_story("lock")
    one = compare_story("lock")["original", kind]
    other = dupdetect.compare(pieces[kind], pieces["original"], MEANT)
    assert one.meaning is not None
    assert other.meaning is not None
    assert (one.verdict, one.manner, one.coverage_a) == (other.verdict, other.manner, other.coverage_b)
    assert (one.meaning.margin_a, one.meaning.held_a) == (other.meaning.margin_b, other.meaning.held_b)
    assert {(m.a_start, m.b_start) for m in one.meaning.matches} == {
        (m.b_start, m.a_start) for m in other.meaning.matches
    }


def test_a_figure_that_a_translation_changes_is_reported() -> None:
    pieces = read_story("lock")
    text, original = pieces["ru-faithful"].text, pieces["original"].text
    changed = text.replace("41 велосипед", "48 велосипедов").replace("3,2 миллиона", "5,7 миллиона")
    done = dupdetect.compare(original, changed, MEANT)
    exchanged = [(original[x.a_start : x.a_end], changed[x.b_start : x.b_end]) for x in done.drift]
    assert exchanged == [("3.2", "5,7"), ("41", "48")]
    assert compare_story("lock")["original", "ru-faithful"].drift == ()


def test_without_the_setting_a_pair_in_two_languages_stays_undecided_and_says_how_to_decide_it() -> None:
    pieces = read_story("lock")
    done = dupdetect.compare(pieces["original"], pieces["de-faithful"])
    assert (done.verdict, done.undecided, done.meaning) == (Verdict.INDEPENDENT, "no common language", None)
    assert "--meaning" in done.reasons[0]


def test_a_translation_that_is_too_short_stays_undecided() -> None:
    done = dupdetect.compare(
        "The mill at Orrin ground its first flour in nine years on Monday, and its owner was glad of it.",
        "Die Mühle in Orrin mahlte am Montag zum ersten Mal seit neun Jahren Mehl, und ihre Besitzerin war froh.",
        MEANT,
    )
    assert (done.verdict, done.undecided) == (Verdict.INDEPENDENT, "too short to tell")
    assert "meaning needs 3 sentences" in done.reasons[0]


@pytest.mark.parametrize("channel", [Channel.ASKED, Channel.MEANING])
def test_texts_of_one_language_that_are_too_short_say_what_meaning_needs(channel: Channel) -> None:
    brief, original = read_story("lock")["original"].text.split("\n\n")[1], read_story("train")["original"]
    done = Comparer(MEANT).compare_articles(Article("brief", brief), original, (channel,))
    assert done.verdict is Verdict.INDEPENDENT
    assert done.reasons[-1].startswith("too short to be judged by meaning, which needs 4 sentences and 80 words")


def test_texts_in_two_languages_without_a_common_story_are_independent_and_no_longer_undecided() -> None:
    done = compare_story("lock")["original", "ru-second-report"]
    assert (done.verdict, done.undecided) == (Verdict.INDEPENDENT, None)
    assert done.reasons[0].startswith("no translation: meaning, not wording, decided: ")


def test_a_verdict_on_wording_keeps_its_reason_where_meaning_ties_nothing() -> None:
    pieces = read_story("lock")
    quoted = pieces["original"].text.split("\n\n")[1]
    done = dupdetect.compare(quoted, f"{pieces['de-second-report'].text}\n\n{quoted}", MEANT)
    assert done.verdict >= Verdict.PARTIAL
    assert not done.reasons[0].startswith("no translation")


def test_a_language_that_the_model_does_not_know_stays_undecided() -> None:
    finnish = " ".join(["Vanha kanava on ollut suljettuna, ja nyt se on taas auki, mutta vain kesällä."] * 6)
    done = dupdetect.compare(read_story("lock")["original"].text, finnish, MEANT)
    assert (done.undecided, done.meaning) == ("no common language", None)
    assert done.reasons[0].endswith("in different languages; the model use does not know fi")


def test_what_is_switched_on_is_not_recommended() -> None:
    for done in compare_story("lock").values():
        assert "--meaning" not in " ".join(done.reasons)


def test_a_model_without_fitted_weights_gives_evidence_and_no_verdict() -> None:
    dupdetect.register_embedder("words", WordModel())
    pieces = read_story("lock")
    settings = MEANT.updated({"meaning.model": "words"})
    done = dupdetect.compare(pieces["original"], pieces["retelling"], settings)
    assert done.meaning is not None
    assert not done.meaning.decided
    assert done.verdict is not Verdict.REWRITE
    assert "no thresholds are fitted to the model words" in done.reasons[-1]


def test_what_wording_decides_is_left_alone() -> None:
    text = read_story("lock")["original"].text
    done = dupdetect.compare(text, text.replace("Engineers", "Workers"), MEANT)
    assert (done.verdict, done.meaning) == (Verdict.NEAR_COPY, None)


def make_sentences(vectors: list[list[float]], language: str = "en") -> SentenceVectors:
    values = np.array(vectors, float)
    unit = values / np.linalg.norm(values, axis=1, keepdims=True)
    spans = np.array([(10 * i, 10 * i + 9) for i in range(len(vectors))], np.int32)
    return SentenceVectors(spans, np.full(len(vectors), 8, np.int32), np.rint(unit * SCALE).astype(np.int16), language)


def test_margins_tell_partners_from_a_shared_topic() -> None:
    partners = make_sentences(np.eye(6).tolist())
    topic = make_sentences((np.ones((6, 6)) + np.eye(6) * 0.1).tolist())
    apart = measure_meaning(partners, partners, Agreement(), "m")
    alike = measure_meaning(topic, topic, Agreement(), "m")
    assert (apart.margin_a, apart.margin_b, apart.order, len(apart.matches)) == (1.0, 1.0, 1.0, 6)
    assert max(alike.margin_a, alike.margin_b) < 0.01
    assert alike.matches == ()


def test_a_single_sentence_has_no_margin() -> None:
    lone = make_sentences([[1.0, 0.0]])
    assert measure_meaning(lone, lone, Agreement(), "m").margin_a == 0.0


EVIDENCE = MeaningEvidence("use", "en", "en", 12, 12, 0.35, 0.33, 0.6, 0.9, 0.9, 0.9, 12.0)


def compare_neighbours(a: Article, b: Article) -> Comparison:
    """Two articles as a scan compares them that found them by meaning."""
    return Comparer(MEANT).compare_articles(a, b, (Channel.MEANING,))


def test_neighbours_with_few_common_facts_are_not_encoded(monkeypatch: pytest.MonkeyPatch) -> None:
    lock, train = read_story("lock")["original"], read_story("train")["original"]
    asked = dupdetect.compare(lock, train, MEANT)
    monkeypatch.setattr(MeaningWeigher, "encode", lambda *_: pytest.fail("encoded"))
    done = compare_neighbours(lock, train)
    assert (done.verdict, done.meaning) == (asked.verdict, None) == (Verdict.INDEPENDENT, None)
    assert done.reasons[-1].startswith("meaning was not compared: the shorter text has too few facts")
    assert asked.meaning is not None


@pytest.mark.parametrize("kind", ["es-free", "ru-second-report", "retelling"])
def test_neighbours_whose_facts_may_agree_are_compared_in_full(kind: str) -> None:
    story = "lock" if "-" in kind else next(name for name in STORIES if f"{name}-retelling" not in EXPECTED["missed"])
    done = compare_neighbours(read_story(story)["original"], read_story(story)[kind])
    asked = compare_story(story)["original", kind]
    assert (done.verdict, done.meaning) == (asked.verdict, asked.meaning)


def test_a_model_without_fitted_weights_gives_evidence_of_any_neighbours() -> None:
    dupdetect.register_embedder("words", WordModel())
    comparer = Comparer(MEANT.updated({"meaning.model": "words"}))
    pieces = read_story("lock")["original"], read_story("train")["original"]
    assert comparer.compare_articles(*pieces, (Channel.MEANING,)).meaning is not None


def test_few_common_facts_keep_any_margin_apart() -> None:
    clear = replace(EVIDENCE, margin_a=0.9, margin_b=0.9)
    assert judge_meaning(replace(clear, held_b=0.5), (250, 240), Meaning()) is Outcome.RETOLD
    assert judge_meaning(replace(clear, held_b=0.49), (250, 240), Meaning()) is Outcome.UNRELATED


def test_facts_that_differ_keep_a_likely_retelling_apart() -> None:
    words = (250, 240)
    assert judge_meaning(EVIDENCE, words, Meaning()) is Outcome.RETOLD
    assert judge_meaning(replace(EVIDENCE, held_a=0.2, held_b=0.2), words, Meaning()) is Outcome.UNRELATED
    assert judge_meaning(replace(EVIDENCE, margin_a=0.1, margin_b=0.1), words, Meaning()) is Outcome.UNRELATED


def test_lengths_are_required_of_both_texts() -> None:
    assert judge_meaning(EVIDENCE, (250, 79), Meaning()) is Outcome.TOO_SHORT
    assert judge_meaning(replace(EVIDENCE, sentences_b=3), (250, 240), Meaning()) is Outcome.TOO_SHORT
    assert judge_meaning(replace(EVIDENCE, language_b="de", sentences_b=3), (9, 9), Meaning()) is Outcome.TRANSLATED
    assert judge_meaning(replace(EVIDENCE, language_b="de", sentences_b=2), (9, 9), Meaning()) is Outcome.TOO_SHORT
