"""Deduplication by paragraph: of each repeated paragraph the first copy stays, and a log says what went from where."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from dupdetect.pipeline.paragraph_journal import ParagraphJournal, ReadBatch
from dupdetect.read.sources import Progress, ignore_progress
from dupdetect.records import Article, Skip
from dupdetect.search.paragraphs import ParagraphIndex, Repeat
from dupdetect.streams import cut_batches

_BATCH = 256
_BATCH_CHARACTERS = 4_194_304


@dataclass(frozen=True, slots=True)
class Removal:
    """A paragraph that was removed.

    Attributes:
        id: the article.
        start, end: what was removed, as offsets into the article's text; with the space up to the next paragraph.
        text: what was removed; put back at `start`, in order, such texts rebuild the article.
        kept: the article that keeps the first copy.
        kept_start, kept_end: where it stands in that article's text.
    """

    id: str
    start: int
    end: int
    text: str
    kept: str
    kept_start: int
    kept_end: int


@dataclass
class RemovalTally:
    """What came of a run; complete once the stream of removals is consumed.

    Attributes:
        spans: by the number of the article in the order of reading, the stretches that go, as offsets.
        emptied: the numbers of articles of which nothing stays.
        skipped: inputs that were not read.
        articles: how many were read.
        paragraphs: how many repeated paragraphs go.
    """

    spans: dict[int, tuple[tuple[int, int], ...]] = field(default_factory=dict)
    emptied: set[int] = field(default_factory=set)
    skipped: list[Skip] = field(default_factory=list)
    articles: int = 0
    paragraphs: int = 0


def find_removals(
    articles: Iterable[Article | Skip],
    tally: RemovalTally,
    progress: Progress | None = None,
    journal: ParagraphJournal | None = None,
    key: int | None = None,
) -> Iterator[Removal]:
    """Find the paragraphs of at least 10 words that an earlier article, or the same one further up, has already.

    Two paragraphs are the same if their folded words are. A removal is yielded as soon as it is known.

    Args:
        articles: a stream in the order in which copies are first.
        tally: filled with what goes.
        progress: called as work goes on.
        journal: has the batches of an earlier run, to which `articles` are the rest, and takes those of this one.
        key: of the hashes in the journal.
    """
    index = ParagraphIndex(key)
    ids: list[str] = []
    report = progress or ignore_progress
    for done in journal.take_batches() if journal else ():
        _note_removals(len(ids), index.add(done.paragraphs), done.emptied, tally)
        ids += done.ids
        tally.articles += len(done.ids)
    taken = _take_articles(articles, tally)
    for batch in cut_batches(taken, _BATCH, lambda article: len(article.text), _BATCH_CHARACTERS):
        first = len(ids)
        ids += [article.id for article in batch]
        paragraphs = index.hash_texts([article.text for article in batch])
        repeats = index.add(paragraphs)
        emptied = [first + at for at, article in enumerate(batch) if _leaves_nothing(article.text, repeats[at])]
        _note_removals(first, repeats, emptied, tally)
        removals = [_describe_removal(item, batch[at], ids) for at, items in enumerate(repeats) for item in items]
        if journal:
            journal.append(first, ReadBatch(ids[first:], paragraphs, emptied), removals)
        yield from removals
        report("fingerprint", len(ids), 0)


def cut_spans(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """`text` without some stretches, which stand in order."""
    pieces, done = [], 0
    for start, end in spans:
        pieces.append(text[done:start])
        done = end
    return "".join([*pieces, text[done:]])


def _take_articles(items: Iterable[Article | Skip], tally: RemovalTally) -> Iterator[Article]:
    for item in items:
        if isinstance(item, Skip):
            tally.skipped.append(item)
        else:
            tally.articles += 1
            yield item


def _note_removals(
    first: int, repeats: Sequence[Sequence[Repeat]], emptied: Collection[int], tally: RemovalTally
) -> None:
    """Note what goes from the articles from the number `first` on."""
    tally.emptied.update(emptied)
    for number, items in enumerate(repeats, first):
        tally.paragraphs += len(items)
        if items and number not in tally.emptied:
            tally.spans[number] = _list_spans(items)


def _leaves_nothing(text: str, repeats: Sequence[Repeat]) -> bool:
    return bool(repeats) and not cut_spans(text, _list_spans(repeats)).strip()


def _list_spans(repeats: Iterable[Repeat]) -> tuple[tuple[int, int], ...]:
    return tuple((repeat.here.start, repeat.here.end) for repeat in repeats)


def _describe_removal(repeat: Repeat, article: Article, ids: list[str]) -> Removal:
    here, first = repeat
    return Removal(
        article.id, here.start, here.end, article.text[here.start : here.end], ids[first.text], first.start, first.end
    )
