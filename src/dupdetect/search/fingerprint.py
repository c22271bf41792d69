"""Texts to fingerprints: MinHash signatures and passage keys of a batch, equal to datasketch's bit for bit."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache, partial
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from dupdetect.kernels import sketch, words
from dupdetect.kernels.vector import SLACK
from dupdetect.records.batches import Encoded, Fingerprints, Folding, Signatures
from dupdetect.settings import Fingerprinting
from dupdetect.streams import cut_batches, map_ordered

if TYPE_CHECKING:
    from datasketch import MinHash

_CHUNK = 1_048_576
"""Code points per call of the kernel. Larger chunks take new memory from the system each time, which costs more than
the kernel itself."""


def minhash(texts: Iterable[str], folding: Folding, settings: Fingerprinting, jobs: int = 1) -> Fingerprints:
    """Fingerprint texts, row by row, in `jobs` threads.

    Signatures follow Broder (1997) in datasketch's `affine32` scheme, over 32-bit shingle hashes of the folded words.
    Passage keys are those shingles whose hash is 0 modulo the sample (Manber 1994); past `settings.passage_keys` of
    them the sample is made coarser. The final sample depends on all articles together, and not on their order.
    """
    sign = partial(fingerprint_chunk, folding=folding, settings=settings)
    return _bound_keys(map_ordered(sign, cut_texts(texts), jobs), settings) or sign([])


def cut_texts(texts: Iterable[str]) -> Iterator[list[str]]:
    """Texts in chunks of the size that the kernel takes best."""
    return cut_batches(texts, sys.maxsize, len, _CHUNK)


def _bound_keys(chunks: Iterable[Fingerprints], settings: Fingerprinting) -> Fingerprints | None:
    """All parts joined, with at most `settings.passage_keys` passage keys."""
    parts: list[Fingerprints] = []
    sample = settings.passage_sample
    key_count = 0
    for part in chunks:
        parts.append(part if sample == settings.passage_sample else _thin_keys(part, sample))
        key_count += len(parts[-1].keys)
        while key_count > settings.passage_keys:
            sample *= 2
            parts = [_thin_keys(entry, sample) for entry in parts]
            key_count = sum(len(item.keys) for item in parts)
    return _join_parts(parts) if parts else None


def _thin_keys(part: Fingerprints, sample: int) -> Fingerprints:
    """A part with the passage keys of a coarser sample."""
    kept = part.keys % np.uint64(sample) == 0
    if kept.all():
        return part
    return replace(part, keys=part.keys[kept], owners=part.owners[kept])


def _join_parts(parts: Sequence[Fingerprints]) -> Fingerprints:
    rows = np.cumsum([0, *(len(part.texts) for part in parts)])
    owners = [part.owners + np.int32(row) for part, row in zip(parts, rows[:-1], strict=True)]
    return Fingerprints(
        signatures=np.concatenate([part.signatures for part in parts]),
        rewrites=np.concatenate([part.rewrites for part in parts]),
        texts=np.concatenate([part.texts for part in parts]),
        counts=np.concatenate([part.counts for part in parts]),
        keys=np.concatenate([part.keys for part in parts]),
        owners=np.concatenate(owners),
    )


def sign_batch(batch: Encoded, folding: Folding, settings: Fingerprinting) -> Signatures:
    """Only the signatures for near copies, equal to those of `minhash`."""
    n = len(batch.offsets) - 1
    signatures = Signatures(
        np.empty((n, settings.permutations), np.uint32), np.empty(n, np.uint64), np.empty(n, np.int32)
    )
    a, b = draw_permutations(settings.permutations, settings.seed)
    with np.errstate(over="ignore"):
        sketch.sign(
            batch.buffer, batch.offsets, folding.alphabet, settings.shingle_words, a, b,
            signatures.values, signatures.texts, signatures.counts,
        )  # fmt: skip
    return signatures


def encode_texts(texts: Sequence[str], folding: Folding) -> Encoded:
    """Texts encoded for kernels; texts that these cannot fold are rewritten by the table, or folded here."""
    parts = [text.encode("utf-8", "replace") for text in texts]
    batch = join_encoded(parts)
    needs, growth = _find_needs(batch, folding)
    if not needs.any():
        return batch
    by_table = np.flatnonzero(needs == words.BY_TABLE)
    rewritten = [_rewrite(batch, row, growth[row], folding) for row in by_table.tolist()]
    again, _ = _find_needs(join_encoded(rewritten), folding)  # rewriting may create new oddities
    for row, part in zip(by_table.tolist(), rewritten, strict=True):
        parts[row] = part
    for row in [*np.flatnonzero(needs == words.BY_HAND).tolist(), *by_table[again == words.BY_HAND].tolist()]:
        parts[row] = folding.fold(texts[row]).encode("utf-8", "replace")
    return join_encoded(parts)


def _find_needs(batch: Encoded, folding: Folding) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """What each text needs before kernels fold it right, and how many bytes longer the table makes it."""
    count = len(batch.offsets) - 1
    needs, growth = np.empty(count, np.uint8), np.empty(count, np.int64)
    words.find_odd(batch.buffer, batch.offsets, folding.alphabet, folding.spellings, needs, growth)
    return needs, growth


def _rewrite(batch: Encoded, row: int, growth: int, folding: Folding) -> bytes:
    start, end = batch.offsets[row], batch.offsets[row + 1]
    rewritten = np.empty(end - start + growth, np.uint8)
    words.rewrite(batch.buffer, start, end, folding.alphabet, folding.spellings, rewritten)
    return rewritten.tobytes()


def join_encoded(parts: Sequence[bytes]) -> Encoded:
    """Encoded texts as one batch."""
    offsets = np.zeros(len(parts) + 1, np.int64)
    np.cumsum(np.fromiter(map(len, parts), np.int64, len(parts)), out=offsets[1:])
    return Encoded(np.frombuffer(b"".join([*parts, bytes(SLACK)]), np.uint8), offsets)


def to_datasketch(signature: NDArray[np.uint32], settings: Fingerprinting) -> MinHash:
    """One signature as a datasketch object, for its LSH, forests and storages."""
    from datasketch import MinHash

    return MinHash(hashvalues=signature, seed=settings.seed, scheme=settings.scheme)


def from_datasketch(sketch: MinHash) -> NDArray[np.uint32]:
    """The signature inside a datasketch object of the `affine32` scheme.

    Raises:
        ValueError: the object follows another scheme, whose values do not compare with ours.
    """
    if sketch.scheme != "affine32":
        message = f"a MinHash of scheme {sketch.scheme!r} does not compare with affine32; make it anew"
        raise ValueError(message)
    return np.asarray(sketch.hashvalues, np.uint32)


def fingerprint_chunk(texts: Sequence[str], folding: Folding, settings: Fingerprinting) -> Fingerprints:
    """The fingerprints of a few texts, row by row, with all keys of the sample."""
    n = len(texts)
    batch = encode_texts(texts, folding)
    a, b = draw_permutations(settings.permutations, settings.seed)
    prints = Fingerprints(
        signatures=np.empty((n, settings.permutations), np.uint32),
        rewrites=np.empty((n, settings.permutations), np.uint32),
        texts=np.empty(n, np.uint64),
        counts=np.empty(n, np.int32),
        keys=np.empty(int(batch.offsets[-1]) // 2 + n + 1, np.uint64),
        owners=np.empty(0, np.int32),
    )
    key_counts = np.empty(n, np.int32)
    sizes = np.array([settings.shingle_words, settings.rewrite_words, settings.passage_words])
    with np.errstate(over="ignore"):
        written = sketch.fingerprint(
            batch.buffer, batch.offsets, folding.alphabet, sizes, settings.passage_sample, a, b,
            prints.signatures, prints.rewrites, prints.texts, prints.counts, prints.keys, key_counts,
        )  # fmt: skip
    owners = np.repeat(np.arange(n, dtype=np.int32), key_counts)
    return Fingerprints(
        prints.signatures, prints.rewrites, prints.texts, prints.counts, prints.keys[:written].copy(), owners
    )


@cache
def draw_permutations(count: int, seed: int) -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
    """The odd multipliers and the addends of datasketch's `affine32` scheme, for `count` values.

    Drawn as datasketch draws them; a test compares the two. Importing datasketch for two arrays would take far longer
    than signing the articles of a small scan.
    """
    draw = np.random.RandomState(seed)
    a = draw.randint(0, 1 << 31, count, dtype=np.uint32) * np.uint32(2) + np.uint32(1)
    return a, draw.randint(0, 1 << 32, count, dtype=np.uint32)
