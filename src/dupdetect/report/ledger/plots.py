"""The plots of a ledger as bars: pages by month, and pages by outlet, each bar cut into the kinds of pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dupdetect.records.ledger import LedgerRow
from dupdetect.report.ledger.labels import KINDS, NO_MONTH, NO_OUTLET, shorten_name

MONTHS, OUTLETS = 24, 12
"""Bars of a plot, at most: the latest months, and the outlets with most pages."""

NAME_SHOWN = 26
"""Characters of an outlet's name beside its bar, at most."""

HEIGHT, COLUMN, BAR = 150, 30, 20
"""Pixels: the highest bar of the months, the distance between two bars, and the width of one."""

LENGTH, LINE, INDENT = 420, 26, 190
"""Pixels: the longest bar of the outlets, the distance between two bars, and the room for names before them."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a bar: the pages of a kind; `start` and `size` in pixels along the bar."""

    kind: str
    number: int
    start: float
    size: float


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar: its label, cut to fit, the whole label, its place across the plot in pixels, and its parts.

    Attributes:
        length: of the whole bar, in pixels.
    """

    label: str
    title: str
    place: int
    pages: int
    length: float
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Plot:
    """Bars and their extent across, in pixels; `left_out` bars are not drawn."""

    bars: tuple[Bar, ...]
    extent: int
    left_out: int


def plot_months(rows: Sequence[LedgerRow]) -> Plot:
    """A bar for each of the latest months that have pages, and for undated pages."""
    bars = [(row.month or NO_MONTH, row) for row in rows[-MONTHS:]]
    return _lay_out(bars, len(rows), COLUMN, HEIGHT)


def plot_outlets(rows: Sequence[LedgerRow]) -> Plot:
    """A bar for each of the outlets with most pages."""
    bars = [(row.outlet or NO_OUTLET, row) for row in rows[:OUTLETS]]
    return _lay_out(bars, len(rows), LINE, LENGTH)


def _lay_out(bars: Sequence[tuple[str, LedgerRow]], every: int, step: int, length: int) -> Plot:
    most = max((row.pages for _, row in bars), default=1)
    drawn = tuple(_draw_bar(label, row, i * step, length / most) for i, (label, row) in enumerate(bars))
    return Plot(drawn, len(bars) * step, every - len(bars))


def _draw_bar(label: str, row: LedgerRow, place: int, scale: float) -> Bar:
    parts, start = [], 0.0
    for kind in KINDS:
        if number := getattr(row, kind):
            parts.append(Part(kind, number, round(start, 1), round(number * scale, 1)))
            start += number * scale
    return Bar(shorten_name(label, NAME_SHOWN), label, place, row.pages, round(start, 1), tuple(parts))
