"""The interface of all postings, which one test suite checks for every implementation."""

from __future__ import annotations

from typing import Protocol, TypeVar

Articles = TypeVar("Articles", contravariant=True)
Found = TypeVar("Found", covariant=True)


class Postings(Protocol[Articles, Found]):
    """Which articles hold which key. `channels.RULES` defines the keys, their caps and how many a pair must share.

    arrays.ArrayPostings            the fingerprints of one machine, in memory
    archive.lookup.ArchivePostings  the fingerprints of an article, and an inverted index on disk
    engines.spark.postings          a data frame of articles, and Spark's shuffles
    """

    def join(self, articles: Articles) -> Found:
        """The pairs worth comparing that include one of `articles`, with the channels that found them.

        If more articles hold a key than its cap allows, the rule drops the key, counts it for less up to a bound, or
        lets its first holders stand for the rest. So the number of pairs grows with the articles and not with their
        square.
        """
        ...
