"""What every engine can do: one method a step, so that the pipeline can say the order once and never where it runs."""

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
    """Where the steps run. What one step returns is handed to the next, and only the engine looks inside.

    A fault in one article or one pair, a bug of ours included, becomes a skip with its reason; the others go on.
    """

    def __enter__(self: Self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None: ...

    def read(self, sources: Sources) -> Read:
        """Sources to articles, and to skips with reasons."""
        ...

    def fingerprint(self, read: Read) -> Prints:
        """Map over articles: what the search has to know of each."""
        ...

    def find_pairs(self, prints: Prints) -> Pairs:
        """Join keys: the pairs that are worth comparing, as `search.channels` has it."""
        ...

    def find_recurring_lines(self, prints: Prints, pairs: Pairs) -> frozenset[str]:
        """Aggregate: the lines that unrelated articles of these pairs hold, which are boilerplate."""
        ...

    def compare(self, prints: Prints, pairs: Pairs, recurring: frozenset[str]) -> Judged:
        """Map over pairs: each aligned and judged; those of at least `reporting.min_verdict` are kept."""
        ...

    def connect(self, prints: Prints, judged: Judged) -> Families:
        """Judged pairs to families."""
        ...

    def collect(self, prints: Prints, judged: Judged, families: Families) -> Findings:
        """All of it as findings."""
        ...
