"""`dupdetect report`: convert findings saved as JSON to another format."""

from __future__ import annotations

import click

from dupdetect.cli.helptext import command
from dupdetect.cli.options import output_options
from dupdetect.cli.output import Output
from dupdetect.report import load


@command(epilog="Example: dupdetect report findings.json --format csv -o findings.csv")
@click.argument("findings", metavar="FINDINGS.json")
@output_options
def report(findings: str, form: str | None, output: str | None, details: int | None) -> None:
    """Convert findings saved as JSON to another format.

    FINDINGS.json was written by scan or compare; - is standard input. Nothing is computed again.
    """
    out = Output.from_options(output, form, details)
    out.check([findings])
    out.write(load(findings))
