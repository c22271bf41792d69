"""`dupdetect scan`: which of these articles are copies, rewrites or part-copies of which others?"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from functools import partial
from typing import Any

import click

from dupdetect.cli import cluster
from dupdetect.cli.exits import fail_on_met, require_both
from dupdetect.cli.helptext import command
from dupdetect.cli.licence import apply_rules, load_rules, rules_option
from dupdetect.cli.options import (
    VERDICTS,
    check_reach,
    choose_settings,
    engine_options,
    fail_on_option,
    memory_option,
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
from dupdetect.desk.rules import Rules
from dupdetect.engines import check_engine
from dupdetect.errors import UsageError
from dupdetect.records import Findings
from dupdetect.settings import Settings


@command(epilog="Example: dupdetect scan articles/ --min-verdict rewrite -o findings.json")
@paths_argument()
@click.option("--ours", metavar="PATH", multiple=True, help="Look only for copies of these articles; repeatable.")
@rules_option
@output_options
@click.option("--min-verdict", type=click.Choice(VERDICTS), help="The weakest verdict to report; partial by default.")
@fail_on_option
@click.option("--index", "archive", metavar="ARCHIVE", help="Compare with the articles of an archive as well.")
@remember_option
@engine_options
@memory_option
@reading_options
@settings_options
@click.pass_context
def scan(
    ctx: click.Context,
    paths: tuple[str, ...],
    ours: tuple[str, ...],
    rules_file: str | None,
    form: str | None,
    output: str | None,
    details: int | None,
    min_verdict: str | None,
    fail_on: str | None,
    archive: str | None,
    remember: bool,
    engine: str,
    master: str | None,
    jobs: int | None,
    config: str | None,
    preset: str | None,
    changes: tuple[str, ...],
) -> None:
    """Compare all articles in files and folders with one another.

    PATH is a file, a folder that is searched for files, or - for standard input: text, Markdown, web pages, PDF, Word,
    ODT, EPUB, RTF, e-mail, JSON, CSV, Parquet, WARC, and zip, tar and gz of these. What cannot be read is skipped and
    listed with its reason.

    With --ours, the articles under it are ours and all others theirs: only pairs between the two are compared, and A is
    ours in each.

    With --engine spark the work runs on a cluster, and -o FOLDER writes tables of Parquet; the findings are the same.
    """
    check_engine(engine, {"jobs": jobs, "master": master, "index": archive, "ours": ours or None}, dashes="--")
    if archive:
        settings = stored_settings(archive, config, preset, changes, min_verdict)
    else:
        settings = choose_settings(config, preset, changes, min_verdict)
    check_engine(engine, {"memory": settings.running.memory or None}, dashes="--")
    rules = load_rules(rules_file)
    check_reach(fail_on, settings.reporting.min_verdict)
    tables = cluster.wants_tables(engine, output, form)
    out = Output.from_options(None if tables else output, form, details)
    out.check([*paths, *ours, *(item for item in (config, archive, rules_file) if item)], settings.reading.suffixes)
    if tables:
        with progress() as report:
            findings = cluster.scan_to_folder(paths, settings, master, str(output), report)
    else:
        options = {"ours": ours or None, "jobs": jobs, "master": master}
        findings = _search(paths, settings, engine, archive, rules, remember=remember, **options)
        out.write(apply_rules(findings, rules))
    require_both(findings, paths, ours)
    ctx.exit(fail_on_met(findings, fail_on))


def _search(
    paths: Sequence[str],
    settings: Settings,
    engine: str,
    archive: str | None,
    rules: Rules | None,
    *,
    remember: bool,
    **options: Any,
) -> Findings:
    if remember and not archive:
        raise UsageError("--remember: needs the archive that is to remember; name it with --index")
    if archive and options["ours"]:
        raise UsageError("--ours and --index cannot be combined; leave out one of them")
    from dupdetect import pipeline  # numba is slow to import; --help need not wait

    if archive:
        require_archive(archive)
    with (
        pipeline.Index.open(archive, settings, writing=remember) if archive else nullcontext() as index,
        progress() as report,
    ):
        checked = partial(judge_and_remember, index, paths, rules) if index and remember else None
        return pipeline.scan(paths, settings, engine, index=index, checked=checked, progress=report, **options)
