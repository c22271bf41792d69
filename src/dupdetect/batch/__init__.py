"""Common wording: what so many families of a scan hold that sharing it says nothing about two articles.

Agency background, embedded posts, captions and stock terms make thousands of pairs of one event "partial". No pair can
show this, only the batch: it knows how many families hold a wording. Articles of one family count once, so a story that
two hundred outlets print does not make its own words common.

shingles   an article as hashes of five words in a row, the same in every process
counting   the shingles that enough families hold, and where they stand in an article
passages   common shingles joined to passages, each listed once with the articles that hold it

`compare.judge.remainder` judges a pair without its common wording; `families.stories` says who counts once.
"""

from __future__ import annotations

from dupdetect.batch.counting import SHINGLE, Hashes, count_common, demand_families, find_common_shingles
from dupdetect.batch.passages import MarkedArticle, collect_passages, join_passages, weighs_in
from dupdetect.batch.shingles import Shingler

__all__ = [
    "SHINGLE",
    "Hashes",
    "MarkedArticle",
    "Shingler",
    "collect_passages",
    "count_common",
    "demand_families",
    "find_common_shingles",
    "join_passages",
    "weighs_in",
]
