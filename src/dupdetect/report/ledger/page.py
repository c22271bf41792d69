"""The ledger as one HTML file in the style of the report, with plots as SVG. It runs no script.

All that a page said is escaped, and a content security policy admits the style of this file and nothing else. The same
ledger gives the same bytes.
"""

from __future__ import annotations

from typing import TextIO

from markupsafe import Markup

from dupdetect.records.ledger import Ledger
from dupdetect.report.html import POLICY, asset, digest_source, environment
from dupdetect.report.ledger import plots
from dupdetect.report.ledger.labels import EXPLANATION, FIGURES, KINDS, NO_MONTH, NO_OUTLET
from dupdetect.report.wording import count_noun

ROWS_LISTED = 2000
"""Rows of a page's table; CSV and JSON list every row."""


def write(ledger: Ledger, out: TextIO) -> None:
    """Write the page."""
    style = Markup("\n").join((asset("report.css"), asset("ledger.css")))
    template = environment().get_template("ledger.html")
    variables = {
        "ledger": ledger,
        "sentence": describe_ledger(ledger),
        "rows": ledger.rows[:ROWS_LISTED],
        "left_out": max(0, len(ledger.rows) - ROWS_LISTED),
        "months": plots.plot_months(ledger.months),
        "outlets": plots.plot_outlets(ledger.outlets),
        "sizes": plots,
        "style": style,
        "policy": POLICY.format(style=digest_source(style), script="none"),
        "labels": FIGURES,
        "kinds": KINDS,
        "no_month": NO_MONTH,
        "no_outlet": NO_OUTLET,
        "explanation": EXPLANATION,
    }
    for part in template.generate(**variables):
        out.write(part)


def describe_ledger(ledger: Ledger) -> str:
    """What the ledger holds, in a sentence."""
    if not ledger.rows:
        return "No page is remembered that has text of the archive."
    total = ledger.total
    parts = [count_noun(total.copies, "copy", "copies"), count_noun(total.rewrites, "rewrite")]
    if total.partials:
        parts.append(f"{count_noun(total.partials, 'page')} with passages only")
    if total.licensed:
        parts.append(f"{total.licensed:,} licensed")
    outlets = count_noun(sum(row.outlet is not None for row in ledger.outlets), "named outlet")
    return f"{count_noun(total.pages, 'page')} of {outlets} had text of the archive: {', '.join(parts)}."
