"""`--engine spark`: the commands scan and dedup on a cluster, where -o names a folder for tables of Parquet."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from io import StringIO
from pathlib import PurePosixPath

from dupdetect.cli.output import ENDINGS
from dupdetect.cli.talk import say
from dupdetect.engines import CLUSTERS
from dupdetect.records import Findings
from dupdetect.report import write
from dupdetect.settings import Settings


def wants_tables(engine: str, output: str | None, form: str | None) -> bool:
    """Whether -o names a folder for tables: on a cluster, unless a format is asked for."""
    return engine in CLUSTERS and not form and bool(output) and _ending(str(output)) not in (*ENDINGS, "-")


def scan_to_folder(
    paths: Sequence[str],
    settings: Settings,
    master: str | None,
    folder: str,
    progress: Callable[[str, int, int], None] | None,
) -> Findings:
    """Scan on a cluster, and write the tables and the findings as JSON into a folder, and report capped keys."""
    from dupdetect.pipeline.cluster import (  # PySpark is slow to import; --help need not wait
        collect_findings,
        open_search,
        write_tables,
    )

    with open_search(paths, settings, master, folder, *([progress] if progress else [])) as (tables, out):
        findings = collect_findings(tables, settings)
        summary = StringIO()
        write(findings, "json", summary, width=0)
        if out:
            write_tables(tables, out, summary.getvalue())
    report_capped(tables.capped)
    return findings


def dedup_to_folder(
    paths: Sequence[str],
    output: str,
    keep: str,
    threshold: float,
    settings: Settings,
    columns: Sequence[str],
    master: str | None,
) -> None:
    """Deduplicate Parquet on a cluster into a folder of tables, and report how many rows stay and go."""
    from dupdetect.pipeline import cluster  # PySpark is slow to import; --help need not wait

    read, dropped, skipped = cluster.dedup_to_folder(paths, output, keep, threshold, settings, columns, master)
    say(f"{read} articles, {read - dropped} kept, {dropped} dropped, {skipped} skipped")


def report_capped(capped: Mapping[str, int]) -> None:
    """Report keys that too many articles share to pair all of them."""
    if counts := ", ".join(f"{name.replace('_', ' ')} {count:,}" for name, count in capped.items() if count):
        why = "too many articles share each to pair all of them; see pairing.row_bucket, pairing.key_bucket"
        say(f"dupdetect: capped keys: {counts} ({why})")


def _ending(output: str) -> str:
    return output if output == "-" else PurePosixPath(output).suffix.lower()
