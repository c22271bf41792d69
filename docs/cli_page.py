"""docs/cli.md from the commands themselves, as `--help` prints them."""

from __future__ import annotations

from collections.abc import Iterator

import click

from dupdetect.cli import main

TOP = """\
# The command line

<!-- Written by docs/generate.py from the commands; `make docs` writes it anew. -->

Standard output carries data, standard error talk; `-` is standard input or output. Exit status: 0 done; 1 an error, in
one line that says what to do next; 2 wrong usage; 3 `--fail-on` was met; 130 interrupted; 143 terminated.
[Installing](installation.md) says how your shell completes commands. `man dupdetect` shows this page too.
"""

WIDTH = 100


def page() -> str:
    """The page: a section for each command, in the order of use."""
    sections = (f"## {name}\n\n```text\n{_write_help(command, name)}\n```\n" for name, command in list_commands(main))
    return "\n".join([TOP, *sections])


def list_commands(group: click.Group, name: str = "dupdetect") -> Iterator[tuple[str, click.Command]]:
    """Every command below a group with its full name, in the order of use."""
    context = click.Context(group)
    for part in group.list_commands(context):
        command = group.get_command(context, part)
        assert command
        if isinstance(command, click.Group):
            yield from list_commands(command, f"{name} {part}")
        else:
            yield f"{name} {part}", command


def _write_help(command: click.Command, name: str) -> str:
    context = click.Context(command, info_name=name, terminal_width=WIDTH, max_content_width=WIDTH)
    return command.get_help(context).rstrip()
