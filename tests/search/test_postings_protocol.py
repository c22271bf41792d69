"""What every home of postings promises: one corpus that meets every cap, and the same candidate pairs in each."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Sequence
from itertools import combinations
from pathlib import Path
from typing import TypeAlias

import numpy as np
import pytest

from dupdetect import batch
from dupdetect.archive import Entry, FileStore
from dupdetect.archive.lookup import ArchivePostings, write_questions
from dupdetect.records import Article, Channel
from dupdetect.search import fingerprint
from dupdetect.search.arrays import ArrayPostings
from dupdetect.search.channels import ALIKE, BUCKET, RULES, list_channels, write_postings
from dupdetect.search.partitioned import KeyShelves, PartitionedPostings
from dupdetect.search.wording import sample_wording
from dupdetect.settings import Settings
from dupdetect.text import folding_table

SETTINGS = Settings().with_constants(
    {"pairing.key_bucket": 8, "pairing.key_reach": 3, "pairing.weighed_keys": 9, "pairing.row_bucket": 6}
)
PAIRING = SETTINGS.pairing

Met: TypeAlias = dict[tuple[int, int], frozenset[Channel]]
"""Pairs of texts by their places, and the channels that found each."""


class Corpus:
    """Texts of made-up words, and the places of each group among them."""

    def __init__(self) -> None:
        self._draw = random.Random(11)
        self.texts: list[str] = []
        self.groups: dict[str, list[int]] = {}

    def words(self, count: int) -> list[str]:
        return [f"w{self._draw.randrange(30_000)}" for _ in range(count)]

    def edit(self, words: Sequence[str], share: float) -> list[str]:
        return [f"x{self._draw.randrange(10**9)}" if self._draw.random() < share else word for word in words]

    def add(self, group: str, *parts: Sequence[str]) -> None:
        self.groups.setdefault(group, []).append(len(self.texts))
        self.texts.append(" ".join(word for part in parts for word in part))


def make_corpus() -> Corpus:
    corpus = Corpus()
    add, words, edit = corpus.add, corpus.words, corpus.edit
    for _ in range(30):
        add("alone", words(150))
    for _ in range(8):
        original = words(200)
        add("originals", original)
        add("near", edit(original, 0.03))
        add("spun", edit(original, 0.35))
        add("part", words(900), original[:20], words(900))
        add("short part", words(60), original[-20:])
    equal, crowd, passage = words(80), words(120), words(14)
    for _ in range(ALIKE):
        add("equal to the cap", equal)
    for _ in range(ALIKE + 3):
        add("equal over the cap", crowd)
    for _ in range(PAIRING.key_bucket):
        add("a passage at the cap", words(700), passage, words(700))
    bound = PAIRING.key_bucket * PAIRING.key_reach
    for name, length, holders in (
        ("a passage over the cap", 14, PAIRING.key_bucket + 1),  # 13 keys at 8/9
        ("a short passage over the cap", 10, PAIRING.key_bucket + 1),
        ("a passage at the bound", 40, bound),  # 39 keys at 8/24
        ("a short passage at the bound", 24, bound),
        ("a passage over the bound", 40, bound + 1),
    ):
        hot = words(length)
        for _ in range(holders):
            add(name, words(700), hot, words(700))
    common, own = words(12), words(6)  # 11 keys at 8/16, and 5 rare ones: neither is enough in texts of this length
    for at in range(2 * PAIRING.key_bucket):
        add("half of a passage", words(240), common, own if at < 2 else words(6), words(240))
    base = words(160)
    for at in range(BUCKET + 5):
        add("edited over the cap", base, [f"n{at}"])
    for _ in range(3):
        add("empty", [" "])
    add("short", ["rain"])
    add("short", ["rain"])
    return corpus


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return make_corpus()


def join_arrays(texts: Sequence[str]) -> Met:
    prints = fingerprint.minhash(texts, folding_table(), SETTINGS.fingerprinting)
    found = ArrayPostings(PAIRING, jobs=2).join(prints).name([str(place) for place in range(len(texts))])
    return {(int(pair.a), int(pair.b)): frozenset(pair.channels) for pair in found}


def join_partitions(texts: Sequence[str]) -> Met:
    """From keys on disk, cut by prefix, and lists cut by ranges of articles."""
    shelves = KeyShelves(SETTINGS.fingerprinting, PAIRING)
    for start in range(0, len(texts), 50):
        shelves.add(fingerprint.minhash(texts[start : start + 50], folding_table(), SETTINGS.fingerprinting))
    candidates = PartitionedPostings(PAIRING, jobs=2, room=shelves.count_postings() * 4).join_shelves(shelves)
    found = candidates.name([str(place) for place in range(len(texts))])
    return {(int(pair.a), int(pair.b)): frozenset(pair.channels) for pair in found}


def join_archive(texts: Sequence[str], path: Path) -> Met:
    """Each text asked of an archive that holds them all, but for the postings of repetitions.

    The archive also holds terms of wording, which propose no pair.
    """
    prints = fingerprint.minhash(texts, folding_table(), SETTINGS.fingerprinting)
    wording = sample_wording(texts, batch.SHINGLE, folding_table())
    questions = list(write_questions(prints, wording, PAIRING))
    met: Met = {}
    with FileStore(path, SETTINGS) as store:
        seen: dict[int, int] = {}
        entries = []
        for place, question in enumerate(questions):
            alike = max((seen.setdefault(text, 0) for text in question.text.tolist()), default=0)
            seen |= dict.fromkeys(question.text.tolist(), alike + 1)
            terms = question.all_terms if alike < ALIKE else question.text
            entries.append(Entry(Article(str(place), texts[place]), terms, question.words))
        store.add(entries)
        numbers = {store.find_known([str(place)])[str(place)].number: place for place in range(len(texts))}
        postings = ArchivePostings(store, PAIRING)
        for number, place in numbers.items():
            answer = postings.join(questions[place], number)
            for other, bits in zip(answer.numbers, answer.channels, strict=True):
                pair = min(place, numbers[other]), max(place, numbers[other])
                met[pair] = met.get(pair, frozenset()) | frozenset(list_channels(bits))
    return met


def join_spark(texts: Sequence[str]) -> Met:
    from dupdetect.engines.spark.engine import SparkEngine
    from dupdetect.engines.spark.session import start_session
    from dupdetect.read.sources import ignore_progress

    named = {f"{place:05}": text for place, text in enumerate(texts)}
    with start_session("local[2]") as spark, SparkEngine(spark, SETTINGS, ignore_progress) as engine:
        prints = engine.fingerprint(engine.read(named))
        rows = {row["row"]: int(row["id"]) for row in prints.numbered.select("row", "id").collect()}
        found = engine.find_pairs(prints).pairs.collect()
    return {(rows[pair["a"]], rows[pair["b"]]): frozenset(list_channels(pair["channels"])) for pair in found}


Join: TypeAlias = Callable[[Corpus], Met]


@pytest.fixture(
    scope="module",
    params=["arrays", "partitions", "archive", pytest.param("spark", marks=pytest.mark.spark)],
)
def met(request: pytest.FixtureRequest, corpus: Corpus, tmp_path_factory: pytest.TempPathFactory) -> Met:
    """The candidate pairs that a home finds."""
    if request.param == "arrays":
        return join_arrays(corpus.texts)
    if request.param == "partitions":
        return join_partitions(corpus.texts)
    if request.param == "archive":
        return join_archive(corpus.texts, tmp_path_factory.mktemp("archive") / "a.dupdetect")
    if shutil.which("java") is None:
        pytest.skip("there is no Java")
    return join_spark(corpus.texts)


CHAINED = ("equal over the cap", "edited over the cap")
"""Groups beyond the cap of a channel that ties them: among many articles each meets the first and its neighbour, and
one article that asks meets the first ones."""


def outside(found: Met, corpus: Corpus) -> Met:
    """The pairs that do not lie in a chained group."""
    inside = [set(corpus.groups[name]) for name in CHAINED]
    return {pair: channels for pair, channels in found.items() if not any(set(pair) <= group for group in inside)}


def test_every_home_finds_the_pairs_of_the_arrays(met: Met, corpus: Corpus) -> None:
    expected = outside(join_arrays(corpus.texts), corpus)
    assert outside(met, corpus) == expected
    assert {channel for channels in expected.values() for channel in channels} == {rule.channel for rule in RULES}


def test_what_is_related_is_found_by_its_channel(met: Met, corpus: Corpus) -> None:
    groups = corpus.groups
    for channel, name in ((Channel.NEAR_COPIES, "near"), (Channel.REWRITES, "spun"), (Channel.PASSAGES, "part")):
        assert all(channel in met[pair] for pair in zip(groups["originals"], groups[name], strict=True)), name
    one, other = groups["short"]
    assert {Channel.SAME_WORDS, Channel.NEAR_COPIES} <= met[one, other]


@pytest.mark.parametrize(
    ("group", "seen"),
    [
        ("a passage at the cap", True),
        ("a passage over the cap", True),
        ("a short passage over the cap", False),
        ("a passage at the bound", True),
        ("a short passage at the bound", False),
        ("a passage over the bound", False),
    ],
)
def test_a_key_of_many_holders_counts_less_and_beyond_its_bound_nothing(
    met: Met, corpus: Corpus, group: str, seen: bool
) -> None:
    pairs = list(combinations(corpus.groups[group], 2))
    assert [Channel.PASSAGES in met.get(pair, ()) for pair in pairs] == [seen] * len(pairs)


def test_rare_and_common_keys_add_up(met: Met, corpus: Corpus) -> None:
    first, second, *others = corpus.groups["half of a passage"]
    pairs = [(first, second), *combinations((second, *others), 2)]
    assert [Channel.PASSAGES in met.get(pair, ()) for pair in pairs] == [True] + [False] * (len(pairs) - 1)


def test_equal_texts_up_to_the_cap_are_paired_each_with_each(met: Met, corpus: Corpus) -> None:
    assert all(Channel.SAME_WORDS in met[pair] for pair in combinations(corpus.groups["equal to the cap"], 2))


@pytest.mark.parametrize("group", CHAINED)
def test_a_group_beyond_a_chained_cap_stays_together_at_linear_cost(met: Met, corpus: Corpus, group: str) -> None:
    first, *others = corpus.groups[group]
    assert all((first, other) in met for other in others)
    inside = [pair for pair in met if set(pair) <= {first, *others}]
    assert len(inside) <= ALIKE * len(others) if group == CHAINED[0] else len(inside) <= BUCKET * len(others)


def test_empty_texts_meet_nothing(met: Met, corpus: Corpus) -> None:
    silent = set(corpus.groups["empty"])
    assert not any(silent & set(pair) for pair in met)


def test_no_text_meets_itself_and_pairs_are_ordered(met: Met) -> None:
    assert all(a < b for a, b in met)


def test_keys_of_two_channels_or_columns_never_meet() -> None:
    prints = fingerprint.minhash(["one two three", "four"], folding_table(), SETTINGS.fingerprinting)
    some = write_postings(prints, np.arange(2), PAIRING)
    rewrites = some.keys[(some.rules == 2) & (some.owners == 0)]
    assert len(set(rewrites.tolist())) == SETTINGS.fingerprinting.permutations
    by_rule = [set(some.keys[some.rules == place].tolist()) for place in range(len(RULES))]
    assert not any(keys & others for keys, others in combinations(by_rule, 2))


def test_repetitions_of_many_are_found_by_their_words_alone() -> None:
    prints = fingerprint.minhash(["one two three", "one two three"], folding_table(), SETTINGS.fingerprinting)
    some = write_postings(prints, np.arange(2), PAIRING, np.array([False, True]))
    assert set(some.rules[some.owners == 0].tolist()) == {0, 1, 2, 3}
    assert set(some.rules[some.owners == 1].tolist()) == {0}
