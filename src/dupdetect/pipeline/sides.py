"""A scan of two sides, ours and theirs: the same steps as any scan, on pairs across the sides only."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from dupdetect.desk.sides import pair_across
from dupdetect.engines.local.articles import sort_articles
from dupdetect.engines.local.engine import LocalEngine, PrintedArticles, ReadArticles
from dupdetect.errors import UsageError
from dupdetect.pipeline.archive import Index
from dupdetect.pipeline.steps import relate_articles
from dupdetect.read import read_groups
from dupdetect.read.frames import is_frame
from dupdetect.read.sources import (
    Progress,
    Sources,
    list_items,
    require_path,
    require_text,
    require_texts,
    stream_articles,
)
from dupdetect.records import Article, Findings, Pair, Skip
from dupdetect.settings import Reading, Settings


def scan_sides(
    theirs: Sources, ours: Sources, settings: Settings, index: Index | None, jobs: int | None, progress: Progress
) -> Findings:
    """Find the copies of our articles among theirs; see `pipeline.scan`.

    Raises:
        InputError: a path does not exist.
        UsageError: an archive is given as well, there is no article of ours, or both sides use one id.
    """
    if index is not None:
        raise UsageError("ours: a scan with ours does not look into archives; leave out one of the two")
    with SidedEngine(settings, progress, ours, jobs) as engine:
        return relate_articles(engine, engine.read(theirs))


class SidedEngine(LocalEngine):
    """The local engine, limited to pairs of ours with theirs.

    Theirs are not compared with each other, so what families they form is not known: no wording is set aside as common,
    and every partial pair is listed, because an editor asks each of them for a licence.

    Args:
        ours: the articles whose copies are looked for.
    """

    _compares_all = False

    def __init__(self, settings: Settings, progress: Progress, ours: Sources, jobs: int | None = None) -> None:
        super().__init__(settings, progress, jobs)
        self._ours = ours
        self._owned: set[str] = set()

    def read(self, sources: Sources) -> ReadArticles:
        """The articles of both sides, ours first.

        The order matters in groups that are too large for all pairs: there the search pairs the first with all others.
        """
        gathered = self.gather(self._stream(sources))
        if not self._owned:
            raise UsageError("ours: no article was read; name files or folders that hold your own articles")
        return replace(gathered, articles=sort_articles(gathered.articles, lambda name: name not in self._owned))

    def find_pairs(self, prints: PrintedArticles) -> Sequence[Pair]:
        """The candidate pairs across the sides, ours as A."""
        return pair_across(super().find_pairs(prints), self._owned)

    def _stream(self, theirs: Sources) -> Iterator[Article | Skip]:
        """The articles of both sides. Ours are read first, so a file on both sides is ours and skipped among theirs."""
        reading = self._settings.reading
        (our_items, our_paths), (their_items, their_paths) = (
            split_sources(side, reading) for side in (self._ours, theirs)
        )
        self._owned.update(item.id for item in our_items if isinstance(item, Article))
        yield from our_items
        yield from _refuse_shared(their_items, self._owned)
        groups, report = [our_paths, their_paths], _report_bytes(self._report)
        for side, item in read_groups(groups, self._settings.reading, self._jobs, report):
            if side == 0 and isinstance(item, Article):
                self._owned.add(item.id)
            yield item


def split_sources(sources: Sources, settings: Reading) -> tuple[list[Article | Skip], list[str | Path]]:
    """A caller's sources, split into articles with skips of a data frame, and paths to read."""
    if isinstance(sources, Mapping):
        require_texts(sources)
        return [Article(name, sources[name]) for name in sorted(sources)], []
    if is_frame(sources):
        return list(stream_articles(sources, settings)), []
    items: list[Article | Skip] = []
    paths: list[str | Path] = []
    for place, item in enumerate(list_items(sources)):
        if isinstance(item, Article):
            require_text(f"the article {item.id!r:.100}", item.id, item.text)
            items.append(item)
        else:
            require_path(place, item)
            paths.append(item)
    return items, paths


def _refuse_shared(items: list[Article | Skip], owned: set[str]) -> list[Article | Skip]:
    for item in items:
        if isinstance(item, Article) and item.id in owned:
            raise UsageError(f"ours and theirs both have the id {item.id!r:.200}; ids must differ across the two")
    return items


def _report_bytes(progress: Progress) -> Callable[[int], None]:
    return lambda done: progress("bytes", done, 0)
