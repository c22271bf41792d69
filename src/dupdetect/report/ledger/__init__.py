"""Write the ledger of an archive: a table for a terminal, CSV, JSON, or a page with plots. Nothing is counted here.

tabular     CSV and JSON
terminal    the table
page        the page; its plots are laid out by plots
"""

from __future__ import annotations

from typing import TextIO

from dupdetect.records.ledger import Ledger

FORMATS = ("terminal", "json", "csv", "html")


def write(ledger: Ledger, form: str, out: TextIO, *, width: int = 80, color: bool = False) -> None:
    """Write a ledger; `out` has to be UTF-8 but for the terminal form.

    Args:
        ledger: what to show.
        form: one of `FORMATS`.
        out: where to.
        width, color: columns of the terminal form, and whether it uses colours; the other forms ignore both.
    """
    if form == "terminal":
        from dupdetect.report.ledger import terminal

        terminal.write(ledger, out, width, color)
    elif form == "html":
        from dupdetect.report.ledger import page

        page.write(ledger, out)
    else:
        from dupdetect.report.ledger import tabular

        (tabular.write_json if form == "json" else tabular.write_csv)(ledger, out)
