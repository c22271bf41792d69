"""Say why a family has no source: an agency's text, a credit of a text that is not there, or unknown dates."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from dupdetect.desk.cases import find_agency
from dupdetect.records import Article, Comparison, Direction
from dupdetect.records.views import Origin


def explain_origin(members: Sequence[Article], pairs: Iterable[Comparison]) -> Origin:
    """What is known of where a family without a source comes from.

    Args:
        members: its articles.
        pairs: the pairs of two of them.
    """
    marks = {article.id: find_agency(article) for article in members}
    counted = Counter(mark for mark in marks.values() if mark)
    agency = min(counted, key=lambda mark: (-counted[mark], mark)) if counted else ""
    ids = set(marks)
    undirected = [pair for pair in pairs if pair.direction is Direction.UNKNOWN]
    credits = [item for pair in undirected for item in pair.credit_evidence if item.article in ids and item.text]
    return Origin(
        agency=agency,
        carriers=tuple(name for name, mark in marks.items() if agency and mark == agency),
        credit=credits[0].text if credits else "",
        crediting=tuple(dict.fromkeys(item.article for item in credits)),
        undated=sum(not article.published for article in members),
    )
