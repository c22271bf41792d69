"""Results that build up during a call to an archive: of adding articles, and of checking them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from dupdetect.archive import ArchiveChanges
from dupdetect.batch import Hashes
from dupdetect.errors import UsageError
from dupdetect.read.sources import same_id_message
from dupdetect.records import Article, Comparison, Skip


@dataclass
class TakenArticles:
    """Counts of added articles, with skips and changed ids."""

    added: int = 0
    replaced: int = 0
    unchanged: int = 0
    skipped: list[Skip] = field(default_factory=list)
    renamed: list[tuple[str, str]] = field(default_factory=list)

    @property
    def total(self) -> int:
        """Articles handled so far, all of which the archive holds."""
        return self.added + self.replaced + self.unchanged

    def take_articles(self, items: Iterable[tuple[Article | Skip, str]]) -> Iterator[tuple[Article, str]]:
        """The articles of a stream; collects its skips."""
        for item, origin in items:
            if isinstance(item, Skip):
                self.skipped.append(item)
            else:
                yield item, origin

    def count(self, changes: ArchiveChanges) -> None:
        """Add the counts of a batch."""
        self.added += len(changes.added)
        self.replaced += len(changes.replaced)
        self.unchanged += len(changes.unchanged)


@dataclass
class CheckedArticles:
    """The checked articles and their sources by id, the pairs found, and what the archive says of their wording.

    Attributes:
        compared: how many articles of the archive were compared with a checked one.
        around: other articles of the archive that were looked at, by id.
        ties: how articles of the archive are related among one another.
        common: shingles that are common wording, from each check.
    """

    articles: dict[str, Article] = field(default_factory=dict)
    sources: dict[str, Article] = field(default_factory=dict)
    pairs: list[Comparison] = field(default_factory=list)
    skipped: list[Skip] = field(default_factory=list)
    compared: int = 0
    around: dict[str, Article] = field(default_factory=dict)
    ties: list[Comparison] = field(default_factory=list)
    common: list[Hashes] = field(default_factory=list)

    def take(self, article: Article, more: int) -> None:
        """Record a checked article, and as a skip how many of its candidates are not compared."""
        if article.id in self.articles:
            raise UsageError(same_id_message(article.id))
        self.articles[article.id] = article
        if more:
            self.skipped.append(Skip(article.id, f"{more} articles that share less with it were not compared"))

    def note(self, source: Article, pair: Comparison) -> None:
        """Record a pair to report."""
        self.pairs.append(pair)
        self.sources[source.id] = source
