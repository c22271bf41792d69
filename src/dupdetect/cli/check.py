"""`dupdetect check`: which articles of an archive are these copies, rewrites or part-copies of?"""

from __future__ import annotations

import sys

import click

from dupdetect.cli.exits import fail_on_met, require_articles
from dupdetect.cli.helptext import command
from dupdetect.cli.licence import apply_rules, load_rules, rules_option
from dupdetect.cli.options import (
    VERDICTS,
    check_reach,
    fail_on_option,
    output_options,
    paths_argument,
    reading_options,
    require_archive,
    settings_options,
    stored_settings,
)
from dupdetect.cli.output import Output
from dupdetect.cli.progress import progress
from dupdetect.cli.remembering import judge_and_remember, remember_option
from dupdetect.errors import UsageError


@command(epilog="Example: dupdetect check draft.txt --index archive.dupdetect")
@paths_argument(required=False)
@click.option("--index", "archive", metavar="ARCHIVE", required=True, help="An archive made by dupdetect index add.")
@click.option(
    "--watch", metavar="FOLDER", help="Check files as they arrive in FOLDER, one JSON line each; Ctrl-C ends."
)
@remember_option
@rules_option
@output_options
@click.option("--min-verdict", type=click.Choice(VERDICTS), help="The weakest verdict to report; partial by default.")
@fail_on_option
@reading_options
@settings_options
@click.pass_context
def check(
    ctx: click.Context,
    paths: tuple[str, ...],
    archive: str,
    watch: str | None,
    remember: bool,
    rules_file: str | None,
    form: str | None,
    output: str | None,
    details: int | None,
    min_verdict: str | None,
    fail_on: str | None,
    jobs: int | None,
    config: str | None,
    preset: str | None,
    changes: tuple[str, ...],
) -> None:
    """Ask an archive which of its articles these are made from. They are not compared with one another.

    PATH is a file, a folder, or - for standard input.
    """
    if bool(paths) == bool(watch):
        raise UsageError("check: name files and folders to check, or a folder with --watch, and not both")
    _refuse_with_watch(watch, form or output or fail_on, remember or rules_file)
    require_archive(archive)
    rules = load_rules(rules_file)
    settings = stored_settings(archive, config, preset, changes, min_verdict)
    check_reach(fail_on, settings.reporting.min_verdict)
    out = Output.from_options(output, form, details)
    out.check([*paths, archive, *(item for item in (config, rules_file) if item)], settings.reading.suffixes)

    from dupdetect.pipeline import Index

    with Index.open(archive, settings, writing=remember) as opened:
        if watch:
            from dupdetect.cli.watch import check_arrivals

            for line in check_arrivals(opened, watch, settings.reading.suffixes):
                sys.stdout.write(line + "\n")
                sys.stdout.flush()
            return
        with progress() as report:
            findings = opened.check_all(paths, jobs=jobs, progress=report)
        judged = judge_and_remember(opened, paths, rules, findings) if remember else apply_rules(findings, rules)
    out.write(judged)
    require_articles(findings.counts["articles"], findings.skipped, paths)
    ctx.exit(fail_on_met(findings, fail_on))


def _refuse_with_watch(watch: str | None, output: object, judged: object) -> None:
    if watch and output:
        raise UsageError("check --watch: writes JSON lines to standard output as it goes; leave out the output options")
    if watch and judged:
        raise UsageError("check --watch: neither judges by rules nor remembers; check the files again with PATH...")
