"""`dupdetect ledger`: which outlets took our articles, month by month, and in what way?"""

from __future__ import annotations

import shutil

import click

from dupdetect.cli.helptext import command
from dupdetect.cli.options import color_option, require_archive, talk_options
from dupdetect.cli.output import FILE_WIDTH, Output
from dupdetect.cli.talk import choose_color, say
from dupdetect.errors import UsageError
from dupdetect.report.ledger import FORMATS, write
from dupdetect.report.visible import make_visible


@command(epilog="Example: dupdetect ledger archive.dupdetect -o ledger.html")
@click.argument("archive", metavar="ARCHIVE")
@click.option("--format", "form", type=click.Choice(FORMATS), help="How to write it; the ending of -o's FILE decides.")
@click.option("-o", "--output", metavar="FILE", help="Write to FILE instead of standard output.")
@color_option
@talk_options
def ledger(archive: str, form: str | None, output: str | None) -> None:
    """Sum up what an archive remembers, by outlet and month: copies, rewrites, credit, broken rules.

    check and scan --index remember what they find if --remember is given. The outlet is the one that a page names, or
    else the domain of its address.
    """
    out = Output.from_options(output, form, None)
    if out.form not in FORMATS:
        raise UsageError(f"{output}: a ledger is written as {', '.join(FORMATS)}; name one with --format")
    require_archive(archive)
    out.check([archive])

    from dupdetect.archive import FileStore  # numpy is slow to import; --help need not wait
    from dupdetect.desk.ledger import sum_ledger

    with FileStore(archive, writing=False) as store:
        summed = sum_ledger(store.copies())
    if not summed.rows:
        name = make_visible(archive)
        say(f"{name} remembers no copies yet; run dupdetect check PAGES --index {name} --remember")
    with out.open() as stream:
        width = FILE_WIDTH if out.path else shutil.get_terminal_size((FILE_WIDTH, 24)).columns
        write(summed, out.form, stream, width=width, color=not out.path and choose_color(stream.isatty()))
