"""`dupdetect scan --engine spark`: the same command on a cluster, where -o may name a folder for tables of Parquet."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from io import StringIO
from pathlib import PurePosixPath

import click

from dupdetect.cli.output import ENDINGS
from dupdetect.errors import UsageError
from dupdetect.records import Findings
from dupdetect.report import write
from dupdetect.settings import Settings


def check_options(
    engine: str, master: str | None, archive: str | None, jobs: int | None, ours: Sequence[str] = ()
) -> None:
    """Refuse options that the engine has no use for."""
    if ours and engine == "spark":
        raise UsageError("--ours: the Spark engine does not tell ours from theirs; use the local engine")
    if ours and archive:
        raise UsageError("--ours with --index: a scan asks one or the other; leave out one of them")
    if engine != "spark" and master:
        raise UsageError("--master names a Spark cluster; add --engine spark")
    if engine == "spark" and archive:
        raise UsageError("--index: the Spark engine does not look into archives; leave it out, or use the local engine")
    if engine == "spark" and jobs:
        raise UsageError(
            f"--jobs: a Spark cluster has workers of its own; leave it out, or give --master 'local[{jobs}]'"
        )


def wants_tables(engine: str, output: str | None, form: str | None) -> bool:
    """Whether -o names a folder for tables: on a cluster, unless a format is asked for."""
    return engine == "spark" and not form and bool(output) and _ending(str(output)) not in (*ENDINGS, "-")


def scan_to_folder(
    paths: Sequence[str],
    settings: Settings,
    master: str | None,
    folder: str,
    progress: Callable[[str, int, int], None] | None,
) -> Findings:
    """Scan on a cluster, and write the tables and the findings as JSON into a folder; what was capped is told."""
    from dupdetect.pipeline import distributed  # PySpark is slow to import; --help need not wait

    with distributed.searched(paths, settings, master, folder, progress) as search:
        findings = search.findings()
        summary = StringIO()
        write(findings, "json", summary, width=0)
        search.write(summary.getvalue())
    report_capped(search.found.capped)
    return findings


def report_capped(capped: Mapping[str, int]) -> None:
    """Say what was too common to be paired each with each."""
    if told := ", ".join(f"{name.replace('_', ' ')} {count:,}" for name, count in capped.items() if count):
        why = "more articles hold each than are paired with one another; see pairing.row_bucket, pairing.key_bucket"
        click.echo(f"dupdetect: capped keys: {told} ({why})", err=True)


def _ending(output: str) -> str:
    return output if output == "-" else PurePosixPath(output).suffix.lower()
