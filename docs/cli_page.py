"""docs/cli.md from the commands themselves, as `--help` prints them."""

from __future__ import annotations

from collections.abc import Iterator

import click

from dupdetect.cli import main

TOP = """\
# The command line

<!-- Written by docs/generate.py from the commands; `make docs` writes it anew. -->

Standard output carries data, standard error talk; `-` is standard input or output. Exit status: 0 done; 1 an error, in
one line that says what to do next; 2 wrong usage; 3 `--fail-on` was met. Completion for your shell:
`_DUPDETECT_COMPLETE=bash_source dupdetect` prints the script for bash; `zsh_source` and `fish_source` serve the others.
"""

WIDTH = 100


def page() -> str:
    """The page: a section for each command, in the order of use."""
    return "\n".join([TOP, *_describe_commands(main, ("dupdetect",))])


def _describe_commands(group: click.Group, names: tuple[str, ...]) -> Iterator[str]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command
        path = (*names, name)
        if isinstance(command, click.Group):
            yield from _describe_commands(command, path)
        else:
            yield f"## {' '.join(path)}\n\n```text\n{_write_help(command, path)}\n```\n"


def _write_help(command: click.Command, path: tuple[str, ...]) -> str:
    context = click.Context(command, info_name=" ".join(path), terminal_width=WIDTH, max_content_width=WIDTH)
    return command.get_help(context).rstrip()
