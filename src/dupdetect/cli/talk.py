"""Messages on standard error beside the result; --quiet suppresses them, but not errors."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

from dupdetect.report.visible import make_visible

if TYPE_CHECKING:
    from dupdetect.records import Skip

DEBUG = "dupdetect.debug"
"""Where a context keeps whether --debug was given."""

ARGUMENTS = "dupdetect.arguments"
"""Where a context keeps the arguments of the command that runs."""

QUIET = "dupdetect.quiet"
"""Where a context keeps whether --quiet was given."""


COLOR = "dupdetect.color"
"""Where a context keeps what --color was given."""

COLUMNS = "dupdetect.columns"
"""Where a context keeps what --columns was given for findings."""


def choose_color(is_terminal: bool) -> bool:
    """Whether to write colours: as --color says, or else for a terminal that nobody wants plain (no-color.org)."""
    ctx = click.get_current_context(silent=True)
    choice = ctx.meta.get(COLOR, "auto") if ctx else "auto"
    wanted = is_terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return wanted if choice == "auto" else choice == "always"


def is_quiet() -> bool:
    """Whether the command that runs was asked to be quiet."""
    ctx = click.get_current_context(silent=True)
    return bool(ctx and ctx.meta.get(QUIET))


def say(line: str) -> None:
    """Print a line on standard error, unless --quiet was given."""
    if not is_quiet():
        click.echo(line, err=True)


def silence_library() -> None:
    """Keep what the library logs off standard error, as --quiet asks, but for errors."""
    import logging  # takes a while to load, and most commands log nothing

    logging.getLogger("dupdetect").setLevel(logging.ERROR)


def list_skipped(skipped: Iterable[Skip]) -> None:
    """Print what was skipped, and why."""
    for skip in skipped:
        say(f"skipped {make_visible(skip.path)}: {make_visible(skip.reason)}")
