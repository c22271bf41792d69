"""Lines that many strangers share are furniture; lines of one much-copied article are not."""

# ruff: noqa: E501  texts

from __future__ import annotations

import random
import re
from pathlib import Path

from hypothesis import example, given
from hypothesis import strategies as st

from dupdetect import pipeline
from dupdetect.records import Article
from dupdetect.settings import Segmenting, Settings
from dupdetect.text import Vocabulary, find_recurring_lines, scripts, segment_article
from dupdetect.text.boilerplate_lines import find_recurring, line_key, line_keys, may_hold
from dupdetect.text.fold import fold_text

ARTICLES = Path(__file__).parents[2] / "samples" / "articles"
SETTINGS = Segmenting()
LINE = "The Harbour Desk, a project of readers along the coast, lives on small gifts"
ORIGINALS = [
    path.read_text(encoding="utf-8")
    for path in sorted(ARTICLES.glob("*-original.txt"))
    if path.name != "club-original.txt"
]
"""Nine articles about nine matters."""


def with_line(text: str, line: str = LINE) -> str:
    """`text` with a line between its paragraphs."""
    first, second, rest = text.split("\n\n", 2)
    return "\n\n".join((first, second, line, rest))


def test_a_line_in_unrelated_articles_is_furniture() -> None:
    texts = [with_line(text) for text in ORIGINALS]
    assert find_recurring_lines(texts, SETTINGS) == {LINE.replace(",", "").lower()}
    assert find_recurring_lines(texts[:4], SETTINGS) == frozenset()
    assert find_recurring_lines(texts, Segmenting(recurring=0)) == frozenset()
    assert find_recurring_lines(texts, Segmenting(furniture=False)) == frozenset()
    assert find_recurring_lines([], SETTINGS) == frozenset()


def test_it_is_left_out_and_shown() -> None:
    texts = [with_line(text) for text in ORIGINALS]
    found = find_recurring_lines(texts, SETTINGS)
    article = Article("x", texts[0])
    one = segment_article(article, Vocabulary(), SETTINGS, found)
    assert LINE in [texts[0][span.start : span.end] for span in one.furniture]
    plain = segment_article(article, Vocabulary(), SETTINGS)
    assert len(plain) == len(one) + len(LINE.split())
    assert LINE not in [texts[0][span.start : span.end] for span in plain.furniture]


def test_a_thousand_copies_of_an_article_make_none_of_it_furniture() -> None:
    draw = random.Random(5)
    words = ORIGINALS[0].split(" ")
    copies = [" ".join(w for w in words if draw.random() > 0.02) for _ in range(200)]
    assert find_recurring_lines([*[ORIGINALS[0]] * 1000, *copies, *ORIGINALS], SETTINGS) == frozenset()


def test_a_statement_in_reports_of_one_event_is_no_furniture() -> None:
    statement = "We will not rest until every family has been told what happened on that night, said the ministry."
    reports = [path.read_text(encoding="utf-8") for path in sorted(ARTICLES.glob("ferry-*.txt"))]
    assert len(reports) >= 8
    assert find_recurring_lines([with_line(text, statement) for text in reports], SETTINGS) == frozenset()


def test_the_samples_have_no_such_line() -> None:
    texts = [path.read_text(encoding="utf-8") for path in sorted(ARTICLES.iterdir())]
    assert find_recurring_lines(texts, SETTINGS) == frozenset()


def test_a_line_that_stands_often_in_one_article_counts_once() -> None:
    texts = ["\n".join([LINE] * 100), *ORIGINALS]
    assert find_recurring_lines(texts, SETTINGS) == frozenset()


def test_a_scan_sets_such_lines_aside_and_shows_them() -> None:
    texts = {f"{kind} {i}": with_line(text) for i, text in enumerate(ORIGINALS[:6]) for kind in ("copy", "original")}
    found = pipeline.scan(texts).pairs
    assert len(found) == 6
    for one in found:
        assert LINE in [texts[one.a][span.start : span.end] for span in one.furniture_a]
        assert LINE in [texts[one.b][span.start : span.end] for span in one.furniture_b]


