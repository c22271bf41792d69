"""The articles of a scan by row, in order of their ids: in memory, or packed on disk once they are too many.

The steps see a sequence of articles and a mapping by id either way.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import pairwise
from typing import overload

import numpy as np
from numpy.typing import NDArray

from dupdetect.errors import UsageError
from dupdetect.read.sources import articles_by_id, same_id_message
from dupdetect.records import Article
from dupdetect.spill.lazy import LazySequence
from dupdetect.spill.records import PackedRecords

Rows = NDArray[np.intp]


class PackedIds(Sequence[str]):
    """Ids in one piece of memory, at their size and 24 bytes each; finds the row of an id by its hash."""

    def __init__(self, ids: Sequence[str]) -> None:
        encoded = [name.encode("utf-8", "surrogatepass") for name in ids]
        self._data = b"".join(encoded)
        self._ends = np.zeros(len(encoded) + 1, np.int64)
        np.cumsum(np.fromiter(map(len, encoded), np.int64, len(encoded)), out=self._ends[1:])
        hashes = np.fromiter(map(hash, ids), np.int64, len(encoded))
        self._order = np.argsort(hashes, kind="stable").astype(np.int32)
        self._hashes = hashes[self._order]

    def __len__(self) -> int:
        return len(self._ends) - 1

    @overload
    def __getitem__(self, row: int) -> str: ...

    @overload
    def __getitem__(self, row: slice) -> tuple[str, ...]: ...

    def __getitem__(self, row: int | slice) -> str | tuple[str, ...]:
        if isinstance(row, slice):
            return tuple(self[place] for place in range(*row.indices(len(self))))
        if not 0 <= row < len(self):
            raise IndexError(row)
        return self._data[self._ends[row] : self._ends[row + 1]].decode("utf-8", "surrogatepass")

    def find(self, name: str) -> int:
        """The row of an id.

        Raises:
            KeyError: there is none.
        """
        value = hash(name)
        place = int(np.searchsorted(self._hashes, value))
        while place < len(self._hashes) and self._hashes[place] == value:
            row = int(self._order[place])
            if self[row] == name:
                return row
            place += 1
        raise KeyError(name)


class SpooledArticles(Sequence[Article]):
    """Articles in a temporary file; what stays in memory is their ids and places, about 70 bytes each.

    Args:
        records: the articles, by number.
        numbers: the number of the article of each row.
        sizes: the characters of each text.
    """

    def __init__(
        self, records: PackedRecords[Article], ids: PackedIds, numbers: Rows, sizes: NDArray[np.int64]
    ) -> None:
        self._records = records
        self._numbers = numbers
        self.ids = ids
        self.sizes = sizes

    def __len__(self) -> int:
        return len(self.ids)

    @overload
    def __getitem__(self, row: int) -> Article: ...

    @overload
    def __getitem__(self, row: slice) -> tuple[Article, ...]: ...

    def __getitem__(self, row: int | slice) -> Article | tuple[Article, ...]:
        if isinstance(row, slice):
            return tuple(self[place] for place in range(*row.indices(len(self))))
        if not 0 <= row < len(self):
            raise IndexError(row)
        return self._records[int(self._numbers[row])]

    def reorder(self, rows: Rows) -> SpooledArticles:
        """The same articles in another order."""
        ids = PackedIds([self.ids[row] for row in rows.tolist()])
        return SpooledArticles(self._records, ids, self._numbers[rows], self.sizes[rows])


class ArticlesById(Mapping[str, Article]):
    """Spooled articles by id.

    Args:
        texts: whether they come with their texts; without them, many can be kept.
    """

    def __init__(self, articles: SpooledArticles, *, texts: bool = True) -> None:
        self._articles = articles
        self._texts = texts

    def __len__(self) -> int:
        return len(self._articles)

    def __iter__(self) -> Iterator[str]:
        return iter(self._articles.ids)

    def __contains__(self, name: object) -> bool:
        try:
            return isinstance(name, str) and self._articles.ids.find(name) >= 0
        except KeyError:
            return False

    def __getitem__(self, name: str) -> Article:
        article = self._articles[self._articles.ids.find(name)]
        return article if self._texts else replace(article, text="")


class ArticleSpool:
    """Takes articles in any order and gives them back in order of their ids."""

    def __init__(self, articles: Iterable[Article] = ()) -> None:
        self._records: PackedRecords[Article] = PackedRecords()
        self._ids: list[str] = []
        self._sizes = array("q")
        for article in articles:
            self.add(article)

    def __len__(self) -> int:
        return len(self._ids)

    def add(self, article: Article) -> None:
        """Put an article on disk.

        Raises:
            InputError: the temporary folder is full.
        """
        self._records.append(article)
        self._ids.append(article.id)
        self._sizes.append(len(article.text))

    def sort(self) -> SpooledArticles:
        """All articles, in order of their ids.

        Raises:
            UsageError: two have the same id.
        """
        order = sorted(range(len(self._ids)), key=self._ids.__getitem__)
        names = [self._ids[row] for row in order]
        for name, after in pairwise(names):
            if name == after:
                raise UsageError(same_id_message(name))
        rows = np.array(order, np.intp)
        return SpooledArticles(self._records, PackedIds(names), rows, np.array(self._sizes, np.int64)[rows])


class GatheredArticles:
    """Articles as they are read: in memory as long as they fit.

    Args:
        fits: whether so many articles, with so many characters in total, stay in memory.
    """

    def __init__(self, fits: Callable[[int, int], bool]) -> None:
        self._fits = fits
        self._characters = 0
        self._articles: list[Article] = []
        self._spool: ArticleSpool | None = None

    def __len__(self) -> int:
        return len(self._spool or self._articles)

    def add(self, article: Article) -> None:
        """Take an article; raises as `ArticleSpool.add`."""
        if self._spool is not None:
            self._spool.add(article)
            return
        self._articles.append(article)
        self._characters += len(article.text)
        if not self._fits(len(self._articles), self._characters):
            self._spool = ArticleSpool(self._articles)
            self._articles = []

    def sort(self) -> Sequence[Article]:
        """All articles, in order of their ids.

        Raises:
            UsageError: two have the same id.
        """
        if self._spool is not None:
            return self._spool.sort()
        by_id = articles_by_id(self._articles)
        return [by_id[name] for name in sorted(by_id)]


class ArticleTable:
    """Articles by row and by id, in memory or on disk."""

    def __init__(self, articles: Sequence[Article]) -> None:
        self.articles = articles

    def __len__(self) -> int:
        return len(self.articles)

    @property
    def is_on_disk(self) -> bool:
        """Whether the articles are on disk."""
        return isinstance(self.articles, SpooledArticles)

    @cached_property
    def by_id(self) -> Mapping[str, Article]:
        """The articles by id."""
        if isinstance(self.articles, SpooledArticles):
            return ArticlesById(self.articles)
        return {article.id: article for article in self.articles}

    @cached_property
    def heads(self) -> Mapping[str, Article]:
        """The articles by id; without texts where these are on disk."""
        return ArticlesById(self.articles, texts=False) if isinstance(self.articles, SpooledArticles) else self.by_id

    @cached_property
    def ids(self) -> Sequence[str]:
        """The id of each row."""
        if isinstance(self.articles, SpooledArticles):
            return self.articles.ids
        return [article.id for article in self.articles]

    @cached_property
    def sizes(self) -> NDArray[np.int64]:
        """The characters of each text."""
        if isinstance(self.articles, SpooledArticles):
            return self.articles.sizes
        return np.fromiter((len(article.text) for article in self.articles), np.int64, len(self.articles))

    def find_row(self, name: str) -> int:
        """The row of an id."""
        return self.ids.find(name) if isinstance(self.ids, PackedIds) else self._rows[name]

    def list_texts(self, rows: Sequence[int] | None = None) -> Sequence[str]:
        """The texts of some rows, or of all; read from disk when they are asked for."""
        chosen = range(len(self)) if rows is None else rows
        if isinstance(self.articles, SpooledArticles):
            return LazySequence(chosen, lambda row: self.articles[row].text)
        return [self.articles[row].text for row in chosen]

    @cached_property
    def _rows(self) -> dict[str, int]:
        return {name: row for row, name in enumerate(self.ids)}


def sort_articles(articles: Sequence[Article], key: Callable[[str], bool]) -> Sequence[Article]:
    """The articles sorted by a key of their ids; where it is equal, they stay in order."""
    if isinstance(articles, SpooledArticles):
        ids = articles.ids
        return articles.reorder(np.array(sorted(range(len(ids)), key=lambda row: key(ids[row])), np.intp))
    return sorted(articles, key=lambda article: key(article.id))
