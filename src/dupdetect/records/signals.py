"""What a page says to programs about its address, its licence and its origin."""

from __future__ import annotations

from dataclasses import dataclass

from dupdetect.records.words import SignalKind


@dataclass(frozen=True, slots=True)
class Signal:
    """A statement that a page makes to programs, as it stands there: nothing is fetched, and no signature is checked.

    Attributes:
        kind: in which form it is made.
        value: the address that it names, or the terms that stand in the page; empty if it says no more than its kind.
    """

    kind: SignalKind
    value: str = ""
