"""Two articles to the passages that stand for each other.

    index       what is prepared once for each article
    seeds       similar sentences and common runs of words, grown into blocks
    passages    blocks with settled boundaries; verbatim and summary modes
    sentences   sentence by sentence inside the passages, with the words that were replaced
    screen      which of many pairs cannot have a passage, in one kernel

The method follows the winners of PAN's text-alignment track (Sanchez-Perez, Sidorov & Gelbukh 2014) in seeding with
TF-IDF over sentences; boundaries, modes and validation are our own.
"""

from __future__ import annotations

from dupdetect.compare.align.index import Indexed, Workspace, index_article
from dupdetect.compare.align.passages import add_facts, align_articles, align_wording
from dupdetect.compare.align.screen import screen_pairs

__all__ = [
    "Indexed",
    "Workspace",
    "add_facts",
    "align_articles",
    "align_wording",
    "index_article",
    "screen_pairs",
]
