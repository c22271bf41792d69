"""Related pairs to families: who belongs together, in which order, and where a family comes from."""

from __future__ import annotations

import random
from dataclasses import fields, replace
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dupdetect.families import find_families, group_stories, represent_partials
from dupdetect.records import (
    Article,
    AttachedAs,
    Cluster,
    Comparison,
    CreditForm,
    Direction,
    Evidence,
    Kind,
    Measures,
    Passage,
    Verdict,
)

COVERED: dict[str, Any] = {one.name: 0 for one in fields(Measures)} | {"own_a": 1.0, "own_b": 1.0}
"""Both texts stand in each other."""
DATED = {name: Article(name, "", published="2024-05-01") for name in [*"abcdefghijpqxyz", "copy", "original"]}


def compared(
    a: str, b: str, verdict: Verdict = Verdict.REWRITE, direction: Direction = Direction.UNKNOWN
) -> Comparison:
    """A comparison of which only the names, the verdict and the direction matter."""
    return Comparison(
        a=a, b=b, verdict=verdict, direction=direction,
        jaccard=0, coverage_a=0, coverage_b=0, closeness=0, spun=None, credit=CreditForm.NONE,
        passages=(), reasons=(), sentences=(), substitutions=(), credit_evidence=(), direction_evidence=(),
        furniture_a=(), furniture_b=(), disguises=(), channels=(), measures=Measures(**COVERED),
    )  # fmt: skip


def made_from(copy: str, original: str, *, mirrored: bool = False) -> Comparison:
    if mirrored:
        return compared(copy, original, direction=Direction.B_TO_A)
    return compared(original, copy, direction=Direction.A_TO_B)


def members(families: tuple[Cluster, ...]) -> list[tuple[str, ...]]:
    return [family.articles for family in families]


def test_articles_are_joined_through_others() -> None:
    pairs = [compared("a", "b"), compared("x", "y"), compared("b", "c"), compared("d", "c")]
    assert members(find_families(pairs, Verdict.REWRITE)) == [("a", "b", "c", "d"), ("x", "y")]


def test_nothing_related_is_no_family() -> None:
    assert find_families([], Verdict.PARTIAL) == ()
    assert find_families([compared("a", "b", Verdict.PARTIAL)], Verdict.REWRITE) == ()


@pytest.mark.parametrize("least", Verdict)
def test_only_verdicts_of_the_least_or_stronger_join(least: Verdict) -> None:
    pairs = [compared(f"{verdict} a", f"{verdict} b", verdict) for verdict in Verdict]
    expected = [(f"{verdict} a", f"{verdict} b") for verdict in Verdict if verdict.rank >= least.rank]
    assert members(find_families(pairs, least)) == sorted(expected)


def test_a_family_has_the_strongest_verdict_of_its_pairs() -> None:
    pairs = [
        compared("a", "b", Verdict.REWRITE),
        compared("b", "c", Verdict.IDENTICAL),
        compared("c", "d", Verdict.NEAR_COPY),
        compared("x", "y", Verdict.REWRITE),
    ]
    families = find_families(pairs, Verdict.REWRITE)
    assert [family.verdict for family in families] == [Verdict.IDENTICAL, Verdict.REWRITE]


def test_larger_families_come_first_and_equal_ones_by_their_names() -> None:
    pairs = [compared("c", "d"), compared("a", "b"), compared("x", "y"), compared("y", "z")]
    assert members(find_families(pairs, Verdict.REWRITE)) == [("x", "y", "z"), ("a", "b"), ("c", "d")]


@pytest.mark.parametrize("mirrored", [False, True])
@pytest.mark.parametrize(
    ("ties", "source"),
    [
        ([("copy", "original")], "original"),
        ([("b", "a"), ("c", "a")], "a"),
        ([("c", "b"), ("b", "a")], "a"),
        ([("c", "b"), ("b", "a"), ("c", "a")], "a"),
        ([("c", "a"), ("c", "b")], None),  # two that nobody was seen to copy
        ([("b", "a"), ("a", "b")], None),  # evidence against evidence
    ],
)
def test_the_source_is_the_one_that_others_were_made_from(
    ties: list[tuple[str, str]], source: str | None, mirrored: bool
) -> None:
    pairs = [made_from(*tie, mirrored=mirrored) for tie in ties]
    (family,) = find_families(pairs, Verdict.REWRITE, DATED)
    assert family.source == source


