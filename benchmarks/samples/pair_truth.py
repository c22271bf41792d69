"""Compare two marked pieces by their tags: the verdict on a pair and its passages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.samples.marked_text import Manner, Piece, Reference, Role, Span, Unit, render

ALL_OF_IT = 0.99
MOST_OF_IT = 0.60
PASSAGE_WORDS = 40


@dataclass(frozen=True)
class Link:
    """A sentence of the first piece and one of the second that go back to the same sentence."""

    first: int
    second: int
    manner: Manner


@dataclass(frozen=True)
class Coverage:
    """How much of one piece stands in the other, in words."""

    own: int
    covered: int
    close: int

    @property
    def share(self) -> float:
        """Share of the piece that stands in the other."""
        return self.covered / self.own if self.own else 0.0


def have_common_origin(first: Piece, second: Piece) -> bool:
    """Whether some original lies behind both pieces."""
    return bool(first.origins & second.origins)


def relation(first: Piece, second: Piece) -> str:
    """`direct` if one piece was made from the other, else `cousin`."""
    return "direct" if first.name in second.sources or second.name in first.sources else "cousin"


def find_links(first: Piece, second: Piece) -> list[Link]:
    """All pairs of sentences that share a source sentence, in the order of the first piece."""
    return [
        Link(i, j, max(unit.manner, other.manner))
        for i, unit in enumerate(first.body)
        for j, other in enumerate(second.body)
        if _references(unit) & _references(other)
    ]


def group(first: Piece, second: Piece) -> str:
    """What kind of evidence the tags leave for the pair; samples/README.md says why the groups are told apart."""
    links = find_links(first, second)
    twice = by_hand = words = 0
    for link in links:
        left, other = first.body[link.first], second.body[link.second]
        reworded = [unit for unit in (left, other) if unit.manner is Manner.REWORDED]
        words += left.words
        twice += left.words if len(reworded) == 2 else 0
        by_hand += left.words if any("spun" not in piece.name for piece in _rewriters(first, second, link)) else 0
    if 2 * twice >= words:
        return "retold twice"
    return "short retelling" if verdict(first, second) == "partial" and 2 * by_hand >= words else "standard"


def _rewriters(first: Piece, second: Piece, link: Link) -> list[Piece]:
    """The pieces that put the sentences of a link in other words."""
    units = ((first, first.body[link.first]), (second, second.body[link.second]))
    return [piece for piece, unit in units if unit.manner is Manner.REWORDED]


def _references(unit: Unit) -> frozenset[Reference]:
    return frozenset(unit.references) if unit.role is Role.SENTENCE else frozenset()


def verdict(first: Piece, second: Piece) -> str:
    """The verdict that the tags of both pieces give, by the rules of samples/README.md."""
    links = find_links(first, second)
    sides = [
        _coverage(first.body, [(link.first, link.manner) for link in links]),
        _coverage(second.body, [(link.second, link.manner) for link in links]),
    ]
    fullest = max(sides, key=lambda side: side.share)
    all_verbatim = all(link.manner is Manner.VERBATIM for link in links)
    if all_verbatim and min(side.share for side in sides) >= ALL_OF_IT:
        return "identical"
    if fullest.share >= MOST_OF_IT:
        return "near_copy" if fullest.close * 2 >= fullest.covered else "rewrite"
    return "partial" if max(side.covered for side in sides) >= PASSAGE_WORDS else "independent"


def _coverage(body: Sequence[Unit], matches: Sequence[tuple[int, Manner]]) -> Coverage:
    """Count the words of one side; a sentence is as close as its loosest match."""
    loosest: dict[int, Manner] = {}
    for position, manner in matches:
        loosest[position] = max(manner, loosest.get(position, manner))
    return Coverage(
        own=sum(unit.words for unit in body if unit.role is not Role.QUOTATION),
        covered=sum(body[position].words for position in loosest),
        close=sum(body[position].words for position, manner in loosest.items() if manner < Manner.REWORDED),
    )


def find_runs(links: Sequence[Link]) -> list[list[Link]]:
    """Join links to runs in which each step goes on by at most one sentence on either side."""
    runs: list[list[Link]] = []
    last_of: dict[tuple[int, int], list[Link]] = {}
    for link in links:
        run: list[Link] = []
        for step in ((1, 1), (0, 1), (1, 0)):
            before = (link.first - step[0], link.second - step[1])
            if before in last_of:
                run = last_of.pop(before)
                break
        else:
            runs.append(run)
        run.append(link)
        last_of[link.first, link.second] = run
    return runs


def passages(first: Piece, second: Piece) -> list[dict[str, int | str]]:
    """The passages that correspond, with their places in the plain files."""
    spans_of_first, spans_of_second = _body_spans(first), _body_spans(second)
    return [
        {
            "a_start": min(spans_of_first[link.first].start for link in run),
            "a_end": max(spans_of_first[link.first].end for link in run),
            "b_start": min(spans_of_second[link.second].start for link in run),
            "b_end": max(spans_of_second[link.second].end for link in run),
            "manner": max(link.manner for link in run).name.lower(),
        }
        for run in find_runs(find_links(first, second))
    ]


def _body_spans(piece: Piece) -> list[Span]:
    return [span for unit, span in zip(piece.units, render(piece)[1], strict=True) if unit.is_body]
