"""`dupdetect dedup`: keep one article of each group of similar ones, and log what was dropped and why."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from dupdetect.cli.helptext import command
from dupdetect.cli.options import choose_settings, paths_argument, reading_options, settings_options, talk_options
from dupdetect.cli.output import Output, whole_file
from dupdetect.cli.progress import progress
from dupdetect.cli.talk import list_skipped, say
from dupdetect.errors import OutputError, UsageError
from dupdetect.records import Skip
from dupdetect.records.jsonform import dumps
from dupdetect.report.visible import make_visible
from dupdetect.settings import Settings

if TYPE_CHECKING:
    from dupdetect.pipeline.deduplicate import Dropped, Originals


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
@click.option("--threshold", type=float, default=0.8, help="Jaccard similarity of near copies; 0.8 by default.")
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
    """
    settings = choose_settings(config, preset, changes)
    out = Path(output)
    log = Path(f"{output.rstrip('/')}.dropped.jsonl")
    _check_places((*paths, *against), out, log, settings)

    from dupdetect.pipeline.deduplicate import Originals

    originals = Originals(paths, settings.reading, jobs)
    if out.exists() and (out.is_dir() or not originals.is_one_table):
        raise OutputError(f"{out}: exists; name a folder that does not, for the kept files")
    if unit == "paragraph":
        _require_plain_choice(keep, against)
        _remove_paragraphs(originals, out, log)
    else:
        _drop_articles(originals, out, log, Choice(keep, against, threshold, settings, jobs))


class Choice(NamedTuple):
    """How articles to keep are chosen; as the options say it."""

    keep: str
    against: tuple[str, ...]
    threshold: float
    settings: Settings
    jobs: int | None


def _drop_articles(originals: Originals, out: Path, log: Path, choice: Choice) -> None:
    from dupdetect.pipeline import stream_articles
    from dupdetect.pipeline.deduplicate import KEEP, References, choose_articles, rank_by_column

    keep, against, threshold, settings, jobs = choice
    with progress() as report:
        references = References(stream_articles(against, settings.reading, jobs) if against else (), threshold)
        ranking = keep if keep in KEEP else rank_by_column(keep, originals.values)
        articles = originals.articles((lambda done: report("bytes", done, 0)) if report else None)
        chosen = choose_articles(
            articles, ranking, threshold, settings, references=references, jobs=jobs, progress=report
        )
    places = set(chosen.places)
    converted = originals.write(out, lambda number: number not in places)
    _write_log(log, [_shorten_ids(drop, originals.shorten_id) for drop in chosen.dropped])
    _print_summary(_count_articles(chosen.articles, len(places)), chosen.skipped, converted)


def _count_articles(read: int, dropped: int) -> list[str]:
    return [f"{read} articles", f"{read - dropped} kept", f"{dropped} dropped"]


def _shorten_ids(drop: Dropped, shorten: Callable[[str], str]) -> Dropped:
    """The entry with the ids of records alone, but with the full id of a reference text, which is in another file."""
    return replace(drop, id=shorten(str(drop.id)), kept=str(drop.kept) if drop.against else shorten(str(drop.kept)))


def _require_plain_choice(keep: str, against: Sequence[str]) -> None:
    """Refuse options that choose among whole articles."""
    if keep != "first" or against:
        option = "--against" if against else "--keep"
        raise UsageError(f"{option} chooses among articles; leave it out, as --unit paragraph keeps the first copy")


def _remove_paragraphs(originals: Originals, out: Path, log: Path) -> None:
    from dupdetect.pipeline.paragraphs import RemovalTally, cut_spans, find_removals

    tally, shorten = RemovalTally(), originals.shorten_id
    with whole_file(log) as lines:
        with progress() as report:
            articles = originals.articles((lambda done: report("bytes", done, 0)) if report else None)
            for removal in find_removals(articles, tally, report):
                named = replace(removal, id=shorten(removal.id), kept=shorten(removal.kept))
                lines.write(dumps(asdict(named)) + "\n")

        def change_of(number: int) -> bool | Callable[[str], str]:
            if number in tally.emptied:
                return False
            spans = tally.spans.get(number)
            return (lambda text: cut_spans(text, spans)) if spans else True

        converted = originals.write(out, change_of)
    counts = _count_articles(tally.articles, len(tally.emptied))
    _print_summary([*counts, f"{tally.paragraphs} repeated paragraphs removed"], tally.skipped, converted)


def _check_places(paths: tuple[str, ...], out: Path, log: Path, settings: Settings) -> None:
    """Refuse output paths that would overwrite or mix with the input, before any work is done."""
    for item in (out, log):
        if not item.is_dir():
            Output(item, "jsonl", None).check(paths, settings.reading.suffixes)
    for path in paths:
        if out.resolve().is_relative_to(Path(path).resolve()):
            raise UsageError(f"{out}: lies inside {path}; name a place outside of what is read")


def _write_log(path: Path, dropped: Sequence[Dropped]) -> None:
    with whole_file(path) as out:
        for drop in dropped:
            out.write(dumps(asdict(drop)) + "\n")


def _print_summary(counts: Sequence[str], skipped: Sequence[Skip], converted: Sequence[str]) -> None:
    list_skipped(skipped)
    for name in converted:
        say(f"{make_visible(name)}: not all of it is kept; the kept articles were written as JSON lines")
    say(", ".join([*counts, f"{len(skipped)} skipped"]))
