"""What the figures of a ledger are called, in the order of its tables."""

from __future__ import annotations

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