def test_without_directions_the_source_is_unknown() -> None:
    (family,) = find_families([compared("a", "b"), compared("b", "c")], Verdict.REWRITE)
    assert family.source is None


def test_a_member_without_directions_does_not_hide_the_source() -> None:
    (family,) = find_families([made_from("b", "a"), compared("b", "c")], Verdict.REWRITE, DATED)
    assert (family.source, family.origins) == ("a", 1)


def test_weak_pairs_say_nothing_of_the_source() -> None:
    weak = compared("b", "a", Verdict.PARTIAL, Direction.A_TO_B)
    (family,) = find_families([made_from("b", "a"), weak], Verdict.REWRITE, DATED)
    assert family.source == "a"


def test_each_family_has_its_own_source() -> None:
    pairs = [made_from("b", "a"), made_from("y", "x", mirrored=True), compared("p", "q")]
    families = find_families(pairs, Verdict.REWRITE, DATED)
    assert [(family.articles, family.source) for family in families] == [
        (("a", "b"), "a"),
        (("p", "q"), None),
        (("x", "y"), "x"),
    ]


# dates, credits, origins


def test_a_member_without_a_date_may_be_earlier_unless_a_credit_names_the_source() -> None:
    undated = DATED | {"b": Article("b", "")}
    (family,) = find_families([made_from("b", "a")], Verdict.REWRITE, undated)
    assert family.source is None
    named = replace(made_from("b", "a"), direction_evidence=(Evidence("b", "first appeared in The Courier"),))
    (family,) = find_families([named], Verdict.REWRITE, undated)
    assert family.source == "a"


def test_an_article_that_credits_another_is_no_source() -> None:
    tie = replace(made_from("b", "a"), credit=CreditForm.CREDITED, credit_evidence=(Evidence("a", "Source: Herald"),))
    (family,) = find_families([tie], Verdict.REWRITE, DATED)
    assert family.source is None


def test_first_texts_that_stem_from_no_common_one_are_counted() -> None:
    (family,) = find_families([made_from("c", "a"), made_from("c", "b")], Verdict.REWRITE, DATED)
    assert (family.source, family.origins) == (None, 2)


def test_the_title_is_that_of_the_source() -> None:
    titled = {name: replace(article, title=f"Title of {name}") for name, article in DATED.items()}
    (family,) = find_families([made_from("a", "b")], Verdict.REWRITE, titled)
    assert family.title == "Title of b"


# parts of a text


def holds(long: str, short: str, start: int, end: int) -> Comparison:
    """A long text of 1,000 characters that has a short one whole, at a place."""
    passage = Passage(start, end, 0, end - start, Kind.VERBATIM, 1.0)
    measures = replace(Measures(**COVERED), own_a=(end - start) / 1000)
    return replace(compared(long, short, Verdict.NEAR_COPY), closeness=1.0, passages=(passage,), measures=measures)


def test_a_trim_is_attached_and_no_member() -> None:
    whole = replace(compared("a", "b"), passages=(Passage(0, 1000, 0, 1000, Kind.EDITED, 0.9),))
    (family,) = find_families([whole, holds("a", "t", 0, 300), holds("b", "t", 0, 300)], Verdict.REWRITE)
    assert family.articles == ("a", "b")
    assert [(one.id, one.as_) for one in family.attached] == [("t", AttachedAs.TRIM)]


def test_a_round_up_does_not_chain_the_stories_that_it_holds() -> None:
    pairs = [compared("a", "b"), compared("x", "y"), holds("page", "a", 0, 300), holds("page", "x", 400, 700)]
    families = find_families(pairs, Verdict.REWRITE)
    assert [family.articles for family in families] == [("a", "b"), ("x", "y")]
    for family in families:
        assert [(one.id, one.as_) for one in family.attached] == [("page", AttachedAs.ROUND_UP)]


