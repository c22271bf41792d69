"""`dupdetect mcp`: a server for agents and editors, over standard streams."""

from __future__ import annotations

import click

from dupdetect.cli.helptext import command
from dupdetect.cli.options import choose_settings, settings_options, talk_options
from dupdetect.errors import MissingExtraError


@command(epilog="Example: dupdetect mcp articles/ --index archive.dupdetect")
@click.argument("folders", metavar="[FOLDER]...", nargs=-1)
@click.option(
    "--index", "archive", metavar="ARCHIVE", default="", show_default=False, help="An archive that clients may ask."
)
@settings_options
@talk_options
def mcp(
    folders: tuple[str, ...], archive: str, config: str | None, preset: str | None, changes: tuple[str, ...]
) -> None:
    """Serve agents that speak the Model Context Protocol, over standard input and output.

    Clients may compare the texts that they send, search the files below each FOLDER, and ask the archive. They can
    read no other file, and change nothing. The server ends with its input.
    """
    settings = choose_settings(config, preset, changes)
    from dupdetect.mcp.folders import Folders

    places = Folders(folders)
    try:
        from dupdetect.mcp.server import create_server
    except ModuleNotFoundError as error:
        how = 'install it with pip install "dupdetect[mcp]"'
        raise MissingExtraError(f"mcp needs {error.name}; {how}") from error
    if archive:
        from dupdetect.archive import FileStore

        FileStore(archive, writing=False).close()
    from dupdetect.cli.version import read_version

    create_server(settings, archive, places, read_version()).run("stdio")
