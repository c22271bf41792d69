"""Which articles share text with each article of ours, or with each text that an archive was asked about."""

from __future__ import annotations

from collections import defaultdict

from dupdetect.desk.rules import PARTNER
from dupdetect.records import Comparison, Findings
from dupdetect.records.views import Taking


def list_takings(findings: Findings) -> tuple[Taking, ...]:
    """A row for each article that is ours or was asked about and has a pair, those with most pairs first."""
    subjects = [listed for listed in findings.articles if listed.asked or listed.ours]
    asked = any(listed.asked for listed in subjects)
    places: dict[str, list[int]] = defaultdict(list)
    for place, pair in enumerate(findings.pairs):
        places[pair.a].append(place)
        places[pair.b].append(place)
    takings = []
    for listed in subjects:
        if (listed.asked or not asked) and (mine := places[listed.id]):
            partners = tuple(place for place in mine if is_partner(findings.pairs[place]))
            others = tuple(place for place in mine if place not in partners)
            takings.append(Taking(listed.id, asked, others, partners))
    return tuple(sorted(takings, key=lambda taking: -len(taking.pairs)))


def is_partner(pair: Comparison) -> bool:
    """Whether the copy of a pair is a partner's, who holds a licence of their own."""
    return any(check.rule == PARTNER for check in pair.rules)
