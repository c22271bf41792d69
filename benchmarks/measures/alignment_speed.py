"""How fast alignment is: preparation in megabytes a second, and alignment proper in pairs a second, of processor time.

Preparation is all that an article needs once: words, sentences, sentence vectors, sorted shingles. Alignment is what a
pair costs beside that: passages, sentences, replaced words. Both run on one core; the least time of some rounds
counts, since company on the machine can only add to it. A first round compiles kernels and does not count.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.corpora import pan
from dupdetect import Article, Settings
from dupdetect.compare import align
from dupdetect.text import Vocabulary, segment_article

ROUNDS = 3


@dataclass(frozen=True, slots=True)
class Speed:
    """What a PAN corpus took.

    Attributes:
        bytes: of all documents, as UTF-8.
        preparing: seconds to prepare each of them once.
        pairs: that were aligned.
        aligning: seconds for all of them.
    """

    bytes: int
    preparing: float
    pairs: int
    aligning: float


def measure_speed(corpus: Path, settings: Settings, half: str | None = None, rounds: int = ROUNDS) -> Speed:
    """Prepare every document and align every pair of a PAN corpus, some rounds over."""
    pairs = [pair for folder in pan.classes(corpus) for pair in pan.select_half(*pan.read_class(folder), half)[0]]
    texts = pan.texts(corpus, pairs)
    preparing, aligning = [], []
    for _ in range(rounds + 1):
        started = time.process_time()
        vocabulary = Vocabulary(settings.segmenting.language)
        prepared = {
            name: align.index_article(segment_article(Article(name, text), vocabulary, settings.segmenting))
            for name, text in texts.items()
        }
        preparing.append(time.process_time() - started)
        work = align.Workspace()
        work.fit(vocabulary.stems)
        started = time.process_time()
        for a, b in pairs:
            align.align_articles(prepared[a], prepared[b], work, settings.aligning)
        aligning.append(time.process_time() - started)
    size = sum(len(text.encode()) for text in texts.values())
    return Speed(size, min(preparing[1:]), len(pairs), min(aligning[1:]))


def lines(corpus: Path, settings: Settings, half: str | None = None) -> Iterator[str]:
    """What is said of a corpus, for a human reader."""
    found = measure_speed(corpus, settings, half)
    yield f"preparation {found.bytes / found.preparing / 1e6:8.2f} MB/s    {found.bytes / 1e6:.1f} MB"
    yield f"alignment   {found.pairs / found.aligning:8.0f} pairs/s {found.pairs} pairs"
