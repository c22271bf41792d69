"""What `--help` shows: the options of a command under headings, with what is most often wanted first."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from dupdetect.cli.completion import complete_paths

HEADINGS = {
    "What is compared": "ours index meaning against unit keep threshold min-verdict rules watch remember",
    "Output": "output format columns details json each color fail-on",
    "Reading": "files-from include exclude follow-links text-column id-column encoding max-size",
    "Where it runs": "jobs memory engine master host port",
    "Settings": "config preset set thesaurus",
    "Talk": "quiet debug help",
}
"""The options under each heading, by their names without dashes; all others stand first."""

_PLACE = {name: heading for heading, names in HEADINGS.items() for name in names.split()}
_OTHER = "Options"


class GroupedCommand(click.Command):
    """A command whose help lists options under headings, and whose file names shells complete."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        complete_paths(self.params)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options, a section for each heading."""
        for heading, records in self.group_options(ctx).items():
            with formatter.section(heading):
                formatter.write_dl(records)

    def group_options(self, ctx: click.Context) -> dict[str, list[tuple[str, str]]]:
        """The options as help shows them, with their explanations, by heading."""
        sections: dict[str, list[tuple[str, str]]] = {heading: [] for heading in (_OTHER, *HEADINGS)}
        for parameter in self.get_params(ctx):
            if isinstance(parameter, click.Option) and (record := parameter.get_help_record(ctx)):
                sections[_PLACE.get(_name_option(parameter), _OTHER)].append(record)
        return {heading: records for heading, records in sections.items() if records}


class CommandGroup(click.Group):
    """A group of such commands, listed in the order of use."""

    command_class = GroupedCommand

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands in the order of their definitions, which is that of use."""
        return list(self.commands)


def _name_option(parameter: click.Option) -> str:
    """The long name of an option, without dashes."""
    return max(parameter.opts, key=len).lstrip("-")


def command(name: str | None = None, **options: Any) -> Callable[[Callable[..., Any]], GroupedCommand]:
    """As `click.command`, with options under headings and their defaults beside them."""
    return click.command(name, cls=GroupedCommand, context_settings={"show_default": True}, **options)
