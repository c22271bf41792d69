"""Completion by shells: which parameters name files, so that a shell completes those as it does everywhere."""

from __future__ import annotations

from collections.abc import Iterable

import click
from click.shell_completion import CompletionItem

FILES = frozenset("A ARCHIVE B COPIES... FILE FILE.toml FINDINGS.json LIST NEW OLD OUT PATH PATH... RULES.toml".split())
FOLDERS = frozenset(("FOLDER", "[FOLDER]..."))
"""What help calls the parameters that name files, and those that name folders."""


class PathName(click.ParamType):  # type: ignore[type-arg]  # generic from click 8.4 on
    """The name of a file or folder, as it was given.

    Args:
        kind: "file", with folders on the way to it, or "dir" for folders alone.
    """

    name = "path"

    def __init__(self, kind: str) -> None:
        self._kind = kind

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """Leave it to the shell."""
        return [CompletionItem(incomplete, type=self._kind)]


def complete_paths(parameters: Iterable[click.Parameter]) -> None:
    """Let shells complete the names of files wherever a parameter takes one."""
    for parameter in parameters:
        if parameter.type is click.STRING and parameter.metavar in FILES | FOLDERS:
            parameter.type = PathName("dir" if parameter.metavar in FOLDERS else "file")
