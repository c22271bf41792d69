"""Texts to fingerprints: datasketch's own objects in and out, and rows that depend on their text alone."""

from __future__ import annotations

import random
from collections.abc import Sequence
from itertools import combinations, pairwise

import numpy as np
import pytest
from datasketch import MinHash, MinHashLSH
from hypothesis import example, given
from hypothesis import strategies as st
from numpy.typing import NDArray

from dupdetect.kernels import words
from dupdetect.kernels.vector import SLACK
from dupdetect.records import Channel
from dupdetect.records.batches import Fingerprints
from dupdetect.search import fingerprint
from dupdetect.search.arrays import ArrayPostings
from dupdetect.search.channels import count_bands
from dupdetect.settings import Fingerprinting, Pairing
from dupdetect.text import folding_table
from tests.kernels.oracles import words_of

SETTINGS = Fingerprinting(permutations=16)

texts = st.text(
    st.one_of(st.sampled_from("ab ._é中\u0301\u200d\U00010400\U0001f600\ud800"), st.characters()), max_size=40
)
"""Lone surrogates too, as a file with damaged bytes may bring them in."""

batches = st.lists(texts, max_size=6)


def prints_of(batch: Sequence[str], settings: Fingerprinting = SETTINGS) -> Fingerprints:
    return fingerprint.minhash(batch, folding_table(), settings)


def keys_of(prints: Fingerprints, row: int) -> list[int]:
    return [int(key) for key in prints.keys[prints.owners == row]]


def row_of(prints: Fingerprints, row: int) -> tuple[object, ...]:
    """All that is known of one article, whatever its place."""
    signatures = prints.signatures[row].tolist(), prints.rewrites[row].tolist()
    return *signatures, int(prints.texts[row]), int(prints.counts[row]), keys_of(prints, row)


def rows_of(prints: Fingerprints) -> list[tuple[object, ...]]:
    return [row_of(prints, row) for row in range(len(prints.texts))]


def made_up(rng: random.Random, words: int) -> list[str]:
    """Words that hardly ever fall into the same order twice."""
    return [f"word{rng.randrange(5000)}" for _ in range(words)]


def edited(rng: random.Random, words: Sequence[str], changes: int) -> list[str]:
    """`words` with as many replaced as `changes`."""
    made = list(words)
    for at in rng.sample(range(len(made)), changes):
        made[at] = f"new{rng.randrange(10**9)}"
    return made


@given(batches)
@example([])
@example(["", "", "one"])
@example(["\ud800", "a\udfffb"])
@example(["0\xad0", "a-\nb"])
def test_arrays_have_a_row_an_article_in_the_types_that_searches_expect(batch: list[str]) -> None:
    prints, n = prints_of(batch), len(batch)
    assert prints.signatures.shape == prints.rewrites.shape == (n, 16)
    assert prints.texts.shape == prints.counts.shape == (n,)
    arrays = (prints.signatures, prints.rewrites, prints.texts, prints.counts, prints.keys, prints.owners)
    assert [one.dtype.name for one in arrays] == ["uint32", "uint32", "uint64", "int32", "uint64", "int32"]
    assert len(prints.keys) == len(prints.owners)
    assert prints.counts.tolist() == [len(words_of(text)) for text in batch]


@given(batches, st.sampled_from([1, 7, 30]))
@example([], 1)
@example(["one two three", "", "four"], 1)
def test_chunks_do_not_show(batch: list[str], size: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fingerprint, "_CHUNK", size)
        chunked = prints_of(batch)
    whole = prints_of(batch)
    assert rows_of(chunked) == rows_of(whole)
    assert chunked.keys.tolist() == whole.keys.tolist()
    assert chunked.owners.tolist() == whole.owners.tolist()


@pytest.mark.parametrize("jobs", [2, 3, 50])
def test_threads_do_not_show(jobs: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fingerprint, "_CHUNK", 300)
    rng = random.Random(8)
    batch = [" ".join(made_up(rng, rng.randrange(60))) for _ in range(40)]
    one, many = (fingerprint.minhash(batch, folding_table(), SETTINGS, count) for count in (1, jobs))
    for name in one.__slots__:
        assert getattr(one, name).tolist() == getattr(many, name).tolist()


