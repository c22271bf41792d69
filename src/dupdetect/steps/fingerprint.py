"""Texts to fingerprints: MinHash signatures and passage keys of a batch, equal to datasketch's bit for bit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from dupdetect.batches import Fingerprints
from dupdetect.kernels import sketch
from dupdetect.settings import Fingerprinting

if TYPE_CHECKING:
    from datasketch import MinHash

_CHUNK = 4_194_304
"""Bytes that go through the kernel at once; its scratch memory is a small multiple."""


def minhash(texts: Sequence[str], letters: NDArray[np.bool_], settings: Fingerprinting) -> Fingerprints:
    """Fingerprint folded texts, row by row; `letters` says of each code point whether it makes words.

    Signatures follow Broder (1997) in datasketch's `affine32` scheme, over 32-bit shingle hashes.
    """
    parts = [_chunk(chunk, letters, settings) for chunk in _chunks(texts)] or [_chunk([], letters, settings)]
    rows = np.cumsum([0, *(len(part.texts) for part in parts)])
    owners = [part.owners + row for part, row in zip(parts, rows[:-1], strict=True)]
    return Fingerprints(
        signatures=np.concatenate([part.signatures for part in parts]),
        rewrites=np.concatenate([part.rewrites for part in parts]),
        texts=np.concatenate([part.texts for part in parts]),
        counts=np.concatenate([part.counts for part in parts]),
        keys=np.concatenate([part.keys for part in parts]),
        owners=np.concatenate(owners).astype(np.int32),
    )


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


def _chunks(texts: Sequence[str]) -> Iterator[list[bytes]]:
    chunk: list[bytes] = []
    size = 0
    for text in texts:
        chunk.append(text.encode("utf-8", "replace"))
        size += len(chunk[-1])
        if size >= _CHUNK:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def _chunk(texts: list[bytes], letters: NDArray[np.bool_], settings: Fingerprinting) -> Fingerprints:
    n = len(texts)
    offsets = np.cumsum([0, *map(len, texts)])
    a, b = permutations(settings.permutations, settings.seed)
    made = Fingerprints(
        signatures=np.empty((n, settings.permutations), np.uint32),
        rewrites=np.empty((n, settings.permutations), np.uint32),
        texts=np.empty(n, np.uint64),
        counts=np.empty(n, np.int32),
        keys=np.empty(int(offsets[-1]) // 2 + n + 1, np.uint64),
        owners=np.empty(0, np.int32),
    )
    held = np.empty(n, np.int32)
    sizes = np.array([settings.shingle_words, settings.rewrite_words, settings.passage_words])
    buffer = np.frombuffer(b"".join(texts), np.uint8)
    written = sketch.fingerprint(
        buffer, offsets, letters, sizes, settings.passage_sample, a, b,
        made.signatures, made.rewrites, made.texts, made.counts, made.keys, held,
    )  # fmt: skip
    owners = np.repeat(np.arange(n, dtype=np.int32), held)
    return Fingerprints(made.signatures, made.rewrites, made.texts, made.counts, made.keys[:written].copy(), owners)


@cache
def permutations(count: int, seed: int) -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
    """The odd multipliers and the addends of datasketch's `affine32` scheme, for `count` values.

    Drawn as datasketch draws them, and held equal to its own by a test: to import it for two arrays takes far longer
    than to sign the articles of a small scan.
    """
    draw = np.random.RandomState(seed)
    a = draw.randint(0, 1 << 31, count, dtype=np.uint32) * np.uint32(2) + np.uint32(1)
    return a, draw.randint(0, 1 << 32, count, dtype=np.uint32)
