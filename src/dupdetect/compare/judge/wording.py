"""How near the wording of passages is, as several rules ask it."""

from __future__ import annotations

from dupdetect.records import Measures
from dupdetect.settings import Judging


def share_kept(m: Measures, settings: Judging) -> float:
    """The share of unchanged words in passages: of both texts together, or of a text that passages cover, if higher.

    A trimmed copy keeps all of its own words, though not all of its source's; a sliver of a text keeps them by chance.
    """
    words = m.own_a * (m.words_a - m.quoted_a), m.own_b * (m.words_b - m.quoted_b)
    both = (m.kept_a * words[0] + m.kept_b * words[1]) / max(sum(words), 1)
    sides = ((m.own_a, m.kept_a), (m.own_b, m.kept_b))
    return max([both, *(unchanged for own, unchanged in sides if own >= settings.most)])


def swaps_words(m: Measures, settings: Judging) -> bool:
    """Whether the changes are mostly short wordings, exchanged one for one in great number."""
    return m.swaps >= settings.spun_swaps and m.isolated >= settings.spun_isolated