@pytest.mark.parametrize("most", [1, 100, 700, 10_000])
def test_keys_past_their_bound_are_those_of_the_finest_sample_that_fits(
    most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fingerprint, "_CHUNK", 300)
    rng = random.Random(9)
    batch = [" ".join(made_up(rng, rng.randrange(60))) for _ in range(40)]
    samples = (prints_of(batch, Fingerprinting(permutations=16, passage_sample=3 * 2**k)) for k in range(40))
    expected = next(one for one in samples if len(one.keys) <= most)
    for order in (batch, batch[::-1]):
        made = prints_of(order, Fingerprinting(permutations=16, passage_sample=3, passage_keys=most))
        assert sorted(made.keys.tolist()) == sorted(expected.keys.tolist())
        held = [keys_of(made, row) for row in range(40)]
        assert held[:: 1 if order is batch else -1] == [keys_of(expected, row) for row in range(40)]


@given(batches)
@example([])
@example(["a-\nb", "ab", "\u0391\u0301", ""])
def test_signatures_alone_are_those_of_the_whole_fingerprint(batch: list[str]) -> None:
    whole = prints_of(batch)
    alone = fingerprint.sign_batch(fingerprint.encode_texts(batch, folding_table()), folding_table(), SETTINGS)
    assert alone.values.tolist() == whole.signatures.tolist()
    assert (alone.texts.tolist(), alone.counts.tolist()) == (whole.texts.tolist(), whole.counts.tolist())


@given(batches)
def test_texts_that_were_encoded_before_are_one_batch_again(batch: list[str]) -> None:
    made = fingerprint.encode_texts(batch, folding_table())
    data = made.buffer.tobytes()
    again = fingerprint.join_encoded([data[start:end] for start, end in pairwise(made.offsets.tolist())])
    assert (again.buffer.tobytes(), again.offsets.tolist()) == (data, made.offsets.tolist())
    assert data[made.offsets[-1] :] == bytes(SLACK)


@given(batches, st.randoms(use_true_random=False))
def test_another_order_permutes_rows_and_nothing_else(batch: list[str], rng: random.Random) -> None:
    order = list(range(len(batch)))
    rng.shuffle(order)
    here, there = prints_of(batch), prints_of([batch[i] for i in order])
    assert rows_of(there) == [row_of(here, i) for i in order]


@given(texts, texts)
@example("one, two", "one two!")
@example("one two", "onetwo")
@example("one two", "two one")
@example("", "...")
@example("e\u0301a", "éa")  # folding composes
def test_texts_hash_alike_exactly_when_their_words_are_the_same(first: str, second: str) -> None:
    prints = prints_of([first, second])
    words = [words_of(text) for text in (first, second)]
    assert (prints.texts[0] == prints.texts[1]) == (words[0] == words[1])


def test_a_smaller_sample_keeps_some_of_the_same_keys() -> None:
    text = " ".join(made_up(random.Random(1), 400))
    everything = set(keys_of(prints_of([text]), 0))
    some = set(keys_of(prints_of([text], Fingerprinting(permutations=16, passage_sample=4)), 0))
    assert len(everything) > 390
    assert some < everything
    assert 50 < len(some) < 150


@given(st.integers(1, 300), st.integers(0, 2**32 - 1))
@example(128, 1)
def test_permutations_are_those_that_datasketch_draws(count: int, seed: int) -> None:
    theirs = MinHash(num_perm=count, seed=seed, scheme="affine32").permutations
    for ours, other in zip(fingerprint.draw_permutations(count, seed), theirs, strict=True):
        assert ours.dtype == other.dtype
        assert ours.tolist() == other.tolist()


def test_the_seed_chooses_the_permutations() -> None:
    text = " ".join(made_up(random.Random(1), 50))
    one, other = (prints_of([text], Fingerprinting(seed=seed)).signatures for seed in (1, 2))
    assert (one != other).mean() > 0.9


def test_signatures_go_to_datasketch_and_back() -> None:
    settings = Fingerprinting()
    rng = random.Random(3)
    batch = [" ".join(made_up(rng, 80)), "too short", ""]
    for signature in prints_of(batch, settings).signatures:
        sketch = fingerprint.to_datasketch(signature, settings)
        assert (sketch.scheme, sketch.seed, len(sketch)) == ("affine32", settings.seed, settings.permutations)
        back = fingerprint.from_datasketch(sketch)
        assert back.dtype == np.uint32
        assert back.tolist() == signature.tolist()


def test_datasketchs_objects_come_in_and_go_back() -> None:
    settings = Fingerprinting(permutations=64, seed=7)
    theirs = MinHash(64, seed=7, scheme="affine32")
    theirs.update_batch([word.encode() for word in made_up(random.Random(4), 50)])
    ours = fingerprint.from_datasketch(theirs)
    assert fingerprint.to_datasketch(ours, settings) == theirs


