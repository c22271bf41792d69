"""`dupdetect dedup`: keep one article of each group of similar ones, and log what was dropped and why."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dupdetect.cli.cluster import dedup_to_folder
from dupdetect.cli.exits import require_articles
from dupdetect.cli.helptext import command
from dupdetect.cli.options import (
    choose_settings,
    columns_option,
    engine_options,
    paths_argument,
    reading_options,
    settings_options,
    talk_options,
)
from dupdetect.cli.output import Output
from dupdetect.cli.progress import progress
from dupdetect.cli.talk import list_skipped, say
from dupdetect.cli.version import read_version
from dupdetect.engines import CLUSTERS, check_engine
from dupdetect.errors import UsageError
from dupdetect.report.visible import make_visible
from dupdetect.settings import Settings

if TYPE_CHECKING:
    from dupdetect.pipeline.deduplicate_files import FileRequest


@command(epilog="Example: dupdetect dedup crawl.jsonl -o unique.jsonl --keep earliest")
@paths_argument()
@click.option("-o", "--output", metavar="OUT", required=True, help="A folder for kept articles, or a file for a table.")
@click.option(
    "--keep",
    metavar="RANK",
    default="first",
    help="Which of similar articles stays: the first read, the longest text, the earliest published; or of a table the "
    "row with the greatest value in a COLUMN, with the least for -COLUMN.",
)
@click.option("--against", metavar="PATH", multiple=True, help="Drop what these texts have already; repeatable.")
@click.option(
    "--unit",
    type=click.Choice(["article", "paragraph"]),
    default="article",
    help="What is dropped: whole articles, or paragraphs of 10 words or more that stand in an earlier place.",
)
@columns_option("Write only these columns of tables, in this order: NAME,NAME...; values stay as they are.")
@click.option("--threshold", type=float, default=0.8, help="The least Jaccard similarity of near copies.")
@engine_options
@reading_options
@settings_options
@talk_options
def dedup(
    paths: tuple[str, ...],
    output: str,
    keep: str,
    against: tuple[str, ...],
    unit: str,
    threshold: float,
    columns: tuple[str, ...],
    engine: str,
    master: str | None,
    jobs: int | None,
    config: str | None,
    preset: str | None,
    changes: tuple[str, ...],
) -> None:
    """Keep one article of each group of similar ones.

    PATH... are files and folders, read as scan reads them. Kept articles are written to OUT unchanged: to a folder, or
    to a file if PATH is one file of JSON lines, CSV or Parquet. OUT.dropped.jsonl lists each dropped article, the
    reason, and the article kept instead.

    With --against, an article is also dropped if it is a near copy of a reference text, or holds one: 80 % (the
    threshold) of the runs of 8 words of a text of up to 2,000 words. The log names the text and the passage.

    With --unit paragraph, the first copy of each repeated paragraph stays and the others are cut out, at ends of lines
    where no sentence is open. The log lists what was cut, with offsets, so that each text can be rebuilt.

    A run that was stopped, by whatever, goes on when the same command runs again.

    With --engine spark, PATH... are files and folders of Parquet, and OUT becomes a folder with the tables kept,
    dropped and clusters; the same rows stay, the first by id where ranks are equal.
    """
    asked = {"jobs": jobs, "master": master, "against": against or None, "unit": None if unit == "article" else unit}
    check_engine(engine, asked, dashes="--")
    settings = choose_settings(config, preset, changes)
    if engine in CLUSTERS:
        dedup_to_folder(paths, output, keep, threshold, settings, columns, master)
        return
    if unit == "paragraph":
        _require_plain_choice(keep, against)
    out, log = Path(output), Path(f"{output.rstrip('/')}.dropped.jsonl")
    _check_places((*paths, *against), out, log, settings)
    from dupdetect.pipeline.deduplicate_files import FileRequest  # numba is slow to import; --help need not wait

    version = read_version()
    _dedup_files(FileRequest(paths, out, log, keep, against, unit, threshold, settings, jobs, columns, version))


def _dedup_files(request: FileRequest) -> None:
    """Deduplicate on this machine, and report how it went."""
    from dupdetect.pipeline.deduplicate_files import dedup_files

    with progress() as report:
        result = dedup_files(request, report, lambda line: say(f"dupdetect: {line}"), require_articles)
    list_skipped(result.skipped)
    for name in result.converted:
        say(f"{make_visible(name)}: not all of it is kept; the kept articles were written as JSON lines")
    say(", ".join([*result.counts, f"{len(result.skipped)} skipped"]))


def _require_plain_choice(keep: str, against: Sequence[str]) -> None:
    """Refuse options that choose among whole articles."""
    if keep != "first" or against:
        option = "--against" if against else "--keep"
        raise UsageError(f"{option} chooses among articles; leave it out, as --unit paragraph keeps the first copy")


def _check_places(paths: tuple[str, ...], out: Path, log: Path, settings: Settings) -> None:
    """Refuse output paths that would overwrite or mix with the input, before any work is done."""
    for item in (out, log):
        if not item.is_dir():
            Output(item, "jsonl", None).check(paths, settings.reading.suffixes)
    for path in paths:
        if out.resolve().is_relative_to(Path(path).resolve()):
            raise UsageError(f"{out}: lies inside {path}; name a place outside of what is read")
