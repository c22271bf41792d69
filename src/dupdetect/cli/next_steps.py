"""What to run after a command whose findings were printed: the same as a report, one pair, more details."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from dupdetect.cli.talk import ARGUMENTS
from dupdetect.records import Channel, Findings

_DETAILS = 3
"""Pairs that the suggested command shows side by side."""


def suggest_commands(findings: Findings, details: int | None = None) -> tuple[tuple[str, str], ...]:
    """What for, and the command; nothing where standard input was read, which cannot be read again.

    Args:
        findings: what was printed.
        details: how many pairs were shown side by side.
    """
    context = click.get_current_context(silent=True)
    given = _drop_form(context.meta.get(ARGUMENTS, [])) if context else []
    if not findings.pairs or "-" in given or not given:
        return ()
    return tuple(_list_steps(findings, details, given))


def _drop_form(arguments: Sequence[str]) -> list[str]:
    """The arguments without those that say how to print: --format counts more than the ending of a report's file."""
    before = ("", *arguments)
    return [
        argument
        for argument, last in zip(arguments, before, strict=False)
        if last not in _FORM and argument.partition("=")[0] not in _FORM
    ]


_FORM = ("--format", "--details")


def _list_steps(findings: Findings, details: int | None, arguments: list[str]) -> Iterator[tuple[str, str]]:
    yield "read it in a browser", shlex.join(["dupdetect", *arguments, "-o", "report.html"])
    pair = findings.pairs[0]
    if Channel.ASKED in pair.channels:
        return
    files = [_locate_file(name, arguments) for name in (pair.a, pair.b)]
    if all(files):
        yield "compare the first pair", shlex.join(["dupdetect", "compare", *map(str, files)])
    if not details:
        shown = str(min(_DETAILS, len(findings.pairs)))
        yield "see pairs side by side here", shlex.join(["dupdetect", *arguments, "--details", shown])


def _locate_file(name: str, arguments: Sequence[str]) -> Path | None:
    """The file of an article: its id, or its id below one of the folders that were named."""
    try:
        places = [Path(name), *(Path(argument) / name for argument in arguments)]
        return next((place for place in places if place.is_file()), None)
    except (OSError, ValueError):  # an id need not be a name that a file can have
        return None
