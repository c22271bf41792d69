"""A fault in one article or pair becomes a skip, so that the others go on; unexpected exceptions are caught here only.

Errors that this package raises on purpose, and interrupts, are passed on: the user must act on them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import TypeAlias, TypeVar

from dupdetect.batch import Shingler, weighs_in
from dupdetect.compare.comparer import MOST_PREPARED, CommonSpans, Comparer
from dupdetect.compare.segments import SegmentStore
from dupdetect.embedding import Embedder, find_registered, share_registered
from dupdetect.engines.twins import TwinComparisons
from dupdetect.errors import DupdetectError
from dupdetect.kernels.screen import screen_pairs
from dupdetect.records import Article, Channel, Comparison, Skip, Verdict
from dupdetect.records.batches import Fingerprints
from dupdetect.search import fingerprint
from dupdetect.settings import Fingerprinting, Settings
from dupdetect.streams import map_ordered
from dupdetect.text import folding_table

Result = TypeVar("Result")

ScreenedPair: TypeAlias = tuple[Article, Article, tuple[Channel, ...]]
"""Two articles, and the searches that found them."""

_SCREENED = 8
"""Least pairs that are screened together; fewer cost as much as their comparisons."""

_LONGEST = 200
"""Characters of an error's message that a reason quotes, at most."""


def describe_fault(what: str, error: Exception) -> str:
    """The reason of a skip, in one line, such as: could not be compared (KeyError: 'x')."""
    message = " ".join(str(error).split())[:_LONGEST]
    kind = type(error).__name__
    return f"{what} ({kind}: {message})" if message else f"{what} ({kind})"


def map_texts(function: Callable[[Sequence[str]], Result], texts: Sequence[str]) -> tuple[Result, dict[int, str]]:
    """`function` of a batch of texts; and by row, why it fails for a text, which is then replaced by an empty one."""
    try:
        return function(texts), {}
    except DupdetectError:
        raise
    except Exception:
        faults = {row: reason for row, text in enumerate(texts) if (reason := _find_fault(function, text))}
        if not faults:
            raise
        return function(["" if row in faults else text for row, text in enumerate(texts)]), faults


def fingerprint_articles(
    texts: Sequence[str], settings: Fingerprinting, jobs: int = 1
) -> tuple[Fingerprints, dict[int, str]]:
    """The fingerprints of texts; and by row, why a text has none."""
    return map_texts(lambda batch: fingerprint.minhash(batch, folding_table(), settings, jobs), texts)


def map_fingerprints(
    texts: Iterable[str], settings: Fingerprinting, jobs: int
) -> Iterator[tuple[Fingerprints, dict[int, str]]]:
    """The same for texts that are never in memory as a whole, batch by batch; rows count within a batch."""

    def fingerprint_batch(batch: Sequence[str]) -> Fingerprints:
        return fingerprint.fingerprint_chunk(batch, folding_table(), settings)

    return map_ordered(partial(map_texts, fingerprint_batch), fingerprint.cut_texts(texts), jobs)


def _find_fault(function: Callable[[Sequence[str]], Result], text: str) -> str:
    try:
        function([text])
    except Exception as error:
        return describe_fault("has no fingerprint", error)
    return ""


def weakest_kept(settings: Settings) -> Verdict:
    """The weakest verdict that the step `compare` keeps: every related pair, as the batch may hold its wording."""
    least = Verdict(settings.reporting.min_verdict)
    return min(least, Verdict.PARTIAL) if settings.batch.families else least


