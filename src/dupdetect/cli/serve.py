"""`dupdetect serve`: a local page for editors, and a JSON API beside it."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import replace

import click

from dupdetect.cli.helptext import command
from dupdetect.cli.options import choose_settings, encoding_option, max_size_option, settings_options, talk_options
from dupdetect.cli.talk import say
from dupdetect.errors import MissingExtraError, OutputError

EVERYBODY = "everybody who can reach this machine can use the page, and nothing is encrypted"


@command(epilog="Example: dupdetect serve --index archive.dupdetect")
@click.option(
    "--index",
    "archive",
    metavar="ARCHIVE",
    default="",
    show_default=False,
    help="An archive to check against and to browse.",
)
@click.option("--port", type=click.IntRange(0, 65535), default=8000, help="0 takes a free one.")
@click.option("--host", default="127.0.0.1", help="The address to serve on; this machine's own.")
@encoding_option
@max_size_option
@settings_options
@talk_options
def serve(
    archive: str,
    port: int,
    host: str,
    config: str | None,
    preset: str | None,
    changes: tuple[str, ...],
) -> None:
    """Serve a page to compare texts, to search files for copies, and to ask an archive.

    It is for this machine alone unless --host says otherwise. The same address has a JSON API, described by its page
    "API". Ctrl-C ends it.
    """
    settings = choose_settings(config, preset, changes)
    try:
        from dupdetect.web import app, server
        from dupdetect.web.limits import Limits
    except ModuleNotFoundError as error:
        how = 'install it with pip install "dupdetect[web]"'
        raise MissingExtraError(f"serve needs {error.name}; {how}") from error
    if archive:
        _try_archive(archive)
    limits = replace(Limits(), working=os.cpu_count() or 1)
    with server.address(host, port) as listening:
        here = server.url(listening)
        names = server.names(host)
        if not here.startswith(("http://127.", "http://[::1]")):
            say(f"dupdetect: warning: {EVERYBODY}")
        served = app.create_app(settings, archive, limits, names)
        running = server.Server(served, limits, lambda: say(f"dupdetect: {here} (Ctrl-C ends)"))
        with suppress(KeyboardInterrupt):
            running.run(sockets=[listening])
        if not running.started:
            raise OutputError(f"{here}: the server did not start; see above")


def _try_archive(archive: str) -> None:
    """Refuse at once an archive that cannot be opened."""
    from dupdetect.archive import FileStore

    FileStore(archive, writing=False).close()
