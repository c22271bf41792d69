"""Paths -> files -> articles: in one order on every machine, each file once, and nothing opened that could hang.

Folders are walked to the bottom, symlinks included; hidden files and folders in them are left alone. A path counts as
met by what it leads to (device and file number), so that links, loops and overlapping arguments are seen.
"""

from __future__ import annotations

import errno
import os
import re
import stat
import sys
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path

from dupdetect.errors import InputError
from dupdetect.records import Article, Skip
from dupdetect.settings import Reading
from dupdetect.steps.read import markdown, plain

STDIN = "-"
"""The path that means standard input."""


def articles(paths: Iterable[str | Path], settings: Reading) -> Iterator[Article | Skip]:
    """Each file that `paths` name or hold as an article, in order; or why it was not read.

    Args:
        paths: files, folders, or `-` for standard input.

    Raises:
        InputError: a path does not exist; raised at once, before anything is read.
    """
    typed = [os.fspath(path) for path in paths]
    for path in typed:
        _require(path)
    return _Walk(settings).articles(typed)


def article(path: str | Path, settings: Reading) -> Article:
    """The article in one file, or on standard input when `path` is `-`.

    Raises:
        InputError: it cannot be read.
    """
    typed = os.fspath(path)
    _require(typed)
    try:
        return _Walk(settings).article(typed, readable(typed))
    except InputError as error:
        raise InputError(f"{readable(typed)}: {error}") from error


def _require(path: str) -> None:
    """Raise InputError unless something has the name `path`; whether it can be read shows later."""
    try:
        if path != STDIN:
            os.lstat(path)
    except (FileNotFoundError, NotADirectoryError, ValueError) as error:  # ValueError: NUL in the name
        shown = readable(path) or "''"
        raise InputError(f"{shown}: no such file or folder; check the name and the folder you are in") from error
    except OSError:
        return  # it has that name and cannot be looked at; reading it will say why


def readable(name: str) -> str:
    """`name` with bytes that are no text, and control characters, spelled out as in `\\xff`."""
    return _UNREADABLE.sub(_spelled, name)


_UNREADABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def _spelled(found: re.Match[str]) -> str:
    code = ord(found[0])
    code = code - 0xDC00 if 0xDC80 <= code <= 0xDCFF else code  # how Python carries a byte that it cannot decode
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


