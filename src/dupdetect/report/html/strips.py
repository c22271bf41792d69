"""A family as strips: the first text as a scale, and under it what each other member kept, exchanged, cut and added.

All strips of a family have the scale of its first text, so that what several members cut stands in one column. What a
member added hangs below the place where it was put in.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from dupdetect.records.views import EditKind, EditMap, EditStretch
from dupdetect.report.html.embedding import Units
from dupdetect.report.visible import make_running
from dupdetect.report.wording import EDITS, count_noun

WIDTH = 1000
"""Units of a strip from the beginning of the first text to its end."""

STRETCHES = 60
"""Most stretches of a strip that are drawn; the longest stay."""

_LEAST = 4
"""Least units of a stretch, so that a finger or a pointer can meet it."""

_EXCERPT = 60
"""Characters of its text by which a stretch is named."""


@dataclass(frozen=True, slots=True)
class Box:
    """A stretch as a rectangle: where it stands, what became of it, what it is called, and where it leads."""

    x: int
    width: int
    kind: str
    label: str
    target: str


def draw_strip(edits: EditMap, texts: tuple[str, str], number: int, side: str) -> tuple[Box, ...]:
    """The strip of one member under the first text of its family.

    Args:
        edits: what leads from the first text to the member's.
        texts: the first text and the member's.
        number: the pair of the two, which the stretches lead to.
        side: the letter of the first text in that pair, a or b.
    """
    first, second = texts
    added = [item for item in edits.second if item.kind is EditKind.ADDED]
    sides = ((edits.first, first, side), (added, second, "a" if side == "b" else "b"))
    boxes = [box for chosen, text, letter in sides for box in _draw_boxes(chosen, text, len(first), number, letter)]
    return tuple(boxes)


def _draw_boxes(stretches: Iterable[EditStretch], text: str, scale: int, number: int, letter: str) -> Iterator[Box]:
    units = Units(text)
    for item in _keep_longest(stretches):
        width = max(_LEAST, round(WIDTH * (item.end - item.start) / max(scale, 1)))
        x = min(round(WIDTH * item.at / max(scale, 1)), WIDTH - _LEAST)
        start, end = units(item.start, item.end)
        excerpt = make_running(text[item.start : item.start + _EXCERPT]).strip()
        more = "…" if item.end - item.start > _EXCERPT else ""
        label = f"{EDITS[item.kind]}, {count_noun(item.words, 'word')}: “{excerpt}{more}”"
        target = f"#pair-{number}-{letter}{start}-{end}"
        yield Box(x, min(width, WIDTH - x), item.kind.value, label, target)


def _keep_longest(stretches: Iterable[EditStretch]) -> list[EditStretch]:
    longest = islice(sorted(stretches, key=lambda item: (item.start - item.end, item.start)), STRETCHES)
    return sorted(longest, key=lambda item: item.start)
