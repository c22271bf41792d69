"""The channels by which two articles become a candidate pair: each is a row of `RULES`, which all postings share.

channel      keys of an article                        holders beyond the cap         keys that a pair must share
same words   hash of the whole word stream             first ones stand for the rest  1
near copies  one key a band (Indyk & Motwani 1998)     the first stands for the rest  1
rewrites     each value of the rewrite signature       no pair by such a key          row_matches
passages     sampled short shingles                    each counts less               short_keys, or shared_keys if long

A passage key over its cap weighs less the more articles hold it, and nothing beyond `key_reach` times the cap. A pair
that shares too few rare keys is a candidate all the same if the keys that it shares weigh as much as `weighed_keys`
rare ones. So no common key suffices by itself, and what is taken from a story that a hundred outlets run is found.

A channel without keys is meaning: the nearest texts by their vectors, as `neighbours` finds them.

`arrays` joins keys in memory, `shards` on a cluster, `archive.lookup` in an archive. To add a channel, write a function
for its keys and add a row; caps and least counts are stated here only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dupdetect.kernels import buckets
from dupdetect.records import Channel
from dupdetect.records.batches import Fingerprints
from dupdetect.settings import Pairing

Keys = NDArray[np.uint64]
Owners = NDArray[np.int64]

Worths = NDArray[np.int64]
"""What keys are worth to a pair that shares them: how many are rare << 32 | what all of them weigh. They add up."""

FULL_WEIGHT = 64
"""The weight of a rare key; so few bits, because the weights of all keys of a text must fit into 32."""

RARE_KEY = 1 << 32 | FULL_WEIGHT
"""The worth of a key that is not over its cap."""

ALIKE = 16
"""The largest group of articles with the same words that is paired each with each; in larger ones, the first so many
stand for the rest."""

BUCKET = 64
"""The largest group of articles with an equal band that is paired each with each; in larger ones, the first one stands
for the rest."""


_GOLDEN = np.uint64(0x9E3779B97F4A7C15)


class Column(NamedTuple):
    """Keys that are compared with one another and with no others.

    Attributes:
        keys: uint32 values, or uint64 hashes.
        owners: the row that holds each key; None where row i holds key i.
        whole: whether all bits of a hash are compared; otherwise as many as fit beside the number of an owner.
    """

    keys: NDArray[Any]
    owners: NDArray[np.int32] | None = None
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """How one channel searches.

    Attributes:
        channel: its name in findings.
        columns: computes the keys of a batch.
        cap: how many articles may hold a key.
        least: how many keys that are not over their cap a short pair and a long pair must share.
        reach: how many times the cap of articles may hold a key that still counts, though it weighs less; 1: no more.
        weighed: how many keys a pair must share otherwise, each counted by its weight; 0: there is no other way.
        stand_ins: for keys over their cap. In a check of one article, the first so many holders stand for the rest;
            in a scan, each holder is paired with the first and with its neighbour. 0: no pair by such a key alone.
        repeats: whether the channel includes articles that repeat the words of many others; in other channels, the
            first of them stands for all.
    """

    channel: Channel
    columns: Callable[[Fingerprints, Pairing], Iterator[Column]]
    cap: Callable[[Pairing], int]
    least: Callable[[Pairing], tuple[int, int]]
    reach: Callable[[Pairing], int] = lambda _: 1
    weighed: Callable[[Pairing], int] = lambda _: 0
    stand_ins: int = 0
    repeats: bool = False

    def bound(self, pairing: Pairing) -> int:
        """How many articles may hold a key that is not left out or chained."""
        return self.cap(pairing) * self.reach(pairing)

    def least_weight(self, pairing: Pairing) -> int:
        """What all keys must weigh that a pair shares, if few are rare; without `weighed`, more than they can weigh."""
        return self.weighed(pairing) * FULL_WEIGHT or 1 << 32

    @property
    def is_chained(self) -> bool:
        """Whether a key over its cap still pairs its holders, in a chain."""
        return self.stand_ins > 0


def count_bands(values: int, pairing: Pairing) -> tuple[int, int]:
    """Bands and rows for signatures of `values` values: the most selective that find `jaccard` with chance `recall`.

    A pair of similarity s meets in one of b bands of r rows with probability 1 - (1 - s^r)^b (Leskovec, Rajaraman &
    Ullman, Mining of Massive Datasets, ch. 3).
    """
    best = (values, 1)
    for rows in range(1, values + 1):
        count = values // rows
        if 1 - (1 - pairing.jaccard**rows) ** count >= pairing.recall:
            best = (count, rows)
    return best


def hash_bands(signatures: NDArray[np.uint32], pairing: Pairing) -> Iterator[Keys]:
    """The keys of all articles, one band after the other; 64 bits each, so that collisions are very rare."""
    count, width = count_bands(signatures.shape[1], pairing)
    everyone = np.arange(len(signatures))
    with np.errstate(over="ignore"):  # only interpreted kernels would warn
        for band in range(count):
            keys = np.empty(len(signatures), np.uint64)
            buckets.band_keys(signatures, everyone, band * width, width, keys)
            yield keys


def _text_column(prints: Fingerprints, pairing: Pairing) -> Iterator[Column]:
    yield Column(prints.texts, whole=True)


def _band_columns(prints: Fingerprints, pairing: Pairing) -> Iterator[Column]:
    return map(Column, hash_bands(prints.signatures, pairing))


def _value_columns(prints: Fingerprints, pairing: Pairing) -> Iterator[Column]:
    return map(Column, prints.rewrites.T)


def _passage_column(prints: Fingerprints, pairing: Pairing) -> Iterator[Column]:
    yield Column(prints.keys, prints.owners)


RULES = (
    Rule(Channel.SAME_WORDS, _text_column, lambda _: ALIKE, lambda _: (1, 1), stand_ins=ALIKE, repeats=True),
    Rule(Channel.NEAR_COPIES, _band_columns, lambda _: BUCKET, lambda _: (1, 1), stand_ins=1),
    Rule(Channel.REWRITES, _value_columns, lambda has: has.row_bucket, lambda has: (has.row_matches,) * 2),
    Rule(
        Channel.PASSAGES,
        _passage_column,
        lambda has: has.key_bucket,
        lambda has: (has.short_keys, has.shared_keys),
        reach=lambda has: has.key_reach,
        weighed=lambda has: has.weighed_keys,
    ),
)
"""All channels, in the order in which findings name them; bit i of a set of channels stands for the i-th."""


MEANING_BIT = 1 << len(RULES)
"""The bit of the channel of meaning. It has no keys: `neighbours` finds its pairs."""


@cache
def list_channels(bits: int) -> tuple[Channel, ...]:
    """The channels whose bits are set."""
    channels = tuple(rule.channel for i, rule in enumerate(RULES) if bits >> i & 1)
    return (*channels, Channel.MEANING) if bits & MEANING_BIT else channels


def widest_bound(pairing: Pairing) -> int:
    """The most articles that may hold a key of any channel that is not left out or chained."""
    return max(rule.bound(pairing) for rule in RULES)


def weigh_keys(holders: NDArray[Any], cap: NDArray[Any] | int) -> Worths:
    """What a pair gets for sharing keys that so many articles hold: an inverse document frequency in whole numbers.

    A key up to its cap counts as a rare key of full weight; a commoner one weighs cap / holders of that.
    """
    weights = np.clip(FULL_WEIGHT * np.asarray(cap, np.int64) // holders, 1, FULL_WEIGHT)
    worths: Worths = (holders <= cap).astype(np.int64) << 32 | weights
    return worths


def count_keys(worths: Worths, rule: Rule, pairing: Pairing) -> NDArray[np.int64]:
    """How many keys pairs share, by the sum of their worths: the rare ones; or enough, if all of them weigh enough."""
    rare: NDArray[np.int64] = worths >> 32
    heavy = worths & 0xFFFFFFFF >= rule.least_weight(pairing)
    return np.where(heavy, np.maximum(rare, max(rule.least(pairing))), rare)


def find_repeats(texts: NDArray[np.uint64]) -> NDArray[np.bool_]:
    """Which articles, by the hashes of their words, repeat an earlier one in a group of more than `ALIKE`."""
    _, first, group, size = np.unique(texts, return_index=True, return_inverse=True, return_counts=True)
    repeats: NDArray[np.bool_] = (size[group] > ALIKE) & (first[group] != np.arange(len(texts)))
    return repeats


class Postings(NamedTuple):
    """Keys, the rule of each (its place in `RULES`), and the article that holds it."""

    keys: Keys
    rules: NDArray[np.int8]
    owners: Owners

    def where(self, chosen: NDArray[np.bool_] | NDArray[np.intp] | slice) -> Postings:
        """The postings that are chosen, by mask or by place."""
        return Postings(self.keys[chosen], self.rules[chosen], self.owners[chosen])


def write_postings(
    prints: Fingerprints, numbers: Owners, pairing: Pairing, repeats: NDArray[np.bool_] | None = None
) -> Postings:
    """All keys of a batch of articles, 64 bits each, spread evenly and distinct between channels.

    Args:
        numbers: the number of each article. An article without words has no keys.
        repeats: which articles repeat the words of many others; None for none.
    """
    worded = prints.counts > 0
    first = worded if repeats is None else worded & ~repeats
    parts = [
        part
        for place, rule in enumerate(RULES)
        for part in _write_rule(place, rule, prints, pairing, worded if rule.repeats else first)
    ]
    keys, rules, rows = (np.concatenate(column) for column in zip(*parts, strict=True))
    return Postings(keys, rules, numbers[rows])


def _write_rule(
    place: int, rule: Rule, prints: Fingerprints, pairing: Pairing, chosen: NDArray[np.bool_]
) -> Iterator[tuple[Keys, NDArray[np.int8], NDArray[np.intp]]]:
    """The keys of one channel; 32-bit values get the number of their column as upper half."""
    for number, (keys, owners, _) in enumerate(rule.columns(prints, pairing)):
        rows = np.arange(len(keys)) if owners is None else owners
        kept = chosen[rows]
        wide = keys[kept].astype(np.uint64) | np.uint64(number << 32 if keys.dtype == np.uint32 else 0)
        yield spread_keys(wide, place + 1), np.full(len(wide), place, np.int8), rows[kept].astype(np.intp)


def spread_keys(keys: Keys, channel: int) -> Keys:
    """Keys with all bits mixed (SplitMix64, Steele et al. 2014), with a seed of each channel, which count from 1."""
    with np.errstate(over="ignore"):
        spread: Keys = keys + _GOLDEN * np.uint64(channel)
        spread = (spread ^ spread >> np.uint64(30)) * np.uint64(0xBF58476D1CE4E5B9)
        spread = (spread ^ spread >> np.uint64(27)) * np.uint64(0x94D049BB133111EB)
    return spread ^ spread >> np.uint64(31)
