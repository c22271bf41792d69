"""Two notices of one firm: about two amounts, or one of them an item in a digest, share facts and took no wording."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dupdetect import Verdict, compare
from dupdetect.compare import judge
from dupdetect.compare.facts import compare_facts, digests, extract_facts
from dupdetect.compare.facts.digests import list_heads
from dupdetect.records import Article, Measures
from dupdetect.settings import Judging, Settings
from dupdetect.text import Vocabulary, segment_article

CERTIFICATES = (
    "Halvard Lines Inc, a unit of Brandal Group, said it filed a registration statement with the Maritime Finance "
    "Board for an offering of {0} million dollars of ship certificates.\n\nHalvard plans to raise 125 million dollars "
    "through an issue of first priority certificates due 2032, 125 million through second priority certificates due "
    "2035 and 100 million dollars through third priority certificates due 2039. Interest will be payable March 15 and "
    "September 15, starting September 2027. Lead manager will be Orrin Partners Inc."
)
NOTES = (
    "Halvard Lines Inc, a unit of Brandal Group, said it filed a registration statement with the Maritime Finance "
    "Board relating to {0} million dollars of senior notes due 2037, which Brandal Group guarantees.\n\nInterest will "
    "be payable March 15 and September 15 beginning September 15, 2027.\n\nProceeds will be added to Halvard's cash to "
    "provide more liquidity."
)

NOTICE = (
    "Audley Sound Ltd said it registered with the Maritime Finance Board to offer five million pounds of convertible "
    "loan stock due 2037.\n\nG.T. Marsh and Co Ltd will manage the sale. The company said proceeds will be used to "
    "repay its bank and for working capital."
)
OPENING = "The following offers were registered recently with the Maritime Finance Board:"
ITEM = (
    "Audley Sound Ltd - Offer of up to five million pounds of convertible loan stock due 2037 through G.T. Marsh and "
    "Co Ltd."
)
OTHER_ITEM = "Penrose Salt Ltd - Offer of four million shares of common stock through Hartley and Combe."
DIGEST = f"{OPENING}\n\n{ITEM}\n\n{OTHER_ITEM}"


def test_one_firm_may_announce_two_sums_in_the_same_words() -> None:
    for pair in ((CERTIFICATES.format(350), NOTES.format(100)), (NOTES.format(100), CERTIFICATES.format(350))):
        found = compare(*pair)
        assert found.measures.other_amount
        assert found.verdict is Verdict.INDEPENDENT
        assert "each opens with another amount" in found.reasons[0]


@pytest.mark.parametrize(
    ("whole", "sum_of_notes"),
    [
        ("100", "100"),  # both open with the same
        ("350", "350"),
        ("350", "360"),  # the source has no such amount: somebody changed it
        ("350 million dollars of notes and 100", "100"),  # a part of what the source opens with
    ],
)
def test_a_retelling_keeps_the_amount_of_its_source_or_changes_it(whole: str, sum_of_notes: str) -> None:
    found = compare(CERTIFICATES.format(whole), NOTES.format(sum_of_notes))
    assert not found.measures.other_amount
    assert found.verdict.reaches(Verdict.PARTIAL)


def test_an_amount_outside_of_what_both_tell_says_nothing_of_it() -> None:
    news = "Fares on the northern islands rise by 9 million dollars in all, said the Sund council on Friday.\n\n"
    longer = f"{news}{CERTIFICATES.format(350)}\n\n{news.replace('Sund', 'Tarn')}"
    assert not compare(longer, NOTES.format(350)).measures.other_amount


def test_long_texts_are_not_about_one_amount() -> None:
    vocabulary, settings = Vocabulary(), Settings().segmenting

    def has_other_amount(repeated: int) -> bool:
        rest = "The fleet leaves its piers at dawn and is back by dusk. " * repeated
        texts = (f"{text}\n\n{rest}" for text in (CERTIFICATES.format(350), NOTES.format(100)))
        a, b = (extract_facts(segment_article(Article("a", text), vocabulary, settings)) for text in texts)
        covered_a, covered_b = (np.ones(len(facts.article), np.bool_) for facts in (a, b))
        return compare_facts(a, b, covered_a, covered_b).other_amount

    assert has_other_amount(20)
    assert not has_other_amount(40)


def test_an_item_of_a_digest_in_other_words_took_nothing_from_a_notice() -> None:
    for pair in ((NOTICE, DIGEST), (DIGEST, NOTICE)):
        found = compare(*pair)
        assert found.measures.in_digest
        assert found.verdict is Verdict.INDEPENDENT
    alone = compare(NOTICE, f"{OPENING}\n\n{ITEM}")
    assert not alone.measures.in_digest
    assert alone.verdict is Verdict.REWRITE


def test_a_digest_that_prints_a_notice_is_related_to_it() -> None:
    copied = compare(NOTICE, DIGEST.replace(ITEM, f"Audley Sound Ltd - {NOTICE}"))
    assert copied.measures.in_digest
    assert copied.verdict is Verdict.NEAR_COPY


@pytest.mark.parametrize(
    ("text", "is_item"),
    [
        (NOTICE, True),
        (NOTICE.replace("Audley Sound", "AUDLEY SOUND"), True),
        (NOTICE.replace("Audley Sound", "Tarn Ferries"), False),  # about none of the items
        (f"{NOTICE}\n\nPenrose Salt Ltd offers shares as well.", False),  # about all
        (DIGEST.replace("Penrose Salt", "Tarn Ferries"), False),  # another digest
    ],
)
def test_only_a_text_about_some_of_a_digest_is_an_item_of_it(text: str, is_item: bool) -> None:
    found = compare(text, DIGEST)
    assert found.passages
    assert found.measures.in_digest == is_item


ABOUT_ITEM = Measures(
    words_a=50, words_b=55, own_a=0.7, own_b=0.5, shared=90, kept_a=0.6, kept_b=0.6, facts_a=6, facts_b=11,
    held_a=1.0, held_b=0.5, passage_facts=12, facts_agreed=1.0, unquoted_run=9, longest_run=9, in_digest=True,
)  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, Verdict.INDEPENDENT),
        ({"in_digest": False}, Verdict.REWRITE),
        ({"passage_facts": 10}, Verdict.PARTIAL),  # less full of facts: a part that was retold
        ({"verbatim_a": 0.3}, Verdict.PARTIAL),  # or copied
        ({"shared": 120, "own_b": 0.6, "words_a": 200, "words_b": 210, "passage_facts": 10}, Verdict.PARTIAL),
        ({"shared": 120, "own_b": 0.6, "words_a": 200, "words_b": 210, "in_digest": False}, Verdict.REWRITE),
        ({"unquoted_run": 20, "longest_run": 20}, Verdict.REWRITE),
        ({"swaps": 8.0, "isolated": 0.6}, Verdict.REWRITE),
    ],
)
def test_an_item_of_a_digest_is_a_rewrite_by_its_wording_alone(changes: dict[str, float], expected: Verdict) -> None:
    assert judge.judge_measures(replace(ABOUT_ITEM, **changes), Judging())[0] is expected  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "heads"),
    [
        (DIGEST, (("Audley", "Sound"), ("Penrose", "Salt"))),
        ("LONDON - Wheat fell by a tenth.\nTOKYO – Rice rose.", (("LONDON",), ("TOKYO",))),
        ("Osterby <OSM> -- Shares rose again.\nTanum, Lodehavn: Bonds fell.", (("Osterby",), ("Tanum",))),
        (f"{OPENING}\n\n{ITEM}", ()),
        ("Anna: How was the sea?\nBjorn: Rough.\nAnna: And the ferry?\nBjorn: Late.", ()),
        ("It rained - all day. The ferry - which was late - came: empty.", ()),
        ("The council met on Monday and said: no. It will - as before - meet again.\n\nWheat: dear.\nRice: cheap.", ()),
        ("", ()),
    ],
)
def test_a_digest_heads_each_item_with_a_name_of_its_own(text: str, heads: tuple[tuple[str, ...], ...]) -> None:
    assert list_heads(text) == heads


ITEMS = st.tuples(
    st.sampled_from(["", " " * 9, "- ", "         • "]),
    st.text("abé", min_size=3, max_size=60).map("O".__add__),
    st.sampled_from(["", " <OSM>", " <ABCDEFGHIJKL>"]),
    st.sampled_from([" - ", " -- ", " –\n", ": ", ":\n", " "]),
    st.just("Wheat fell."),
).map("".join)


@given(st.lists(ITEMS, min_size=2, max_size=4).map("\n\n".join))
def test_a_quick_look_finds_all_digests(text: str) -> None:
    heads = list_heads(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(digests, "_may_have_head", lambda _: True)
        assert list_heads(text) == heads


def test_a_list_of_properties_is_no_digest_of_names() -> None:
    sheet = "Price: 310 crowns a sack.\nWeight: 25 kilos.\nOrigin: the mill in Lodehavn, since 1931."
    assert list_heads(sheet)
    assert not compare(f"The price is 310 crowns and the weight 25 kilos. {NOTICE}", sheet).measures.in_digest
