"""Paths -> files: in the same order on every machine, each file once, without opening anything that could hang.

Folders are walked to the bottom; hidden files and folders in them are left alone, and links to folders are followed
only where the user asks for it. Files are identified by device and file number, so that links, loops and overlapping
arguments are noticed.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from typing import NamedTuple

from dupdetect.errors import InputError
from dupdetect.read.naming import Choice, Ids, is_foreign, readable_name
from dupdetect.read.ours import DROPPED, KEPT
from dupdetect.read.source import STDIN, describe_fault, require_regular
from dupdetect.records import Skip
from dupdetect.settings import Reading


class File(NamedTuple):
    """A file to read.

    Attributes:
        path: where it lies, or `-`.
        name: the id of its article.
    """

    path: str
    name: str


def require_path(path: str) -> None:
    """Raise InputError unless `path` exists. Whether it can be read is checked later."""
    try:
        if path != STDIN:
            os.lstat(path)
    except (FileNotFoundError, NotADirectoryError, ValueError) as error:  # ValueError: NUL in the name
        name = readable_name(path) or "''"
        raise InputError(f"{name}: no such file or folder; check the name and the folder you are in") from error
    except OSError:
        return  # it has that name and cannot be looked at; reading it will say why


class Walk:
    """One pass over paths that visits each file and folder once."""

    def __init__(self, settings: Reading, ids: Ids) -> None:
        self._choice = Choice(settings)
        self._follow = settings.follow_links
        self._met: dict[object, str] = {}
        self._kept: set[str] = set()  # what lies beside a list of dropped articles
        self._ids = ids

    def files(self, paths: list[str], *, prefixed: bool = False) -> Iterator[File | Skip]:
        """The files that `paths` name or hold, in order; or why one is not read.

        Args:
            prefixed: whether names begin with the folder even where only one path is given.
        """
        alone = len(paths) == 1 and not prefixed
        for path in paths:
            if path != STDIN and os.path.isdir(path):
                yield from self._folder(path, "" if alone else _with_slash(path))
            else:
                yield self.take_file(path, path)

    def _folder(self, top: str, prefix: str) -> Iterator[File | Skip]:
        """The files in `top`, in order of path; names begin with `prefix`. Not recursive: trees may be very deep."""
        waiting = [(top, prefix, True)]
        while waiting:
            path, name, is_folder = waiting.pop()
            inside = name.removeprefix(prefix)
            if self._choice.is_excluded(inside):
                continue
            if path in self._kept:
                yield Skip(readable_name(name.rstrip("/")), KEPT)
                continue
            if not is_folder:
                yield from self._choose_file(path, name, inside)
                continue
            try:
                self._refuse_link(path, top)
                self._meet(os.stat(path), path, name or _with_slash(top))
                inside_it = _children(path, name)
                self._kept |= {path.removesuffix(DROPPED) for path, _, _ in inside_it if path.endswith(DROPPED)}
                waiting += reversed(inside_it)
            except InputError as error:
                yield Skip(readable_name(name.rstrip("/") or top), str(error))
            except OSError as error:
                yield Skip(readable_name(name.rstrip("/") or top), f"folder {describe_fault(path, error)}")

    def _refuse_link(self, path: str, top: str) -> None:
        """Raise InputError for a link to a folder that the user did not name, unless links are followed."""
        if path != top and not self._follow and os.path.islink(path.rstrip("/")):
            raise InputError(
                "a link to a folder; to have it read, name it or set reading.follow_links (--follow-links)"
            )

    def _choose_file(self, path: str, name: str, inside: str) -> Iterator[File | Skip]:
        if self._choice.leaves_out(inside):
            return
        yield (
            self.take_file(path, name)
            if self._choice.is_readable(name)
            else Skip(readable_name(name), is_foreign(name))
        )

    def take_file(self, path: str, name: str) -> File | Skip:
        """The file at `path` with its id; a skip if it was visited before or is not a regular file."""
        try:
            if path != STDIN:
                # Looked at before it is opened: opening a pipe waits for a writer.
                self._meet(require_regular(os.stat(path)), path, name)
            elif STDIN in self._met:
                raise InputError("standard input is read already")
            else:
                self._met[STDIN] = STDIN
        except InputError as error:
            return Skip(readable_name(name), str(error))
        except OSError as error:
            return Skip(readable_name(name), describe_fault(path, error))
        return File(path, self._ids.unique(readable_name(name)))

    def _meet(self, status: os.stat_result, path: str, name: str) -> None:
        """Remember what `path` leads to; raise InputError if it was visited under another name. Folders end in `/`."""
        # One number takes a third of the memory of a pair. File systems without file numbers give 0.
        key = status.st_dev << 64 | status.st_ino if status.st_ino else os.path.realpath(path)
        if key not in self._met:
            self._met[key] = name
            return
        other_name = readable_name(self._met[key].rstrip("/") or "/")
        if not stat.S_ISDIR(status.st_mode):
            raise InputError(f"same file as {other_name}")
        back = os.path.islink(path) and _leads_up(path)
        raise InputError(f"symlink loop: leads back to {other_name}" if back else f"same folder as {other_name}")


def _children(path: str, prefix: str) -> list[tuple[str, str, bool]]:
    """Path, name and whether it is a folder, for each entry of a folder that is not hidden, in order of path."""
    with os.scandir(path) as entries:
        children = [(entry.path, entry.name, _is_folder(entry)) for entry in entries if not entry.name.startswith(".")]
    named = ((path, prefix + name + "/" * is_folder, is_folder) for path, name, is_folder in children)
    return sorted(named, key=lambda child: child[1])


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # such as a link to itself; reading it will report the fault
        return False


def _leads_up(link: str) -> bool:
    """Whether `link` leads to a folder that it lies in."""
    here, there = os.path.realpath(os.path.dirname(link)), os.path.realpath(link)
    return os.path.commonpath([here, there]) == there


def _with_slash(path: str) -> str:
    return path if path.endswith(("/", os.sep)) else path + "/"
