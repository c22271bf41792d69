"""Pairs of equal texts: what is computed for one of them holds for all, under their own ids.

A site that serves one text under thousands of addresses would otherwise cost a comparison for each.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TypeAlias

from dupdetect.records import Article, Channel, Comparison, Evidence

Compare: TypeAlias = Callable[[Article, Article, tuple[Channel, ...]], Comparison]

_REMEMBERED = 64
"""Comparisons that are remembered; candidates come in order, so that those of one text stand close together."""


class TwinComparisons:
    """The comparisons of pairs whose texts are equal, by all that the articles say but their ids."""

    def __init__(self) -> None:
        self._known: OrderedDict[tuple[Article, Article, bool], Comparison] = OrderedDict()

    def compare(self, a: Article, b: Article, channels: tuple[Channel, ...], compare: Compare) -> Comparison:
        """As `compare`; it is called unless the same texts with the same metadata were compared before."""
        key = replace(a, id=""), replace(b, id=""), a.id < b.id
        known = self._known.get(key)
        if known is None:
            self._known[key] = known = compare(a, b, channels)
            if len(self._known) > _REMEMBERED:
                self._known.popitem(last=False)
            return known
        self._known.move_to_end(key)
        return _rename_sides(known, a.id, b.id, channels)


def _rename_sides(known: Comparison, a: str, b: str, channels: tuple[Channel, ...]) -> Comparison:
    """A comparison as that of other articles."""
    names = {known.a: a, known.b: b}
    return replace(
        known,
        a=a,
        b=b,
        channels=channels,
        credit_evidence=_rename_evidence(known.credit_evidence, names),
        direction_evidence=_rename_evidence(known.direction_evidence, names),
        disguises=_rename_evidence(known.disguises, names),
    )


def _rename_evidence(pieces: tuple[Evidence, ...], names: Mapping[str, str]) -> tuple[Evidence, ...]:
    return tuple(replace(piece, article=names.get(piece.article, piece.article)) for piece in pieces)
