"""What every home of postings promises, so that one test suite holds for all of them."""

from __future__ import annotations

from typing import Protocol, TypeVar

Articles = TypeVar("Articles", contravariant=True)
Found = TypeVar("Found", covariant=True)


class Postings(Protocol[Articles, Found]):
    """Who holds which key. `channels.RULES` says what the keys are, and how many holders and meetings count.

    arrays.ArrayPostings            the fingerprints of one machine, in memory
    archive.lookup.ArchivePostings  the fingerprints of an article, and an inverted index on disk
    engines.spark.postings          a data frame of articles, and Spark's shuffles
    """

    def join(self, articles: Articles) -> Found:
        """The pairs that are worth comparing and have one of `articles`, with the channels that say so.

        Where more articles hold a key than its cap allows, the rule either drops the key or lets its first holders
        stand for the rest, so that the pairs grow with the articles and not with their square.
        """
        ...
