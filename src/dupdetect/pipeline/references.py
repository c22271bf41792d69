"""Reference texts of a deduplication: an article that is a near copy of one, or holds one, is dropped.

They are never dropped themselves, and no text is kept for the sake of another that they drop.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from dupdetect.records import Article, Skip
from dupdetect.search.containment import ReferenceNgrams, find_run
from dupdetect.streams import cut_batches

_BATCH = 256
_BATCH_CHARACTERS = 4_194_304

_MARK = "\0"
"""Begins the names of reference texts during a search, so that they differ from all ids."""


@dataclass(frozen=True, slots=True)
class ReferencePassage:
    """A reference text that an article holds.

    Attributes:
        reference: its id.
        share: of its distinct n-grams, those that the article holds, 0 to 1.
        start, end: the passage of the article, as offsets into its text.
    """

    reference: str
    share: float
    start: int
    end: int


class References:
    """Reference texts, read at once and held in memory.

    Args:
        items: the texts, and what could not be read.
        threshold: the least share of a text's n-grams that an article must have to hold it.

    Attributes:
        ids: of the texts, in order.
        skipped: what could not be read.
        passages: by the number of the article in the order of reading, the reference text that it holds; complete once
            `watch` is consumed.
    """

    def __init__(self, items: Iterable[Article | Skip], threshold: float) -> None:
        self.ids: list[str] = []
        self.skipped: list[Skip] = []
        self.passages: dict[int, ReferencePassage] = {}
        self._texts: list[str] = []
        for item in items:
            if isinstance(item, Skip):
                self.skipped.append(item)
            else:
                self.ids.append(item.id)
                self._texts.append(item.text)
        self._ngrams = ReferenceNgrams(self._texts, threshold) if self.ids else None

    def __len__(self) -> int:
        return len(self.ids)

    def articles(self) -> Iterator[Article]:
        """The texts as articles, under names that no other article has."""
        return (Article(f"{_MARK}{number}", text) for number, text in enumerate(self._texts))

    def watch(self, articles: Iterable[Article], number: int = 0) -> Iterator[Article]:
        """Pass articles on, the first of which has `number`, and note those that hold a reference text."""
        if not self._ngrams:
            yield from articles
            return
        for batch in cut_batches(articles, _BATCH, lambda article: len(article.text), _BATCH_CHARACTERS):
            for article, hit in zip(batch, self._ngrams.find([article.text for article in batch]), strict=True):
                if hit:
                    span = find_run(article.text, self._texts[hit.reference])
                    self.passages[number] = ReferencePassage(self.ids[hit.reference], hit.share, *span)
                number += 1
                yield article
