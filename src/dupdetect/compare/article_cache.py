"""What was prepared of the articles used last, so that an article in many pairs is seldom prepared again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from dupdetect.records import Article

Value = TypeVar("Value")

_SMALLEST = 1024
"""Least characters for which an article counts: even a short one takes some memory."""


class LRUCache(Generic[Value]):
    """Caches the results of `make` for the articles used last.

    Args:
        most: characters of all cached articles. No article counts for more than half of it, so that both sides of a
            pair fit and a long article in many pairs is prepared once.
    """

    def __init__(self, make: Callable[[Article], Value], most: int) -> None:
        self._make = make
        self._most = most
        self._entries: dict[str, tuple[Article, Value]] = {}
        self._size = 0

    def of(self, article: Article) -> Value:
        """The cached result for an article, or a new one."""
        entry = self._entries.pop(article.id, None)
        if entry is not None:
            self._size -= self._weight(entry[0])
        if entry is None or (entry[0] is not article and entry[0] != article):
            entry = article, self._make(article)
        self._entries[article.id] = entry
        self._size += self._weight(article)
        while self._size > self._most:
            oldest, _ = self._entries.pop(next(iter(self._entries)))
            self._size -= self._weight(oldest)
        return entry[1]

    def clear(self) -> None:
        """Forget all results."""
        self._entries.clear()
        self._size = 0

    def _weight(self, article: Article) -> int:
        return min(max(len(article.text), _SMALLEST), self._most // 2)
