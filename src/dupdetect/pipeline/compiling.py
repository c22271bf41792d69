"""Compiling ahead: a small job that calls every kernel, for images and for machines that start jobs often."""

from __future__ import annotations

from collections import deque
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from dupdetect.engines.faults import PairJudge, fingerprint_articles
from dupdetect.kernels.compiled import compile_at_once, count_kernels
from dupdetect.pipeline.archive import Index
from dupdetect.records import Article, Channel
from dupdetect.search import shards
from dupdetect.search.channels import write_postings
from dupdetect.settings import Settings
from dupdetect.text import Vocabulary, segment_article

_STORY = """The reservoir above Tarn Hollow will be drained in September for the first time in 58 years.

Engineers of the water board found a crack of 14 metres in the outlet tower last week. "We can repair it in the dry or
not at all," said the board's chief engineer, Ilse Marrowby, on Tuesday. The work is to cost £3.1m and to end by May.

The village of Old Tarn, which was flooded in 1967, will come to light again. Its church tower was taken down at the
time, but the bridge and 23 houses still stand on the bottom. The county expects 40,000 visitors and has closed the
lane along the western shore to cars. Anglers have until 1 September to move the trout to the lower lake.

Farmers below the dam fear for their water. Colm Brennock, who keeps 300 sheep at Netherby, said that two dry summers
had emptied his own well. The board promised them 12 lorries of water a day for as long as the work lasts.
"""

_SWAPS = (
    ("drained", "emptied"),
    ("Engineers", "Specialists"),
    ("found", "discovered"),
    ("crack", "fissure"),
    ("repair", "mend"),
    ("work", "job"),
    ("flooded", "drowned"),
    ("visitors", "guests"),
    ("fear", "worry"),
    ("promised", "offered"),
)


_LOOSE: dict[str, Any] = {
    "retold_score": 0.0,
    "summary_ratio": 1.0,
    "summary_score": 0.0,
    "summary_share": 0.0,
    "summary_spread": 1.0,
    "summary_words_min": 5,
}
"""Constants by which short texts reach the kernels for paraphrases and summaries."""


def compile_kernels(settings: Settings | None = None) -> int:
    """Compile every kernel for the types with which a search calls it; returns how many kernels there are.

    Machine code that is on disk already is only loaded.
    """
    compile_at_once()
    chosen = settings or Settings()
    texts = _write_texts()
    articles = [Article(name, text) for name, text in texts.items()]
    from dupdetect.pipeline import compare_many, near_copies, scan

    scan(texts, chosen, jobs=1)
    for some_settings in (chosen, _loosen(chosen)):
        deque(compare_many(texts, combinations(texts, 2), some_settings), 0)
        PairJudge(some_settings).screen([(a, b, (Channel.ASKED,)) for a, b in combinations(articles, 2)])
    near_copies(texts, 0.3, chosen, jobs=1)
    with TemporaryDirectory() as folder, Index.open(Path(folder) / "archive.dupdetect", chosen) as archive:
        archive.add(texts)
        archive.check(texts["story"])
    _join_shards(texts, chosen)
    _hash_words(texts, chosen)
    return count_kernels()


def _loosen(settings: Settings) -> Settings:
    return replace(settings, aligning=replace(settings.aligning, **_LOOSE))


def _write_texts() -> dict[str, str]:
    """Texts that are related in every way for which there is a kernel."""
    spun = _STORY
    for word, other in _SWAPS:
        spun = spun.replace(word, other)
    paragraphs = _STORY.split("\n\n")
    return {
        "story": _STORY,
        "copy": _STORY.replace("58", "57"),
        "spun": spun,
        "turned": "\n\n".join(reversed(paragraphs)),
        "lead": "\n\n".join([paragraphs[0], spun.split("\n\n")[2]]),
        "refrain": "The water board will say no more. " * 400,
        "chorus": "The water board will say no more. " * 300 + _STORY,
        "page": f"Share on Facebook\n\n{_STORY}\nSubscribe to our newsletter\n",
        "ligatures": _STORY.replace("fi", "\ufb01"),
    }


def _join_shards(texts: dict[str, str], settings: Settings) -> None:
    """Join the postings of the texts as a cluster does."""
    prints, _ = fingerprint_articles(list(texts.values()), settings.fingerprinting)
    written = write_postings(prints, np.arange(len(texts)), settings.pairing)
    for _, part in shards.cut_postings(written, 2, settings.pairing):
        shards.join_shard(part, settings.pairing)


def _hash_words(texts: dict[str, str], settings: Settings) -> None:
    """Hash the words of the texts as the search for common wording does, which few texts do not reach."""
    vocabulary = Vocabulary(settings.segmenting.language)
    for name, text in texts.items():
        segmented = segment_article(Article(name, text), vocabulary, settings.segmenting, frozenset())
        vocabulary.hash_words(segmented.words)