def test_two_texts_at_one_place_of_a_page_make_it_no_round_up() -> None:
    pairs = [holds("page", "a", 0, 300), holds("page", "x", 20, 310)]
    (family,) = find_families(pairs, Verdict.REWRITE)
    assert family.articles == ("page",)
    assert [one.id for one in family.attached] == ["a", "x"]


NAMED = [*combinations("abcdefghij", 2)]
edges = st.lists(st.sampled_from(NAMED), unique=True, max_size=14)


@given(edges)
def test_families_are_what_merging_one_pair_after_another_gives(pairs: list[tuple[str, str]]) -> None:
    families: list[set[str]] = []
    for pair in pairs:
        touched = [family for family in families if family & set(pair)]
        families = [family for family in families if family not in touched]
        families.append(set(pair).union(*touched))
    expected = sorted((tuple(sorted(family)) for family in families), key=lambda names: (-len(names), names))
    assert members(find_families([compared(*pair) for pair in pairs], Verdict.REWRITE)) == expected


@given(
    st.lists(st.tuples(st.sampled_from(NAMED), st.sampled_from(Verdict), st.sampled_from(Direction))),
    st.randoms(use_true_random=False),
)
def test_the_order_of_pairs_changes_nothing(
    ties: list[tuple[tuple[str, str], Verdict, Direction]], rng: random.Random
) -> None:
    pairs = [compared(*names, verdict, direction) for names, verdict, direction in ties]
    shuffled = pairs[:]
    rng.shuffle(shuffled)
    assert find_families(shuffled, Verdict.PARTIAL) == find_families(pairs, Verdict.PARTIAL)


def shared(a: str, b: str, words: int, verdict: Verdict = Verdict.PARTIAL) -> Comparison:
    """A pair that shares so many words."""
    pair = compared(a, b, verdict)
    return replace(pair, measures=replace(pair.measures, shared=words))


def weights(pairs: list[Comparison]) -> dict[tuple[str, str], int]:
    families = find_families(pairs, Verdict.REWRITE)
    return {(pair.a, pair.b): pair.stands_for for pair in represent_partials(pairs, families)}


def test_the_pair_with_most_words_stands_for_all_between_two_families() -> None:
    family = [compared("a", "b"), compared("b", "c")]
    pairs = [*family, shared("a", "x", 40), shared("b", "x", 60), shared("c", "x", 50), shared("c", "y", 30)]
    assert weights(pairs) == {
        ("a", "b"): 1, ("b", "c"): 1, ("a", "x"): 0, ("b", "x"): 3, ("c", "x"): 0, ("c", "y"): 1,
    }  # fmt: skip


def test_which_pair_stands_for_others_does_not_depend_on_their_order() -> None:
    pairs = [compared("a", "b"), shared("a", "x", 40), shared("b", "x", 40)]
    assert weights(pairs) == weights(pairs[::-1]) == {("a", "b"): 1, ("a", "x"): 2, ("b", "x"): 0}


def test_pairs_of_single_articles_stand_for_themselves() -> None:
    pairs = [shared("a", "b", 30), shared("b", "c", 30), shared("a", "c", 30)]
    assert set(weights(pairs).values()) == {1}


def part(short: str, long: str) -> Comparison:
    """A short text that stands whole in a long one, as a tenth of it."""
    pair = compared(short, long)
    return replace(pair, measures=replace(pair.measures, own_a=1.0, own_b=0.1))


def test_a_family_counts_once_with_its_trims() -> None:
    pairs = [compared("a", "b"), part("t", "b"), shared("b", "x", 30)]
    stories = group_stories(pairs, Verdict.REWRITE, {})
    assert stories["a"] == stories["b"] == stories["t"]
    assert stories["x"] == "x"


def test_a_brief_that_many_print_whole_makes_them_no_one_story() -> None:
    stories = group_stories([part("brief", name) for name in "abcdef"], Verdict.REWRITE, {})
    assert len({stories[name] for name in "abcdef"}) == 6
