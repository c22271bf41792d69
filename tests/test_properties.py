"""What holds for every text: places rebuild the original, both ways round say the same, company changes nothing."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import fields, replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dupdetect import pipeline
from dupdetect.engines.local import engine
from dupdetect.pipeline.pairs import ALONE
from dupdetect.records import Article, Comparison, Direction, Findings, Kind, Measures, Verdict

POOL = """
The harbour wall gave way a little after midnight, and the water reached the market square within the hour.
Forty families spent the night in the school gymnasium, on mats that the judo club had brought from its cellar.
Engineers had warned the council in March that the eastern section of the wall was hollow behind its stones.
The mayor said that money for the repair had been set aside, but that no builder could start before the autumn.
A fisherman pulled two children from a car that had floated against the railings of the fish market.
By morning the tide had gone out, and what it left was mud, planks and a piano from the hotel.
The insurers have promised to send their assessors on Monday, and to pay small claims without asking for receipts.
Scientists at the observatory have counted the owls of the northern forest for thirty winters in a row.
Their numbers rise and fall with those of the voles, on which the birds feed almost alone.
This winter, for the first time, the count found more empty nest boxes than breeding pairs.
A likely cause is the thaw in January, which turned the snow into ice that the hunters could not break.
The foresters will leave dead trees standing, so that the owls find holes of their own when boxes rot.
Children from nine villages built two hundred boxes last year and carried them uphill on sledges.
The striker left the pitch after twenty minutes with an injured knee, and his side never found its rhythm again.
Two goals in the second half, both from corner kicks, decided a match that few of the crowd will remember.
The coach refused to blame the referee, although a clear foul before the first goal had gone unpunished.
With four games to play the club stands one point above the relegation places.
Supporters whistled the team off and then sang for the groundsman, who retires this week after forty years.
The bank raised its main interest rate by a quarter of a point, as most economists had expected.
Prices have climbed faster than wages for fourteen months, and rents in the capital faster than either.
The governor told reporters that he would rather act early than be forced to act harshly.
Exporters complained that a stronger currency would cost them orders in markets that they had only just won.
Shares in builders fell, while those of lenders reached their highest value since spring.
A new telescope on the plateau has taken its first picture: a spiral galaxy seen almost from the edge.
Its mirror is made of eighteen segments, each polished for a year in a workshop beneath the university.
Astronomers hope to learn why some galaxies stop forming stars long before their gas is spent.
The night sky above the plateau is protected by law, and street lamps in the valley must point downwards.
The old brewery will become a library, if the citizens agree to the plan in a vote next month.
Its copper kettles are to stay where they are, with reading desks arranged around them.
Opponents say that the building is damp and that paper and steam have never been good neighbours.
The architect replied that every cellar in the town is damp, and that the archive has survived in one for a century.
A donor who wishes to remain unnamed has offered to pay for the roof.
""".strip().splitlines()

STRANGE = """
Quartz dust clogged seven pumps beneath Mount Ferrol before anyone thought to measure humidity.
Grandmother kneads rye dough barefoot whenever thunder rolls across our plum orchard.
Violinists tune slightly sharp because bright halls swallow lower partials quickly.
Penguins queue politely, shuffle, then topple sideways into turquoise slush.
Cartographers once drew dragons wherever ink outlasted knowledge about coastlines.
Bicycle couriers memorise gradients, potholes, barking terriers plus every unlocked courtyard.
""".strip().splitlines()

WORDS = {
    "said": "stated", "water": "flood", "money": "funds", "first": "earliest", "night": "evening", "found": "located",
    "winter": "season", "built": "made", "clear": "plain", "picture": "image", "made": "formed", "plan": "scheme",
    "offered": "proposed", "pay": "settle", "rate": "level", "club": "side", "because": "since", "old": "former",
}  # fmt: skip


def edited(sentence: str, seed: int) -> str:
    """`sentence` as it is, with words exchanged, with words left out, or in capitals, as `seed` says."""
    chance = random.Random(seed)
    words = sentence.split(" ")
    if seed % 5 == 1:
        words = [WORDS.get(word, word) for word in words]
    elif seed % 5 == 2:
        words = [word for word in words if chance.random() > 0.15] or words
    elif seed % 5 == 3:
        words = [f"w{chance.randrange(10**6)}" if chance.random() < 0.3 else word for word in words]
    elif seed % 5 == 4:
        words = [word.upper() for word in words]
    return " ".join(words)


@st.composite
def told(draw: st.DrawFn, pool: Sequence[str] = POOL, most: int = 24) -> str:
    """A text of sentences from a pool, some of them edited, in paragraphs, in any order."""
    chosen = draw(st.lists(st.tuples(st.integers(0, len(pool) - 1), st.integers(0, 9)), max_size=most))
    if draw(st.booleans()):
        chosen.sort()
    gaps = draw(st.lists(st.sampled_from([" ", "\n", "\n\n"]), min_size=len(chosen), max_size=len(chosen)))
    return "".join(edited(pool[i], seed) + gap for (i, seed), gap in zip(chosen, gaps, strict=True))


stopped = told().map(lambda text: re.sub(r"(?<=[^.\s])(?=\s*\n|\s*$)", ".", text))
"""Told texts whose lines all end in a full stop, also where the last word of a sentence was left out."""


@st.composite
def shuffled(draw: st.DrawFn) -> tuple[str, str]:
    """Two texts of the same sentences in different orders: equally long."""
    chosen = draw(st.lists(st.integers(0, len(POOL) - 1), min_size=4, max_size=14, unique=True))
    return " ".join(POOL[i] for i in chosen), " ".join(POOL[i] for i in draw(st.permutations(chosen)))


odd = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from("aeo .\n\u0301\u200b\u00ad\u0430\u043e\uff21\ufb01\U0001d41a\u0130\u00df\u201c\u201d"),
    ),
    max_size=30,
)


@st.composite
def disguised(draw: st.DrawFn) -> str:
    """A told text with any Unicode between and inside its words."""
    text = draw(told(most=10))
    for piece in draw(st.lists(odd, max_size=8)):
        at = draw(st.integers(0, len(text)))
        text = text[:at] + piece + text[at:]
    return text


def places(one: Comparison) -> Iterator[tuple[int, int, int, int]]:
    for passage in one.passages:
        yield passage.a_start, passage.a_end, passage.b_start, passage.b_end
    for pair in one.sentences:
        yield pair.a_start, pair.a_end, pair.b_start, pair.b_end


def check_places(one: Comparison, a: str, b: str) -> None:
    for a_start, a_end, b_start, b_end in places(one):
        assert 0 <= a_start < a_end <= len(a)
        assert 0 <= b_start < b_end <= len(b)
    for pair in one.sentences:
        last_a, last_b = pair.a_start, pair.b_start
        for change in pair.replacements:
            assert last_a <= change.a_start <= change.a_end <= pair.a_end
            assert last_b <= change.b_start <= change.b_end <= pair.b_end
            assert change.a_end > change.a_start or change.b_end > change.b_start
            last_a, last_b = change.a_end, change.b_end
    for spans, text in ((one.furniture_a, a), (one.furniture_b, b)):
        assert all(0 <= span.start < span.end <= len(text) for span in spans)
        assert all("\n" not in text[span.start : span.end] or len(text) > 200 for span in spans)
    for evidence in (*one.credit_evidence, *one.direction_evidence):
        text = {"a": a, "b": b}.get(evidence.article, "")
        assert not evidence.end or evidence.text in text[evidence.start : evidence.end]


@given(disguised(), disguised())
def test_places_lie_in_the_original_texts(a: str, b: str) -> None:
    check_places(pipeline.compare(a, b), a, b)


@given(odd, odd)
def test_places_lie_in_any_text(a: str, b: str) -> None:
    check_places(pipeline.compare(a, b), a, b)
    check_places(pipeline.compare(a * 8, a * 7 + b), a * 8, a * 7 + b)


@given(told(), told())
def test_a_verbatim_passage_reads_the_same_on_both_sides(a: str, b: str) -> None:
    for passage in pipeline.compare(a, b).passages:
        if passage.kind is Kind.VERBATIM and passage.similarity == 1.0:
            sides = (a[passage.a_start : passage.a_end], b[passage.b_start : passage.b_end])
            left, right = (re.findall(r"\w+", side.lower()) for side in sides)
            assert sorted(left) == sorted(right) or set(left) == set(right)


@given(told(), told())
def test_outside_replacements_aligned_sentences_have_the_same_words(a: str, b: str) -> None:
    for pair in pipeline.compare(a, b).sentences:
        left, right, at_a, at_b = [], [], pair.a_start, pair.b_start
        for change in pair.replacements:
            left.append(a[at_a : change.a_start])
            right.append(b[at_b : change.b_start])
            at_a, at_b = change.a_end, change.b_end
        left.append(a[at_a : pair.a_end])
        right.append(b[at_b : pair.b_end])
        assert plain(" ".join(left)) == plain(" ".join(right))


def plain(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text.lower())


# both ways round

TURNED = {Direction.A_TO_B: Direction.B_TO_A, Direction.B_TO_A: Direction.A_TO_B, Direction.UNKNOWN: Direction.UNKNOWN}


def swapped(record: Any) -> Any:
    """A record with the values of its fields for A and for B changed over."""
    names = {one.name for one in fields(record)}
    partner = {name: re.sub(r"(^|_)[ab](?=_|$)", _other, name) for name in names}
    return replace(record, **{partner[name]: getattr(record, name) for name in names if partner[name] != name})


def _other(found: re.Match[str]) -> str:
    return found[1] + ("b" if found[0].endswith("a") else "a")


def mirrored(one: Comparison) -> Comparison:
    """What comparing the other way round must give, up to the order of evidence."""
    turned: Comparison = swapped(one)
    measures: Measures = swapped(one.measures)
    sentences = [replace(swapped(x), replacements=tuple(map(swapped, x.replacements))) for x in one.sentences]
    return replace(
        turned,
        measures=measures,
        direction=TURNED[one.direction],
        facts=swapped(one.facts) if one.facts else None,
        passages=tuple(sorted(map(swapped, one.passages), key=lambda x: (x.a_start, x.b_start))),
        sentences=tuple(sorted(sentences, key=lambda x: (x.a_start, x.b_start))),
        substitutions=tuple(map(swapped, one.substitutions)),
        reasons=tuple(map(turned_reason, one.reasons)),
        drift=tuple(sorted(map(swapped, one.drift), key=lambda x: (x.a_start, x.b_start, x.a_end, x.b_end, x.kind))),
    )


def turned_reason(reason: str) -> str:
    """A reason with the figures for A and for B changed over."""
    figures = re.findall(r"\d+%", reason)
    if "A's" not in reason or "B's" not in reason or len(figures) != 2:
        return reason
    first, second = figures
    return re.sub(r"\d+%", lambda found: second if found.start() == reason.index(first) else first, reason)


def settled(one: Comparison) -> Comparison:
    """`one` with what has no order of its own in a fixed order."""
    return replace(
        one,
        substitutions=tuple(sorted(one.substitutions, key=lambda x: (x.a, x.b, x.count))),
        credit_evidence=tuple(sorted(one.credit_evidence, key=repr)),
        direction_evidence=(),
        disguises=tuple(sorted(one.disguises, key=repr)),
        passages=tuple(sorted(one.passages, key=lambda x: (x.a_start, x.b_start))),
        sentences=tuple(sorted(one.sentences, key=lambda x: (x.a_start, x.b_start))),
    )


def check_mirror(a: str, b: str) -> None:
    left, right = Article("a", a), Article("b", b)
    assert settled(pipeline.compare(right, left)) == settled(mirrored(pipeline.compare(left, right)))


@given(told(), told())
def test_comparing_the_other_way_round_mirrors(a: str, b: str) -> None:
    check_mirror(a, b)


@given(shuffled())
def test_texts_of_equal_length_mirror_too(texts: tuple[str, str]) -> None:
    check_mirror(*texts)


@given(disguised(), disguised())
@settings(max_examples=30)
def test_odd_texts_mirror_too(a: str, b: str) -> None:
    check_mirror(a, b)


def test_dates_and_credits_mirror() -> None:
    text = " ".join(POOL[:7])
    a = Article("a", text, source="The Weir Gazette", published="2020-04-10")
    b = Article("b", text + "\nThis article first appeared in The Weir Gazette.", published="2020-04-12")
    one, other = pipeline.compare(a, b), pipeline.compare(b, a)
    assert one.direction is Direction.A_TO_B
    assert other.direction is Direction.B_TO_A
    assert one.credit is other.credit
    assert settled(other) == settled(mirrored(one))


# a text against itself


@given(st.one_of(odd, disguised(), told()))
def test_a_text_is_identical_to_itself(text: str) -> None:
    one = pipeline.compare(text, text)
    assert one.verdict is Verdict.IDENTICAL
    assert one.spun is not True
    assert one.jaccard == 1.0


@pytest.mark.parametrize("text", ["", " ", "\n\n", "...", "\u200b", "\u0301", "word", "Share\nTweet", "\ud800", "\x00"])
def test_a_text_of_next_to_nothing_is_identical_to_itself(text: str) -> None:
    assert pipeline.compare(text, text).verdict is Verdict.IDENTICAL


@given(stopped, stopped)
def test_only_equal_words_are_identical(a: str, b: str) -> None:
    """Headings and furniture aside, which these texts do not have: all of their lines end in a full stop."""
    if pipeline.compare(a, b).verdict is Verdict.IDENTICAL:
        assert plain(a) == plain(b)


def test_another_headline_leaves_a_text_identical() -> None:
    text = "\n\n".join(POOL[:8])
    other = f"Wall gives way at night\n\n{text}"
    assert pipeline.compare(text, other).verdict is Verdict.IDENTICAL
    assert pipeline.compare(f"Flood in the market square\n\n{text}", other).verdict is Verdict.IDENTICAL


@pytest.mark.parametrize("at", [1, 4, 8])
def test_a_sentence_that_is_put_in_without_a_full_stop_is_no_detail(at: int) -> None:
    parts = POOL[:8]
    more = [*parts[:at], "The mayor had known of the cracks since March", *parts[at:]]
    found = pipeline.compare("\n\n".join(parts), "\n\n".join(more))
    assert found.verdict is Verdict.NEAR_COPY
    assert found.coverage_a == 1.0
    assert found.measures.words_b == found.measures.words_a + 9


def test_a_line_of_place_and_date_is_set_aside_and_one_in_the_text_is_not() -> None:
    text = "\n\n".join(POOL[:8])
    one, other = f"LUZHNY, 5 March 2024\n\n{text}", f"PORT WEIR, 6 March 2024\n\n{text}"
    assert pipeline.compare(one, other).verdict is Verdict.IDENTICAL
    one, other = f"LUZHNY, 5 March 2024 - {text}", f"PORT WEIR, 6 March 2024 - {text}"
    assert pipeline.compare(one, other).verdict is Verdict.NEAR_COPY


@given(st.lists(st.sampled_from(POOL), min_size=3, max_size=8, unique=True), st.data())
def test_a_text_that_says_a_paragraph_twice_is_not_identical_to_one_that_says_it_once(
    chosen: list[str], data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(chosen) - 1))
    once, twice = " ".join(chosen), " ".join([*chosen[: at + 1], *chosen[at:]])
    assert pipeline.compare(once, twice).verdict is not Verdict.IDENTICAL


# in company


@st.composite
def corpus(draw: st.DrawFn) -> dict[str, str]:
    """A few articles that share sentences, and a few that share none."""
    texts = draw(st.lists(told(most=16), min_size=2, max_size=5))
    for text in draw(st.lists(st.sampled_from(texts), max_size=2)):
        texts.append(" ".join(edited(part, draw(st.integers(0, 9))) for part in text.split("\n")))
    return {f"{i:02}": text for i, text in enumerate(texts)}


def seen(findings: Findings) -> dict[tuple[str, str], Comparison]:
    """The pairs of a scan; which searches met them may change with company."""
    return {(one.a, one.b): replace(one, channels=()) for one in findings.pairs}


@given(corpus(), st.lists(st.sampled_from(STRANGE), min_size=1, unique=True))
def test_an_unrelated_article_changes_no_verdict(texts: dict[str, str], strange: list[str]) -> None:
    more = texts | {"00 first": " ".join(strange), "99 last": " ".join(reversed(strange)) + " Nothing else."}
    alone, in_company = seen(pipeline.scan(texts)), seen(pipeline.scan(more))
    kept = {pair: one for pair, one in in_company.items() if set(pair) <= set(texts)}
    assert kept == alone


@given(corpus(), st.randoms(use_true_random=False))
@settings(max_examples=30)
def test_the_order_of_the_input_changes_nothing(texts: dict[str, str], chance: random.Random) -> None:
    articles = [Article(name, text) for name, text in texts.items()]
    once = pipeline.scan(articles)
    chance.shuffle(articles)
    assert pipeline.scan(articles) == once
    assert pipeline.scan({one.id: one.text for one in articles}) == once


@given(corpus())
@settings(max_examples=20)
def test_a_scan_says_of_a_pair_what_comparing_says(texts: dict[str, str]) -> None:
    for (a, b), one in seen(pipeline.scan(texts)).items():
        alone = pipeline.compare(Article(a, texts[a]), Article(b, texts[b]))
        reasons = tuple(reason for reason in alone.reasons if reason != ALONE)
        # A comparison knows no families.
        assert replace(alone, channels=(), stands_for=one.stands_for, reasons=reasons) == one


@given(corpus())
@settings(max_examples=20)
def test_comparing_many_is_comparing_pair_by_pair(texts: dict[str, str]) -> None:
    pairs = [(a, b) for a in texts for b in texts if a != b]
    many = list(pipeline.compare_many(texts, pairs))
    assert [(one.a, one.b) for one in many] == pairs
    for one in many:
        assert one == pipeline.compare(Article(one.a, texts[one.a]), Article(one.b, texts[one.b]))


@pytest.fixture(scope="module")
def articles() -> list[Article]:
    """Enough articles with enough in common for several parts of work."""
    chance = random.Random(7)
    made = []
    for i in range(40):
        chosen = sorted(chance.sample(range(len(POOL)), 14))
        made.append(Article(f"{i:03}", "\n".join(edited(POOL[k], chance.randrange(10)) for k in chosen)))
    return made


@pytest.mark.parametrize("jobs", [1, 2])
def test_the_number_of_workers_changes_nothing(
    articles: list[Article], jobs: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = pipeline.scan(articles, jobs=1)
    assert whole.counts["pairs"] > 30
    monkeypatch.setattr(engine, "_PART", 16)  # small parts, so that there is work for two
    assert pipeline.scan(articles, jobs=jobs) == whole


def test_a_second_scan_gives_the_same(articles: list[Article]) -> None:
    assert pipeline.scan(articles) == pipeline.scan(articles)
