"""docs/dupdetect.1, the manual page, from the commands.

click-man was looked at: it takes the commands from an attribute that a group of lazy commands does not have, cuts
summaries short, leaves click's control characters in, and protects no dot or apostrophe at the start of a line. So the
page is written here, in the few macros of man(7) that every reader of manual pages knows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from inspect import cleandoc
from textwrap import wrap

import click
from cli_page import list_commands

import dupdetect
from dupdetect.cli import main
from dupdetect.cli.helptext import GroupedCommand

ENVIRONMENT = {
    "NO_COLOR": "If it is set and not empty, nothing is coloured unless --color always is given.",
    "NUMBA_CACHE_DIR": "Where compiled kernels are kept; beside the package or in the user's cache folder otherwise.",
    "_DUPDETECT_COMPLETE": "bash_source, zsh_source or fish_source prints the script that completes commands.",
}

STREAMS = "Standard output carries data, standard error messages; - is standard input or output."
SEE_ALSO = "The folder docs of the source explains verdicts, settings, findings and errors."

LINE = 70
"""Characters of a line before some are escaped; manual pages are kept below 80."""

_STATUS = re.compile(r"(\d+) ([^;.]+)[;.]")


def page() -> str:
    """The page, ready for man."""
    return "\n".join(_write_lines()) + "\n"


def fill(text: str) -> Iterator[str]:
    """Running text in lines of roff; the reader's program joins them again."""
    yield from map(escape, wrap(text, LINE, break_on_hyphens=False, break_long_words=False))


def escape(text: str) -> str:
    """A line that roff prints as it is: dashes that can be copied, and no request at its start."""
    escaped = text.replace("\\", r"\e").replace("-", r"\-")
    return rf"\&{escaped}" if escaped.startswith((".", "'")) else escaped


def _write_lines() -> Iterator[str]:
    about, *paragraphs = _split_paragraphs(main)
    yield f'.TH DUPDETECT 1 "" "dupdetect {dupdetect.__version__}" "User Commands"'
    yield from (".SH NAME", rf"dupdetect \- {escape(about[0].lower() + about[1:].rstrip('.'))}")
    yield from (".SH SYNOPSIS", ".B dupdetect", escape("COMMAND [OPTIONS] [ARGUMENTS]"))
    yield from (".SH DESCRIPTION", *fill(about), *fill(STREAMS))
    yield from _write_options({"Options": [("-h, --help", "Show help and exit."), *_records(main)]})
    yield ".SH COMMANDS"
    for name, command in list_commands(main):
        yield from _describe_command(name, command)
    yield ".SH EXIT STATUS"
    yield from _write_entries(_STATUS.findall(" ".join(paragraphs)))
    yield ".SH ENVIRONMENT"
    yield from _write_entries(ENVIRONMENT.items())
    yield from (".SH SEE ALSO", *fill(SEE_ALSO))


def _describe_command(name: str, command: click.Command) -> Iterator[str]:
    assert isinstance(command, GroupedCommand)
    context = click.Context(command, info_name=name)
    yield from (f".SS {escape(name)}", f".B {escape(name)}", escape(" ".join(command.collect_usage_pieces(context))))
    for paragraph in _split_paragraphs(command):
        yield from (".PP", *fill(paragraph))
    yield from _write_options(command.group_options(context))
    yield from (".PP", *fill(str(command.epilog)))


def _split_paragraphs(command: click.Command) -> list[str]:
    r"""The paragraphs of a command's help, each in one line; \b only asks terminals not to wrap."""
    text = cleandoc(command.help or "").replace("\b", "")
    return [" ".join(paragraph.split()) for paragraph in text.split("\n\n") if paragraph.strip()]


def _records(command: click.Command) -> list[tuple[str, str]]:
    context = click.Context(command)
    records = (parameter.get_help_record(context) for parameter in command.params)
    return [record for record in records if record]


def _write_options(groups: dict[str, list[tuple[str, str]]]) -> Iterator[str]:
    for heading, records in groups.items():
        yield from (".PP", f"{heading}:")
        yield from _write_entries(records)


def _write_entries(entries: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Terms in bold, each with its explanation below it."""
    for term, text in entries:
        yield from (".TP", rf"\fB{escape(term)}\fR", *fill(text))
