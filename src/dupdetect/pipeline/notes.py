"""What a deduplication notes of articles while it reads them: what decides who stays, and what was skipped.

Notes can be cut by article and restored, so that a run goes on with those of a run that was killed.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any, TypeAlias

from dupdetect.errors import UsageError
from dupdetect.pipeline.references import ReferencePassage, References
from dupdetect.read.folder import File
from dupdetect.read.originals import FileSpan, Originals
from dupdetect.records import Article, Skip
from dupdetect.records.instants import rank_instant
from dupdetect.records.near import KEEP

Basis: TypeAlias = int | str
"""What of an article decides its rank."""

Rank: TypeAlias = tuple[object, ...]
"""Sorts articles; the first of a family is kept."""

_BASIS: dict[str, Callable[[Article], Basis]] = {
    "first": lambda article: 0,
    "longest": lambda article: -len(article.text),
    "earliest": lambda article: article.published,
}


class Notes:
    """Notes of the articles of one pass.

    Args:
        keep: one of `KEEP`.
        references: notes which articles hold reference texts.
        originals: notes which file each article is from; None where articles are no files.

    Attributes:
        restored: how many articles are those of an earlier run.
        rows: how many rows of sketches, those of reference texts among them, are those of an earlier run.

    Raises:
        UsageError: there is no such `keep`.
    """

    def __init__(self, keep: str, references: References, originals: Originals | None = None) -> None:
        if keep not in KEEP:
            raise UsageError(f"no way to keep is called {keep!r}; choose from {', '.join(KEEP)}")
        self._keep = keep
        self._references = references
        self._originals = originals
        self._bases: list[Basis] = []
        self._skips: list[Skip] = []
        self._places: list[int] = []  # how many articles came before each skip
        self._files_cut = 0
        self.restored = self.rows = 0

    @property
    def skipped(self) -> Sequence[Skip]:
        """What was not read."""
        return self._skips

    def watch(self, items: Iterable[Article | Skip]) -> Iterator[Article]:
        """Pass articles on, and note what they and the skips say."""
        basis = _BASIS[self._keep]
        for item in items:
            if isinstance(item, Skip):
                self._skips.append(item)
                self._places.append(len(self._bases))
            else:
                self._bases.append(basis(item))
                yield item

    def rank_articles(self) -> list[Rank]:
        """The rank of each article, in the order of reading; those without a date come last."""
        if self._keep == "earliest":
            return [(*rank_instant(str(basis)), place) for place, basis in enumerate(self._bases)]
        return [(basis, place) for place, basis in enumerate(self._bases)]

    def cut(self, first: int, last: int) -> dict[str, Any]:
        """The notes of the rows from `first` up to `last`, as JSON; to be cut in order."""
        first, last = (max(0, row - len(self._references)) for row in (first, last))
        skips = slice(bisect_left(self._places, first), bisect_left(self._places, last))
        passages = self._references.passages
        return {
            "bases": self._bases[first:last],
            "skips": [
                (place, skip.path, skip.reason)
                for place, skip in zip(self._places[skips], self._skips[skips], strict=True)
            ],
            "passages": [(number, asdict(passages[number])) for number in range(first, last) if number in passages],
            "files": self._cut_files(last),
        }

    def restore(self, cuts: Sequence[Mapping[str, Any]], ids: Sequence[str]) -> None:
        """Take over what was cut in an earlier run, of all rows with these ids."""
        files: list[FileSpan] = []
        for cut in cuts:
            self._bases += cut["bases"]
            self._places += [place for place, *_ in cut["skips"]]
            self._skips += [Skip(*fields) for _, *fields in cut["skips"]]
            self._references.passages.update({number: ReferencePassage(**fields) for number, fields in cut["passages"]})
            if cut["files"]:
                files[self._files_cut :] = map(load_file, cut["files"])  # the last one, of which there was more to come
                self._files_cut = len(files) - 1
        self.rows, self.restored = len(ids), len(self._bases)
        if files and self._originals:
            self._originals.go_on(files, ids[len(self._references) :])

    def _cut_files(self, last: int) -> list[list[Any]]:
        """The files that ended since the last cut, and the file that holds the article before `last`."""
        if not self._originals or not last:
            return []
        files, start = self._originals.files, self._files_cut
        while files[self._files_cut].first + files[self._files_cut].articles < last:
            self._files_cut += 1
        return [dump_file(span) for span in files[start : self._files_cut + 1]]


def dump_file(span: FileSpan) -> list[Any]:
    """A file as JSON."""
    return [*span.file, span.first, span.articles, span.skips]


def load_file(values: Sequence[Any]) -> FileSpan:
    """A file from what `dump_file` made."""
    path, name, *counts = values
    return FileSpan(File(path, name), *counts)
