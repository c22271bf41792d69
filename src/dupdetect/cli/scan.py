"""`dupdetect scan`: which of these articles are copies, rewrites or part-copies of which others?"""

from __future__ import annotations

import click

from dupdetect.cli.exits import fail_on_met
from dupdetect.cli.options import (
    VERDICTS,
    chosen,
    fail_on_option,
    output_options,
    reading_options,
    settings_options,
)
from dupdetect.cli.output import Output
from dupdetect.cli.progress import progress
from dupdetect.errors import UsageError
from dupdetect.records import Verdict


@click.command(epilog="Example: dupdetect scan articles/ --min-verdict rewrite -o findings.json")
@click.argument("paths", metavar="PATH...", nargs=-1, required=True)
@output_options
@click.option("--min-verdict", type=click.Choice(VERDICTS), help="The weakest verdict to report; partial by default.")
@fail_on_option
@click.option("--engine", type=click.Choice(["local"]), default="local", help="Where the work runs.")
@click.option("--jobs", type=click.IntRange(min=1), metavar="N", help="Processes to use at once.")
@reading_options
@settings_options
@click.pass_context
def scan(
    ctx: click.Context,
    paths: tuple[str, ...],
    form: str | None,
    output: str | None,
    details: int | None,
    min_verdict: str | None,
    fail_on: str | None,
    engine: str,
    jobs: int | None,
    config: str | None,
    preset: str | None,
    changes: tuple[str, ...],
    max_size: int | None,
) -> None:
    """Compare all articles in files and folders with one another.

    PATH is a file, a folder that is searched for files, or - for standard input: text, Markdown, web pages, PDF, Word,
    ODT, EPUB, RTF, e-mail, JSON, CSV, Parquet, WARC, and zip, tar and gz of these. What cannot be read is skipped and
    listed with its reason.
    """
    settings = chosen(config, preset, changes, max_size, min_verdict)
    _check_reach(fail_on, settings.reporting.min_verdict)
    out = Output.chosen(output, form, details)
    out.check([*paths, *([config] if config else [])], settings.reading.suffixes)

    from dupdetect import detect  # numba is slow to import; --help need not wait

    with progress() as told:
        findings = detect.scan(paths, settings, engine=engine, jobs=jobs, progress=told)
    out.write(findings)
    ctx.exit(fail_on_met(findings, fail_on))


def _check_reach(fail_on: str | None, min_verdict: str) -> None:
    """A verdict that is not reported could never be met."""
    if fail_on and not Verdict(fail_on).reaches(Verdict(min_verdict)):
        raise UsageError(
            f"--fail-on {fail_on}: weaker than the weakest verdict reported, {min_verdict}; add --min-verdict {fail_on}"
        )
