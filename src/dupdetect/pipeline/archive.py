"""The archive as users meet it: articles go in once, and every new text is asked which of them it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import TypeAlias, TypeVar

import numpy as np

from dupdetect.archive import TERM_BITS, Changes, Entry, FileStore, Info, MemoryStore, Store, digest_article, sum_terms
from dupdetect.compare.comparer import Comparer
from dupdetect.errors import UsageError
from dupdetect.kernels import buckets
from dupdetect.pipeline.findings import assemble_findings
from dupdetect.pipeline.sources import Progress, Sources, ignore_progress, same_id_message, stream_articles
from dupdetect.records import Article, Channel, Comparison, Findings, Listed, Skip, Verdict
from dupdetect.search import fingerprint, pair, terms
from dupdetect.settings import Settings
from dupdetect.text import folding_table

_FIRST_BATCH, _BATCH = 512, 8192
"""Articles that are stored at once: few at first, so that something is safe soon, then more, which costs less each."""

_BATCH_CHARACTERS = 33_554_432
"""Code points of a batch, after which it takes no more articles."""

_WORN = 65_536
"""Articles that a comparer compares before a fresh one takes its place, for its vocabulary only grows."""

_CHECKED = 64
"""Articles that are fingerprinted together when many are checked."""

Item = TypeVar("Item")

Stored: TypeAlias = Callable[[Changes], None]
"""Called with what became of some articles, once that is safe."""


@dataclass(frozen=True, slots=True)
class Added:
    """What became of articles given to an archive.

    Attributes:
        added, replaced, unchanged: how many were new, had changed, were there already.
        skipped: what was not read, and why.
    """

    added: int
    replaced: int
    unchanged: int
    skipped: tuple[Skip, ...]


class Index:
    """An archive of articles: `add` and `remove` them, and `check` which of them a text is a copy or a rewrite of.

    Make one with `Index.open` or `Index.in_memory`; to be used in a `with` statement, or closed.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._settings = store.settings
        self._folding = folding_table()
        pairing, values = self._settings.pairing, self._settings.fingerprinting.permutations
        self._bands = pair.bands(values, pairing.jaccard, pairing.recall)
        self._comparer = Comparer(self._settings)
        self._compared = 0

    @classmethod
    def open(
        cls, path: str | Path, settings: Settings | None = None, *, writing: bool = True, wait: float = 60.0
    ) -> Index:
        """Open the archive in a file.

        Args:
            path: the file; made when it does not exist.
            settings: what to make it with; an archive that exists must have been made with the same scores in mind.
                None takes those of the archive, or the defaults.
            writing: False opens an archive that exists, only to ask; any number may, beside one that writes.
            wait: seconds to wait for another writer.

        Raises:
            InputError: there is no such archive, and `writing` is False.
            ArchiveError: the file is no archive, damaged, made with other settings, or cannot be written.
        """
        store = FileStore(path, settings, writing=writing, wait=wait)
        return cls(store) if settings is None else cls(store)._reading_as(settings)

    @classmethod
    def in_memory(cls, settings: Settings | None = None) -> Index:
        """An archive that is gone when it is closed."""
        return cls(MemoryStore(settings))

    def _reading_as(self, settings: Settings) -> Index:
        """Take what changes no score, such as which files are read, from `settings`."""
        self._settings = settings
        return self

    def __enter__(self) -> Index:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._store.close()

    @property
    def settings(self) -> Settings:
        """The settings that the archive was made with."""
        return self._settings

    def __len__(self) -> int:
        return self._store.info().articles

    def add(
        self, sources: Sources, *, jobs: int = 1, progress: Progress | None = None, stored: Stored | None = None
    ) -> Added:
        """Remember articles. One that is there unchanged costs nothing; a changed one takes the place of the old.

        Args:
            sources: files and folders, or articles, or texts by id. They are not held in memory as a whole.
            jobs: threads for the fingerprints.
            progress: called as work goes on.
            stored: called whenever some articles are safe: they outlive this process from then on.

        Raises:
            InputError: a path does not exist.
            ArchiveError: the archive cannot be written; what was told to `stored` is there, and running the same
                again adds the rest.
        """
        told, skipped = progress or ignore_progress, list[Skip]()
        counts = [0, 0, 0]
        for batch in _batches(stream_articles(sources, self._settings.reading, told=told), skipped):
            changes = self._store_new(batch, jobs)
            for i, names in enumerate((changes.added, changes.replaced, changes.unchanged)):
                counts[i] += len(names)
            if stored:
                stored(changes)
            told("index", sum(counts), 0)
        if 2 * (counts[0] + counts[1]) > len(self):  # worth it after a large part came in, and paid by it
            self._store.compact()
        return Added(counts[0], counts[1], counts[2], tuple(skipped))

    def _store_new(self, batch: dict[str, Article], jobs: int) -> Changes:
        """Store what is new or has changed; only that is fingerprinted."""
        known = self._store.known(batch)
        same = {name for name in known if known[name].digest == digest_article(batch[name])}
        new = [article for name, article in batch.items() if name not in same]
        old = self._articles(article.id for article in new if article.id in known)
        changes = self._store.add(list(self._entries(new, jobs)))
        self._let_stand(old)
        return replace(changes, unchanged=(*(name for name in batch if name in same), *changes.unchanged))

    def remove(self, ids: Iterable[str]) -> tuple[str, ...]:
        """Forget articles, their texts and all that they were found by; gives the ids of those that were there."""
        named = list(dict.fromkeys(ids))
        old = self._articles(named)
        gone = self._store.remove(named)
        self._let_stand(old)
        return gone

    def _entries(self, articles: list[Article], jobs: int = 1) -> Iterator[Entry]:
        """Articles as they are stored.

        Of many with the same words, those after the first few can be found by their text as a whole alone; the first
        ones stand for them. Otherwise their own number would make all that they share too frequent to be looked at.
        """
        asked = list(self._asked(articles, jobs))
        texts = np.unique(np.concatenate([np.empty(0, np.uint64), *(question.text for _, question, _ in asked)]))
        held = np.diff(self._store.holders(texts, buckets.ALIKE).starts)
        there = dict(zip(texts.tolist(), held.tolist(), strict=True))
        for article, item, words in asked:
            alike = 0
            for text in item.text.tolist():
                alike = there[text]
                there[text] += 1
            yield Entry(article, item.terms if alike < buckets.ALIKE else item.text, words)

    def _let_stand(self, gone: list[Article]) -> None:
        """Where articles with the same words as many others are gone, let others stand for the rest."""
        for _, item, _ in self._asked(gone):
            with self._store.snapshot():
                same = self._store.holders(item.text, buckets.ALIKE).numbers
                full = self._store.holders(item.others[:1], buckets.ALIKE).numbers
                bare = self._store.articles(np.setdiff1d(same, full)[: max(buckets.ALIKE - len(full), 0)].tolist())
            if bare:
                entries = [Entry(article, some.terms, words) for article, some, words in self._asked(bare)]
                self._store.add(entries, anew=True)

    def _articles(self, ids: Iterable[str]) -> list[Article]:
        with self._store.snapshot():
            return self._store.articles([known.number for known in self._store.known(ids).values()])

    def fetched(self, ids: Iterable[str]) -> list[Article]:
        """The articles with these ids, those that are there, with their texts."""
        return self._articles(ids)

    def articles(self) -> Iterator[Listed]:
        """Every article without its text, by id."""
        return self._store.listing()

    def info(self) -> Info:
        """How much is there."""
        return self._store.info()

    def verify(self) -> list[str]:
        """What is wrong with the archive, in words; nothing when it is sound.

        Reads everything: the file, every text, and every posting, which is compared with a new fingerprint.
        """
        wrong = list(self._store.faults())
        if wrong:
            return wrong
        for part in _parts(self._store.contents(), _BATCH):
            asked = self._asked([article for article, _, _ in part])
            for (article, item, _), (_, count, total) in zip(asked, part, strict=True):
                if (count, total) not in [(len(some), sum_terms(some)) for some in (item.terms, item.text)]:
                    wrong.append(f"article {article.id!r} was stored with the fingerprint of another text")
        return wrong

    def check(self, what: str | Article) -> Findings:
        """Which articles of the archive a text is a copy, a rewrite or a part-copy of.

        Args:
            what: a text, which gets the id "text", or an article.

        Returns:
            Findings as `scan` makes them, each pair with the archive's article first. An article that is itself in
            the archive, with the same id and text, is not compared with itself; if the archive has another text under
            its id, it is listed with " (checked)" behind its id.
        """
        return self.check_all([Article("text", what) if isinstance(what, str) else what])

    def check_all(self, sources: Sources, *, progress: Progress | None = None) -> Findings:
        """`check` for many: files and folders, or articles, or texts by id. They are not compared with one another.

        Raises:
            InputError: a path does not exist.
            UsageError: two of them have the same id.
        """
        told = progress or ignore_progress
        made = _Checked()
        for part in _parts(stream_articles(sources, self._settings.reading, told=told), _CHECKED):
            made.skipped += [item for item in part if isinstance(item, Skip)]
            for article, question, words in self._asked([entry for entry in part if isinstance(entry, Article)]):
                self._check(article, question, words, made)
            told("compare", len(made.articles), 0)
        listed = made.sources | made.articles  # an article may be checked and, for another one, be a source
        return assemble_findings(
            [listed[name] for name in sorted(listed)], made.pairs, made.skipped, made.compared, self._settings
        )

    def named_apart(self, articles: Iterable[Article]) -> list[Article]:
        """Articles by id, with " (checked)" behind the id of each that has that of another text in the archive."""
        made: list[Article] = []
        for article in articles:
            with self._store.snapshot():
                known = self._store.known([article.id]).get(article.id)
                same = not known or self._store.articles([known.number])[0].text == article.text
            made.append(article if same else self._renamed(article))
        return sorted(made, key=lambda item: item.id)

    def _check(self, article: Article, question: terms.Asked, words: int, made: _Checked) -> None:
        found, more, itself = self._sources(article, question, words)
        if not itself:
            article = self._renamed(article)
        made.take(article, more)
        least = Verdict(self._settings.reporting.min_verdict)
        for source, channels in found:
            comparison = self._fresh().compared(source, article, channels)
            made.compared += 1
            if comparison.verdict.reaches(least):
                made.pairs.append(comparison)
                made.sources[source.id] = source

    def _sources(
        self, article: Article, question: terms.Asked, words: int
    ) -> tuple[list[tuple[Article, tuple[Channel, ...]]], int, int]:
        """What to compare an article with, how much more there was, and its own number if it is in the archive."""
        pairing = self._settings.pairing
        with self._store.snapshot():
            held = self._store.holders(question.terms, terms.reach(pairing))
            known = self._store.known([article.id]).get(article.id)
            itself = known.number if known and self._store.articles([known.number])[0].text == article.text else 0
            found, more = terms.candidates(question, held.starts, held.numbers, itself, pairing)
            lengths = [words + word for word in self._store.words([item.number for item in found])]
            found = terms.fitting(found, lengths, pairing)
            sources = self._store.articles([hit.number for hit in found])
        return [(source, entry.channels) for source, entry in zip(sources, found, strict=True)], more, itself

    def _renamed(self, article: Article) -> Article:
        """The article under an id that no article of the archive has."""
        name = article.id
        while self._store.known([name]):
            name += " (checked)"
        return article if name == article.id else replace(article, id=name)

    def _fresh(self) -> Comparer:
        """A comparer that does not know too many words."""
        self._compared += 1
        if self._compared % _WORN == 0:
            self._comparer = Comparer(self._settings)
        return self._comparer

    def _asked(self, articles: list[Article], jobs: int = 1) -> Iterator[tuple[Article, terms.Asked, int]]:
        """Each article with its terms and its number of words."""
        texts = (article.text for article in articles)
        prints = fingerprint.minhash(texts, self._folding, self._settings.fingerprinting, jobs)
        return zip(articles, terms.asked(prints, self._bands, TERM_BITS), prints.counts.tolist(), strict=True)


