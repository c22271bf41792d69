"""`dupdetect index`: an archive of articles on disk, added to, removed from, listed and verified."""

from __future__ import annotations

import sys
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from dupdetect.cli.exits import require_articles
from dupdetect.cli.helptext import CommandGroup
from dupdetect.cli.options import (
    paths_argument,
    reading_options,
    require_archive,
    settings_options,
    stored_settings,
    talk_options,
)
from dupdetect.cli.progress import progress
from dupdetect.cli.streams import read_standard_input
from dupdetect.cli.talk import list_skipped, say
from dupdetect.errors import ArchiveError, InputError
from dupdetect.records.jsonform import dumps
from dupdetect.report.visible import make_visible

if TYPE_CHECKING:
    from dupdetect.archive import ArchiveChanges

_JSON = click.option("--json", "as_json", is_flag=True, help="Write JSON, one object per line.")


@click.group(cls=CommandGroup, epilog="Example: dupdetect index add archive.dupdetect articles/")
def index() -> None:
    """Remember articles in an archive, for check and scan --index."""


@index.command(epilog="Example: dupdetect index add archive.dupdetect articles/ more.txt")
@click.argument("archive", metavar="ARCHIVE")
@paths_argument()
@click.option("--each", is_flag=True, help="Name each article, as a line of JSON, as soon as it is safely stored.")
@reading_options
@settings_options
@talk_options
def add(
    archive: str,
    paths: tuple[str, ...],
    each: bool,
    jobs: int | None,
    config: str | None,
    preset: str | None,
    changes: tuple[str, ...],
) -> None:
    """Add articles; the archive is created if it does not exist.

    Unchanged articles are left alone. An article replaces the one from the same path, or with the same name and URL;
    any other of the same name is added under a new name. Settings are fixed when the archive is created. After an
    interruption, run the same command again to add the rest.
    """
    from dupdetect.pipeline import Index, require_path

    settings = stored_settings(archive, config, preset, changes)
    for path in paths:  # before an archive is made for nothing
        require_path(path)
    with Index.open(archive, settings) as opened, progress() as report:
        taken = opened.add(paths, jobs=jobs, progress=report, stored=_name if each else None)
    list_skipped(taken.skipped)
    for name, stored in taken.renamed:
        names = f"{make_visible(name)} as {make_visible(stored)}"
        say(f"stored {names}: the archive has another file of that name, from another folder")
    summary = f"{taken.added} added, {taken.replaced} replaced, {taken.unchanged} unchanged"
    summary += f", {len(taken.skipped)} skipped"
    say(summary) if each else click.echo(summary)
    require_articles(taken.added + taken.replaced + taken.unchanged, taken.skipped, paths)


def _name(changes: ArchiveChanges) -> None:
    for what in ("added", "replaced", "unchanged"):
        for name in getattr(changes, what):
            sys.stdout.write(dumps({what: name}) + "\n")
    sys.stdout.flush()


@index.command(epilog="Example: dupdetect index remove archive.dupdetect articles/retracted.txt")
@click.argument("archive", metavar="ARCHIVE")
@click.argument("ids", metavar="ID...", nargs=-1, required=True)
@talk_options
def remove(archive: str, ids: tuple[str, ...]) -> None:
    """Remove articles by their ids, as list shows them; - reads ids from standard input, one JSON string per line."""
    from dupdetect.pipeline import Index

    named = [name for item in ids for name in (_from_stdin() if item == "-" else [item])]
    require_archive(archive)
    with Index.open(archive) as opened:
        gone = opened.remove(named)
    click.echo(f"{len(gone)} removed")
    if missing := sorted(set(named) - set(gone)):
        others = f" and {len(missing) - 1} others" if len(missing) > 1 else ""
        raise InputError(f"{missing[0]}{others}: not in {archive}; dupdetect index list {archive} shows its articles")


def _from_stdin() -> list[str]:
    import json

    try:
        named = [json.loads(line) for line in read_standard_input().splitlines() if line.strip()]
    except ValueError as error:
        raise InputError(f'standard input: {error}; give one JSON string per line, such as "a.txt"') from error
    if not all(isinstance(name, str) for name in named):
        raise InputError('standard input: not a JSON string; give one JSON string per line, such as "a.txt"')
    return named


@index.command("list", epilog="Example: dupdetect index list archive.dupdetect --json")
@click.argument("archive", metavar="ARCHIVE")
@_JSON
@talk_options
def list_(archive: str, as_json: bool) -> None:
    """List all articles by id, with their words and titles."""
    from dupdetect.pipeline import Index

    with Index.open(archive, writing=False) as opened:
        for article in opened.articles():
            about = {name: value for name, value in asdict(article.article).items() if value and name != "text"}
            line = (
                dumps({**about, "words": article.words})
                if as_json
                else _line(article.article.id, article.words, article.article.title)
            )
            click.echo(line)


def _line(name: str, words: int, title: str) -> str:
    return f"{make_visible(name)}  {words:,} word{'s' * (words != 1)}" + (f"  {make_visible(title)}" if title else "")


@index.command(epilog="Example: dupdetect index info archive.dupdetect")
@click.argument("archive", metavar="ARCHIVE")
@_JSON
@talk_options
def info(archive: str, as_json: bool) -> None:
    """Show how much an archive holds, and the settings it was made with."""
    from dupdetect.pipeline import Index

    with Index.open(archive, writing=False) as opened:
        facts = {
            **asdict(opened.info()),
            "settings": opened.settings.list_changes(),
            "signature": opened.settings.signature,
        }
    if as_json:
        click.echo(dumps(facts))
        return
    changed = ", ".join(f"{name}={value}" for name, value in opened.settings.list_changes().items())
    for name, value in ({**facts, "settings": changed or "the defaults"}).items():
        click.echo(f"{name:9} {value:,}" if isinstance(value, int) else f"{name:9} {make_visible(str(value))}")


@index.command(epilog="Example: dupdetect index verify archive.dupdetect")
@click.argument("archive", metavar="ARCHIVE")
@talk_options
def verify(archive: str) -> None:
    """Check everything in an archive and report faults; the exit status is 1 if there are any."""
    from dupdetect.pipeline import Index

    with Index.open(archive, writing=False) as opened:
        wrong, count = opened.verify(), len(opened)
    for line in wrong:
        click.echo(make_visible(line))
    if wrong:
        raise ArchiveError(f"{archive}: is damaged; restore it from a copy, or make it anew with dupdetect index add")
    click.echo(f"sound: {count:,} articles")