def test_datasketch_goes_on_where_our_signature_ends() -> None:
    """Its estimates, and its updates, hold for our signatures: permutations and values belong together."""
    settings = Fingerprinting()
    rng = random.Random(5)
    words = made_up(rng, 400)
    batch = [" ".join(words), " ".join(edited(rng, words, 30))]
    one, other = (fingerprint.to_datasketch(row, settings) for row in prints_of(batch, settings).signatures)
    shingles = [set(zip(*(text.split()[k:] for k in range(5)), strict=False)) for text in batch]
    jaccard = len(shingles[0] & shingles[1]) / len(shingles[0] | shingles[1])
    assert one.jaccard(other) == pytest.approx(jaccard, abs=0.1)
    merged = one.copy()
    merged.merge(other)
    assert merged.hashvalues.tolist() == np.minimum(one.hashvalues, other.hashvalues).tolist()
    empty = fingerprint.to_datasketch(prints_of([""], settings).signatures[0], settings)
    assert empty.is_empty()
    empty.update(b"something")
    expected = MinHash(settings.permutations, seed=settings.seed, scheme="affine32")
    expected.update(b"something")
    assert empty == expected


@pytest.mark.parametrize("scheme", ["affine64", "legacy"])
def test_another_scheme_is_refused(scheme: str) -> None:
    sketch = MinHash(16, scheme=scheme)
    sketch.update(b"word")
    with pytest.raises(ValueError, match=f"scheme '{scheme}' does not compare with affine32; make it anew"):
        fingerprint.from_datasketch(sketch)


@pytest.fixture(scope="module")
def families() -> NDArray[np.uint32]:
    """Signatures of 60 articles in families, from near copies to hardly alike."""
    rng, batch = random.Random(6), []
    for _ in range(10):
        words = made_up(rng, 150)
        batch += [" ".join(edited(rng, words, changes)) for changes in (0, 2, 8, 15, 25, 40)]
    return prints_of(batch, Fingerprinting()).signatures


def near_copies(signatures: NDArray[np.uint32], settings: Pairing) -> set[tuple[int, int]]:
    """What our band search pairs."""
    n = len(signatures)
    prints = Fingerprints(
        signatures=signatures,
        rewrites=np.zeros((n, 1), np.uint32),
        texts=np.arange(n, dtype=np.uint64),
        counts=np.ones(n, np.int32),
        keys=np.empty(0, np.uint64),
        owners=np.empty(0, np.int32),
    )
    pairs = ArrayPostings(settings).join(prints).name([f"{i}" for i in range(n)])
    return {(int(one.a), int(one.b)) for one in pairs if Channel.NEAR_COPIES in one.channels}


@pytest.mark.parametrize("jaccard", [0.3, 0.5, 0.8])
def test_datasketchs_lsh_finds_exactly_the_same_candidates(families: NDArray[np.uint32], jaccard: float) -> None:
    settings = Pairing(jaccard=jaccard)
    lsh = MinHashLSH(num_perm=128, params=count_bands(128, Pairing(jaccard=jaccard, recall=settings.recall)))
    sketches = [fingerprint.to_datasketch(row, Fingerprinting()) for row in families]
    for i, sketch in enumerate(sketches):
        lsh.insert(i, sketch)
    theirs = {(i, j) for i, sketch in enumerate(sketches) for j in lsh.query(sketch) if i < j}
    assert near_copies(families, settings) == theirs
    assert 10 < len(theirs) < len(list(combinations(range(len(families)), 2))) / 2


@pytest.mark.parametrize(
    "phrase",
    ["on the 10th of June", "in the 1980s and 1990s", "for £10m a year", "H1N1 at a G20", "“he’s” – 20°C • ½"],
)
def test_honest_figures_and_signs_send_no_text_through_the_slow_fold(phrase: str) -> None:
    batch = fingerprint.join_encoded([f"They met {phrase} again .".encode()])
    assert fingerprint._find_needs(batch, folding_table())[0].tolist() == [0]


@pytest.mark.parametrize("phrase", ["at the café", "in São Paulo and Zürich", "Nguyễn met Erdoğan", "Wałęsa said"])
def test_letters_with_diacritics_are_rewritten_by_the_table(phrase: str) -> None:
    batch = fingerprint.join_encoded([f"They met {phrase} again .".encode()])
    assert fingerprint._find_needs(batch, folding_table())[0].tolist() == [words.BY_TABLE]
