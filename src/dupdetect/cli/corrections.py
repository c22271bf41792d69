"""`dupdetect corrections`: which copies still carry what we have corrected?"""

from __future__ import annotations

import click

from dupdetect.cli.exits import require_both
from dupdetect.cli.helptext import command
from dupdetect.cli.options import choose_settings, settings_options, talk_options
from dupdetect.cli.output import Output
from dupdetect.cli.progress import progress
from dupdetect.errors import UsageError
from dupdetect.report.corrections import FORMATS, write


@command(epilog="Example: dupdetect corrections gate-old.html gate-new.html pages/ --format csv -o copies.csv")
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
@click.argument("copies", metavar="COPIES...", nargs=-1, required=True)
@click.option("--format", "form", type=click.Choice(FORMATS), help="How to write it; terminal by default.")
@click.option("-o", "--output", metavar="FILE", help="Write to FILE instead of standard output.")
@talk_options
@settings_options
def corrections(
    old: str,
    new: str,
    copies: tuple[str, ...],
    form: str | None,
    output: str | None,
    config: str | None,
    preset: str | None,
    changes: tuple[str, ...],
) -> None:
    """List the copies that still carry the old facts of a corrected article.

    OLD and NEW are the two versions of ours, COPIES the files and folders to look for copies in. For each copy, the
    report gives its wording where the two versions differ: the old one, the new one, or another.
    """
    settings = choose_settings(config, preset, changes)
    out = Output.from_options(output, form, None)
    if out.form not in FORMATS:
        raise UsageError(f"{output}: corrections are written as {', '.join(FORMATS)}; name one with --format")
    out.check([old, new, *copies, *([config] if config else [])], settings.reading.suffixes)

    from dupdetect import pipeline  # slow to import; --help need not wait
    from dupdetect.desk.corrections import list_corrections, trace_corrections

    versions = pipeline.compare_files(old, new, settings)
    listed = list_corrections(versions.pairs[0], {item.article.id: item.article for item in versions.articles})
    with progress() as report:
        findings = pipeline.scan(copies, settings, ours=[old, new], progress=report)
    require_both(findings, copies, ours=[old, new])
    traces = trace_corrections(listed, findings, versions.pairs[0].a)
    with out.open() as stream:
        write(listed, traces, out.form, stream)
