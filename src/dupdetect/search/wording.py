"""Sampled shingles, by which an archive finds the articles that hold some wording of a text.

The sample goes by hash (Manber 1994), so whoever holds a passage keeps the same shingles of it. It finds holders only:
`batch` counts them on their texts. A run of 20 words, the shortest passage, has 16 shingles and is missed once in a
hundred times.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from dupdetect.kernels import sketch
from dupdetect.records.batches import Folding
from dupdetect.search.channels import RULES, Keys, spread_keys
from dupdetect.search.fingerprint import encode_texts

SAMPLE = 4
"""One shingle in so many is kept."""

_CHANNEL = len(RULES) + 1
"""The number that keeps these keys apart from those of all channels."""


def sample_wording(texts: Sequence[str], words: int, folding: Folding) -> list[Keys]:
    """The sampled shingles of `words` words of each text, ascending; a shorter text is one shingle."""
    batch = encode_texts(texts, folding)
    counts = np.empty(len(texts), np.int32)
    keys = np.empty(int(batch.offsets[-1]) // 2 + len(texts) + 1, np.uint64)
    with np.errstate(over="ignore"):
        total = sketch.sample_shingles(batch.buffer, batch.offsets, folding.alphabet, words, SAMPLE, keys, counts)
    parts = np.split(spread_keys(keys[:total], _CHANNEL), np.cumsum(counts)[:-1])
    return [np.sort(part) for part in parts[: len(texts)]]