EPISODES = [
    f"Episode {i + 1}: {text.splitlines()[0]}\n\n{' '.join(text.splitlines()[2].split()[:25])}.\n\nThis week: {place}."
    for i, (text, place) in enumerate(zip(ORIGINALS, "a b c d e f g h i".split(), strict=True))
]
CREDITS = (
    "Our music is played by the Reed Organ of Saint Orla. The sound was mixed by Pia Stam, and Rolf Ahn edits what we say. "
    "Transcripts are on the page of the station, where you can also write to us or leave a voice message of a minute. "
    "If you like what you hear, tell a neighbour.\n\nThe programme is paid for by readers and by Wend, the lamp that "
    "folds, which takes a tenth off the first order of all who give the name of the programme at the till."
)
NOTICE = (
    "\u5173\u4e8e\u672c\u7ad9\uff1a\u672c\u7ad9\u7531\u6d77\u5cb8\u8bfb\u8005\u5171\u540c\u7ef4\u6301\uff0c\u4e0d\u63a5\u53d7\u5e7f\u544a\uff0c\u6bcf\u5e74\u516c\u5e03\u8d26\u76ee\u3002"
    "\u6b22\u8fce\u6765\u4fe1\u6307\u51fa\u9519\u8bef\uff0c\u6211\u4eec\u4f1a\u5728\u4e24\u5929\u4e4b\u5185\u66f4\u6b63\u5e76\u6ce8\u660e\u65e5\u671f\u3002"
)


def verdicts(texts: list[str]) -> list[str]:
    return [str(pair.verdict) for pair in pipeline.scan({str(i): text for i, text in enumerate(texts)}).pairs]


def test_long_credits_below_short_episodes_are_boilerplate() -> None:
    assert verdicts([f"{episode}\n\n{CREDITS}" for episode in EPISODES]) == []


def test_a_sentence_with_another_date_in_each_article_is_boilerplate_with_its_line() -> None:
    notice = "Write to the office with two references by {} May. " + CREDITS.split("\n\n")[0]
    assert verdicts([f"{episode}\n\n{notice.format(i + 3)}" for i, episode in enumerate(EPISODES)]) == []


def test_a_notice_below_articles_of_any_length_is_boilerplate() -> None:
    texts = [*ORIGINALS[:5], *(" ".join(text.split()[:150]) for text in ORIGINALS[5:])]
    assert verdicts([f"{text}\n\n{CREDITS}" for text in texts]) == []


WIRE = ORIGINALS[3]
OTHERS = [text for text in ORIGINALS if text != WIRE]


def test_a_story_that_outlets_took_stays_whatever_they_put_around_it() -> None:
    paragraphs = WIRE.split("\n\n")
    half = "\n\n".join(paragraphs[:6])
    wholes = {
        "a byline": [f"By Writer {name}\n\n{WIRE}" for name in "ABCDEFGH"],
        "a headline of another story": [f"{other.splitlines()[0]}\n\n{WIRE}" for other in OTHERS],
        "a paragraph of another story": [other.split("\n\n")[1] + f"\n\n{WIRE}" for other in OTHERS],
        "another ending": [half + "\n\n" + other.split("\n\n")[-1] for other in OTHERS],
    }
    for name, texts in wholes.items():
        found = verdicts(texts)
        assert len(found) == len(texts) * (len(texts) - 1) // 2, name
        assert set(found) <= {"identical", "near_copy"}, name


