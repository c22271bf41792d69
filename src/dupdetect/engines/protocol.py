"""The interface of engines: one method per step. The pipeline defines the order of the steps, not where they run."""

from __future__ import annotations

from types import TracebackType
from typing import Protocol, TypeVar

from dupdetect.read.sources import Sources
from dupdetect.records import Findings

Self = TypeVar("Self", bound="Engine")  # type: ignore[type-arg]
Read = TypeVar("Read")
Prints = TypeVar("Prints")
Pairs = TypeVar("Pairs")
Judged = TypeVar("Judged")
Families = TypeVar("Families")


class Engine(Protocol[Read, Prints, Pairs, Judged, Families]):
    """Runs the steps. The result of each step is passed to the next, and only the engine looks inside.

    A fault in one article or pair, including a bug of ours, becomes a skip with its reason; the others go on.
    """

    def __enter__(self: Self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None: ...

    def read(self, sources: Sources) -> Read:
        """Sources to articles, and to skips with reasons."""
        ...

    def fingerprint(self, read: Read) -> Prints:
        """Map over articles: compute what the search needs of each."""
        ...

    def find_pairs(self, prints: Prints) -> Pairs:
        """Join keys: the pairs that are worth comparing, by the rules of `search.channels`."""
        ...

    def find_recurring_lines(self, prints: Prints, pairs: Pairs) -> frozenset[str]:
        """Aggregate: the lines that recur in unrelated articles of these pairs, and so are boilerplate."""
        ...

    def compare(self, prints: Prints, pairs: Pairs, recurring: frozenset[str]) -> Judged:
        """Map over pairs: align and judge each; keep those that are related or are to be reported."""
        ...

    def set_common_aside(self, prints: Prints, judged: Judged, recurring: frozenset[str]) -> Judged:
        """Aggregate: find the wording that many families hold, and judge again without it the pairs that share it.

        Keeps the pairs of at least `reporting.min_verdict`.
        """
        ...

    def connect(self, prints: Prints, judged: Judged) -> Families:
        """Judged pairs to families."""
        ...

    def collect(self, prints: Prints, judged: Judged, families: Families) -> Findings:
        """The findings, from all results; of the partial pairs between two families, the best stands for all."""
        ...
