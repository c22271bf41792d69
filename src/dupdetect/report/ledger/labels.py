"""What the figures of a ledger are called, in the order of its tables."""

from __future__ import annotations

from dupdetect.report.visible import make_running

FIGURES = {
    "pages": "Pages",
    "copies": "Copies",
    "rewrites": "Rewrites",
    "partials": "Passages only",
    "licensed": "Licensed",
    "spun": "Spun",
    "translated": "Translated",
    "credited": "Credited",
    "linked": "Linked",
    "rules_broken": "Break a rule",
}
"""The columns after outlet and month, and their labels. The second to the fifth add up to the first."""

KINDS = ("copies", "rewrites", "partials", "licensed")
"""The figures that add up to all pages: the parts of a bar."""

NO_OUTLET, NO_MONTH = "not known", "undated"
"""What stands where the outlet or the month of a page is not known."""

EXPLANATION = (
    "Each page counts once, by its strongest verdict. Spun, translated, credited, linked and broken rules are counted "
    "among copies and rewrites; licensed pages are counted nowhere else."
)


def shorten_name(name: str, most: int) -> str:
    """A name that is safe to display, cut to `most` characters."""
    shown = make_running(name)
    return shown if len(shown) <= most else f"{shown[: most - 1]}…"