def test_paragraphs_that_outlets_took_into_stories_of_their_own_stay() -> None:
    taken = "\n\n".join(WIRE.split("\n\n")[3:6])
    texts = ["\n\n".join((*other.split("\n\n")[:3], taken, *other.split("\n\n")[3:])) for other in OTHERS]
    findings = pipeline.scan({str(i): text for i, text in enumerate(texts)}, Settings().updated({"batch.families": 0}))
    assert [str(pair.verdict) for pair in findings.pairs] == ["partial"] * (len(texts) * (len(texts) - 1) // 2)


def test_paragraphs_that_eight_outlets_took_are_told_once() -> None:
    taken = "\n\n".join(WIRE.split("\n\n")[3:6])
    texts = ["\n\n".join((*other.split("\n\n")[:3], taken, *other.split("\n\n")[3:])) for other in OTHERS]
    findings = pipeline.scan({str(i): text for i, text in enumerate(texts)})
    assert findings.pairs == ()
    assert [len(passage.articles) for passage in findings.common] == [len(OTHERS)]
    assert " ".join(taken.split()) in " ".join(findings.common[0].text.split())


BRIEF = (
    "The lighthouse at Cape Hollin will be lit again on Friday, the harbour office said. Its lamp has been dark since a "
    "storm tore off the cupola in January. Masons from Ostrand have rebuilt the gallery, and the lens was polished in a "
    "workshop for telescopes. The work cost 84,000 crowns, of which fishermen gave a tenth.\n\nThe keeper told the council "
    "that ships will see the light from nineteen miles. Until now they were guided by a buoy, which went adrift twice."
)
PROFILE = (
    "Wend Lamps makes folding lamps for desks, tents and boats. The company was founded in a shed at Norrvik and employs "
    "three hundred people in four countries. Its lamps have won the prize of the lamp makers twice, and its works run on "
    "power from the weir.\n\nWend Lamps belongs to its workers, sells its goods in eleven thousand shops, and repairs every "
    "lamp that was ever sold. The first lamp still stands in the hall of the works at Norrvik, and it is lit every day."
)


def test_a_short_report_at_the_foot_of_unrelated_pages_is_no_boilerplate() -> None:
    openings = [" ".join(text.split("\n\n")[1].split()[:40]) for text in ORIGINALS[:6]]
    assert len(verdicts([f"{opening}\n\n{BRIEF}" for opening in openings])) == 15


def test_what_a_firm_says_of_itself_is_boilerplate_even_where_it_outweighs_the_text() -> None:
    openings = [" ".join(text.split("\n\n")[1].split()[:40]) for text in ORIGINALS[:6]]
    assert verdicts([f"{opening}\n\n{PROFILE}" for opening in openings]) == []


def test_a_notice_without_spaces_recurs_too() -> None:
    found = find_recurring_lines([f"{text}\n\n{NOTICE}" for text in ORIGINALS], SETTINGS)
    assert len(found) == 2


pieces = st.lists(
    st.sampled_from(["a ", "B-", "_", "__c", "\n", ". ", "! ", "Σ", "ς ", "İ", "é", "中文字", "3 "]), max_size=14
)
texts = pieces.map("".join)


@given(texts)
@example("ΑΣ.Β Γ Δ")
def test_a_key_is_the_words_of_a_sentence(text: str) -> None:
    keys = {line_key(sentence) for sentence in re.split(r"[\n.!?。！？]", text)}
    assert line_keys(text) == {key for key in keys if scripts.length(key) >= 3 or key.count(" ") >= 2}


@given(texts, st.frozensets(texts.map(line_key).filter(bool), max_size=3))
@example("a B-a. 3 ", frozenset(["a b a"]))
@example("__c B-a. ", frozenset(["c b a"]))
@example("ας a b. ", frozenset(["ας a b"]))
@example("aİ b a. ", frozenset(["ai b a"]))
def test_a_look_at_the_text_loses_no_line_that_recurs(text: str, recurring: frozenset[str]) -> None:
    fold = fold_text(text)
    if any(find_recurring(fold.plain.split("\n"), recurring)):
        assert may_hold(fold.plain, fold.text, recurring)


def test_a_look_at_the_text_rules_most_texts_out() -> None:
    text = "The company said the wall stands. Nobody was hurt, it said."
    assert not may_hold(text, text.lower(), frozenset(["the company said", "it said the"]))
    assert may_hold(text, text.lower(), frozenset(["it said the", "the company said the wall stands"]))


def test_hostile_sentences_cost_little() -> None:
    for text in ("." + "_" * 200_000, "._" * 100_000 + "-", "! " * 200_000, "_ - " * 100_000):
        assert not may_hold(text, text, frozenset(["a b c"]))
