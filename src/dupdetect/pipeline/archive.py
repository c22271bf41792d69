"""The archive for users: articles are added once, and new texts are checked against them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain, repeat
from pathlib import Path
from types import TracebackType
from typing import TypeAlias

import numpy as np

from dupdetect.archive import ArchiveChanges, ArchiveInfo, Entry, FileStore, digest_article, sum_terms
from dupdetect.desk.copies import list_copies
from dupdetect.embedding import check_model
from dupdetect.pipeline.checking import ArchiveChecker
from dupdetect.pipeline.gathering import CheckedArticles, TakenArticles
from dupdetect.pipeline.questions import QuestionWriter
from dupdetect.read.sources import Progress, Sources, find_base, find_place, ignore_progress, locate_articles
from dupdetect.records import Article, Findings, Listed, Skip
from dupdetect.search.channels import ALIKE
from dupdetect.settings import Settings
from dupdetect.streams import cut_batches

_FIRST_BATCH, _BATCH = 512, 8192
"""Articles per transaction: few at first, so that some are safe soon, then more, which is cheaper per article."""

_BATCH_CHARACTERS = 33_554_432
"""Code points at which a batch is full."""

_CHECKED = 64
"""Articles that are fingerprinted together when many are checked."""

Stored: TypeAlias = Callable[[ArchiveChanges], None]
"""Called with the changes of each batch once they are on disk."""


@dataclass(frozen=True, slots=True)
class AddSummary:
    """The result of adding articles to an archive.

    Attributes:
        added, replaced, unchanged: how many articles were new, had changed, or were stored already.
        skipped: inputs that were not read, with reasons.
        renamed: pairs of ids, as read and as stored, of articles whose id belongs to an article from another place.
    """

    added: int
    replaced: int
    unchanged: int
    skipped: tuple[Skip, ...]
    renamed: tuple[tuple[str, str], ...] = ()


class Index:
    """An archive of articles: `add` and `remove` them, and `check` which of them a text is a copy or a rewrite of.

    Make one with `Index.open` or `Index.in_memory`; to be used in a `with` statement, or closed.
    """

    def __init__(self, store: FileStore, settings: Settings | None = None) -> None:
        self._store = store
        self._settings = settings or store.settings
        if self._settings.meaning.enabled:
            check_model(self._settings.meaning.model)
        self._questions = QuestionWriter(store, self._settings)
        self._checker = ArchiveChecker(store, self._settings)

    @classmethod
    def open(
        cls, path: str | Path, settings: Settings | None = None, *, writing: bool = True, wait: float = 60.0
    ) -> Index:
        """Open the archive in a file.

        Args:
            path: the file; made when it does not exist.
            settings: those of a new archive. An existing archive must have the same signature; settings outside of the
                signature, such as the thesaurus, are taken from here. None takes those of the archive, or the preset
                `archive` for a new one.
            writing: False opens an existing archive read-only; any number of readers may work beside one writer.
            wait: seconds to wait for another writer.

        Raises:
            InputError: there is no such archive, and `writing` is False.
            ArchiveError: the file is not an archive, is damaged, has other settings, or cannot be written.
        """
        return cls(FileStore(path, settings, writing=writing, wait=wait), settings)

    @classmethod
    def in_memory(cls, settings: Settings | None = None) -> Index:
        """An archive without a file, which is lost when it is closed."""
        return cls(FileStore(None, settings))

    def __enter__(self) -> Index:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._store.close()

    @property
    def settings(self) -> Settings:
        """The settings that the archive was made with, or was opened with."""
        return self._settings

    def require_settings(self, settings: Settings) -> None:
        """Require settings whose scores compare with those of the archive.

        Raises:
            ArchiveError: they have another signature.
        """
        self._store.require_settings(settings)

    def __len__(self) -> int:
        return self._store.count()

    def add(
        self,
        sources: Sources,
        *,
        jobs: int | None = None,
        progress: Progress | None = None,
        stored: Stored | None = None,
    ) -> AddSummary:
        """Store articles. An unchanged article is left as it is; a changed one replaces the old.

        Args:
            sources: files and folders, or articles, or texts by id. They are read as a stream.
            jobs: processes that read documents, and threads for fingerprints; None takes the number of cores for the
                former and 1 for the latter.
            progress: called as work goes on.
            stored: called with the changes of each batch once they are on disk, where a crash cannot lose them.

        Raises:
            InputError: a path does not exist.
            ArchiveError: the archive cannot be written; the batches passed to `stored` are kept, and running the same
                again adds the rest.
        """
        report, taken = progress or ignore_progress, TakenArticles()
        for batch in self._cut_batches(
            locate_articles(sources, self._settings.reading, jobs, report_progress=report), taken
        ):
            changes = self._store_new(batch, jobs or 1, taken)
            taken.count(changes)
            if stored:
                stored(changes)
            report("index", taken.total, 0)
        if 2 * (taken.added + taken.replaced) > len(self):  # pays off after a large addition
            self._store.compact()
        return AddSummary(taken.added, taken.replaced, taken.unchanged, tuple(taken.skipped), tuple(taken.renamed))

    def _cut_batches(
        self, items: Iterable[tuple[Article | Skip, str]], taken: TakenArticles
    ) -> Iterator[dict[str, tuple[Article, str]]]:
        """Batches of articles with their origins, by the id to store them under; of two with one id, the later."""
        sizes = chain((min(_FIRST_BATCH * 4**i, _BATCH) for i in range(4)), repeat(_BATCH))
        articles = taken.take_articles(items)
        for batch in cut_batches(articles, sizes, lambda item: len(item[0].text), _BATCH_CHARACTERS):
            with self._store.snapshot():
                named = [(self._choose_id(article, origin), article, origin) for article, origin in batch]
            taken.renamed += [(article.id, name) for name, article, _ in named if name != article.id]
            yield {name: (replace(article, id=name), origin) for name, article, origin in named}

    def _choose_id(self, article: Article, origin: str) -> str:
        """The id to store an article under: that of the article from the same place, or its own, numbered if needed.

        Two articles with one id from different places are the same only if they have equal texts or equal URLs.
        """
        if origin and (name := self._store.locate(origin)) is not None:
            return name
        name, number = article.id, 1
        while (holder := self._store.find_known([name]).get(name)) and holder.origin and origin:
            there = self._store.articles([holder.number])[0]
            if there.text == article.text or (there.url and there.url == article.url):
                break
            number += 1
            name = f"{article.id} ({number})"
        return name

    def _store_new(self, batch: dict[str, tuple[Article, str]], jobs: int, taken: TakenArticles) -> ArchiveChanges:
        """Fingerprint and store the articles that are new or have changed."""
        stored = self._store.find_known(batch)
        same = {name for name in stored if stored[name].digest == digest_article(batch[name][0])}
        new = [article for name, (article, _) in batch.items() if name not in same]
        old = self.fetch_articles(article.id for article in new if article.id in stored)
        entries = self._entries(new, {name: origin for name, (_, origin) in batch.items()}, jobs, taken)
        changes = self._store.add(list(entries))
        self._promote_repeats(old)
        return replace(changes, unchanged=(*(name for name in batch if name in same), *changes.unchanged))

    def remove(self, ids: Iterable[str]) -> tuple[str, ...]:
        """Delete articles with their texts and postings; returns the ids of those that were stored."""
        named = list(dict.fromkeys(ids))
        old = self.fetch_articles(named)
        gone = self._store.remove(named)
        self._promote_repeats(old)
        return gone

    def _entries(
        self, articles: list[Article], origins: dict[str, str], jobs: int, taken: TakenArticles
    ) -> Iterator[Entry]:
        """The entries of articles.

        Of many articles with the same words, those after the first few get a single term, for the whole text, and the
        first ones stand for them. Otherwise the repeats would push all their terms over the caps.
        """
        questions = list(self._questions.write(articles, taken.skipped, jobs))
        texts = np.unique(np.concatenate([np.empty(0, np.uint64), *(question.text for _, question in questions)]))
        repeats = np.diff(self._store.holders(texts, ALIKE).starts)
        there = dict(zip(texts.tolist(), repeats.tolist(), strict=True))
        for article, question in questions:
            alike = 0
            for text in question.text.tolist():
                alike = there[text]
                there[text] += 1
            terms = question.all_terms if alike < ALIKE else question.text
            yield Entry(article, terms, question.words, origins[article.id], question.language, question.vector)

    def _promote_repeats(self, gone: list[Article]) -> None:
        """When articles with the same words as many others are removed, promote others of them to full postings."""
        for _, question in self._questions.write(gone):
            with self._store.snapshot():
                same = self._store.holders(question.text, ALIKE).numbers
                whole = self._store.holders(question.others[:1], ALIKE).numbers
                bare = self._store.articles(np.setdiff1d(same, whole)[: max(ALIKE - len(whole), 0)].tolist())
                kept = self._store.find_known(item.id for item in bare)
                origins = {name: entry.origin for name, entry in kept.items()}
            if bare:
                entries = [
                    Entry(article, full.all_terms, full.words, origins[article.id], full.language, full.vector)
                    for article, full in self._questions.write(bare)
                ]
                self._store.add(entries, anew=True)

    def fetch_articles(self, ids: Iterable[str]) -> list[Article]:
        """The articles with these ids, with their texts; ids that are not stored are left out."""
        with self._store.snapshot():
            return self._store.articles([entry.number for entry in self._store.find_known(ids).values()])

    def articles(self) -> Iterator[Listed]:
        """Every article without its text, by id."""
        return self._store.listing()

    def info(self) -> ArchiveInfo:
        """The size of the archive."""
        return self._store.info()

    def verify(self) -> list[str]:
        """The faults of the archive, a message each; none if it is sound.

        Reads the whole file, and compares all postings with new fingerprints of the texts.
        """
        wrong = list(self._store.faults())
        if wrong:
            return wrong
        for part in cut_batches(self._store.contents(), _BATCH):
            questions = self._questions.write([article for article, _, _ in part], encode=False)
            for (article, question), (_, count, total) in zip(questions, part, strict=True):
                if (count, total) not in [
                    (len(terms), sum_terms(terms)) for terms in (question.all_terms, question.text)
                ]:
                    wrong.append(f"article {article.id!r} was stored with the fingerprint of another text")
        return wrong

    def check(self, what: str | Article) -> Findings:
        """Which articles of the archive a text is a copy, a rewrite or a part-copy of.

        Args:
            what: a text, which gets the id "text", or an article.

        Returns:
            Findings as from `scan`, each pair with the archive's article first. An article that the archive holds, with
            the same id and text, is not compared with itself. If the archive holds another text under the id,
            " (checked)" is appended to the id of the checked article.
        """
        return self.check_all([Article("text", what) if isinstance(what, str) else what])

    def check_all(self, sources: Sources, *, jobs: int | None = None, progress: Progress | None = None) -> Findings:
        """`check` for many: files and folders, or articles, or texts by id. They are not compared with each other.

        Args:
            jobs: processes that read documents; None takes the number of cores.
            progress: called as work goes on.

        Raises:
            InputError: a path does not exist.
            UsageError: two of them have the same id.
        """
        report, checked = progress or ignore_progress, CheckedArticles()
        for part in cut_batches(
            locate_articles(sources, self._settings.reading, jobs, report_progress=report), _CHECKED
        ):
            checked.skipped += [item for item, _ in part if isinstance(item, Skip)]
            origins = {item.id: origin for item, origin in part if isinstance(item, Article)}
            articles = [item for item, _ in part if isinstance(item, Article)]
            for article, question in self._questions.write(articles, checked.skipped):
                self._checker.check(article, origins[article.id], question, checked)
            report("compare", len(checked.articles), 0)
        return self._checker.assemble(checked)

    def remember(self, findings: Findings, sources: Sources = ()) -> int:
        """Remember which pages are copies of which articles, for the ledger; returns the number of related pairs.

        A page that was checked before counts once: what was remembered of it is replaced.

        Args:
            findings: those of `check_all`, with the checks of a licence's rules if there is one.
            sources: what was checked. A page without an address is known by the full path of its file.
        """
        base = find_base(sources)
        checked = list_copies(findings, lambda page: find_place(page, base))
        self._store.remember(checked.pages, checked.copies)
        return len(checked.copies)

    def rename_articles(self, articles: Iterable[Article]) -> list[Article]:
        """Articles in order of ids; " (checked)" is appended to an id that belongs to another text in the archive."""
        renamed = []
        for article in articles:
            with self._store.snapshot():
                name, _ = self._checker.find_itself(article)
                renamed.append(replace(article, id=name))
        return sorted(renamed, key=lambda item: item.id)
