"""What recurs in a scan, for the page: a note on pairs that stand for others, and passages that many articles hold."""

from __future__ import annotations

from dataclasses import dataclass

from dupdetect.records import Findings
from dupdetect.report.html.page import Page
from dupdetect.report.recurring import PassageView, describe_represented, show_passages

PASSAGES = 30
"""Common passages that a page lists; the JSON form has all."""


@dataclass(frozen=True, slots=True)
class Recurring:
    """The block of the page.

    Attributes:
        note: how many pairs are not listed because others stand for them; empty if none.
        left_out: common passages that are not listed.
    """

    note: str
    passages: tuple[PassageView, ...]
    left_out: int


def draw_recurring(findings: Findings, page: Page) -> Recurring:
    """The block for findings; it is empty if nothing recurs."""
    return Recurring(
        note=describe_represented(findings),
        passages=tuple(show_passages(findings, PASSAGES, page.folder)),
        left_out=max(0, len(findings.common) - PASSAGES),
    )