@dataclass
class _Checked:
    """What a check gathers: the articles checked and their sources by id, and what was found."""

    articles: dict[str, Article] = field(default_factory=dict)
    sources: dict[str, Article] = field(default_factory=dict)
    pairs: list[Comparison] = field(default_factory=list)
    skipped: list[Skip] = field(default_factory=list)
    compared: int = 0

    def take(self, article: Article, more: int) -> None:
        """Note an article that is checked, and how many of its candidates are not compared."""
        if article.id in self.articles:
            raise UsageError(same_id_message(article.id))
        self.articles[article.id] = article
        if more:
            self.skipped.append(Skip(article.id, f"{more} articles that share less with it were not compared"))


def _batches(found: Iterable[Article | Skip], skipped: list[Skip]) -> Iterator[dict[str, Article]]:
    """Articles by id in batches that grow; of two with one id, the later. What was skipped is noted."""
    batch: dict[str, Article] = {}
    most, held = _FIRST_BATCH, 0
    for hit in found:
        if isinstance(hit, Skip):
            skipped.append(hit)
            continue
        batch[hit.id] = hit
        held += len(hit.text)
        if len(batch) >= most or held >= _BATCH_CHARACTERS:
            yield batch
            batch, held, most = {}, 0, min(4 * most, _BATCH)
    if batch:
        yield batch


def _parts(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    rest = iter(items)
    while part := list(islice(rest, size)):
        yield part