class _Walk:
    """One pass over paths, which remembers what it has met."""

    def __init__(self, settings: Reading) -> None:
        self._settings = settings
        self._endings = tuple(suffix.lower() for suffix in settings.suffixes)
        self._met: dict[object, str] = {}
        self._ambiguous: set[str] = set()

    def articles(self, paths: list[str]) -> Iterator[Article | Skip]:
        alone = len(paths) == 1
        for path in paths:
            if path != STDIN and os.path.isdir(path):
                yield from self._folder(path, "" if alone else _with_slash(path))
            else:
                yield self._tried(path, path)

    def _folder(self, top: str, prefix: str) -> Iterator[Article | Skip]:
        """What lies in `top`, in order of path; names begin with `prefix`. A stack, for trees may be very deep."""
        waiting = [(top, prefix, True)]
        while waiting:
            path, name, is_folder = waiting.pop()
            if not is_folder:
                yield self._tried(path, name) if self._wanted(name) else Skip(readable(name), _foreign(name))
                continue
            try:
                self._meet(os.stat(path), path, name or _with_slash(top))
                waiting += reversed(_children(path, name))
            except InputError as error:
                yield Skip(readable(name.rstrip("/") or top), str(error))
            except OSError as error:
                yield Skip(readable(name.rstrip("/") or top), f"folder {_fault(path, error)}")

    def _wanted(self, name: str) -> bool:
        return name.lower().endswith(self._endings) or _ending(name) in ("", ".")

    def _tried(self, path: str, name: str) -> Article | Skip:
        try:
            return self.article(path, self._unique(readable(name)))
        except InputError as error:
            return Skip(readable(name), str(error))

    def _unique(self, name: str) -> str:
        """`name`, with a number when another one reads the same; only spelling out bytes can bring that about."""
        if "\\" not in name:
            return name
        unique, number = name, 1
        while unique in self._ambiguous:
            number += 1
            unique = f"{name} ({number})"
        self._ambiguous.add(unique)
        return unique

    def article(self, path: str, name: str) -> Article:
        """The article in one file, with `name` as its id.

        Raises:
            InputError: it cannot be read; the message is the reason.
        """
        try:
            data = self._standard_input() if path == STDIN else self._content(path, name)
        except OSError as error:
            raise InputError(_fault(path, error)) from error
        form = markdown.article if path.lower().endswith(markdown.SUFFIXES) else plain.article
        return form(name, plain.decoded(data))

    def _content(self, path: str, name: str) -> bytes:
        """The bytes of the regular file at `path`. Looked at before it is opened: opening a pipe waits for a writer."""
        found = os.stat(path)
        self._fit(found)
        self._meet(found, path, name)
        handle = os.open(path, _FLAGS)
        try:
            self._fit(os.fstat(handle))  # it may have been exchanged since
            return self._whole(partial(os.read, handle))
        finally:
            os.close(handle)

    def _standard_input(self) -> bytes:
        if STDIN in self._met:
            raise InputError("standard input is read already")
        self._met[STDIN] = STDIN
        try:
            return self._whole(sys.stdin.buffer.read)
        except (AttributeError, ValueError) as error:
            raise InputError("standard input is closed; name a file instead") from error

    def _fit(self, found: os.stat_result) -> None:
        kind = stat.S_IFMT(found.st_mode)
        if kind != stat.S_IFREG:
            raise InputError(_KINDS.get(kind, "not a regular file"))
        if found.st_size > self._settings.max_size:
            raise self._too_large()

    def _whole(self, read: Callable[[int], bytes]) -> bytes:
        """Everything that `read` gives, in pieces: a stream has no size, and a file may grow."""
        pieces, size = [], 0
        while piece := read(_PIECE):
            size += len(piece)
            if size > self._settings.max_size:
                raise self._too_large()
            pieces.append(piece)
        return b"".join(pieces)

    def _too_large(self) -> InputError:
        return InputError(f"larger than {self._settings.max_size:,} bytes; raise reading.max_size to read it")

    def _meet(self, found: os.stat_result, path: str, name: str) -> None:
        """Remember what `path` leads to; raise InputError when it was met under another name. Folders end in `/`."""
        # One number takes a third of the memory of a pair. File systems without file numbers say 0.
        key = found.st_dev << 64 | found.st_ino if found.st_ino else os.path.realpath(path)
        if key not in self._met:
            self._met[key] = name
            return
        shown = readable(self._met[key].rstrip("/") or "/")
        if not stat.S_ISDIR(found.st_mode):
            raise InputError(f"same file as {shown}")
        back = os.path.islink(path) and _leads_up(path)
        raise InputError(f"symlink loop: leads back to {shown}" if back else f"same folder as {shown}")


_PIECE = 1 << 18
# Not every system has every flag: no waiting on pipes, no terminal taken over, bytes as they are (Windows).
_FLAGS = os.O_RDONLY | sum(getattr(os, flag, 0) for flag in ("O_NONBLOCK", "O_NOCTTY", "O_CLOEXEC", "O_BINARY"))
_KINDS = {
    stat.S_IFDIR: "a folder, not a file; name the files in it",
    stat.S_IFIFO: "a named pipe, not a regular file; send it to standard input and name -",
    stat.S_IFSOCK: "a socket, not a regular file",
    stat.S_IFCHR: "a device, not a regular file",
    stat.S_IFBLK: "a device, not a regular file",
}


def _children(path: str, prefix: str) -> list[tuple[str, str, bool]]:
    """Path, name and whether it is a folder, for each entry of a folder that is not hidden, in order of path."""
    with os.scandir(path) as entries:
        shown = [(entry.path, entry.name, _is_folder(entry)) for entry in entries if not entry.name.startswith(".")]
    named = ((path, prefix + name + "/" * is_folder, is_folder) for path, name, is_folder in shown)
    return sorted(named, key=lambda child: child[1])


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link to itself, say; reading it will tell
        return False


def _leads_up(link: str) -> bool:
    """Whether `link` leads to a folder that it lies in."""
    here, there = os.path.realpath(os.path.dirname(link)), os.path.realpath(link)
    return os.path.commonpath([here, there]) == there


def _with_slash(path: str) -> str:
    return path if path.endswith(("/", os.sep)) else path + "/"


def _ending(name: str) -> str:
    return os.path.splitext(name)[1]


def _foreign(name: str) -> str:
    return f"not a format that is read ({readable(_ending(name))})"


def _fault(path: str, error: OSError) -> str:
    """Why the system refused `path`, in words."""
    if error.errno == errno.ELOOP:
        return "symlink loop: leads to itself"
    if not isinstance(error, FileNotFoundError):
        return f"cannot be read ({error.strerror or error})"
    if os.path.islink(path):
        return f"broken symlink: leads to {_target(path)}, which does not exist"
    return "vanished before it was read"


def _target(link: str) -> str:
    try:
        return readable(os.readlink(link))
    except OSError:
        return "another path"
