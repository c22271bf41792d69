"""What pages say to programs, in words: each signal with its label, safe to show and bounded."""

from __future__ import annotations

from dupdetect.records import Article, SignalKind
from dupdetect.report.visible import make_visible

LABELS = {
    SignalKind.CANONICAL: "canonical address",
    SignalKind.LICENCE: "licence (rel=license)",
    SignalKind.CREATIVE_COMMONS: "link to Creative Commons",
    SignalKind.RSL: "licence for programs (RSL)",
    SignalKind.C2PA: "content credentials (C2PA), not verified",
}

_LONGEST = 300
"""Characters of a value that a report shows."""


def list_signals(article: Article) -> list[tuple[str, str]]:
    """The label and the value of each signal of an article."""
    return [(LABELS[signal.kind], make_visible(signal.value[:_LONGEST]) or "yes") for signal in article.signals]


def describe_signals(article: Article) -> str:
    """The signals of an article in a line; empty where it has none."""
    return "; ".join(f"{label}: {value}" for label, value in list_signals(article))
