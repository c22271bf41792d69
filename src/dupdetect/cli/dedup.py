"""`dupdetect dedup`: keep one article of each family of near copies, and say why each of the others goes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dupdetect.cli.options import choose_settings, debug_option, settings_options
from dupdetect.cli.originals import record_sources
from dupdetect.cli.output import Output, whole_file
from dupdetect.cli.progress import progress
from dupdetect.errors import UsageError
from dupdetect.records.jsonform import dumps
from dupdetect.report.visible import make_visible

if TYPE_CHECKING:
    from dupdetect.pipeline.dedup import Dropped


@click.command(epilog="Example: dupdetect dedup crawl.jsonl -o unique.jsonl --keep earliest")
@click.argument("paths", metavar="PATH...", nargs=-1, required=True)
@click.option("-o", "--output", metavar="OUT", required=True, help="A folder for kept files, or a file for JSON lines.")
@click.option(
    "--keep",
    type=click.Choice(["first", "longest", "earliest"]),
    default="first",
    help="Which one of a family stays: the first read, the longest text, or the first published.",
)
@click.option("--threshold", type=float, default=0.8, help="Jaccard similarity of near copies; 0.8 by default.")
@click.option("--jobs", type=click.IntRange(min=1), metavar="N", help="Threads to use at once.")
@settings_options
@debug_option
def dedup(
    paths: tuple[str, ...],
    output: str,
    keep: str,
    threshold: float,
    jobs: int | None,
    config: str | None,
    preset: str | None,
    changes: tuple[str, ...],
    max_size: int | None,
) -> None:
    """Keep one article of each family of near copies.

    PATH... are files and folders of texts, or one file of JSON lines, each with a text. What is kept is written to OUT
    unchanged; beside it, OUT.dropped.jsonl names what is not, why, and the article that stays for it.
    """
    settings = choose_settings(config, preset, changes, max_size)
    out = Path(output)
    list_ = Path(f"{output.rstrip('/')}.dropped.jsonl")
    for item in (out, list_):
        if not item.is_dir():
            Output.chosen(str(item), None, None).check(paths, settings.reading.suffixes)
    if any(out.resolve().is_relative_to(Path(path).resolve()) for path in paths):
        raise UsageError(f"{out}: lies inside {paths[0]}; name a place outside of what is read")
    source = record_sources(paths, settings)

    from dupdetect.pipeline.dedup import dedup as chosen_of

    with progress() as told:
        made = chosen_of(source.articles(), keep, threshold, settings, jobs=jobs, progress=told)
    source.write(out, {drop.id for drop in made.dropped})
    _write(list_, made.dropped)
    for skip in made.skipped:
        click.echo(f"skipped {make_visible(skip.path)}: {make_visible(skip.reason)}", err=True)
    kept = made.articles - len(made.dropped)
    click.echo(
        f"{made.articles} articles, {kept} kept, {len(made.dropped)} dropped, {len(made.skipped)} skipped", err=True
    )


def _write(path: Path, dropped: Sequence[Dropped]) -> None:
    with whole_file(path) as out:
        for drop in dropped:
            out.write(dumps(asdict(drop)) + "\n")