class PairJudge:
    """Compares pairs and keeps those worth reporting; can be pickled.

    Args:
        recurring: lines that are boilerplate because unrelated articles of the batch hold them.
        least: the weakest verdict worth keeping; None takes `reporting.min_verdict`.
        registered: the embedder that `meaning.model` names, if the program registered it: a worker has to know it.
        prepared: characters of the articles that its comparer caches.
        segments: keeps the words of articles that the cache does not take.
    """

    def __init__(
        self,
        settings: Settings,
        recurring: frozenset[str] = frozenset(),
        least: Verdict | None = None,
        registered: Embedder | None = None,
        prepared: int = MOST_PREPARED,
        segments: SegmentStore | None = None,
    ) -> None:
        share_registered(registered)
        self._segments = segments
        self._settings = settings
        self._recurring = recurring
        self._prepared = prepared
        self._least = least or Verdict(settings.reporting.min_verdict)
        self._comparer: Comparer | None = None
        self._twins = TwinComparisons()

    def __reduce__(self) -> tuple[type[PairJudge], tuple[Settings, frozenset[str], Verdict, Embedder | None, int]]:
        registered = find_registered(self._settings.meaning.model)
        return type(self), (self._settings, self._recurring, self._least, registered, self._prepared)

    def judge(
        self, a: Article, b: Article, channels: tuple[Channel, ...], common: CommonSpans = ((), ())
    ) -> Comparison | Skip | None:
        """The comparison of two articles; None below the weakest verdict, a skip where it fails.

        Args:
            common: the stretches of each text that are common wording of the batch.
        """
        try:
            comparison = self._compare(a, b, channels, common)
        except DupdetectError:
            raise
        except Exception as error:
            self._comparer = None  # its caches may be incomplete
            return Skip(f"{a.id}, {b.id}", describe_fault("could not be compared", error))
        return comparison if comparison and comparison.verdict.reaches(self._least) else None

    def with_least(self, least: Verdict | None) -> PairJudge:
        """A judge with another weakest verdict, to which articles that this one has prepared are known."""
        judge = PairJudge(self._settings, self._recurring, least, prepared=self._prepared)
        judge._comparer = self._comparer
        return judge

    def with_cache(self, prepared: int) -> PairJudge:
        """A judge that caches `prepared` characters, for processes that are forked from this one.

        They find the words of all articles that this one has screened, if it has: they must not keep any, since they
        would write to one file. This one must not be used again.
        """
        segments = self._segments if self._comparer else None
        judge = PairJudge(self._settings, self._recurring, self._least, prepared=prepared, segments=segments)
        judge._comparer = self._comparer and self._comparer.with_cache(prepared)
        return judge

    def make_shingler(self) -> Shingler:
        """What cuts articles into shingles; in this process it need not prepare again what was compared."""
        return Shingler(self._settings, self._recurring, self._comparer)

    def judge_again(
        self, comparison: Comparison, a: Article, b: Article, common: CommonSpans
    ) -> Comparison | Skip | None:
        """The comparison without common wording, as from `judge`; the same one if that would change nothing."""
        if self.is_affected(comparison, common):
            return self.judge(a, b, comparison.channels, common)
        return comparison

    def is_affected(self, comparison: Comparison, common: CommonSpans) -> bool:
        """Whether enough of what a pair shares is common wording to judge it again."""
        return weighs_in(comparison, common, self._settings.batch)

    def screen(self, pairs: Sequence[ScreenedPair]) -> list[bool]:
        """Whether `judge` may give a result for each pair. A fault leaves all to `judge`, which tells whose it is.

        In plain Python, as which kernels run in a small job, a screen costs as much as the comparisons. Meaning may
        relate texts that share no wording: a pair that it found is refused only if their facts rule that out.
        """
        everything = [True] * len(pairs)
        if len(pairs) < _SCREENED or self._least is Verdict.INDEPENDENT or not screen_pairs.is_ready:
            return everything
        self._comparer = self._comparer or self._open_comparer()
        try:
            apart = [pair for pair in pairs if pair[0].text != pair[1].text]
            may_be_related = iter(_screen_apart(self._comparer, apart) if apart else ())
        except DupdetectError:
            raise
        except Exception:
            self._comparer = None  # its caches may be incomplete
            return everything
        return [a.text == b.text or next(may_be_related) for a, b, _ in pairs]

    def _open_comparer(self) -> Comparer:
        return Comparer(self._settings, self._recurring, self._prepared, self._segments)

    def _compare(self, a: Article, b: Article, channels: tuple[Channel, ...], common: CommonSpans) -> Comparison | None:
        self._comparer = self._comparer or self._open_comparer()
        if a.text == b.text and not any(common):
            return self._twins.compare(a, b, channels, self._comparer.compare_articles)
        return self._comparer.compare_if(a, b, channels, common, self._least)


def _screen_apart(comparer: Comparer, pairs: Sequence[ScreenedPair]) -> list[bool]:
    """Whether pairs of different texts may be related, by their wording or, where meaning found them, by it."""
    by_wording: list[bool] = comparer.may_be_related([(a, b) for a, b, _ in pairs]).tolist()
    return [
        related or (Channel.MEANING in channels and comparer.may_be_retold(a, b))
        for (a, b, channels), related in zip(pairs, by_wording, strict=True)
    ]
