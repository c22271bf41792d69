"""What recurs in a scan, for reports: the pairs that stand for others, and the passages that many articles hold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from dupdetect.records import CommonPassage, Comparison, Findings
from dupdetect.report.visible import make_visible
from dupdetect.report.wording import count_noun

QUOTED = 240
"""Characters of a common passage that reports show."""


@dataclass(frozen=True, slots=True)
class PassageView:
    """A common passage as reports show it; its texts are safe to display but not escaped for HTML.

    Attributes:
        text: its beginning, on one line.
        about: how many articles hold it and where it stood first, such as: 41 articles, 57 words; first in a.txt.
    """

    text: str
    about: str


def keep_representatives(findings: Findings) -> Findings:
    """The findings with the pairs that views show: all but the partial ones for which another pair stands."""
    return replace(findings, pairs=tuple(pair for pair in findings.pairs if pair.stands_for))


def describe_represented(findings: Findings) -> str:
    """The number of pairs for which others stand, in a sentence; empty if there are none."""
    missing = sum(not pair.stands_for for pair in findings.pairs)
    if not missing:
        return ""
    stand = "is not listed: another pair of the same two families stands for it"
    many = "are not listed: other pairs of the same two families stand for them"
    return f"{count_noun(missing, 'partial pair')} {stand if missing == 1 else many}."


def describe_weight(pair: Comparison) -> str:
    """How many pairs a pair stands for, such as: one of 12 alike; empty if it stands for itself."""
    return f"one of {pair.stands_for:,} alike" if pair.stands_for > 1 else ""


def show_passages(findings: Findings, most: int, prefix: str) -> Iterator[PassageView]:
    """The first common passages; `prefix` is left out of ids."""
    return (_show_passage(passage, prefix) for passage in findings.common[:most])


def _show_passage(passage: CommonPassage, prefix: str) -> PassageView:
    text = " ".join(passage.text.split())
    about = f"{count_noun(len(passage.articles), 'article')}, {count_noun(passage.words, 'word')}"
    first = f"; first in {make_visible(passage.first.removeprefix(prefix))}" if passage.first else ""
    return PassageView(make_visible(text[:QUOTED]) + ("…" if len(text) > QUOTED else ""), about + first)
