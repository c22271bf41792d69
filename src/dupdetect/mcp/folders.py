"""Which files a client may name: only those below the folders that the server was started with."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from dupdetect.errors import InputError


class Folders:
    """The folders that may be read.

    Args:
        folders: paths; a relative path of a client is looked for below each of them, in order.

    Raises:
        InputError: one of them is no folder.
    """

    def __init__(self, folders: Iterable[str | Path]) -> None:
        self.roots = [Path(os.path.realpath(folder)) for folder in folders]
        for folder, root in zip(folders, self.roots, strict=True):
            if not root.is_dir():
                raise InputError(f"{folder}: no such folder; name the folders that clients may read")

    def resolve(self, path: str) -> str:
        """The full path of a file or folder; links are followed first, so that none leads out.

        Raises:
            InputError: it does not lie below the folders, or does not exist. Both give the same message, so that
                nobody can find out what else is on this machine.
        """
        for root in self.roots:
            try:
                place = Path(os.path.realpath(root / path))
                if place.is_relative_to(root) and place.exists():
                    return str(place)
            except (OSError, ValueError):  # ValueError: NUL in the name
                continue
        raise InputError(f"{path:.200}: no such file below the folders that this server may read; {self._list()}")

    def resolve_all(self, paths: Sequence[str]) -> list[str]:
        """The full paths of files and folders; all folders if none is named.

        Raises:
            InputError: as `resolve`, or no folder was named when the server was started.
        """
        if not self.roots:
            raise InputError("this server may read no files; start it with dupdetect mcp FOLDER")
        return [self.resolve(path) for path in paths] if paths else [str(root) for root in self.roots]

    def _list(self) -> str:
        if not self.roots:
            return "start it with dupdetect mcp FOLDER to let it read one"
        return f"they are {', '.join(map(str, self.roots))}"


def find_links_out(folder: str, roots: Sequence[str]) -> Iterator[str]:
    """The links in a folder that lead to files outside of some roots, as paths below the folder.

    Links to folders are no matter: a search of the server does not follow them, whatever its settings.
    """
    for parent, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(parent, name)
            if os.path.islink(path) and not any(Path(os.path.realpath(path)).is_relative_to(root) for root in roots):
                yield os.path.relpath(path, folder)
